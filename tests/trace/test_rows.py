"""A table that packs its older rows reads like a list of them."""

import gc
import sys
import tracemalloc
from operator import attrgetter
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate
from tcpanim.trace.codec import dumps
from tcpanim.trace.forms import EVENTS, FLIGHTS, SAMPLES
from tcpanim.trace.rows import BLOCK, RECENT, Form, Rows, columns
from tests.bench.bench_bulk import BULK


class Row(NamedTuple):
    number: int
    text: str


PAIRS = Form(tuple, tuple)
MANY = RECENT + 9 * BLOCK + 7


def filled(count):
    rows: Rows[tuple[int, str]] = Rows(PAIRS)
    plain = []
    for number in range(count):
        rows.append((number, str(number)))
        plain.append((number, str(number)))
    return rows, plain


@pytest.mark.parametrize("count", [0, 1, BLOCK, RECENT, RECENT + 1, RECENT + BLOCK, MANY])
def test_it_is_a_sequence(count):
    rows, plain = filled(count)
    for finished in (False, True):
        table = rows.finished() if finished else rows
        assert len(table) == len(plain)
        assert list(table) == plain
        assert list(reversed(table)) == plain[::-1]
        assert table == tuple(plain)
        assert isinstance(table, tuple) is (finished and count <= RECENT)
        for index in (count, -count - 1):
            with pytest.raises(IndexError):
                table[index]
        if count:
            assert (table[0], table[-1], table[count // 2]) == (plain[0], plain[-1], plain[count // 2])
            assert table[-count] == plain[0]


PLACED = Form(tuple, Row._make, places={"number": 0, "text": 1})


@pytest.mark.parametrize("count", [0, 1, RECENT, RECENT + BLOCK, MANY])
def test_a_column_is_what_each_row_says(count):
    rows: Rows[Row] = Rows(PLACED)
    for number in range(count):
        rows.append(Row(number, str(number)))
    if count:
        rows[count // 2] = Row(-1, "changed")
    for table in (rows, rows.finished()):
        assert list(columns(table, "number")) == [row.number for row in table]
        assert list(columns(table, "text", "number")) == [(row.text, row.number) for row in table]


edges = st.one_of(st.none(), st.integers(-MANY - 3, MANY + 3))


@given(edges, edges, st.sampled_from([None, 1, 1, 3, -1, -7]))
def test_slices(start, stop, step):
    rows, plain = FILLED
    part = rows[start:stop:step]
    assert isinstance(part, tuple)
    assert list(part) == plain[start:stop:step]


FILLED = filled(MANY)


@given(st.lists(st.integers(0, MANY - 1), max_size=30), st.booleans())
def test_rows_can_be_replaced_wherever_they_are(places, read_before):
    rows, plain = filled(MANY)
    for number, place in enumerate(places):
        if read_before:
            assert rows[place] == plain[place]
        rows[place] = plain[place] = (-number, "other")
    assert list(rows) == plain
    assert list(rows.finished()) == plain


def test_two_tables_are_compared_row_by_row():
    one, plain = filled(MANY)
    other, _ = filled(MANY)
    assert one == other == plain
    other[3] = (0, "")
    assert one != other
    assert one != "no table"


# ---- traces


def long_scenario():
    scenario = parse(BULK.format(size=1).replace("loss: 0.1 %", "loss: 1 %, duplicate: 1 %")).scenario
    assert scenario is not None
    return scenario


LONG = long_scenario()


def test_what_a_packed_segment_says_in_columns_is_what_it_says_itself():
    trace = simulate(LONG)
    for table, form in ((trace.flights, FLIGHTS), (trace.events, EVENTS), (trace.samples, SAMPLES)):
        assert isinstance(table, Rows)
        for name in form.places:
            table._read.clear()
            assert list(columns(table, name)) == list(map(attrgetter(name), table)), name


def test_a_long_run_is_the_same_packed_and_unpacked(monkeypatch):
    """The document of a run whose tables were packed is that of one whose tables were not, byte for byte."""
    packed = simulate(LONG)
    assert isinstance(packed.flights, Rows)
    text = dumps(packed)
    monkeypatch.setattr("tcpanim.trace.rows.RECENT", 1 << 40)
    plain = simulate(LONG)
    assert isinstance(plain.flights, tuple)
    assert plain == packed
    assert dumps(plain) == text


def test_payload_is_not_copied():
    trace = simulate(LONG)
    copies = [(flight, flight.copy_of) for flight in trace.flights if flight.copy_of is not None]
    assert copies
    for copy, original in copies:
        assert trace.flight(original).segment.data is copy.segment.data


def test_a_segment_takes_less_than_a_kibibyte():
    """All memory that a trace keeps, payload not counted; of 10 MB it is a good 400 bytes a segment."""
    simulate(LONG)  # what is made once for all runs
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    trace = simulate(LONG)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    payload = {id(flight.segment.data): sys.getsizeof(flight.segment.data) for flight in trace.flights}
    assert (after - before - sum(payload.values())) / len(trace.flights) < 1024

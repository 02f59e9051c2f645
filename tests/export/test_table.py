"""A run as tables: read back by the csv module, and compared with the run."""

import csv
import io

import pytest

from tcpanim.export.table import TABLES, seconds, table
from tcpanim.scene.names import Naming
from tcpanim.wire.segment import ACK
from tests.scene.runs import catalogue, simulated


def rows_of(trace, view, language="en"):
    text = "".join(table(trace, Naming(trace, catalogue(language)), view))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_row_for_each_segment_with_both_kinds_of_numbers():
    trace = simulated("lost-data")
    rows = rows_of(trace, "ladder")
    assert [int(row["segment"]) for row in rows] == [flight.id for flight in trace.flights]
    for row, flight in zip(rows, trace.flights, strict=True):
        assert int(row["wire_seq"]) == flight.segment.seq
        assert int(row["seq"]) == flight.segment.seq - (flight.seq_base or 0)
        assert (row["wire_ack"] != "") == bool(flight.segment.flags & ACK)
        assert row["arrived_s"] == (seconds(flight.arrived) or "")
    assert [row["fate"] for row in rows].count("dropped") == 1
    assert rows[0]["options"] == "mss=1000"


def test_times_are_exact():
    assert seconds(60_704_000) == "0.060704000"
    assert seconds(240_884_608_000) == "240.884608000"
    assert seconds(None) is None


def test_variables_over_time_can_be_drawn_from():
    rows = [row for row in rows_of(simulated("slow-start"), "plots") if row["host"] == "client"]
    cwnd = [int(row["cwnd"]) for row in rows if row["cwnd"]]
    assert cwnd[0] == 1000
    assert cwnd == sorted(cwnd)
    assert set(cwnd) >= {1000, 2000, 4000, 8000}
    times = [float(row["t_s"]) for row in rows]
    assert times == sorted(times)


def test_what_is_said_is_in_the_language_asked_for_and_a_spreadsheet_knows_its_encoding():
    trace = simulated("four-way-close")
    rows = rows_of(trace, "events", "zh")
    assert any("FIN-WAIT-1（终止等待 1）" in row["what"] for row in rows)
    assert next(iter(table(trace, Naming(trace, catalogue("zh")), "events"))) == "\ufeff"


@pytest.mark.parametrize("view", TABLES)
@pytest.mark.parametrize("name", ["syn-flood", "half-open-reopen", "sack-three-holes", "fast-open", "ipv6"])
def test_every_row_has_every_column(name, view):
    names, _ = TABLES[view]
    rows = rows_of(simulated(name), view)
    assert rows
    assert all(tuple(row) == names and None not in row.values() for row in rows)

"""What the side panel says of a segment, of both hosts, and of reasons."""

from functools import cache

import pytest

from tcpanim.library import load_catalogue, read_builtin
from tcpanim.scenario.edits import apply, drop
from tcpanim.scenario.parse import parse
from tcpanim.scene.endpoint import call_text
from tcpanim.scene.header import current_segment, header_view
from tcpanim.scene.header_notes import changes_note, checksum_of, field_note
from tcpanim.scene.names import Naming
from tcpanim.scene.reasons import chain_of_segment, spoken_at
from tcpanim.scene.variables import numbers_at
from tcpanim.sim.run import simulate
from tcpanim.units import MS, S
from tcpanim.wire.segment import Segment
from tests.sim.runs import run as story


@cache
def run(name):
    scenario = parse(read_builtin(name)).scenario
    assert scenario is not None
    return simulate(scenario)


def naming(trace, language="en", numbering="relative"):
    return Naming(trace, load_catalogue(language), numbering, "plain")


def fields(header):
    return {field.key: field for row in header.rows for field in row}


def test_the_rows_are_as_wide_as_the_header():
    trace = run("four-way-close")
    for flight in trace.flights:
        header = header_view(trace, flight.id, trace.end, naming(trace))
        assert [sum(field.bits for field in row) for row in header.rows] == [32] * 5


def test_fields_and_bytes_say_the_same():
    trace = run("four-way-close")
    for flight in trace.flights:
        header = header_view(trace, flight.id, trace.end, naming(trace))
        raw, shown = header.raw, fields(header)
        assert Segment.decode(raw + flight.segment.data) == flight.segment
        assert shown["sequence"].value.split()[0] == str(int.from_bytes(raw[4:8], "big"))
        assert shown["source-port"].value == str(int.from_bytes(raw[0:2], "big"))
        assert shown["offset"].value == str(raw[12] >> 4)
        bits = "".join(shown[name].value for name in ("CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN"))
        assert int(bits, 2) == raw[13]


@pytest.mark.parametrize(
    ("numbering", "expected"),
    [("relative", "100 (relative 0)"), ("absolute", "100 (relative 0)"), ("symbolic", "100 (x)")],
)
def test_the_wire_value_comes_first(numbering, expected):
    trace = run("three-way-handshake")
    header = header_view(trace, 1, trace.end, naming(trace, numbering=numbering))
    assert fields(header)["sequence"].value == expected


def test_the_ack_field_of_a_syn_is_said_to_mean_nothing():
    trace = run("three-way-handshake")
    header = header_view(trace, 1, trace.end, naming(trace))
    assert fields(header)["acknowledgment"].value == "0 (not in use: ACK = 0)"


def test_a_fate_is_not_told_before_it_has_come():
    trace = run("lost-syn")
    flight = trace.flights[0]
    assert header_view(trace, 1, flight.sent, naming(trace)).fate == "under way"
    assert "lost" in header_view(trace, 1, flight.ended, naming(trace)).fate


def test_a_wrong_checksum_is_found_by_the_receiver_not_before():
    trace = run("corrupted-segment")
    flight = next(flight for flight in trace.flights if str(flight.fate) == "corrupted")
    before = header_view(trace, flight.id, flight.ended - 1, naming(trace))
    after = header_view(trace, flight.id, flight.ended, naming(trace))
    assert fields(before)["checksum"].value.endswith("✓")
    assert fields(after)["checksum"].value.endswith("✗")


def test_a_retransmission_names_the_first_sending():
    trace = run("lost-syn")
    again = next(flight for flight in trace.flights if flight.retransmission)
    assert "sent again, first as segment 1" in header_view(trace, again.id, trace.end, naming(trace)).notes


def test_the_current_segment_is_the_last_one_that_something_happened_to():
    trace = run("three-way-handshake")
    assert current_segment(trace, 0) is None
    assert current_segment(trace, trace.flights[0].sent) == 1
    assert current_segment(trace, trace.end) == 3


def test_nothing_is_known_before_its_segment_arrives():
    trace = run("lost-data")
    flight = next(flight for flight in trace.flights if flight.segment.data and flight.arrived is not None)
    middle = (flight.sent + flight.ended) // 2
    numbers = {row.field: row for group in numbers_at(trace, middle, naming(trace)).groups for row in group.rows}
    first = flight.segment.seq - flight.seq_base
    sender, receiver = ("left", "right") if flight.sender == trace.hosts[0].name else ("right", "left")
    sent = [other for other in trace.flights if other.sender == flight.sender and other.sent <= middle]
    ends = [other.segment.seq + other.segment.length - flight.seq_base for other in sent]
    assert getattr(numbers["snd_nxt"], sender).text == str(max(ends))
    assert getattr(numbers["snd_una"], sender).text == str(first)
    assert getattr(numbers["rcv_nxt"], receiver).text == str(first)


def test_a_chain_of_reasons_leads_back_in_time():
    trace = run("lost-last-ack")
    again = next(flight for flight in trace.flights if flight.retransmission)
    links = chain_of_segment(trace, again.id, naming(trace))
    times = [link.t for link in links]
    assert len(links) >= 2
    assert times[0] == max(times)
    *causes, loss = times  # what would have stopped the timer came after its start, and is told last
    assert causes == sorted(causes, reverse=True)
    assert causes[-1] < loss < times[0]


@pytest.mark.parametrize(
    ("language", "planned", "changed"),
    [("en", "planned: fault 1", "a change to this run"), ("zh", "事先安排的故障 1", "本次运行的改动")],
)
def test_what_was_lost_by_a_change_was_not_planned(language, planned, changed):
    """The first FIN is lost as the file has it, its repetition because the user wanted to see that."""
    scenario = parse(read_builtin("lost-fin")).scenario
    assert scenario is not None
    again = next(flight for flight in run("lost-fin").flights if flight.retransmission)
    nth = sum(flight.sender == again.sender for flight in run("lost-fin").flights[: again.id])
    trace = simulate(apply(scenario, (drop(again.sender, nth),)))
    first, second = (flight.id for flight in trace.flights if flight.retransmission)

    def rules(number):
        return [rule for link in chain_of_segment(trace, number, naming(trace, language)) for rule in link.rules]

    assert planned in rules(first)
    assert changed not in rules(first)
    assert changed in rules(second)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_note_takes_the_place_of_the_automatic_sentence(language):
    trace = run("four-way-close")
    noted = [note for note in trace.notes if note.teaching.say]
    for note in noted:
        assert spoken_at(trace, note.t, naming(trace, language)).what == note.teaching.say.pick(language)


@pytest.mark.parametrize(
    ("language", "data", "answer"),
    [
        ("en", "1000 bytes of data — Client → Server", "SYN, ACK — Server → Client"),
        ("zh", "数据 1000 字节：客户端 → 服务器", "SYN，ACK：服务器 → 客户端"),
    ],
)
def test_a_title_says_what_matters_of_a_segment(language, data, answer):
    trace = run("lost-data")
    names = naming(trace, language)
    sent = next(flight for flight in trace.flights if flight.segment.kind == "DATA")
    assert header_view(trace, sent.id, trace.end, names).title == data
    assert header_view(trace, 2, trace.end, names).title == answer


@pytest.mark.parametrize(("language", "minutes"), [("en", "4 min"), ("zh", "4 分钟")])
def test_whole_minutes_are_a_word_of_the_language(language, minutes):
    names = naming(run("lost-data"), language)
    assert names.duration(240 * S) == names.length(240 * S) == minutes
    assert names.duration(50 * MS) == "50 ms"


def test_the_first_to_close_closes_actively_the_second_passively():
    trace = run("four-way-close")
    names = naming(trace, "en")
    closing = [call_text(trace, row, names) for row in trace.calls if row.call == "close"]
    assert closing == ["active close", "passive close"]


def test_who_closes_at_the_instant_when_the_fin_arrives_closes_passively():
    trace = story("  - {at: 200 ms, client: close}\n  - {when: {server: CLOSE-WAIT}, server: close}")
    closing = [call_text(trace, row, naming(trace)) for row in trace.calls if row.call == "close"]
    assert closing == ["active close", "passive close"]


@pytest.mark.parametrize("name", ["four-way-close", "timestamps-paws", "window-scaling", "sack-three-holes"])
def test_every_byte_of_a_header_belongs_to_a_field(name):
    trace = run(name)
    for flight in trace.flights:
        header = header_view(trace, flight.id, trace.end, naming(trace))
        for byte in range(len(header.raw)):
            assert header.field_at(byte) is not None
        ends = sorted({(field.first, field.last) for field in header.fields})
        assert all(first < last <= len(header.raw) for first, last in ends)
        assert [one[1] for one in ends[:-1]] == [other[0] for other in ends[1:]]


def test_options_are_decoded_in_the_numbers_in_force():
    trace = run("sack-three-holes")
    flight = next(flight for flight in trace.flights if "sack" in flight.segment.options)
    base = flight.ack_base
    field = header_view(trace, flight.id, trace.end, naming(trace)).field("sack")
    assert field is not None
    left, right = flight.segment.options["sack"][0]
    assert field.value.startswith(f"{left - base}–{right - base}")
    assert field.wireshark == "tcp.options.sack_le"


def test_what_changed_is_told_with_the_value_before():
    trace = run("four-way-close")
    first, fin = (next(f for f in trace.flights if f.segment.kind == kind) for kind in ("SYN", "FIN"))
    assert not any(field.before for field in header_view(trace, first.id, trace.end, naming(trace)).fields)
    header = header_view(trace, fin.id, trace.end, naming(trace))
    before = trace.flight(header.previous)
    assert (before.sender, before.id < fin.id) == (fin.sender, True)
    shown = fields(header)
    assert shown["FIN"].before == "0"
    assert shown["source-port"].before == ""
    assert (shown["sequence"].before != "") == (before.segment.seq != fin.segment.seq)
    lines = changes_note(header, naming(trace)).lines
    assert any("FIN" in line and "0 → 1" in line for line in lines)
    assert not any("checksum" in line.lower() for line in lines)


def test_an_acknowledgment_sent_again_is_the_same_to_the_checksum():
    trace = run("lost-last-ack")
    last = max(flight.id for flight in trace.flights)
    header = header_view(trace, last, trace.end, naming(trace))
    assert trace.flight(header.previous).segment == trace.flight(last).segment
    assert changes_note(header, naming(trace)).lines == ("Nothing.",)


@pytest.mark.parametrize("name", ["four-way-close", "corrupted-segment", "timestamps-paws"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_checksum_is_worked_out_to_what_stands_in_the_field(name, language):
    trace = run(name)
    for flight in trace.flights:
        header = header_view(trace, flight.id, trace.end, naming(trace, language))
        worked = checksum_of(header, flight, trace.end, naming(trace, language))
        field = int.from_bytes(header.raw[16:18], "big")
        assert int(worked.steps[-1].value, 16) == field
        assert int(worked.steps[-2].value, 16) == field ^ 0xFFFF
        assert sum(int(row.value, 16) for row in worked.steps[:-3]) == int(worked.steps[-3].value, 16)
        words = [int(word, 16) for row in worked.pseudo for word in row.value.split()]
        assert sum(words) == int(worked.steps[0].value, 16)
        assert worked.good == (str(flight.fate) != "corrupted")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_field_says_what_it_is_for(language):
    trace = run("timestamps-paws")
    header = header_view(trace, 2, trace.end, naming(trace, language))
    for field in header.fields:
        note = field_note(header, field, naming(trace, language))
        assert note.about
        assert field.value in note.title
        assert "tcp." in note.lines[0]

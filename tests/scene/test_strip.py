"""The sequence strip: its parts are those of the variables, SYN and FIN have cells, nothing is known too early."""

from itertools import pairwise

import pytest

from tcpanim.scene.names import Naming
from tcpanim.scene.strip import LEAST, TAIL, Strips, cell_words, description
from tests.scene.runs import catalogue, simulated


def naming(trace, language="en", numbering="relative"):
    return Naming(trace, catalogue(language), numbering, "plain")


def parts(half):
    return {part.kind: (part.left, part.right) for part in half.parts}


def pointer(half, name):
    return next(pointer for pointer in half.pointers if pointer.name == name)


RUNS = [
    "four-way-close",
    "lost-data",
    "zero-window",
    "sack-three-holes",
    "simultaneous-open",
    "port-reuse",
    "slow-start",
]


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("room", [1e9, 14])
def test_the_parts_follow_each_other_over_the_whole_width(name, room):
    trace = simulated(name)
    strips = Strips(trace)
    for t in (0, *trace.moments):
        for strip in strips.at(t, naming(trace), room):
            for half in (strip.sender, strip.receiver):
                whole = [part for part in half.parts if part.kind != "early"]
                if not whole:
                    continue
                assert whole[0].left == 0
                assert whole[-1].right == pytest.approx(strip.width)
                for one, other in pairwise(whole):
                    assert one.right == pytest.approx(other.left)
                for early in (part for part in half.parts if part.kind == "early"):
                    left, right = parts(half)["acceptable"]
                    assert left <= early.left < early.right <= right + 1e-6
            assert all(0 <= one.at <= strip.width for half in (strip.sender, strip.receiver) for one in half.pointers)


def test_an_edge_is_written_from_a_letter_that_is_known():
    trace = simulated("four-way-close")
    names, strips = naming(trace, numbering="symbolic"), Strips(trace)
    fins = [flight for flight in trace.flights if flight.segment.kind == "FIN"]
    arrived = fins[1].ended
    for t in trace.moments:
        here, there = strips.at(t, names, 1e9)
        client = there.receiver if there.receiver.host == trace.hosts[0].name else here.receiver
        edges = [one for one in client.pointers if one.name == "RCV.NXT+RCV.WND"]
        assert all(edge.value.startswith("w") is (t >= arrived) for edge in edges), t


@pytest.mark.parametrize("name", RUNS)
def test_the_pointers_are_the_variables(name):
    trace = simulated(name)
    strips, names = Strips(trace), naming(trace)
    for t in trace.moments:
        for strip, host in zip(strips.at(t, names), trace.hosts, strict=True):
            if not strip.sender.pointers:
                continue
            sample = trace.sample(host.name, t)
            assert sample is not None
            tcb = sample.tcb
            una, nxt = (pointer(strip.sender, field) for field in ("SND.UNA", "SND.NXT"))
            assert una.value == names.variable(tcb.snd_una, host.name, tcb.iss, host.name, t)
            assert nxt.value == names.variable(tcb.snd_nxt, host.name, tcb.iss, host.name, t)
            assert una.at <= nxt.at
            assert ("unacked" in parts(strip.sender)) == (tcb.snd_una != tcb.snd_nxt)


def test_syn_and_fin_have_cells_of_their_own():
    trace = simulated("four-way-close")
    strip = Strips(trace).at(trace.end, naming(trace))[0]
    last = [flight for flight in trace.flights if flight.sender == trace.hosts[0].name]
    before = next(t for t in reversed(trace.moments) if Strips(trace).at(t, naming(trace))[0].sender.parts)
    strip = Strips(trace).at(before, naming(trace))[0]
    kinds = [cell.kind for cell in strip.cells]
    assert kinds[0] == "SYN"
    assert kinds[-1] == "FIN"
    assert [cell.size for cell in strip.cells if cell.kind != "data"] == [1, 1]
    sent = sum(len(flight.segment.data) for flight in last if not flight.retransmission)
    assert sum(cell.size for cell in strip.cells if cell.kind == "data") == sent
    assert all(cell.right - cell.left == 1 for cell in strip.cells)


def test_a_cell_appears_when_its_segment_is_sent_and_names_all_that_carried_it():
    trace = simulated("lost-data")
    again = next(flight for flight in trace.flights if flight.retransmission)
    assert again.seq_base is not None
    for t, count in ((again.sent - 1, 1), (again.sent, 2)):
        cells = [cell for strip in Strips(trace).at(t, naming(trace)) for cell in strip.cells]
        cell = next(cell for cell in cells if cell.text == str(again.segment.seq - again.seq_base))
        assert len(cell.flights) == count
        assert str(cell.size) in cell_words(cell, naming(trace))
    first = trace.flights[0].sent
    assert not any(strip.cells for strip in Strips(trace).at(first - 1, naming(trace)))


def test_the_receiver_knows_nothing_before_it_arrives():
    trace = simulated("lost-data")
    flight = next(flight for flight in trace.flights if flight.segment.data and flight.arrived is not None)
    index = 0 if flight.sender == trace.hosts[0].name else 1
    middle = Strips(trace).at((flight.sent + flight.ended) // 2, naming(trace))[index]
    assert pointer(middle.sender, "SND.NXT").at > pointer(middle.receiver, "RCV.NXT").at


def test_what_came_too_early_lies_beyond_the_gap():
    trace = simulated("sack-three-holes")
    t = next(flight.sent for flight in trace.flights if len(flight.segment.options.get("sack", ())) == 3)
    for strip in Strips(trace).at(t, naming(trace)):
        early = [part for part in strip.receiver.parts if part.kind == "early"]
        if early:
            assert len(early) == 3
            assert early[0].left > pointer(strip.receiver, "RCV.NXT").at
            return
    pytest.fail("nothing came early")


def test_a_long_strip_moves_with_the_window():
    trace = simulated("slow-start")
    strips, names, room = Strips(trace), naming(trace), 12
    begun = [strip for t in trace.moments for strip in strips.at(t, names, room)]
    assert any(strip.more for strip in begun)
    for strip in begun:
        assert strip.width >= min(room, LEAST)
        if strip.sender.pointers:
            assert pointer(strip.sender, "SND.NXT").at < strip.width - TAIL / 2


@pytest.mark.parametrize("numbering", ["relative", "absolute", "symbolic"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_speaks_the_readers_language_and_numbers(numbering, language):
    trace = simulated("four-way-close")
    names = naming(trace, language, numbering)
    flight = next(flight for flight in trace.flights if flight.segment.data)
    words = description(Strips(trace).at(flight.sent, names), names)
    assert "SND.UNA" in words
    assert names.seq(flight) in words

"""The ladder in text: the stored ladders of all built-in scenarios, and what must hold for any."""

import pytest

from tcpanim.export.columns import width
from tcpanim.export.text import WIDTH, ladder
from tcpanim.library import builtins
from tcpanim.scenario.parse import parse
from tcpanim.scene.names import Naming
from tcpanim.sim.run import simulate
from tcpanim.units import MS
from tests.scene.runs import catalogue
from tests.sim.runs import run

NAMES = [name for name, _ in builtins()]


def built_in(name):
    scenario = parse(dict(builtins())[name].read_bytes()).scenario
    assert scenario is not None
    return simulate(scenario)


def written(trace, language="en", *style, until=None):
    return ladder(trace, Naming(trace, catalogue(language), *style), until)


@pytest.mark.parametrize("name", NAMES)
def test_the_ladder_of_a_built_in_scenario(name, golden):
    golden(f"ladders/{name}", "\n".join(written(built_in(name))) + "\n")


@pytest.mark.parametrize("name", ["three-way-handshake", "lost-last-ack", "abort"])
def test_the_ladder_in_chinese(name, golden):
    golden(f"ladders/{name}.zh", "\n".join(written(built_in(name), "zh")) + "\n")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_too_wide_and_the_lifelines_stand_still(name, language):
    lines = list(written(built_in(name), language))
    assert all(width(line) <= WIDTH for line in lines)
    assert all(line == line.rstrip() for line in lines)
    first = next(number for number, line in enumerate(lines) if "│" in line)
    last = max(number for number, line in enumerate(lines) if "│" in line)
    places = {
        tuple(width(line[:place]) for place, letter in enumerate(line) if letter in "│├┤")
        for line in lines[first : last + 1]
    }
    assert len(places) == 1
    assert len(places.pop()) == 2


def text_of(*script, **parts):
    return "\n".join(written(run("".join(f"  - {step}\n" for step in script), **parts)))


def test_losses_retransmissions_copies_and_timers_are_named():
    text = text_of(
        "{at: 300 ms, client: {send: 10}}",
        more="faults: [{drop: {from: client, match: SYN}}, {duplicate: {from: client, match: DATA, after: 5 ms}}]",
    )
    for part in ("╳ #1 lost in the network", "#2 SYN seq=0 ack=– ↻ sent again", "(RTO)", "(duplicate)", "[send 10 B]"):
        assert part in text


def test_corruption_crash_and_errors_are_named():
    text = text_of(
        "{at: 300 ms, client: {send: 10}}",
        "{at: 310 ms, server: crash}",
        "{at: 1 s, server: boot}",
        more="faults: [{corrupt: {from: server, match: SYN-ACK}}]\nuntil: 20 s",
    )
    for part in ("checksum wrong", "[crash]", "[boot]", "connection reset"):
        assert part in " ".join(text.split())


def test_only_what_happened_up_to_a_moment():
    trace = run()
    lines = list(written(trace, until=110 * MS))
    assert any("#3 ACK" in line for line in lines)
    assert not any("160 ms" in line for line in lines)
    assert sum("│" in line for line in written(trace, until=-1)) == 2


def test_segments_as_books_write_them_with_what_the_letters_stand_for():
    trace = built_in("three-way-handshake")
    lines = list(written(trace, "zh", "symbolic", "textbook"))
    assert any("#2 SYN=1，ACK=1，seq=y，ack=x+1" in line for line in lines)
    first, second = (host.isns[0] for host in trace.hosts)
    assert lines[-1] == f"x = {first}, y = {second}"
    assert list(written(trace, "zh", "symbolic", "textbook", until=10 * MS))[-1] == f"x = {first}"
    assert all(width(line) <= WIDTH for name in NAMES for line in written(built_in(name), "en", "symbolic", "textbook"))

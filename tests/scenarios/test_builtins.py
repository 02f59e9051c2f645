"""The scenarios that ship with the program: each runs, is what it promises, and speaks both languages."""

from functools import cache

import pytest

from tcpanim import library
from tcpanim.explain.narrate import narrate
from tcpanim.i18n import LANGUAGES, Text
from tcpanim.scenario.parse import parse
from tcpanim.sim.expect import verify
from tcpanim.sim.run import simulate
from tests.explain.chinese import faults
from tests.explain.texts import said

NAMES = [name for name, _ in library.builtins()]
SHIPPED = {
    "three-way-handshake", "four-way-close", "whole-connection", "byte-stream", "three-segment-close", "half-close",
    "server-closes-first", "simultaneous-open", "simultaneous-close", "lost-syn", "lost-syn-ack", "lost-handshake-ack",
    "lost-handshake-ack-data", "lost-data", "lost-data-ack", "lost-fin", "lost-fin-ack", "lost-last-ack",
    "connection-refused", "abort", "old-duplicate-syn", "half-open-reopen", "half-open-data", "two-passive-sockets",
    "duplicate-segment", "reordered-segments", "corrupted-segment", "zero-window",
    "delayed-ack", "keep-alive", "nagle-delayed-ack", "nagle-off", "nagle-on", "no-time-wait", "persist-off",
    "silly-window", "silly-window-avoided", "time-wait-protects", "two-way-handshake", "user-timeout",
    "zero-window-lost-update",
    "blind-reset", "blind-syn", "sequence-wrap",
    "congestion-avoidance", "cubic-growth", "fast-retransmit-reno", "fast-retransmit-tahoe", "newreno-partial-ack",
    "reno-growth", "rtt-rto-karn", "sack-three-holes", "sliding-window", "slow-start", "spurious-rto", "stop-and-wait",
    "tail-loss-probe",
    "accept-queue-full", "checksum-off", "ecn", "isn-always", "isn-clock", "karn-off", "port-reuse", "silent-host",
    "syn-cookies", "syn-flood", "time-wait-assassination", "timestamps-paws", "urgent-data", "window-scaling",
    "challenge-limit", "congestion-rounds", "duplicate-sack", "fin-wait-2-timeout", "idle-restart", "limited-transmit",
    "mss-option", "nagle-minshall", "proportional-rate-reduction", "quick-ack", "telnet-echo", "fast-open",
    "port-reuse-timestamps",
    "blind-reset-succeeds", "orphan-retries", "r1-and-r2", "rack-reordering", "rfc1337", "syn-linear-timeouts",
    "byte-counting", "cork", "cubic-beta", "higher-dupthresh", "longer-path", "queue-overflow", "send-buffer",
    "spurious-fast-retransmit", "stop-listening", "timestamps-rtt", "unreliable-network",
    "accept-queue-reset", "adaptive-ack", "linux-abort", "linux-half-open", "linux-lost-syn-ack",
    "linux-lost-syn-window", "linux-rto", "linux-simultaneous-open", "linux-zero-window", "lost-syn-window", "push",
    "segment-check", "buffer-autotuning", "exit-unread", "frto-loss", "ipv6", "sender-sws", "tail-loss-one",
    "forgotten-close", "waiting-close",
}  # fmt: skip
UNITS = ("basics", "close", "loss", "errors", "data", "flow", "options", "attack", "why", "congestion")
# Sentences for what the table does not know better.
LAST_RESORTS = {"say.moved", "say.answered", "say.dropped", "say.timer", "say.repeat", "say.call-refused"}

# How the lines of a speaker's note begin, in their order, in both languages.
LINES = (("Say: ", "说："), ("Ask: ", "问："), ("Board: ", "板书："), ("Trap: ", "易错："), ("If asked ", "若问"))

each = pytest.mark.parametrize("name", NAMES)


@cache
def scenario_of(name):
    parsed = parse(library.read_builtin(name), name)
    assert parsed.problems == ()
    assert parsed.scenario is not None
    return parsed.scenario


@cache
def trace_of(name):
    return simulate(scenario_of(name))


@each
def test_at_a_glance_it_says_of_itself_what_it_says_when_it_is_parsed(name):
    scenario, glance = scenario_of(name), library.glance(name)
    assert glance == (name, scenario.title, scenario.unit, scenario.order, scenario.tags)


def texts(name):
    """Every text that a reader may see."""
    scenario = scenario_of(name)
    yield from (scenario.title, scenario.goal, scenario.description)
    yield from (host.label for host in scenario.hosts)
    for note in scenario.notes:
        teaching = note.teaching
        yield from (text for text in (teaching.say, teaching.speaker) if text)
        if teaching.ask is not None:
            yield from (teaching.ask.question, *teaching.ask.choices, teaching.ask.why)


def test_all_are_there():
    assert set(NAMES) == SHIPPED


@each
def test_it_runs_as_it_expects(name):
    assert verify(scenario_of(name), trace_of(name)) == ()
    assert trace_of(name).unfired == ()
    assert trace_of(name).stopped == "quiet"


@each
def test_its_expectation_is_complete(name):
    scenario = scenario_of(name)
    expect = scenario.expect
    assert expect is not None
    hosts = {host.name for host in scenario.hosts}
    assert expect.states is not None
    assert expect.ladder is not None
    assert expect.errors is not None
    assert set(expect.states) == set(expect.delivered or {}) == set(expect.final or {}) == hosts
    assert not expect.ladder.more
    assert not any(path.more for path in expect.states.values())
    for rung in expect.ladder.rungs:
        assert rung.lost is not None
        assert rung.seq is not None or rung.wire_seq is not None


@each
def test_it_stands_in_the_library(name):
    scenario = scenario_of(name)
    assert scenario.unit in UNITS
    assert scenario.minutes is not None
    assert 3 <= scenario.minutes <= 8
    assert scenario.tags
    assert all(reference.startswith(("RFC ", "POSIX ")) for reference in scenario.references)
    assert scenario.references
    assert scenario.pair is None or scenario.pair in NAMES


def test_the_shelves_follow_the_lectures():
    ordered = sorted((scenario_of(name) for name in NAMES), key=lambda scenario: scenario.order)
    assert [scenario.order for scenario in ordered] == list(range(1, len(NAMES) + 1))
    units = [scenario.unit for scenario in ordered]
    assert [unit for index, unit in enumerate(units) if unit not in units[:index]] == list(UNITS)
    assert units == sorted(units, key=UNITS.index)


@each
def test_every_text_is_there_in_both_languages(name):
    for text in texts(name):
        assert text.en, text
        assert text.zh, text


@each
def test_its_chinese_is_set_as_in_print(name):
    broken = {text.zh: faults(text.zh) for text in texts(name)}
    assert {text: found for text, found in broken.items() if found} == {}


def points(name):
    """The teaching points: where playing stops."""
    return [row for row in trace_of(name).notes if row.teaching.pause]


@each
def test_it_is_a_lecture(name):
    times = [row.t for row in points(name)]
    assert 5 <= len(times) <= 8
    assert len(set(times)) == len(times)
    assert [row.t for row in trace_of(name).notes] == times


@each
def test_its_lecturer_has_a_few_lines_at_every_point(name):
    for row in points(name):
        lines = [(row.teaching.speaker.pick(language) or "").split("\n") for language in LANGUAGES]
        kinds = [[kind(line) for line in those] for those in lines]
        assert 2 <= len(lines[0]) <= 4, lines
        assert kinds[0] == kinds[1] == sorted(kinds[0]) >= [0], lines


def kind(line):
    """What a speaker's line is for, as its place among the kinds; -1: nothing known."""
    return next((index for index, labels in enumerate(LINES) if line.startswith(labels)), -1)


@each
def test_it_asks_before_it_shows(name):
    asked = [row.teaching.ask for row in points(name)]
    assert any(asked[: len(asked) * 2 // 3])
    assert asked[-1] is None
    for ask in filter(None, asked):
        assert 3 <= len(ask.choices) <= 5
        assert 1 <= ask.answer <= len(ask.choices)
        assert ask.why
        assert len({choice.en for choice in ask.choices}) == len(ask.choices)


def test_the_right_choice_may_stand_anywhere():
    answers = [row.teaching.ask.answer for name in NAMES for row in points(name) if row.teaching.ask is not None]
    assert max(map(answers.count, answers)) < len(answers) / 2
    assert set(answers) >= {1, 2, 3}


@each
def test_every_step_has_its_own_words(name):
    trace = trace_of(name)
    for t in trace.moments:
        for one in narrate(trace, t):
            assert one.what.key not in LAST_RESORTS
            assert not one.what.key.startswith("say.event-")
        for language in LANGUAGES:
            for what, why in said(trace, t, language):
                assert what
                if language == "zh":
                    assert faults(what) == faults(why) == []


def test_a_text_in_one_language_only_would_be_noticed():
    assert not Text(en="only English").zh

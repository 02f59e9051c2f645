"""RFC 6298 with a run's numbers: what the formulas say is what the engine has; and the four timers of the books."""

import re

import pytest

from tcpanim.scene.names import NOTHING, Naming
from tcpanim.scene.timing import TEXTBOOK, formulas, timer_rows
from tcpanim.scene.variables import numbers_at
from tcpanim.tcp.states import State
from tcpanim.units import MS
from tests.scene.runs import catalogue, simulated

RUNS = ("rtt-rto-karn", "lost-data", "lost-last-ack", "timestamps-paws", "fast-retransmit-reno", "spurious-rto")


def naming(trace, language="en"):
    return Naming(trace, catalogue(language), "relative", "plain")


def worth(text):
    """The value of a formula's left side, and what it is said to be, in ms."""
    sum_, _, result = text.rpartition(" = ")
    product = re.sub(r"\|([^|]*)\|", r"abs(\1)", sum_).replace("×", "*").replace("−", "-")
    return eval(product, {"max": max, "abs": abs}), float(result.removesuffix(" ms"))


@pytest.mark.parametrize("name", RUNS)
def test_the_formulas_are_right_and_lead_to_the_rto(name):
    trace = simulated(name)
    for t in trace.moments:
        for host in trace.hosts:
            lines = formulas(trace, host.name, t, naming(trace))
            sample = trace.sample(host.name, t)
            if sample is None or sample.tcb.state in (State.CLOSED, State.LISTEN):
                assert lines == ()
                continue
            tcb = sample.tcb
            assert lines[-1].name == "RTO"
            for line in lines:
                assert line.rule.startswith("RFC 6298 §")
                if "×" in line.text and "doubled" not in line.text:
                    left, right = worth(line.text)
                    assert left == pytest.approx(right, abs=0.004)
            said = {line.name: line.text for line in lines[1:]}
            if "SRTT" in said:
                assert tcb.srtt is not None
                srtt = float(said["SRTT"].split(" = ")[-1].removesuffix(" ms"))
                assert srtt == pytest.approx(tcb.srtt / MS, abs=0.001)
            last = lines[-1].text
            computed = worth(last)[1] if "×" in last and "doubled" not in last else None
            assert naming(trace).duration(tcb.rto) in last or computed == pytest.approx(tcb.rto / MS, abs=0.001)


def test_a_formula_is_marked_in_the_step_that_computed_it():
    trace = simulated("rtt-rto-karn")
    (host, _), events = next(iter(trace.measurements.items()))
    lines = formulas(trace, host, events[0].t, naming(trace))
    assert all(line.changed for line in lines if line.rule != "RFC 6298 §5.5")
    later = next(t for t in trace.moments if t > events[0].t and t not in {event.t for event in events})
    assert not any(line.changed for line in formulas(trace, host, later, naming(trace)) if line.name == "SRTT")


@pytest.mark.parametrize(
    ("name", "timer"),
    [("keep-alive", "keep-alive"), ("zero-window-lost-update", "persist"), ("lost-last-ack", "time-wait")],
)
def test_the_four_timers_are_named_and_those_that_run_are_armed(name, timer):
    trace = simulated(name)
    armed = set()
    for t in trace.moments:
        rows = timer_rows(trace, t, naming(trace))
        assert tuple(row.timer for row in rows[:4]) == TEXTBOOK
        for host, side in zip(trace.hosts, ("left", "right"), strict=True):
            running = {run.timer for run in trace.running_timers(host.name, t)}
            assert {row.timer for row in rows if getattr(row, side) is not None} == running
            armed |= running
    assert timer in armed


def test_levels_of_detail():
    trace = simulated("fast-retransmit-reno")
    fields = {}
    for detail in ("first", "course", "advanced"):
        numbers = numbers_at(trace, trace.end // 2, naming(trace), detail)
        fields[detail] = {row.field for group in numbers.groups for row in group.rows}
        assert (numbers.formulas == ((), ())) == (detail == "first")
    assert fields["first"] < fields["course"] < fields["advanced"]
    assert {"cwnd", "ssthresh"} <= fields["course"]
    plain = numbers_at(simulated("lost-data"), 0, naming(simulated("lost-data")), "advanced")
    assert "cwnd" not in {row.field for group in plain.groups for row in group.rows}


def test_of_a_connection_that_is_gone_no_rto_is_left():
    trace = simulated("four-way-close")
    before, after = (
        {row.field: row for group in numbers_at(trace, t, naming(trace), "advanced").groups for row in group.rows}
        for t in (0, trace.end)
    )
    assert before["rto"].right.text == "1 s"  # it listens
    assert after["rto"].left.text == after["rto"].right.text == after["snd_nxt"].left.text == NOTHING

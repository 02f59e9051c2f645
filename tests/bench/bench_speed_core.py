"""How fast the core is: simulate (at most 30 ms and 150 µs per segment), load, seek, write."""

import pytest

from tcpanim.library import read_builtin
from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate
from tcpanim.trace.codec import write

BULK = """
tcpanim: 1
title: bulk
hosts:
  client: {{address: 10.0.0.1, port: 49152, isn: 100}}
  server: {{address: 10.0.0.2, port: 80, isn: 300}}
wire: {{delay: 10 ms, rate: 100 Mbit/s, loss: {loss}}}
seed: 1
script:
  - {{at: 0 ms, server: listen}}
  - {{at: 1 ms, client: open}}
  - {{when: {{client: ESTABLISHED}}, client: {{send: {size} B}}}}
  - {{when: {{server: {{received: {size} B}}}}, client: close}}
  - {{when: {{server: CLOSE-WAIT}}, server: close}}
"""


def bulk(segments, loss="0 %"):
    scenario = parse(BULK.format(size=segments * 500, loss=loss)).scenario
    assert scenario is not None
    return scenario


@pytest.fixture(scope="module")
def long_trace():
    return simulate(bulk(20_000))


@pytest.mark.parametrize("segments", [100, 2_000, 10_000])
def test_simulate(benchmark, segments):
    scenario = bulk(segments)
    simulate(scenario)
    trace = benchmark.pedantic(simulate, args=(scenario,), rounds=3)
    benchmark.extra_info["µs per segment"] = round(benchmark.stats["min"] * 1e6 / len(trace.flights), 1)


def test_simulate_with_losses(benchmark):
    scenario = bulk(2_000, "1 %")
    trace = benchmark.pedantic(simulate, args=(scenario,), rounds=3)
    benchmark.extra_info["µs per segment"] = round(benchmark.stats["min"] * 1e6 / len(trace.flights), 1)


def test_simulate_a_built_in(benchmark):
    scenario = parse(read_builtin("whole-connection")).scenario
    assert scenario is not None
    benchmark(simulate, scenario)


def test_load_a_built_in(benchmark):
    """At most 100 ms once warm: parsed and run."""
    text = read_builtin("whole-connection")

    def load():
        scenario = parse(text).scenario
        assert scenario is not None
        return simulate(scenario)

    benchmark(load)


def test_seek(benchmark, long_trace):
    """At most 2 ms: everything that a view asks of a trace of 20,000 segments at one time, anywhere."""
    times = [long_trace.end * step // 97 for step in range(97)]
    state = {"step": 0}

    def seek():
        state["step"] = (state["step"] + 31) % 97
        t = times[state["step"]]
        for host in long_trace.hosts:
            long_trace.state(host.name, t)
            long_trace.sample(host.name, t)
            long_trace.sample_before(host.name, t)
            long_trace.running_timers(host.name, t)
            long_trace.delivered(host.name, t)
        long_trace.in_flight(t)
        long_trace.events_at(t)
        long_trace.next_moment(t)
        long_trace.previous_moment(t)

    seek()
    benchmark(seek)


def test_write_the_document(benchmark, long_trace):
    benchmark.pedantic(lambda: sum(len(piece) for piece in write(long_trace)), rounds=2)

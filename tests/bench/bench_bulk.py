"""Bulk transfers: 1, 10 and 100 MB over 100 Mbit/s, 20 ms, 0.1 % loss, with SACK, simulated and recorded.

The time is the processor's, so that a busy machine does not count. 10 MB take at most 2 s, and a segment does not cost
more for being one of many. A trace takes at most 1 KiB per segment, payload not counted.
"""

import gc
import sys
import time
import tracemalloc

import pytest

from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate

BULK = """
tcpanim: 1
title: bulk
profile: rfc
tcp: {{receive_buffer: 1 MiB}}
hosts:
  client: {{address: 10.0.0.1, port: 49152, isn: 100}}
  server: {{address: 10.0.0.2, port: 80, isn: 300}}
wire: {{delay: 20 ms, rate: 100 Mbit/s, loss: 0.1 %}}
seed: 1
script:
  - {{at: 0 ms, server: listen}}
  - {{at: 1 ms, client: open}}
  - {{when: {{client: ESTABLISHED}}, client: {{send: {size} MB}}}}
  - {{when: {{server: {{received: {size} MB}}}}, client: close}}
  - {{when: {{server: CLOSE-WAIT}}, server: close}}
"""


def measured(megabytes):
    """The trace, and how many seconds of the processor its making took."""
    scenario = parse(BULK.format(size=megabytes)).scenario
    assert scenario is not None
    began = time.process_time()
    trace = simulate(scenario)
    seconds = time.process_time() - began
    assert trace.stopped == "quiet"
    assert trace.delivered("server") == megabytes * 1_000_000
    return trace, seconds


@pytest.mark.parametrize("megabytes", [1, 10, 100])
def test_bulk(benchmark, megabytes):
    runs = []
    benchmark.pedantic(lambda: runs.append(measured(megabytes)), rounds=1 if megabytes > 10 else 3)
    segments = len(runs[0][0].flights)
    seconds = min(seconds for _, seconds in runs)
    per_segment = seconds / segments * 1e6
    benchmark.extra_info.update(segments=segments, seconds=round(seconds, 2), us_per_segment=round(per_segment, 1))
    print(f"\n{megabytes:4} MB  {segments:7} segments  {seconds:6.2f} s of the processor  {per_segment:6.1f} µs each")
    assert per_segment < 150
    assert megabytes != 10 or seconds < 2


@pytest.mark.parametrize("megabytes", [1, 10])
def test_memory(benchmark, megabytes):
    """What a trace keeps; measured apart, because the measuring takes its time."""
    measured(1)  # what is made once for all runs
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    trace, _ = benchmark.pedantic(measured, args=(megabytes,), rounds=1)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    payload = {id(flight.segment.data): sys.getsizeof(flight.segment.data) for flight in trace.flights}
    per_segment = (after - before - sum(payload.values())) / len(trace.flights)
    benchmark.extra_info["bytes_per_segment"] = round(per_segment)
    print(f"\n{megabytes:4} MB  {per_segment:6.0f} bytes per segment, payload not counted")
    assert per_segment < 1024

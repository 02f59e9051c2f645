"""What the engine alone costs: 10 MB from one endpoint to the other, read at once, on a wire without delay."""

from collections import deque

import pytest

from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.endpoint import Endpoint
from tcpanim.tcp.io import Accepted, Arrives, Deliver, Listen, Open, Readable, Receive, Send, Transmit, Writable
from tests.tcp.pair import A, B, isn

TOTAL = 10_000_000


def transfer(config):
    """Returns how many segments were handled; about half carry data, half are ACKs."""
    ends = {
        A: Endpoint(config, local=A, remote=B, iss=isn(100)),
        B: Endpoint(config, local=B, remote=None, iss=isn(300)),
    }
    data = bytes(TOTAL)
    accepted = delivered = handled = now = 0
    wire: deque = deque()

    def follow(end, effects):
        nonlocal accepted, delivered
        for effect in effects:
            kind = type(effect)
            if kind is Transmit:
                wire.append((B if end is A else A, Arrives(effect.segment, end.host)))
            elif kind is Readable:
                follow(end, ends[end].handle(Receive(), now))
            elif kind is Deliver:
                delivered += len(effect.data)
            elif kind is Accepted:
                accepted += effect.bytes
            elif kind is Writable:
                follow(end, ends[end].handle(Send(data[accepted : accepted + effect.bytes + 1]), now))

    follow(B, ends[B].handle(Listen(), now))
    follow(A, ends[A].handle(Open(), now))
    follow(A, ends[A].handle(Send(data[: 2 * config.send_buffer]), now))
    while wire:
        end, arrival = wire.popleft()
        now += 1000
        handled += 1
        follow(end, ends[end].handle(arrival, now))
    assert delivered == TOTAL
    return handled


@pytest.mark.parametrize("mss", [1000, 1460])
def test_ten_megabytes(benchmark, mss):
    segments = benchmark.pedantic(transfer, args=(TcpConfig(mss=mss),), rounds=3)
    benchmark.extra_info["segments"] = segments
    benchmark.extra_info["us_per_segment"] = benchmark.stats.stats.min / segments * 1e6
    assert benchmark.stats.stats.min < 150e-6 * segments

"""The presets: whole conversations under each, in which every mechanism has its say."""

import pytest

from tcpanim.tcp.config import TcpConfig
from tcpanim.units import MS, S
from tests.tcp.pair import Close, Listen, Open, Pair, Receive, Send

PRESETS = {"rfc": TcpConfig.rfc(), "linux": TcpConfig.linux()}


@pytest.mark.parametrize("name", PRESETS)
def test_a_connection_with_losses_delivers_everything_and_closes(name):
    pair = Pair(PRESETS[name])
    pair.do("B", Listen())
    pair.do("A", Open())
    text = bytes(range(256)) * 400
    left = memoryview(text)
    lost = 0
    for _ in range(4000):
        pair.now += MS
        for side in "AB":
            while pair.wire[side]:
                if side == "A" and pair.wire[side][0].data and lost % 17 == 5:
                    pair.lose(side)
                else:
                    pair.arrive(side)
                lost += side == "A"
        pair.do("B", Receive()) if pair.b.tcb.unread else None
        if left and str(pair.a.state) == "ESTABLISHED":
            pair.do("A", Send(bytes(left[:20_000])))
            left = left[pair.a.accepted :]
            if not left:
                pair.do("A", Close())
        if str(pair.b.state) == "CLOSE-WAIT":
            pair.do("B", Close())
        pair.wait(5 * MS)
    assert bytes(pair.b.read) == text
    assert pair.states[1] == "CLOSED"
    assert pair.a.errors == pair.b.errors == []


def test_what_the_syns_of_linux_offer():
    pair = Pair(TcpConfig.linux())
    pair.do("A", Open())
    assert dict(pair.wire["A"][0].options) == {
        "mss": 1460,
        "sack_permitted": True,
        "window_scale": 10,
        "timestamps": (0, 0),
    }


def test_time_wait_lasts_60_s_under_linux():
    assert 2 * TcpConfig.linux().msl == 60 * S

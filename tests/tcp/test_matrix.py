"""Every state against every stimulus: RFC 9293 §3.10 as tables.

The endpoint under test is A: its ISS is 100, the peer's 300. A cell says what A does: the segments it sends, what the
user is told, and the state it enters; an empty cell is "nothing at all".
"""

from typing import Any

import pytest

from tcpanim.tcp.io import Accepted, Arrives, Changed, Deliver, Readable, Signal, Transmit
from tcpanim.wire.segment import FLAGS, SYN, Segment
from tests.tcp.pair import A, Abort, B, Close, Exit, Listen, Open, Pair, Receive, Send

BASES = [0, 2**32 - 101, 2**32 - 301, 2**32 - 202]


# ---- the states, each reached by the shortest way


def closed(base):
    return Pair(base=base)


def listen(base):
    pair = Pair(base=base, a_remote=None)
    pair.do("A", Listen())
    return pair


def syn_sent(base):
    pair = Pair(base=base)
    pair.do("A", Open())
    return pair


def syn_received_passive(base):
    pair = listen(base)
    pair.inject("B", "SYN", 300)
    return pair


def syn_received_active(base):
    pair = syn_sent(base)
    pair.inject("B", "SYN", 300)
    return pair


def established(base):
    pair = syn_sent(base)
    pair.inject("B", "SYN,ACK", 300, 101)
    return pair


def fin_wait_1(base):
    pair = established(base)
    pair.do("A", Close())
    return pair


def fin_wait_2(base):
    pair = fin_wait_1(base)
    pair.inject("B", "ACK", 301, 102)
    return pair


def close_wait(base):
    pair = established(base)
    pair.inject("B", "FIN,ACK", 301, 101)
    return pair


def closing(base):
    pair = fin_wait_1(base)
    pair.inject("B", "FIN,ACK", 301, 101)
    return pair


def last_ack(base):
    pair = close_wait(base)
    pair.do("A", Close())
    return pair


def time_wait(base):
    pair = fin_wait_2(base)
    pair.inject("B", "FIN,ACK", 301, 102)
    return pair


# The state, how to get there, RCV.NXT and SND.NXT there (before a SYN: as if the handshake were done).
STATES = {
    "CLOSED": (closed, 301, 101),
    "LISTEN": (listen, 301, 101),
    "SYN-SENT": (syn_sent, 301, 101),
    "SYN-RECEIVED, passive": (syn_received_passive, 301, 101),
    "SYN-RECEIVED, active": (syn_received_active, 301, 101),
    "ESTABLISHED": (established, 301, 101),
    "FIN-WAIT-1": (fin_wait_1, 301, 102),
    "FIN-WAIT-2": (fin_wait_2, 301, 102),
    "CLOSE-WAIT": (close_wait, 302, 101),
    "CLOSING": (closing, 302, 102),
    "LAST-ACK": (last_ack, 302, 102),
    "TIME-WAIT": (time_wait, 302, 102),
}

REFUSED = "error: connection refused"
RESET = "error: connection reset"


def outcome(pair, before):
    """What the latest step of A has done, as a cell says it; ACKs that only state where A stands are "ACK"."""
    parts = []
    for effect in pair.a.step:
        if isinstance(effect, Transmit):
            parts.append(pair.show(effect.segment))
        elif isinstance(effect, Signal):
            parts.append(f"error: {effect.error}")
        elif isinstance(effect, Accepted):
            parts.append(f"accepted {effect.bytes}")
        elif isinstance(effect, Readable):
            parts.append(f"readable {effect.bytes}" + (" eof" if effect.eof else ""))
        elif isinstance(effect, Deliver):
            parts.append(f"delivers {len(effect.data)}")
    after = str(pair.a.state)
    return "; ".join(parts) + (f" -> {after}" if after != before else "")


def expand(cell, number, acknowledgment):
    """``ACK*`` in a cell: <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>, as the state has them."""
    ancient = (number - 70_000) % 2**32
    return cell.replace("ACK*", f"ACK {number}/{acknowledgment}").replace("{ancient}", str(ancient))


# ---- segments. R: RCV.NXT, N: SND.NXT. Columns follow STATES' order.

R, N = "R", "N"
SEGMENTS: dict[str, tuple[Any, ...]] = {
    # name: (control bits, SEQ, ACK or None, data length)
    "new SYN in the window": ("SYN", (R, 10), None, 0),
    "new SYN outside the window": ("SYN", (R, 70_000), None, 0),
    "the peer's SYN again": ("SYN", 300, None, 0),
    "SYN-ACK": ("SYN,ACK", 300, 101, 0),
    "SYN-ACK of something else": ("SYN,ACK", 300, 91, 0),
    "ACK of everything": ("ACK", (R, 0), (N, 0), 0),
    "ACK old": ("ACK", (R, 0), 100, 0),
    "ACK ancient": ("ACK", (R, 0), (N, -70_000), 0),
    "ACK too new": ("ACK", (R, 0), (N, 1), 0),
    "data in the window": ("ACK", (R, 0), 101, 5),
    "data ahead of its turn": ("ACK", (R, 5), 101, 5),
    "data left of the window": ("ACK", (R, -5), 101, 5),
    "data right of the window": ("ACK", (R, 65_536), 101, 5),
    "FIN": ("FIN,ACK", 301, 101, 0),
    "FIN and ACK of everything": ("FIN,ACK", (R, 0), (N, 0), 0),
    "RST exact": ("RST", (R, 0), None, 0),
    "RST with ACK": ("RST,ACK", (R, 0), 101, 0),
    "RST with another ACK": ("RST,ACK", (R, 0), 91, 0),
    "RST in the window": ("RST", (R, 1), None, 0),
    "RST left of the window": ("RST", (R, -1), None, 0),
    "RST right of the window": ("RST", (R, 65_536), None, 0),
    "no ACK bit": ("", (R, 0), None, 5),
}

ACKS = dict.fromkeys(STATES, "ACK*")  # the synchronized states' answer to nonsense

SEGMENT_CELLS = {
    "new SYN in the window": ACKS
    | {
        "CLOSED": "RST,ACK 0/312",
        "LISTEN": "SYN,ACK 100/312 -> SYN-RECEIVED",
        "SYN-SENT": "SYN,ACK 100/312 -> SYN-RECEIVED",
        "SYN-RECEIVED, passive": " -> LISTEN",
    },
    "new SYN outside the window": ACKS
    | {
        "CLOSED": "RST,ACK 0/70302",
        "LISTEN": "SYN,ACK 100/70302 -> SYN-RECEIVED",
        "SYN-SENT": "SYN,ACK 100/70302 -> SYN-RECEIVED",
    },
    "the peer's SYN again": ACKS
    | {
        "CLOSED": "RST,ACK 0/301",
        "LISTEN": "SYN,ACK 100/301 -> SYN-RECEIVED",
        "SYN-SENT": "SYN,ACK 100/301 -> SYN-RECEIVED",
        "SYN-RECEIVED, passive": "SYN,ACK 100/301",
        "SYN-RECEIVED, active": "SYN,ACK 100/301",
    },
    "SYN-ACK": ACKS
    | {
        "CLOSED": "RST 101/-",
        "LISTEN": "RST 101/-",
        "SYN-SENT": "ACK 101/301 -> ESTABLISHED",
        "SYN-RECEIVED, passive": " -> ESTABLISHED",
        "SYN-RECEIVED, active": " -> ESTABLISHED",
    },
    "SYN-ACK of something else": ACKS
    | {
        "CLOSED": "RST 91/-",
        "LISTEN": "RST 91/-",
        "SYN-SENT": "RST 91/-",
        "SYN-RECEIVED, passive": "ACK*",
        "SYN-RECEIVED, active": "ACK*",
    },
    "ACK of everything": {
        "CLOSED": "RST 101/-",
        "LISTEN": "RST 101/-",
        "SYN-RECEIVED, passive": " -> ESTABLISHED",
        "SYN-RECEIVED, active": " -> ESTABLISHED",
        "FIN-WAIT-1": " -> FIN-WAIT-2",
        "CLOSING": " -> TIME-WAIT",
        "LAST-ACK": " -> CLOSED",
    },
    "ACK old": {
        "CLOSED": "RST 100/-",
        "LISTEN": "RST 100/-",
        "SYN-SENT": "RST 100/-",
        "SYN-RECEIVED, passive": "RST 100/-",
        "SYN-RECEIVED, active": "RST 100/-",
    },
    "ACK ancient": ACKS
    | {
        "CLOSED": "RST {ancient}/-",
        "LISTEN": "RST {ancient}/-",
        "SYN-SENT": "RST {ancient}/-",
        "SYN-RECEIVED, passive": "RST {ancient}/-",
        "SYN-RECEIVED, active": "RST {ancient}/-",
    },
    "ACK too new": ACKS
    | {
        "CLOSED": "RST 102/-",
        "LISTEN": "RST 102/-",
        "SYN-SENT": "RST 102/-",
        "SYN-RECEIVED, passive": "RST 102/-",
        "SYN-RECEIVED, active": "RST 102/-",
    },
    "data in the window": {
        "CLOSED": "RST 101/-",
        "LISTEN": "RST 101/-",
        "SYN-RECEIVED, passive": "ACK 101/306; readable 5 -> ESTABLISHED",
        "SYN-RECEIVED, active": "ACK 101/306; readable 5 -> ESTABLISHED",
        "ESTABLISHED": "ACK 101/306; readable 5",
        "FIN-WAIT-1": "ACK 102/306; readable 5",
        "FIN-WAIT-2": "ACK 102/306; readable 5",
    },
    "data ahead of its turn": {
        "CLOSED": "RST 101/-",
        "LISTEN": "RST 101/-",
        "SYN-RECEIVED, passive": "ACK 101/301 -> ESTABLISHED",
        "SYN-RECEIVED, active": "ACK 101/301 -> ESTABLISHED",
        "ESTABLISHED": "ACK 101/301",
        "FIN-WAIT-1": "ACK 102/301",
        "FIN-WAIT-2": "ACK 102/301",
    },
    "data left of the window": ACKS | {"CLOSED": "RST 101/-", "LISTEN": "RST 101/-", "SYN-SENT": ""},
    "data right of the window": ACKS | {"CLOSED": "RST 101/-", "LISTEN": "RST 101/-", "SYN-SENT": ""},
    "FIN": {
        "CLOSED": "RST 101/-",
        "LISTEN": "RST 101/-",
        "SYN-RECEIVED, passive": "ACK 101/302; readable 0 eof -> CLOSE-WAIT",
        "SYN-RECEIVED, active": "ACK 101/302; readable 0 eof -> CLOSE-WAIT",
        "ESTABLISHED": "ACK 101/302; readable 0 eof -> CLOSE-WAIT",
        "FIN-WAIT-1": "ACK 102/302; readable 0 eof -> CLOSING",
        "FIN-WAIT-2": "ACK 102/302; readable 0 eof -> TIME-WAIT",
        "CLOSE-WAIT": "ACK*",
        "CLOSING": "ACK*",
        "LAST-ACK": "ACK*",
        "TIME-WAIT": "ACK*",
    },
    "FIN and ACK of everything": {
        "CLOSED": "RST 101/-",
        "LISTEN": "RST 101/-",
        "SYN-RECEIVED, passive": "ACK 101/302; readable 0 eof -> CLOSE-WAIT",
        "SYN-RECEIVED, active": "ACK 101/302; readable 0 eof -> CLOSE-WAIT",
        "ESTABLISHED": "ACK 101/302; readable 0 eof -> CLOSE-WAIT",
        "FIN-WAIT-1": "ACK 102/302; readable 0 eof -> TIME-WAIT",
        "FIN-WAIT-2": "ACK 102/302; readable 0 eof -> TIME-WAIT",
        "CLOSING": " -> TIME-WAIT",
        "LAST-ACK": " -> CLOSED",
    },
    "RST exact": {
        "SYN-RECEIVED, passive": " -> LISTEN",
        "SYN-RECEIVED, active": f"{REFUSED} -> CLOSED",
        "ESTABLISHED": f"{RESET} -> CLOSED",
        "FIN-WAIT-1": f"{RESET} -> CLOSED",
        "FIN-WAIT-2": f"{RESET} -> CLOSED",
        "CLOSE-WAIT": f"{RESET} -> CLOSED",
        "CLOSING": " -> CLOSED",
        "LAST-ACK": " -> CLOSED",
        "TIME-WAIT": " -> CLOSED",
    },
    "RST in the window": ACKS | {"CLOSED": "", "LISTEN": "", "SYN-SENT": ""},
    "RST left of the window": {},
    "RST right of the window": {},
    "no ACK bit": {"CLOSED": "RST,ACK 0/306"},
}
# In the synchronized states the ACK field of a reset has no meaning (RFC 9293 §3.5.3).
SEGMENT_CELLS["RST with ACK"] = SEGMENT_CELLS["RST exact"] | {"SYN-SENT": f"{RESET} -> CLOSED"}
SEGMENT_CELLS["RST with another ACK"] = SEGMENT_CELLS["RST exact"]


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("stimulus", SEGMENTS)
def test_segment_arrives(state, stimulus, base):
    reach, expected, following = STATES[state]
    bits, number, acknowledgment, length = SEGMENTS[stimulus]
    place = {R: expected, N: following}
    pair = reach(base)
    before = state.split(",")[0]
    assert str(pair.a.state) == before
    number, acknowledgment = (
        place[value[0]] + value[1] if isinstance(value, tuple) else value for value in (number, acknowledgment)
    )
    pair.inject("B", bits, number, acknowledgment, b"x" * length)
    cell = expand(SEGMENT_CELLS[stimulus].get(state, ""), following, expected)
    assert outcome(pair, before) == cell
    # Whatever is dropped, ignored or answered out of turn comes with the rule that says so.
    if not pair.a.of(Changed):
        assert pair.a.reasons or pair.a.sent or stimulus == "ACK of everything"


# ---- user calls

EXISTS = "error: connection already exists"
MISSING = "error: connection does not exist"
CLOSING_ERROR = "error: connection closing"

CALLS = {
    "Listen": Listen(),
    "Open": Open(),
    "Send": Send(b"hello"),
    "Receive": Receive(),
    "Close": Close(),
    "Exit": Exit(),
    "Abort": Abort(),
}

#                          Listen        Open        Send        Receive        Close       Exit        Abort
CALL_ROWS = {
    "CLOSED": (" -> LISTEN", "SYN 100/- -> SYN-SENT", MISSING, MISSING, MISSING, MISSING, MISSING),
    "LISTEN": (
        EXISTS,
        "error: remote socket unspecified",
        "error: remote socket unspecified",
        "readable 0",
        " -> CLOSED",
        " -> CLOSED",
        " -> CLOSED",
    ),
    "SYN-SENT": (EXISTS, EXISTS, "accepted 5", "readable 0", " -> CLOSED", " -> CLOSED", " -> CLOSED"),
    "SYN-RECEIVED, passive": (
        EXISTS,
        EXISTS,
        "accepted 5",
        "readable 0",
        "FIN,ACK 101/301 -> FIN-WAIT-1",
        "FIN,ACK 101/301 -> FIN-WAIT-1",
        "RST 101/- -> CLOSED",
    ),
    "ESTABLISHED": (
        EXISTS,
        EXISTS,
        "accepted 5; ACK 101/301 +5",
        "readable 0",
        "FIN,ACK 101/301 -> FIN-WAIT-1",
        "FIN,ACK 101/301 -> FIN-WAIT-1",
        "RST 101/- -> CLOSED",
    ),
    "FIN-WAIT-1": (EXISTS, EXISTS, CLOSING_ERROR, "readable 0", CLOSING_ERROR, "", "RST 102/- -> CLOSED"),
    "FIN-WAIT-2": (EXISTS, EXISTS, CLOSING_ERROR, "readable 0", CLOSING_ERROR, "", "RST 102/- -> CLOSED"),
    "CLOSE-WAIT": (
        EXISTS,
        EXISTS,
        "accepted 5; ACK 101/302 +5",
        "readable 0 eof",
        "FIN,ACK 101/302 -> LAST-ACK",
        "FIN,ACK 101/302 -> LAST-ACK",
        "RST 101/- -> CLOSED",
    ),
    "CLOSING": (EXISTS, EXISTS, CLOSING_ERROR, CLOSING_ERROR, CLOSING_ERROR, "", " -> CLOSED"),
    "LAST-ACK": (EXISTS, EXISTS, CLOSING_ERROR, CLOSING_ERROR, CLOSING_ERROR, "", " -> CLOSED"),
    "TIME-WAIT": (EXISTS, EXISTS, CLOSING_ERROR, CLOSING_ERROR, CLOSING_ERROR, "", " -> CLOSED"),
}
CALL_ROWS["SYN-RECEIVED, active"] = CALL_ROWS["SYN-RECEIVED, passive"]


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("call", CALLS)
def test_user_call(state, call, base):
    pair = STATES[state][0](base)
    before, snapshot = state.split(",")[0], pair.a.tcb
    pair.do("A", CALLS[call])
    assert outcome(pair, before) == CALL_ROWS[state][list(CALLS).index(call)]
    if pair.a.of(Signal):
        assert pair.a.tcb == snapshot
        assert len(pair.a.step) == 1


def test_listen_with_a_specified_remote_socket_can_be_made_active():
    """OPEN and SEND in LISTEN (RFC 9293 §3.10.1, §3.10.2)."""
    for call, sent in ((Open(), ["SYN 100/-"]), (Send(b"hello"), ["SYN 100/-"])):
        pair = Pair()
        pair.do("A", Listen())
        assert pair.do("A", call) == sent
        assert str(pair.a.state) == "SYN-SENT"
    assert pair.inject("B", "SYN,ACK", 300, 101) == ["ACK 101/301", "ACK 101/301 +5"]


def test_open_without_a_remote_socket():
    pair = Pair(a_remote=None)
    assert pair.do("A", Open()) == []
    assert pair.a.errors == ["remote socket unspecified"]
    assert str(pair.a.state) == "CLOSED"


def test_a_listener_for_one_peer_resets_the_others():
    pair = Pair()
    pair.do("A", Listen())
    assert pair.inject("A", "SYN", 300) == ["RST,ACK 0/301"]
    assert pair.inject("B", "SYN", 300) == ["SYN,ACK 100/301"]
    pair.inject("B", "RST", 301)
    assert str(pair.a.state) == "LISTEN"
    assert pair.a.endpoint.remote == B


def test_without_a_source_the_listener_answers_to_the_port_alone():
    pair = Pair(a_remote=None)
    pair.do("A", Listen())
    pair.a.do(Arrives(Segment(B.port, A.port, 300, 0, FLAGS[SYN], 65535)), 0)
    assert pair.show(pair.a.sent[0]) == "SYN,ACK 100/301"


def test_data_in_an_open_waits_for_the_handshake():
    pair = Pair()
    assert pair.do("A", Open(b"early")) == ["SYN 100/-"]
    assert pair.a.accepted == 5
    assert pair.inject("B", "SYN,ACK", 300, 101) == ["ACK 101/301", "ACK 101/301 +5"]


def test_a_second_exit_is_an_error():
    pair = established(0)
    pair.do("A", Exit())
    pair.do("A", Exit())
    assert pair.a.errors == ["connection closing"]

"""Whatever the network does, bytes arrive in order and once, or the user is told; no stranger breaks an endpoint."""

from dataclasses import replace
from heapq import heappop, heappush

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tcpanim.tcp.config import ChallengeLimit, KeepAlive, TcpConfig
from tcpanim.tcp.io import (
    Abort,
    Arrives,
    Close,
    Deliver,
    Exit,
    Judged,
    Listen,
    Open,
    Readable,
    Receive,
    Send,
    SetOption,
    TimerFires,
)
from tcpanim.tcp.states import State
from tcpanim.units import MS, S
from tcpanim.wire import seq
from tcpanim.wire.segment import FLAGS, Segment
from tests.tcp.invariants import check_tcb
from tests.tcp.pair import A, B, Pair

QUIET = (State.CLOSED, State.TIME_WAIT, State.LISTEN)


class Storm:
    """A pair over a network that loses, copies and delays as ``weather`` says, segment by segment.

    Each application writes its stream, reads what arrives, and closes when it has written all.
    """

    def __init__(self, pair: Pair, weather, texts, both_open=False, limit=4000):
        self.pair = pair
        self.weather = list(weather)
        self.to_write = dict(texts)
        self.closed: set[str] = set()
        self.events: list[tuple] = []  # a heap of (time, number, name, stimulus)
        self.number = 0
        self.limit = limit
        for name in "AB" if both_open else "BA":
            self.take(name, Listen() if name == "B" and not both_open else Open())

    def at(self, time, name, stimulus):
        self.number += 1
        heappush(self.events, (time, self.number, name, stimulus))

    def take(self, name, stimulus):
        """One step, and what the application does at once because of it."""
        side = self.pair.side(name)
        self.step(side, stimulus)
        if any(effect.bytes for effect in side.of(Readable)):
            self.step(side, Receive())
        if side.state in (State.ESTABLISHED, State.CLOSE_WAIT) and name not in self.closed:
            self.write(side)

    def write(self, side):
        text = self.to_write.get(side.name, b"")
        if text:
            self.step(side, Send(text))
            self.to_write[side.name] = text = text[side.accepted :]
        if not text:
            self.closed.add(side.name)
            self.step(side, Close())

    def step(self, side, stimulus):
        side.do(stimulus, self.pair.now)
        check_invariants(side)
        for segment in side.sent:
            self.send(side.name, segment)

    def send(self, name, segment):
        fate = self.weather.pop(0) if self.weather else "."
        other = self.pair.other(name).name
        arrival = Arrives(segment, (A if name == "A" else B).host)
        if fate != "x":
            self.at(self.pair.now + 50 * MS + (200 * MS if fate == "l" else 0), other, arrival)
        if fate == "d":
            self.at(self.pair.now + 120 * MS, other, arrival)

    def run(self):
        """Until both have come to rest."""
        for _ in range(self.limit):
            due = [
                (deadline, 0, name, TimerFires())
                for name in "AB"
                if (deadline := self.pair.side(name).endpoint.next_deadline()) is not None
                and self.pair.side(name).state is not State.TIME_WAIT
            ]
            if not self.events and not due:
                return
            event = min(due + self.events[:1], key=lambda event: event[:2])
            if event[1]:
                heappop(self.events)
            self.pair.now = event[0]
            self.take(event[2], event[3])
        raise AssertionError("the two never come to rest")


def check_invariants(side):
    """What holds after every step, whatever arrived."""
    check_tcb(side.endpoint, side.now)
    for verdict in side.of(Judged):
        for key, value in verdict.numbers.items():
            assert key.endswith(("_seq", "_ack", "_bytes", "_ns", "_count"))
            assert isinstance(value, int)
            assert value >= 0


def told_or_delivered(storm, name, text):
    """Whether ``name`` has received ``text``, or somebody was told why not."""
    pair = storm.pair
    read = bytes(pair.side(name).read)
    assert text.startswith(read)
    return read == text or pair.a.errors or pair.b.errors


# "." arrives, "x" is lost, "d" arrives twice, "l" arrives late (after three that were sent later)
weather = st.lists(st.sampled_from("....xdl"), max_size=60)
isns = st.sampled_from([0, 100, 2**31 - 500, 2**32 - 1, 2**32 - 1500, 2**32 - 3000])
configs = st.builds(
    TcpConfig,
    mss=st.sampled_from([100, 536, 1000]),
    receive_buffer=st.sampled_from([1, 50, 900, 4000, 65535]),
    send_buffer=st.sampled_from([10, 3000, 1 << 20]),
    delayed_ack=st.sampled_from([None, 40 * MS, 200 * MS]),
    ack_every=st.sampled_from([1, 2]),
    delayed_fin_ack=st.booleans(),
    sws=st.booleans(),
    rfc5961=st.booleans(),
    karn=st.booleans(),
    time_wait=st.booleans(),
)
recovering = st.builds(
    TcpConfig,
    mss=st.sampled_from([100, 300]),
    receive_buffer=st.sampled_from([1000, 4000, 65535]),
    delayed_ack=st.sampled_from([None, 40 * MS]),
    ack_every=st.sampled_from([1, 2]),
    congestion=st.sampled_from(["tahoe", "newreno", "cubic"]),
    initial_window=st.sampled_from([None, 1, 10]),
    initial_ssthresh=st.sampled_from([None, 4]),
    abc_limit=st.sampled_from([None, 1, 2]),
    sack=st.booleans(),
    dsack=st.booleans(),
    limited_transmit=st.booleans(),
    slow_start_after_idle=st.booleans(),
    prr=st.booleans(),
    frto=st.booleans(),
    rack=st.booleans(),
    tlp=st.booleans(),
    dupthresh=st.sampled_from([2, 3, 5]),
    karn=st.booleans(),
)


optional = st.builds(
    TcpConfig,
    mss=st.sampled_from([100, 300]),
    receive_buffer=st.sampled_from([1, 900, 4000, 200_000]),
    delayed_ack=st.sampled_from([None, 40 * MS]),
    ack_every=st.sampled_from([1, 2]),
    quickack_segments=st.sampled_from([None, 3]),
    nagle=st.sampled_from(["off", "on", "minshall"]),
    window_scale=st.sampled_from([None, 0, 3, 14]),
    timestamps=st.booleans(),
    timestamps_start=st.sampled_from([0, 2**32 - 200]),
    timestamps_rate=st.sampled_from([10, 1000]),
    congestion=st.sampled_from(["none", "newreno"]),
    sack=st.booleans(),
    ecn=st.sampled_from(["off", "on", "passive"]),
    rto_floor=st.sampled_from(["rto", "variance"]),
    keepalive=st.sampled_from([None, KeepAlive(30 * S, 5 * S, 3)]),
    user_timeout=st.sampled_from([None, 20 * S]),
    challenge_limit=st.sampled_from([None, ChallengeLimit(1, S)]),
    rfc1337=st.booleans(),
    fin_wait_2_timeout=st.sampled_from([None, 5 * S]),
    orphan_retries=st.sampled_from([None, 1]),
    syn_linear_timeouts=st.sampled_from([None, 2]),
    window_probe=st.sampled_from(["octet", "empty"]),
    abort_with_ack=st.booleans(),
    syn_after_bad_ack=st.booleans(),
    handshake=st.sampled_from(["three", "three", "two"]),
)


def text_of(name, length):
    return bytes((number * 7 + ord(name)) % 251 for number in range(length))


@given(weather, isns, isns, st.integers(0, 5000), st.integers(0, 3000), st.booleans())
@example(list("xxxxxxxxxx"), 0, 0, 100, 100, False)
@example(list("...xxxxxxxxxxxxxxxxxxxxxxxxxx"), 0, 0, 3000, 0, False)
@example(list(".....xxdd....xl"), 2**32 - 1, 2**32 - 1, 5000, 3000, True)
def test_bytes_arrive_in_order_and_once_or_the_user_is_told(pattern, a_isn, b_isn, a_length, b_length, both_open):
    texts = {"A": text_of("A", a_length), "B": text_of("B", b_length)}
    pair = Pair(a_isn=a_isn, b_isn=b_isn, b_remote=A if both_open else None)
    storm = Storm(pair, pattern, texts, both_open)
    storm.run()
    assert told_or_delivered(storm, "B", texts["A"])
    assert told_or_delivered(storm, "A", texts["B"])
    assert pair.a.state in QUIET
    assert pair.b.state in QUIET
    if "x" not in pattern:
        assert pair.a.errors == pair.b.errors == []
        assert (bytes(pair.b.read), bytes(pair.a.read)) == (texts["A"], texts["B"])


@given(weather, configs, configs, st.integers(0, 600), st.integers(0, 300))
def test_the_same_with_every_mix_of_knobs(pattern, a_config, b_config, a_length, b_length):
    texts = {"A": text_of("A", a_length), "B": text_of("B", b_length)}
    pair = Pair(a_config, b_config=b_config)
    storm = Storm(pair, pattern, texts, limit=20_000)
    storm.run()
    assert told_or_delivered(storm, "B", texts["A"])
    assert told_or_delivered(storm, "A", texts["B"])


@settings(max_examples=25)
@given(weather, optional, optional, st.integers(0, 3000), st.integers(0, 900))
def test_the_same_with_every_option(pattern, a_config, b_config, a_length, b_length):
    a_config = replace(a_config, handshake=b_config.handshake)  # a rule that is broken is broken by both
    texts = {"A": text_of("A", a_length), "B": text_of("B", b_length)}
    storm = Storm(Pair(a_config, b_config=b_config), pattern, texts, limit=20_000)
    storm.run()
    assert told_or_delivered(storm, "B", texts["A"])
    assert told_or_delivered(storm, "A", texts["B"])


@given(weather, recovering, recovering, st.integers(0, 20_000), st.integers(0, 8000))
@example(list("....x..x.x"), TcpConfig(mss=100, congestion="newreno"), TcpConfig(mss=100), 8000, 0)
@example(list("....x..x.x"), TcpConfig(mss=100, congestion="cubic", sack=True), TcpConfig(sack=True), 8000, 0)
def test_the_same_with_every_kind_of_loss_recovery(pattern, a_config, b_config, a_length, b_length):
    texts = {"A": text_of("A", a_length), "B": text_of("B", b_length)}
    storm = Storm(Pair(a_config, b_config=b_config), pattern, texts, limit=20_000)
    storm.run()
    assert told_or_delivered(storm, "B", texts["A"])
    assert told_or_delivered(storm, "A", texts["B"])
    assert storm.pair.a.state in QUIET
    assert storm.pair.b.state in QUIET


# ---- hostile segments

near = st.integers(-3, 3)
hostile = st.tuples(
    st.integers(0, 255),  # control bits
    st.sampled_from(["expected", "edge", "start", "far"]),
    near,
    st.sampled_from(["next", "una", "start", "far"]),
    near,
    st.integers(0, 12),  # length
    st.sampled_from([0, 1, 7, 500, 65535]),  # window
    st.sampled_from(
        [{}, {"mss": 0}, {"mss": 1}, {"mss": 65535}, {"sack_permitted": True}, "sack", "sack", "stamp", "stamp"]
    ),
)
calls = st.sampled_from(
    [
        Listen(),
        Open(),
        Send(b"0123456789"),
        Send(b""),
        Send(b"x" * 3000),
        Send(b"!", urgent=True),
        SetOption("cork", True),
        SetOption("cork", False),
        Receive(),
        Receive(3),
        Receive(0),
        Close(),
        Exit(),
        Abort(),
        TimerFires(),
    ]
)
steps = st.lists(st.one_of(hostile, hostile, calls, st.just("time")), max_size=40)
starts = st.sampled_from(["listen", "open", "established", "closing"])


def forge(side, spec):
    """A segment close to the numbers that matter, so that it gets through more checks than chance would let it."""
    bits, number, by, acknowledgment, ack_by, length, window, options = spec
    tcb = side.tcb
    expected = tcb.rcv_nxt if tcb.rcv_nxt is not None else 300
    following = tcb.snd_nxt if tcb.snd_nxt is not None else 100
    una = tcb.snd_una if tcb.snd_una is not None else 100
    numbers = {"expected": expected, "edge": expected + tcb.rcv_wnd, "start": 300, "far": expected + 2**31}
    acks = {"next": following, "una": una, "start": 100, "far": following + 2**31}
    if options == "stamp":
        options = {"timestamps": (by % 2**32, ack_by % 2**32)}
    if options == "sack":  # blocks somewhere around what is in flight, also upside down
        options = {"sack": ((seq.add(una, 3 * by), seq.add(following, ack_by)), (seq.add(following, by), una))}
    return Segment(
        B.port,
        A.port,
        seq.add(numbers[number], by),
        seq.add(acks[acknowledgment], ack_by),
        FLAGS[bits],
        window,
        b"evil"[: length % 5] * (length // 4),
        options,
    )


OFFERED = {"sack_permitted": True, "timestamps": (5, 0), "window_scale": 7}


@given(starts, st.one_of(configs, recovering, optional), isns, steps)
def test_no_segment_and_no_call_breaks_an_endpoint(start, config, a_isn, script):
    pair = Pair(config, a_isn=a_isn, a_remote=B if start != "listen" else None)
    side = pair.a
    side.do(Listen() if start == "listen" else Open(), 0)
    if start in ("established", "closing"):
        pair.inject("B", "SYN,ACK", 300, a_isn + 1, options=OFFERED)
    if start == "closing":
        side.do(Close(), 0)
    delivered = 0
    for step in script:
        if step == "time":
            pair.now = side.endpoint.next_deadline() or pair.now + S
            side.do(TimerFires(), pair.now)
        elif isinstance(step, tuple):
            side.do(Arrives(forge(side, step), B.host), pair.now)
        else:
            side.do(step, pair.now)
        check_invariants(side)
        delivered += sum(len(effect.data) for effect in side.of(Deliver))
        resets = [segment for segment in side.sent if int(segment.flags) & 4]
        if isinstance(step, tuple) and step[0] & 4:
            assert resets == []  # a reset never gets an answer but an ACK
    assert delivered == len(side.read)

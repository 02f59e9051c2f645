"""Two whole stacks with any configuration, any calls, on a path that does anything, among strangers who send anything.

Never an assertion, bounded memory, and after each step every TCB within its bounds. The configurations are drawn from
the fields' own metadata, so that a new field is tried as soon as there is one.
"""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcpanim.tcp.config import KNOBS, ChallengeLimit, ConfigError, KeepAlive, TcpConfig
from tcpanim.tcp.io import Abort, Accepted, Close, Deliver, Exit, Receive, Send, SetOption, Signal, Transmit, UserError
from tcpanim.tcp.listener import Backlog
from tcpanim.tcp.room import LARGEST, PAGE, memory_of
from tcpanim.tcp.stack import Stack
from tcpanim.tcp.states import State
from tcpanim.units import MS, S
from tcpanim.wire import seq
from tcpanim.wire.segment import FLAGS, Address, Segment
from tests.tcp.invariants import check_tcb

A = Address("10.0.0.1", 49152)
B = Address("10.0.0.2", 80)
STRANGER = "192.0.2.7"
ISNS = {A.host: 2**32 - 700, B.host: 300}

# ---- configurations

TIMES = (1, MS, 40 * MS, 200 * MS, S, 5 * S, 60 * S)
SIZES = (1, 2, 50, 536, 1000, 1460, 4000, 65535, 200_000)
COUNTS = (0, 1, 2, 3, 7, 10, 14, 1000)


def values_of(name):
    """What a field may be: few values, but every kind of them."""
    knob = KNOBS[name]
    kind, low, high = knob["kind"], knob["low"], knob["high"]
    if knob["choices"]:
        found = list(knob["choices"])
    elif kind == "switch":
        found = [False, True]
    elif kind == "share":
        found = [100_000, 500_000, 900_000]
    elif kind == "keepalive":
        found = [KeepAlive(5 * S, S, 2), KeepAlive(1, 1, 1)]
    elif kind == "challenge-limit":
        found = [ChallengeLimit(1, S), ChallengeLimit(3, 5 * S)]
    else:
        usual = {"time": TIMES, "size": SIZES, "count": COUNTS}[kind]
        edges = [edge for edge in (low, high) if edge is not None and edge <= 1 << 32]
        found = [
            value for value in (*usual, *edges) if (low is None or value >= low) and (high is None or value <= high)
        ]
    if knob["optional"]:
        found.append(None)
    return tuple(found)


@st.composite
def any_config(draw):
    """A profile with some fields changed to anything that fits them."""
    base = draw(st.sampled_from([TcpConfig.textbook, TcpConfig.rfc, TcpConfig.linux]))()
    known = {name: getattr(base, name) for name in KNOBS}
    for name in draw(st.lists(st.sampled_from(sorted(KNOBS)), unique=True, max_size=len(KNOBS))):
        value = draw(st.sampled_from(values_of(name)))
        try:
            TcpConfig(**{**known, name: value})
        except ConfigError:
            continue  # it does not go with the others
        known[name] = value
    return TcpConfig(**known)


# ---- what may happen

BACKLOGS = (None, Backlog(2, 1, cookies=False), Backlog(2, 1, cookies=True, overflow="reset"), Backlog(1, 2))


class Chance:
    """The steps of one story, drawn from a seed: mostly the path at work, some calls, some time, some hostility."""

    def __init__(self, seed):
        self.random = Random(seed)
        pick = self.random.choice
        # Each story has a temper of its own, so that long transfers come about as well as crowded handshakes.
        self.hostility = pick((0, 2, 10, 30))
        self.closing = pick((0, 1, 3, 10))
        self.losses = pick(((), (), ("lose",), ("lose", "copy", "last", "mark"), ("mark",)))
        self.reading = pick((True, True, False))

    def step(self):
        """The next step: what is done with which arguments."""
        kinds = ("wire", "time", "call", "hostile")
        kind = self.random.choices(kinds, (60, 10, 20, self.hostility))[0]
        return kind, *getattr(self, kind)()

    def wire(self):
        return (self.random.choice(("first",) * 10 + self.losses * 2),)

    def time(self):
        return (self.random.choice(("timer",) * 8 + ("little", "little", "long")),)

    def call(self):
        pick = self.random.choice
        call: Any
        what = self.random.choices(("send", "receive", "end", "open", "option"), (40, 40, self.closing, 6, 2))[0]
        if what == "send":
            data = bytes(pick((0, 1, 10, 900, 3000, 20_000)))
            call = Send(data, self.random.random() < 0.9, self.random.random() < 0.05)
        elif what == "receive":
            call = Receive(None if self.reading else pick((None, 0, 1, 700)))
        elif what == "end":
            call = pick((Close(), Close(), Exit(), Abort()))
        elif what == "open":
            call = pick(("open", "open", "listen", "unlisten", "accept", "accept"))
        else:
            name = pick((*sorted(KNOBS), "cork", "cork", "cork"))
            call = SetOption(name, pick((True, False)) if name == "cork" else pick(values_of(name)))
        return pick("AB"), call

    def hostile(self):
        pick, near = self.random.choice, self.random.randint
        bits = pick((0x10, 0x10, 0x10, 0x18, 0x02, 0x12, 0x04, 0x14, 0x11, 0x30, 0x50, near(0, 255)))
        who = pick(("peer", "peer", "peer", "peer", "port", "stranger"))
        number, acknowledgment = (
            pick(("expected", "expected", "edge", "start", "far")),
            pick(("next", "una", "una", "far")),
        )
        numbers = number, pick((0, 0, near(-3, 3), near(-2000, 2000)))
        acks = acknowledgment, pick((0, 0, near(-3, 3), near(-2000, 2000)))
        options = pick(("none", "none", "mss", "sack", "stamp", "scale", "all"))
        return pick("AB"), who, bits, *numbers, *acks, pick((0, 0, 1, 5, 300, 3000)), pick((0, 1, 500, 65535)), options


class World:
    """Both stacks, and what is on the path between them, oldest first."""

    def __init__(self, a_config, b_config):
        self.now = 0
        self.stacks = {
            "A": Stack(a_config, A.host, lambda n: seq.add(ISNS[A.host], 64_000 * n)),
            "B": Stack(b_config, B.host, lambda n: seq.add(ISNS[B.host], 64_000 * n)),
        }
        self.path: list[tuple[str, str, Segment]] = []  # (to, from address, segment)
        self.steps = 0
        self.written = self.read = self.errors = self.forged = 0

    def take(self, name, tagged):
        """Follow the effects of a step at ``name``."""
        self.steps += 1
        stack = self.stacks[name]
        for _, effect in tagged:
            if isinstance(effect, Transmit) and effect.destination in (A.host, B.host):
                to = "A" if effect.destination == A.host else "B"
                self.path.append((to, stack.host, effect.segment))
            elif isinstance(effect, Accepted):
                self.written += effect.bytes
            elif isinstance(effect, Deliver):
                self.read += len(effect.data)
            elif isinstance(effect, Signal):
                self.errors += effect.error in (UserError.USER_TIMEOUT, UserError.RESET, UserError.REFUSED)
        self.check(stack)

    def check(self, stack):
        """Every TCB, and how much memory it takes."""
        assert len(stack.connections) <= 256 + self.steps
        for endpoint in stack.connections.values():
            check_tcb(endpoint, self.now)
            tcb = endpoint._tcb
            config = tcb.config
            held = tcb.receive_buffer.unread + tcb.reassembly.size
            if tcb.acking is None:
                most = max(config.receive_buffer, stack.config.receive_buffer)
                scale = max(config.window_scale or 0, stack.config.window_scale or 0)
                if scale:  # the window is rounded up, for what has just arrived too (RFC 7323 §2.4)
                    most += (1 << scale) + tcb.window_step
                assert held <= most
            elif tcb.state not in (State.CLOSED, State.SYN_SENT, State.SYN_RECEIVED, State.TIME_WAIT):
                # Linux counts memory: data takes less of it than its packets, and one packet too many is taken in.
                room = tcb.acking.room
                assert held <= room.used <= room.buffer + PAGE + memory_of(65535)
                most = max(2 * stack.config.receive_buffer, stack.config.receive_buffer_limit or 0)
                assert room.buffer <= max(most, 0 if room.fixed else LARGEST)
            assert len(tcb.reassembly.blocks()) <= tcb.reassembly.size + 1
            assert len(tcb.send_buffer) <= max(config.send_buffer, stack.config.send_buffer)
            assert sum(entry.length for entry in tcb.queue) <= len(tcb.send_buffer)
            assert len(tcb.queue) <= len(tcb.send_buffer) + 2
            assert len(tcb.challenges) <= 10  # the largest limit of all

    # ---- steps

    def do(self, step):
        kind, *rest = step
        getattr(self, f"do_{kind}")(*rest)

    def do_call(self, name, call):
        stack = self.stacks[name]
        local, remote = (A, B) if name == "A" else (B, A)
        if call == "open":
            tagged = stack.open(local.port, remote, self.now)
        elif call == "listen":
            tagged = stack.listen(local.port, self.now)
        elif isinstance(call, Backlog):
            tagged = stack.listen(local.port, self.now, call)
        elif call == "unlisten":
            tagged = stack.unlisten(local.port, self.now)
        elif call == "accept":
            tagged = stack.accept(local.port)
        else:
            tagged = stack.call(stack.newest or 1, call, self.now)
        self.take(name, tagged)

    def do_wire(self, what):
        if not self.path:
            return
        to, source, segment = self.path[0] if what == "copy" else self.path.pop(-1 if what == "last" else 0)
        if what == "lose":
            return
        self.now += MS
        self.run_timers()
        if what == "mark":
            segment = Segment(
                segment.src_port, segment.dst_port, segment.seq, segment.ack, segment.flags, segment.window,
                segment.data, segment.options, segment.urgent, 3 if segment.ecn else 0,
            )  # fmt: skip
        self.take(to, self.stacks[to].arrives(segment, source, self.now))

    def do_time(self, what):
        if what == "timer":
            deadlines = [stack.next_deadline() for stack in self.stacks.values()]
            self.now = min((deadline for deadline in deadlines if deadline is not None), default=self.now)
        else:
            self.now += 10 * MS if what == "little" else 90 * S
        self.run_timers()

    def run_timers(self):
        for _ in range(300):
            due = [
                name
                for name, stack in self.stacks.items()
                if (deadline := stack.next_deadline()) is not None and deadline <= self.now
            ]
            if not due:
                return
            for name in due:
                self.take(name, self.stacks[name].fires(self.now))
        raise AssertionError("timers are due for ever at one instant")

    def do_hostile(self, name, who, bits, number, by, acknowledgment, ack_by, length, window, options):
        stack = self.stacks[name]
        local, remote = (A, B) if name == "A" else (B, A)
        newest = stack.newest
        tcb: Any = stack.connections[newest]._tcb if newest is not None else None
        known = tcb is not None and tcb.irs is not None
        expected, room = (tcb.rcv_nxt, tcb.rcv_wnd) if known else (ISNS[remote.host], 0)
        una, following = (tcb.snd_una, tcb.snd_nxt) if known else (ISNS[local.host], seq.add(ISNS[local.host], 1))
        numbers = {"expected": expected, "edge": expected + room, "start": ISNS[remote.host], "far": expected + 2**31}
        acks = {"next": following, "una": una, "start": ISNS[local.host], "far": following + 2**31}
        segment = Segment(
            remote.port if who == "peer" else 1234,
            local.port if who != "port" else 99,
            seq.add(numbers[number], by),
            seq.add(acks[acknowledgment], ack_by),
            FLAGS[bits],
            window,
            bytes(length),
            forged_options(options, by, ack_by, una, following),
            abs(ack_by) if bits & 0x20 else 0,
            abs(by) % 4,
        )
        self.forged += length
        self.take(name, stack.arrives(segment, STRANGER if who == "stranger" else remote.host, self.now))


def forged_options(which, by, ack_by, una, following):
    known = {
        "mss": {"mss": (0, 1, 536, 65535)[by % 4]},
        "sack": {"sack": ((seq.add(una, 30 * by), seq.add(following, ack_by)), (seq.add(following, by), una))},
        "stamp": {"timestamps": (by % 2**32, ack_by % 2**32)},
        "scale": {"window_scale": (0, 3, 14, 255)[by % 4]},
    }
    if which == "all":
        return {"mss": 100, "sack_permitted": True, "timestamps": (1, 0), "window_scale": 2}
    return known.get(which, {})


def opened(a_config, b_config, backlog=None):
    """A world in which A has opened a connection to B, as far as the two agree."""
    world = World(a_config, b_config)
    for step in (("call", "B", backlog or "listen"), ("call", "A", "open"), *[("wire", "first")] * 3):
        world.do(step)
    return world


@settings(max_examples=300)
@given(any_config(), any_config(), st.sampled_from(BACKLOGS), st.integers(0, 2**32), st.integers(0, 400))
def test_nothing_breaks_two_stacks(a_config, b_config, backlog, seed, steps):
    world, chance = opened(a_config, b_config, backlog), Chance(seed)
    for _ in range(steps):
        world.do(chance.step())
    for _ in range(100):  # afterwards the path is kind: nothing breaks then either
        world.do(("wire", "first") if world.path else ("time", "timer"))
    assert world.read <= world.written + world.forged


@settings(max_examples=25)
@given(any_config())
def test_any_configuration_carries_data(config):
    """Both ends alike, on a path that is kind: all arrives, unless the times are so short that somebody gives up."""
    world = opened(config, config)
    world.do(("call", "A", Send(bytes(300))))
    for _ in range(2000):
        world.do(("call", "B", Receive(None)))
        if world.read == world.written or not (world.path or world.stacks["A"].next_deadline()):
            break
        world.do(("wire", "first") if world.path else ("time", "timer"))
    assert world.read == world.written > 0 or world.errors


@pytest.mark.parametrize("name", sorted(KNOBS))
def test_every_field_is_tried(name):
    """A new kind of field needs values here."""
    assert len(set(values_of(name))) >= 2

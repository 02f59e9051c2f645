"""Runs written by hand, for what the scene must make of them: segments and states as a book tells the story."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tcpanim.i18n import Catalogue, Text
from tcpanim.lesson import View
from tcpanim.library import read_builtin
from tcpanim.scenario.parse import parse
from tcpanim.sim.run import simulate
from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.tcp.states import State
from tcpanim.trace.events import (
    CallRow,
    Event,
    EventKind,
    Fate,
    Flight,
    HostInfo,
    Sample,
    StateChange,
    TimerRun,
    WireInfo,
)
from tcpanim.trace.trace import Trace
from tcpanim.units import MS, S
from tcpanim.wire.segment import Address, Flags, Segment

LOCALE = Path(__file__).parents[2] / "resources" / "locale"
FLAGS = {"S": Flags.SYN, "F": Flags.FIN, "R": Flags.RST, "P": Flags.PSH, ".": Flags.ACK}


@cache
def catalogue(language: str) -> Catalogue:
    """The program's texts as they stand in the source."""
    contents = []
    for path in sorted((LOCALE / language / "LC_MESSAGES").glob("*.po")):
        compiled = BytesIO()
        write_mo(compiled, read_po(BytesIO(path.read_bytes()), locale=language))
        contents.append(compiled.getvalue())
    return Catalogue(language, *contents)


class Story:
    """Collects what happens and makes a Trace of it; numbers are relative to each host's ISN."""

    def __init__(self, delay: int | dict[str, int] = 50 * MS, isn: dict[str, int] | None = None) -> None:
        self.delay = delay if isinstance(delay, dict) else {"client": delay, "server": delay}
        self.isn = isn or {"client": 100, "server": 300}
        self.isns = {name: [number] for name, number in self.isn.items()}
        self._todo: list[tuple[int, int, Callable[[int], None]]] = []
        self.events: list[Event] = []
        self.flights: list[Flight] = []
        self.states: list[StateChange] = []
        self.calls: list[CallRow] = []
        self.timers: list[TimerRun] = []
        self.samples: list[Sample] = []
        self.state = {"client": State.CLOSED, "server": State.CLOSED}
        self.tcb: dict[str, dict[str, Any]] = {name: {} for name in self.isn}
        self.running: dict[str, dict[str, int]] = {name: {} for name in self.isn}

    def at(self, t: int, action: Callable[[int], None]) -> None:
        self._todo.append((t, len(self._todo), action))

    def event(self, t: int, host: str | None, kind: EventKind, row: int | None = None) -> int:
        number = len(self.events) + 1
        self.events.append(Event(number, t, host, 1, kind, None, row))
        return number

    def goes(self, t: int, host: str, after: State) -> None:
        """``host`` enters ``after`` at ``t``."""

        def change(now: int) -> None:
            event = self.event(now, host, EventKind.STATE, len(self.states))
            self.states.append(StateChange(event, now, host, 1, self.state[host], after, None, None))
            self.state[host] = after
            self.sample(now, host, event)

        self.at(t, change)

    def calls_(self, t: int, host: str, call: str, argument: Any = None) -> None:
        def record(now: int) -> None:
            event = self.event(now, host, EventKind.CALL, len(self.calls))
            self.calls.append(CallRow(event, now, host, 1, call, argument, "ok"))

        self.at(t, record)

    def timer(self, t: int, host: str, name: str, length: int, ended: int | None, end: str | None) -> None:
        row: list[int] = []

        def arm(now: int) -> None:
            event = self.event(now, host, EventKind.JUDGED)
            row.append(len(self.timers))
            self.timers.append(TimerRun(event, host, 1, name, now, now + length, ended, end))
            self.running[host][name] = now + length
            self.sample(now, host, event)

        def stop(now: int) -> None:
            kind = EventKind.FIRED if end == "fired" else EventKind.JUDGED
            event = self.event(now, host, kind, row[0] if end == "fired" else None)
            self.running[host].pop(name, None)
            self.sample(now, host, event)

        self.at(t, arm)
        if ended is not None:
            self.at(ended, stop)

    def sends(
        self, t: int, host: str, flags: str, seq: int, ack: int | None = None, size: int = 0, *,
        fate: Fate = Fate.DELIVERED, again: bool = False, takes: int | None = None, by: str | None = None,
        injected: bool = False, copy_of: int | None = None, known: bool = True, isn: int | None = None,
        ack_isn: int | None = None, waits: int = 0,
    ) -> None:  # fmt: skip
        """``host`` sends a segment at ``t``; ``waits``: ns in the queue before the wire; ``takes``: ns on it."""
        peer = "server" if host == "client" else "client"
        bits = Flags(0)
        for letter in flags:
            bits |= FLAGS[letter]
        base, other = isn or self.isn[host], ack_isn or self.isn[peer]
        segment = Segment(
            49152 if host == "client" else 80, 80 if host == "client" else 49152, (base + seq) % 2**32,
            0 if ack is None else (other + ack) % 2**32, bits, 65535, bytes(size),
            {"mss": 1000} if "S" in flags else {},
        )  # fmt: skip

        def depart(now: int) -> None:
            length = 0 if injected else takes if takes is not None else self.delay[host]
            left = now + waits
            due = left + length
            lost = fate is Fate.DROPPED
            ended = left + length // 2 if lost else due
            number = len(self.flights) + 1
            event = self.event(now, host, EventKind.SENT, number - 1)
            flight = Flight(
                number, event, 1, host, peer, now, left, due, None if lost else due, ended, fate, by, injected, copy_of,
                Address("10.0.0.1" if host == "client" else "10.0.0.2", segment.src_port),
                Address("10.0.0.2" if host == "client" else "10.0.0.1", segment.dst_port),
                segment, base if known else None, None if ack is None or not known else other, again, "data-sent",
            )  # fmt: skip
            self.flights.append(flight)
            tcb = self.tcb[host]
            if not injected:
                tcb["iss"] = base
                tcb["snd_nxt"] = max(tcb.get("snd_nxt", 0), segment.seq + segment.length)
                tcb.setdefault("snd_una", base)
                self.sample(now, host, event)
            self.at(ended, lambda later: self.ends(later, flight))

        self.at(t, depart)

    def ends(self, t: int, flight: Flight) -> None:
        assert flight.receiver is not None
        if flight.fate is Fate.DROPPED:
            self.event(t, None, EventKind.LOST, flight.id - 1)
        elif flight.fate is Fate.CORRUPTED:
            self.event(t, flight.receiver, EventKind.DISCARDED, flight.id - 1)
        else:
            event = self.event(t, flight.receiver, EventKind.ARRIVED, flight.id - 1)
            tcb, segment = self.tcb[flight.receiver], flight.segment
            if segment.flags & Flags.SYN:
                tcb["irs"], tcb["rcv_nxt"] = segment.seq, segment.seq + 1
            elif tcb.get("rcv_nxt") == segment.seq:
                tcb["rcv_nxt"] += segment.length
            if segment.flags & Flags.ACK:
                tcb["snd_una"] = max(tcb.get("snd_una", 0), segment.ack)
            self.sample(t, flight.receiver, event)

    def sample(self, t: int, host: str, event: int) -> None:
        tcb = self.tcb[host]
        timers = tuple(sorted(self.running[host].items(), key=lambda pair: pair[1]))
        snapshot = TcbSnapshot(
            self.state[host], tcb.get("snd_una"), tcb.get("snd_nxt"), 65535, None, None, tcb.get("iss"),
            tcb.get("rcv_nxt"), 65535, tcb.get("irs"), 1000, None, None, 0, None, 0, "open", None, None, S, 0, timers,
            0, 0, 0, 0, 0, 0,
        )  # fmt: skip
        self.samples.append(Sample(event, t, host, 1, snapshot))

    def trace(self, end: int | None = None) -> Trace:
        while self._todo:
            self._todo.sort(key=lambda item: item[:2])
            t, _, action = self._todo.pop(0)
            action(t)
        hosts = tuple(
            HostInfo(name, label, address, port, tuple(self.isns[name]), TcpConfig.textbook())
            for name, label, address, port in (
                ("client", Text("Client", "客户端"), "10.0.0.1", 49152),
                ("server", Text("Server", "服务器"), "10.0.0.2", 80),
            )
        )
        assert len(hosts) == 2
        last = max((event.t for event in self.events), default=0)
        return Trace(
            Text("By hand"), 1, hosts, WireInfo(self.delay, dict.fromkeys(self.delay), dict.fromkeys(self.delay)),
            View(), tuple(self.events), tuple(self.flights), tuple(self.states), tuple(self.calls), tuple(self.timers),
            tuple(self.samples), (), (), (), last if end is None else end, "quiet",
        )  # fmt: skip


def opened(story: Story, start: int = 10 * MS) -> int:
    """A handshake from ``start`` on; returns when the server is ESTABLISHED."""
    one = story.delay["client"]
    two = one + story.delay["server"]
    story.calls_(0, "server", "listen")
    story.goes(0, "server", State.LISTEN)
    story.calls_(start, "client", "open")
    story.goes(start, "client", State.SYN_SENT)
    story.sends(start, "client", "S", 0)
    story.goes(start + one, "server", State.SYN_RECEIVED)
    story.sends(start + one, "server", "S.", 0, 1)
    story.goes(start + two, "client", State.ESTABLISHED)
    story.sends(start + two, "client", ".", 1, 1)
    story.goes(start + two + one, "server", State.ESTABLISHED)
    return start + two + one


def lost_last_ack() -> Trace:
    """Handshake, 500 bytes up, 2000 down, then a close whose last ACK is lost; both delays 50 ms."""
    story = Story()
    t = opened(story)
    story.sends(t - 40 * MS, "client", "P.", 1, 1, 500)
    story.sends(t + 10 * MS, "server", ".", 1, 501)
    story.sends(t + 10 * MS, "server", ".", 1, 501, 1000)
    story.sends(t + 10 * MS, "server", "P.", 1001, 501, 1000)
    t += 60 * MS
    story.sends(t, "client", ".", 501, 2001)
    t += 60 * MS
    story.calls_(t, "client", "close")
    story.goes(t, "client", State.FIN_WAIT_1)
    story.sends(t, "client", "F.", 501, 2001)
    t += 50 * MS
    story.goes(t, "server", State.CLOSE_WAIT)
    story.sends(t, "server", ".", 2001, 502)
    story.calls_(t + 30 * MS, "server", "send", 1000)
    story.sends(t + 30 * MS, "server", "P.", 2001, 502, 1000)
    story.goes(t + 50 * MS, "client", State.FIN_WAIT_2)
    story.sends(t + 80 * MS, "client", ".", 502, 3001)
    t += 140 * MS
    story.calls_(t, "server", "close")
    story.goes(t, "server", State.LAST_ACK)
    story.sends(t, "server", "F.", 3001, 502)
    story.timer(t, "server", "retransmission", S, t + S, "fired")
    story.goes(t + 50 * MS, "client", State.TIME_WAIT)
    story.timer(t + 50 * MS, "client", "time-wait", 240 * S, t + S + 50 * MS, "rearmed")
    story.sends(t + 50 * MS, "client", ".", 502, 3002, fate=Fate.DROPPED, by="fault 1")
    t += S
    story.sends(t, "server", "F.", 3001, 502, again=True)
    story.timer(t, "server", "retransmission", 2 * S, t + 100 * MS, "cancelled")
    story.timer(t + 50 * MS, "client", "time-wait", 240 * S, t + 50 * MS + 240 * S, "fired")
    story.sends(t + 50 * MS, "client", ".", 502, 3002)
    story.goes(t + 100 * MS, "server", State.CLOSED)
    story.goes(t + 50 * MS + 240 * S, "client", State.CLOSED)
    return story.trace()


@cache
def simulated(name: str) -> Trace:
    """A built-in scenario, really run."""
    scenario = parse(read_builtin(name)).scenario
    assert scenario is not None
    return simulate(scenario)

"""What the plots show, as plain columns of numbers: a run's sequence numbers, windows, times and rates.

A Figure is made once for a trace; a plot is the figure, and the playhead a line across it. Everything is told from the
place of the host that sends: its segments when they leave it, ACKs when they have reached it, its own variables.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tcpanim.scene.names import Naming
from tcpanim.scene.rounds import Round, rounds_of
from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.tcp.states import State
from tcpanim.trace.events import EventKind, Fate, Flight, Sample
from tcpanim.trace.trace import Trace
from tcpanim.units import MS, S
from tcpanim.wire.segment import ACK, FIN, RST, SYN
from tcpanim.wire.seq import MODULUS

MOST_BINS = 200
"""A rate is told for so many stretches at most."""
NEVER_SEEN = frozenset({Fate.DROPPED, Fate.CORRUPTED, Fate.HOST_DOWN, Fate.NO_HOST})
_SAMPLED = frozenset({"rtt-sample", "rtt-by-timestamp"})
_WINDOW_IN_SIGHT = 1.6  # a window is drawn where it is no more than so many times what is plotted beside it …
_WINDOW_ALONE = 4.0  # … or so many times, where nothing else limits the sender


class Layer(NamedTuple):
    """One quantity. ``x``: ns, or rounds counted from 1; ``y`` in the figure's unit; ``top``: where bars end.

    ``form``: step, line, area (a step filled below), columns, bars, dots, rings, crosses, ticks, again, syn, fin.
    ``role``: its colour; ``dashed``: drawn so. ``told``: its value at the playhead stands in the legend.
    """

    key: str
    role: str
    form: str
    x: array[float]
    y: array[float]
    top: array[float] | None = None
    dashed: bool = False
    told: bool = False
    flights: tuple[int, ...] = ()
    """For bars that are segments: their ids."""

    def value(self, x: float) -> float | None:
        """The value that holds at ``x``, None before the first."""
        index = bisect_right(self.x, x)
        return self.y[index - 1] if index else None


class Flag(NamedTuple):
    """A moment that bends the curves, marked by name: ``key`` is timeout, fast-retransmit or ecn."""

    key: str
    t: int
    x: float


@dataclass(frozen=True)
class Figure:
    """One plot of a run: ``kind`` (of PLOTS) for the host on ``side``.

    ``unit``: of the upright axis: seq, bytes, mss, time, rate. ``span``: where something happens, in units of x;
    ``height``: up to which value the axis goes at first. ``rounds``: empty where x is time.
    """

    kind: str
    side: str
    host: str
    unit: str
    layers: tuple[Layer, ...]
    flags: tuple[Flag, ...]
    span: tuple[float, float]
    height: float
    iss: int = 0
    rounds: tuple[Round, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(layer.x for layer in self.layers)

    def x_of(self, t: int) -> float:
        """Where the moment ``t`` lies."""
        if not self.rounds:
            return float(t)
        index = bisect_right(self._starts, t)
        if not index:
            return 1.0 if t >= self.rounds[0].start else 0.5
        row = self.rounds[index - 1]
        return index + min(1.0, (t - row.start) / max(1, row.end - row.start))

    def time_at(self, x: float) -> int:
        """The moment that lies at ``x``."""
        if not self.rounds:
            return round(x)
        index = min(max(int(x), 1), len(self.rounds))
        row = self.rounds[index - 1]
        return row.start + round(min(max(x - index, 0.0), 1.0) * (row.end - row.start))

    @cached_property
    def _starts(self) -> list[int]:
        return [row.start for row in self.rounds]

    def told_at(self, t: int) -> dict[str, float]:
        """The values that hold at ``t``, by the key of their layer."""
        x = self.x_of(t)
        found = {layer.key: layer.value(x) for layer in self.layers if layer.told}
        return {key: value for key, value in found.items() if value is not None}


class Series:
    """The figures of one trace, each made when it is first asked for, on any thread."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._made: dict[tuple[str, str, bool], Figure] = {}
        self._ways: dict[str, _Way] = {}

    @cached_property
    def main_side(self) -> str:
        """The host that sends more data: left or right."""
        left, right = (self._way(side).volume for side in ("left", "right"))
        return "right" if right > left else "left"

    def figure(self, kind: str, side: str, *, masked: bool = False) -> Figure:
        """The figure of ``kind`` for the host on ``side``; ``masked``: without what that host does not know."""
        key = (kind, side, masked)
        if key not in self._made:
            self._made[key] = self._make(kind, side, masked=masked)
        return self._made[key]

    def is_made(self, kind: str, side: str | None, *, masked: bool = False) -> bool:
        """Whether that figure is there already; ``side`` None: of the busier host."""
        if side is None:
            if "main_side" not in self.__dict__:
                return False
            side = self.main_side
        return (kind, side, masked) in self._made

    def _make(self, kind: str, side: str, *, masked: bool) -> Figure:
        make = {
            "sequence": _sequence,
            "window": _window,
            "rounds": _rounds,
            "rtt": _round_trips,
            "throughput": _throughput,
        }[kind]
        return make(self._way(side), masked)

    def _way(self, side: str) -> _Way:
        if side not in self._ways:
            self._ways[side] = _Way(self.trace, side)
        return self._ways[side]


class _Way:
    """One direction: what a host sends on its busiest connection, and what comes back."""

    def __init__(self, trace: Trace, side: str) -> None:
        self.trace = trace
        self.side = side
        host, peer = trace.hosts if side == "left" else reversed(trace.hosts)
        self.host, self.peer = host.name, peer.name
        self.other_side = "right" if side == "left" else "left"
        own = [
            flight for flight in trace.flights
            if flight.sender == self.host and not flight.injected and flight.copy_of is None
        ]  # fmt: skip
        volumes: dict[int | None, int] = {}
        for flight in own:
            volumes[flight.connection] = volumes.get(flight.connection, 0) + len(flight.segment.data) + 1
        # The busiest; of equals the first, as of two that carry nothing but their SYN.
        self.connection = max(volumes, key=lambda number: volumes[number]) if volumes else None
        self.own = [flight for flight in own if flight.connection == self.connection]
        self.volume = sum(len(flight.segment.data) for flight in self.own)

    @cached_property
    def weighty(self) -> list[Flight]:
        """What it sent that takes up sequence numbers."""
        found = []
        for flight in self.own:
            bits = int(flight.segment.flags)  # plain numbers: a long run has very many of them
            if (flight.segment.data or bits & (SYN | FIN)) and not bits & RST:
                found.append(flight)
        return found

    @cached_property
    def samples(self) -> list[Sample]:
        return [row for row in self.trace.samples if row.host == self.host and row.connection == self.connection]

    @cached_property
    def iss(self) -> int:
        for sample in self.samples:
            if sample.tcb.iss is not None:
                return sample.tcb.iss
        return self.own[0].segment.seq if self.own else 0

    def relative(self, number: int) -> int:
        """A sequence number counted from the first."""
        return (number - self.iss) % MODULUS

    @cached_property
    def answers(self) -> list[Flight]:
        """What the peer sent back and has arrived, by the time of arrival."""
        ways = {(flight.dst, flight.src) for flight in self.own}
        back = [
            flight for flight in self.trace.flights
            if flight.receiver == self.host and flight.arrived is not None and flight.fate is Fate.DELIVERED
            and (flight.src, flight.dst) in ways
        ]  # fmt: skip
        return sorted(back, key=lambda flight: (flight.arrived, flight.id))

    @cached_property
    def span(self) -> tuple[float, float]:
        """From the first segment to the last change of anything plotted, with a little air after it."""
        times = [flight.sent for flight in self.own] + [flight.ended for flight in self.weighty]
        before: TcbSnapshot | None = None
        for sample in self.samples:
            now = sample.tcb
            if now.state is State.CLOSED:
                continue
            if before is None or (now.snd_una, now.cwnd, now.flight) != (before.snd_una, before.cwnd, before.flight):
                times.append(sample.t)
            before = now
        if not times:
            return 0.0, float(max(self.trace.end, MS))
        first, last = min(times), max(times)
        air = max((last - first) * 0.03, MS)
        return max(0.0, first - air), float(last + air)

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """Timeouts and fast retransmissions of this connection, and reductions that ECN asked for."""
        found = [
            Flag("timeout", run.ended, run.ended)
            for run in self.trace.timers
            if (run.host, run.connection, run.timer, run.end) == (self.host, self.connection, "retransmission", "fired")
            and run.ended is not None
        ]
        phase = "open"
        for sample in self.samples:
            after = sample.tcb.ca_state
            if after != phase and after in ("recovery", "cwr"):
                found.append(Flag("fast-retransmit" if after == "recovery" else "ecn", sample.t, sample.t))
            elif after == "loss" and phase not in ("loss", "recovery") and not any(f.t == sample.t for f in found):
                found.append(Flag("fast-retransmit", sample.t, sample.t))  # Tahoe
            phase = after
        return tuple(sorted(found, key=lambda flag: flag.t))

    def steps(self, key: str, role: str, value: Callable[[TcbSnapshot], float | None], form: str = "step",
              *, dashed: bool = False) -> Layer:  # fmt: skip
        """A variable of this host over time; only its changes are kept."""
        x, y = array("d"), array("d")
        for sample in self.samples:
            now = value(sample.tcb)
            if now is None:
                continue
            if x and x[-1] == sample.t:
                y[-1] = now
            elif not y or now != y[-1]:
                x.append(sample.t)
                y.append(now)
        return Layer(key, role, form, x, y, None, dashed, told=True)


def _columns(rows: Iterable[tuple[float, float]]) -> tuple[array[float], array[float]]:
    x, y = array("d"), array("d")
    for place, value in rows:
        x.append(place)
        y.append(value)
    return x, y


def _peak(layers: Iterable[Layer]) -> float:
    return max((max(layer.top or layer.y) for layer in layers if layer.x), default=1.0)


def _bars(key: str, role: str, way: _Way, flights: Sequence[Flight]) -> Layer:
    x, y, top = array("d"), array("d"), array("d")
    for flight in flights:
        low = way.relative(flight.segment.seq)
        x.append(flight.sent)
        y.append(low)
        top.append(low + flight.segment.length)
    return Layer(key, role, "bars", x, y, top, flights=tuple(flight.id for flight in flights))


def _sequence(way: _Way, masked: bool) -> Figure:
    """Sequence numbers over time, as tcptrace draws them."""
    weighty = way.weighty
    again = [flight for flight in weighty if flight.retransmission]
    lost = [] if masked else [flight for flight in weighty if flight.fate in NEVER_SEEN]
    middle = [(f.sent, way.relative(f.segment.seq) + f.segment.length / 2) for f in lost]

    def sign(kind: str, bit: int) -> Layer:
        rows = ((f.sent, way.relative(f.segment.seq)) for f in weighty if int(f.segment.flags) & bit)
        return Layer(kind, kind, kind, *_columns(rows))

    signs = (sign("syn", SYN), sign("fin", FIN))
    repeated, blocks = _acknowledgments(way)
    segments = [
        _bars("segment", way.side, way, [flight for flight in weighty if not flight.retransmission]),
        _bars("again", "again", way, again)._replace(form="again"),
    ]
    ack = way.steps("ack", way.other_side, lambda tcb: _una(way, tcb))
    window = way.steps("limit", "ink2", lambda tcb: _limit(way, tcb), dashed=True)
    height = max(1.0, _peak(segments))
    height = max([height, *(value for value in window.y if value <= height * _WINDOW_IN_SIGHT)])
    layers = (
        *segments, Layer("lost", "loss", "crosses", *_columns(middle)), ack, repeated, blocks, window, *signs,
    )  # fmt: skip
    return Figure("sequence", way.side, way.host, "seq", layers, way.flags, way.span, height * 1.06, way.iss)


def _una(way: _Way, tcb: TcbSnapshot) -> float | None:
    return None if tcb.snd_una is None or tcb.irs is None else way.relative(tcb.snd_una)


def _limit(way: _Way, tcb: TcbSnapshot) -> float | None:
    una = _una(way, tcb)
    return None if una is None else una + tcb.snd_wnd


def _acknowledgments(way: _Way) -> tuple[Layer, Layer]:
    """ACKs that told nothing new, and the blocks that SACK named, when they had reached the sender."""
    repeated: list[tuple[float, float]] = []
    x, y, top = array("d"), array("d"), array("d")
    highest = 0
    begun = next((flight.sent for flight in way.weighty if not int(flight.segment.flags) & SYN), 0)
    for flight in way.answers:
        segment = flight.segment
        bits = int(segment.flags)
        if not bits & ACK or flight.arrived is None:
            continue
        number = way.relative(segment.ack)
        if number == highest and not segment.data and not bits & (SYN | FIN) and flight.arrived > begun:
            repeated.append((flight.arrived, number))
        highest = max(highest, number)
        for left, right in (segment.options.get("sack") or ()) if segment.options else ():
            x.append(flight.arrived)
            y.append(way.relative(left))
            top.append(way.relative(right))
    return (
        Layer("repeated", way.other_side, "ticks", *_columns(repeated)),
        Layer("sack", "sack", "bars", x, y, top),
    )


def _window(way: _Way, masked: bool) -> Figure:
    """What limits the sender, and how much is under way."""
    del masked
    cwnd = way.steps("cwnd", way.side, lambda tcb: tcb.cwnd)
    threshold = way.steps("ssthresh", "again", lambda tcb: tcb.ssthresh, dashed=True)
    flight = way.steps("flight", "sack", lambda tcb: None if tcb.snd_una is None else tcb.flight, "area")
    window = way.steps("window", "ink2", lambda tcb: None if tcb.irs is None else tcb.snd_wnd, dashed=True)
    height = max(1.0, _peak((cwnd, flight)))
    reach = height * (_WINDOW_IN_SIGHT if cwnd.x else _WINDOW_ALONE)
    height = max([height, *(value for layer in (threshold, window) for value in layer.y if value <= reach)])
    layers = (flight, cwnd, threshold, window)
    return Figure("window", way.side, way.host, "bytes", layers, way.flags, way.span, height * 1.1)


def _rounds(way: _Way, masked: bool) -> Figure:
    """Cwnd at the beginning of each transmission round, in segments: the figure of the books."""
    del masked
    found = rounds_of(way.own, way.answers, way.samples, [flag.t for flag in way.flags if flag.key != "ecn"])
    mss = next((sample.tcb.snd_mss for sample in reversed(way.samples)), 1) or 1
    numbered = list(enumerate(found, 1))
    cwnd = [(n, row.cwnd / mss) for n, row in numbered]
    ordinary = [(n, row.cwnd / mss) for n, row in numbered if not row.recovering]
    inflated = [(n, row.cwnd / mss) for n, row in numbered if row.recovering]
    limits = [(n, row.ssthresh / mss) for n, row in numbered if row.ssthresh is not None]
    sent = [(n, float(row.segments)) for n, row in numbered]
    layers = (
        Layer("sent-in-round", "sack", "columns", *_columns(sent), told=True),
        Layer("threshold", "again", "step", *_columns(limits), None, dashed=True, told=True),
        Layer("round-cwnd", way.side, "line", *_columns(cwnd), told=True),
        Layer("round", way.side, "dots", *_columns(ordinary)),
        Layer("inflated", way.side, "rings", *_columns(inflated)),
    )
    placed = []
    starts = [row.start for row in found]
    for flag in way.flags:
        index = bisect_left(starts, flag.t)
        if index < len(starts):
            placed.append(flag._replace(x=index + 1))
    height = max(1.0, _peak((layers[0], layers[2])))
    height = max([height, *(value for value in layers[1].y if value <= height * _WINDOW_IN_SIGHT)])
    span = (0.5, len(found) + 0.9 if found else 2.0)
    return Figure("rounds", way.side, way.host, "mss", layers, tuple(placed), span, height * 1.15, 0, found)


def _round_trips(way: _Way, masked: bool) -> Figure:
    """Samples of the round-trip time, what is made of them, and the timeout that follows (RFC 6298)."""
    del masked
    good: list[tuple[float, float]] = []
    doubtful: list[tuple[float, float]] = []
    for event in way.trace.events:
        if event.kind is not EventKind.JUDGED or event.reason is None or event.numbers is None:
            continue
        if event.host != way.host or event.connection != way.connection or "rtt_ns" not in event.numbers:
            continue
        if event.reason in _SAMPLED:
            good.append((event.t, event.numbers["rtt_ns"]))
        elif event.reason == "rtt-ambiguous":
            doubtful.append((event.t, event.numbers["rtt_ns"]))
    layers = (
        way.steps("srtt", way.side, lambda tcb: tcb.srtt),
        way.steps("rto", "loss", lambda tcb: tcb.rto if tcb.iss is not None else None, dashed=True),
        Layer("sample", way.side, "dots", *_columns(good), told=True),
        Layer("doubtful", "again", "rings", *_columns(doubtful)),
    )
    timeouts = tuple(flag for flag in way.flags if flag.key == "timeout")
    return Figure("rtt", way.side, way.host, "time", layers, timeouts, way.span, _peak(layers) * 1.12)


def _throughput(way: _Way, masked: bool) -> Figure:
    """Bits per second, stretch by stretch: put onto the wire, and acknowledged."""
    data = [flight for flight in way.own if flight.segment.data]
    first, last = way.span
    rate = way.trace.wire.rate.get(way.host)
    if not data:
        return Figure("throughput", way.side, way.host, "rate", (), (), way.span, 1.0)
    first = float(min(flight.left for flight in data))
    trip = sum(way.trace.wire.delay.values())
    width = _rounded_up(max(float(trip), (last - first) / MOST_BINS, float(MS)))
    count = max(1, int((last - first) / width) + 1)
    sent, acknowledged = [0] * count, [0] * count
    for flight in data:
        sent[min(count - 1, int((flight.left - first) / width))] += len(flight.segment.data)
    una = 0
    for sample in way.samples:
        now = _una(way, sample.tcb)
        if now is not None and now > una:
            if sample.t >= first:
                acknowledged[min(count - 1, int((sample.t - first) / width))] += int(now) - una
            una = int(now)
    places = [first + width * index for index in range(count)]

    def rates(amounts: list[int]) -> Iterable[tuple[float, float]]:
        return zip((*places, first + width * count), (*(8 * n * S / width for n in amounts), 0.0), strict=True)

    layers = [
        Layer("sent-rate", way.side, "step", *_columns(rates(sent)), told=True),
        Layer("acked-rate", way.other_side, "area", *_columns(rates(acknowledged)), told=True),
    ]
    height = _peak(layers)
    if rate is not None and not masked:
        level = _columns([(0.0, rate), (float(way.trace.end), rate)])
        layers.append(Layer("link-rate", "ink2", "step", *level, None, dashed=True, told=True))
        height = max(height, float(rate)) if rate <= height * _WINDOW_IN_SIGHT else height
    span = (way.span[0], max(last, first + width * count))
    return Figure("throughput", way.side, way.host, "rate", tuple(layers), way.flags, span, height * 1.12)


def written(figure: Figure, key: str, value: float, naming: Naming) -> str:
    """A value of the layer ``key``, as the legend writes it."""
    if key.endswith("sent-in-round"):
        return str(round(value))
    return in_unit(figure, value, naming)


def in_unit(figure: Figure, value: float, naming: Naming) -> str:
    """A value on the upright axis, with its unit; sequence numbers in the numbering in force."""
    match figure.unit:
        case "seq":
            number = (figure.iss + round(value)) % MODULUS
            return naming.variable(number, figure.host, figure.iss, figure.host, naming.trace.end)
        case "bytes":
            return f"{round(value)} B"
        case "mss":
            return f"{value:.2f}".rstrip("0").rstrip(".") + " MSS"
        case "time":
            return naming.duration(round(value), 1)
        case _:
            return rate_text(value)


def rate_text(rate: float) -> str:
    """Bits per second, in few figures: 850 kbit/s, 1.2 Mbit/s."""
    for unit, size in (("Gbit/s", 1e9), ("Mbit/s", 1e6), ("kbit/s", 1e3)):
        if rate >= size:
            return f"{rate / size:.2f}".rstrip("0").rstrip(".") + f" {unit}"
    return f"{rate:.0f} bit/s"


def _rounded_up(width: float) -> float:
    """The next length of 1, 2 or 5 times a power of ten (ns)."""
    size = 1.0
    while size * 10 <= width:
        size *= 10
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= width)

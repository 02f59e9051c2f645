"""The plots of a run, each made from one direction of it; ``masked``: without what the sending host does not know."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from tcpanim.scene.figure import Figure, Layer
from tcpanim.scene.one_way import OneWay
from tcpanim.scene.rounds import rounds_of
from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.trace.events import NEVER_SEEN, EventKind, Flight
from tcpanim.trace.trace import MEASURED
from tcpanim.units import MS, S
from tcpanim.wire.segment import ACK, FIN, SYN

MOST_BINS = 200
"""A rate is told for so many stretches at most."""
_WINDOW_IN_SIGHT = 1.6  # a window is drawn where it is no more than so many times what is plotted beside it …
_WINDOW_ALONE = 4.0  # … or so many times, where nothing else limits the sender


def _columns(rows: Iterable[tuple[float, float]]) -> tuple[array[float], array[float]]:
    x, y = array("d"), array("d")
    for place, value in rows:
        x.append(place)
        y.append(value)
    return x, y


def _peak(layers: Iterable[Layer]) -> float:
    return max((max(layer.top or layer.y) for layer in layers if layer.x), default=1.0)


def _bars(key: str, role: str, way: OneWay, flights: Sequence[Flight]) -> Layer:
    x, y, top = array("d"), array("d"), array("d")
    for flight in flights:
        low = way.relative(flight.segment.seq)
        x.append(flight.sent)
        y.append(low)
        top.append(low + flight.segment.length)
    return Layer(key, role, "bars", x, y, top, flights=tuple(flight.id for flight in flights))


def sequence(way: OneWay, masked: bool) -> Figure:
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


def _una(way: OneWay, tcb: TcbSnapshot) -> float | None:
    return None if tcb.snd_una is None or tcb.irs is None else way.relative(tcb.snd_una)


def _limit(way: OneWay, tcb: TcbSnapshot) -> float | None:
    una = _una(way, tcb)
    return None if una is None else una + tcb.snd_wnd


def _acknowledgments(way: OneWay) -> tuple[Layer, Layer]:
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


def window(way: OneWay, masked: bool) -> Figure:
    """What limits the sender, and how much is under way."""
    del masked
    cwnd = way.steps("cwnd", way.side, lambda tcb: tcb.cwnd)
    threshold = way.steps("ssthresh", "again", lambda tcb: tcb.ssthresh, dashed=True)
    flight = way.steps("flight", "sack", lambda tcb: None if tcb.snd_una is None else tcb.flight, "area", gone=0)
    window = way.steps("window", "ink2", lambda tcb: None if tcb.irs is None else tcb.snd_wnd, dashed=True)
    height = max(1.0, _peak((cwnd, flight)))
    reach = height * (_WINDOW_IN_SIGHT if cwnd.x else _WINDOW_ALONE)
    height = max([height, *(value for layer in (threshold, window) for value in layer.y if value <= reach)])
    layers = (flight, cwnd, threshold, window)
    return Figure("window", way.side, way.host, "bytes", layers, way.flags, way.span, height * 1.1)


def rounds(way: OneWay, masked: bool) -> Figure:
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


def round_trips(way: OneWay, masked: bool) -> Figure:
    """Samples of the round-trip time, what is made of them, and the timeout that follows (RFC 6298)."""
    del masked
    good: list[tuple[float, float]] = []
    doubtful: list[tuple[float, float]] = []
    for event in way.trace.events:
        if event.kind is not EventKind.JUDGED or event.reason is None or event.numbers is None:
            continue
        if event.host != way.host or event.connection != way.connection or "rtt_ns" not in event.numbers:
            continue
        if event.reason in MEASURED:
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


def throughput(way: OneWay, masked: bool) -> Figure:
    """Bits per second, stretch by stretch: put onto the wire, and acknowledged."""
    data = [flight for flight in way.own if flight.segment.data]
    first, last = way.span
    rate = way.trace.wire.rate.get(way.host)
    if not data:
        return Figure("throughput", way.side, way.host, "rate", (), (), way.span, 1.0)
    first = float(min(flight.left for flight in data))
    trip = sum(way.trace.wire.delay.values())
    width = rounded_up(max(float(trip), (last - first) / MOST_BINS, float(MS)))
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


def rounded_up(length: float, unit: float = 1.0) -> float:
    """The next length of 1, 2 or 5 times a power of ten (in ``unit``)."""
    size = 10.0 ** math.floor(math.log10(length / unit * (1 + 1e-12)))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= length / unit * 0.999) * unit

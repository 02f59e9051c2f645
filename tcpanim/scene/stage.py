"""What the stage shows at t: the two endpoints and the segments between them, as plain values without Qt.

Positions are shares of the lane, 0 at the sender and 1 at the receiver. Nothing is known here before its segment
arrives: variables and states are those of virtual time t exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.scene.clock import StoryMap
from tcpanim.scene.endpoint import EndpointView, endpoint_later, endpoint_view
from tcpanim.scene.lanes import Slot, Slots
from tcpanim.scene.names import Naming
from tcpanim.scene.way import ENTRY_SECONDS
from tcpanim.trace.events import Fate, Flight
from tcpanim.trace.trace import Trace

FADE_SECONDS = 0.35


@dataclass(frozen=True, slots=True)
class Card:
    """A segment on its way.

    ``side``: left or right, the lane it flies in and the colour it has (its sender's). ``phase``: moving, arrived (it
    lies at the receiver for a moment), lost, discarded. ``tilt``: 0 to 1, how far a lost one has tipped. ``strength``:
    1 solid, towards 0 it fades. ``note`` and ``second``: what is said beside it, "" if nothing. ``again``: a
    retransmission; ``copy``: a duplicate that the network made; ``foreign``: injected. ``finding``: what opening it has
    shown.
    """

    flight: int
    side: str
    kind: str
    title: str
    numbers: str
    position: float
    phase: str
    tilt: float
    strength: float
    note: str
    second: str
    again: bool
    copy: bool
    foreign: bool
    slot: Slot
    finding: str = ""


@dataclass(frozen=True, slots=True)
class QueueView:
    """Segments that wait to be sent onto the wire at the host on ``side``; ``limit`` None: no limit."""

    side: str
    waiting: int
    limit: int | None


@dataclass(frozen=True, slots=True)
class Silence:
    """A shortened stretch that the moment lies in: its true length, and how far it has passed (0 to 1)."""

    text: str
    progress: float


@dataclass(frozen=True, slots=True)
class StageView:
    """The whole stage at one moment."""

    t: int
    left: EndpointView
    right: EndpointView
    cards: tuple[Card, ...]
    queues: tuple[QueueView, ...]
    silence: Silence | None
    path: str
    legend: str
    """The equations behind the letters, as far as they are known."""
    whole_legend: str
    """All of them: the room that they need in the end."""
    masked: str = ""
    """What is said over the masked wire where only one side is shown."""


class StageScene:
    """The stage of a run, which is asked for with every frame: what a step leaves as it is is worked out once in it.

    ``slots``: which row each segment flies in; ``detail``: how much is shown of the endpoints.
    """

    def __init__(self, trace: Trace, naming: Naming, time: StoryMap, slots: Slots, detail: str = "first") -> None:
        self._trace, self._naming, self._time = trace, naming, time
        self._slots, self._detail = slots, detail
        self._step = -1
        self._ends: tuple[EndpointView, ...] = ()
        self._legend = self._whole_legend = ""

    def find_row(self, flight: int) -> bool:
        """Find which row that segment flies in, before it is asked for; says whether there was anything to do."""
        return self._slots.find(flight)

    def leaving(self, flight: Flight) -> Card:
        """The card of a segment as it leaves."""
        return _make(self._trace, flight, self._naming, self._slots.of(flight.id), 0.0, "moving", 0.0, 1.0, False)

    def at(self, t: int) -> StageView:
        """The stage at ``t``."""
        trace, naming, time = self._trace, self._naming, self._time
        step = trace.step_at(t)
        if step == self._step:
            self._ends = tuple(endpoint_later(trace, end, t, naming, time) for end in self._ends)
        else:
            self._step = step
            self._ends = tuple(endpoint_view(trace, end.name, t, naming, time, self._detail) for end in trace.hosts)
            self._legend, self._whole_legend = legend_text(naming, t), legend_text(naming)
        left, right = self._ends
        return StageView(
            t,
            left,
            right,
            cards_at(trace, t, naming, time, self._slots),
            _queues(trace, t),
            silence_at(t, naming, time),
            path_text(trace, naming, t),
            self._legend,
            self._whole_legend,
        )


def stage_view(trace: Trace, t: int, naming: Naming, time: StoryMap, slots: Slots, detail: str = "first") -> StageView:
    """The stage of ``trace`` at ``t`` alone."""
    return StageScene(trace, naming, time, slots, detail).at(t)


def silence_at(t: int, naming: Naming, time: StoryMap) -> Silence | None:
    """The shortened silence around ``t``, None outside."""
    stretch = time.shortened_at(t)
    if stretch is None:
        return None
    gone = (time.to_screen(t) - stretch.screen_start) / (stretch.screen_end - stretch.screen_start)
    return Silence(naming.length(stretch.length_ns), gone)


def path_text(trace: Trace, naming: Naming, t: int) -> str:
    """The wire at ``t`` in words: its delay, and its rate if it has one."""
    left, right = (host.name for host in trace.hosts)
    there, back = trace.wire.delay_at(left, t), trace.wire.delay_at(right, t)
    if there == back:
        text = naming.say("stage.delay", delay=naming.duration(there))
    else:
        text = naming.say("stage.delays", there=naming.duration(there), back=naming.duration(back))
    rates = [rate for rate in trace.wire.rate.values() if rate is not None]
    return f"{text} · {_rate(min(rates))}" if rates else text


def legend_text(naming: Naming, t: int | None = None) -> str:
    """What the letters stand for at ``t`` (None: at the end), on one line; "" while numbers are numbers."""
    return naming.comma().join(naming.legend(t))


def _rate(rate: int) -> str:
    for unit, size in (("Gbit/s", 10**9), ("Mbit/s", 10**6), ("kbit/s", 10**3)):
        if rate >= size:
            return f"{rate / size:g} {unit}"
    return f"{rate} bit/s"


# ---- segments


def cards_at(
    trace: Trace, t: int, naming: Naming, time: StoryMap, slots: Slots, with_words: bool = True
) -> tuple[Card, ...]:
    """The cards on the stage at ``t``, in sending order, and above them what was lost: it is to be seen as it lies.

    One that was selected is not treated differently here.
    """
    step = trace.step_at(t)
    since = trace.moments[step - 1] if step else 0
    now = time.to_screen(t)
    cards: list[Card] = []
    for flight in trace.in_flight(t, linger=t - since + 1):
        if t < flight.left:
            continue  # still in the queue
        card = _card(trace, flight, t, now, naming, slots, with_words)
        if card is not None:
            cards.append(card)
    soon = time.to_virtual(now + ENTRY_SECONDS)
    for flight in trace.flights[trace.sent_count(t) : trace.sent_count(soon)]:
        if flight.injected:
            way, slot = slots.way(flight), slots.of(flight.id)
            strength = min(1.0, way.gone(now) * 4)
            cards.append(_make(trace, flight, naming, slot, way.place(now), "moving", 0.0, strength, with_words))
    return tuple(sorted(cards, key=lambda card: card.phase == "lost"))


def _card(
    trace: Trace, flight: Flight, t: int, now: float, naming: Naming, slots: Slots, with_words: bool
) -> Card | None:
    way, slot = slots.way(flight), slots.of(flight.id)
    place = way.place(now)
    if t < flight.ended or flight.fate is Fate.UNFINISHED:
        # One that gets lost begins to tip.
        tilt = max(0.0, (way.gone(now) - 0.8) * 2.5) if flight.fate is Fate.DROPPED else 0.0
        return _make(trace, flight, naming, slot, place, "moving", tilt, 1.0, with_words)
    if flight.fate is Fate.DROPPED:
        settle = min(1.0, (now - way.ended) / 0.2)
        return _make(trace, flight, naming, slot, place, "lost", 0.5 + 0.5 * settle, 1.0, with_words)
    if flight.fate is Fate.DELIVERED:
        strength = 1 - (now - way.ended) / FADE_SECONDS
        if strength <= 0:
            return None
        return _make(trace, flight, naming, slot, 1.0, "arrived", 0.0, strength, with_words)
    return _make(trace, flight, naming, slot, 1.0, "discarded", 0.0, 1.0, with_words)


def _make(
    trace: Trace, flight: Flight, naming: Naming, slot: Slot, position: float, phase: str, tilt: float,
    strength: float, with_words: bool,
) -> Card:  # fmt: skip
    note, second = flight_note(flight, phase, naming) if with_words else ("", "")
    sender = flight.sender or (None if flight.receiver is None else trace.peer(flight.receiver).name)
    return Card(
        flight.id,
        "right" if sender == trace.hosts[1].name else "left",
        flight.segment.kind,
        *naming.card(flight),
        min(max(position, 0.0), 1.0),
        phase,
        tilt,
        strength,
        note,
        second,
        flight.retransmission,
        flight.copy_of is not None,
        flight.injected,
        slot,
        naming.say("stage.corrupted") if phase == "discarded" and flight.fate is Fate.CORRUPTED else "",
    )


def flight_note(flight: Flight, phase: str, naming: Naming) -> tuple[str, str]:
    """What is said beside a card: one short line and a second one, "" if there is nothing to say."""
    if phase == "lost":
        key = {"queue": "stage.queue_full", "cut": "stage.cut"}.get(flight.by or "", "stage.lost")
        return naming.say(key), naming.say("stage.nobody_told")
    if phase == "discarded" and flight.fate is Fate.CORRUPTED:
        return naming.say("stage.discarded"), ""  # the opened card says why
    if phase == "discarded" and flight.fate is Fate.HOST_DOWN:
        return naming.say("stage.host_down"), naming.say("stage.discarded")
    if phase == "discarded":
        return naming.say("stage.no_host"), ""  # a third host may be there, or nobody
    if flight.injected:
        return naming.say("stage.injected"), ""
    if flight.copy_of is not None:
        return naming.say("stage.copy"), ""
    if flight.retransmission:
        return naming.say("stage.again"), ""
    return "", ""


def _queues(trace: Trace, t: int) -> tuple[QueueView, ...]:
    """The queues of the hosts whose wire has a rate."""
    views = []
    for side, host in zip(("left", "right"), trace.hosts, strict=True):
        if trace.wire.rate[host.name] is None:
            continue
        waiting = sum(flight.sender == host.name and t < flight.left for flight in trace.in_flight(t))
        views.append(QueueView(side, waiting, trace.wire.queue[host.name]))
    return tuple(views)

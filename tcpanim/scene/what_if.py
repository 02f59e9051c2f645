"""What can be tried at a moment: with a segment, with a call, with a host, with the path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tcpanim.explain.values import Duration, HostName, SegmentLabel, Size, StateName
from tcpanim.i18n import Message
from tcpanim.scenario import edits
from tcpanim.scenario.data import pattern
from tcpanim.scenario.edits import Edit
from tcpanim.scenario.quantities import written_share
from tcpanim.scene.endpoint import call_text
from tcpanim.scene.names import Naming
from tcpanim.scene.reasons import Question
from tcpanim.scene.same_call import CallKey, find_call, is_made
from tcpanim.scene.same_segment import key_of, was_lost
from tcpanim.tcp.states import State
from tcpanim.trace.events import Fate, Flight
from tcpanim.trace.rows import columns
from tcpanim.trace.trace import Trace
from tcpanim.units import MIN, MS, S

Target = int | str | CallKey
"""A segment's id, a call, a host's name, or ``WIRE``."""
WIRE = "<wire>"  # no host can have this name


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to try: edits, or a ``form`` that asks for more (the name of the form, about ``target``)."""

    text: Message
    edits: tuple[Edit, ...] = ()
    form: str = ""
    target: Target | Question = WIRE


@dataclass(frozen=True, slots=True)
class Group:
    """Offers under one heading. ``why_not``: why there are none."""

    text: Message
    offers: tuple[Offer | Group, ...] = ()
    why_not: Message | None = None


def all_offers(group: Group) -> Iterator[Offer]:
    """Every offer in the group and in those within it."""
    for one in group.offers:
        if isinstance(one, Group):
            yield from all_offers(one)
        else:
            yield one


# ---- a segment --------------------------------------------------------------------------------------------------


def segment_offers(trace: Trace, number: int, t: int) -> Group:
    """What can happen to a segment on its way; at ``t`` nobody knows yet what becomes of it later."""
    flight = trace.flight(number)
    key = key_of(trace, number)
    if key is None:
        return Group(Message("offer.injected"), why_not=Message("offer.injected-why"))
    title = Message("offer.segment", {"segment": SegmentLabel(number), "host": HostName(key.sender)})
    host, nth = key.sender, key.nth
    fate = flight.fate if flight.ended <= t else Fate.UNFINISHED
    offers: list[Offer | Group] = []
    if is_harmed(trace, flight, t):
        offers.append(Offer(Message("offer.deliver"), (edits.deliver(host, nth),)))
    if fate is not Fate.DROPPED:
        offers.append(Offer(Message("offer.drop"), (edits.drop(host, nth),)))
    if fate is not Fate.CORRUPTED:
        offers.append(Offer(Message("offer.corrupt"), (edits.corrupt(host, nth),)))
    offers.append(Offer(Message("offer.duplicate"), (edits.duplicate(host, nth, copy_after(trace)),)))
    delays = [
        Offer(Message("offer.by", {"by": Duration(by)}), (edits.delay(host, nth, by),)) for by in usual_delays(trace)
    ]
    delays.append(Offer(Message("offer.other"), form="delay", target=number))
    offers.append(Group(Message("offer.delay"), tuple(delays)))
    offers.append(Offer(Message("offer.why-segment"), form="why", target=number))
    return Group(title, tuple(offers))


def is_harmed(trace: Trace, flight: Flight, t: int) -> bool:
    """Whether something has happened to the segment on its way by ``t``: lost, damaged, delayed, doubled."""
    if flight.ended > t:
        return False
    copied = flight.id in islice(columns(trace.flights, "copy_of"), flight.id, None)
    return flight.fate in (Fate.DROPPED, Fate.CORRUPTED) or flight.by is not None or copied


def opposite(trace: Trace, number: int, t: int) -> tuple[str, Edit] | None:
    """The question that a segment asks for at ``t``: what if it is lost, or, where it was, what if it arrives.

    "lost" or "arrives", and the edit; None: nothing can happen to it.
    """
    key = key_of(trace, number)
    if key is None:
        return None
    if was_lost(trace, number, t):
        return "arrives", edits.deliver(key.sender, key.nth)
    return "lost", edits.drop(key.sender, key.nth)


def round_trip(trace: Trace) -> int:
    """The path's own delay there and back."""
    return max(sum(trace.wire.delay.values()), 2 * MS)


def copy_after(trace: Trace) -> int:
    """So much later a copy comes that it can be told from its original."""
    return max(round_trip(trace) // 4, MS)


def usual_delays(trace: Trace) -> tuple[int, ...]:
    """A little, so that later ones overtake it; a whole round trip; and longer than any RTO to begin with."""
    trip = round_trip(trace)
    return (trip // 2, trip * 2, max(1200 * MS, trip * 12))


# ---- a call ---------------------------------------------------------------------------------------------------

_LATER = (S, 10 * S, 2 * MIN)
"""A little, so that it can be watched; longer than most waits; and longer than any timer that waits for a close."""


def call_offers(trace: Trace, key: CallKey, naming: Naming) -> Group | None:
    """What can become of a call that an application makes; None: it is not made in this run."""
    row = find_call(trace, key)
    if row is None or not is_made(row):
        return None
    title = Message("offer.call", {"call": call_text(trace, row, naming), "host": HostName(key.host)})
    later: list[Offer | Group] = [
        Offer(Message("offer.by", {"by": Duration(by)}), (edits.postpone(*key, by),), target=key) for by in _LATER
    ]
    later.append(Offer(Message("offer.other"), form="postpone", target=key))
    return Group(
        title,
        (
            Offer(Message("offer.skip"), (edits.skip(*key),), target=key),
            Group(Message("offer.postpone"), tuple(later)),
        ),
    )


# ---- a host -----------------------------------------------------------------------------------------------------

_SIZES = (100, 1000, 10_000)


def host_offers(trace: Trace, host: str, t: int) -> Group:
    """What a host's application can do at ``t``, and what can become of the host."""
    title = Message("offer.host", {"label": trace.host(host).label or host})

    def call(key: str, name: str, argument: object = None) -> Offer:
        return Offer(Message(f"offer.{key}"), (edits.call(t, host, name, argument),), target=host)

    state = StateName(trace.state(host, t), gloss=False)
    why: list[Offer | Group] = [
        Offer(Message("offer.why-state", {"state": state}), form="why", target=Question("state", host))
    ]
    why += [
        Offer(Message("offer.why-timer", {"timer": Message(f"why.name-{run.timer}")}), form="why",
              target=Question("timer", host, run.timer))
        for run in trace.running_timers(host, t)
    ]  # fmt: skip
    settings = Offer(Message("offer.settings"), form="settings", target=host)
    if not is_up(trace, host, t):
        return Group(title, (call("boot", "boot"), settings, *why))
    offers: list[Offer | Group] = []
    if trace.state(host, t) is State.CLOSED:
        offers += [call("open", "open"), call("listen", "listen")]
    sends: list[Offer | Group] = [
        Offer(Message("offer.bytes", {"size": Size(size)}), (edits.call(t, host, "send", pattern(size)),), target=host)
        for size in _SIZES
    ]
    sends.append(Offer(Message("offer.other"), form="send", target=host))
    offers.append(Group(Message("offer.send"), tuple(sends)))
    reads = reads_at(trace, host, t)
    offers += [
        call("close", "close"),
        call("exit", "exit"),
        call("abort", "abort"),
        call("read-off" if reads else "read-on", "read", not reads),
        call("crash", "crash"),
        settings,
        *why,
    ]
    return Group(title, tuple(offers))


def is_up(trace: Trace, host: str, t: int) -> bool:
    """Whether the host has not crashed, or has been started again."""
    up = True
    for row in trace.calls:
        if row.t > t:
            break
        if row.host == host and row.call in ("crash", "boot"):
            up = row.call == "boot"
    return up


def reads_at(trace: Trace, host: str, t: int) -> bool:
    """Whether the application reads what arrives."""
    reads = True
    for row in trace.calls:
        if row.t > t:
            break
        if row.host == host and row.call == "read" and row.argument in ("on", "off"):
            reads = row.argument == "on"
    return reads


# ---- the path ---------------------------------------------------------------------------------------------------


def wire_offers(trace: Trace, t: int) -> Group:
    """What can become of the path from ``t`` on."""
    cuts: list[Offer | Group] = [
        Offer(Message("offer.for", {"time": Duration(span)}), (edits.cut(t, t + span),)) for span in (S, 10 * S, MIN)
    ]
    cuts.append(Offer(Message("offer.for-ever"), (edits.cut(t),)))
    trip = round_trip(trace)
    delays: list[Offer | Group] = [
        Offer(Message("offer.to", {"time": Duration(one_way)}), (edits.change_wire(t, delay=one_way),))
        for one_way in (trip, 5 * trip)
    ]
    losses: list[Offer | Group] = [
        Offer(Message("offer.share", {"share": written_share(share)}), (edits.change_wire(t, loss=share),))
        for share in (10_000, 100_000, 300_000)
    ]
    return Group(
        Message("offer.wire"),
        (
            Group(Message("offer.cut"), tuple(cuts)),
            Group(Message("offer.wire-delay"), tuple(delays)),
            Group(Message("offer.loss"), tuple(losses)),
            Offer(Message("offer.path"), form="path"),
        ),
    )

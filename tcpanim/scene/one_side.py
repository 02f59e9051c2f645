"""What one host knows: the wire and the other host are masked, and with them every loss that nobody tells it of."""

from __future__ import annotations

from dataclasses import replace

from tcpanim.explain.narrate import Sentence
from tcpanim.explain.typeset import host_in_text, typeset
from tcpanim.scene.endpoint import EndpointView
from tcpanim.scene.header import Header
from tcpanim.scene.names import UNKNOWN, Naming
from tcpanim.scene.stage import Card, StageView
from tcpanim.scene.strip import HalfStrip, Strip
from tcpanim.scene.variables import Cell, Numbers
from tcpanim.trace.events import Event, EventKind, Fate, Flight
from tcpanim.trace.trace import Trace

SIDES = ("both", "left", "right")
SIGHT = 0.3  # a host sees this share of the way: what leaves it disappears there, what comes appears there


def hidden(shown: str, side: str) -> bool:
    """Whether, where that much is ``shown`` (one of SIDES), nothing is known of the host on ``side``."""
    return shown not in ("both", side)


def masked(trace: Trace, view: StageView, side: str, naming: Naming) -> StageView:
    """``view`` as the host on ``side`` knows it; "both": all of it."""
    if side == "both":
        return view
    cards = tuple(seen for card in view.cards if (seen := _seen(trace, card, side)) is not None)
    own, other = (view.left, view.right) if side == "left" else (view.right, view.left)
    hidden = hide(other)
    left, right = (own, hidden) if side == "left" else (hidden, own)
    queues = tuple(queue for queue in view.queues if queue.side == side)
    label = host_in_text(own.label, naming.language)
    words = typeset(naming.say("stage.one_side", host=label), naming.language)
    return replace(view, left=left, right=right, cards=cards, queues=queues, path="", masked=words)


def masked_numbers(numbers: Numbers, side: str) -> Numbers:
    """The same of the numbers of both hosts: those of the other one are UNKNOWN."""
    if side == "both":
        return numbers
    (state, _), (lines, _) = numbers.states, numbers.formulas
    mask = Cell(UNKNOWN, changed=False)
    if side == "left":
        groups = tuple(
            replace(group, rows=tuple(replace(row, right=mask) for row in group.rows)) for group in numbers.groups
        )
        timers = tuple(replace(timer, right=None) for timer in numbers.timers)
        return Numbers(numbers.hosts, (state, UNKNOWN), groups, timers, (lines, ()))
    (_, state), (_, lines) = numbers.states, numbers.formulas
    groups = tuple(
        replace(group, rows=tuple(replace(row, left=mask) for row in group.rows)) for group in numbers.groups
    )
    timers = tuple(replace(timer, left=None) for timer in numbers.timers)
    return Numbers(numbers.hosts, (UNKNOWN, state), groups, timers, ((), lines))


def hide(view: EndpointView) -> EndpointView:
    """An endpoint of which nothing is known but its name and address."""
    return replace(
        view, state_text=UNKNOWN, gloss="", before="", turn=0.0, rows=(), timers=(), calls=(), error="",
        down=False, unread=0, unsent=0, hidden=True,
    )  # fmt: skip


def _seen(trace: Trace, card: Card, side: str) -> Card | None:
    if card.side == side:
        if card.phase != "moving" or card.copy or card.foreign or card.position >= SIGHT:
            return None
        return replace(card, tilt=0.0, strength=card.strength * (1 - card.position / SIGHT))
    if card.phase == "discarded":
        # A damaged segment was opened here; that no host has the address, or that it is down, nobody notices.
        return card if trace.flight(card.flight).fate is Fate.CORRUPTED else None
    if card.phase == "lost" or card.position <= 1 - SIGHT:
        return None
    strength = card.strength if card.phase != "moving" else (card.position - 1 + SIGHT) / SIGHT
    return replace(card, strength=strength, note="", second="", again=False, copy=False, foreign=False, tilt=0.0)


def knows_flight(flight: Flight, host: str, t: int) -> bool:
    """Whether ``host`` knows of a segment at ``t``: its own from the moment it sent it, another's on arrival."""
    if flight.sender == host and flight.copy_of is None and not flight.injected:
        return flight.sent <= t
    arrived = flight.fate in (Fate.DELIVERED, Fate.CORRUPTED) and flight.ended <= t
    return flight.receiver == host and arrived


def knower(trace: Trace, side: str) -> str | None:
    """The host whose knowledge alone is shown; None: all is."""
    return {"left": trace.hosts[0].name, "right": trace.hosts[1].name}.get(side)


def known_header(trace: Trace, header: Header, side: str) -> Header:
    """What is known of a segment: of its own, a host does not know what has become of it."""
    host = knower(trace, side)
    return replace(header, fate="") if host is not None and trace.flight(header.flight).sender == host else header


def last_known(trace: Trace, number: int, side: str, t: int) -> int | None:
    """The segment of that id if at ``t`` it is known on ``side``, else the last one before it that is; None: none."""
    host = knower(trace, side)
    if host is None:
        return number
    earlier = range(number, 0, -1)
    return next((one for one in earlier if knows_flight(trace.flight(one), host, t)), None)


def masked_strips(strips: tuple[Strip, Strip], side: str) -> tuple[Strip, Strip]:
    """The same of the sequence strips: of the other host's halves nothing is known."""
    if side == "both":
        return strips
    first, second = (_masked_strip(strip, side) for strip in strips)
    return first, second


def _masked_strip(strip: Strip, side: str) -> Strip:
    if strip.sender.side == side:
        return replace(strip, receiver=_masked_half(strip.receiver))
    # Of the other one's numbers those have come that lie in a part of one's own.
    own = strip.receiver
    cells = tuple(cell for cell in strip.cells if own.has((cell.left + cell.right) / 2))
    return replace(strip, sender=_masked_half(strip.sender), cells=cells, waiting=None)


def _masked_half(half: HalfStrip) -> HalfStrip:
    return replace(half, parts=(), pointers=(), hidden=True)


def notices(trace: Trace, host: str, t: int) -> bool:
    """Whether anything in the step that ``t`` shows happens at ``host`` itself."""
    step = trace.step_at(t)
    since = trace.moments[step - 1] if step else 0
    return any(_happens_at(trace, event, host) for event in trace.events_between(since - 1, since))


def knows(trace: Trace, one: Sentence, host: str | None) -> bool:
    """Whether ``host`` (None: everybody) knows of what that sentence tells."""
    return host is None or (
        one.host == host and any(_happens_at(trace, trace.event(number), host) for number in one.events)
    )


def _happens_at(trace: Trace, event: Event, host: str) -> bool:
    """A loss happens to nobody; neither does it that a segment finds no host, or one that is down."""
    if event.host != host or event.kind is EventKind.LOST:
        return False
    opened = event.kind is not EventKind.DISCARDED or event.row is None
    return opened or trace.flights[event.row or 0].fate is Fate.CORRUPTED

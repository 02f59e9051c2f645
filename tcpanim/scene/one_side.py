"""What one host knows: the wire and the other host are masked, and with them every loss that nobody tells it of."""

from __future__ import annotations

from dataclasses import replace

from tcpanim.scene.endpoint import EndpointView
from tcpanim.scene.names import Naming
from tcpanim.scene.stage import Card, StageView
from tcpanim.trace.events import EventKind, Fate, Flight
from tcpanim.trace.trace import Trace

SIDES = ("both", "left", "right")
SIGHT = 0.3  # a host sees this share of the way: what leaves it disappears there, what comes appears there
_UNSEEN = frozenset({EventKind.LOST})


def masked(trace: Trace, view: StageView, side: str, naming: Naming) -> StageView:
    """``view`` as the host on ``side`` knows it; "both": all of it."""
    if side == "both":
        return view
    cards = tuple(seen for card in view.cards if (seen := _seen(trace, card, side)) is not None)
    own, other = (view.left, view.right) if side == "left" else (view.right, view.left)
    hidden = hide(other)
    left, right = (own, hidden) if side == "left" else (hidden, own)
    queues = tuple(queue for queue in view.queues if queue.side == side)
    words = naming.say("stage.one_side", host=own.label)
    return replace(view, left=left, right=right, cards=cards, queues=queues, path="", masked=words)


def hide(view: EndpointView) -> EndpointView:
    """An endpoint of which nothing is known but its name and address."""
    return replace(
        view, state_text="?", gloss="", before="", turn=0.0, rows=(), timers=(), calls=(), error="",
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


def notices(trace: Trace, host: str, t: int) -> bool:
    """Whether anything in the step that ``t`` shows happens at ``host`` itself."""
    step = trace.step_at(t)
    since = trace.moments[step - 1] if step else 0
    return any(event.host == host and event.kind not in _UNSEEN for event in trace.events_between(since - 1, since))

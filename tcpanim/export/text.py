"""The ladder as text with its sentences, for terminals, files and golden tests.

Time runs down. Between the lifelines stand the segments and what happens; outside them the states that are entered,
what the applications call and are told, and the timers that run out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tcpanim.explain.narrate import Sentence, narrate
from tcpanim.explain.typeset import sentence
from tcpanim.export import columns
from tcpanim.i18n import Catalogue
from tcpanim.scene.endpoint import call_text
from tcpanim.scene.names import Naming
from tcpanim.trace.events import Event, EventKind, Fate, Flight, HostInfo
from tcpanim.trace.trace import Trace
from tcpanim.units import format_time
from tcpanim.wire.segment import Address

WIDTH = 100
_TIME = 12
_SIDE = 16
_MIDDLE = WIDTH - _TIME - 2 * _SIDE - 6
_LOST = {"queue": "stage.queue_full", "cut": "stage.cut"}
_DISCARDED = {
    Fate.CORRUPTED: "stage.corrupted",
    Fate.HOST_DOWN: "stage.host_down",
    Fate.NO_HOST: "stage.no_host",
}


@dataclass
class _Row:
    """One line: what stands left and right of the lifelines, and what between them (with their joints)."""

    left: str = ""
    right: str = ""
    middle: str = ""
    joints: tuple[str, str] = field(default=("│", "│"))


def ladder(trace: Trace, naming: Naming, until: int | None = None) -> Iterator[str]:
    """The lines of the ladder up to ``until`` (ns; None: the whole run), without line ends, at most WIDTH columns.

    Where numbers are written in letters, what these stand for is said at the end.
    """
    catalogue = naming.catalogue
    yield from _heading(trace, catalogue)
    yield from _hosts(trace, naming)
    last = trace.end if until is None else until
    before: int | None = None
    for t in trace.moments:
        if t > last:
            break
        if before is not None:
            yield _line("", _Row())
        time = format_time(t, 6)
        for row in _rows(trace, naming, trace.events_at(t)):
            yield _line(time, row)
            time = ""
        for line in _told(narrate(trace, t), catalogue, naming, t):
            yield _line(time, _Row(middle=f" {line}"))
            time = ""
        before = t
    yield _line("", _Row())
    if until is None:
        yield from _ending(trace, naming, catalogue)
    if legend := naming.legend(until):
        yield ""
        yield from columns.wrap(", ".join(legend), WIDTH)


# ---- head and foot


def _heading(trace: Trace, catalogue: Catalogue) -> Iterator[str]:
    title = trace.title.pick(catalogue.language)
    yield from columns.wrap(title, WIDTH)
    yield "=" * min(columns.width(title), WIDTH)
    yield ""


def _hosts(trace: Trace, naming: Naming) -> Iterator[str]:
    left, right = trace.hosts
    yield _frame("", naming.host(left.name), "", naming.host(right.name), (" ", " "))
    yield _frame("", _address(left), _path(trace, naming), _address(right), (" ", " "))
    yield _frame(
        "", naming.state(trace.state(left.name, -1)), "", naming.state(trace.state(right.name, -1)), ("│", "│")
    )


def _address(host: HostInfo) -> str:
    return str(Address(host.address, host.port))


def _path(trace: Trace, naming: Naming) -> str:
    left, right = trace.hosts
    there, back = trace.wire.delay[left.name], trace.wire.delay[right.name]
    if there == back:
        text = naming.say("stage.delay", delay=naming.duration(there))
    else:
        text = naming.say("stage.delays", there=naming.duration(there), back=naming.duration(back))
    return columns.centre(text, _MIDDLE)


def _ending(trace: Trace, naming: Naming, catalogue: Catalogue) -> Iterator[str]:
    left, right = trace.hosts
    final = trace.final()
    yield _frame("", naming.state(final[left.name]), "", naming.state(final[right.name]), (" ", " "))
    read = [catalogue.text("text.read", size=f"{trace.delivered(host.name)} B") for host in trace.hosts]
    yield _frame("", read[0], "", read[1], (" ", " "))


# ---- rows


def _rows(trace: Trace, naming: Naming, events: tuple[Event, ...]) -> list[_Row]:
    """The rows of one step: one thing after the other, those that belong to one moment of a host side by side."""
    rows: list[_Row] = []
    left = trace.hosts[0].name
    for event in events:
        if event.kind in _MIDDLE_KINDS:
            assert event.row is not None
            middle, joints = _segment(trace, naming, event, trace.flights[event.row])
            row = rows[-1] if rows and not rows[-1].middle and event.kind is EventKind.SENT else None
            if row is None:
                row = _Row()
                rows.append(row)
            row.middle, row.joints = middle, joints
        elif (text := _outside(trace, naming, event)) and event.host is not None:
            side = "left" if event.host == left else "right"
            for line in columns.wrap(text, _SIDE):
                if not rows or getattr(rows[-1], side) or (event.kind is not EventKind.STATE and rows[-1].middle):
                    rows.append(_Row())
                setattr(rows[-1], side, line)
    return rows


_MIDDLE_KINDS = (EventKind.SENT, EventKind.ARRIVED, EventKind.LOST, EventKind.DISCARDED)


def _outside(trace: Trace, naming: Naming, event: Event) -> str:
    """What stands outside the lifeline of a host for ``event``; "" for nothing."""
    row = event.row
    if row is None:
        return ""
    if event.kind in (EventKind.CALL, EventKind.CRASH, EventKind.BOOT):
        return f"[{call_text(trace, trace.calls[row], naming)}]"
    if event.kind is EventKind.SKIPPED:
        return f"[{call_text(trace, trace.skipped[row], naming)}]"
    if event.kind is EventKind.STATE:
        return naming.state(trace.states[row].after)
    if event.kind is EventKind.FIRED:
        return f"({naming.timer(trace.timers[row].timer)})"
    if event.kind is EventKind.ERROR:
        return f"! {naming.error(trace.errors[row].error)}"
    return ""


def _segment(trace: Trace, naming: Naming, event: Event, flight: Flight) -> tuple[str, tuple[str, str]]:
    """A segment between the lifelines, and what becomes of these where it touches them."""
    rightward = _rightward(trace, flight)
    if event.kind is EventKind.SENT:
        text = _label(naming, flight)
        if flight.injected:
            return _arriving(text, rightward)
        if flight.copy_of is not None:
            return _appearing(text, rightward)
        return _leaving(text, rightward)
    number = f"#{flight.id}"
    if event.kind is EventKind.ARRIVED:
        return _arriving(number, rightward)
    if event.kind is EventKind.LOST:
        lost = naming.say(_LOST.get(flight.by or "", "stage.lost"))
        return columns.centre(f"╳ {number} {lost}", _MIDDLE), ("│", "│")
    fate = naming.say(_DISCARDED[flight.fate])
    return _arriving(f"╳ {number} {fate}", rightward, head=" ")


def _label(naming: Naming, flight: Flight) -> str:
    text = f"#{flight.id} {naming.label(flight)}"
    if flight.retransmission:
        text += f" ↻ {naming.say('stage.again')}"
    if flight.copy_of is not None:
        text += f" ({naming.say('ladder.copy')})"
    if flight.injected:
        text += f" ({naming.say('ladder.injected')})"
    return text


def _rightward(trace: Trace, flight: Flight) -> bool:
    if flight.receiver is not None:
        return flight.receiver == trace.hosts[1].name
    return flight.sender == trace.hosts[0].name


def _leaving(text: str, rightward: bool) -> tuple[str, tuple[str, str]]:
    """``text`` on an arrow that leaves one lifeline for the other."""
    text = columns.cut(text, _MIDDLE - 7)
    line = "─" * (_MIDDLE - columns.width(text) - 5)
    if rightward:
        return f"── {text} {line}▶", ("├", "│")
    return f"◀{line} {text} ──", ("│", "┤")


def _appearing(text: str, rightward: bool) -> tuple[str, tuple[str, str]]:
    """``text`` on an arrow that comes from the network, not from a host."""
    text = columns.cut(text, _MIDDLE - 7)
    if rightward:
        return columns.right(f"╶─ {text} ─▶", _MIDDLE), ("│", "│")
    return columns.left(f"◀─ {text} ─╴", _MIDDLE), ("│", "│")


def _arriving(text: str, rightward: bool, head: str = "") -> tuple[str, tuple[str, str]]:
    """``text`` beside the lifeline that it reaches."""
    if rightward:
        return columns.right(f"{text} {head or '▷'}", _MIDDLE), ("│", "│")
    return columns.left(f"{head or '◁'} {text}", _MIDDLE), ("│", "│")


# ---- sentences


def _told(sentences: tuple[Sentence, ...], catalogue: Catalogue, naming: Naming, t: int) -> Iterator[str]:
    show = naming.show_at(t)
    for one in sentences:
        text = sentence(one.what, catalogue, show)
        if one.rules:
            text += f" [{one.rules[0]}]".replace("RFC ", "RFC\N{NO-BREAK SPACE}").replace(" §", "\N{NO-BREAK SPACE}§")
        for line in columns.wrap(text, _MIDDLE - 2):
            yield line.replace("\N{NO-BREAK SPACE}", " ")


# ---- lines


def _line(time: str, row: _Row) -> str:
    return _frame(time, row.left, row.middle, row.right, row.joints)


def _frame(time: str, left: str, middle: str, right: str, joints: tuple[str, str]) -> str:
    """One line of the page: time, left margin, lifeline, middle, lifeline, right margin."""
    return (
        f"{columns.right(time, _TIME)}  {columns.right(left, _SIDE)} {joints[0]}"
        f"{columns.left(middle, _MIDDLE)}{joints[1]} {columns.left(right, _SIDE)}"
    ).rstrip()

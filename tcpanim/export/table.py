"""A run as tables for a spreadsheet: its segments, changes of state, variables over time, or what is said of its steps.

Comma-separated values (RFC 4180) with a line of names. Times are seconds, sizes bytes; sequence numbers are relative,
as far as the ISN that they count from is known, beside those on the wire. Nothing is rounded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from tcpanim.scene.event_rows import EventRows
from tcpanim.scene.names import Naming
from tcpanim.trace.events import Flight, Sample
from tcpanim.trace.trace import Trace
from tcpanim.units import S
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK

Cell = str | int | None
Rows = Iterator[tuple[Cell, ...]]

_SEGMENTS = (
    "segment", "sent_s", "arrived_s", "from", "to", "connection", "flags", "seq", "ack", "len", "window", "wire_seq",
    "wire_ack", "retransmission", "fate", "by", "options",
)  # fmt: skip
_STATES = ("t_s", "host", "connection", "from", "to", "rule")
_SIZES = (
    "snd_wnd", "rcv_wnd", "snd_mss", "cwnd", "ssthresh", "flight", "dupacks", "sacked", "lost", "retransmitted",
    "unread", "unsent",
)  # fmt: skip
_TIMES = ("srtt", "rttvar", "rto")
_VARIABLES = (
    "t_s", "host", "connection", "state", "snd_una", "snd_nxt", "rcv_nxt", *_SIZES, *(f"{name}_s" for name in _TIMES),
    "backoff", "ca_state",
)  # fmt: skip
_EVENTS = ("t_s", "host", "what", "why", "rules")


def seconds(t: int | None) -> str | None:
    """A time or a length of time (ns) in seconds, exactly."""
    return None if t is None else f"{t // S}.{t % S:09d}"


def _from(base: int | None, value: int | None) -> int | None:
    return None if base is None or value is None else seq.diff(value, base)


def _segments(trace: Trace, _naming: Naming) -> Rows:
    for flight in trace.flights:
        yield _segment(flight)


def _segment(flight: Flight) -> tuple[Cell, ...]:
    segment = flight.segment
    ack = segment.ack if segment.flags & ACK else None
    options = " ".join(f"{name}={_plain(value)}" for name, value in segment.options.items())
    return (
        flight.id, seconds(flight.sent), seconds(flight.arrived), flight.sender, flight.receiver, flight.connection,
        " ".join(segment.flag_names), _from(flight.seq_base, segment.seq), _from(flight.ack_base, ack),
        len(segment.data), segment.window, segment.seq, ack, int(flight.retransmission), str(flight.fate), flight.by,
        options,
    )  # fmt: skip


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ":".join(_plain(one) for one in value)
    return value.hex() if isinstance(value, bytes) else str(value)


def _states(trace: Trace, _naming: Naming) -> Rows:
    for row in trace.states:
        yield seconds(row.t), row.host, row.connection, str(row.before), str(row.after), row.rule


def _variables(trace: Trace, _naming: Naming) -> Rows:
    for row in trace.samples:
        yield _sample(row)


def _sample(row: Sample) -> tuple[Cell, ...]:
    tcb = row.tcb
    return (
        seconds(row.t), row.host, row.connection, str(tcb.state), _from(tcb.iss, tcb.snd_una),
        _from(tcb.iss, tcb.snd_nxt), _from(tcb.irs, tcb.rcv_nxt), *(getattr(tcb, name) for name in _SIZES),
        *(seconds(getattr(tcb, name)) for name in _TIMES), tcb.backoff, tcb.ca_state,
    )  # fmt: skip


def _events(trace: Trace, naming: Naming) -> Rows:
    rows = EventRows(trace)
    for index, event in enumerate(rows.roots):
        told = rows.tell(index, naming)
        yield seconds(event.t), told.host, told.what, told.why, "; ".join(told.rules)


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Trace, Naming], Rows]]] = {
    "ladder": (_SEGMENTS, _segments),
    "states": (_STATES, _states),
    "plots": (_VARIABLES, _variables),
    "events": (_EVENTS, _events),
}
"""By the view whose numbers they hold: the names of the columns, and what makes the rows."""


def table(trace: Trace, naming: Naming, view: str = "ladder") -> Iterable[str]:
    """The lines of that view's table. What has no value is left empty. Raises KeyError for another view."""
    names, rows = TABLES[view]
    if naming.language == "zh":
        yield "\ufeff"  # or spreadsheets take it for another encoding
    yield _line(names)
    for row in rows(trace, naming):
        yield _line(row)


def _line(cells: tuple[Cell, ...]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(["" if cell is None else cell for cell in cells])
    return written.getvalue()

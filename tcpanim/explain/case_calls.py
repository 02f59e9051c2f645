"""The rows about what applications ask for, and what they leave out."""

from __future__ import annotations

from tcpanim.explain.case import NONE, Case, row
from tcpanim.tcp.states import State

_SKIPPED_CLOSE = (
    row("skipped-call", State.CLOSE_WAIT, why="skipped-close-wait"),
    row("skipped-call", State.ESTABLISHED, why="skipped-close"),
)

_CLOSE_REFUSED = row("call-refused", (), (), "error", lacks=("moves", "sends"), told=True)

_CLOSE = (
    _CLOSE_REFUSED,
    row("exit-unread", (), State.CLOSED, "exit-with-unread-data", "sends-RST"),
    row("close-listen", State.LISTEN, State.CLOSED),
    row("close-syn-sent", State.SYN_SENT, State.CLOSED),
    row("close-opening", State.SYN_RECEIVED, State.FIN_WAIT_1, why="close-queued", tells=NONE),
    row("close-first-data", (), State.FIN_WAIT_1, "sends-FIN", "with-sent-data", why="close-first"),
    row("close-first", (), State.FIN_WAIT_1, "sends-FIN"),
    row("close-queued", (), State.FIN_WAIT_1, "moves", tells=NONE),
    row("close-second", State.CLOSE_WAIT, State.LAST_ACK, "since-data"),
    row("close-second-same", State.CLOSE_WAIT, State.LAST_ACK, "since-nothing"),
    row("close-second-merged", State.CLOSE_WAIT, State.LAST_ACK, "sends-FIN"),
    row("close-waits", (), (), "close-queued", why="close-queued", tells=NONE),
    row("exit-quiet", (), (), "silent", "limits-fin-wait-2", why="exit-limited"),
    row("exit-quiet", (), (), "silent"),
)

CALLS: dict[str, tuple[Case, ...]] = {
    "call:listen": (
        row("call-refused", (), (), "error", told=True),
        row("listen", (), State.LISTEN),
    ),
    "call:unlisten": (
        row("call-refused", (), (), "error", told=True),
        row("unlisten"),
    ),
    "call:accept": (
        row("call-refused", (), (), "error", told=True),
        row("accept", (), (), "accepted"),
        row("accept-waits", why=None),
    ),
    "call:open": (
        row("open-exists", (), (), "error", lacks=("moves", "sends"), told=True),
        row("open-fast", (), State.SYN_SENT, "sends-SYN", "fast-open-sent"),
        row("open-asks", (), State.SYN_SENT, "sends-SYN", "fast-open-requested"),
        row("open", (), State.SYN_SENT, "sends-SYN"),
    ),
    "call:send": (
        row("call-refused", (), (), "error", told=True),
        row("send-short", (), (), "short", tells=NONE),
        row("send-waits", (State.SYN_SENT, State.SYN_RECEIVED, State.LISTEN), (), "silent", why="send-waits-opening"),
        row("send-restart", (), (), "sends-DATA", "idle-restart"),
        row("send-held", (), (), "sends-DATA", "sends-held"),
        row("send-part", (), (), "sends-DATA", "unsent", "cwnd-full", why="send-part-cwnd"),
        row("send-part", (), (), "sends-DATA", "unsent", "nagle-waits", why="send-waits-nagle"),
        row("send-part", (), (), "sends-DATA", "unsent", "cork-waits", why="send-waits-cork"),
        row("send-part", (), (), "sends-DATA", "unsent", "sender-waits", why="send-waits-small"),
        row("send-part", (), (), "sends-DATA", "unsent", "peer-has-room", why="send-part-cwnd"),
        row("send-part", (), (), "sends-DATA", "unsent"),
        row("send-many", (), (), "sends-DATA", "sends-several"),
        row("send", (), (), "sends-DATA"),
        row("send-waits", (), (), "sender-waits", why="send-waits-small"),
        row("send-waits", (), (), "nagle-waits", "silent", why="send-waits-nagle"),
        row("send-waits", (), (), "cork-waits", "silent", why="send-waits-cork"),
        row("send-waits", (), (), "silent", "peer-has-room", why="send-part-cwnd"),
        row("send-waits", (), (), "silent"),
    ),
    "call:read": (
        row("call-refused", (), (), "error", told=True),
        row("read-update", (), (), "window-update", "acks-too", why="read-update-acks"),
        row("read-update", (), (), "window-update"),
        row("read-data", (), (), "delivers", why=None),
        row("read-off", (), (), "argument:off"),
        row("read-on", (), (), "argument:on", why=None),
        row("read-nothing", why=None),
    ),
    "call:close": _CLOSE,
    "call:exit": (
        _CLOSE_REFUSED,
        row("close-first-data", (), State.FIN_WAIT_1, "sends-FIN", "with-sent-data", why="exit-first"),
        row("close-first", (), State.FIN_WAIT_1, "sends-FIN", why="exit-first"),
        *_CLOSE,
    ),
    "call:abort": (
        row("call-refused", (), (), "error", lacks=("moves",), told=True),
        row("abort", (), State.CLOSED, "sends-RST"),
        row("abort-silent", (), State.CLOSED),
    ),
    "call:set": (
        row("call-refused", (), (), "error", told=True),
        row("set", why=None, tells=NONE),
    ),
    "crash": (
        row("call-down", (), (), "failed", why=None),
        *(
            row("crash", (), (), "moves", f"peer:{state}")
            for state in State
            if state not in (State.CLOSED, State.LISTEN, State.SYN_SENT, State.TIME_WAIT)
        ),
        row("crash-alone", why=None),
    ),
    "boot": (row("boot-again", (), (), "failed", why=None), row("boot", why=None)),
    # ---- what they leave out
    "skipped:close": _SKIPPED_CLOSE,
    "skipped:exit": _SKIPPED_CLOSE,
    "skipped:read": (
        row("skipped-read-off", (), (), "argument:off", why=None),
        row("skipped-read-on", (), (), "argument:on", why=None),
    ),
    "skipped:crash": (row("skipped-crash", why=None),),
    "skipped:boot": (row("skipped-boot", why=None),),
}

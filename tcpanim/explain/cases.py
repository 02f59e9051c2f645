"""The table from what happened to the key of its sentence.

A topic (what set it off) has its cases in order; the first that fits is told. A case asks for states before and after,
and for marks (see ``happening``): reasons of the engine, kinds of segments sent, facts about buffers. The sentence is
``say.<key>`` in the catalogues, what stands behind it ``why.<why>``.
"""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.explain.happening import Happening
from tcpanim.tcp.states import State

ALL, FIRST, NONE = "all", "first", "none"
RULE = "rule"


@dataclass(frozen=True, slots=True)
class Case:
    """One row. ``before``/``after``: states, () for any. ``needs``/``lacks``: marks.

    ``why``: key of the second part, None when there is none, RULE for the rule that
    decided. ``tells``: how many of the segments sent the sentence
    speaks of (all, first, none); the others get a sentence of their own. ``told``: whether it names the error itself.
    """

    key: str
    before: tuple[State, ...] = ()
    after: tuple[State, ...] = ()
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    why: str | None = None
    tells: str = ALL
    told: bool = False

    def fits(self, one: Happening) -> bool:
        """Whether this row speaks of ``one``."""
        return (
            (not self.before or one.before in self.before)
            and (not self.after or one.after in self.after)
            and one.marks.issuperset(self.needs)
            and one.marks.isdisjoint(self.lacks)
        )


def _case(
    key: str,
    before: State | tuple[State, ...] = (),
    after: State | tuple[State, ...] = (),
    *needs: str,
    lacks: tuple[str, ...] = (),
    why: str | None = "",
    tells: str = ALL,
    told: bool = False,
) -> Case:
    """A row with one state where a tuple of one is meant, and with the why of the same key unless another is named."""
    return Case(
        key,
        before if isinstance(before, tuple) else (before,),
        after if isinstance(after, tuple) else (after,),
        needs,
        lacks,
        key if why == "" else why,
        tells,
        told,
    )


_SKIPPED_CLOSE = (
    _case("skipped-call", State.CLOSE_WAIT, why="skipped-close-wait"),
    _case("skipped-call", State.ESTABLISHED, why="skipped-close"),
)

_CLOSE_REFUSED = _case("call-refused", (), (), "error", lacks=("moves", "sends"), told=True)

_CLOSE = (
    _CLOSE_REFUSED,
    _case("exit-unread", (), State.CLOSED, "exit-with-unread-data", "sends-RST"),
    _case("close-listen", State.LISTEN, State.CLOSED),
    _case("close-syn-sent", State.SYN_SENT, State.CLOSED),
    _case("close-opening", State.SYN_RECEIVED, State.FIN_WAIT_1, why="close-queued", tells=NONE),
    _case("close-first-data", (), State.FIN_WAIT_1, "sends-FIN", "with-sent-data", why="close-first"),
    _case("close-first", (), State.FIN_WAIT_1, "sends-FIN"),
    _case("close-queued", (), State.FIN_WAIT_1, "moves", tells=NONE),
    _case("close-second", State.CLOSE_WAIT, State.LAST_ACK, "since-data"),
    _case("close-second-same", State.CLOSE_WAIT, State.LAST_ACK, "since-nothing"),
    _case("close-second-merged", State.CLOSE_WAIT, State.LAST_ACK, "sends-FIN"),
    _case("close-waits", (), (), "close-queued", why="close-queued", tells=NONE),
    _case("exit-quiet", (), (), "silent"),
)

_STRAY = (
    _case("stray", State.CLOSED, (), "sends-RST", "with-ack"),
    _case("stray-without-ack", State.CLOSED, (), "sends-RST"),
)

# What every arriving segment can meet, whatever its kind.
_ANY_ARRIVAL = (
    _case("not-a-syn", (), (), "not-a-syn"),
    _case("synack-misled", State.LISTEN, (), "ack-in-listen", why="stray"),
    _case("challenge-limited", (), (), "challenge-limited", "silent", why=RULE),
    _case("ack-of-unsent", (), (), "ack-of-unsent", why=RULE),
    _case("ack-not-of-syn", (), (), "ack-not-of-syn", why=RULE),
    _case("syn-in-window", (), (), "syn-in-window", why=RULE),
    _case("syn-restarts", (), (), "syn-returns-to-listen", why=RULE),
    _case("text-after-fin", (), (), "text-after-fin", "silent", why=RULE),
    _case("ack-missing", (), (), "ack-missing", "silent", why=RULE),
    _case("old-answered", (), (), "segment-old", "sends-ACK", why=RULE, tells=FIRST),
    _case("syn-acked", (), (), "syn-acknowledged", "silent", lacks=("moves",), why=None),
    _case("opened-closing", State.SYN_RECEIVED, State.FIN_WAIT_1, why=None, tells=NONE),
    _case("data-beyond", (), (), "segment-beyond-window", "sends-ACK", why=RULE),
    _case("moved", (), (), "moves", why=None, tells=NONE),
    _case("answered", (), (), "sends-ACK", why=RULE),
    _case("answered", (), (), "sends-RST", why=RULE),
    _case("ack-nothing-new", (), (), "silent", "with-ack", why=None),
    _case("dropped", (), (), "silent", why=RULE),
)

# What the sender makes of an ACK when it has a congestion window.
_RECOVERING = (
    _case("fast-retransmit", (), (), "fast-retransmission", "tahoe-loss", why="fast-retransmit-tahoe", tells=FIRST),
    _case("fast-retransmit", (), (), "fast-retransmission", "rate-reduction", why="fast-retransmit-prr", tells=FIRST),
    _case("fast-retransmit", (), (), "fast-retransmission", tells=FIRST),
    _case("spurious-timeout", (), (), "spurious-timeout", why=None, tells=NONE),
    _case("frto-sends-new", (), (), "frto-sends-new", "sends-DATA", why=None),
    _case("partial-ack", (), (), "partial-ack-retransmission", tells=FIRST),
    _case("frto-loss", (), (), "frto-loss", "loss-retransmission", tells=FIRST),
    _case("tail-was-lost", (), (), "tail-was-lost", lacks=("sends",)),
    _case("loss-resends", (), (), "loss-retransmission", "slow-start", why="acked-slow-start"),
    _case("loss-resends-more", (), (), "loss-retransmission", why=None),
    _case("rack-resends-one", (), (), "rack-retransmission", "sack-recovery", why="fast-retransmit", tells=FIRST),
    _case("rack-resends-one", (), (), "rack-retransmission", "rate-reduction", why="fast-retransmit-prr", tells=FIRST),
    _case("rack-resends", (), (), "rack-retransmission", "sends-several", why="sack-resends"),
    _case("rack-resends-one", (), (), "rack-retransmission", why="sack-resends"),
    _case("sack-resends", (), (), "sack-retransmission", "sends-several"),
    _case("sack-resends-one", (), (), "sack-retransmission", why="sack-resends"),
    _case("rescue-resends", (), (), "rescue-retransmission", lacks=("sends-several",)),
    _case("limited-transmit", (), (), "limited-transmit", why=None),
    _case("recovery-ended", (), (), "recovery-ended", "below-ssthresh", why="recovery-ended-low", tells=NONE),
    _case("recovery-ended", (), (), "recovery-ended", tells=NONE),
    _case("acked-slow-start", (), (), "slow-start", "opens-more", "sends-DATA", "sends-several", why="acked-bytes"),
    _case("acked-slow-start-one", (), (), "slow-start", "opens-more", "sends-DATA", why="acked-bytes"),
    _case("acked-slow-start", (), (), "slow-start", "sends-DATA", "sends-several"),
    _case("acked-slow-start-one", (), (), "slow-start", "sends-DATA", why="acked-slow-start"),
    _case("acked-slow-start", (), (), "congestion-avoidance", "sends-DATA", "sends-several", why="acked-avoidance"),
    _case("acked-slow-start-one", (), (), "congestion-avoidance", "sends-DATA", why="acked-avoidance"),
    _case("acked-slow-start", (), (), "cubic-growth", "sends-DATA", "sends-several", why="acked-cubic"),
    _case("acked-slow-start-one", (), (), "cubic-growth", "sends-DATA", why="acked-cubic"),
    _case("acked-slow-start", (), (), "cubic-friendly", "sends-DATA", "sends-several", why="acked-friendly"),
    _case("acked-slow-start-one", (), (), "cubic-friendly", "sends-DATA", why="acked-friendly"),
    _case("ack-sack-waits", (), (), "late-or-lost", "sack-arrived", lacks=("sends",)),
    _case("reordering-seen", (), (), "reordering-seen", lacks=("sends",)),
    _case("ack-sack", (), (), "sack-arrived", "duplicate-ack", lacks=("sends",), why=None),
)

_ACKS = (
    _case("not-a-syn", (), (), "not-a-syn"),
    _case("ack-missing", (), (), "ack-missing", "silent", why=RULE),
    _case("fin-acked-closing", State.CLOSING, State.TIME_WAIT),
    _case("fin-acked", State.CLOSING, State.CLOSED, why="fin-no-time-wait"),
    _case("fin-acked-last", State.LAST_ACK, State.CLOSED, "peer:TIME-WAIT"),
    _case("fin-acked-last", State.LAST_ACK, State.CLOSED, why=None),
    _case("fin-acked", State.FIN_WAIT_1, State.FIN_WAIT_2, "orphan", why="fin-acked-orphan"),
    _case("fin-acked", State.FIN_WAIT_1, State.FIN_WAIT_2),
    _case("nagle-released", (), (), "nagle-released", "sends-DATA", lacks=("moves", "fast-retransmission")),
    *_RECOVERING,
    _case("duplicate-reported", (), (), "duplicate-reported", lacks=("sends", "moves")),
    _case("acked-window-closed", (), (), "window-closed", "unsent", lacks=("sends",)),
    *(
        _case(key, (), (), "window-opened", "sends-DATA", *needs, lacks=lacks, why=why)
        for key, lacks in (("window-opened", ("sends-several",)), ("window-opened-many", ()))
        for why, needs in (("window-opened-acked", ("data-acknowledged-by-peer",)), ("window-opened", ()))
    ),
    _case("window-too-small", (), (), "window-opened", "sender-waits", lacks=("sends",), why="send-waits-small"),
    _case("window-update", (), (), "window-opened", why=None, tells=NONE),
    _case("acked-sends", (), (), "sends-DATA", lacks=("sends-several", "moves"), why=None),
    _case("acked-sends-many", (), (), "sends-DATA", "sends-several", lacks=("moves",), why=None),
    _case("acked-fin-follows", (), (), "sends-FIN", lacks=("moves",), why="close-queued"),
    _case(
        "acked-part", (), (), "data-acknowledged-by-peer", "data-outstanding", "rtt-ambiguous", why="acked-ambiguous"
    ),
    _case("acked-part", (), (), "data-acknowledged-by-peer", "data-outstanding"),
    _case("acked-fin-waits", (), (), "data-acknowledged-by-peer", "fin-outstanding"),
    _case("acked", (), (), "data-acknowledged-by-peer", "rtt-ambiguous", why="acked-ambiguous"),
    _case("acked", (), (), "data-acknowledged-by-peer"),
    _case("ack-duplicate", (), (), "duplicate-ack"),
    _case("ack-again", (), (), "data-outstanding", "silent", lacks=("ack-old", "moves")),
    _case("window-still-closed", (), (), "peer-window-zero", "unsent", lacks=("sends",)),
)

_OPENED = (
    _case("opened-fin", State.SYN_RECEIVED, State.CLOSE_WAIT, "sends", why=None, tells=FIRST),
    _case("opened-data", State.SYN_RECEIVED, State.ESTABLISHED, "with-data", "sends-ACK"),
    _case("opened", State.SYN_RECEIVED, State.ESTABLISHED, "peer:ESTABLISHED", tells=NONE),
    _case("opened-first", State.SYN_RECEIVED, State.ESTABLISHED, why=None, tells=NONE),
)

_DATA = (
    *_STRAY,
    _case("synack-misled", State.LISTEN, (), "sends-RST", why="stray"),
    _case("ack-unacceptable", State.SYN_SENT, (), "unacceptable-ack"),
    *_OPENED,
    _case("data-after-exit", (), (), "data-after-exit"),
    _case("data-probe-refused", (), (), "probe-answered"),
    _case("data-duplicate", (), (), "segment-old", "duplicate-acknowledged"),
    _case("data-duplicate", (), (), "duplicate-text"),
    _case("fin-first-gap", State.ESTABLISHED, State.CLOSE_WAIT, "sends-ACK", why="fin-first"),
    _case("fin-second-gap", State.FIN_WAIT_2, State.TIME_WAIT, "sends-ACK", why="fin-second"),
    _case("data-out-of-order", (), (), "out-of-order"),
    _case("data-fills-part", (), (), "gap-filled", "gap-left", "sends"),
    _case("data-fills-gap", (), (), "gap-filled", "sends"),
    _case("data-trimmed", (), (), "overlap-trimmed", "sends-ACK"),
    _case("data-trimmed", (), (), "trimmed-to-window", "sends-ACK"),
    _case("fin-acked-data", State.FIN_WAIT_1, State.FIN_WAIT_2, "sends-ACK", why="fin-acked"),
    _case("data-fills-buffer", (), (), "offers-zero", "data-acknowledged"),
    _case("data-second", (), (), "second-segment-acknowledged"),
    _case("data-quick", (), (), "quick-ack"),
    _case("data-read", (), (), "read-acknowledged"),
    _case("data", (), (), "data-acknowledged", "delivers-nothing", why="data-unread"),
    _case("data", (State.FIN_WAIT_1, State.FIN_WAIT_2), (), "data-acknowledged", why="data-half-closed"),
    _case("data", (), (), "data-acknowledged"),
    _case("data-delayed", (), (), "ack-delayed"),
    _case("data-delayed-more", (), (), "with-data", "silent", "delivers", lacks=("moves",), why="data-delayed"),
    _case("data", (), (), "window-update", "sends-ACK"),
    _case("data-answers", (), (), "sends-DATA", why=None),
)

_FIN = (
    *_STRAY,
    _case("synack-misled", State.LISTEN, (), "sends-RST", why="stray"),
    _case("ack-unacceptable", State.SYN_SENT, (), "unacceptable-ack"),
    *_OPENED,
    _case("data-after-exit", (), (), "data-after-exit"),
    _case("fin-first-gap", State.ESTABLISHED, State.CLOSE_WAIT, "gap-filled", why="fin-first"),
    _case("fin-first-delayed", State.ESTABLISHED, State.CLOSE_WAIT, "ack-delayed", "silent"),
    _case("fin-first-data", State.ESTABLISHED, State.CLOSE_WAIT, "with-data", "sends-ACK", why="fin-first"),
    _case("fin-first", State.ESTABLISHED, State.CLOSE_WAIT, "sends-ACK"),
    _case("fin-second", State.FIN_WAIT_2, State.TIME_WAIT, "sends-ACK"),
    _case("fin-merged", State.FIN_WAIT_1, State.TIME_WAIT, "sends-ACK"),
    _case("fin-crossing", State.FIN_WAIT_1, State.CLOSING, "sends-ACK"),
    _case("fin-no-time-wait", (State.FIN_WAIT_1, State.FIN_WAIT_2), State.CLOSED, "time-wait-skipped"),
    _case("fin-again-time-wait", State.TIME_WAIT, (), "time-wait-restarted", "sends-ACK"),
    _case("fin-again", (), (), "segment-old", "fin-acknowledged"),
    _case("fin-again", (State.CLOSE_WAIT, State.LAST_ACK, State.CLOSING), (), "duplicate-text", "sends-ACK"),
    _case("fin-early", (), (), "out-of-order"),
    _case("fin-early", (), (), "duplicate-text", "sends-ACK"),
    _case("data-duplicate", (), (), "segment-old", "duplicate-acknowledged"),
    *_ACKS,
)

# Why ACKs leave that answer data: a later one can stand in for them.
_OF_DATA = (
    "data-acknowledged",
    "second-segment-acknowledged",
    "quick-ack",
    "read-acknowledged",
    "ack-delay-over",
    "out-of-order-acknowledged",
    "gap-filled-acknowledged",
)

CASES: dict[str, tuple[Case, ...]] = {
    # ---- what applications ask for
    "call:listen": (
        _case("call-refused", (), (), "error", told=True),
        _case("listen", (), State.LISTEN),
    ),
    "call:unlisten": (
        _case("call-refused", (), (), "error", told=True),
        _case("unlisten"),
    ),
    "call:accept": (
        _case("call-refused", (), (), "error", told=True),
        _case("accept", (), (), "accepted"),
        _case("accept-waits", why=None),
    ),
    "call:open": (
        _case("open-exists", (), (), "error", lacks=("moves", "sends"), told=True),
        _case("open-fast", (), State.SYN_SENT, "sends-SYN", "fast-open-sent"),
        _case("open-asks", (), State.SYN_SENT, "sends-SYN", "fast-open-requested"),
        _case("open", (), State.SYN_SENT, "sends-SYN"),
    ),
    "call:send": (
        _case("call-refused", (), (), "error", told=True),
        _case("send-short", (), (), "short", tells=NONE),
        _case("send-waits", (State.SYN_SENT, State.SYN_RECEIVED, State.LISTEN), (), "silent", why="send-waits-opening"),
        _case("send-restart", (), (), "sends-DATA", "idle-restart"),
        _case("send-held", (), (), "sends-DATA", "sends-held"),
        _case("send-part", (), (), "sends-DATA", "unsent", "cwnd-full", why="send-part-cwnd"),
        _case("send-part", (), (), "sends-DATA", "unsent", "nagle-waits", why="send-waits-nagle"),
        _case("send-part", (), (), "sends-DATA", "unsent", "cork-waits", why="send-waits-cork"),
        _case("send-part", (), (), "sends-DATA", "unsent", "sender-waits", why="send-waits-small"),
        _case("send-part", (), (), "sends-DATA", "unsent", "peer-has-room", why="send-part-cwnd"),
        _case("send-part", (), (), "sends-DATA", "unsent"),
        _case("send-many", (), (), "sends-DATA", "sends-several"),
        _case("send", (), (), "sends-DATA"),
        _case("send-waits", (), (), "sender-waits", why="send-waits-small"),
        _case("send-waits", (), (), "nagle-waits", "silent", why="send-waits-nagle"),
        _case("send-waits", (), (), "cork-waits", "silent", why="send-waits-cork"),
        _case("send-waits", (), (), "silent", "peer-has-room", why="send-part-cwnd"),
        _case("send-waits", (), (), "silent"),
    ),
    "call:read": (
        _case("call-refused", (), (), "error", told=True),
        _case("read-update", (), (), "window-update", "acks-too", why="read-update-acks"),
        _case("read-update", (), (), "window-update"),
        _case("read-data", (), (), "delivers", why=None),
        _case("read-off", (), (), "argument:off"),
        _case("read-on", (), (), "argument:on", why=None),
        _case("read-nothing", why=None),
    ),
    "call:close": _CLOSE,
    "call:exit": (
        _CLOSE_REFUSED,
        _case("close-first-data", (), State.FIN_WAIT_1, "sends-FIN", "with-sent-data", why="exit-first"),
        _case("close-first", (), State.FIN_WAIT_1, "sends-FIN", why="exit-first"),
        *_CLOSE,
    ),
    "call:abort": (
        _case("call-refused", (), (), "error", lacks=("moves",), told=True),
        _case("abort", (), State.CLOSED, "sends-RST"),
        _case("abort-silent", (), State.CLOSED),
    ),
    "call:set": (
        _case("call-refused", (), (), "error", told=True),
        _case("set", why=None, tells=NONE),
    ),
    "crash": (
        _case("call-down", (), (), "failed", why=None),
        *(
            _case("crash", (), (), "moves", f"peer:{state}")
            for state in State
            if state not in (State.CLOSED, State.LISTEN, State.SYN_SENT, State.TIME_WAIT)
        ),
        _case("crash-alone", why=None),
    ),
    "boot": (_case("boot-again", (), (), "failed", why=None), _case("boot", why=None)),
    # ---- what arrives
    "arrival:SYN": (
        _case(
            "syn-new-incarnation", (), State.SYN_RECEIVED, "new-syn-by-timestamp", "sends-SYN-ACK", why="syn-new-time"
        ),
        _case("syn-new-incarnation", (), State.SYN_RECEIVED, "new-syn-in-time-wait", "sends-SYN-ACK"),
        _case("syn-answered-two", State.LISTEN, State.ESTABLISHED, "no-third-step", "sends-SYN-ACK"),
        _case("syn-fast", State.LISTEN, State.SYN_RECEIVED, "sends-SYN-ACK", "fast-open-accepted"),
        _case("syn-fast-refused", State.LISTEN, State.SYN_RECEIVED, "sends-SYN-ACK", "fast-open-refused"),
        _case("syn-cookie", State.LISTEN, State.SYN_RECEIVED, "sends-SYN-ACK", "fast-open-granted"),
        _case("syn-answered", State.LISTEN, State.SYN_RECEIVED, "sends-SYN-ACK"),
        _case("syn-simultaneous", State.SYN_SENT, State.SYN_RECEIVED, "sends-SYN-ACK"),
        _case("syn-refused", State.CLOSED, (), "sends-RST"),
        _case("syn-again", State.SYN_RECEIVED, (), "syn-repeated"),
        _case("syn-challenged", (), (), "syn-challenged", "sends-ACK"),
        _case("syn-old", (), (), "sends-ACK", why=RULE),
    ),
    "arrival:SYN-ACK": (
        _case("synack-cookie", State.SYN_SENT, State.ESTABLISHED, "fast-open-cookie-kept", "sends-ACK", tells=FIRST),
        _case("synack-again-data", State.SYN_SENT, State.ESTABLISHED, "fast-open-sent-again", tells=FIRST),
        _case("synack-two", State.SYN_SENT, State.ESTABLISHED, "no-third-step", "silent"),
        _case("synack-two-misfit", State.SYN_SENT, (), "no-third-step", "silent"),
        _case(
            "synack",
            State.SYN_SENT,
            State.ESTABLISHED,
            "sends-ACK",
            "sends-DATA",
            "peer:SYN-RECEIVED",
            why="synack-data",
            tells=FIRST,
        ),
        _case("synack", State.SYN_SENT, State.ESTABLISHED, "sends-ACK", "peer:SYN-RECEIVED", tells=FIRST),
        _case("synack", State.SYN_SENT, State.ESTABLISHED, "sends-ACK", why=None, tells=FIRST),
        _case("synack-simultaneous-acked", State.SYN_RECEIVED, State.ESTABLISHED, "sends-ACK"),
        _case("synack-simultaneous", State.SYN_RECEIVED, State.ESTABLISHED, tells=NONE),
        _case("synack-unacceptable", State.SYN_SENT, (), "unacceptable-ack"),
        _case("synack-misled", State.LISTEN, (), "sends-RST"),
        *_STRAY,
        _case("synack-again", (), (), "sends-ACK"),
    ),
    "arrival:RST": (
        _case("reset-refused", State.SYN_SENT, State.CLOSED),
        _case("reset-in-time-wait", (), (), "reset-in-time-wait"),
        _case("reset-to-listen", State.SYN_RECEIVED, State.LISTEN),
        _case("reset-opening", State.SYN_RECEIVED, State.CLOSED, why=None),
        _case("reset", (), State.CLOSED, "reset-accepted", "reset-from-window", why="reset-from-window"),
        _case("reset", (), State.CLOSED, "reset-accepted"),
        _case("challenge-limited", (), (), "challenge-limited", "silent", why=RULE),
        _case("reset-challenged", (), (), "reset-challenged"),
        _case("reset-without-ack", (), (), "reset-without-ack", why=RULE),
        _case("reset-without-ack", State.SYN_SENT, (), "silent"),
        _case("reset-outside", (), (), "reset-outside-window", why=RULE),
        _case("reset-ignored", (), (), "silent"),
    ),
    "arrival:DATA": (*_DATA, *_ACKS),
    "arrival:FIN": _FIN,
    "arrival:ACK": (
        *_STRAY,
        _case("synack-misled", State.LISTEN, (), "sends-RST", why="stray"),
        _case("ack-unacceptable", State.SYN_SENT, (), "unacceptable-ack"),
        *_OPENED,
        _case("synack-two-misfit", State.SYN_SENT, (), "no-third-step", "silent"),
        _case("keep-alive-asked", (), (), "why:keep-alive-probe", "sends-ACK"),
        _case("probe-asked", (), (), "why:window-probe", "sends-ACK"),
        _case("keep-alive-answered", (), (), "keep-alive-answered", "silent"),
        *_ACKS,
    ),
    "arrival:NONE": _STRAY,
    # ---- what timers do
    "timer:retransmission": (
        _case("tail-probe", (), (), "tail-loss-probe", tells=FIRST),  # both timers run out at once
        _case("gave-up-listen", State.SYN_RECEIVED, State.LISTEN, "gave-up", why="gave-up"),
        _case("gave-up-opening", State.SYN_RECEIVED, State.CLOSED, "gave-up", why="gave-up"),
        _case("gave-up", (), State.CLOSED, "gave-up"),
        _case("repeat-syn", (), (), "sends-SYN", "fast-open-plain", why="repeat-syn-plain"),
        _case("repeat-syn-soon", (), (), "sends-SYN", "after-bad-ack"),
        _case("repeat-syn", (), (), "sends-SYN", "syn-backoff-later", why="repeat-syn-even"),
        _case("repeat-syn", (), (), "sends-SYN", "rto-at-most", why="repeat-at-most"),
        _case("repeat-syn", (), (), "sends-SYN"),
        _case("repeat-synack", (), (), "sends-SYN-ACK", "rto-at-most", why="repeat-at-most"),
        _case("repeat-synack", (), (), "sends-SYN-ACK"),
        _case("repeat-fin", (), (), "sends-FIN", "rto-at-most", why="repeat-at-most"),
        _case("repeat-fin", (), (), "sends-FIN"),
        _case("repeat-data", (), (), "sends-DATA", "rto-at-most", why="repeat-at-most"),
        _case("repeat-data", (), (), "sends-DATA", "window-collapsed", why="repeat-data-collapse"),
        _case("repeat-data", (), (), "sends-DATA"),
        _case("repeat", (), (), "sends", why=None),
    ),
    "timer:delayed-ack": (_case("ack-leaves", (), (), "sends-ACK"),),
    "timer:persist": (
        _case("gave-up", (), State.CLOSED, "gave-up"),
        _case("probe-empty", (), (), "window-probe", "sends-ACK", why="probe"),
        _case("probe", (), (), "window-probe", tells=FIRST),
        _case("override", (), (), "sends"),
    ),
    "timer:keep-alive": (
        _case("keep-alive-gave-up", (), State.CLOSED, "keep-alive-gave-up"),
        _case("keep-alive-probe", (), (), "keep-alive-probe"),
        _case("keep-alive-busy", why=None),
    ),
    "timer:user-timeout": (_case("user-timeout-over", (), (), "user-timeout-over"),),
    "timer:fin-wait-2": (_case("fin-wait-2-over", (), State.CLOSED),),
    "timer:tlp": (_case("tail-probe", (), (), "tail-loss-probe", tells=FIRST),),
    "timer:reorder": (
        _case(
            "reorder-over", (), (), "lost-by-time", "sack-recovery", "sends-DATA", why="fast-retransmit", tells=FIRST
        ),
        _case(
            "reorder-over",
            (),
            (),
            "lost-by-time",
            "rate-reduction",
            "sends-DATA",
            why="fast-retransmit-prr",
            tells=FIRST,
        ),
        _case("reorder-over", (), (), "sends-DATA", why=None, tells=FIRST),
    ),
    "timer:time-wait": (_case("time-wait-over", (), State.CLOSED, why=None),),
    # ---- what the application leaves out
    "skipped:close": _SKIPPED_CLOSE,
    "skipped:exit": _SKIPPED_CLOSE,
    "skipped:crash": (_case("skipped-crash", why=None),),
    "skipped:boot": (_case("skipped-boot", why=None),),
    # ---- what the network does
    "lost:SYN": (_case("lost-syn"),),
    "lost:SYN-ACK": (_case("lost-synack"),),
    "lost:ACK": (
        _case("lost-ack", (), (), "peer:SYN-RECEIVED", why="lost-ack-opening"),
        _case("lost-ack", (), (), "why:window-update", "peer-stopped", why="lost-ack-update"),
        _case("lost-ack", (), (), "why:window-update", why="lost-ack-unneeded"),
        *(_case("lost-ack", (), (), f"why:{reason}", "peer-waits", why="lost-ack-data") for reason in _OF_DATA),
        _case("lost-ack", (), (), "peer-waits"),
        _case("lost-ack", why="lost-ack-unneeded"),
    ),
    "lost:DATA": (_case("lost-data"),),
    "lost:FIN": (_case("lost-fin"),),
    "lost:RST": (_case("lost-rst"),),
    "corrupted": (_case("corrupted"),),
    "host-down": (_case("host-down"),),
    "no-host": (_case("no-host", why=None),),
}

# Losses with a cause that can be seen are told by it, whatever was lost.
LOSS_CAUSES = (
    _case("lost-queue", (), (), "by:queue"),
    _case("lost-cut", (), (), "by:cut"),
)

# Asked before the rows of the topic, and after them.
_ARRIVAL_FIRST = (
    _case("cookie-sent", (), (), "cookie-sent"),
    _case("cookie-accepted", (), (), "cookie-accepted", tells=NONE),
    _case("syn-queue-full", (), (), "syn-queue-full", "silent"),
    _case("accept-queue-full", (), (), "accept-queue-full", "silent"),
    _case("accept-queue-reset", (), (), "accept-queue-full", "sends-RST"),
    _case("paws-refused", (), (), "paws-refused", "sends-ACK", why=RULE),
    _case("dropped", (), (), "timestamp-missing", "silent", why=RULE),
    _case("congestion-echoed", (), (), "congestion-echoed", lacks=("moves",), why=RULE, tells=NONE),
    _case("data-marked", (), (), "congestion-marked", "sends-ACK", lacks=("moves",), why=RULE),
    _case("urgent-arrived", (), (), "urgent-arrived", "sends-ACK", lacks=("moves",), why=RULE),
)
FIRST_OF = {"arrival": _ARRIVAL_FIRST, "call": (_case("call-down", (), (), "failed", why=None),), "lost": LOSS_CAUSES}
ANY = {
    "arrival": _ANY_ARRIVAL,
    "timer": (_case("moved", (), (), "moves", why=None), _case("timer", why=None, tells=NONE)),
    "skipped": (_case("skipped-call"),),
}


def every_case() -> tuple[Case, ...]:
    """All rows of the table."""
    return tuple(case for cases in (*FIRST_OF.values(), *CASES.values(), *ANY.values()) for case in cases)


def case_of(one: Happening) -> Case | None:
    """The row that speaks of ``one``; None when there is none."""
    family = one.topic.split(":")[0]
    first = FIRST_OF.get(family, ())
    for case in (*first, *CASES.get(one.topic, ()), *ANY.get(family, ())):
        if case.fits(one):
            return case
    return None

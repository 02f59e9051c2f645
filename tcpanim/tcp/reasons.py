"""Every verdict the engine can give, each with the clause it rests on.

``str()`` is the stable name that traces carry; the sentences for people are in the catalogues, under the same names.
"""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """A rule that decided: its name in traces, and its RFC section."""

    # ---- why a segment leaves
    ACTIVE_OPEN = ("active-open", "RFC 9293 §3.10.1")
    SYN_ANSWERED = ("syn-answered", "RFC 9293 §3.10.7.2")
    SIMULTANEOUS_OPEN = ("simultaneous-open", "RFC 9293 §3.10.7.3")
    SYN_REPEATED = ("syn-repeated", "RFC 9293 §3.10.7.4")
    HANDSHAKE_COMPLETED = ("handshake-completed", "RFC 9293 §3.10.7.3")
    DATA_SENT = ("data-sent", "RFC 9293 §3.10.2")
    FIN_SENT = ("fin-sent", "RFC 9293 §3.10.4")
    DATA_ACKNOWLEDGED = ("data-acknowledged", "RFC 9293 §3.10.7.4")
    FIN_ACKNOWLEDGED = ("fin-acknowledged", "RFC 9293 §3.10.7.4")
    ACK_DELAY_OVER = ("ack-delay-over", "RFC 9293 §3.8.6.3")
    SECOND_SEGMENT_ACKNOWLEDGED = ("second-segment-acknowledged", "RFC 5681 §4.2")
    OUT_OF_ORDER_ACKNOWLEDGED = ("out-of-order-acknowledged", "RFC 5681 §4.2")
    GAP_FILLED_ACKNOWLEDGED = ("gap-filled-acknowledged", "RFC 5681 §4.2")
    DUPLICATE_ACKNOWLEDGED = ("duplicate-acknowledged", "RFC 9293 §3.10.7.4")
    OUT_OF_WINDOW_ACKNOWLEDGED = ("out-of-window-acknowledged", "RFC 9293 §3.10.7.4")
    PROBE_ANSWERED = ("probe-answered", "RFC 9293 §3.8.6.1")
    WINDOW_UPDATE = ("window-update", "RFC 9293 §3.8.6.2.2")
    RETRANSMISSION_TIMEOUT = ("retransmission-timeout", "RFC 6298 §5")
    FAST_RETRANSMISSION = ("fast-retransmission", "RFC 5681 §3.2")
    PARTIAL_ACK_RETRANSMISSION = ("partial-ack-retransmission", "RFC 6582 §3.2")
    SACK_RETRANSMISSION = ("sack-retransmission", "RFC 6675 §5")
    RESCUE_RETRANSMISSION = ("rescue-retransmission", "RFC 6675 §4")
    LOSS_RETRANSMISSION = ("loss-retransmission", "RFC 5681 §3.1")
    RACK_RETRANSMISSION = ("rack-retransmission", "RFC 8985 §6.2.5")
    TAIL_LOSS_PROBE = ("tail-loss-probe", "RFC 8985 §7.3")
    LIMITED_TRANSMIT = ("limited-transmit", "RFC 3042 §2")
    WINDOW_PROBE = ("window-probe", "RFC 9293 §3.8.6.1")
    KEEP_ALIVE_PROBE = ("keep-alive-probe", "RFC 9293 §3.8.4")
    QUICK_ACK = ("quick-ack", "RFC 5681 §4.2")
    OVERRIDE_TIMEOUT = ("override-timeout", "RFC 9293 §3.8.6.2.1")
    CHALLENGE_ACK = ("challenge-ack", "RFC 5961 §3.2")
    NO_CONNECTION = ("no-connection", "RFC 9293 §3.10.7.1")
    UNACCEPTABLE_ACK = ("unacceptable-ack", "RFC 9293 §3.10.7.3")
    SYN_IN_WINDOW = ("syn-in-window", "RFC 9293 §3.10.7.4")
    DATA_AFTER_EXIT = ("data-after-exit", "RFC 9293 §3.6.1")
    ABORTED = ("aborted", "RFC 9293 §3.10.5")
    KEEP_ALIVE_GAVE_UP = ("keep-alive-gave-up", "RFC 9293 §3.8.4")

    # ---- verdicts on an arriving segment: dropped, or only a part of it used
    RESET_IGNORED = ("reset-ignored", "RFC 9293 §3.10.7.1")
    ACK_IN_LISTEN = ("ack-in-listen", "RFC 9293 §3.10.7.2")
    NOT_A_SYN = ("not-a-syn", "RFC 9293 §3.10.7.2")
    RESET_WITHOUT_ACK = ("reset-without-ack", "RFC 9293 §3.10.7.3")
    SEGMENT_OLD = ("segment-old", "RFC 9293 §3.10.7.4")
    SEGMENT_BEYOND_WINDOW = ("segment-beyond-window", "RFC 9293 §3.10.7.4")
    ZERO_WINDOW_TEXT_DROPPED = ("zero-window-text-dropped", "RFC 9293 §3.10.7.4")
    SYN_DUPLICATE = ("syn-duplicate", "RFC 9293 §3.10.7.4")
    RESET_OUTSIDE_WINDOW = ("reset-outside-window", "RFC 9293 §3.10.7.4")
    RESET_CHALLENGED = ("reset-challenged", "RFC 5961 §3.2")
    RESET_ACCEPTED = ("reset-accepted", "RFC 9293 §3.5.3")
    RESET_IN_TIME_WAIT = ("reset-in-time-wait", "RFC 1337 §3")
    CHALLENGE_LIMITED = ("challenge-limited", "RFC 5961 §7")
    NO_THIRD_STEP = ("no-third-step", "RFC 9293 §3.5")
    PAWS_REFUSED = ("paws-refused", "RFC 7323 §5.3")
    TIMESTAMP_MISSING = ("timestamp-missing", "RFC 7323 §3.2")
    SYN_CHALLENGED = ("syn-challenged", "RFC 5961 §4.2")
    SYN_RETURNS_TO_LISTEN = ("syn-returns-to-listen", "RFC 9293 §3.10.7.4")
    ACK_MISSING = ("ack-missing", "RFC 9293 §3.10.7.4")
    ACK_OF_UNSENT = ("ack-of-unsent", "RFC 9293 §3.10.7.4")
    ACK_TOO_OLD = ("ack-too-old", "RFC 5961 §5.2")
    ACK_NOT_OF_SYN = ("ack-not-of-syn", "RFC 9293 §3.5.2")
    ACK_OLD = ("ack-old", "RFC 9293 §3.10.7.4")
    DUPLICATE_ACK = ("duplicate-ack", "RFC 5681 §2")
    OUT_OF_ORDER = ("out-of-order", "RFC 9293 §3.10.7.4")
    DUPLICATE_TEXT = ("duplicate-text", "RFC 9293 §3.10.7.4")
    OVERLAP_TRIMMED = ("overlap-trimmed", "RFC 9293 §3.10.7.4")
    TRIMMED_TO_WINDOW = ("trimmed-to-window", "RFC 9293 §3.10.7.4")
    TEXT_AFTER_FIN = ("text-after-fin", "RFC 9293 §3.10.7.4")

    # ---- what an arriving segment achieved
    SYN_ACKNOWLEDGED = ("syn-acknowledged", "RFC 9293 §3.10.7.4")
    DATA_ACKNOWLEDGED_BY_PEER = ("data-acknowledged-by-peer", "RFC 9293 §3.10.7.4")
    FIN_ACKNOWLEDGED_BY_PEER = ("fin-acknowledged-by-peer", "RFC 9293 §3.10.7.4")
    TEXT_QUEUED_WITH_SYN = ("text-queued-with-syn", "RFC 9293 §3.10.7.2")
    GAP_FILLED = ("gap-filled", "RFC 9293 §3.10.7.4")
    FIN_ARRIVED = ("fin-arrived", "RFC 9293 §3.10.7.4")
    ACK_DELAYED = ("ack-delayed", "RFC 9293 §3.8.6.3")
    WINDOW_CLOSED = ("window-closed", "RFC 9293 §3.8.6.1")
    WINDOW_OPENED = ("window-opened", "RFC 9293 §3.8.6")
    WINDOW_SHRUNK = ("window-shrunk", "RFC 9293 §3.8.6")
    URGENT_ARRIVED = ("urgent-arrived", "RFC 9293 §3.8.5")
    CONGESTION_MARKED = ("congestion-marked", "RFC 3168 §6.1.3")
    CONGESTION_ECHOED = ("congestion-echoed", "RFC 3168 §6.1.2")
    KEEP_ALIVE_ANSWERED = ("keep-alive-answered", "RFC 9293 §3.8.4")
    PROBE_ACCEPTED = ("probe-accepted", "RFC 9293 §3.8.6.1")

    # ---- congestion control and loss recovery
    INITIAL_WINDOW = ("initial-window", "RFC 5681 §3.1")
    SLOW_START = ("slow-start", "RFC 5681 §3.1")
    CONGESTION_AVOIDANCE = ("congestion-avoidance", "RFC 5681 §3.1")
    IDLE_RESTART = ("idle-restart", "RFC 5681 §4.1")
    TAHOE_LOSS = ("tahoe-loss", "RFC 5681 §3.1")
    FAST_RECOVERY = ("fast-recovery", "RFC 5681 §3.2")
    WINDOW_INFLATED = ("window-inflated", "RFC 5681 §3.2")
    PARTIAL_ACK = ("partial-ack", "RFC 6582 §3.2")
    RECOVERY_ENDED = ("recovery-ended", "RFC 6582 §3.2")
    DUPLICATES_OF_OLD_RECOVERY = ("duplicates-of-old-recovery", "RFC 6582 §3.2")
    SACK_ARRIVED = ("sack-arrived", "RFC 2018 §5")
    DUPLICATE_REPORTED = ("duplicate-reported", "RFC 2883 §4")
    SACK_RECOVERY = ("sack-recovery", "RFC 6675 §5")
    RATE_REDUCTION = ("rate-reduction", "RFC 6937 §3")
    REORDERING_SEEN = ("reordering-seen", "RFC 8985 §6.2.3")
    LOST_BY_TIME = ("lost-by-time", "RFC 8985 §6.2.5")
    TAIL_WAS_LOST = ("tail-was-lost", "RFC 8985 §7.4.2")
    WINDOW_COLLAPSED = ("window-collapsed", "RFC 5681 §3.1")
    LOSS_REPAIRED = ("loss-repaired", "RFC 5681 §3.1")
    FRTO_SENDS_NEW = ("frto-sends-new", "RFC 5682 §2.1")
    FRTO_LOSS = ("frto-loss", "RFC 5682 §2.1")
    SPURIOUS_TIMEOUT = ("spurious-timeout", "RFC 5682 §2.1")

    # ---- measuring and waiting
    RTT_SAMPLE = ("rtt-sample", "RFC 6298 §2")
    RTT_BY_TIMESTAMP = ("rtt-by-timestamp", "RFC 7323 §4.1")
    RTT_AMBIGUOUS = ("rtt-ambiguous", "RFC 6298 §3")
    BACKOFF = ("backoff", "RFC 6298 §5.5")
    SYN_BACKOFF_LATER = ("syn-backoff-later", "RFC 6298 §2.1")
    RTO_AFTER_SYN_LOSS = ("rto-after-syn-loss", "RFC 6298 §5.7")
    R1_REACHED = ("r1-reached", "RFC 9293 §3.8.3")
    GAVE_UP = ("gave-up", "RFC 9293 §3.8.3")
    USER_TIMEOUT_OVER = ("user-timeout-over", "RFC 9293 §3.10.8")
    NAGLE_WAITS = ("nagle-waits", "RFC 9293 §3.7.4")
    NAGLE_RELEASED = ("nagle-released", "RFC 9293 §3.7.4")
    CORK_WAITS = ("cork-waits", "RFC 9293 §3.8.6.2.1")
    WINDOW_FULL = ("window-full", "RFC 9293 §3.8.6")
    SENDER_WAITS = ("sender-waits", "RFC 9293 §3.8.6.2.1")
    UPDATE_WITHHELD = ("update-withheld", "RFC 9293 §3.8.6.2.2")
    CLOSE_QUEUED = ("close-queued", "RFC 9293 §3.10.4")
    EXIT_WITH_UNREAD_DATA = ("exit-with-unread-data", "RFC 9293 §3.6.1")
    FIN_WAIT_2_OVER = ("fin-wait-2-over", "RFC 1122 §4.2.2.20")
    TIME_WAIT_STARTED = ("time-wait-started", "RFC 9293 §3.10.7.4")
    TIME_WAIT_RESTARTED = ("time-wait-restarted", "RFC 9293 §3.10.7.4")
    TIME_WAIT_SKIPPED = ("time-wait-skipped", "RFC 9293 §3.4.2")
    TIME_WAIT_OVER = ("time-wait-over", "RFC 9293 §3.10.8")
    NEW_SYN_IN_TIME_WAIT = ("new-syn-in-time-wait", "RFC 9293 §3.6.1")

    def __init__(self, key: str, rule: str) -> None:
        self.key = key
        self.rule = rule

    def __str__(self) -> str:
        return self.key

    __hash__ = object.__hash__

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
    DUPLICATE_ACKNOWLEDGED = ("duplicate-acknowledged", "RFC 9293 §3.10.7.4")
    WINDOW_UPDATE = ("window-update", "RFC 9293 §3.8.6.2.2")
    RETRANSMISSION_TIMEOUT = ("retransmission-timeout", "RFC 6298 §5")
    WINDOW_PROBE = ("window-probe", "RFC 9293 §3.8.6.1")
    CHALLENGE_ACK = ("challenge-ack", "RFC 5961 §3.2")
    NO_CONNECTION = ("no-connection", "RFC 9293 §3.10.7.1")
    UNACCEPTABLE_ACK = ("unacceptable-ack", "RFC 9293 §3.10.7.3")
    ABORTED = ("aborted", "RFC 9293 §3.10.5")

    def __init__(self, key: str, rule: str) -> None:
        self.key = key
        self.rule = rule

    def __str__(self) -> str:
        return self.key

    __hash__ = object.__hash__

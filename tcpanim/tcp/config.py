"""The knobs of one host's TCP: one frozen value, each field with its unit, default and RFC section.

Forms, help and the scenario format's schema are made from the fields' metadata, so a knob is described once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from tcpanim.units import KIB, MIB, MIN, MS, S


class ConfigError(ValueError):
    """A value that a field cannot take; ``field`` names it, and ``code`` the rule where it is one between fields."""

    def __init__(self, field_name: str, message: str, code: str = "") -> None:
        super().__init__(message)
        self.field = field_name
        self.code = code


# RFC 9293: MUST-27.
class KeepAlive(NamedTuple):
    """Keep-alive: first probe after ``idle`` ns, further ones every ``interval`` ns, at most ``probes``."""

    idle: int
    interval: int
    probes: int


class ChallengeLimit(NamedTuple):
    """At most ``acks`` challenge ACKs in ``per`` ns (RFC 5961 §7)."""

    acks: int
    per: int


def _knob(
    default: Any,
    kind: str,
    rule: str,
    doc: str,
    *,
    low: int | None = None,
    high: int | None = None,
    choices: tuple[str, ...] = (),
    optional: bool = False,
) -> Any:
    """One field.

    ``kind``: time (ns), size (bytes), count, share, switch, choice, keepalive, challenge-limit. ``optional``: None
    switches it off.
    """
    metadata = {
        "kind": kind,
        "rule": rule,
        "doc": doc,
        "low": low,
        "high": high,
        "choices": choices,
        "optional": optional,
    }
    return field(default=default, metadata=metadata)


def _time(default: int | None, rule: str, doc: str, **more: Any) -> Any:
    return _knob(default, "time", rule, doc, low=more.pop("low", 1), **more)


def _switch(default: bool, rule: str, doc: str, **more: Any) -> Any:
    return _knob(default, "switch", rule, doc, **more)


# RFC 9293: MUST-25, MUST-40, SHLD-10, SHLD-11.
@dataclass(frozen=True, slots=True, kw_only=True)
class TcpConfig:
    """One host's TCP. The defaults are the ``textbook`` profile. Durations are ns, None is off.

    Raises ConfigError for a value out of range.
    """

    mss: int = _knob(
        1000,
        "size",
        "RFC 9293 §3.7.1",
        "largest data per segment that this host receives; sent in the MSS option",
        low=1,
        high=65535,
    )
    window_scale: int | None = _knob(
        None, "count", "RFC 7323 §2", "shift of the window field", low=0, high=14, optional=True
    )
    sack: bool = _switch(False, "RFC 2018", "selective acknowledgments")
    dsack: bool = _switch(False, "RFC 2883", "report duplicates in SACK blocks")
    timestamps: bool = _switch(False, "RFC 7323 §3", "timestamps option")
    timestamps_rate: int = _knob(
        1000, "count", "RFC 7323 §5.4", "ticks of the timestamp clock per second", low=1, high=1_000_000
    )
    timestamps_start: int = _knob(
        0, "count", "RFC 7323 §5.4", "first value of the timestamp clock", low=0, high=0xFFFF_FFFF
    )
    receive_buffer: int = _knob(
        65535,
        "size",
        "RFC 9293 §3.8.6",
        "room for data that was not read yet; RCV.WND is at most 65535 without window scaling",
        low=1,
        high=1 << 30,
    )
    receive_buffer_limit: int | None = _knob(
        None,
        "size",
        "RFC 9293 §3.8.6",
        "to what size the receive buffer may grow with what the application reads in a round trip, as in Linux; off: "
        "it stays as it is",
        low=1,
        high=1 << 30,
        optional=True,
    )
    send_buffer: int = _knob(
        MIB, "size", "RFC 9293 §3.9.1", "room for data that was not acknowledged yet", low=1, high=1 << 30
    )
    rto_initial: int = _time(S, "RFC 6298 §2.1", "RTO before the first RTT sample")
    rto_min: int = _time(S, "RFC 6298 §2.4", "smallest RTO")
    rto_max: int = _time(60 * S, "RFC 6298 §2.5", "largest RTO")
    rto_floor: str = _knob(
        "rto",
        "choice",
        "RFC 6298 §2.4",
        "what rto_min bounds: the RTO, or its variance term",
        choices=("rto", "variance"),
    )
    clock_tick: int | None = _time(
        None,
        "RFC 6298 §2",
        "G: the timers of this host run out with the ticks of a clock, so that an RTO is a whole number of them, and "
        "never shorter than computed",
        high=500 * MS,
        optional=True,
    )
    syn_retries: int = _knob(7, "count", "RFC 9293 §3.8.3", "repetitions of a SYN before giving up", low=0, high=30)
    synack_retries: int = _knob(
        7, "count", "RFC 9293 §3.8.3", "repetitions of a SYN-ACK before giving up", low=0, high=30
    )
    retries_1: int = _knob(
        3, "count", "RFC 9293 §3.8.3", "R1: repetitions before the path is suspected", low=1, high=30
    )
    retries_2: int = _knob(
        6, "count", "RFC 9293 §3.8.3", "R2: repetitions before the connection is given up", low=1, high=30
    )
    delayed_ack: int | None = _time(
        None, "RFC 9293 §3.8.6.3", "how long an ACK may wait for company; below 500 ms", high=499 * MS, optional=True
    )
    ack_every: int = _knob(
        1, "count", "RFC 5681 §4.2", "an ACK at least for every so many full segments", low=1, high=64
    )
    quickack_segments: int | None = _knob(
        None,
        "count",
        "RFC 5681 §4.2",
        "data segments acknowledged at once from the start of the connection, until this side answers with data",
        low=0,
        high=1000,
        optional=True,
    )
    adaptive_ack: bool = _switch(
        False,
        "RFC 9293 §3.8.6.3",
        "delayed_ack follows the rhythm of arrivals, quick ACKs return after pauses and duplicates, and the window "
        "follows memory and reader, as in Linux",
    )
    push_half_window: bool = _switch(
        False, "RFC 9293 §3.9.1.2", "PSH also whenever half of the largest window has been written, as in Linux"
    )
    delayed_fin_ack: bool = _switch(
        False, "RFC 9293 §3.8.6.3", "a FIN's ACK waits delayed_ack too, so that an own FIN can travel with it"
    )
    nagle: str = _knob(
        "off",
        "choice",
        "RFC 9293 §3.7.4",
        "hold small segments while data is unacknowledged",
        choices=("off", "on", "minshall"),
    )
    congestion: str = _knob(
        "none",
        "choice",
        "RFC 5681",
        "congestion control",
        choices=("none", "tahoe", "newreno", "cubic"),
    )
    initial_window: int | None = _knob(
        None, "count", "RFC 6928", "first congestion window in segments", low=1, high=1000, optional=True
    )
    initial_ssthresh: int | None = _knob(
        None,
        "count",
        "RFC 5681 §3.1",
        "first slow start threshold in segments; off: as high as can be",
        low=2,
        high=1000,
        optional=True,
    )
    abc_limit: int | None = _knob(
        1,
        "count",
        "RFC 3465 §2.2",
        "segments by which one ACK opens cwnd in slow start; off: all that it acknowledges",
        low=1,
        high=100,
        optional=True,
    )
    beta: int | None = _knob(
        None,
        "share",
        "RFC 9438 §4.6",
        "what a loss leaves of the window; off: as the algorithm says",
        optional=True,
    )
    recovery: str = _knob(
        "rfc",
        "choice",
        "RFC 5681 §3.2",
        "loss recovery as the RFCs put it, or as Linux does: a loss is judged by cwnd, not by the flight; without "
        "SACK a recovery lasts until something behind it is acknowledged; the loss of one SYN is forgiven; repeated "
        "segments take what follows along if it fits",
        choices=("rfc", "linux"),
    )
    limited_transmit: bool = _switch(False, "RFC 3042", "new data on the first two duplicate ACKs")
    prr: bool = _switch(False, "RFC 9937", "proportional rate reduction")
    rack: bool = _switch(False, "RFC 8985", "loss detection by time")
    tlp: bool = _switch(False, "RFC 8985 §7", "tail loss probe; needs sack")
    frto: bool = _switch(False, "RFC 5682", "detect spurious timeouts")
    slow_start_after_idle: bool = _switch(False, "RFC 5681 §4.1", "restart the congestion window after idleness")
    dupthresh: int = _knob(3, "count", "RFC 5681 §3.2", "duplicate ACKs that mean a loss", low=1, high=127)
    persist: bool = _switch(True, "RFC 9293 §3.8.6.1", "probe a zero window")
    sws: bool = _switch(True, "RFC 9293 §3.8.6.2", "silly window syndrome avoidance on both sides")
    verify_checksum: bool = _switch(True, "RFC 9293 §3.1", "discard segments with a wrong checksum")
    karn: bool = _switch(True, "RFC 6298 §3", "no RTT sample from a repeated segment")
    time_wait: bool = _switch(True, "RFC 9293 §3.6.1", "stay in TIME-WAIT for 2 MSL after an active close")
    handshake: str = _knob("three", "choice", "RFC 9293 §3.5", "segments of the handshake", choices=("three", "two"))
    msl: int = _time(2 * MIN, "RFC 9293 §3.4.2", "maximum segment lifetime")
    rfc5961: bool = _switch(True, "RFC 5961", "challenge ACKs against blind attacks")
    challenge_limit: ChallengeLimit | None = _knob(
        None, "challenge-limit", "RFC 5961 §7", "at most so many challenge ACKs in a time", optional=True
    )
    keepalive: KeepAlive | None = _knob(None, "keepalive", "RFC 9293 §3.8.4", "probe an idle connection", optional=True)
    user_timeout: int | None = _time(
        None,
        "RFC 9293 §3.9.1.1",
        "give up when data stays unacknowledged so long; takes the place of R2",
        optional=True,
    )
    ecn: str = _knob(
        "off",
        "choice",
        "RFC 3168",
        "explicit congestion notification",
        choices=("off", "on", "passive"),
    )
    fast_open: bool = _switch(False, "RFC 7413", "data in the SYN, with a cookie from an earlier connection")
    rfc1337: bool = _switch(False, "RFC 1337", "an RST does not end TIME-WAIT")
    fin_wait_2_timeout: int | None = _time(
        None, "RFC 9293 §3.6.1", "how long FIN-WAIT-2 lasts after Exit", optional=True
    )
    orphan_retries: int | None = _knob(None, "count", "RFC 9293 §3.8.3", "R2 after Exit", low=0, high=30, optional=True)
    syn_linear_timeouts: int | None = _knob(
        None,
        "count",
        "RFC 6298 §2.1",
        "first SYN timeouts without backoff; they do not count as syn_retries",
        low=0,
        high=30,
        optional=True,
    )
    abort_with_ack: bool = _switch(False, "RFC 9293 §3.10.5", "the RST of an Abort carries an ACK, as Linux sends it")
    window_probe: str = _knob(
        "octet",
        "choice",
        "RFC 9293 §3.8.6.1",
        "what probes a zero window: the next octet, or an empty segment before it, as Linux sends it",
        choices=("octet", "empty"),
    )
    syn_after_bad_ack: bool = _switch(
        False, "RFC 9293 §3.10.7.3", "after an unacceptable ACK the SYN is repeated at once, as Linux does"
    )
    synack_timer_restarts: bool = _switch(
        False, "RFC 9293 §3.8.1", "a repeated SYN, answered by the same SYN,ACK, starts its timer anew, as Linux does"
    )
    ack_crossing_syn: bool = _switch(
        False,
        "RFC 9293 §3.10.7.4",
        "in a simultaneous open the SYN,ACK, whose SYN has been seen before, is acknowledged, as Linux does",
    )

    segment_check: str = _knob(
        "rfc",
        "choice",
        "RFC 9293 §3.10.7.4",
        "the first steps with an arriving segment as the RFC puts them, or as Linux does: one without ACK, SYN and RST "
        "is dropped unseen; the ACK of one that ends where the next text begins counts; text goes on beyond a FIN "
        "that came out of order; the second SYN of a simultaneous open is challenged",
        choices=("rfc", "linux"),
    )

    def __post_init__(self) -> None:
        for knob in fields(self):
            check_value(knob.name, getattr(self, knob.name))
        if self.rto_min > self.rto_max:
            raise ConfigError("rto_min", "rto_min must not exceed rto_max", "rto-order")
        if self.beta is not None and not 100_000 <= self.beta <= 900_000:
            raise ConfigError("beta", "beta must lie between 10 % and 90 %", "beta-range")

    @classmethod
    def textbook(cls) -> TcpConfig:
        """Nothing that a first lecture has not explained."""
        return cls()

    @classmethod
    def rfc(cls) -> TcpConfig:
        """A modern stack as the RFCs recommend it."""
        return cls(
            mss=1460,  # RFC 9293 §3.7.1: 1500 bytes of Ethernet less 40 of headers
            window_scale=7,  # RFC 7323 §2.3 allows 14
            sack=True,
            dsack=True,
            timestamps=True,
            receive_buffer=128 * KIB,
            delayed_ack=200 * MS,  # below the 500 ms of RFC 9293 §3.8.6.3
            ack_every=2,  # RFC 5681 §4.2
            quickack_segments=0,
            nagle="on",
            congestion="newreno",
            initial_window=10,  # RFC 6928 §2: 14600 bytes in segments of 1460
            limited_transmit=True,
            prr=True,
            slow_start_after_idle=True,
            challenge_limit=ChallengeLimit(10, 5 * S),  # RFC 5961 §7
        )

    @classmethod
    def linux(cls) -> TcpConfig:
        """What the Linux kernel (6.18) does where the RFCs leave room.

        Besides what the fields say: the ACK of a FIN is delayed only in ESTABLISHED and in order, never for a
        repeated FIN; an RTO bounds the variance, SRTT + max(200 ms, 4 RTTVAR); TIME-WAIT lasts 60 s.
        """
        return cls(
            mss=1460,
            window_scale=10,  # for tcp_rmem's largest buffer
            sack=True,
            dsack=True,
            timestamps=True,
            receive_buffer=128 * KIB,
            receive_buffer_limit=32 * MIB,  # tcp_rmem
            rto_min=200 * MS,  # TCP_RTO_MIN
            rto_max=120 * S,  # TCP_RTO_MAX
            rto_floor="variance",
            clock_tick=4 * MS,  # CONFIG_HZ=250
            syn_retries=6,  # tcp_syn_retries
            synack_retries=5,  # tcp_synack_retries
            retries_2=15,  # tcp_retries2
            delayed_ack=40 * MS,  # TCP_DELACK_MIN
            ack_every=2,  # __tcp_ack_snd_check
            quickack_segments=16,  # TCP_MAX_QUICKACKS
            adaptive_ack=True,
            push_half_window=True,
            delayed_fin_ack=True,
            nagle="minshall",  # tcp_minshall_check
            congestion="cubic",
            initial_window=10,  # TCP_INIT_CWND
            abc_limit=None,  # tcp_slow_start
            recovery="linux",
            limited_transmit=True,
            prr=True,
            rack=True,
            tlp=True,
            frto=True,
            slow_start_after_idle=True,
            msl=30 * S,  # half of TCP_TIMEWAIT_LEN
            challenge_limit=ChallengeLimit(1, 500 * MS),  # tcp_invalid_ratelimit
            ecn="passive",  # tcp_ecn = 2
            fin_wait_2_timeout=60 * S,  # tcp_fin_timeout
            orphan_retries=8,  # tcp_orphan_retries
            syn_linear_timeouts=4,  # tcp_syn_linear_timeouts
            abort_with_ack=True,
            window_probe="empty",
            syn_after_bad_ack=True,
            synack_timer_restarts=True,
            ack_crossing_syn=True,
            segment_check="linux",
        )


KNOBS = {knob.name: knob.metadata for knob in fields(TcpConfig)}


# What a value of each kind must be, exactly: True is no count, and 1 no switch.
_TYPES: dict[str, tuple[type, str]] = {
    **dict.fromkeys(("time", "size", "count", "share"), (int, "a whole number")),
    "switch": (bool, "True or False"),
    "choice": (str, "a word"),
    "keepalive": (KeepAlive, "a KeepAlive of whole numbers from 1"),
    "challenge-limit": (ChallengeLimit, "a ChallengeLimit of whole numbers from 1"),
}


def check_value(name: str, value: Any) -> None:
    """Raise ConfigError unless ``value`` fits the field ``name``."""
    knob = KNOBS[name]
    if value is None:
        if not knob["optional"]:
            raise ConfigError(name, f"{name} cannot be off")
    else:
        kind, words = _TYPES[knob["kind"]]
        if type(value) is not kind or (isinstance(value, tuple) and not all(type(n) is int and n > 0 for n in value)):
            raise ConfigError(name, f"{name} must be {words}")
    if knob["choices"] and value not in knob["choices"]:
        raise ConfigError(name, f"{name} must be one of {', '.join(knob['choices'])}")
    if value is not None and knob["kind"] in ("time", "size", "count"):
        low, high = knob["low"], knob["high"]
        if (low is not None and value < low) or (high is not None and value > high):
            raise ConfigError(name, f"{name} must lie between {low} and {high if high is not None else 'any'}")

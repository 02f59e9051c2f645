"""Window scaling and timestamps (RFC 7323): what the SYNs agree on, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.states import State
from tcpanim.units import S
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, RST, SYN, Segment

if TYPE_CHECKING:
    from tcpanim.tcp.tcb import Tcb

LARGEST_SHIFT = 14
"""RFC 7323 §2.3."""

TIMESTAMPS_SIZE = 12
"""What the option takes in each header, padding included (RFC 7323, appendix A)."""

OUTDATED = 24 * 24 * 3600 * S
"""After so long without a segment TS.Recent says nothing any more (RFC 7323 §5.5)."""


# ---- the SYNs


def of_syn(tcb: Tcb, options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Our SYN's options: an offer, or in a SYN,ACK the consent to what the peer has offered (§2.2, §3.2)."""
    config = tcb.config
    answering = tcb.irs is not None
    more: dict[str, Any] = {}
    if config.window_scale is not None and (tcb.scale_ok or not answering):
        more["window_scale"] = config.window_scale
    if config.timestamps and (tcb.ts_ok or not answering):
        more["timestamps"] = (stamp(tcb), tcb.ts_recent if answering else 0)
    if tcb.fast_option is not None:
        more["fast_open"] = tcb.fast_option
    return MappingProxyType({**options, **more}) if more else options


# RFC 9293: MUST-16.
def agree(tcb: Tcb, segment: Segment) -> None:
    """The peer's SYN is there: an option holds when both SYNs have it."""
    config, offered = tcb.config, segment.options
    if config.window_scale is not None and "window_scale" in offered:
        tcb.scale_ok = True
        tcb.snd_scale = min(offered["window_scale"], LARGEST_SHIFT)
        tcb.rcv_scale = config.window_scale
        tcb.judge(Reason.SCALE_AGREED, own_count=tcb.rcv_scale, peer_count=tcb.snd_scale)
    if config.timestamps and "timestamps" in offered:
        tcb.ts_ok = True
        tcb.snd_mss = max(1, tcb.snd_mss - TIMESTAMPS_SIZE)  # the MSS does not count options (RFC 9293 §3.7.1)
        _remember(tcb, offered["timestamps"])


# ---- window scaling


# RFC 9293: REC-1.
def window_of(tcb: Tcb, segment: Segment) -> int:
    """The window that a segment announces; that of a SYN is never scaled (§2.2)."""
    return segment.window if int(segment.flags) & SYN else segment.window << tcb.snd_scale


# ---- timestamps


def stamp(tcb: Tcb) -> int:
    """The timestamp clock now (§5.4)."""
    config = tcb.config
    return (config.timestamps_start + tcb.now * config.timestamps_rate // S) % seq.MODULUS


def stamped(tcb: Tcb, options: Mapping[str, Any], bits: int) -> Mapping[str, Any]:
    """The options of a segment behind the SYN, with TSval and, in an ACK, TSecr (§3.2)."""
    return MappingProxyType({**options, "timestamps": (stamp(tcb), tcb.ts_recent if bits & ACK else 0)})


class Answer(Enum):
    """What a segment gets that PAWS refuses."""

    NONE = 0
    ACK = 1


def refuses(tcb: Tcb, segment: Segment) -> Answer | None:
    """PAWS (§5.3, R1): a timestamp older than the one heard last shows an old duplicate, whatever its number.

    How it is to be answered; None: it is not refused. Resets and SYNs are left to their own rules.
    """
    if int(segment.flags) & (RST | SYN):
        return None
    values = segment.options.get("timestamps")
    if values is None:
        tcb.judge(Reason.TIMESTAMP_MISSING)
        return Answer.NONE
    if seq.lt(values[0], tcb.ts_recent) and tcb.now - tcb.ts_recent_at < OUTDATED:
        bare = not segment.length
        if bare and tcb.config.adaptive_ack and _is_only_late(tcb, segment, values[0]):
            return None
        tcb.judge(Reason.PAWS_REFUSED, stamp_count=values[0], recent_count=tcb.ts_recent)
        late = tcb.config.adaptive_ack and tcb.state is not State.TIME_WAIT
        if bare and late and seq.lt(segment.seq, tcb.rcv_nxt):
            return Answer.NONE  # an old ACK: nobody waits for an answer
        if bare and tcb.too_many_answers():
            return Answer.NONE
        return Answer.ACK
    return None


def _is_only_late(tcb: Tcb, segment: Segment, stamped: int) -> bool:
    """A duplicate ACK that another segment has overtaken lately tells the truth all the same, and changes nothing.

    Lately: within 1.2 RTO, as Linux puts it (tcp_disordered_ack).
    """
    ticks = seq.diff(tcb.ts_recent, stamped)
    return (
        segment.seq == tcb.rcv_nxt
        and segment.ack == tcb.snd_una
        and (segment.seq != tcb.snd_wl1 or window_of(tcb, segment) <= tcb.snd_wnd)
        and ticks * S // tcb.config.timestamps_rate <= tcb.rto.rto * 6 // 5
    )


def take_in(tcb: Tcb, segment: Segment) -> None:
    """R3: TS.Recent follows the segments that begin at or before the last ACK sent (§4.3)."""
    values = segment.options.get("timestamps")
    if values is None:
        return
    if seq.le(segment.seq, tcb.last_ack_sent) and seq.ge(values[0], tcb.ts_recent):
        _remember(tcb, values)
    tcb.ts_echo = values[1] if int(segment.flags) & ACK else 0


def _remember(tcb: Tcb, values: tuple[int, int]) -> None:
    tcb.ts_recent, tcb.ts_echo = values
    tcb.ts_recent_at = tcb.now


def rtt_by_echo(tcb: Tcb) -> int | None:
    """The RTT that the echo in the arriving ACK shows, in whole ticks (§4.1); None when it shows none."""
    if not tcb.ts_echo:
        return None
    ticks = seq.diff(stamp(tcb), tcb.ts_echo)
    return max(1, ticks) * S // tcb.config.timestamps_rate if ticks >= 0 else None


def expected_samples(tcb: Tcb) -> int:
    """How many samples a round trip gives, so that history does not fade sooner for them (§4.2)."""
    flight = seq.diff(tcb.snd_nxt, tcb.snd_una)
    return max(1, -(-flight // (2 * tcb.snd_mss)))

"""The transmission control block: a connection's variables under the RFC's names (RFC 9293 §3.3.1).

Besides the variables it holds the small verbs that every rule uses (judge, change state, arm a timer, form a segment).
They record effects; which rule uses them when stands in ``calls``, ``arrives``, ``sending`` and ``timeouts``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from tcpanim.tcp.acking import Acking, window_to_offer
from tcpanim.tcp.buffers import ReceiveBuffer, SendBuffer
from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.congestion.base import CongestionControl
from tcpanim.tcp.congestion.table import CONTROLS
from tcpanim.tcp.cookies import Cookies
from tcpanim.tcp.ecn import bits_of_syn
from tcpanim.tcp.inflight import InFlight
from tcpanim.tcp.io import Arm, Changed, Disarm, Effect, Judged, Kind, Signal, Timer, Transmit, UserError
from tcpanim.tcp.mss import default_mss, mss_options, sack_room, sack_size
from tcpanim.tcp.options import of_syn, stamped
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.reassembly import Reassembly
from tcpanim.tcp.rto import RtoEstimator
from tcpanim.tcp.scoreboard import Scoreboard
from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.tcp.states import State, Trigger, transition
from tcpanim.tcp.urgent import pointer
from tcpanim.wire import seq
from tcpanim.wire.segment import ACK, ECE, FLAGS, NO_OPTIONS, RST, SYN, URG, Address, Segment

_NOTHING: Mapping[str, Any] = {}
_ORDERLY_ENDS = (Trigger.RCV_ACK_OF_FIN, Trigger.TIMEOUT_2MSL, Trigger.NEW_SYN)
_WINDOW_LIMIT = 0xFFFF  # the header field of 16 bits (RFC 9293 §3.1)


class Tcb:
    """One connection's state, changed in place; ``effects`` collects what the current step has brought about.

    Sequence variables are 32-bit wire values, None while unknown. ``passive``: SYN-RECEIVED came from LISTEN
    (MUST-11). ``snd_sent``: how many bytes at the front of the send buffer have been sent. ``probe_end``: the number
    behind a window probe's octet that SND.NXT does not count yet. ``retransmissions``, ``probes``: repetitions since
    the peer was last heard to accept something.

    ``snd_small``: the number behind the last segment sent that was not full; ``quick_acks``: how many data segments
    are still acknowledged at once; ``text_rcvd``: when text arrived last; ``acking``: what takes the place of these
    two with ``adaptive_ack``, else None; ``keep_alives``: probes since the peer was heard; ``heard``: whether an
    acceptable segment has come in this step; ``fast``: what has
    become of data in a SYN (see ``fast_open``); ``fast_option``: the cookie in ours, empty to ask for one; ``cookies``:
    the host's; ``challenges``: when
    challenge ACKs left, as far as their limit needs it.
    """

    __slots__ = (
        "ack_now",
        "acking",
        "challenges",
        "closing",
        "config",
        "congestion",
        "cookies",
        "corked",
        "dupacks",
        "duplicate",
        "ecn_cwr",
        "ecn_echo",
        "ecn_ok",
        "ecn_recover",
        "ecn_told",
        "effects",
        "exited",
        "fast",
        "fast_option",
        "fin_rcvd",
        "fin_sent",
        "heard",
        "irs",
        "isns_used",
        "iss",
        "keep_alives",
        "last_ack_sent",
        "local",
        "max_snd_wnd",
        "nagle_held",
        "next_iss",
        "now",
        "passive",
        "persist_backoff",
        "probe_end",
        "probes",
        "probing",
        "queue",
        "quick_acks",
        "rcv_nxt",
        "rcv_scale",
        "rcv_up",
        "rcv_wnd",
        "readable_changed",
        "reassembly",
        "receive_buffer",
        "remote",
        "retransmissions",
        "rto",
        "sack_ok",
        "scale_ok",
        "scoreboard",
        "send_blocked",
        "send_buffer",
        "snd_mss",
        "snd_nxt",
        "snd_scale",
        "snd_sent",
        "snd_small",
        "snd_una",
        "snd_up",
        "snd_wl1",
        "snd_wl2",
        "snd_wnd",
        "specified_remote",
        "state",
        "syn_lost",
        "text_rcvd",
        "timers",
        "ts_echo",
        "ts_ok",
        "ts_recent",
        "ts_recent_at",
        "unacknowledged",
    )  # fmt: skip

    def __init__(
        self,
        config: TcpConfig,
        local: Address,
        remote: Address | None,
        next_iss: Callable[[int], int],
        cookies: Cookies | None = None,
    ) -> None:
        self.config = config
        self.local = local
        self.specified_remote = remote
        self.next_iss = next_iss
        self.cookies = cookies or Cookies(local.host)
        self.isns_used = 0
        self.effects: list[Effect] = []
        self.now = 0
        self.state = State.CLOSED
        self.reset()

    def reset(self) -> None:
        """Forget the connection, as CLOSED and LISTEN do; the configuration and the ISNs used remain."""
        self.remote = self.specified_remote
        self.passive = False
        self.iss: int | None = None
        self.snd_una = 0
        self.snd_nxt = 0
        self.snd_wnd = 0
        self.snd_wl1 = 0
        self.snd_wl2 = 0
        self.max_snd_wnd = 0
        self.snd_mss = min(self.default_mss, self.config.mss)
        self.irs: int | None = None
        self.rcv_nxt = 0
        self.rcv_wnd = min(self.config.receive_buffer, _WINDOW_LIMIT)
        self.send_buffer = SendBuffer()
        self.snd_sent = 0
        self.send_blocked = False
        self.queue: deque[InFlight] = deque()
        self.receive_buffer = ReceiveBuffer()
        self.reassembly = Reassembly()
        self.closing = False
        self.exited = False
        self.fin_sent = False
        self.fin_rcvd = False
        self.fast: str | None = None
        self.fast_option: bytes | None = None
        self.rto = RtoEstimator(self.config)
        self.retransmissions = 0
        self.syn_lost = False
        self.probing = False
        self.persist_backoff = 0
        self.probes = 0
        self.probe_end: int | None = None
        self.dupacks = 0
        self.ack_now: Reason | None = None
        self.unacknowledged = 0
        self.readable_changed = False
        self.timers: dict[Timer, int] = {}
        self.scale_ok = False
        self.snd_scale = 0
        self.rcv_scale = 0
        self.ts_ok = False
        self.ts_recent = 0
        self.ts_recent_at = 0
        self.ts_echo = 0
        self.last_ack_sent = 0
        self.snd_up: int | None = None
        self.rcv_up: int | None = None
        self.ecn_ok = False
        self.ecn_echo = False
        self.ecn_cwr = False
        self.ecn_recover: int | None = None
        self.ecn_told = False
        self.corked = False
        self.nagle_held = False
        self.snd_small: int | None = None
        self.quick_acks = self.config.quickack_segments or 0
        adaptive = self.config.adaptive_ack and self.config.delayed_ack is not None
        self.acking: Acking | None = None
        if adaptive:
            self.acking = Acking(self.config.receive_buffer, self.config.receive_buffer_limit)
            self.rcv_wnd = self.acking.room.first_window(self.config.mss)
        self.text_rcvd: int | None = None
        self.keep_alives = 0
        self.heard = False
        self.challenges: list[int] = []
        self.congestion: CongestionControl = CONTROLS[self.config.congestion]()
        self.scoreboard = Scoreboard()
        self.sack_ok = False
        self.duplicate: tuple[int, int] | None = None  # text that came twice, to be reported by the next ACK

    # ---- the variables, looked at

    @property
    def default_mss(self) -> int:
        """What a peer without an MSS option is assumed to take (MUST-15)."""
        return default_mss(self.local.host)

    @property
    def unsent(self) -> int:
        """Bytes accepted from the application and not yet sent."""
        return len(self.send_buffer) - self.snd_sent

    @property
    def outstanding(self) -> int:
        """What is sent and not acknowledged, as congestion control counts it: bytes, or segments of full size."""
        unit = self.scoreboard.unit
        if unit:
            return len(self.queue) * unit - ((unit - 1) if self.queue and self.queue[0].syn else 0)
        return (self.snd_nxt - self.snd_una) % seq.MODULUS

    @property
    def in_network(self) -> int:
        """How much of it is thought to be on its way (RFC 6675 §4, SetPipe).

        That is each octet that is neither SACKed nor lost, and each that was sent again.
        """
        board = self.scoreboard
        flight = self.outstanding if board.unit else (self.snd_nxt - self.snd_una) % seq.MODULUS
        return flight - board.sacked - board.lost + board.retransmitted

    @property
    def fin_acked(self) -> bool:
        """Whether the peer has acknowledged our FIN."""
        return self.fin_sent and self.snd_una == self.snd_nxt

    @property
    def syn_acked(self) -> bool:
        """Whether the peer has acknowledged our SYN."""
        return self.snd_una != self.iss

    def freeze(self) -> TcbSnapshot:
        """The variables as a viewer may see them."""
        known = self.iss is not None
        synchronized = self.irs is not None
        timers = sorted(self.timers.items(), key=lambda timer: timer[1])
        return TcbSnapshot(
            state=self.state,
            snd_una=self.snd_una if known else None,
            snd_nxt=self.snd_nxt if known else None,
            snd_wnd=self.snd_wnd,
            snd_wl1=self.snd_wl1 if synchronized else None,
            snd_wl2=self.snd_wl2 if synchronized else None,
            iss=self.iss,
            rcv_nxt=self.rcv_nxt if synchronized else None,
            rcv_wnd=self.rcv_wnd,
            irs=self.irs,
            snd_mss=self.snd_mss,
            cwnd=self.congestion.cwnd,
            ssthresh=self.congestion.ssthresh,
            flight=seq.diff(self.snd_nxt, self.snd_una),
            recover=self.scoreboard.recover,
            dupacks=self.dupacks,
            ca_state=self.scoreboard.phase,
            srtt=self.rto.srtt,
            rttvar=self.rto.rttvar,
            rto=self.rto.rto,
            backoff=self.rto.backoff,
            timers=tuple((timer.value, deadline) for timer, deadline in timers),
            sacked=self._bytes_of(self.scoreboard.sacked, "sacked"),
            lost=self._bytes_of(self.scoreboard.lost, "lost"),
            retransmitted=self._bytes_of(self.scoreboard.retransmitted, "again"),
            reordering=self.scoreboard.reordering,
            unread=self.receive_buffer.unread,
            unsent=self.unsent,
        )

    def _bytes_of(self, total: int, mark: str) -> int:
        """The sum in bytes: where it counts segments, those with the mark are added up."""
        if not total or not self.scoreboard.unit or (mark == "sacked" and not self.sack_ok):
            return total
        return sum(entry.size for entry in self.queue if getattr(entry, mark))

    # ---- verbs: each records what it does

    def judge(self, reason: Reason, **numbers: Any) -> None:
        """State the rule that decided."""
        self.effects.append(Judged(reason, numbers or _NOTHING))

    # RFC 9293: MUST-47.
    def signal(self, error: UserError) -> None:
        """Tell the user."""
        self.effects.append(Signal(error))

    def change(self, trigger: Trigger, after: State) -> None:
        """Follow an edge of the state diagram; an edge that is not there is our own mistake."""
        edge = transition(self.state, trigger, after)
        self.effects.append(Changed(self.state, after, edge.rule, trigger))
        self.state = after

    def arm(self, timer: Timer, deadline: int) -> None:
        """Start ``timer`` or move its deadline."""
        if self.timers.get(timer) != deadline:
            self.timers[timer] = deadline
            self.effects.append(Arm(timer, deadline))

    def disarm(self, timer: Timer) -> None:
        """Stop ``timer`` if it runs."""
        if self.timers.pop(timer, None) is not None:
            self.effects.append(Disarm(timer))

    def delete(self, trigger: Trigger, after: State = State.CLOSED) -> None:
        """Delete the TCB: flush all queues, stop all timers, enter CLOSED (or return to LISTEN).

        After an orderly end, text that was acknowledged can still be read: its sender relies on that.
        """
        for timer in tuple(self.timers):
            self.disarm(timer)
        self.change(trigger, after)
        unread = self.receive_buffer
        keep = trigger in _ORDERLY_ENDS and not self.exited
        self.reset()
        if keep:
            self.receive_buffer = unread

    def segment(self, bits: int, number: int, data: bytes = b"", options: Mapping[str, Any] = NO_OPTIONS) -> Segment:
        """Form a segment of this connection; with the ACK bit it says all that is to be acknowledged."""
        assert self.remote is not None
        urgent = 0
        if bits & ACK:
            self.acknowledging()
            acknowledgment = self.rcv_nxt
            window = min(self.rcv_wnd, _WINDOW_LIMIT) if bits & SYN else self.rcv_wnd >> self.rcv_scale
        else:
            acknowledgment, window = 0, 0 if bits & RST else self.rcv_wnd
        if not bits & SYN:
            if self.ts_ok:
                options = stamped(self, options, bits)
            if self.sack_ok and (self.duplicate or not self.reassembly.empty) and bits & (ACK | RST) == ACK:
                options = self.with_sack(options, len(data))
            if self.ecn_echo and not bits & RST:
                bits |= ECE
            if self.snd_up is not None and not bits & RST and (urgent := pointer(self, number)):
                bits |= URG
        return Segment(
            self.local.port, self.remote.port, number, acknowledgment, FLAGS[bits], window, data, options, urgent
        )

    def with_sack(self, options: Mapping[str, Any], length: int) -> Mapping[str, Any]:
        """Report what lies beyond RCV.NXT, the latest first, after a duplicate that just came (RFC 2018 §4, 2883 §4).

        As many blocks as the header has room for; data that was sent before without them leaves no room.
        """
        duplicate, self.duplicate = self.duplicate, None
        first = () if duplicate is None else (duplicate,)
        stored = tuple(
            (seq.add(self.rcv_nxt, left), seq.add(self.rcv_nxt, right)) for left, right in self.reassembly.blocks()
        )
        blocks = (first + stored)[: sack_room(options)]
        if not blocks or length + sack_size(len(blocks)) > self.snd_mss:
            return options
        return {**options, "sack": blocks}

    def report_duplicate(self, start: int, length: int) -> None:
        """The next ACK's first SACK block tells what came twice (RFC 2883 §4)."""
        if self.sack_ok and self.config.dsack and length:
            self.duplicate = (start, seq.add(start, length))

    # RFC 9293: MUST-16.
    @property
    def data_room(self) -> int:
        """How much data a new segment takes besides the SACK blocks that it has to carry."""
        if not self.sack_ok or (self.duplicate is None and self.reassembly.empty):
            return self.snd_mss
        count = min(len(self.reassembly.blocks()) + (self.duplicate is not None), 3 if self.ts_ok else 4)
        return max(self.snd_mss - sack_size(count), 1)

    # RFC 9293: MUST-14, MUST-65, MAY-3, SHLD-5.
    def syn_segment(self, data: bytes = b"") -> Segment:
        """Our SYN; with the ACK bit once the peer's SYN has arrived. ``data`` is Fast Open's."""
        assert self.iss is not None
        bits = SYN if self.irs is None else SYN | ACK
        return self.segment(
            bits | bits_of_syn(self),
            self.iss,
            data,
            options=of_syn(self, mss_options(self.config.mss, self.config.sack if self.irs is None else self.sack_ok)),
        )

    def transmit(self, segment: Segment, kind: Kind, reason: Reason) -> None:
        """Hand a segment for the peer to IP."""
        assert self.remote is not None
        self.effects.append(Transmit(segment, kind, self.remote.host or None, reason))

    def send_ack(self, reason: Reason) -> None:
        """<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>."""
        self.transmit(self.segment(ACK, self.snd_nxt), Kind.ACK, reason)

    def send_challenge_ack(self, reason: Reason = Reason.CHALLENGE_ACK) -> None:
        """An ACK that a genuine peer can answer, unless too many have left of late (RFC 5961 §7)."""
        if not self.too_many_answers():
            self.send_ack(reason)

    def too_many_answers(self) -> bool:
        """Whether so many ACKs have left of late for what should not have come that no more may (RFC 5961 §7)."""
        limit = self.config.challenge_limit
        if limit is None:
            return False
        self.challenges = [time for time in self.challenges if time > self.now - limit.per]
        if len(self.challenges) >= limit.acks:
            self.judge(Reason.CHALLENGE_LIMITED, limit_count=limit.acks, per_ns=limit.per)
            return True
        self.challenges.append(self.now)
        return False

    def send_reset(self, reason: Reason) -> None:
        """<SEQ=SND.NXT><CTL=RST> (RFC 9293 §3.10.5); with ``abort_with_ack`` <ACK=RCV.NXT><CTL=RST,ACK>."""
        bits = RST | ACK if self.config.abort_with_ack else RST
        self.transmit(self.segment(bits, self.snd_nxt), Kind.RESET, reason)

    # ---- the receiver's promises

    def acknowledging(self) -> None:
        """A segment with the ACK bit leaves: nothing is owed any more, and the window is offered anew."""
        # A sender with fast retransmit counts an ACK as a duplicate only if the window is the same (RFC 5681 §2).
        same = self.ack_now is Reason.OUT_OF_ORDER_ACKNOWLEDGED and self.congestion.limits and self.rcv_wnd > 0
        same = same and self.acking is None
        self.ack_now = None
        self.unacknowledged = 0
        if Timer.DELAYED_ACK in self.timers:
            self.disarm(Timer.DELAYED_ACK)
        acking = self.acking
        if acking is not None:
            acking.sent(self.config.delayed_ack or 0)
        if not same:
            self.rcv_wnd = self.window_to_offer()
        self.last_ack_sent = self.rcv_nxt

    @property
    def window_step(self) -> int:
        """By how much the right edge of the window has to move to be worth telling (RFC 9293 §3.8.6.2.2)."""
        return max(1, min(self.config.receive_buffer // 2, self.snd_mss)) if self.config.sws else 1

    # RFC 9293: MUST-39, MAY-8.
    def window_to_offer(self) -> int:
        """The next RCV.WND: the right edge moves in worthwhile steps (§3.8.6.2.2) and never to the left (SHLD-14).

        A scaled window is rounded up: rounded down, the edge that the peer sees would move to the left (RFC 7323 §2.4).
        Many small segments that nobody reads would so push the edge beyond the buffer, each by a little, and without an
        end: when it lies farther than what has just arrived can explain, it is rounded down, and what was promised
        before holds all the same.
        """
        scale = self.rcv_scale
        if self.acking is not None:
            return window_to_offer(self)
        free = min(self.config.receive_buffer - self.receive_buffer.unread, _WINDOW_LIMIT << scale)
        window = free if free - self.rcv_wnd >= self.window_step else self.rcv_wnd
        if not scale:
            return window
        rounded = -(-window >> scale) << scale
        if rounded > -(-(free + self.window_step) >> scale) << scale:
            return window
        return min(rounded, _WINDOW_LIMIT << scale)

"""One end of one connection as a step function: stimuli in, effects out (RFC 9293 §3.10)."""

from __future__ import annotations

from collections.abc import Callable

from tcpanim.tcp import calls, liveness
from tcpanim.tcp.arrives import segment_arrives
from tcpanim.tcp.config import TcpConfig
from tcpanim.tcp.cookies import Cookies
from tcpanim.tcp.io import (
    Abort,
    Arrives,
    Close,
    Effect,
    Exit,
    Listen,
    Open,
    Receive,
    Send,
    SetOption,
    Stimulus,
    TimerFires,
)
from tcpanim.tcp.reasons import Reason
from tcpanim.tcp.snapshot import TcbSnapshot
from tcpanim.tcp.states import State, Trigger
from tcpanim.tcp.tcb import Tcb
from tcpanim.tcp.timeouts import timer_fires
from tcpanim.wire.segment import Address


class Endpoint:
    """One TCB. ``iss(n)`` gives its n-th initial sequence number, counted from 0; it must be a pure function.

    ``cookies``: the host's Fast Open cookies, shared by its connections; absent: its own.
    """

    __slots__ = ("_tcb",)

    # RFC 9293: MUST-43.
    def __init__(
        self,
        config: TcpConfig,
        *,
        local: Address,
        remote: Address | None,
        iss: Callable[[int], int],
        cookies: Cookies | None = None,
    ) -> None:
        self._tcb = Tcb(config, local, remote, iss, cookies)

    def handle(self, stimulus: Stimulus, now: int) -> tuple[Effect, ...]:
        """Take one step at virtual time ``now`` (ns); what it brings about, in order."""
        tcb = self._tcb
        assert not tcb.effects
        tcb.now = now
        handler = _WITH_ARGUMENTS.get(type(stimulus))
        if handler is not None:
            handler(tcb, stimulus)
        else:
            _WITHOUT[type(stimulus)](tcb)
        config = tcb.config
        if config.keepalive is not None or config.user_timeout is not None:
            liveness.watch(tcb, arrived=type(stimulus) is Arrives)
        effects = tuple(tcb.effects)
        tcb.effects.clear()
        return effects

    def give_way(self, now: int, reason: Reason = Reason.NEW_SYN_IN_TIME_WAIT) -> tuple[Effect, ...]:
        """Leave TIME-WAIT because the peer opens the same connection anew, by the rule ``reason``."""
        tcb = self._tcb
        tcb.now = now
        tcb.judge(reason)
        tcb.delete(Trigger.NEW_SYN)
        effects = tuple(tcb.effects)
        tcb.effects.clear()
        return effects

    def next_deadline(self) -> int | None:
        """When the earliest armed timer is due (ns)."""
        timers = self._tcb.timers
        return min(timers.values()) if timers else None

    @property
    def state(self) -> State:
        """Where the connection stands."""
        return self._tcb.state

    @property
    def local(self) -> Address:
        """Its own address."""
        return self._tcb.local

    @property
    def remote(self) -> Address | None:
        """The peer, None while anybody may come."""
        return self._tcb.remote

    @property
    def unread(self) -> int:
        """How many bytes arrived in order and were not read."""
        return self._tcb.receive_buffer.unread

    @property
    def timestamp(self) -> int | None:
        """The peer's timestamp heard last (TS.Recent); None where the connection has none."""
        return self._tcb.ts_recent if self._tcb.ts_ok else None

    def snapshot(self) -> TcbSnapshot:
        """The TCB's variables now."""
        return self._tcb.freeze()


_WITH_ARGUMENTS: dict[type, Callable[..., None]] = {
    Open: calls.open_call,
    Send: calls.send_call,
    Receive: calls.receive_call,
    SetOption: calls.set_option_call,
    Arrives: segment_arrives,
}
_WITHOUT: dict[type, Callable[[Tcb], None]] = {
    Listen: calls.listen_call,
    Close: calls.close_call,
    Exit: calls.exit_call,
    Abort: calls.abort_call,
    TimerFires: timer_fires,
}

"""A host: its TCP, up or down, and the initial sequence numbers it uses over all its lives."""

from __future__ import annotations

from tcpanim.scenario.model import HostSpec
from tcpanim.sim.application import Application
from tcpanim.sim.chance import draw
from tcpanim.tcp.stack import Stack
from tcpanim.wire.segment import Address, Segment
from tcpanim.wire.seq import MODULUS


class Host:
    """One of the two hosts. ``index``: 0 for the left one; ``peer``: whom its application opens connections to."""

    def __init__(self, index: int, spec: HostSpec, peer: HostSpec, seed: int) -> None:
        self.index = index
        self.spec = spec
        self.name = spec.name
        self.peer = Address(peer.address, peer.port)
        self._seed = seed
        self._earlier_isns = 0
        self._connections = 0
        self.up = True
        self.application = Application()
        self.stack = self._fresh_stack()
        self.wake: int | None = None  # the time of the queue's entry that will look at the timers

    def _fresh_stack(self) -> Stack:
        used = self._earlier_isns
        return Stack(
            self.spec.tcp,
            self.spec.address,
            lambda number: self._isn(used + number),
            first_connection=self._connections + 1,
        )

    def _isn(self, number: int) -> int:
        """The ``number``-th ISN (from 0) of this host: from its list, beyond it drawn from the seed."""
        if self.spec.isn_always is not None:
            return self.spec.isn_always
        if number < len(self.spec.isn):
            return self.spec.isn[number]
        return draw(self._seed, f"isn {self.name}", number, MODULUS)

    @property
    def isns(self) -> tuple[int, ...]:
        """The initial sequence numbers used so far, in order."""
        return tuple(self._isn(number) for number in range(self._isns_used))

    @property
    def current_isn(self) -> int:
        """The ISN used last; before the first use the one that will come first."""
        return self._isn(max(0, self._isns_used - 1))

    @property
    def used_isn(self) -> int | None:
        """The ISN used last, None before the first use."""
        return self.current_isn if self._isns_used else None

    @property
    def _isns_used(self) -> int:
        return self._earlier_isns + self.stack.isns_used

    @property
    def verifies(self) -> bool:
        """Whether segments with a wrong checksum are discarded."""
        return self.spec.tcp.verify_checksum

    def connection_of(self, segment: Segment, source: str) -> int | None:
        """The newest connection that a segment from the IP address ``source`` belongs to."""
        remote = Address(source, segment.src_port)
        for number in sorted(self.stack.connections, reverse=True):
            endpoint = self.stack.connections[number]
            if endpoint.local.port == segment.dst_port and endpoint.remote == remote:
                return number
        return None

    def crash(self) -> None:
        """All state is lost; the count of ISNs and connections goes on, so that nothing is confused afterwards."""
        self._earlier_isns = self._isns_used
        self._connections = max([self._connections, *self.stack.connections])
        self.up = False
        self.wake = None
        self.application = Application()
        self.stack = self._fresh_stack()

    def boot(self) -> None:
        """Back, with no memory."""
        self.up = True

    def next_deadline(self) -> int | None:
        """When the earliest timer runs out (ns)."""
        return self.stack.next_deadline() if self.up else None

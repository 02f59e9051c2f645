"""The scripted application of a host: it reads what arrives unless told otherwise, and writes until all is taken."""

from __future__ import annotations

from collections import deque

from tcpanim.sim.calls import NumberedCall


class Application:
    """What the application remembers. Connections are numbers.

    Reading is on by default. A write that the send buffer does not take whole blocks: its rest, and the writes and
    closes that come after it, wait until there is room, as in a program that calls ``send`` and then ``close``.
    """

    def __init__(self) -> None:
        self._reading = True
        self._exceptions: dict[int, bool] = {}
        self._gone: set[int] = set()
        self._rest: dict[int, tuple[bytes, int]] = {}  # what a blocked write writes, and how much of it is taken
        self._waiting: dict[int, deque[NumberedCall]] = {}

    # ---- reading

    def set_reading(self, on: bool, connection: int | None) -> None:
        """Read all that arrives, or stop reading: on one connection, or on all."""
        if connection is None:
            self._reading = on
            self._exceptions.clear()
        else:
            self._exceptions[connection] = on

    def reads(self, connection: int) -> bool:
        """Whether what arrives on ``connection`` is read at once."""
        return connection not in self._gone and self._exceptions.get(connection, self._reading)

    # ---- writing

    def holds_back(self, connection: int, call: NumberedCall) -> bool:
        """Whether ``call`` waits for an unfinished write; if so, it is kept until then."""
        if connection not in self._rest or call.name not in ("send", "close", "exit"):
            return False
        self._waiting.setdefault(connection, deque()).append(call)
        return True

    def writes(self, connection: int, data: bytes, taken: int) -> None:
        """A new write of ``data``, of which the send buffer took ``taken`` bytes."""
        if taken < len(data):
            self._rest[connection] = (data, taken)

    def rest(self, connection: int, room: int) -> bytes:
        """What the blocked write tries next when there is room for ``room`` bytes.

        One byte more where there is more, so that the send buffer knows that somebody waits for room.
        """
        data, start = self._rest.get(connection, (b"", 0))
        return data[start : start + room + 1]

    def wrote(self, connection: int, taken: int) -> None:
        """The send buffer took ``taken`` more bytes of the blocked write."""
        data, start = self._rest.pop(connection)
        self.writes(connection, data, start + taken)

    def next_waiting(self, connection: int) -> NumberedCall | None:
        """Take out the next call that a finished write lets through."""
        waiting = self._waiting.get(connection)
        return waiting.popleft() if waiting and connection not in self._rest else None

    # ---- the end

    def left(self, connection: int) -> None:
        """The application has called Exit or Abort: it neither reads nor writes any more."""
        self._gone.add(connection)
        self.closed(connection)

    def has_left(self, connection: int) -> bool:
        """Whether nobody is there any more to whom something could be told."""
        return connection in self._gone

    def closed(self, connection: int) -> None:
        """The connection is over: what waited on it is given up."""
        self._rest.pop(connection, None)
        self._waiting.pop(connection, None)

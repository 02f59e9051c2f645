"""Waiting for something to come true: a state entered, bytes received, a segment got or sent."""

from __future__ import annotations

from collections.abc import Callable

from tcpanim.scenario.model import Condition, Entered, Got, Received
from tcpanim.tcp.states import State

Watcher = Callable[[int, int], None]


class _Count:
    """How often something came true, and who waits for which time."""

    __slots__ = ("times", "waiting")

    def __init__(self) -> None:
        self.times = 0
        self.waiting: list[tuple[int, Watcher]] = []


class Conditions:
    """Watchers of conditions; each is called once, with (now, id of the event that made its condition true)."""

    def __init__(self) -> None:
        # Per kind and host, per state or name of a match: how often it came true, and who waits for which time.
        self._waiting: dict[tuple[str, str], dict[object, _Count]] = {}
        self._bytes: dict[str, list[tuple[int, Watcher]]] = {}

    def add(self, condition: Condition, watcher: Watcher) -> None:
        """Call ``watcher`` when ``condition`` comes true. All watchers are added before anything happens."""
        which: object
        if isinstance(condition, Received):
            self._bytes.setdefault(condition.host, []).append((condition.bytes, watcher))
            return
        if isinstance(condition, Entered):
            what, which = "entered", condition.state
        else:
            what, which = ("got" if isinstance(condition, Got) else "sent"), condition.match
        of_host = self._waiting.setdefault((what, condition.host), {})
        of_host.setdefault(which, _Count()).waiting.append((condition.nth, watcher))

    def entered(self, host: str, state: State, now: int, event: int) -> None:
        """The newest connection of ``host`` entered ``state``."""
        self._count("entered", host, (state,), now, event)

    def got(self, host: str, names: tuple[str, ...], now: int, event: int) -> None:
        """A segment that ``names`` match arrived at ``host``."""
        self._count("got", host, names, now, event)

    def sent(self, host: str, names: tuple[str, ...], now: int, event: int) -> None:
        """``host`` sent a segment that ``names`` match."""
        self._count("sent", host, names, now, event)

    def received(self, host: str, total: int, now: int, event: int) -> None:
        """The application of ``host`` has read ``total`` bytes so far."""
        waiting = self._bytes.get(host)
        if waiting:
            due = [watcher for wanted, watcher in waiting if total >= wanted]
            self._bytes[host] = [(wanted, watcher) for wanted, watcher in waiting if total < wanted]
            for watcher in due:
                watcher(now, event)

    def _count(self, what: str, host: str, keys: tuple[object, ...], now: int, event: int) -> None:
        of_host = self._waiting.get((what, host))
        if of_host is None:
            return
        for key in keys:
            count = of_host.get(key)
            if count is not None:
                count.times += 1
                due = [watcher for nth, watcher in count.waiting if nth == count.times]
                for watcher in due:
                    watcher(now, event)

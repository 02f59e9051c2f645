"""Waiting for something to come true: a state entered, bytes received, a segment got or sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from tcpanim.scenario.model import Condition, Entered, Got, Received
from tcpanim.tcp.states import State

Watcher = Callable[[int, int], None]


class _Key(NamedTuple):
    what: str
    host: str
    which: object


class Conditions:
    """Watchers of conditions; each is called once, with (now, id of the event that made its condition true)."""

    def __init__(self) -> None:
        self._counts: Counter[_Key] = Counter()
        self._waiting: dict[_Key, list[tuple[int, Watcher]]] = {}
        self._bytes: dict[str, list[tuple[int, Watcher]]] = {}

    def add(self, condition: Condition, watcher: Watcher) -> None:
        """Call ``watcher`` when ``condition`` comes true."""
        if isinstance(condition, Received):
            self._bytes.setdefault(condition.host, []).append((condition.bytes, watcher))
            return
        if isinstance(condition, Entered):
            key = _Key("entered", condition.host, condition.state)
        else:
            key = _Key("got" if isinstance(condition, Got) else "sent", condition.host, condition.match)
        self._waiting.setdefault(key, []).append((condition.nth, watcher))

    def entered(self, host: str, state: State, now: int, event: int) -> None:
        """The newest connection of ``host`` entered ``state``."""
        self._count(_Key("entered", host, state), now, event)

    def got(self, host: str, names: tuple[str, ...], now: int, event: int) -> None:
        """A segment that ``names`` match arrived at ``host``."""
        for name in names:
            self._count(_Key("got", host, name), now, event)

    def sent(self, host: str, names: tuple[str, ...], now: int, event: int) -> None:
        """``host`` sent a segment that ``names`` match."""
        for name in names:
            self._count(_Key("sent", host, name), now, event)

    def received(self, host: str, total: int, now: int, event: int) -> None:
        """The application of ``host`` has read ``total`` bytes so far."""
        waiting = self._bytes.get(host)
        if waiting:
            due = [watcher for wanted, watcher in waiting if total >= wanted]
            self._bytes[host] = [(wanted, watcher) for wanted, watcher in waiting if total < wanted]
            for watcher in due:
                watcher(now, event)

    def _count(self, key: _Key, now: int, event: int) -> None:
        waiting = self._waiting.get(key)
        if not waiting:
            return  # nobody will ever ask: all watchers are added before the run starts
        self._counts[key] += 1
        count = self._counts[key]
        due = [watcher for nth, watcher in waiting if nth == count]
        self._waiting[key] = [(nth, watcher) for nth, watcher in waiting if nth > count]
        for watcher in due:
            watcher(now, event)

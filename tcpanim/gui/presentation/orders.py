"""What can be ordered during a lecture, and by which keys: the table that clickers, key card and settings share.

Presentation remotes are keyboards. Which keys they send differs by maker and by the counter inside a button, so many
keys mean the same here, and a key too much does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

DEBOUNCE_MS = 200
"""A worn button sends two presses for one; nobody presses the same twice within this time and means it."""


@dataclass(frozen=True, slots=True)
class Order:
    """One row; its text is ``lecture.<id>``.

    ``keys``: as QKeySequence writes them, those of clickers first. ``repeat``: a held or doubled key is meant.
    ``shown``: so many of the keys stand on the key card.
    """

    id: str
    group: str
    keys: tuple[str, ...]
    repeat: bool = False
    shown: int = 1


GROUPS = ("go", "screen", "panels", "focus", "ask", "presenter")

ORDERS: tuple[Order, ...] = (
    Order("next", "go", ("PgDown", "Right", "Down", "N", "Return", "Enter"), shown=3),
    Order("back", "go", ("PgUp", "Left", "Up", "P", "Backspace"), shown=3),
    Order("first", "go", ("Home",)),
    Order("last", "go", ("End",)),
    Order("play", "go", ("Ctrl+Space",)),
    Order("overview", "go", ("O",)),
    Order("name", "go", ("G",)),
    Order("nothing", "screen", ("F5", "Shift+F5"), shown=0),
    Order("leave", "screen", ("Esc",)),
    Order("black", "screen", (".", "B", ":", ";", "V", "/"), shown=2),
    Order("white", "screen", (",", "W"), shown=2),
    Order("larger", "screen", ("Ctrl++", "Ctrl+="), repeat=True),
    Order("smaller", "screen", ("Ctrl+-",), repeat=True),
    Order("size-reset", "screen", ("Ctrl+0",)),
    Order("theme", "screen", ("T",)),
    Order("language", "screen", ("Shift+L",)),
    Order("numbering", "screen", ("Shift+N",)),
    Order("one-side", "panels", ("K",)),
    Order("wire", "panels", ("X",)),
    Order("states", "panels", ("J",)),
    Order("header", "panels", ("H",)),
    Order("ladder", "panels", ("L",)),
    Order("diagram", "panels", ("D",)),
    Order("plots", "panels", ("C",)),
    Order("plot-next", "panels", ("Shift+C",)),
    Order("tables", "panels", ("Y",)),
    Order("panel-next", "panels", ("Tab",)),
    Order("panel-before", "panels", ("Shift+Tab", "Backtab"), shown=0),
    Order("laser", "focus", ("A", "Ctrl+L"), shown=2),
    Order("pen", "focus", ("Ctrl+P",)),
    Order("erase", "focus", ("E",)),
    Order("spotlight", "focus", ("I",)),
    Order("zoom", "focus", ("U",)),
    Order("magnifier", "focus", ("M",)),
    Order("predict-segment", "ask", ("Q",)),
    Order("predict-state", "ask", ("Shift+Q",)),
    Order("freeze", "presenter", ("F",)),
    Order("give-up", "presenter", ("Shift+F",)),
    Order("swap", "presenter", ("S",)),
    Order("presenter", "presenter", ("F2",)),
    Order("window", "presenter", ("F3",)),
    Order("private", "presenter", ("F4",)),
    Order("windowed", "screen", ("F11",)),
    Order("notes-larger", "presenter", ("+", "="), repeat=True),
    Order("notes-smaller", "presenter", ("-",), repeat=True),
    Order("faster", "presenter", ("]",), repeat=True),
    Order("slower", "presenter", ("[",), repeat=True),
    Order("clock-reset", "presenter", ("R",)),
    Order("keys", "presenter", ("F1", "?"), shown=2),
    Order("clicker", "presenter", ("F6",)),
    *(Order(f"sleeve-{n}", "ask", (f"Ctrl+{n}",)) for n in range(1, 10)),
    Order("prepared", "ask", ("Z", "Ctrl+Z")),
)
"""``nothing``: what a clicker's start button sends while the lecture is on."""

KNOWN = {order.id: order for order in ORDERS}

_PLAIN = {Qt.Key.Key_Enter: Qt.Key.Key_Return, Qt.Key.Key_Backtab: Qt.Key.Key_Tab}


def _combined(key: int, modifiers: Qt.KeyboardModifier) -> int:
    """One number for a key with its modifiers, the same wherever on the keyboard it lies.

    Shift says nothing about a sign (it is how the sign is typed), but much about a letter.
    """
    if key == Qt.Key.Key_Backtab:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    key = int(_PLAIN.get(Qt.Key(key), key)) if key in _PLAIN else key
    kept = modifiers & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    letter = Qt.Key.Key_A <= key <= Qt.Key.Key_Z
    if Qt.Key.Key_Space < key < Qt.Key.Key_Escape and not letter:
        kept &= ~Qt.KeyboardModifier.ShiftModifier
    return key | kept.value


def number_of(event: QKeyEvent) -> int:
    """The pressed key with its modifiers."""
    return _combined(event.key(), event.modifiers())


def _number(written: str) -> int | None:
    """The same for a key as a settings file writes it; None for one that is none."""
    sequence = QKeySequence(written)
    if sequence.count() != 1:
        return None
    combination = sequence[0]  # type: ignore[index]  # its hints do not know it
    if combination.key() in (Qt.Key.Key_unknown, 0):
        return None
    return _combined(int(combination.key()), combination.keyboardModifiers())


class Keys:
    """Which key orders what. ``given``: the user's own keys by order; ``space``: what Space orders (next or play)."""

    def __init__(self, given: Mapping[str, tuple[str, ...]] | None = None, space: str = "next") -> None:
        self._written: dict[str, tuple[str, ...]] = {}
        self._orders: dict[int, str] = {}
        own = {name: keys for name, keys in (given or {}).items() if name in KNOWN}
        for order in ORDERS:
            if order.id not in own:
                self._add(order.id, order.keys)
        self._add(space, ("Space",))
        # What the user says comes last, and so wins where a key had another meaning.
        for name, keys in own.items():
            self._add(name, keys)

    def _add(self, name: str, keys: tuple[str, ...]) -> None:
        good = tuple(key for key in keys if _number(key) is not None)
        self._written[name] = (*self._written.get(name, ()), *good)
        for key in good:
            number = _number(key)
            assert number is not None
            self._orders[number] = name

    def order(self, event: QKeyEvent) -> str | None:
        """What the pressed key orders."""
        return self._orders.get(number_of(event))

    def of(self, name: str) -> tuple[str, ...]:
        """The keys of an order, as they are written."""
        return tuple(key for key in self._written.get(name, ()) if self._orders.get(_number(key) or 0) == name)


class Clicker:
    """Makes orders of key presses: held keys and doubled presses count once."""

    def __init__(self, keys: Keys, now: Callable[[], int]) -> None:
        """``now``: a running time in ms, for events that carry none."""
        self.keys = keys
        self._now = now
        self._last: tuple[str, int] = ("", -DEBOUNCE_MS)
        self._up: tuple[int, int] = (0, -DEBOUNCE_MS)  # the key that was let go last, and when

    def let_go(self, event: QKeyEvent) -> None:
        """A key is up again."""
        self._up = number_of(event), event.timestamp()

    def _held(self, event: QKeyEvent) -> bool:
        """Whether the key is not pressed anew but held.

        X11 tells of a held key by a release and a press at one moment, which Qt takes for a press of its own where it
        has not read both at once.
        """
        when = event.timestamp()
        return event.isAutoRepeat() or (when > 0 and self._up == (number_of(event), when))

    def order(self, event: QKeyEvent) -> str | None:
        """What this event orders, None: nothing (more)."""
        name = self.keys.order(event)
        if name is None:
            return None
        if self._held(event) and not KNOWN[name].repeat:
            self._last = name, event.timestamp() or self._now()
            return None
        return name if self.counts(name, event.timestamp()) else None

    def counts(self, name: str, timestamp: int) -> bool:
        """Whether an order given now is one of its own, and not the bounce of the one before."""
        # The time of the press, not of its handling: presses that had to wait are not a bounce.
        when = timestamp or self._now()
        before, self._last = self._last, (name, when)
        return KNOWN[name].repeat or before[0] != name or not 0 <= when - before[1] < DEBOUNCE_MS

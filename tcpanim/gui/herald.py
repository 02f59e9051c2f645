"""Says to those who hear the window what others see change in it: a step, another run, a fault, the end.

A screen reader reads by itself only where the focus is. What is said here it says as well, as it comes.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QElapsedTimer, QObject, QTimerEvent, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

JOIN_MS = 60
"""What one order brings about is said in one go."""
LETTER_MS, HAN_MS = 60, 200
"""So long a voice takes for a letter, or a Han. While time flows, nothing interrupts it: what it would be late for is
left out, and the last of it heard when time stands."""
_HAN = "\u2e80"
"""From here on, roughly."""


def announce(source: QWidget, text: str, *, urgent: bool = False) -> None:
    """Have a screen reader say ``text`` of ``source`` at once."""
    if QAccessible.isActive() and text:
        announcement = QAccessibleAnnouncementEvent(source, text)
        if urgent:
            announcement.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(announcement)


def tell_found(search: QWidget, words: str) -> None:
    """How much a search box has found, said at once, and again where the focus comes back to it."""
    if words != search.accessibleDescription():
        search.setAccessibleDescription(words)
        announce(search, words)


def spoken_ms(text: str) -> int:
    """How long a voice takes to say ``text``."""
    han = sum(letter >= _HAN for letter in text)
    return han * HAN_MS + (len(text) - han) * LETTER_MS


ORDER = ("problems", "notice", "run", "comparison", "settings", "speed", "point", "step", "changes", "ask", "flow")
"""In which subjects that come together are said; any other comes last."""


class Herald(QObject):
    """Has a screen reader say things; without one it does nothing."""

    said = Signal(str)

    def __init__(self, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._waiting: dict[str, str] = {}
        self._urgent = False
        self._timer: int | None = None
        self._speaking = QElapsedTimer()
        self._length = 0
        self._step = ""
        self._unheard = ""
        self._holds: Mapping[str, tuple[str, str]] = {}

    def say(self, subject: str, text: str, *, urgent: bool = False) -> None:
        """Say ``text``, in the place of what was about to be said of the same ``subject``."""
        if not QAccessible.isActive():
            return
        self._waiting.pop(subject, None)
        if text:
            self._waiting[subject] = text
        self._urgent |= urgent
        if self._timer is None:
            self._timer = self.startTimer(JOIN_MS)

    def say_step(self, what: str, why: str, *, flowing: bool) -> None:
        """Another step is reached; while time flows (``flowing``), the reason waits until it stands."""
        whole = " ".join(part for part in (what, why) if part)
        if whole == self._step or not QAccessible.isActive():
            return
        self._step = whole
        if not flowing:
            self._unheard = ""
            self.say("step", whole)
        elif self._speaks:
            self._unheard = whole
        else:
            self._unheard = why
            self.say("step", what)

    def say_rest(self, words: str, *, silent: bool = False) -> None:
        """Time has begun to stand: what was left out meanwhile, but if ``silent``, then ``words``."""
        if silent:
            self.say("step", "")
        elif "step" in self._waiting:
            self.say("step", self._step)
        elif self._unheard:
            self.say("step", self._unheard)
        self._unheard = ""
        self.say("flow", words)

    def hold(self, settings: Mapping[str, tuple[str, str]], *, silent: bool) -> None:
        """What holds, by setting, and its words; what is new is said, but if ``silent``: another run brings its own."""
        before, self._holds = self._holds, settings
        changed = [words for name, (choice, words) in settings.items() if before.get(name, (choice,))[0] != choice]
        if changed and not silent:
            self.say("settings", " ".join(f"{words}." for words in changed))

    @property
    def _speaks(self) -> bool:
        """Whether a voice is still busy with what was said last, or is about to be."""
        return bool(self._waiting) or (self._speaking.isValid() and self._speaking.elapsed() < self._length)

    def timerEvent(self, event: QTimerEvent) -> None:
        """All that was brought about is there."""
        self.killTimer(event.timerId())
        self._timer = None
        subjects = sorted(self._waiting, key=lambda subject: (*ORDER, subject).index(subject))
        text, urgent = " ".join(self._waiting[subject] for subject in subjects), self._urgent
        self._waiting, self._urgent = {}, False
        if not text:
            return
        self._length = spoken_ms(text)
        self._speaking.start()
        announce(QApplication.activeWindow() or self._window, text, urgent=urgent)
        self.said.emit(text)

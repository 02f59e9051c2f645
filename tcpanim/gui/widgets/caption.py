"""The bar above the transport: what happens now, why, and where the RFC says so."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.measures import CAPTION, SECOND
from tcpanim.gui.theme import BODY, LEAD, MEDIUM, REGULAR, SEMIBOLD, SMALL, TINY, TITLE
from tcpanim.gui.widgets.parts import KeyButton, label, mark, write

_TYPES = ((TITLE, BODY), (LEAD, SMALL), (BODY, TINY))
"""The sizes of type of both sentences, the one that is wanted first."""


class Caption(QFrame):
    """The step's number, its two sentences, and a chip per RFC section.

    The bar keeps its height, whatever is said: nothing above it may jump while a class reads.
    """

    told = Signal(int, str, str)
    """The step's number and its two sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "bottom")
        self._look: Look | None = None
        self._number = 0
        self.count = label(self)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.what = label(self, wrap=True)
        self.why = label(self, "2", wrap=True)
        self.rules = QLabel(self)
        self.rules.setProperty("chip", True)
        self.rules.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.second = label(self, "3", wrap=True)
        self.ask = KeyButton(self)
        """Leads to the question that belongs to this moment."""
        self.ask.hide()
        for text in (self.what, self.second, self.why):
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            text.setMinimumWidth(1)
        self._layout = QHBoxLayout(self)
        self._texts = QVBoxLayout()
        self._texts.addStretch(1)
        self._texts.addWidget(self.what)
        self._texts.addWidget(self.second)
        self._texts.addWidget(self.why)
        self._texts.addStretch(1)
        self._layout.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addLayout(self._texts, 1)
        self._layout.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addWidget(self.rules, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme = look.theme
        self._layout.setContentsMargins(theme.px(24), theme.px(4), theme.px(24), theme.px(4))
        self._layout.setSpacing(theme.px(18))
        self._texts.setSpacing(theme.px(2))
        self.count.setMinimumWidth(theme.px(72))
        self.count.setFixedHeight(theme.px(30))
        self.count.setFont(theme.font(BODY, SEMIBOLD, mono=True))
        self.rules.setFont(theme.font(SMALL))
        self.rules.setAccessibleDescription(look.catalogue.text("window.rules"))
        self.rules.setToolTip(look.catalogue.text("window.rules"))
        self.ask.setFont(theme.font(BODY, SEMIBOLD))
        self.ask.setText(look.catalogue.text("lesson.ask"))
        self.ask.setToolTip(look.catalogue.text("lesson.ask-tip"))
        self.fit()

    def fit(self) -> None:
        """Take the size of type that the window's size asks for."""
        if self._look is None:
            return
        theme = self._look.theme
        both = self._look.second is not None
        self.setFixedHeight(theme.px(CAPTION + SECOND * both))
        self._leave_out()

    def _leave_out(self) -> None:
        """Long sentences take smaller type; a reason without room is left out."""
        if self._look is None:
            return
        self.rules.setVisible(bool(self.rules.text()))
        texts = [text for text in (self.what, self.second, self.why) if text.text()]
        for text in (self.second, self.why):
            text.setVisible(text in texts)
        margins = self._layout.contentsMargins()
        width = self.width() - margins.left() - margins.right() - self.count.minimumWidth() - self._layout.spacing()
        for part in (self.ask, self.rules):
            if not part.isHidden():
                width -= part.sizeHint().width() + self._layout.spacing()
        room = self.height() - margins.top() - margins.bottom() - self._texts.spacing() * (len(texts) - 1)
        for what, why in _TYPES:
            self.what.setFont(self._look.theme.prose(what, MEDIUM))
            self.second.setFont(self._look.theme.second.prose(why, REGULAR))
            self.why.setFont(self._look.theme.prose(why, REGULAR))
            if sum(text.heightForWidth(width) for text in texts) <= room:
                return
        self.why.setVisible(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The texts wrap anew."""
        super().resizeEvent(event)
        self._leave_out()

    def show_step(self, number: int, of: int, side: str) -> None:
        """The step's number; ``side``: left, right or none, whose doing it is."""
        self._number = number
        self.count.setText(f"{number}/{of}" if of else "–")
        if self._look is not None:  # a long run's number needs more room; at each step the same
            px = self._look.theme.px
            self.count.setMinimumWidth(max(px(72), self.count.fontMetrics().horizontalAdvance(f"{of}/{of}") + px(24)))
        mark(self.count, "count", side)

    def show_ask(self, asks: bool) -> None:
        """Offer the question that belongs to this moment, or none."""
        if asks == self.ask.isHidden():
            self.ask.setVisible(asks)
            self._leave_out()

    def show_sentences(self, what: str, why: str, rules: tuple[str, ...], second: str = "") -> None:
        """The sentences and what they rest on; ``second``: what happens, in the second language."""
        write(self.what, what)
        write(self.second, second)
        write(self.why, why)
        self.rules.setText("\n".join(rules[:2]))
        self._leave_out()
        self.setAccessibleName(what)
        self.setAccessibleDescription(why)
        self.told.emit(self._number, what, why)

    def minimumSizeHint(self) -> QSize:
        """Any width will do; the texts wrap."""
        return QSize(200, self.height())

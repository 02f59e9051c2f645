"""The bar above the transport: what happens now, why, and where the RFC says so."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, MEDIUM, REGULAR, SEMIBOLD, SMALL, TITLE
from tcpanim.gui.widgets.parts import label, mark, unbroken

HEIGHT = 92


class Caption(QFrame):
    """The step's number, its two sentences, and a chip per RFC section.

    The bar keeps its height, whatever is said: nothing above it may jump while a class reads.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "bottom")
        self.count = label(self)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.what = label(self, wrap=True)
        self.why = label(self, "2", wrap=True)
        self.rules = QLabel(self)
        self.rules.setProperty("chip", True)
        self.rules.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        for text in (self.what, self.why):
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            text.setMinimumWidth(1)
        self._layout = QHBoxLayout(self)
        self._texts = QVBoxLayout()
        self._texts.addStretch(1)
        self._texts.addWidget(self.what)
        self._texts.addWidget(self.why)
        self._texts.addStretch(1)
        self._layout.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        self._layout.addLayout(self._texts, 1)
        self._layout.addWidget(self.rules, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        theme = look.theme
        self.setFixedHeight(theme.px(HEIGHT))
        self._layout.setContentsMargins(theme.px(24), theme.px(4), theme.px(24), theme.px(4))
        self._layout.setSpacing(theme.px(18))
        self._texts.setSpacing(theme.px(2))
        self.count.setFont(theme.font(BODY, SEMIBOLD, mono=True))
        self.count.setMinimumWidth(theme.px(72))
        self.count.setFixedHeight(theme.px(30))
        self.what.setFont(theme.prose(TITLE, MEDIUM))
        self.why.setFont(theme.prose(BODY, REGULAR))
        self.rules.setFont(theme.font(SMALL))
        self.rules.setAccessibleName(look.catalogue.text("window.rules"))
        self.rules.setToolTip(look.catalogue.text("window.rules"))

    def show_step(self, number: int, of: int, side: str) -> None:
        """The step's number; ``side``: left, right or none, whose doing it is."""
        self.count.setText(f"{number}/{of}" if of else "–")
        mark(self.count, "count", side)

    def show_sentences(self, what: str, why: str, rules: tuple[str, ...]) -> None:
        """The sentences and what they rest on."""
        self.what.setText(unbroken(what))
        self.why.setText(unbroken(why))
        self.why.setVisible(bool(why))
        self.rules.setText("\n".join(rules[:2]))
        self.rules.setVisible(bool(rules))
        self.setAccessibleName(what)
        self.setAccessibleDescription(why)

    def minimumSizeHint(self) -> QSize:
        """Any width will do; the texts wrap."""
        return QSize(200, self.height())

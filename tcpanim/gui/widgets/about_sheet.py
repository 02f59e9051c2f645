"""What this program is, where its log file is, and the licences of everything in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from tcpanim.gui.licences import Component
from tcpanim.gui.look import Look
from tcpanim.gui.painting.icons import paint_logo
from tcpanim.gui.theme import BODY, LEAD, SEMIBOLD, SMALL, Theme
from tcpanim.gui.widgets.parts import KeyButton, clear, label
from tcpanim.gui.widgets.sheet import Sheet


class _Logo(QWidget):
    """The two arrows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setFixedSize(QSize(theme.px(56), theme.px(56)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._theme is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_logo(painter, self.rect().toRectF(), self._theme.colour("left"), self._theme.colour("right"))
            painter.end()


class AboutSheet(Sheet):
    """A component is chosen on the left, its licence stands on the right."""

    log_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.logo = _Logo(self.card)
        self.what = label(self.card, "2", wrap=True)
        self.log = label(self.card, "3", wrap=True)
        self.log.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_log = KeyButton(self.card)
        self.open_log.clicked.connect(self.log_requested)
        top = QHBoxLayout()
        top.addWidget(self.logo, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.addWidget(self.what)
        texts.addWidget(self.log)
        top.addLayout(texts, 1)
        top.addWidget(self.open_log, 0, Qt.AlignmentFlag.AlignTop)
        self._top = top
        self.column.addLayout(top)
        self.heading = label(self.card)
        self.column.addWidget(self.heading)
        below = QHBoxLayout()
        self._rows = QVBoxLayout()
        below.addLayout(self._rows)
        self.text = QPlainTextEdit(self.card)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        below.addWidget(self.text, 1)
        self._below = below
        self.column.addLayout(below, 1)
        self.rows: list[KeyButton] = []

    def show_about(self, look: Look, components: Sequence[Component], log: str) -> None:
        """Write everything; the first component's licence is shown."""
        theme, say = look.theme, look.catalogue.text
        self.dress(look, f"{components[0].name} {components[0].version}")
        self.set_size(theme.px(1120), theme.px(760))
        self.logo.set_theme(theme)
        self._top.setSpacing(theme.px(20))
        self._below.setSpacing(theme.px(16))
        self._rows.setSpacing(theme.px(2))
        self.what.setFont(theme.prose(LEAD))
        self.what.setText(say("about.what"))
        self.log.setFont(theme.font(SMALL))
        self.log.setText(say("about.log", path=log))
        self.open_log.setFont(theme.font(SMALL))
        self.open_log.setText(say("about.open-log"))
        self.heading.setFont(theme.font(BODY, SEMIBOLD))
        self.heading.setText(say("about.licences"))
        self.text.setFont(theme.font(SMALL - 1, mono=True))
        self.text.setAccessibleName(say("about.licences"))
        clear(self._rows)
        self.rows = []
        for component in components:
            row = KeyButton(self.card)
            row.setProperty("row", True)
            row.setCheckable(True)
            row.setAutoExclusive(True)
            row.setFont(theme.prose(SMALL))
            row.setText(f"{component.name} {component.version}".strip())
            row.setToolTip(component.licence)
            row.clicked.connect(lambda _checked=False, shown=component: self._show(shown))
            self._rows.addWidget(row)
            self.rows.append(row)
        self._rows.addStretch(1)
        self.rows[0].setChecked(True)
        self._show(components[0])

    def _show(self, component: Component) -> None:
        self.text.setPlainText(component.text or component.licence)

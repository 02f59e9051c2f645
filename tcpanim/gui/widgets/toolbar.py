"""The bar at the top: what is shown, and how."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.measures import TOOLBAR
from tcpanim.gui.painting.icons import paint_logo
from tcpanim.gui.theme import BODY, BOLD, REGULAR, SEMIBOLD, SMALL, TITLE
from tcpanim.gui.widgets.parts import IconButton, KeyButton, Segmented, spoken_key
from tcpanim.i18n import Text
from tcpanim.lesson import NUMBERINGS


class Heading(QWidget):
    """The logo and the title: in the language in force, then smaller in the other one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._title = Text()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self._describe()

    def set_title(self, title: Text) -> None:
        """Show another title; an empty one shows the program's name."""
        self._title = title
        self._describe()

    def texts(self) -> tuple[str, str]:
        """The title as it is shown: first and second language."""
        if self._look is None:
            return "", ""
        language = self._look.catalogue.language
        first = self._title.pick(language) or self._look.catalogue.text("app.name")
        second = self._title.pick("en" if language == "zh" else "zh")
        return first, second if second != first else ""

    def _describe(self) -> None:
        first, second = self.texts()
        self.setAccessibleName(first)
        self.setToolTip(f"{first}  {second}".strip())
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        """The logo and the title, or as much of a long one as can be recognized."""
        if self._look is None:
            return QSize(120, 32)
        theme = self._look.theme
        title = QFontMetrics(theme.prose(TITLE, BOLD)).horizontalAdvance(self.texts()[0])
        return QSize(theme.px(34 + 14 + 8) + min(title, theme.px(200)), theme.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Logo, title, second title; what has no room is left out or ends in an ellipsis."""
        if self._look is None:
            return
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        side = theme.px(34)
        paint_logo(
            painter, QRectF(0, (self.height() - side) / 2, side, side), theme.colour("left"), theme.colour("right")
        )
        first, second = self.texts()
        big, small = theme.prose(TITLE, BOLD), theme.second.prose(BODY, REGULAR)
        left = side + theme.px(14)
        room = self.width() - left
        base = self.height() / 2 + QFontMetrics(big).capHeight() / 2
        painter.setFont(big)
        painter.setPen(theme.colour("ink"))
        painter.drawText(QPointF(left, base), QFontMetrics(big).elidedText(first, Qt.TextElideMode.ElideRight, room))
        after = QFontMetrics(big).horizontalAdvance(first) + theme.px(10)
        if second and after + QFontMetrics(small).horizontalAdvance(second) <= room:
            painter.setFont(small)
            painter.setPen(theme.colour("ink3"))
            painter.drawText(QPointF(left + after, base), second)
        painter.end()


def _least(widget: QWidget) -> int:
    """The width that it needs."""
    return widget.minimumSizeHint().width() if isinstance(widget, Heading) else widget.sizeHint().width()


class Toolbar(QFrame):
    """Heading, library, open, numbering, language, theme, and a menu with the rest."""

    numbering_chosen = Signal(str)

    def __init__(self, actions: Mapping[str, QAction], menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self.setProperty("bar", "top")
        self._actions = actions
        self.heading = Heading(self)
        self.library = KeyButton(self)
        self.library.setCheckable(True)
        self.library.clicked.connect(actions["library"].trigger)
        self.open = KeyButton(self)
        self.open.clicked.connect(actions["open"].trigger)
        self.edit = KeyButton(self)
        self.edit.setCheckable(True)
        self.edit.clicked.connect(actions["edit"].trigger)
        self.changes = KeyButton(self)
        self.changes.setProperty("changes", True)
        self.changes.hide()
        self.undo = IconButton("undo", 36, self)
        self.undo.set_action(actions["undo"])
        self.redo = IconButton("redo", 36, self)
        self.redo.set_action(actions["redo"])
        self.compare = KeyButton(self)
        self.compare.setCheckable(True)
        self.compare.clicked.connect(actions["compare"].trigger)
        self.compare.hide()
        self.numbering = Segmented(NUMBERINGS, self)
        for choice, button in self.numbering.buttons.items():
            button.clicked.connect(lambda _checked=False, choice=choice: self.numbering_chosen.emit(choice))
        self.language = KeyButton(self)
        self.language.clicked.connect(actions["language"].trigger)
        self.theme = IconButton("theme", 36, self)
        self.theme.set_action(actions["theme"])
        self.export = KeyButton(self)
        self.export.clicked.connect(actions["export"].trigger)
        self.present = KeyButton(self)
        self.present.setProperty("primary", True)
        self.present.clicked.connect(actions["present"].trigger)
        self.more = IconButton("more", 36, self)
        self.more.clicked.connect(self._open_menu)
        for name, button in (("export", self.export), ("present", self.present)):
            actions[name].enabledChanged.connect(button.setEnabled)
            button.setEnabled(actions[name].isEnabled())
        self._menu = menu
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self.heading, 1)
        buttons: tuple[QWidget, ...] = (
            self.changes, self.library, self.open, self.edit, self.undo, self.redo, self.compare, self.numbering,
            self.language, self.theme, self.export, self.present, self.more,
        )  # fmt: skip
        self._row = (self.heading, *buttons)
        for widget in buttons:
            self._layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _fit(self) -> None:
        """Where the room is short, what the menu has too is left out."""
        margins = self._layout.contentsMargins()
        spare: tuple[QWidget, ...] = (self.open, self.numbering)
        shown = [widget for widget in self._row if widget in spare or not widget.isHidden()]
        needed = (
            margins.left()
            + margins.right()
            + self._layout.spacing() * (len(shown) - 1)
            + sum(_least(widget) for widget in shown)
        )
        for widget in spare:
            fits = needed <= self.width()
            if widget.isHidden() == fits:
                widget.setVisible(fits)
                self._layout.activate()  # what has just come is not to be seen where it does not belong
            if not fits:
                needed -= _least(widget) + self._layout.spacing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """What it holds has another size, or came or went."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """It leaves out what has no room: it does not widen the window."""
        return QSize(0, self._look.theme.px(TOOLBAR) if self._look else 0)

    def show_partner(self, partner: str | None, *, compared: bool) -> None:
        """What the run can be compared with, None: nothing; ``compared``: it is."""
        self.compare.setVisible(partner is not None or compared)
        self.compare.setChecked(compared)
        self.compare.setToolTip(partner or self._actions["compare"].toolTip())

    def _open_menu(self) -> None:
        """Below its button, within the window's right edge."""
        corner = self.more.mapToGlobal(self.more.rect().bottomRight())
        self._menu.popup(corner - QPoint(self._menu.sizeHint().width(), 0))

    def set_look(self, look: Look, numbering: str) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme, say = look.theme, look.catalogue.text
        self.setFixedHeight(theme.px(TOOLBAR))
        self._layout.setContentsMargins(theme.px(24), 0, theme.px(16), 0)
        self._layout.setSpacing(theme.px(8))
        self.heading.set_look(look)
        body = theme.font(BODY)
        self.library.setText(say("window.library"))
        self.open.setText(say("window.open"))
        self.edit.setText(say("window.edit"))
        self.compare.setText(say("window.compare"))
        self.language.setText(say("window.language-switch"))
        self.export.setText(say("window.export"))
        buttons = {
            "library": self.library,
            "open": self.open,
            "edit": self.edit,
            "compare": self.compare,
            "language": self.language,
            "export": self.export,
            "present": self.present,
        }
        self.present.setText(say("window.present"))
        for action, button in buttons.items():
            button.setFont(body)
            button.setToolTip(self._actions[action].toolTip())
            button.setAccessibleName(self._actions[action].text())
            button.setAccessibleDescription(spoken_key(self._actions[action]))
        high = max(button.sizeHint().height() for button in buttons.values())  # Han are taller than Latin letters
        for button in buttons.values():
            button.setFixedHeight(high)
        self.numbering.set_texts({choice: say(f"numbering.{choice}") for choice in NUMBERINGS}, theme)
        self.numbering.setToolTip(self._actions["numbering"].toolTip())
        self.numbering.setAccessibleName(self._actions["numbering"].text())
        self.numbering.setAccessibleDescription(spoken_key(self._actions["numbering"]))
        self.numbering.choose(numbering)
        for button in self.numbering.buttons.values():
            button.setFont(theme.font(SMALL))
        self.changes.setFont(theme.font(SMALL, SEMIBOLD))
        for icon in (self.theme, self.more, self.undo, self.redo):
            icon.set_theme(theme)
        self.more.setAccessibleName(say("window.menu"))
        self.more.setToolTip(say("window.menu"))

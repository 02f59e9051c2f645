"""A page in front of the dimmed window, with a title and a way to close it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tcpanim.gui.herald import announce
from tcpanim.gui.look import Look
from tcpanim.gui.theme import LARGE, SEMIBOLD
from tcpanim.gui.widgets.parts import IconButton, label


class Sheet(QWidget):
    """Covers its parent; a click beside the card closes it, and keys and Tab stay within it."""

    close_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("shade")
        self.card = QFrame(self)
        self.card.setProperty("card", True)
        self.title = label(self.card)
        self.close_button = IconButton("close", 36, self.card)
        self.close_button.clicked.connect(self.close_requested)
        self.column = QVBoxLayout(self.card)
        self.head = QHBoxLayout()
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.close_button)
        self.column.addLayout(self.head)
        outer = QVBoxLayout(self)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        parent.installEventFilter(self)
        self.hide()

    def dress(self, look: Look, title: str) -> None:
        """Colours, sizes and the title."""
        theme = look.theme
        shade = theme.colour("shadow", 110)
        self.setStyleSheet(f"#shade {{ background: {shade.name(shade.NameFormat.HexArgb)}; }}")
        self.title.setFont(theme.font(LARGE, SEMIBOLD))
        self.title.setText(title)
        self.setAccessibleName(title)
        self.close_button.set_theme(theme)
        self.close_button.setToolTip(look.catalogue.text("window.close"))
        self.close_button.setAccessibleName(look.catalogue.text("window.close"))
        self.column.setContentsMargins(*[theme.px(28)] * 4)
        self.column.setSpacing(theme.px(16))

    def set_size(self, width: int, height: int) -> None:
        """The card as large as that, or as the window has room for."""
        parent = self.parentWidget()
        assert parent is not None
        self.card.setFixedSize(min(width, parent.width() - 32), min(height, parent.height() - 32))

    def open(self, first: QWidget | None = None) -> None:
        """Come to the front; ``first`` gets the focus."""
        self.fill()
        self.show()
        self.raise_()
        announce(self, self.title.text())
        (first or self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self) -> None:
        """Cover the whole parent."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The parent has another size."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.fill()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """No key orders anything in what lies behind: a figure that misses its field would change the view there."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_of_page(event):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round within the card."""
        places = [
            widget
            for widget in self.card.findChildren(QWidget)
            if widget.isVisibleTo(self) and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if not places:
            return False
        places.sort(key=self._reading_order)
        now = QApplication.focusWidget()
        index = places.index(now) + (1 if forward else -1) if now in places else 0
        place = places[index % len(places)]
        place.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        area = _area_of(place)
        if area is not None:
            area.ensureWidgetVisible(place)
        return True

    def _reading_order(self, widget: QWidget) -> tuple[int, int, int]:
        """From top to bottom, then from left to right; what can be scrolled is gone through as a whole."""
        area = _area_of(widget)
        here = widget.mapTo(self, widget.rect().center())
        return (area.mapTo(self, area.rect().topLeft()).y() if area is not None else here.y(), here.y(), here.x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside the card it closes."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_requested.emit()


def _is_of_page(event: QKeyEvent) -> bool:
    """Whether the key is one for the page; with Ctrl, F1 to F35, Esc and ? are the program's: ? closes the key card."""
    key, held = (
        event.key(),
        event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier & ~Qt.KeyboardModifier.KeypadModifier,
    )
    return (
        not held and not Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35 and key not in (Qt.Key.Key_Escape, Qt.Key.Key_Question)
    )


def _area_of(widget: QWidget) -> QScrollArea | None:
    """What scrolls it."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    return area

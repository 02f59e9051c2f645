"""The small parts that the window's panels are put together from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from tcpanim.gui.painting.icons import paint_icon
from tcpanim.gui.theme import BODY, REGULAR, Theme

# A mixin stands before the widget that it is mixed into, and is none itself: Qt allows of one widget only.
if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object


class Words(QLabel):
    """A text that remembers how high it is at a width: layouts within layouts ask for it ten times."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}

    def setText(self, text: str) -> None:
        """Say something else."""
        self._heights.clear()
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        """Another font or style has other heights."""
        self._heights.clear()
        super().changeEvent(event)

    def heightForWidth(self, width: int) -> int:
        """How high it is when it wraps at ``width``."""
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = super().heightForWidth(width)
        return height


def label(parent: QWidget | None = None, ink: str = "1", *, wrap: bool = False) -> QLabel:
    """A text in the ink of that rank (1 main, 2 second, 3 labels, or a host's)."""
    made = Words(parent)
    made.setProperty("ink", ink)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


class ElidedLabel(QLabel):
    """A name in one line, with … in its middle where it is too long; whoever shows it puts all of it into a tooltip."""

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(1, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As much of the text as there is room for."""
        painter, room = QPainter(self), self.contentsRect()
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width())
        align = int(self.alignment() | Qt.TextFlag.TextSingleLine)
        self.style().drawItemText(painter, room, align, self.palette(), self.isEnabled(), words, self.foregroundRole())
        painter.end()


_NAME = re.compile(r"(?<=[A-Z0-9])-(?=[A-Z0-9])")
_MEASURE = re.compile(
    r"(?<=\d) (?=(?:ns|us|ms|s|min|B|KiB|MiB|MSL)\b|%|§)|(?<=\bRFC) (?=\d)"
    r"|(?<=\b\w) (?=[=+] \w{1,6}\b)|(?<=\b\w [=+]) (?=\w{1,6}\b)"
)
_HAN_MEASURE = re.compile(r"(?<=\d) (?:分钟|秒|字节)")
_ASIDE = re.compile(r"（[^（），。：；？！]{1,8}）")
_LAST_HAN = re.compile(r"(?<=.{12}[㐀-鿿])(?=[㐀-鿿][。？！”）…]*$)")
_LAST_WORD = re.compile(r"(?<=.{30}[a-z,;:]) (?=[\w.-]{1,8}[.?!]?$)")
_JOINER, _NO_BREAK_SPACE = "\u2060", "\u00a0"


def _joined(found: re.Match[str]) -> str:
    """What was found, in one piece."""
    return _JOINER.join(found[0].replace(" ", _NO_BREAK_SPACE))


def unbroken(text: str) -> str:
    """``text`` with names, measures and sums in one piece where it wraps: TIME-WAIT, （同步已发送）, w = v + 1."""
    whole = _HAN_MEASURE.sub(_joined, _ASIDE.sub(_joined, text))
    return _MEASURE.sub(_NO_BREAK_SPACE, _NAME.sub(f"{_JOINER}-{_JOINER}", whole))


def paragraph(text: str) -> str:
    """The same, and no single character or short word has the last line to itself."""
    return _LAST_WORD.sub(_NO_BREAK_SPACE, _LAST_HAN.sub(_JOINER, unbroken(text)))


def lines_of(text: str, font: QFont, width: float) -> list[str]:
    """``text`` as it breaks over lines of ``width`` px."""
    layout = QTextLayout(paragraph(text), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        start = line.textStart()
        lines.append(layout.text()[start : start + line.textLength()].rstrip())
    layout.endLayout()
    return lines


def write(widget: QLabel | QAbstractButton, text: str) -> None:
    """Show a ``paragraph``; who is read to is told it as it is, as what joins letters would part words there."""
    widget.setText(paragraph(text))
    widget.setAccessibleName(text)


class Column(QWidget):
    """A part of a page: as wide as the page, and as high as its texts then are.

    Its natural size would be worked out with every text, for a width that it never has; so it has none.
    """

    def sizeHint(self) -> QSize:
        """Any size will do."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Any width will do; the texts wrap."""
        return QSize(180, 0)


def mark(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet selects by, and have it applied."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


@contextmanager
def laid_out_once(page: QWidget) -> Iterator[None]:
    """What changes in ``page`` meanwhile is laid out in the end, all of it, before the next picture.

    Left to itself, whatever is shown has all around it laid out at once, squeezed into the page's old height, and each
    level tells the one above only after the next picture: everything is painted three times.
    """
    held = [layout for part in (page, *page.findChildren(QWidget)) if (layout := part.layout()) is not None]
    for layout in held:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in held:
            layout.setEnabled(True)
        _lay_out(page)


def _lay_out(page: QWidget) -> None:
    """The page comes to its new height, then what is in it to its place."""
    parts = [page, *page.findChildren(QWidget)]
    laid = [(part, layout) for part in parts if (layout := part.layout()) is not None and not part.isHidden()]
    for part, layout in reversed(laid):
        for inner in layout.findChildren(QLayout):
            inner.invalidate()  # it remembers its height at a width, and nobody else tells it before it is laid out
        part.updateGeometry()  # whoever it stands in asks anew how high it is
    viewport = page.parentWidget()
    area = viewport.parentWidget() if viewport is not None else None
    if isinstance(area, QScrollArea):
        QCoreApplication.sendEvent(area, QEvent(QEvent.Type.LayoutRequest))
    for _, layout in laid:
        layout.activate()


def clear(layout: QLayout) -> None:
    """Take everything out of ``layout``, and away."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()  # until it is deleted, after this turn of the event loop
            widget.deleteLater()
        inner = item.layout()
        if inner is not None:
            clear(inner)


def key_taker(page: QWidget) -> QWidget | None:
    """The part of ``page`` (its ``for_keys``, or itself) that the focus can be given to; None: there is none.

    Not a button, so that Space goes on being what it is in the window. It is no focus proxy of Qt's: Tab would come
    from the last widget of the window back to it, for ever.
    """
    part = getattr(page, "for_keys", page)
    assert isinstance(part, QWidget)
    takes = part.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(part, QAbstractButton)
    return part if takes else None


def tab_to_chosen(button: QAbstractButton) -> None:
    """Tab goes to ``button`` only while it is the chosen one of several; arrows choose another."""
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.toggled.connect(
        lambda chosen: button.setFocusPolicy(Qt.FocusPolicy.TabFocus if chosen else Qt.FocusPolicy.NoFocus)
    )


def tab_after(before: QWidget, page: QWidget) -> None:
    """Tab goes from ``before`` to ``page`` and what is in it, although that was made later than its neighbours."""
    first, policy = before, before.focusPolicy()
    before.setFocusPolicy(
        Qt.FocusPolicy.TabFocus
    )  # a tab that is not chosen has none now, and has its place all the same
    for widget in (page, *page.findChildren(QWidget)):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            QWidget.setTabOrder(before, widget)
            before = widget
    first.setFocusPolicy(policy)


def rule(parent: QWidget | None = None) -> QFrame:
    """A hairline."""
    made = QFrame(parent)
    made.setProperty("rule", True)
    made.setFixedHeight(1)
    return made


def claims_key(event: QKeyEvent) -> bool:
    """Whether a focused button takes this key for itself, before the window's shortcuts do; the event is accepted."""
    keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if event.type() != QEvent.Type.ShortcutOverride or event.key() not in keys or event.modifiers():
        return False
    event.accept()
    return True


def spoken_key(action: QAction) -> str:
    """The key of ``action``, which stands in its tooltip; all of that would say the name twice."""
    return action.toolTip().removeprefix(action.text()).strip()


class _PressedByKeys(_Button):
    """What a button that Tab reaches does with Space and Enter: both press it."""

    def event(self, event: QEvent) -> bool:
        """With the focus, the keys that press a button are not the window's."""
        if isinstance(event, QKeyEvent) and claims_key(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class KeyButton(_PressedByKeys, QPushButton):
    """A push button that Tab reaches, and that then Space and Enter press.

    A click leaves the focus where it is, so that Space goes on meaning play and pause.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)


class LinkButton(KeyButton):
    """A button that looks like a link, and goes on in another line where it is too long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("link", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._words = ""

    def show_words(self, text: str) -> None:
        """Say ``text``."""
        self._words = text
        self.setAccessibleName(text)
        self._break()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """It breaks elsewhere."""
        super().resizeEvent(event)
        self._break()

    def changeEvent(self, event: QEvent) -> None:
        """The same with another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._break()

    def _break(self) -> None:
        around = super().sizeHint().width() - self.fontMetrics().size(0, self.text()).width()
        text = "\n".join(lines_of(self._words, self.font(), self.width() - around))
        if text != self.text():
            self.setText(text)


class PaintedButton(_PressedByKeys, QAbstractButton):
    """A button that paints itself; Tab reaches it, and then Space and Enter press it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)


class IconButton(PaintedButton):
    """A button that is an icon, drawn as a vector; ``round_`` buttons are filled with ink."""

    def __init__(self, icon: str, size: float, parent: QWidget | None = None, *, round_: bool = False) -> None:
        super().__init__(parent)
        self.icon_name = icon
        self._size = size
        self._round = round_
        self._theme: Theme | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours and sizes."""
        self._theme = theme
        self.setFixedSize(self.sizeHint())
        self.update()

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        if icon != self.icon_name:
            self.icon_name = icon
            self.update()

    def set_action(self, action: QAction) -> None:
        """Press ``action``, and show whether it can be used, and its name."""
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._action = action
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(self._action.text())
        self.setAccessibleDescription(spoken_key(self._action))

    def sizeHint(self) -> QSize:
        """A square."""
        side = self._theme.px(self._size) if self._theme else round(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, the icon, the ring of the focus."""
        if self._theme is None:
            return
        theme, area = self._theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        corner = area.height() / 2 if self._round else theme.px(8)
        ring = area.adjusted(1.5, 1.5, -1.5, -1.5)
        if self._round:
            role = "ink" if self.isEnabled() else "wire"
            if self.isEnabled() and (self.isDown() or self.underMouse()):
                role = "ink3" if self.isDown() else "ink2"
            painter.setBrush(theme.colour(role))
            painter.drawEllipse(ring)
        elif self.isEnabled() and (self.isDown() or self.underMouse() or self.isChecked()):
            painter.setBrush(theme.colour("sunken" if self.isDown() or self.isChecked() else "lane"))
            painter.drawRoundedRect(area, corner, corner)
        if self.hasFocus():
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(theme.colour("left"))
            pen.setWidthF(max(2.0, 2 * theme.scale))
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, corner, corner)
        share = 0.46 if self._round else 0.56
        side = area.height() * share
        icon = QRectF(area.center().x() - side / 2, area.center().y() - side / 2, side, side)
        role = "surface" if self._round else "ink" if self.isEnabled() else "wire"
        paint_icon(painter, self.icon_name, icon, theme.colour(role))
        painter.end()


class Segmented(QFrame):
    """A switch of a few words, of which one holds."""

    def __init__(self, choices: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("well", True)
        self._layout = QHBoxLayout(self)
        self._layout.setSpacing(0)
        self.buttons: dict[str, KeyButton] = {}
        for choice in choices:
            button = KeyButton(self)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setProperty("segment", True)
            tab_to_chosen(button)
            button.setObjectName(choice)
            self._layout.addWidget(button)
            self.buttons[choice] = button

    def choose(self, choice: str) -> None:
        """Show ``choice`` as the one that holds."""
        self.buttons[choice].setChecked(True)

    def set_texts(self, texts: dict[str, str], theme: Theme) -> None:
        """Write the words."""
        self._layout.setContentsMargins(theme.px(2), theme.px(2), theme.px(2), theme.px(2))
        for choice, text in texts.items():
            self.buttons[choice].setText(text)
            self.buttons[choice].setFont(theme.font(BODY, REGULAR))

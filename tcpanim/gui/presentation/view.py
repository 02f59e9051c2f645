"""A widget that shows the audience's picture with whatever guides the eye over it: full size, or small as a mirror."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from tcpanim.gui.presentation.focus import Focus
from tcpanim.gui.presentation.picture import Picture
from tcpanim.gui.theme import Theme

TURN_MS = 180
"""One picture goes over into another within this time."""
HARDLY_SMALLER = 0.7
"""A picture that is shown at least so many times as large as it is looks well as it is drawn in passing."""
DIMMED = 0.5
"""How much of the ground lies over a picture that is dimmed."""
BLANKS = {"black": QColor(0, 0, 0), "white": QColor(255, 255, 255)}


class PictureView(QWidget):
    """Shows ``picture`` as large as it fits; presses and keys are told to whoever decides."""

    clicked = Signal(object, object)
    """The button, and the place in logical pixels of the picture (QPointF)."""
    key_pressed = Signal(object)
    mouse_moved = Signal()

    def __init__(self, picture: Picture, focus: Focus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture, self._focus = picture, focus
        self._theme = Theme()
        self._frozen: QPixmap | None = None
        self._holds = False  # it stands still only until the next thing is to be seen
        self._before: QPixmap | None = None  # what the picture takes the place of gradually, and where it differs
        self._turning = QRegion()
        self._begins = False  # the first frame of that is still to come
        self._fine: tuple[int, QSize, QPixmap] | None = None  # a small picture, fine, and what it is made of
        self._awaited = QRegion()  # where the picture has changed since it was last painted here
        self.blank = ""
        self._dimmed = False
        self.in_turn: Callable[[Callable[[], object]], object] = lambda order: order()
        """Has what is drawn anew done when its time has come."""
        self._turn = QVariantAnimation(self)
        self._turn.setDuration(TURN_MS)
        self._turn.setStartValue(0.92)  # the first frame shows that something happens
        self._turn.setEndValue(0.0)
        self._turn.valueChanged.connect(lambda _value: self.update(self._turning))
        self._turn.finished.connect(self._turned)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        picture.changed.connect(self._picture_changed)
        focus.changed.connect(self.update)

    def set_theme(self, theme: Theme) -> None:
        """Draw pointer and ink in its colours."""
        self._theme = theme
        self.update()

    # ---- what it shows

    @property
    def shown(self) -> QPixmap:
        """The picture as it stands there now."""
        return self._frozen if self._frozen is not None else self._picture.pixmap

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        return self._frozen is not None and not self._holds

    @property
    def turning(self) -> bool:
        """Whether one picture goes over into another."""
        return self._before is not None

    def freeze(self, frozen: bool) -> None:
        """Keep what is shown, or follow again."""
        self._frozen, self._holds = QPixmap(self.shown) if frozen else None, False
        self.update()

    def hold(self) -> None:
        """Keep what is shown until something is to be seen: what only lies ahead must change nothing."""
        if self._frozen is None:
            self._frozen, self._holds = QPixmap(self._picture.pixmap), True

    def let_go(self) -> None:
        """Follow again, where the picture was only held."""
        if self._holds:
            self.freeze(False)

    def turn_over(self) -> None:
        """What comes next takes the place of what is shown gradually."""
        if self.isVisible() and not self.blank and not self._picture.seen.isNull():
            self._before = self._frozen if self._frozen is not None else self._picture.keep()
            self._turning = QRegion(self._awaited) if self._frozen is None else QRegion(self.rect())
            self._begins = True
            self._turn.stop()
            self._turn.start()

    def _turned(self) -> None:
        self._before, self._begins = None, False
        self.update(self._turning)

    def set_blank(self, blank: str) -> None:
        """black, white, or nothing."""
        if blank != self.blank:
            self.blank = blank
            self.update()

    def set_dimmed(self, dimmed: bool) -> None:
        """Still legible, but as nobody else sees it now."""
        if dimmed != self._dimmed:
            self._dimmed = dimmed
            self.update()

    def place(self) -> QRectF:
        """Where in the widget the picture stands."""
        frame = self._picture.frame
        factor = min(self.width() / max(frame.width, 1), self.height() / max(frame.height, 1))
        if abs(factor - 1) < 0.002:
            factor = 1.0
        width, height = round(frame.width * factor), round(frame.height * factor)
        return QRectF(round((self.width() - width) / 2), round((self.height() - height) / 2), width, height)

    def hasHeightForWidth(self) -> bool:
        """A mirror takes no more height than its picture needs; a window gives it all the same."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the picture is at that width."""
        frame = self._picture.frame
        return round(width * frame.height / max(frame.width, 1))

    def share(self, point: QPointF) -> QPointF:
        """A point of the widget in shares of the picture."""
        place = self.place()
        return QPointF((point.x() - place.left()) / place.width(), (point.y() - place.top()) / place.height())

    def _picture_changed(self, region: QRegion) -> None:
        if self._frozen is not None or not self.isVisible():
            return
        if self._focus.tool == "magnifier":
            self.in_turn(self.update)
            return
        place, frame = self.place(), self._picture.frame
        factor = place.width() / max(frame.width, 1)
        touched = QRegion()
        for rect in region:  # type: ignore[attr-defined]  # its hints do not know it
            part = QRectF(
                place.left() + rect.left() * factor, place.top() + rect.top() * factor,
                rect.width() * factor, rect.height() * factor,
            )  # fmt: skip
            touched += part.toAlignedRect().adjusted(-1, -1, 1, 1)
        self._awaited += touched
        if self._before is not None:
            self._turning += touched
        self.in_turn(lambda: self.update(self._awaited))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, and over it what guides the eye."""
        painter = QPainter(self)
        self._awaited -= event.region()
        if self.blank:
            painter.fillRect(self.rect(), BLANKS[self.blank])
            return
        place, picture = self.place(), self._next()
        if not place.contains(QRectF(event.rect())):
            painter.fillRect(event.rect(), self._theme.colour("bg"))
        if not picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._draw(painter, event, place, picture)
            if self._before is not None:
                self._bare(painter)
                painter.setOpacity(float(self._turn.currentValue()))
                self._draw(painter, event, place, self._before)
                painter.setOpacity(1.0)
        if not self.isWindow() or place.width() < self.width() - 4 or place.height() < self.height() - 4:
            # Where it ends must be seen: its ground is the window's.
            painter.setPen(self._theme.colour("wire"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        if self._dimmed:
            veil = QColor(self._theme.colour("bg"))
            veil.setAlphaF(DIMMED)
            painter.fillRect(place, veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._focus.paint(painter, place, picture, self._theme)

    def _next(self) -> QPixmap:
        """The picture that is drawn in this frame."""
        begins, self._begins = self._begins, False
        if self._frozen is not None:
            return self._frozen
        if begins:
            return self._picture.begun
        if self._before is not None:
            return self._picture.going_on
        return self._picture.pixmap if self.isWindow() else self._picture.at_hand

    def _bare(self, painter: QPainter) -> None:
        """What fades away does so before the ground where what takes its place is not drawn yet."""
        bare = self._picture.bare
        if self._frozen is None and not bare.isEmpty() and self.isWindow():
            painter.save()
            painter.setClipRegion(bare, Qt.ClipOperation.IntersectClip)
            painter.fillRect(bare.boundingRect(), self._theme.colour("bg"))
            painter.restore()

    def _draw(self, painter: QPainter, event: QPaintEvent, place: QRectF, picture: QPixmap) -> None:
        if place.topLeft().isNull() and picture.size() == self.size() * self.devicePixelRatioF():
            painter.drawPixmap(0, 0, picture)
            return
        part = place.intersected(QRectF(event.rect()))
        if self._fine is not None and self._fine[:2] == (picture.cacheKey(), self._fine_size()):
            picture = self._fine[2]
        factor = picture.width() / place.width()
        source = QRectF(
            (part.left() - place.left()) * factor, (part.top() - place.top()) * factor,
            part.width() * factor, part.height() * factor,
        )  # fmt: skip
        painter.drawPixmap(part, picture, source)

    def _fine_size(self) -> QSize:
        """How many pixels of the device the picture takes here."""
        return (self.place().size() * self.devicePixelRatioF()).toSize()

    def refine(self) -> None:
        """There is time: what is shown much smaller than it is, is drawn as fine as can be."""
        picture, size = self.shown, self._fine_size()
        if not self.isVisible() or self.blank or picture.isNull() or size.width() > HARDLY_SMALLER * picture.width():
            return
        if self._fine is None or self._fine[:2] != (picture.cacheKey(), size):
            whole = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._fine = picture.cacheKey(), size, picture.scaled(size, *whole)
            self.update()

    # ---- what the user does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whatever it means, it is not decided here."""
        self.key_pressed.emit(event)
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A held key lets go and presses by itself."""
        self.key_pressed.emit(event)
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, ARG002 - Qt's name
        """Tab is a key like the others."""
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ink, or a click."""
        if event.button() == Qt.MouseButton.LeftButton and self._focus.press(self.share(event.position())):
            return
        place = self.place()
        factor = self._picture.frame.width / place.width()
        self.clicked.emit(event.button(), (event.position() - place.topLeft()) * factor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks are two clicks."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pointer follows."""
        self._focus.point(self.share(event.position()))
        self.mouse_moved.emit()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """The pen is lifted."""
        self._focus.release()

    def leaveEvent(self, event: object) -> None:
        """The pointer is not on the picture."""
        self._focus.point(None)
        super().leaveEvent(event)  # type: ignore[arg-type]

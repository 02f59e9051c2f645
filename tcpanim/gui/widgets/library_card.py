"""The card of a scenario: a small ladder of its run, title in both languages, goal, minutes and level."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import draw_text, shrink_to_fit
from tcpanim.gui.painting.sketch import paint_sketch
from tcpanim.gui.theme import BODY, HUGE, LEAD, REGULAR, SEMIBOLD, SMALL, Theme
from tcpanim.gui.widgets.parts import KeyButton, mark, paragraph
from tcpanim.i18n import Catalogue, Text
from tcpanim.scene.glossary import found_in, plain
from tcpanim.scene.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Entry:
    """A scenario as the library knows it. ``words``: all that it is found by, in ``plain``."""

    id: str
    title: Text
    goal: Text
    unit: str
    minutes: int | None
    level: str
    words: str
    sketch: Sketch

    def rank(self, wanted: str) -> int | None:
        """How well it fits what is looked for, 0 best: by its title, or by anything else; None: not at all."""
        if found_in(wanted, plain(" ".join(text for text in self.title if text))):
            return 0
        return 1 if found_in(wanted, self.words) else None


def shelf_name(catalogue: Catalogue, unit: str) -> str:
    """What stands over the scenarios of that unit: what the catalogue calls it, or an author's own word."""
    key = f"unit.{unit}"
    return catalogue.text(key) if unit and catalogue.has(key) else unit or catalogue.text("unit.none")


class Card(KeyButton):
    """One scenario. ``leading``: the wide one that a newcomer begins with, its picture at the side."""

    compare_requested = Signal(str)
    """The scenario of that id is wanted beside the one that is open."""

    def __init__(self, entry: Entry, parent: QWidget | None = None, *, leading: bool = False) -> None:
        super().__init__(parent)
        self.entry = entry
        self._leading = leading
        self._look: Look | None = None
        self._picture: tuple[object, QPixmap] | None = None
        self.setProperty("entry", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self._picture = None
        self.updateGeometry()
        self.setAccessibleName(self._titles()[0])
        # The heading above belongs to many cards; whoever does not see it would not know on which shelf one is.
        shelf = f"{shelf_name(look.catalogue, self.entry.unit)}{'。' if look.catalogue.language == 'zh' else '. '}"
        self.setAccessibleDescription(f"{shelf}{self.entry.goal.pick(look.catalogue.language)} {self._facts()}")
        self.update()

    def show_current(self, current: bool) -> None:
        """Whether it is the one that is open."""
        mark(self, "current", current)

    def _titles(self) -> tuple[str, str]:
        assert self._look is not None
        language = self._look.catalogue.language
        first = self.entry.title.pick(language)
        second = self.entry.title.pick("en" if language == "zh" else "zh")
        return first, second if second != first else ""

    def _facts(self) -> str:
        assert self._look is not None
        say = self._look.catalogue.text
        facts = [say(f"library.level.{self.entry.level}")]
        if self.entry.minutes is not None:
            facts.insert(0, say("library.minutes", n=self.entry.minutes))
        return " · ".join(facts)

    def sizeHint(self) -> QSize:
        """As high as all cards of its kind."""
        height = 264 if self._leading else 282
        return QSize(300, self._look.theme.px(height) if self._look else height)

    def minimumSizeHint(self) -> QSize:
        """Narrower where there is little room, never lower."""
        return QSize(200, self.sizeHint().height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open it, or put it beside what is open; the menu key asks too."""
        if self._look is None:
            return
        say = self._look.catalogue.text
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(self._look.theme.font(BODY))
        menu.addAction(say("library.open")).triggered.connect(self.click)
        menu.addAction(say("library.compare")).triggered.connect(lambda: self.compare_requested.emit(self.entry.id))
        menu.popup(event.globalPos())

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and outline as the style sheet says, picture and texts upon it."""
        super().paintEvent(event)
        if self._look is None:
            return
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        picture, texts = self._areas(whole)
        self._paint_picture(painter, picture)
        self._paint_texts(painter, texts)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("left"), max(2.0, 2.5 * theme.scale)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            corner = theme.px(13)
            painter.drawRoundedRect(whole.adjusted(1.5, 1.5, -1.5, -1.5), corner, corner)
        painter.end()

    def _areas(self, whole: QRectF) -> tuple[QRectF, QRectF]:
        """Where the picture and where the texts stand."""
        assert self._look is not None
        px = self._look.theme.px
        edge = px(8)
        if self._leading:
            split = round(whole.width() * 0.5)
            picture = QRectF(split, edge, whole.width() - split - edge, whole.height() - 2 * edge)
            return picture, QRectF(px(28), px(24), split - px(52), whole.height() - px(46))
        picture = QRectF(edge, edge, whole.width() - 2 * edge, px(136))
        top = picture.bottom() + px(12)
        return picture, QRectF(px(18), top, whole.width() - px(36), whole.height() - top - px(14))

    def _paint_picture(self, painter: QPainter, area: QRectF) -> None:
        assert self._look is not None
        theme, ratio = self._look.theme, self.devicePixelRatioF()
        key = (area.width(), area.height(), theme.name, theme.scale, ratio)
        if self._picture is None or self._picture[0] != key:
            pixmap = QPixmap(round(area.width() * ratio), round(area.height() * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            brush = QPainter(pixmap)
            brush.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QRectF(0, 0, area.width(), area.height())
            clip = QPainterPath()
            clip.addRoundedRect(ground, theme.px(9), theme.px(9))
            brush.setClipPath(clip)
            brush.fillRect(ground, theme.colour("bg"))
            paint_sketch(brush, ground, self.entry.sketch, theme, ratio)
            brush.end()
            self._picture = (key, pixmap)
        painter.drawPixmap(area.topLeft(), self._picture[1])

    def _paint_texts(self, painter: QPainter, area: QRectF) -> None:
        assert self._look is not None
        theme, language = self._look.theme, self._look.catalogue.language
        first, second = self._titles()
        y = area.top()
        small = theme.prose(SMALL, REGULAR)
        if self._leading:
            y = self._row(painter, area, y, self._look.catalogue.text("library.begin"), SMALL, SEMIBOLD, "left")
            y += theme.px(4)
        y = self._row(painter, area, y, first, HUGE if self._leading else LEAD, SEMIBOLD, "ink")
        if second:
            size = LEAD if self._leading else SMALL
            y = self._row(painter, area, y, second, size, REGULAR, "ink3", theme.second)
        y += theme.px(10 if self._leading else 6)
        facts = QFontMetrics(small).height()
        goal = QRectF(area.left(), y, area.width(), area.bottom() - facts - theme.px(4) - y)
        painter.setFont(theme.prose(LEAD if self._leading else BODY, REGULAR))
        painter.setPen(theme.colour("ink2"))
        flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(goal, flags, paragraph(self.entry.goal.pick(language)))
        foot = QRectF(area.left(), area.bottom() - facts, area.width(), facts)
        draw_text(painter, foot, self._facts(), small, theme.colour("ink3"))

    def _row(
        self, painter: QPainter, area: QRectF, y: float, text: str, size: float, weight: int, role: str,
        theme: Theme | None = None,
    ) -> float:  # fmt: skip
        """One line at ``y``; where the next one begins. ``theme``: another than the look's."""
        assert self._look is not None
        theme = theme or self._look.theme
        font = shrink_to_fit(text, theme.prose(size, weight), area.width(), theme.px(SMALL))
        height = QFontMetrics(font).height()
        draw_text(painter, QRectF(area.left(), y, area.width(), height), text, font, theme.colour(role))
        return y + height

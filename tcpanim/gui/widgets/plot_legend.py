"""The legend of a plot: always there, with each quantity's sign, name, meaning, and value at the playhead."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from tcpanim.export.slide import LEAST
from tcpanim.gui.look import Look
from tcpanim.gui.measures import HALL_SCALE
from tcpanim.gui.painting.plot_marks import draw_sample
from tcpanim.gui.painting.shapes import LEFT, RIGHT, draw_text, shrink_to_fit, text_width
from tcpanim.gui.theme import MEDIUM, SEMIBOLD, SMALL, TINY
from tcpanim.scene.line_breaks import wrap
from tcpanim.scene.plot import Entry

SMALLEST = 10
"""No letter is smaller (px)."""
STEPS = 6
"""In so many steps its type gets as small as the last row can read."""


class PlotLegend(QWidget):
    """Entries in a row, or one below the other with their meaning (``tall``)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._entries: tuple[Entry, ...] = ()
        self._values: dict[str, str] = {}
        self._until = math.inf
        self._tall = False
        self._places: list[QRectF] = []
        self._height = 22
        self._most: int | None = None
        self._meanings = False
        self._share = 1.0  # of its type's size
        self._valued = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self._name()
        self._arrange()

    def set_entries(self, entries: tuple[Entry, ...], *, tall: bool) -> None:
        """Show these."""
        self._entries, self._tall = entries, tall
        self._values = {}
        vertical = QSizePolicy.Policy.Expanding if tall else QSizePolicy.Policy.Fixed
        across = QSizePolicy.Policy.Fixed if tall else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, vertical)
        self._name()
        self._arrange()

    def set_most(self, height: int | None) -> None:
        """In a row, no higher than ``height`` px; None: as high as it needs to be.

        For that its type gets smaller, as far as the last row can read it; then values are left out, last of all names.
        """
        if height != self._most:
            self._most = height
            self._arrange()

    def show_until(self, x: float) -> None:
        """Leave those out that are to be seen only after ``x``: what an audience is asked must not stand there yet."""
        before, self._until = self._until, x
        if any((entry.since <= before) != (entry.since <= x) for entry in self._entries):
            self.update()

    def set_values(self, values: dict[str, str]) -> None:
        """The values at the playhead, by key."""
        if values != self._values:
            self._values = values
            told = [f"{entry.name} {values[entry.key]}" for entry in self._entries if entry.key in values]
            self.setAccessibleDescription(self._list(told))
            self.update()

    def _name(self) -> None:
        if self._look is not None:
            say = self._look.catalogue.text
            pairs = [say("list.pair", name=entry.name, value=entry.words) for entry in self._entries]
            self.setAccessibleName(self._list(pairs))

    def _list(self, words: list[str]) -> str:
        return self._look.catalogue.text("list.gap").join(words) if self._look is not None else ""

    @property
    def values(self) -> dict[str, str]:
        """What is told."""
        return self._values

    # ---- geometry

    def _px(self, size: float) -> int:
        return self._look.theme.px(size) if self._look is not None else round(size)

    def wide(self) -> int:
        """How wide it is where it stands beside the plot."""
        return self._px(260)

    def _arrange(self) -> None:
        """Where each entry stands; in a row it wraps."""
        self._places, self._share, self._valued = [], 1.0, True
        if self._look is None:
            return
        if self._tall:
            self._place_below_one_another(meanings=True)
            if self._height > max(self.height(), self._px(60)):
                self._place_below_one_another(meanings=False)
        else:
            for share, valued in self._ways_to_fit():
                self._share, self._valued = share, valued
                self._places = self._in_rows()
                if len(self._places) == len(self._entries):
                    break
            self._height = round(self._places[-1].bottom()) if self._places else self._px(22)
        self.updateGeometry()
        self.update()

    def _ways_to_fit(self) -> Iterator[tuple[float, bool]]:
        """Type so many times as large, and whether values are told: rather smaller than without values or names."""
        yield 1.0, True
        if self._most is not None and self._look is not None:
            least = min(1.0, LEAST * 1080 / (HALL_SCALE * SMALL * self._look.enlarged))
            shares = [1 - (1 - least) * step / STEPS for step in range(1, STEPS + 1)]
            yield from ((share, True) for share in shares)
            yield from ((share, False) for share in shares)

    def _in_rows(self) -> list[QRectF]:
        """Where entries stand beside each other; those at the end that have no room are left out."""
        places: list[QRectF] = []
        x, y, high = 0.0, 0.0, self._sized(22)
        for entry in self._entries:
            wide = self._width(entry)
            if x and x + wide > self.width():
                if self._most is not None and y + 2 * high > self._most:
                    break
                x, y = 0.0, y + high
            places.append(QRectF(x, y, wide, high))
            x += wide + self._sized(18)
        return places

    def _sized(self, size: float) -> int:
        """A size in px, as far as it has to be smaller to fit."""
        return round(self._px(size) * self._share)

    def _font(self, weight: int, *, mono: bool = False) -> QFont:
        """That of names and values; the theme's are shared."""
        assert self._look is not None
        font = QFont(self._look.theme.font(SMALL, weight, mono=mono))
        font.setPixelSize(max(SMALLEST, round(font.pixelSize() * self._share)))
        return font

    def _place_below_one_another(self, *, meanings: bool) -> None:
        """One row for each; without their ``meanings`` where there is no room for them."""
        self._meanings = meanings
        y = float(self._px(4))
        self._places = []
        for entry in self._entries:
            lines = len(self._lines(entry.words)) if meanings else 0
            high = self._px(21) + lines * self._line()
            self._places.append(QRectF(0, y, self.wide() - self._px(8), high))
            y += high + self._px(7 if meanings else 3)
        self._height = round(y)

    def _line(self) -> int:
        return self._px(18 if self._look is not None and self._look.catalogue.language == "zh" else 16)

    def _lines(self, words: str) -> list[str]:
        """The words, broken where they must be."""
        assert self._look is not None
        font, room = self._look.theme.prose(TINY), self.wide() - self._px(44)
        return wrap(words, room, lambda line: text_width(line, font))

    def _value_room(self, entry: Entry) -> float:
        """Values change while playing; their room does not."""
        if not (entry.told and self._valued) or self._look is None:
            return 0.0
        longest = {"rto": "1000.0 ms", "srtt": "1000.0 ms", "sample": "1000.0 ms", "sent-in-round": "00"}
        key = entry.key.split(".")[-1]
        sample = longest.get(key, "000.00 kbit/s" if key.endswith("rate") else "000000 B")
        if key in ("ack", "limit"):
            naming = self._look.naming
            sample = "0" * (10 if naming is not None and naming.numbering == "absolute" else 7)
        if key in ("round-cwnd", "threshold"):
            sample = "00.00 MSS"
        value = self._values.get(entry.key, "")
        font = self._font(MEDIUM, mono=True)
        return max(text_width(sample, font), text_width(value, font)) + self._sized(8)

    def _width(self, entry: Entry) -> float:
        assert self._look is not None
        name = text_width(entry.name, self._font(MEDIUM))
        return self._sized(28) + name + self._value_room(entry)

    def sizeHint(self) -> QSize:
        return QSize(self.wide() if self._tall else 200, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.wide() if self._tall else 80, 20 if self._tall else self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._tall or event.size().width() != event.oldSize().width():
            self._arrange()

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        self.draw(painter)

    def draw(self, painter: QPainter) -> None:
        """The legend, at the origin."""
        if self._look is None:
            return
        theme = self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = self._sized(21 if self._tall else 22)
        for entry, place in zip(self._entries, self._places, strict=False):  # a low one has no room for all
            if entry.since > self._until:
                continue
            box = QRectF(place.left(), place.top() + (first - self._sized(14)) / 2, self._sized(22), self._sized(14))
            draw_sample(painter, box, entry.form, entry.role, theme, dashed=entry.dashed)
            left = place.left() + self._sized(28)
            font = self._font(SEMIBOLD if self._tall else MEDIUM)
            line = QRectF(left, place.top(), place.right() - left, first)
            value = self._values.get(entry.key, "") if self._valued else ""
            mono, gap = self._font(MEDIUM, mono=True), self._sized(8)
            if value:  # both a little smaller where they would meet
                named, wide = text_width(entry.name, font), text_width(value, mono)
                share = min(1.0, (line.width() - gap) / (named + wide))
                font = shrink_to_fit(entry.name, font, named * share, SMALLEST)
                mono = shrink_to_fit(value, mono, wide * share, SMALLEST)
                if self._tall:  # figures below figures
                    draw_text(painter, line, value, mono, theme.colour("ink2"), RIGHT)
                else:  # in a row, by its name, not by the next one
                    after = line.adjusted(text_width(entry.name, font) + gap, 0, 0, 0)
                    draw_text(painter, after, value, mono, theme.colour("ink2"), LEFT)
            draw_text(painter, line, entry.name, font, theme.colour("ink"), LEFT)
            if self._tall and self._meanings:
                y = place.top() + first
                for words in self._lines(entry.words):
                    row = QRectF(left, y, place.width(), self._line())
                    draw_text(painter, row, words, theme.prose(TINY), theme.colour("ink3"), LEFT)
                    y += self._line()

    def event(self, event: QEvent) -> bool:
        """What an entry means."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            point = QPointF(event.pos())
            places = zip(self._entries, self._places, strict=False)
            found = next((entry for entry, place in places if place.contains(point)), None)
            QToolTip.showText(event.globalPos(), f"{found.name}\n{found.words}" if found else "", self)
            return True
        return super().event(event)

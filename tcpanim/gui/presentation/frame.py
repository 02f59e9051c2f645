"""Where everything stands on the audience's screen, and how large its type is: shares of the picture's height."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont

from tcpanim.export.slide import LEAST, MAIN, caption_share, margin
from tcpanim.gui.theme import REGULAR, make_font

SMALLEST_ZOOM, LARGEST_ZOOM = 0.85, 1.4
MOST_CAPTION = 0.285
"""Three lines of the largest type, whose height the stage can spare: it keeps all its numbers."""
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Frame:
    """The picture of ``width`` × ``height`` logical pixels for a language.

    ``zoom``: the lecturer's factor on type. ``lower``: where what stands below the stage begins (px from above); 0:
    where the caption does.
    """

    width: int
    height: int
    language: str = "en"
    zoom: float = 1.0
    lower: int = 0

    def px(self, share: float) -> int:
        """A share of the height in whole pixels."""
        return max(1, round(share * self.height))

    def font(self, share: float, weight: int = REGULAR, *, mono: bool = False) -> QFont:
        """Type of that share of the height, never below what the last row can read."""
        size = max(share * self.zoom, LEAST)
        return make_font(self.px(size), weight, mono, tabular=mono, chinese=self.language == "zh" and not mono)

    def font_of(self, text: str, share: float, weight: int = REGULAR) -> QFont:
        """The same for words that may be in the other language: a Chinese ’ would part an English word."""
        latin = replace(self, language="en") if _HAN.search(text) is None else self
        return latin.font(share, weight)

    @property
    def main(self) -> float:
        """The share of what the lesson is about."""
        return MAIN[self.language]

    @cached_property
    def margin(self) -> int:
        """Empty at the left and the right."""
        return round(margin(self.width, self.height))

    @cached_property
    def head(self) -> QRect:
        """Title and number."""
        top = self.px(0.022)
        return self._across(top, top + self.px(0.068 * min(self.zoom, 1.2)))

    @cached_property
    def dots(self) -> QRect:
        """The points, one dot each."""
        return self._across(self.height - self.px(0.056), self.height - self.px(0.016))

    @cached_property
    def caption(self) -> QRect:
        """What is said."""
        bottom = self.dots.top() - self.px(0.006)
        share, zoom = caption_share(self.width, self.height), self.zoom
        share *= zoom if zoom < 1 else min(zoom * zoom, MOST_CAPTION / share)
        return self._across(bottom - self.px(share), bottom)

    @cached_property
    def stage(self) -> QRect:
        """The stage, or the panel that is shown in its place."""
        return self._across(self._top, (self.lower or self.caption.top()) - self.px(0.014))

    @cached_property
    def tall(self) -> int:
        """How high the stage is above the caption."""
        return self.caption.top() - self.px(0.014) - self._top

    @property
    def _top(self) -> int:
        return self.head.bottom() + self.px(0.004)

    @cached_property
    def strip(self) -> QRect:
        """Both hosts and their states, above a panel."""
        rect = QRect(self.stage)
        rect.setHeight(self.px(0.1 * self.zoom))
        return rect

    @cached_property
    def panel(self) -> QRect:
        """A panel below the strip."""
        return self.stage.adjusted(0, self.strip.height() + self.px(0.012), 0, 0)

    def _across(self, top: int, bottom: int) -> QRect:
        return QRect(self.margin, top, self.width - 2 * self.margin, bottom - top)

"""What a key may ask for is drawn out of sight while nothing moves, so that it is there at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion

from tcpanim.gui.look import Look
from tcpanim.gui.painting.shapes import scrap
from tcpanim.gui.presentation.frame_paint import paint_caption
from tcpanim.gui.presentation.hidden_views import STAGE, WIRE, HiddenViews
from tcpanim.lesson import Ask
from tcpanim.scene.reasons import spoken_at

if TYPE_CHECKING:
    from tcpanim.gui.presentation.picture import Picture

REHEARSED = 2
"""Captions that are drawn out of sight at one time."""
PORTION = 0.008
"""So many seconds at a time, a key would not have to wait for them."""
Portion = Callable[[], object]


class Ahead:
    """Draws ahead for a Picture, a portion each time there is time."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._rehearsed: set[tuple[str, int]] = set()  # views and moments that have been drawn out of sight
        self._ready: set[str] = set()  # the views that have only to be drawn
        self._foreseen: tuple[Ask, int] | None = None  # the question, and its moment, that is made ready
        self._portions: list[Portion] = []  # of what is being made ready
        self._runs: dict[str, Iterator[None]] = {}  # by view, what it needs for the rest of the run

    def forget(self) -> None:
        """Nothing is ready any more."""
        self._ready.clear()
        self._rehearsed.clear()
        self._runs.clear()
        self.interrupt()

    def interrupt(self) -> None:
        """Something else is shown: what was being made ready may not fit any more."""
        self._foreseen, self._portions = None, []

    def is_shown(self, name: str) -> None:
        """That view is ready, as it is the one that is shown."""
        self._ready.add(name)

    def some(self, coming: str, names: tuple[str, ...], moments: Iterable[int], question: Ask | None) -> None:
        """There is time for a portion.

        First is what stands above the ``question``, where the next key asks it, and its card; then the view that is
        ``coming`` at the next stop; captions and cards at the ``moments`` on the way there, as pictures of large words
        are kept; then the views of these ``names``, and what they show now and on that way; at last what these need
        anywhere in the run, for a jump.
        """
        picture, look = self._picture, self._picture.look
        if look is None or picture.frame.width < 2:
            return
        asked = picture.content.question is not None
        if question is not None and not asked and self._foreseen != (question, picture.moment):
            self._foreseen, self._portions = (question, picture.moment), self._foresee(look, question)
        elif not self._portions:
            seen = None if asked else picture.view
            waiting = [name for name in (coming, *names, WIRE, STAGE) if name not in self._ready and name != seen]
            if coming not in waiting and self._rehearse(look, moments, (coming,), REHEARSED):
                return
            if not waiting:
                if not self._rehearse(look, moments, names, 1):
                    self._rehearse_run(names)
                return
            name = waiting[0]
            place = replace(picture.frame, lower=0)
            size = picture.place_of(name, place).size()
            self._portions = [*self._draw(picture.tall, name, size), lambda: self._ready.add(name)]
        picture.out_of_sight(self._portions.pop(0))

    def _draw(self, views: HiddenViews, name: str, size: QSize) -> list[Portion]:
        """Portions after which that view has drawn all that it keeps."""

        def draw() -> None:
            ratio = self._picture.ratio
            aside = QPixmap(size * ratio)
            aside.setDevicePixelRatio(ratio)
            views.render(name, aside, QPoint(), QRegion(QRect(QPoint(), size)))

        return [lambda: self._picture.tell(views, name, size), lambda: views.warm(name), draw]

    def _foresee(self, look: Look, question: Ask) -> list[Portion]:
        """Portions after which all is drawn that will be seen when that is asked, and when it is answered."""
        picture = self._picture
        card = picture.card_of(question)

        def draw(told: bool) -> None:
            aside = scrap(picture.ratio)
            painter = QPainter(aside)
            card.paint(painter, look, told, ())
            painter.end()

        frame = replace(picture.frame, lower=card.rect.top())
        size = picture.place_of(picture.view, frame).size()
        return [*self._draw(picture.low, picture.view, size), partial(draw, False), partial(draw, True)]

    def _rehearse(self, look: Look, moments: Iterable[int], names: tuple[str, ...], most: int) -> bool:
        """Whether there was any moment left at which what is seen, or one of these views, was not rehearsed."""
        picture = self._picture
        trace, naming = picture.trace, look.naming
        if trace is None or naming is None or not look.fits(trace):
            return False
        views = {picture.view, WIRE if picture.view == WIRE else STAGE, *names}
        left = [t for t in (picture.moment, *moments) if not all((name, t) in self._rehearsed for name in views)][:most]
        for t in left:
            new = [name for name in views if (name, t) not in self._rehearsed]
            self._rehearsed.update((name, t) for name in new)
            aside = scrap(picture.ratio)
            painter = QPainter(aside)
            second = spoken_at(trace, t, look.second).what if look.second is not None else ""
            paint_caption(painter, picture.frame, look, spoken_at(trace, t, naming), second)
            painter.end()
            for name in new:
                picture.tall.rehearse_at(name, t)
        return bool(left)

    def _rehearse_run(self, names: tuple[str, ...]) -> None:
        """A few milliseconds of what these views need for the rest of the run."""
        began = perf_counter()
        for name in names:
            if name not in self._runs:
                self._runs[name] = self._picture.tall.rehearse(name)
            for _ in self._runs[name]:
                if perf_counter() - began > PORTION:
                    return

"""Where the cards of the stage stand, and what they and their words cover."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF

from tcpanim.gui.painting.stage_words import Words
from tcpanim.scene.stage import Card


class Place(NamedTuple):
    """A card on the stage: its middle, its size, and all that is painted anew where it, its trail or its words were."""

    card: Card
    centre: QPointF
    size: QSizeF
    words: Words | None
    touched: QRectF


def without_meetings(places: list[Place], taken: list[QRectF]) -> list[Place]:
    """Words that would meet another card, or what else is ``taken``, are left out; what is said of a loss stays."""
    # What was discarded lies still, and so do its words; of the others those that are farther on come first.
    waiting = [index for index, place in enumerate(places) if place.words is not None and place.words.cross is None]
    if not waiting:
        return places
    kept = [place.words.rect for place in places if place.words is not None and place.words.cross is not None]
    found, areas = list(places), [area_of(place) for place in places]
    for index in sorted(waiting, key=lambda index: places[index].card.phase != "discarded"):
        words = places[index].words
        assert words is not None
        cards = (area for number, area in enumerate(areas) if number != index)
        if any(words.rect.intersects(area) for area in (*taken, *kept, *cards)):
            found[index] = places[index]._replace(words=None)
        else:
            kept.append(words.rect)
    return found


def either(before: list[Place], after: list[Place]) -> list[Place]:
    """The places that are not the same in both."""
    one, other = ({id(place): place for place in places} for places in (before, after))
    return [place for key, place in (one | other).items() if not (key in one and key in other)]


def area_of(place: Place) -> QRectF:
    """What a card itself covers."""
    return QRectF(place.centre - QPointF(place.size.width() / 2, place.size.height() / 2), place.size)


def taken_by(place: Place) -> tuple[QRectF, ...]:
    """What a card covers, tipped or not, and what is said beside it."""
    tipped = place.size.width() * 0.06 * min(place.card.tilt, 1.0)
    card = area_of(place).adjusted(0, -tipped, 0, tipped)
    return (card, place.words.touched) if place.words is not None else (card,)

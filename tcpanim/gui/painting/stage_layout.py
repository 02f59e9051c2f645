"""Where things stand on the stage: proportions for a window and for an audience, from the widget's size alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, wraps

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont

from tcpanim.export.stage_sizes import AUDIENCE, ROOMY, SHARE, TWO_LINES, WINDOW
from tcpanim.gui.look import Look
from tcpanim.gui.measures import EDGE, STAGE
from tcpanim.gui.painting.shapes import shrink_to_fit
from tcpanim.gui.theme import BOLD, MEDIUM, REGULAR, SEMIBOLD, Theme, make_font
from tcpanim.scene.stage import Card

NUMBERS, NEEDED = 188, {"en": 334, "zh": 384}
"""So much height, at scale 1, a host before an audience needs for four numbers in the smallest type that they may
have, which is not enlarged; and for all else: its name, its state and a timer."""
SMALLEST_SCALE, SMALLEST_TYPE, SMALLEST_HAN = 0.78, 12, 14
LOW = 200
"""A stage in the window that is less high, in px, has no glosses, and lower ground for its states: timers need room."""
LOW_CHIP = 0.8
SHORT, SHORT_CHIP = 0.96, 0.66
"""An audience's stage so many times as high as its type is made for is short: a question or a larger caption stands
below it, and its states get lower ground, too."""
LONGEST_STATE = "SYN-RECEIVED"
CLOSE = 1.3
"""What is looked at closely is so many times as large."""
CLOSE_WIRE = 1.2
CLOSE_WIDTH = 0.6
"""Of the stage's width, for the host that is looked at closely; the other one is out of sight."""


def largest_zoom(width: float, tall: float, height: float, language: str) -> float:
    """By which factor an audience's stage may be enlarged where all of a host is to have room.

    ``width``, ``tall``: of the stage that its type is made for; ``height``: that it has (px).
    """
    scale = min(width / AUDIENCE["width"], tall / AUDIENCE["height"])
    return (height / scale - NUMBERS) / NEEDED[language]


def once_a_side(place: Callable[[StageLayout, str], QRectF]) -> Callable[[StageLayout, str], QRectF]:
    """A place on an endpoint that is asked for many times in a frame: worked out once; copy it before changing."""

    @wraps(place)
    def found(layout: StageLayout, side: str) -> QRectF:
        places: dict[tuple[object, str], QRectF] = layout.places
        if (place, side) not in places:
            places[place, side] = place(layout, side)
        return places[place, side]

    return found


@dataclass(frozen=True)
class StageLayout:
    """The stage's geometry at a size in logical pixels, for a Look."""

    width: float
    height: float
    look: Look
    enlarged: float = 1.0

    @cached_property
    def sizes(self) -> dict[str, float]:
        """The table of sizes in force."""
        return AUDIENCE if self.look.present else WINDOW

    @cached_property
    def places(self) -> dict[tuple[object, str], QRectF]:
        """What ``once_a_side`` has found."""
        return {}

    @cached_property
    def equations(self) -> dict[tuple[str, str, frozenset[str]], tuple[tuple[QRectF, str, QFont], ...]]:
        """How equations have been laid out that are known, of all, when those words are said."""
        return {}

    @cached_property
    def scale(self) -> float:
        """Type and lines grow with the widget."""
        tall = (self.look.present and self.look.tall) or self.height
        fitting = min(self.width / self.sizes["width"], tall / self.sizes["height"])
        if self.look.present:
            closer = CLOSE_WIRE if self.look.close == "wire" else self.enlarged
            return max(0.2, fitting * self.zoom * closer)
        return max(SMALLEST_SCALE * self.grown, fitting * min(max(1.0, self.look.zoom), 1.25))

    @cached_property
    def zoom(self) -> float:
        """How far an audience's stage is enlarged: less where a question or queues leave it little height."""
        if self.queued:
            return min(self.look.zoom, 1.0)
        tall, language = self.look.tall or self.height, self.look.catalogue.language
        return min(self.look.zoom, max(1.0, largest_zoom(self.width, tall, self.height, language)))

    @cached_property
    def grown(self) -> float:
        """So many times as large as in an ordinary window is the least of all, on a screen of many pixels."""
        if self.look.present:
            return 1.0
        window = self.theme.scale / max(1.0, self.look.zoom)
        return max(1.0, min(window, self.width / STAGE[0], self.height / STAGE[1]))

    @property
    def smallest_type(self) -> int:
        """No type is smaller (px)."""
        return round(SMALLEST_TYPE * self.grown)

    def of(self, side: str) -> StageLayout:
        """The layout of the endpoint on that side: of one that is looked at closely a larger one."""
        return self._near if self.look.close == side else self

    @cached_property
    def _near(self) -> StageLayout:
        return replace(self, enlarged=CLOSE)

    @property
    def theme(self) -> Theme:
        """The look's theme."""
        return self.look.theme

    @property
    def chinese(self) -> bool:
        """Whether states carry a gloss."""
        return self.look.catalogue.language == "zh"

    @cached_property
    def queued(self) -> bool:
        """Whether a host of the run has queues of connections, which stand below its numbers."""
        naming = self.look.naming
        trace = naming.trace if naming is not None else None
        return trace is not None and any(trace.queues_at(host.name, trace.end) is not None for host in trace.hosts)

    @property
    def low(self) -> bool:
        """Whether height is short, as in a stage of two compared runs: numbers and timers need it."""
        return not self.look.present and self.height < LOW * self.grown

    @property
    def short(self) -> bool:
        """Whether an audience's stage has less height than its type is made for: none of it is for air."""
        return self.look.present and self.height < SHORT * self.look.tall

    @property
    def glossed(self) -> bool:
        """Whether there is room for the gloss."""
        return self.chinese and not self.low and not (self.short and self.queued)

    @property
    def chip_height(self) -> float:
        """The ground of the state's name, without its gloss."""
        return self.size("chip") * (LOW_CHIP if self.low else SHORT_CHIP if self.short else 1.0)

    @property
    def detail(self) -> str:
        """How much is shown; for an audience what a first lesson needs, unless there is height for more."""
        roomy = self.look.tall and self.height > ROOMY * self.look.tall
        return "first" if self.look.present and not roomy else self.look.detail

    def size(self, name: str) -> float:
        """A size of the table in px."""
        return self.sizes[name] * self.scale

    def font(self, name: str, weight: int = REGULAR, mono: bool = False) -> QFont:
        """The font whose size the table gives."""
        smallest = round(SMALLEST_HAN * self.grown) if self.chinese and not mono else self.smallest_type
        return make_font(max(smallest, round(self.size(name))), weight, mono, chinese=self.chinese)

    # ---- fonts in use

    @cached_property
    def state_font(self) -> QFont:
        """As large as the longest name allows; without tabular figures, which would widen the names' hyphens."""
        wanted = make_font(max(self.smallest_type, round(self.size("state"))), BOLD, tabular=False)
        room = self.head("left").width() - 0.7 * self.size("pad")
        return shrink_to_fit(LONGEST_STATE, wanted, room, self.smallest_type)

    @cached_property
    def title_font(self) -> QFont:
        return self.font("title", SEMIBOLD)

    @cached_property
    def numbers_font(self) -> QFont:
        return self.font("numbers", MEDIUM, mono=True)

    @cached_property
    def note_font(self) -> QFont:
        return self.font("note", MEDIUM)

    # ---- places

    @cached_property
    def endpoints(self) -> tuple[QRectF, QRectF]:
        """The two endpoint cards."""
        margin = self.size("margin") if self.look.present else self.theme.px(EDGE)
        top = self.size("top")
        share = SHARE * max(1.0, self.zoom) if self.look.present else 0.27  # with larger type it is broader
        width = min(self.size("endpoint"), self.width * share)
        if self.look.present:  # what an application calls stands half above its host
            top = margin if self.look.close == "wire" else top
            height, y = self.height - top - self.size("pad") * 0.2, top
        else:
            height = min(self.height - 2 * top, self.size("height") * 0.98)
            y = (self.height - height) / 2
        left, right = margin, self.width - margin - width
        if self.look.close:  # what is not looked at lies beyond the edge
            width = self.width * CLOSE_WIDTH
            left = margin if self.look.close == "left" else -margin - width
            right = self.width - margin - width if self.look.close == "right" else self.width + margin
        return (
            QRectF(round(left), round(y), round(width), round(height)),
            QRectF(round(right), round(y), round(width), round(height)),
        )

    def endpoint(self, side: str) -> QRectF:
        """The endpoint card of a side."""
        return self.endpoints[0 if side == "left" else 1]

    @once_a_side
    def inner(self, side: str) -> QRectF:
        """The room on an endpoint."""
        pad = self.size("pad")
        return self.endpoint(side).adjusted(pad, pad * 0.8 + self.size("bar"), -pad, -pad * 0.7)

    @once_a_side
    def head(self, side: str) -> QRectF:
        """The part of it for name and state: where it is looked at closely, the left one."""
        room = QRectF(self.inner(side))
        if self.enlarged > 1:
            room.setWidth((room.width() - self.size("pad")) * 0.55)
        return room

    @once_a_side
    def body(self, side: str) -> QRectF:
        """Beside them, where it is looked at closely, stand the numbers; else they stand below."""
        room = QRectF(self.inner(side))
        if self.enlarged > 1:
            room.setLeft(self.head(side).right() + self.size("pad"))
        return room

    @cached_property
    def lane_ends(self) -> tuple[float, float]:
        """Where the lanes begin and end."""
        gap = self.size("pad") * (1.0 if self.look.present else 0.7)
        left, right = self.endpoints
        return left.right() + gap, right.left() - gap

    @cached_property
    def lane_length(self) -> float:
        """How long a lane is."""
        first, last = self.lane_ends
        return last - first

    def lane_y(self, side: str) -> float:
        """The height of the lane in which the host on ``side`` sends."""
        left = self.endpoints[0]
        return left.top() + left.height() * (0.35 if side == "left" else 0.71 if self.look.close == "wire" else 0.72)

    @cached_property
    def lane_band(self) -> float:
        """How much height the cards of one lane may take together."""
        return self.endpoints[0].height() * 0.36

    @cached_property
    def card_height(self) -> float:
        """The height of a card with two lines."""
        return round(min(self.size("card"), self.lane_band))

    @cached_property
    def slip_height(self) -> float:
        """The height of a slip, which has one line."""
        return round(self.card_height * 0.52)

    @cached_property
    def chip_side(self) -> float:
        """The side of a chip, which has its sign alone."""
        return round(max(18.0, self.card_height * 0.42))

    @cached_property
    def rows(self) -> dict[str, int]:
        """How many rows of each size fit into a lane."""
        cards = self.card_height * (TWO_LINES if self.look.present else 1)  # they may have two lines of numbers
        heights = {"card": cards, "slip": self.slip_height, "chip": self.chip_side}
        return {size: max(1, int(self.lane_band // (height * 1.04))) for size, height in heights.items()}

    def row_offset(self, row: int, rows: int, height: float) -> float:
        """How far the middle of a row lies from the middle of its lane."""
        pitch = min(height * 1.12, (self.lane_band - height) / (rows - 1)) if rows > 1 else 0.0
        return (row - (rows - 1) / 2) * pitch

    def card_centre(self, side: str, position: float, width: float, behind: float = 0.0) -> QPointF:
        """The middle of a card on its way, so many widths ``behind``; at 0 and 1 it touches the endpoints."""
        first, last = self.lane_ends
        first, last = first + width / 2, last - width / 2
        way = max(0.0, (last - first) * position - behind * width)
        return QPointF(first + way if side == "left" else last - way, self.lane_y(side))

    def goes_in(self, card: Card) -> bool:
        """Whether a card that has arrived goes into its receiver; without motion it fades away before it."""
        return card.phase == "arrived" and not self.look.reduced_motion

    def way_in(self, card: Card, width: float) -> float:
        """How far it has gone beyond the lane's end, in px to the right."""
        if not self.goes_in(card):
            return 0.0
        first, _ = self.lane_ends
        whole = width + first - self.endpoints[0].right()
        return whole * (1 - card.strength) ** 2 * (1 if card.side == "left" else -1)

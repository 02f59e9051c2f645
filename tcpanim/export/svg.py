"""Draws into SVG: shapes and lines of text by colour role, and the signs of segments. No file is opened here.

Text stays text (it can be searched and edited); its faces are named, not embedded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Final

from tcpanim.scene.roles import KIND_ROLES, colour
from tcpanim.scene.text_widths import text_width

SANS: Final = "Inter, 'Noto Sans SC', 'Noto Sans CJK SC', 'Helvetica Neue', Arial, sans-serif"
MONO: Final = "'JetBrains Mono', 'Noto Sans SC', 'Noto Sans CJK SC', 'DejaVu Sans Mono', monospace"
MEDIUM, SEMIBOLD, BOLD = 550, 650, 750
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """A number in few characters."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


_n = number


class Svg:
    """One picture, ``width`` × ``height`` in its own px; ``size``: how large it is shown."""

    def __init__(
        self, width: float, height: float, theme: str, title: str, size: tuple[int, int] | None = None
    ) -> None:
        self.theme = theme
        self.width, self.height = width, height
        self._trails = 0
        shown = size or (math.ceil(width), math.ceil(height))
        self._parts = [
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{shown[0]}" height="{shown[1]}" ',
            f'viewBox="0 0 {_n(width)} {_n(height)}">\n',
            f"<title>{_safe(title)}</title>\n",
        ]

    def finish(self) -> Iterable[str]:
        """The whole file, in pieces."""
        yield from self._parts
        yield "</svg>\n"

    # ---- shapes

    def _add(self, name: str, attributes: str, style: str) -> None:
        self._parts.append(f"<{name} {attributes}{style}/>\n")

    def _style(self, fill: str | None, stroke: str | None, width: float, dash: str, opacity: float) -> str:
        parts = f' fill="{colour(fill, self.theme) if fill else "none"}"'
        if stroke:
            parts += f' stroke="{colour(stroke, self.theme)}" stroke-width="{_n(width)}"'
        if dash:
            parts += f' stroke-dasharray="{dash}"'
        return parts + (f' opacity="{_n(opacity)}"' if opacity < 1 else "")

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str | None = None, *, stroke: str | None = None,
        thick: float = 1.0, radius: float = 0.0, dash: str = "", opacity: float = 1.0,
    ) -> None:  # fmt: skip
        """A rectangle, with round corners of ``radius``; colours are roles."""
        corners = f' rx="{_n(radius)}"' if radius else ""
        place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(max(height, 0))}"{corners}'
        self._add("rect", place, self._style(fill, stroke, thick, dash, opacity))

    def line(
        self, x0: float, y0: float, x1: float, y1: float, stroke: str, thick: float = 1.0, *, dash: str = "",
        cap: str = "butt",
    ) -> None:  # fmt: skip
        """A stretch of a line."""
        ends = f' stroke-linecap="{cap}"' if cap != "butt" else ""
        place = f'x1="{_n(x0)}" y1="{_n(y0)}" x2="{_n(x1)}" y2="{_n(y1)}"{ends}'
        self._add("line", place, self._style(None, stroke, thick, dash, 1.0))

    def polyline(self, points: Iterable[tuple[float, float]], stroke: str, thick: float) -> None:
        """Lines from point to point, with round ends and corners."""
        path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        ends = f'points="{path}" stroke-linecap="round" stroke-linejoin="round"'
        self._add("polyline", ends, self._style(None, stroke, thick, "", 1.0))

    def circle(
        self, x: float, y: float, radius: float, fill: str | None, *, stroke: str | None = None, thick: float = 1.0
    ) -> None:
        """A circle."""
        place = f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"'
        self._add("circle", place, self._style(fill, stroke, thick, "", 1.0))

    def path(
        self, steps: str, fill: str | None, *, stroke: str | None = None, thick: float = 1.0, dash: str = "",
        opacity: float = 1.0, cap: str = "round",
    ) -> None:  # fmt: skip
        """A path in SVG's own words."""
        ends = f' stroke-linecap="{cap}"' if cap != "butt" else ""
        self._add("path", f'd="{steps}"{ends}', self._style(fill, stroke, thick, dash, opacity))

    def hatch(self) -> None:
        """Define the pattern of shortened time."""
        self._parts.append(
            '<defs><pattern id="hatch" width="9" height="9" patternUnits="userSpaceOnUse">'
            f'<path d="M-1 10L10 -1M-5.5 5.5L5.5 -5.5M3.5 14.5L14.5 3.5" stroke="{colour("hatch", self.theme)}" '
            'stroke-width="1.8"/></pattern></defs>\n'
        )

    def hatched(self, x: float, y: float, width: float, height: float) -> None:
        """A rectangle of shortened time; needs ``hatch`` before."""
        place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
        self._add("rect", place, ' fill="url(#hatch)"')

    def trail(self, tail: float, end: float, y: float, tall: float, length: float, role: str) -> None:
        """What a card leaves behind it: from its tail at x towards ``end``, fading over ``length``."""
        self._trails += 1
        away = tail + (length if end > tail else -length)
        shade = f'stop-color="{colour(role, self.theme)}"'
        self._parts.append(
            f'<defs><linearGradient id="trail{self._trails}" gradientUnits="userSpaceOnUse" x1="{_n(tail)}" y1="0" '
            f'x2="{_n(away)}" y2="0"><stop offset="0" {shade} stop-opacity="0.43"/>'
            f'<stop offset="1" {shade} stop-opacity="0"/></linearGradient></defs>\n'
        )
        place = f'x="{_n(min(tail, end))}" y="{_n(y - tall / 2)}" width="{_n(abs(tail - end))}" height="{_n(tall)}"'
        self._add("rect", place, f' fill="url(#trail{self._trails})"')

    def begin(
        self, *, move: tuple[float, float] = (0, 0), turn: float = 0.0, scale: float = 1.0, opacity: float = 1.0
    ) -> None:
        """Begin a group: moved, turned by so many degrees, so many times as large, faded."""
        turned = f" rotate({_n(turn)})" if turn else ""
        turned += f" scale({scale:.4f})" if scale != 1 else ""
        faded = f' opacity="{_n(opacity)}"' if opacity < 1 else ""
        self._parts.append(f'<g transform="translate({_n(move[0])} {_n(move[1])}){turned}"{faded}>\n')

    def end(self) -> None:
        """End the group begun last."""
        self._parts.append("</g>\n")

    # ---- text

    def text(
        self, x: float, y: float, words: str, px: float, role: str = "ink", *, weight: int = MEDIUM, mono: bool = False,
        anchor: str = "start", room: float | None = None,
    ) -> None:  # fmt: skip
        """One line whose middle lies at ``y``; smaller, but not below 10 px, where it would be wider than ``room``."""
        if room is not None:
            wide = text_width(words, px, mono, weight >= BOLD)
            if wide > room > 0:
                px = max(10.0, px * room / wide)
        attributes = f'x="{_n(x)}" y="{_n(y + px * 0.36)}" font-family="{MONO if mono else SANS}"'
        place = f'{attributes} font-size="{_n(px)}" font-weight="{weight}"'
        if anchor != "start":
            place += f' text-anchor="{anchor}"'
        style = self._style(role, None, 0, "", 1.0)
        self._parts.append(f'<text {place}{style} xml:space="preserve">{_safe(words)}</text>\n')

    # ---- signs

    def arrow_head(self, x: float, y: float, dx: float, dy: float, size: float, stroke: str, thick: float) -> None:
        """An open arrow at a tip; (dx, dy) of length 1 points where it goes."""
        bx, by = x - dx * size, y - dy * size
        ax, ay = -dy * size * 0.5, dx * size * 0.5
        self.polyline(((bx + ax, by + ay), (x, y), (bx - ax, by - ay)), stroke, thick)

    def cross(self, x: float, y: float, radius: float, thick: float, role: str = "loss") -> None:
        """The ✕ of a loss."""
        for sign in (1, -1):
            self.line(x - radius, y - sign * radius, x + radius, y + sign * radius, role, thick, cap="round")

    def again(self, x: float, y: float, size: float, role: str) -> None:
        """The ↻ of a retransmission around (x, y)."""
        radius = size * 0.36
        start, stop = math.radians(40), math.radians(330)
        x0, y0 = x + radius * math.cos(start), y - radius * math.sin(start)
        x1, y1 = x + radius * math.cos(stop), y - radius * math.sin(stop)
        thick = max(1.4, size * 0.12)
        self.path(f"M{_n(x0)} {_n(y0)}A{_n(radius)} {_n(radius)} 0 1 0 {_n(x1)} {_n(y1)}", None, stroke=role,
                  thick=thick)  # fmt: skip
        arm = size * 0.26
        self.polyline(((x0, y0 - arm), (x0, y0), (x0 - arm, y0)), role, thick)

    def arc(self, x: float, y: float, radius: float, share: float, stroke: str, thick: float) -> None:
        """The rest of a timer: ``share`` of a circle, from the top against the clock's hands."""
        if share >= 0.999:
            self.circle(x, y, radius, None, stroke=stroke, thick=thick)
        elif share > 0:
            angle = 2 * math.pi * share
            end = f"{_n(x - radius * math.sin(angle))} {_n(y - radius * math.cos(angle))}"
            large = 1 if share > 0.5 else 0
            steps = f"M{_n(x)} {_n(y - radius)}A{_n(radius)} {_n(radius)} 0 {large} 0 {end}"
            self.path(steps, None, stroke=stroke, thick=thick)

    def silence(self, x: float, y: float, text: str, px: float) -> None:
        """The pill ``⏩ 59.8 s`` in the middle of a hatch."""
        sign = px * 0.9
        wide = text_width(text, px, mono=True) + sign + px * 2
        tall = px * 1.9
        self.rect(x - wide / 2, y - tall / 2, wide, tall, "surface", stroke="line", radius=tall / 2)
        left, half = x - wide / 2 + px * 0.75, sign / 2
        for start in (left, left + half):
            rise = px * 0.32
            self.path(
                f"M{_n(start)} {_n(y - rise)}L{_n(start + half)} {_n(y)}L{_n(start)} {_n(y + rise)}Z", "ink2"
            )  # fmt: skip
        self.text(left + sign + px * 0.4, y, text, px, "ink2", mono=True)

    def plot_sign(self, form: str, x: float, y: float, size: float, role: str, thick: float) -> None:
        """A sign of the plots: dots, rings, crosses, ticks, again, syn or fin."""
        half = size / 2
        if form == "dots":
            self.circle(x, y, half, role)
        elif form == "rings":
            self.circle(x, y, half, "surface", stroke=role, thick=thick)
        elif form == "crosses":
            self.cross(x, y, half, thick, role)
        elif form == "ticks":
            self.line(x, y - half, x, y + half, role, thick, cap="round")
        elif form == "again":
            self.again(x, y, size * 1.25, role)
        elif form == "syn":
            self.path(f"M{_n(x)} {_n(y - half)}L{_n(x + half)} {_n(y + size * 0.4)}h{_n(-size)}Z", role)
        else:
            self.rect(x - half, y - half, size, size, role, radius=size * 0.15)

    def kind(self, x: float, y: float, size: float, kind: str, role: str) -> None:
        """The sign of a kind of segment around (x, y): never colour alone."""
        h, thick = size / 2, max(1.5, size * 0.13)
        if kind in ("SYN", "SYN-ACK"):
            for sign in (-1, 1):
                level, tip = y + sign * h * 0.42, x - sign * h * 0.95
                self.polyline(((x + sign * h * 0.95, level), (tip, level)), role, thick)
                back = tip + sign * h * 0.42
                self.polyline(((back, level - h * 0.4), (tip, level), (back, level + h * 0.4)), role, thick)
        elif kind == "FIN":
            self.rect(x - h * 0.66, y - h * 0.66, h * 1.32, h * 1.32, role, radius=h * 0.2)
        elif kind == "RST":
            angles = [math.radians(22.5 + 45 * i) for i in range(9)]
            self.polyline([(x + h * math.cos(a), y + h * math.sin(a)) for a in angles], role, thick)
            self.cross(x, y, h * 0.36, thick, role)
        elif kind == "DATA":
            for level, end in ((-0.55, 0.9), (0.0, 0.9), (0.55, 0.25)):
                self.polyline(((x - h * 0.9, y + level * h), (x + end * h, y + level * h)), role, thick)
        elif kind == "ACK":
            self.polyline(((x - h * 0.8, y + h * 0.05), (x - h * 0.2, y + h * 0.62), (x + h * 0.85, y - h * 0.6)),
                          role, thick)  # fmt: skip
        else:
            self.circle(x, y, h * 0.6, None, stroke=role, thick=thick)


def kind_role(kind: str, side: str) -> str:
    """The colour role of a kind of segment; data and ACKs have their host's."""
    return KIND_ROLES.get(kind) or side


def _safe(words: str) -> str:
    """Text that no label of a stranger's scenario can break out of."""
    words = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words)
    # As xml.sax.saxutils does it, which would bring the half of the library with it that reads from the network.
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

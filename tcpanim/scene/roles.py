"""The one table of colour roles; every view names a role, nobody else names a colour.

A role has one colour per theme: light, dark, contrast (for a washed-out projector or weak sight). Text on its ground
reaches 4.5:1, marks that mean something 3:1, everything in the contrast theme 7:1; a test holds the table to that.
"""

from __future__ import annotations

from typing import NamedTuple

THEMES = ("light", "dark", "contrast")


class Role(NamedTuple):
    """One role's colours, as #RRGGBB, in the order of THEMES."""

    light: str
    dark: str
    contrast: str


ROLES: dict[str, Role] = {
    # grounds
    "bg": Role("#F4F5F2", "#0E141A", "#000000"),
    "surface": Role("#FFFFFF", "#161E27", "#000000"),
    "sunken": Role("#ECEEEA", "#0A0F14", "#101010"),
    # hairlines; lanes; shortened time
    "line": Role("#D9DDD8", "#2A3541", "#A0A0A0"),
    "wire": Role("#858E94", "#64737F", "#B8B8B8"),
    "hatch": Role("#858D93", "#64737F", "#B8B8B8"),
    "lane": Role("#E3E6E1", "#1B2530", "#202020"),
    # text
    "ink": Role("#16202A", "#EAF0F5", "#FFFFFF"),
    "ink2": Role("#51606E", "#A7B4C0", "#E4E4E4"),
    "ink3": Role("#5C6974", "#8392A0", "#D0D0D0"),
    # the hosts: main colour, tint under a state, ink upon the main colour
    "left": Role("#0067A8", "#6CBDF0", "#7CCBFF"),
    "left_tint": Role("#E3F0F8", "#12303F", "#00202F"),
    "right": Role("#B44A00", "#F5A45D", "#FFB870"),
    "right_tint": Role("#FBECE0", "#3A2717", "#2A1600"),
    "on_colour": Role("#FFFFFF", "#0E141A", "#000000"),
    # kinds of segment
    "syn": Role("#007A5A", "#4CD3A5", "#5CE6B8"),
    "fin": Role("#8A3F7B", "#DE9BD0", "#F0B4E4"),
    "rst": Role("#B3122F", "#FF7B8B", "#FF9AA6"),
    "loss": Role("#B3122F", "#FF7B8B", "#FF9AA6"),
    # plots: what is sent again; what SACK names, and what is under way
    "again": Role("#6B3FA8", "#B9A0FF", "#CDBBFF"),
    "sack": Role("#007A5A", "#4CD3A5", "#5CE6B8"),
    # what if: where a change begins
    "change": Role("#6B3FA8", "#B9A0FF", "#CDBBFF"),
    "shadow": Role("#16202A", "#000000", "#000000"),
}

GROUNDS = ("bg", "surface", "sunken")

# (text role, grounds that it stands on)
TEXT_ON: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ink", (*GROUNDS, "left_tint", "right_tint", "lane")),
    ("ink2", (*GROUNDS, "left_tint", "right_tint")),
    ("ink3", GROUNDS),
    ("left", (*GROUNDS, "left_tint")),
    ("right", (*GROUNDS, "right_tint")),
    ("syn", GROUNDS),
    ("fin", GROUNDS),
    ("rst", GROUNDS),
    ("loss", GROUNDS),
    ("on_colour", ("left", "right", "syn", "fin", "rst", "loss", "ink")),
)

# (mark role, grounds that it lies on)
MARKS_ON: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("wire", ("bg", "surface")),
    ("hatch", ("bg", "surface")),
    ("left", GROUNDS),
    ("right", GROUNDS),
    ("again", GROUNDS),
    ("change", GROUNDS),
    ("sack", GROUNDS),
)


def colour(role: str, theme: str) -> str:
    """The colour of ``role`` in ``theme`` as #RRGGBB; raises KeyError or AttributeError for an unknown one."""
    value: str = getattr(ROLES[role], theme)
    return value


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.2), 0 to 1."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2), 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


# Kinds of segment: the role of the tab on its card and of its mark on the timeline; None: its host's colour.
KIND_ROLES: dict[str, str | None] = {
    "SYN": "syn",
    "SYN-ACK": "syn",
    "FIN": "fin",
    "RST": "rst",
    "DATA": None,
    "ACK": None,
    "NONE": None,
}

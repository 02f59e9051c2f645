"""How wide a line of text is, without Qt: for placing labels, and for pictures written as SVG.

Advances in thousandths of the type size, for the characters from space to ~; measured in the bundled fonts.
"""

from __future__ import annotations

_MONO = 600
_HAN = 1000

# fmt: off
_MEDIUM = (
    259, 313, 509, 641, 648, 999, 658, 319, 371, 371, 530, 670, 311, 464, 311, 375, 652, 419, 620,
    631, 661, 607, 635, 574, 635, 635, 311, 322, 670, 670, 670, 535, 991, 718, 658, 735, 722, 604,
    588, 749, 745, 274, 578, 695, 565, 917, 758, 768, 644, 771, 650, 648, 657, 738, 718, 1011, 710,
    705, 646, 371, 375, 371, 479, 466, 344, 571, 621, 580, 621, 589, 384, 623, 607, 257, 257, 564,
    257, 894, 606, 606, 621, 621, 392, 544, 347, 607, 581, 834, 563, 582, 562, 448, 352, 448, 670,
)
_BOLD = (
    228, 348, 569, 652, 658, 1022, 677, 347, 380, 380, 571, 682, 343, 470, 343, 394, 683, 436, 634,
    651, 683, 628, 656, 584, 658, 656, 343, 351, 682, 682, 682, 569, 1026, 758, 663, 742, 722, 609,
    586, 751, 748, 283, 587, 729, 565, 938, 764, 771, 650, 779, 660, 658, 672, 729, 758, 1048, 750,
    742, 671, 380, 394, 380, 490, 480, 374, 584, 634, 592, 634, 598, 404, 636, 629, 277, 277, 586,
    277, 920, 629, 616, 634, 634, 414, 567, 374, 629, 607, 856, 587, 610, 577, 478, 380, 478, 682,
)
# fmt: on


def text_width(text: str, px: float, mono: bool = False, bold: bool = False) -> float:
    """The width of ``text`` in px at a type size of ``px``; what is not in the tables is estimated."""
    table = _BOLD if bold else _MEDIUM
    total = 0
    for character in text:
        code = ord(character)
        if code >= 0x2E80:
            total += _HAN
        elif mono:
            total += _MONO
        else:
            total += table[code - 32] if 32 <= code < 127 else 620
    return total * px / 1000

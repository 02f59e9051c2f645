"""The style sheet of the window: the theme's own for ordinary controls, and what this window's parts add."""

from __future__ import annotations

from tcpanim.gui.theme import Theme
from tcpanim.scene.roles import colour

_ROLES = ("bg", "surface", "sunken", "line", "wire", "lane", "ink", "ink2", "ink3", "left", "left_tint", "right",
          "right_tint", "loss")  # fmt: skip

_SHEET = """
QLabel[chip="true"] {{ background: {sunken}; border-radius: {p12}px; padding: {p4}px {p12}px; color: {ink2}; }}
QLabel[ink="2"] {{ color: {ink2}; }}
QLabel[ink="3"] {{ color: {ink3}; }}
QLabel[ink="left"] {{ color: {left}; }}
QLabel[ink="right"] {{ color: {right}; }}
QLabel[ink="loss"] {{ color: {loss}; }}
QLabel[count="left"] {{ background: {left_tint}; color: {left}; border-radius: {p14}px; padding: 0 {p12}px; }}
QLabel[count="right"] {{ background: {right_tint}; color: {right}; border-radius: {p14}px; padding: 0 {p12}px; }}
QLabel[count="none"] {{ background: {sunken}; color: {ink2}; border-radius: {p14}px; padding: 0 {p12}px; }}
QFrame[bar="top"] {{ background: {surface}; border: none; border-bottom: {p1}px solid {line}; }}
QFrame[bar="bottom"] {{ background: {surface}; border: none; border-top: {p1}px solid {line}; }}
QFrame[bar="left"] {{ background: {surface}; border: none; border-right: {p1}px solid {line}; }}
QFrame[bar="side"] {{ background: {surface}; border: none; border-left: {p1}px solid {line}; }}
QFrame[card="true"] {{ background: {surface}; border: {p1}px solid {line}; border-radius: {p14}px; }}
QFrame[card="problem"] {{ background: {surface}; border: {p1}px solid {loss}; border-radius: {p14}px; }}
QFrame[well="true"] {{ background: {sunken}; border: none; border-radius: {p8}px; }}
QFrame[rule="true"] {{ background: {line}; border: none; }}
QFrame[popup="true"] {{ background: {surface}; border: {p1}px solid {line}; border-radius: {p8}px; }}
QPushButton {{ min-height: {p20}px; }}
QPushButton[segment="true"] {{
    background: transparent; border: {p2}px solid transparent; border-radius: {p6}px; padding: {p2}px {p12}px;
    color: {ink2};
}}
QPushButton[segment="true"]:hover {{ color: {ink}; }}
QPushButton[segment="true"]:pressed {{ background: {left_tint}; color: {ink}; }}
QPushButton[segment="true"]:checked {{ background: {surface}; color: {ink}; border: {p1}px solid {line}; }}
QPushButton[segment="true"]:focus {{ border-color: {left}; }}
QPushButton[tab="true"] {{
    background: transparent; border: none; border-bottom: {p2}px solid transparent; border-radius: 0;
    padding: {p4}px 0; color: {ink2};
}}
QPushButton[tab="true"]:hover {{ color: {ink}; }}
QPushButton[tab="true"]:pressed {{ color: {left}; border-bottom-color: {left}; }}
QPushButton[tab="true"]:checked {{ color: {ink}; border-bottom-color: {ink}; }}
QPushButton[tab="true"]:focus {{ background: {left_tint}; color: {left}; border-bottom-color: {left}; }}
QPushButton[entry="true"] {{
    background: {surface}; border: {p1}px solid {line}; border-radius: {p14}px; padding: 0;
}}
QPushButton[entry="true"]:hover {{ border-color: {wire}; background: {surface}; }}
QPushButton[entry="true"]:pressed {{ border-color: {wire}; background: {sunken}; }}
QPushButton[entry="true"]:focus {{ border: {p2}px solid {left}; background: {surface}; }}
QPushButton[entry="true"][current="true"] {{ background: {left_tint}; border-color: {left}; }}
QPushButton[row="true"] {{
    background: transparent; border: {p2}px solid transparent; padding: {p2}px {p8}px; text-align: left;
}}
QPushButton[row="true"]:hover {{ background: {lane}; }}
QPushButton[row="true"]:pressed {{ background: {sunken}; }}
QPushButton[row="true"]:focus {{ border-color: {left}; }}
QPushButton[row="true"]:checked {{ background: {left_tint}; color: {left}; }}
QPushButton[changes="true"] {{
    background: {left_tint}; color: {left}; border: {p1}px solid {left}; border-radius: {p12}px;
    padding: {p2}px {p12}px;
}}
QPushButton[changes="true"]:focus {{ border: {p2}px solid {left}; }}
QLineEdit[wrong="true"] {{ border: {p2}px solid {loss}; }}
QFrame[term="true"] {{ background: transparent; border: none; border-bottom: {p1}px solid {line}; }}
QPushButton[link="true"] {{
    background: transparent; border: none; border-bottom: {p2}px solid transparent; border-radius: 0;
    padding: {p2}px 0; color: {left}; text-align: left;
}}
QPushButton[link="true"]:hover {{ text-decoration: underline; }}
QPushButton[link="true"]:pressed {{ color: {ink}; }}
QPushButton[link="true"]:focus {{ background: {left_tint}; border-bottom-color: {left}; }}
QPushButton[problem="true"] {{ background: transparent; border: none; border-radius: {p8}px; padding: 0; }}
QPushButton[problem="true"]:focus {{ border: {p2}px solid {left}; }}
QListView {{ background: transparent; }}
EventTable {{ selection-background-color: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollArea {{ border: {p1}px solid transparent; border-radius: {p8}px; }}
QScrollArea:focus {{ border-color: {left}; }}
QSlider::groove:horizontal {{ background: {line}; height: {p4}px; border-radius: {p2}px; }}
QSlider::sub-page:horizontal {{ background: {wire}; border-radius: {p2}px; }}
QSlider::handle:horizontal {{
    background: {surface}; border: {p2}px solid {ink}; width: {p12}px; margin: -{p6}px 0; border-radius: {p8}px;
}}
QSlider:focus {{ border: {p1}px solid {left}; border-radius: {p4}px; }}
QTableView {{ gridline-color: {line}; }}
"""


def style_sheet(theme: Theme) -> str:
    """Everything that is styled by sheet, for ``theme``. Families and sizes of type are set by fonts, not here."""
    values = {name: colour(name, theme.name) for name in _ROLES}
    sizes = {f"p{size}": str(theme.px(size)) for size in (1, 2, 4, 6, 8, 12, 14, 20)}
    return theme.style_sheet() + _SHEET.format(**values, **sizes)

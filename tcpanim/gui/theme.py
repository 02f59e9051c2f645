"""Colours, fonts and sizes of the window, by role.

Widgets ask a Theme for ``colour("ink")`` and ``font(15)``; hex values and family names stand nowhere else.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from tcpanim.scene.roles import THEMES, colour

SANS = "Inter"
MONO = "JetBrains Mono"
HAN = "Noto Sans SC"
MARKS = "tcpanim Punctuation"
"""“ ” …… as Chinese type has them; Inter has them too, and would come first."""

# Type steps in px at scale 1; 汉字 are never below SMALLEST_HAN.
TINY, SMALL, BODY, LEAD, TITLE, LARGE, HUGE = 12.0, 13.5, 15.0, 16.5, 20.0, 25.0, 32.0
SMALLEST_HAN, SMALLEST_LATIN = 14, 11
_HAN_FROM = 0x2E80
"""From this character on there are 汉字, and marks as wide."""

REGULAR, MEDIUM, SEMIBOLD, BOLD = 450, 550, 650, 750


def load_fonts(files: Iterable[Path]) -> None:
    """Make the bundled fonts known to Qt. Needs a QGuiApplication. Raises ValueError for a file that is no font.

    A font's file is mapped into the memory, and only what is drawn of it is ever read; its bytes would be copied whole.
    """
    for file in files:
        if QFontDatabase.addApplicationFont(os.fspath(file)) < 0:
            raise ValueError(f"{file.name} cannot be read as a font")


def theme_for(scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> str:
    """The theme that goes with a desktop of such colours."""
    if contrast == Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def desktop_theme() -> str:
    """The theme that goes with the desktop as it is now."""
    hints = QGuiApplication.styleHints()
    return theme_for(hints.colorScheme(), hints.accessibility().contrastPreference())


@lru_cache(maxsize=512)
def make_font(px: int, weight: int = REGULAR, mono: bool = False, tabular: bool = True, chinese: bool = False) -> QFont:
    """A font of ``px`` pixels; ``tabular``: with figures (and signs) of one width; ``chinese``: for Chinese sentences.

    Families are named, as the system's own choice of glyph forms for 汉字 depends on its locale.
    """
    font = QFont()
    font.setFamilies([MONO, HAN] if mono else [MARKS, SANS, HAN] if chinese else [SANS, HAN])
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(weight))
    font.setStyleHint(QFont.StyleHint.Monospace if mono else QFont.StyleHint.SansSerif)
    if not mono:
        # Said in both cases: a painter fills in from its widget's font what is left unsaid.
        font.setFeature(QFont.Tag.fromString("tnum"), int(tabular))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


class Theme:
    """One look: light, dark or contrast, at a scale (1.0 = LOOK's sizes). Raises ValueError for an unknown name."""

    def __init__(self, name: str = "light", scale: float = 1.0, language: str = "en") -> None:
        if name not in THEMES:
            raise ValueError(f"{name!r} is none of {', '.join(THEMES)}")
        self.name = name
        self.scale = scale
        self.language = language
        self._colours: dict[tuple[str, int], QColor] = {}

    def colour(self, role: str, alpha: int = 255) -> QColor:
        """The colour of a role, with ``alpha`` from 0 to 255."""
        found = self._colours.get((role, alpha))
        if found is None:
            found = QColor(colour(role, self.name))
            found.setAlpha(alpha)
            self._colours[role, alpha] = found
        return found

    def px(self, size: float) -> int:
        """``size`` at the theme's scale, in whole pixels."""
        return max(1, round(size * self.scale))

    def font(self, size: float, weight: int = REGULAR, mono: bool = False, words: str = "") -> QFont:
        """A font of ``size`` px at scale 1; never so small that 汉字 close up: in ``mono``, those in ``words``."""
        han = self.language == "zh" and (not mono or any(ord(letter) >= _HAN_FROM for letter in words))
        smallest = SMALLEST_HAN if han else SMALLEST_LATIN
        return make_font(max(smallest, self.px(size)), weight, mono, chinese=self.language == "zh")

    def prose(self, size: float, weight: int = REGULAR) -> QFont:
        """A font for sentences: figures as wide as they are, so that hyphens are no dashes (SYN-RECEIVED)."""
        smallest = SMALLEST_HAN if self.language == "zh" else SMALLEST_LATIN
        return make_font(max(smallest, self.px(size)), weight, tabular=False, chinese=self.language == "zh")

    @property
    def second(self) -> Theme:
        """The same for words of the other language: marks such as ’ differ in width between the two."""
        return Theme(self.name, self.scale, "en" if self.language == "zh" else "zh")

    def palette(self) -> QPalette:
        """Qt's palette in these colours, for the controls that the style sheet does not reach."""
        roles = QPalette.ColorRole
        palette = QPalette()
        table = {
            roles.Window: "bg",
            roles.WindowText: "ink",
            roles.Base: "surface",
            roles.AlternateBase: "sunken",
            roles.Text: "ink",
            roles.PlaceholderText: "ink3",
            roles.Button: "surface",
            roles.ButtonText: "ink",
            roles.BrightText: "on_colour",
            roles.ToolTipBase: "surface",
            roles.ToolTipText: "ink",
            roles.Highlight: "left",
            roles.HighlightedText: "on_colour",
            roles.Link: "left",
            roles.LinkVisited: "fin",
            roles.Mid: "line",
            roles.Dark: "wire",
            roles.Light: "surface",
            roles.Midlight: "lane",
            roles.Shadow: "shadow",
        }
        for role, name in table.items():
            palette.setColor(role, self.colour(name))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("wire"))
        return palette

    def style_sheet(self) -> str:
        """The style sheet of ordinary controls: buttons, fields, tabs, lists, scroll bars, menus, tooltips.

        It names no fonts: a sheet that does would overrule every ``setFont``.
        """
        names = ("bg", "surface", "sunken", "line", "wire", "lane", "ink", "ink2", "ink3", "left", "left_tint")
        values = {name: colour(name, self.name) for name in names}
        values["on"] = colour("on_colour", self.name)
        sizes = {f"p{n}": f"{self.px(n)}px" for n in (1, 2, 4, 6, 8, 10, 12, 14, 16, 24)}
        return _STYLE.format(**values, **sizes)


_STYLE = """
* {{ color: {ink}; }}
QMainWindow, QDialog {{ background: {bg}; }}
QToolTip {{ background: {surface}; color: {ink}; border: {p1} solid {line}; padding: {p4} {p8}; }}
QPushButton, QToolButton {{
    background: {surface}; border: {p1} solid {line}; border-radius: {p8}; padding: {p6} {p12}; outline: none;
}}
QPushButton:hover, QToolButton:hover {{ border-color: {wire}; background: {lane}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {sunken}; }}
QPushButton:focus, QToolButton:focus, QComboBox:focus {{ border: {p2} solid {left}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {wire}; background: transparent; }}
QPushButton:checked, QToolButton:checked {{ background: {left_tint}; border-color: {left}; color: {left}; }}
QPushButton[primary="true"], QToolButton[primary="true"] {{ background: {ink}; color: {bg}; border-color: {ink}; }}
QPushButton[primary="true"]:hover {{ background: {ink2}; }}
QPushButton[primary="true"]:pressed {{ background: {ink3}; }}
QPushButton[primary="true"]:focus {{ border-color: {left}; }}
QPushButton[primary="true"]:disabled {{ background: {sunken}; color: {wire}; border-color: {line}; }}
QToolButton[flat="true"], QPushButton[flat="true"] {{ background: transparent; border-color: transparent; }}
QFileDialog QToolButton {{ padding: {p4}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton::menu-indicator {{
    image: none; width: {p12};
}}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDoubleSpinBox {{
    background: {surface}; border: {p1} solid {line}; border-radius: {p8}; padding: {p6} {p8};
    selection-background-color: {left}; selection-color: {on};
}}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border: {p2} solid {left}; }}
QComboBox::drop-down {{ border: none; width: {p24}; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{
    background: transparent; color: {ink2}; border: none; border-bottom: {p2} solid transparent;
    padding: {p8} 0; margin-right: {p24};
}}
QTabBar::tab:selected {{ color: {ink}; border-bottom-color: {ink}; }}
QTabBar::tab:hover {{ color: {ink}; }}
QTabWidget::pane {{ border: none; }}
QListView, QTreeView, QTableView {{
    background: {surface}; border: none; outline: none; alternate-background-color: {sunken};
}}
QListView::item, QTreeView::item {{ padding: {p6} {p8}; border-radius: {p8}; }}
QListView::item:hover, QTreeView::item:hover {{ background: {lane}; }}
QListView::item:selected, QTreeView::item:selected {{ background: {left_tint}; color: {ink}; }}
QMenu {{ background: {surface}; border: {p1} solid {line}; padding: {p6}; }}
QMenu::item {{ padding: {p6} {p24} {p6} {p12}; border-radius: {p6}; }}
QMenu::right-arrow {{ image: none; width: 0; height: 0; }}
QMenu::item:selected {{ background: {left_tint}; }}
QMenu::item:disabled {{ color: {wire}; }}
QMenu::separator {{ height: {p1}; background: {line}; margin: {p4} {p8}; }}
QScrollArea, QAbstractScrollArea {{ border: none; }}
QScrollBar:vertical {{ background: transparent; width: {p12}; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {p12}; margin: 0; }}
QScrollBar::handle {{ background: {wire}; border-radius: {p4}; margin: {p2}; }}
QScrollBar::handle:vertical {{ min-height: {p24}; }}
QScrollBar::handle:horizontal {{ min-width: {p24}; }}
QScrollBar::handle:hover {{ background: {ink3}; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {line}; }}
"""

"""Colours of a scenario's text: keys, hosts in their colours, quantities, texts in quotes, comments."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from tcpanim.gui.theme import Theme

_TOKENS = re.compile(
    r"""(?P<comment>(?:^|(?<=\s))\#.*)
    |(?P<text>"(?:[^"\\]|\\.)*"?|(?:(?<=[\s\[{,])|^)'[^']*'?)
    |(?P<key>[A-Za-z_][\w-]*)(?=\s*:(?:\s|$))
    |(?P<number>(?<![\w.-])-?\d[\d.]*\s*(?:(?:ns|us|µs|ms|s|min|B|kB|MB|KiB|MiB|bit/s|kbit/s|Mbit/s|Gbit/s)\b|%)?)
    |(?P<word>[A-Za-z][\w-]*)""",
    re.VERBOSE,
)
_STATE = re.compile(r"[A-Z][A-Z0-9]+(?:[-_][A-Z0-9]+)*")


class Highlighter(QSyntaxHighlighter):
    """Colours one line at a time; what spans lines (a text after | or >) is left plain."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self._hosts: tuple[str, ...] = ()

    def set_theme(self, theme: Theme) -> None:
        """Colour anew."""
        roles = {"comment": "ink3", "text": "syn", "number": "fin", "state": "ink", "left": "left", "right": "right"}
        self._formats = {"key": QTextCharFormat()}
        self._formats["key"].setForeground(theme.colour("ink"))
        self._formats["key"].setFontWeight(QFont.Weight.DemiBold)
        for name, role in roles.items():
            made = QTextCharFormat()
            made.setForeground(theme.colour(role))
            self._formats[name] = made
        self._formats["state"].setFontWeight(QFont.Weight.Medium)
        for side in ("left", "right"):
            self._formats[side].setFontWeight(QFont.Weight.DemiBold)
        self.rehighlight()

    def set_hosts(self, hosts: tuple[str, ...]) -> None:
        """These words are hosts; the first is the left one."""
        if hosts != self._hosts:
            self._hosts = hosts
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """One line."""
        if not self._formats:
            return
        for found in _TOKENS.finditer(text):
            kind = found.lastgroup or "word"
            word = found[0]
            if kind in ("key", "word") and word in self._hosts:
                kind = ("left", "right")[self._hosts.index(word)] if self._hosts.index(word) < 2 else "word"
            elif kind == "word" and _STATE.fullmatch(word):
                kind = "state"
            if kind in self._formats:
                self.setFormat(found.start(), len(word), self._formats[kind])

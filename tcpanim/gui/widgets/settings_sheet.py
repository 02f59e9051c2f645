"""All settings on one page; each takes effect at once. Where the window is too low for them, they scroll."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.settings import DISPLAYS, SCENARIO, SPACES, THEME_CHOICES
from tcpanim.gui.theme import BODY, MEDIUM, SEMIBOLD, SMALL
from tcpanim.gui.widgets.choice import Choice
from tcpanim.gui.widgets.parts import KeyButton, Segmented, label
from tcpanim.gui.widgets.sheet import Sheet
from tcpanim.lesson import DETAILS, LABELS, NUMBERINGS, TIMES
from tcpanim.scene.spelling import STATE_STYLES

ROWS: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    ("display", (("language", DISPLAYS), ("detail", DETAILS), ("theme", THEME_CHOICES))),
    (
        "names",
        (
            ("numbering", (SCENARIO, *NUMBERINGS)),
            ("labels", (SCENARIO, *LABELS)),
            ("spelling", STATE_STYLES),
            ("time", TIMES),
        ),
    ),
    ("handling", (("motion", ("full", "less")), ("space", SPACES))),
)
"""Sections with their settings and the choices of each; texts are ``<setting>.<choice>``."""
_IN_A_MENU = ("labels", "spelling", "time", "space")
"""Settings whose choices are sentences."""


def _name_key(name: str) -> str:
    return f"settings.{name}" if name in ("motion", "size", "space") else f"menu.{name}"


class SettingsSheet(Sheet):
    """Shows what holds and tells what was chosen; it decides nothing."""

    chosen = Signal(str, str)
    """Setting and choice."""
    size_chosen = Signal(int)
    """1: larger, -1: smaller, 0: as designed."""
    reset_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._headings: dict[str, QLabel] = {}
        self._names: dict[str, QLabel] = {}
        self.switches: dict[str, Segmented | Choice] = {}
        row = 0
        for section, settings in ROWS:
            self._headings[section] = label(self._inside, "3")
            self._grid.addWidget(self._headings[section], row, 0, 1, 2)
            row += 1
            for name, choices in settings:
                self._add(name, choices, row)
                row += 1
            if section == "display":
                self._add_size(row)
                row += 1
        self.area = QScrollArea(self.card)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes through what is in it
        self.area.setWidget(self._inside)
        self.column.addWidget(self.area)
        self.reset = KeyButton(self.card)
        self.reset.clicked.connect(self.reset_requested)
        self.column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignRight)

    def _add(self, name: str, choices: tuple[str, ...], row: int) -> None:
        self._names[name] = label(self._inside)
        self._grid.addWidget(self._names[name], row, 0)
        if name in _IN_A_MENU:
            choice = Choice(choices, self._inside)
            choice.chosen.connect(lambda chosen: self.chosen.emit(name, chosen))
            self.switches[name] = choice
        else:
            switch = Segmented(choices, self._inside)
            for one, button in switch.buttons.items():
                button.clicked.connect(lambda _checked=False, one=one: self.chosen.emit(name, one))
            self.switches[name] = switch
        self._grid.addWidget(self.switches[name], row, 1, Qt.AlignmentFlag.AlignLeft)

    def _add_size(self, row: int) -> None:
        self._names["size"] = label(self._inside)
        self._grid.addWidget(self._names["size"], row, 0)
        self._line = line = QHBoxLayout()
        self.size_buttons: dict[int, KeyButton] = {}
        self.percent = label(self._inside)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for change in (-1, 1, 0):
            button = KeyButton(self._inside)
            button.clicked.connect(lambda _checked=False, change=change: self.size_chosen.emit(change))
            self.size_buttons[change] = button
        for widget in (self.size_buttons[-1], self.percent, self.size_buttons[1], self.size_buttons[0]):
            line.addWidget(widget)
        line.insertSpacing(3, 16)
        line.addStretch(1)
        self._grid.addLayout(line, row, 1)

    def show_settings(self, look: Look, holds: Mapping[str, str], zoom: float) -> None:
        """Write everything and mark what holds; ``holds``: choices by setting."""
        theme, say = look.theme, look.catalogue.text
        self.dress(look, say("settings.title"))
        self._grid.setHorizontalSpacing(theme.px(40))
        self._grid.setVerticalSpacing(theme.px(8))
        for section, heading in self._headings.items():
            heading.setFont(theme.font(SMALL, SEMIBOLD))
            heading.setText(say(f"settings.{section}"))
            heading.setContentsMargins(0, 0 if section == "display" else theme.px(12), 0, 0)
        for name, text in self._names.items():
            text.setFont(theme.prose(BODY))
            text.setText(say(_name_key(name)))
        for _, settings in ROWS:
            for name, choices in settings:
                switch = self.switches[name]
                texts = {choice: say(f"{name}.{choice}") for choice in choices}
                switch.setAccessibleName(say(_name_key(name)))
                if isinstance(switch, Choice):
                    switch.setFont(theme.prose(SMALL))
                    switch.set_texts(texts)
                    switch.show_choice(holds[name])
                else:
                    switch.set_texts(texts, theme)
                    switch.choose(holds[name])
                    for button in switch.buttons.values():
                        button.setFont(theme.prose(SMALL))
        self.percent.setFont(theme.font(BODY, MEDIUM))
        self.percent.setMinimumWidth(theme.px(64))
        self.percent.setText(f"{round(zoom * 100)} %")
        for change, (sign, name) in {-1: ("−", "smaller"), 1: ("+", "larger"), 0: ("", "size-reset")}.items():
            button = self.size_buttons[change]
            button.setFont(theme.prose(SMALL))
            button.setText(sign or say("action.size-reset"))
            button.setAccessibleName(say(f"action.{name}"))
        self.reset.setFont(theme.prose(SMALL))
        self.reset.setText(say("settings.reset"))
        self._fit(look)

    def _fit(self, look: Look) -> None:
        """As large as what is in it."""
        for part in self.card.findChildren(QWidget):
            part.ensurePolished()  # its padding counts
        self._grid.setContentsMargins(0, 0, 0, 0)
        # One layout within another is not told that it is of another size.
        for layout in (self._line, self._grid, self.head, self.column):
            layout.invalidate()
        frames = self.card.contentsMargins() + self.area.contentsMargins()
        margins, wanted = self.column.contentsMargins() + frames, self._inside.sizeHint()
        others = self.column.sizeHint().height() - self.area.sizeHint().height()  # head, button, and what is between
        wide, high = wanted.width() + margins.left() + margins.right(), wanted.height() + others
        high += frames.top() + frames.bottom()
        self.set_size(wide, high)
        if self.card.height() < high:
            self.set_size(wide + self.area.verticalScrollBar().sizeHint().width() + look.theme.px(8), high)

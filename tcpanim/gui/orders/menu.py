"""The menu behind the three dots: all choices of how things are shown, and the rarer orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from tcpanim.gui.appearance import Appearance
from tcpanim.gui.look import Look
from tcpanim.gui.settings import DISPLAYS, THEME_CHOICES
from tcpanim.gui.widgets.menu import Menu
from tcpanim.lesson import DETAILS, LABELS, NUMBERINGS, TIMES
from tcpanim.scene.one_side import SIDES
from tcpanim.scene.spelling import STATE_STYLES

_ORDERS = (
    "view", "go", "whatif", "size", "file", "",
    "present", "present-here", "clicker", "",
    "settings", "keys", "help", "",
    "quit",
)  # fmt: skip
_GROUPS = {
    "view": (
        "view-stage", "view-ladder", "view-states", "view-sequence", "view-plots", "view-events", "view-header",
        "view-alone", "", "panel-segment", "panel-numbers", "panel-why", "panel-queues", "panel-lesson",
        "panel-close",
    ),
    "go": (
        "note-forward", "note-back", "run-loss", "run-timer", "run-state", "", "until", "until-again", "breakpoint",
        "breakpoints-clear", "", "loop-begin", "loop-end", "loop-clear", "", "find", "measure", "compare",
        "first-difference",
    ),
    "whatif": ("what-if", "what-if-lost", "", "undo", "redo", "original", "changes"),
    "size": ("larger", "smaller", "size-reset", "", "stage-larger", "stage-smaller", "full-screen"),
    "file": (
        "open", "library", "reload", "", "new", "edit", "save", "save-as", "", "export", "copy-picture", "save-data",
    ),
    "help": ("glossary", "clauses", "format", "report", "about"),
}  # fmt: skip
"""Menus within the menu, called as on the key card: so that nothing needs a key to be found."""


class ViewMenu(QObject):
    """Builds the menu, keeps its marks at what holds, and hands choices to the appearance."""

    def __init__(self, appearance: Appearance, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.menu = Menu(parent)
        self._menus: dict[str, Menu] = {}
        self._choices: dict[str, dict[str, QAction]] = {}
        self._groups: dict[str, Menu] = {}
        self._holds: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._add("language", DISPLAYS, appearance.set_language)
        self._add("theme", THEME_CHOICES, appearance.set_theme)
        self._add("numbering", NUMBERINGS, appearance.set_numbering)
        self._add("labels", LABELS, appearance.set_labels)
        self._add("spelling", STATE_STYLES, appearance.set_spelling)
        self._add("detail", DETAILS, appearance.set_detail)
        self._add("time", TIMES, appearance.set_time)
        self._add("side", SIDES, appearance.set_side)
        self.motion = self.menu.addAction("")
        self.motion.setCheckable(True)
        self.motion.triggered.connect(appearance.set_reduced_motion)
        self.menu.addSeparator()
        self._fill(self.menu, _ORDERS, actions)

    def _fill(self, menu: Menu, names: tuple[str, ...], actions: Mapping[str, QAction]) -> None:
        for name in names:
            if name in _GROUPS:
                self._groups[name] = menu.submenu()
                self._fill(self._groups[name], _GROUPS[name], actions)
            elif name:
                menu.addAction(actions[name])
            else:
                menu.addSeparator()

    def _add(self, name: str, choices: tuple[str, ...], choose: Callable[[str], None]) -> None:
        menu = self.menu.submenu()
        group = QActionGroup(menu)
        self._menus[name] = menu
        self._choices[name] = {}
        for choice in choices:
            action = menu.addAction("")
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, choice=choice: choose(choice))
            self._choices[name][choice] = action

    def set_look(self, look: Look) -> None:
        """Write everything and mark what holds."""
        say, appearance = look.catalogue.text, self._appearance
        font = look.theme.font(15)
        holds = {
            "language": appearance.display,
            "theme": appearance.theme_choice,
            "numbering": appearance.numbering,
            "labels": appearance.labels,
            "spelling": appearance.spelling,
            "detail": appearance.detail,
            "time": appearance.time,
            "side": appearance.side,
        }
        for name, menu in self._menus.items():
            menu.setTitle(say(f"menu.{name}"))
            menu.setFont(font)
            self._holds[name] = holds[name]
            self._words[name] = say("spoken.holds", setting=menu.title(), choice=say(f"{name}.{holds[name]}"))
            for choice, action in self._choices[name].items():
                action.setText(say(f"{name}.{choice}"))
                action.setChecked(choice == holds[name])
        for name, menu in self._groups.items():
            menu.setTitle(say(f"keys.{name}"))
            menu.setFont(font)
        self.menu.setFont(font)
        self.motion.setText(say("menu.motion"))
        self.motion.setChecked(appearance.reduced_motion)

    def held(self) -> Mapping[str, tuple[str, str]]:
        """What holds, by setting: the choice, and a sentence that says so."""
        return {name: (choice, self._words[name]) for name, choice in self._holds.items()}

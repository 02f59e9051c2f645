"""Everything the user can order: one table that toolbar, menus, tooltips and the key card are made from."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.orders.controller import Controller

ALWAYS, RUN, SOON, PROBLEMS, OWN = "always", "run", "soon", "problems", "own"
"""When an action can be used: ever; while a run is shown; before the first, too; with problems; as its owner says."""

GROUPS = ("play", "help", "go", "whatif", "view", "size", "file")
"""What the key card is divided into, in an order that fills its columns evenly."""


@dataclass(frozen=True, slots=True)
class Command:
    """One row; its text is ``action.<id>``.

    ``repeat``: a held key goes on ordering it; ``shown``: so many of the keys stand on the key card.
    """

    id: str
    group: str
    keys: tuple[str, ...]
    when: str
    order: Callable[[Controller], object]
    repeat: bool = False
    shown: int = 1


COMMANDS: tuple[Command, ...] = (
    Command("play", "play", ("Space", "Ctrl+Space"), RUN, lambda c: c.playhead.toggle(1)),
    Command("play-back", "play", ("Shift+Space",), RUN, lambda c: c.playhead.toggle(-1)),
    Command(
        "step-forward", "play", ("Right", "PgDown"), RUN, lambda c: c.playhead.step_forward(), repeat=True, shown=2
    ),
    Command("step-back", "play", ("Left", "PgUp"), RUN, lambda c: c.playhead.step_back(), repeat=True, shown=2),
    Command("segment-forward", "play", ("Shift+Right",), RUN, lambda c: c.next_segment(), repeat=True),
    Command("segment-back", "play", ("Shift+Left",), RUN, lambda c: c.previous_segment(), repeat=True),
    Command("start", "play", ("Home",), RUN, lambda c: c.go_to_start()),
    Command("end", "play", ("End",), RUN, lambda c: c.go_to_end()),
    Command("faster", "play", ("+", "="), RUN, lambda c: c.faster(), repeat=True),
    Command("slower", "play", ("-",), RUN, lambda c: c.slower(), repeat=True),
    Command("speed-reset", "play", ("0",), RUN, lambda c: c.playhead.set_speed(1.0)),
    Command("note-forward", "go", ("Ctrl+Right",), RUN, lambda c: c.run_to("note")),
    Command("note-back", "go", ("Ctrl+Left",), RUN, lambda c: c.previous_note()),
    Command("run-loss", "go", ("X",), RUN, lambda c: c.run_to("loss")),
    Command("run-timer", "go", ("R",), RUN, lambda c: c.run_to("timer")),
    Command("run-state", "go", ("E",), RUN, lambda c: c.run_to("state")),
    Command("until", "go", ("Ctrl+U",), RUN, lambda c: c.until_requested.emit("open")),
    Command("until-again", "go", ("Shift+U",), RUN, lambda c: c.until_requested.emit("again"), repeat=True),
    Command("breakpoint", "go", ("F9",), RUN, lambda c: c.until_requested.emit("toggle")),
    Command("breakpoints-clear", "go", ("Shift+F9",), RUN, lambda c: c.until_requested.emit("clear")),
    Command("loop-begin", "go", ("I",), RUN, lambda c: c.begin_loop()),
    Command("loop-end", "go", ("O",), RUN, lambda c: c.end_loop()),
    Command("loop-clear", "go", ("Shift+I",), RUN, lambda c: c.playhead.set_loop(None)),
    Command("timeline-larger", "go", ("]",), RUN, lambda c: c.timeline_requested.emit(1.5), repeat=True),
    Command("timeline-smaller", "go", ("[",), RUN, lambda c: c.timeline_requested.emit(1 / 1.5), repeat=True),
    Command("timeline-whole", "go", ("\\",), RUN, lambda c: c.timeline_requested.emit(0.0)),
    Command("measure", "go", ("M",), RUN, lambda c: c.measure_requested.emit()),
    Command("panel-segment", "view", ("1",), RUN, lambda c: c.show_panel("segment", enter=True)),
    Command("panel-numbers", "view", ("2",), RUN, lambda c: c.show_panel("numbers", enter=True)),
    Command("panel-why", "view", ("3",), RUN, lambda c: c.show_panel("why", enter=True)),
    Command("panel-queues", "view", ("Shift+Q",), RUN, lambda c: c.show_panel("queues", enter=True)),
    Command("panel-lesson", "view", ("P",), RUN, lambda c: c.show_panel("lesson", enter=True)),
    Command("panel-close", "view", ("4",), RUN, lambda c: c.show_panel(None)),
    Command("view-ladder", "view", ("5",), RUN, lambda c: c.show_view("ladder", enter=True)),
    Command("view-states", "view", ("6",), RUN, lambda c: c.show_view("states", enter=True)),
    Command("view-plots", "view", ("7",), RUN, lambda c: c.show_view("plots", enter=True)),
    Command("view-events", "view", ("8",), RUN, lambda c: c.show_view("events", enter=True)),
    Command("view-header", "view", ("9",), RUN, lambda c: c.show_view("header", enter=True)),
    Command("view-sequence", "view", ("Q",), RUN, lambda c: c.show_view("sequence", enter=True)),
    Command("view-stage", "view", ("Z",), RUN, lambda c: c.show_view("stage")),
    Command("view-alone", "view", ("V",), RUN, lambda c: c.alone_requested.emit()),
    Command("compare", "go", ("C",), RUN, lambda c: c.compare_requested.emit()),
    Command("first-difference", "go", ("Shift+D",), RUN, lambda c: c.difference_requested.emit()),
    Command("numbering", "view", ("N",), RUN, lambda c: c.next_numbering()),
    Command("labels", "view", ("Shift+N",), RUN, lambda c: c.next_labels()),
    Command("spelling", "view", ("S",), RUN, lambda c: c.next_spelling()),
    Command("detail", "view", ("D",), RUN, lambda c: c.next_detail()),
    Command("time", "view", ("U",), RUN, lambda c: c.next_time()),
    Command("one-side", "view", ("K",), RUN, lambda c: c.next_side()),
    Command("stage-larger", "size", ("Ctrl+Down",), RUN, lambda c: c.division_requested.emit(0.04), repeat=True),
    Command("stage-smaller", "size", ("Ctrl+Up",), RUN, lambda c: c.division_requested.emit(-0.04), repeat=True),
    Command("language", "view", ("L",), ALWAYS, lambda c: c.next_language()),
    Command("both-languages", "view", ("Shift+L",), ALWAYS, lambda c: c.both_languages()),
    Command("theme", "view", ("T",), ALWAYS, lambda c: c.next_theme()),
    Command("larger", "size", ("Ctrl++", "Ctrl+="), ALWAYS, lambda c: c.zoom_by(1.1), repeat=True),
    Command("smaller", "size", ("Ctrl+-",), ALWAYS, lambda c: c.zoom_by(1 / 1.1), repeat=True),
    Command("size-reset", "size", ("Ctrl+0",), ALWAYS, lambda c: c.zoom_by(None)),
    Command("full-screen", "size", ("F11",), ALWAYS, lambda c: c.full_screen_requested.emit()),
    Command("present", "size", ("F5",), SOON, lambda c: c.present_requested.emit(False)),
    Command("present-here", "size", ("Shift+F5",), SOON, lambda c: c.present_requested.emit(True)),
    Command("library", "file", ("Ctrl+L",), ALWAYS, lambda c: c.library_requested.emit()),
    Command("open", "file", ("Ctrl+O",), ALWAYS, lambda c: c.open_requested.emit()),
    Command("export", "file", ("Ctrl+E",), RUN, lambda c: c.export_requested.emit()),
    Command("copy-picture", "file", ("Ctrl+Shift+C",), RUN, lambda c: c.copy_requested.emit()),
    Command("save-data", "file", ("Ctrl+Shift+E",), RUN, lambda c: c.data_requested.emit()),
    Command("reload", "file", ("Ctrl+R",), ALWAYS, lambda c: c.session.reload()),
    Command("edit", "file", ("F4",), ALWAYS, lambda c: c.edit_requested.emit("edit")),
    Command("new", "file", ("Ctrl+N",), ALWAYS, lambda c: c.edit_requested.emit("new")),
    Command("save", "file", ("Ctrl+S",), RUN, lambda c: c.edit_requested.emit("save")),
    Command("save-as", "file", ("Ctrl+Shift+S",), RUN, lambda c: c.what_if_requested.emit("save-as")),
    Command("what-if", "whatif", ("W",), RUN, lambda c: c.what_if_requested.emit("what-if")),
    Command("what-if-lost", "whatif", ("Del",), RUN, lambda c: c.what_if_requested.emit("what-if-lost")),
    Command("undo", "whatif", ("Ctrl+Z",), OWN, lambda c: c.what_if_requested.emit("undo")),
    Command("redo", "whatif", ("Ctrl+Shift+Z", "Ctrl+Y"), OWN, lambda c: c.what_if_requested.emit("redo")),
    Command("original", "whatif", ("B",), OWN, lambda c: c.what_if_requested.emit("original")),
    Command("changes", "whatif", ("Shift+W",), RUN, lambda c: c.what_if_requested.emit("changes")),
    Command("find", "go", ("Ctrl+F",), ALWAYS, lambda c: c.find_requested.emit()),
    Command("problems", "file", ("Ctrl+P",), PROBLEMS, lambda c: c.problems_requested.emit()),
    Command("close", "help", ("Esc",), ALWAYS, lambda c: c.close_requested.emit()),
    Command("keys", "help", ("F1", "?"), ALWAYS, lambda c: c.keys_requested.emit(), shown=2),
    Command("glossary", "help", ("G",), ALWAYS, lambda c: c.sheet_requested.emit("glossary")),
    Command("format", "help", ("Shift+F4",), ALWAYS, lambda c: c.sheet_requested.emit("format")),
    Command("clauses", "help", ("F2",), ALWAYS, lambda c: c.sheet_requested.emit("clauses")),
    Command("settings", "help", ("Ctrl+,",), ALWAYS, lambda c: c.sheet_requested.emit("settings")),
    Command("clicker", "help", ("F6",), ALWAYS, lambda c: c.clicker_requested.emit()),
    Command("report", "help", ("Ctrl+F1",), ALWAYS, lambda c: c.report_requested.emit()),
    Command("about", "help", ("Shift+F1",), ALWAYS, lambda c: c.sheet_requested.emit("about")),
    Command("quit", "file", ("Ctrl+Q",), ALWAYS, lambda c: c.quit_requested.emit()),
)


def make_actions(parent: QWidget, controller: Controller) -> Mapping[str, QAction]:
    """A QAction per command, by id; they belong to ``parent`` and work wherever the focus is in its window."""
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        action = QAction(parent)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(command.repeat)
        action.triggered.connect(_Order(command, controller, action))
        parent.addAction(action)
        actions[command.id] = action
    return actions


class _Order(QObject):
    """Calls a command's function; a lambda would do, but its traceback would not say which."""

    def __init__(self, command: Command, controller: Controller, parent: QObject) -> None:
        super().__init__(parent)
        self._command, self._controller = command, controller

    def __call__(self) -> None:
        self._command.order(self._controller)


def keys_of(command: Command, *, space_steps: bool) -> tuple[str, ...]:
    """The command's keys; ``space_steps``: Space goes to the next step, and does not play."""
    if space_steps and command.id == "play":
        return tuple(key for key in command.keys if key != "Space")
    if space_steps and command.id == "step-forward":
        return ("Space", *command.keys)
    return command.keys


def name_actions(actions: Mapping[str, QAction], look: Look, *, space_steps: bool) -> None:
    """Write the actions' texts, with their keys in the tooltips."""
    for command in COMMANDS:
        keys = keys_of(command, space_steps=space_steps)
        actions[command.id].setShortcuts([QKeySequence(key) for key in keys])
        text = look.catalogue.text(f"action.{command.id}")
        actions[command.id].setText(text)
        actions[command.id].setToolTip(f"{text}  {shown_key(keys[0])}")


def enable_actions(actions: Mapping[str, QAction], *, run: bool, soon: bool, problems: bool) -> None:
    """Switch off what has nothing to act on; ``soon``: there is a run, or one is on its way."""
    possible = {ALWAYS: True, RUN: run, SOON: soon, PROBLEMS: problems}
    for command in COMMANDS:
        if command.when in possible:
            actions[command.id].setEnabled(possible[command.when])


_SYMBOLS = {
    "Down": "↓",
    "Up": "↑",
    "Right": "→",
    "Left": "←",
    "Shift+Right": "Shift+→",
    "Shift+Left": "Shift+←",
    "Ctrl+Right": "Ctrl+→",
    "Ctrl+Left": "Ctrl+←",
    "Ctrl+Down": "Ctrl+↓",
    "Ctrl+Up": "Ctrl+↑",
    "-": "−",
    "Ctrl+-": "Ctrl+−",
    "PgDown": "PgDn",
}


def shown_key(key: str, *, symbols: bool = sys.platform != "darwin") -> str:
    """A key as the key card writes it; without ``symbols`` as the system writes all of it: a Mac has its own."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return _SYMBOLS.get(key, native) if symbols else native

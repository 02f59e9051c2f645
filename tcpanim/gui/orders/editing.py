"""Between the editor's text and the session: what is written runs a moment later, and nothing written is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, QTimerEvent
from PySide6.QtWidgets import QMenu, QWidget

from tcpanim.files import InputError, write_whole
from tcpanim.gui.appearance import Appearance
from tcpanim.gui.drafts import Drafts, Key
from tcpanim.gui.loading import Source, ended_as_before, file_text
from tcpanim.gui.orders.orders import Orders, Tools
from tcpanim.gui.session import Session
from tcpanim.gui.templates import template_text
from tcpanim.gui.theme import BODY
from tcpanim.gui.widgets.code_edit import Flaw, Word
from tcpanim.gui.widgets.editor_panel import EditorPanel
from tcpanim.gui.words import problem_lines

PATIENCE_MS = 300
"""The text runs when nobody has written for so long."""
_ANSWERS = {"take": "take-theirs", "mine": "keep-mine", "overwrite": "overwrite"}
UNTITLED = "untitled"
TEMPLATES = ("connection", "loss", "copy")


class Editing(Orders):
    """Serves the editor beside the stage."""

    def __init__(self, tools: Tools, drafts: Drafts) -> None:
        super().__init__(tools)
        self.drafts = drafts
        self.panel: EditorPanel | None = None
        self._key: Key | None = None
        self._file_text = ""  # as it stands in the file
        self._timer: int | None = None
        self._menu: QMenu | None = None
        self._controller.edit_requested.connect(self._order)
        self._session.settled.connect(self._settled)
        self._session.disk_changed.connect(self._disk_changed)
        self._appearance.changed.connect(self._look_changed)
        self._window.closing.connect(self.keep)

    def _order(self, name: str) -> None:
        orders = {"edit": self.toggle, "save": self.save, "new": self.open_templates}
        orders[name]()

    # ---- the panel

    @property
    def shown(self) -> bool:
        """Whether the editor stands beside the stage."""
        return self.panel is not None and self._window.editor_shown

    def toggle(self) -> None:
        """Open the editor, go into it, or close it."""
        if not self.shown:
            self.open()
        elif self.panel is not None and not self.panel.code.hasFocus():
            self.panel.code.setFocus()
        else:
            self.close()

    def open(self) -> None:
        """Show the text beside the stage."""
        self._window.show_library(False)
        if self.panel is None:
            self.panel = self._make()
        self._window.show_editor(self.panel, shown=True)
        self._look_changed()
        self._key = None
        self._settled()
        self._session.problems_changed.emit()  # they stand beside the text now
        self.panel.code.setFocus()

    def close(self) -> None:
        """Put it away; what was written stays."""
        self._run_now()
        if self.panel is not None:
            self._window.show_editor(self.panel, shown=False)
        self._window.toolbar.edit.setChecked(False)
        self._window.leave_focus()
        self._session.problems_changed.emit()

    def _make(self) -> EditorPanel:
        panel = EditorPanel(_propose(self._session, self._appearance), self._window)
        panel.text_changed.connect(self._written)
        panel.save_requested.connect(self.save)
        panel.new_requested.connect(lambda _button: self.open_templates())
        panel.help_requested.connect(lambda: self._controller.sheet_requested.emit("format"))
        panel.close_requested.connect(self.close)
        panel.left_requested.connect(self._window.leave_focus)
        panel.answered.connect(self._answered)
        return panel

    def _look_changed(self) -> None:
        if self.panel is not None and self.shown:
            self.panel.set_look(self._appearance.look(self._session.trace))
            self._window.toolbar.edit.setChecked(True)
            self._show_flaws()

    @property
    def has_keys(self) -> bool:
        """Whether what is typed goes into the editor."""
        return self.shown and self.panel is not None and self.panel.isAncestorOf(self._window.focusWidget())

    def find(self) -> None:
        """Find in the text that is shown."""
        if self.panel is not None:
            self.panel.open_find()

    # ---- text and run

    @property
    def dirty(self) -> bool:
        """Whether the text differs from its file."""
        return self._key is not None and self.panel is not None and self.panel.text != self._file_text

    def text_now(self) -> str | None:
        """The text as it is written now, where the editor has it."""
        return self.panel.text if self.panel is not None and self._key is not None else None

    def _settled(self) -> None:
        """The session has read something: the text follows, unless it is what was written here."""
        result = self._session.result
        if self.panel is None or result is None or not self.shown:
            return
        source = result.source
        key = (source.kind, source.name)
        if key != self._key:
            self._begin(key, source, result.text)
        elif source.content is None and not self.dirty:
            self._file_text = result.text
            if self.panel.text != result.text:
                self.panel.set_text(result.text, keep=True)
        elif source.content is None:
            self._file_text = result.text
        self._show_flaws()
        self._name()

    def _begin(self, key: Key, source: Source, text: str) -> None:
        """Another source: its text, or what was written before and not saved."""
        assert self.panel is not None
        self._key = key
        self._file_text = text if source.content is None else self._on_disk(source)
        draft = self.drafts.get(key)
        self.panel.show_banner("", ())
        self.panel.set_text(text)
        if source.content is None and draft is not None and draft != text:
            self.panel.set_text(draft, keep=True)
            say = self._appearance.catalogue.text
            self.panel.show_banner(say("editor.draft"), (("discard", say("editor.discard")),))
            self._run_now()
        elif draft is not None and draft == text:
            self.drafts.forget(key)

    @staticmethod
    def _on_disk(source: Source) -> str:
        """What the file of an edited text says."""
        return file_text(replace(source, content=None)) if source.kind != "text" else ""

    def _written(self) -> None:
        """The user has written: it runs when there is a pause."""
        self._name()
        self._session.editing = self.dirty
        if self._timer is not None:
            self.killTimer(self._timer)
        self._timer = self.startTimer(PATIENCE_MS)

    def timerEvent(self, event: QTimerEvent) -> None:
        """The pause is there. Where another scenario has been asked for meanwhile, that one comes."""
        self.killTimer(event.timerId())
        self._timer = None
        wanted = self._session.wanted
        if wanted is None or (wanted.kind, wanted.name) == self._key:
            self._run_now()
        else:
            self._keep()

    def keep(self) -> None:
        """What was written just now waits for no pause any more: the window closes, or the session ends."""
        if self.panel is not None:
            self._keep()

    def _keep(self) -> None:
        """Nothing written is lost."""
        assert self.panel is not None
        if self._key is not None and self.dirty:
            self.drafts.keep(self._key, self.panel.text)
        elif self._key is not None:
            self.drafts.forget(self._key)

    def _run_now(self) -> None:
        if self._timer is not None:
            self.killTimer(self._timer)
            self._timer = None
        if self.panel is None or self._key is None:
            return
        text = self.panel.text
        kind, name = self._key
        self._session.editing = self.dirty
        self._keep()
        content = text.encode("utf-8", "replace") if self.dirty or kind == "text" else None
        wanted = Source(kind, name, content)
        if self._session.wanted != wanted:
            self._session.open(wanted)

    def _show_flaws(self) -> None:
        source, result = self._session.wanted, self._session.result
        if self.panel is None or source is None:
            return
        # Beside the text they stand as long as they are there, though their list may have been put away.
        troubles = result.troubles if result is not None else ()
        lines = problem_lines(source, troubles, self._appearance.catalogue)
        flaws = tuple(
            Flaw(trouble.line, trouble.column, f"{line.message} · {line.hint}" if line.hint else line.message)
            for trouble, line in zip(troubles, lines, strict=True)
        )
        self.panel.set_flaws(flaws, self._session.behind_problems)
        scenario = self._session.scenario
        if scenario is not None:
            self.panel.code.highlighter.set_hosts(tuple(host.name for host in scenario.hosts))

    def _name(self) -> None:
        if self.panel is None or self._key is None:
            return
        kind, name = self._key
        shown = os.path.basename(name) if kind == "file" else name  # noqa: PTH119 - a string as the user gave it
        if kind == "text":
            shown = self._appearance.catalogue.text("editor.untitled")
        self.panel.set_name(shown, dirty=self.dirty)

    # ---- files

    def save(self) -> None:
        """Write the text to its file; one that has none is asked for."""
        if self.panel is None or self._key is None or self._key[0] != "file":
            self._controller.what_if_requested.emit("save-as")
            return
        if not self.dirty and self._session.changed:
            self._controller.what_if_requested.emit("save-as")
            return
        theirs = self._on_disk(Source(*self._key))
        if theirs not in (self._file_text, self.panel.text, ""):
            self._ask("editor.disk-newer", "take", "overwrite")
            return
        self.write(self._key[1])

    def write(self, path: str) -> bool:
        """Write the text there, whole or not at all; whether it was written."""
        assert self.panel is not None
        say = self._appearance.catalogue.text
        text = self.panel.text
        try:
            write_whole(path, [ended_as_before(text, path)])
        except InputError as error:
            self._tell(say("whatif.save-failed", reason=str(error)), True)
            return False
        self.saved(path, text)
        return True

    def saved(self, path: str, text: str) -> None:
        """The file at ``path`` now says ``text``: it is what is edited from now on."""
        if self._timer is not None:
            self.killTimer(self._timer)
            self._timer = None
        if self._key is not None:
            self.drafts.forget(self._key)
        self._session.editing = False
        if self.panel is not None:
            self.panel.show_banner("", ())
        self._tell(self._appearance.catalogue.text("whatif.saved", path=path), False)
        if self._key == ("file", path):
            self._file_text = text
            self._name()
        self._session.open_file(path)

    def _disk_changed(self) -> None:
        if self.panel is None or not self.shown:
            return
        self._ask("editor.disk", "take", "mine")

    def _ask(self, question: str, *answers: str) -> None:
        """What is to become of two texts, the file's and the one that is written here."""
        assert self.panel is not None
        say = self._appearance.catalogue.text
        self.panel.show_banner(say(question), tuple((name, say(f"editor.{_ANSWERS[name]}")) for name in answers))

    def _answered(self, name: str) -> None:
        assert self.panel is not None
        self.panel.show_banner("", ())
        if name == "discard":
            self.panel.set_text(self._file_text, keep=True)
        elif self._key is not None:
            self._file_text = self._on_disk(Source(*self._key))
            if name == "take":
                self.panel.set_text(self._file_text, keep=True)
            elif name == "overwrite":
                self.write(self._key[1])
                return
        self._name()
        self._run_now()

    # ---- new

    def open_templates(self) -> None:
        """A menu of texts to begin with."""
        say = self._appearance.catalogue.text
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = QMenu(self._window)
        self._menu.setFont(self._appearance.look(None).theme.font(BODY))
        for key in self.drafts.sources():
            if key[0] == "text" and key != self._key:
                action = self._menu.addAction(say("editor.template-draft", title=self._title_of(key)))
                action.triggered.connect(lambda _checked=False, key=key: self._open_draft(key))
        if not self._menu.isEmpty():
            self._menu.addSeparator()
        for template in TEMPLATES:
            if template != "copy" or self._session.loaded is not None:
                action = self._menu.addAction(say(f"editor.template-{template}"))
                action.triggered.connect(lambda _checked=False, template=template: self.begin_new(template))
        place: QWidget = self.panel.new if self.panel is not None and self.shown else self._window.toolbar.edit
        self._menu.popup(place.mapToGlobal(QPoint(0, place.height() + 4)))

    def begin_new(self, template: str) -> None:
        """Begin a text without a file."""
        loaded = self._session.loaded
        text = loaded.text if template == "copy" and loaded is not None else template_text(template)
        if not self.shown:
            self.open()
        assert self.panel is not None
        self._run_now()
        self._key = ("text", self._free_name())
        self._file_text = ""
        self.panel.show_banner("", ())
        self.panel.set_text(text)
        self._name()
        self._run_now()
        self.panel.code.setFocus()

    def _free_name(self) -> str:
        """A name that no other text without a file has."""
        number = 1
        while ("text", f"{UNTITLED} {number}") in self.drafts.sources():
            number += 1
        return f"{UNTITLED} {number}"

    def _title_of(self, key: Key) -> str:
        """What a text without a file is about: its title's line."""
        lines = (self.drafts.get(key) or "").split("\n")
        found = next((line.partition(":")[2].strip() for line in lines if line.startswith("title:")), "")
        return found[:60] or key[1]

    def _open_draft(self, key: Key) -> None:
        """A text without a file that was not saved."""
        self.open()
        self._session.open(Source(*key, (self.drafts.get(key) or "").encode()))


def _propose(session: Session, appearance: Appearance) -> Callable[[str, int], tuple[str, tuple[Word, ...]]]:
    from tcpanim.scenario.complete import complete

    def explain(word: str, doc: str) -> str:
        # The format's own explanations are English; those of the settings are there in both languages.
        catalogue = appearance.catalogue
        if catalogue.has(f"knob.{word}"):
            return catalogue.text(f"knob.{word}")
        return doc if catalogue.language == "en" else ""

    def propose(text: str, offset: int) -> tuple[str, tuple[Word, ...]]:
        hosts = tuple(host.name for host in session.scenario.hosts) if session.scenario is not None else ()
        done = complete(text, offset, hosts)
        return done.prefix, tuple(Word(one.word, explain(one.word, one.doc), one.key) for one in done.proposals)

    return propose

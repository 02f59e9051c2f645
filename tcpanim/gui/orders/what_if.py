"""From "what if?" to another run: menus and forms make edits, the list switches them, a file can be made of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFileDialog

from tcpanim.files import InputError, write_whole
from tcpanim.gui.appearance import Appearance
from tcpanim.gui.loading import ended_as_before
from tcpanim.gui.look import Look
from tcpanim.gui.orders.actions import shown_key
from tcpanim.gui.orders.edit_menu import EditMenu
from tcpanim.gui.orders.orders import Orders, Tools
from tcpanim.gui.session import Session
from tcpanim.gui.widgets.changes_list import ChangeRow, ChangesList
from tcpanim.gui.widgets.form_sheet import FormSheet
from tcpanim.gui.widgets.why_panel import WhyPanel
from tcpanim.scenario.edits import apply, calls_in, fitting
from tcpanim.scenario.model import Scenario
from tcpanim.scene.beginnings import beginnings
from tcpanim.scene.edit_words import edit_words
from tcpanim.scene.header import current_segment
from tcpanim.scene.names import Naming
from tcpanim.scene.reasons import Question
from tcpanim.scene.same_call import CallKey, Calls, made_in_step
from tcpanim.scene.same_segment import Opposite
from tcpanim.scene.timeline import Beginning
from tcpanim.scene.what_if import Group, Offer, call_offers, host_offers, opposite, segment_offers, wire_offers
from tcpanim.tcp.config import ConfigError
from tcpanim.trace.trace import Trace

if TYPE_CHECKING:
    from tcpanim.gui.orders.editing import Editing


def begun(session: Session, appearance: Appearance) -> tuple[Beginning, ...]:
    """Where the changes begin in the run shown."""
    loaded, baseline = session.loaded, session.baseline
    if loaded is None or loaded.trace is None or baseline is None:
        return ()
    changed, naming = (appearance.naming(run, appearance.language) for run in (loaded.trace, baseline))
    return beginnings(loaded.edits, changed, naming)


class WhatIf(Orders):
    """Asks what is to be otherwise, and keeps the list of what is."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.menu = EditMenu(self._window)
        self.menu.chosen.connect(self._take)
        self.edited: Editing | None = None
        """The editor, whose text is what is saved."""
        self.form: FormSheet | None = None
        self.list = ChangesList(self._window)
        change = self._session.set_edits
        self.list.switched.connect(lambda number, on: change(self._session.edits.switch(number, on=on)))
        self.list.removed.connect(lambda number: change(self._session.edits.remove(number)))
        self.list.original_requested.connect(self.toggle_original)
        self.list.save_requested.connect(self.save_as)
        for view in self._window.views:
            view.menu_requested.connect(self.open_at_pointer)
        self._window.toolbar.changes.clicked.connect(self.open_list)
        self._controller.what_if_requested.connect(self._order)
        self._session.edits_changed.connect(self._show)
        self._session.busy_changed.connect(self._show)
        self._session.edits_refused.connect(self._refused)
        self._session.trace_changed.connect(self.menu.close)
        self._appearance.changed.connect(self._show)
        self._show()

    # ---- asking

    def _order(self, name: str) -> None:
        orders = {
            "what-if": self.open_menu,
            "what-if-lost": self.lose_current,
            "undo": self._session.undo,
            "redo": self._session.redo,
            "original": self.toggle_original,
            "changes": self.open_list,
            "save-as": self.save_as,
        }
        orders[name]()

    def open_at_pointer(self, target: object) -> None:
        """The menu about that target (a segment's id, Calls, left, right, or wire), where the pointer is."""
        if isinstance(target, Opposite):
            self.ask_opposite(target.segment)
        elif isinstance(target, Question):
            self.ask_why(target)
        elif isinstance(target, int | str | Calls):
            self._open((self._calls_of(target), target), QCursor.pos())

    def open_menu(self) -> None:
        """The menu about the present moment: calls, segment, both hosts, the path; below the stage's upper edge."""
        stage = self._window.stage
        where = stage.mapToGlobal(QPoint(stage.width() // 3, stage.height() // 5))
        segment, trace = self._current(), self._session.trace
        if trace is None:
            return
        calls = self._written(made_in_step(trace, self._playhead.t))
        # What is chosen is meant, whatever else happens now.
        self._open((segment, calls) if segment == self._session.selection else (calls, segment), where)

    def _current(self) -> int | None:
        trace = self._session.trace
        if trace is None:
            return None
        chosen = self._session.selection
        if chosen is not None and trace.flight(chosen).sent <= self._playhead.t:
            return chosen
        return current_segment(trace, self._playhead.t)

    def _calls_of(self, target: object) -> Calls | None:
        """What the application of that host (left, right) calls in this step."""
        trace = self._session.trace
        if trace is None or target not in ("left", "right"):
            return None
        host = trace.hosts[("left", "right").index(target)].name
        return self._written(made_in_step(trace, self._playhead.t, host))

    def _written(self, calls: Calls) -> Calls:
        """Those that stand in the file: one that a change makes is taken back with that."""
        scenario = self._session.scenario
        if scenario is None:
            return Calls(())
        return Calls(tuple(key for key in calls.keys if key.nth <= calls_in(scenario, key.host, key.call)))

    def _open(self, targets: tuple[int | str | Calls | None, ...], where: QPoint) -> None:
        """The menu about those, one by one, with all other hosts and the path in submenus."""
        trace, look, t = self._session.trace, self._look(), self._playhead.t
        if trace is None or look is None or self._session.scenario is None:
            return
        self._playhead.pause()
        groups: dict[str, Group] = {
            side: host_offers(trace, host.name, t) for side, host in zip(("left", "right"), trace.hosts, strict=True)
        }
        groups["wire"] = wire_offers(trace, t)
        own: list[Group] = []
        for target in targets:
            if isinstance(target, Calls):
                assert look.naming is not None
                offers = [call_offers(trace, key, look.naming) for key in target.keys]
                own += [one for one in offers if one is not None]
            elif isinstance(target, int):
                own.append(segment_offers(trace, target, t))
            elif target is not None:
                own.append(groups.pop(target))
        self.menu.open(look, tuple(own), tuple(groups.values()), where)

    def lose_current(self) -> None:
        """What if the segment of this moment is lost? Or, where it was lost, what if it arrives."""
        number = self._current()
        if number is not None:
            self.ask_opposite(number)

    def ask_opposite(self, number: int) -> None:
        """The same question about that segment."""
        trace = self._session.trace
        if trace is not None:
            asked = opposite(trace, number, self._playhead.t)
            if asked is not None:
                self._session.edit(asked[1])

    def ask_why(self, target: object) -> None:
        """Why? The chain of causes of a segment, a state, a value or a timer, in the side panel."""
        panel = self._window.side.named("why")
        assert isinstance(panel, WhyPanel)
        if isinstance(target, int):
            self._session.select(target)
        self._window.show_panel("why")
        self._window.enter("why")
        panel.ask(target if isinstance(target, Question) else None)

    def _take(self, offer: object) -> None:
        assert isinstance(offer, Offer)
        if offer.edits:
            self._session.edit(*offer.edits)
        elif offer.form == "why":
            self.ask_why(offer.target)
        else:
            self._open_form(offer)

    # ---- forms

    def _open_form(self, offer: Offer) -> None:
        from tcpanim.gui.orders.edit_forms import Form, delay_form, path_form, postpone_form, send_form, settings_form

        look, scenario = self._look(), self._edited()
        if look is None or look.naming is None or scenario is None:
            return
        naming, t = look.naming, self._playhead.t
        form: Form | None = None
        if offer.form == "delay" and isinstance(offer.target, int):
            form = delay_form(look, naming, offer.target)
        elif offer.form == "postpone" and isinstance(offer.target, CallKey):
            form = postpone_form(look, naming, offer.target)
        elif offer.form == "send":
            form = send_form(look, naming, str(offer.target), t)
        elif offer.form == "settings":
            form = settings_form(look, naming, scenario, str(offer.target))
        elif offer.form == "path":
            form = path_form(look, naming, scenario, t)
        if form is None:
            return
        whole = self._window.centralWidget()
        assert whole is not None
        self.close_form()
        self.form = FormSheet(whole)
        self.form.close_requested.connect(self.close_form)
        self.form.submitted.connect(lambda values, form=form: self._submit(form.edits(values)))
        self.form.show_form(look, form.title, form.rows, form.errors)

    def _submit(self, edits: tuple[object, ...]) -> None:
        self.close_form()
        if edits:
            self._session.edit(*edits)  # type: ignore[arg-type]

    def close_form(self) -> bool:
        """Close the form; whether one was open."""
        if self.form is None:
            return False
        self.form.hide()
        self.form.deleteLater()
        self.form = None
        self._window.leave_focus()
        return True

    def _edited(self) -> Scenario | None:
        """The scenario as it runs now."""
        scenario = self._session.scenario
        return None if scenario is None else apply(scenario, fitting(scenario, self._session.edits.active))

    # ---- the list

    def open_list(self) -> None:
        """The list of changes, below its chip."""
        if self._session.trace is not None:
            self._fill_list()
            bar = self._window.toolbar
            self.list.open_below(bar.changes if bar.changes.isVisible() else bar.undo)

    def toggle_original(self) -> None:
        """The run as the file has it, or with the changes again."""
        self._session.set_edits(self._session.edits.toggle_original())

    def _show(self) -> None:
        """Chip, orders and list follow the edits."""
        history, say = self._session.edits, self._appearance.catalogue.text
        count = len(history.active)
        running = self._session.trace is not None and not self._window.library_shown
        self._actions["undo"].setEnabled(history.can_undo and running)
        self._actions["redo"].setEnabled(history.can_redo and running)
        self._actions["original"].setEnabled(bool(history.entries) and running)
        if self._session.soon:
            return  # the rest comes with the run, in one go
        chip = self._window.toolbar.changes
        chip.setVisible(bool(history.entries))
        chip.setText(self._chip_text(count))
        chip.setAccessibleName(f"{chip.text()}. {say('whatif.changes-help')}")
        chip.setToolTip(say("whatif.changes-help"))
        self._window.transport.timeline.set_changes(begun(self._session, self._appearance))
        if self.list.isVisible():
            self._fill_list()

    def _chip_text(self, count: int) -> str:
        """How many changes there are, and whether they make any difference."""
        say, trace, baseline = self._appearance.catalogue.text, self._session.trace, self._session.baseline
        if not count:
            return say("whatif.chip-off")
        if trace is None or baseline is None or trace is baseline:
            return say("whatif.chip", n=count)  # it is being computed
        if trace.events == baseline.events:
            return say("whatif.chip-same", n=count)
        return say("whatif.chip", n=count)

    @property
    def newest(self) -> str:
        """The change that was made last, in words; "": it does not hold."""
        rows = self._rows()
        return f"{rows[-1].what} {rows[-1].detail}".strip() if rows and rows[-1].on else ""

    def _fill_list(self) -> None:
        key = shown_key("W")
        look = self._look()
        if look is not None:
            self.list.show_rows(look, self._rows(), key)

    def _rows(self) -> tuple[ChangeRow, ...]:
        naming, loaded, history = self._naming(), self._session.loaded, self._session.edits
        if naming is None or loaded is None:
            return ()
        say = self._appearance.catalogue.text
        idle = {edit for number, edit in enumerate(loaded.edits) if number in loaded.idle}
        changed = None if loaded.trace is None else self._appearance.naming(loaded.trace, self._appearance.language)
        rows = []
        for entry in history.entries:
            met = changed if entry.on and entry.edit not in idle else None
            words = edit_words(entry.edit, naming, met)
            nothing = say("whatif.idle") if entry.on and entry.edit in idle else ""
            rows.append(ChangeRow(words.what, " · ".join(part for part in (words.when, nothing) if part), entry.on))
        return tuple(rows)

    def _naming(self) -> Naming | None:
        """Names as in the run without changes."""
        baseline = self._session.baseline
        return None if baseline is None else self._appearance.naming(baseline, self._appearance.language)

    def _look(self) -> Look | None:
        trace: Trace | None = self._session.trace
        return None if trace is None else self._appearance.look(trace)

    def _refused(self, error: object) -> None:
        from tcpanim.gui.orders.edit_forms import rule_in_words

        assert isinstance(error, ConfigError)
        catalogue = self._appearance.catalogue
        self._tell(catalogue.text("whatif.refused", reason=rule_in_words(error, catalogue)), True)

    # ---- as a file

    def save_as(self) -> None:
        """Ask where, and write the scenario with its changes there."""
        say, source = self._appearance.catalogue.text, self._session.source
        if source is None or self._session.scenario is None:
            return
        self._playhead.pause()
        stem = os.path.splitext(os.path.basename(source.name))[0] or "scenario"  # noqa: PTH122, PTH119 - a string
        name = os.path.join(self._settings.folder, f"{stem}-what-if.tcpanim")  # noqa: PTH118
        path, _ = QFileDialog.getSaveFileName(
            self._window, say("whatif.save-title"), name, f"{say('whatif.save-kind')} (*.tcpanim)"
        )
        if path:
            self.write(path if os.path.splitext(path)[1] else f"{path}.tcpanim")  # noqa: PTH122

    def write(self, path: str) -> bool:
        """Write the scenario with its changes, and say so, or why it cannot be; whether it was written."""
        from tcpanim.scenario.dump import dump
        from tcpanim.scenario.written import UnwritableError
        from tcpanim.sim.expect import verify

        say, loaded, scenario = self._appearance.catalogue.text, self._session.loaded, self._edited()
        if loaded is None or loaded.trace is None or scenario is None:
            return False
        written = self.edited.text_now() if self.edited is not None else None
        try:
            if written is not None and written != loaded.text:
                # It does not run as it stands; it is saved all the same, but nothing can be added to it.
                if loaded.edits:
                    self._tell(say("whatif.mend-first"), True)
                    return False
                text = written
            else:
                text = dump(loaded.text, loaded.edits, expected=not verify(scenario, loaded.trace))
            write_whole(path, [ended_as_before(text, path)])
        except UnwritableError as error:
            self._tell(say("whatif.unwritable", reason=str(error)), True)
        except InputError as error:
            self._tell(say("whatif.save-failed", reason=str(error)), True)
        else:
            self._settings.set("folder", os.path.dirname(path))  # noqa: PTH120 - a string as Qt gave it
            self._tell(say("whatif.saved", path=path), False)
            if self.edited is not None and self.edited.shown:
                self.edited.saved(path, text)
            return True
        return False

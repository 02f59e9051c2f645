"""The pages in front of the window: settings, keys, glossary, clauses, about. Made when they are first opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from tcpanim.gui.appearance import Appearance
from tcpanim.gui.faults import Faults
from tcpanim.gui.library_index import clauses, format_page, glossary
from tcpanim.gui.licences import components
from tcpanim.gui.look import Look
from tcpanim.gui.main_window import MainWindow
from tcpanim.gui.orders.actions import COMMANDS, GROUPS, keys_of, shown_key
from tcpanim.gui.widgets.about_sheet import AboutSheet
from tcpanim.gui.widgets.clause_sheet import ClauseSheet
from tcpanim.gui.widgets.glossary_sheet import GlossarySheet
from tcpanim.gui.widgets.key_card import Rows
from tcpanim.gui.widgets.page_sheet import PageSheet
from tcpanim.gui.widgets.search_sheet import SearchSheet
from tcpanim.gui.widgets.settings_sheet import SettingsSheet
from tcpanim.gui.widgets.sheet import Sheet

STEP = 1.1
"""A press on larger or smaller."""


class Sheets(QObject):
    """Opens one at a time, keeps it up to date, closes it."""

    def __init__(self, window: MainWindow, appearance: Appearance, faults: Faults, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._appearance, self._faults = window, appearance, faults
        self._look = appearance.look(None)
        self._sheets: dict[str, Sheet] = {}

    def toggle(self, name: str) -> None:
        """Open the sheet of that name, or close it where it is open."""
        if self.shown == name:
            self.close()
            return
        self.close()
        sheet = self._sheet(name)
        self._write(name)
        first = sheet.search if isinstance(sheet, SearchSheet) else None
        sheet.open(first)

    @property
    def shown(self) -> str | None:
        """What is open."""
        return next((name for name, sheet in self._sheets.items() if not sheet.isHidden()), None)

    def sheet(self, name: str) -> Sheet | None:
        """A sheet that has been opened before."""
        return self._sheets.get(name)

    def close(self) -> bool:
        """Close what is open; whether anything was."""
        shown = self.shown
        if shown is None:
            return False
        self._sheets[shown].hide()
        self._window.leave_focus()
        return True

    def set_look(self, look: Look) -> None:
        """Show what is open in ``look``."""
        self._look = look
        if self.shown is not None:
            self._write(self.shown)

    # ---- each

    def _sheet(self, name: str) -> Sheet:
        if name not in self._sheets:
            self._sheets[name] = self._make(name)
            self._sheets[name].close_requested.connect(self.close)
        return self._sheets[name]

    def _make(self, name: str) -> Sheet:
        whole = self._window.centralWidget()
        assert whole is not None
        if name == "keys":
            return self._window.key_card
        if name == "glossary":
            return GlossarySheet(whole)
        if name == "format":
            return PageSheet(whole)
        if name == "clauses":
            return ClauseSheet(whole)
        if name == "about":
            about = AboutSheet(whole)
            about.log_requested.connect(self._open_log)
            return about
        settings = SettingsSheet(whole)
        settings.chosen.connect(self._choose)
        settings.size_chosen.connect(self._size)
        settings.reset_requested.connect(self._appearance.reset)
        return settings

    def _write(self, name: str) -> None:
        sheet = self._sheets[name]
        if isinstance(sheet, SettingsSheet):
            sheet.show_settings(self._look, self._holds(), self._appearance.zoom_seen)
        elif isinstance(sheet, GlossarySheet):
            sheet.show_terms(self._look, glossary())
        elif isinstance(sheet, ClauseSheet):
            sheet.show_clauses(self._look, clauses())
        elif isinstance(sheet, PageSheet):
            sheet.show_page(
                self._look, self._look.catalogue.text("format.title"), format_page(self._look.catalogue.language)
            )
        elif isinstance(sheet, AboutSheet):
            sheet.show_about(self._look, components(), str(self._faults.log_path()))
        else:
            self._window.key_card.show_rows(self._look, self._keys())

    def _keys(self) -> Rows:
        say, steps = self._look.catalogue.text, self._appearance.space_steps
        return tuple(
            (
                say(f"keys.{group}"),
                tuple(
                    (
                        " ".join(shown_key(key) for key in keys_of(command, space_steps=steps)[: command.shown]),
                        say(f"action.{command.id}"),
                    )
                    for command in COMMANDS
                    if command.group == group
                ),
            )
            for group in GROUPS
        )

    def _holds(self) -> dict[str, str]:
        appearance = self._appearance
        return {
            "language": appearance.display,
            "detail": appearance.detail,
            "theme": appearance.theme_choice,
            "numbering": appearance.chosen_numbering,
            "labels": appearance.chosen_labels,
            "spelling": appearance.spelling,
            "time": appearance.time,
            "motion": "less" if appearance.reduced_motion else "full",
            "space": appearance.space,
        }

    def _choose(self, name: str, choice: str) -> None:
        appearance = self._appearance
        if name == "motion":
            appearance.set_reduced_motion(choice == "less")
            return
        setters: dict[str, Callable[[str], None]] = {
            "language": appearance.set_language,
            "detail": appearance.set_detail,
            "theme": appearance.set_theme,
            "numbering": appearance.set_numbering,
            "labels": appearance.set_labels,
            "spelling": appearance.set_spelling,
            "time": appearance.set_time,
            "space": appearance.set_space,
        }
        setters[name](choice)

    def _size(self, change: int) -> None:
        self._appearance.change_zoom(STEP**change if change else None)

    def _open_log(self) -> None:
        """Its folder, in the desktop's way of showing folders; the log file need not exist yet."""
        folder = self._faults.log_path().parent
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

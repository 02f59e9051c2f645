"""Starts the window: the application, its fonts and settings, what the command line asked for."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QSettings, Qt, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from tcpanim import paths
from tcpanim.gui.desk import FIRST, SIZE, Desk
from tcpanim.gui.errands import Prepare
from tcpanim.gui.faults import Faults, log_path
from tcpanim.gui.loading import Source, named_source
from tcpanim.gui.options import WindowOptions
from tcpanim.gui.recovery import Recovery
from tcpanim.gui.screenshot import Screenshot
from tcpanim.gui.smoke import Smoke
from tcpanim.gui.theme import load_fonts
from tcpanim.gui.views import VIEWS


def run_window(options: WindowOptions) -> int:
    """Open the window as asked; the exit code. Errors that keep it from opening are one line on the terminal."""
    if options.view is not None and options.view not in VIEWS:
        return _refuse(f"there is no view '{options.view}'; there are {', '.join(VIEWS)}")
    quiet = options.smoke or options.screenshot is not None
    if not _has_display():
        if not quiet:
            return _refuse("there is no display to open a window on; `tcpanim run FILE` prints the ladder here", 1)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if options.smoke:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = make_application()
    faults = Faults()
    faults.install()
    try:
        return Start(application, options, faults).run()
    finally:
        faults.remove()


def make_application() -> QApplication:
    """The one QApplication, with our fonts."""
    QCoreApplication.setApplicationName("tcpanim")
    QCoreApplication.setOrganizationName("tcpanim")
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    application.setDesktopFileName("tcpanim")
    load_fonts(path.read_bytes() for path in paths.fonts())
    application.setWindowIcon(QIcon(os.fspath(paths.resources() / "icons" / "tcpanim.svg")))
    return application


def settings_store(*, passing: bool) -> QSettings:
    """The ini file in the platform's place for settings; ``passing``: one that is forgotten (pictures, smoke test)."""
    if passing:
        store = QSettings(os.devnull, QSettings.Format.IniFormat)
        store.clear()
        return store
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "tcpanim", "tcpanim")


def _refuse(message: str, code: int = 2) -> int:
    print(f"tcpanim: {message}", file=sys.stderr)  # noqa: T201 - the terminal is where it was started
    return code


def _has_display() -> bool:
    """Whether Qt will find a screen; on X11 and Wayland it would abort without one."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM", "") not in ("", "xcb", "wayland"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def translate_qt(application: QApplication, language: str) -> QTranslator | None:
    """Qt's own dialogs in Chinese; None where English is meant."""
    if language != "zh":
        return None
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load(QLocale("zh_CN"), "qtbase", "_", folder):
        return None
    application.installTranslator(translator)
    return translator


class Start(QObject):
    """From the first picture to what was asked for."""

    def __init__(self, application: QApplication, options: WindowOptions, faults: Faults) -> None:
        super().__init__()
        self._application = application
        self._options = options
        self._passing = options.smoke or options.screenshot is not None
        self.desk = Desk(settings_store(passing=self._passing), faults, options.size or SIZE)
        self._translator: QTranslator | None = None
        self._language = ""
        self._recovery: Recovery | None = None
        appearance = self.desk.appearance
        if options.lang is not None:
            appearance.set_language(options.lang, remember=False)
        elif self._passing:
            appearance.set_language("en", remember=False)
        if options.theme is not None:
            appearance.set_theme(options.theme, remember=False)
        elif self._passing:
            appearance.set_theme("light", remember=False)
        appearance.changed.connect(self._follow_language)
        self._follow_language()

    def _follow_language(self) -> None:
        if self.desk.appearance.language == self._language:
            return
        self._language = self.desk.appearance.language
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
        self._translator = translate_qt(self._application, self._language)

    def run(self) -> int:
        """Show the window; when it has been painted, open what was asked for."""
        window, options = self.desk.window, self._options
        if options.size is not None:
            window.setMinimumSize(1, 1)
            window.resize(*options.size)
        elif not self._passing and self.desk.settings.geometry is not None:
            window.restoreGeometry(self.desk.settings.geometry)
        window.painted.connect(self._open, Qt.ConnectionType.QueuedConnection)
        if options.screenshot is not None:
            task: QObject = Screenshot(self.desk, options)
        elif options.smoke:
            task = Smoke(self.desk)
        else:
            task = Prepare(self.desk, options)
            self._recovery = Recovery(self.desk, log_path().with_name("window.lock"))
        task.setParent(self)
        window.show()
        return self._application.exec()

    def _open(self) -> None:
        source = source_of(self._options)
        if self._recovery is not None:
            source = self._recovery.source(source, anything=self._options.file is None)
            if self._options.at is None:
                self.desk.session.settled.connect(self._return, Qt.ConnectionType.SingleShotConnection)
        self.desk.session.open(source)

    def _return(self) -> None:
        """To the moment at which the last window ended suddenly."""
        moment = self._recovery.moment() if self._recovery is not None else None
        if moment is not None:
            self.desk.playhead.seek(moment)


def source_of(options: WindowOptions) -> Source:
    """What the command line asks for: an existing file wins over a built-in of the same name."""
    if options.file is None:
        return Source("builtin", FIRST)
    if options.file == "-":
        return Source("text", "-", options.source or b"")
    return named_source(options.file)

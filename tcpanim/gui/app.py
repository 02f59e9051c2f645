"""Starts the window: the application, its fonts and settings, what the command line asked for.

The frame is painted first; only then are the parts of the window, and all that they need, loaded.
"""

from __future__ import annotations

import builtins
import contextlib
import linecache
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QObject,
    QSettings,
    QSize,
    Qt,
    QTemporaryDir,
    QTranslator,
)
from PySide6.QtGui import QGuiApplication, QIcon, QSessionManager
from PySide6.QtWidgets import QApplication

from tcpanim import paths
from tcpanim.gui.application import Application
from tcpanim.gui.display import NO_DISPLAY, answering, has_display, tell
from tcpanim.gui.faults import LOCK, Faults, log_path
from tcpanim.gui.main_window import MainWindow
from tcpanim.gui.measures import SIZE
from tcpanim.gui.opening import Opening
from tcpanim.gui.options import WindowOptions
from tcpanim.gui.settings import Settings
from tcpanim.gui.theme import desktop_theme, load_fonts
from tcpanim.gui.views import VIEWS

if TYPE_CHECKING:
    from tcpanim.gui.desk import Desk
    from tcpanim.gui.ending import Ending
    from tcpanim.gui.loading import Source
    from tcpanim.gui.recovery import Recovery

ROOM = 0.94
"""So much of the screen is the most that the first window takes: its frame and title need the rest."""


def run_window(options: WindowOptions) -> int:
    """Open the window as asked; the exit code. Errors that keep it from opening are one line on the terminal."""
    if options.view is not None and options.view not in VIEWS:
        return _refuse(f"there is no view '{options.view}'; there are {', '.join(VIEWS)}")
    quiet = options.smoke or options.screenshot is not None
    if not has_display():
        if not quiet:
            return _refuse(f"there is no display to open a window on; {NO_DISPLAY}", 1)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if options.smoke:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    name_application()
    if _taken_by_another(options):
        return 0
    with answering():
        application = bare_application()
    faults = Faults()
    faults.install()
    try:
        return Start(application, options, faults).run()
    finally:
        faults.remove()


def make_application() -> QApplication:
    """The one QApplication, with our fonts."""
    application = bare_application()
    dress_application(application)
    return application


def name_application() -> None:
    """By its names Qt knows where settings and log are."""
    QCoreApplication.setApplicationName("tcpanim")
    QCoreApplication.setOrganizationName("tcpanim")


def plain_imports() -> None:
    """Take PySide's watch off `import`: it reads the source of every module for the word that turns its features on.

    Nothing here has it, and all those texts would stay in the memory: eight megabytes, and a part of the start.
    """
    if builtins.__import__ is getattr(builtins, "__feature_import__", None):
        builtins.__import__ = builtins.__dict__["__orig_import__"]
    linecache.clearcache()


def use_utf8() -> None:
    """Where the locale is C, or one that is not installed: Qt would do it by itself, with four lines of complaint."""
    deciding = next((name for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "LC_CTYPE")
    if os.environ.get(deciding, "C") in ("C", "POSIX"):
        os.environ["LC_ALL" if deciding == "LC_ALL" else "LC_CTYPE"] = "C.UTF-8"
        return
    import locale

    if locale.setlocale(locale.LC_CTYPE) == "C":  # the variables stay: they say which language is wanted
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, "C.UTF-8")


def be_a_program() -> None:
    """To Windows' task bar; else it puts the window to those of Python, which runs it, with Python's icon."""
    import ctypes

    ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("tcpanim")  # type: ignore[attr-defined]


def bare_application() -> QApplication:
    """The one QApplication, as far as a window without any text needs it."""
    plain_imports()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's: else one thread per core once the plots are shown
    name_application()
    if sys.platform.startswith("linux"):
        use_utf8()
    elif os.name == "nt" and not getattr(sys, "frozen", False):
        be_a_program()
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else Application(sys.argv[:1])
    application.setStyle("Fusion")
    application.setDesktopFileName("tcpanim")
    return application


def dress_application(application: QApplication) -> None:
    """Give it our fonts and our icon."""
    load_fonts(paths.fonts())
    application.setWindowIcon(QIcon(os.fspath(paths.resources() / "icons" / "tcpanim.svg")))


class _PassingSettings(QSettings):
    """Kept in a folder that goes with it; never in the null device, as Qt would put a file in its place."""

    def __init__(self) -> None:
        self._folder = QTemporaryDir()
        super().__init__(self._folder.filePath("settings.ini"), QSettings.Format.IniFormat)


def settings_store(*, passing: bool) -> QSettings:
    """The ini file in the platform's place for settings; ``passing``: one that is forgotten (pictures, smoke test)."""
    if passing:
        return _PassingSettings()
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "tcpanim", "tcpanim")


def _taken_by_another(options: WindowOptions) -> bool:
    """Whether a window that stands open takes what is to be opened: a file or nothing, and in no particular way."""
    plain = WindowOptions(file=options.file, source=options.source)
    if options != plain or not (log_path().parent / LOCK).exists():
        return False
    if options.file is not None and (options.file == "-" or not os.path.lexists(options.file)):
        return False
    from tcpanim.gui.instance import hand_over

    path = os.path.abspath(options.file) if options.file is not None else ""  # noqa: PTH100 - not resolved
    return hand_over(log_path().parent, path)


def _refuse(message: str, code: int = 2) -> int:
    tell(message)
    return code


class _QtInChinese(QTranslator):
    """Qt's own Chinese. Labels that have got a key since it was made ("&Look in:") are looked up without the key."""

    def translate(self, context: str, text: str, comment: str | None = None, n: int = -1) -> str | None:
        """The text in Chinese; empty if there is none."""
        found = super().translate(context, text, comment, n)
        return found if found or "&" not in text else super().translate(context, text.replace("&", ""), comment, n)


def translate_qt(application: QApplication, language: str) -> QTranslator | None:
    """Qt's own dialogs in Chinese; None where English is meant."""
    if language != "zh":
        return None
    translator = _QtInChinese(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load(QLocale("zh_CN"), "qtbase", "_", folder):
        return None
    application.installTranslator(translator)
    return translator


def bound(window: MainWindow, room: QSize) -> None:
    """No larger than a screen with that room: one on which the desktop enlarges everything twice has little."""
    window.setMinimumSize(window.minimumSize().boundedTo(room * ROOM))


def fit(window: MainWindow, room: QSize) -> None:
    """The first size on a screen with that room: most of it, all of it where it is not large."""
    window.resize(max(SIZE[0], round(room.width() * 0.85)), max(SIZE[1], round(room.height() * 0.85)))
    if window.width() > room.width() * 0.9 or window.height() > room.height() * 0.9:
        window.resize(room)
        window.setWindowState(Qt.WindowState.WindowMaximized)


class Start(QObject):
    """From the first picture to what was asked for."""

    desk: Desk
    """What works in the window; it is there once the window has been painted."""

    def __init__(self, application: QApplication, options: WindowOptions, faults: Faults) -> None:
        super().__init__()
        self._application = application
        self._options = options
        self._faults = faults
        self._passing = options.smoke or options.screenshot is not None
        self._store = settings_store(passing=self._passing)
        self._settings = Settings(self._store)
        self._translator: QTranslator | None = None
        self._language = ""
        self._opened = False
        self._recovery: Recovery | None = None
        self._ending: Ending | None = None
        self.window = self._open_window()
        if isinstance(application, Application):
            application.file_asked.connect(self._asked_by_system)

    def _open_window(self) -> MainWindow:
        """An empty one, of the size and in the colours that it will have."""
        options, settings = self._options, self._settings
        window = MainWindow()
        if options.size is not None:
            window.setMinimumSize(1, 1)
        size = QSize(*options.size or SIZE)
        if options.size is None and not self._passing:  # a picture has the same size everywhere
            bound(window, QGuiApplication.primaryScreen().availableSize())
            size = size.boundedTo(QGuiApplication.primaryScreen().availableSize() * ROOM)
        window.resize(size)
        if options.size is None and not self._passing:
            if settings.geometry is None:
                fit(window, self._application.primaryScreen().availableGeometry().size())
            else:
                window.restoreGeometry(settings.geometry)
        theme = options.theme or ("light" if self._passing else settings.theme)
        display = options.lang or ("en" if self._passing else settings.display)
        window.show_opening(
            Opening(
                desktop_theme() if theme == "system" else theme, settings.zoom, settings.stage_share, display == "both"
            )
        )
        return window

    def run(self) -> int:
        """Show the window; when it has been painted, furnish it and open what was asked for."""
        self.window.painted.connect(self._furnish, Qt.ConnectionType.QueuedConnection)
        self.window.show()
        code = self._application.exec()
        return self._ending.end(code) if self._ending is not None else code

    def _session_ends(self, _manager: QSessionManager) -> None:
        """The desktop wants to end; another program may still keep it from that, so nothing is closed, or asked."""
        self.desk.editing.keep()
        if self._recovery is not None:
            self._recovery.keep(firm=False)

    def _told_to_end(self, by_user: bool) -> None:
        """Where it is not the user who wants the end, the next window goes on where this one was."""
        if self._recovery is not None and not by_user:
            self._recovery.keep()
        self.window.close()
        self._application.exit()  # from within a dialog, too

    def _furnish(self) -> None:
        try:
            self._put_in_all()
        except Exception as error:  # noqa: BLE001 - whatever it is, an empty window is of no use to anybody
            self._faults.report(error)
            self._application.exit(1)

    def _put_in_all(self) -> None:
        from tcpanim.gui.desk import Desk
        from tcpanim.gui.ending import Ending

        self._ending = Ending(self)
        self._ending.asked.connect(self._told_to_end)
        self._application.commitDataRequest.connect(self._session_ends)
        dress_application(self._application)
        self.desk = Desk(self._store, self._faults, window=self.window)
        appearance, options = self.desk.appearance, self._options
        if options.lang is not None or self._passing:
            appearance.set_language(options.lang or "en", remember=False)
        if options.theme is not None or self._passing:
            appearance.set_theme(options.theme or "light", remember=False)
        appearance.changed.connect(self._follow_language)
        self._follow_language()
        self._task().setParent(self)
        self._open()

    def _task(self) -> QObject:
        """What is to be done once the run is there."""
        if self._options.screenshot is not None:
            from tcpanim.gui.screenshot import Screenshot

            return Screenshot(self.desk, self._options)
        if self._options.smoke:
            from tcpanim.gui.smoke import Smoke

            return Smoke(self.desk)
        from tcpanim.gui.errands import Prepare
        from tcpanim.gui.instance import Requests
        from tcpanim.gui.recovery import Recovery
        from tcpanim.gui.rest import Rest

        self._rest = Rest(self.desk)
        folder = log_path().parent
        self._recovery = Recovery(self.desk, folder / LOCK)
        if self._recovery.owns:
            with contextlib.suppress(OSError):
                self._requests = Requests(folder, self)
                self._requests.asked.connect(self._asked)
        return Prepare(self.desk, self._options)

    def _asked_by_system(self, path: str) -> None:
        if self._opened:
            self._asked(path)
        else:  # the double click that started the program
            self._options = replace(self._options, file=path, source=None)

    def _asked(self, path: str) -> None:
        """By a second start: open that file, and come to the front."""
        if path:
            self.window.file_dropped.emit(path)
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _follow_language(self) -> None:
        if self.desk.appearance.language == self._language:
            return
        self._language = self.desk.appearance.language
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
        self._translator = translate_qt(self._application, self._language)

    def _open(self) -> None:
        self._opened = True
        source = source_of(self._options)
        if self._recovery is not None:
            source = self._recovery.source(source, anything=self._options.file is None)
            if self._options.at is None:
                self.desk.session.settled.connect(self._return, Qt.ConnectionType.SingleShotConnection)
        self.desk.session.open(source)

    def _return(self) -> None:
        """To the moment at which the last window ended suddenly."""
        moment = self._recovery.moment() if self._recovery is not None else None
        if moment is not None and self._recovery is not None:
            self.desk.playhead.seek(moment)
            self._recovery.restore()


def source_of(options: WindowOptions) -> Source:
    """What the command line asks for: an existing file wins over a built-in of the same name."""
    from tcpanim.gui.loading import Source, named_source
    from tcpanim.library import FIRST

    if options.file is None:
        return Source("builtin", FIRST)
    if options.file == "-":
        return Source("text", "-", options.source or b"")
    return named_source(options.file)

"""The window: where everything stands. What is connected with what is said in ``desk``.

It opens with nothing in it but its frame; the widgets, and all that they need, are loaded by ``build``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSplitter,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from tcpanim.gui.measures import EDGE, HALF, HANDLE, LOWER, MARGINS, SMALLEST, STAGE, WIDE
from tcpanim.gui.opening import Opening, paint_opening
from tcpanim.gui.style import style_sheet
from tcpanim.gui.theme import SMALL

if TYPE_CHECKING:
    from tcpanim.gui.dropping import Dragged
    from tcpanim.gui.look import Look
    from tcpanim.gui.turns import InTurn, Order
    from tcpanim.gui.widgets.drop_cover import DropCover
    from tcpanim.gui.widgets.view import View
    from tcpanim.trace.trace import Trace

EDITOR_SHARE = 0.36
"""Of the width, until the user moves the handle."""


class _FirstPaint(QObject):
    """Looks for a widget's first picture, and then no longer."""

    seen = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell once."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self.seen.emit()
        return False


class MainWindow(QMainWindow):
    """Toolbar; stage over ladder and other views, or the library; side panel; caption; transport."""

    painted = Signal()
    """The first picture is being drawn; nothing slow was done before."""
    resized = Signal(int, int)
    file_dropped = Signal(str)
    closing = Signal()
    view_failed = Signal(object)
    """A view raised this exception; the others go on."""

    def __init__(self) -> None:
        super().__init__()
        self._opening: Opening | None = None
        self._seen = False
        self._look: Look | None = None
        self._folded: bool | None = None
        """Whether the user folded the side panel (True) or opened it (False); None: as there is room."""
        self._view = "ladder"
        self._alone = False
        self._front = False
        """Where there is no room for both: whether a view was asked for, and so stands in the stage's place."""
        self._compared: QWidget | None = None
        self.drop_cover: DropCover | None = None
        """What lies over all while a file is dragged over the window."""
        self._dragged: Dragged | None = None
        self.setAcceptDrops(True)
        first = _FirstPaint(self)
        first.seen.connect(self.painted)
        self.painted.connect(self._first_seen, Qt.ConnectionType.QueuedConnection)
        self.installEventFilter(first)
        self.setMinimumSize(*SMALLEST)

    def show_opening(self, opening: Opening) -> None:
        """Paint its frame until there is something in it."""
        self._opening = opening
        self.setPalette(opening.theme_for(self.width(), self.height()).palette())

    def build(self, actions: Mapping[str, QAction], menu: QMenu) -> None:
        """Make everything and put it in its place; the actions belong to the window and so come after it."""
        from tcpanim.gui.views import LOWER, PANELS
        from tcpanim.gui.widgets.caption import Caption
        from tcpanim.gui.widgets.division import Division
        from tcpanim.gui.widgets.key_card import KeyCard
        from tcpanim.gui.widgets.library import Library
        from tcpanim.gui.widgets.lower import Lower
        from tcpanim.gui.widgets.notice import Notice
        from tcpanim.gui.widgets.problems import Problems
        from tcpanim.gui.widgets.reading import Stack
        from tcpanim.gui.widgets.side_panel import SidePanel
        from tcpanim.gui.widgets.side_strip import SideStrip
        from tcpanim.gui.widgets.stage import Stage
        from tcpanim.gui.widgets.toolbar import Toolbar
        from tcpanim.gui.widgets.transport import Transport

        self.stage = Stage()
        self.below = Lower(LOWER)
        self.side = SidePanel(PANELS)
        for deck in (self.below, self.side):
            deck.failed.connect(self.view_failed)
        self.strip = SideStrip(tuple(PANELS))
        self.caption = Caption()
        self.problems = Problems()
        self.notice = Notice()
        self.library = Library()
        self.toolbar = Toolbar(actions, menu)
        self.transport = Transport(actions)
        self._lower = Stack()
        self._lower.addWidget(self.below)
        self._lower.addWidget(self.problems)
        self.division = Division(self.stage, self._lower)
        self.division.resized.connect(self._arrange_lower)
        self._column = QVBoxLayout()
        self._above = QHBoxLayout()
        self._above.addWidget(self.notice)
        self._column.addLayout(self._above)
        self._column.addWidget(self.division, 1)
        middle = QWidget()
        middle.setLayout(self._column)
        self._halves = QSplitter(Qt.Orientation.Horizontal)
        self._halves.setChildrenCollapsible(False)
        self._halves.addWidget(middle)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._halves, 1)
        across.addWidget(self.side)
        across.addWidget(self.strip)
        run = QWidget()
        rows = QVBoxLayout(run)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(across, 1)
        rows.addWidget(self.caption)
        rows.addWidget(self.transport)
        self._pages = Stack()
        self._pages.addWidget(run)
        self._run = run
        self._pages.addWidget(self.library)
        whole = QWidget()
        whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # where the focus is while it is nowhere
        whole.setFocus()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(whole)
        self.key_card = KeyCard(whole)
        self._opening = None

    @property
    def views(self) -> tuple[View, ...]:
        """Everything that shows (trace, t); what stands below the stage and in the side panel passes orders on."""
        return (self.stage, self.below, self.side, self.transport)

    def _first_seen(self) -> None:
        self._seen = True
        self.begin()

    def begin(self) -> None:
        """After the first picture: the views that are in sight."""
        if self._seen and self._look is not None:
            self.below.begin()
            self.side.begin()

    # ---- what it shows

    def set_look(self, look: Look, numbering: str) -> None:
        """Show everything in ``look``."""
        before, self._look = self._look, look
        theme = look.theme
        if before is None or (before.theme.name, before.theme.scale) != (theme.name, theme.scale):
            self.setPalette(theme.palette())
            self.setFont(theme.font(15))
            QToolTip.setFont(theme.font(SMALL))
            self.setStyleSheet(style_sheet(theme))
        edge = theme.px(EDGE)
        left, above, right, below = map(theme.px, MARGINS)
        self._column.setContentsMargins(left - edge, above, right - edge, below)
        self._above.setContentsMargins(edge, 0, edge, 0)
        self._lower.setContentsMargins(edge, 0, edge, 0)
        self._column.setSpacing(theme.px(12))
        self.division.setHandleWidth(theme.px(HANDLE))
        self.toolbar.set_look(look, numbering)
        for part in (self.strip, self.caption, self.problems, self.notice, self.library):
            part.set_look(look)
        self._each("set_look", look)
        self._fold_by_room()

    def set_look_of_run(self, look: Look) -> None:
        """The same look, with the names and the clock of another run: only the views have anything to do with that."""
        self._look = look
        self._each("set_look", look)

    def set_trace(self, trace: Trace | None) -> None:
        """Show another run; its look must have been set before."""
        self._each("set_trace", trace)

    def show_at(self, t: int, in_turn: InTurn | None = None) -> None:
        """Show the moment ``t``; ``in_turn`` takes the orders that need not be done in every frame."""
        if in_turn is None:
            self._each("show_at", t)
            return
        for show in (self.stage.show_at, self.transport.show_at):
            self._try(partial(show, t))

        def side() -> Order:
            self._try(partial(self.side.begin_at, t))
            return partial(self._try, self.side.complete)

        in_turn("window.side", side)
        in_turn("window.first", partial(self._try, partial(self.below.show_first, t)))
        in_turn("window.below", partial(self._try, partial(self.below.show_at, t)))
        in_turn("window.ahead", partial(self._try, self.stage.prepare))

    def rehearse(self) -> Iterator[None]:
        """Make ready, a few milliseconds at a time, what the views in sight will need at later moments."""
        for part in (self.stage, self.side, self.below):
            yield from part.rehearse()

    def set_selection(self, segment: int | None) -> None:
        """Show that segment as selected."""
        self._each("set_selection", segment)

    def _each(self, order: str, value: object) -> None:
        """The same order to every view; one that fails does not keep it from the others."""
        for view in self.views:
            self._try(partial(getattr(view, order), value))

    def _try(self, order: Callable[[], object]) -> None:
        try:
            order()
        except Exception as error:  # noqa: BLE001 - reported, whatever it is
            self.view_failed.emit(error)

    # ---- pages, views, panels

    @property
    def library_shown(self) -> bool:
        """Whether the library stands in front."""
        return self._pages.currentIndex() == 1

    def show_library(self, shown: bool) -> None:
        """Bring the library, or the run, to the front."""
        if shown:
            self._pages.setCurrentIndex(1)
        else:
            self._pages.setCurrentWidget(self._compared or self._run)
        self.toolbar.library.setChecked(shown)
        if shown:
            self.library.begin()
        else:
            self.leave_focus()

    def show_comparison(self, page: QWidget | None) -> None:
        """Two runs in the place of one; None: one again."""
        self._compared = page
        if page is not None and self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        if not self.library_shown:
            self._pages.setCurrentWidget(page or self._run)
        self.leave_focus()

    def leave_focus(self) -> None:
        """Take the focus off everything: the keys are the window's."""
        centre = self.centralWidget()
        if centre is not None:
            centre.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self, name: str) -> None:
        """The keys go to the view or the panel of that name; to the window, where it takes none or is not in sight."""
        place = self.below.place(name) or self.side.place(name)
        if place is not None and place.isVisible():
            place.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.leave_focus()

    @property
    def view(self) -> str:
        """A view of the table, or stage (which then has all the room)."""
        return self._view

    def begin_view(self, name: str) -> None:
        """The view that a scenario begins with; it never hides the stage."""
        self.show_view(name)
        self._front = False
        self._arrange_lower()

    def show_view(self, name: str) -> None:
        """Show what stands below the stage, or the stage alone."""
        self._view = name
        self._front = name != "stage"
        if name == "stage":
            self._alone = False
        else:
            self.below.show_view(name)
        self._arrange_lower()

    def toggle_alone(self) -> None:
        """The views take the stage's room, too, or give it back."""
        self._alone = not self._alone
        if self._alone and self._view == "stage":
            self._view = self.below.view
        self._arrange_lower()

    def toggle_measure(self) -> None:
        """Begin or end measuring on the ladder, where it can be seen."""
        from tcpanim.gui.widgets.ladder import Ladder

        ladder = self.below.named("ladder")
        assert isinstance(ladder, Ladder)
        if not ladder.isVisible():
            self.show_view("ladder")
        ladder.toggle_measure()

    @property
    def problems_shown(self) -> bool:
        """Whether the list of problems stands below the stage."""
        return self._lower.currentWidget() is self.problems

    def show_problems(self, shown: bool) -> None:
        """Put the list of problems below the stage, or what was there."""
        self._lower.setCurrentWidget(self.problems if shown else self.below)
        self._arrange_lower()

    def _arrange_lower(self) -> None:
        wanted = self._view != "stage" or self.problems_shown
        room = self._room()
        self.stage.setMinimumHeight(min(STAGE[1], max(room // 2, room - LOWER, 0)))
        if wanted and room < 2 * self._half() and not self._alone:
            front = self._front or self.problems_shown
            self._lower.setVisible(front)
            self.stage.setVisible(not front)
            return
        self._lower.setVisible(wanted)
        self.stage.setVisible(not self._alone or self.problems_shown)

    @property
    def editor_shown(self) -> bool:
        """Whether an editor stands at the left."""
        first = self._halves.widget(0)
        return self._halves.count() > 1 and first is not None and not first.isHidden()

    def show_editor(self, editor: QWidget, *, shown: bool) -> None:
        """Put the editor at the left of the stage, or away."""
        if shown and not self._is_wide():
            self._folded = None  # both together leave the stage little room
        first = self._halves.indexOf(editor) < 0
        if first:
            self._halves.insertWidget(0, editor)
            self._halves.setStretchFactor(1, 1)
        editor.setVisible(shown)
        self._fold_by_room()
        if first:
            room = self.width() - (self.strip if self.side.isHidden() else self.side).sizeHint().width()
            self._halves.setSizes([round(room * EDITOR_SHARE), round(room * (1 - EDITOR_SHARE))])

    def show_panel(self, name: str | None) -> None:
        """A page of the side panel; None folds it."""
        before = QApplication.focusWidget()
        in_strip, in_side = (part.isAncestorOf(before) if before else False for part in (self.strip, self.side))
        self._folded = name is None
        if name is not None:
            self.side.choose(name)
        self._fold_by_room()
        # What goes away with the focus in it hands it on to what comes in its place.
        if in_strip and name is not None and not self.folded:
            self.enter(name)
        elif in_side and self.folded:
            self.strip.tabs[self.side.page].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def folded(self) -> bool:
        """Whether only the side panel's tabs are shown."""
        return self.side.isHidden()

    def _is_wide(self) -> bool:
        return self._look is not None and self.width() >= self._look.theme.px(WIDE)

    def _half(self) -> int:
        """The least height for each of two parts: larger type needs more of it."""
        return max(HALF, self._look.theme.px(HALF * 0.9)) if self._look is not None else HALF

    def _room(self) -> int:
        """The height for the stage and what stands below it; plenty as long as nobody knows."""
        room = self.division.height() - self.division.handleWidth()
        return room if self.division.isVisible() else STAGE[1] + LOWER

    def _fold_by_room(self) -> None:
        if self._look is None:
            return
        wide = self._is_wide()
        self.below.set_wide(wide and not self.editor_shown)
        folded = self._folded if self._folded is not None else not wide
        self.side.setVisible(not folded)
        self.strip.setVisible(folded)

    # ---- Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The size decides the scale, and what is folded."""
        super().resizeEvent(event)
        self.resized.emit(self.width(), self.height())
        if self._look is not None:
            self._fold_by_room()
            self.caption.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bare frame, until there is something in it."""
        super().paintEvent(event)
        if self._opening is not None:
            painter = QPainter(self)
            paint_opening(painter, self._opening, self.width(), self.height())
            painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file comes: say that it can be dropped, or why not. Unless it is accepted, nobody tells when it leaves."""
        self._drag(event)
        if event.mimeData().urls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Over what cannot be opened the pointer says so."""
        found = self._drag(event)
        if found is not None and not found.refused:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It has gone elsewhere."""
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        """The first file that was dropped is opened."""
        found = self._drag(event)
        self._end_drag()
        if found is not None and not found.refused:
            event.acceptProposedAction()
            self.file_dropped.emit(found.path)

    def _drag(self, event: QDropEvent) -> Dragged | None:
        """What is dragged; it is looked into once, and not with every move."""
        if self._dragged is None:
            from tcpanim.gui.dropping import dragged

            self._dragged = dragged(event.mimeData())
            if self._dragged is not None and self._look is not None:
                if self.drop_cover is None:
                    from tcpanim.gui.widgets.drop_cover import DropCover

                    self.drop_cover = DropCover(self)
                self.drop_cover.show_for(self._dragged, self._look)
        return self._dragged

    def _end_drag(self) -> None:
        self._dragged = None
        if self.drop_cover is not None:
            self.drop_cover.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """No button is to look chosen before anybody has touched a key."""
        super().showEvent(event)
        self.leave_focus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say good-bye."""
        self.closing.emit()
        if self._look is not None:
            self.below.close_jobs()
            self.side.close_jobs()
        super().closeEvent(event)

"""The pages that come up during a lecture: keys, overview, points by name, the clicker's test.

They stand in the presenter's window where there is one, else over the picture: nobody asks for them by chance.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.orders.actions import shown_key
from tcpanim.gui.presentation.audience import Audience
from tcpanim.gui.presentation.clicker_page import ClickerPage
from tcpanim.gui.presentation.names_page import NamesPage
from tcpanim.gui.presentation.orders import GROUPS, ORDERS, Keys
from tcpanim.gui.presentation.overview_page import OverviewPage
from tcpanim.gui.style import style_sheet
from tcpanim.gui.theme import Theme
from tcpanim.gui.widgets.key_card import KeyCard, Rows
from tcpanim.gui.widgets.sheet import Sheet
from tcpanim.scene.reasons import spoken_at

if TYPE_CHECKING:
    from tcpanim.gui.presentation.presentation import Presentation

SMALLEST_CARD = 0.7
"""The key card is not shrunk beyond this scale."""
_CLOSING = ("leave", "black", "white", "keys", "overview", "name")


def key_rows(look: Look, keys: Keys) -> Rows:
    """The orders of a lecture with their keys, in groups."""
    say = look.catalogue.text
    return tuple(
        (
            say(f"lecture.keys_{group}"),
            tuple(
                (" ".join(shown_key(key) for key in keys.of(order.id)[: order.shown]), say(f"lecture.{order.id}"))
                for order in ORDERS
                if order.group == group and order.shown and keys.of(order.id)
            ),
        )
        for group in GROUPS
    )


class Pages(QObject):
    """One page at a time."""

    def __init__(self, presentation: Presentation) -> None:
        super().__init__(presentation)
        self._presentation = presentation
        self.page: Sheet | None = None
        self._name = ""

    def holds(self, widget: QWidget) -> bool:
        """Whether ``widget`` belongs to the page that is open."""
        return self.page is not None and (widget is self.page or self.page.isAncestorOf(widget))

    def toggle(self, name: str) -> None:
        """Open that page, or close it where it is open."""
        again = self._name == name
        self.close()
        if not again:
            self._open(name)

    def toggle_check(self) -> None:
        """The check before a lecture, in the program's own window too."""
        self.toggle("clicker")

    def close(self) -> bool:
        """Close what is open; whether anything was."""
        if self.page is None:
            return False
        page, self.page, self._name = self.page, None, ""
        host = page.parentWidget()
        page.hide()
        page.deleteLater()
        if host is not None:
            (getattr(host, "mirror", host)).setFocus()
        return True

    def dress(self) -> None:
        """Another look: what is open is made anew."""
        name = self._name
        if name:
            self.close()
            self._open(name)

    def _host(self) -> QWidget | None:
        presentation = self._presentation
        if not presentation.on:
            window = presentation.window
            return window.centralWidget() if isinstance(window, QMainWindow) else window
        presenter = presentation.presenter
        return presenter if presenter is not None and presenter.isVisible() else presentation.audience

    def _open(self, name: str) -> None:
        host = self._host()
        if host is None:
            return
        look = self._presentation.look_of(host)
        if isinstance(host, Audience):
            host.setStyleSheet(style_sheet(look.theme))
        self.page, self._name = self._make(name, host, look), name
        self.page.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.page.setCursor(Qt.CursorShape.ArrowCursor)
        if isinstance(host, Audience):
            _without_popups(self.page)
        self.page.close_requested.connect(self.close)
        self.page.open(self.page.search if isinstance(self.page, NamesPage) else self.page.card)

    def _make(self, name: str, host: QWidget, look: Look) -> Sheet:
        if name == "keys":
            card = KeyCard(host)
            rows = key_rows(look, self._presentation.clicker.keys)
            card.show_rows(look, rows)
            scale = look.theme.scale
            while card.overflows and scale > SMALLEST_CARD:
                scale *= 0.94  # all keys on one page, however narrow
                theme = Theme(look.theme.name, scale, look.theme.language)
                card.show_rows(replace(look, theme=theme), rows)
            return card
        if name == "clicker":
            check = ClickerPage(host)
            presentation = self._presentation
            check.show_check(look, presentation.read_keys(), presentation.checks(), presentation.settings_file)
            return check
        course = self._presentation.lecture.course
        trace = self._presentation.lecture_trace
        assert trace is not None
        assert look.naming is not None
        titles = tuple(spoken_at(trace, t, look.naming).what for t in course.times)
        if name == "names":
            names = NamesPage(host)
            names.show_names(look, titles)
            names.chosen.connect(self._go)
            return names
        overview = OverviewPage(host)
        sketch, frame = self._presentation.sketch, self._presentation.picture.frame
        now = course.number(self._presentation.moment)
        private = not isinstance(host, Audience)
        overview.show_points(
            look, titles, now, lambda number: sketch(course.times[number - 1]),
            self._presentation.spent.told(len(titles)) if private else (),
            self._presentation.time_spent if private else "",
            frame.width / max(frame.height, 1),
        )  # fmt: skip
        overview.chosen.connect(self._go)
        return overview

    def _go(self, number: int) -> None:
        self.close()
        self._presentation.lecture.go(number)

    def key(self, event: QKeyEvent) -> bool:
        """Whether the open page takes the key."""
        page = self.page
        if page is None:
            return False
        if isinstance(page, ClickerPage):
            page.keyPressEvent(event)
            return True
        if isinstance(page, NamesPage):  # typed while another window of the lecture has the keys
            page.take(event)
            return True
        name = self._presentation.clicker.order(event)
        if name in _CLOSING:
            self.close()
        elif isinstance(page, OverviewPage):
            page.key(event, name)
        elif isinstance(page, KeyCard) and name in ("next", "back"):
            self.close()
        return True


def _without_popups(page: QWidget) -> None:
    """No menu and no tooltip comes up over it: an audience would see them."""
    for widget in (page, *page.findChildren(QWidget)):
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        widget.setToolTip("")


def large(theme: Theme, height: int) -> Theme:
    """The theme for a page over the audience's picture of that height."""
    return Theme(theme.name, max(0.8, height / 1080 * 1.15), theme.language)

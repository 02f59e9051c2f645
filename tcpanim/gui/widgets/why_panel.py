"""The side panel's page of reasons: what happened, because of what, because of what."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, MEDIUM, REGULAR, SEMIBOLD, SMALL, Theme
from tcpanim.gui.widgets.parts import Column, KeyButton, label, tab_after, write
from tcpanim.gui.widgets.run_view import RunView
from tcpanim.gui.widgets.transport import clock_text
from tcpanim.scene.one_side import knower, knows_flight
from tcpanim.scene.reasons import Link, Question, chain_at, chain_of, chain_of_segment, title_of, unseen
from tcpanim.trace.trace import Trace
from tcpanim.units import MS

NEAREST = 3
"""So many links a brief chain has."""


class LinkRow(Column):
    """One link, with its dot on the line that joins them."""

    seek_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._side = "none"
        self._last = False
        self._t = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.time = KeyButton(self)
        self.time.setProperty("link", True)
        self.time.clicked.connect(lambda: self.seek_requested.emit(self._t))
        self.what = label(self, wrap=True)
        self.why = label(self, "2", wrap=True)
        self.rules = label(self, "3", wrap=True)
        self._layout = QVBoxLayout(self)
        for widget in (self.time, self.what, self.why, self.rules):
            self._layout.addWidget(widget)

    def show_link(self, look: Look, link: Link, *, first: bool, last: bool, fine: bool, brief: bool) -> None:
        """Show that link."""
        self._theme, self._side, self._last, self._t = look.theme, link.side, last, link.t
        theme = look.theme
        self._layout.setContentsMargins(theme.px(24), 0, 0, theme.px(14))
        self._layout.setSpacing(theme.px(2))
        self.time.setFont(theme.font(SMALL, mono=True))
        self.time.setText(" · ".join((clock_text(link.t, fine), *link.rules[: 1 if brief else 0])))
        self.time.setToolTip(look.catalogue.text("why.go"))
        self.setToolTip(self.time.toolTip())
        self.what.setFont(theme.prose(BODY, MEDIUM if first else REGULAR))
        write(self.what, link.what)
        self.why.setFont(theme.prose(SMALL))
        write(self.why, link.why)
        self.why.setVisible(bool(link.why) and not brief)
        self.rules.setFont(theme.prose(SMALL))
        self.rules.setText(" · ".join(link.rules))
        self.rules.setVisible(bool(link.rules) and not brief)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """All of it leads there, not the time alone."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.seek_requested.emit(self._t)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dot, and the line down to the next."""
        if self._theme is None:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(theme.px(7), self.time.geometry().center().y())
        if not self._last:
            painter.setPen(QPen(theme.colour("line"), theme.px(2)))
            painter.drawLine(centre, QPointF(centre.x(), self.height() + theme.px(14)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._side if self._side in ("left", "right") else "wire"))
        painter.drawEllipse(centre, theme.px(5), theme.px(5))
        painter.end()


class WhyPanel(Column, RunView):
    """The chain behind the chosen segment, or behind the present step."""

    def __init__(self, parent: QWidget | None = None, *, brief: bool = False) -> None:
        """``brief``: a part of another page, with the nearest links and without their reasons."""
        super().__init__(parent)
        self._brief = brief
        self._asked: tuple[Question, int] | None = None
        self._shown: tuple[object, ...] = ()
        self.title = label(self, wrap=True)
        self.follow = KeyButton(self)
        self.follow.setProperty("link", True)
        self.follow.clicked.connect(lambda: self.ask(None))
        self.follow.hide()
        self.empty = label(self, "2", wrap=True)
        self._rows: list[LinkRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self.title)
        self._layout.addWidget(self.follow)
        self._layout.addWidget(self.empty)
        self._links = QVBoxLayout()
        self._layout.addLayout(self._links)
        self._layout.addStretch(1)

    def _dress(self, look: Look) -> None:
        theme = look.theme
        self._layout.setContentsMargins(0, theme.px(12), 0, theme.px(12))
        self._layout.setSpacing(theme.px(12))
        self._links.setSpacing(0)
        self.title.setFont(theme.prose(LEAD, SEMIBOLD))
        self.empty.setFont(theme.prose(BODY))
        self.empty.setText(look.catalogue.text("why.empty"))
        self.follow.setFont(theme.font(SMALL))
        self.follow.setText(look.catalogue.text("why.follow"))
        self._shown = ()

    def _begin(self, _trace: Trace | None) -> None:
        self._asked, self._shown = None, ()

    def set_selection(self, segment: int | None) -> None:
        """Explain that segment, None: the present step."""
        self._asked = None
        super().set_selection(segment)

    def ask(self, question: Question | None) -> None:
        """Answer that question as things stand now, and go on answering it; None: explain the present step again."""
        self._asked = (question, self._t) if question is not None else None
        self._show()

    def showEvent(self, event: object) -> None:
        """What was left undone while nobody looked."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._show()

    def _show(self) -> None:
        look, trace = self._look, self._trace
        if look is None or trace is None or look.naming is None or not look.fits(trace):
            self._fill((), look)
            return
        if not self.isVisible():
            return  # the chain is long to tell; it is told when somebody looks
        if self._asked is not None:
            self._answer(trace, look, *self._asked)
            return
        self.follow.hide()
        chosen, host = self._selection, knower(trace, look.side)
        if chosen is not None and not self._is_known(trace, chosen, host):
            chosen = None
        key = (id(trace), chosen, trace.step_at(self._t) if chosen is None else None)
        if key == self._shown:
            return
        self._shown = key
        most = NEAREST if self._brief else None
        if chosen is not None:
            segment = look.naming.label(trace.flight(chosen))
            say = look.catalogue.text
            self.title.setText(say("why.sent") if self._brief else say("why.segment", segment=segment))
            links = chain_of_segment(trace, chosen, look.naming, most, host)
        else:
            self.title.setText(look.catalogue.text("why.step"))
            links = chain_at(trace, self._t, look.naming, most, host)
        self._fill(links, look)
        self.empty.setText(look.catalogue.text("why.empty"))
        if host is not None and self._t:
            self.empty.setText(unseen(look.naming, host))

    def _is_known(self, trace: Trace, segment: int, host: str | None) -> bool:
        """Whether that segment can be spoken of now; ``host``: the one whose knowledge alone is shown."""
        flight = trace.flight(segment)
        return flight.sent <= self._t and (host is None or knows_flight(flight, host, self._t))

    def _answer(self, trace: Trace, look: Look, question: Question, t: int) -> None:
        key = (id(trace), question, t)
        if key == self._shown:
            return
        self._shown = key
        assert look.naming is not None
        links = chain_of(trace, question, t, look.naming, knower(trace, look.side))
        self._fill(links, look)
        self.title.setText(title_of(trace, question, t, look.naming))
        self.title.show()
        self.follow.show()
        self.empty.setVisible(not links)
        self.empty.setText(look.catalogue.text("why.empty" if links else "why.closed"))

    def _fill(self, links: tuple[Link, ...], look: Look | None) -> None:
        self.title.setVisible(bool(links))
        self.empty.setVisible(not links and not self._brief and self._trace is not None)
        while len(self._rows) < len(links):
            row = LinkRow(self)
            row.seek_requested.connect(self.seek_requested)
            self._links.addWidget(row)
            tab_after(self._rows[-1].time if self._rows else self.follow, row)
            self._rows.append(row)
        for index, row in enumerate(self._rows):
            row.setVisible(index < len(links))
            if index < len(links) and look is not None and self._trace is not None:
                fine = self._trace.end < 10 * MS
                row.show_link(
                    look, links[index], first=index == 0, last=index == len(links) - 1, fine=fine, brief=self._brief
                )

"""The side panel's page of a listener's queues: who waits, and how much room there is."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, SEMIBOLD, SMALL
from tcpanim.gui.widgets.parts import label
from tcpanim.gui.widgets.run_view import RunView
from tcpanim.scene.backlog import Backlog, backlogs
from tcpanim.scene.one_side import hidden
from tcpanim.trace.trace import Trace

MOST = 12
"""So many of those that wait are named."""


class QueueList(QWidget):
    """One queue: its name, how full it is, and who stands in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label(self, wrap=True)
        self.about = label(self, "2", wrap=True)
        self.who = label(self, wrap=True)
        self._layout = QVBoxLayout(self)
        for widget in (self.title, self.about, self.who):
            self._layout.addWidget(widget)

    def show_queue(self, look: Look, host: str, queue: Backlog) -> None:
        """Show that queue of the listener at ``host``."""
        theme, say = look.theme, look.catalogue.text
        self._layout.setContentsMargins(0, 0, 0, theme.px(12))
        self._layout.setSpacing(theme.px(4))
        self.title.setFont(theme.prose(LEAD, SEMIBOLD))
        full = say("queue.full") if queue.full else ""
        self.title.setText(say("queue.title", host=host, queue=queue.label, count=queue.count, full=full).strip())
        self.about.setFont(theme.prose(SMALL))
        self.about.setText(say(f"queue.about-{queue.name}"))
        names = [*queue.who[:MOST], *([f"+{len(queue.who) - MOST}"] if len(queue.who) > MOST else [])]
        self.who.setFont(theme.font(BODY, mono=True) if names else theme.prose(BODY))
        self.who.setText("\n".join(names) or say("queue.nobody"))


class QueuesPanel(RunView):
    """The queues of both hosts' listeners."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self.empty = label(self, "2", wrap=True)
        self.lists: list[QueueList] = []
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self.empty)
        self._rows = QVBoxLayout()
        self._layout.addLayout(self._rows)
        self._layout.addStretch(1)

    def _dress(self, look: Look) -> None:
        theme = look.theme
        self._layout.setContentsMargins(0, theme.px(12), 0, theme.px(12))
        self._layout.setSpacing(theme.px(12))
        self.empty.setFont(theme.prose(BODY))
        self.empty.setText(look.catalogue.text("queue.empty"))
        self._shown = None

    def _begin(self, _trace: Trace | None) -> None:
        self._shown = None

    def _show(self) -> None:
        look, trace, naming = self._look, self._trace, self._naming()
        queues: list[tuple[str, Backlog]] = []
        if look is not None and trace is not None and naming is not None:
            hosts = zip(trace.hosts, ("left", "right"), strict=True)
            for host in (host for host, side in hosts if not hidden(look.side, side)):
                queues += [(naming.host(host.name), queue) for queue in backlogs(trace, host.name, self._t, naming)]
        if queues == self._shown:
            return
        self._shown = queues
        self.empty.setVisible(not queues and trace is not None)
        while len(self.lists) < len(queues):
            row = QueueList(self)
            self._rows.addWidget(row)
            self.lists.append(row)
        for index, row in enumerate(self.lists):
            row.setVisible(index < len(queues))
            if index < len(queues) and look is not None:
                row.show_queue(look, *queues[index])

"""The files that were opened last, and the way to open another."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, MEDIUM, SEMIBOLD
from tcpanim.gui.widgets.parts import KeyButton, clear, label

SHOWN = 4


class Recent(QFrame):
    """A card beside the first one of the library."""

    chosen = Signal(str)
    file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._look: Look | None = None
        self._paths: tuple[str, ...] = ()
        self._buttons: list[KeyButton] = []
        self.title = label(self)
        self.hint = label(self, "2", wrap=True)
        self._rows = QVBoxLayout()
        self.open = KeyButton(self)
        self.open.clicked.connect(self.file_requested)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self.title)
        self._layout.addLayout(self._rows)
        self._layout.addStretch(1)
        self._layout.addWidget(self.hint)
        self._layout.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme, say = look.theme, look.catalogue.text
        self._layout.setContentsMargins(theme.px(24), theme.px(20), theme.px(20), theme.px(20))
        self._layout.setSpacing(theme.px(10))
        self._rows.setSpacing(theme.px(2))
        self.title.setFont(theme.font(LEAD, SEMIBOLD))
        self.title.setText(say("library.recent"))
        self.hint.setFont(theme.prose(BODY))
        self.hint.setText(say("library.recent-empty"))
        self.open.setFont(theme.font(BODY, MEDIUM))
        self.open.setText(say("library.file"))
        self._write()

    def set_paths(self, paths: tuple[str, ...]) -> None:
        """Show these, the last one first."""
        self._paths = paths
        self._write()

    def buttons(self) -> list[KeyButton]:
        """The rows, from top to bottom."""
        return list(self._buttons)

    def _write(self) -> None:
        clear(self._rows)
        self._buttons = []
        self.hint.setVisible(not self._paths)
        if self._look is None:
            return
        for path in self._paths[:SHOWN]:
            name = PurePath(path)
            row = KeyButton(self)
            row.setProperty("row", True)
            row.setFont(self._look.theme.font(BODY, MEDIUM))
            row.setText(f"{name.name}  –  {name.parent.name}" if name.parent.name else name.name)
            row.setToolTip(path)
            row.setAccessibleName(name.name)
            row.setAccessibleDescription(path)
            row.clicked.connect(lambda _checked=False, path=path: self.chosen.emit(path))
            self._rows.addWidget(row)
            self._buttons.append(row)

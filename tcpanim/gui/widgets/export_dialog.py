"""The dialog that makes a picture: what it shows, how large, in which colours and language, and how it will look."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LARGE, REGULAR, SEMIBOLD, SMALL
from tcpanim.gui.widgets.parts import KeyButton, Segmented, label
from tcpanim.i18n import LANGUAGES
from tcpanim.scene.roles import THEMES

CHOICES: dict[str, tuple[str, ...]] = {
    "view": ("ladder", "part", "stage", "slide", "states", "sequence", "plots", "header"),
    "format": ("png", "svg"),
    "size": ("fitting", "1280x720", "1920x1080", "3840x2160"),
    "theme": THEMES,
    "language": LANGUAGES,
}
"""Every row of the dialog and what can be chosen in it; part: the ladder up to the moment shown."""
PREVIEW, LEAST = (520, 390), 160


class ExportDialog(QDialog):
    """Choices on the right, the picture that comes of them on the left."""

    save_requested = Signal()
    copy_requested = Signal()

    def __init__(self, preview: Callable[[dict[str, str], tuple[int, int]], QImage], parent: QWidget) -> None:
        """``preview``: draws the picture of some choices within a width and height in pixels."""
        super().__init__(parent)
        self._draw = preview
        self._look: Look | None = None
        self.title = label(self)
        self.well = QFrame(self)
        self.well.setProperty("well", True)
        self.picture = QLabel(self.well)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self.well)
        inside.addWidget(self.picture)
        self._names = {name: label(self, "2") for name in CHOICES}
        self.rows = {name: Segmented(choices, self) for name, choices in CHOICES.items()}
        self.copy = KeyButton(self)
        self.save = KeyButton(self)
        self.save.setProperty("primary", True)
        self.leave = KeyButton(self)
        self.copy.clicked.connect(self.copy_requested)
        self.save.clicked.connect(self.save_requested)
        self.leave.clicked.connect(self.reject)
        self._grid = QGridLayout()
        for row, name in enumerate(CHOICES):
            self._grid.addWidget(self._names[name], 2 * row, 0)
            self._grid.addWidget(self.rows[name], 2 * row + 1, 0, Qt.AlignmentFlag.AlignLeft)
            for button in self.rows[name].buttons.values():
                button.clicked.connect(self._show)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.leave)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.copy)
        self._buttons.addWidget(self.save)
        self._right = right = QVBoxLayout()
        right.addWidget(self.title)
        right.addLayout(self._grid)
        right.addStretch(1)
        right.addLayout(self._buttons)
        self._across = QHBoxLayout(self)
        self._across.addWidget(self.well, 1)
        self._across.addLayout(right)

    def begin(self, look: Look, chosen: dict[str, str]) -> None:
        """Open with these choices."""
        for name, choice in chosen.items():
            self.rows[name].choose(choice)
        self.set_look(look)
        self.open()

    def chosen(self) -> dict[str, str]:
        """What is chosen in each row."""
        return {
            name: next(choice for choice, button in row.buttons.items() if button.isChecked())
            for name, row in self.rows.items()
        }

    def set_look(self, look: Look) -> None:
        """Write everything in ``look``."""
        self._look = look
        theme, say = look.theme, look.catalogue.text
        self.setWindowTitle(say("export.title"))
        self.title.setText(say("export.title"))
        self.title.setFont(theme.font(LARGE, SEMIBOLD))
        for name, row in self.rows.items():
            self._names[name].setText(say(f"export.{name}"))
            self._names[name].setFont(theme.font(SMALL, REGULAR))
            row.setAccessibleName(say(f"export.{name}"))
            row.set_texts({choice: self._word(name, choice) for choice in CHOICES[name]}, theme)
            for choice, button in row.buttons.items():
                button.setAccessibleName(f"{say(f'export.{name}')} {self._word(name, choice)}")
        for button, key in ((self.copy, "export.copy"), (self.save, "export.save"), (self.leave, "window.close")):
            button.setText(say(key))
            button.setFont(theme.font(BODY))
        self._across.setContentsMargins(*[theme.px(24)] * 4)
        self._across.setSpacing(theme.px(24))
        self._grid.setVerticalSpacing(theme.px(6))
        self._buttons.setSpacing(theme.px(8))
        # With large type it is the preview that gives way, so that the dialog is no wider than the window.
        self._across.activate()  # the rows have other words
        window = self.parentWidget()
        assert window is not None
        room = window.window().width() - self._right.sizeHint().width() - 4 * theme.px(24)
        self.well.setFixedSize(max(theme.px(LEAST), min(theme.px(PREVIEW[0]), room)), theme.px(PREVIEW[1]))
        self._show()

    def _word(self, name: str, choice: str) -> str:
        assert self._look is not None
        say = self._look.catalogue.text
        if name in ("theme", "language"):
            return say(f"{name}.{choice}")
        if name == "format":
            return choice.upper()
        return choice.replace("x", " × ") if choice[0].isdigit() else say(f"export.{name}.{choice}")

    def _show(self) -> None:
        """Draw the picture again, as it will be."""
        assert self._look is not None
        ratio = self.devicePixelRatioF()
        edge = self._look.theme.px(12)
        width, height = self.well.width() - 2 * edge, self.well.height() - 2 * edge
        image = self._draw(self.chosen(), (round(width * ratio), round(height * ratio)))
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)
        self.picture.setAccessibleName(self._look.catalogue.text("export.preview"))

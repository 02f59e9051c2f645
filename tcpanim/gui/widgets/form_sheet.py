"""A form in front of the window: a row for each value, with what it means, its unit, and its error at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, MEDIUM, SMALL
from tcpanim.gui.widgets.parts import KeyButton, Segmented, clear, label, mark, write
from tcpanim.gui.widgets.sheet import Sheet

SEARCHED = 10
"""With more rows than this there is a field to find one."""
FIELD, ERROR = 210, 24
"""The least width of a field, and the height kept for what is wrong, at scale 1."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One value: ``value`` as it stands, in words; ``choices`` (value, text): a switch instead of a field.

    ``general``: it is about all the others, and stays in sight while one of them is looked for.
    """

    name: str
    label: str
    value: str
    note: str = ""
    rule: str = ""
    usual: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    general: bool = False


class _Row(QWidget):
    """The name and what it means at left, the value at right, an error below."""

    changed = Signal()

    def __init__(self, row: FormRow, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        theme = look.theme
        self.row = row
        self.field: QLineEdit | None = None
        self.switch: Segmented | None = None
        self.name = label(self)
        self.name.setFont(theme.font(BODY, MEDIUM, mono=row.label == row.name))
        self.name.setText(row.label)
        self.note = label(self, "2", wrap=True)
        self.note.setFont(theme.prose(SMALL))
        write(self.note, " · ".join(part for part in (row.note, row.rule) if part))
        self.usual = label(self, "3")
        self.usual.setFont(theme.font(SMALL))
        self.usual.setText(row.usual)
        self.error = label(self, "loss", wrap=True)
        self.error.setFont(theme.prose(SMALL))
        self.error.hide()
        right = QVBoxLayout()
        right.setSpacing(theme.px(2))
        if row.choices:
            self.switch = Segmented((value for value, _ in row.choices), self)
            self.switch.set_texts(dict(row.choices), theme)
            self.switch.choose(row.value)
            for button in self.switch.buttons.values():
                button.setFont(theme.font(SMALL))
                button.setAccessibleName(f"{row.label}: {button.text()}")
                button.clicked.connect(self.changed)
            right.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self.field = QLineEdit(row.value, self)
            self.field.setFont(theme.font(BODY, mono=True))
            self.field.setAccessibleName(row.label)
            self.field.setAccessibleDescription(self.note.accessibleName())
            self.field.textChanged.connect(self.changed)
            right.addWidget(self.field)
        right.addWidget(self.usual)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.px(6), 0, theme.px(8))
        grid.setHorizontalSpacing(theme.px(20))
        grid.setVerticalSpacing(theme.px(2))
        left = QVBoxLayout()
        left.setSpacing(theme.px(2))
        left.addWidget(self.name)
        left.addWidget(self.note)
        self.note.setVisible(bool(self.note.text()))
        self.usual.setVisible(bool(row.usual))
        left.addStretch(1)
        right.addStretch(1)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        grid.addWidget(self.error, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self._grid = grid

    @property
    def needed(self) -> int:
        """How broad its switch is, if it has one."""
        return self.switch.sizeHint().width() if self.switch is not None else 0

    def set_broad(self, wide: int) -> None:
        """The width of what stands at the right, the same in all rows."""
        self._grid.setColumnMinimumWidth(1, wide)
        if self.field is not None:
            self.field.setFixedWidth(wide)

    @property
    def value(self) -> str:
        """What stands in it now."""
        if self.field is not None:
            return self.field.text().strip()
        assert self.switch is not None
        return next((value for value, button in self.switch.buttons.items() if button.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Put something into it."""
        if self.field is not None:
            self.field.setText(value)
        elif self.switch is not None:
            self.switch.choose(value)
            self.changed.emit()

    def show_error(self, text: str) -> None:
        """Say what is wrong; "": nothing is."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        if self.field is not None:
            mark(self.field, "wrong", bool(text))

    def place(self) -> QWidget:
        """Where the focus goes."""
        if self.field is not None:
            return self.field
        assert self.switch is not None
        return next(iter(self.switch.buttons.values()))


Check = Callable[[Mapping[str, str]], Mapping[str, str]]
"""From the values to what is wrong with them, both by the rows' names."""


class FormSheet(Sheet):
    """Rows of values; nothing is done before the button (or Enter) is pressed and nothing is wrong."""

    submitted = Signal(object)
    """The values (dict) of the rows that differ from what they were."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._check: Check | None = None
        self.rows: dict[str, _Row] = {}
        self.search = QLineEdit(self.card)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self._area = QScrollArea(self.card)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its rows have it
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._area.setWidget(self._inside)
        self.nothing = label(self.card, "2", wrap=True)
        self.wrong: QLabel = label(self.card, "loss", wrap=True)
        self.leave = KeyButton(self.card)
        self.leave.clicked.connect(self.close_requested)
        self.ok = KeyButton(self.card)
        self.ok.setProperty("primary", True)
        self.ok.clicked.connect(self._submit)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.wrong, 1)
        self._buttons.addWidget(self.leave)
        self._buttons.addWidget(self.ok)
        self.column.addWidget(self.search)
        self.column.addWidget(self.nothing)
        self.column.addWidget(self._area, 1)
        self.column.addLayout(self._buttons)

    def show_form(self, look: Look, title: str, rows: tuple[FormRow, ...], check: Check) -> None:
        """Open with these rows."""
        theme, say = look.theme, look.catalogue.text
        self._check = check
        self.dress(look, title)
        clear(self._list)
        self.rows = {row.name: _Row(row, look, self._inside) for row in rows}
        long = len(rows) > SEARCHED
        self._list.setContentsMargins(0, 0, theme.px(14) if long else 0, 0)
        self._list.setSpacing(0)
        for row in self.rows.values():
            row.changed.connect(self._look_over)
            if row.field is not None:
                row.field.returnPressed.connect(self._submit)
            self._list.addWidget(row)
        self._list.addStretch(1)
        self.search.setVisible(len(rows) > SEARCHED)
        self.search.clear()
        self.search.setFont(theme.font(BODY))
        self.search.setPlaceholderText(say("form.search"))
        self.search.setAccessibleName(say("form.search"))
        self.nothing.setFont(theme.prose(BODY))
        self.nothing.setText(say("form.nothing"))
        self.wrong.setFont(theme.prose(SMALL))
        for button, key in ((self.ok, "form.ok"), (self.leave, "form.cancel")):
            button.setText(say(key))
            button.setFont(theme.font(BODY))
        self._buttons.setSpacing(theme.px(8))
        self._look_over()
        self._fit(look, long=long)
        first = self.search if long else next(iter(self.rows.values())).place()
        self.open(first)
        if isinstance(first, QLineEdit):
            first.selectAll()

    def _fit(self, look: Look, *, long: bool) -> None:
        """A long one has a size of its own; a short one is as high as its rows, with room for an error."""
        px = look.theme.px
        for part in self.card.findChildren(QWidget):
            part.ensurePolished()  # its padding counts
        beside = max(px(FIELD), *(row.needed for row in self.rows.values()))
        for row in self.rows.values():
            row.set_broad(beside)
        wide = px(720 if long else 620)
        if long:
            self.set_size(wide, px(680))
            return
        for layout in (self._list, self.head, self._buttons, self.column):
            layout.invalidate()
        frames = self.card.contentsMargins() + self._area.contentsMargins()
        margins = self.column.contentsMargins() + frames
        rows = self._list.totalHeightForWidth(wide - margins.left() - margins.right())
        others = self.column.sizeHint().height() - self._area.sizeHint().height()
        self.set_size(wide, rows + others + frames.top() + frames.bottom() + px(ERROR))

    def values(self) -> dict[str, str]:
        """What stands in every row."""
        return {name: row.value for name, row in self.rows.items()}

    def minimumSizeHint(self) -> QSize:
        """It covers its parent, however large."""
        return QSize(0, 0)

    def _look_over(self) -> None:
        errors = self._check(self.values()) if self._check is not None else {}
        for name, row in self.rows.items():
            row.show_error(errors.get(name, ""))
        self.wrong.setText(errors.get("", ""))
        self.ok.setEnabled(not errors)
        self._narrow()

    def _narrow(self) -> None:
        """Show what is looked for; what is wrong, and what has the focus, does not vanish."""
        wanted = self.search.text().strip().casefold()
        found = False
        for row in self.rows.values():
            fits = wanted in f"{row.name.text()} {row.note.accessibleName()}".casefold()
            found = found or fits
            row.setVisible(fits or row.row.general or bool(row.error.text()) or row.isAncestorOf(self.focusWidget()))
        self.nothing.setVisible(not found)

    def _submit(self) -> None:
        if self.ok.isEnabled():
            self.submitted.emit(self.values())

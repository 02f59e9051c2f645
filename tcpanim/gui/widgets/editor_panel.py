"""The scenario's text beside the stage: the field, what is wrong with it, what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, SEMIBOLD, SMALL
from tcpanim.gui.widgets.code_edit import CodeEdit, Flaw, Propose
from tcpanim.gui.widgets.parts import ElidedLabel, IconButton, KeyButton, clear, label, write

LEAST = 280
"""So wide it is at least, at scale 1."""


class EditorPanel(QFrame):
    """Shows a text and tells what the user wants with it; it knows no file."""

    text_changed = Signal()
    """The user has written something."""
    save_requested = Signal()
    new_requested = Signal(object)
    """Another text is wanted; the button that was pressed."""
    help_requested = Signal()
    close_requested = Signal()
    answered = Signal(str)
    """The button of the banner that was pressed."""
    left_requested = Signal()
    """The keys are to be the window's again."""

    def __init__(self, propose: Propose, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "left")
        self._look: Look | None = None
        self._known = ""  # what was told of the text, or set
        self._flaws: tuple[Flaw, ...] = ()
        self._stage = "kept"
        self._name, self._dirty = "", False
        self.name = ElidedLabel(self)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.new = KeyButton(self)
        self.new.clicked.connect(lambda: self.new_requested.emit(self.new))
        self.save = KeyButton(self)
        self.save.clicked.connect(self.save_requested)
        self.help = KeyButton(self)
        self.help.clicked.connect(self.help_requested)
        self.close_button = IconButton("close", 32, self)
        self.close_button.clicked.connect(self.close_requested)
        self.banner = QFrame(self)
        self.banner.setProperty("well", True)
        self.banner_text = label(self.banner, wrap=True)
        self._answers = QHBoxLayout()
        inside = QVBoxLayout(self.banner)
        inside.addWidget(self.banner_text)
        inside.addLayout(self._answers)
        self.banner.hide()
        self.code = CodeEdit(propose, self)
        self.code.textChanged.connect(self._changed)
        self.code.left_requested.connect(self.left_requested)
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda: self._find(forward=True, again=False))
        self.search.returnPressed.connect(lambda: self._find(forward=True, again=True))
        self.search.installEventFilter(self)
        self.search.hide()
        self.state = label(self, "2", wrap=True)
        self._problems = QWidget()
        self._rows = QVBoxLayout(self._problems)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._problems)
        self._head = QHBoxLayout()
        self._head.addWidget(self.name, 1)
        for widget in (self.new, self.save, self.help, self.close_button):
            self._head.addWidget(widget)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self.banner)
        self._layout.addWidget(self.search)
        self._layout.addWidget(self.code, 1)
        self._layout.addWidget(self.state)
        self._layout.addWidget(self._area)

    # ---- what it is told

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        theme, say = look.theme, look.catalogue.text
        self.setMinimumWidth(theme.px(LEAST))
        self._layout.setContentsMargins(theme.px(16), theme.px(12), theme.px(12), theme.px(12))
        self._layout.setSpacing(theme.px(8))
        self._head.setSpacing(theme.px(6))
        self.name.setFont(theme.prose(LEAD, SEMIBOLD))
        for button, key in ((self.new, "editor.new"), (self.save, "editor.save"), (self.help, "editor.help")):
            button.setText(say(key))
            button.setFont(theme.font(SMALL))
            button.setToolTip(say(f"{key}-help"))
            button.setAccessibleName(say(f"{key}-help"))
        self.close_button.set_theme(theme)
        self.close_button.setToolTip(say("window.close"))
        self.close_button.setAccessibleName(say("window.close"))
        self.banner_text.setFont(theme.prose(BODY))
        self.search.setFont(theme.font(BODY))
        self.search.setPlaceholderText(say("editor.find"))
        self.search.setAccessibleName(say("editor.find"))
        self.state.setFont(theme.prose(SMALL))
        self.code.setAccessibleName(say("editor.text"))
        self.code.set_look(look)
        self.set_name(self._name, dirty=self._dirty)
        self.set_flaws(self._flaws, self._stage)

    def set_name(self, name: str, *, dirty: bool) -> None:
        """What the text is called, and whether it differs from its file."""
        self._name, self._dirty = name, dirty
        self.name.setText(f"{name} ●" if dirty else name)
        if self._look is not None:
            say = self._look.catalogue.text
            self.name.setToolTip(f"{name}\n{say('editor.dirty')}" if dirty else name)
            self.name.setAccessibleName(f"{name}. {say('editor.dirty')}" if dirty else name)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.code.text

    def set_text(self, text: str, *, keep: bool = False) -> None:
        """Another text; ``keep``: in a step that can be undone, with the cursor where it was."""
        self._known = text
        if keep:
            self.code.replace_text(text)
        else:
            self.code.set_text(text)

    def set_flaws(self, flaws: tuple[Flaw, ...], stage: str = "kept") -> None:
        """What is wrong: underlined, and listed; ``stage``: which run is seen meanwhile: own, kept, nothing-shown."""
        self._flaws, self._stage = flaws, stage
        self.code.set_flaws(flaws)
        if self._look is None:
            return
        theme, say = self._look.theme, self._look.catalogue.text
        self.state.setText(say(f"editor.flaws.{stage}", n=len(flaws)) if flaws else say("editor.runs"))
        clear(self._rows)
        self._rows.setSpacing(theme.px(6))
        places: list[KeyButton] = []
        for flaw in flaws:
            place = KeyButton(self._problems)
            place.setProperty("link", True)
            place.setFont(theme.font(SMALL, mono=True))
            place.setText(f"{flaw.line}:{flaw.column}" if flaw.line else "–")
            place.setAccessibleName(f"{place.text()} {flaw.message}")
            place.setEnabled(bool(flaw.line))
            place.clicked.connect(lambda _checked=False, flaw=flaw: self.code.go_to(flaw.line, flaw.column))
            message = label(self._problems, wrap=True)
            message.setFont(theme.prose(SMALL))
            write(message, flaw.message)
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            row.addWidget(place, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(message, 1)
            self._rows.addLayout(row)
            for part in (place, message):
                part.show()  # what shows itself later has no height yet
            places.append(place)
        for place in places:  # what is wrong begins below each other
            place.setMinimumWidth(max(one.sizeHint().width() for one in places))
        self._rows.addStretch(1)
        self._area.setVisible(bool(flaws))
        self._fit_flaws()

    def _fit_flaws(self) -> None:
        """As high as what is wrong, up to some lines; then it scrolls."""
        if self._look is None or not self._flaws:
            return
        px = self._look.theme.px
        wanted = self._rows.heightForWidth(self._area.viewport().width()) if self._rows.hasHeightForWidth() else 0
        self._area.setFixedHeight(min(wanted, px(136)) + px(4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is wrong wraps anew."""
        super().resizeEvent(event)
        self._layout.activate()
        self._fit_flaws()

    def show_banner(self, text: str, answers: tuple[tuple[str, str], ...]) -> None:
        """A question above the text; ``answers``: names and words of its buttons. An empty text hides it."""
        clear(self._answers)
        self.banner.setVisible(bool(text))
        self.banner_text.setText(text)
        if self._look is None:
            return
        theme = self._look.theme
        self.banner.layout().setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))  # type: ignore[union-attr]
        self._answers.setSpacing(theme.px(8))
        for name, words in answers:
            button = KeyButton(self.banner)
            button.setText(words)
            button.setFont(theme.font(SMALL))
            button.clicked.connect(lambda _checked=False, name=name: self.answered.emit(name))
            self._answers.addWidget(button)
        self._answers.addStretch(1)

    # ---- finding

    def open_find(self) -> None:
        """Ask what to find, beginning with what is selected."""
        chosen = self.code.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.search.setText(chosen)
        self.search.show()
        self.search.setFocus()
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the field: Shift+Enter finds backwards, Esc closes it."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.search.hide()
                self.code.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                forward = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self._find(forward=forward, again=True)
                return True
        override = event.type() == QEvent.Type.ShortcutOverride
        if watched is self.search and override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _find(self, *, forward: bool, again: bool) -> None:
        wanted = self.search.text()
        if not wanted:
            return
        flags = QTextDocument.FindFlag(0) if forward else QTextDocument.FindFlag.FindBackward
        start = self.code.textCursor()
        if not again:
            start.setPosition(start.selectionStart())
        document = self.code.document()
        found = document.find(wanted, start, flags)
        if found.isNull():  # round again
            end = QTextCursor(document)
            if not forward:
                end.movePosition(QTextCursor.MoveOperation.End)
            found = document.find(wanted, end, flags)
        if not found.isNull():
            self.code.setTextCursor(found)
            self.code.centerCursor()

    def _changed(self) -> None:
        """Qt says it of new colours too, and of those later."""
        if self.text != self._known:
            self._known = self.text
            self.text_changed.emit()

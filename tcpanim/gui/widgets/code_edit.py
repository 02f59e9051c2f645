"""The field that a scenario's text is written in: line numbers, problems underlined, words proposed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QPlainTextEdit, QTextEdit, QToolTip, QVBoxLayout, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, SMALL, Theme
from tcpanim.gui.widgets.highlighter import Highlighter
from tcpanim.gui.widgets.parts import label

MOST_SHOWN = 8
"""Proposals in sight; the others scroll."""
_ENDS = " \t,]}\n"


class Word(NamedTuple):
    """A proposal: the word, what it means, and whether a colon follows."""

    word: str
    doc: str
    key: bool


Propose = Callable[[str, int], tuple[str, tuple[Word, ...]]]
"""From text and place to what is begun there and what it can become."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A problem at a place; line and column count from 1."""

    line: int
    column: int
    message: str


class Gutter(QWidget):
    """The numbers of the lines, and a mark at those with a problem."""

    def __init__(self, owner: CodeEdit) -> None:
        super().__init__(owner)
        self._owner = owner

    def sizeHint(self) -> QSize:
        """As wide as the last line's number."""
        return QSize(self._owner.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The numbers in sight."""
        self._owner.paint_gutter(self, event)


class Proposals(QFrame):
    """The words that can stand at the cursor, and what the marked one means. It never has the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("popup", True)
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doc: QLabel = label(self, "2", wrap=True)
        self.words: tuple[Word, ...] = ()
        self.list.currentRowChanged.connect(self._explain)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        column.addWidget(self.list)
        column.addWidget(self.doc)
        self.hide()

    def show_words(self, theme: Theme, words: tuple[Word, ...]) -> None:
        """Show these, the first one marked."""
        self.words = words
        self.list.setFont(theme.font(BODY, mono=True))
        self.doc.setFont(theme.prose(SMALL))
        self.doc.setContentsMargins(theme.px(8), theme.px(2), theme.px(8), theme.px(6))
        self.list.clear()
        self.list.addItems([one.word for one in words])
        self.list.setCurrentRow(0)
        self.setFixedWidth(theme.px(320))
        row = self.list.sizeHintForRow(0)
        self.list.setFixedHeight(row * min(len(words), MOST_SHOWN) + 4)
        self.adjustSize()

    def move_mark(self, by: int) -> None:
        """Mark another one, round and round."""
        self.list.setCurrentRow((self.list.currentRow() + by) % max(1, self.list.count()))

    def marked(self) -> Word | None:
        """The one that would be taken."""
        row = self.list.currentRow()
        return self.words[row] if 0 <= row < len(self.words) else None

    def _explain(self, row: int) -> None:
        doc = self.words[row].doc if 0 <= row < len(self.words) else ""
        self.doc.setText(doc)
        self.doc.setVisible(bool(doc))
        self.adjustSize()


_ASKING = (Qt.Key.Key_Space, Qt.Key.Key_I)
"""With Ctrl. Ctrl+Space alone is not enough: on Windows it turns Chinese input on and off, on a Mac ⌘Space searches."""


def _asks(event: QKeyEvent) -> bool:
    """Whether the key asks for proposals."""
    return event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _ASKING


class CodeEdit(QPlainTextEdit):
    """Plain text with indentation by twos. ``propose`` is asked while one writes."""

    left_requested = Signal()
    """Esc, with nothing open: the keys are to be the window's again."""

    def __init__(self, propose: Propose, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._propose = propose
        self._flaws: tuple[Flaw, ...] = ()
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(False)
        self.highlighter = Highlighter(self.document())
        self.gutter = Gutter(self)
        self.proposals = Proposals(self)
        self.proposals.list.itemClicked.connect(lambda _item: self._take())
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scroll_gutter)
        self.cursorPositionChanged.connect(self._mark)

    # ---- what it is told

    def set_look(self, look: Look) -> None:
        """Show everything in ``look``."""
        self._look = look
        self.setFont(look.theme.font(BODY, 400, mono=True))
        self.setTabStopDistance(2 * QFontMetrics(self.font()).horizontalAdvance(" "))
        self.highlighter.set_theme(look.theme)
        self._make_room()
        self._mark()

    @property
    def text(self) -> str:
        """What stands in it, to the letter: as plain text Qt gives a space for one that does not break."""
        return self.document().toRawText().replace("\u2029", "\n")

    def set_text(self, text: str) -> None:
        """Another text; what was written before is forgotten."""
        self.proposals.hide()
        self.setPlainText(text)

    def replace_text(self, text: str) -> None:
        """Another text in one step that can be undone; cursor and place in sight stay."""
        cursor, place = self.textCursor(), self.verticalScrollBar().value()
        position = cursor.position()
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.endEditBlock()
        cursor.setPosition(min(position, len(text)))
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(place)

    def set_flaws(self, flaws: tuple[Flaw, ...]) -> None:
        """Underline these places."""
        self._flaws = flaws
        self._mark()
        self.gutter.update()

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor there, and that into sight."""
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            cursor = self.textCursor()
            cursor.setPosition(block.position() + min(column - 1, max(0, block.length() - 1)))
            self.setTextCursor(cursor)
            self.centerCursor()
            self.setFocus()

    # ---- marks

    def _mark(self) -> None:
        """The cursor's line, and what is wrong."""
        if self._look is None:
            return
        theme = self._look.theme
        marks = [self._line_mark(theme)]
        for flaw in self._flaws:
            cursor = self._cursor_of(flaw)
            if cursor is None:
                continue
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            style = QTextCharFormat()
            style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            style.setUnderlineColor(theme.colour("loss"))
            mark.format = style
            marks.append(mark)
        self.setExtraSelections(marks)
        self.gutter.update()

    def _line_mark(self, theme: Theme) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        style = QTextCharFormat()
        style.setBackground(theme.colour("lane"))
        style.setProperty(QTextFormat.Property.FullWidthSelection, True)
        cursor = self.textCursor()
        cursor.clearSelection()
        mark.cursor = cursor
        mark.format = style
        return mark

    def _cursor_of(self, flaw: Flaw) -> QTextCursor | None:
        """The word at the flaw's place; at the end of a line, its last letter."""
        block = self.document().findBlockByNumber(flaw.line - 1)
        if not block.isValid():
            return None
        text = block.text()
        start = min(flaw.column - 1, max(0, len(text) - 1))
        end = start + 1
        quote = text[start : start + 1] if text[start : start + 1] in ("'", '"') else ""
        while end < len(text) and (quote or text[end] not in _ENDS):
            end += 1
            if quote and text[end - 1] == quote:
                break
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + start)
        cursor.setPosition(block.position() + min(end, len(text)), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def flaw_at(self, point: QPoint) -> Flaw | None:
        """The problem whose word or line number lies under ``point`` of the viewport."""
        position = self.cursorForPosition(point).position()
        for flaw in self._flaws:
            cursor = self._cursor_of(flaw)
            if cursor is not None and cursor.selectionStart() <= position <= cursor.selectionEnd():
                return flaw
        return None

    def event(self, event: QEvent) -> bool:
        """Say what is wrong under the pointer; Esc and what asks for proposals are the text's while one writes."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.key() == Qt.Key.Key_Escape or _asks(event))
        ):
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            flaw = self.flaw_at(self.viewport().mapFrom(self, event.pos()))
            if flaw is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), flaw.message, self)
            return True
        return super().event(event)

    # ---- numbers of lines

    def gutter_width(self) -> int:
        """Pixels for the numbers."""
        if self._look is None:
            return 0
        digits = max(2, len(str(self.blockCount())))
        return QFontMetrics(self.font()).horizontalAdvance("9" * digits) + self._look.theme.px(24)

    def _make_room(self) -> None:
        self.setViewportMargins(self.gutter_width(), 0, 0, 0)
        area = self.contentsRect()
        self.gutter.setGeometry(QRect(area.left(), area.top(), self.gutter_width(), area.height()))

    def _scroll_gutter(self, area: QRect, dy: int) -> None:
        if dy:
            self.gutter.scroll(0, dy)
        else:
            self.gutter.update(0, area.y(), self.gutter.width(), area.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def paint_gutter(self, gutter: Gutter, event: QPaintEvent) -> None:
        """Draw the numbers for ``gutter``."""
        if self._look is None:
            return
        theme = self._look.theme
        painter = QPainter(gutter)
        painter.setFont(theme.font(SMALL, mono=True))
        wrong = {flaw.line for flaw in self._flaws}
        current = self.textCursor().blockNumber()
        block: QTextBlock = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            height = self.blockBoundingRect(block).height()
            number = block.blockNumber() + 1
            role = "loss" if number in wrong else "ink" if number == current + 1 else "ink3"
            painter.setPen(theme.colour(role))
            area = QRect(0, round(top), gutter.width() - theme.px(12), round(height))
            text = f"✕ {number}" if number in wrong else str(number)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
            top += height
            block = block.next()
        painter.end()

    # ---- writing

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """A file that is dragged here is for the window to open; its name is no text of a scenario."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Proposals are walked and taken; Tab and Enter indent."""
        if self.proposals.isVisible() and self._walk(event):
            return
        key, modifiers = event.key(), event.modifiers()
        if key == Qt.Key.Key_Escape:
            self.left_requested.emit()
            return
        if _asks(event):
            self.ask(wanted=True)
            return
        if key == Qt.Key.Key_Tab and not modifiers:
            self._indent()
            return
        if key == Qt.Key.Key_Backtab:
            self._outdent()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modifiers:
            self._new_line()
            self.proposals.hide()
            return
        super().keyPressEvent(event)
        letter = bool(event.text()) and event.text().isprintable()
        if letter or (key == Qt.Key.Key_Backspace and self.proposals.isVisible()):
            self.ask(wanted=False)
        elif key not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
            self.proposals.hide()

    def _walk(self, event: QKeyEvent) -> bool:
        """Whether the list of proposals takes this key."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self.proposals.move_mark(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self.proposals.hide()
        else:
            return False
        return True

    def ask(self, *, wanted: bool) -> None:
        """Propose what can stand at the cursor; unless it is ``wanted``, only once a word is begun."""
        if self._look is None:
            return
        prefix, words = self._propose(self.text, self.textCursor().position())
        done = len(words) == 1 and words[0].word == prefix
        if not words or done or (not prefix and not wanted):
            self.proposals.hide()
            return
        self.proposals.show_words(self._look.theme, words)
        cursor = self.textCursor()
        cursor.setPosition(cursor.position() - len(prefix))
        place = self.cursorRect(cursor)
        corner = self.viewport().mapTo(self, place.bottomLeft())
        left = min(corner.x(), max(0, self.width() - self.proposals.width() - 4))
        top = corner.y() + 2
        if top + self.proposals.height() > self.height():
            top = max(0, self.viewport().mapTo(self, place.topLeft()).y() - self.proposals.height() - 2)
        self.proposals.move(left, top)
        self.proposals.show()
        self.proposals.raise_()

    def _take(self) -> None:
        word = self.proposals.marked()
        self.proposals.hide()
        if word is None:
            return
        prefix, _ = self._propose(self.text, self.textCursor().position())
        cursor = self.textCursor()
        cursor.setPosition(cursor.position() - len(prefix), QTextCursor.MoveMode.KeepAnchor)
        after = self.text[self.textCursor().position() :]
        cursor.insertText(f"{word.word}: " if word.key and not after.startswith(":") else word.word)
        self.setTextCursor(cursor)
        self.setFocus()

    def _indent(self) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            self._shift_lines(2)
        else:
            cursor.insertText(" " * (2 - cursor.positionInBlock() % 2))

    def _outdent(self) -> None:
        self._shift_lines(-2)

    def _shift_lines(self, by: int) -> None:
        cursor = self.textCursor()
        document = self.document()
        first = document.findBlock(cursor.selectionStart())
        last = document.findBlock(max(cursor.selectionStart(), cursor.selectionEnd() - 1))
        cursor.beginEditBlock()
        block = first
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            edit = QTextCursor(block)
            if by > 0:
                edit.insertText(" " * by)
            else:
                for _ in range(min(-by, len(block.text()) - len(block.text().lstrip(" ")))):
                    edit.deleteChar()
            block = block.next()
        cursor.endEditBlock()

    def _new_line(self) -> None:
        """As far in as the line before; farther behind a colon."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        indent = len(before) - len(before.lstrip(" "))
        if before.rstrip().endswith(":"):
            indent += 2 + (2 if before.lstrip(" ").startswith("- ") else 0)
        cursor.insertText("\n" + " " * indent)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

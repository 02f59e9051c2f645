"""A page of the documentation in front of the window."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from tcpanim.gui.look import Look
from tcpanim.gui.theme import BODY, LEAD, SEMIBOLD, SMALL
from tcpanim.gui.widgets.sheet import Sheet


class PageSheet(Sheet):
    """Shows a text in Markdown; it scrolls, and can be selected and copied."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.page = QTextBrowser(self.card)
        self.page.setOpenLinks(False)
        self.column.addWidget(self.page, 1)

    def show_page(self, look: Look, title: str, text: str) -> None:
        """Show that text."""
        theme = look.theme
        self.dress(look, title)
        self.page.setAccessibleName(title)
        self.page.setFont(theme.prose(BODY))
        # The page's own heading is the sheet's title.
        body = text.split("\n", 1)[1] if text.startswith("# ") else text
        self.page.setMarkdown(body)
        self._set_type(look)
        self.set_size(theme.px(980), theme.px(900))
        self.page.moveCursor(QTextCursor.MoveOperation.Start)

    def _set_type(self, look: Look) -> None:
        """Code in the fixed face, on a ground of its own; headings in the window's."""
        theme = look.theme
        document: QTextDocument = self.page.document()
        document.setDocumentMargin(theme.px(4))
        fixed, small = theme.font(SMALL, 400, mono=True), theme.font(BODY, 400, mono=True)
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            form = block.blockFormat()
            code = form.hasProperty(QTextBlockFormat.Property.BlockCodeFence)
            code = code or form.hasProperty(QTextBlockFormat.Property.BlockCodeLanguage)
            if code:
                form.setBackground(theme.colour("sunken"))
                cursor.setBlockFormat(form)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                style = QTextCharFormat()
                style.setFont(fixed)
                cursor.mergeCharFormat(style)
            elif form.headingLevel():
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                style = QTextCharFormat()
                style.setFont(theme.prose(LEAD, SEMIBOLD))
                cursor.mergeCharFormat(style)
            else:
                form.setLineHeight(140, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
                form.setBottomMargin(theme.px(6))
                cursor.setBlockFormat(form)
                self._set_code_in_text(block.begin(), small)
            block = block.next()

    def _set_code_in_text(self, fragments: object, fixed: QFont) -> None:
        """Words of the format within sentences."""
        iterator = fragments
        places = []
        while not iterator.atEnd():  # type: ignore[attr-defined]
            fragment = iterator.fragment()  # type: ignore[attr-defined]
            if fragment.charFormat().fontFixedPitch():
                places.append((fragment.position(), fragment.length()))
            iterator += 1  # type: ignore[operator]
        for start, length in places:
            cursor = QTextCursor(self.page.document())
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            style = QTextCharFormat()
            style.setFont(fixed)
            cursor.mergeCharFormat(style)

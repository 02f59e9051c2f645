"""A page of the documentation in front of the window."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFrameFormat
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
        self.set_size(theme.px(1160), theme.px(900))
        self.page.moveCursor(QTextCursor.MoveOperation.Start)

    def _set_type(self, look: Look) -> None:
        """Code in the fixed face, on a ground of its own; headings in the window's."""
        theme = look.theme
        document: QTextDocument = self.page.document()
        document.setDocumentMargin(0)
        whole = document.rootFrame().frameFormat()
        whole.setRightMargin(theme.px(16))  # beside the scroll bar
        document.rootFrame().setFrameFormat(whole)
        fixed, small = theme.font(SMALL, 400, mono=True), theme.font(BODY, 400, mono=True)
        runs: list[tuple[int, int]] = []  # of code: from where to where
        block, within = document.begin(), False
        while block.isValid():
            cursor = QTextCursor(block)
            form = block.blockFormat()
            code = form.hasProperty(QTextBlockFormat.Property.BlockCodeFence)
            code = code or form.hasProperty(QTextBlockFormat.Property.BlockCodeLanguage)
            form.setTopMargin(0)
            form.setBottomMargin(0 if code else theme.px(8))
            # Han are taller than Latin letters, whichever line they are in.
            form.setLineHeight(theme.px(20 if code else 25), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            if form.headingLevel():
                form.setTopMargin(theme.px(14))
            cursor.setBlockFormat(form)
            if code or form.headingLevel():
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                style = QTextCharFormat()
                style.setFont(fixed if code else theme.prose(LEAD, SEMIBOLD))
                cursor.mergeCharFormat(style)
            else:
                self._set_code_in_text(block.begin(), small)
            if code:
                start = runs.pop()[0] if within else block.position()
                runs.append((start, block.position() + block.length() - 1))
            block, within = block.next(), code
        ground = QTextFrameFormat()
        ground.setBackground(theme.colour("sunken"))
        ground.setPadding(theme.px(12))
        ground.setBottomMargin(theme.px(14))
        for start, end in reversed(runs):
            cursor = QTextCursor(document)
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertFrame(ground)
        self._close_up(document)

    def _close_up(self, document: QTextDocument) -> None:
        """A frame begins and ends an empty line around it: nobody is to see them."""
        block = document.begin()
        while block.isValid():
            if not block.text() and document.frameAt(block.position()) is document.rootFrame():
                form = block.blockFormat()
                form.setBottomMargin(0)
                form.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
                QTextCursor(block).setBlockFormat(form)
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

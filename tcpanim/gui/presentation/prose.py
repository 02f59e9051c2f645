"""Sentences on the audience's screen: wrapped between words and names, measured before they are drawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from tcpanim.gui.library_index import glossary
from tcpanim.gui.painting.shapes import draw_text
from tcpanim.gui.widgets.parts import unbroken

LEADING = 1.32
"""From line to line, as a factor on the type's size."""
ORPHAN = 0.2
"""A last line shorter than that share of the width gets company from the lines above, where none is added by that."""
SHARES = (1.0, 0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.79, 0.76)
"""Of the width: where lines may end instead, to be read more easily."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
"""A line that ends between two of these ends, as likely as not, inside a word; after a mark or a space it does not."""
_ALL_HAN = re.compile(r"[\u4e00-\u9fff]{2,6}")
_EVERYDAY = (
    "客户端 服务器 主机 双方 对方 一方 两边 自己 应用 发送 接收 收到 收下 到达 发现 发出 得到 达到 确认 回答 询问 告诉 "
    "说明 证明 知道 期望 接受 丢弃 丢失 重传 重复 重新 等待 开始 结束 停止 继续 启动 重启 打开 关闭 建立 释放 连接 "
    "数据 字节 序号 窗口 时间 时钟 超时 计时 到时 路径 选项 状态 缓存 空间 队列 字段 方向 网络 之前 之后 以前 以后 "
    "随后 然后 仍然 立即 马上 直接 直到 因为 所以 但是 如果 什么 哪个 哪些 多少 怎样 为什么 没有 不是 不能 不会 不再 "
    "可以 可能 必须 需要 应当 已经 一次 一样 一半 一起 全部 任何 每个 这个 那个 其中 其他 它们 都是 只有 下一个 第一个 "
    "最后"
)
"""Words that are no terms, but stand in a lecture's sentences; a whole dictionary of Chinese would be too large."""
_GLUE = "\ufeff"
"""A word joiner, too, but another one than names have: it is taken out again when lines are found."""
_TORN = re.compile(r"[0-9A-Za-z]")


@cache
def _words() -> re.Pattern[str]:
    """Chinese words in which no line ends, the longest first: the glossary's, and everyday ones."""
    terms = {name for term in glossary() for names in term.names for name in names if _ALL_HAN.fullmatch(name)}
    return re.compile("|".join(sorted({*terms, *_EVERYDAY.split()}, key=lambda word: (-len(word), word))))


def _whole_words(text: str) -> str:
    """``text`` with its Chinese words kept in one piece where it wraps."""
    return _words().sub(lambda word: _GLUE.join(word[0]), text) if _HAN.search(text) else text


def _splits(lines: Sequence[str]) -> bool:
    return any(_HAN.match(line[-1:]) and _HAN.match(after) for line, after in pairwise(lines))


class Prose:
    """One paragraph at a width; ``lines``: so many at most, with … where there are more."""

    def __init__(self, text: str, font: QFont, width: float, lines: int = 99) -> None:
        self.text = unbroken(text)
        self.font = font
        self.width = max(width, 1.0)
        self.lines = lines

    @property
    def pitch(self) -> float:
        """How far lines are apart."""
        return self.font.pixelSize() * LEADING

    @cached_property
    def _filled(self) -> list[str]:
        """Its lines, each as full as it can be."""
        return self._lines_at(self.width)

    @cached_property
    def _broken(self) -> tuple[str, ...]:
        found = self._balanced(self._filled)
        metrics = QFontMetricsF(self.font)
        if len(found) > self.lines:
            rest = " ".join(found[self.lines - 1 :])
            found = [
                *found[: self.lines - 1], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, self.width)
            ]  # fmt: skip
        return tuple(found)

    def _balanced(self, found: list[str]) -> list[str]:
        """As many lines; where that can be, the last one with company enough, and no line ends inside a word."""
        if not 1 < len(found) <= self.lines:
            return found
        standing = None
        for share in SHARES:
            lines = found if share == 1 else self._lines_at(self.width * share)
            if len(lines) > len(found):
                break
            if self._stands(lines):
                if not _splits(lines):
                    return lines
                standing = standing or lines
        return standing or found

    def _stands(self, lines: list[str]) -> bool:
        return QFontMetricsF(self.font).horizontalAdvance(lines[-1]) >= ORPHAN * self.width

    def _lines_at(self, width: float) -> list[str]:
        text = _whole_words(self.text)
        layout = QTextLayout(text, self.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        found: list[str] = []
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            part = text[line.textStart() : line.textStart() + line.textLength()]
            found.append(part.replace(_GLUE, "").rstrip())
        layout.endLayout()
        return found

    @property
    def count(self) -> int:
        """How many lines it takes."""
        return min(len(self._filled), self.lines) if self.text else 0

    @property
    def reach(self) -> float:
        """How wide its longest line is."""
        metrics = QFontMetricsF(self.font)
        return max((metrics.horizontalAdvance(line) for line in self._broken), default=0.0)

    @property
    def torn(self) -> bool:
        """Whether a number or a Latin word has no room on one line."""
        at = 0
        for line in self._filled[:-1]:
            at = self.text.index(line, at) + len(line)
            if _TORN.match(line[-1:]) and _TORN.match(self.text[at : at + 1]):
                return True
        return False

    @property
    def splits(self) -> bool:
        """Whether a line ends, as likely as not, inside a Chinese word."""
        return _splits(self._broken)

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return not self.text or not self._broken[-1].endswith("…") or self.text.endswith("…")

    @property
    def height(self) -> float:
        """The height it takes."""
        return self.count * self.pitch

    def draw(self, painter: QPainter, left: float, top: float, colour: QColor) -> float:
        """Draw it with its upper left corner there; returns where it ends."""
        if self.text:
            for line in self._broken:
                box = QRectF(QPointF(left, top), QPointF(left + self.width + self.font.pixelSize(), top + self.pitch))
                draw_text(painter, box, line, self.font, colour)
                top += self.pitch
        return top

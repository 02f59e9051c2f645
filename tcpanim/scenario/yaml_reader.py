"""YAML text to a tree of nodes that know their places. Bounded in every direction; never raises for bad input.

ruamel.yaml is used down to its events only, so nothing is constructed: every scalar stays the text it is (YAML 1.2,
``on`` and ``off`` are words), a tag cannot ask for anything, and an alias costs as much as what it stands for.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import Reader, ReaderError

from tcpanim.scenario.model import Place
from tcpanim.scenario.problems import Problem, problem

# Fifty times what a long scenario takes. For the worst text of this size ruamel, being quadratic in places, needs a
# second.
MAX_BYTES = 256 * 1024
MAX_NODES = 20_000
MAX_DEPTH = 24

_BREAK = re.compile(r"\r\n|\r|\n")
# What YAML forbids, but for the line separators that some editors leave behind.
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NO_CHARACTER = re.compile(r"\\U(?!0010|000[0-9A-Fa-f])[0-9A-Fa-f]{8}")
"""An escape of more than U+10FFFF, which ruamel's scanner stumbles over."""
_FULL_WIDTH = {"：": ": ", "，": ", ", "｛": "{", "｝": "}", "［": "[", "］": "]"}
"""What a Chinese keyboard gives for the marks that mean something in YAML."""


@dataclass(slots=True)
class Scalar:
    """A word, number or text as it is written; ``plain``: without quotes. ``weight``: the values that it counts as."""

    place: Place
    text: str
    plain: bool
    weight: int = 1

    @property
    def empty(self) -> bool:
        """Whether nothing is written here: a key without a value, or ``null``."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class Items:
    """A list."""

    place: Place
    items: list[Node] = field(default_factory=list)
    weight: int = 1


@dataclass(slots=True)
class Entry:
    """One ``key: value`` of a mapping."""

    key: Scalar
    value: Node


@dataclass(slots=True)
class Mapping:
    """Keys and values in the file's order; of a key given twice, the first."""

    place: Place
    entries: dict[str, Entry] = field(default_factory=dict)
    weight: int = 1


Node = Scalar | Items | Mapping


class _StopError(Exception):
    """Reading cannot go on."""


def read(source: str | bytes) -> tuple[Node | None, list[Problem]]:
    """The root of the document, and what is wrong with it as YAML. The root is None when it could not be read."""
    text, trouble = _decode(source)
    if trouble:
        return None, [trouble]
    builder = _Builder(text)
    try:
        root = builder.build()
    except _StopError:
        return None, builder.problems
    if root is None or (isinstance(root, Scalar) and root.empty):
        if not builder.problems:
            builder.report(0, "empty")
        return None, builder.problems
    return root, builder.problems


_CAPTURES = (b"\x0a\x0d\x0d\x0a", b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d")
"""How pcapng and pcap files begin, in either order of bytes."""


def _decode(source: str | bytes) -> tuple[str, Problem | None]:
    start = Place(1, 1)
    if isinstance(source, bytes) and source.startswith(_CAPTURES):
        return "", problem(start, "", "capture")
    if len(source) > MAX_BYTES:
        return "", problem(start, "", "too-big", size=len(source), limit=MAX_BYTES)
    if isinstance(source, str):
        text = source
    elif source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", problem(start, "", "utf-16")
    else:
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError as error:
            # A file with control characters is not text in another encoding, but no text at all.
            if not _NO_TEXT.search(source):
                before = source[: error.start].decode("utf-8").removeprefix("\ufeff")
                return "", problem(_Lines(before).place(len(before)), "", "not-utf8", offset=error.start)
            text = source.decode("utf-8", "replace")
    text = text.removeprefix("\ufeff")
    found = _CONTROL.search(text)
    if found:
        place = _Lines(text[: found.start()]).place(found.start())
        return "", problem(place, "", "not-text", character=f"U+{ord(found.group()):04X}")
    return text, None


class _Lines:
    """Where in the text an offset lies, with lines counted as editors do."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def start(self, line: int) -> int:
        """Where that line begins; that before the first one begins there, too."""
        return self._starts[max(0, line - 1)]

    def place(self, offset: int) -> Place:
        line = bisect.bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)


class _TextReader(Reader):
    """Does not look for forbidden characters a second time."""

    def check_printable(self, data: object) -> None:
        pass


class _Builder:
    """Puts ruamel's events together, without recursion."""

    def __init__(self, text: str) -> None:
        self.problems: list[Problem] = []
        self._text = text
        self._lines = _Lines(text)
        self._root: Node | None = None
        # The open lists and mappings, each with the key whose value comes next.
        self._open: list[tuple[Items | Mapping, Scalar | None]] = []
        self._anchors: dict[str, Node] = {}
        self._names: dict[int, str] = {}
        self._count = 0
        self._documents = 0

    def report(self, offset: int, code: str, **args: object) -> None:
        self.problems.append(problem(self._lines.place(offset), "", code, "", **args))

    def build(self) -> Node | None:
        for event in self._events():
            self._take(event)
        return self._root

    def _events(self) -> Iterator[events.Event]:
        """What the library finds in the text, up to what it does not understand."""
        yaml = YAML(typ="safe", pure=True)
        yaml.Reader = _TextReader
        try:
            yield from yaml.parse(self._text)
        except MarkedYAMLError as error:
            self._syntax(error)
        except ReaderError as error:
            self.report(min(error.position, len(self._text)), "syntax")
            raise _StopError from None
        except (YAMLError, ArithmeticError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError):
            # ruamel's scanner falls over some broken escapes and directives in these ways.
            found = _NO_CHARACTER.search(self._text)
            self.report(found.start() if found else 0, "not-unicode" if found else "syntax")
            raise _StopError from None

    def _take(self, event: events.Event) -> None:
        offset = event.start_mark.index
        if isinstance(event, events.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self.report(offset, "several-documents")
                raise _StopError
        elif isinstance(event, events.AliasEvent):
            self._alias(event.anchor, offset)
        elif isinstance(event, events.ScalarEvent):
            node = Scalar(self._lines.place(offset), event.value, event.style is None)
            if any("\ud800" <= letter <= "\udfff" for letter in event.value):
                self.report(offset, "not-unicode")
                node.text = "\N{REPLACEMENT CHARACTER}"
            self._node(node, event, offset)
        elif isinstance(event, events.SequenceStartEvent):
            self._node(Items(self._lines.place(offset)), event, offset)
        elif isinstance(event, events.MappingStartEvent):
            self._node(Mapping(self._lines.place(offset)), event, offset)
        elif isinstance(event, events.CollectionEndEvent):
            self._close()

    def _node(self, node: Node, event: events.NodeEvent, offset: int) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.report(offset, "tag", tag=str(tag))
        self._add(node, offset)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
            self._names[id(node)] = event.anchor
        if not isinstance(node, Scalar):
            if len(self._open) >= MAX_DEPTH:
                self.report(offset, "too-deep", limit=MAX_DEPTH)
                raise _StopError
            self._open.append((node, None))

    def _alias(self, name: str, offset: int) -> None:
        node = self._anchors.get(name)
        if node is None:
            self.report(offset, "unknown-alias", name=name)
            node = Scalar(self._lines.place(offset), "", plain=False)
        elif any(node is holder for holder, _ in self._open):
            self.report(offset, "alias-loop", name=name)
            raise _StopError
        self._add(node, offset)

    def _add(self, node: Node, offset: int) -> None:
        """Give the node to the innermost open list or mapping."""
        # A list's own weight grows when it is closed; an alias brings the whole weight at once.
        self._count += node.weight
        if self._count > MAX_NODES:
            self.report(offset, "too-many", limit=MAX_NODES)
            raise _StopError
        if not self._open:
            self._root = node
            return
        holder, key = self._open[-1]
        if isinstance(holder, Items):
            holder.items.append(node)
        elif key is not None:
            self._open[-1] = (holder, None)
            self._entry(holder, key, node)
        elif isinstance(node, Scalar):
            self._open[-1] = (holder, node)
        else:
            self.report(offset, "key-not-text")
            # Its value still has to go somewhere; nobody asks for it.
            self._open[-1] = (holder, Scalar(node.place, "", plain=False, weight=0))

    def _entry(self, holder: Mapping, key: Scalar, value: Node) -> None:
        if key.weight == 0:
            return
        if isinstance(value, Scalar) and value.plain and not value.text:
            # There is nothing to point at but the key.
            value = Scalar(key.place, "", plain=True)
        first = holder.entries.get(key.text)
        if first is None:
            holder.entries[key.text] = Entry(key, value)
        else:
            self.problems.append(problem(key.place, "", "twice", key=key.text, line=first.key.place.line))

    def _close(self) -> None:
        node, _ = self._open.pop()
        if isinstance(node, Items):
            node.weight += sum(item.weight for item in node.items)
        else:
            node.weight += sum(entry.value.weight + 1 for entry in node.entries.values())

    def _syntax(self, error: MarkedYAMLError) -> None:
        """Say in our words what ruamel's parser stumbled over, and where that begins."""
        mark = error.problem_mark or error.context_mark
        offset = min(mark.index, len(self._text)) if mark else 0
        opened = error.context_mark.index if error.context_mark else offset
        said, within = str(error.problem), str(error.context)
        if not self._is_unmarked(said, opened, offset) and not self._is_bracket(said, within, opened, offset):
            self._is_word(said, within, opened, offset)
        raise _StopError

    def _is_unmarked(self, said: str, opened: int, offset: int) -> bool:
        """What the text shows better than the parser: a tab, an order to the reader, a mark of another width."""
        directive, (wide, mark_at) = self._directive(offset), self._full_width(opened, offset)
        if self._text[offset : offset + 1] == "\t":
            self.report(offset, "tab")
        elif directive is not None:
            self.report(directive, "directive")
        elif wide and any(word in said for word in ("',' or", "expected ':'", "not allowed", "unexpected ':'")):
            self.report(mark_at, "full-width", character=wide, meant=_FULL_WIDTH[wide])
        elif "expected <block end>" in said and self._behind_quotes(offset):
            self.report(offset, "after-quote")
        else:
            return False
        return True

    def _is_bracket(self, said: str, within: str, opened: int, offset: int) -> bool:
        """A bracket or a quotation that is not closed, an escape in a quotation."""
        if "',' or '}'" in said:
            self.report(offset, "unclosed-map", closing="}", line=self._lines.place(opened).line)
        elif "',' or ']'" in said:
            self.report(offset, "unclosed-list", line=self._lines.place(opened).line)
        elif "end of stream" in said and "quoted" in within:
            self.report(opened, "unclosed-quote")
        elif "hexdecimal" in said and "scalar" in within:
            start = self._text.rfind("\\", 0, offset + 1)
            count = next(word for word in said.split() if word.isdigit())
            self.report(start, "escape-digits", character=self._text[start + 1], count=int(count))
        elif "unknown escape" in said:
            self.report(offset, "escape", character=self._text[offset : offset + 1])
        else:
            return False
        return True

    def _is_word(self, said: str, within: str, opened: int, offset: int) -> None:
        """Something that cannot stand where it does, or lacks what belongs to it."""
        character = self._text[offset : offset + 1]
        if "mapping values are not allowed" in said or "unexpected ':'" in said:
            self.report(offset, "unexpected-colon")
        elif "cannot start any token" in said or "mapping keys are not allowed" in said:
            self.report(offset, "cannot-start", character=character)
        elif "sequence entries are not allowed" in said or (character == "-" and "node content" in said):
            self.report(offset, "list-entry")
        elif "expected the node content" in said:
            self.report(offset, "no-content" if character else "ends-early", character=character)
        elif "URI" in said:
            self.report(self._text.rfind("!", 0, offset + 1), "cannot-start", character="!")
        elif any(name in within for name in ("an alias", "an anchor", "a block scalar", "a tag", "parsing a node")):
            self.report(opened, "cannot-start", character=self._text[opened : opened + 1])
        elif "could not find expected ':'" in said:
            self.report(opened, "missing-colon")
        elif "expected <block end>" in said or "expected '<document start>'" in said:
            self.report(offset, "indentation")
        else:
            self.report(offset, "syntax")

    def _behind_quotes(self, offset: int) -> bool:
        """Whether a quotation ends right before the mistake, on its line."""
        before = self._text[self._lines.start(self._lines.place(offset).line) : offset].rstrip(" ")
        return before[-1:] in ("'", '"') and before.count(before[-1]) > 1

    def _directive(self, offset: int) -> int | None:
        """Where a line begins with %, if the mistake lies in it or is what follows from it."""
        line = self._lines.place(offset).line
        for number in (line, line - 1):
            start = self._lines.start(number)
            if self._text[start : start + 1] == "%":
                return start
        return None

    def _full_width(self, opened: int, offset: int) -> tuple[str, int]:
        """A full-width mark between the last mark of YAML's and the mistake, and where it stands; "": none.

        A line that ends a key with one goes on in the next, where the parser then stumbles.
        """
        line = self._lines.place(offset).line
        first, above = self._lines.start(line), self._lines.start(line - 1)
        before = self._text[min(opened, first) : offset].rstrip()
        begins = min(opened, first) + max((before.rfind(mark) for mark in ",{[\n"), default=-1) + 1
        stretches = [(begins, self._text[begins:offset])]
        if ": " not in self._text[above:first]:
            stretches.append((above, self._text[above:first]))
        for start, stretch in stretches:
            for place, letter in enumerate(stretch):
                if letter in "\"'#":
                    break
                if letter in _FULL_WIDTH:
                    return letter, start + place
        return "", offset

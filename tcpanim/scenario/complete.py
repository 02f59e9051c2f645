"""What can be written at a place of a scenario file: keys, hosts, states and other words, from the format's schema.

The text may be anything while somebody types, so it is not parsed: a scan from the top keeps, line by line, which keys
and lists are open. What the schema allows there is what is proposed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from tcpanim.scenario.schema import schema
from tcpanim.tcp.states import State

_KEY = re.compile(r"(?P<key>[A-Za-z_][\w-]*|\"[^\"]*\"|'[^']*')\s*:(?=\s|$)")
_WORD = re.compile(r"[\w.-]*$")
_ITEM = "[]"


class Proposal(NamedTuple):
    """A word that can stand there, and what it means. ``key``: it is a key, so a colon follows."""

    word: str
    doc: str = ""
    key: bool = False


class Completion(NamedTuple):
    """What is begun (``prefix``, right before the cursor), and what it can become."""

    prefix: str
    proposals: tuple[Proposal, ...]


@dataclass(slots=True)
class _Level:
    """An open key or list item; ``indent`` is None within brackets. ``given``: the keys seen in it."""

    name: str
    indent: int | None = None
    given: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Scan:
    """Where the scan is: the open levels (the root first), the key whose value is awaited, and the begun word."""

    levels: list[_Level]
    key: str | None = None
    prefix: str = ""
    rest: str = ""


def complete(text: str, offset: int, hosts: tuple[str, ...] = ()) -> Completion:
    """What can stand at ``offset`` of ``text``; ``hosts``: their names, where the text does not tell them."""
    before = text[:offset]
    if _in_text(before):
        return Completion("", ())
    scan = _scan(before)
    hosts = host_names(text) or hosts
    here = _schemas([level.name for level in scan.levels[1:]], hosts)
    prefix = scan.prefix
    if scan.key is not None:
        value = [one for schema_ in here for one in _below(schema_, scan.key, hosts)]
        found = _values(value, hosts)
    else:
        given = set(scan.levels[-1].given)
        found = [one for one in _keys(here, hosts) if one.word not in given]
        if scan.levels[-1].name != "{":
            found += _values([one for one in here if "properties" not in one], hosts)
    wanted = prefix.casefold()
    chosen = [one for one in found if one.word.casefold().startswith(wanted)]
    chosen += [one for one in found if wanted and wanted in one.word.casefold() and one not in chosen]
    return Completion(prefix, tuple(dict.fromkeys(chosen)))


def host_names(text: str) -> tuple[str, ...]:
    """The names of the hosts in a text that may be unfinished."""
    found = re.search(r"^hosts:[ \t]*(.*)\n((?:[ \t#].*\n?|\n)*)", text + "\n", re.MULTILINE)
    if found is None:
        return ()
    if found[1].lstrip().startswith("{"):
        inside = found[1] + found[2]
        names, depth = [], 0
        for part in re.finditer(r"[{\[]|[}\]]|([a-z][a-z0-9_-]*)\s*:", inside):
            if part[1] is not None and depth == 1:
                names.append(part[1])
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(part[0], 0)
        return tuple(names)
    lines = [line for line in found[2].split("\n") if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        return ()
    indent = len(lines[0]) - len(lines[0].lstrip())
    keys = (re.match(rf" {{{indent}}}([a-z][a-z0-9_-]*)\s*:", line) for line in lines)
    return tuple(key[1] for key in keys if key is not None)


# ---- where one is -----------------------------------------------------------------------------------------------


def _in_text(before: str) -> bool:
    """Whether the cursor stands in a comment or in quotes."""
    line = before.rsplit("\n", 1)[-1]
    quote = ""
    for index, letter in enumerate(line):
        if quote:
            if letter == quote and not (quote == '"' and line[index - 1] == "\\"):
                quote = ""
        elif letter in "\"'" and (not index or line[index - 1] in " \t[{,:"):
            quote = letter
        elif letter == "#" and (not index or line[index - 1] in " \t"):
            return True
    return bool(quote)


def _scan(before: str) -> _Scan:
    scan = _Scan([_Level("", -1)])
    lines = before.split("\n")
    block: int | None = None  # a text over several lines (| or >) goes on while lines are farther in than this
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        content = line.lstrip(" ")
        indent = len(line) - len(content)
        if not last and (not content.strip() or content.startswith("#")):
            continue
        if block is not None:
            if indent > block and not last:
                continue
            if indent > block:
                scan.key, scan.prefix = None, ""
                scan.levels = [_Level("", -1), _Level("\0")]
                return scan
            block = None
        if any(level.indent is None for level in scan.levels):
            _flow(scan, content)
            continue
        _open_block(scan, content, indent, last=last)
        if re.search(r":\s*[|>][-+]?\s*$", _bare(line)):
            block = indent
    return scan


def _bare(line: str) -> str:
    return re.sub(r"(^|\s)#.*$", "", line)


def _open_block(scan: _Scan, content: str, indent: int, *, last: bool) -> None:
    """A line outside all brackets."""
    while len(scan.levels) > 1 and (scan.levels[-1].indent or 0) >= indent:
        # An item may stand as far out as the key of its list.
        top = scan.levels[-1]
        if content.startswith("-") and top.name != _ITEM and top.indent == indent:
            break
        scan.levels.pop()
    scan.key = None
    while content.startswith("- ") or content.rstrip() == "-":
        inner = content[1:].lstrip(" ")
        scan.levels.append(_Level(_ITEM, indent))
        indent += len(content) - len(inner)
        content = inner
    scan.prefix = content
    found = _KEY.match(content)
    if found is None:
        if content[:1] in "{[" and content:
            _flow(scan, content)
        elif last:
            scan.prefix = content if content == _word(content) else "\0"
        return
    key = found["key"].strip("\"'")
    scan.levels[-1].given.append(key)
    rest = content[found.end() :]
    value = rest.lstrip(" ")
    if value[:1] in ("{", "[") and value:
        scan.levels.append(_Level(key, indent))
        _flow(scan, value)
    elif last and rest:
        scan.key, scan.prefix = key, value
    elif last:
        scan.key, scan.prefix = key, "\0"  # right behind the colon: first a space
    else:
        scan.levels.append(_Level(key, indent))


def _word(content: str) -> str:
    found = _WORD.search(content)
    return found[0] if found else ""


def _flow(scan: _Scan, content: str) -> None:
    """Text within brackets, which may have been opened lines before."""
    index = 0
    scan.prefix = ""
    content = _bare(content)
    while index < len(content):
        letter = content[index]
        if letter in "{[":
            if scan.key is not None:
                scan.levels.append(_Level(scan.key))
                scan.key = None
            elif scan.levels[-1].name == "[":
                scan.levels.append(_Level(_ITEM))
            scan.levels.append(_Level(letter))
            scan.prefix = ""
        elif letter in "}]":
            _close(scan, "{" if letter == "}" else "[")
            scan.prefix = ""
        elif letter == ",":
            scan.key, scan.prefix = None, ""
        elif letter in "\"'":
            end = content.find(letter, index + 1)
            index = len(content) if end < 0 else end
            scan.prefix = "\0"
        elif letter == " ":
            if scan.prefix and not scan.prefix.endswith("\0"):
                scan.prefix += " "
        else:
            found = _KEY.match(content, index)
            if found is not None and scan.levels[-1].name in ("{", "["):
                scan.key, scan.prefix = found["key"].strip("\"'"), ""
                _owner(scan).given.append(scan.key)
                index = found.end()
                if index == len(content):
                    scan.prefix = "\0"
                continue
            scan.prefix += letter
        index += 1


def _owner(scan: _Scan) -> _Level:
    return scan.levels[-1]


def _close(scan: _Scan, bracket: str) -> None:
    while len(scan.levels) > 1:
        level = scan.levels.pop()
        if level.name == bracket:
            break
    # The key or the item whose value this was is done with too.
    if len(scan.levels) > 1 and scan.levels[-1].name not in ("{", "[") and scan.levels[-1].indent is None:
        scan.levels.pop()
    scan.key = None


# ---- what the schema says ---------------------------------------------------------------------------------------


@cache
def _root() -> dict[str, Any]:
    return schema()


def _schemas(path: list[str], hosts: tuple[str, ...]) -> list[dict[str, Any]]:
    """The schemas of what stands at ``path``; all ways that are allowed."""
    here = _plain(_root())
    for name in path:
        if name in ("{", "["):
            continue
        if name == _ITEM:
            here = [one for schema_ in here if "items" in schema_ for one in _plain(schema_["items"])]
        else:
            here = [one for schema_ in here for one in _below(schema_, name, hosts)]
    if path and path[-1] == "[":
        here = [one for schema_ in here if "items" in schema_ for one in _plain(schema_["items"])]
    return here


def _below(schema_: dict[str, Any], key: str, hosts: tuple[str, ...]) -> list[dict[str, Any]]:
    """What stands at ``key`` of a map."""
    if key in schema_.get("properties", {}):
        return _plain(schema_["properties"][key])
    if key in hosts or not hosts:
        for pattern, one in schema_.get("patternProperties", {}).items():
            if re.match(pattern, key):
                return _plain(one)
    return []


def _plain(schema_: dict[str, Any]) -> list[dict[str, Any]]:
    """The schema with its choices and references written out."""
    if "$ref" in schema_:
        name = schema_["$ref"].rsplit("/", 1)[-1]
        return [{**one, "ref": name} for one in _plain(_root()["$defs"][name])]
    choices = schema_.get("oneOf", schema_.get("anyOf"))
    if choices is None:
        return [schema_]
    doc = {"description": schema_["description"]} if "description" in schema_ else {}
    return [{**doc, **one} for choice in choices for one in _plain(choice)]


def _keys(here: list[dict[str, Any]], hosts: tuple[str, ...]) -> list[Proposal]:
    found = []
    for schema_ in here:
        if "patternProperties" in schema_:
            found += [Proposal(host, key=True) for host in hosts if "minProperties" not in schema_]
        for name, one in schema_.get("properties", {}).items():
            found.append(Proposal(name, one.get("description", ""), key=True))
    return found


def _values(here: list[dict[str, Any]], hosts: tuple[str, ...]) -> list[Proposal]:
    found = []
    for schema_ in here:
        doc = schema_.get("description", "")
        if schema_.get("ref") == "state":
            found += [Proposal(str(state), "") for state in State]
        elif "enum" in schema_:
            found += [Proposal(word, doc) for word in schema_["enum"] if isinstance(word, str)]
        elif "const" in schema_:
            found.append(Proposal(str(schema_["const"]), doc))
        elif "examples" in schema_:
            found += [Proposal(word, doc) for word in schema_["examples"]]
        elif str(schema_.get("pattern", "")).startswith("^[a-z][a-z0-9_-]{0,31}$"):
            found += [Proposal(host, doc) for host in hosts]
    return found

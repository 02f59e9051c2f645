"""A scenario with its edits as a file: the original text, its comments and its order, with what the edits add."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark, YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from ruamel.yaml.tokens import CommentToken

from tcpanim.scenario.edits import Edit, Setting, WireSetting, apply
from tcpanim.scenario.model import ScriptStep
from tcpanim.scenario.parse import parse
from tcpanim.scenario.quantities import written_setting, written_wire
from tcpanim.scenario.written import UnwritableError, written_fault, written_step

_WIDEST = 1 << 16  # a line stays a line


def dump(text: str, edits: Iterable[Edit], *, expected: bool = True) -> str:
    """The file ``text`` with the edits written into it; read again, it is ``apply(parse(text), edits)``.

    ``expected`` False: without ``expect``, which speaks of the run as it was. Raises UnwritableError where the text
    is built so that what the edits say cannot be added to it.
    """
    edits = tuple(edits)
    yaml = _yaml(text)
    try:
        root = yaml.load(text)
        _write(root, edits)
        if not expected and "expect" in root:
            _remove(root, "expect")
        out = io.StringIO()
        yaml.dump(root, out)
    except (YAMLError, KeyError, TypeError, AttributeError) as error:
        raise UnwritableError(str(error)) from error
    result = out.getvalue()
    _verify(text, edits, result)
    return result


def _yaml(text: str) -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDEST
    first = re.search(r"^([ ]*)-([ ]+)", text, re.MULTILINE)
    before, behind = (len(first[1]), len(first[2])) if first else (2, 1)
    yaml.indent(mapping=2, sequence=before + 1 + behind, offset=before)
    return yaml


def _verify(text: str, edits: tuple[Edit, ...], result: str) -> None:
    """What was written must be what is meant: aliases in the original could have spread an edit."""
    original, again = parse(text), parse(result)
    if original.scenario is None or again.scenario is None:
        raise UnwritableError("the text cannot be read")
    meant = apply(original.scenario, edits)
    for name in ("hosts", "wire", "seed", "until"):
        if getattr(meant, name) != getattr(again.scenario, name):
            raise UnwritableError(f"{name} would not be what is meant")


# ---- what is added ----------------------------------------------------------------------------------------------


def _write(root: CommentedMap, edits: tuple[Edit, ...]) -> None:
    for edit in edits:
        if isinstance(edit, Setting):
            _write_setting(root, edit)
        elif isinstance(edit, WireSetting):
            _write_wire(root, edit)
        elif isinstance(edit, ScriptStep):
            _append(root, "script", written_step(edit))
        else:
            _append(root, "faults", written_fault(edit))


def _write_setting(root: CommentedMap, edit: Setting) -> None:
    hosts = root["hosts"]
    value = written_setting(edit.name, edit.value)
    if edit.host is None:
        _put(_map_at(root, "tcp"), edit.name, value)
    for name in hosts:
        # A host's own setting goes before that for both.
        own = isinstance(hosts[name], CommentedMap) and edit.name in (hosts[name].get("tcp") or ())
        if name == edit.host or (edit.host is None and own):
            _put(_map_at(_map_at(hosts, name), "tcp"), edit.name, value)


def _write_wire(root: CommentedMap, edit: WireSetting) -> None:
    wire = _map_at(root, "wire")
    value = written_wire(edit.name, edit.value)
    if edit.sender is None:
        if value is None:
            wire.pop(edit.name, None)
        else:
            _put(wire, edit.name, value)
        return
    before = wire.get(edit.name)
    each = CommentedMap(before) if isinstance(before, CommentedMap) else CommentedMap()
    if not isinstance(before, CommentedMap) and before is not None:
        each.update(dict.fromkeys(root["hosts"], before))
    if value is None:
        each.pop(edit.sender, None)
    else:
        each[edit.sender] = value
    each.fa.set_flow_style()
    _put(wire, edit.name, each)


def _map_at(owner: CommentedMap, key: str) -> CommentedMap:
    """The map at ``key``, made where there is none; this owner's alone, where an alias shares it."""
    held = owner.get(key)
    if not isinstance(held, CommentedMap):
        held = CommentedMap()
        held.fa.set_flow_style()
        if key == "tcp" and "script" in owner:
            _insert_before(owner, "script", key, held)
        else:
            _put(owner, key, held)
    elif held.anchor.value is not None:
        own = CommentedMap(held)
        own.fa.set_flow_style()
        owner[key] = held = own
    return held


def _append(root: CommentedMap, key: str, value: dict[str, Any]) -> None:
    item = _plain(value)
    held = root.get(key)
    if not isinstance(held, CommentedSeq):
        held = CommentedSeq()
        after = "script" if "script" in root else list(root)[-1]
        tail = _take_tail(root, after)
        place = list(root).index(after) + 1
        root.pop(key, None)
        root.insert(place, key, held)
        held.append(item)
        _put_tail(held, 0, tail)
        return
    if held.fa.flow_style():
        held.append(item)
        return
    tail = _take_tail(held, len(held) - 1) if held else ""
    held.append(item)
    _put_tail(held, len(held) - 1, tail)


def _put(owner: CommentedMap, key: str, value: Any) -> None:
    if key in owner or owner.fa.flow_style() or not owner:
        owner[key] = _plain(value)
        return
    tail = _take_tail(owner, list(owner)[-1])
    owner[key] = _plain(value)
    _put_tail(owner, key, tail)


def _insert_before(owner: CommentedMap, other: str, key: str, value: Any) -> None:
    place = list(owner).index(other)
    if place == 0:
        owner.insert(0, key, value)
        return
    # The comment above `other` stays above it.
    tail = _take_tail(owner, list(owner)[place - 1])
    owner.insert(place, key, value)
    _put_tail(owner, key, tail)


def _remove(root: CommentedMap, key: str) -> None:
    names = list(root)
    place = names.index(key)
    tail = _take_tail(root, key)
    if place:
        before = _take_tail(root, names[place - 1])
        _put_tail_deep(root, names[place - 1], before + tail)
    del root[key]


def _plain(value: Any) -> Any:
    """Maps and lists in one line; text that could be taken for something else in quotes."""
    if isinstance(value, CommentedMap | CommentedSeq):
        return value
    if isinstance(value, dict):
        made = CommentedMap((key, _plain(item)) for key, item in value.items())
        if "send" in value and isinstance(value["send"], str):
            made["send"] = DoubleQuotedScalarString(value["send"])
        made.fa.set_flow_style()
        return made
    if isinstance(value, list):
        items = CommentedSeq(_plain(item) for item in value)
        items.fa.set_flow_style()
        return items
    return value


# ---- comments ---------------------------------------------------------------------------------------------------
#
# ruamel hangs a comment on what stands before it. What is added behind the last item would push in between; so the
# lines that follow that item are taken off it and hung on the new one.


def _take_tail(owner: CommentedMap | CommentedSeq, key: Any) -> str:
    """Take off the lines of comment and the empty ones that follow the value at ``key``."""
    held = owner[key]
    if isinstance(held, CommentedMap | CommentedSeq) and held and not held.fa.flow_style():
        return _take_tail(held, len(held) - 1 if isinstance(held, CommentedSeq) else list(held)[-1])
    tokens = owner.ca.items.get(key)
    index = 0 if isinstance(owner, CommentedSeq) else 2
    token = tokens[index] if tokens else None
    if token is None:
        return ""
    beside, newline, below = token.value.partition("\n")
    if not newline:
        return ""
    # An indented comment right below belongs to the item, one at the margin or after an empty line to what follows.
    lines = below.splitlines(keepends=True)
    stays = 0
    while stays < len(lines) and lines[stays][:1] == " " and lines[stays].strip():
        stays += 1
    kept = beside + newline + "".join(lines[:stays])
    if kept.strip():
        token.value = kept
    else:
        tokens[index] = None
        if not any(tokens):
            del owner.ca.items[key]
    return "".join(lines[stays:])


def _put_tail(owner: CommentedMap | CommentedSeq, key: Any, tail: str) -> None:
    if not tail:
        return
    tokens = owner.ca.items.setdefault(key, [None, None, None, None])
    index = 0 if isinstance(owner, CommentedSeq) else 2
    before = tokens[index]
    if before is None:
        tokens[index] = CommentToken("\n" + tail, CommentMark(0), None)
    else:
        before.value = before.value.rstrip("\n") + "\n" + tail


def _put_tail_deep(owner: CommentedMap | CommentedSeq, key: Any, tail: str) -> None:
    held = owner[key]
    if isinstance(held, CommentedMap | CommentedSeq) and held and not held.fa.flow_style():
        _put_tail_deep(held, len(held) - 1 if isinstance(held, CommentedSeq) else list(held)[-1], tail)
    else:
        _put_tail(owner, key, tail)

"""The build hook: compiles the gettext catalogues and ships resources/ inside the wheel.

It runs for editable installs too, so that a source checkout has its .mo files beside their .po files.
"""

import re
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LANGUAGES = ("en", "zh")
LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"((?:[^"\\]|\\.)*)"')
PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


class CatalogueError(Exception):
    """The catalogues cannot be shipped; the message lists every problem."""


class CustomBuildHook(BuildHookInterface[Any]):
    """Named as hatchling expects it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues; a real wheel also takes resources/ along, an editable one uses it in place."""
        resources = Path(self.root, "resources")
        compile_catalogues(resources / "locale")
        if version != "editable":
            build_data["force_include"][str(resources)] = "tcpanim/resources"

    def clean(self, versions: list[str]) -> None:
        """Remove what `initialize` made."""
        for compiled in Path(self.root, "resources", "locale").glob("*/LC_MESSAGES/*.mo"):
            compiled.unlink()


def compile_catalogues(locale: Path) -> None:
    """Write every language's tcpanim.mo from all its .po files, or say all that is wrong and write nothing."""
    problems: list[str] = []
    domains = {"tcpanim.po"} | {path.name for path in locale.glob("*/LC_MESSAGES/*.po")}
    merged = {language: Catalog(locale=language) for language in LANGUAGES}
    for domain in sorted(domains):
        catalogues: dict[Path, Catalog] = {}
        for language in LANGUAGES:
            path = locale / language / "LC_MESSAGES" / domain
            try:
                text = path.read_text(encoding="utf-8")
                problems += flaws(path, text)
                catalogues[path] = read_po(StringIO(text), locale=language, abort_invalid=True)
            except OSError as error:
                problems.append(f"{path}: {error.strerror}")
            except (PoFileError, ValueError) as error:
                problems.append(f"{path}: {error}")
            else:
                problems += merge(merged[language], catalogues[path], path)
        if len(catalogues) == len(LANGUAGES):
            problems += differences(catalogues)
    if problems:
        raise CatalogueError("the catalogues are at fault:\n  " + "\n  ".join(problems))
    for language, catalogue in merged.items():
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        (locale / language / "LC_MESSAGES" / "tcpanim.mo").write_bytes(compiled.getvalue())


def merge(whole: Catalog, part: Catalog, path: Path) -> list[str]:
    """Add the messages of ``part``, the file ``path``, to ``whole``; the keys that another file has too."""
    problems: list[str] = []
    for message in part:
        if message.id and message.id in whole:
            problems.append(f"{path}:{message.lineno}: {name(message.id)} stands in another file already")
        elif message.id:
            whole[message.id] = message
    return problems


def flaws(path: Path, text: str) -> list[str]:
    """What Babel reads without a word: lines that are none, and keys that occur twice, of which it keeps the last."""
    problems: list[str] = []
    first: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = LINE.fullmatch(line.strip())
        if not match:
            problems.append(f"{path}:{number}: not a line of a catalogue: {line}")
        elif match[1] == "msgid" and match[2] and first.setdefault(match[2], number) != number:
            problems.append(f"{path}:{number}: {match[2]} stands in line {first[match[2]]} already")
    return problems


def differences(catalogues: dict[Path, Catalog]) -> list[str]:
    """What keeps the languages from saying the same: missing keys, empty texts, other placeholders."""
    problems: list[str] = []
    every_key = {message.id for catalogue in catalogues.values() for message in catalogue if message.id}
    expected: dict[Any, tuple[set[str], Path]] = {}
    for path, catalogue in catalogues.items():
        problems += [f"{path}: {name(key)} is missing" for key in sorted(every_key, key=name) if key not in catalogue]
        for message in catalogue:
            if not message.id:
                continue
            texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
            place = f"{path}:{message.lineno}: {name(message.id)}"
            if not all(texts):
                problems.append(f"{place} has no text")
            if message.fuzzy:
                problems.append(f"{place} is marked fuzzy")
            used = {field for text in texts for field in placeholders(text or "")}
            wanted, other = expected.setdefault(message.id, (used, path))
            if used != wanted:
                problems.append(f"{place} has the placeholders {listed(used)}, but {listed(wanted)} in {other}")
    return problems


def placeholders(text: str) -> set[str]:
    """The names between single braces."""
    return {match[1] for match in PLACEHOLDER.finditer(text) if match[1] is not None}


def name(key: Any) -> str:
    """A message's key; one with plural forms is named after its singular."""
    return key if isinstance(key, str) else key[0]


def listed(names: set[str]) -> str:
    """The names for a reader."""
    return "{" + "}, {".join(sorted(names)) + "}" if names else "none"

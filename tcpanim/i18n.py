"""Sentences in the reader's language: messages are keys with named arguments until the last moment.

A catalogue is made from the bytes of a compiled gettext file; nobody here opens files. Every user-visible sentence of
the program is a key with a whole template per language, never joined fragments. Traces and golden files hold keys.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

LANGUAGES = ("en", "zh")


class Text(NamedTuple):
    """A text of a scenario, in one or both languages; what is missing is shown in the other one."""

    en: str | None = None
    zh: str | None = None

    def pick(self, language: str) -> str:
        """The text in ``language`` ("en" or "zh"), else in the other, else ""."""
        first, second = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        return first if first is not None else (second or "")

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet put into words: its key, its arguments by name, and the RFC sections it rests on.

    Arguments may be numbers, strings, Text, other Messages, tuples of such (which become lists), or values that only
    the caller of ``Catalogue.render`` knows how to show (sequence numbers in the numbering in force, states in the
    spelling in force).
    """

    key: str
    args: Mapping[str, object] = field(default_factory=dict, hash=False)
    rules: tuple[str, ...] = ()


class MissingTextError(KeyError):
    """A key that the catalogue does not have: our own mistake, found by tests."""


class Catalogue:
    """All sentences of one language."""

    def __init__(self, language: str, *compiled: bytes) -> None:
        """``compiled``: the contents of one or more .mo files (UTF-8), keys being unique among them."""
        self.language = language
        self._texts = gettext.NullTranslations()
        for content in compiled:
            texts = gettext.GNUTranslations(io.BytesIO(content))
            texts.add_fallback(self._texts)
            self._texts = texts

    def has(self, key: str) -> bool:
        """Whether there is a sentence for ``key``."""
        return self._texts.gettext(key) != key

    def text(self, key: str, /, **args: object) -> str:
        """The sentence for ``key`` with its arguments filled in; raises MissingTextError.

        A key with plural forms is chosen by the argument ``n``.
        """
        template = self._template(key, args.get("n"))
        return template.format(**args) if args else template

    def _template(self, key: str, count: object) -> str:
        # The form for the count first: gettext() alone answers a key with plural forms with its singular.
        template = self._texts.ngettext(key, key, count) if isinstance(count, int) else key
        if template == key:
            template = self._texts.gettext(key)
        if template == key:
            raise MissingTextError(f"{self.language}: {key}")
        return template

    def render(self, message: Message, show: Callable[[object], str] = str) -> str:
        """Put ``message`` into words; ``show`` writes the arguments that are neither numbers nor strings nor texts."""
        template = self._template(message.key, message.args.get("n"))
        return template.format_map(_Written(message.args, self, show)) if message.args else template

    def write(self, value: object, show: Callable[[object], str]) -> object:
        """One argument of a message as it stands in the sentence."""
        if isinstance(value, Message):
            return self.render(value, show)
        if isinstance(value, Text):
            return value.pick(self.language)
        if type(value) is tuple:
            return self.text("list.comma").join(str(self.write(one, show)) for one in value)
        return value if isinstance(value, str | int) else show(value)


class _Written(dict[str, object]):
    """A message's arguments, each written when the sentence names it: a message carries more than is said."""

    def __init__(self, args: Mapping[str, object], catalogue: Catalogue, show: Callable[[object], str]) -> None:
        super().__init__()
        self._args, self._catalogue, self._show = args, catalogue, show

    def __missing__(self, name: str) -> object:
        return self._catalogue.write(self._args[name], self._show)

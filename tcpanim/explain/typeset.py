"""What every sentence owes to its language, whatever its arguments were: capitals in English, spacing in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable

from tcpanim.i18n import Catalogue, Message

# Hosts with such a label are common nouns within an English sentence: "the client", but "Alice" and "Host A".
_NOUNS = frozenset(
    {
        "attacker",
        "browser",
        "client",
        "consumer",
        "host",
        "initiator",
        "laptop",
        "phone",
        "printer",
        "producer",
        "proxy",
        "receiver",
        "responder",
        "router",
        "sender",
        "sensor",
        "server",
        "user",
    }
)

_ARTICLE = re.compile(r"(?:^|(?<=\. ))the ")
_HAN = r"\u2e80-\u2fff\u3007\u3400-\u9fff\uf900-\ufaff"
_LATIN = r"A-Za-z0-9\[\]₀-₉*+=–%"
_WIDE = "，。：；？！（）、“”《》"
_HAN_LATIN = re.compile(rf"(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{_HAN}])")
_BESIDE_WIDE = re.compile(rf"[ \t]+(?=[{_WIDE}])|(?<=[{_WIDE}])[ \t]+")
_HAN_SPACE_HAN = re.compile(rf"(?<=[{_HAN}]) +(?=[{_HAN}])")


def host_in_text(label: str, language: str) -> str:
    """A host's label as it stands within a sentence."""
    if language == "en" and label.lower() in _NOUNS:
        return f"the {label.lower()}"
    return label


def typeset(text: str, language: str) -> str:
    """A sentence as it is printed.

    An English sentence that begins with a host's article gets its capital; a symbol never does, x is not X. Chinese
    has one half-width space between 汉字 and Latin letters or digits, none elsewhere.
    """
    if language == "en":
        return _ARTICLE.sub("The ", text)
    text = _HAN_SPACE_HAN.sub("", _BESIDE_WIDE.sub("", text))
    return _HAN_LATIN.sub(" ", text)


def sentence(message: Message, catalogue: Catalogue, show: Callable[[object], str]) -> str:
    """``message`` in words, as it is printed; ``show`` writes the values (``scene.names.Naming.show``)."""
    return typeset(catalogue.render(message, show), catalogue.language)

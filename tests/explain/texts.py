"""The catalogues as they stand in the source, and sentences in words."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tcpanim import paths
from tcpanim.explain.narrate import narrate
from tcpanim.explain.typeset import sentence
from tcpanim.i18n import Catalogue
from tcpanim.scene.names import Naming
from tcpanim.trace.trace import Trace

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
LOCALE = paths.resources() / "locale"


@cache
def entries(language: str, domain: str) -> dict[str, str]:
    """Key and text of one file."""
    with Path(LOCALE, language, "LC_MESSAGES", f"{domain}.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale=language) if message.id}


@cache
def catalogue(language: str) -> Catalogue:
    """All texts of one language."""
    compiled = []
    for path in sorted(Path(LOCALE, language, "LC_MESSAGES").glob("*.po")):
        content = BytesIO()
        with path.open("rb") as file:
            write_mo(content, read_po(file, locale=language))
        compiled.append(content.getvalue())
    return Catalogue(language, *compiled)


def naming(trace: Trace, language: str, numbering: str = "symbolic", labels: str = "textbook") -> Naming:
    return Naming(trace, catalogue(language), numbering, labels)


def said(trace: Trace, t: int, language: str, **style: str) -> list[tuple[str, str]]:
    """What is said at ``t``: (what, why) for each sentence."""
    names = naming(trace, language, **style)
    show = names.show_at(t)
    return [
        (
            sentence(one.what, names.catalogue, show),
            sentence(one.why, names.catalogue, show) if one.why is not None else "",
        )
        for one in narrate(trace, t)
    ]

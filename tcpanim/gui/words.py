"""Problems and troubles in the reader's language, as the window's list shows them."""

from __future__ import annotations

from tcpanim.gui.loading import Source, Trouble
from tcpanim.gui.widgets.problems import ProblemLine
from tcpanim.i18n import Catalogue, MissingTextError


def problem_lines(source: Source, troubles: tuple[Trouble, ...], catalogue: Catalogue) -> tuple[ProblemLine, ...]:
    """One line per trouble."""
    return tuple(_line(source, trouble, catalogue) for trouble in troubles)


def _line(source: Source, trouble: Trouble, catalogue: Catalogue) -> ProblemLine:
    place = f"{source.shown}:{trouble.line}:{trouble.column}" if trouble.line else source.shown
    hint = catalogue.text("problems.hint", hint=trouble.hint) if trouble.hint else ""
    return ProblemLine(place, _sentence(trouble, catalogue), trouble.excerpt, hint, trouble.around)


def _sentence(trouble: Trouble, catalogue: Catalogue) -> str:
    try:
        return catalogue.render(trouble.message)
    except MissingTextError:
        # The parser's sentences are English by themselves; a catalogue that lacks one shows that.
        english = trouble.message.args.get("english")
        if english is None:
            raise
        return str(english)

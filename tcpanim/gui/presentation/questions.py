"""Questions that the lecturer makes up on the spot: what the next segment is, what the state will be."""

from __future__ import annotations

from collections.abc import Callable

from tcpanim.gui.appearance import Appearance
from tcpanim.gui.presentation.lecture import Lecture
from tcpanim.i18n import LANGUAGES
from tcpanim.lesson import Ask
from tcpanim.scene.quiz import Namings
from tcpanim.trace.trace import Trace


def predict(
    lecture: Lecture, trace: Trace | None, t: int, appearance: Appearance,
    make: Callable[[Trace, int, Namings], Ask | None],
) -> None:  # fmt: skip
    """A question about what comes after ``t``; the same key takes it away again."""
    if trace is None or lecture.blank:
        return
    question = make(trace, t, {language: appearance.naming(trace, language) for language in LANGUAGES})
    if question is None or question == lecture.question:
        lecture.drop_question()
    else:
        lecture.put(question)

"""Questions that the lecturer makes up on the spot: what the next segment is, what the state will be."""

from __future__ import annotations

from collections.abc import Callable

from tcpanim.gui.appearance import Appearance
from tcpanim.gui.presentation.lecture import ASKING, Lecture
from tcpanim.i18n import LANGUAGES
from tcpanim.lesson import Ask
from tcpanim.scene.quiz import Namings
from tcpanim.trace.trace import Trace


def predict(
    lecture: Lecture, trace: Trace | None, t: int, appearance: Appearance,
    make: Callable[[Trace, int, Namings], Ask | None],
) -> None:  # fmt: skip
    """A question about what comes after ``t``; the same key takes it away again."""
    if lecture.phase == ASKING:
        lecture.drop_question()
        return
    if trace is None or lecture.blank:
        return
    question = make(trace, t, {language: appearance.naming(trace, language) for language in LANGUAGES})
    if question is not None:
        lecture.put(question)

"""What an audience sees, in words, for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable

from tcpanim.gui.presentation.lecture import TOLD, Lecture
from tcpanim.lesson import Ask
from tcpanim.scene.reasons import Spoken


def in_words(
    lecture: Lecture, counted: tuple[int, int], spoken: Spoken | None, say: Callable[..., str], language: str
) -> str:
    """The blank screen, else the question, else the point and its sentences; ``counted``: which point of how many."""
    if lecture.blank:
        return say(f"lecture.is_{lecture.blank}")
    if lecture.question is not None:
        return _asked(lecture.question, say, language, told=lecture.phase == TOLD)
    number, of = counted
    parts = [f"{say('lesson.point', n=number, of=of)}."] if number else []
    if spoken is not None:
        parts += [spoken.what, spoken.why]
    return " ".join(part for part in parts if part)


def _asked(question: Ask, say: Callable[..., str], language: str, *, told: bool) -> str:
    """With its choices; ``told``: with the right one, and why, alone."""
    choices = [f"{number}. {choice.pick(language)}" for number, choice in enumerate(question.choices, 1)]
    if told:
        right = say("lesson.is-right", text=choices[question.answer - 1])
        return f"{right} {question.why.pick(language)}".strip()
    return " ".join((question.question.pick(language), *choices))

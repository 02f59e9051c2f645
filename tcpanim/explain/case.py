"""A row of the table from what happened to its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from tcpanim.explain.happening import Happening
from tcpanim.tcp.states import State

ALL, FIRST, NONE = "all", "first", "none"
RULE = "rule"


@dataclass(frozen=True, slots=True)
class Case:
    """One row. ``before``/``after``: states, () for any. ``needs``/``lacks``: marks.

    ``why``: key of the second part, None when there is none, RULE for the rule that
    decided. ``tells``: how many of the segments sent the sentence
    speaks of (all, first, none); the others get a sentence of their own. ``told``: whether it names the error itself.
    """

    key: str
    before: tuple[State, ...] = ()
    after: tuple[State, ...] = ()
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    why: str | None = None
    tells: str = ALL
    told: bool = False

    def fits(self, one: Happening) -> bool:
        """Whether this row speaks of ``one``."""
        return (
            (not self.before or one.before in self.before)
            and (not self.after or one.after in self.after)
            and one.marks.issuperset(self.needs)
            and one.marks.isdisjoint(self.lacks)
        )


def row(
    key: str,
    before: State | tuple[State, ...] = (),
    after: State | tuple[State, ...] = (),
    *needs: str,
    lacks: tuple[str, ...] = (),
    why: str | None = "",
    tells: str = ALL,
    told: bool = False,
) -> Case:
    """A row with one state where a tuple of one is meant, and with the why of the same key unless another is named."""
    return Case(
        key,
        before if isinstance(before, tuple) else (before,),
        after if isinstance(after, tuple) else (after,),
        needs,
        lacks,
        key if why == "" else why,
        tells,
        told,
    )

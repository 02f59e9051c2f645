"""When the steps of a script are taken: all triggers are armed at time 0, and each fires once."""

from __future__ import annotations

from collections.abc import Callable

from tcpanim.scenario.model import ScriptStep
from tcpanim.sim.conditions import Conditions

# schedule(t, index of the step, id of the event that triggered it or None)
Schedule = Callable[[int, int, int | None], None]


class Script:
    """The steps and their triggers; what a step does is not known here."""

    def __init__(self, steps: tuple[ScriptStep, ...], conditions: Conditions, schedule: Schedule) -> None:
        self._steps = steps
        self._schedule = schedule
        self._taken = [False] * len(steps)
        for index, step in enumerate(steps):
            trigger = step.trigger
            if trigger.when is not None:
                conditions.add(trigger.when, self._watcher(index, trigger.after))
            elif trigger.at is not None:
                schedule(trigger.at + trigger.after, index, None)
            elif index == 0:
                schedule(trigger.after, index, None)

    def _watcher(self, index: int, after: int) -> Callable[[int, int], None]:
        def fire(now: int, event: int) -> None:
            self._schedule(now + after, index, event)

        return fire

    def taken(self, index: int, now: int, event: int | None) -> None:
        """Step ``index`` was taken; a step without a trigger of its own waits for the one before it."""
        self._taken[index] = True
        following = index + 1
        if following < len(self._steps) and self._waits(following):
            self._schedule(now + self._steps[following].trigger.after, following, event)

    def never_taken(self) -> tuple[ScriptStep, ...]:
        """The steps whose own trigger never fired; those that only wait for such a step are not named too."""
        return tuple(
            step
            for index, step in enumerate(self._steps)
            if not self._taken[index] and (index == 0 or self._taken[index - 1] or not self._waits(index))
        )

    def _waits(self, index: int) -> bool:
        trigger = self._steps[index].trigger
        return trigger.at is None and trigger.when is None

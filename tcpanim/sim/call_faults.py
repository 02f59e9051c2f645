"""What goes wrong in the applications: calls that are left out, and calls that come late."""

from __future__ import annotations

from collections import Counter

from tcpanim.scenario.model import CallFault, CallSelector, Fault, Inject, Postpone, Skip
from tcpanim.sim.calls import NumberedCall


class CallFaults:
    """The faults that meet the steps of a script; a step is known by its index."""

    def __init__(self, faults: tuple[Fault, ...], actions: tuple[NumberedCall | Inject, ...]) -> None:
        self._of_step: dict[int, list[tuple[int, CallFault]]] = {}
        for number, fault in enumerate(faults, start=1):
            if isinstance(fault, Skip | Postpone):
                for index, action in enumerate(actions):
                    if isinstance(action, NumberedCall) and _selects(fault.which, action):
                        self._of_step.setdefault(index, []).append((number, fault))
        self.met: Counter[int] = Counter()
        """How many calls each fault has met, by its number in the file, from 1."""

    def delay(self, index: int) -> int:
        """So much later (ns) the step is taken."""
        return sum(fault.by for _, fault in self._of_step.get(index, ()) if isinstance(fault, Postpone))

    def meet(self, index: int) -> bool:
        """The step's moment has come; whether its call is left out."""
        faults = self._of_step.get(index, ())
        self.met.update(number for number, _ in faults)
        return any(isinstance(fault, Skip) for _, fault in faults)


def _selects(which: CallSelector, call: NumberedCall) -> bool:
    return (which.host, which.call) == (call.host, call.name) and (which.nth is None or call.nth in which.nth)

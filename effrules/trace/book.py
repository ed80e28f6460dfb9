"""The list of steps: each different step once, operands before what is made of them."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from effrules.model.real import Real, rational_value
from effrules.trace.steps import Ref, Step, StepValue


class Book:
    """Steps by number; writing down a step that is there already gives the number that it has."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._known: dict[Step, Ref] = {}

    def next(self) -> Ref:
        """The number of the next new step."""
        return Ref(len(self.steps))

    def add(self, step: Step) -> Ref:
        """The number of a step, made with the number that is next."""
        if isinstance(step.value, Real):  # nothing is proved of an irrational number to find it again
            return self.append(step)
        try:
            known = self._known.setdefault(step, step.id)
        except TypeError:  # one inside has no hash
            known = step.id
        if known == len(self.steps):
            self.steps.append(step)
        return known

    def append(self, step: Step) -> Ref:
        """The number of a step that is known not to be there yet, made with the number that is next."""
        self.steps.append(step)
        return step.id

    def change(self, ref: Ref, **changes: Any) -> None:
        """Complete a step by what was not known when it was written."""
        self.steps[ref] = evolve(self.steps[ref], **changes)


def plain(value: Any) -> StepValue:
    """A value as a step holds it: an irrational number that algebra shows to be rational is that rational."""
    if isinstance(value, Real):
        known = rational_value(value)
        return value if known is None else known
    return value  # type: ignore[no-any-return]

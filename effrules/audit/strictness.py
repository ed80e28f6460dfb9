"""What ``--strict`` refuses: assumptions, and numbers that state no basis at all."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from effrules.diagnostics import Finding, Severity, in_order
from effrules.exact.tree_errors import rests_on_assumption
from effrules.model.assumptions import all_assumptions
from effrules.model.program import Program

NO_BASIS = "W331"
"""The warning about a number that states no basis."""


def refused(findings: Iterable[Finding], program: Program) -> tuple[Finding, ...]:
    """A finding for each assumption and for each number without a basis."""
    bare = (evolve(f, severity=Severity.ERROR) for f in findings if f.code == NO_BASIS)
    assumed = (rests_on_assumption(one) for one in all_assumptions(program) if not one.unstated)
    return in_order([*bare, *assumed])

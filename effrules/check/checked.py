"""What checking gives. Apart from the checker, so that a stored result can be read without importing it."""

from __future__ import annotations

from attrs import frozen

from effrules.diagnostics import Finding
from effrules.model.program import Program
from effrules.source import Source


@frozen
class Checked:
    """What checking gives: the program (``None`` where there is an error), every finding, the files read."""

    program: Program | None
    findings: tuple[Finding, ...]
    sources: tuple[Source, ...]

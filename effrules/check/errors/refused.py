"""What carries a finding out of a nested expression."""

from __future__ import annotations

from effrules.diagnostics import Finding

SILENT = "E000"
"""The code of a finding that is not told: what is wrong has been said elsewhere."""


class Refused(Exception):
    """Carries a finding out of a nested expression to the clause that is being checked."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding

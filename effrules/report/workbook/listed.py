"""Which steps have their values listed below them, one in each row: a formula runs over them all."""

from __future__ import annotations

from effrules.report.workbook.made import MOST_ARGUMENTS
from effrules.trace import steps as s


def filtered(rows: s.Selection) -> bool:
    """Whether a filter says which rows are taken."""
    return bool(rows.left_out) or any(row.where is not None for row in rows.taken)


def listed_below(step: s.Step) -> int:
    """How many values are listed below a step, one in each row, so that a formula can run over them."""
    match step:
        case s.Among():
            return len(step.values)
        case s.Aggregate() if not step.weights and (filtered(step.rows) or len(step.values) > MOST_ARGUMENTS):
            return len(step.rows.taken) + len(step.rows.left_out)
        case _:
            return 0

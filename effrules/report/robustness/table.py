"""A simulation as CSV: a row for each body and score."""

from __future__ import annotations

import csv
from io import StringIO
from typing import assert_never

from flint import fmpq

from effrules.data.formula_text import guarded
from effrules.model.numbers import exact_text, percent_text
from effrules.model.real import Num
from effrules.report.figures import figure
from effrules.simulate.factors import Assumption, Factor
from effrules.simulate.noise import Noise
from effrules.simulate.study import Robustness
from effrules.simulate.weights import UNITS, Group, Way

HEADINGS = (
    "simulation", "node", "subject", "score", "score_05", "score_50", "score_95", "place", "place_05", "place_50", "place_95",
    "place_kept", "grade", "grade_kept", "draws", "seed", "varied",
)  # fmt: skip


def csv_text(found: Robustness) -> str:
    """A row for each body and score; what is not there is empty, what is kept is a number of draws."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADINGS)
    asked = found.asked
    varied = guarded("; ".join(_written(factor) for factor in asked.factors))
    for head in found.heads:
        rounding = found.program.nodes[head.node].rounding

        def shown(value: Num | None) -> str:
            return "" if value is None else figure(value, rounding).text  # noqa: B023 - called in the same turn

        for one in head.bodies:
            writer.writerow([
                "yes", head.node, guarded(one.subject.key), shown(one.score), *map(shown, one.scores),
                one.place or "", *(place or "" for place in one.places), "" if one.place is None else one.place_kept,
                one.grade or "", "" if one.grade is None else one.grade_kept, asked.draws, asked.seed, varied,
            ])  # fmt: skip
    return stream.getvalue()


def _written(factor: Factor) -> str:
    """What is varied, as the command line says it; of weights with the number of their clause, from 1, of bounds each."""
    match factor:
        case Group(clause, node, parts, _, spread, bounds):
            if spread.way is Way.DIRICHLET:
                return f"weights {clause + 1} {node}=dirichlet:{exact_text(spread.amount)}"
            ends = (
                f"{part}={_percent(low)}..{_percent(high)}"
                for part, (low, high) in zip(parts, bounds, strict=True)
            )
            return f"weights {clause + 1} {node}: bounds {', '.join(ends)}"
        case Noise(table, field, shape, amount, is_share):
            name = field if "." in field else f"{table}.{field}"
            return f"error {name}={shape.value}:{percent_text(amount) if is_share else exact_text(amount)}"
        case Assumption(name, alternatives):
            return f"alternatives {name}={' | '.join(alternatives)}"
        case _:
            assert_never(factor)


def _percent(units: int) -> str:
    return percent_text(fmpq(units, UNITS))

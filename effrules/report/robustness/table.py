"""A simulation as CSV: a row for each body and score."""

from __future__ import annotations

import csv
from io import StringIO

from effrules.data.formula_text import guarded
from effrules.model.real import Num
from effrules.report.figures import figure
from effrules.simulate.study import Robustness

HEADINGS = (
    "simulation", "node", "subject", "score", "score_05", "score_50", "score_95", "place", "place_05", "place_50", "place_95",
    "place_kept", "grade", "grade_kept", "draws", "seed",
)  # fmt: skip


def csv_text(found: Robustness) -> str:
    """A row for each body and score; what is not there is empty, what is kept is a number of draws."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADINGS)
    asked = found.asked
    for head in found.heads:
        rounding = found.program.nodes[head.node].rounding

        def shown(value: Num | None) -> str:
            return "" if value is None else figure(value, rounding).text  # noqa: B023 - called in the same turn

        for one in head.bodies:
            writer.writerow([
                "yes", head.node, guarded(one.subject.key), shown(one.score), *map(shown, one.scores),
                one.place or "", *(place or "" for place in one.places), "" if one.place is None else one.place_kept,
                one.grade or "", "" if one.grade is None else one.grade_kept, asked.draws, asked.seed,
            ])  # fmt: skip
    return stream.getvalue()

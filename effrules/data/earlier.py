"""Results of an earlier assessment, given as a file that ``effrules run -o`` wrote, filled into the data.

A field of the subject that is declared ``from earlier NODE`` gets the exact score of that node. Where the data has
a value of its own, that one stands; where the earlier results have none, the field stays missing.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from flint import fmpq, fmpz

from effrules.data import cell_errors, file_errors
from effrules.data.dataset import Dataset
from effrules.data.formula_text import is_results, unguarded
from effrules.data.grid import FilledPlaces, RowPlaces
from effrules.data.heading_errors import is_of_earlier
from effrules.diagnostics import CellPlace, Finding
from effrules.diagnostics.lookalikes import alike, difference
from effrules.disk import reads
from effrules.model.numbers import LONGEST_EXACT
from effrules.model.schema import Schema
from effrules.source import LARGEST_DATA, text_of
from effrules.words import phrase, reason_of

PLACE = "place."
"""Before the name of a ranking in the heading of its column."""


class Scores(dict[str, Mapping[str, tuple[fmpq, CellPlace]]]):
    """By subject and node: the exact score, and where it stands. ``nodes`` are those that the results of ``file`` speak of.

    ``places`` are the places by subject and ranking.
    """

    def __init__(self, file: str, nodes: Iterable[str] = ()) -> None:
        super().__init__()
        self.file = file
        self.nodes = set(nodes)
        self.places: dict[str, Mapping[str, int]] = {}


def exact_number(text: str) -> fmpq | None:
    """A decimal or a ratio of whole numbers, as results state exact values; ``None`` for anything else."""
    over, slash, under = text.strip().partition("/")
    sign = -1 if over.startswith("-") else 1
    whole, point, fraction = over.removeprefix("-").partition(".")
    if not (whole + fraction).isdecimal() or (slash and not under.isdecimal()) or (slash and point):
        return None
    divisor = fmpz(under) if slash else fmpz(10) ** len(fraction)
    return None if divisor == 0 else fmpq(sign * fmpz(whole + fraction), divisor)


def earlier_scores(path: Path) -> tuple[Scores | None, tuple[Finding, ...]]:
    """The scores of an earlier run from its ``.csv`` or ``.json`` results."""
    reads(path, phrase("the earlier results"))
    try:
        text = text_of(path, LARGEST_DATA)
        if path.suffix.lower() == ".json":
            return _from_json(json.loads(text), path.name), ()
        if path.suffix.lower() == ".csv":
            return _from_csv(text, path.name), ()
    except OSError as problem:
        return None, (file_errors.unreadable(path.name, reason_of(problem)),)
    except (ValueError, KeyError, TypeError, AttributeError, csv.Error, RecursionError):
        pass
    return None, (file_errors.not_earlier_results(path.name),)


def _from_csv(text: str, file: str) -> Scores:
    csv.field_size_limit(LONGEST_EXACT)
    lines = csv.DictReader(StringIO(text, newline=""))
    ours = is_results(lines.fieldnames or ())
    columns = [name for name in lines.fieldnames or () if name.endswith(".exact")]
    if not columns or "subject" not in (lines.fieldnames or ()):
        raise ValueError(file)
    scores = Scores(file, (name.removesuffix(".exact") for name in columns))
    for line in lines:
        found = {}
        for name in columns:
            text = line[name] or ""
            value = exact_number(text)
            if value is not None:
                place = CellPlace(file, "", f"row {lines.line_num}", "", text)
                found[name.removesuffix(".exact")] = (value, place)
        key = unguarded(line["subject"]) if ours else line["subject"]
        scores[key] = found
        scores.places[key] = {
            name.removeprefix(PLACE): int(text)
            for name, text in line.items()
            if name.startswith(PLACE) and text.isdecimal()
        }
    return scores


def _from_json(document: Any, file: str) -> Scores:
    scores = Scores(file)
    without = "total" if "no_total" in document else None
    for subject in document["subjects"]:
        found = {}
        scores.nodes.update(node for node in subject["nodes"] if node != without)
        for node, result in subject["nodes"].items():
            stated = result["value"]
            text = "" if stated is None else str(stated["exact"])
            value = exact_number(text)
            if value is not None:
                found[node] = (value, CellPlace(file, "", "", str(subject["subject"]), text))
        key = str(subject["subject"])
        scores[key] = found
        places = subject.get("places", {}).items()
        scores.places[key] = {name: place["number"] for name, place in places if place is not None}
    return scores


def still_lacking(told: Iterable[Finding], dataset: Dataset, schema: Schema) -> tuple[Finding, ...]:
    """What was told of data before they were filled, without columns that are full now."""
    wanted = [field.name for field in schema.subject.fields if field.earlier is not None]
    full = all(row.values.get(name) is not None for row in dataset.subjects for name in wanted)
    return besides_earlier(told) if full else tuple(told)


def filled(dataset: Dataset, schema: Schema, scores: Scores) -> tuple[Finding, ...]:
    """Fill the subject's fields that are declared ``from earlier``; gives what does not fit its field."""
    found: list[Finding] = []
    wanted = [field for field in schema.subject.fields if field.earlier is not None]
    if scores:
        unknown = [field for field in wanted if field.earlier not in scores.nodes]
        found += [file_errors.not_in_earlier(field, scores.file, scores.nodes) for field in unknown]
    unused = set(scores) - {row.key for row in dataset.subjects}
    for row in dataset.subjects:
        values = dict(row.values)
        more: dict[str, CellPlace] = {}
        if wanted and row.key not in scores and (other := alike(row.key, sorted(unused))):
            found.append(file_errors.earlier_alike(schema.subject, row.key, str(difference(row.key, other))))
        for field in wanted:
            given = scores.get(row.key, {}).get(str(field.earlier))
            if given is None or values.get(field.name) is not None:
                continue
            value, place = given
            if not field.domain.admits(value):
                found.append(cell_errors.outside_domain(field, place))
                continue
            values[field.name] = value
            more[field.name] = place
        row.values = values
        row.places = (
            FilledPlaces(
                row.places.grid,
                row.places.row,
                row.places.columns,
                row.places.row_label,
                row.places.forms,
                more,
            )
            if isinstance(row.places, RowPlaces)
            else {**row.places, **more}
        )
    return tuple(found)


def besides_earlier(told: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings without those that tell of columns which earlier results may fill."""
    return tuple(one for one in told if not is_of_earlier(one))

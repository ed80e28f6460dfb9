"""Scoring from Python: ``effrules.load("current").score(data)``, with tables in and tables out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, overload

from attrs import frozen
from flint import fmpq

from effrules.diagnostics import Finding, has_errors
from effrules.diagnostics.counted import many
from effrules.exact.results import NodeResult, Results, SubjectResult
from effrules.model.program import Program

if TYPE_CHECKING:
    from effrules.data.dataset import Dataset
    from effrules.report.results.wide import Wide
    from effrules.trace.derivation import Derivation


LONGEST_NUMBER = 800
"""So many characters has a number that stands for a weight or for points."""

FAR_POWER = re.compile(r"[eE][-+]?\d{4,}+")
"""A power of ten that nobody writes out."""


class Problems(Exception):
    """Why there is no result: ``findings`` are all that is wrong, at once; as a text they are as a terminal shows them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        from effrules.diagnostics.terminal import render

        return "\n" + render(self.findings, colour=False, width=100)


class MissingExtra(ImportError):
    """A library that does not come with effrules is not installed; the message says how to get it."""


def _extra(module: str, extra: str) -> ModuleType:
    """A library of an extra. Raises MissingExtra."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name != module.partition(".")[0]:
            raise
        words = f"{missing.name} is not installed: pip install 'effrules[{extra}]'"
        raise MissingExtra(words, name=missing.name) from None


def load(rules: str | Path, amendments: Iterable[str | Path] = ()) -> Methodology:
    """The methodology of a bundled name (``"current"``) or a path, with amendment files laid on top.

    Raises ``Problems`` where the rules have errors.
    """
    from effrules.check import cached

    amendments = tuple(amendments)
    checked = cached.load(rules, amendments)
    if checked.program is None:
        raise Problems(finding for finding in checked.findings if finding.is_error)
    return Methodology(checked.program, checked.findings, tuple(f"--with {one}" for one in amendments))


@frozen(repr=False)
class Methodology:
    """Rules that have been checked: ``findings`` are the checker's warnings, ``changes`` what was changed in them, as commands state it."""

    program: Program
    findings: tuple[Finding, ...] = ()
    changes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        changed = "".join(f", {change}" for change in self.changes)
        return f"<Methodology {self.name}, version {self.version}{changed}>"

    @property
    def name(self) -> str:
        """The methodology's name."""
        return self.program.header.name

    @property
    def version(self) -> str:
        """The methodology's version."""
        return self.program.header.version

    def what_if(
        self, weights: Mapping[str, object] | None = None, points: Mapping[str, object] | None = None
    ) -> Methodology:
        """The methodology with other weights (shares of 1) of nodes, and points of penalties and bonuses.

        Numbers are ``Fraction``, ``Decimal``, ``int`` or texts such as ``"0.4"``, ``"1/3"``, ``"40%"``; a ``float`` is
        refused (TypeError), for it is not the number that was written. Raises ``Problems`` where weights no longer make
        100 %, and ValueError for a name that is not there.
        """
        from effrules.check.what_if import changed

        program, findings = changed(
            self.program,
            {name: _exact(value) for name, value in (weights or {}).items()},
            {name: _exact(value) for name, value in (points or {}).items()},
        )
        if findings:
            raise Problems(findings)
        kinds = {one.name: one.kind.value for one in self.program.adjustments}
        stated = (
            *(f"weight.{name}={value}" for name, value in (weights or {}).items()),
            *(f"{kinds[name]}.{name}={value}" for name, value in (points or {}).items()),
        )
        return Methodology(program, self.findings, (*self.changes, *stated))

    def score(
        self,
        data: str | Path | Mapping[str, object],
        only: Iterable[str] | None = None,
        earlier: str | Path | None = None,
        shortest_decimal: Iterable[str] = (),
    ) -> Scores:
        """The scores of every body in the data.

        ``data`` is a path (a folder of CSV files, a workbook, Parquet, JSON, SQLite) or a mapping from the names of the
        rules' tables to pandas, polars or pyarrow tables, lists of dictionaries, or columns by name. ``only`` gives the
        identifiers of the bodies to score; ``earlier`` a file of results (.csv or .json) that fills fields declared
        ``from earlier``; ``shortest_decimal`` columns (``"TABLE.FIELD"``) whose numbers of more than 15 digits, as binary
        calculation leaves them, are read with 15. Raises ``Problems`` where the data do not fit the rules; scores
        that fail are there without a value, and ``Scores.findings`` says why.
        """
        from effrules.exact import score

        dataset, told = self._data(data, earlier, shortest_decimal)
        results = score(self.program, dataset, only=None if only is None else list(only))
        if only is not None and not results.subjects and has_errors(results.findings):
            raise Problems(results.findings)
        return Scores(self.program, results, (*told, *results.findings), self.changes)

    def trace(
        self,
        data: str | Path | Mapping[str, object],
        body: str,
        node: str = "total",
        earlier: str | Path | None = None,
        shortest_decimal: Iterable[str] = (),
    ) -> Trace:
        """How the score of a body came about, down to the cells and the clauses.

        ``body`` is its identifier, ``node`` a node of the rules; the rest is as for ``score``. Raises ``Problems`` where the data
        do not fit the rules or have no such body, and KeyError for a node that is not there. A score that failed
        has its steps as far as they go.
        """
        from effrules.trace.tracing import trace

        if node not in self.program.nodes:
            raise KeyError(node)
        dataset, _ = self._data(data, earlier, shortest_decimal)
        derivations = trace(self.program, dataset, [body], ranked=bool(self.program.rankings_of(node)))
        if body not in derivations.subjects:
            raise Problems(derivations.results.findings)
        return Trace(derivations.of(body, node), self.changes)

    def _data(
        self, data: str | Path | Mapping[str, object], earlier: str | Path | None, shortest: Iterable[str]
    ) -> tuple[Dataset, tuple[Finding, ...]]:
        """The data, and the warnings about them. Raises ``Problems``, and KeyError for a column that holds no numbers."""
        from effrules.data import from_tables, read
        from effrules.data.binary import numeric_columns
        from effrules.exact.assessing import own_assessors
        from effrules.exact.demands import unmet

        columns = frozenset(shortest)
        for column in sorted(columns - numeric_columns(self.program.schema)):
            raise KeyError(column)
        schema = self.program.schema
        dataset, told = (
            read(Path(data), schema, columns)
            if isinstance(data, str | Path)
            else from_tables(data, schema, columns)
        )
        if dataset is None:
            raise Problems(finding for finding in told if finding.is_error)
        if earlier is not None:
            from effrules.data.earlier import earlier_scores, filled, still_lacking

            before, problems = earlier_scores(Path(earlier))
            if before is not None:
                problems = filled(dataset, schema, before)
            if problems:
                raise Problems(problems)
            told = still_lacking(told, dataset, schema)
        broken = unmet(self.program, dataset)
        if broken:
            raise Problems(broken)
        return dataset, (*told, *own_assessors(self.program, dataset))


@frozen(repr=False)
class Trace:
    """How one score came about; ``changes`` are what was changed in the rules for it."""

    derivation: Derivation
    changes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        of = self.derivation
        return f"<Trace of {of.node} of {of.subject}: {len(of.steps)} steps>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from effrules.report.results.notebook import trace_html

        return trace_html(self.derivation, self.changes)

    def to_dict(self) -> dict[str, Any]:
        """The document that docs/trace-format.md describes (``effrules.trace/1``), as lists and dictionaries."""
        from effrules.trace.json_text import document

        return document(self.derivation, what_if=self.changes)

    def to_json(self) -> str:
        """The same as text."""
        from effrules.trace.json_text import json_text

        return json_text(self.derivation, what_if=self.changes)


@frozen(repr=False)
class Scores:
    """What came out. ``findings``: warnings about the data, and every score that failed; ``changes``: of the rules."""

    program: Program
    results: Results
    findings: tuple[Finding, ...] = ()
    changes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        header = self.program.header
        bodies = many(len(self), "body", "bodies")
        failed = sum(finding.is_error for finding in self.findings)
        told = f", {failed} failed" if failed else ""
        return f"<Scores of {bodies} by {header.name}, version {header.version}{told}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from effrules.report.results.notebook import results_html

        return results_html(self.results, self.program, self.changes)

    def __iter__(self) -> Iterator[Body]:
        return (Body(self.program, result) for result in self.results.subjects)

    @overload
    def __getitem__(self, at: int | str) -> Body: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Body, ...]: ...
    def __getitem__(self, at: int | str | slice) -> Body | tuple[Body, ...]:
        """A body by its number from 0 in the order of the data, by its identifier, or several by a slice.

        Raises IndexError or KeyError where there is none.
        """
        match at:
            case str():
                return self.subject(at)
            case slice():
                return tuple(Body(self.program, result) for result in self.results.subjects[at])
            case _:
                return Body(self.program, self.results.subjects[at])

    def __len__(self) -> int:
        return len(self.results.subjects)

    def subject(self, key: str) -> Body:
        """The results of the body with that identifier. Raises KeyError when there is none."""
        return Body(self.program, self.results.of(key))

    def _wide(self) -> Wide:
        from effrules.report.results.wide import wide

        return wide(self.results, self.program)

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dictionary for each body; its keys are the columns of docs/results.md, numbers as shown are ``Decimal``."""
        from decimal import Decimal

        from effrules.report.results.wide import Kind

        table = self._wide()
        names = [column.name for column in table.columns]
        numbers = [column.kind is Kind.SHOWN for column in table.columns]
        return [
            {
                name: Decimal(value) if number and value is not None else value
                for name, value, number in zip(names, row, numbers, strict=True)
            }
            for row in table.rows
        ]

    def to_pandas(self) -> Any:
        """The same as a ``pandas.DataFrame``. Raises MissingExtra."""
        pandas = _extra("pandas", "frames")
        return pandas.DataFrame(self.to_dicts(), columns=[column.name for column in self._wide().columns])

    def to_polars(self) -> Any:
        """The same as a ``polars.DataFrame``. Raises MissingExtra."""
        polars = _extra("polars", "frames")
        return polars.from_arrow(self.to_arrow())

    def to_arrow(self) -> Any:
        """The same as a ``pyarrow.Table``. Raises MissingExtra."""
        _extra("pyarrow", "frames")
        from effrules.report.results.parquet import arrow_table

        return arrow_table(self._wide())


@frozen(repr=False)
class Body:
    """What came out for one body."""

    program: Program
    result: SubjectResult

    def __repr__(self) -> str:
        graded = "" if self.rating is None else f", {self.rating}"
        placed = "" if self.place is None else f", place {self.place}"
        heads = self.result.heads
        scores = (
            self.total.text if heads == ("total",) else ", ".join(f"{n} {self.node(n).text}" for n in heads)
        )
        return f"<Body {self.key}: {scores}{graded}{placed}>"

    @property
    def key(self) -> str:
        """The body's identifier in the data."""
        return self.result.key

    def node(self, name: str) -> Score:
        """The score of a node (``"total"`` for the whole). Raises KeyError when there is none of that name."""
        return Score(name, self.result.nodes[name], self.program)

    @property
    def total(self) -> Score:
        """The total score. Where the rules give no total its state is ``no score``, and ``reason`` says why."""
        return self.node("total")

    @property
    def rating(self) -> str | None:
        """The grade of the total; None without a score or without a rating in the rules."""
        return self.result.ratings.get("total")

    @property
    def place(self) -> int | None:
        """The place in the first ranking; None where there is none, or where the rules give no total: see ``places``."""
        first = next(iter(self.program.rankings), None) if self.program.gives_total else None
        place = None if first is None else self.result.places.get(first.name)
        return None if place is None else place.number

    @property
    def heads(self) -> tuple[str, ...]:
        """The nodes that the result stands for: ``total``, or where the rules give none, the blocks or directions below it."""
        return self.result.heads

    @property
    def ratings(self) -> dict[str, str | None]:
        """The grades by rated node; None without a score."""
        return dict(self.result.ratings)

    @property
    def places(self) -> dict[str, int | None]:
        """The places by ranking; None where there is none."""
        return {name: None if place is None else place.number for name, place in self.result.places.items()}


@frozen(repr=False)
class Score:
    """The score of a node for a body."""

    name: str
    result: NodeResult
    program: Program

    def __repr__(self) -> str:
        return f"<Score {self.name}: {self.text}{', rests on an assumption' if self.assumed else ''}>"

    @property
    def value(self) -> Fraction | None:
        """The exact score in points; None where there is none, or where it is irrational (see ``text``)."""
        value = self.result.value
        return Fraction(int(value.p), int(value.q)) if isinstance(value, fmpq) else None

    @property
    def text(self) -> str:
        """The exact score as text, or the state (``not applicable``, ``no score``, ``failed``)."""
        from effrules.report.figures import figure

        value = self.result.value
        return self.state if value is None else figure(value, self.program.nodes[self.name].rounding).exact

    @property
    def state(self) -> str:
        """``scored``, ``not applicable``, ``no score`` or ``failed``."""
        return self.result.state.value

    @property
    def assumed(self) -> bool:
        """Whether the score rests on an assumption."""
        return self.result.assumed

    @property
    def reason(self) -> str:
        """Why there is no score, in words; empty for one that is there."""
        from effrules.report.naming import Naming
        from effrules.report.results.ranked import why
        from effrules.words import Language

        return why(self.result, Naming(self.program, Language.EN))

    def __str__(self) -> str:
        return self.text


def _exact(value: object) -> fmpq:
    if isinstance(value, float):
        raise TypeError(
            f"{value!r} is a binary float, not the number that was written: give a text or a Fraction"
        )
    text = str(value).strip()
    if len(text) > LONGEST_NUMBER or FAR_POWER.search(text):
        raise ValueError("the number has more digits than any number of rules")
    percent = text.endswith("%")
    number = Fraction(text.removesuffix("%").strip())
    return fmpq(number.numerator, number.denominator) / (100 if percent else 1)

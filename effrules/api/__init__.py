"""Scoring from Python: ``effrules.load("current").score(data)``, with tables in and tables out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen
from flint import fmpq

from effrules.api.scores import Body, MissingExtra, Score, Scores
from effrules.diagnostics import Finding, has_errors
from effrules.model.program import Program

if TYPE_CHECKING:
    from effrules.data.dataset import Dataset
    from effrules.trace.derivation import Derivation

__all__ = ["Body", "Methodology", "MissingExtra", "Problems", "Score", "Scores", "Trace", "load"]

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

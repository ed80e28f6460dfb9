"""What came out: bodies with their scores, and tables of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, overload

from attrs import frozen
from flint import fmpq

from effrules.diagnostics import Finding
from effrules.diagnostics.counted import many
from effrules.exact.results import NodeResult, Results, SubjectResult
from effrules.model.program import Program

if TYPE_CHECKING:
    from effrules.report.results.wide import Wide


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

"""Small checked programs and data, built by hand: so that the engine is tested apart from the checker.

One schema serves all: an agency has rows, a row has steps. A formula is mostly put into a criterion on a very
wide scale, to see its value as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve
from flint import fmpq

from effrules.data.dataset import Dataset, Row
from effrules.diagnostics import CellPlace
from effrules.exact import NodeResult, Results, score
from effrules.model import program as p
from effrules.model.basis import Basis, Origin
from effrules.model.schema import Field, Schema, Table, Titles
from effrules.model.types import NUMBER, Choice, Date, Text, YesNo
from effrules.source import Source, Span

ORIGIN = Origin("1")
NO_BASIS = Basis()
TEXT = Source("rules.eff", "the text of the rules\n")
SPAN = Span(TEXT, 4, 8)
KIND = Choice(("central", "local"))
WIDE = fmpq(10**9)

SCHEMA = Schema(
    (
        Table(
            "agency",
            None,
            (
                Field("kind", KIND),
                Field("x", NUMBER),
                Field("y", NUMBER, optional=True),
                Field("day", Date()),
                Field("flag", YesNo()),
            ),
        ),
        Table(
            "row",
            "agency",
            (Field("code", Text()), Field("plan", NUMBER), Field("actual", NUMBER, optional=True)),
        ),
        Table("step", "row", (Field("n", NUMBER),)),
    )
)

SUBJECT = p.RowVariable(0, "agency", "agency")


def q(text: str | int) -> fmpq:
    """A rational from ``1/3``, ``0.25`` or an integer."""
    if isinstance(text, int):
        return fmpq(text)
    if "/" in text:
        over, under = text.split("/")
        return fmpq(int(over), int(under))
    whole, _, decimals = text.partition(".")
    return fmpq(int(whole + decimals), 10 ** len(decimals))


# -- Expressions --------------------------------------------------------------------------------------------


def n(value: str | int) -> p.Constant:
    """A number."""
    return p.Constant(q(value), NUMBER, span=SPAN)


def c(value: Any) -> p.Constant:
    """Any other constant."""
    return p.Constant(value, Date() if isinstance(value, date) else Text(), span=SPAN)


def f(name: str, row: p.RowVariable = SUBJECT) -> p.FieldOf:
    """A field of a row, by default of the subject."""
    return p.FieldOf(row, name, NUMBER, span=SPAN)


def arithmetic(left: p.Expression, operator: str, right: p.Expression) -> p.Arithmetic:
    """Two operands and an operation."""
    return p.Arithmetic(p.ArithmeticOperator(operator), left, right, NUMBER, span=SPAN)


def compare(left: p.Expression, how: str, right: p.Expression) -> p.Compare:
    """Two operands compared."""
    return p.Compare(p.Comparison(how), left, right, span=SPAN)


def apply(function: str, *arguments: p.Expression) -> p.Apply:
    """A function of numbers."""
    return p.Apply(p.Function(function), arguments, NUMBER, span=SPAN)


def when(condition: p.Expression, then: p.Expression, otherwise: p.Expression) -> p.Choose:
    """One case and its alternative."""
    return p.Choose(((condition, then),), otherwise, NUMBER, span=SPAN)


def variable(table: str, slot: int = 1) -> p.RowVariable:
    """A row variable."""
    return p.RowVariable(slot, table, table)


def own(table: str = "row", slot: int = 1, of: p.RowVariable = SUBJECT, **more: Any) -> p.Rows:
    """The rows that belong to a row."""
    return p.Rows(variable(table, slot), p.Population.OWN, of, span=SPAN, **more)


def among(table: str = "agency", slot: int = 1, **more: Any) -> p.Rows:
    """All rows of a table."""
    return p.Rows(variable(table, slot), p.Population.ALL, span=SPAN, **more)


def aggregate(kind: str, rows: p.Rows, body: p.Expression, **more: Any) -> p.Aggregate:
    """An aggregate over rows."""
    return p.Aggregate(
        p.AggregateKind(kind), rows, body, more.get("weight"), more.get("if_none"), NUMBER, span=SPAN
    )


def standing(kind: str, rows: p.Rows, body: p.Expression, **more: Any) -> p.Standing:
    """Where the subject stands among rows."""
    return p.Standing(
        p.StandingKind(kind), rows, body, more.get("self_row", SUBJECT), more.get("highest_first", True),
        more.get("if_equal"), NUMBER, span=SPAN,
    )  # fmt: skip


def score_of(node: str, subject: p.RowVariable = SUBJECT, before_rounding: bool = False) -> p.ScoreOf:
    """The score of a node."""
    return p.ScoreOf(node, subject, before_rounding, NUMBER, span=SPAN)


# -- Programs -----------------------------------------------------------------------------------------------


def criterion(name: str, formula: p.Expression, parent: str = "total", **more: Any) -> p.ScoreNode:
    """A criterion, on a very wide scale unless ends are given."""
    ends = {"minimum": -WIDE, "maximum": WIDE} if "maximum" not in more else {}
    return node(name, p.NodeKind.CRITERION, parent, formula=formula, **(ends | more))


def node(
    name: str, kind: p.NodeKind = p.NodeKind.DIRECTION, parent: str | None = "total", **more: Any
) -> p.ScoreNode:
    """A node of the tree; its parts are filled in by ``program``."""
    made = p.ScoreNode(
        name,
        kind,
        Titles(),
        parent,
        (),
        fmpq(0),
        fmpq(100),
        None,
        (),
        (),
        None,
        NO_BASIS,
        NO_BASIS,
        ORIGIN,
        span=SPAN,
    )
    return evolve(made, **more)


def not_applicable(condition: p.Expression, reason: str = "so it is") -> tuple[p.NotApplicableWhen, ...]:
    """One condition of not being applicable."""
    return (p.NotApplicableWhen(condition, Titles((("en", reason),)), span=SPAN),)


def weights(
    shares: Mapping[str, Mapping[str, str]],
    how: p.Redistribution = p.Redistribution.IN_PROPORTION,
    **more: Any,
) -> p.WeightsClause:
    """A weights clause."""
    stated = {
        name: tuple(p.Weight(part, q(share)) for part, share in parts.items())
        for name, parts in shares.items()
    }
    return p.WeightsClause(more.get("condition"), stated, how, more.get("basis", NO_BASIS), ORIGIN, span=SPAN)


def adjustment(name: str, sign: int, target: str, amount: p.Expression, **more: Any) -> p.Adjustment:
    """A penalty or a bonus."""
    return p.Adjustment(
        name, Titles(), sign, target, amount, more.get("rows"), more.get("condition"), more.get("cap"),
        more.get("floor"), more.get("ceiling"), more.get("basis", NO_BASIS), ORIGIN, span=SPAN,
    )  # fmt: skip


def program(*nodes: p.ScoreNode, total: Mapping[str, Any] | None = None, **more: Any) -> p.Program:
    """A program of nodes (parts first, evaluated in that order) below a total.

    Without weights the parts of a weighted node count equally.
    """
    root = node("total", p.NodeKind.TOTAL, None, **(total or {}))
    made = {
        one.name: evolve(one, parts=tuple(part.name for part in nodes if part.parent == one.name))
        for one in (*nodes, root)
    }
    equal = {
        name: {part: f"1/{len(one.parts)}" for part in one.parts} for name, one in made.items() if one.parts
    }
    header = p.Header("m", "1", Titles(), ("en",), None, None, None, None, fmpq(0), fmpq(100))
    values: dict[str, Any] = {
        "header": header, "schema": SCHEMA, "sources": (), "definitions": {}, "figures": {}, "nodes": made,
        "weights": (weights(equal),), "adjustments": (), "final_floor": None, "final_cap": None, "ratings": (),
        "rankings": (), "properties": (), "examples": (), "renamed": {}, "dropped": (), "order": tuple(made),
    }  # fmt: skip
    return p.Program(**(values | more))


# -- Data ---------------------------------------------------------------------------------------------------


def agency(key: str = "A", rows: Sequence[Row] = (), **values: Any) -> Row:
    """An agency with its rows."""
    defaults = {"kind": "central", "x": 0, "y": None, "day": date(2020, 1, 31), "flag": True}
    made = Row("agency", key, _exact(defaults | values), places=_places(key, values))
    return _with_children(made, "row", rows)


def row(
    code: str = "1", plan: str | int = 1, actual: str | int | None = None, steps: Sequence[str | int] = ()
) -> Row:
    """A row with its steps."""
    values = {"code": code, "plan": plan, "actual": actual}
    made = Row(
        "row", code, {"code": code} | _exact({"plan": plan, "actual": actual}), places=_places(code, values)
    )
    return _with_children(made, "step", [Row("step", "", {"n": q(step)}) for step in steps])


def _exact(values: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {"x", "y", "plan", "actual"}
    return {
        k: q(v) if k in numbers and v is not None and not isinstance(v, fmpq) else v
        for k, v in values.items()
    }


def _places(key: str, values: Mapping[str, Any]) -> dict[str, CellPlace]:
    return {name: CellPlace("data.xlsx", "sheet", f"{key}-{name}") for name in values}


def _with_children(owner: Row, table: str, children: Sequence[Row]) -> Row:
    owner.children[table] = list(children)
    for child in children:
        child.owner = owner
    return owner


def dataset(*agencies: Row) -> Dataset:
    """All agencies, with the rows below them listed."""
    rows = [row for one in agencies for row in one.children["row"]]
    return Dataset(
        list(agencies), {"row": rows, "step": [step for row in rows for step in row.children["step"]]}
    )


def value_of(formula: p.Expression, data: Row | Dataset | None = None, key: str = "A", **more: Any) -> Any:
    """The value of a formula for an agency; the results must be free of findings."""
    results = run_formula(formula, data, **more)
    assert results.findings == ()
    return results.of(key).nodes["it"].value


def run_formula(formula: p.Expression, data: Row | Dataset | None = None, **more: Any) -> Results:
    """The results of a program whose only criterion ``it`` has this formula."""
    if not isinstance(data, Dataset):
        data = dataset(data or agency())
    return score(program(criterion("it", formula), **more), data)


def code_of(formula: p.Expression, data: Row | Dataset | None = None, **more: Any) -> str:
    """The code of the only finding of a formula."""
    (finding,) = run_formula(formula, data, **more).findings
    assert finding.place == SPAN
    return finding.code


def nodes_of(made: p.Program, data: Row | Dataset | None = None, key: str = "A") -> Mapping[str, NodeResult]:
    """The nodes of an agency; the results must be free of findings."""
    results = score(made, data if isinstance(data, Dataset) else dataset(data or agency()))
    assert results.findings == ()
    return results.of(key).nodes

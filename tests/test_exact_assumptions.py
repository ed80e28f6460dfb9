"""Which results rest on assumptions."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from flint import fmpq

from effrules.model import program as p
from effrules.model.assumptions import (
    all_assumptions,
    assumptions_by_node,
    assumptions_by_ranking,
    assumptions_by_rating,
)
from effrules.model.basis import Assumption, Basis
from effrules.model.schema import Titles
from effrules.model.types import NUMBER, Text
from tests.exact_programs import (
    ORIGIN,
    SUBJECT,
    adjustment,
    c,
    compare,
    criterion,
    f,
    n,
    node,
    not_applicable,
    program,
    score_of,
    weights,
)


def assumed(why: str, subject: str = "") -> Basis:
    """A basis of one assumption."""
    return Basis(assumptions=(Assumption(Titles((("en", why),)), subject),))


def reasons(found: Any) -> dict[str, list[str | None]]:
    """The reasons by what rests on them, where there are any."""
    return {name: [a.reason.get("en") for a in group] for name, group in found.items() if group}


def test_assumptions_go_up_the_tree() -> None:
    """A criterion's assumption reaches its direction and the total, not its neighbour."""
    made = program(
        criterion("a", f("x"), "d", basis=assumed("a's")),
        criterion("b", f("x"), "d"),
        node("d"),
        criterion("e", f("x")),
    )
    found = reasons(assumptions_by_node(made))
    assert found == {"a": ["a's"], "d": ["a's"], "total": ["a's"]}


def test_assumptions_come_through_definitions_and_figures() -> None:
    """A formula rests on what it calls and looks up, however deep, and on what is assumed of it elsewhere."""
    key = p.FigureOf("table", c("k"), "v", NUMBER)
    figures = p.Figures("table", Titles(), (("k", Text()), ("v", NUMBER)), (), assumed("figures"), ORIGIN)
    inner = p.Definition("inner", Titles(), (), (), NUMBER, key, Basis(), ORIGIN)
    outer = p.Definition(
        "outer", Titles(), (), (), NUMBER, p.Call("inner", (), (), SUBJECT, NUMBER), assumed("outer"), ORIGIN
    )
    made = program(
        criterion("a", p.Call("outer", (), (), SUBJECT, NUMBER)),
        criterion("b", f("x"), basis=assumed("about inner", "inner")),
        criterion("z", n(1)),
        total={"formula": score_of("z")},
        definitions={"inner": inner, "outer": outer},
        figures={"table": figures},
    )
    found = reasons(assumptions_by_node(made))
    assert set(found["a"]) == {"figures", "outer", "about inner"}
    assert found["b"] == ["about inner"]
    assert "z" not in found


def test_weights_matter_where_they_decide() -> None:
    """Assumed weights reach nodes with several weighted parts, not a node with one part or a sum by maxima."""
    both = {"total": {"d": "0.5", "e": "0.5"}, "d": {"a": "0.6", "b": "0.4"}, "e": {"g": "1"}}
    ends = {"minimum": fmpq(0)}
    nodes = (
        criterion("a", f("x"), "d", **ends, maximum=fmpq(60)), criterion("b", f("x"), "d", **ends, maximum=fmpq(40)),
        node("d"), criterion("g", f("x"), "e", **ends, maximum=fmpq(100)), node("e"),
    )  # fmt: skip
    made = program(*nodes, weights=(weights(both, basis=assumed("weights")),))
    assert set(reasons(assumptions_by_node(made))) == {"total"}
    absent = not_applicable(compare(f("x"), "is", n(0)))
    with_absence = program(evolve(nodes[0], not_applicable=absent), *nodes[1:], weights=made.weights)
    assert set(reasons(assumptions_by_node(with_absence))) == {"d", "total"}


def test_rounding_and_adjustments_count() -> None:
    """A node rests on its rounding's basis and on its penalties'; a penalty, a rating and a ranking on their own."""
    rating = p.Rating("b", (), assumed("grades"), ORIGIN)
    key = p.RankKey("b", False, True)
    ranking = p.Ranking("rank", Titles(), None, (), (key,), p.Ties.SHARE, assumed("rank"), ORIGIN)
    made = program(
        criterion("a", f("x"), rounding_basis=assumed("rounding")), criterion("b", f("x")),
        adjustments=(adjustment("late", -1, "b", n(1), basis=assumed("penalty")),), ratings=(rating,), rankings=(ranking,),
    )  # fmt: skip
    assert reasons(assumptions_by_node(made)) == {
        "a": ["rounding"],
        "b": ["penalty"],
        "total": ["rounding", "penalty"],
    }
    assert reasons(assumptions_by_rating(made)) == {"b": ["grades", "penalty"]}
    assert reasons(assumptions_by_ranking(made)) == {"rank": ["rank", "penalty"]}
    assert {a.reason.get("en") for a in all_assumptions(made)} == {"rounding", "penalty", "grades", "rank"}

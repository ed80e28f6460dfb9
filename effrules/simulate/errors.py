"""The findings about what a simulation is asked to do. E811 to E819."""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from effrules.diagnostics import Finding, Place
from effrules.diagnostics.making import error, near
from effrules.model import program as p
from effrules.model.numbers import percent_text
from effrules.words import Number, Text, counted, phrase, several


def nothing_to_vary(program: p.Program) -> Finding:
    """No weights of the rules could be others, and nothing else is to be varied."""
    return error(
        "E811", phrase("there is nothing to vary: the rules state no weights that could be others"),
        program.root.span, "",
        way_out=phrase(
            "weights that follow from maxima are varied where their node is named: --weights NODE=dirichlet"
        ),
    )  # fmt: skip


def cannot_add_up(clause: p.WeightsClause, node: str, low: int, high: int, units: int) -> Finding:
    """Bounds between which no weights make 100 %."""
    ends = [Number(percent_text(fmpq(end, units))) for end in (low, high)]
    return error(
        "E812", phrase("no weights of the parts of `{node}` between these bounds add up to 100%: they make {low} to {high}", node=node, low=ends[0], high=ends[1]),
        clause.span, "",
        way_out=phrase("give the parts wider bounds, or bounds to more of them: --bounds PART=LOW%..HIGH%"),
    )  # fmt: skip


def hardly_any(clause: p.WeightsClause, node: str) -> Finding:
    """Bounds that so few weights satisfy that none are found."""
    return error(
        "E812", phrase("hardly any weights of the parts of `{node}` between these bounds add up to 100%", node=node),
        clause.span, "",
        way_out=phrase("give the parts wider bounds, or vary them around the stated weights: --weights {node}=dirichlet", node=node),
    )  # fmt: skip


def too_few(program: p.Program, count: int) -> Finding:
    """Fewer than two bodies have a score: nobody is ahead of anybody."""
    return error(
        "E813",
        counted(
            "{n} body has a score, and a simulation compares two at least",
            "{n} bodies have a score, and a simulation compares two at least",
            n=count,
        ),
        program.root.span,
        way_out=phrase("see why with `effrules run` on the same data"),
    )


def not_varied(place: Place, node: str, why: Text, others: Iterable[str]) -> Finding:
    """A node whose parts' weights cannot be drawn so; ``others`` are nodes whose parts' weights can be."""
    known = [f"`{name}`" for name in others]
    return error(
        "E814", phrase("the weights of the parts of `{node}` cannot be varied: {why}", node=node, why=why), place, "",
        way_out=phrase("weights of the parts of these can be: {names}", names=several(known)) if known else "",
    )  # fmt: skip


def not_understood(place: Place, text: str, how: Text) -> Finding:
    """Something on the command line that is not written as it must be."""
    return error("E815", phrase("`{text}` is not understood", text=text), place, "", way_out=how)


def unknown(place: Place, name: str, known: Iterable[str], what: Text, how: Text = "") -> Finding:
    """A name of something that there is not; ``how`` it could be otherwise, where nothing of another name is meant."""
    notes = near(name, known)
    return error("E816", phrase("{what}: `{name}`", what=what, name=name), place, "", *notes, way_out=how)


def no_amount(place: Place, name: str) -> Finding:
    """An error of nothing, or below nothing."""
    return error(
        "E817", phrase("how far the figures of `{field}` are off must be above 0", field=name), place, "",
        way_out=phrase("it is told without a sign, and goes both ways: {field}=5%", field=name),
    )  # fmt: skip


def no_number(place: Place, name: str, known: Iterable[str]) -> Finding:
    """A field that holds no number."""
    return error(
        "E818",
        phrase("`{field}` holds no number, so it cannot be off by an amount", field=name),
        place,
        "",
        *near(name, known),
    )


def too_many(program: p.Program, most: int) -> Finding:
    """More combinations of alternatives than are tried."""
    return error(
        "E819",
        phrase("the alternatives can be combined in more than {n} ways, and each has to be checked and scored", n=most),
        program.root.span, "",
        way_out=phrase("try fewer of them at a time, or give those that exclude each other one name: NAME=FILE.eff"),
    )  # fmt: skip


HOW_ERROR = phrase(
    "write TABLE.FIELD=5% (of what is reported) or TABLE.FIELD=0.5 (in its own unit), once for a field; normal:5% for a standard deviation"
)
HOW_WEIGHTS = phrase(
    "write {ways}, or one of them for one node: NODE=bounds:10%",
    ways=several(("`dirichlet:100`", "`bounds:25%`", "`fixed`")),
)
HOW_BOUNDS = phrase("write PART=20%..40%, from 0% to 100%, the lower one first")

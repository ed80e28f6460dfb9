"""What a simulation is asked to vary, as it is written on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from attrs import evolve, frozen
from flint import fmpq

from effrules.data.dataset import Dataset
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model.number_fields import field_of, numeric
from effrules.model.numbers import parse_decimal
from effrules.model.types import Quantity
from effrules.simulate import errors
from effrules.simulate.factors import Assumption, Factor, Variant
from effrules.simulate.noise import Noise, Shape
from effrules.simulate.only import Kind, Only
from effrules.simulate.study import Asked
from effrules.simulate.weights import (
    ATTEMPTS,
    DEFAULTS,
    UNITS,
    Group,
    Spread,
    Varied,
    Way,
    can_vary,
    drawn,
    varies_by_kind,
)
from effrules.source import Source, Span
from effrules.words import phrase

TRIED = 1000
"""So many weightings between bounds are drawn to see whether there are any."""


@frozen
class Written:
    """What is varied, in words of the command line: each option as often as it is said.

    ``vary``: this only; nothing is all.
    """

    weights: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    vary: tuple[str, ...] = ()


def asked(program: p.Program, written: Written, settings: Asked) -> tuple[Asked | None, tuple[Finding, ...]]:
    """What is asked for, with the ``settings`` for draws; or every reason why not."""
    found: list[Finding] = []
    spreads = _spreads(program, written.weights, found)
    varied = Varied(spreads, _bounds(program, written.bounds, found))
    noises = _noises(program, written.figures, found)
    only = _only(program, written, found)
    varied = only.of(program, varied)
    groups = () if found else tuple(filter(only.takes, varied.groups(program)))
    found += problems(program, groups)
    others: tuple[Factor, ...] = (*noises, *written.assumptions)
    factors = (*groups, *(one for one in others if only.takes(one)))
    if not factors and not found:
        found.append(errors.nothing_to_vary(program))
    return (None, tuple(found)) if found else (evolve(settings, factors=factors, varied=varied), ())


def variant(program: p.Program, dataset: Dataset, wanted: Asked) -> tuple[Variant, tuple[Finding, ...]]:
    """The rules in a combination of alternatives, with the weights of theirs that are varied; and why these cannot be, if so."""
    number = {(one.clause, one.node): at for at, one in enumerate(wanted.factors) if isinstance(one, Group)}
    groups = wanted.varied.groups(program)
    own = {number[one.clause, one.node]: one for one in groups if (one.clause, one.node) in number}
    return Variant(program, dataset, own), problems(program, own.values())


def _only(program: p.Program, written: Written, found: list[Finding]) -> Only:
    """What ``--vary`` names."""
    only = Only.nothing() if written.vary else Only()
    named = {one.name for one in written.assumptions}
    stated = [field_of(program.schema, text.partition("=")[0]) for text in written.figures]
    numbers = {str(at): clause for at, clause in enumerate(program.weights, 1)}
    for text in written.vary:
        where = place("--vary", text)
        number, _, node = text.rpartition("/")
        field = field_of(program.schema, text)
        clauses = [
            int(at) - 1
            for at, clause in numbers.items()
            if number in ("", at) and node in clause.weights and can_vary(program, clause, node, named=True)
        ]
        if text in {kind.value for kind in Kind}:
            only.kinds.add(Kind(text))
        elif text in named or clauses:
            only.named.add(text)
            only.weights.update((at, node) for at in clauses)
        elif field is not None and field in stated:
            only.fields.add((field[0], field[1].name))
        elif field is not None:
            told = phrase("no error of this field is stated")
            found.append(errors.unknown(where, text, [], told, errors.HOW_ERROR))
        elif node in program.nodes and number in ("", *numbers):
            why = phrase("it has no two parts whose weights could be others")
            found.append(errors.not_varied(where, node, why, _variable(program)))
        else:
            known = [*(kind.value for kind in Kind), *named, *_variable(program), *numeric(program.schema)]
            told = phrase("there is nothing of that name that could be varied")
            found.append(errors.unknown(where, text, known, told))
    return only


def problems(program: p.Program, groups: Iterable[Group]) -> tuple[Finding, ...]:
    """What makes it impossible to draw weights of groups."""
    return tuple(problem for group in groups for problem in _problems(program, group))


def place(option: str, text: str) -> Span:
    """The place of what is written behind an option."""
    return Span(Source(option, text), 0, len(text))


def _spreads(program: p.Program, texts: Sequence[str], found: list[Finding]) -> dict[str, Spread]:
    """How the weights of each named node are varied; those of all others under the empty name."""
    spreads: dict[str, Spread] = {}
    for text in texts:
        node, named, rest = text.rpartition("=")
        way, stated, amount = rest.partition(":")
        spread = _spread(way, amount if stated else None)
        where = place("--weights", text)
        if spread is None or node in spreads or (named and not node):
            found.append(errors.not_understood(where, text, errors.HOW_WEIGHTS))
            continue
        spreads[node] = spread
        if node:
            found += _refused(program, node, spread, where)
    return spreads


def _spread(word: str, amount: str | None) -> Spread | None:
    """How far weights are varied; ``None`` for what is not understood."""
    if word not in {way.value for way in Way}:
        return None
    way = Way(word)
    if amount is None:
        return Spread(way, DEFAULTS[way])
    value = parse_decimal(amount.removesuffix("%"))
    if value is None or value <= 0 or way is Way.FIXED or (way is Way.BOUNDS) is not amount.endswith("%"):
        return None
    return Spread(way, value / 100 if way is Way.BOUNDS else value)


def _noises(program: p.Program, texts: Iterable[str], found: list[Finding]) -> list[Noise]:
    """The errors of fields."""
    noises: dict[tuple[str, str], Noise] = {}
    for text in texts:
        where = place("--error", text)
        name, _, rest = text.partition("=")
        shape, stated, amount = rest.rpartition(":")
        value = parse_decimal(amount.removesuffix("%").strip())
        known = {one.value for one in Shape}
        if value is None or (stated and shape not in known):
            found.append(errors.not_understood(where, text, errors.HOW_ERROR))
            continue
        if value <= 0:
            found.append(errors.no_amount(where, name))
            continue
        field = field_of(program.schema, name)
        if field is None:
            told = phrase("there is no field of that name")
            found.append(errors.unknown(where, name, numeric(program.schema), told))
        elif not isinstance(field[1].type, Quantity):
            found.append(errors.no_number(where, name, numeric(program.schema)))
        elif (field[0], field[1].name) in noises:
            found.append(errors.not_understood(where, text, errors.HOW_ERROR))
        else:
            is_share = amount.endswith("%")
            noises[field[0], field[1].name] = Noise(
                field[0],
                field[1].name,
                Shape(shape) if stated else Shape.UNIFORM,
                value / 100 if is_share else value,
                is_share,
            )
    return list(noises.values())


def _bounds(program: p.Program, texts: Iterable[str], found: list[Finding]) -> dict[str, tuple[fmpq, fmpq]]:
    """The bounds of parts, as shares of one."""
    bounds: dict[str, tuple[fmpq, fmpq]] = {}
    for text in texts:
        where = place("--bounds", text)
        match = re.fullmatch(r"([^=]+)=([^%=]+)%\.\.([^%=]+)%", text)
        ends = [parse_decimal(end.strip()) for end in match.groups()[1:]] if match else []
        low, high = ends if len(ends) == 2 else (None, None)
        if match is None or low is None or high is None or not 0 <= low <= high <= 100 or match[1] in bounds:
            found.append(errors.not_understood(where, text, errors.HOW_BOUNDS))
            continue
        part = match[1]
        bounds[part] = low / 100, high / 100
        parent = program.nodes[part].parent if part in program.nodes else None
        if parent is None:
            found.append(_unknown(program, part, where))
        else:
            found += _refused(program, parent, Spread(Way.BOUNDS, DEFAULTS[Way.BOUNDS]), where)
    return bounds


def _unknown(program: p.Program, name: str, where: Span) -> Finding:
    known = [node for node in program.nodes if program.nodes[node].parent is not None]
    return errors.unknown(where, name, known, phrase("there is no node of that name with a weight"))


def _refused(program: p.Program, node: str, spread: Spread, where: Span) -> Iterable[Finding]:
    """Why the weights of a node's parts cannot be varied so."""
    if node not in program.nodes:
        yield _unknown(program, node, where)
    elif spread.way is Way.FIXED:
        return
    elif not any(
        can_vary(program, clause, node, named=True) for clause in program.weights if node in clause.weights
    ):
        yield errors.not_varied(
            where, node, phrase("it has no two parts whose weights could be others"), _variable(program)
        )
    elif spread.way is Way.BOUNDS and varies_by_kind(program, node):
        why = phrase(
            "not every body has all of its parts, so bounds would mean another thing for each; write dirichlet"
        )
        yield errors.not_varied(where, node, why, _variable(program))


def _problems(program: p.Program, group: Group) -> Iterable[Finding]:
    """What makes it impossible to draw weights of a group."""
    clause = program.weights[group.clause]
    if group.spread.way is not Way.BOUNDS:
        return
    if varies_by_kind(program, group.node):
        why = phrase(
            "not every body has all of its parts, so bounds would mean another thing for each; write dirichlet"
        )
        yield errors.not_varied(clause.span, group.node, why, _variable(program))
    elif not group.can_add_up:
        low, high = (sum(ends) for ends in zip(*group.bounds, strict=True))
        yield errors.cannot_add_up(clause, group.node, low, high, UNITS)
    elif drawn(group, TRIED, np.random.default_rng(0), ATTEMPTS // 2) is None:
        yield errors.hardly_any(clause, group.node)


def _variable(program: p.Program) -> list[str]:
    """The nodes the weights of whose parts can be varied."""
    return sorted({
        node for clause in program.weights for node in clause.weights if can_vary(program, clause, node, named=True)
    })  # fmt: skip

"""Programs stripped of what has no meaning, so that two can be compared without the comparison that is under test."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from attrs import fields, has

from effrules.check.build import load_text
from effrules.model import program as p
from effrules.model.program import Program
from effrules.source import Source
from effrules.syntax.parse import parse

SKIPPED = {"span", "origin", "grounds", "type", "renamed", "dropped", "order", "table_origins"}

PROCEDURE = ("institutions", "stages", "spot_checks", "recommendations")


def stripped(program: Program) -> Any:
    """A program as nested tuples: no spans, origins or derived types; slots by the order in which they are met."""
    slots: dict[int, int] = {}
    return {
        "header": _plain(program.header, slots),
        "schema": {t.name: (t.owner, t.titles, {f.name: _field(f) for f in t.fields}) for t in program.schema.tables},
        "languages": program.schema.languages,
        "keys": dict(program.schema.figure_keys),
        "sources": {s.name: _plain(s, slots) for s in program.sources},
        "definitions": {name: _plain(d, {0: 0}) for name, d in program.definitions.items()},
        "figures": {name: (_plain(f.titles, {}), _plain(f.columns, {}), sorted(map(repr, f.rows)), _plain(f.basis, {}))
                    for name, f in program.figures.items()},
        "nodes": {name: _plain(node, {0: 0}) for name, node in program.nodes.items()},
        "weights": sorted(
            repr((_plain(c.condition, {0: 0}), _weights(c), c.redistribution, _plain(c.basis, {})))
            for c in program.weights
        ),
        "adjustments": [_plain(a, {0: 0}) for a in program.adjustments],
        "final": (program.final_floor, program.final_cap),
        "ratings": {r.node: (sorted(repr(_plain(g, {})) for g in r.grades), _plain(r.basis, {})) for r in program.ratings},
        "rankings": {r.name: _plain(r, {0: 0}) for r in program.rankings},
        "properties": {one.name: _plain(one, {0: 0}) for one in program.properties},
        "examples": {one.name: (
            [(row.table, row.name, row.owner, dict(row.values)) for row in one.rows],
            [_plain(x, {}) for x in one.expectations],
        ) for one in program.examples},
        **{kind: {name: _plain(one, {0: 0}) for name, one in getattr(program, kind).items()} for kind in PROCEDURE},
    }  # fmt: skip


def differing(one: Program, other: Program) -> list[str]:
    """Which parts of two programs differ, once stripped; for a readable failure."""
    left, right = stripped(one), stripped(other)
    found = []
    for part in left:
        if left[part] == right[part]:
            continue
        if isinstance(left[part], dict):
            found += [
                f"{part} {name}: {left[part].get(name)} / {right[part].get(name)}"
                for name in {*left[part], *right[part]}
                if left[part].get(name) != right[part].get(name)
            ]
        else:
            found.append(f"{part}: {left[part]} / {right[part]}")
    return found


def _field(field: Any) -> Any:
    return tuple(getattr(field, f.name) for f in fields(type(field)) if f.name != "span")


def _weights(clause: p.WeightsClause) -> Any:
    return {
        node: {w.part: str(w.share) for w in clause.weights[node]}
        for node in sorted(clause.weights)
        if clause.weights[node]
    }


def _plain(value: Any, slots: dict[int, int]) -> Any:
    match value:
        case p.RowVariable():
            return ("row", slots.setdefault(value.slot, len(slots)), value.table)
        case p.Parameter():
            return ("parameter", slots.setdefault(value.slot, len(slots)))
        case p.Definition():
            types = (value.type, [kind for _, _, kind in value.value_parameters])
            for row in value.row_parameters:
                slots.setdefault(row.slot, len(slots))
            for slot, _, _ in value.value_parameters:
                slots.setdefault(slot, len(slots))
            tables = [row.table for row in value.row_parameters]
            return (
                value.name,
                value.titles,
                str(types),
                tables,
                _plain(value.body, slots),
                _plain(value.basis, slots),
            )
        case p.Call():
            rows = [_plain(row, slots) for _, row in value.rows]
            arguments = [_plain(argument, slots) for _, argument in value.arguments]
            return ("call", value.definition, rows, arguments, _plain(value.subject, slots))
        case tuple() | list():
            return [_plain(item, slots) for item in value]
        case bool():
            return ("bool", value)
        case _ if has(type(value)):
            names = [f.name for f in fields(type(value)) if f.name not in SKIPPED]
            return (type(value).__name__, *((name, _plain(getattr(value, name), slots)) for name in names))
        case _:
            return value


def edited(text: str, *changes: tuple[str, str]) -> str:
    """A text with stretches replaced; each must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


# -- Well-formed programs -----------------------------------------------------------------------------------------


def faults(program: Program) -> list[str]:
    """What is wrong with a program that the checker would never let through: dangling names, weights, circles."""
    found: list[str] = []
    tables = {t.name: {f.name for f in t.fields} for t in program.schema.tables}
    owners = {t.name: t.owner for t in program.schema.tables}
    sources = {s.name for s in program.sources}
    seen_tables: set[str] = set()
    for table in program.schema.tables:
        if table.owner is not None and table.owner not in seen_tables:
            found.append(f"the owner of {table.name} is lacking")
        seen_tables.add(table.name)
        found += [f"figures {f.lookup}" for f in table.fields if f.lookup and f.lookup not in program.figures]
    for name, node in program.nodes.items():
        if name != "total" and name not in program.nodes[str(node.parent)].parts:
            found.append(f"{name} is no part of {node.parent}")
        found += [
            f"{name} has no part {part}"
            for part in node.parts
            if part not in program.nodes or program.nodes[part].parent != name
        ]
        if node.formula is None and not node.parts:
            found.append(f"{name} has nothing")
        if isinstance(node.formula, p.PartsAggregate) and not node.parts:
            found.append(f"{name} has no parts for its formula")
        if node.kind is p.NodeKind.CRITERION and node.maximum <= node.minimum:
            found.append(f"the scale of {name}")
        weighted = node.parts and (node.formula is None or "weighted=True" in repr(node.formula))
        weighted = weighted and node.no_total is None
        for clause in program.weights:
            weights = clause.weights.get(name)
            if weighted and not weights:
                found.append(f"{name} has no weights")
            if weights and node.no_total is not None:
                found.append(f"{name} is none and has weights")
            if weights:
                if [w.part for w in weights] != list(node.parts):
                    found.append(f"weights of {name} name {[w.part for w in weights]}, not {node.parts}")
                if sum(w.share for w in weights) != 1:
                    found.append(f"weights of {name} make {sum(w.share for w in weights)}")
    found += [f"weights of {n}" for c in program.weights for n in c.weights if n not in program.nodes]
    if [r.node for r in program.ratings if r.node not in program.nodes]:
        found.append("a rating of nothing")
    found += [f"target {a.target}" for a in program.adjustments if a.target not in program.nodes]
    known = {*program.institutions, p.ASSESSORS, program.schema.subject.name}
    found += [f"institution {name}" for stage in program.stages.values() for name in {*stage.by} - known]
    for stage in program.stages.values():
        within = stage.within
        found += [f"stage {within.after}"] if within and within.after not in program.stages else []
        calendars = {within and within.calendar, *(one.calendar for one in stage.adds)} - {None}
        found += [f"calendar {name}" for name in calendars - {*program.figures}]
    reading = [(one.name, one.nodes) for one in program.stages.values()]
    reading += [(one.name, (one.node,)) for one in program.recommendations.values()]
    found += [
        f"{name} is for {node}" for name, nodes in reading for node in nodes if node not in program.nodes
    ]
    for part in (program.nodes, program.definitions, *(getattr(program, kind) for kind in PROCEDURE), program.weights, program.adjustments, program.rankings,
                 program.properties, program.figures, program.ratings):  # fmt: skip
        found += _dangling(
            part if not isinstance(part, dict) else list(part.values()), program, tables, owners, sources
        )
    place = {name: at for at, name in enumerate(program.order)}
    if sorted(place) != sorted(program.nodes) or len(place) != len(program.order):
        found.append("the order names other nodes")
    else:
        from effrules.model.reading import nodes_read
        from effrules.model.walk import outermost

        for name, node in program.nodes.items():
            formulas = [
                f for f in (node.formula, *(t.condition for t in node.not_applicable)) if f is not None
            ]
            formulas += [x for a in program.adjustments if a.target == name for x in outermost(a)]
            read = nodes_read(*formulas, program=program) | set(node.parts)
            found += [f"{name} comes before {other}" for other in read if place[other] >= place[name]]
    return found


def _dangling(value: Any, program: Program, tables: Any, owners: Any, sources: Any) -> list[str]:
    found: list[str] = []
    match value:
        case p.RowVariable() if value.table not in tables:
            found.append(f"table {value.table}")
        case p.FieldOf() if value.field not in tables.get(value.row.table, ()):
            found.append(f"field {value.row.table}.{value.field}")
        case p.OwnerFieldOf():
            table = value.row.table
            for _ in range(value.levels):
                table = owners[table]
            if value.field not in tables[table]:
                found.append(f"field {table}.{value.field}")
        case p.Call():
            definition = program.definitions.get(value.definition)
            if definition is None:
                found.append(f"definition {value.definition}")
            else:
                given = [slot for slot, _ in value.rows], [slot for slot, _ in value.arguments]
                wanted = (
                    [r.slot for r in definition.row_parameters],
                    [s for s, _, _ in definition.value_parameters],
                )
                if list(map(sorted, given)) != list(map(sorted, wanted)):
                    found.append(f"call of {value.definition}: {given}, {wanted}")
        case p.FigureOf():
            figures = program.figures.get(value.figures)
            if figures is None or value.column not in dict(figures.columns):
                found.append(f"figures {value.figures}.{value.column}")
            elif isinstance(value.key, p.Constant) and value.key.value not in [r[0] for r in figures.rows]:
                found.append(f"row {value.key.value} of {value.figures}")
        case p.ScoreOf() | p.IsApplicable() | p.PartsAggregate() | p.RankKey() if (
            value.node not in program.nodes
        ):
            found.append(f"node {value.node}")
        case _:
            pass
    if type(value).__name__ == "Citation" and value.source not in sources:
        found.append(f"source {value.source}")
    if isinstance(value, tuple | list):
        inside: Any = value
    elif isinstance(value, dict):
        inside = value.values()
    elif has(type(value)):
        inside = [
            getattr(value, f.name)
            for f in fields(type(value))
            if f.name not in ("span", "origin", "grounds", "type")
        ]
    else:
        return found
    return found + [fault for item in inside for fault in _dangling(item, program, tables, owners, sources)]


# -- Random pairs -------------------------------------------------------------------------------------------------


def relative(text: str, other: str, random: Random) -> str | None:
    """A text like another: some declarations are taken from a third one, numbers changed, parts dropped or renamed.

    None where no such text was found that checks without an error.
    """
    for _ in range(8):
        made = _mutated(text, other, random)
        if load_text(made).program is not None:
            return made
    return None


def _pieces(text: str) -> list[str]:
    return [d.span.text for d in parse(Source("rules.eff", text))[0].declarations]


def _mutated(text: str, other: str, random: Random) -> str:
    heading, *pieces = _pieces(text)
    _, *others = _pieces(other)
    by_head = {" ".join(piece.split()[:2]): piece for piece in others}
    share = random.choice([0.1, 0.3, 0.6])
    made = [heading]
    for piece in pieces:
        if random.random() < share and not piece.startswith(("subject", "table", "source")):
            piece = by_head.pop(" ".join(piece.split()[:2]), piece)
        made.append(piece)
    text = "\n".join(made)
    kinds = random.sample(
        ["number", "number", "number", "rename", "drop", "add", "word"], random.randint(1, 3)
    )
    for kind in kinds:
        match kind:
            case "number":
                spots = list(re.finditer(r"(?<![\w.\"])\d+(\.\d+)?(?= points|%| decimal)", text))
                if spots:
                    spot = random.choice(spots)
                    text = text[: spot.start()] + str(random.randint(0, 9)) + text[spot.end() :]
            case "rename":
                names = sorted(
                    set(
                        re.findall(
                            r"\b(?:block|direction|criterion|define|penalty|bonus|institution|stage|check|recommend) (\w+)",
                            text,
                        )
                    )
                )
                if names:
                    name = random.choice(names)
                    text = re.sub(rf"\b{name}\b", f"{name}_new", text)
            case "drop":
                pieces = _pieces(text)
                victims = [
                    x
                    for x in pieces
                    if x.startswith(
                        ("penalty", "bonus", "rating", "rank", "define", "stage", "spot", "recommend")
                    )
                ]
                if victims:
                    text = text.replace(random.choice(victims), "")
            case "add":
                text += '\ndefine fresh = 5 points assumed en "for show"\n'
            case _:
                text = text.replace('"for show"', '"another reason"')
    return text

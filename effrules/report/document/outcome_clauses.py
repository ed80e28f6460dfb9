"""The clauses that bring results together: weights, penalties and bonuses, ratings, places, the order of calculation."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.model import kinds
from effrules.model import program as p
from effrules.model.printed import Stretch
from effrules.report.blocks import pieces as b
from effrules.report.blocks.mathematics.tree import Big, Func, Math, Num, Op, Sym, row
from effrules.report.document.binding import PRODUCT
from effrules.report.document.context import Context
from effrules.report.document.lookups import within
from effrules.report.document.node_clauses import may_lack_parts
from effrules.report.document.numbers import percent

REDISTRIBUTIONS = {
    p.Redistribution.IN_PROPORTION: "in proportion",
    p.Redistribution.EQUALLY: "equally",
    p.Redistribution.COUNT_AS_ZERO: "count as zero",
    p.Redistribution.COUNT_AS_FULL: "count as full",
    p.Redistribution.NOT_STATED: "not stated",
}


# -- Weights ---------------------------------------------------------------------------------------------


def weights_clauses(context: Context) -> Iterator[b.Block]:
    """A table of weights for each kind of body."""
    if not context.numbering.has("weights"):
        return
    yield context.clause(context.numbering.of("weights"), context.say("weights"), "")
    for index, clause in enumerate(context.program.weights, 1):
        place = context.numbering.of("weights", str(index))
        yield from context.within("weights", str(index), context.say("weights caption"))
        yield from context.written(clause.origin)
        notation = context.notation()
        if clause.condition is None:
            whom = b.words(context.say("to all"))
        else:
            whom = context.fill("to those", condition=notation.math(clause.condition))
        yield context.told("applies to", whom)
        yield from context.explained(notation)
        table = _weights_table(context, clause)
        if table.rows:
            yield table
        becomes = context.say(REDISTRIBUTIONS[clause.redistribution])
        yield context.told("if not applicable", b.words(becomes))
        if any(may_lack_parts(context.program, node) for node in context.program.nodes.values()):
            whole = context.program.gives_total
            yield b.Paragraph(b.words(context.say("nothing left" if whole else "nothing left of it")))
        yield from context.basis(clause.grounds, place)


def _weights_table(context: Context, clause: p.WeightsClause) -> b.Table:
    shares = {weight.part: weight.share for weights in clause.weights.values() for weight in weights}
    rows: list[tuple[b.Line, ...]] = []
    for name in _tree(context.program, "total"):
        if name not in shares:
            continue
        place = context.numbering.node(name)
        reference = b.Reference(place.anchor, place.number)
        title = b.words(context.naming.node(context.program.nodes[name]))
        rows.append(((reference,), title, b.words(_share(context, clause, name))))
    columns = (*b.texts(context.say("clause"), context.say("part")), b.Column(context.say("weight")))
    return b.Table(columns, tuple(rows))


def _share(context: Context, clause: p.WeightsClause, name: str) -> str:
    """A part's weight, for each kind of body where that is not the same for all."""
    of_kinds = kinds.shares(context.program, clause, name)
    shares = [
        context.say(
            "of kind",
            share=percent(share, context.language),
            kind=context.naming.group(tuple(case), tuple(case.values())),
        )
        if case
        else percent(share, context.language)
        for case, share in of_kinds
    ]
    return "; ".join(shares)


def _tree(program: p.Program, name: str) -> Iterator[str]:
    yield name
    for part in program.nodes[name].parts:
        yield from _tree(program, part)


# -- Penalties and bonuses ----------------------------------------------------------------------------------


def adjustment_clauses(context: Context) -> Iterator[b.Block]:
    """Each penalty and each bonus: its points, its cap, and what it does to a score."""
    if not context.program.adjustments:
        return
    yield context.clause(context.numbering.of("adjustment"), context.say("adjustment"), "")
    for adjustment in context.program.adjustments:
        yield from _adjustment(context, adjustment)


def _adjustment(context: Context, adjustment: p.Adjustment) -> Iterator[b.Block]:
    place = context.numbering.of("adjustment", adjustment.name)
    penalty = adjustment.sign < 0
    kind = "penalty" if penalty else "bonus"
    title = context.title(adjustment.titles, adjustment.name.replace("_", " "))
    yield context.clause(place, title, context.say(kind))
    yield from context.written(adjustment.origin)
    notation = context.notation()
    symbol = Sym("P" if penalty else "Q", Num(place.index))
    notation.explain("points", symbol, context.fill(f"{kind} of"))
    math: Math
    if adjustment.rows is not None:
        over = notation.sets.member(adjustment.rows)
        with notation.sets.inside(adjustment.rows):
            amount = notation.math(adjustment.amount, PRODUCT)
        if isinstance(adjustment.amount, p.Constant):
            math = row(amount, Op("×"), notation.sets.size(adjustment.rows))
        else:
            math = Big("∑", over, amount)
    else:
        math = notation.math(adjustment.amount)
        if adjustment.condition is not None:
            math = notation.apart(math)
        if adjustment.condition is not None:
            math = notation.choice((math, notation.math(adjustment.condition)), instead=Num("0"))
    if adjustment.cap is not None:
        math = Func("min", (notation.apart(math), notation.apart(notation.math(adjustment.cap))))
    yield b.Display(row(symbol, Op("="), math))
    yield from context.explained(notation)
    target = context.numbering.node(adjustment.target)
    reference = context.numbering.reference(target)
    key = "taken from" if penalty else "given to"
    line = context.fill(key, clause=reference, title=context.node(adjustment.target))
    if adjustment.floor is not None:
        line += context.fill("leaving at least", n=context.points(adjustment.floor))
    if adjustment.ceiling is not None:
        line += context.fill("reaching at most", n=context.points(adjustment.ceiling))
    yield context.told("effect", line)
    yield from context.basis(adjustment.grounds, place)


# -- Ratings and places ----------------------------------------------------------------------------------------


def rating_clauses(context: Context) -> Iterator[b.Block]:
    """The grades of each rating, with the scores that they are for."""
    if not context.program.ratings:
        return
    alone = context.program.ratings[0] if len(context.program.ratings) == 1 else None
    chapter = context.say("rating") if alone is None else context.title(alone.titles, context.say("rating"))
    yield context.clause(context.numbering.of("rating"), chapter, "")
    for rating in context.program.ratings:
        place = context.numbering.of("rating", rating.node)
        yield from context.within(
            "rating",
            rating.node,
            context.title(rating.titles, context.node(rating.node)),
            context.say("one rating"),
        )
        yield from context.written(rating.origin)
        of = context.numbering.reference(context.numbering.node(rating.node))
        by = context.fill("rating by", clause=of, title=context.node(rating.node))
        yield context.told("given", by)
        symbol = Sym("S") if rating.node == "total" else Sym("S", Num(of.text))
        yield _grades(context, rating, symbol)
        for key, reading in (("between grades", rating.between), ("at shared grades", rating.shared)):
            if reading is not None and reading.side is not None:
                yield context.told(key, b.words(context.say(f"{reading.side.value} grade")))
        yield from context.basis(rating.grounds, place)


def _grades(context: Context, rating: p.Rating, symbol: Math) -> b.Table:
    """The grades with their scores; where they are read, as they are printed and as they are read."""
    read = context.writing.is_technical and any(grade.printed is not None for grade in rating.grades)
    rows = []
    for grade in rating.grades:
        cells = [b.words(context.title(grade.titles, grade.name)), _grade(context, grade, symbol)]
        if read and grade.printed is not None:
            cells.insert(1, _grade(context, grade.printed, symbol))
        rows.append(tuple(cells))
    keys = ("grade", "score as printed", "as read") if read else ("grade", "score range")
    return b.Table(b.texts(*map(context.say, keys)), tuple(rows))


def _grade(context: Context, grade: p.RatingGrade | Stretch, symbol: Math) -> b.Line:
    if grade.low is None and grade.high is None:
        return b.words(context.say("whatever score"))
    return (b.Formula(within(symbol, grade, lambda end: Num(context.number(end)))),)


def ranking_clauses(context: Context) -> Iterator[b.Block]:
    """Who is ranked with whom, by what, and what equal ones get."""
    if not context.program.rankings:
        return
    yield context.clause(context.numbering.of("ranking"), context.say("ranking"), "")
    for ranking in context.program.rankings:
        place = context.numbering.of("ranking", ranking.name)
        title = context.title(ranking.titles, context.say("ranking"))
        yield from context.within("ranking", ranking.name, title)
        if place == context.numbering.of("ranking") and ranking.titles.texts:
            yield b.Paragraph((b.Words(title, b.Tone.STRONG),))
        yield from context.written(ranking.origin)
        notation = context.notation()
        whom: b.Line = b.words(context.say("all"))
        if ranking.condition is not None:
            whom = context.fill("those", condition=notation.math(ranking.condition))
        if ranking.within:
            whom = (*whom, b.Words("; "), *context.fill("within", fields=_fields(context, ranking.within)))
        yield context.told("among", whom)
        yield from context.explained(notation)
        keys = tuple(_key(context, key) for key in ranking.keys)
        if len(keys) == 1:
            yield context.told("places", keys[0])
        else:
            yield context.told("places in turn", b.words(context.say("then by")))
            yield b.listed(keys, ordered=True)
        ties = context.say("share" if ranking.ties is p.Ties.SHARE else "dense")
        yield context.told("ties", b.words(ties))
        yield from context.basis(ranking.grounds, place)


def _fields(context: Context, names: tuple[str, ...]) -> str:
    subject = context.program.schema.subject
    titles = []
    for name in names:
        declared = subject.field_named(name)
        titles.append(
            context.quoted(
                context.title(declared.titles, declared.own_name) if declared is not None else name
            )
        )
    return ", ".join(titles)


def _key(context: Context, key: p.RankKey) -> b.Line:
    place = context.numbering.node(key.node)
    return context.fill(
        "key",
        clause=context.numbering.reference(place),
        how=context.say("unrounded" if key.before_rounding else "as rounded"),
        way=context.say("highest first" if key.highest_first else "lowest first"),
    )


# -- Order of calculation --------------------------------------------------------------------------------------


def order_clause(context: Context) -> Iterator[b.Block]:
    """The steps of the calculation, in their order."""
    yield context.clause(context.numbering.of("order"), context.say("order"), "")
    yield b.listed(_steps(context), ordered=True)


def _steps(context: Context) -> Iterator[b.Line]:
    program = context.program
    for kind in (p.NodeKind.CRITERION, p.NodeKind.DIRECTION, p.NodeKind.BLOCK):
        nodes = [node for node in program.nodes.values() if node.kind is kind]
        if nodes:
            names = {node.name for node in nodes}
            steps = [context.say(f"order {kind.value}")]
            steps += [context.say(f"order {key}") for key in AROUND if any(_has(node, key) for node in nodes)]
            roundings = [node.rounding for node in nodes if node.rounding is not None]
            if any(not rounding.after_penalties for rounding in roundings):
                steps.append(context.say("order rounding"))
            late: b.Line = ()
            if any(rounding.after_penalties for rounding in roundings):
                late = b.words(f"; {context.say('order rounding last')}")
            yield (*b.words("; ".join(steps)), *_adjusted(context, names), *late)
    root = {program.root.name}
    if program.gives_total:
        yield (*b.words(context.say("order total")), *_adjusted(context, root))
    if program.root.rounding is not None:
        yield b.words(context.say("order rounding total"))
    if program.final_floor is not None or program.final_cap is not None:
        yield b.words(context.say("order limits"))
    if program.ratings:
        yield b.words(context.say("order rating"))
    if program.rankings:
        yield b.words(context.say("order places"))


AROUND: dict[str, type] = {"multiplied": p.Multiplied, "mean of the others": p.MeanOfOthers}
"""Clauses around formulas, in the order in which they come."""


def _has(node: p.ScoreNode, key: str) -> bool:
    return any(isinstance(clause, AROUND[key]) for clause in node.around)


def _adjusted(context: Context, names: set[str]) -> b.Line:
    """Penalties, then bonuses, each in the order of the text."""
    made: b.Line = ()
    for sign, key in ((-1, "order penalties"), (1, "order bonuses")):
        found = [a for a in context.program.adjustments if a.sign == sign and a.target in names]
        if not found:
            continue
        places = (context.numbering.of("adjustment", adjustment.name) for adjustment in found)
        clauses = context.numbering.references(places)
        made = (*made, b.Words("; "), *context.fill(key, clauses=clauses))
    return made

"""Warnings: what is not wrong, but doubtful. Numbers without a basis, things unused, titles untranslated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flint import fmpq

from effrules.check import bands, errors
from effrules.check.alike import lookalikes
from effrules.check.scope import World
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model.basis import Citation
from effrules.model.occurring import Occurring
from effrules.model.schema import UNTAGGED, Titles
from effrules.model.types import Choice
from effrules.model.walk import walk
from effrules.source import Span


def lint(program: p.Program, world: World, occurring: Occurring) -> Iterator[Finding]:
    """Every warning about a program that has no error."""
    yield from unused(program, world)
    yield from without_basis(program)
    yield from untranslated(program)
    yield from never_reached(program, occurring)
    yield from lookalikes(program)


def unused(program: p.Program, world: World) -> Iterator[Finding]:
    """Definitions, figures, sources, tables and fields that nothing reads."""
    for (kind, name), entry in world.draft.things.items():
        if entry.origin.version != program.header.version:
            continue  # it served an earlier version; an amendment need not clear it away
        if kind in ("define", "figures", "source") and (kind, name) not in world.used:
            if kind == "source" and any(
                c.source == name for d in program.dropped for c in d.citations.citations
            ):
                continue
            if kind == "source" and any(c.source == name for c in _origin_citations(world)):
                continue
            yield errors.unused(entry.declared.span, f"{'definition' if kind == 'define' else kind} `{name}`")
    for table in program.schema.tables[1:]:
        if ("table", table.name) not in world.used:
            owners = {t.owner for t in program.schema.tables}
            if table.name not in owners:
                yield errors.unused(table.span, f"table `{table.name}`")
                continue
        for field in table.fields:
            plain = field.name in ("name", "title", "code") or field.unique or field.lookup
            if not plain and (f"field of {table.name}", field.name) not in world.used:
                yield errors.unused(field.span, f"field `{field.name}` of `{table.name}`")


def _origin_citations(world: World) -> Iterator[Citation]:
    draft = world.draft
    origins = [node.origin for node in draft.nodes.values()]
    origins.extend(entry.origin for entry in draft.things.values())
    origins.extend(entry.origin for entry in draft.weights)
    origins.extend(entry.origin for entry in draft.total)
    for origin in origins:
        yield from origin.citations


def has_figures(*expressions: p.Expression | None) -> bool:
    """Whether a number stands in some expression that is more than 0, 1 or their unit."""
    return any(
        isinstance(node, p.Constant) and isinstance(node.value, fmpq) and node.value not in (0, 1)
        for expression in expressions
        if expression is not None
        for node in walk(expression)
    )


def without_basis(program: p.Program) -> Iterator[Finding]:
    """Declarations with numbers and neither a citation nor an assumption."""
    explained = {a.subject for node in program.nodes.values() for a in node.basis.assumptions if a.subject}
    for node in program.nodes.values():
        if node.kind is not p.NodeKind.TOTAL and not _ancestors_stated(program, node):
            tests = [n.condition for n in node.not_applicable]
            own_maximum = node.kind is p.NodeKind.CRITERION
            if own_maximum or has_figures(node.formula, *tests):
                yield errors.no_basis(_head(node.span), f"{node.kind.value} `{node.name}`")
        if node.rounding is not None and not (node.rounding_basis.is_stated or node.basis.is_stated):
            yield errors.no_basis(_head(node.span), f"the rounding of `{node.name}`")
    for definition in program.definitions.values():
        if (
            has_figures(definition.body)
            and not definition.basis.is_stated
            and definition.name not in explained
        ):
            yield errors.no_basis(_head(definition.span), f"definition `{definition.name}`")
    for figures in program.figures.values():
        if not figures.basis.is_stated and figures.name not in explained:
            yield errors.no_basis(_head(figures.span), f"figures `{figures.name}`")
    for clause in program.weights:
        stated = any(len(group) > 1 for group in clause.weights.values())
        written = clause.redistribution is not p.Redistribution.NOT_STATED or clause.condition is not None
        if stated and written and not clause.basis.is_stated:
            yield errors.no_basis(_head(clause.span), "the weights")
    for adjustment in program.adjustments:
        if not adjustment.basis.is_stated:
            yield errors.no_basis(_head(adjustment.span), f"`{adjustment.name}`")
    for rating in program.ratings:
        if not rating.basis.is_stated:
            yield errors.no_basis(_head(rating.span), "the rating")


def _head(span: Span | None) -> Span | None:
    """The first line of a declaration: enough to point at."""
    if span is None:
        return None
    text = span.text
    end = text.find("\n")
    return span if end < 0 else Span(span.source, span.start, span.start + len(text[:end].rstrip()))


def _ancestors_stated(program: p.Program, node: p.ScoreNode) -> bool:
    at: p.ScoreNode | None = node
    while at is not None:
        if at.basis.is_stated:
            return True
        at = program.nodes[at.parent] if at.parent and at.parent != "total" else None
    return False


def never_reached(program: p.Program, occurring: Occurring) -> Iterator[Finding]:
    """Bands for values that cannot occur, an ``otherwise`` that is never needed, a case dealt with before."""
    formulas = [node.formula for node in program.nodes.values()]
    formulas.extend(definition.body for definition in program.definitions.values())
    formulas.extend(adjustment.amount for adjustment in program.adjustments)
    for formula in formulas:
        for node in walk(formula) if formula is not None else ():
            match node:
                case p.Banded(_, made, otherwise) if otherwise is not None and node.span is not None:
                    asked = occurring.asked.get(id(node))
                    if asked is not None and not bands.coverage(made, asked.found.domain, False, node.span):
                        yield errors.unreachable(otherwise.span)
                case p.Compare(_, left, right) if left == right and not isinstance(left, p.Constant):
                    if node.span is not None:
                        yield errors.with_itself(node.span, node.span.text, program.schema.subject.name)
                case p.Standing(kind, if_equal=None) if kind in (
                    p.StandingKind.Z_SCORE,
                    p.StandingKind.MIN_MAX,
                ):
                    yield errors.equal_not_dealt_with(node.span, kind.value)
                case p.Choose(cases):
                    tests = [test for test, _ in cases]
                    for at, test in enumerate(tests):
                        if test in tests[:at]:
                            yield errors.unreachable(test.span)
                case _:
                    pass


def untranslated(program: p.Program) -> Iterator[Finding]:
    """Titles that lack one of the declared languages."""
    languages = program.header.languages
    for place, what, titles in _titled(program):
        given = {language for language, _ in titles.texts}
        lacking = [language for language in languages if language not in given]
        if given and UNTAGGED not in given and lacking:
            yield errors.no_translation(place, what, lacking)


def _titled(program: p.Program) -> Iterable[tuple[Span | None, str, Titles]]:
    yield program.header.span, "the methodology", program.header.titles
    for table in program.schema.tables:
        yield _head(table.span), f"`{table.name}`", table.titles
        for field in table.fields:
            yield _head(field.span), f"field `{field.name}`", field.titles
            if isinstance(field.type, Choice):
                for name, titles in field.choice_titles:
                    yield _head(field.span), f"choice `{name}`", titles
    for node in program.nodes.values():
        yield _head(node.span), f"{node.kind.value} `{node.name}`", node.titles
    for adjustment in program.adjustments:
        yield _head(adjustment.span), f"`{adjustment.name}`", adjustment.titles
    for rating in program.ratings:
        yield _head(rating.span), "the rating", rating.titles
        for grade in rating.grades:
            yield _head(grade.span), f"grade `{grade.name}`", grade.titles

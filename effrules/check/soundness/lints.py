"""Warnings: what is not wrong, but doubtful. Things unused, titles untranslated, what can never be reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve
from flint import fmpq

from effrules.check.errors import (
    band_errors,
    clause_errors,
    maximum_errors,
    missing_errors,
    procedure_errors,
    row_errors,
)
from effrules.check.expressions import bands
from effrules.check.expressions.scope import World
from effrules.check.soundness.alike import lookalikes
from effrules.check.soundness.defects import assumed_told
from effrules.check.soundness.founding import has_figures, head
from effrules.check.soundness.last_case import last_case_only
from effrules.check.soundness.steps import step_of
from effrules.diagnostics import Finding
from effrules.diagnostics.defect import Defect, DefectKind
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.assessing import by_key_alone, conflicts
from effrules.model.assumptions import all_assumptions
from effrules.model.basis import Citation
from effrules.model.inventory import ItemClass
from effrules.model.place_words import cited_text
from effrules.model.schema import UNTAGGED, Field, Titles
from effrules.model.thing_words import node_called, thing
from effrules.model.types import Choice
from effrules.model.values.demands import NotKnown
from effrules.model.values.occurring import Occurring
from effrules.model.walk import expressions, walk
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.words import Message
from effrules.words import Text as Words


def lint(program: p.Program, world: World, occurring: Occurring) -> Iterator[Finding]:
    """Every warning about a program that has no error."""
    yield from unused(program, world)
    yield from bare_procedure(program)
    yield from self_assessed(program)
    yield from untranslated(program)
    yield from unsaid(program, world)
    yield from never_reached(program, occurring)
    yield from below_maximum(program, occurring)
    yield from lookalikes(program)


def unused(program: p.Program, world: World) -> Iterator[Finding]:
    """Definitions, figures, sources, tables and fields that nothing reads."""
    for (kind, name), entry in world.draft.things.items():
        if entry.origin.version != program.header.version:
            continue  # it served an earlier version; an amendment need not clear it away
        if kind is ast.Kept.SOURCE and _serves_uncited(entry.declared):
            continue
        may_be_unused = (ast.Kept.DEFINE, ast.Kept.FIGURES, ast.Kept.SOURCE, ast.Kept.INSTITUTION)
        if kind in may_be_unused and (kind, name) not in world.used:
            if kind is ast.Kept.SOURCE and any(
                c.source == name for d in program.dropped for c in d.citations.citations
            ):
                continue
            if kind is ast.Kept.SOURCE and any(c.source == name for c in _origin_citations(world)):
                continue
            called = "calendar" if isinstance(entry.declared, ast.CalendarDeclaration) else kind
            yield clause_errors.unused(entry.declared.span, thing(called, name))
    for form in (one for table in program.schema.tables for one in table.forms):
        owner = program.schema.owner_of_form(form.name)
        held = () if owner is None else owner.held_by(form)
        used = {name for table, name in world.used_fields if owner is not None and table == owner.name}
        if used.isdisjoint({form.name, *(one.name for one in held)}):
            yield clause_errors.unused(form.span, thing("form", form.name))
            continue
        for field in held:
            if field.name not in used and not _plain(field):
                yield clause_errors.unused(
                    field.span, clause_errors.FIELD_OF.of(field=field.own_name, name=form.name)
                )
    for table in program.schema.tables[1:]:
        if (ast.Kept.TABLE, table.name) not in world.used:
            owners = {t.owner for t in program.schema.tables}
            if table.name not in owners:
                yield clause_errors.unused(table.span, thing("table", table.name))
                continue
        for field in table.own_fields:
            if not _plain(field) and (table.name, field.name) not in world.used_fields:
                yield clause_errors.unused(
                    field.span, clause_errors.FIELD_OF.of(field=field.name, name=table.name)
                )


def bare_procedure(program: p.Program) -> Iterator[Finding]:
    """Stages and spot checks, what an institution is, and figures in recommendations, that rest on nothing."""
    for kind, group in program.procedure.items():
        for name, one in group.items():
            match one:
                case p.Institution(subject=None):
                    continue
                case p.Recommendation(condition=condition) if not has_figures(condition):
                    continue
            if not one.basis.is_stated:
                yield clause_errors.no_basis(head(one.span), thing(kind, name))


def self_assessed(program: p.Program) -> Iterator[Finding]:
    """Institutions that would assess the body that they are, whatever is reported."""
    for key in dict.fromkeys(one.subject for one in program.institutions.values() if one.subject is not None):
        for found in conflicts(program, key, by_key_alone(program, key)):
            node = program.nodes[found.node]
            yield procedure_errors.assesses_itself(
                head(node.span), node_called(node), found.institution.name, key
            )


def _serves_uncited(declared: object) -> bool:
    """Whether a source stands for itself: it lists what an act holds, or tells that a text is not at hand."""
    return isinstance(declared, ast.SourceDeclaration) and any(
        isinstance(clause, ast.Listed | ast.NotAtHand) for clause in declared.clauses
    )


def _plain(field: Field) -> bool:
    """Whether a field is there for its reader, or is read by what it stands for."""
    return field.own_name in ("name", "title", "code") or field.unique or field.lookup is not None


def _origin_citations(world: World) -> Iterator[Citation]:
    draft = world.draft
    origins = [node.origin for node in draft.nodes.values()]
    origins.extend(entry.origin for entry in draft.things.values())
    origins.extend(entry.origin for entry in draft.weights)
    origins.extend(entry.origin for entry in draft.total)
    for origin in origins:
        yield from origin.citations


def never_reached(program: p.Program, occurring: Occurring) -> Iterator[Finding]:
    """Bands for values that cannot occur, an ``otherwise`` that is never needed, a case dealt with before."""
    for formula in expressions(program):
        for node in walk(formula):
            match node:
                case p.Banded(_, made, otherwise) if otherwise is not None and node.span is not None:
                    asked = occurring.asked.get(id(node))
                    step = step_of(node.operand, program)
                    if asked is not None and bands.coverage(made, asked.found.domain, node.span, step).whole:
                        yield band_errors.unreachable(otherwise.span)
                case p.Compare(_, left, right) if left == right and not isinstance(left, p.Constant):
                    if node.span is not None:
                        yield row_errors.with_itself(node.span, node.span.text, program.schema.subject.name)
                case p.Standing(kind, if_equal=None) if kind.facts.by_spread:
                    yield missing_errors.equal_not_dealt_with(node.span, kind.value)
                case p.Choose(cases):
                    yield from last_case_only(node, occurring)
                    before: set[p.Expression] = set()
                    for test, _ in cases:
                        if test in before:
                            yield band_errors.unreachable(test.span)
                        before.add(test)
                case _:
                    pass


def below_maximum(program: p.Program, occurring: Occurring) -> Iterator[Finding]:
    """Criteria whose formula stays below their maximum whatever is reported, for some kind of body.

    Nothing is said of one that gives everybody the same, of one that a bonus is for, nor where no upper end is known.
    """
    lifted = {adjustment.target for adjustment in program.adjustments if adjustment.sign > 0}
    for name, node in program.nodes.items():
        if node.kind is not p.NodeKind.CRITERION or node.formula is None or name in lifted:
            continue
        for kind in occurring.kinds:
            if not kind.sure or not occurring.has(name, kind):
                continue
            try:
                most = occurring.score(name, kind).formula
            except NotKnown:
                continue
            maximum = kinds.maximum(node, kind.case)
            if most.low == most.high or not isinstance(most.high, fmpq) or most.high >= maximum:
                continue
            who = kinds.called(kind.case) if node.maxima else ""
            line = next((m for m in node.maxima if kinds.decided(m.condition, kind.case)), None)
            place = head(node.span) if line is None else line.span
            finding = maximum_errors.maximum_not_reached(place, name, who, str(maximum), str(most.high))
            yield evolve(finding, defect=_of_act(node))
            break


def _of_act(node: p.ScoreNode) -> Defect | None:
    """That a maximum is not reached is a defect of the act where the rules quote that it says otherwise; else of the rules."""
    basis = node.basis
    if not basis.contradictions:
        return None
    readings = tuple(map(assumed_told, basis.assumptions))
    return Defect(
        DefectKind.NOT_REACHED, node_called(node), tuple(map(cited_text, basis.citations)), readings
    )


def untranslated(program: p.Program) -> Iterator[Finding]:
    """Titles that lack one of the declared languages."""
    languages = program.header.languages
    for place, what, titles in titled(program):
        given = {language for language, _ in titles.texts}
        lacking = [language for language in languages if language not in given]
        if given and UNTAGGED not in given and lacking:
            yield clause_errors.no_translation(place, what, lacking)


def unsaid(program: p.Program, world: World) -> Iterator[Finding]:
    """Reasons and assumptions that lack one of the declared languages: their readers are shown another one."""
    languages = program.header.languages
    texts: list[tuple[Span | None, Message, Titles]] = [
        (reason.span, clause_errors.REASON, reason.reason) for reason in world.draft.reasons
    ]
    texts += [
        (made.span, clause_errors.ASSUMPTION, made.reason)
        for made in all_assumptions(program)
        if not made.unstated
    ]
    texts += [
        (one.span, clause_errors.REASON, one.reason)
        for node in program.nodes.values()
        for one in (*node.not_applicable, *node.around)
        if one.reason.texts
    ]
    for source in program.sources:
        reason = Titles() if source.not_at_hand is None else source.not_at_hand
        texts += [(source.span, clause_errors.REASON, reason)]
        texts += [
            (
                entry.span,
                clause_errors.REASON
                if entry.item_class is ItemClass.UNEXPRESSED
                else clause_errors.WHAT_IS_SAID,
                entry.words,
            )
            for entry in source.inventory
        ]
    none = program.root.no_total
    if none is not None:
        texts.append((none.span, clause_errors.REASON, none.because))
    for place, what, titles in texts:
        given = {language for language, _ in titles.texts}
        lacking = [language for language in languages if language not in given]
        if given and UNTAGGED not in given and lacking:
            yield clause_errors.not_said_in(head(place), what, lacking)


def titled(program: p.Program) -> Iterable[tuple[Span | None, Words, Titles]]:
    """All that readers are told by its title: where it stands, what it is, and its titles."""
    yield program.header.span, clause_errors.THE_METHODOLOGY, program.header.titles
    for table in program.schema.as_read:
        yield head(table.span), f"`{table.name}`", table.titles
        for field in table.fields:
            yield head(field.span), thing("field", field.name), field.titles
            if isinstance(field.type, Choice):
                for name, titles in field.choice_titles:
                    yield head(field.span), thing("choice", name), titles
    for node in program.nodes.values():
        yield head(node.span), node_called(node), node.titles
    for adjustment in program.adjustments:
        yield head(adjustment.span), f"`{adjustment.name}`", adjustment.titles
    for rating in program.ratings:
        yield head(rating.span), clause_errors.THE_RATING, rating.titles
        for grade in rating.grades:
            yield head(grade.span), thing("grade", grade.name), grade.titles
    named: list[p.Definition | p.Figures | p.Ranking | p.Procedure] = [
        *program.definitions.values(), *program.figures.values(), *program.rankings,
        *(one for group in program.procedure.values() for one in group.values()),
    ]  # fmt: skip
    for one in named:
        yield head(one.span), f"`{one.name}`", one.titles
    for definition in program.definitions.values():
        worded = dict(definition.parameter_titles)
        for _, name, _ in definition.value_parameters:
            yield head(definition.span), thing("parameter", name), worded.get(name, Titles())
    for figures in program.figures.values():
        worded = dict(figures.column_titles)
        for name, _ in () if figures.calendar else figures.columns:
            yield head(figures.span), thing("column", name), worded.get(name, Titles())
        for day, titles in figures.day_titles:
            yield (
                head(figures.span),
                clause_errors.DAY_OF.of(day=date.fromisoformat(day), name=figures.name),
                titles,
            )

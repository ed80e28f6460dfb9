"""Defects of the acts, found where the rules deal with them: printed scales that leave values out, contradictions.

They are no faults of the rules: each finding carries what is amiss as data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from flint import fmpq

from effrules.check.errors import scale_errors, scale_words
from effrules.check.soundness.founding import head
from effrules.check.soundness.maxima_said import Declared, every_declaration, weighed
from effrules.check.soundness.steps import step_of_score
from effrules.check.soundness.unread import Scale, graded, idle, line_of, printed_scale
from effrules.diagnostics import Finding
from effrules.diagnostics.defect import Defect, DefectKind, LeftOut, Quoted, Shared
from effrules.model import program as p
from effrules.model import ranges
from effrules.model.basis import Assumption, Contradiction
from effrules.model.grounds import FigureKind, Ground
from effrules.model.numbers import exact_text
from effrules.model.place_words import cited_text
from effrules.model.printed import Gap, grid, on_grid
from effrules.model.types import Domain
from effrules.model.values.demands import NotKnown
from effrules.model.values.occurring import Occurring
from effrules.model.walk import outermost, walk
from effrules.words import Joined, Message, Number, given, phrase
from effrules.words import Text as Words

WITH_SCALES = (FigureKind.FORMULA, FigureKind.AMOUNT)
"""Figures in which a scale stands, most often."""


def defects(program: p.Program, occurring: Occurring) -> Iterator[Finding]:
    """Every defect of an act that the rules deal with, and every reading that nothing needs."""
    for what, declared in every_declaration(program):
        cited = _cited(declared, program)
        for expression in outermost(declared):
            for node in walk(expression):
                asked = occurring.asked.get(id(node))
                if not isinstance(node, p.Banded) or asked is None:
                    continue
                scale = printed_scale(node, asked.found.domain, program)
                if scale is not None:
                    yield from _of_scale(scale, phrase("the scale of {what}", what=what), cited)
        if isinstance(declared, p.Rating):
            scale = graded(
                declared,
                _scores(declared, program, occurring),
                step_of_score(program.nodes[declared.node], program),
            )
            if scale is not None and (scale.between is not None or scale.shared is not None):
                yield from _of_scale(scale, what, cited, of_grades=True)
        yield from _contradictions(what, declared, cited, program)


def _scores(rating: p.Rating, program: p.Program, occurring: Occurring) -> Domain:
    """The scores that can be graded: the node's scale, and what lies beyond it."""
    node = program.nodes[rating.node]
    scale = Domain(node.minimum, False, node.maximum, False)
    with suppress(NotKnown):
        return ranges.hull(occurring.score(rating.node).final, ranges.of_domain(scale)).domain
    return scale


# -- Scales -------------------------------------------------------------------------------------------------------


def _of_scale(
    scale: Scale, what: Message, cited: tuple[Words, ...], *, of_grades: bool = False
) -> Iterator[Finding]:
    yield from idle(scale, of_grades=of_grades)
    told = scale_words.readings(scale.between, scale.shared, scale.rounding, of_grades=of_grades)
    readings = tuple(
        phrase("{reading} ({basis})", reading=words, basis=basis)
        for words, basis in zip(told, _bases(scale), strict=True)
    )
    cut = len(readings) - (scale.shared is not None)
    between, shared = readings[:cut], readings[cut:]
    if scale.gaps:
        step = grid(scale.lines, scale.percent)
        left_out = tuple(_left_out(gap, scale, step) for gap in scale.gaps)
        defect = Defect(DefectKind.GAPS, what, cited, between, left_out=left_out)
        words = [scale_words.stretch(gap.stretch, scale.percent) for gap in scale.gaps]
        printed = [_printed(one) for one in left_out if one.printed_from]
        yield scale_errors.gaps(head(scale.place), defect, words, printed, of_grades=of_grades)
    if scale.ends and scale.shared is not None:
        side = scale.shared.side
        assert side is not None
        ends = tuple(
            Shared(
                str(scale_words.value(end.value, scale.percent)),
                line_of(side, end.below, end.above, scale.lines, scale.percent),
            )
            for end in scale.ends
        )
        defect = Defect(DefectKind.SHARED_ENDS, what, cited, shared, shared=ends)
        values = [scale_words.value_told(end.value, scale.percent) for end in scale.ends]
        yield scale_errors.shared_ends(head(scale.place), defect, values, of_grades=of_grades)


def _bases(scale: Scale) -> list[Joined]:
    return [
        scale_words.bases([reading]) for reading in (scale.rounded, scale.between, scale.shared) if reading
    ]


def _left_out(gap: Gap, scale: Scale, step: fmpq | None) -> LeftOut:
    stretch = gap.stretch
    in_print = None if step is None else on_grid(stretch, step)
    first, last = (
        ("", "")
        if in_print is None
        else tuple(str(scale_words.value(end, scale.percent)) for end in in_print)
    )
    line: Words = ""
    if scale.between is not None and scale.between.side is not None and gap in scale.gaps_left:
        line = line_of(scale.between.side, gap.below, gap.above, scale.lines, scale.percent)
    return LeftOut(
        str(scale_words.value(stretch.low, scale.percent)),
        stretch.low_included,
        str(scale_words.value(stretch.high, scale.percent)),
        stretch.high_included,
        first,
        last,
        line,
    )


def _printed(one: LeftOut) -> Message:
    first, last = Number(one.printed_from), Number(one.printed_to)
    if first == last:
        return phrase("{value}", value=first)
    return phrase("{first} to {last}", first=first, last=last)


# -- Contradictions -----------------------------------------------------------------------------------------------


def _contradictions(
    what: Message, declared: Declared, cited: tuple[Words, ...], program: p.Program
) -> Iterator[Finding]:
    seen: set[Contradiction] = set()
    for ground in declared.grounds:
        for one in ground.basis.contradictions:
            if one in seen:
                continue
            seen.add(one)
            points = "" if one.figure is None else exact_text(one.figure)
            quoted = Quoted(cited_text(one.citation), one.quote.texts, points)
            own = tuple(map(cited_text, ground.basis.citations)) or cited
            assumed = tuple(assumed_told(made) for made in ground.basis.assumptions)
            defect = Defect(DefectKind.CONTRADICTION, what, own, assumed, quoted=(quoted,))
            told = weighed(declared, one, program)
            yield scale_errors.contradiction(one.span, defect, told)


def assumed_told(made: Assumption) -> Message:
    """An assumption, by the reason that the rules give."""
    return phrase("assumed: {reason}", reason=given(dict(made.reason.texts)))


# -- Where it stands ----------------------------------------------------------------------------------------------


def _cited(declared: Declared, program: p.Program) -> tuple[Words, ...]:
    """What a declaration cites; where it cites nothing, what those do that use it or that it lies in."""
    own = _own(declared.grounds)
    if own:
        return own
    if isinstance(declared, p.ScoreNode) and declared.parent is not None:
        return _cited(program.nodes[declared.parent], program)
    if isinstance(declared, p.Definition):
        for node in program.nodes.values():
            if any(
                isinstance(inner, p.Call) and inner.definition == declared.name
                for formula in outermost(node)
                for inner in walk(formula)
            ):
                return _cited(node, program)
    return ()


def _own(grounds: Iterable[Ground]) -> tuple[Words, ...]:
    stated = [ground for ground in grounds if not ground.is_reading and ground.basis.citations]
    formulas = [ground for ground in stated if any(one.kind in WITH_SCALES for one in ground.figures)]
    cited = (one for ground in formulas or stated for one in ground.basis.citations)
    return tuple(dict.fromkeys(map(cited_text, cited)))

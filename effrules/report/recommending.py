"""The text of what is recommended: values are filled in as the readers of a language write them."""

from __future__ import annotations

from attrs import evolve
from flint import fmpq

from effrules.diagnostics.glyphs import shown
from effrules.exact.results import Filled, Recommended
from effrules.model import program as p
from effrules.model.program import Program
from effrules.model.rounding import Counted
from effrules.model.schema import UNTAGGED
from effrules.model.types import Choice, Quantity, Type, YesNo
from effrules.report.document.numbers import FIXED, value_text
from effrules.report.figures import figure
from effrules.words import Language, Message, number, phrase


def recommended_text(one: Recommended, program: p.Program, language: Language) -> str:
    """What is recommended, in a language; where the rules do not say it there, in the first of their languages that they say it in."""
    texts = dict(one.texts)
    order = (language.value, *program.header.languages, UNTAGGED, *texts)
    pieces = next(texts[spoken] for spoken in order if spoken in texts)
    return "".join(piece if isinstance(piece, str) else _filled(piece, program, language) for piece in pieces)


def texts_of(one: Recommended, program: p.Program) -> dict[str, str]:
    """What is recommended, in each language in which the rules say it; a text of no language as English writes numbers."""
    spoken = {language.value: language for language in Language}
    return {
        language: recommended_text(one, program, spoken.get(language, Language.EN))
        for language, _ in one.texts
    }


def _filled(piece: Filled, program: p.Program, language: Language) -> str:
    expression, value = piece.expression, piece.value
    kind: Type = getattr(expression, "type", YesNo())
    if isinstance(expression, p.RoundTo):
        rounding = evolve(expression.rounding, digits=expression.rounding.said, counted=None)
        if expression.rounding.counted is not Counted.PERCENTAGE:
            return number(figure(value, rounding).text, language)
        return number(figure(value * 100, rounding).text, language) + (
            "%" if language is Language.EN else f"{FIXED}%"
        )
    if isinstance(kind, Quantity) and not isinstance(value, fmpq):
        return number(figure(value).text, language)
    if isinstance(kind, Choice) and isinstance(expression, p.AnyField):
        levels = expression.levels if isinstance(expression, p.OwnerFieldOf) else 0
        table = program.schema.above(expression.row.table, levels)
        field = None if table is None else table.field_named(expression.field)
        if field is not None:
            return shown(field.choice_title(str(value), language.value, program.header.languages))
    return value_text(value, kind, language)


def nothing_recommended(program: Program) -> Message:
    """That nothing is recommended: by any rule, or of the rules that there are."""
    if program.recommendations:
        return phrase("Of what the rules recommend, nothing applies here.")
    return phrase("The rules recommend nothing: recommendations are left to those who assess.")

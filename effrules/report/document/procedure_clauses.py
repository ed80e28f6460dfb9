"""The clauses on how the year goes: who assesses, stages, spot checks, recommendations."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.model import program as p
from effrules.model.grounds import Ground
from effrules.report.blocks import pieces as b
from effrules.report.document.context import Context
from effrules.report.procedure import Procedure


def procedure_clauses(context: Context) -> Iterator[b.Block]:
    """A chapter for each kind, and a clause for each of it."""
    told = Procedure(context.naming)
    for kind, group in context.program.procedure.items():
        if group:
            yield context.clause(context.numbering.of(kind), context.say(kind), "")
        for one in group.values():
            place = context.numbering.of(kind, one.name)
            yield context.clause(place, context.title(one.titles, one.name.replace("_", " ")), "")
            yield from context.written(one.origin)
            for label, text in told.clauses(one, condition=False):
                yield b.Paragraph(b.words(text), label)
            if isinstance(one, p.Recommendation):
                notation = context.notation()
                yield b.Paragraph((b.Formula(notation.math(one.condition)),), told.word("when"))
                yield from context.explained(notation)
            yield from context.basis((Ground(one.origin.version, (), one.basis),), place)

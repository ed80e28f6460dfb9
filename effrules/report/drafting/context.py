"""How the clauses of the document are written in an act: as numbered items in whole sentences, without notes and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import define

from effrules.model import program as p
from effrules.model.basis import Citation, Contradiction, Origin
from effrules.model.grounds import Ground
from effrules.model.types import YesNo
from effrules.report.blocks import pieces as b
from effrules.report.blocks.mathematics.tree import Math, Num, Sym
from effrules.report.document.composing import expressions
from effrules.report.document.context import Context
from effrules.report.document.filling import filled
from effrules.report.document.mathematics import Notation
from effrules.report.document.node_clauses import symbol_of
from effrules.report.document.numbering import Place
from effrules.report.document.symbols import Symbols, symbols
from effrules.report.drafting.act_words import ACT, of_act
from effrules.report.drafting.numbers import Numbers, places
from effrules.report.naming import Naming
from effrules.words import Language


class ActNotation(Notation):
    """Formulas of an act: scales stand as they are applied."""

    is_technical = False

    def say(self, key: str, **pieces: b.Inline | b.Line | Math | str) -> b.Line:
        """Words of the act with things in their places."""
        return filled(of_act(key).in_(self.naming.language), pieces)

    def text(self, key: str, **values: object) -> str:
        """A word or sentence."""
        return of_act(key).told(self.naming.language, **values)


@define
class ActContext(Context):
    """What the clauses of an act share."""

    def say(self, key: str, **values: object) -> str:
        """A word or a sentence of the act."""
        return of_act(key).told(self.language, **values)

    def fill(self, key: str, **pieces: b.Inline | b.Line | Math | str) -> b.Line:
        """A sentence with formulas and references in their places."""
        clauses = pieces.get("clauses")
        own = f"{key} one" if isinstance(clauses, tuple) and len(clauses) == 1 else key
        return filled(of_act(own if own in ACT else key).in_(self.language), pieces)

    def clause(self, place: Place, title: str, kind: str) -> b.Heading:
        """A heading that holds what the item begins with."""
        del kind
        return b.Heading(self._lead(place, title), 3, place.anchor)

    def _lead(self, place: Place, title: str) -> b.Line:
        key = next(key for key, known in self.numbering.places.items() if known is place)
        said: dict[str, Any] = {"title": title if title.startswith("«") else self.quoted(title)}
        match key:
            case "node", name if self.program.nodes[name].no_total is not None:
                return self.fill("lead no total")
            case "node", name:
                node = self.program.nodes[name]
                return self.fill(f"lead {node.kind.value}", symbol=symbol_of(self, name), **said)
            case "adjustment", name if name:
                sign = next(one.sign for one in self.program.adjustments if one.name == name)
                symbol = Sym("P" if sign < 0 else "Q", Num(place.index))
                return self.fill("lead penalty" if sign < 0 else "lead bonus", symbol=symbol, **said)
            case "definition", name if name:
                is_condition = isinstance(self.program.definitions[name].type, YesNo)
                return self.fill("lead condition" if is_condition else "lead definition", **said)
            case ("weights" | "order") as what, _:
                return self.fill(f"lead {what}")
            case "rating", name if name:
                return self.fill("lead rating", title=title)
            case "ranking", name if name:
                ranking = next(one for one in self.program.rankings if one.name == name)
                return (
                    self.fill("lead ranking", title=title)
                    if ranking.titles.texts
                    else self.fill("lead places")
                )
            case ("institution" | "stage" | "spot check" | "recommend") as kind, name if name:
                return self.fill(f"lead {kind}", **said)
            case _:
                return b.words(title)

    def told(self, key: str, line: b.Line) -> b.Paragraph:
        """What a clause says, as a sentence."""
        own = f"told {key}" if line else f"told {key} list"
        if own in ACT:
            return b.Paragraph(self.fill(own, **({"what": line} if line else {})))
        label = super().say(key)
        return b.Paragraph(
            self.fill("told", label=label, what=line) if line else self.fill("told list", label=label)
        )

    def arranged(
        self, before: Iterable[b.Block], formula: b.Block, explained: Iterable[b.Block]
    ) -> Iterator[b.Block]:
        """The formula, its symbols, and only then who assesses, the scale and for whom it is."""
        yield formula
        yield from explained
        yield from before

    # -- What an act does not say of itself ------------------------------------------------------------------

    def written(self, origin: Origin, grounds: Iterable[Ground] = ()) -> Iterator[b.Note]:
        """No versions."""
        del origin, grounds
        yield from ()

    def basis(self, grounds: Iterable[Ground], place: Place) -> Iterator[b.Block]:
        """No sources; what is assumed is collected, for whoever drafts the act."""
        for ground in grounds:
            for assumption in ground.basis.assumptions:
                self.assumption(assumption, place)
        yield from ()

    def resting(self, line: b.Line, citations: Sequence[Citation]) -> b.Line:
        """The line alone."""
        del citations
        return line

    def contradiction(self, one: Contradiction) -> b.Block:
        """What the margin has and an act has not."""
        del one
        return b.Note((), b.Kind.MARGIN)


def act_context(
    program: p.Program, numbers: Numbers, language: Language, kept: Symbols | None = None
) -> ActContext:
    """What the clauses of an act share; ``kept`` are the symbols of the text that is amended."""
    naming = Naming(program, language)
    known = symbols(program, naming, list(expressions(program)), kept)
    return ActContext(program, language, naming, places(numbers, language), known, (), False, ActNotation)

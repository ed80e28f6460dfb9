"""An analysis as a page: for each node what its parts have to do with each other and with it, and how much each counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen
from flint import fmpq

from effrules.analysis.studies import Analysis, Kind, Study
from effrules.report.blocks import pieces as b
from effrules.report.blocks.charts.drawn import Dot, Dots, Heat, Heated, Warm
from effrules.report.naming import Naming
from effrules.report.texts import loud_lines
from effrules.words import Language, Message, Number, counted, number, phrase, several

NONE = "-"
IN_SHORT = phrase("What the scores have to do with each other")
WIDEST = 12
"""Of more columns the correlations with each other stand in JSON only."""


def page(found: Analysis, language: Language, *, what_if: Sequence[str] = ()) -> b.Page:
    """The whole page."""
    told = _Told(found, language)
    return b.Page(language, told.told(told.title), tuple(told.blocks(1, what_if)))


def blocks(found: Analysis, language: Language, level: int) -> tuple[b.Block, ...]:
    """The same as a part of another page, with its heading at a level."""
    return tuple(_Told(found, language).blocks(level, ()))


@frozen
class _Told:
    found: Analysis
    language: Language

    @property
    def naming(self) -> Naming:
        return Naming(self.found.program, self.language)

    @property
    def title(self) -> Message:
        return phrase("What the scores have to do with each other: {name}", name=self.naming.methodology())

    def told(self, message: Message) -> str:
        return message.in_(self.language)

    def line(self, message: Message) -> b.Line:
        return b.words(self.told(message))

    def node(self, name: str) -> str:
        return self.naming.node(self.found.program.nodes[name])

    def text(self, value: float | None) -> str:
        """A statistic with two decimals; a small one below nothing is no minus nothing."""
        return NONE if value is None else number(f"{value:.2f}".replace("-0.00", "0.00"), self.language)

    def percent(self, value: float | None) -> str:
        return NONE if value is None else number(f"{100 * value:.1f}%", self.language)

    def blocks(self, level: int, what_if: Sequence[str]) -> Iterator[b.Block]:
        yield b.Heading(self.line(self.title if level == 1 else IN_SHORT), level)
        yield b.Note(self.line(phrase(
            "APPROXIMATE STATISTICS of exact scores, not results: no score, grade or place rests on them. With few bodies they say little."
        )), b.Kind.LOUD)  # fmt: skip
        for one in loud_lines(self.found.program, what_if, self.language):
            yield b.Note(b.words(one), b.Kind.LOUD)
        for study in self.found.studies:
            yield from self.study(study, level + 1)
        yield b.Note(self.line(phrase(
            "Correlations are of the bodies that have both scores, alpha and components of those that have all. By {made_by}.", made_by=self.found.made_by
        )), b.Kind.SMALL)  # fmt: skip

    def study(self, one: Study, level: int) -> Iterator[b.Block]:
        told = phrase("{node}: its parts", node=self.node(one.node))
        if one.kind is Kind.CRITERIA:
            told = phrase("{node}: all criteria", node=self.node(one.node))
        yield b.Heading(self.line(told), level)
        yield b.Paragraph(self.line(counted(
            "{n} body has this score; {complete} have all that it is made of.", "{n} bodies have this score; {complete} have all that it is made of.",
            n=one.bodies, complete=one.complete,
        )))  # fmt: skip
        if one.constant:
            names = several(self.node(name) for name in one.constant)
            yield b.Paragraph(
                self.line(phrase("The same for all, so nothing is said of it: {names}.", names=names))
            )
        if not one.columns:
            return
        if one.kind is Kind.PARTS:
            yield from self.chart(one)
        yield self.influence(one)
        if 1 < len(one.columns) <= WIDEST:
            yield self.heat(one, one.pearson, phrase("Pearson's correlations"))
            yield self.heat(one, one.spearman, phrase("Spearman's correlations of the ranks"))
        yield from self.components(one)

    def chart(self, one: Study) -> Iterator[b.Block]:
        """Nominal weights against effective ones."""
        pairs = [
            (name, of.nominal, of.effective) for name, of in zip(one.columns, one.influence, strict=True)
        ]
        rows = tuple(
            Dot(self.node(name), f"{self.percent(nominal)} → {self.percent(effective)}", _exact(effective), _exact(nominal))
            for name, nominal, effective in pairs
            if nominal is not None and effective is not None
        )  # fmt: skip
        if len(rows) > 1:
            yield Dots(
                self.told(phrase("From the weight by the rules to the effective one")), rows, fmpq(0), fmpq(1)
            )

    def influence(self, one: Study) -> b.Table:
        columns = (
            b.Column(self.told(phrase("Part")), is_text=True, is_long=True),
            b.Column(self.told(phrase("Weight by the rules"))),
            b.Column(self.told(phrase("Effective weight"))),
            b.Column(self.told(phrase("Correlation ratio"))),
            b.Column(self.told(phrase("With the score (Pearson)"))),
            b.Column(self.told(phrase("With the score (Spearman)"))),
            b.Column(self.told(phrase("Alpha without it"))),
        )
        rows = tuple(
            tuple(map(b.words, (
                self.node(name), self.percent(of.nominal), self.percent(of.effective), self.text(of.ratio),
                *map(self.text, one.with_whole[at]), self.text(one.dropped[at]),
            )))
            for at, (name, of) in enumerate(zip(one.columns, one.influence, strict=True))
        )  # fmt: skip
        told = (
            phrase("Cronbach's alpha: it is not worked out, as too few bodies have all of them")
            if one.alpha is None
            else phrase("Cronbach's alpha: {alpha}", alpha=Number(f"{one.alpha:.2f}"))
        )
        return b.Table(columns, rows, self.line(told), is_named=True)

    def heat(self, one: Study, values: Sequence[Sequence[float | None]], title: Message) -> Heat[str]:
        names = [self.node(name) for name in one.columns]
        rows = tuple(
            Heated(name, tuple(Warm(self.text(value), _exact(value)) for value in row))
            for name, row in zip(names, values, strict=True)
        )
        return Heat(self.told(title), self.told(phrase("Part")), tuple(names), rows, fmpq(-1), fmpq(1))

    def components(self, one: Study) -> Iterator[b.Block]:
        """Eigenvalues, and the loadings of the components that explain more than a part alone."""
        found = one.components
        if found is None:
            return
        kept = max(1, sum(value > 1 for value in found.eigenvalues))
        columns = (
            b.Column(self.told(phrase("Part")), is_text=True, is_long=True),
            *(b.Column(self.told(phrase("Component {number}", number=at + 1))) for at in range(kept)),
        )
        rows = [
            tuple(map(b.words, (self.node(name), *map(self.text, found.loadings[at][:kept]))))
            for at, name in enumerate(one.columns)
        ]
        values = (self.told(phrase("Eigenvalue")), *map(self.text, found.eigenvalues[:kept]))
        shares = (self.told(phrase("Share of the variance")), *map(self.percent, found.shares[:kept]))
        rows.append(tuple(map(b.words, values)))
        title = phrase("Principal components: loadings on those with an eigenvalue above 1")
        table = b.Table(columns, tuple(rows), is_named=True, foot=tuple(map(b.words, shares)))
        yield b.Folded(self.line(title), (table,), 3)


def _exact(value: float | None) -> fmpq | None:
    return None if value is None else fmpq(round(value * 10_000), 10_000)

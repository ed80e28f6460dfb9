"""The page on several years: how scores and places moved, direction by direction and body by body, and what moved them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen
from flint import fmpq

from effrules.cycle.previous import Split
from effrules.cycle.running import held
from effrules.cycle.series import Moved, Series
from effrules.diagnostics.glyphs import shown
from effrules.model import real
from effrules.model.real import Num, sign
from effrules.report.blocks.charts.drawn import Multiples, Panel, Slope, Way
from effrules.report.blocks.pieces import (
    Block,
    Column,
    Folded,
    Heading,
    Item,
    Items,
    Kind,
    Line,
    Note,
    Page,
    Paragraph,
    Table,
    Tile,
    Tiles,
    Tone,
    words,
)
from effrules.report.cycle.telling import MINUS, NONE
from effrules.report.cycle.years_running import running
from effrules.report.figures import drawn, figure
from effrules.report.naming import Naming
from effrules.words import Language, Message, counted, number, phrase, several


def page(found: Series, language: Language) -> Page:
    """The whole page."""
    told = _Page(found, language)
    title = told.told(
        phrase("Results from {first} to {last}", first=found.years[0].called, last=found.years[-1].called)
    )
    return Page(language, title, (Heading(words(title), 1), *told.blocks()))


@frozen
class _Page:
    found: Series
    language: Language

    def told(self, message: Message) -> str:
        return message.in_(self.language)

    def line(self, message: Message) -> Line:
        return words(self.told(message))

    # -- Names and numbers --

    def body(self, key: str) -> str:
        """What a body is called, by the last year that knows it and has its data at hand."""
        for at in reversed(range(len(self.found.years))):
            stage, then = self.found.years[at].stage, self.found.keys[at].get(key)
            if stage is not None and then is not None:
                subject = next((one for one in stage.dataset.subjects if one.key == then), None)
                if subject is not None:
                    return Naming(stage.year.program, self.language).body(subject)
        return shown(key)

    def node(self, name: str) -> str:
        program = self.found.program
        if program is None or name not in program.nodes:
            return shown(name)
        return Naming(program, self.language).node(program.nodes[name])

    def score(self, value: Num | None, node: str = "") -> str:
        if value is None:
            return NONE
        program = self.found.program
        rounding = program.nodes[node].rounding if program is not None and node in program.nodes else None
        return number(figure(value, rounding).text.replace("-", MINUS), self.language)

    def signed(self, value: Num | None) -> Line:
        if value is None:
            return words(NONE)
        text = self.score(value)
        if not any(digit in text for digit in "123456789"):
            return words(text.lstrip(MINUS))
        up = sign(value) > 0
        return words(f"+{text}" if up else text, Tone.GOOD if up else Tone.BAD)

    @property
    def times(self) -> tuple[str, ...]:
        return tuple(year.called for year in self.found.years)

    def change(self, body: str, node: str) -> Num | None:
        """From the last year but one to the last."""
        last = len(self.found.years) - 1
        before, after = self.found.score(last - 1, body, node), self.found.score(last, body, node)
        return None if before is None or after is None else real.subtract(after, before)

    # -- The page --

    def blocks(self) -> Iterator[Block]:
        for node in self.found.heads:
            if len(self.found.heads) > 1:
                yield Heading(words(self.node(node)), 2)
            yield from self.head(node)
        yield from self.of_directions()
        yield from self.of_bodies()
        yield from self.running()

    def running(self) -> Iterator[Block]:
        """What the rules of the last year say of several years running."""
        last = self.found.years[-1].stage
        if last is not None:
            before = {
                one.stage.year.manifest.year: one.stage.results for one in self.found.years if one.stage
            }
            naming = Naming(last.year.program, self.language)
            yield from running(held(last, before), naming, self.body)
        yield from self.causes()
        yield from self.unmatched()

    def head(self, node: str) -> Iterator[Block]:
        found = self.found
        changes = [one for body in found.bodies if (one := self.change(body, node)) is not None]
        up = sum(sign(one) > 0 for one in changes)
        down = sum(sign(one) < 0 for one in changes)
        before, after = self.times[-2:]
        yield Paragraph(self.line(counted(
            "{n} body has a score both in {before} and in {after}: {up} rose, {down} fell.",
            "{n} bodies have a score both in {before} and in {after}: {up} rose, {down} fell.",
            n=len(changes), before=before, after=after, up=up, down=down,
        )))  # fmt: skip
        means = [found.mean(at, node) for at in range(len(found.years))]
        yield Tiles((
            Tile(str(up), self.told(phrase("rose since {year}", year=before)), Tone.GOOD if up else Tone.PLAIN),
            Tile(str(down), self.told(phrase("fell since {year}", year=before)), Tone.BAD if down else Tone.PLAIN),
            Tile(self.score(means[-1], node), self.told(phrase("mean of {year}", year=after))),
        ))  # fmt: skip
        yield from self.places(node)
        yield self.table(node)

    def places(self, node: str) -> Iterator[Block]:
        """The places of the last two years, by the first ranking of the node that both have, group by group."""
        program = self.found.program
        rankings = [] if program is None else [one.name for one in program.rankings_of(node)[:1]]
        if program is None:
            known = {name for at in (-1, -2) for of in self.found.years[at].places.values() for name in of}
            rankings = sorted(known)[:1]
        last = len(self.found.years) - 1
        for ranking in rankings:
            for group, bodies in self.groups(ranking):
                ways = []
                for body in bodies:
                    before, after = (self.found.place(at, body, ranking) for at in (last - 1, last))
                    if before is not None or after is not None:
                        moved = 0 if before is None or after is None else before - after
                        ways.append(Way(self.body(body), before, after, sign=(moved > 0) - (moved < 0)))
                if any(way.before is not None and way.after is not None for way in ways):
                    title = phrase(
                        "Places in {before} and {after}", before=self.times[-2], after=self.times[-1]
                    )
                    called = f"{self.told(title)}: {group}" if group else self.told(title)
                    yield Slope(called, self.times[-2], self.times[-1], tuple(ways))

    def groups(self, ranking: str) -> Iterator[tuple[str, list[str]]]:
        """The bodies among which places are given, by what the last year with data says of them."""
        program, stage = self.found.program, self.found.years[-1].stage
        within = next((one.within for one in program.rankings if one.name == ranking), ()) if program else ()
        if program is None or stage is None or not within:
            yield "", list(self.found.bodies)
            return
        naming = Naming(program, self.language)
        now = {then: key for key, then in self.found.keys[-1].items()}
        grouped: dict[str, list[str]] = {}
        for subject in stage.dataset.subjects:
            values = tuple(subject.values.get(name) for name in within)
            if subject.key in now:
                grouped.setdefault(naming.group(within, values), []).append(now[subject.key])
        yield from grouped.items()

    def table(self, node: str) -> Table:
        found = self.found
        columns = (
            Column(self.told(phrase("Body")), is_text=True, is_long=True),
            *(Column(time) for time in self.times),
            Column(self.told(phrase("Change since {year}", year=self.times[-2]))),
        )
        rows = tuple(
            (
                words(self.body(body)),
                *(words(self.score(found.score(at, body, node), node)) for at in range(len(found.years))),
                self.signed(self.change(body, node)),
            )
            for body in found.bodies
        )
        means = [found.mean(at, node) for at in range(len(found.years))]
        moved = None if means[-1] is None or means[-2] is None else means[-1] - means[-2]  # type: ignore[operator] # they are rational
        foot = (
            self.line(phrase("Mean")),
            *(words(self.score(one, node)) for one in means),
            self.signed(moved),
        )
        return Table(columns, rows, words(self.node(node)), is_named=True, foot=foot)

    def of_directions(self) -> Iterator[Block]:
        """The mean of each direction over the years."""
        panels = []
        for node in self.found.directions:
            values = [self.found.mean(at, node) for at in range(len(self.found.years))]
            if sum(one is not None for one in values) > 1:
                panels.append(self.panel(self.node(node), values, node))
        if panels:
            yield Heading(self.line(phrase("Directions: the mean of all bodies")), 2)
            yield self.multiples(phrase("Each direction over the years"), panels)

    def of_bodies(self) -> Iterator[Block]:
        """Each body over the years."""
        for node in self.found.heads:
            panels = []
            for body in self.found.bodies:
                values = [self.found.score(at, body, node) for at in range(len(self.found.years))]
                if sum(one is not None for one in values) > 1:
                    panels.append(self.panel(self.body(body), values, node))
            if panels:
                yield Heading(self.line(phrase("Bodies: {score}", score=self.node(node))), 2)
                yield self.multiples(phrase("Each body over the years"), panels)

    def panel(self, title: str, values: Sequence[Num | None], node: str) -> Panel[str]:
        return Panel(
            title,
            tuple(None if one is None else drawn(one) for one in values),
            tuple(self.score(one, node) for one in values),
        )

    def multiples(self, title: Message, panels: list[Panel[str]]) -> Multiples[str]:
        values = [one for panel in panels for one in panel.values if one is not None]
        program = self.found.program
        low = fmpq(0) if program is None else program.root.minimum
        high = fmpq(0) if program is None else program.root.maximum
        return Multiples(
            self.told(title), self.times, tuple(panels), min([low, *values]), max([high, *values])
        )

    def causes(self) -> Iterator[Block]:
        """From year to year: performance, rules and corrections."""
        moves = list(self.found.moves())
        if not moves:
            return
        yield Heading(self.line(phrase("What moved the scores")), 2)
        for at in range(len(self.found.years) - 1):
            for node in self.found.heads:
                of = [one for one in moves if (one.before, one.node) == (at, node)]
                if of:
                    yield from self.step(at, node, of)

    def step(self, at: int, node: str, moves: list[Moved]) -> Iterator[Block]:
        title = self.told(phrase("From {before} to {now}", before=self.times[at], now=self.times[at + 1]))
        if len(self.found.heads) > 1:
            title = f"{title}: {self.node(node)}"
        splits = [(one.body, one.split) for one in moves if isinstance(one.split, Split)]
        reasons: dict[str, list[str]] = {}
        for one in moves:
            if isinstance(one.split, Message):
                reasons.setdefault(self.told(one.split), []).append(self.body(one.body))
        blocks: list[Block] = []
        if splits:
            columns = (
                Column(self.told(phrase("Body")), is_text=True, is_long=True),
                Column(self.times[at]),
                *(Column(self.told(one)) for one in (phrase("Performance"), phrase("Rules", context="what moved a score"), phrase("Corrections"))),
                Column(self.times[at + 1]),
            )  # fmt: skip
            rows = tuple(
                (
                    words(self.body(body)), words(self.score(split.before, node)), self.signed(split.performance),
                    self.signed(split.rules), self.signed(split.corrections), words(self.score(split.after, node)),
                )
                for body, split in splits
            )  # fmt: skip
            blocks.append(Table(columns, rows, is_named=True))
            if any(split.rules is None for _, split in splits):
                told = phrase("Where nothing stands under Rules, they cannot be told apart from performance.")
                blocks.append(Note(self.line(told), Kind.SMALL))
        for reason, bodies in reasons.items():
            every = len(bodies) == len(moves)
            who = phrase("all bodies") if every else several(bodies)
            blocks.append(Note(self.line(phrase("{who}: {reason}", who=who, reason=reason)), Kind.SMALL))
        yield Folded(words(title), tuple(blocks), 3, is_open=at == len(self.found.years) - 2)

    def unmatched(self) -> Iterator[Block]:
        """Bodies that are not in all years, and those that became one or several."""
        items = [
            Item(self.line(phrase("{body}: only in {years}", body=self.body(body), years=several(self.times[at] for at in there))))
            for body, there in self.found.absent()
        ]  # fmt: skip
        items += [
            Item(self.line(phrase("{before} became {after}", before=shown(before), after=self.body(self.found.key(before)))))
            for before in self.found.renamed
        ]  # fmt: skip
        items += [
            Item(self.line(phrase("{before} became {after}: several became one, or one several, so no change is told", before=shown(one.before), after=shown(one.after))))
            for one in self.found.parted
        ]  # fmt: skip
        if items:
            yield Heading(self.line(phrase("Bodies that are not the same in all years")), 2)
            yield Items(tuple(items))

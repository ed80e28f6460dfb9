"""The tables of an impact: what each edit does, every body, the parts of the rules that moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from effrules.compare.impact.attribution import Unattributed
from effrules.compare.impact.impacts import BodyImpact, Effect, Impact
from effrules.report.blocks.pieces import Block, Column, Folded, Heading, Table, words
from effrules.report.impact.texts import Texts, by_size
from effrules.words import Language


class Sheets(Texts):
    """Makes the tables; of each body's parts the ``most_causes`` largest (``None``: all)."""

    def __init__(
        self, impact: Impact, language: Language, level: int, most_causes: int | None = None
    ) -> None:
        super().__init__(impact, language)
        self.level = level
        self.most_causes = most_causes
        ratings = self.impact.ratings
        self.ratings = ratings if len(ratings) < 2 else [one for one in ratings if self.impact.crossing(one)]
        """Of several ratings only those in which a body crosses a grade have a column."""

    def sheet(
        self, title: str, columns: Iterable[Column], rows: Iterable[Iterable[str]]
    ) -> tuple[Block, ...]:
        """A table of texts under its heading."""
        cells = tuple(tuple(map(words, row)) for row in rows)
        return Heading(words(title), self.level), Table(tuple(columns), cells)

    def effects(self) -> tuple[Block, ...]:
        effects = self.impact.effects
        if not effects:
            return ()
        columns = [Column("№"), Column(self.say("edit"), is_text=True, is_long=True)]
        keys = ["moves", "up", "down", "mean part", "largest gain", "largest loss"]
        has_joint = any(effect.jointly for effect in effects)
        if has_joint:
            keys.insert(3, "jointly")
        if self.impact.ratings:
            keys.append("grades")
        if self.impact.rankings:
            keys.append("places")
        columns += [Column(self.say(key)) for key in keys]
        rows = tuple(
            (str(at), name, *map(self.cells(effect).__getitem__, keys))
            for at, (name, effect) in enumerate(zip(self.players, effects, strict=True), 1)
        )
        return self.sheet(self.say("effects"), columns, rows)

    def cells(self, effect: Effect) -> dict[str, str]:
        """What an edit does, by the words of the columns."""
        return {
            "moves": str(effect.moved),
            "up": str(effect.up),
            "down": str(effect.down),
            "jointly": str(effect.jointly),
            "mean part": self.signed(effect.mean) if effect.moved else "-",
            "largest gain": self.signed(effect.largest) if effect.up else "-",
            "largest loss": self.signed(effect.smallest) if effect.down else "-",
            "grades": str(effect.grades),
            "places": str(effect.places),
        }

    def ordered(self) -> list[BodyImpact]:
        """The bodies, the most moved first; those without a change on both sides last."""
        moved = list(self.impact.most_moved())
        known = {body.key for body in moved}
        rest = [body for body in self.impact.bodies if body.key not in known]
        return [*moved, *sorted(rest, key=lambda body: body.change is None)]

    def bodies(
        self, shown: Sequence[BodyImpact], count: int, falls: Mapping[str, Folded]
    ) -> tuple[Block, ...]:
        """A table for each group of bodies; ``falls`` are the ways of some of them."""
        if not shown:
            return ()
        columns = [Column(self.new.subject(), is_text=True, is_long=True)]
        columns += [Column(self.say("old")), Column(self.say("new")), Column(self.say("change"))]
        for at, ranking in enumerate(self.impact.rankings):
            columns.append(Column(self.say("place") if not at else f"{self.say('place')} {ranking.name}"))
        for rating in self.ratings:
            title = self.say("rating")
            if rating.name != "total":
                title += f": {self.labels.node(rating.name)}"
            columns.append(Column(title, is_text=True))
        title = self.say("bodies")
        if len(shown) < count:
            title = self.say("most moved", n=len(shown), all=count)
        order = {body.key: at for at, body in enumerate(shown)}
        made: list[Block] = [Heading(words(title), self.level)]
        for group, members in self.groups():
            listed = sorted((body for body in members if body.key in order), key=lambda body: order[body.key])
            rows = [(body, self.row(body)) for body in listed]
            if rows:
                has_causes = bool(self.impact.effects) and any(row[-1] for _, row in rows)
                causes = [Column(self.say("causes"), is_text=True, is_long=True)] if has_causes else []
                cells = tuple(tuple(map(words, row[: len(columns) + has_causes])) for _, row in rows)
                below = tuple((falls[body.key],) if body.key in falls else () for body, _ in rows)
                made.append(Table((*columns, *causes), cells, words(group), is_named=True, below=below))
        return tuple(made)

    def row(self, body: BodyImpact) -> tuple[str, ...]:
        made = [self.name(body), self.total(body, 0), self.total(body, 1)]
        made.append(self.signed(body.change))
        places = (body.places(ranking) for ranking in self.impact.rankings)
        made += [_arrow(*(None if place is None else str(place) for place in pair)) for pair in places]
        made += [_arrow(*(self.grade(body, rating, side) for side in (0, 1))) for rating in self.ratings]
        if self.impact.effects:
            made.append(self.causes(body))
        return tuple(made)

    def causes(self, body: BodyImpact) -> str:
        """The parts by the numbers of the edits, the largest first."""
        if body.unattributed is Unattributed.NOT_REACHED:
            return self.say("not shared")
        parts = by_size(body.parts)
        named = [f"№{self.which(part.players)} {self.signed(part.amount)}" for part in parts]
        return "; ".join(
            [*named[: self.most_causes], *(["…"] if named[self.most_causes or len(named) :] else [])]
        )

    def nodes(self) -> tuple[Block, ...]:
        moved = [move for move in self.impact.nodes if move.is_moved]
        if not moved:
            return ()
        keys = ["up", "down"]
        keys += ["came"] if any(move.gained for move in moved) else []
        keys += ["went"] if any(move.lost for move in moved) else []
        columns = [Column(self.say("node"), is_text=True, is_long=True)]
        columns += [Column(self.say(key)) for key in (*keys, "mean part")]
        rows = []
        for move in moved:
            counts = {"up": move.up, "down": move.down, "came": move.gained, "went": move.lost}
            cells = [str(counts[key]) for key in keys]
            rows.append((self.labels.node(move.node.name), *cells, self.signed(move.mean)))
        return self.sheet(self.say("nodes"), columns, rows)


def _arrow(old: str | None, new: str | None) -> str:
    """What was and what is; once where it is the same."""
    if old == new:
        return "-" if old is None else old
    return f"{old or '-'} → {new or '-'}"

"""An impact in words and texts of numbers: summary, tables, distribution, waterfalls; free of any rendering."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from flint import fmpq

from effrules.compare.attribution import Unattributed
from effrules.compare.coalitions import MOST_PLAYERS
from effrules.compare.impact import BodyImpact, Effect, Impact, Pair
from effrules.compare.shapley import Part
from effrules.exact.results import SubjectResult
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import Num, Undecided, round_num, sign
from effrules.model.rounding import Rounding, RoundingMode
from effrules.report.figures import Figure, figure
from effrules.report.impact_labels import Labels
from effrules.report.impact_words import say
from effrules.report.naming import Naming
from effrules.report.wording import Language, number

MOST_NAMES = 12
"""In a sentence so many bodies are named; then how many more there are."""

DRAWN = Rounding(6, RoundingMode.HALF_EVEN)
"""How finely what is drawn is measured; texts are exact."""


@frozen
class Column:
    """A column of a table; ``is_long`` for texts that may be wrapped, ``is_text`` for texts, which stand left."""

    title: str
    is_text: bool = False
    is_long: bool = False


@frozen
class Sheet:
    """A table."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@frozen
class Bar:
    """A bin of the distribution: what it is for, how many changes lie in it, on which side of 0 it lies."""

    label: str
    count: int
    side: int


@frozen
class Fall:
    """A step of a waterfall: from where to where the score goes, in points fit to draw. Ends have equal numbers."""

    label: str
    text: str
    start: fmpq
    end: fmpq
    is_end: bool = False


@frozen
class Waterfall:
    """How a body's total comes from the old one to the new one, edit by edit; ``note`` where it cannot be shown."""

    key: str
    title: str
    falls: tuple[Fall, ...]
    note: str = ""


@frozen
class Story:
    """Everything that is shown of an impact. ``loud`` are the sentences that nobody must miss."""

    title: str
    summary: tuple[str, ...]
    loud: tuple[str, ...]
    effects: Sheet | None
    bodies: Sheet | None
    spread: tuple[str, ...]
    bars: tuple[Bar, ...]
    nodes: Sheet | None
    waterfalls: tuple[Waterfall, ...]
    notes: tuple[str, ...]
    language: Language


def story(
    impact: Impact,
    language: Language = Language.EN,
    *,
    most: int | None = None,
    agencies: Sequence[str] = (),
    waterfalls: int | None = None,
    causes: int | None = None,
) -> Story:
    """What is told of an impact.

    ``most``: so many bodies, the most moved first (``None``: all). ``agencies``: the waterfalls of these bodies; else of the
    ``waterfalls`` most moved (``None``: of all that are moved). ``causes``: so many edits for each body, the largest parts
    first (``None``: all).
    """
    return _Telling(impact, language, causes).story(most, agencies, waterfalls)


class _Telling:
    def __init__(self, impact: Impact, language: Language, most_causes: int | None) -> None:
        self.impact = impact
        self.most_causes = most_causes
        self.language = language
        self.labels = Labels(impact.difference, language)
        self.old = Naming(impact.difference.old, language)
        self.new = Naming(impact.difference.new, language)
        self.rounding = _finer(impact.difference.old.root.rounding, impact.difference.new.root.rounding)
        self.players = [self.labels.player(effect.player) for effect in impact.effects]

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def story(self, most: int | None, agencies: Sequence[str], waterfalls: int | None) -> Story:
        ordered = self.ordered()
        shown = ordered if most is None else ordered[:most]
        by_key = {body.key: body for body in self.impact.bodies}
        if agencies:
            chosen = [by_key[key] for key in agencies]
        else:
            chosen = [body for body in self.impact.most_moved() if body.parts][:waterfalls]
        old, new = self.impact.difference.old.header, self.impact.difference.new.header
        sides = (f"{self.old.methodology()} {old.version}", f"{self.new.methodology()} {new.version}")
        if self.old.methodology() == self.new.methodology():
            sides = (sides[0], new.version)
        return Story(
            self.say("title", old=sides[0], new=sides[1]),
            tuple(self.summary()),
            tuple(self.loud()),
            self.effects(),
            self.bodies(shown, len(ordered)),
            tuple(self.spread()),
            self.bars(),
            self.nodes(),
            tuple(self.waterfall(body) for body in chosen),
            tuple(self.notes(len(shown) < len(ordered))),
            self.language,
        )

    # -- Numbers ----------------------------------------------------------------------------------------------

    def text(self, shown: Figure) -> str:
        return number(shown.marked, self.language)

    def total(self, value: Num | None, side: p.Program) -> str:
        return "-" if value is None else self.text(figure(value, side.root.rounding))

    def signed(self, value: Num | None) -> str:
        """A change or a part, with its sign."""
        if value is None:
            return "-"
        shown = figure(value, self.rounding)
        plus = "+" if sign(value) > 0 and not shown.text.startswith("-") else ""
        return number(("≈" if shown.rounded else "") + plus + shown.text, self.language)

    def name(self, body: BodyImpact) -> str:
        if body.new is not None:
            return self.new.body(body.new.subject)
        assert body.old is not None, "a body is on some side"
        return self.old.body(body.old.subject)

    def names(self, bodies: Sequence[BodyImpact]) -> str:
        named = [self.name(body) for body in bodies[:MOST_NAMES]]
        if len(bodies) > MOST_NAMES:
            return self.say("and more", edit=", ".join(named), n=len(bodies) - MOST_NAMES)
        return ", ".join(named)

    # -- Sentences --------------------------------------------------------------------------------------------

    def summary(self) -> list[str]:
        impact = self.impact
        made = []
        if impact.spread is None:
            made.append(self.say("nobody"))
        else:
            found = impact.spread
            made.append(self.say("changes", n=found.count, up=found.up, down=found.down, same=found.same))
        made += [line for rating in impact.ratings for line in self.crossing(rating)]
        made += [line for ranking in impact.rankings for line in self.first_places(ranking)]
        sides = [body for body in impact.bodies if body.old is None or body.new is None]
        for key, bodies in (
            ("gained", [body for body in impact.gained() if body not in sides]),
            ("lost", [body for body in impact.lost() if body not in sides]),
            ("only old", [body for body in sides if body.new is None]),
            ("only new", [body for body in sides if body.old is None]),
            ("not reached", [b for b in impact.bodies if b.unattributed is Unattributed.NOT_REACHED]),
        ):
            if bodies:
                made.append(self.say(key, names=self.names(bodies)))
        return made

    def crossing(self, rating: Pair) -> list[str]:
        """How many bodies get another grade."""
        bodies = self.impact.crossing(rating)
        if not bodies or rating.old is None or rating.new is None:
            return []
        order = _grades(self.impact.difference.new, rating.new)
        title = self.new.node(self.impact.difference.new.nodes[rating.new])
        if order != _grades(self.impact.difference.old, rating.old):
            return [self.say("crossing otherwise", n=len(bodies), rating=title)]
        ways = []
        for body in bodies:
            before, after = body.grades(rating)
            if before is not None and after is not None:
                ways.append(order.index(after) - order.index(before))
        up, down = sum(way > 0 for way in ways), sum(way < 0 for way in ways)
        return [self.say("crossing", n=len(bodies), up=up, down=down, rating=title)]

    def first_places(self, ranking: Pair) -> list[str]:
        """Groups in which others are first now."""
        if ranking.old is None or ranking.new is None:
            return []
        before = _first([body.old for body in self.impact.bodies], ranking.old)
        after = _first([body.new for body in self.impact.bodies], ranking.new)
        within = next(r.within for r in self.impact.difference.new.rankings if r.name == ranking.new)
        by_key = {body.key: body for body in self.impact.bodies}
        made = []
        for group in after:
            if group in before and before[group] != after[group]:
                old, new = (
                    self.names([by_key[key] for key in keys]) for keys in (before[group], after[group])
                )
                title = self.new.group(within, group)
                if title:
                    made.append(self.say("first", group=title, old=old, new=new))
                else:
                    made.append(self.say("first of all", old=old, new=new))
        return made

    def loud(self) -> list[str]:
        """The edits that do nothing, and those that do nothing to any total."""
        if not self.impact.effects:
            return [self.say("no edits")]
        made = []
        for at, effect in enumerate(self.impact.effects):
            key = "none" if effect.has_none else "no total" if not effect.moved else ""
            if key:
                made.append(self.say(key, edit=f"{at + 1}. {self.players[at]}"))
        return made

    def notes(self, is_cut: bool) -> list[str]:
        made = []
        structure = self.impact.attribution.structure
        count = sum(block.bit_count() for block in structure.blocks)
        if count and structure.is_flat:
            made.append(self.say("shapley", n=count))
        elif count:
            made.append(self.say("owen", n=count, most=MOST_PLAYERS, m=len(structure.unions)))
        merged = (block for block in structure.blocks if block.bit_count() > 1)
        made += [self.say("merged", edits=self.which(block)) for block in merged]
        joint = sum(
            any(part.players not in structure.blocks and part.players.bit_count() > 1 for part in body.parts)
            for body in self.impact.bodies
        )
        if joint:
            made.append(self.say("joint", n=joint))
        if self.impact.effects and (self.impact.ratings or self.impact.rankings):
            made.append(self.say("standing"))
        made.append(self.say("rounded") + ".")
        if is_cut:
            made.append(self.say("all of them"))
        return made

    # -- Tables -----------------------------------------------------------------------------------------------

    def which(self, mask: int) -> str:
        """The numbers of players: ``3`` or ``2+5``."""
        return "+".join(str(at + 1) for at in range(len(self.players)) if mask >> at & 1)

    def label(self, mask: int) -> str:
        """Players by number and name."""
        named = [f"{at + 1}. {name}" for at, name in enumerate(self.players) if mask >> at & 1]
        return self.say("together").join(named)

    def effects(self) -> Sheet | None:
        effects = self.impact.effects
        if not effects:
            return None
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
            (str(at), name, *(self.cell(effect, key) for key in keys))
            for at, (name, effect) in enumerate(zip(self.players, effects, strict=True), 1)
        )
        return Sheet(self.say("effects"), tuple(columns), rows)

    def cell(self, effect: Effect, key: str) -> str:
        match key:
            case "moves":
                return str(effect.moved)
            case "up":
                return str(effect.up)
            case "down":
                return str(effect.down)
            case "jointly":
                return str(effect.jointly)
            case "mean part":
                return self.signed(effect.mean) if effect.moved else "-"
            case "largest gain":
                return self.signed(effect.largest) if effect.up else "-"
            case "largest loss":
                return self.signed(effect.smallest) if effect.down else "-"
            case "grades":
                return str(effect.grades)
            case _:
                return str(effect.places)

    def ordered(self) -> list[BodyImpact]:
        """The bodies, the most moved first; those without a change on both sides last."""
        moved = list(self.impact.most_moved())
        known = {body.key for body in moved}
        rest = [body for body in self.impact.bodies if body.key not in known]
        return [*moved, *sorted(rest, key=lambda body: body.change is None)]

    def bodies(self, shown: Sequence[BodyImpact], count: int) -> Sheet | None:
        if not shown:
            return None
        columns = [Column(self.new.subject(), is_text=True, is_long=True)]
        columns += [Column(self.say("old")), Column(self.say("new")), Column(self.say("change"))]
        for at, ranking in enumerate(self.impact.rankings):
            columns.append(Column(self.say("place") if not at else f"{self.say('place')} {ranking.name}"))
        for rating in self.impact.ratings:
            title = self.say("rating")
            if rating.name != "total":
                title += f": {self.labels.node(rating.name)}"
            columns.append(Column(title, is_text=True))
        if self.impact.effects:
            columns.append(Column(self.say("causes"), is_text=True, is_long=True))
        title = self.say("bodies")
        if len(shown) < count:
            title = self.say("most moved", n=len(shown), all=count)
        return Sheet(title, tuple(columns), tuple(self.row(body) for body in shown))

    def row(self, body: BodyImpact) -> tuple[str, ...]:
        old, new = self.impact.difference.old, self.impact.difference.new
        made = [self.name(body), self.total(body.total(0), old), self.total(body.total(1), new)]
        made.append(self.signed(body.change))
        places = (body.places(ranking) for ranking in self.impact.rankings)
        made += [_arrow(*(None if place is None else str(place) for place in pair)) for pair in places]
        for rating in self.impact.ratings:
            before, after = body.grades(rating)
            one = None if before is None or rating.old is None else self.old.grade(rating.old, before)
            other = None if after is None or rating.new is None else self.new.grade(rating.new, after)
            made.append(_arrow(one, other))
        if self.impact.effects:
            made.append(self.causes(body))
        return tuple(made)

    def causes(self, body: BodyImpact) -> str:
        """The parts by the numbers of the edits, the largest first."""
        if body.unattributed is Unattributed.NOT_REACHED:
            return self.say("not shared")
        parts = by_size(body.parts)
        named = [f"№{self.which(part.players)} {self.signed(part.amount).lstrip('≈')}" for part in parts]
        return "; ".join(
            [*named[: self.most_causes], *(["…"] if named[self.most_causes or len(named) :] else [])]
        )

    def nodes(self) -> Sheet | None:
        moved = [move for move in self.impact.nodes if move.is_moved]
        if not moved:
            return None
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
        return Sheet(self.say("nodes"), tuple(columns), tuple(rows))

    # -- Distribution -----------------------------------------------------------------------------------------

    def spread(self) -> list[str]:
        found = self.impact.spread
        if found is None:
            return []
        ends = "extremes" if sign(found.smallest) < 0 < sign(found.largest) else "smallest and largest"
        return [
            f"{self.say('mean')} {self.signed(found.mean)}, {self.say('median')} {self.signed(found.median)}, "
            f"{self.say('quartiles')} {self.signed(found.lower_quartile)}, {self.signed(found.upper_quartile)}, "
            f"{self.say(ends)} {self.signed(found.smallest)}, {self.signed(found.largest)}"
        ]

    def bars(self) -> tuple[Bar, ...]:
        found = self.impact.spread
        if found is None or found.same == found.count:
            return ()
        return tuple(
            Bar(
                self.say("between", low=self.signed(one.low), high=self.signed(one.high)),
                one.count,
                1 if one.low >= 0 else -1,
            )
            for one in found.bins
        )

    # -- Waterfalls -------------------------------------------------------------------------------------------

    def waterfall(self, body: BodyImpact) -> Waterfall:
        old, new = (self.total(body.total(side), program) for side, program in enumerate(self.sides()))
        title = self.say("fall", name=self.name(body), old=old, new=new)
        start, end = body.total(0), body.total(1)
        if start is None or end is None:
            return Waterfall(body.key, title, (), self.say("no score"))
        if body.unattributed is not None:
            return Waterfall(body.key, title, (), self.say("not shared"))
        at = start
        falls = [Fall(self.say("old"), old, _drawn(start), _drawn(start), is_end=True)]
        for part in by_size(body.parts):
            after = real.add(at, part.amount)
            falls.append(Fall(self.label(part.players), self.signed(part.amount), _drawn(at), _drawn(after)))
            at = after
        falls.append(Fall(self.say("new"), new, _drawn(end), _drawn(end), is_end=True))
        return Waterfall(body.key, title, tuple(falls), "" if body.parts else self.say("nothing moves"))

    def sides(self) -> tuple[p.Program, p.Program]:
        return self.impact.difference.old, self.impact.difference.new


def by_size(parts: Sequence[Part]) -> list[Part]:
    """Parts, the largest in either direction first."""
    return sorted(parts, key=lambda part: -_drawn(real.absolute(part.amount)))


def _drawn(value: Num) -> fmpq:
    """A number as finely as it can be drawn."""
    if isinstance(value, fmpq):
        return value
    try:
        return round_num(value, DRAWN)
    except Undecided:
        return fmpq(0)


def _arrow(old: str | None, new: str | None) -> str:
    """What was and what is; once where it is the same."""
    if old == new:
        return "-" if old is None else old
    return f"{old or '-'} → {new or '-'}"


def _finer(left: Rounding | None, right: Rounding | None) -> Rounding | None:
    """The rounding to more decimals: a change is shown to its digits."""
    if left is None or right is None or left.significant or right.significant:
        return None
    return left if left.digits >= right.digits else right


def _grades(program: p.Program, node: str) -> list[str]:
    """The names of a rating's grades, the lowest first."""
    rating = next(rating for rating in program.ratings if rating.node == node)
    lows = sorted(grade.low for grade in rating.grades if grade.low is not None)
    return [
        grade.name
        for grade in sorted(rating.grades, key=lambda g: -1 if g.low is None else lows.index(g.low))
    ]


def _first(results: Sequence[SubjectResult | None], ranking: str) -> dict[tuple[object, ...], list[str]]:
    """Who is first, by group."""
    found: dict[tuple[object, ...], list[str]] = {}
    for result in results:
        place = None if result is None else result.places.get(ranking)
        if result is not None and place is not None and place.number == 1:
            found.setdefault(place.group, []).append(result.key)
    return found

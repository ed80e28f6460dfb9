"""The sentences of an impact: who moves, who crosses a band, who is first now, which edits do nothing."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from effrules.compare.impact.attribution import Unattributed
from effrules.compare.impact.coalitions import MOST_PLAYERS
from effrules.compare.impact.impacts import Pair
from effrules.exact.results import SubjectResult
from effrules.model import real
from effrules.model.real import sign
from effrules.report.blocks.pieces import Tile, Tone
from effrules.report.difference.words import word as diff_word
from effrules.report.figures import drawn
from effrules.report.impact.texts import Texts, grades_of


class Sentences(Texts):
    """Makes the sentences."""

    def title(self, laid: Sequence[str] = (), *, is_part: bool = False) -> str:
        """What is compared with what, but where the report that this is a part of says so; ``laid`` was laid on the new side or set in it."""
        if is_part:
            return ". ".join(filter(None, (self.say("who"), self.of)))
        old, new = (
            f"{n.version()} ({diff_word('a draft', self.language)})"
            if n.program.header.draft
            else n.version()
            for n in (self.old, self.new)
        )
        names = self.old.methodology(), self.new.methodology()
        new += "".join(f" + {one}" for one in laid)
        after = new if names[0] == names[1] else f"{names[1]} {new}"
        title = self.say("title", old=f"{names[0]} {old}", new=after)
        return f"{title}. {self.of}" if self.of else title

    def tiles(self) -> tuple[Tile, ...]:
        """The three numbers that say the most: how many move, by how much on average, how many cross a grade."""
        found = self.impact.spread
        if found is None or found.same == found.count:
            return ()
        key, count, tone = max(
            ("lose", found.down, Tone.BAD), ("gain", found.up, Tone.GOOD), key=lambda one: one[1]
        )
        of_all = self.say("of all", n=count, all=found.count)
        mean = Tile(
            self.signed(found.mean),
            self.say("mean change"),
            (Tone.PLAIN, Tone.GOOD, Tone.BAD)[sign(found.mean)],
        )
        crossing = {body.key for rating in self.impact.ratings for body in self.impact.crossing(rating)}
        last = Tile(str(len(crossing)), self.say("other grade"))
        if not self.impact.ratings:
            largest = found.smallest if key == "lose" else found.largest
            last = Tile(self.signed(largest), self.say("largest loss" if key == "lose" else "largest gain"))
        return Tile(of_all, self.say(key), tone), mean, last

    def main_cause(self) -> list[str]:
        """The edit whose parts are the largest, gains and losses together, where there are several."""
        moved: dict[int, fmpq] = {}
        for body in self.impact.bodies:
            for part in body.parts:
                moved[part.players] = moved.get(part.players, fmpq(0)) + drawn(real.absolute(part.amount))
        found = [(at, one) for at, one in enumerate(self.impact.effects) if moved.get(one.mask)]
        if len(found) < 2:
            return []
        at, most = max(found, key=lambda one: moved[one[1].mask])
        ends = {"low": self.signed(most.smallest), "high": self.signed(most.largest)}
        return [self.say("main cause", edit=f"№{at + 1} {self.players[at]}", **ends)]

    def summary(self) -> list[str]:
        impact = self.impact
        made = []
        if impact.spread is None:
            made.append(self.say("nobody"))
        else:
            found = impact.spread
            made.append(self.say("changes", n=found.count, up=found.up, down=found.down, same=found.same))
        made += self.main_cause()
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
        title = self.new.node(self.impact.difference.new.nodes[rating.new])
        if grades_of(self.sides[1], rating.new) != grades_of(self.sides[0], rating.old):
            return [self.say("crossing otherwise", n=len(bodies), rating=title)]
        ways = [self.grade_moved(body, rating) for body in bodies]
        return [self.say("crossing", n=len(bodies), up=ways.count(1), down=ways.count(-1), rating=title)]

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
            if key == "no total" and self.of:
                made.append(self.say("no score of", edit=f"{at + 1}. {self.players[at]}", node=self.of))
            elif key:
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
        made.append(self.say("rounded"))
        if is_cut:
            made.append(self.say("all of them"))
        return made

    def spread(self) -> list[str]:
        """The distribution in numbers."""
        found = self.impact.spread
        if found is None:
            return []
        ends = "extremes" if sign(found.smallest) < 0 < sign(found.largest) else "smallest and largest"
        numbers = (
            ("mean", found.mean, None),
            ("median", found.median, None),
            ("quartiles", found.lower_quartile, found.upper_quartile),
            (ends, found.smallest, found.largest),
        )
        said = []
        for key, one, other in numbers:
            second = "" if other is None else f", {self.signed(other)}"
            said.append(f"{self.say(key)} {self.signed(one)}{second}")
        return ["; ".join(said)]


def _first(results: Sequence[SubjectResult | None], ranking: str) -> dict[tuple[object, ...], list[str]]:
    """Who is first, by group."""
    found: dict[tuple[object, ...], list[str]] = {}
    for result in results:
        place = None if result is None else result.places.get(ranking)
        if result is not None and place is not None and place.number == 1:
            found.setdefault(place.group, []).append(result.key)
    return found

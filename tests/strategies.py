"""Hypothesis strategies of whole methodologies: well-typed texts, built bottom-up, that check without an error.

``methodologies()`` gives the text; ``load_text`` of it gives a program. Every formula is made for the type that it
must have, in the scope where it stands; what may be missing, empty or not applicable is dealt with in the text.
Ties, zeros, empty sets and scores that are not applicable are drawn often: that is where engines differ.
"""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

REPORTED = """subject agency "State body" {
    kind: one of central, local
    region: one of north, south
    staff: count, between 1 and 500
    funds: money KZT, above 0
    open: yes or no
    visited: date, may be missing
}
table target of agency "Target" {
    code: text
    plan: number, between 1 and 100
    actual: number, between 0 and 200, may be missing
    better: one of higher, lower
    part: share, between 0% and 100%
    must hold: actual is missing or actual is at most 3 * plan because en "measured on the plan"
}
table step of target "Step" {
    done: share in percent, between 0 and 100
    days_late: days, at least 0
}
table report of agency "Report" {
    late: count
    complete: yes or no
    due: date
    spent: money KZT, at least 0
}
form annex_1 of agency "Annex 1" {
    received: count
    overdue: count, may be missing
}
form annex_2 of agency "Annex 2", may be missing {
    kept: number, between 0 and 50
    done: share in percent, between 0 and 100, may be missing
}
form annex_3 of agency where kind is central "Annex 3" {
    asked: count
    given: count, may be missing
    must hold: given is missing or given is at most asked because en "nothing else is given"
}
source order { title en "Order" }
"""

BASIS = ["cite order", 'cite order "1.2"', 'assumed en "for show"']
ROUNDINGS = ["0 decimals, half up", "1 decimal, half even", "2 decimals, half up", "2 decimals, down",
             "3 significant digits, half up", "1 decimal, half down"]  # fmt: skip
SHARE_ROUNDINGS = ["1 decimal of the percentage, half up", "0 decimals of the percentage, half even",
                   "2 decimals of the ratio, down", "2 significant digits, half up"]  # fmt: skip
REDISTRIBUTIONS = ["share out in proportion", "share out equally", "count as zero", "count as full"]


class Writer:
    """Writes formulas of a wanted type; ``row`` is the table of the innermost row (agency, target, step, report)."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.definitions: list[tuple[str, str]] = []
        self.nodes: list[str] = []
        self.declared: list[str] = []
        """Definitions that were made on the way, to read nodes."""

    def one_of(self, *texts: str) -> str:
        """One of some texts."""
        return self.draw(st.sampled_from(texts))

    def whole(self, low: int, high: int) -> int:
        """A whole number."""
        return self.draw(st.integers(low, high))

    def literal(self, low: int = 0, high: int = 20) -> str:
        """A short decimal, so that ties occur."""
        number = self.whole(low, high)
        return self.one_of(f"{number}", f"{number}.5", f"{number}.25", "0", "1")

    # -- Numbers without a unit -------------------------------------------------------------------------------

    def number(self, depth: int, row: str = "agency") -> str:
        """A formula that gives a number."""
        if depth <= 0:
            return self.one_of(self.literal(), *self.fields(row))
        match self.whole(0, 13):
            case 0 | 1 | 2:
                operator = self.one_of("+", "-", "*")
                return f"({self.number(depth - 1, row)} {operator} {self.number(depth - 1, row)})"
            case 3:
                return f"{self.number(depth - 1, row)} / (1 + abs({self.number(depth - 1, row)}))"
            case 4:
                word = self.one_of("most", "least")
                return f"({self.number(depth - 1, row)} but at {word} {self.literal()})"
            case 5:
                return f"(number({self.number(depth - 1, row)}) rounded to {self.one_of(*ROUNDINGS)})"
            case 6:
                return self.choice(depth, row, self.number)
            case 7:
                return self.bands(depth, row, "number", self.literal)
            case 8:
                return self.interpolation(depth, row)
            case 9 | 10 if row == "agency":
                return self.aggregate(depth)
            case 11 if row in ("target", "agency") and self.definitions:
                return self.called(row)
            case 13:
                return self.guarded(depth, row)
            case 12 if row == "target":
                return self.steps(depth)
            case _:
                return self.number(depth - 1, row)

    def guarded(self, depth: int, row: str) -> str:
        """A division by something that can be 0, with one of the guards that the check knows."""
        over, by = self.number(depth - 2, row), f"({self.number(depth - 2, row)} - {self.whole(1, 9)})"
        match self.whole(0, 4):
            case 0:
                return f"(when {by} is 0 then {self.literal()} otherwise {over} / {by})"
            case 1:
                return f"(when {by} > 0 and {self.condition(0, row)} then {over} / {by} otherwise {self.literal()})"
            case 2:
                return f"({over} / (abs({by}) but at least {self.whole(1, 3)}))"
            case 3 if row == "agency":
                return f"(sum of {self.number(0, 'target')} / (plan - 5) for each target where plan is not 5)"
            case _:
                other = self.number(depth - 2, row)
                return f"(when {by} > {other} then {over} / ({by} - {other}) otherwise {self.literal()})"

    def fields(self, row: str) -> list[str]:
        """Numbers that are at hand as they stand."""
        match row:
            case "agency":
                return ["staff", "count of target", "(count of report where late > 2)", "count of all agency",
                        "annex_1.received", "received", "(overdue if missing then 2)", "(annex_2.kept if missing then 1)",
                        "(when annex_2 is known then kept otherwise 3)",
                        "(average of a.annex_1.received among agency a)",
                        "(when kind is central then asked otherwise 3)", "(annex_3.given if missing then 2)",
                        "(sum of a.annex_3.asked among agency a where a.kind is central)"]  # fmt: skip
            case "target":
                return [
                    "target.plan",
                    "plan",
                    "(actual if missing then 0)",
                    "(actual if missing then plan)",
                    "staff",
                    "target.agency.annex_1.received",
                ]
            case "step":
                return ["step.days_late / 1 days", "target.plan", "staff"]
            case _:
                return ["late", "report.late", "spent / funds", "staff"]

    def aggregate(self, depth: int) -> str:
        """An aggregate over the rows of an agency, or over all agencies."""
        kind = self.one_of("sum", "average", "largest", "smallest", "median")
        table = self.one_of("target", "report")
        where = f" where {self.condition(depth - 2, table)}" if self.whole(0, 1) else ""
        match self.whole(0, 4):
            case 0:
                body = self.number(depth - 2, table)
                return f"({kind} of {body} for each {table}{where}, if none then {self.literal()})"
            case 1:
                body, weight = self.number(depth - 2, table), self.literal(1, 5)
                weight = f"({weight} + 1)"
                return f"(weighted average of {body} by {weight} for each {table}{where}, if none then 0)"
            case 2:
                return f"({kind} of {self.number(0, 'agency')} among all agency)"
            case 3:
                return (
                    f"(average of (actual if missing then 0) among all target, if none then {self.literal()})"
                )
            case _:
                return f"count of {table}{where}" if not where else f"(count of {table}{where})"

    def steps(self, depth: int) -> str:
        """An aggregate over the steps of the target at hand."""
        return f"(average of {self.number(depth - 2, 'step')} for each step, if none then {self.literal()})"

    def called(self, row: str) -> str:
        """A call of a definition that takes a target."""
        name = self.one_of(*[name for name, _ in self.definitions])
        if row == "target":
            return f"{name}(target)"
        return f"(average of {name}(t) for each target t, if none then {self.literal()})"

    def choice(self, depth: int, row: str, of: object) -> str:
        """A case distinction."""
        assert callable(of)
        cases = " ".join(
            f"when {self.condition(depth - 1, row)} then {of(depth - 1, row)}"
            for _ in range(self.whole(1, 2))
        )
        return f"({cases} otherwise {of(depth - 1, row)})"

    def cuts(self, least: int = 1) -> list[str]:
        """Rising cut points."""
        found = self.draw(st.lists(st.integers(0, 40), min_size=least, max_size=4, unique=True))
        return [str(cut) for cut in sorted(found)]

    def bands(self, depth: int, row: str, kind: str, result: object, unit: str = "") -> str:
        """Bands that cover every number once, or lines as an act prints them with a reading that makes them do so."""
        assert callable(result)
        cuts = self.cuts()
        operand = self.number(depth - 1, row)
        if len(cuts) > 1 and self.draw(st.booleans()):
            lines = [f"below {cuts[0]}: {result()}{unit}"]
            lines += [f"{a} to {int(b) - 1}.9: {result()}{unit}" for a, b in itertools.pairwise(cuts)]
            lines.append(f"from {cuts[-1]}: {result()}{unit}")
            side = self.one_of("lower", "higher")
            lines.append(f'between lines: the line of the {side} value assumed "drawn"')
            return f"{kind} by {operand} as printed {{ {'; '.join(lines)} }}"
        parts = [f"below {cuts[0]}: {result()}{unit}"]
        parts += [f"from {a} to below {b}: {result()}{unit}" for a, b in itertools.pairwise(cuts)]
        parts.append(f"from {cuts[-1]}: {result()}{unit}")
        return f"{kind} by {operand} {{ {'; '.join(parts)} }}"

    def interpolation(self, depth: int, row: str) -> str:
        """An interpolation that says what holds beyond its points."""
        points = "; ".join(f"at {cut}: {self.literal()}" for cut in self.cuts(2))
        beyond = f"before the first: {self.literal()}; after the last: {self.literal()}"
        return f"interpolate {self.number(depth - 1, row)} {{ {points}; {beyond} }}"

    # -- Conditions ----------------------------------------------------------------------------------------------

    def condition(self, depth: int, row: str = "agency") -> str:
        """A formula that is yes or no."""
        if depth <= 0:
            return self.one_of(*self.questions(row))
        match self.whole(0, 6):
            case 6 if row == "agency" and self.nodes:
                return self.about_a_node()
            case 0:
                return f"({self.condition(depth - 1, row)} and {self.condition(depth - 1, row)})"
            case 1:
                return f"({self.condition(depth - 1, row)} or {self.condition(depth - 1, row)})"
            case 2:
                return f"(not {self.condition(depth - 1, row)})"
            case 3:
                operator = self.one_of("<", "<=", ">", ">=", "=", "is at least", "is not")
                return f"{self.number(depth - 1, row)} {operator} {self.number(depth - 1, row)}"
            case 4:
                low = self.whole(0, 9)
                return f"{self.number(depth - 1, row)} is between {low} and {low + self.whole(0, 9)}"
            case _:
                return self.condition(0, row)

    def questions(self, row: str) -> list[str]:
        """Conditions that are at hand as they stand."""
        match row:
            case "agency":
                return ["open", "kind is central", "region is not north", "visited is known", "staff > 10",
                        "(visited is known and visited is above 2019-06-01)", "(any report where late > 0)",
                        "(no target)", "(every target has plan > 5)", "annex_2 is missing", "annex_1.overdue is known",
                        "(annex_2.done is known and kept > 10)"]  # fmt: skip
            case "target":
                return ["better is higher", "actual is known", "(actual is known and actual is at least plan)",
                        "part > 50%", "open", "(any step has done is 100%)"]  # fmt: skip
            case "step":
                return ["done > 50%", "days_late > 3 days", "target.better is lower"]
            case _:
                return ["complete", "late = 0", "due is below 2019-07-01", "kind is local"]

    # -- Shares and points -----------------------------------------------------------------------------------------

    def share(self, depth: int) -> str:
        """A formula that gives a share of an agency."""
        match self.whole(0, 5):
            case 0:
                return f"{self.literal(0, 99)}%"
            case 5:
                return f"({self.share(depth - 1)} rounded to {self.one_of(*SHARE_ROUNDINGS)})"
            case 1:
                return f"(share of report where {self.condition(depth - 1, 'report')}, if none then {self.literal(0, 9)}%)"
            case 2:
                return f"(average of part for each target where {self.condition(depth - 1, 'target')}, if none then 0%)"
            case 3:
                return "(sum of spent for each report) / funds"
            case _:
                return f"(share({self.number(depth - 1)}) but at least 0%)"

    def points(self, depth: int, row: str = "agency") -> str:
        """A formula that gives points of an agency."""
        if depth <= 0:
            return f"{self.literal(0, 60)} points"
        match self.whole(0, 7):
            case 0 | 1:
                return f"{self.literal(0, 100)} points * {self.share(depth - 1)}"
            case 2:
                return f"{self.literal(0, 10)} points * {self.number(depth - 1)}"
            case 3:
                operator = self.one_of("+", "-")
                return f"({self.points(depth - 1)} {operator} {self.points(depth - 1)})"
            case 4:
                return self.choice(depth, "agency", self.points)
            case 5:
                return self.bands(depth, "agency", "points", lambda: self.literal(0, 60), " points")
            case 6:
                items = "; ".join(
                    f'"item {at}": {self.literal(0, 30)} points when {self.condition(depth - 1)}'
                    for at in range(self.whole(1, 3))
                )
                return f"checklist {{ {items} }}"
            case _ if self.nodes:
                return self.of_a_node()
            case _:
                return self.points(depth - 1)

    # -- Nodes, read from everywhere ---------------------------------------------------------------------------------

    def of_a_node(self) -> str:
        """Points that come from another node's score: of this body, or of others."""
        name = self.one_of(*self.nodes)
        asked = f"when {name} is applicable then {name} otherwise {self.literal(0, 50)} points"
        among = f"among agency where {name} is applicable"
        match self.whole(0, 8):
            case 0:
                return f"({asked})"
            case 1:
                return f"(when {name} is applicable then {name} before rounding otherwise {self.literal(0, 50)} points)"
            case 2:
                kind = self.one_of("average", "largest", "smallest", "median")
                return (
                    f"({kind} of {name} among all agency where {name} is applicable, if none then 1 points)"
                )
            case 3:
                standing = self.one_of(
                    f"20 points * (min-max of {name} {among}, if all equal then 50%)",
                    f"20 points * (percentile of {name} {among})",
                    f"1 points * (position of {name} {among} highest first)",
                    f"1 points * (position of {name} {among} lowest first, none is skipped)",
                    f"1 points * (position of {name} {among} highest first, sharing the average place)",
                    f"1 points * (z-score of {name} {among}, if all equal then 0)",
                )
                return f"(when {name} is applicable then {standing} otherwise {self.literal(0, 9)} points)"
            case 4:
                self.declared.append(f"define read_{len(self.declared)} = {asked} {self.basis()}")
                return f"read_{len(self.declared) - 1}"
            case 5:
                at = len(self.declared)
                self.declared.append(f"define of_{at}(a: agency): points = {asked} {self.basis()}")
                return self.one_of(f"of_{at}(agency)", f"(largest of of_{at}(a) among all agency a)")
            case 6:
                low = self.literal(0, 30)
                return f"1 points * (count of all agency where {name} is applicable and {name} is above {low} points)"
            case 7:
                return f"(average of ({asked}) for each target, if none then 0 points)"
            case _:
                at = len(self.declared)
                self.declared.append(
                    f"define ahead_{at}(a: agency): yes or no = {self.ahead(name)} {self.basis()}"
                )
                return f"1 points * (count of all agency a where ahead_{at}(a))"

    def ahead(self, name: str) -> str:
        """Whether a body that is given is ahead of the one assessed, by size and by a node."""
        return f"{name} is applicable and {name} > {self.literal(0, 30)} points and a.staff > agency.staff"

    def about_a_node(self) -> str:
        """A condition that looks at a node."""
        name = self.one_of(*self.nodes)
        low = self.literal(0, 50)
        return self.one_of(
            f"({name} is applicable and {name} is above {low} points)",
            f"(not {name} is applicable)",
            f"(any agency where {name} is applicable and {name} > {low} points)",
            f"(not {name} is applicable or {name} is at most {low} points)",
        )

    def of_its_parts(self, part: str) -> str:
        """A formula of a node that is made of its parts, and more than that."""
        kind = self.one_of("smallest", "largest", "average", "median", "weighted average", "sum")
        of = f"{kind} of its parts"
        return self.one_of(
            of,
            f"when {part} is applicable then ({of}) but at most {self.whole(1, 90)} points otherwise {self.literal()} points",
            f"when {part} is applicable then 50 points * (min-max of ({of}) among agency where {part} is applicable,"
            f" if all equal then 10%) otherwise {self.literal()} points",
            f"when {part} is applicable then average of {of} among all agency where {part} is applicable, if none then 1 points"
            f" otherwise {self.literal()} points",
        )

    # -- The tree of scores ------------------------------------------------------------------------------------------

    def parts_of_100(self, count: int) -> list[int]:
        """Whole numbers above 0 that make 100."""
        cuts = sorted(
            self.draw(st.lists(st.integers(1, 99), min_size=count - 1, max_size=count - 1, unique=True))
        )
        return [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]

    def basis(self) -> str:
        """A basis."""
        return self.one_of(*BASIS)

    def own_clauses(self, maximum: int, depth: int, may_round: bool = True) -> str:
        """The clauses of a node that has no parts."""
        score = f"score = {self.points(depth)} but at most {maximum} points but at least 0 points"
        clauses = [score, self.basis()]
        if self.whole(0, 2) == 0:
            clauses.insert(1, f'not applicable when {self.condition(1)} because "for show"')
        rounds = may_round and self.whole(0, 4) == 0
        if self.whole(0, 4) == 4:
            factor = self.one_of("halved", "times 0.9", "times 35%", "times 1/3", "times 0")
            clauses.append(f"{factor} when {self.condition(1)} {self.basis()}")
        if self.whole(0, 4) == 4:
            how = self.one_of("as rounded", "before rounding")
            within = self.one_of("", "within kind")
            none = self.one_of("not applicable", f"{self.literal(0, maximum)} points")
            clauses.append(
                f"mean of the others {how} when {self.condition(1)} {within}, if none then {none} {self.basis()}"
            )
        if rounds:
            clauses.append(f"round to {self.one_of(*ROUNDINGS)}{self.one_of('', ', after penalties')}")
        return "\n".join(clauses)

    def node(self, kind: str, name: str, depth: int, inner: list[str]) -> str:
        """A block or direction: with a score, with criteria, or with directions."""
        shape = self.whole(0, 2)
        if shape == 0 or not inner:
            if shape == 2:
                names = [f"{name}_{at}" for at in range(self.whole(1, 3))]
                maxima = self.parts_of_100(len(names))
                made = [
                    f"criterion {part} out of {maximum} points {{ {self.own_clauses(maximum, depth)} }}"
                    for part, maximum in zip(names, maxima, strict=True)
                ]
                self.nodes.extend(names)
                body = "\n".join(made)
            else:
                body = self.own_clauses(100, depth, kind != "block")
        else:
            parts = [f"{name}_{at}" for at in range(self.whole(1, 3))]
            body = "\n".join(self.node(inner[0], part, depth, inner[1:]) for part in parts)
            if self.whole(0, 3) == 0:
                body += f"\nscore = {self.of_its_parts(parts[0])} {self.basis()}"
        self.nodes.append(name)
        return f"{kind} {name} {{\n{body}\n}}"

    # -- How the year goes ---------------------------------------------------------------------------------------------

    def procedure(self, blocks: list[str]) -> list[str]:
        """Institutions, stages, a spot check and recommendations."""
        row = "report { late 1, complete no, due 2024-01-31, spent 0 }"
        added = self.one_of(
            row,
            "annex_1.received",
            "annex_1.received for each working day by calendar kz",
            "annex_1 { received 3 }",
        )
        window = self.one_of("3 working days after reports by calendar kz", "4 calendar days after reports")
        itself = self.one_of("", 'is "MF"')
        whose = self.one_of("", f"for block {blocks[0]}")
        last = self.one_of("last day of february", "2 april")
        occasion = "late" if " for each " in added else self.one_of("late", "incomplete")
        only = self.one_of("", "only with documents")
        covered = self.one_of("agency.funds", "report, annex_1.received")
        tolerance = self.one_of("", "tolerance 5%", "tolerance 2")
        made = [
            'calendar kz "Days" { weekend saturday, sunday  from 2023-01-01 to 2024-12-31  holiday 2024-03-08  cite order }',
            f'institution audit "Audit" {{ {itself} {self.basis()} }}',
            f"stage reports {{ kind reports  by agency {whose} from {self.whole(1, 28)} january of the year after  to {last} of the year after  {occasion} adds {added} {self.basis()} }}",
            f"stage objections {{ kind objections  by {self.one_of('agency', 'audit')}  within {window} {only} {self.basis()} }}",
            f"spot check figures {{ of {covered} {tolerance} mismatch adds {row} {self.basis()} }}",
        ]  # fmt: skip
        for at, block in enumerate(self.draw(st.lists(st.sampled_from(blocks), max_size=2))):
            when = self.one_of(f"{block} < {self.whole(1, 99)} points", self.condition(1))
            made.append(
                f'recommend advice_{at} {{ for block {block}  when {when}  text en "{{staff}} of {{{block}}}" {self.basis()} }}'
            )
        return made


@st.composite
def methodologies(draw: st.DrawFn, depth: int = 2) -> str:
    """The text of a methodology that checks without an error (warnings may be)."""
    write = Writer(draw)
    declared = ['methodology made_up version "1" { scale 0 to 100 points }', REPORTED]
    for at in range(write.whole(0, 2)):
        body = write.number(depth, "target")
        declared.append(f"define degree_{at}(target: target): number = {body} {write.basis()}")
        write.definitions.append((f"degree_{at}", "target"))
    blocks = [f"block_{at}" if at % 2 else f"блок_{at}" for at in range(write.whole(1, 3))]
    declared.extend(write.node("block", block, depth, ["direction"]) for block in blocks)
    none = write.whole(0, 5) == 5
    conditions = draw(
        st.sampled_from([[""], [" for agency where kind is central", " for agency where kind is local"]])
    )
    for condition in conditions:
        group = "equal throughout"
        if none:
            group = "\n".join(f"{block} {{ equal throughout }}" for block in blocks)
        elif draw(st.booleans()):
            shares = write.parts_of_100(len(blocks))
            below = " { equal }" if draw(st.booleans()) else " { equal throughout }"
            group = "\n".join(f"{block} {share}%{below}" for block, share in zip(blocks, shares, strict=True))
        declared.append(
            f"weights{condition} {{ {group}\nwhen not applicable: {write.one_of(*REDISTRIBUTIONS)}\n{write.basis()} }}"
        )
    for at in range(write.whole(0, 2)):
        target = write.one_of(*blocks) if none else write.one_of("total", *blocks)
        cap = f"at most {write.literal(1, 20)} points in all" if draw(st.booleans()) else ""
        amount = f"{write.literal(0, 5)} points"
        if target == "total" and draw(st.booleans()):
            amount = f"({write.of_a_node()} * 0.1 but at least 0 points)"
        when = write.one_of("for each report where late > 1", "when no target", "for each report")
        if draw(st.booleans()):
            limit = "leaving at least 0 points" if draw(st.booleans()) else ""
            verb, way, kind = "take", "from", "penalty"
        else:
            limit = "reaching at most 100 points" if draw(st.booleans()) else ""
            verb, way, kind = "give", "to", "bonus"
        declared.append(
            f"{kind} change_{at} {{ {verb} {amount} {when}\n{way} {target}\n{cap}\n{limit}\n{write.basis()} }}"
        )
    limits = ["never below 0 points", "never above 100 points", f"round {blocks[0]} to {write.one_of(*ROUNDINGS)}{write.one_of('', ', after penalties')}",
              f"round total to {write.one_of(*ROUNDINGS)}"]  # fmt: skip
    if none:
        limits = [f'none because en "made up" {write.basis()}', limits[2]]
    chosen = [limit for at, limit in enumerate(limits) if (none and not at) or draw(st.booleans())]
    declared.append("total {\n" + "\n".join([write.basis(), *chosen]) + "\n}")
    if draw(st.booleans()) and not none:
        low, high = sorted(draw(st.lists(st.integers(1, 99), min_size=2, max_size=2, unique=True)))
        declared.append(
            f"rating {{ high from {high} points  medium from {low} points  low below {low} points  {write.basis()} }}"
        )
    if draw(st.booleans()):
        basis = write.one_of("as rounded", "before rounding")
        ties = write.one_of("", ", none is skipped")
        within = write.one_of("", "within kind ", "within kind, region ")
        where = f"where {write.about_a_node()} " if draw(st.booleans()) else ""
        declared.append(
            f"rank agency {where}{within}by {blocks[0] if none else 'total'} {basis}, highest first; equal totals share a place{ties} {write.basis()}"
        )
    if draw(st.booleans()):
        low = write.whole(1, 99)
        declared.append(
            f"rating of block {blocks[0]} {{ good from {low} points  bad below {low} points  cite order }}"
        )
    if draw(st.booleans()):
        declared.extend(write.procedure(blocks))
    return "\n".join([*declared, *write.declared]) + "\n"

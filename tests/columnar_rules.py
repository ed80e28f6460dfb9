"""Random well-typed rules with hard data below them, as one text: what columns are held against the exact engine with.

A formula is drawn from templates: ``[n]`` is a number of the row at hand, ``[n.item]`` one of an item, ``[a|b]`` one of some words; ``[x]``
stands for the same number wherever it stands in a template. Ties, ends of bands, numbers that are huge, tiny or next to each other, equal
bodies, missing values, empty tables and forms that are not there are drawn often.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from random import Random

REPORTED = """subject body "Body" {
    a: number
    b: number, may be missing
    c: number
    n: count
    p: points, may be missing
    s: share
    m: money KZT, above 0
    d: date
    e: date, may be missing
    kind: one of odd, even
    region: one of north, south, west
    yn: yes or no
    name: text
    code: text, in norm
}
table item of body "Item" {
    v: number
    w: number, may be missing
    t: text
    flag: yes or no
    day: date
    k: one of up_to, beyond
    q: share in percent
}
table sub of item "Sub" { u: number  l: days, at least 0 }
form f1 of body "Form", may be missing { g: number  h: number, may be missing }
form f2 of body where kind is odd "Another" { j: number  i: count }
figures norm "Norm" { key: text  best: number  wt: share  must: yes or no
    | "a" 10 10% yes
    | "b" -0.5 33.3% no
    | "Ё «3»" 0 0% yes
    | "D" 1000000000000000000000 100% no
    assumed en "x" }
figures by_kind "By kind" { for_kind: one of odd, even  more: number  | odd 3 | even 0.125 assumed en "x" }
calendar kz "Days" { weekend saturday, sunday from 2010-01-01 to 2030-12-31 holiday 2019-01-01 to 2019-01-03 "x" working 2019-01-05 "x" assumed en "x" }
"""

SHORT = ("0", "1", "2", "3", "7", "0.5", "10")
LONG = (
    "0.005", "0.125", "12.345", "84.995", "85", "100", "1000000", "0.000001", "1000000000000000000000000000000", "33.333333", "2.675",
    "0.000000000000000000000000000001", "9007199254740993", "9223372036854775807", "4294967296", "3037000500", "49.5", "0.25",
)  # fmt: skip
CUTS = ("0", "0.005", "0.1", "0.5", "1", "2", "2.5", "3", "10", "12.345", "49.5", "50", "84.995", "85", "100", "1000000",
        "9007199254740993", "1000000000000000000000000000000")  # fmt: skip

WORDS: dict[str, tuple[str, ...]] = {
    "k": ("[l]", "[l]", "[l]", "(-[l])"),
    "mode": ("half up", "half up", "half even", "half down", "up", "down", "ceiling", "floor"),
    "round": (*(f"{places} decimals, [mode]" for places in (0, 1, 1, 2, 2, 2, 3, 4, 6, 12, 20, 40)), "[1|2|3|5|17] significant digits, [mode]"),
    "of_share": ("[0|1|2|3] decimals of the [percentage|ratio], [mode]", "[1|2|3] significant digits, [mode]"),
    "agg": ("sum", "sum", "average", "average", "largest", "smallest", "median", "standard deviation", "geometric mean"),
    "order": ("[highest|lowest] first[|, none is skipped|, sharing the average place]",),
    "cmp": ("<", "<=", ">", ">=", "=", "is not"),
    "none": (", if none then [0|1|(-1)|0.005]",),
    "filter": ("", "where [c]"),
    "alike": ("kind", "region", "kind with the same region", "yn", "code", "name", "a", "n"),
    "item_alike": ("t", "k", "flag", "k with the same flag", "v", "day"),
}  # fmt: skip
"""Words and pieces that are the same for all rows."""

LEAVES: dict[str, tuple[str, ...]] = {
    "n": ("a", "c", "n", "(b if missing then 0)", "(b if missing then a)", "number(s)", "(m / 1 KZT)", "((p if missing then 1 points) / 1 points)", "[k]"),
    "n.body": (
        "a", "c", "a", "c", "count of item", "(count of all item)", "(count of all body)", "(when f1 is known then g otherwise 2)", "(f1.h if missing then -1)",
        "(when kind is odd then j otherwise 0)", "((d - 2019-01-01) / 1 days)", "((when e is known then d - e otherwise 3 days) / 1 days)", "by_kind(kind).more",
        "((working days from 2018-12-20 to d by calendar kz) / 1 days)", "norm(code).best", "number(wt)", 'norm("b").best', "(when kind is odd then i otherwise n)",
        "(average of bo.f2.j among body bo where bo.kind is odd, if none then 0)", "(sum of (bo.b if missing then 0) among body bo)",
    ),
    "n.item": ("v", "v", "v", "item.v", "(w if missing then 0)", "(w if missing then v)", "number(q)", "item.body.a", "((day - d) / 1 days)", "best", "count of sub"),
    "n.sub": ("u", "u", "sub.u", "(l / 1 days)", "item.v", "sub.item.v", "number(item.q)", "(item.w if missing then 1)"),
    "c.body": (
        "yn", "kind is odd", "region is not north", "(region is one of north or west)", "b is known", "e is missing", "n > 2", "d < 2019-01-05", "(e is known and e >= d)",
        'name is "á"', 'code is "b"', "(any item where flag)", "(no item)", "(every item has v > 0)", "f1 is missing", "(f1 is known and g > 0)", "(f1.h is known and f1.h > 0)",
        "norm(code).must", "a is c", "a = 85", "(every item has (any sub where u > 0))", "(kind is odd and i > 1)", "(no item has (flag and q > 50%))", "(n is 0 or 1 / n < a)",
    ),
    "c.item": ("flag", "k is beyond", "w is known", "v > 0", "q >= 50%", "day < 2019-01-05", "day = d", "yn", 't is "á"', "(any sub where u > item.v)", "(no sub)", "v is a", "(w is known and w > v)"),
    "c.sub": ("u > 0", "l > 3 days", "item.flag", "u = item.v", "yn", "item.k is up_to"),
    "day": ("2019-01-01", "2020-02-29"),
    "day.body": ("d", "(when e is known then e otherwise d)"),
    "day.item": ("day", "d"),
    "day.sub": ("item.day", "d"),
    "h": ("[0|33.3|50|100|0.5]%", "s"),
    "p": ("[l] points",),
}  # fmt: skip
"""What stands where nothing goes deeper: by the symbol, and by the row at hand."""

DEEPER: dict[str, tuple[str, ...]] = {
    "n": (
        "([n] + [n])", "([n] - [n])", "([n] * [n])", "([n] + [n])", "(-[n])", "abs([n])", "([n] / [3|7|9|1.1|0.000001|1000000000000000000000|0.3])",
        "(when [y] is not 0 then [n] / [y] otherwise [l])", "([n] / (1 + abs([n])))", "(when [y] > [l] then [n] / [y] otherwise [n])", "([n] / ([n] but at least 1))",
        "(when [y] is not 0 and [c] then [n] / [y] otherwise [l])", "([n] / (m / 1 KZT))", "(when [x] > [y] then [n] / ([x] - [y]) otherwise [l])",
        "([n] but at most [k])", "([n] but at least [k])", "([n] but at [most|least] [n])", "(number([n]) rounded to [round])", "(number([n] / 3) rounded to [round])",
        "(when [c] then [n] otherwise [n])", "(when [c] then [n] when [c] then [n] otherwise [n])", "(number by [n] { [bands] })", "(interpolate [n] { [knots] })",
        "(interpolate [n] { at 100: [k]; at 85: [n]; at 0.5: [k]; before the first: [k]; after the last: [k] })", "([p] / [1|3|0.5] points)", "number([h])",
        "(([x] / (3 + abs([y])) + [l]) - [x] / (3 + abs([y])))", "((when [y] is not 0 then [x] / [y] otherwise [x]) * [y])", "(([x] + [l]) - [x])",
        "sqrt(abs([n]))", "ln(1 + abs([n]))", "exp([n] but at most 20 but at least -20)", "root([n], 3)", "power([n], 2)", "power(1 + abs([n]), 1/2)", "power(abs([n]) + 1, -1)",
        "(sqrt(abs([x])) * sqrt(abs([x])))", "(sqrt(abs([n])) rounded to [round])", "ln(exp([n] but at most 20 but at least -20))",
        "(([day] - [day]) / 1 days)", "(number by [day] { below 2019-01-01: [k]; from 2019-01-01 to 2019-12-31: [k]; above 2019-12-31: [k] })",
        "(interpolate [day] { at 2018-12-31: [k]; at 2019-01-05: [k]; at 2020-02-29: [k]; before the first: [k]; after the last: [k] })",
        "define [name](u1: number): number = u1 [*|+|-] [3|0.5|u1|u1 / 7] @@ [name]([n])",
        "define [name](u1: number, u2: number): number = (when u1 > u2 then u1 - u2 otherwise u2 / 3) @@ [name]([n], [n])",
    ),
    "n.body": (
        "([agg] of ([n.item]) for each item[ | where flag | where w is known][none])", "([agg] of (abs([n.item]) + [0|1|0.5]) for each item where [c.item][none])",
        "(weighted average of [n.item] by (abs([n.item]) + [1|0.000001|0.5]) for each item[none])", "(weighted average of [n] by [1|3|7] among all body where [c][none])",
        "([agg] of ([n]) among all body [filter][none])", "([agg] of ([n.item]) among all item where [c.item][none])", "([agg] of ([n]) among body with the same [alike][none])",
        "(count of item where [c.item])", "(count of all item where [c.item])", "(count of all body where [c])", "(count of body with the same [alike] where [c])",
        "number(share of [|all ]item where [c.item], if none then 5%)", "number(share of all item where [c.item] among those where [c.item], if none then 0%)",
        "([agg] of ([sum|average|largest] of [n.sub] for each sub where [c.sub], if none then 0) for each item[none])", "(sum of u for each sub)", "(count of sub where u > 0)",
        "(position of [n] among body[| with the same kind| with the same region] [order])", "number(percentile of [n] among body[| with the same kind])",
        "(z-score of [n] among body[| with the same kind], if all equal then [0|1])", "number(min-max of [n] among body[| with the same kind], if all equal then 50%)",
        "(count of all item it where it.v > a)", "(count of all body bo where bo.a is a and bo.kind is body.kind)", "(sum of (count of all item it where it.v > item.v) for each item)",
        "(sum of (sum of x1.v for each item x1) for each item)", "(average of v / (1 + abs(sum of x1.v for each item x1)) for each item, if none then 0)", "(largest of abs(bo.a - a) among all body bo)",
        "(([largest|smallest] of [day.item] for each item, if none then d) - d) / 1 days", "(([largest|smallest] of [day] among all body) - d) / 1 days",
        "define [name]: number = [n] @@ ([name] + [name])", "define [name](it: item): number = [n.item] @@ ([sum|average|largest] of [name](y1) for each item y1[| where y1.flag| where y1.w is known], if none then 0)",
        "define [name](bo: body): number = bo.a [+|-|*] [bo.c|(bo.b if missing then 0)|count of all item] @@ [name](body) @@ (sum of [name](z1) among all body z1) @@ (count of all body z1 where [name](z1) >= [name](body))",
    ),
    "n.item": (
        "([agg] of ([n.sub]) for each sub[none])", "(sum of [n.sub] for each sub where [c.sub])", "([sum|average|largest] of v among all item with the same [item_alike][none])",
        "(position of [n] among [|all ]item[| with the same k] [order])", "(z-score of [n] among item[| with the same k], if all equal then 0)", "number(percentile of v among all item)",
        "number(min-max of [n] among [|all ]item, if all equal then 50%)", "(count of all item it where it.v > item.v)", "(sum of it.v for each item it where it.k is item.k)",
    ),
    "c": ("([c] and [c])", "([c] or [c])", "(not [c])", "([n] [cmp] [n])", "([n] [cmp] [n])", "([n] [cmp] [k])", "([n] is between [0|-1|0.5] and [1|85|0.5|100])", "([x] [cmp] [x])", "([day] [cmp] [day])"),
    "day": ("([day] [+|-] [30|1|0|366] days)", "(when [c] then [day] otherwise [day])", "([day] but at [most|least] [day])"),
    "h": ("(share([n]) rounded to [of_share])", "(share([n]) but at most 100%)", "share([n])"),
    "h.body": ("(share of item where [c.item], if none then 7%)",),
    "p": ("1 points * [n]", "1 points * [n]", "1 points * [n]", "([p] [+|-] [p])", "100 points * [h]", "(when [c] then [p] otherwise [p])", "(points by [n] { [point_bands] })"),
    "p.body": ('(checklist { "one": [l] points when [c]; "two": [p] when [c] })',),
}  # fmt: skip
"""What goes deeper, by the symbol (for any row), and by the row at hand."""

OF_NODES: dict[str, tuple[str, ...]] = {
    "p": (
        "(when [node] is applicable then [node][| before rounding] otherwise [l] points)", "(when [node] is applicable then [node] / 3 otherwise [p])",
        "(when [node] is applicable then 20 points * (min-max of [node] among body where [node] is applicable, if all equal then 50%) otherwise 1 points)",
        "(when [node] is applicable then 20 points * (percentile of [node] among body where [node] is applicable) otherwise 1 points)",
        "(when [node] is applicable then 1 points * (position of [node] among body where [node] is applicable [order]) otherwise 1 points)",
        "(when [node] is applicable then 1 points * (z-score of [node] among body where [node] is applicable, if all equal then 0) otherwise 0 points)",
        "([average|largest|smallest|median|standard deviation|sum] of [node] among all body where [node] is applicable, if none then 1 points)",
        "1 points * (count of all body where [node] is applicable and [node] [cmp] [l] points)",
    ),
    "c": ("([node] is applicable and [node] [cmp] [l] points)", "(not [node] is applicable)", "(any body where [node] is applicable and [node] > [l] points)"),
}  # fmt: skip
"""What looks at the score of another node, of this body or of others."""

BASIS = 'assumed en "x"'
PIECE = re.compile(r"\[([^\[\]]*)\]")


class Writer:
    """Writes rules; ``declared`` are the definitions that were made on the way."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.nodes: list[str] = []
        self.declared: list[str] = []

    def one(self, *texts: str) -> str:
        """One of some texts."""
        return self.random.choice(texts)

    def some(self, text: str, of: int = 3) -> str:
        """A text, once in so many times."""
        return text if self.random.randrange(of) == 0 else ""

    def text(self, template: str, depth: int = 0, row: str = "body") -> str:
        """A template with all that stands in brackets in it made."""
        once: dict[str, str] = {}

        def put(found: re.Match[str]) -> str:
            word = found[1]
            if "|" in word:
                return self.one(*word.split("|"))
            if word in ("x", "y", "node", "name"):
                makers = {
                    "node": lambda: self.one(*self.nodes),
                    "name": lambda: f"d{len(self.declared)}_{depth}",
                }
                return once.setdefault(word, makers.get(word, lambda: self.made("n", depth - 1, row))())
            symbol, _, other = word.partition(".")
            return self.made(symbol, depth - 1, other or row)

        declared, *uses = PIECE.sub(put, template).split(" @@ ")
        if not uses:
            return declared
        self.declared.append(f"{declared} {BASIS}")
        return self.one(*uses)

    def made(self, symbol: str, depth: int, row: str) -> str:
        """What a symbol stands for."""
        match symbol:
            case "l":
                return self.one(*self.random.choice((SHORT, LONG)))
            case "bands":
                return self.bands(lambda: self.text("[k]"))
            case "point_bands":
                return self.bands(lambda: self.text("[l] points"))
            case "knots":
                points = "; ".join(f"at {cut}: {self.text('[k]')}" for cut in self.cuts(2))
                return self.text(f"{points}; before the first: [k]; after the last: [k]")
            case _:
                pass
        if symbol in WORDS:
            return self.text(self.one(*WORDS[symbol]), depth + 1, row)
        by_row = f"{symbol}.{row}"
        if depth > 0 and self.random.randrange(8):
            choices = [DEEPER.get(symbol, ()), DEEPER.get(by_row, ())]
            if row == "body" and self.nodes:
                choices.append(OF_NODES.get(symbol, ()))
            return self.text(self.one(*self.random.choice([one for one in choices if one])), depth, row)
        return self.text(self.one(*LEAVES.get(symbol, ()), *LEAVES.get(by_row, ())), depth, row)

    def cuts(self, least: int = 1) -> list[str]:
        """Rising cut points."""
        return [
            CUTS[at] for at in sorted(self.random.sample(range(len(CUTS)), self.random.randint(least, 5)))
        ]

    def bands(self, result: Callable[[], str]) -> str:
        """Bands that cover every number once."""
        cuts = self.cuts()
        pairs = list(pairwise(cuts))
        match self.random.randrange(4):
            case 0:
                lines = [
                    f"below {cuts[0]}",
                    *(f"from {a} to below {b}" for a, b in pairs),
                    f"from {cuts[-1]}",
                ]
            case 1:
                lines = [f"at most {cuts[0]}", *(f"above {a} to {b}" for a, b in pairs), f"above {cuts[-1]}"]
            case 2:
                lines = [*(f"exactly {cut}" for cut in cuts), "otherwise"]
            case _:
                lines = [f"below {cuts[0]}", f"exactly {cuts[0]}", f"above {cuts[0]}"]
        return "; ".join(f"{line}: {result()}" for line in lines)

    # -- The tree of scores --------------------------------------------------------------------------------------------

    def clauses(self, maximum: str, depth: int) -> str:
        """The clauses of a node that has no parts."""
        limit = "" if self.random.randrange(7) == 0 else f"but at most {maximum} points but at least 0 points"
        return self.text(
            f"score = (1 points * [n]) {limit} {BASIS}" if not limit else f"score = ([p]) {limit} {BASIS}", depth
        ) + self.text(
            "\n".join((
                self.some('not applicable when [c] because "x"'),
                self.some(f"[halved|times 0.9|times 1/3|times 33.3%|times 0] when [c] {BASIS}", 4),
                self.some(f"mean of the others [as rounded|before rounding] when [c] [|within kind|within kind, region], if none then [not applicable|1 points] {BASIS}", 5),
                self.some("round to [round][|, after penalties]"),
            )), 2,
        )  # fmt: skip

    def node(self, kind: str, name: str, depth: int, inner: tuple[str, ...]) -> str:
        """A block or direction: with a score, with criteria, or with directions."""
        match self.random.randrange(4) if inner else self.random.randrange(2):
            case 0:
                body = self.clauses("100", depth)
            case 1:
                maxima = self.random.choice((("100",), ("37.5", "62.5"), ("33.33", "33.33", "33.34")))
                parts = [(f"{name}_{at}", maximum) for at, maximum in enumerate(maxima)]
                body = "\n".join(
                    f"criterion {part} out of {most} points {{ {self.clauses(most, depth)} }}"
                    for part, most in parts
                )
                self.nodes += [part for part, _ in parts]
            case _:
                names = [f"{name}_{at}" for at in range(self.random.choice((1, 2, 2, 3)))]
                body = "\n".join(self.node(inner[0], part, depth, inner[1:]) for part in names)
                body += self.some(
                    f"\nscore = {self.one('smallest', 'largest', 'average', 'median', 'sum', 'weighted average', 'weighted geometric mean', 'geometric mean', 'standard deviation')} of its parts {BASIS}"
                )
                body += self.text(self.some("\nround to [round][|, after penalties]"))
        self.nodes.append(name)
        return f"{kind} {name} {{\n{body}\n}}"

    def weights(self, blocks: list[str]) -> list[str]:
        """The weights of all nodes, or those for some bodies and those for the others."""
        shares = {
            1: [("100%",)],
            2: [("37%", "63%"), ("1/3", "2/3")],
            3: [("1/3", "1/3", "1/3"), ("12.345%", "50%", "37.655%"), ("1/7", "2/7", "4/7")],
        }
        found = []
        for bodies in self.random.choice(
            (("",), ("",), (" for body where kind is odd", " for body where kind is even"))
        ):
            of = self.random.choice(shares[len(blocks)])
            stated = "\n".join(
                f"{block} {share} {{ equal throughout }}" for block, share in zip(blocks, of, strict=True)
            )
            found.append(
                self.text(
                    f"weights{bodies} {{ {self.one('equal throughout', stated)}\nwhen not applicable: [share out in proportion|share out equally|count as zero|count as full]\n{BASIS} }}"
                )
            )
        return found

    def adjustment(self, name: str, target: str) -> str:
        """A penalty or a bonus."""
        rows, amounts = self.random.choice((
            ("for each item[| where flag]", ("0.37 points", "1/3 * 1 points", "(abs(v) * 1 points)", "(1 points * (abs(v) but at most 7) / 3)", "0.5 points for each day of (abs(day - d))")),
            ("when [c]", ("[l] points", "([p] but at least 0 points)")),
            ("", ("([p] but at least 0 points)",)),
        ))  # fmt: skip
        cap = self.one("", "at most [0.5|2|10] points each") if "each" in rows else ""
        verb, way, limit = self.random.choice(
            (("penalty", "from", "leaving at least 0 points"), ("bonus", "to", "reaching at most 100 points"))
        )
        taken = "take" if verb == "penalty" else "give"
        return self.text(
            f"{verb} {name} {{ {taken} {self.one(*amounts)} {rows} {way} {target} {cap} {self.one('', 'at most [0.5|3|20] points in all')} {self.one('', limit)} {BASIS} }}",
            3,
        )

    def final(self, blocks: list[str]) -> list[str]:
        """The total, grades and places."""
        limits = "\n".join(
            (
                self.some("round total to [round]", 2),
                self.some("never below 0 points"),
                self.some("never above 100 points"),
                self.some('not applicable when [c] because "x"', 5),
            )
        )
        found = [self.text(f"total {{ {BASIS}\n{limits} }}", 2)]
        low, high = self.random.choice((("50", "85"), ("0.005", "1"), ("33.335", "84.995"), ("0", "100")))
        found.append(
            self.some(
                f"rating {{ high from {high} points  middle from {low} points  low below {low} points  {BASIS} }}",
                2,
            )
        )
        found.append(
            self.some(
                self.text(
                    f"rating of block {blocks[-1]} {{ good from 84.995 points  fair from 50 points to 84.99 points  bad below 49.9 points {BASIS} between grades: the [lower|higher] grade {BASIS} }}"
                )
            )
        )
        ways = "by total [as rounded|before rounding], [highest|lowest] first[|, then by B0 before rounding, highest first]; equal totals share a place[|, none is skipped]"
        found.append(
            self.text(
                f"rank body called first {self.some('where [c]')} [|within kind|within kind, region|within region] {ways} {BASIS}",
                2,
            )
        )
        found.append(
            self.text(
                self.some(
                    f"rank body called second by [node] before rounding, highest first; equal totals share a place {BASIS}"
                )
            )
        )
        return found


def rules(random: Random) -> str:
    """Rules of up to three blocks, which nearly always check without an error."""
    write, depth = Writer(random), random.choice((1, 2, 3, 4))
    blocks = [f"B{at}" for at in range(random.choice((1, 1, 2, 3)))]
    made = write.weights(blocks)
    for block in blocks:  # what changes a score looks at earlier ones only
        made += [
            write.some(write.adjustment(f"change_{block}", block), 4),
            write.node("block", block, depth, ("direction",)),
        ]
    made.append(write.some(write.adjustment("change", "total")))
    made += write.final(blocks)
    return "\n".join(
        ('methodology hard version "1" { scale 0 to 100 points }', REPORTED, *write.declared, *made)
    )


# -- Data --------------------------------------------------------------------------------------------------------------

VALUES = (
    *("0", "1", "-1", "0.5", "-0.5", "0.005", "-0.005", "1.005", "2.5", "3.5", "0.15", "0.25", "0.35", "84.995", "84.99499999999999999999", "85", "100", "99.995"),
    *("9007199254740991", "9007199254740993", "-9007199254740993", "4611686018427387904", "9223372036854775807", "10000000000000000001", "3037000500", "4294967296"),
    *("1000000000000000000000000000000", "-1000000000000000000000000000000", "0.000000000001", "0.000000000000000000000000000001", "-0", "123.456789", "33.3333333333"),
    *("3", "6", "7", "9", "12", "50", "50.5", "0.1", "0.2", "0.3", "10", "20"),
)  # fmt: skip
DAYS = (
    "2019-01-01",
    "2018-12-31",
    "2019-01-05",
    "2019-01-06",
    "2020-02-29",
    "2015-06-30",
    "2029-12-31",
    "2019-12-31",
    "2019-01-04",
)
TEXTS = ('""', '"a"', '"á"', '"á"', '"Ё"', '"ё"', '"İ"', '"ß"', '"a b"', '"😀"', '"Ә"')


class Filler:
    """Makes rows; in some data a few numbers stand everywhere, so that bodies are equal."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.few = (
            [self.any_value() for _ in range(random.choice((1, 2, 4, 30)))] if random.randrange(3) else []
        )

    def any_value(self) -> str:
        """A number of any kind."""
        plain = (
            str(self.random.randint(-5, 20)),
            str(self.random.randrange(400) / 200),
            f"{self.random.randrange(10**7) / 10**4:f}",
        )
        return self.random.choice((*VALUES, *plain) if self.random.randrange(2) else plain)

    def value(self) -> str:
        """A number."""
        return self.random.choice(self.few) if self.few else self.any_value()

    def perhaps(self, text: str) -> str:
        """A value, or none."""
        return "missing" if self.random.randrange(3) == 0 else text

    def body(self, name: str) -> list[str]:
        """A body with all that is below it."""
        one, kind = self.random.choice, self.random.choice(("odd", "even"))
        rows = [_row(f'body "{name}"', a=self.value(), b=self.perhaps(self.value()), c=self.value(), n=one("0123"), p=self.perhaps(one(("50", "0.005"))),
                     s=one(("0%", "50%", "33.3%", "100%")), m=one(("1", "0.000001", "3", "1000000000000000000")), d=one(DAYS), e=self.perhaps(one(DAYS)), kind=kind,
                     region=one(("north", "south", "west")), yn=one(("yes", "no")), name=one(TEXTS), code=one(('"a"', '"b"', '"Ё «3»"', '"D"')))]  # fmt: skip
        if self.random.randrange(5) < 3:
            rows.append(_row(f'f1 of "{name}"', g=self.value(), h=self.perhaps(self.value())))
        if kind == "odd":
            rows.append(_row(f'f2 of "{name}"', j=self.value(), i=one("015")))
        for item in (f"{name}_{at}" for at in range(one((0, 0, 1, 2, 3, 6)))):
            rows.append(_row(f'item "{item}" of "{name}"', v=self.value(), w=self.perhaps(self.value()), t=one(TEXTS), flag=one(("yes", "no")), day=one(DAYS),
                             k=one(("up_to", "beyond")), q=one(("0%", "50%", "100%", "33.3%"))))  # fmt: skip
            rows += [
                _row(f'sub of "{item}"', u=self.value(), l=one(("0", "3", "4", "0.5")))
                for _ in range(one((0, 0, 1, 2)))
            ]
        return rows


def _row(what: str, **cells: str) -> str:
    return f"{what} {{ {', '.join(f'{name} {value}' for name, value in cells.items())} }}"


def data(random: Random, most: int = 10) -> str:
    """Rows of up to so many bodies, as a worked case states them."""
    fill = Filler(random)
    rows = [row for at in range(random.choice((0, 1, 2, 3, most, most))) for row in fill.body(f"b{at}")]
    return "\n".join(('example "data" {', *rows, "}\n"))


def hard_case(random: Random) -> str:
    """Rules with data."""
    return f"{rules(random)}\n{data(random)}"

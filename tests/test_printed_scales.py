"""Scales as they are printed: random ones against a reading by hand, value by value; grades; defects told and not refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen
from click.testing import CliRunner
from flint import fmpq
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from effrules import independent
from effrules.audit.program_digest import canonical_text, program_digest
from effrules.check import plain
from effrules.check.build import load_text
from effrules.cli.check import command
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model.printed import Stretch, grid, in_order
from effrules.prove.cases import dataset_of
from effrules.trace.json_text import digest, document
from effrules.trace.tracing import trace
from effrules.words import Language, in_language, quotation
from tests.running import program_of

START = """methodology m version "1" { scale 0 to 1000 points }
source order { title "Order" }
subject agency { x: number, between -1 and 11 }
criterion a out of 1000 points { score = s but at least 0 points but at most 1000 points  cite order "1" }
"""


@pytest.mark.parametrize(
    ("ends", "percent", "step"),
    [
        (("60", "90"), False, fmpq(1)),
        (("60", "89.9"), False, fmpq(1, 10)),
        (("89.9", "60"), False, fmpq(1, 10)),
        (("0.6", "0.9"), True, fmpq(1, 100)),
        (("0.6", "0.899"), True, fmpq(1, 1000)),
        (("60", "1/3"), False, None),
    ],
)
def test_the_step_of_a_scale_is_that_of_its_finest_end(
    ends: tuple[str, str], percent: bool, step: fmpq | None
) -> None:
    """Whichever line ends there; without one, nothing is known of how it is printed."""
    first, second = (fmpq(*Fraction(end).as_integer_ratio()) for end in ends)
    assert grid((Stretch(None, True, first, True), Stretch(second, False, None, True)), percent) == step


def test_days_have_no_step() -> None:
    assert grid((Stretch(date(2015, 1, 1), True, date(2015, 2, 1), True),), False) is None
    assert grid((Stretch(None, True, None, True),), False) is None


@frozen
class Line:
    """A line of a scale in tenths: ``below`` and ``above`` are open at the side where they end."""

    low: int
    high: int
    open_low: bool = False
    open_high: bool = False

    def holds(self, value: Fraction) -> bool:
        above = value > self.low or (value == self.low and not self.open_low)
        return above and (value < self.high or (value == self.high and not self.open_high))

    def text(self, points: int) -> str:
        low, high = self.low / Fraction(10), self.high / Fraction(10)
        start = "above" if self.open_low else "from"
        below = "below " if self.open_high else ""
        return f"{start} {decimal(low)} to {below}{decimal(high)}: {points} points"


def decimal(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


@st.composite
def printed(draw: st.DrawFn) -> list[Line]:
    """Lines from 0 to 10 in tenths: neighbours meet, share an end, or leave something out."""
    cuts = draw(st.lists(st.integers(2, 98), min_size=1, max_size=6, unique=True).map(sorted))
    lines, low, open_low = [], 0, False
    for cut, after in zip(cuts, [*cuts[1:], 100], strict=True):
        gap = draw(st.sampled_from(["none", "shared", "point", "tenth", "wide"]))
        high, open_high = cut, draw(st.booleans())
        following, open_next = cut, not open_high
        match gap:
            case "shared":
                open_high = open_next = False
            case "point":
                open_high = open_next = True
            case "tenth" | "wide":
                following = min(cut + (1 if gap == "tenth" else 7), after - 1)
                open_next = draw(st.booleans())
            case _:
                pass
        assume(following < after)
        assume(low < high)
        lines.append(Line(low, high, open_low, open_high))
        low, open_low = following, open_next
    lines.append(Line(low, 100, open_low))
    return lines


def line_by_hand(value: Fraction, lines: list[Line], between: str, shared: str) -> int:
    """The number of the line that a value (in tenths) has, by the words of the readings alone."""
    holding = [at for at, line in enumerate(lines) if line.holds(value)]
    if len(holding) == 1:
        return holding[0]
    if holding:
        return max(holding) if shared == "higher" else min(holding)
    below = max(at for at, line in enumerate(lines) if line.high <= value)
    return below if between == "lower" else below + 1


def findings(lines: list[Line], order: list[int], *readings: str) -> tuple[Finding, ...]:
    """What is said of a scale whose lines stand in some order."""
    return load_text(rules(lines, order, *readings)).findings


def rules(lines: list[Line], order: list[int], *readings: str) -> str:
    body = "; ".join([*(lines[at].text(at) for at in order), *readings])
    operand = "(x but at least 0 but at most 10)"
    return f"{START}define s = points by {operand} as printed {{ {body} }} cite order\n"


def points(body: p.Banded, value: Fraction) -> list[fmpq]:
    """What the bands give in which a value lies."""
    at = fmpq(value.numerator, value.denominator)
    return [
        band.result.value for band in body.bands if band.holds(at) and isinstance(band.result, p.Constant)
    ]


VALUES = [Fraction(at, 2) for at in range(201)]
"""Every tenth from 0 to 10, and what lies between, in tenths."""


def needed(lines: list[Line]) -> tuple[bool, bool]:
    """Whether some value has no line, and whether some has two."""
    counts = [sum(line.holds(value) for line in lines) for value in VALUES]
    return 0 in counts, 2 in counts


@settings(max_examples=25)
@given(printed(), st.sampled_from(["lower", "higher"]), st.sampled_from(["lower", "higher"]), st.randoms())
def test_each_value_has_the_line_that_a_reader_finds(
    lines: list[Line], between: str, shared: str, chance: object
) -> None:
    """With the readings that are needed, and no others, each value gets the points of the line that a reader would name."""
    gap, twice = needed(lines)
    order = list(range(len(lines)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    readings = [f'between lines: the line of the {between} value assumed "why"'] if gap else []
    readings += [f'at shared ends: the line of the {shared} value assumed "why"'] if twice else []
    checked = load_text(rules(lines, order, *readings))
    assert checked.program is not None, checked.findings
    body = checked.program.definitions["s"].body
    assert isinstance(body, p.Banded)
    for value in VALUES:
        assert points(body, value / 10) == [line_by_hand(value, lines, between, shared)]
    codes = [finding.code for finding in checked.findings if finding.defect is not None]
    assert codes == ["W342"] * gap + ["W343"] * twice
    for number, code in enumerate(["E380"] * len(readings)):
        without = [reading for at, reading in enumerate(readings) if at != number]
        assert [f.code for f in findings(lines, order, *without)] == [code]


@given(
    printed(),
    st.sampled_from(["", "lower", "higher"]),
    st.sampled_from(["", "lower", "higher"]),
    st.randoms(),
)
def test_the_independent_check_reads_lines_alike(
    lines: list[Line], between: str, shared: str, chance: object
) -> None:
    """What completes printed lines in ``independent.py`` holds each value as a reader would."""
    order = list(range(len(lines)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    records = [
        {
            "low": decimal(Fraction(lines[at].low, 10)), "low_included": not lines[at].open_low,
            "high": decimal(Fraction(lines[at].high, 10)), "high_included": not lines[at].open_high,
        }
        for at in order
    ]  # fmt: skip
    read = independent.read(records, {"between": between, "shared": shared})
    for value in VALUES:
        bounds = [
            (Fraction(one["low"]) * 10, one["low_included"], Fraction(one["high"]) * 10, one["high_included"])
            for one in read
        ]
        holding = [
            order[at]
            for at, (low, low_in, high, high_in) in enumerate(bounds)
            if (low < value or (low == value and low_in)) and (value < high or (value == high and high_in))
        ]
        held = sum(line.holds(value) for line in lines)
        if held == 1 or (held == 0 and between) or (held == 2 and shared):
            assert holding == [line_by_hand(value, lines, between, shared)]
        else:
            assert len(holding) == held


@settings(max_examples=25)
@given(printed())
def test_all_that_is_left_out_is_told(lines: list[Line]) -> None:
    """The stretches of the finding hold exactly the values that no line holds, and the printed ones among them."""
    gap, twice = needed(lines)
    readings = ['between lines: the line of the lower value assumed "why"'] if gap else []
    readings += ['at shared ends: the line of the lower value assumed "why"'] if twice else []
    told = {finding.code: finding.defect for finding in findings(lines, list(range(len(lines))), *readings)}
    stretches = told["W342"].left_out if gap else ()  # type: ignore[union-attr]
    for value in VALUES:
        exact = value / 10
        inside = [
            one
            for one in stretches
            if (Fraction(one.low) < exact or (Fraction(one.low) == exact and one.low_included))
            and (exact < Fraction(one.high) or (exact == Fraction(one.high) and one.high_included))
        ]
        held = sum(line.holds(value) for line in lines)
        assert len(inside) == (held == 0)
        fine = any(line.low % 10 or line.high % 10 for line in lines)
        if inside and value.denominator == 1 and (fine or value % 10 == 0):
            assert Fraction(inside[0].printed_from) <= exact <= Fraction(inside[0].printed_to)
    if twice:
        ends = [Fraction(one.value) * 10 for one in told["W343"].shared]  # type: ignore[union-attr]
        assert ends == [value for value in VALUES if sum(line.holds(value) for line in lines) == 2]


RATED = """methodology m version "1" { scale 0 to 100 points }
source order { title "Order" }
subject agency { x: points, between 0 and 100 }
criterion a out of 100 points { score = x  cite order "1" }
total { round to 2 decimals, half up  cite order }
"""


def test_less_than_49_99_leaves_49_99_out() -> None:
    """Of scores with two decimals, exactly 49.99 has no grade; the higher lines leave nothing out."""
    text = (
        RATED
        + """rating { high from 90 points to 100 points  medium from 70 points to 89.99 points
        low from 50 points to 69.99 points  bad below 49.99 points  cite order "63"
        between grades: the lower grade assumed "why" }"""
    )
    (told,) = load_text(text).findings
    assert told.defect is not None
    assert [(one.printed_from, one.printed_to, str(one.line)) for one in told.defect.left_out] == [
        ("49.99", "49.99", "below 49.99")
    ]
    assert [str(one) for one in told.defect.cited] == ['order "63"']


def test_a_defect_of_an_act_does_not_fail_strict_checks(tmp_path: object) -> None:
    """What `check` says of an act stands apart, and `--strict` refuses the assumption alone."""
    text = (
        RATED
        + """rating { good from 50 points  bad below 49.99 points  cite order "63"
        between grades: the lower grade cite order "64" }"""
    )
    path = tmp_path / "rules.eff"  # type: ignore[operator]
    path.write_text(text, "utf-8")
    result = CliRunner().invoke(command, [str(path), "--strict"])
    assert "Defects of the acts" in result.output
    assert result.exit_code == 0, result.output


# -- What is kept, hashed and traced of them ------------------------------------------------------------------------

READ = (
    RATED.replace(
        "score = x  cite",
        """score = points by x as printed {
        60 points to 100 points: 100 points;  30 points to 60 points: 50 points;  below 29.9 points: 0 points;
        between lines: the line of the lower value assumed "why";
        at shared ends: the line of the higher value assumed "why"
    }
    contradicted by order "9" 90 points ru "90 баллов"  assumed "100 is taken"
    cite""",
    )
    + """rating { good from 50 points  bad below 49.99 points  cite order
    between grades: the lower grade assumed "why" }"""
)


def test_scales_and_defects_are_kept_between_runs() -> None:
    """A program with printed scales, and its findings with their defects, are the same again out of the store."""
    checked = load_text(READ)
    assert checked.program is not None, checked.findings
    again = plain.from_plain(json.loads(json.dumps(plain.to_plain(checked))))
    assert again.program == checked.program
    assert repr(again.findings) == repr(checked.findings)
    assert [finding.code for finding in checked.findings if finding.defect is not None] == [
        "W342", "W343", "W344", "W342",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the line of the lower value", "the line of the higher value"),
        ("below 29.9 points", "below 30 points"),
        ("the lower grade", "the higher grade"),
        ("90 баллов", "91 балл"),
        ("90 points ru", "80 points ru"),
        ("""
    contradicted by order "9" 90 points ru "90 баллов\"""", ""),
    ],
)  # fmt: skip
def test_each_of_it_is_part_of_the_digest(old: str, new: str) -> None:
    """Another reading, another line and another quotation make another program."""
    ours, theirs = load_text(READ).program, load_text(READ.replace(old, new)).program
    assert ours is not None
    assert theirs is not None
    assert program_digest(ours) != program_digest(theirs)


def test_rules_without_them_keep_their_digest() -> None:
    """The canonical text of a program without printed scales and contradictions does not speak of them."""
    made = program_of(RATED)
    text = canonical_text(made)
    assert not any(word in text for word in ("printed", "between", "shared", "contradictions"))


def traced(score: str) -> dict[str, Any]:
    """The trace of a body with this value, as a document."""
    program = program_of(f'{READ} example "data" {{ agency A {{ x {score} }} }}')
    data = dataset_of(program.schema, program.examples[0].rows)
    made: dict[str, Any] = json.loads(json.dumps(document(trace(program, data).of("A"))))
    return made


@pytest.mark.parametrize("score", ["29.95", "60", "100", "12"])
def test_traces_of_them_are_confirmed(score: str) -> None:
    """The independent check works out the same."""
    assert independent.replay(traced(score)).problems == []


FORGED: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("bands", lambda step: step.update(between="higher")),
    ("bands", lambda step: step.update(shared="lower")),
    ("bands", lambda step: step.pop("shared")),
    ("bands", lambda step: step["printed"][1].update(high="61")),
    ("bands", lambda step: step["bands"][2].update(high="29.9")),
    ("bands", lambda step: step["printed"].pop()),
    ("rating", lambda step: step.update(between="higher")),
    ("rating", lambda step: step["grades"][1]["printed"].update(high="49.98", low="49")),
    ("rating", lambda step: step["grades"][1].pop("printed")),
]


@pytest.mark.parametrize(("op", "forge"), FORGED)
def test_a_forged_reading_is_found(op: str, forge: Callable[[dict[str, Any]], object]) -> None:
    """Stretches that are not the printed lines as the readings say are refused, though the result stays."""
    made = traced("100")
    step = next(step for step in made["steps"] if step["op"] == op)
    forge(step)
    made["digest"] = digest(made)
    assert [ref for ref, _ in independent.replay(made).problems] == [step["id"]]


# -- Scales that acts print -----------------------------------------------------------------------------------------

ACTS: dict[str, tuple[str, str, list[str], list[str], list[str]]] = {
    # what is looked up, its lines as printed, what they leave out, what of that could stand in print, what two of them have
    "late answers, 2021, annex 13": (
        "share, between 0% and 100%",
        "90% to 100%; 80% to 89.9%; 70% to 79.9%; 60% to 69.9%; 50% to 59.9%; below 49.9%",
        ["from 49.9% to below 50%", *(f"above {n}.9% to below {n + 1}%" for n in (59, 69, 79, 89))],
        ["49.9%"],
        [],
    ),
    "satisfaction by language, 2023, table 7-1": (
        "share, between 0% and 100%",
        "above 80%; 69% to 79%; 58% to 68%; 47% to 57%; 36% to 46%; below 35%",
        ["from 35% to below 36%", *(f"above {n}% to below {n + 1}%" for n in (46, 57, 68)), "above 79% to 80%"],
        ["35%", "80%"],
        [],
    ),
    "satisfaction on a scale of five, 2021, annex 6": (
        "number, between 1 and 5",
        "4.8 to 5; 4.6 to 4.79; 4.4 to 4.59; 4.2 to 4.39; 4 to 4.19; below 4",
        [f"above {n}9 to below {m}" for n, m in (("4.1", "4.2"), ("4.3", "4.4"), ("4.5", "4.6"), ("4.7", "4.8"))],
        [],
        [],
    ),
    "violations, 2012, criterion 2": (
        "share, between 0% and 100%",
        "at most 5%; 5% to 9.9%; 10% to 14.9%; 15% to 19.9%; 20% to 24.9%; 25% to 29.9%; above 30%",
        [*(f"above {n}.9% to below {n + 1}%" for n in (9, 14, 19, 24)), "above 29.9% to 30%"],
        ["30%"],
        ["5%"],
    ),
    "direct results, 2012, criterion 7": (
        "share, between 0% and 100%",
        "exactly 100%; 99.3% to 99.9%; 98.6% to 99.2%; 97.9% to 98.5%; at most 97.8%",
        ["above 97.8% to below 97.9%", "above 98.5% to below 98.6%", "above 99.2% to below 99.3%", "above 99.9% to below 100%"],
        [],
        [],
    ),
    "internal control, 2017, annex 8": (
        "share, between 0% and 100%",
        "from 50%; 30% to 49.99%; below 20%",
        ["from 20% to below 30%", "above 49.99% to below 50%"],
        ["20% to 29.99%"],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_scales_that_acts_print(name: str) -> None:
    """Copied as they stand, the scales of the orders are told with each hole and each shared end, and with a reading they are whole."""
    kind, printed_lines, left_out, in_print, shared = ACTS[name]
    lines = "; ".join(f"{line}: {n} points" for n, line in enumerate(printed_lines.split("; ")))
    start = f"""methodology m version "1" {{ scale 0 to 100 points }} source act {{ title "Act" }} subject agency {{ x: {kind} }}
        criterion a out of 100 points {{ cite act "13"  score = points by x as printed {{ {lines}"""
    (refused,) = load_text(f"{start} }} }}").findings
    assert refused.code == "E380"
    for words in (*left_out, *shared):
        assert words in str(refused.message)
    readings = ['between lines: the line of the lower value assumed "why"']
    readings += ['at shared ends: the line of the higher value assumed "why"'] if shared else []
    found = load_text(f"{start}; {'; '.join(readings)} }} }}").findings
    told = {finding.code: finding for finding in found if finding.defect is not None}
    assert told["W342"].defect is not None
    assert f"stretch{'es' if len(left_out) > 1 else ''}: {', '.join(left_out)}" in str(told["W342"].message)
    ends = [(one.printed_from, one.printed_to) for one in told["W342"].defect.left_out if one.printed_from]
    assert [low if low == high else f"{low} to {high}" for low, high in ends] == in_print
    if shared:
        assert told["W343"].defect is not None
        assert [one.value for one in told["W343"].defect.shared] == shared


def test_a_line_of_one_value_comes_before_the_one_that_begins_with_it() -> None:
    """A line "50" ends where "50 – 60", or "above 50", begins, whichever is printed first."""
    one, more = Stretch(fmpq(50), True, fmpq(50), True), Stretch(fmpq(50), True, fmpq(60), True)
    assert in_order([one, more]) == [0, 1]
    assert in_order([more, one]) == [1, 0]
    assert in_order([Stretch(fmpq(50), True, None, False), one]) == [1, 0]
    assert in_order([Stretch(fmpq(50), False, fmpq(60), True), one]) == [1, 0]


def test_quoted_words_say_their_language_in_words() -> None:
    told = quotation((("kk", "25 пайыз"), ("ru", "30 процентов")))
    assert str(told) == "kk «25 пайыз»; ru «30 процентов»"
    assert (
        in_language(told, Language.RU) == "на казахском языке: «25 пайыз»; на русском языке: «30 процентов»"
    )
    assert in_language(told, Language.KK) == "қазақ тілінде: «25 пайыз»; орыс тілінде: «30 процентов»"

"""The independent checker by itself: each operation is confirmed when it is right, and refused when anything in it is not."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flint import fmpq

from effrules import independent
from effrules.independent import OPERATIONS, replay
from effrules.model import real
from effrules.model.real import floor_display
from effrules.prove.cases import dataset_of
from effrules.prove.examples import run_example
from effrules.trace.json_text import digest, document
from effrules.trace.tracing import trace
from tests.costs import shared
from tests.running import program_of

EVERYTHING = """
methodology everything version "1" { scale 0 to 100 points }
source order { title "An order" }
subject agency { kind: one of central, local  staff: count, above 0  vacancies: count  since: date  bonus: points, may be missing  active: yes or no }
table target of agency { code: text  plan: number, above 0  actual: number, may be missing  weight: number, above 0 }
table incident of agency { lateness: days, at least 0 }

figures norm "Norms" {
    kind: one of central, local
    best: number
    | central  40
    | local    25
    cite order "annex"
}

define part(a: number, b: number): share = a / b but at most 100% but at least 0%
define degree(t: target): share = t.actual / t.plan but at most 100%
define papers = checklist { en "a plan": 5 points when any target; en "no incident": 5 points when no incident }
define age = (2020-01-01 - since) / 1 days
define grade = points by vacancies / staff { below 5%: 10 points; from 5% to below 20%: 5 points; otherwise: 0 points }
define line = interpolate vacancies / staff { before the first: 100 points; at 0%: 100 points; at 10%: 90 points; at 50%: 0 points; after the last: 0 points }
define chosen = when kind is central and staff is above 10 then 10 points when active or kind is local then 20 points otherwise -(-30) * 1 points

block first "First" {
    direction sums {
        criterion plan out of 70 points {
            score = 70 points * weighted average of degree(t) by t.weight for each target t where t.actual is known
            not applicable when no target t where t.actual is known because en "no statistics"
            assumed en "for the test"
        }
        criterion papers_in out of 10 points { score = papers rounded to 0 decimals, half even  cite order }
        criterion graded {
            out of 10 points where kind is central cite order "1"
            out of 20 points where kind is local
            score = its maximum * (grade / 10 points)
            cite order
        }
        criterion for_central out of 10 points { only where kind is central  score = its maximum * 0.5  cite order }
        cite order
    }
    direction standings {
        score = 10 points * (min-max of a.staff among agency a, if all equal then 0) + 10 points * (percentile of a.staff among agency a)
              + (position of a.staff among agency a highest first) * 1 points
              + abs(z-score of a.staff among agency a, if all equal then 0) * 1 points but at most 100 points
        cite order
    }
    round to 2 decimals, half up
    cite order
}
block second "Second" {
    direction around {
        score = (position of a.staff among agency a highest first, none is skipped) * 10 points
              + (position of a.staff among agency a lowest first, sharing the average place) * 10 points
        cite order
        halved when vacancies > 3 because en "many are missing" cite order "2"
        times 1/3 when active cite order "3"
        times 0.9 when staff < 8
        mean of the others when kind is local within active, if none then 0 points because en "for show" cite order "4"
    }
    direction functions {
        score = (sqrt(staff) + ln(staff) + exp(-vacancies / staff) + root(staff, 3) + power(staff, 2) / 100000) * 1 points + line / 10
              + chosen / 10 + (bonus if missing then 1 points) but at most 100 points
        cite order
    }
    direction figures_used {
        score = part(staff, norm(kind).best) * 50 points
              + (share of target where plan > 5 among those where plan > 0, if none then 0%) * 10 points
              + (geometric mean of plan for each target, if none then 1) * 0.1 points + age / 10000 * 1 points
              + (median of plan for each target, if none then 0) * 0.1 points + (count of target) * 0.1 points
              but at most 100 points
        not applicable when not active because en "not active"
        cite order
    }
    score = average of its parts
    cite order
}
weights {
    first 60% { sums 50%  standings 50% }
    second 40% { functions 50%  figures_used 40%  around 10% }
    when not applicable: share out in proportion
    assumed en "for the test"
}
calendar kz "Calendar" {
    weekend saturday, sunday
    from 2011-01-01 to 2015-12-31
    holiday 2015-12-16 to 2015-12-17 "Independence"
    working 2015-12-05
    cite order
}
penalty slow "Slow" {
    take 0.01 points for each day of (working days from since to 2015-12-31 by calendar kz) when vacancies > 3
    from block first
    cite order
}
penalty late "Late" {
    take 0.5 points for each incident i where i.lateness > 2 days
    from total
    at most 1 points in all
    leaving at least 0 points
    cite order
}
bonus active_one "Active" { give 1 points when active and second is applicable  to block first  cite order }
total { round total to 2 decimals, half up  never above 100 points  cite order }
rating { good from 50 points to 100 points  bad below 50 points  assumed en "for the test" }
rank agency by total as rounded, highest first, then by first before rounding, highest first; equal totals share a place cite order
example "data" {
    agency A { kind central, staff 30, vacancies 3, since 2011-05-01, bonus 2, active yes }
    agency B { kind local, staff 7, vacancies 0, since 2012-01-31, bonus missing, active no }
    agency C { kind central, staff 9, vacancies 4, since 2015-12-01, bonus missing, active no }
    agency D { kind local, staff 30, vacancies 3, since 2011-05-01, bonus 2, active yes }
    target of A { code "1", plan 8, actual 5, weight 2 }
    target of A { code "2", plan 3, actual missing, weight 1 }
    target of A { code "3", plan 7, actual 9, weight 1 }
    target of C { code "1", plan 8, actual missing, weight 2 }
    target of D { code "1", plan 7, actual 9, weight 1 }
    incident of A { lateness 3 }
    incident of A { lateness 1 }
    incident of C { lateness 5 }
    incident of C { lateness 6 }
    incident of C { lateness 7 }
    expect place of A is 1
}
"""

Document = dict[str, Any]
Step = dict[str, Any]


@shared
def documents(rules: str = EVERYTHING) -> dict[str, Document]:
    """The traces of all agencies of the example, as they are read from files."""
    program = program_of(rules)
    derivations = trace(program, dataset_of(program.schema, program.examples[0].rows))
    return {key: json.loads(json.dumps(document(derivations.of(key)))) for key in derivations.subjects}


def spoilt(key: str, name: str, change: Callable[[Step], None]) -> independent.Replay:
    """The check of a trace of which one step was changed and the digest made anew."""
    made = {**documents()[key], "steps": list(documents()[key]["steps"])}
    at = next(n for n, step in enumerate(made["steps"]) if step["id"] == name)
    made["steps"][at] = copy.deepcopy(made["steps"][at])
    change(made["steps"][at])
    made["digest"] = digest(made)
    return replay(made)


def alone_spoilt(key: str, name: str, change: Callable[[Step], object]) -> independent.Replay:
    """The check of a changed step and of what it rests on, without the rest of the trace."""
    steps = {step["id"]: step for step in documents()[key]["steps"]}
    wanted, ahead = set[str](), [name]
    while ahead:
        ref = ahead.pop()
        if ref not in wanted:
            wanted.add(ref)
            ahead += steps[ref]["from"]
    spoilt_one = copy.deepcopy(steps[name])
    change(spoilt_one)
    found = [spoilt_one if ref == name else step for ref, step in steps.items() if ref in wanted]
    return replay({**documents()[key], "steps": found})


def test_its_chapters_stand_in_front() -> None:
    """The file is one, so its first lines say what stands in it, in that order."""
    chapters = re.findall(r"^# -- (\w+) -+$", Path(independent.__file__).read_text("utf-8"), re.MULTILINE)
    assert chapters == re.findall(r"^    (\w+)  +\S", independent.__doc__ or "", re.MULTILINE)
    assert len(chapters) > 10


def test_nothing_is_held_back_of_a_penalty_of_nothing() -> None:
    """Where the score lies below the limit already: neither does a trace say so, nor does the checker ask for it."""
    for amount, held in (("0", False), ("1", True)):
        (made,) = documents(
            f"""methodology m version "1" {{ scale 0 to 100 points }}
source order {{ title "Order" }}
subject agency {{ staff: count, above 0 }}
criterion c out of 100 points {{ score = 1 points * staff but at most 100 points  cite order }}
penalty p {{ take {amount} points from total leaving at least 50 points  cite order }}
total {{ score = c  cite order }}
example "data" {{ agency A {{ staff 3 }} expect c of A is 3 points }}
"""
        ).values()
        assert replay(made).problems == []
        assert [step["held"] for step in made["steps"] if step["op"] == "adjust"] == [held]


def test_all_operations_are_confirmed() -> None:
    """Traces with every operation are confirmed, and what is left open are irrational numbers that meet nothing."""
    ops = {step["op"] for made in documents().values() for step in made["steps"]}
    assert ops == set(OPERATIONS) - {"failed"}
    for made in documents().values():
        found = replay(made)
        assert found.problems == []
        assert found.undecided == []


def test_another_value_is_refused_at_its_step() -> None:
    """Whatever the operation, another value than the right one is a problem of that very step."""
    seen: set[tuple[str, str]] = set()
    for key in documents():
        for step in documents()[key]["steps"]:
            if (step["op"], step.get("text", key)) in seen:
                continue
            seen.add((step["op"], step.get("text", key)))
            if step["type"] in ("none", "text") or step["op"] in ("cell", "figure"):
                continue

            def change(at: Step) -> None:
                if at["type"] == "yes-no":
                    at["value"] = not at["value"]
                elif at["type"] == "date":
                    at["value"] = "1999-09-09"
                elif at["type"] == "irrational":
                    at["value"] = "9" + at["value"]
                else:
                    at["value"] = independent.written(Fraction(at["value"]) + Fraction(1, 100))

            found = alone_spoilt(key, step["id"], change)
            assert step["id"] in dict(found.problems), step


def swap(name: str, value: Any) -> Callable[[Step], None]:
    """Puts another value under a key."""
    return lambda step: step.__setitem__(name, value)


CHANGES: list[tuple[str, Callable[[Step], bool], Callable[[Step], None]]] = [
    ("arithmetic", lambda step: step["operation"] == "divide" and "plan" in step["text"], swap("operation", "multiply")),
    ("function", lambda step: step["function"] == "ln", swap("function", "exp")),
    ("function", lambda step: step["function"] == "sqrt", swap("function", "abs")),
    ("limit", lambda step: step["bites"], swap("bites", False)),
    ("limit", lambda step: step["bites"], lambda step: step.update(upper=not step["upper"])),
    ("round", lambda step: len(step["from"]) == 1, lambda step: step.update(tie=not step["tie"])),
    ("round", lambda step: step["value"] != "100" and step["rounding"]["digits"] == 2, lambda step: step["rounding"].update(digits=0)),
    ("compare", lambda step: step["comparison"] == "is", swap("comparison", "is not")),
    ("every", lambda step: step["value"] is False, swap("value", True)),
    ("some", lambda step: step["value"] is True, swap("operands", [])),
    ("not", lambda step: True, lambda step: step.update(value=not step["value"])),
    ("if missing", lambda step: step["instead"] is None, lambda step: step.update(instead=step["operand"])),
    ("choose", lambda step: step["taken"] == 0, swap("taken", 1)),
    ("choose", lambda step: len(step["tested"]) == 2, lambda step: step.update(tested=step["tested"][1:])),
    ("bands", lambda step: step["hit"] == 1, swap("hit", 0)),
    ("bands", lambda step: step["hit"] == 1, lambda step: step["bands"][1].update(high="0.06")),
    ("interpolate", lambda step: step["where"] == "between two points", swap("index", 1)),
    ("interpolate", lambda step: step["where"] == "at a point", swap("where", "before the first")),
    ("check-list", lambda step: step["value"] == "5", lambda step: [item.update(result=None) for item in step["items"]]),  # type: ignore[func-returns-value]
    ("aggregate", lambda step: len(step["values"]) > 1, lambda step: step.update(values=step["values"][1:])),
    ("aggregate", lambda step: step["kind"] == "median" and len(step["values"]) == 3, swap("kind", "sum")),
    ("aggregate", lambda step: step["rows"]["left_out"], lambda step: step["rows"]["taken"].append({"row": "x"})),
    ("count", lambda step: step["value"] != "0", lambda step: step["rows"]["taken"].pop()),
    ("share", lambda step: step["value"] != "0" and step["conditions"], lambda step: step["conditions"].pop()),
    ("quantified", lambda step: step["quantifier"] == "no", swap("quantifier", "any")),
    ("standing", lambda step: step["kind"] == "position", lambda step: step.update(highest_first=not step["highest_first"])),
    ("standing", lambda step: step["kind"] == "percentile", swap("kind", "min-max")),
    ("standing", lambda step: step["kind"] == "z-score", swap("among", "s0")),
    ("standing", lambda step: True, lambda step: step.pop("among")),
    ("among", lambda step: True, lambda step: step["values"].pop()),
    ("among", lambda step: True, lambda step: step["rows"]["taken"].pop()),
    ("weights", lambda step: step["left_out"], swap("redistribution", "count as zero")),
    ("weights", lambda step: step["left_out"], swap("left_out", [])),
    ("weights", lambda step: len(step["stated"]) > 1, lambda step: step["stated"][0].update(share="0.51")),
    ("weighted mean", lambda step: len(step["parts"]) > 1, lambda step: step["parts"][0].update(weight="0.41")),
    ("weighted mean", lambda step: True, lambda step: step["parts"][0].update(maximum="99")),
    ("of parts", lambda step: len(step["parts"]) > 1, lambda step: step["parts"].pop()),
    ("incidents", lambda step: step["capped"], swap("capped", False)),
    ("incidents", lambda step: step["amounts"], lambda step: step["amounts"].pop()),
    ("incidents", lambda step: step["amounts"], swap("total", "7")),
    ("adjust", lambda step: step["value"] != "0", lambda step: step.update(sign=-step["sign"])),
    ("adjust", lambda step: True, lambda step: step.update(held=not step["held"])),
    ("bounded", lambda step: True, lambda step: step.update(bites=not step["bites"])),
    ("node", lambda step: step["state"] == "scored", swap("state", "not applicable")),
    ("node", lambda step: step["state"] == "not applicable", swap("state", "scored")),
    ("node", lambda step: step["kind"] == "criterion" and step["state"] == "scored", swap("maximum", "0.5")),
    ("node", lambda step: bool(step.get("tests")), lambda step: step["tests"][0].update(holds=not step["tests"][0]["holds"])),
    ("rating", lambda step: True, swap("value", "excellent")),
    ("place", lambda step: True, lambda step: step.update(shared=not step["shared"])),
    ("place", lambda step: True, swap("among", 9)),
    ("place", lambda step: step["value"] != "1", lambda step: step["rivals"].pop()),
    ("cell", lambda step: step["type"] == "number", swap("from", ["s0"])),
    ("score", lambda step: step["before_rounding"], swap("before_rounding", False)),
    ("definition", lambda step: step["type"] == "number", swap("body", "s1")),
]  # fmt: skip


@pytest.mark.parametrize(
    "number", range(len(CHANGES)), ids=[f"{n}-{op}" for n, (op, _, _) in enumerate(CHANGES)]
)
def test_a_changed_step_is_refused(number: int) -> None:
    """Any other content of a step is a problem, even where its value stays."""
    op, fits, change = CHANGES[number]
    tried = 0
    for key, made in documents().items():
        for step in made["steps"]:
            if step["op"] == op and fits(step):
                tried += 1
                if tried > 2:
                    return
                found = spoilt(key, step["id"], change)
                assert found.problems, step
    assert tried


TABLE = {
    "table": "t", "file": "t.csv", "sheet": "", "rows": 1, "numbered": False,
    "called": [{"name": "t", "heading": "id"}], "columns": [{"field": "f", "heading": "f"}, {"field": "id", "heading": "id"}],
}  # fmt: skip

CELL = {"op": "cell", "table": "t", "field": "f", "row": "A", "file": "t.csv", "cell": "B2", "from": []}


@pytest.mark.parametrize(
    ("raw", "percent", "value", "right"),
    [
        ("12.5", False, "12.5", True),
        ("12,5", False, "12.5", True),
        ("1 234,5", False, "1234.5", True),
        ("95%", False, "0.95", True),
        ("95", True, "0.95", True),
        ("95", False, "0.95", False),
        ("12.5", False, "12.6", False),
        ("", False, "0", False),
    ],
)
def test_raw_texts(raw: str, percent: bool, value: str, right: bool) -> None:
    """The text of a cell denotes the value that was read, as people write numbers."""
    step = {**CELL, "id": "s0", "raw": raw, "percent": percent, "value": value, "type": "number"}
    shown = floor_display(fmpq(*Fraction(value).as_integer_ratio()), 10)
    step["shown"] = f"{float(value):.2f}" if len(shown) < 7 else value
    found = replay(alone(step))
    refused = any(name == "s0" for name, _ in found.problems)
    assert refused is not right


def alone(*steps: Step) -> Document:
    """A document of a few steps, which are about no node."""
    made: Document = {
        "format": independent.FORMAT,
        "clauses": [],
        "steps": list(steps),
        "root": "s0",
        "ratings": [],
        "places": [],
        "tables": [TABLE],
    }
    return {**made, "digest": digest(made)}


@pytest.mark.parametrize("x", ["-8", "-2.5", "-1/3", "-0.001"])
@pytest.mark.parametrize("n", [3, 5])
def test_odd_roots_of_numbers_below_0(x: str, n: int) -> None:
    """An odd root of a number below 0 is the engine's; an even one is refused."""
    value = Fraction(x)
    low, high = independent.root(value, n)
    assert low <= high < 0
    assert low**n <= value <= high**n
    engine = real.root(fmpq(value.numerator, value.denominator), n)
    if isinstance(engine, real.Real):
        known = independent.enclosure(floor_display(engine, independent.RECORDED))
        assert low <= known[1]
        assert known[0] <= high
    else:
        assert low == high == Fraction(int(engine.p), int(engine.q))
    with pytest.raises(independent.Wrong):
        independent.root(value, n + 1)


@pytest.mark.parametrize("x", ["2", "0.001", "1/3", "12345.678", "97"])
def test_irrational_functions(x: str) -> None:
    """Enclosures agree with the engine's digits to the last recorded one."""
    value = Fraction(x)
    exact = fmpq(value.numerator, value.denominator)
    pairs = [
        (independent.ln(value), real.ln(exact)),
        (independent.exp(-value / 100), real.exp(-exact / 100)),
        (independent.root(value, 2), real.sqrt(exact)),
        (independent.root(value, 7), real.root(exact, 7)),
        (independent.power((value, value), (Fraction(2, 3),) * 2), real.power(exact, fmpq(2, 3))),
        (independent.power((-value, -value), (Fraction(5, 3),) * 2), real.power(-exact, fmpq(5, 3))),
    ]
    for (low, high), engine in pairs:
        assert low <= high
        assert high - low < Fraction(1, 10**40)
        if not isinstance(engine, real.Real):
            assert low == high
            continue
        known = independent.enclosure(floor_display(engine, independent.RECORDED))
        assert low <= known[1]
        assert known[0] <= high


@pytest.mark.parametrize(
    "document_", [None, [], {}, {"format": "effrules.trace/1"}, {"format": "effrules.trace/1", "steps": [None, 3, {}]},
                  {"format": "effrules.trace/1", "steps": [{"id": "s0", "op": "node", "value": [], "type": "number"}]}]
)  # fmt: skip
def test_what_is_no_trace_is_refused(document_: object) -> None:
    """Anything else than a trace is refused in words, never with a traceback."""
    assert replay(document_).problems


def test_parts_of_a_trace_that_are_lacking_are_refused() -> None:
    """Each key that is taken out of a step or of the document is noticed, and nothing crashes."""
    made = documents()["A"]
    for key in made:
        rest = {k: v for k, v in made.items() if k != key}
        assert replay(rest).problems
    for step in made["steps"][::64]:
        for key in step:
            found = spoilt("A", step["id"], lambda at, key=key: at.pop(key))
            if step[key] != [] and key not in ("place", "text", "clause", "titles", "row", "choice", "table", "field", "assumed", "weight",
                           "unread", "percent", "file", "sheet", "cell", "raw", "reason_titles", "name", "figures",
                           "column", "subject", "highest_first", "earlier", "minimum", "tests", "ranking", "group", "rated", "dense") and not (
                key == "maximum" and step.get("kind") != "criterion"
            ):  # fmt: skip
                assert found.problems, (key, step)


def test_several_bodies_in_place_of_one() -> None:
    """A list of bodies does not stand in for the root of a trace of one body."""
    for bodies in ([], [{"subject": {}, "node": "total"}], 3):
        made = {**documents()["A"], "bodies": bodies}
        assert replay({**made, "digest": digest(made)}).problems


JUNK = [None, 3, "x", [], {}, [3], True, 1.5, "s1", "-1/0", "1/0", "9" * 5000, {"a": 1}, "≈", "NaN"]


def test_whatever_stands_in_a_step() -> None:
    """Junk anywhere in a step, or a key that is lacking, never stops the checker; what it says is words."""
    random = Random(3)
    for _ in range(250):
        made = documents()[random.choice("BCD")]
        at = random.randrange(len(made["steps"]))
        step = copy.deepcopy(made["steps"][at])
        inner: Any = step
        while True:
            key = random.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
            if not (isinstance(inner[key], dict | list) and inner[key] and random.random() < 0.7):
                break
            inner = inner[key]
        if random.random() < 0.2:
            del inner[key]
        else:
            inner[key] = random.choice(JUNK)
        operands = [one for one in made["steps"][:at] if one["id"] in made["steps"][at]["from"]]
        found = replay({**made, "steps": [*operands, step]})
        assert found.problems
        assert all(isinstance(line, str) for line in independent.verdict(found))


def test_alone(tmp_path: Path) -> None:
    """The file runs by itself, without the package, and tells its verdict by its exit code."""
    program = tmp_path / "checker.py"
    program.write_text(Path(independent.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(documents()["A"]), encoding="utf-8")
    bad.write_text(json.dumps(documents()["A"]).replace('"value": "5"', '"value": "6"'), encoding="utf-8")
    for path, code, said in (
        (good, 0, "confirmed: "),
        (bad, 1, "wrong: "),
        (tmp_path / "none.json", 1, "cannot be read"),
    ):
        done = subprocess.run(
            [sys.executable, "-I", str(program), str(path)], capture_output=True, text=True, check=False, encoding="utf-8",
            env={"PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        assert said in done.stdout
        assert done.stderr == ""


def test_the_checker_knows_nothing_of_the_engine() -> None:
    """It imports nothing but the standard library."""
    source = Path(independent.__file__).read_text(encoding="utf-8")
    imported = {
        line.split()[1].partition(".")[0]
        for line in source.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "kz1048"])
def test_cells_are_looked_up_in_the_file(tmp_path: Path, encoding: str) -> None:
    """The raw text must stand in the cell that the trace names, whatever the file's encoding and delimiter."""
    title = "Ішкі істер" if encoding != "cp1251" else "Дела"
    (tmp_path / "t.csv").write_bytes(f"id;f\n{title};12,5\n".encode(encoding))
    row = f't "{title}"'
    number = {
        **CELL,
        "row": row,
        "id": "s0",
        "raw": "12,5",
        "value": "12.5",
        "type": "number",
        "shown": "12.50",
    }
    name = {
        **CELL,
        "row": row,
        "field": "id",
        "id": "s1",
        "cell": "A2",
        "raw": title,
        "value": title,
        "type": "text",
    }
    right = replay(alone(number, name), tmp_path)
    assert [problem for problem in right.problems if problem[0]] == []
    assert right.cells_seen == 2
    wrong = replay(alone({**number, "cell": "B1"}, {**name, "file": "other.csv"}), tmp_path)
    assert [name for name, _ in wrong.problems if name] == ["s0", "s1"]


def test_every_operation_is_quoted_as_the_rules_write_it() -> None:
    """With the rules at hand, what steps of all operations quote stands at their places, each within the step above it."""
    for made in documents().values():
        found = replay(made, None, independent.Rules({"rules.eff": EVERYTHING}))
        assert found.problems == []
        assert found.quoted > 100


def test_a_forged_maximum_is_refused() -> None:
    """The maximum of a node is that which its formula takes, by a condition that holds; another one is a problem."""
    made = documents()["D"]
    node = next(s for s in made["steps"] if s["op"] == "node" and s["node"] == "graded")
    taken = next(s for s in made["steps"] if s["op"] == "maximum" and s["node"] == "graded")
    no = next(s for s in made["steps"] if s["type"] == "yes-no" and s["value"] is False)
    assert (node["maximum"], node["maximum_by"]) == ("20", taken["condition"])
    assert spoilt("D", node["id"], lambda at: at.update(maximum="10")).problems
    assert spoilt("D", node["id"], lambda at: at.update(maximum_by=no["id"])).problems
    assert spoilt("D", taken["id"], lambda at: at.update(maximum="10", value="10", shown="10")).problems
    assert spoilt("D", taken["id"], lambda at: at.update(condition=no["id"])).problems


BELOW = """
methodology m version "1" { scale 0 to 100 points }
subject agency { late: count }
block b {
    assumed "for the test"
    criterion whole out of 100 points {
        criterion left out of 60 points { score = 0 points }
        criterion right out of 40 points { score = 5 points  round to 1 decimal, half up }
    }
}
weights { equal  assumed "for the test" }
penalty lateness { take 1 points * late  from left  assumed "for the test" }
example "below" { agency A { late 9 }  expect left of A is -9 points  expect whole of A is -4 points }
"""


def test_a_criterion_of_parts_lies_where_its_parts_lie() -> None:
    """Penalties bring a part below 0, and what is made of it, too; a formula still has to come out on the scale."""
    program = program_of(BELOW)
    assert run_example(program, program.examples[0]).passed
    made = documents(BELOW)["A"]
    assert replay(made, None, independent.Rules({"rules.eff": BELOW})).problems == []
    right = next(step for step in made["steps"] if step["op"] == "node" and step["node"] == "right")
    right["maximum"] = "4"
    made["digest"] = digest(made)
    assert "outside the criterion's scale" in str(replay(made).problems)

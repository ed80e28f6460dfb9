"""A verdict is never claimed that does not hold: small rules one by one, and random pairs on random data."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from flint import fmpq
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from effrules.cli.main import cli
from effrules.compare.difference import Difference, difference
from effrules.compare.matching.names import Space
from effrules.compare.verdicts.judging import Bend
from effrules.exact import Results, score
from effrules.model import program as p
from effrules.model.program import Program
from effrules.model.real import compare
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from tests.diff_programs import relative
from tests.running import program_of
from tests.strategies import methodologies

RULES = """
methodology m version "1" {{ scale 0 to 100 points }}
source order {{ title en "Order" }}
subject agency {{ staff: count, above 0  gone: count  any_number: number  open: yes or no }}
table report of agency {{ late: count  spent: number, at least 0  any_worth: points }}
figures norm {{ code: text  days: number  | "a" {figure} cite order }}
define part: share = gone / staff cite order
criterion one out of 100 points {{ score = {formula} cite order }}
"""

UP, DOWN, SAME, DIFFERENT = Bend.LENIENT, Bend.STRICTER, Bend.SAME, Bend.DIFFERENT

CASES = [
    ("50 points", "60 points", UP),
    ("60 points", "50 points", DOWN),
    ("50 points * part", "60 points * part", UP),
    ("50 points * any_number", "60 points * any_number", DIFFERENT),
    ("50 points / staff", "40 points / staff", DOWN),
    ("50 points - 1 points * gone", "50 points - 2 points * gone", DOWN),
    ("50 points * part", "50 points * part but at most 40 points", DOWN),
    ("50 points + (20 points * any_number but at least 0 points)", "50 points + 20 points * any_number", DOWN),
    ("50 points * part but at most 40 points", "50 points * part but at most 45 points", UP),
    ("1 points * count of report where late > 3", "1 points * count of report where late > 2", UP),
    ("1 points * count of report where late > 3", "1 points * count of report where late >= 3", UP),
    ("1 points * count of report", "1 points * count of report where late > 3", DOWN),
    ("1 points * sum of spent for each report where late > 3", "1 points * sum of spent for each report where late > 2", UP),
    ("1 points * average of spent for each report where late > 3, if none then 0",
     "1 points * average of spent for each report where late > 2, if none then 0", DIFFERENT),
    ("when staff > 10 then 20 points otherwise 10 points", "when staff > 20 then 20 points otherwise 10 points", DOWN),
    ("when staff > 10 then 10 points otherwise 20 points", "when staff > 20 then 10 points otherwise 20 points", UP),
    ("when staff > 10 then 20 points otherwise 10 points", "when staff > 10 and open then 20 points otherwise 10 points", DOWN),
    ("when staff > 10 then 20 points otherwise 10 points", "when staff > 10 or open then 20 points otherwise 10 points", UP),
    ("points by part { below 10%: 9 points; from 10%: 5 points }", "points by part { below 20%: 9 points; from 20%: 5 points }", UP),
    ("points by part { below 10%: 9 points; from 10%: 5 points }", "points by part { below 10%: 8 points; from 10%: 6 points }", DIFFERENT),
    ("points by part { below 10%: 9 points; from 10%: 5 points }", "points by part { at most 10%: 9 points; above 10%: 5 points }", UP),
    ("interpolate part { at 0%: 0 points; at 10%: 10 points; before the first: 0 points; after the last: 10 points }",
     "interpolate part { at 0%: 0 points; at 5%: 10 points; before the first: 0 points; after the last: 10 points }", UP),
    ("interpolate part { at 0%: 0 points; at 10%: 10 points; before the first: 0 points; after the last: 10 points }",
     "interpolate part { at 0%: 0 points; at 5%: 5 points; at 10%: 10 points; before the first: 0 points; after the last: 10 points }", SAME),
    ('checklist { "a": 5 points when open }', 'checklist { "a": 5 points when open; "b": 2 points when staff > 3 }', UP),
    ('checklist { "a": 5 points when open }', 'checklist { "a": 4 points when open }', DOWN),
    ("50 points * part rounded to 1 decimal, half up", "50 points * part rounded to 1 decimal, down", DOWN),
    ("50 points * part", "50 points * part rounded to 1 decimal, half up", DIFFERENT),
    ("when not (staff > 10) then 20 points otherwise 10 points", "when not (staff > 20) then 20 points otherwise 10 points", UP),
    ("70 points + -(50 points * part)", "70 points + -(60 points * part)", DOWN),
    ("sum of any_worth for each report where late > 3", "sum of any_worth for each report where late > 2", DIFFERENT),
    ("sqrt(staff) * 1 points", "sqrt(staff + 1) * 1 points", DIFFERENT),
    ("points by staff { below 5: 1 points; from 5: 2 points }", "points by staff + gone { below 5: 1 points; from 5: 2 points }", DIFFERENT),
    ("when open then 20 points otherwise 10 points", "when not open then 10 points otherwise 20 points", DIFFERENT),
]  # fmt: skip


def verdict_of(found: Difference, name: str) -> Bend:
    """The verdict on the node or penalty of a name."""
    return next(verdict.bend for verdict in found.verdicts if verdict.place.name == name)


def rules(formula: str, figure: int = 5) -> Program:
    """Rules with this formula."""
    return program_of(RULES.format(formula=formula, figure=figure))


@pytest.mark.parametrize(("old", "new", "bend"), CASES)
def test_each_rule(old: str, new: str, bend: Bend) -> None:
    """A formula in the place of another one is stricter, more lenient, the same, or tells nothing; and so is the total."""
    found = difference(rules(old), rules(new))
    assert verdict_of(found, "one") is bend
    assert verdict_of(found, "total") is bend


@pytest.mark.parametrize(("old", "new", "bend"), CASES)
def test_each_rule_backwards(old: str, new: str, bend: Bend) -> None:
    """The other way round it is the opposite."""
    opposite = {UP: DOWN, DOWN: UP}.get(bend, bend)
    assert verdict_of(difference(rules(new), rules(old)), "one") is opposite


def some_rows() -> list[p.ExampleRow]:
    """Agencies with reports, near the bounds that the rules above name."""
    random = Random(11)
    made: list[p.ExampleRow] = []
    for at in range(24):
        staff = random.choice((3, 4, 5, 10, 11, 20, 21, 40))
        values = (
            ("staff", fmpq(staff)),
            ("gone", fmpq(random.choice((0, 1, 2, staff // 10, staff // 5, staff)))),
            ("any_number", fmpq(random.choice((-1, 0, 1)))),
            ("open", random.random() < 0.5),
        )
        made.append(p.ExampleRow("agency", f"A{at}", None, values))
        for _ in range(random.randrange(4)):
            report = (
                ("late", fmpq(random.choice((2, 3, 4)))),
                ("spent", fmpq(random.choice((0, 1, 5)))),
                ("any_worth", fmpq(random.choice((-3, 0, 3)))),
            )
            made.append(p.ExampleRow("report", "", f"A{at}", report))
    return made


@pytest.mark.parametrize(("old", "new", "bend"), CASES)
def test_each_rule_holds_on_data(old: str, new: str, bend: Bend) -> None:
    """What is said of each pair of formulas holds for two dozen agencies; where a way is shown, some of them move that way."""
    before, after = (score(one, dataset_of(one.schema, some_rows())) for one in (rules(old), rules(new)))
    if bend is DIFFERENT:
        return
    names = {"one": bend, "total": bend}
    assert broken(before, after, names, {"one": "one", "total": "total"}) == []
    ways = {
        compare(one.total.value, other.total.value)
        for one, other in zip(after.subjects, before.subjects, strict=True)
        if one.total.value is not None and other.total.value is not None
    }
    assert ways - {0} == {UP: {1}, DOWN: {-1}, SAME: set()}[bend]


def test_a_figure_moves_what_reads_it() -> None:
    """A higher figure under a division lowers the score."""
    found = difference(rules('50 points / norm("a").days', 5), rules('50 points / norm("a").days', 6))
    assert verdict_of(found, "one") is DOWN


@settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(methodologies(), methodologies(), st.integers(0, 10**6), st.data())
def test_a_verdict_holds_on_any_data(text: str, other: str, seed: int, data: st.DataObject) -> None:
    """On random data a stricter node never gains, a more lenient one never loses, and the same one stays the same."""
    new_text = relative(text, other, Random(seed))
    assume(new_text is not None)
    assert new_text is not None
    old, new = program_of(text), program_of(new_text)
    found = difference(old, new)
    was = {pair.new: pair.old for pair in found.sides.pairs.of(Space.NODE)}
    told = {v.place.name: v.bend for v in found.verdicts if v.place.name in was}
    assume(any(bend in (UP, DOWN) for bend in told.values()))
    for _ in range(2):
        rows = data.draw(Agencies(old).cases)
        before, after = score(old, dataset_of(old.schema, rows)), score(new, dataset_of(new.schema, rows))
        assert broken(before, after, told, was) == []


def broken(before: Results, after: Results, told: dict[str, Bend], was: dict[str, str]) -> list[str]:
    """The verdicts that do not hold."""
    found = []
    others = {subject.key: subject for subject in after.subjects}
    for subject in before.subjects:
        for name, bend in told.items():
            old, new = subject.nodes[was[name]], others[subject.key].nodes[name]
            if bend is SAME and old.state is not new.state:
                found.append(f"{name}: {old.state}, {new.state}")
            if old.value is None or new.value is None:
                continue
            way = compare(new.value, old.value)
            if (bend is SAME and way) or (bend is DOWN and way > 0) or (bend is UP and way < 0):
                found.append(f"{name}: {bend}, {old.value}, {new.value}")
    return found


def test_a_total_that_asks_whether_its_parts_apply(tmp_path: Path) -> None:
    """The blocks of a total that does not apply without one of them are the same where only the total is rounded anew."""
    rules = tmp_path / "rules.eff"
    rules.write_text(
        """methodology m version "1" { languages en  scale 0 to 100 points }
source o { title en "O" }
subject agency { n: count }
block goals { score = 50 points  cite o  not applicable when n < 5 }
block other { score = 60 points  cite o }
weights { goals 50%  other 50%  when not applicable: share out in proportion  cite o }
total { not applicable when goals is not applicable  cite o }
""",
        "utf-8",
    )
    draft = tmp_path / "draft.eff"
    draft.write_text('change total { round total to 1 decimal, half up } because en "x" cite o\n', "utf-8")
    out = CliRunner().invoke(cli, ["diff", str(rules), str(draft)]).output
    assert "block goals: same" in out
    assert "block other: same" in out

"""Numbers of any size in every format: written whole, read back as the same number; and none that is not known."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet
import pytest
from click.testing import CliRunner
from flint import fmpq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import effrules
from effrules.cli.diff import command as diff
from effrules.cli.report import command as report
from effrules.cli.run import command as run
from effrules.cli.test import command as try_out
from effrules.cli.trace import command as trace
from effrules.cli.verify import command as verify
from effrules.exact import evaluator
from effrules.model.figures import figure
from effrules.model.real import Real, sqrt
from effrules.report.results.parquet import NOTES
from tests.starting import ROOT

CASES = ROOT / "tests" / "cases" / "numbers"
ENDINGS = ("csv", "json", "xlsx", "parquet", "md")


def methodology(*formulas: str) -> str:
    """Rules with a block for each formula."""
    blocks = "".join(
        f'block b{number} {{ score = 1 points * ({formula}) assumed "x" }}\n'
        for number, formula in enumerate(formulas)
    )
    return (
        'methodology v version "1" { scale 0 to 100 points }\nsubject agency { }\n'
        f'{blocks}total {{ score = 1 points assumed "x" }}\n'
    )


def scored(folder: Path, *formulas: str) -> dict[str, Path]:
    """The files of all formats of a run."""
    (folder / "m.eff").write_text(methodology(*formulas), encoding="utf-8")
    (folder / "data").mkdir()
    (folder / "data" / "agency.csv").write_text("agency\nA\n", encoding="utf-8")
    files = {ending: folder / f"r.{ending}" for ending in ENDINGS}
    options = [part for path in files.values() for part in ("-o", str(path))]
    done = CliRunner().invoke(run, [str(folder / "m.eff"), str(folder / "data"), *options])
    assert done.exit_code == 0, done.output
    again = CliRunner().invoke(verify, [str(folder / "r.record.json")])
    assert again.exit_code == 0, again.output
    return files


def read_back(files: dict[str, Path]) -> dict[str, dict[str, tuple[str, str]]]:
    """For each format and block the number as shown, and the exact one."""
    csv.field_size_limit(1_000_000)
    with files["csv"].open(encoding="utf-8", newline="") as stream:
        row: dict[str, Any] = next(csv.DictReader(stream))
    nodes = json.loads(files["json"].read_text("utf-8"))["subjects"][0]["nodes"]
    table = pyarrow.parquet.read_table(files["parquet"]).to_pylist()[0]
    book = CalamineWorkbook.from_path(files["xlsx"])
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    first, exact = sheets["agency"], sheets["Exact"]

    def whole(cell: object) -> str:
        found = re.fullmatch(r"-> Long!C(\d+)", str(cell))
        return str(cell) if found is None else "".join(map(str, sheets["Long"][int(found[1]) - 1][2:]))

    made: dict[str, dict[str, tuple[str, str]]] = {
        ending: {} for ending in ("csv", "json", "parquet", "xlsx")
    }
    for name in nodes:
        if name == "total":
            continue
        at = exact[0].index(name)
        made["csv"][name] = row[name], row[f"{name}.exact"]
        made["json"][name] = nodes[name]["value"]["shown"], nodes[name]["value"]["exact"]
        made["parquet"][name] = str(table[name]), table[f"{name}.exact"]
        made["xlsx"][name] = whole(first[1][first[0].index(f"{name}*")]), whole(exact[1][at])
    return made


sizes = st.integers(-400, 400)
formulas = st.one_of(
    st.builds("power(10, {})".format, sizes),
    st.builds("{} * power(10, {}) / 3".format, st.integers(-99, 99), sizes),
    st.builds("sqrt({}) * power(10, {})".format, st.integers(2, 99), sizes),
    st.builds("{}.{}".format, st.integers(0, 10**30), st.integers(0, 10**30)),
    st.builds("-{}.{}".format, st.integers(0, 10**12), st.integers(1, 10**8)),
    st.builds("2 / 3 rounded to {} decimals, half up".format, st.integers(0, 300)),
    st.builds("exp({})".format, st.integers(-2000, 2000)),
)


@given(st.lists(formulas, min_size=1, max_size=6))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_every_format_holds_the_same_numbers(made: list[str]) -> None:
    """Huge, tiny, irrational: as shown the same number, exactly the same text; and verify compares them all."""
    with TemporaryDirectory() as folder:
        found = read_back(scored(Path(folder), *made))
    for name, (shown, exact) in found["json"].items():
        for ending in ("csv", "parquet", "xlsx"):
            assert Decimal(found[ending][name][0]) == Decimal(shown)
            assert found[ending][name][1] == exact
        if not exact.endswith("…"):
            assert abs(Fraction(Decimal(shown)) - _fraction(exact)) <= Fraction(1, 200)


def _fraction(text: str) -> Fraction:
    above, _, below = text.partition("/")
    return Fraction(Decimal(above)) / (Fraction(Decimal(below)) if below else 1)


def test_the_widest_numbers(tmp_path: Path) -> None:
    """Beyond what Python turns into text by itself, and beyond a cell of Excel: whole, in pieces, and the notes say so."""
    files = scored(tmp_path, "power(10, 309)", "power(3, 10000)", "1 / power(3, 200000)", "2 / 3")
    found = read_back(files)
    for ending in ("csv", "parquet", "xlsx"):
        assert {name: Decimal(shown) for name, (shown, _) in found[ending].items()} == {
            name: Decimal(shown) for name, (shown, _) in found["json"].items()
        }
        assert {n: e for n, (_, e) in found[ending].items()} == {n: e for n, (_, e) in found["json"].items()}
    assert len(found["json"]["b2"][1]) > 95_000
    notes = pyarrow.parquet.read_schema(files["parquet"]).metadata[NOTES].decode()
    assert notes.endswith("hold their numbers as texts: b0, b1")
    book = CalamineWorkbook.from_path(files["xlsx"])
    said = "\n".join(str(row[0]) for row in book.get_sheet_by_name("Notes").to_python())
    assert "more than 15 digits or 30 decimals) stand as text" in said
    assert "stand in the sheet “Long”" in said
    assert "≈1.0000E+309" in files["md"].read_text("utf-8")


def test_wide_numbers_in_python(tmp_path: Path) -> None:
    """Data frames hold what the files hold."""
    path = tmp_path / "m.eff"
    text = methodology("power(10, 309)", "2 / 3", "power(3, 10000)")
    path.write_text(text.replace("(2 / 3)", "2 / 3 round to 39 decimals, half up"), encoding="utf-8")
    scores = effrules.load(path).score({"agency": [{"agency": "A"}]})
    row = scores.to_dicts()[0]
    assert row["b0"] == Decimal(10) ** 309
    assert row["b1"] == Decimal("0." + "6" * 38 + "7")
    table = scores.to_arrow().to_pylist()[0]
    assert Decimal(table["b0"]) == row["b0"]
    assert scores.to_polars()["b1"][0] == str(row["b1"])
    assert scores.to_pandas()["b1"][0] == row["b1"]
    assert scores.subject("A").node("b2").value == 3**10000


def test_brief_numbers_in_tables() -> None:
    """In a table that people read a number of hundreds of digits is shown by its first ones and its power of ten."""
    assert figure(fmpq(10**309)).brief == "≈1.0000E+309"
    assert figure(fmpq(-123456 * 10**80, 7)).brief == "≈-1.7636E+84"
    assert figure(fmpq(12345, 100)).brief == "123.45"


# -- What is not known ----------------------------------------------------------------------------------------


def invoke(command: Any, *arguments: object) -> Any:
    """What a command does, in this process."""
    return CliRunner().invoke(command, list(map(str, arguments)))


def test_a_hidden_zero_is_zero() -> None:
    """sqrt(3 + 2 sqrt 2) - 1 - sqrt 2 is 0, and that is what every output says."""
    case = CASES / "undecided"
    score = effrules.load(case / "m.eff").score(case / "data").subject("A").total
    assert (score.state, score.value, score.text) == ("scored", 0, "0")


UNKNOWN = "2 * ln(1 + sqrt(2)) - ln(3 + sqrt(8))"
"""It is 0, which nothing here can show."""


@pytest.mark.parametrize(
    "formula", [UNKNOWN, f"2.5 + {UNKNOWN}", "exp(1000000)", "power(1.0000001, 1000000)"]
)
def test_no_output_holds_a_question_mark(formula: str, tmp_path: Path) -> None:
    """A number whose digits are not certain, or too many, is a finding: no score, no file, no question mark."""
    (tmp_path / "m.eff").write_text(methodology(formula), encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "agency.csv").write_text("agency\nA\n", encoding="utf-8")
    for ending in ENDINGS:
        done = invoke(run, tmp_path / "m.eff", tmp_path / "data", "-o", tmp_path / f"r.{ending}")
        assert done.exit_code == 1
        assert re.search(r"E703|E724", done.output)
        assert not (tmp_path / f"r.{ending}").exists()
    partial = tmp_path / "p.json"
    invoke(run, tmp_path / "m.eff", tmp_path / "data", "-o", partial, "--partial")
    node = json.loads(partial.read_text("utf-8"))["subjects"][0]["nodes"]["b0"]
    assert (node["state"], node["value"]) == ("failed", None)
    told = invoke(trace, tmp_path / "m.eff", tmp_path / "data", "A", "b0")
    assert told.exit_code == 1
    page = tmp_path / "p.html"
    invoke(report, tmp_path / "m.eff", tmp_path / "data", "-o", page, "--partial")
    for text in (partial.read_text("utf-8"), told.output, page.read_text("utf-8")):
        assert not re.search(r"≈\?|\"\?\"|>\?<", text)


def test_an_unknown_number_on_the_way_is_marked(tmp_path: Path) -> None:
    """A number on the way that cannot be told from 0 stands in the trace as such; the score is certain, and confirmed."""
    (tmp_path / "m.eff").write_text(
        methodology(f"(1 + ({UNKNOWN})) rounded to 2 decimals, half up"), encoding="utf-8"
    )
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "agency.csv").write_text("agency\nA\n", encoding="utf-8")
    kept = tmp_path / "t.json"
    done = invoke(trace, tmp_path / "m.eff", tmp_path / "data", "A", "b0", "-o", kept)
    assert done.exit_code == 0, done.output
    steps = json.loads(kept.read_text("utf-8"))["steps"]
    unknown = [step for step in steps if step["type"] == "undecided"]
    assert {step["value"] for step in unknown} == {"≈0." + "0" * 30, "≈1." + "0" * 30}
    assert {step["shown"] for step in unknown} == {"≈0.00", "≈1.00"}
    checked = invoke(verify, kept, "--rules", tmp_path / "m.eff", "--data", tmp_path / "data")
    assert checked.exit_code == 0, checked.output


def test_numbers_of_thousands_of_digits_in_every_command(tmp_path: Path) -> None:
    """Python turns no more than 4,300 digits into text by itself: traces, their check and comparison do all the same."""
    rules, data = tmp_path / "m.eff", tmp_path / "data"
    text = methodology("power(3, 10000) / a", "sqrt(power(3, 10001))", "exp(11000)").replace(
        "{ }", "{ a: number, above 0 }", 1
    )
    text += 'example "one" { agency A { a 7 } expect b0 of A is 1 points }\n'
    rules.write_text(text, encoding="utf-8")
    data.mkdir()
    (data / "agency.csv").write_text("agency,a\nA,7\n", encoding="utf-8")
    assert invoke(run, rules, data, "-o", tmp_path / "r.csv").exit_code == 0
    checked = invoke(verify, tmp_path / "r.record.json", "--independent")
    assert checked.exit_code == 0, checked.output
    for node in ("b0", "b1", "b2"):
        kept = tmp_path / f"{node}.json"
        assert invoke(trace, rules, data, "A", node, "-o", kept).exit_code == 0
        assert invoke(trace, rules, data, "A", node).exit_code == 0
        checked = invoke(verify, kept, "--rules", rules, "--data", data)
        assert checked.exit_code == 0, checked.output
    assert invoke(report, rules, data, "-o", tmp_path / "r.html").exit_code == 0
    assert invoke(diff, rules, rules, "--data", data).exit_code == 0
    tried = invoke(try_out, rules)
    assert tried.exit_code == 1
    assert "FAIL" in tried.output


# -- Ties -----------------------------------------------------------------------------------------------------


def test_equal_bodies_share_a_place() -> None:
    """Z-scores of square roots: the two equal bodies share a place, all others have one of their own."""
    case = CASES / "tie-of-irrationals"
    scores = effrules.load(case / "m.eff").score(case / "data")
    places = [body.place for body in scores]
    assert places[:3] == [59, 59, 58]
    assert sorted(places) == sorted([*range(1, 59), 59, 59])
    assert isinstance(scores.subject("A0").total.result.value, Real)


def test_a_position_looks_up_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each body's value is worked out once, for the population: the evaluations are counted."""
    case = CASES / "own-value"
    counted = [0]
    plain = evaluator.ARMS.copy()

    def counting(arm: Any) -> Any:
        def counted_arm(*arguments: Any) -> Any:
            counted[0] += 1
            return arm(*arguments)

        return counted_arm

    monkeypatch.setattr(evaluator, "ARMS", {kind: counting(arm) for kind, arm in plain.items()})
    methodology_ = effrules.load(case / "m.eff")
    steps = []
    for count in (25, 50, 100):
        counted[0] = 0
        data = [{"agency": f"A{k}", "a": k + 2} for k in range(count)]
        scores = methodology_.score({"agency": data})
        assert [str(body.total) for body in scores] == [str(count - k) for k in range(count)]
        steps.append(counted[0])
    assert steps[1] < 2.2 * steps[0]
    assert steps[2] < 2.2 * steps[1]


def test_equal_values_in_disguise_share_a_place(tmp_path: Path) -> None:
    """Half of the bodies report 2 and 2 * x, half 1 and 8 * x: the products of one pair are equal, and so are the places."""
    path = tmp_path / "m.eff"
    text = (CASES / "tie-of-irrationals" / "m.eff").read_text("utf-8")
    text = text.replace("sqrt(a)", "(a * sqrt(b))").replace("above 0 }", "above 0  b: number, above 0 }")
    path.write_text(text, encoding="utf-8")
    rows = [
        {"agency": f"{letter}{k}", "a": a, "b": b * (k + 2)}
        for k in range(40)
        for letter, a, b in (("A", 1, 8), ("B", 2, 2))
    ]
    scores = effrules.load(path).score({"agency": rows})
    for k in range(40):
        assert scores.subject(f"A{k}").place == scores.subject(f"B{k}").place == 79 - 2 * k
    assert isinstance(sqrt(fmpq(2)), Real)


OPEN = """methodology v version "1" { scale 0 to 100 points }
subject agency { a: number, above 0 }
define x = when a is 1 then 2 * ln(1 + sqrt(2)) otherwise a * ln(3 + sqrt(8)) / 2
"""


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (
            (
                'total { score = 1 points * x assumed "x" }\n'
                'rank agency by total before rounding, highest first; equal totals share a place assumed "x"\n'
            ),
            "the places of `rank` cannot be decided",
        ),
        (
            'total { score = 1 points * (position of x among agency highest first) assumed "x" }\n',
            "the position cannot be decided",
        ),
        (
            'total { score = 1 points * (z-score of x among agency, if all equal then 0) assumed "x" }\n',
            "the z-score cannot be decided",
        ),
    ],
)
def test_what_cannot_be_decided_is_named(rules: str, said: str, tmp_path: Path) -> None:
    """One finding, with the two bodies that neither a proof nor any digits told apart; nobody is placed by a guess."""
    path = tmp_path / "m.eff"
    path.write_text(OPEN + rules, encoding="utf-8")
    scores = effrules.load(path).score(
        {"agency": [{"agency": name, "a": a} for name, a in zip("ABCD", (3, 1, 2, 4), strict=False)]}
    )
    assert [(finding.code, str(finding.message)) for finding in scores.findings] == [("E703", said)]
    assert re.search(
        r"agency \"[BC]\" and agency \"[BC]\" agree to 4,932 digits", str(scores.findings[0].label)
    )
    assert all(body.place is None for body in scores)

"""Rules that give no total: every command lives with them, and none shows a total that is not there."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import effrules
from effrules.audit.independence import Given, check_trace
from effrules.cli.main import cli
from effrules.trace.json_text import digest

CASE = Path(__file__).parent / "cases" / "no_total"
WHY = "the decree gives no formula"
DATA = {
    "agency.csv": (
        "agency,name,kind,staff,vacancies\n"
        "a,Alpha,central,10,1\nb,Beta,central,20,0\nc,Gamma,local,4,1\nd,Delta,local,100,10\ne,Epsilon,central,20,0\n"
    ),
    "report.csv": "agency,late\na,1\na,0\nb,3\n",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three versions (two without a total, the last with one) and data; it is the current one."""
    for file in CASE.glob("*.eff"):
        (tmp_path / file.stem).mkdir()
        (tmp_path / file.stem / "methodology.eff").write_text(file.read_text("utf-8"), encoding="utf-8")
    (tmp_path / "data").mkdir()
    for name, text in DATA.items():
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, columns: int = 200) -> Result:
    """What a command does, in this process."""
    return CliRunner().invoke(cli, words, env={"COLUMNS": str(columns)}, catch_exceptions=False)


LANGUAGES = ("kk", "ru", "en")
COMMANDS = (
    *(f"run 2011 data --lang {at}" for at in LANGUAGES),
    "run 2011 data --sort citizens",
    "run 2011 data --sort name --only d",
    "run 2011 data --set weight.plans=50% --set weight.budget=50%",
    *(f"run 2011 data --format {form}" for form in ("csv", "json", "md")),
    "run 2011 data -o r.csv -o r.json -o r.xlsx -o r.parquet -o r.md --traces",
    "check 2011",
    "check 2014 --format json",
    "test 2011",
    "test 2014 --format json",
    *(f"trace 2011 data c --lang {at}" for at in LANGUAGES),
    "trace 2011 data c --all --depth 0",
    "trace 2011 data c goals",
    "trace 2011 data c citizens --why-not 100",
    *(f"trace 2011 data c --format {form}" for form in ("json", "html", "md")),
    *(f"report 2011 data -o {at}.html --lang {at}" for at in LANGUAGES),
    "report 2011 data -o n.html --sort name",
    *(f"diff 2011 2014 --lang {at}" for at in LANGUAGES),
    *(f"diff 2014 2017 --data data --lang {at}" for at in LANGUAGES),
    *(f"diff 2011 2014 --data data --format {form}" for form in ("text", "md", "html", "json")),
    *(f"diff 2017 2011 --data data --format {form}" for form in ("text", "md", "html", "json")),
    "diff 2011 2014 --data data --agency a",
    *(f"document 2011 --lang {at} -o d-{at}.md" for at in LANGUAGES),
    "document 2014 -o d.html",
    "document 2014 -o d.docx",
    *(f"show 2014 --lang {at}" for at in LANGUAGES),
    "show 2014 --consolidated",
    *(f"log 2017 --lang {at}" for at in LANGUAGES),
    "log 2017 --format json",
    "blame 2014 total",
    "blame 2017 total --format json",
    "blame 2014 goals",
    "init --forms 2011 forms",
)  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command(here: Path, words: str) -> None:
    """Each command ends well on rules without a total, and shows neither a total of them nor a trace of a bug."""
    done = run(*words.split())
    assert done.exit_code == (2 if words.startswith("diff") else 0), done.output
    assert "internal error" not in done.output
    if words.startswith(("run 2011", "show 2011")) and "--format" not in words:
        assert "Total" not in done.stdout.replace("No total", "")


def test_table_columns(here: Path) -> None:
    """Places and grades stand beside the block that they are by, and the reason below the tables."""
    shown = run("run", "2011", "data").stdout
    head = run("run", "2011", "data", "--format", "md").stdout.split("\n| ", 1)[1].split("\n", 1)[0]
    assert head.split(" | ")[:6] == [
        "State body",
        "Goals",
        "Place: Goals",
        "Degree",
        "Citizens",
        "Place: Citizens",
    ]
    assert f"No total: {WHY}" in shown
    rows = [line.split() for line in shown.splitlines()]
    assert ["Epsilon", "92.00", "1", "High", "98.00", "2", "100.00", "80.00", "0.00"] in rows
    assert ["Delta", "86.00", "1", "Medium", "n/a", "-", "90.00", "80.00", "0.00"] in rows


def test_a_body_with_one_block_has_a_result(here: Path) -> None:
    """Only a body none of whose blocks has a score is without one; exit code 0 in any case."""
    (here / "data" / "agency.csv").write_text(
        "agency,name,kind,staff,vacancies\nd,Delta,local,100,10\n", encoding="utf-8"
    )
    (here / "data" / "report.csv").write_text("agency,late\n", encoding="utf-8")
    assert "Delta: " not in run("run", "2011", "data").stdout
    text = (here / "2011" / "methodology.eff").read_text("utf-8")
    (here / "2011" / "methodology.eff").write_text(
        text.replace(
            '    cite decree "5"\n',
            '    cite decree "5"\n    not applicable when staff > 90 because en "left out"\n',
        ),
        encoding="utf-8",
    )
    done = run("run", "2011", "data")
    assert done.exit_code == 0
    assert (
        "Delta: Goals not applicable: left out; Citizens not applicable: the largest are left out"
        in done.stdout
    )


def test_csv_has_no_column_of_a_total(here: Path) -> None:
    """There is no column for a total, and the reason is that of a block without a score."""
    rows = {
        row["subject"]: row
        for row in csv.DictReader(run("run", "2011", "data", "--format", "csv").stdout.splitlines())
    }
    assert not [name for name in rows["a"] if name.startswith("total")]
    assert "goals.weight" not in rows["a"]
    assert rows["a"]["goals.exact"] == "84.5"
    assert rows["a"]["place.by_goals"] == "3"
    assert rows["a"]["reason"] == ""
    assert rows["d"]["reason"] == "Citizens not applicable: the largest are left out"


def test_json_says_why(here: Path) -> None:
    """The document says in every language why there is no total; with a total it says nothing of the kind."""
    made = json.loads(run("run", "2011", "data", "--format", "json").stdout)
    assert made["no_total"]["en"] == WHY
    total = made["subjects"][0]["nodes"]["total"]
    assert (total["state"], total["value"], total["reason"]) == ("no score", None, f"No total: {WHY}")
    assert "no_total" not in json.loads(run("run", "2017", "data", "--format", "json").stdout)


def test_record_and_traces_are_verified(here: Path) -> None:
    """A run is proved digit for digit, and all traces by the independent checker."""
    assert run("run", "2011", "data", "-o", "r.csv", "--traces").exit_code == 0
    done = run("verify", "r.record.json", "--independent")
    assert done.exit_code == 0, done.output
    assert "5 traces" in done.output
    assert run("trace", "2011", "data", "c", "-o", "t.json").exit_code == 0
    assert run("verify", "t.json", "--rules", "2011", "--data", "data").exit_code == 0


@pytest.mark.parametrize("forged", ["held", "kind", "text", "value"])
def test_a_forged_absence_is_found(here: Path, forged: str) -> None:
    """Whoever makes a total vanish in a trace, or appear, is found by the independent checker."""
    run("trace", "2011", "data", "c", "-o", "t.json")
    made = json.loads((here / "t.json").read_text("utf-8"))
    root = next(step for step in made["steps"] if step["id"] == made["root"])
    match forged:
        case "held":
            root["state"] = "not applicable"
        case "kind":
            root["kind"] = "block"
        case "text":
            root["text"] = "round total to 2 decimals, half up"
        case _:
            root |= {"state": "scored", "value": "75", "type": "number", "shown": "75"}
    made["digest"] = digest(made)
    assert check_trace(made, Given()).differences


def test_a_trace_of_a_block_has_its_places(here: Path) -> None:
    """The trace of the whole has all grades and places, that of a block its own."""
    methodology = effrules.load("2011")
    whole, block = methodology.trace("data", "c"), methodology.trace("data", "c", "citizens")
    assert (len(whole.derivation.ratings), len(whole.derivation.places)) == (1, 2)
    assert (len(block.derivation.ratings), len(block.derivation.places)) == (0, 1)
    assert WHY in whole._repr_html_()


@pytest.mark.parametrize(
    "words",
    ["run 2011 data --sort total", "trace 2011 data c --why-not 95", "trace 2011 data c total --why-not 95"],
)
def test_the_total_is_refused_by_name(here: Path, words: str) -> None:
    """A command that is asked for the total says that there is none, and which nodes there are."""
    done = run(*words.split())
    assert done.exit_code == 2
    assert "the rules give no total. Name one of: goals, citizens." in done.output


def test_python_interface(here: Path) -> None:
    """From Python the total has no value and says why; grades and places are there by name."""
    scores = effrules.load("2011").score("data")
    body = scores["a"]
    assert (body.total.value, body.total.state, body.total.reason) == (None, "no score", f"No total: {WHY}")
    assert (body.rating, body.place) == (None, None)
    assert body.heads == ("goals", "citizens")
    assert body.node("goals").value == Fraction(169, 2)
    assert body.ratings == {"goals": "medium"}
    assert body.places == {"by_goals": 3, "by_citizens": 1}
    assert repr(body) == "<Body a: goals 84.5, citizens 99>"
    assert "Place: Goals" in scores._repr_html_()
    assert not [name for name in scores.to_pandas().columns if name.startswith("total")]
    assert "goals.exact" in scores.to_polars().columns
    assert effrules.load("2017").score("data")["a"].heads == ("total",)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_earlier_results_without_a_total(here: Path, form: str) -> None:
    """A field that is filled from an earlier total is refused where the earlier rules gave none; a block's score fills one."""
    run("run", "2011", "data", "-o", f"r.{form}")
    rules = here / "2017" / "methodology.eff"
    added = 'change subject agency {{ last: points, may be missing, from earlier {node} }} because kk "ж" ru "н" en "n"\n'
    text = rules.read_text("utf-8")
    rules.write_text(text + added.format(node="total"), encoding="utf-8")
    done = run("run", "2017", "data", "--earlier", f"r.{form}")
    assert done.exit_code == 1
    assert "error[E374]: the earlier results have no `total`" in done.output
    rules.write_text(text + added.format(node="goals"), encoding="utf-8")
    assert run("run", "2017", "data", "--earlier", f"r.{form}").exit_code == 0


def test_a_comparison_says_it_as_a_sentence(here: Path) -> None:
    """That there is a total now, or none any more, is a sentence in every language; blocks of both are judged."""
    said = {
        "kk": ("Жиынтық балл: енді беріледі", "Жиынтық балл: енді берілмейді."),
        "ru": ("Итоговый балл: теперь правила его дают", "Итоговый балл: правила его больше не дают."),
        "en": ("The total: the rules give one now", "The total: the rules give none any more."),
    }
    for language, (come, gone) in said.items():
        assert come in run("diff", "2014", "2017", "--lang", language).stdout
        assert gone in run("diff", "2017", "2014", "--lang", language).stdout
    both = run("diff", "2011", "2014").stdout
    assert "Citizens (block): nobody can gain, whatever the data." in both
    assert "The total" not in both


def test_an_impact_is_told_block_by_block(here: Path) -> None:
    """Who moves, and by which edit, is told for each block and its places; the parts add up to the change."""
    made = json.loads(run("diff", "2011", "2014", "--data", "data", "--format", "json").stdout)["impact"]
    assert made["of"] == {"old": "goals", "new": "goals"}
    (citizens,) = made["others"]
    assert citizens["of"] == {"old": "citizens", "new": "citizens"}
    changes = {body["subject"]: body["total"]["change"] for body in citizens["bodies"]}
    assert {key: change and change["exact"] for key, change in changes.items()} == {
        "a": "-1", "b": "-2", "c": "-0.4", "d": None, "e": "-2",
    }  # fmt: skip
    for body in citizens["bodies"]:
        parts = sum(Fraction(part["amount"]["exact"]) for part in body["parts"])
        assert parts == Fraction((body["total"]["change"] or {"exact": "0"})["exact"])
        assert list(body["places"]) == ["by_citizens"]
    assert all(body["total"]["change"]["exact"] == "0" for body in made["bodies"])
    assert list(made["bodies"][0]["places"]) == ["by_goals"]


def test_a_document_invents_no_sum(here: Path) -> None:
    """The document says that there is no total, why, and which clauses stand for the result; it has no formula for one."""
    run("document", "2011", "-o", "d.md")
    text = (here / "d.md").read_text("utf-8")
    assert f"The rules give no total: {WHY}." in text
    assert "S = " not in text
    assert "the total is worked out" not in text


def test_the_consolidated_text_says_the_same(here: Path) -> None:
    """The consolidated text reads back as the same rules."""
    whole = run("show", "2014", "--consolidated").stdout
    Path("whole.eff").write_text(whole, encoding="utf-8")
    assert "The meaning does not change." in run("diff", "2014", "whole.eff").stdout
    assert "none because" in whole


def test_drafts_are_merged(here: Path) -> None:
    """A draft that states anew why there is no total goes together with another; two that state it differently do not."""
    for name, change in (
        ("a", 'change total { none because kk "а" ru "а" en "a"  cite decree "1" }'),
        ("b", 'change penalty late { take 3 points for each report where late > 0  cite decree "1" }'),
        ("c", 'change total { none because kk "б" ru "б" en "b"  cite decree "1" }'),
    ):
        heading = f'methodology bodies version "{name}" amends "2014" {{ draft }}\n'
        reason = ' because kk "х" ru "х" en "x"  cite decree "1"\n'
        Path(f"{name}.eff").write_text(heading + change + reason, encoding="utf-8")
    assert run("merge", "2014", "a.eff", "b.eff").exit_code == 0
    done = run("merge", "2014", "a.eff", "c.eff")
    assert done.exit_code == 1
    assert "both drafts change the absence of the total" in done.output


def test_the_report_marks_the_order_of_its_tables(here: Path) -> None:
    """The column by which the tables are sorted at first is marked: the first ranking, the names, or a node."""
    for sort, mark in (("place", "Place: Goals"), ("name", "State body"), ("citizens", "Citizens")):
        assert run("report", "2011", "data", "-o", "r.html", "--sort", sort).exit_code == 0
        text = (here / "r.html").read_text("utf-8")
        head = text.split('aria-sort="', 1)[1].split("</th>", 1)[0]
        assert head.startswith("descending" if sort == "citizens" else "ascending")
        assert mark in head

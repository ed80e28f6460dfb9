"""An impact as it is shown: terminal of any width, Markdown, JSON by its schema, HTML; and the command."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flint import fmpq

from effrules.cli.diff import command
from effrules.compare.difference import difference
from effrules.compare.impact.impacts import Impact
from effrules.compare.impact.measuring import impact
from effrules.diagnostics.glyphs import width_of
from effrules.report.blocks.html.whole import html
from effrules.report.blocks.inline import plain
from effrules.report.blocks.markdown import markdown
from effrules.report.blocks.pieces import Page, Table
from effrules.report.blocks.terminal import terminal
from effrules.report.impact.json_text import document
from effrules.report.impact.story import Most, page
from effrules.report.impact.words import say
from effrules.words import Language
from tests.test_impact_hybrids import SIMPLE, agencies, moved, program, rows
from tests.thesis import rules_at, sample_of

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def rich() -> Impact:
    """Eleven edits over twelve agencies."""
    from effrules.prove.cases import dataset_of

    old, new = program(0), program((1 << 11) - 1)
    data = dataset_of(old.schema, rows(12, 5))
    return impact(difference(old, new), data, data)


def validated(found: dict[str, Any]) -> None:
    """Whether a document is what the schema says."""
    from jsonschema import Draft202012Validator

    schema = json.loads((ROOT / "docs" / "schemas" / "impact-1.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(found)


def test_json_is_what_the_schema_says(rich: Impact) -> None:
    """Whole documents, of one set of data and of two, with bodies of one side."""
    validated(document(rich))
    validated(document(moved(SIMPLE, SIMPLE, agencies(("A", 1, 2)), agencies(("B", 2, 3)))))


def test_parts_in_json_add_up_exactly(rich: Impact) -> None:
    """The exact texts of the parts add up to the exact text of the change."""
    for body in document(rich)["bodies"]:
        parts = [_exact(part["amount"]["exact"]) for part in body["parts"]]
        assert sum(parts, fmpq(0)) == _exact(body["total"]["change"]["exact"])


def _exact(text: str) -> fmpq:
    whole, _, under = text.partition("/")
    digits = whole.partition(".")[2]
    return fmpq(int(whole.replace(".", "")), 10 ** len(digits) * int(under or 1))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", [24, 40, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(rich: Impact, width: int, language: Language) -> None:
    """From 24 columns on, in every language; no number is cut: each is there at every width."""
    shown = terminal(page(rich, language), width=width)
    longest_word = max(width_of(word) for word in shown.split())
    assert all(width_of(line) <= max(width, longest_word) for line in shown.splitlines())
    assert all(row[3] in shown for row in bodies(page(rich, language)))


def bodies(told: Page) -> list[list[str]]:
    """The rows of the first table, that of bodies, as texts."""
    found, *_ = (block for block in told.blocks if isinstance(block, Table))
    return [list(map(plain, row)) for row in found.rows]


@pytest.mark.parametrize("language", list(Language))
def test_every_language_has_its_words(rich: Impact, language: Language) -> None:
    """What is said is said in the language."""
    assert say("effects", language) in markdown(page(rich, language))


class _Elements(HTMLParser):
    """Counts elements and notes what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in ("meta", "rect", "line", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("rect", "line"):
            return
        assert self.open.pop() == tag


def test_html_is_whole_and_escaped() -> None:
    """Every element is closed, each moved body has a drawing, and what the data say is text."""
    evil = '<script>alert("x")</script>&'
    data = agencies(("A", 100, 50))
    values = (("name", evil), ("x", fmpq(100)), ("y", fmpq(10)))
    from effrules.model import program as p

    data.append(p.ExampleRow("agency", "B", None, values))
    made = moved(SIMPLE, SIMPLE.replace("90 points", "80 points"), data)
    text = html(page(made))
    elements = _Elements()
    elements.feed(text)
    assert elements.open == []
    assert "script" not in elements.seen
    assert elements.seen.count("details") == 2
    assert text.count("<svg") == 7
    assert "&lt;script&gt;" in text
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)


def test_markdown_shows_what_data_say_as_text() -> None:
    """A name with the marks of tables and emphasis is shown as it is."""
    from effrules.model import program as p

    values = (("name", "a|b *c* <i>"), ("x", fmpq(100)), ("y", fmpq(10)))
    made = moved(
        SIMPLE, SIMPLE.replace("90 points", "80 points"), [p.ExampleRow("agency", "A", None, values)]
    )
    assert "a\\|b \\*c\\* \\<i>" in markdown(page(made))


def test_a_body_of_many_causes_is_cut_where_asked(rich: Impact) -> None:
    """With ``causes`` a table names the largest parts, and says that there are more."""
    whole, cut = bodies(page(rich)), bodies(page(rich, most=Most(causes=1)))
    long = next(at for at, row in enumerate(whole) if row[-1].count("№") > 1)
    assert cut[long][-1].count("№") == 1
    assert cut[long][-1].endswith("…")
    assert "…" not in whole[long][-1]


# -- The command ----------------------------------------------------------------------------------------------


def effrules(*words: str) -> Result:
    """A run of the command."""
    return CliRunner().invoke(command, words, catch_exceptions=False)


def sides(folder: Path) -> tuple[str, str, str]:
    """Two rule files and a data folder."""
    old, new, data = folder / "old.eff", folder / "new.eff", folder / "data"
    old.write_text(SIMPLE, "utf-8")
    new.write_text(SIMPLE.replace("90 points", "80 points").replace("days > 3", "days > 5"), "utf-8")
    data.mkdir()
    (data / "agency.csv").write_text("agency,name,x,y\nA,Alder,100,50\nB,Birch,20,50\n", "utf-8")
    (data / "late.csv").write_text("agency,days\nA,9\n", "utf-8")
    return str(old), str(new), str(data)


def test_the_command_tells_who_is_affected(tmp_path: Path) -> None:
    """The comparison, then the impact; exit code 2 for a change of meaning."""
    old, new, data = sides(tmp_path)
    result = effrules(old, new, "--data", data)
    assert result.exit_code == 2, result.output
    assert "NO EFFECT: 2. late_report" in result.output
    assert "Alder: 73" in result.output


def test_the_json_of_the_command_holds_the_impact(tmp_path: Path) -> None:
    """One document: the comparison with the impact inside."""
    old, new, data = sides(tmp_path)
    result = effrules(old, new, "--data", data, "--format", "json")
    found = json.loads(result.stdout)
    validated(found["impact"])
    keys = {edit["key"] for edit in found["edits"]}
    assert {key for cause in found["impact"]["causes"] for key in cause["edits"]} <= keys


def test_one_body_is_asked_for(tmp_path: Path) -> None:
    """``--agency`` draws that body's waterfall and no other."""
    old, new, data = sides(tmp_path)
    shown = effrules(old, new, "--data", data, "--agency", "B").stdout
    assert "Birch: 32" in shown
    assert "Alder: " not in shown


def test_two_folders_make_the_data_a_cause() -> None:
    """Two versions with their own samples: the data are named among the causes."""
    words = (
        str(rules_at("2013")),
        str(rules_at("2015")),
        "--old-data",
        str(sample_of("2013")),
        "--new-data",
        str(sample_of("2015")),
    )
    result = effrules(*words, "--format", "json")
    causes = json.loads(result.stdout)["impact"]["causes"]
    assert [cause["kind"] for cause in causes][-1] == "data"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--data", "d", "--old-data", "d"), "stands for both sides"),
        (("--old-data", "d"), "needs --new-data as well"),
        (("--new-data", "d"), "needs --old-data as well"),
        (("--agency", "A"), "it needs data"),
    ],
)
def test_options_that_do_not_fit_together_are_refused(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    """Before anything is read."""
    old, new, _ = sides(tmp_path)
    result = effrules(old, new, *options)
    assert result.exit_code == 2
    assert said in result.output


def test_a_body_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """With the names that come near."""
    old, new, data = sides(tmp_path)
    result = effrules(old, new, "--data", data, "--agency", "a")
    assert result.exit_code == 2
    assert "no `a` in the data" in result.output


def test_data_that_one_side_cannot_read_are_told(tmp_path: Path) -> None:
    """All findings, and the way out: data of its own for each side."""
    old, new, data = sides(tmp_path)
    Path(new).write_text(SIMPLE.replace("x: number", "z: number").replace("(x *", "(z *"), "utf-8")
    result = effrules(old, new, "--data", data)
    assert result.exit_code == 1
    assert "--old-data DATA --new-data DATA" in " ".join(result.output.split())


def test_the_same_rules_move_nobody(tmp_path: Path) -> None:
    """No edit, no change, exit code 0."""
    old, _, data = sides(tmp_path)
    result = effrules(old, old, "--data", data)
    assert result.exit_code == 0
    assert "No edit bears on scores." in result.output

"""Findings for build servers and code hosts: GitHub's commands, SARIF, JUnit; and every JSON has its schema."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import click
import jsonschema
import pytest
from click.testing import CliRunner

from effrules.cli import analyse, blame, check, diff, goal_seek, log, schema, simulate, sources, trace, verify
from effrules.cli import run as running
from effrules.cli import test as testing
from effrules.cli.year import init as year_init
from effrules.cli.year import registers
from effrules.diagnostics import CellPlace, Finding, Note, Related, Severity
from effrules.diagnostics.github import github
from effrules.diagnostics.junit import cases_of, junit
from effrules.diagnostics.sarif import sarif
from effrules.report.results.formats import DOCUMENTS, file_name, schemas
from effrules.resources import schemas_folder
from effrules.source import Source, Span
from tests import years
from tests.starting import starter
from tests.thesis import rules_at

SOURCE = Source("rules/a b,c.eff", "one\ntwo 100%\nthree\n")
ON_A_LINE = Finding(
    "E1", Severity.ERROR, "50% is\nnot 100%", Span(SOURCE, 4, 7), "here", (Note("help", "write: 100%"),)
)
ON_LINES = Finding(
    "W2", Severity.WARNING, "long", Span(SOURCE, 4, 15), related=(Related(Span(SOURCE, 0, 3), "there"),)
)
IN_A_CELL = Finding("E3", Severity.ERROR, "x\x1b[31m", CellPlace("d.xlsx", "s", "B2", 'agency "A"', "x"))
NOWHERE = Finding("N4", Severity.NOTE, "told")


def test_github_marks_the_line() -> None:
    """Each finding is one line; what would end a line or a member is escaped, and control characters are shown."""
    first, second, third, fourth = github([ON_A_LINE, ON_LINES, IN_A_CELL, NOWHERE]).splitlines()
    assert first == (
        "::error title=E1,file=rules/a b%2Cc.eff,line=2,endLine=2,col=1,endColumn=4"
        "::50%25 is%0Anot 100%25%0Ahelp: write: 100%25"
    )
    assert second == "::warning title=W2,file=rules/a b%2Cc.eff,line=2,endLine=3::long"
    assert third == '::error title=E3,file=d.xlsx::d.xlsx, sheet "s", cell B2 (agency "A"): x␛[31m'
    assert fourth == "::notice title=N4::told"


def test_sarif_has_places_rules_and_levels() -> None:
    """Regions count characters from 1, files are URIs, second places are related locations."""
    (run,) = json.loads(sarif([ON_A_LINE, ON_LINES, IN_A_CELL, NOWHERE]))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["E1", "E3", "N4", "W2"]
    first, second, third, fourth = run["results"]
    assert first["level"] == "error"
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "rules/a%20b%2Cc.eff"},
        "region": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 4},
    }
    assert first["locations"][0]["message"] == {"text": "here"}
    assert second["relatedLocations"][0]["message"] == {"text": "there"}
    assert third["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": 'd.xlsx, sheet "s", cell B2 (agency "A")'}
    ]
    assert (fourth["level"], fourth["locations"]) == ("note", [])


def test_junit_counts_errors_as_failures() -> None:
    """A suite for each thing looked at; a warning is no failure; without an error there is a case that passed."""
    root = ET.fromstring(
        junit([("a", cases_of([ON_A_LINE, IN_A_CELL])), ("b", cases_of([ON_LINES])), ("c", cases_of([]))])
    )
    assert (root.get("tests"), root.get("failures")) == ("5", "2")
    a, b, c = root
    assert [suite.get("failures") for suite in root] == ["2", "0", "0"]
    failure = a[0].find("failure")
    assert failure is not None
    assert failure.get("type") == "E1"
    assert (a[0].get("file"), a[0].get("line")) == ("rules/a b,c.eff", "2")
    assert [case.get("name") for case in b] == ["no errors", "W2 rules/a b,c.eff:2:1"]
    assert [case.get("name") for case in c] == ["no errors"]
    assert "␛" in str(a[1].find("failure").get("message"))  # type: ignore[union-attr]


@pytest.mark.parametrize("form", ["github", "sarif", "junit", "json"])
def test_check_prints_them(tmp_path: Path, form: str) -> None:
    """``check --format`` tells every version's findings, and ends with 1 where one is an error."""
    rules, _ = starter(tmp_path)
    bad = tmp_path / "bad.eff"
    bad.write_text("block {", encoding="utf-8")
    good = CliRunner().invoke(check.command, [str(rules), "--format", form])
    assert good.exit_code == 0
    assert "E101" not in good.output
    both = CliRunner().invoke(check.command, [str(rules), str(bad), "--format", form])
    assert both.exit_code == 1
    assert "E101" in both.output
    assert "bad.eff" in both.output


def test_tests_as_junit(tmp_path: Path) -> None:
    """``test --format junit`` has a case for each example and property; what failed says what was expected."""
    rules, _ = starter(tmp_path)
    path = rules / "methodology.eff"
    text = path.read_text("utf-8")
    done = CliRunner().invoke(testing.command, [str(rules), "--format", "junit", "--tries", "5"])
    assert done.exit_code == 0
    names = [case.get("name") for case in ET.fromstring(done.output).iter("testcase")]
    assert [str(name).split()[0] for name in names] == ["example"] * text.count("\nexample ") + [
        "property"
    ] * text.count("\nproperty ")
    broken = re.sub(r"(expect total of \S+ is )\S+", r"\g<1>1", text, count=1)
    assert broken != text
    path.write_text(broken, encoding="utf-8")
    done = CliRunner().invoke(testing.command, [str(rules), "--format", "junit", "--examples-only"])
    assert done.exit_code == 1
    assert "expected 1" in done.output


# -- Schemas --------------------------------------------------------------------------------------------------------


def published(form: str) -> dict[str, Any]:
    """The published schema of a format."""
    loaded: dict[str, Any] = json.loads((schemas_folder() / file_name(form)).read_text("utf-8"))
    return loaded


def test_published_schemas_are_those_of_the_classes() -> None:
    """What scripts/make_schemas.py writes is what is published, and each is a schema."""
    for name, made in schemas().items():
        assert json.loads((schemas_folder() / name).read_text("utf-8")) == json.loads(json.dumps(made)), name
        jsonschema.Draft202012Validator.check_schema(made)


def test_every_format_has_a_schema() -> None:
    """Each ``effrules.NAME/N`` that the code writes is published under that name."""
    root = Path(__file__).parent.parent / "effrules"
    written = {
        form
        for path in root.rglob("*.py")
        for form in re.findall(r'"(effrules\.[a-z-]+/\d+)"', path.read_text("utf-8"))
    }
    written.discard("effrules.program/4")  # never written: what the digest of a program is made of
    written.discard("effrules.cache/1")  # written for effrules itself only
    written.discard("effrules.form/1")  # a hidden sheet of a workbook
    assert written >= set(DOCUMENTS)
    names = {file_name(form) for form in written}
    assert names == {path.name for path in schemas_folder().glob("*.json")}
    for form in written:
        assert (published(form)["title"], f'{{"const": "{form}"}}' in json.dumps(published(form))) == (
            form,
            True,
        )


GOALS = (["72"], ["99"], ["--place", "2"])
"""What can be reached, what cannot, and what is."""


def documents(tmp_path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Real documents of each format, by every command that gives JSON: printed, but for what ``run -o`` leaves behind."""
    rules, data = starter(tmp_path)
    bad = tmp_path / "bad.eff"
    bad.write_text("block {", encoding="utf-8")
    changed = tmp_path / "changed.eff"
    said = 'methodology my_methodology version "2" amends "1" { in force from 2027-01-01 }  drop rating'
    changed.write_text(said, encoding="utf-8")
    results = tmp_path / "results.json"
    assert CliRunner().invoke(running.command, [str(rules), str(data), "-o", str(results)]).exit_code == 0
    record = results.with_name("results.record.json")
    old, new = str(rules_at("2015")), str(rules_at("2017"))
    simulated = [str(rules_at("current")), str(rules_at("current") / "sample")]
    why = [str(rules), str(data), "A", "--why-not"]
    commands: list[tuple[str, click.Command, list[str]]] = [
        ("effrules.check/1", check.command, [str(rules), str(rules_at("current")), str(bad)]),
        ("effrules.check/1", check.command, [str(tmp_path)]),
        ("effrules.test/1", testing.command, [str(rules), "--tries", "3"]),
        ("effrules.results/1", running.command, [str(rules), str(data)]),
        ("effrules.log/1", log.command, [str(rules_at("current"))]),
        ("effrules.analysis/1", analyse.command, simulated),
        ("effrules.blame/1", blame.command, [old, "strategic_goals"]),
        ("effrules.diff/1", diff.command, [old, new]),
        ("effrules.diff/1", diff.command, [str(rules), str(changed), "--data", str(data)]),
        *(("effrules.goal-seek/1", goal_seek.command, [*why[:3], *goal]) for goal in GOALS),
        ("effrules.robustness/1", simulate.command, [*simulated, "--draws", "100", "--variance", "100"]),
        ("effrules.sources/1", sources.command, [new]),
        ("effrules.trace/1", trace.command, [str(rules), str(data), "A"]),
        ("effrules.verify/1", verify.command, [str(record)]),
        *(("effrules.why-not/1", trace.command, [*why, points]) for points in ("0", "100")),
    ]
    printed = [
        (form, json.loads(CliRunner().invoke(command, [*arguments, "--format", "json"]).stdout))
        for form, command, arguments in commands
    ]
    _, with_data = next(one for one in printed if "impact" in one[1])
    year = tmp_path / "year"
    opening = [
        str(year),
        "--year",
        "2025",
        "--rules",
        str(rules),
        "--bodies",
        str(data / "agency.csv"),
        "--by",
        "me",
    ]
    assert CliRunner().invoke(year_init.command, opening).exit_code == 0
    register = CliRunner().invoke(registers.command, [str(year), "--format", "json"]).stdout
    return [
        *printed,
        ("effrules.results/1", json.loads(results.read_text("utf-8"))),
        ("effrules.run/2", json.loads(record.read_text("utf-8"))),
        ("effrules.impact/1", with_data["impact"]),
        ("effrules.register/1", json.loads(register)),
        ("effrules.year/1", json.loads((year / "year.json").read_text("utf-8"))),
        *published_year(tmp_path / "published"),
    ]


def published_year(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """The descriptor of a year that was published, and it as a series."""
    folder.mkdir()
    place, package = years.begun(folder), folder / "package"
    for arguments in (
        ("score", place, "--stage", "final"),
        ("approve", place, "--stage", "final", "--member", "B"),
        ("package", place, "--licence", "CC0-1.0", "-o", package),
    ):
        done = years.year(*arguments)
        assert done.exit_code == 0, done.output
    before = f"2022={place / 'final.json'}"
    series = years.year("series", before, place, "--format", "json").stdout
    descriptor = (package / "datapackage.json").read_text("utf-8")
    return [("effrules.series/1", json.loads(series)), ("effrules.package/1", json.loads(descriptor))]


def test_documents_fit_their_schemas(tmp_path: Path) -> None:
    """Real documents of every format fit, say their format first, and no longer fit with a member more or less."""
    made = documents(tmp_path)
    assert {form for form, _ in made} == {schema["title"] for schema in every_schema()}
    for form, document in made:
        schema = published(form)
        checker = jsonschema.Draft202012Validator(schema)
        assert form == "effrules.trace/1" or next(key for key in document if key != "$schema") == "format"
        assert document["format"] == form
        assert list(checker.iter_errors(document)) == [], form
        assert list(checker.iter_errors({**document, "unheard": 1}))
        for name in schema.get("required", document):
            assert list(checker.iter_errors({k: v for k, v in document.items() if k != name})), (form, name)


def every_schema() -> list[dict[str, Any]]:
    """All that are published."""
    return [json.loads(path.read_text("utf-8")) for path in schemas_folder().glob("*.json")]


def test_schema_command() -> None:
    """``schema`` lists the formats, and prints one; another name is refused with the list."""
    listed = CliRunner().invoke(schema.command, []).output
    assert "effrules.trace/1" in listed
    assert "effrules.results/1" in listed
    printed = CliRunner().invoke(schema.command, ["effrules.results/1"])
    assert json.loads(printed.output) == published("effrules.results/1")
    refused = CliRunner().invoke(schema.command, ["effrules.nothing/1"])
    assert refused.exit_code == 2
    assert "effrules.why-not/1" in refused.output

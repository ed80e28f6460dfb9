"""``effrules check``, ``list``, ``show``, ``init``: what they print and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from effrules.amend.locating import bundled
from effrules.cli import check, init, show
from effrules.cli import list as listing
from effrules.cli import run as running
from tests.literate import completed
from tests.starting import effrules, starter


def test_check_lists_assumptions(tmp_path: Path) -> None:
    """Rules without errors end with 0, every assumption is listed with its place and reason."""
    rules, _ = starter(tmp_path)
    done = CliRunner().invoke(check.command, [str(rules)], env={"COLUMNS": "80"})
    assert done.exit_code == 0
    assert "the weights are for you to state" in done.output
    assert done.output.count("methodology.eff:") == 3
    assert "my_methodology, version 1" in done.output
    assert "no errors, no warnings; 3 assumptions" in done.output


def test_check_strict(tmp_path: Path) -> None:
    """Under ``--strict`` assumptions are errors, and so are numbers without a basis."""
    rules, _ = starter(tmp_path)
    path = rules / "methodology.eff"
    path.write_text(path.read_text("utf-8").replace('cite my_order item "2"', ""), encoding="utf-8")
    assert CliRunner().invoke(check.command, [str(rules)]).exit_code == 0
    done = CliRunner().invoke(check.command, [str(rules), "--strict"])
    assert done.exit_code == 1
    assert done.output.count("error[E723]") == 3
    assert "error[W331]" in done.output


def test_check_json(tmp_path: Path) -> None:
    """JSON says for each of several rules whether they are right, with findings and assumptions."""
    rules, _ = starter(tmp_path)
    done = CliRunner().invoke(check.command, [str(rules), "no-such-rules", "--format", "json"])
    assert done.exit_code == 1
    document = json.loads(done.output)
    assert document["ok"] is False
    first, second = document["versions"]
    assert first["ok"] is True
    assert len(first["assumptions"]) == 3
    assert second["ok"] is False
    assert [finding["code"] for finding in second["findings"]] == ["E200"]


def test_list_names_every_bundled_rule() -> None:
    """Every bundled rule has a line with its version."""
    done = CliRunner(env={"COLUMNS": "300"}).invoke(listing.command, [])
    assert done.exit_code == 0
    names = [line.split()[0] for line in done.output.splitlines()[1:]]
    assert names == list(bundled())


def test_show(tmp_path: Path) -> None:
    """The outline has the tree, maxima, weights, assessors, rounding, rating, order of calculation and sources."""
    rules, _ = starter(tmp_path)
    done = CliRunner().invoke(show.command, [str(rules)], env={"COLUMNS": "200"})
    assert done.exit_code == 0
    for said in (
        "  1. Block. Public services (services)\n",
        "    1.1. Direction. Timeliness (timeliness)\n",
        "      1.1.1. Criterion. Requests answered in time (in_time)\n        Maximum: 100 points\n",
        "Assessed by: The ministry that assesses it",
        "1       Public services               60%",
        "its weight is shared out among the others in proportion",
        "Rounding: to 2 decimals, ties away from zero; [1]",
        "Medium  50 ≤ S < 80",
        "1. the criteria are scored",
        "is brought within its limits",
        "[1] Replace this with the order that you express",
        "Assumptions: 3,",
    ):
        assert said in done.output


@pytest.mark.parametrize(
    ("language", "none_given", "cites"),
    [
        ("en", "  The rules give no total: no formula.\n", "Basis: [1], the title"),
        ("ru", "", "Основание: [1], the title"),
        ("kk", "", "Негіздеме: [1], the title"),
    ],
)
def test_show_without_a_total(language: str, none_given: str, cites: str, tmp_path: Path) -> None:
    """Where the rules give no total, the outline says so, with the reason and what it rests on."""
    rules = tmp_path / "rules.eff"
    none = 'direction a { score = 1 points  cite order }\ntotal { none because en "no formula" ru "нет формулы" kk "формула жоқ"  cite order "the title" }\n'
    rules.write_text(completed(none), encoding="utf-8")
    done = CliRunner().invoke(show.command, [str(rules), "--lang", language], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    assert none_given in done.output
    assert cites in done.output


def test_show_of_errors(tmp_path: Path) -> None:
    """Rules with errors have no outline: the findings are told instead."""
    (tmp_path / "bad.eff").write_text("block {", encoding="utf-8")
    done = CliRunner().invoke(show.command, [str(tmp_path / "bad.eff")])
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "error[" in done.stderr


def test_init_runs_green(tmp_path: Path) -> None:
    """What ``init`` writes has no finding but its assumptions, and runs without a word on standard error."""
    made = effrules("init", "new", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    done = effrules("run", "new", "new/data", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    checked = effrules("check", "new", folder=tmp_path)
    assert "no errors, no warnings" in checked.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new"]


def test_init_in_an_empty_folder(tmp_path: Path) -> None:
    """An empty folder, the current one too, is filled and stays the same folder."""
    before = tmp_path.stat().st_ino
    assert effrules("init", ".", folder=tmp_path).returncode == 0
    assert tmp_path.stat().st_ino == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "methodology.eff"]


def test_init_refuses_a_full_folder(tmp_path: Path) -> None:
    """Nothing is written to a folder that holds something."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(init.command, [str(tmp_path)])
    assert done.exit_code == 2
    assert "not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_forms_are_read_as_data(tmp_path: Path) -> None:
    """Empty forms have a file for each table and are data without any body."""
    rules, _ = starter(tmp_path)
    forms = tmp_path / "forms"
    done = CliRunner().invoke(init.command, [str(forms), "--forms", str(rules)])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in forms.iterdir()) == ["agency.csv", "complaint.csv", "service.csv"]
    assert (forms / "service.csv").read_text("utf-8") == "agency,code,planned,in_time\n"
    assert CliRunner().invoke(running.command, [str(rules), str(forms)]).exit_code == 0


@pytest.mark.parametrize("name", list(bundled()))
def test_show_of_bundled_rules(name: str) -> None:
    """Every bundled rule has an outline in every language."""
    orders = {"kk": "Есептеу тәртібі", "ru": "Порядок расчёта", "en": "Order of calculation"}
    for language, order in orders.items():
        done = CliRunner().invoke(show.command, [name, "--lang", language])
        assert done.exit_code == 0, done.output
        assert order in done.output

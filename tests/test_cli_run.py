"""``effrules run``: tables, files, choices, what-if, refusals; every case ends with the documented exit code."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from effrules.api import load
from effrules.cli.run import command
from tests.starting import effrules, starter


@pytest.fixture
def case(tmp_path: Path) -> tuple[str, str]:
    """The paths of rules and data."""
    rules, data = starter(tmp_path)
    return str(rules), str(data)


def run(*arguments: object, columns: int = 80) -> Result:
    """What the command prints, in this process."""
    return CliRunner().invoke(command, list(map(str, arguments)), env={"COLUMNS": str(columns)})


def records(text: str) -> dict[str, dict[str, str]]:
    """The rows of printed CSV by subject."""
    return {row["subject"]: row for row in csv.DictReader(io.StringIO(text))}


def test_table(case: tuple[str, str]) -> None:
    """The piped table at 80 columns is ranked within each kind, marks assumptions and counts them."""
    done = effrules("run", *case, folder=Path(case[0]).parent)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    central, local = lines.index("Central bodies"), lines.index("Local bodies")
    assert central < local
    rows = [line.split() for line in lines[central:local] if line.strip()[:1].isdigit()]
    assert [row[0] for row in rows] == ["1", "2"]
    assert rows[0][1:] == ["Ministry", "of", "Drafts", "100.00*", "High*", "n/a", "n/a", "100.00"]
    assert "3 assumptions; 13 of 21 scores rest on one (marked *)." in done.stdout


def test_wide_table_has_titles(case: tuple[str, str]) -> None:
    """Where there is room, columns are headed by their titles and no legend is needed."""
    shown = run(*case, columns=160).output
    assert "Timeliness" in shown.partition("───")[0]
    assert "1.1" not in shown


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 120, 160])
def test_no_number_is_cut(case: tuple[str, str], columns: int) -> None:
    """However narrow the terminal, every number is shown whole."""
    shown = run(*case, columns=columns).output
    for number in ("71.00*", "32.50*", "≈54.17*", "100.00*"):
        assert number in shown
    assert "…" not in shown


def test_languages(case: tuple[str, str]) -> None:
    """Russian and Kazakh tables have a decimal comma; printed CSV keeps the point."""
    assert "71,00*" in run(*case, "--lang", "ru").output
    assert "71,00*" in run(*case, "--lang", "kk").output
    assert records(run(*case, "--lang", "kk", "--format", "csv").output)["A"]["total"] == "71.00"


def test_csv_is_exact(case: tuple[str, str]) -> None:
    """CSV carries the exact value beside the shown one, also where no decimal ends."""
    got = records(run(*case, "--format", "csv").output)
    assert got["D"]["timeliness"] == "54.17"
    assert Fraction(got["D"]["timeliness.exact"]) == Fraction(100 * (Fraction(60, 80) + Fraction(1, 3)), 2)
    assert got["B"]["services.state"] == "not applicable"
    assert got["B"]["total.exact"] == "100"
    assert got["A"]["place.rank"] == "2"


def test_json(case: tuple[str, str]) -> None:
    """JSON carries state, shown and exact value, weight, and what is assumed."""
    document = json.loads(run(*case, "--format", "json").output)
    body = next(s for s in document["subjects"] if s["subject"] == "D")
    assert body["nodes"]["timeliness"]["value"] == {
        "shown": "54.17",
        "exact": "325/6",
        "rounded_for_show": True,
    }
    assert body["nodes"]["services"]["weight"] == "0.6"
    assert body["nodes"]["complaints"]["assumed"] is False
    assert len(document["assumptions"]) == 3
    assert document["what_if"] == []


def test_only_and_sort(case: tuple[str, str]) -> None:
    """``--only`` keeps the places among all; ``--sort`` orders by a node, bodies without a score last."""
    got = records(run(*case, "--only", "A", "--format", "csv").output)
    assert list(got) == ["A"]
    assert got["A"]["place.rank"] == "2"
    by_node = [line for line in run(*case, "--sort", "services").output.splitlines() if "Ministry" in line]
    assert "Examples" in by_node[0]
    assert "Drafts" in by_node[1]
    highest_first = [
        line for line in run(*case, "--sort", "complaints").output.splitlines() if "Ministry" in line
    ]
    assert ["Drafts" in line for line in highest_first] == [True, False]
    by_name = [line for line in run(*case, "--sort", "name").output.splitlines() if "Ministry" in line]
    assert "Drafts" in by_name[0]


def test_what_if_weights(case: tuple[str, str]) -> None:
    """Other weights change the totals exactly, and the output says loudly that it is a what-if."""
    change = ("--set", "weight.services=50%", "--set", "weight.complaints=50%")
    done = run(*case, *change)
    assert done.exit_code == 0
    assert done.output.startswith("WHAT IF")
    assert records(run(*case, *change, "--format", "csv").output)["A"]["total.exact"] == "67.5"
    document = json.loads(run(*case, *change, "--format", "json").output)
    assert document["what_if"] == ["weight.services=50%", "weight.complaints=50%"]
    assert len(document["assumptions"]) == 4


def test_assumptions_of_a_what_if_are_not_listed_by_check(case: tuple[str, str]) -> None:
    """`check` knows nothing of a what-if, so the note does not send people there."""
    change = ("--set", "weight.services=50%", "--set", "weight.complaints=50%")
    done = run(*case, *change)
    assert "Listed by: effrules check" not in done.output
    assert "--format json" in done.output
    reasons = [
        one["reasons"]["en"]
        for one in json.loads(run(*case, *change, "--format", "json").output)["assumptions"]
    ]
    assert any(reason.startswith("what if") for reason in reasons)


@pytest.mark.parametrize("value", ["40%", "50%"])
def test_a_figure_is_set_once(case: tuple[str, str], value: str) -> None:
    """Of two settings of one figure none is taken in silence."""
    done = run(*case, "--set", "weight.services=50%", "--set", f"weight.services={value}")
    assert done.exit_code == 2
    assert "`weight.services` is set twice" in done.output


def test_what_if_must_add_up(case: tuple[str, str]) -> None:
    """Weights that no longer make 100 % are refused with E305."""
    done = run(*case, "--set", "weight.services=50%")
    assert done.exit_code == 1
    assert "E305" in done.stderr
    assert "90%" in done.stderr
    assert done.stdout == ""


def test_amendment_on_top(case: tuple[str, str], tmp_path: Path) -> None:
    """An amendment file laid on top does the same as ``--set``."""
    overlay = tmp_path / "half.eff"
    overlay.write_text('change weights { services 50% complaints 50% } because en "to see"', encoding="utf-8")
    done = run(*case, "--with", overlay, "--format", "csv")
    assert done.exit_code == 0, done.stderr
    assert records(done.output)["A"]["total.exact"] == "67.5"
    assert "half.eff" in records(done.output)["A"]["what_if"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--set", "weight.nothing=1%"), "there is no node `nothing`"),
        (("--set", "weight.in_time=1%"), "counts by its maximum"),
        (("--set", "weight.services=0.5"), "not understood"),
        (("--set", "penalty.none=1"), "there is no penalty or bonus `none`"),
        (("--sort", "nothing"), "there is no node `nothing`"),
        (("-o", "results.txt"), "the ending says"),
        (("-o", "no-such-folder/results.csv"), "there is no folder"),
    ],
)
def test_usage(case: tuple[str, str], arguments: tuple[str, ...], said: str) -> None:
    """A wrong call is refused with exit code 2 and in words, before anything is scored."""
    done = run(*case, *arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert done.stdout == ""


def test_output_never_over_the_data(case: tuple[str, str]) -> None:
    """A result file in the data folder is refused: it would be read as data."""
    done = run(*case, "-o", Path(case[1]) / "agency.csv")
    assert done.exit_code == 2
    assert (Path(case[1]) / "agency.csv").read_text("utf-8").startswith("agency,name,kind")


def test_wrong_data(case: tuple[str, str], tmp_path: Path) -> None:
    """Every problem of the data is told with its cell, the exit code is 1, and no file is touched."""
    table = Path(case[1]) / "service.csv"
    table.write_text("agency,code,planned,in_time\nA,1,0,1\nA,2,x,1\n", encoding="utf-8")
    target = tmp_path / "results.csv"
    target.write_text("as it was", encoding="utf-8")
    done = run(*case, "-o", target)
    assert done.exit_code == 1
    assert "cell C2" in done.stderr
    assert "cell C3" in done.stderr
    assert done.stdout == ""
    assert target.read_text("utf-8") == "as it was"


def test_wrong_rules(tmp_path: Path) -> None:
    """Rules that are not there, and rules with errors, end with findings and exit code 1."""
    assert "E200" in run("no-such-rules", tmp_path).stderr
    (tmp_path / "bad.eff").write_text("methodology", encoding="utf-8")
    done = run(tmp_path / "bad.eff", tmp_path)
    assert done.exit_code == 1
    assert "bad.eff:1" in done.stderr


def test_strict(case: tuple[str, str]) -> None:
    """``--strict`` lists every assumption and scores nothing."""
    done = run(*case, "--strict")
    assert done.exit_code == 1
    assert done.stderr.count("error[E723]") == 3
    assert done.stdout == ""


def test_failed_scores(case: tuple[str, str], tmp_path: Path) -> None:
    """A score that fails is shown as failed, told on standard error, and keeps files unwritten unless --partial."""
    rules = Path(case[0]) / "methodology.eff"
    text = rules.read_text("utf-8").replace("but at most 100%", "+ 0%")
    rules.write_text(text, encoding="utf-8")
    (Path(case[1]) / "service.csv").write_text("agency,code,planned,in_time\nA,1,10,11\n", encoding="utf-8")
    target = tmp_path / "results.csv"
    done = run(*case, "-o", target)
    assert done.exit_code == 1
    assert "failed" in done.stdout
    assert "error[E7" in done.stderr
    assert "No file was written" in done.stderr
    assert not target.exists()
    assert run(*case, "-o", target, "--partial").exit_code == 1
    assert records(target.read_text("utf-8"))["A"]["total.state"] == "failed"
    assert records(target.read_text("utf-8"))["C"]["total.exact"] == "100"


def test_result_files(case: tuple[str, str], tmp_path: Path) -> None:
    """All five kinds of files are written in one run with one run record, and nothing else is left beside them."""
    folder = tmp_path / "out"
    folder.mkdir()
    names = ["r.csv", "r.json", "r.md", "r.parquet", "r.xlsx"]
    done = run(*case, *(part for name in names for part in ("-o", folder / name)))
    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in folder.iterdir()) == sorted([*names, "r.record.json"])


def test_lean(case: tuple[str, str]) -> None:
    """A second run as CSV imports neither the parser nor rich."""
    code = (
        "import sys\nfrom effrules.cli.main import _run\n"
        f"code = _run(['run', {case[0]!r}, {case[1]!r}, '--format', 'csv'])\n"
        "bad = [m for m in ('lark', 'rich', 'xlsxwriter', 'pyarrow', 'effrules.syntax.tree') if m in sys.modules]\n"
        "sys.exit(' '.join(bad) if bad else code)\n"
    )
    import subprocess
    import sys as system

    from tests.starting import ROOT

    for _ in range(2):
        done = subprocess.run(
            [system.executable, "-c", code],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env={"XDG_CACHE_HOME": case[1] + "-cache", "PATH": "", "PYTHONIOENCODING": "utf-8"},
        )
    assert done.returncode == 0, done.stderr


def test_points_are_set_of_what_is_called_right(tmp_path: Path) -> None:
    """`bonus.NAME` changes a bonus and `penalty.NAME` a penalty; one that is called the other is refused by name."""
    rules, data = tmp_path / "m.eff", tmp_path / "d.json"
    rules.write_text(
        'methodology m version "1" { scale 0 to 100 points }\nsource s { title "S" }\nsubject agency { x: share }\n'
        'table r of agency { n: count }\nblock g { score = 50 points  cite s "1" }\n'
        'penalty late { take 2 points for each r where n > 0 from total at most 9 points in all  cite s "2" }\n'
        'bonus early { give 1 points for each r where n > 0 to total at most 9 points in all  cite s "3" }\n',
        encoding="utf-8",
    )
    data.write_text(
        '{"agency": [{"agency": "A", "x": 0.5}], "r": [{"agency": "A", "n": 1}]}', encoding="utf-8"
    )
    case = (str(rules), str(data))
    totals = {"bonus.early=3": "51", "penalty.late=5": "46"}
    for setting, total in totals.items():
        done = run(*case, "--set", setting, "--format", "csv")
        assert done.exit_code == 0, done.stderr
        assert records(done.output)["A"]["total.exact"] == total
        assert setting in records(done.output)["A"]["what_if"]
    wrong = {
        "bonus.late=3": "a penalty, not a bonus: write penalty.late",
        "penalty.early=3": "a bonus, not a penalty: write bonus.early",
    }
    for setting, said in wrong.items():
        for more in ((), ("--set", "bonus.early=1", "--set", "penalty.late=1")):
            done = run(*case, "--set", setting, *more)
            assert done.exit_code == 2, done.output
            assert said in " ".join(done.stderr.split())
            assert done.stdout == ""
    methodology = load(rules).what_if(points={"early": "3", "late": "1"})
    assert methodology.changes == ("bonus.early=3", "penalty.late=1")

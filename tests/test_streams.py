"""Standard input and output: ``-`` for every file, UTF-8 for whoever is no terminal, colours when they are asked for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from effrules.cli.main import COMMANDS
from tests.starting import ROOT, starter

DRAFT = """methodology my_methodology version "2" amends "1" { title kk "Қазақша" title en "Draft" in force from 2027-01-01 }
change weights { services 50% complaints 50% } because kk "Әділдік" en "x"
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rules and data with a Kazakh name, a draft, data in one file, results and a trace."""
    folder = tmp_path_factory.mktemp("template")
    _, data = starter(folder)
    table = data / "agency.csv"
    text = table.read_text("utf-8").replace("Ministry of Examples", "Қаржы министрлігі")
    table.write_text(text, encoding="utf-8")
    (folder / "two.eff").write_text(DRAFT, encoding="utf-8")
    (folder / "overlay.eff").write_text(DRAFT.partition("\n")[2], encoding="utf-8")
    make_workbook(data, folder / "data.xlsx")
    for words in ("run rules data -o r.csv -o r.json", "trace rules data A -o t.json"):
        assert run(folder, words).returncode == 0
    return folder


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Path:
    """A folder of one's own with all of that."""
    return Path(shutil.copytree(template, tmp_path / "office"))


def make_workbook(data: Path, path: Path) -> None:
    """The tables of a folder as sheets."""
    import csv

    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        for file in sorted(data.iterdir()):
            sheet = book.add_worksheet(file.stem)
            for number, row in enumerate(csv.reader(file.read_text("utf-8").splitlines())):
                sheet.write_row(number, 0, [float(c) if number and c.isdigit() else c for c in row])


def run(
    folder: Path, words: str, given: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command as a shell runs it, its streams piped."""
    clean = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", "effrules", *words.split()],
        input=given,
        capture_output=True,
        check=False,
        cwd=folder,
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
    )


# -- Encodings ----------------------------------------------------------------------------------------------------

PRINTING = [
    *(f"run rules data --lang kk --format {form}" for form in ("table", "csv", "json", "md")),
    *(f"trace rules data A --lang kk --format {form}" for form in ("text", "json", "html", "md")),
    "report rules data -o - --lang kk",
    "trace rules data A --why-not 99 --lang kk",
    *(f"document two.eff --lang kk --format {form}" for form in ("md", "html")),
    *(f"sources two.eff --lang kk --format {form}" for form in ("text", "md", "html")),
    *(f"diff rules two.eff --lang kk --format {form}" for form in ("text", "json", "md", "html")),
    *(f"log two.eff --lang kk --format {form}" for form in ("text", "json", "md")),
    "blame two.eff weights --lang kk",
    "show two.eff --consolidated --lang kk",
    "check two.eff",
    "run rules data --only Қ",
]


@pytest.mark.parametrize(
    ("words", "encoding"),
    [*((words, "cp1251") for words in PRINTING), *((PRINTING[1], other) for other in ("ascii", "utf-16"))],
)
def test_what_is_no_terminal_gets_utf_8(office: Path, words: str, encoding: str) -> None:
    """The bytes are the same whatever encoding Python takes for the machine's, and no letter is lost."""
    right = run(office, words, PYTHONIOENCODING="utf-8")
    other = run(office, words, PYTHONIOENCODING=encoding)
    assert (other.returncode, other.stdout, other.stderr) == (right.returncode, right.stdout, right.stderr)
    assert set("қҚәӘ") & set((right.stdout + right.stderr).decode("utf-8")) or "check" in words
    assert b"\r" not in right.stdout


# -- Standard input -----------------------------------------------------------------------------------------------

READING = [
    ("run - data", "rules/methodology.eff", "run rules/methodology.eff data"),
    ("run two.eff -", "data.xlsx", "run two.eff data.xlsx"),
    ("run rules data --with -", "overlay.eff", "run rules data --with overlay.eff"),
    ("run rules data --earlier -", "r.json", "run rules data --earlier r.json"),
    ("trace - data A", "two.eff", "trace two.eff data A"),
    ("trace rules - A --format json", "data.xlsx", "trace rules data.xlsx A --format json"),
    ("report rules - -o -", "data.xlsx", "report rules data.xlsx -o -"),
    ("diff rules -", "two.eff", "diff rules two.eff"),
    ("diff - two.eff", "rules/methodology.eff", "diff rules two.eff"),
    ("diff rules two.eff --data -", "data.xlsx", "diff rules two.eff --data data.xlsx"),
    ("merge rules - overlay.eff", "overlay.eff", "merge rules overlay.eff overlay.eff"),
    ("document - --lang kk", "two.eff", "document two.eff --lang kk"),
    ("sources - --lang kk", "two.eff", "sources two.eff --lang kk"),
    ("show -", "two.eff", "show two.eff"),
    ("log - --format json", "two.eff", "log two.eff --format json"),
    ("blame - weights", "two.eff", "blame two.eff weights"),
    ("check -", "rules/methodology.eff", "check rules/methodology.eff"),
    ("test - --tries 1", "rules/methodology.eff", "test rules --tries 1"),
    ("verify -", "r.record.json", "verify r.record.json"),
    ("verify -", "t.json", "verify t.json"),
]


@pytest.mark.parametrize(("words", "piped", "named"), READING)
def test_standard_input(office: Path, words: str, piped: str, named: str) -> None:
    """What is piped in is read as a file is; what is said differs in the file's name at most."""
    right = run(office, named)
    done = run(office, words, (office / piped).read_bytes())

    assert done.returncode == right.returncode, done.stderr
    assert b".effrules-" not in done.stdout + done.stderr
    if right.returncode == 0 and words.startswith(("run", "report", "merge", "document", "show", "test")):
        assert len(done.stdout) >= 0.9 * len(right.stdout)
    assert not list(office.rglob(".effrules-*"))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json", ".jsonl", ".parquet", ".sqlite", ".tsv"])
def test_formats_are_known_by_their_content(tmp_path: Path, suffix: str) -> None:
    """Data on standard input are the same as those of a file, whatever their format."""
    import sqlite3

    import pyarrow as pa
    import pyarrow.parquet

    (tmp_path / "m.eff").write_text(
        'methodology m version "1" { scale 0 to 100 points }\n'
        'subject body { title en "Body" good: number }\n'
        'block all { title en "All" criterion one { title en "One" score body.good * 1 point } }\n',
        encoding="utf-8",
    )
    path = tmp_path / f"data{suffix}"
    rows = [{"body": "a", "good": 1}, {"body": "b", "good": 2}]
    match suffix:
        case ".csv" | ".tsv":
            separator = "\t" if suffix == ".tsv" else ","
            path.write_text(
                "\n".join(separator.join(map(str, r)) for r in [rows[0], *(r.values() for r in rows)])
            )
        case ".json":
            path.write_text(json.dumps({"body": rows}, indent=1), encoding="utf-8")
        case ".jsonl":
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        case ".parquet":
            pyarrow.parquet.write_table(pa.Table.from_pylist(rows), path)
        case ".xlsx":
            import xlsxwriter

            with xlsxwriter.Workbook(path) as book:
                sheet = book.add_worksheet("body")
                for number, row in enumerate([list(rows[0]), *(list(r.values()) for r in rows)]):
                    sheet.write_row(number, 0, row)
        case _:
            connection = sqlite3.connect(path)
            connection.execute("create table body (body text, good integer)")
            connection.executemany("insert into body values (?, ?)", [tuple(r.values()) for r in rows])
            connection.commit()
            connection.close()
    right = run(tmp_path, f"run m.eff {path.name} --format csv")
    done = run(tmp_path, "run m.eff - --format csv", path.read_bytes())
    assert (done.returncode, done.stdout) == (right.returncode, right.stdout)


def test_standard_input_is_read_once(office: Path) -> None:
    """Two dashes for reading are refused; so is a record of data that nobody finds again."""
    done = run(office, "run - -", b"x")
    assert done.returncode == 2
    assert b"can be read once" in done.stderr
    content = (office / "data.xlsx").read_bytes()
    done = run(office, "run rules - -o s.csv --record s.json", content)
    assert done.returncode == 2
    assert not (office / "s.csv").exists()
    done = run(office, "run rules - -o s.csv", content)
    assert done.returncode == 0
    assert b"No run record is written" in done.stderr
    assert (office / "s.csv").exists()
    assert not (office / "s.record.json").exists()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a stream without end")
def test_a_stream_without_end(office: Path) -> None:
    """Rules from a stream that does not end are refused at the size at which a file is."""
    with Path("/dev/zero").open("rb") as endless:
        done = subprocess.run(
            [sys.executable, "-m", "effrules", "check", "-"],
            stdin=endless, capture_output=True, check=False, cwd=office,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=120,
        )  # fmt: skip
    assert done.returncode == 2
    assert b"standard input gives more than 16" in done.stderr


# -- Standard output ----------------------------------------------------------------------------------------------

WRITING = [
    ("trace rules data A", "x.txt"),
    ("trace rules data A --format json", "x.json"),
    ("report rules data", "x.html"),
    ("diff rules two.eff --format html", "x.html"),
    ("document rules --format html", "x.html"),
    ("document rules --format docx", "x.docx"),
    ("sources rules --format html", "x.html"),
    ("simulate rules data --draws 100 --format csv", "x.csv"),
    ("goal-seek rules data A 1 --format md", "x.md"),
    ("analyse rules data --format md", "x.md"),
    ("merge rules overlay.eff overlay.eff", "x.eff"),
]


@pytest.mark.parametrize(("words", "name"), WRITING)
def test_standard_output(office: Path, words: str, name: str) -> None:
    """``-o -`` prints what ``-o FILE`` writes, and leaves no file that is called so."""
    printed = run(office, f"{words} -o -", COLUMNS="100")
    written = run(office, f"{words} -o {name}")
    assert printed.returncode == written.returncode
    assert printed.stdout == (office / name).read_bytes() or name in ("x.txt", "x.docx")
    assert len(printed.stdout) > 100
    assert not (office / "-").exists()


@pytest.mark.parametrize("form", ["csv", "json", "md", "xlsx", "parquet"])
def test_results_on_standard_output(office: Path, form: str) -> None:
    """``run --format FORM -o -`` prints the bytes of a file of results; it is no file, so no record is written."""
    printed = run(office, f"run rules data --format {form} -o -", SOURCE_DATE_EPOCH="0")
    assert printed.returncode == 0, printed.stderr
    written = run(office, f"run rules data -o x.{form}")
    assert written.returncode == 0
    kept = (office / f"x.{form}").read_bytes()
    assert printed.stdout[:4] == kept[:4]
    assert printed.stdout == kept or form in ("xlsx", "parquet")
    assert not (office / "-").exists()
    assert not (office / "-.record.json").exists()


def test_no_record_and_no_folder_on_standard_output(office: Path) -> None:
    """A record is a file, a methodology is a folder."""
    for words in ("run rules data --record -", "init -"):
        assert run(office, words).returncode == 2
    assert not (office / "-").exists()


def test_every_command_that_reads_or_writes_is_here() -> None:
    """A new command has to say what ``-`` means for it."""
    tried = {words.split()[0] for words, *_ in (*READING, *WRITING)}
    without = {"git-diff", "list", "init", "completion", "schema", "sign"}
    of_a_year = {name for name in COMMANDS if name.split()[0] == "year"}  # they read and write its folder
    assert tried | {"run"} | without | of_a_year == set(COMMANDS)


@pytest.mark.skipif(shutil.which("script") is None, reason="a terminal is made by script(1)")
def test_a_terminal_is_spared_what_is_no_text(office: Path) -> None:
    """A workbook is refused at a terminal, before any work."""
    command = f"{sys.executable} -m effrules run rules data --format xlsx"
    done = subprocess.run(
        ["script", "-qec", command, "/dev/null"],
        capture_output=True,
        check=False,
        cwd=office,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert b"is not for a terminal" in done.stdout
    assert done.returncode == 2


# -- Colours ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "3", "TERM": "dumb"}, True),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "false"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours(office: Path, environment: dict[str, str], coloured: bool) -> None:
    """FORCE_COLOR colours what is piped; NO_COLOR has the last word; files and documents never have colours."""
    (office / "bad.eff").write_text("methodology", encoding="utf-8")
    for words in ("trace rules data A", "diff rules two.eff", "check bad.eff", "run rules data --only Z"):
        done = run(office, words, **environment)
        assert (b"\x1b[" in done.stdout + done.stderr) is coloured, words
    for words in ("run rules data --format json", "document rules", "trace rules data A -o x.txt"):
        assert b"\x1b[" not in run(office, words, **environment).stdout
    assert b"\x1b[" not in (office / "x.txt").read_bytes()

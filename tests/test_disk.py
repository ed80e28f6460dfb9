"""What is read is never written over, in any command; what is written is there whole or not at all."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from effrules.disk import known, temporary, write_all
from tests.running import run
from tests.starting import ROOT, effrules, starter

posix = pytest.mark.skipif(os.name != "posix", reason="links, modes and pipes of POSIX")

DRAFT = """methodology my_methodology version "2" amends "1" { title en "Draft" in force from 2027-01-01 }
change weights { services 50% complaints 50% } because en "x"
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, the current one: rules and data, two drafts, an overlay, data in one file, results and a record."""
    monkeypatch.chdir(tmp_path)
    rules, data = starter(tmp_path)
    for number, name in enumerate(("two", "three"), 2):
        (tmp_path / name).mkdir()
        text = DRAFT.replace('version "2"', f'version "{number}"').replace("2027", f"202{5 + number}")
        (tmp_path / name / "draft.eff").write_text(text, encoding="utf-8")
    overlay = DRAFT.partition("\n")[2]
    (tmp_path / "overlay.eff").write_text(overlay, encoding="utf-8")
    assert run("run", rules, data, "-o", "r.csv", "-o", "r.json").exit_code == 0
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


OVERWRITING = [
    ("run rules data", "data/agency.csv"),
    ("run rules data", "data/new.csv"),
    ("run rules data --earlier r.csv", "r.csv"),
    ("run rules data -o s.csv", "s.csv"),
    ("run rules data -o s.csv", "S.CSV"),
    ("run rules data -o s.csv --record s.json", "s.json"),
    ("report rules data", "data/new.html"),
    ("trace rules data A --format text", "rules/methodology.eff"),
    ("trace rules data A --format text", "data/service.csv"),
    ("trace rules data A --format text --with overlay.eff", "overlay.eff"),
    ("trace rules data A --format text --earlier r.json", "r.json"),
    ("trace two data A --format text", "rules/methodology.eff"),
    ("trace two data A --format text", "two/draft.eff"),
    ("trace two data A --format text", "two/new.eff"),
    ("diff rules two --format text", "two/draft.eff"),
    ("diff rules two --format text", "rules/methodology.eff"),
    ("diff rules two --data data --format text", "data/agency.csv"),
    ("diff rules two --old-data data --new-data data --format text", "data/agency.csv"),
    ("document two --format md", "rules/methodology.eff"),
    ("document rules --format md --with overlay.eff", "overlay.eff"),
    ("merge rules two three", "rules/methodology.eff"),
    ("merge rules two three", "rules/new.eff"),
    ("merge rules/methodology.eff two/draft.eff three", "two/draft.eff"),
]


@pytest.mark.parametrize(("words", "output"), OVERWRITING)
@pytest.mark.parametrize("cached", [False, True], ids=["checked", "from the cache"])
def test_what_is_read_is_not_written_over(
    office: Path, monkeypatch: pytest.MonkeyPatch, words: str, output: str, cached: bool
) -> None:
    """Each command refuses each kind of thing that it reads, and folders that it reads, before anything is printed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(office.parent / "cache"))
    if cached:
        assert run(*words.split()).exit_code in (0, 1, 2)
        (office / "s.csv").unlink(missing_ok=True)
        (office / "s.json").unlink(missing_ok=True)
        (office / "s.record.json").unlink(missing_ok=True)
    before = contents(office)
    done = run(*words.split(), "-o", output)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert any(
        said in " ".join(done.stderr.split())
        for said in (
            "take its place",
            "the next run would read it",
            "is also written as",
            "is read as rules, which this command does not write",
        )
    )
    assert contents(office) == before


@pytest.mark.parametrize(
    "words",
    [
        "run rules data",
        "run rules data -o s.csv --record",
        "trace rules data A --format text",
        "report rules data",
        "diff rules two --format text",
        "diff rules two --data data --format html",
        "document rules --format md",
        "document two/draft.eff --format html",
        "sources rules --format md",
        "sign r.record.json --key none",
    ],
)
@pytest.mark.parametrize("name", ["law.eff", "elsewhere/new.EFF", "link.md"])
def test_nothing_but_rules_ends_as_rules_do(office: Path, words: str, name: str) -> None:
    """What ends in .eff, or leads there, is the next command's law: no document, report or record is written so."""
    (office / "elsewhere").mkdir()
    (office / "law.eff").write_text(DRAFT, encoding="utf-8")
    (office / "none").write_text("", encoding="utf-8")
    if name == "link.md" and os.name != "posix":
        return
    if os.name == "posix":
        (office / "link.md").symlink_to("law.eff")
    before = contents(office)
    done = run(*words.split(), *([] if words.endswith("--record") else ["-o"]), name)
    assert done.exit_code == 2, done.output
    assert "is read as rules, which this command does not write" in " ".join(done.stderr.split())
    assert contents(office) == before


@posix
@pytest.mark.parametrize("link", ["symbolic", "hard"])
def test_links_to_what_is_read(office: Path, link: str) -> None:
    """A link under another name is the same file."""
    for at, name in (("data/agency.csv", "a.csv"), ("rules/methodology.eff", "m.md")):
        if link == "hard":
            os.link(at, name)
        else:
            Path(name).symlink_to(at)
    before = contents(office)
    assert run("run", "rules", "data", "-o", "a.csv").exit_code == 2
    assert run("document", "rules", "-o", "m.md").exit_code == 2
    assert contents(office) == before


_opened: list[str] | None = None


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _opened is not None and event == "open":
        path, _, flags = (*arguments, None, None)[:3]
        writing = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        if isinstance(path, str | os.PathLike) and not writing:
            _opened.append(os.path.realpath(path))


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """The files that Python opens for reading."""
    global _opened  # noqa: PLW0603 - a hook cannot be taken away again
    if not getattr(sys, "_effrules_hook", False):
        sys.addaudithook(_hook)
        sys._effrules_hook = True  # type: ignore[attr-defined]
    _opened = []
    yield _opened
    _opened = None


@pytest.mark.parametrize(
    "words",
    [
        "run rules data --with overlay.eff --earlier r.csv",
        "run two data",
        "check two",
        "trace two data A --earlier r.json",
        "report two data -o page.html",
        "diff rules two --data data",
        "document two --with overlay.eff",
        "merge rules two three",
        "show two --consolidated",
        "log two",
        "blame two total",
        "test rules --examples-only",
        "init forms --forms two",
    ],
)
def test_the_door_knows_all_that_is_read(
    office: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str], words: str
) -> None:
    """Every file of the user's that a command opens is known when it ends, apart from versions that it only looks at."""
    noted: list[str] = []

    def end() -> None:
        noted.extend(file.real for session in known._open for file in session.files)

    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    monkeypatch.setattr("effrules.disk.end", end)
    assert run(*words.split()).exit_code in (0, 1, 2)
    mine = {path for path in opened if path.startswith(os.path.realpath(office))}
    only_looked_at = {os.path.realpath(name) for name in ("two/draft.eff", "three/draft.eff", "overlay.eff")}
    assert mine - set(noted) <= only_looked_at - set(noted)
    assert os.path.realpath("rules/methodology.eff") in noted


# -- What stands at the place -------------------------------------------------------------------------------------


@posix
def test_a_link_is_followed_and_stays(office: Path) -> None:
    """A link to an older file of results leads to the new ones afterwards."""
    target = office / "kept" / "real.csv"
    target.parent.mkdir()
    target.write_text("before", encoding="utf-8")
    Path("latest.csv").symlink_to(target)
    assert run("run", "rules", "data", "-o", "latest.csv").exit_code == 0
    assert Path("latest.csv").is_symlink()
    assert target.read_bytes() == Path("r.csv").read_bytes()
    assert [path.name for path in target.parent.iterdir()] == ["real.csv"]


@posix
def test_permissions_are_kept_and_read_only_is_respected(office: Path) -> None:
    """A replaced file keeps its mode; a read-only one is refused, for a privileged user too."""
    path = office / "r.csv"
    path.chmod(0o640)
    assert run("run", "rules", "data", "-o", "r.csv", "-o", "r.json").exit_code == 0
    assert path.stat().st_mode & 0o777 == 0o640
    path.chmod(0o444)
    before = contents(office)
    done = run("run", "rules", "data", "-o", "r.csv", "-o", "r.json")
    assert done.exit_code == 2
    assert "is read-only" in done.stderr
    assert contents(office) == before


@posix
def test_a_pipe_is_written_to(office: Path) -> None:
    """A named pipe stays one; its reader gets the whole, and no record speaks of it."""
    os.mkfifo("p.csv")
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(Path("p.csv").read_text("utf-8")))
    reader.start()
    assert run("run", "rules", "data", "-o", "p.csv").exit_code == 0
    reader.join(20)
    assert got == [Path("r.csv").read_text("utf-8")]
    assert Path("p.csv").is_fifo()
    assert not Path("p.record.json").exists()


@posix
def test_a_pipe_without_reader_is_no_wait_without_end(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told after a while, and nothing else is written either."""
    monkeypatch.setattr("effrules.disk.writing.READER_COMES_WITHIN", 0.1)
    os.mkfifo("p.csv")
    before = contents(office)
    done = run("run", "rules", "data", "-o", "p.csv", "-o", "other.md")
    assert done.exit_code == 1
    assert "nobody reads this pipe" in done.stderr
    assert {path.name for path in office.iterdir() if path.is_file()} == set(before) - {
        name for name in before if "/" in name
    }


def test_several_files_are_put_in_place_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last cannot take its place, those before it get back what they held, or go."""
    for name in ("a", "c"):
        (tmp_path / name).write_text("before", encoding="utf-8")
    replace = Path.replace

    def replacing(self: Path, to: Path) -> Path:
        if to.name == "c" and self.read_text("utf-8") == "new":
            raise PermissionError(13, "Permission denied", str(to))
        return replace(self, to)

    monkeypatch.setattr(Path, "replace", replacing)

    def write(to: Path) -> None:
        to.write_text("new", encoding="utf-8")

    with pytest.raises(PermissionError):
        write_all({tmp_path / "a": write, tmp_path / "b": write, tmp_path / "c": write})
    assert contents(tmp_path) == {"a": b"before", "c": b"before"}


# -- Full disks, closed pipes -------------------------------------------------------------------------------------

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50))
from effrules.cli.start import main
main()
"""


@posix
@pytest.mark.parametrize(
    "words",
    [
        *(
            f"run rules data -o r{ending} --record s.json"
            for ending in (".csv", ".json", ".xlsx", ".parquet", ".md")
        ),
        "report rules data -o page.html",
        "trace rules data A -o trace.json",
        "diff rules two -o diff.html",
        "document rules -o order.docx",
        "document rules -o order.md",
        "merge rules two two -o merged.eff",
        "init new",
    ],
)
def test_a_full_disk(office: Path, words: str) -> None:
    """Where no more than 50 bytes fit, a sentence says so, and every file is as before."""
    # Python would write the first 50 bytes of a compiled module, and choke on them afterwards.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    before = contents(office)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *words.split()],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=office,
    )
    assert done.returncode in (1, 2), (done.returncode, done.stderr)
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
    assert contents(office) == before
    assert not [path for path in office.rglob("*") if path.name.startswith(".")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize(
    "words", ["run rules data", "--help", "document rules", "check rules", "completion zsh"]
)
def test_standard_output_on_a_full_disk(office: Path, words: str) -> None:
    """A sentence and exit code 1, not exit code 0 and not a traceback at Python's end."""
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "effrules", *words.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    assert done.returncode == 1
    assert "could not be written: No space left on device" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@posix
@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_files_are_written_whoever_listens(office: Path, closed: str) -> None:
    """``run -o f.csv | head``: the file and its record are there though the reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, closed: writer}
    Path("data/agency.csv").write_text(
        Path("data/agency.csv").read_text("utf-8") + "\nE,East,local\n", encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "effrules", "run", "rules", "data", "-o", "f.csv", "--partial"],
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        **streams,
    )
    os.close(writer)
    assert done.returncode in ((141,) if closed == "stdout" else (0, 1))
    assert Path("f.csv").exists()
    assert Path("f.record.json").exists()


# -- What is there for a while only -------------------------------------------------------------------------------


def test_what_killed_processes_left_goes(tmp_path: Path) -> None:
    """It goes when something is written to the folder; what a living process writes, and what others own, stays."""
    done = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    gone = int(done.stdout)
    left = tmp_path / f".effrules-{temporary.HERE}-{gone}-0123456789ab.tmp"
    alive = tmp_path / f".effrules-{temporary.HERE}-{os.getppid()}-0123456789ab.tmp"
    elsewhere = tmp_path / f".effrules-00000000-{gone}-0123456789ab.tmp"
    mine = tmp_path / ".effrules-notes.tmp"
    for path in (left, alive, elsewhere, mine):
        path.write_text("x", encoding="utf-8")
    write_all({tmp_path / "new": lambda to: to.write_text("x", encoding="utf-8") and None})
    assert {path.name for path in tmp_path.iterdir()} == {"new", alive.name, elsewhere.name, mine.name}
    os.utime(elsewhere, (0, 0))
    write_all({tmp_path / "new": lambda to: to.write_text("x", encoding="utf-8") and None})
    assert not elsewhere.exists()


def test_no_reader_takes_what_is_temporary(office: Path) -> None:
    """A file that a killed process left in the folders of rules and data changes nothing."""
    right = run("run", "rules", "data").stdout
    for folder in (office / "rules", office / "data"):
        (folder / temporary._name()).write_text("no rules, no data", encoding="utf-8")
    done = run("run", "rules", "data")
    assert (done.exit_code, done.stdout) == (0, right)


def test_starting_a_methodology_in_a_folder_that_cannot_be(office: Path) -> None:
    """``init`` leaves nothing behind where it fails."""
    done = effrules("init", "r.csv/new", folder=office)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


WRITERS = {
    "disk/standard.py", "disk/temporary.py", "disk/writing.py", "resources.py",  # the door itself, and its cache
    "report/results/workbook.py", "report/results/writing.py", "report/results/parquet.py",  # write where the door tells them to
    "cli/revisions.py", "cli/git_diff.py",  # lay out revisions of git in a private folder
}  # fmt: skip
WRITING = {"write_text", "write_bytes", "mkdir", "symlink_to", "hardlink_to", "mkstemp", "write_table"}


def test_there_is_one_door() -> None:
    """No other module of the package writes to the disk."""
    found = set()
    for path in (ROOT / "effrules").rglob("*.py"):
        name = path.relative_to(ROOT / "effrules").as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            modes = [
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            to_memory = (
                name.startswith("cli/")
                and called in ("write_text", "write_bytes")
                and (isinstance(node.func, ast.Name) or name == "cli/help.py")
            )
            if (called in WRITING and not to_memory) or (
                called in ("open", "fdopen")
                and any(set(mode) & set("wax+") and len(mode) <= 3 for mode in modes)
            ):
                found.add(name)
    assert found <= WRITERS, found - WRITERS

"""How the command starts and ends: fast, with the documented exit code, and without a traceback."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from effrules import __version__
from effrules.cli import main as entry
from effrules.cli import outcomes, speaking, verify
from effrules.diagnostics import Finding, Severity
from tests.thesis import rules_at

ROOT = Path(__file__).resolve().parent.parent
HEAVY = (
    "numpy",
    "flint",
    "lark",
    "rich",
    "pyarrow",
    "pandas",
    "polars",
    "hypothesis",
    "jinja2",
    "python_calamine",
    "xlsxwriter",
)


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a fresh interpreter does with some code."""
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


def ended(arguments: list[str]) -> int | str | None:
    """The exit code with which the command leaves."""
    with pytest.raises(SystemExit) as leaving:
        entry.main(arguments)
    return leaving.value.code


def replace_command(monkeypatch: pytest.MonkeyPatch, action: object) -> None:
    """Puts a function in the place of ``effrules list``."""

    def callback() -> None:
        assert callable(action)
        action()

    monkeypatch.setattr(entry.LazyGroup, "get_command", lambda *_: click.Command("list", callback=callback))


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["no-such-command"]])
def test_start_imports_nothing_heavy(arguments: list[str]) -> None:
    """Help, version and a wrong command are answered before any heavy library is imported."""
    code = (
        "import sys\n"
        "from effrules.cli.main import main\n"
        f"try: main({arguments!r})\n"
        f"except SystemExit: print('imported:', [m for m in {HEAVY!r} if m in sys.modules])\n"
    )
    assert python(code).stdout.splitlines()[-1] == "imported: []"


def test_help_lists_every_command() -> None:
    """The help names each command with what it does."""
    done = python("from effrules.cli.main import main; main(['--help'])")
    assert done.returncode == 0
    for name, (_, words) in entry.COMMANDS.items():
        assert (" " in name) != bool(
            re.search(rf"^  {name} +{re.escape(words)}$".replace(r"\ ", r"\s+"), done.stdout, re.MULTILINE)
        ), name


@pytest.mark.parametrize("name", list(entry.COMMANDS))
def test_every_command_is_there(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command of the table can be imported and has a help of its own."""
    module, _, attribute = entry.COMMANDS[name][0].partition(":")
    assert not module or isinstance(getattr(import_module(module), attribute), click.Command)
    assert ended([*name.split(), "--help"]) == outcomes.OK
    assert f"Usage: effrules {name} " in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is the package's."""
    assert ended(["--version"]) == outcomes.OK
    assert capsys.readouterr().out == f"effrules {__version__}\n"


def test_nearest_command_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt command is a usage error that offers the nearest one."""
    assert ended(["chekc"]) == outcomes.USAGE
    assert "There is no command `chekc`. Did you mean `check`?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "current", "data", "--оnly", "C01"], ["check", "current", "--format", "jsоn"], ["сheck"],
        ["blame", str(rules_at("current")), "gоals"],
    ],
)  # fmt: skip
def test_what_looks_like_a_word_of_a_command(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A Cyrillic letter in a command, an option, a choice or a name is named; the word itself is not only offered."""
    assert ended(arguments) == outcomes.USAGE
    told = capsys.readouterr().err
    assert "is Cyrillic (U+04" in " ".join(told.split())
    assert "Did you mean" not in told


def test_missing_module_does_not_break_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command whose module is not installed is listed, and refused with a sentence when it is called."""
    monkeypatch.setitem(entry.COMMANDS, "absent", ("effrules.cli.absent:command", "Not there."))
    assert ended(["--help"]) == outcomes.OK
    assert ended(["absent"]) == outcomes.USAGE
    assert "`absent` is not part of this installation" in capsys.readouterr().err


def test_a_bug_is_owned_up_to(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Anything unforeseen ends with code 70 and a message without traceback or control characters."""

    def action() -> None:
        raise ZeroDivisionError("not \x1b[31m foreseen")

    monkeypatch.delenv("EFFRULES_TRACEBACK", raising=False)
    replace_command(monkeypatch, action)
    assert ended(["list"]) == outcomes.INTERNAL
    told = capsys.readouterr().err
    assert told.startswith(
        "effrules: internal error: ZeroDivisionError: not ␛[31m foreseen\nThis is a bug in effrules"
    )
    assert "Traceback" not in told
    monkeypatch.setenv("EFFRULES_TRACEBACK", "1")
    assert ended(["list"]) == outcomes.INTERNAL
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C ends with code 130 and one line."""

    def action() -> None:
        raise KeyboardInterrupt

    replace_command(monkeypatch, action)
    assert ended(["list"]) == outcomes.INTERRUPTED
    assert capsys.readouterr().err == "effrules: interrupted\n"


@pytest.mark.parametrize(("given", "code"), [(1, 1), (None, 0), ("no such file", 1)])
def test_a_command_chooses_its_code(monkeypatch: pytest.MonkeyPatch, given: object, code: int) -> None:
    """What a command leaves with is what the shell sees; words count as an error, as Python has it."""
    replace_command(monkeypatch, lambda: sys.exit(given))  # type: ignore[arg-type]
    assert ended(["list"]) == code


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise there")
def test_a_closed_pipe_is_silent() -> None:
    """When the reader of the output goes away, nothing is said, not even as Python ends."""
    reader, writer = os.pipe()
    os.close(reader)
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with os.fdopen(writer, "w") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "effrules", "--help"],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
            cwd=ROOT,
            env=buffered,
        )
    assert (done.returncode, done.stderr) == (outcomes.PIPE_CLOSED, b"")


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR set, what a command prints loses its colours even where colours would be shown."""
    seen: list[bool | None] = []
    replace_command(monkeypatch, lambda: seen.append(click.get_current_context().find_root().color))
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert ended(["list"]) == outcomes.OK
    monkeypatch.setenv("NO_COLOR", "1")
    assert ended(["list"]) == outcomes.OK
    assert seen == [None, False]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The script for a shell calls effrules back by the variable that effrules listens to."""
    assert ended(["completion", shell]) == outcomes.OK
    assert f"{entry.COMPLETION}={shell}_complete" in capsys.readouterr().out


def test_completion_offers_commands_without_importing_them() -> None:
    """A shell that asks for commands beginning with `c` gets them, and nothing heavy is imported."""
    code = (
        "import sys\n"
        "from effrules.cli.main import main\n"
        "try: main([])\n"
        f"except SystemExit: print('imported:', [m for m in {HEAVY!r} if m in sys.modules])\n"
    )
    done = python(code, **{entry.COMPLETION: "zsh_complete", "COMP_WORDS": "effrules c", "COMP_CWORD": "1"})
    *lines, imported = done.stdout.splitlines()
    assert [word for word in lines if word in entry.COMMANDS] == ["check", "completion"]
    assert imported == "imported: []"


def test_exit_codes_are_documented() -> None:
    """The table of docs/exit-codes.md has exactly the codes that the command uses."""
    text = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    used = (
        outcomes.OK, outcomes.FINDINGS, outcomes.USAGE, verify.NOT_ALL, outcomes.INTERNAL,
        outcomes.HUNG_UP, outcomes.INTERRUPTED, outcomes.PIPE_CLOSED, outcomes.TERMINATED,
    )  # fmt: skip
    assert documented == set(used)


class Stream(io.StringIO):
    """A stream that says whether it is a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "environment", "wanted"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_findings_are_coloured_where_it_helps(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], wanted: bool
) -> None:
    """Findings go to standard error, in colour only on a terminal that has colours, and not with NO_COLOR."""
    for name, value in {"NO_COLOR": "", "TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    stream = Stream(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    speaking.tell_findings([Finding("E1", Severity.ERROR, "wrong")])
    assert ("\x1b[" in stream.getvalue()) is wanted
    assert "wrong" in stream.getvalue()


EXTRAS = (
    "bcrypt",
    "cryptography",
    "docx",
    "docxtpl",
    "icalendar",
    "numpy",
    "openpyxl",
    "pandas",
    "polars",
    "pyarrow",
    "scipy",
)
DATA = "rules/performance/sample"


def test_what_needs_no_extra_does_without_all_of_them(tmp_path: Path) -> None:
    """As `pip install effrules` leaves it: each command that does not ask for a library of its own ends as it does with them."""
    commands = [
        ["run", "performance", DATA, "-o", str(tmp_path / "a.csv"), "-o", str(tmp_path / "a.xlsx")],
        ["report", "performance", DATA, "-o", str(tmp_path / "a.html")],
        ["report", "performance", DATA, "-o", str(tmp_path / "b.xlsx")],
        ["document", "performance", "-o", str(tmp_path / "d.html")],
        ["diff", "performance", "performance"],
        ["schema", "effrules.run/2"],
        ["test", "performance"],
        ["year", "--help"],
    ]
    done = python(
        f"import sys\nsys.modules.update(dict.fromkeys({EXTRAS!r}))\n"
        "from effrules.cli.main import _run\n"
        f"print([_run(one) for one in {commands!r}], file=sys.stderr)\n"
    )
    assert done.stderr.splitlines()[-1] == str([0, 0, 0, 0, 0, 0, 0, 0])


def test_columns_need_numpy_alone() -> None:
    """As `pip install 'effrules[columns]'` leaves it."""
    done = python(
        f"import sys\nsys.modules.update(dict.fromkeys({[name for name in EXTRAS if name != 'numpy']!r}))\n"
        "from effrules.cli.main import _run\n"
        f"print(_run(['run', 'performance', {DATA!r}, '--engine', 'columns', '--format', 'csv']), file=sys.stderr)\n"
    )
    assert done.stderr.splitlines()[-1] == "0"

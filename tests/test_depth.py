"""Definitions inside definitions: as deep as they may be, every command follows them; deeper, a finding says so."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from effrules.check.build import load_text
from effrules.cli.main import COMMANDS
from effrules.exact import score
from effrules.model.node import DEEPEST
from effrules.prove.cases import dataset_of
from tests.counting import calls
from tests.running import program_of


def chain(length: int, body: str = "d{} + 1", first: str = "n", version: str = "1") -> str:
    """Rules with a chain of definitions, each made of the one before."""
    lines = [
        f'methodology deep version "{version}" {{ scale 0 to 100 points }}',
        'subject a "A" { n: number }',
        f"define d0 = {first}",
        *(f"define d{at} = {body.format(at - 1, at - 1)}" for at in range(1, length + 1)),
        f'criterion c "C" out of 100 points {{ score = 1 points * d{length} / 1000000  assumed "x" }}',
        'total { round total to 2 decimals, half up  assumed "x" }',
        f'example "e" {{ a X {{ n 3 }} expect c of X is {(length + 3) / 1000000:f} points }}'
        if body.endswith("+ 1")
        else "",
    ]
    return "\n".join(lines) + "\n"


COMMAND_LINES = (
    "check rules.eff", "run rules.eff a.csv", "run rules.eff a.csv -o o.csv", "trace rules.eff a.csv X", "trace rules.eff a.csv X -o t.json",
    "trace rules.eff a.csv X -o t.html", "trace rules.eff a.csv X -o t.md", "trace rules.eff a.csv X --why-not 50",
    "verify --independent t.json --rules rules.eff --data a.csv",
    "verify --independent o.record.json", "report rules.eff a.csv -o r.html", "document rules.eff -o d.html", "document rules.eff -o d.md",
    "document rules.eff -o d.docx", "show rules.eff", "show --consolidated rules.eff", "test rules.eff", "diff rules.eff other.eff",
    "diff rules.eff other.eff --data a.csv",
)  # fmt: skip


@pytest.mark.parametrize(
    "make",
    [lambda **more: chain(60, "(d{} + d{}) / 2", **more), lambda **more: chain((DEEPEST - 10) // 2, **more)],
    ids=["each twice", "as deep as may be"],
)
def test_every_command_follows_a_chain(
    make: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No command ends otherwise than it would for shallow rules."""
    monkeypatch.chdir(tmp_path)
    Path("rules.eff").write_text(make(), "utf-8")
    Path("other.eff").write_text(make(first="n + 1", version="2"), "utf-8")
    Path("a.csv").write_text("a,n\nX,3\nY,4\n", "utf-8")
    for line in COMMAND_LINES:
        name, *arguments = line.split()
        module, _, function = COMMANDS[name][0].partition(":")
        result = CliRunner().invoke(getattr(import_module(module), function), arguments)
        problem = None if isinstance(result.exception, SystemExit) else result.exception
        assert problem is None, f"{line}: {problem!r}"
        assert result.exit_code in (0, 2 if name == "diff" else 0), f"{line}: {result.output[-600:]}"


def test_one_level_more_is_refused() -> None:
    """[E360] A chain beyond the limit is told once, at the definition that goes beyond it."""
    checked = load_text(chain(DEEPEST))
    errors = [finding for finding in checked.findings if finding.is_error]
    assert [finding.code for finding in errors] == ["E360"]
    assert errors[0].place is not None
    assert str(errors[0].place).startswith(f"rules.eff:{DEEPEST // 2 + 3}:")


def test_a_large_circle_is_told() -> None:
    """Ten definitions that need each other are all named, ten thousand are not followed to the end; one finding each."""
    for length, last in ((10, "`d2` -> `d1` -> `d0`"), (10_000, "`d9998` -> `...` -> `d9900`")):
        rules = chain(length, first=f"d{length}")
        errors = [finding for finding in load_text(rules).findings if finding.is_error]
        assert [finding.code for finding in errors] == ["E310"], errors[:3]
        assert last in str(errors[0].message)


def branching(length: int) -> str:
    """Rules that ask for twice as many values with each definition more, each of them another."""
    lines = [
        'methodology broad version "1" { scale 0 to 100 points }',
        'subject a "A" { n: number }',
        "define f0(x: number): number = x",
        *(
            f"define f{at}(x: number): number = f{at - 1}(2 * x) + f{at - 1}(2 * x + 1)"
            for at in range(1, length + 1)
        ),
        f'criterion c "C" out of 100 points {{ score = 1 points * f{length}(n) but at most 100 points  assumed "x" }}',
        'total { round total to 2 decimals, half up  assumed "x" }',
        'example "e" { a X { n 3 } expect total of X is 1 points }',
    ]
    return "\n".join(lines) + "\n"


def test_what_takes_too_many_steps_is_told() -> None:
    """[E361] A value that would take 2 to the power of 60 steps is a finding, and one that takes few comes out."""
    for length, codes in ((8, []), (60, ["E361"])):
        program = program_of(branching(length))
        results = score(program, dataset_of(program.schema, program.examples[0].rows))
        assert [finding.code for finding in results.findings] == codes


def test_checking_a_chain_grows_with_its_length() -> None:
    """Twice the definitions take about twice the steps."""
    short, long = (calls(lambda n=n: load_text(chain(n))) for n in (100, 200))  # type: ignore[misc]
    assert long < 2.3 * short

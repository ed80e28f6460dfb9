"""Options that say nothing of what is asked for are refused, not left aside in silence."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from effrules.amend.locating import bundled
from effrules.cli.main import cli

DATA = bundled()["performance"] / "sample"

APART = (
    "document performance --style order --report x.html",
    "document performance --since performance",
    "document performance --parallel after",
    "document performance --strict",
    f"report performance {DATA} -o x.xlsx --document x.html",
    f"report performance {DATA} -o x.xlsx --data-on 2024-01-31",
    f"report performance {DATA} -o x.xlsx --no-steps",
    "test performance --examples-only --tries 5",
    "test performance --examples-only --seed 5",
    "test performance --examples-only --properties-only",
    f"run performance {DATA} --traces",
    "diff 2018 2019 --parallel",
    "diff 2018 2019 --style order --only meaning",
    f"diff 2018 2019 --style order --data {DATA}",
    "diff 2018 2019 --all",
    "diff 2018 2019 --agency x",
    "diff 2018 2019 --old-data x",
    "diff 2018 2019 --new-data x",
    "diff 2018 2019 --shortest-decimal a.b",
    f"trace performance {DATA} A -o x.xlsx --depth 1",
    f"trace performance {DATA} A -o x.xlsx --all",
    f"trace performance {DATA} A -o x.xlsx --why-not 9",
    f"trace performance {DATA} A --format json --depth 1",
    f"trace performance {DATA} A --format json --all",
    "show performance --format html --width 60",
    "show performance --consolidated --format html",
    "show rules/performance/methodology.eff:1 --format html",
)
"""Command lines of options that do not go together."""

FREE = {
    "run": "outputs form only sort strict settings overlays earlier shortest_decimal record engine profile partial",
    "check": "form strict",
    "test": "only form",
    "trace": "output form settings overlays earlier shortest_decimal",
    "report": "output robustness analysis only sort title strict settings overlays earlier shortest_decimal partial",
    "document": "output form style as_of overlays",
    "diff": "output form style settings overlays",
    "show": "output form as_of",
}
"""Options that say something whatever else is asked for."""


@pytest.mark.parametrize("words", APART)
def test_refused(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the exit code of wrong usage, before anything is written, and with the option by its name."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules/performance").mkdir(parents=True)
    (tmp_path / "rules/performance/methodology.eff").write_text("x\n")
    done = CliRunner().invoke(cli, shlex.split(words))
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert "--" in done.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "rules"]


def test_each_option_was_thought_of() -> None:
    """An option of these commands is free of the others, or stands in a line that is refused: so a new one is thought of."""
    context = click.Context(cli)
    for name, free in FREE.items():
        command = cli.get_command(context, name)
        assert command is not None
        lines = " ".join(line for line in APART if line.startswith(f"{name} ")).split()
        for one in command.params:
            if isinstance(one, click.Option) and one.name != "lang":
                assert one.name in free.split() or {*one.opts} & {*lines}, (name, one.name)

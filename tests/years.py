"""What tests of a year share: the starter's year with what its bodies sent."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner, Result

from effrules.cli.main import cli
from effrules.cycle import Year, opened
from effrules.cycle.entries import Submitted
from effrules.data import read
from effrules.data.sheets import sheets
from tests.costs import shared
from tests.starting import starter


def year(*arguments: object) -> Result:
    """What a command of the year does, in this process."""
    return CliRunner().invoke(
        cli, ["year", *map(str, arguments)], env={"EFFRULES_BY": "A. Omarova", "COLUMNS": "400"}
    )


def begun(folder: Path, rules: str = "", of: int = 2023, **more: str) -> Path:
    """The folder of a year of the starter's bodies A to D, each of which sent its data (entries 2 to 5); beside it its rules and data.

    ``more`` are texts of further tables of the data.
    """
    shutil.copytree(_begun(rules, of, **more).name, folder, dirs_exist_ok=True)
    return folder / "year"


@shared
def _begun(rules: str, of: int, **more: str) -> TemporaryDirectory[str]:
    made = TemporaryDirectory()
    folder = Path(made.name)
    methodology, data = starter(folder)
    if rules:
        (methodology / "methodology.eff").write_text(rules, "utf-8")
    for name, text in more.items():
        (data / f"{name}.csv").write_text(text, "utf-8")
    place = folder / "year"
    done = year("init", place, "--year", of, "--rules", methodology, "--bodies", data / "agency.csv", "--on", f"{of}-12-01")  # fmt: skip
    assert done.exit_code == 0, done.output
    found = opened(place)
    for body in "ABCD":
        sent(found, body, data)
    return made


def sent(found: Year, body: str, data: Path) -> None:
    """Enter what a body sent: its part of the data, as JSON."""
    schema = found.program.schema
    dataset, _ = read(data, schema)
    assert dataset is not None
    tables = {
        one.table: [dict(zip(one.headings, row, strict=True)) for row in one.rows if row[0] == body]
        for one in sheets(dataset, schema)
    }
    file = found.kept_bytes("data.json", json.dumps(tables).encode())
    found.register.add(Submitted(body, file, "json", True, ()), "inbox", on=date(found.manifest.year, 12, 20))


def verify(*arguments: object) -> Result:
    """What ``effrules verify`` says, in this process."""
    return CliRunner().invoke(cli, ["verify", *map(str, arguments)], env={"COLUMNS": "200"})

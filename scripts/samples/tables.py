"""What every generator shares: the seed, tables of cells, and a sample with where it lies."""

from __future__ import annotations

import csv
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parents[2]
SEED = 954

Cell = str | int
Table = list[list[Cell]]

README = """# Invented data

Every body, indicator and figure in this folder is invented, by `scripts/make_samples.py` with the seed {seed}; nothing here
stands for a real body or says anything about one. Run the script to make the files again, to the byte. They
are there to try the rules: `effrules run {rules} {folder}/sample`.

{what}
"""


@frozen
class Sample:
    """The tables of one sample by their names, and a paragraph on what is in them.

    ``folder``: that of its rules, from the root of the checkout. ``rules``: how a command calls these rules.
    """

    folder: str
    rules: str
    tables: dict[str, Table]
    what: str

    def write(self, root: Path) -> None:
        """Write the tables below ``root``, and the note that says that they are invented."""
        folder = root / self.folder / "sample"
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self.tables.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)
        note = README.format(seed=SEED, rules=self.rules, folder=self.folder, what=self.what)
        (folder / "README.md").write_text(note, encoding="utf-8", newline="\n")


def decimal(hundredths: int) -> str:
    """A number of hundredths as text without trailing zeros: 503 is 5.03, 500 is 5."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".")


def words(text: str) -> tuple[str, ...]:
    """The words of a text: names of columns."""
    return tuple(text.split())

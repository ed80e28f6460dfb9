"""The year as a target: its register, its manifest, and forms that came back, spoiled; then commands of the year over them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import chdir, closing
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.fuzz.mutating import bytes_mutant, json_mutant

BODIES = """agency,kind,staff,late,since,online
Министерство,central,1200,0.055,2015-03-01,yes
Әкімдік,local,40,0.25,2016-02-01,no
"""
SENT = {
    "agency": [
        {"agency": "Министерство", "kind": "central", "staff": "1200", "late": "0.055", "online": "yes"}
    ],
    "target": [{"agency": "Министерство", "code": "1.1", "plan": "10", "actual": "7.5"}],
    "annex": [{"agency": "Министерство", "received": "5", "overdue": "7"}],
    "extra": [],
}
"""What a body sends that can be used."""

PLAYED = (
    ("init", "year", "--year", "2023", "--rules", "small.eff", "--bodies", "bodies.csv"),
    ("forms", "year"),
    ("collect", "year", "year/forms", "--on", "2023-02-01"),
    ("collect", "year", "sent.json", "--body", "Министерство", "--on", "2023-02-02"),
    ("verified", "year", "Министерство", "annex", "overdue", "--verified", "9", "--evidence", "sent.json"),
    ("score", "year", "--stage", "preliminary"),
    ("appeal", "year", "Министерство", "--node", "met", "--claim", "It was reached.", "--evidence", "sent.json"),
    ("decide", "year", "NUMBER", "--outcome", "upheld", "--reason", "It was.", "--member", "B",
     "--correct", "Министерство target/1.1 actual=9"),
)  # fmt: skip
ASKED = (
    ("status", "year"),
    ("registers", "year"),
    ("remind", "year"),
    ("score", "year", "--stage", "final"),
)


def told(arguments: Sequence[str]) -> str:
    """What a command of the year says; whatever it raises but an exit is raised."""
    from click.testing import CliRunner

    from effrules.cli.main import cli

    result = CliRunner().invoke(cli, ["year", *arguments], env={"EFFRULES_BY": "A"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


@cache
def played() -> dict[str, bytes]:
    """The files of a year in which something of everything was entered, by their paths."""
    from tests.fuzz.targets import RULES

    with TemporaryDirectory() as name, chdir(name):
        Path("small.eff").write_text(RULES, "utf-8")
        Path("bodies.csv").write_text(BODIES, "utf-8")
        Path("sent.json").write_text(json.dumps(SENT), "utf-8")
        for arguments in PLAYED:
            told([str(len(_entries())) if one == "NUMBER" else one for one in arguments])
        return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


def _entries() -> list[tuple[object, ...]]:
    with closing(sqlite3.connect("year/registers.sqlite")) as connection:
        return connection.execute("SELECT * FROM entries ORDER BY number").fetchall()


def spread(folder: Path) -> None:
    """The year as it was played, in a folder."""
    for name, content in played().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def register_mutant(random: Random) -> bytes:
    """A register whose bytes, or one of whose entries, was spoiled; of those some with a chain of digests that holds again."""
    held = played()["year/registers.sqlite"]
    if random.random() < 0.3:
        return bytes_mutant(random, held, 100 if random.random() < 0.8 else 0)
    with TemporaryDirectory() as name:
        path = Path(name) / "r.sqlite"
        path.write_bytes(held)
        with closing(sqlite3.connect(path)) as connection:
            for trigger in ("no_change", "no_loss"):
                connection.execute(f"DROP TRIGGER {trigger}")
            rows = connection.execute("SELECT number, what FROM entries ORDER BY number").fetchall()
            number, what = random.choice(rows)
            spoiled = json_mutant(random, what).encode("utf-8", "replace").decode()
            connection.execute("UPDATE entries SET what = ? WHERE number = ?", (spoiled, number))
            if random.random() < 0.2:
                column = random.choice(("at", "day", "who", "why", "kind", "previous"))
                value = random.choice(("", "x", "2023-13-45", "\x00", "approved", "9" * 400))
                connection.execute(f"UPDATE entries SET {column} = ? WHERE number = ?", (value, number))
            if random.random() < 0.1:
                connection.execute("DELETE FROM entries WHERE number = ?", (random.choice(rows)[0],))
            if random.random() < 0.7:
                _seal(connection)
            connection.commit()
        return path.read_bytes()


def _seal(connection: sqlite3.Connection) -> None:
    """Make the chain of digests hold."""
    from effrules.audit.shapes import digest
    from effrules.cycle.register import START

    previous = START
    for number, at, day, who, why, kind, what in connection.execute(
        "SELECT number, at, day, who, why, kind, what FROM entries ORDER BY number"
    ).fetchall():
        try:
            found = digest([number, at, day, who, why, kind, json.loads(what), previous])
        except (ValueError, RecursionError):
            return
        connection.execute(
            "UPDATE entries SET previous = ?, digest = ? WHERE number = ?", (previous, found, number)
        )
        previous = found


def manifest_mutant(random: Random) -> bytes:
    """The manifest spoiled."""
    return json_mutant(random, played()["year/year.json"].decode("utf-8")).encode("utf-8", "surrogatepass")


def form_seed() -> bytes:
    """A form as it goes out."""
    return next(content for name, content in played().items() if name.endswith(".xlsx"))


def asked(name: str) -> Callable[[bytes, Path], None]:
    """Put a file into the year and ask for all that there is."""

    def run(data: bytes, folder: Path) -> None:
        with TemporaryDirectory(dir=folder) as place, chdir(place):
            spread(Path())
            Path(name).write_bytes(data)
            for arguments in ASKED:
                told(arguments)

    return run


def collected(data: bytes, folder: Path) -> None:
    """Collect a form that came back."""
    with TemporaryDirectory(dir=folder) as place, chdir(place):
        spread(Path())
        Path("back.xlsx").write_bytes(data)
        told(("collect", "year", "back.xlsx", "--on", "2023-02-03"))
        told(("status", "year"))

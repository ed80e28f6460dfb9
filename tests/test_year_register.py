"""The register of a year: only ever added to, by several at once, killed at any moment; what was changed is told of."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.cli.year import init
from effrules.cycle.entries import KINDS, Incident, Opened, Pair, Withdrawn
from effrules.cycle.register import START, Broken, Register, sealed
from effrules.cycle.standing import standing
from tests.starting import starter
from tests.years import begun as started
from tests.years import year as run

OPENED = Opened(2019, "m", "1", "sha256:" + "a" * 64, ("a", "b"))

ADDS = """
import sys
from pathlib import Path
from effrules.cycle.entries import Incident, Pair
from effrules.cycle.register import Register
register = Register(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    register.add(Incident("a", "incident", (Pair("n", f"{sys.argv[2]}{number}"),), ()), sys.argv[2])
    print(number, flush=True)
"""


def begun(folder: Path) -> Register:
    register = Register(folder / "registers.sqlite")
    register.create()
    register.add(OPENED, "me", "why", None)
    return register


def adding(register: Register, name: str, count: int) -> subprocess.Popen[str]:
    line = [sys.executable, "-c", ADDS, str(register.path), name, str(count)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, text=True)


def test_what_was_added_is_there_in_its_order(tmp_path: Path) -> None:
    register = begun(tmp_path)
    second = register.add(Incident("a", "incident", (Pair("kind", "late"),), ()), "B. Қасымова", "хат № 5")
    first, again = register.entries()
    assert first.what == OPENED
    assert first.previous == START
    assert again == second
    assert (again.number, again.by, again.why, again.previous) == (2, "B. Қасымова", "хат № 5", first.digest)


def test_several_are_there_or_none(tmp_path: Path) -> None:
    register = begun(tmp_path)
    with pytest.raises(KeyError):
        register.add_all([Withdrawn(1), "no entry"], "me")  # type: ignore[list-item]
    assert len(register.entries()) == 1


def test_an_entry_is_neither_changed_nor_removed(tmp_path: Path) -> None:
    register = begun(tmp_path)
    for line in ("UPDATE entries SET who = 'x'", "DELETE FROM entries"):
        connection = sqlite3.connect(register.path)
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(line)
        connection.close()
    assert len(register.entries()) == 1


COLUMNS = ("number", "at", "day", "who", "why", "kind", "what", "previous", "digest")


@given(
    st.integers(1, 4),
    st.sampled_from(COLUMNS),
    st.sampled_from(["", "x", "0", "2019-01-01", "opened", '{"entry": 1}']),
)
@settings(max_examples=60, deadline=None)
def test_whoever_goes_around_it_is_told_of(
    tmp_path_factory: pytest.TempPathFactory, number: int, column: str, to: str
) -> None:
    """With the triggers taken away, any change of any column of any entry, and any removal, breaks the chain."""
    register = begun(tmp_path_factory.mktemp("register"))
    for at in range(3):
        register.add(Incident("a", "incident", (Pair("n", str(at)),), ()), "me")
    before = register.entries()
    connection = sqlite3.connect(register.path, isolation_level=None)
    connection.execute("DROP TRIGGER no_change")
    connection.execute("DROP TRIGGER no_loss")
    try:
        connection.execute(f"UPDATE entries SET {column} = ? WHERE number = ?", (to, number))
    except sqlite3.Error:
        return
    finally:
        connection.close()
    with suppress(Broken):
        assert register.entries() == before


def test_an_entry_that_is_taken_out_is_missed(tmp_path: Path) -> None:
    register = begun(tmp_path)
    register.add(Withdrawn(1), "me")
    register.add(Withdrawn(2), "me")
    connection = sqlite3.connect(register.path, isolation_level=None)
    connection.execute("DROP TRIGGER no_loss")
    connection.execute("DELETE FROM entries WHERE number = 2")
    connection.close()
    with pytest.raises(Broken, match="entry 3"):
        register.entries()


def cut(register: Register, last: int) -> None:
    """Take the last entries away, with another program."""
    connection = sqlite3.connect(register.path, isolation_level=None)
    connection.execute("DROP TRIGGER no_loss")
    connection.execute("DELETE FROM entries WHERE number > ?", (last,))
    connection.close()


def test_an_end_that_is_cut_off_is_missed(tmp_path: Path) -> None:
    register = begun(tmp_path)
    entry = register.add(Withdrawn(1), "me")
    register.add(Withdrawn(2), "me")
    cut(register, 2)
    with pytest.raises(Broken, match="ends with entry 2, and had an entry 3"):
        register.entries()
    with pytest.raises(Broken, match="no entry of the register has the digest"):
        register.restore_head("sha256:" + "1" * 64)
    register.restore_head(entry.digest)
    assert len(register.entries()) == 2


def test_who_cuts_off_the_end_and_writes_the_head_anew_is_found_by_a_digest_that_was_noted(
    tmp_path: Path,
) -> None:
    register = begun(tmp_path)
    entry = register.add(Withdrawn(1), "me")
    before = register.head.read_bytes()
    register.add(Withdrawn(2), "me")
    cut(register, 1)
    register.head.unlink()
    with pytest.raises(Broken, match="--expect DIGEST"):
        register.entries()
    register.head.write_bytes(before)
    with pytest.raises(Broken, match="had an entry 2"):
        register.entries()
    with pytest.raises(Broken, match="no entry of the register"):
        register.restore_head(entry.digest)


def test_stopped_before_the_head_is_written_nothing_is_amiss(tmp_path: Path) -> None:
    register = begun(tmp_path)
    before = register.head.read_bytes()
    register.add(Withdrawn(1), "me")
    register.head.write_bytes(before)
    assert len(register.entries()) == 2


def test_what_is_no_register_is_told_of(tmp_path: Path) -> None:
    register = Register(tmp_path / "registers.sqlite")
    with pytest.raises(Broken, match="no register"):
        register.entries()
    register.head.write_bytes(b"0 " + START.encode())
    register.path.write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with pytest.raises(Broken, match="cannot be used"):
        register.entries()


def test_two_who_add_at_once_lose_nothing(tmp_path: Path) -> None:
    register = begun(tmp_path)
    both = [adding(register, name, 25) for name in ("x", "y")]
    for one in both:
        one.communicate(timeout=120)
        assert one.returncode == 0
    told = [
        entry.what.values[0].value for entry in register.entries()[1:] if isinstance(entry.what, Incident)
    ]
    assert sorted(told) == sorted(f"{name}{number}" for name in ("x", "y") for number in range(25))


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_killed_at_any_moment_it_is_whole(tmp_path: Path) -> None:
    """What was told to be added is there afterwards, and the chain holds; another may go on at once."""
    register = begun(tmp_path)
    chance = random.Random(2019)
    told = 1
    for turn in range(5):
        adder = adding(register, f"k{turn}-", 10_000)
        assert adder.stdout is not None
        adder.stdout.readline()
        time.sleep(chance.random() / 5)
        adder.send_signal(signal.SIGKILL)
        told += 1 + len(adder.communicate()[0].splitlines())
        entries = register.entries()
        assert len(entries) in (told, told + 1)
        told = len(entries)


def test_a_withdrawal_can_be_withdrawn() -> None:
    entries = []
    previous = START
    for number, what in enumerate((OPENED, Incident("a", "t", (), ()), Withdrawn(2), Withdrawn(3)), 1):
        entries.append(sealed(number, "2019-01-01T00:00:00Z", "2019-01-01", "me", "", what, previous))
        previous = entries[-1].digest
    assert [entry.number for entry in standing(entries)] == [1, 2]
    assert [entry.number for entry in standing(entries[:3])] == [1]


def test_every_kind_has_a_word() -> None:
    from typing import get_args

    from effrules.cycle.entries import What

    assert set(KINDS.values()) == set(get_args(What))


def test_a_year_is_opened_in_an_empty_folder_only(tmp_path: Path) -> None:
    """What a killed `init` left, or anybody else, is not taken for a part of the year; why and when stand in the register."""
    rules, data = starter(tmp_path)
    year = tmp_path / "year"
    (year / "rules" / "old").mkdir(parents=True)
    stray = year / "rules" / "old" / "x.eff"
    stray.write_text("x", encoding="utf-8")
    opening = [
        str(year),
        "--year",
        "2025",
        "--rules",
        str(rules),
        "--bodies",
        str(data / "agency.csv"),
        "--by",
        "me",
    ]
    refused = CliRunner().invoke(init.command, opening)
    assert (refused.exit_code, "is not empty" in refused.output) == (2, True)
    assert [path for path in year.rglob("*") if path.is_file()] == [stray]
    stray.unlink()
    stray.parent.rmdir()
    stray.parent.parent.rmdir()
    told = [*opening, "--why", "order 5", "--on", "2024-12-15"]
    assert CliRunner().invoke(init.command, told).exit_code == 0
    (entry,) = Register(year / "registers.sqlite").entries()
    assert (entry.why, entry.on) == ("order 5", "2024-12-15")
    assert CliRunner().invoke(init.command, told).exit_code == 2


def test_an_empty_register_is_none(tmp_path: Path) -> None:
    """A register begins with the entry that opened the year; one that was exchanged for an empty one is told of."""
    register = Register(tmp_path / "registers.sqlite")
    register.create()
    with pytest.raises(Broken, match="entry 1"):
        register.entries()
    register.add(Withdrawn(1), "me")
    with pytest.raises(Broken, match="entry 1"):
        register.entries()


def test_a_register_that_is_none(tmp_path: Path) -> None:
    """A view without end under the name of the entries, or a name that is no text, is told of."""
    path = tmp_path / "registers.sqlite"
    Register(path).create()
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE VIEW entries AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n)"
            " SELECT x AS number, '' AS at, '' AS day, '' AS who, '' AS why, '' AS kind, '' AS what, '' AS previous, '' AS digest FROM n"
        )
        connection.commit()
    with pytest.raises(Broken, match="entry 1"):
        Register(path).entries()
    path.unlink()
    Register(path).create()
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE entries", b"CREATE TABLE \xff\xfetries"))
    with pytest.raises(Broken):
        Register(path).entries()


def test_the_folder_is_what_the_first_entry_says(tmp_path: Path) -> None:
    """Who changes the table of bodies or the year, and the digests in year.json with it, is found."""
    place = started(tmp_path)
    manifest = place / "year.json"
    before, table = manifest.read_text("utf-8"), place / "bodies.csv"
    manifest.write_text(before.replace("2023", "2024"), "utf-8")
    assert "year.json is not as it was" in " ".join(run("status", place).output.split())
    old = sha256(table.read_bytes()).hexdigest()
    table.write_text(table.read_text("utf-8").replace("central", "local"), "utf-8")
    manifest.write_text(before.replace(old, sha256(table.read_bytes()).hexdigest()), "utf-8")
    assert "year.json is not as it was" in " ".join(run("score", place, "--stage", "final").output.split())
    manifest.write_text(before, "utf-8")
    table.unlink()
    assert "bodies.csv is not as it was" in " ".join(run("status", place).output.split())


def test_files_that_entries_name_are_asked_for(tmp_path: Path) -> None:
    """Evidence is in no results: that it is gone shows nowhere else."""
    place = started(tmp_path)
    act = tmp_path / "act.pdf"
    act.write_bytes(b"an act")
    done = run("incident", place, "A", "complaint", "code=7", "--evidence", act)
    assert (done.exit_code, run("registers", place).exit_code) == (0, 0)
    (proof,) = (place / "kept").rglob("*.pdf")
    proof.write_bytes(b"another")
    told = run("registers", place)
    assert (told.exit_code, "is not the file that was kept" in " ".join(told.output.split())) == (1, True)
    proof.unlink()
    told = run("registers", place)
    assert (told.exit_code, "was kept, and is missing" in told.output) == (1, True)


def test_a_year_of_nobody_is_not_opened(tmp_path: Path) -> None:
    rules, data = starter(tmp_path)
    (data / "agency.csv").write_text("agency,name,kind\n", "utf-8")
    done = run("init", tmp_path / "y", "--year", 2023, "--rules", rules, "--bodies", data / "agency.csv")
    assert (done.exit_code, (tmp_path / "y").exists()) == (2, False)
    assert "lists nobody" in done.output

"""Bodies by their names, tables and fields by their titles, in all that a year tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from effrules.cycle import opened
from effrules.cycle.entries import KINDS, Entry
from effrules.report.cycle import register_text as told
from effrules.words import Language
from tests.years import year

RULES = """
methodology m version "1" { title ru "М"  in force from 2023-01-01  scale 0 to 100 points }
source order { title ru "Приказ" }
subject agency ru "Орган" { name ru "Название": text  kind ru "Вид": one of near ru "близкий", far  staff ru "Штат": count }
table target of agency ru "Цель" { code ru "Код": text, unique  part ru "Доля": share  how ru "Способ": one of old ru "старый", new }
criterion a ru "Критерий" out of 100 points { score = 1 points * staff but at most 100 points  cite order }
total { cite order }
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A year of two bodies, of which only one has a name, and one sent its data."""
    (tmp_path / "m.eff").write_text(RULES, "utf-8")
    (tmp_path / "bodies.csv").write_text("agency,name\nmoh,Минздрав\nabai,\n", "utf-8")
    folder = tmp_path / "y"
    done = year(
        "init",
        folder,
        "--year",
        2023,
        "--rules",
        tmp_path / "m.eff",
        "--bodies",
        tmp_path / "bodies.csv",
        "--on",
        "2023-01-10",
    )
    assert done.exit_code == 0, done.output
    sent = tmp_path / "moh"
    sent.mkdir()
    (sent / "agency.csv").write_text("agency,name,kind,staff\nmoh,Минздрав,near,5\n", "utf-8")
    (sent / "target.csv").write_text("agency,code,part,how\nmoh,t1,0.5,old\n", "utf-8")
    done = year("collect", folder, sent, "--on", "2023-05-01")
    assert "moh: Минздрав (moh), accepted (entry 2)" in done.output, done.output
    return folder


def test_bodies_are_called_by_their_names(place: Path, tmp_path: Path) -> None:
    status = year("status", place, "--lang", "ru").output
    assert "Минздрав (moh)" in status
    assert "\nabai " in status
    bad = tmp_path / "bad.csv"
    bad.write_text("agency,name,kind,staff\nmoh,Минздрав,near,-1\n", "utf-8")
    refused = year("collect", place, bad, "--body", "moh", "--lang", "ru")
    assert refused.exit_code == 1
    (letter,) = (place / "replies").glob("*.txt")
    assert letter.read_text("utf-8").startswith("Минздрав: ")
    assert '"moh"' not in letter.read_text("utf-8"), "whose the row is need not be said to the body itself"
    assert year("remind", place).output.startswith("abai: ")


def test_a_sample_shows_titles_and_what_is_typed(place: Path) -> None:
    done = year("sample", place, "--seed", "1", "--bodies", 1, "--cells", 9, "--lang", "ru").output
    assert "Цель (target)" in done
    assert "Доля (part)" in done
    assert "Минздрав (moh)" in done


def test_entries_are_told_in_words(place: Path, tmp_path: Path) -> None:
    act = tmp_path / "act.txt"
    act.write_text("an act", "utf-8")
    done = year(
        "verified", place, "moh", "target/t1", "part", "--verified", "0.4", "--evidence", act, "--lang", "ru"
    )
    assert (
        "  проверка  A. Omarova\n    Минздрав (moh), Цель t1: Доля; в отчете 50%, по проверке 40%; доказательства: act.txt\n"
        in done.output
    )
    done = year("incident", place, "moh", "target", "code=t2", "part=0.1", "how=old", "--lang", "ru")
    assert "Минздрав (moh), Цель; Код: t2; Доля: 10%; Способ: старый\n" in done.output
    year("appeal", place, "moh", "--node", "a", "--claim", "нет", "--on", "2023-06-01")
    done = year(
        "decide",
        place,
        5,
        "--outcome",
        "upheld",
        "--reason",
        "да",
        "--member",
        "Б.",
        "--strike",
        4,
        "--correct",
        "moh agency staff=7",
    )
    assert (
        "    objection 5: upheld\n    reason: да\n    decided by: Б.\n    Минздрав (moh), Орган: Штат: 5 before, now 7\n    struck out: 4\n"
        in done.output
    )
    whole = year("registers", place, "--lang", "kk").output
    assert "{" not in whole
    assert "5  01.06.2023  қарсылық  A. Omarova\n    Минздрав (moh), Критерий: нет\n" in whole


def test_every_kind_of_entry_has_a_word(place: Path) -> None:
    assert set(told.KINDS) == set(KINDS)
    entries: tuple[Entry, ...] = opened(place).register.entries()
    assert told.register_text(opened(place), entries, Language.EN, 200).splitlines()[1:3] == [
        "    the year 2023 by 1",
        "    2 bodies",
    ]

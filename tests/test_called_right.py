"""What outputs call things: a rating by its title, a sum a sum."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from effrules.cli.main import main

RULES = """methodology v version "1" { scale 0 to 100 points  languages en, ru }
source o { title en "Order" ru "Приказ" }
subject agency en "Body" ru "Орган" { s: share, at most 100% }
block a en "A" ru "А" {
    cite o
    criterion c en "C" ru "Ц" out of 60 points { score = 60 points * s }
    criterion d en "D" ru "Д" out of 40 points { score = 40 points * s }
}
block b en "B" ru "Б" { score = 100 points * s  cite o }
weights { a 50%  b 50%  cite o }
rating {
    title en "Degree of efficiency" ru "Степень эффективности"
    high en "High" ru "Высокая" from 50 points
    low en "Low" ru "Низкая" below 50 points
    cite o
}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Rules and data."""
    (tmp_path / "rules.eff").write_text(RULES, "utf-8")
    (tmp_path / "agency.csv").write_text("agency,s\nA,0.95\n", "utf-8")
    return tmp_path


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a command says."""
    monkeypatch.setenv("COLUMNS", "120")

    def run(*arguments: object) -> str:
        with pytest.raises(SystemExit) as leaving:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert leaving.value.code in (0, None, 2 if arguments[0] == "diff" else 0), printed.err
        return printed.out

    return run


def test_a_rating_has_its_title_everywhere(place: Path, said: Callable[..., str]) -> None:
    """In the terminal, the outline, the trace, the document, the report and the workbook, in the language asked for."""
    rules, data = place / "rules.eff", place / "agency.csv"
    assert "efficiency" in said("run", rules, data)
    assert "Степень" in said("run", rules, data, "--lang", "ru")
    assert "Degree of efficiency" in said("show", rules)
    assert "Degree of efficiency: High" in said("trace", rules, data, "A")
    said("document", rules, "-o", place / "d.md", "--lang", "ru")
    assert "Степень эффективности" in (place / "d.md").read_text("utf-8")
    said("report", rules, data, "-o", place / "r.html")
    assert "Степень эффективности" in (place / "r.html").read_text("utf-8")
    said("run", rules, data, "-o", place / "w.xlsx")
    with zipfile.ZipFile(place / "w.xlsx") as book:
        assert "Degree of efficiency" in book.read("xl/sharedStrings.xml").decode("utf-8")


def test_a_new_title_of_a_rating_is_told(place: Path, said: Callable[..., str]) -> None:
    """It changes words only."""
    later = place / "later.eff"
    later.write_text(RULES.replace("Degree of efficiency", "Grade"), "utf-8")
    assert "Degree of efficiency → Grade" in said("diff", place / "rules.eff", later)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "the sum of its parts"), ("ru", "сумма частей"), ("kk", "бөліктерінің қосындысы")],
)
def test_a_sum_is_called_a_sum(place: Path, said: Callable[..., str], language: str, words: str) -> None:
    """A node that is the sum of its criteria is no weighted mean, and its maxima are no weights."""
    later = place / "later.eff"
    later.write_text(
        RULES.replace("40 points * s }\n", "40 points * s }\n    score = smallest of its parts\n").replace(
            'version "1"', 'version "2" replaces "1"'
        ),
        "utf-8",
    )
    told = said("diff", place / "rules.eff", later, "--lang", language)
    least = "smallest of its parts" if language == "en" else "min("
    assert f"({words}) → {least}" in told
    assert "60%" not in told


CALENDAR = """table report of agency { due: date }
calendar kz { weekend saturday, sunday  from 2024-01-01 to 2024-12-31  cite o }
penalty late {
    take 1 points for each day of (working days from due to 2024-01-10 by calendar kz) for each report where due < 2024-01-10
    from block a
    cite o
}
"""
AMENDMENT = """methodology v version "2" amends "1" {}
replace calendar kz { weekend sunday  from 2024-01-01 to 2024-12-31  holiday 2024-01-08  cite o } because "moved" cite o
"""


def test_a_calendar_is_called_a_calendar(place: Path, said: Callable[..., str]) -> None:
    """In findings, in the history, in the list of what is cited; and of its rows it is said which one was changed."""
    rules, new = place / "rules.eff", place / "new.eff"
    without = CALENDAR.replace("2024-12-31  cite o", "2024-12-31")
    rules.write_text(RULES + without, "utf-8")
    found = said("check", rules)
    assert "no basis is stated: calendar `kz`" in found
    assert "no basis is stated: calendar kz" in found
    rules.write_text(RULES + CALENDAR, "utf-8")
    new.write_text(AMENDMENT, "utf-8")
    (place / "report.csv").write_text("agency,due\nA,2024-01-05\n", "utf-8")
    assert "replaced  calendar kz: " in said("log", new)
    assert "calendar «kz»" in said("sources", new)
    (place / "data").mkdir()
    for name in ("agency.csv", "report.csv"):
        (place / name).rename(place / "data" / name)
    moved = said("diff", rules, new, "--data", place / "data", "--format", "md")
    assert "| 1 | kz: row weekend | 1 | 0 | 1 | -0.50 |" in moved
    assert "| 2 | kz: row 2024-01-08 | 1 | 1 | 0 | +0.50 |" in moved


def test_clauses_around_a_formula_are_listed_one_by_one(place: Path, said: Callable[..., str]) -> None:
    """Each clause by itself, without the formula that it is around."""
    rules = place / "rules.eff"
    formula = "score = 60 points * s"
    clauses = (
        "  times 0.9 when s < 50%  halved when s < 20%  mean of the others when s = 0, if none then 0 points"
    )
    rules.write_text(RULES.replace(formula, formula + clauses), "utf-8")
    lines = [line.strip() for line in said("show", rules).splitlines()]
    at = lines.index("Multiplied: if s < 50%, the score so far is multiplied by 0.9")
    assert lines[at + 1] == "Multiplied: if s < 20%, the score so far is halved"
    assert lines[at + 2].startswith("Mean of the others: if s = 0, the score is the mean")


def test_a_clause_that_cites_an_item_twice_is_listed_once(place: Path, said: Callable[..., str]) -> None:
    """Weights and what becomes of those that fall away, in one line on one basis, are one clause of that item."""
    rules = place / "rules.eff"
    twice = 'b 50%  cite o item "7"  when not applicable: share out in proportion  cite o item "7" }'
    rules.write_text(RULES.replace("b 50%  cite o }", twice), "utf-8")
    assert said("sources", rules).count("weights  ") == 1


AMENDING = """methodology v version "2" amends "1" { version en "of the second year" ru "второго года" kk "екінші жылғы" }
replace block b en "B" ru "Б" { score = 90 points * s  cite o } because ru "уточнено" cite o item "7"
"""
OF_ACTS = [
    ("run", "{new}", "{data}"),
    ("trace", "{new}", "{data}", "A", "b"),
    ("show", "{new}"),
    ("document", "{new}", "--format", "md"),
    ("diff", "{old}", "{new}"),
    ("log", "{new}"),
    ("blame", "{new}", "b"),
]


@pytest.mark.parametrize("words", OF_ACTS, ids=lambda words: words[0])
def test_versions_and_acts_are_called_by_their_titles(
    place: Path, said: Callable[..., str], words: tuple[str, ...]
) -> None:
    """A version by its title, an act by its short one, in every view; the identifier of the act in none."""
    old, new = place / "rules.eff", place / "2.eff"
    cited = 'source o { title en "Order" ru "Приказ" short en "Order No. 7" ru "Приказ № 7" kk "№ 7 бұйрық" }'
    text = RULES.replace('source o { title en "Order" ru "Приказ" }', cited)
    old.write_text(text.replace('"1" {', '"1" { version ru "первого года" kk "бірінші жылғы" '), "utf-8")
    new.write_text(AMENDING, "utf-8")
    asked = [word.format(old=old, new=new, data=place / "agency.csv") for word in words]
    for language, version, act in (
        ("ru", "второго года", "Приказ № 7"),
        ("kk", "екінші жылғы", "№ 7 бұйрық"),
    ):
        told = said(*asked, "--lang", language)
        assert version in told
        if words[0] in ("trace", "log", "blame", "diff"):
            assert act in told
        assert not any(f"{before}o," in told for before in " ([")


def test_a_title_of_a_version_is_its_own(place: Path, said: Callable[..., str]) -> None:
    """What amends it does not take it over, a consolidated text keeps it, a comparison tells that it is another one."""
    old, new = place / "rules.eff", place / "2.eff"
    old.write_text(RULES.replace('"1" {', '"1" { version ru "первого года" '), "utf-8")
    new.write_text(AMENDING.replace("version en", "note en"), "utf-8")
    assert "версия 2 " in said("show", new, "--lang", "ru").replace("Версия", "версия")
    assert 'version ru "первого года"' in said("show", old, "--consolidated")
    again = place / "3.eff"
    again.write_text(old.read_text("utf-8").replace("первого", "того же"), "utf-8")
    assert "первого года → того же года" in said("diff", old, again, "--lang", "ru")

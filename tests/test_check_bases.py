"""Which text an amendment rests on: the one that is named, the only one there is, or none with all of them listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.amend import headings
from effrules.amend.bases import NoBase, Trouble, base_of
from effrules.amend.headings import Heading, heading_of
from effrules.amend.neighbourhood import Candidate, candidate_at
from tests.running import run

LAW = """methodology m version "a" { in force from 2010-01-01  scale 0 to 1 points }
subject country { x: points, between 0 and 1  y: points, between 0 and 1 }
source s { title en "S" }
block bx { score = x cite s }
block by_ { score = y cite s }
weights { bx 30%  by_ 70%  cite s }
"""
COPY = LAW.replace("bx 30%  by_ 70%", "bx 99%  by_ 1%")
DRAFT = """methodology m version "d" amends "a" { in force from 2018-01-01 draft }
change block bx { note en "x" } because en "y" cite s
"""
OVERLAY = 'change weights { bx 50%  by_ 50%  cite s } because en "halves" cite s\n'


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a law, an archive copy of it that says something else, a draft, an overlay and data."""
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("law.eff", LAW), ("archive/copy.eff", COPY), ("draft.eff", DRAFT), ("on_top/w.eff", OVERLAY),
        ("country.csv", "country,x,y\nA,0.5,1\n"),
    ):  # fmt: skip
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def score(*words: object) -> str:
    """The exact total of A."""
    done = run("run", *words, "--format", "json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    return str(document["subjects"][0]["nodes"]["total"]["value"]["exact"])


@pytest.mark.parametrize(
    "words",
    [
        ("check", "draft.eff"), ("show", "draft.eff"), ("show", "draft.eff", "--consolidated"), ("run", "draft.eff", "country.csv"),
        ("trace", "draft.eff", "country.csv", "A"), ("report", "draft.eff", "country.csv", "-o", "r.html"),
        ("document", "draft.eff"), ("log", "draft.eff"), ("blame", "draft.eff", "bx"), ("test", "draft.eff"),
        ("diff", "on_top/../archive/../draft.eff", "on_top/w.eff"),
    ],
)  # fmt: skip
def test_two_bases_are_refused_everywhere(office: Path, words: tuple[str, ...]) -> None:
    """No command chooses between two texts of one name: each lists both and ends with an error."""
    done = run(*words)
    assert done.exit_code == 1
    assert "error[E213]" in done.output
    assert "law.eff" in done.output
    assert "archive/copy.eff" in done.output
    assert not (office / "r.html").exists()


def test_a_base_that_is_named_is_the_base(office: Path) -> None:
    """Under --with, as OLD or NEW of diff, as BASE of merge, and beside it in check."""
    assert score("law.eff", "country.csv", "--with", "draft.eff") == "0.85"
    assert score("archive/copy.eff", "country.csv", "--with", "draft.eff") == "0.505"
    for words in (("law.eff", "draft.eff"), ("draft.eff", "law.eff")):
        edits = json.loads(run("diff", *words, "--format", "json").stdout)["edits"]
        assert {edit["kind"] for edit in edits} <= {"version", "period"}
    named = json.loads(run("diff", "archive/copy.eff", "draft.eff", "--format", "json").stdout)
    assert not [edit for edit in named["edits"] if edit["kind"] == "weights"]
    assert run("check", "law.eff", "draft.eff").exit_code == 0
    assert run("merge", "law.eff", "draft.eff", "on_top/w.eff").exit_code == 0


def test_the_same_bytes_are_one_text(office: Path) -> None:
    """A copy that says the same is no second law; the nearer one is named."""
    (office / "archive" / "copy.eff").write_text(LAW, encoding="utf-8")
    assert score("draft.eff", "country.csv") == "0.85"
    assert "version a (law.eff)" in run("check", "draft.eff").output


def test_what_is_hidden_is_not_looked_into(office: Path) -> None:
    """Neither a hidden folder nor a hidden file is a base, or hinders one."""
    (office / "archive").rename(office / ".archive")
    (office / ".law.eff").write_text(COPY, encoding="utf-8")
    assert score("draft.eff", "country.csv") == "0.85"


def test_a_folder_and_its_file_find_the_same(office: Path) -> None:
    """A version that has a folder of its own has one base, whichever way it is named."""
    inner = office / "v"
    inner.mkdir()
    (office / "draft.eff").rename(inner / "draft.eff")
    (office / "archive").rename(inner / "archive")
    for way in (inner, inner / "draft.eff"):
        found = base_of(way, heading_of(DRAFT) or Heading("", ""))
        assert isinstance(found, NoBase)
        assert found.trouble is Trouble.SEVERAL
        assert set(found.paths) == {office / "law.eff", inner / "archive" / "copy.eff"}
    (inner / "archive" / "copy.eff").unlink()
    for way in (inner, inner / "draft.eff"):
        found = base_of(way, heading_of(DRAFT) or Heading("", ""))
        assert isinstance(found, Candidate)
        assert found.path == office / "law.eff"


def test_two_checkouts_side_by_side(office: Path) -> None:
    """What lies in a folder beside a folder of several versions is not looked into."""
    (office / "archive" / "copy.eff").unlink()
    other = office.parent / f"{office.name}-other"
    other.mkdir()
    (other / "law.eff").write_text(COPY, encoding="utf-8")
    assert score("draft.eff", "country.csv") == "0.85"


def test_a_draft_says_so_in_every_result(office: Path) -> None:
    """What is scored on a draft bears the word, and the files of the whole chain, in every format."""
    (office / "archive" / "copy.eff").unlink()
    for form in ("table", "md", "csv", "json"):
        said = run("run", "draft.eff", "country.csv", "--format", form).stdout
        assert "draft" in said.lower()
        assert "law.eff" in said
        assert "draft.eff" in said
    for language, told in (("ru", "ПРОЕКТ"), ("kk", "ЖОБА")):
        assert told in run("run", "draft.eff", "country.csv", "--lang", language).stdout
        assert told in run("trace", "draft.eff", "country.csv", "A", "--lang", language).stdout
    run("report", "draft.eff", "country.csv", "-o", "r.html")
    assert "DRAFT, not law" in (office / "r.html").read_text("utf-8")
    trace = json.loads(run("trace", "draft.eff", "country.csv", "A", "--format", "json").stdout)
    assert trace["methodology"]["texts"] == [
        {"role": "amended", "version": "a", "draft": False, "files": ["law.eff"]},
        {"role": "rules", "version": "d", "draft": True, "files": ["draft.eff"]},
    ]
    run("run", "draft.eff", "country.csv", "-o", "r.csv")
    record = json.loads((office / "r.record.json").read_text("utf-8"))
    assert [(file["role"], file["at"]) for file in record["files"]][:2] == [
        ("amended rules", "law.eff"), ("rules", "draft.eff"),
    ]  # fmt: skip


def test_a_record_reads_its_own_base_again(office: Path) -> None:
    """A copy that appears after the run does not make its record unverifiable; a changed base does."""
    (office / "archive" / "copy.eff").unlink()
    run("run", "draft.eff", "country.csv", "-o", "r.csv")
    (office / "archive" / "copy.eff").write_text(COPY, encoding="utf-8")
    assert run("verify", "r.record.json").exit_code == 0
    (office / "law.eff").write_text(COPY, encoding="utf-8")
    assert run("verify", "r.record.json").exit_code == 1


def test_a_draft_is_never_the_law_of_a_day(office: Path) -> None:
    """--as-of answers with what is in force, also where a draft lies beside it; two texts of one name are both named."""
    (office / "archive" / "copy.eff").unlink()
    shown = run("show", "draft.eff", "--as-of", "2019-05-01")
    assert "Version a (" in shown.output
    (office / "archive" / "copy.eff").write_text(COPY, encoding="utf-8")
    refused = run("show", "law.eff", "--as-of", "2019-05-01")
    assert refused.exit_code == 2
    assert "law.eff" in refused.output
    assert "archive/copy.eff" in refused.output


def test_diff_lays_what_has_no_heading_on_old(office: Path) -> None:
    """An overlay is laid on OLD as NEW, by --with, and with --set; the title names it."""
    as_new = run("diff", "law.eff", "on_top/w.eff")
    assert as_new.exit_code == 2
    assert "a → a + w.eff" in as_new.output
    assert run("diff", "law.eff", "--with", "on_top/w.eff").output == as_new.output
    by_set = run("diff", "law.eff", "--set", "weight.bx=50%", "--set", "weight.by_=50%")
    assert by_set.exit_code == 2
    assert "bx 30% → 50%" in by_set.output
    assert run("diff", "law.eff").exit_code == 2
    assert "Missing argument" in run("diff", "law.eff").output
    moved = run("diff", "law.eff", "draft.eff", "--with", "on_top/w.eff", "--data", "country.csv")
    assert "a → d (a draft) + w.eff" in moved.output
    assert "Bodies compared: 1" in moved.output


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('methodology m version "1" {}', Heading("m", "1")),
        ('-- methodology a version "0" {}\nmethodology m version "1" amends "0" { draft }', Heading("m", "1", "0", draft=True)),
        ('methodology m -- why\n version "say \\"1\\"" replaces "0" { in force from 2020-01-01 to 2020-12-31 }',
         Heading("m", 'say "1"', None, "0", "2020-01-01", "2020-12-31")),
        ('methodology m version "1" { title en "} draft {"  note en "in force from 2001-01-01" }', Heading("m", "1")),
        ('source s { title en "methodology m version" }', None),
        ("methodology m", None),
        ("", None),
    ],
)  # fmt: skip
def test_headings_are_read_as_they_are_written(text: str, found: Heading | None, tmp_path: Path) -> None:
    """Comments and texts in quotes are no heading; what a heading says is read whatever its layout."""
    assert heading_of(text) == found
    file = tmp_path / "x.eff"
    file.write_text(text, encoding="utf-8")
    assert candidate_at(file) == (None if found is None else Candidate(found, file))


PIECES = (
    "methodology",
    " ",
    "m",
    "version",
    '"1"',
    '"',
    "-- why\n",
    "\n",
    "{",
    "}",
    "xmethodology",
    "methodology m version ",
)


@settings(max_examples=100)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_heading_is_passed_over(text: str) -> None:
    """Texts that are not read word for word are those in which no heading would have been found."""
    assert heading_of(text) == heading_of(text + "\n-- methodology" * (headings.MOST + 1))


def test_words_in_one_comment_are_not_looked_behind_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A comment that says the word a thousand times is read once, not a thousand times."""
    reads: list[int] = []
    words = headings._words
    monkeypatch.setattr(headings, "_words", lambda text, start=0: reads.append(start) or words(text, start))
    assert heading_of("-- " + "methodology " * 1000) is None
    assert reads == [0]

"""What is said where it is open which text a command means: several versions in a folder, headings that cannot be read, drafts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import run

TITLES = 'title en "Change" kk "Өзгеріс"'
LAW = """methodology m version "1" {
    title en "M" kk "М"
    in force from 2026-01-01
    scale 0 to 100 points
}
subject agency "Agency" { value: number, between 0 and 100 }
source order { title en "Order" kk "Бұйрық" }
block a "A" kk "А" { score = value * 1 points cite order }
block b "B" kk "Б" { score = value * 1 points cite order }
weights { a 60% b 40% cite order }
total { round total to 1 decimal, half up cite order }
"""
LATER = """methodology m version "%s" amends "%s" {
    draft
    %s
    in force from 2027-01-01
}
change weights { a %s%% b %s%% cite order } because en "so" kk "солай"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a law, a draft that amends it, one that amends the draft, and data apart."""
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "law.eff").write_text(LAW, encoding="utf-8")
    (rules / "two.eff").write_text(LATER % ("2", "1", TITLES, 50, 50), encoding="utf-8")
    (rules / "three.eff").write_text(LATER % ("3", "2", TITLES, 50, 50), encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/agency.csv").write_text("agency,value\nA,50\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return rules


@pytest.mark.parametrize(
    "command",
    ["run rules data", "trace rules data A", "show rules", "document rules", "diff rules/law.eff rules",
     "diff rules rules/law.eff", "log rules", "blame rules weights", "test rules", "merge rules/law.eff rules rules/two.eff",
     "run rules/law.eff data --with rules"],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_a_folder_of_several_versions_is_one_finding(command: str) -> None:
    """Every command that wants one version says once that there are several, and which."""
    done = run(*command.split())
    assert done.exit_code == 1, done.output
    assert done.output.count("error[") == 1, done.output
    assert "error[E240]: `rules` holds several versions: which one is meant?" in done.output
    assert 'rules/two.eff is version "2" of `m`, a draft, amends "1"' in done.output


@pytest.mark.usefixtures("folder")
def test_a_day_says_which_version_of_a_folder_is_meant() -> None:
    """--as-of takes a folder of several versions; drafts are not law."""
    done = run("show", "rules", "--as-of", "2027-06-01")
    assert done.exit_code == 0, done.output
    assert "Version 1 (m)" in done.output


@pytest.mark.parametrize(
    "spoiled",
    [LAW.replace("from 2026-01-01", "from 01.01.2027"), LAW.replace('"1" {', '"1" {{'), LAW.replace('"1" {', "1 {"),
     LAW.replace("value * 1", "(" * 200 + "value" + ")" * 200), LAW.replace('"1" {', '"a"b" {')],
)  # fmt: skip
def test_a_heading_that_cannot_be_read_is_there(folder: Path, spoiled: str) -> None:
    """Where a heading stands, but the text around it cannot be read, nobody is told that there is none."""
    (folder / "law.eff").write_text(spoiled, encoding="utf-8")
    for command in ("check rules/law.eff", "show rules/law.eff", "run rules/law.eff data"):
        done = run(*command.split())
        assert done.exit_code == 1
        assert "error[E10" in done.output
        assert "E201" not in done.output, done.output


def test_a_text_without_a_heading_has_none_whatever_else_is_wrong(folder: Path) -> None:
    """The word in a comment or in a title is no heading."""
    text = '-- methodology m\nblock a "methodology" {{ }\n'
    (folder / "law.eff").write_text(text, encoding="utf-8")
    assert "E201" in run("check", "rules/law.eff", columns=200).output


def test_copies_of_a_version_are_one_finding(folder: Path) -> None:
    """Three texts of one version in a folder are told once, with every place."""
    for at in ("a", "b"):
        (folder / at).mkdir()
        (folder / at / "law.eff").write_text(LAW.replace("60%", "60%  -- " + at), encoding="utf-8")
    done = run("check", "rules", columns=200)
    assert done.output.count("E211") == 1
    assert 'version "1" of m is here 3 times' in done.output
    for at in ("law.eff", "a/law.eff", "b/law.eff"):
        assert f"rules/{at}:1:1" in done.output
    assert run("check", "rules/law.eff", columns=200).output.count("W213") == 1


def test_a_draft_merges_with_itself_whatever_its_titles(folder: Path) -> None:
    """Titles in two languages, in one clause or in two, do not contradict each other."""
    for titles in (TITLES, TITLES.replace(" kk", "\n    title kk")):
        (folder / "two.eff").write_text(LATER % ("2", "1", titles, 50, 50), encoding="utf-8")
        done = run("merge", "rules/law.eff", "rules/two.eff", "rules/two.eff")
        assert done.exit_code == 0, done.output
        assert done.output.count('"Change"') == done.output.count('"Өзгеріс"') == 1


def test_titles_of_two_drafts_come_together_by_language(folder: Path) -> None:
    """Each draft may bring a language; only two texts in one language are a conflict."""
    (folder / "two.eff").write_text(LATER % ("2", "1", 'title en "Change"', 50, 50), encoding="utf-8")
    other = folder / "other.eff"
    other.write_text(LATER % ("4", "1", 'title kk "Өзгеріс"', 50, 50), encoding="utf-8")
    done = run("merge", "rules/law.eff", "rules/two.eff", "rules/other.eff")
    assert done.exit_code == 0, done.output
    assert 'title en "Change" kk "Өзгеріс"' in done.output
    other.write_text(LATER % ("4", "1", 'title en "Another" kk "Өзгеріс"', 50, 50), encoding="utf-8")
    done = run("merge", "rules/law.eff", "rules/two.eff", "rules/other.eff")
    assert done.exit_code == 1
    assert "both drafts change the title in `en` of the methodology" in done.output


def test_the_base_of_a_merge_is_the_base_of_the_whole_chain(folder: Path) -> None:
    """A draft of a draft merges on the named base, though a copy of that lies in an archive; so does a draft in the archive."""
    (folder / "archive").mkdir()
    (folder / "archive/law.eff").write_text(LAW.replace("40%", "40%  -- old"), encoding="utf-8")
    done = run("merge", "rules/law.eff", "rules/three.eff", "rules/three.eff")
    assert done.exit_code == 0, done.output
    contained = run("merge", "rules/law.eff", "rules/two.eff", "rules/three.eff")
    assert contained.exit_code == 1
    assert "E216" in contained.output
    assert "E213" not in contained.output
    assert "E213" in run("merge", "rules/two.eff", "rules/three.eff", "rules/three.eff").output


@pytest.mark.parametrize(
    ("version", "why"),
    [("", "is empty"), (" ", "is empty"), ("1 ", "begins or ends with a blank"), ("\u00a01", "begins or ends with a blank"),
     ("1\u200b", "holds zero width space (U+200B), which is not seen"), ("1\u00ad", "holds soft hyphen (U+00AD), which is not seen")],
)  # fmt: skip
def test_a_version_that_looks_like_another_is_refused(folder: Path, version: str, why: str) -> None:
    """As the version of a text, and as the one that it amends."""
    (folder / "other.eff").write_text(LAW.replace('version "1"', f'version "{version}"'), encoding="utf-8")
    output = run("check", "rules/other.eff", columns=200).output
    assert "error[E241]: the name of version" in output
    assert f"{why}\n" in output
    (folder / "other.eff").write_text(LATER % ("9", version, TITLES, 50, 50), encoding="utf-8")
    assert "error[E241]" in run("check", "rules/other.eff", columns=200).output


def test_versions_may_be_called_as_people_call_them(folder: Path) -> None:
    """Letters of any alphabet, blanks within, signs."""
    for version in ("2015 г.", "2015\u00a0г.", "№ 7-қ/2", "1'", "a+b"):
        (folder / "other.eff").write_text(
            LAW.replace('version "1"', f'version "{version}"'), encoding="utf-8"
        )
        assert "E241" not in run("check", "rules/other.eff", columns=200).output


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u2028", "\x85", "\x00", "\x1b", "\x0b", "\x7f"])
@pytest.mark.parametrize(
    "where", ["-- a comment%s weights { a 100% }\n", '\nsource p { title en "Or%sder" kk "Б" }\n']
)
def test_characters_that_hide_are_refused(folder: Path, character: str, where: str) -> None:
    """In a comment and in a text; one finding for each kind, with their number."""
    (folder / "law.eff").write_text(LAW + where.replace("%s", character * 3), encoding="utf-8")
    done = run("check", "rules/law.eff", columns=200)
    assert done.exit_code == 1
    assert done.output.count("error[E242]") == 1, done.output
    assert "and 2 more like it" in done.output


@pytest.mark.parametrize("character", ["\t", "\u00a0", "\u00ad", "\u200d", "\x0c", "\r", "\ufeff"])
def test_characters_that_hide_nothing_are_not(folder: Path, character: str) -> None:
    """Blanks, soft hyphens and joiners of words come with texts from elsewhere."""
    (folder / "law.eff").write_text(f"{LAW}-- a{character}comment\n", encoding="utf-8", newline="")
    assert "E242" not in run("check", "rules/law.eff", columns=200).output


def test_what_is_wrong_with_both_sides_is_told_once(folder: Path) -> None:
    """A file that is read for OLD and for NEW is one file."""
    (folder / "archive").mkdir()
    (folder / "archive/law.eff").write_text(LAW.replace("40%", "40%  -- old"), encoding="utf-8")
    done = run("diff", "rules/two.eff", "rules/three.eff")
    assert done.output.count("error[E213]") == 1, done.output


def test_a_base_is_named_as_its_amendment_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative, where the amendment was named so: no message or record tells the folders of a machine."""
    monkeypatch.chdir(folder.parent / "data")
    (folder.parent / "link").symlink_to("rules")
    for given in ("../rules", "../link"):
        done = run("run", f"{given}/three.eff", ".", "-o", "../results.csv")
        assert done.exit_code == 0, done.output
        assert f"version 1 ({given}/law.eff)" in run("check", f"{given}/three.eff").output
        assert folder.parent.as_posix() not in (folder.parent / "results.record.json").read_text("utf-8")
    whole = folder / "three.eff"
    assert f"({folder.as_posix()}/law.eff)" in run("check", whole).output


def test_an_amendment_without_a_heading_is_told_how_it_is_used(folder: Path) -> None:
    """It is no rules by itself."""
    (folder / "over.eff").write_text(
        'change weights { a 50% b 50% cite order } because en "so" kk "солай"\n', encoding="utf-8"
    )
    assert "RULES --with FILE" in run("check", "rules/over.eff").output

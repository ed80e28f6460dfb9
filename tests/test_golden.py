"""Golden tests: the literate files of tests/golden say what the checker answers. UPDATE_GOLDEN=1 rewrites them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from effrules.check.build import load_text
from effrules.resources import grammar_folder
from effrules.source import Source
from effrules.syntax.parse import parse
from effrules.syntax.printer import print_file
from tests.literate import Case, cases, check, completed, shown

ROOT = grammar_folder().parent
GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.md"))
CASES = [case for path in GOLDEN for case in cases(path)]
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
CODE = re.compile(r'"([EW][1-48]\d\d)"')


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_golden(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checker answers a literate case with exactly the findings that stand below it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("effrules.check.build.bundled", lambda: ["2013", "2015"])
    said = shown(case, check(case, tmp_path))
    if UPDATE:
        text = case.path.read_text("utf-8")
        now = next(c for c in cases(case.path) if c.heading == case.heading and c.files == case.files)
        start, end = now.output_span
        case.path.write_text(text[:start] + said + text[end:], "utf-8")
        return
    assert said == case.expected


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_printed_rules_say_the_same(case: Case) -> None:
    """Rules that can be read are printed so that they read back as the same tree."""
    for name, text in case.files:
        tree, problems = parse(Source(name, text))
        if problems:
            continue
        again, more = parse(Source(name, print_file(tree)))
        assert more == ()
        assert again == tree


def defined_codes() -> set[str]:
    """Every code that the sources give a finding about rules."""
    rooms = [
        ROOT / "effrules" / room
        for room in ("syntax", "amend", "check", "history", "report/drafting", "seek", "simulate", "analysis")
    ]
    return {
        code
        for room in rooms
        for file in room.rglob("*.py")
        for code in CODE.findall(file.read_text("utf-8"))
    }


def test_every_code_has_a_golden_case() -> None:
    """Each code of a finding about rules occurs in the expected output of some case, or in what a command is expected to say."""
    shown_codes = {code for case in CASES for code in re.findall(r"\[([EW]\d\d\d)\]", case.expected)}
    apart = [
        ROOT / "tests" / f"test_{name}.py"
        for name in ("check_folder", "depth", "drafting", "drafting_papers")
    ]
    for file in (*ROOT.glob("tests/golden_[hds]*/*.md"), *apart):
        shown_codes.update(re.findall(r"\[([EW]\d\d\d)\]", file.read_text("utf-8")))
    assert defined_codes() - shown_codes == set()


def test_every_code_is_explained() -> None:
    """docs/errors.md has one entry for each code, and none for a code that does not exist."""
    explained = re.findall(
        r"^### ([EW]\d\d\d)\b", (ROOT / "docs" / "errors.md").read_text("utf-8"), re.MULTILINE
    )
    assert sorted(explained) == sorted(defined_codes())


def explained_in(page: Path) -> list[tuple[str, list[str]]]:
    """Each code that a page of errors explains, in its order, with the notation in backticks that its entry shows, sorted."""
    entries = re.finditer(
        r"^(?:### ([EW]\d\d\d) |\| (E\d\d\d) \| )(.*(?:\n(?!##|\|).*)*)",
        page.read_text("utf-8"),
        re.MULTILINE,
    )
    return [
        (
            entry.group(1) or entry.group(2),
            sorted(set(re.findall(r"`[^`]+`", entry.group(3).replace("\n", " ")))),
        )
        for entry in entries
    ]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_code_is_explained_in_each_language(language: str) -> None:
    """The Kazakh and the Russian page have the codes of the English one in its order, and show the same notation with each."""
    english = ROOT / "docs" / "errors.md"
    page = ROOT / "docs" / language / "errors.md"
    assert explained_in(page) == explained_in(english)
    assert f"]({language}/errors.md)" in english.read_text("utf-8")
    targets = re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8"))
    assert "../errors.md" in targets
    assert [target for target in targets if not (page.parent / target).is_file()] == []


def test_what_is_put_behind_a_snippet_is_sound() -> None:
    """The declarations that complete a snippet are free of errors by themselves."""
    assert not [finding for finding in load_text(completed("")).findings if finding.is_error]

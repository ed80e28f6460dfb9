"""Papers that change an act: what they say of a draft, and that following an order makes the old text the new one."""

from __future__ import annotations

import os
import re
import shlex
from collections import Counter
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from effrules.check.cached import load
from effrules.cli.diff import command
from effrules.cli.document import command as document
from effrules.compare.difference import Difference, difference
from effrules.report.blocks import pieces as b
from effrules.report.blocks.inline import plain
from effrules.report.drafting.act import Act, Element
from effrules.report.drafting.acts import act_since
from effrules.report.drafting.amending import order_of
from effrules.report.drafting.instructions import Passage, SubItem, Whole, Words, applied, instructions
from effrules.report.drafting.papers import Style, paper
from effrules.report.drafting.revisions import revisions, text
from effrules.words import Language
from tests.diff_programs import relative
from tests.running import program_of
from tests.strategies import methodologies
from tests.test_diff_applying import FOUND

PAGE = Path(__file__).parent / "golden_drafting" / "papers.md"
PIECE = re.compile(
    r"^```eff file=(?P<file>[^\n]*)\n(?P<rules>.*?)^```$|^````diff (?P<words>[^\n]*)\n(?P<answer>.*?)^````$",
    re.MULTILINE | re.DOTALL,
)


def papers() -> list[tuple[str, dict[str, str], tuple[int, int], str]]:
    """Of each paper of the page: the arguments, the rule files before it, where it stands, and its text."""
    found, files = [], dict[str, str]()
    for piece in PIECE.finditer(PAGE.read_text("utf-8")):
        if piece["file"] is not None:
            files[piece["file"]] = piece["rules"]
        else:
            found.append((piece["words"], dict(files), piece.span("answer"), piece["answer"]))
    return found


def said(files: dict[str, str], words: str) -> tuple[int, str, str]:
    """What the command ends with in the current folder, and what it says on standard output and standard error."""
    for name, rules in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(rules, "utf-8")
    result = CliRunner().invoke(command, shlex.split(words), prog_name="effrules diff")
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("number", range(len(papers())), ids=[words for words, *_ in papers()])
def test_paper_reads(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command writes exactly the paper that stands below the rules, and tells what stands behind it."""
    monkeypatch.chdir(tmp_path)
    words, files, place, expected = papers()[number]
    code, made, told = said(files, words)
    assert code == 2
    answer = f"{made}\n{told}" if told else made
    if os.environ.get("UPDATE_GOLDEN"):
        page = PAGE.read_text("utf-8")
        PAGE.write_text(page[: place[0]] + answer + page[place[1] :], "utf-8")
        return
    assert answer == expected


def followed(act: Act, found: Difference, new: Act) -> tuple[dict[tuple[str, str, str], str], Counter[str]]:
    """The texts that an order makes of an act, by what names them, and how often each edit stands in it or apart."""
    made = revisions(found, act, new)
    order = order_of(made)
    assert Counter(id(one) for point in order.points for one in point.revisions) == Counter(
        map(id, made.listed)
    )
    texts = {name(act, element): text(element) for element in act.elements}
    for revision in (one for point in order.points for one in point.revisions):
        if revision.before is not None and (revision.after is None or instructions(revision) == (Whole(),)):
            del texts[name(act, revision.before)]
        if (
            revision.after is not None
            and revision.before is not None
            and instructions(revision) != (Whole(),)
        ):
            told = applied(texts[name(act, revision.before)], instructions(revision))
            assert told is not None
            texts[name(act, revision.before)] = told
        elif revision.after is not None:
            assert name(new, revision.after) not in texts
            texts[name(new, revision.after)] = text(revision.after)
    return texts, Counter(
        edit.key
        for edit in (*(edit for point in order.points for edit in point.edits), *made.effect, *made.apart)
    )


def name(act: Act, element: Element) -> tuple[str, str, str]:
    """What an order calls a part: its kind, what it is numbered in, its number."""
    part = element.part
    return part.level.value, "" if part.within is None else act.numbers.of[part.within], element.number


def holds(found: Difference, language: Language) -> None:
    """An order makes the old text the new one, and no edit of the comparison is left out in silence or said twice."""
    old, new = act_since(found, language)
    texts, told = followed(old, found, new)
    assert texts == {name(new, element): text(element) for element in new.elements}
    assert told == Counter(edit.key for edit in found.edits)
    assert set(told.values()) <= {1}


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("2011", "2013", Language.KK),
        ("2013", "2015", Language.EN),
        ("2018", "2019", Language.RU),
        ("2019", "current", Language.KK),
    ],
)
def test_the_order_makes_the_old_text_the_new_one(old: str, new: str, language: Language) -> None:
    before, after = load(old).program, load(new, stated=(old,)).program
    assert before is not None
    assert after is not None
    holds(difference(before, after), language)


@settings(max_examples=12, deadline=None, phases=FOUND)
@given(methodologies(), methodologies(), st.integers(0, 10**6), st.booleans(), st.sampled_from(Language))
def test_any_order_makes_the_old_text_the_new_one(
    rules: str, other: str, seed: int, unlike: bool, language: Language
) -> None:
    new_rules = other if unlike else relative(rules, other, Random(seed))
    assume(new_rules is not None)
    assert new_rules is not None
    holds(difference(program_of(rules), program_of(new_rules)), language)


def test_words_are_replaced_where_they_stand_once() -> None:
    assert applied("20 points of 20", (Words("20", "15"),)) is None
    assert applied("20 points", (Words("20 points", "15 points"),)) == "15 points"
    assert applied("in the act", (Words("", "new", "in the"),)) == "in the new act"


def test_a_sub_item_comes_behind_the_last() -> None:
    item = b.Item(b.words("third;"), mark="3)")
    assert (
        applied("1) first\n2) second\nend", (SubItem("3)", None, item),))
        == "1) first\n2) second\n3) third\nend"
    )


def test_a_paragraph_is_called_by_its_number() -> None:
    """Where another stands there, the instruction cannot be followed."""
    old, new = b.Paragraph(b.words("second")), b.Paragraph(b.words("other"))
    assert applied("first\nsecond\nthird", (Passage(2, old, new),)) == "first\nother\nthird"
    assert applied("first\nsecond\nthird", (Passage(3, old, new),)) is None
    assert applied("first\nsecond", (Passage(2, old, None),)) == "first"
    assert applied("first", (Passage(2, None, new),)) == "first\nother"


def test_each_count_of_a_word_file_is_its_own(tmp_path: Path) -> None:
    """Counts that share a definition go on where another stopped: the point behind quoted sub-items had the wrong number."""
    file = tmp_path / "order.docx"
    done = CliRunner().invoke(command, ["2018", "2019", "--style", "order", "-o", str(file)])
    assert done.exit_code == 2, done.output
    text = ZipFile(file).read("word/numbering.xml").decode()
    counts = re.findall(r'<w:num w:numId="(1\d{3})"[^>]*>\s*<w:abstractNumId w:val="(\d+)"/>', text)
    assert len(counts) > 10
    assert len({way for _, way in counts}) == len(counts)


def test_equal_acts_have_nothing_to_change() -> None:
    program = load("2011").program
    assert program is not None
    page = paper(difference(program, program), Style.ORDER, (Language.EN,)).page
    assert (
        plain(next(one.line for one in page.blocks[2:] if isinstance(one, b.Paragraph)))
        == "The texts are the same."
    )


def test_what_no_paper_has_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in ("--format json", "--only meaning", "--data ."):
        code, made, told = said({}, f"2011 2013 --style order {words}")
        assert (code, made) == (2, "")
        assert "leave it out" in told
    code, _, told = said({}, "2011 2013 --parallel")
    assert code == 2
    assert "only a paper has it" in told


def test_what_the_act_does_not_show_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A field that is called otherwise in the data and bears the same title changes what is reported, and no word of the act."""
    monkeypatch.chdir(tmp_path)
    rules = papers()[0][1]["2024/m.eff"]
    renamed = rules.replace("    late kk", "    overdue kk").replace("1 - late", "1 - overdue")
    code, made, told = said({"a/m.eff": rules, "b/m.eff": renamed}, "a/m.eff b/m.eff --style order --lang en")
    assert code == 2
    assert "The texts are the same." in made
    assert "[W802]" in told
    assert "subject agency > field overdue" in told


def test_an_amended_act_keeps_its_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the order adds as item 9-1 and deletes as item 14 bears these numbers in the amended act."""
    monkeypatch.chdir(tmp_path)
    said(papers()[0][1], "2024 2025")
    words = ["2025", "--style", "order", "--since", "2024", "--lang", "ru", "--format", "text"]
    act = CliRunner().invoke(document, words, prog_name="effrules document").stdout
    numbers = re.findall(r"^ *(\d+(?:-\d+)?)\. ", act, re.MULTILINE)
    assert numbers[:16] == [*map(str, range(1, 10)), "9-1", "10", "11", "12", "13", "15", "16"]


def test_a_row_is_never_quoted_across_its_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, made, _ = said(
        {}, "current --set weight.goals=50% --set weight.interaction=25% --style order --lang ru"
    )
    assert code == 2
    assert "строку:" in made
    assert "|" not in made

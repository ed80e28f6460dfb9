"""Acts ticked off item by item: every item once, in the act's order, with exactly the clauses that cite it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from effrules.audit.schemas import wrong
from effrules.check.build import load_text
from effrules.model.basis import Citation, SourceText
from effrules.model.inventory import (
    Entry,
    ItemClass,
    Unit,
    counted,
    covers,
    listed_units,
    marks_from,
    meet,
    units_of,
)
from effrules.model.places import Mark, MarkKind, Numeral, Place, Stretch
from effrules.model.program import Program
from effrules.model.schema import Titles
from effrules.model.ticking import act_of, acts_of, in_act_order
from effrules.model.uses import Use, uses_of
from effrules.report.blocks.html.whole import html
from effrules.report.sources.json_text import document
from effrules.report.sources.telling import told
from effrules.syntax.places import marks_of
from effrules.words import Language
from tests.browser import Browser
from tests.literate import completed
from tests.tree_strategies import marks

SHOWN = """
source act {
    title en "Act <b>" ru "Акт"
    url "javascript:alert(1)"
    item "1–2" procedure en "general | *words*"
    item "3–9, 48-1, 12 1)–3)" scores
    item "10" not expressed because en "lost"
    annex "1, table 2" form
}
source far { title en "Far"  not at hand because en "nowhere" }
criterion one "One | <i>" out of 100 points {
    score = 100 points
    cite act item "3–5" annex "1"
    cite act item "61, 12 2)"
    cite act "somewhere"
    assumed en "as plain as can be"
}
"""


def program_of(text: str) -> Program:
    """The program of a snippet."""
    checked = load_text(completed(text))
    assert checked.program is not None, checked.findings
    return checked.program


def number(text: str) -> Numeral:
    """A numeral as acts write it."""
    whole, *inserted = text.split("-")
    return Numeral(tuple(map(int, whole.split("."))), tuple(map(int, inserted)))


@pytest.mark.parametrize(
    ("first", "last", "all_of_them"),
    [
        ("34", "34", "34"),
        ("34", "36", "34 35 36"),
        ("48-1", "48-3", "48-1 48-2 48-3"),
        ("48", "48-2", "48 48-1 48-2"),
        ("1.1", "1.3", "1.1 1.2 1.3"),
        ("2-9", "2-11", "2-9 2-10 2-11"),
        ("48", "50-2", None),
        ("48-1", "50", None),
        ("1.1", "2.3", None),
        ("1", "2.3", None),
        ("1", "9999", None),
    ],
)
def test_ranges_are_counted(first: str, last: str, all_of_them: str | None) -> None:
    """A range counts numbers of one kind; where nobody can tell how many there are, it counts nothing."""
    numbers = counted(Stretch(number(first), number(last)))
    assert (None if numbers is None else " ".join(map(str, numbers))) == all_of_them


@given(marks)
def test_units_make_their_marks_again(found: tuple[Mark, ...]) -> None:
    """The units of marks, put together, count the same units; each is covered by its mark and meets itself."""
    for mark in found:
        units = units_of(mark)
        if units is None:
            continue
        distinct = list(dict.fromkeys(units))
        assert [unit for made in marks_from(distinct) for unit in units_of(made) or ()] == distinct
        assert all(covers(mark, unit) and covers(unit.mark, unit) and meet(unit, unit) for unit in units)


@pytest.mark.parametrize(
    ("listed", "inside", "beside"),
    [
        (
            "6, table 2, line 1.1, line 3, table 4",
            "6, table 2, line 3; 6, table 4, line 9; 6",
            "6, table 2, line 2; 6, table 3; 7",
        ),
        ("6, lines 1–3, 7", "6, line 2; 6, table 5; 6, line 7, column 2", "6, line 4; 5, line 1"),
        ("only, table 1", "only; only, line 3", "only, table 2; 1"),
    ],
)
def test_inside_an_annex(listed: str, inside: str, beside: str) -> None:
    """Lines belong to the table before them; a table beside another is another way down."""
    (mark,) = marks_of(MarkKind.ANNEX, listed, False)
    for text, there in ((inside, True), (beside, False)):
        for one in marks_of(MarkKind.ANNEX, text, False):
            assert all(covers(mark, unit) is there for unit in units_of(one) or ()), one


plain = st.integers(1, 12).map(lambda n: Numeral((n,)))
entries = st.lists(
    st.builds(
        lambda numbers, item_class: Entry(
            tuple(Mark(MarkKind.ITEM, Stretch(at, at)) for at in sorted(numbers)), item_class
        ),
        st.sets(plain, min_size=1, max_size=4),
        st.sampled_from(ItemClass),
    ),
    max_size=4,
)
cited = st.lists(st.lists(plain, max_size=3, unique=True), max_size=4)


@given(entries, cited)
def test_every_item_once_with_its_clauses(inventory: list[Entry], citations: list[list[Numeral]]) -> None:
    """Listed and cited items stand once each, in order; an item has the citations that name it; gaps are the rest."""
    seen: set[Numeral | None] = set()
    for at, entry in enumerate(inventory):
        kept = tuple(m for m in entry.marks if m.numbers is not None and m.numbers.first not in seen)
        seen.update(m.numbers.first for m in kept if m.numbers is not None)
        inventory[at] = evolve(entry, marks=kept)
    source = SourceText("act", Titles(), inventory=tuple(e for e in inventory if e.marks))
    uses = [
        Use(Citation("act", Place(tuple(Mark(MarkKind.ITEM, Stretch(at, at)) for at in one))), "criterion", str(n), Titles(), None)
        for n, one in enumerate(citations)
    ]  # fmt: skip
    act = act_of(source, uses)
    units = [unit for line in act.lines for unit in line.units]
    wanted = {unit for unit, _ in listed_units(source.inventory)}
    wanted |= {Unit(MarkKind.ITEM, False, at) for one in citations for at in one}
    assert units == sorted(wanted, key=in_act_order)
    for line in act.lines:
        for unit in line.units:
            own = [use.name for use, one in zip(uses, citations, strict=True) if unit.number in one]
            assert [use.name for use in line.uses] == own
    classes = {unit: entry.item_class for unit, entry in listed_units(source.inventory)}
    named = {at for one in citations for at in one}
    scoring = {unit for unit, of in classes.items() if of is ItemClass.SCORES}
    assert set(act.gaps) == {unit for unit in scoring if unit.number not in named}
    assert set(act.unlisted) == ({unit for unit in wanted if unit not in classes} if classes else set())
    assert len(act.loose) == sum(not one for one in citations)
    assert sum(act.of_class.values()) == len(classes)


def test_acts_in_their_order() -> None:
    """The enacting act comes first, items before annexes, inserted items behind the one that they follow."""
    listed = [
        (MarkKind.ANNEX, "2, 1", False),
        (MarkKind.ITEM, "10, 9-1, 9, 9 2)", False),
        (MarkKind.ITEM, "3", True),
    ]
    found = [
        unit
        for kind, text, enacting in listed
        for mark in marks_of(kind, text, enacting)
        for unit in units_of(mark) or ()
    ]
    ordered = [str(Place((unit.mark,))) for unit in sorted(found, key=in_act_order)]
    assert ordered == [
        'enacting item "3"',
        'item "9"',
        'item "9 2)"',
        'item "9-1"',
        'item "10"',
        'annex "1"',
        'annex "2"',
    ]


def test_citations_of_every_kind_of_clause() -> None:
    """A program's citations are found wherever they stand, each once for its declaration, with what is assumed beside it."""
    program = program_of(
        """
figure base = 5  cite order item "1"
figures norm { code: text  days: number  | "a" 5  cite order item "2" }
define part = staff * base  cite order item "3"
block goals {
    criterion one out of 60 points { score = 60 points  assumed en "why"  cite order item "4"  round to 1 decimal, half up  cite order item "5" }
    criterion two out of 40 points { score = 40 points * norm("a").days / 5  cite order item "4" }
    cite order item "6"
}
block people { score = 50 points  cite order item "7" }
weights { equal  cite order item "8" }
penalty late { take 1 points  from total  cite order item "9" }
total { round total to 2 decimals, half up  cite order item "10" }
rating { good from 50 points  bad below 50 points  cite order item "11" }
rank agency by total as rounded, highest first; equal totals share a place  cite order item "12"
"""
    )
    found = [(str(use.citation.place), use.kind, use.name) for use in uses_of(program)]
    assert sorted(found, key=lambda one: int(one[0].split('"')[1])) == [
        ('item "1"', "define", "base"), ('item "2"', "figures", "norm"), ('item "3"', "define", "part"),
        ('item "4"', "criterion", "one"), ('item "4"', "criterion", "two"), ('item "5"', "criterion", "one"),
        ('item "6"', "block", "goals"), ('item "7"', "block", "people"), ('item "8"', "weights", ""),
        ('item "9"', "penalty", "late"), ('item "10"', "total", "total"), ('item "11"', "rating", "total"),
        ('item "12"', "rank", "rank"),
    ]  # fmt: skip
    beside = {
        str(use.citation.place): [one.reason.get("en") for one in use.assumptions] for use in uses_of(program)
    }
    assert {place for place, reasons in beside.items() if reasons} == set()
    (first,) = [use for use in uses_of(program) if use.name == "one" and '"4"' in str(use.citation)]
    assert [one.reason.get("en") for one in first.assumptions] == ["why"]
    assert all(use.is_basis for use in uses_of(program))


def test_json_is_described_by_its_schema() -> None:
    """The document fits its published schema and says what the other renderings say."""
    program = program_of(SHOWN)
    made = json.loads(json.dumps(document(program), ensure_ascii=False))
    assert wrong(made, "sources-1") == []
    act = next(act for act in made["acts"] if act["source"] == "act")
    assert act["counts"]["scores"] == 11
    assert act["counts"]["expressed"] == 4
    assert [line["items"] for line in act["lines"] if line["gap"]] == ["6–9", "12 1)", "12 3), 48-1"]
    assert [line["items"] for line in act["lines"] if line["listed"] is None] == ["61"]
    assert [use["citation"]["locator"] for use in act["without_item"]] == ["somewhere"]
    assert made["ok"] is False
    assert acts_of(program)[0].is_ticked_off is False


@pytest.mark.parametrize("language", Language)
def test_pages_hold_nothing_of_the_rules_unescaped(language: Language) -> None:
    """Titles and words of the rules are texts on the page; an address that is no web address is no link."""
    page = html(told(program_of(SHOWN), language).page)
    assert "<b>" not in page
    assert "<i>" not in page
    assert 'href="javascript' not in page
    assert "javascript:alert(1)" in page
    assert f'<html lang="{language.value}">' in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 400])
def test_the_page_opens(tmp_path: Path, width: int) -> None:
    """No complaint and no sideways scrolling, also on a phone."""
    (tmp_path / "acts.html").write_text(html(told(program_of(SHOWN), Language.RU).page), "utf-8")
    browser = Browser(tmp_path / "profile")
    try:
        browser.size(width, 900)
        browser.open(tmp_path / "acts.html")
        assert browser.js("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert browser.complaints() == []
    finally:
        browser.close()

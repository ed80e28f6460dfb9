"""Places in acts: lists of items and annexes read, written again, and said in three languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given

from effrules import syntax
from effrules.check.build import UNREAD, load
from effrules.model.basis import Citation
from effrules.model.citing import citation_record
from effrules.model.place_words import citation_words, place_words
from effrules.model.places import MarkKind, Place, list_text
from effrules.model.schema import UNTAGGED, Titles
from effrules.syntax.places import Malformed, marks_of
from effrules.words import Language
from tests.tree_strategies import places

ITEM, ANNEX = MarkKind.ITEM, MarkKind.ANNEX

SAID = [
    (ITEM, "34", "34-тармақ", "п. 34", "item 34"),
    (ITEM, "34, 35–36, 48-1", "34, 35–36, 48-1-тармақ", "п. 34, 35–36, 48-1", "items 34, 35–36, 48-1"),
    (ITEM, "35 to 36", "35–36-тармақ", "п. 35–36", "items 35–36"),
    (ITEM, "3 2-1)", "3-тармақтың 2-1) тармақшасы", "подп. 2-1) п. 3", "item 3, sub-item 2-1)"),
    (
        ITEM,
        "5, 6 1)–8), 10), 7",
        "5-тармақ; 6-тармақтың 1)–8), 10) тармақшалары; 7-тармақ",
        "п. 5; подп. 1)–8), 10) п. 6; п. 7",
        "item 5; item 6, sub-items 1)–8), 10); item 7",
    ),
    (ITEM, "1.1–1.3", "1.1–1.3-тармақ", "п. 1.1–1.3", "items 1.1–1.3"),
    (ANNEX, "2-1; 5 to 7", "2-1, 5–7-қосымша", "прил. 2-1, 5–7", "annexes 2-1, 5–7"),
    (
        ANNEX,
        "6, table 2, lines 1.1, 1.3; 7",
        "6-қосымша, 2-кесте, 1.1, 1.3-жол; 7-қосымша",
        "прил. 6, табл. 2, строки 1.1, 1.3; прил. 7",
        "annex 6, table 2, lines 1.1, 1.3; annex 7",
    ),
    (ANNEX, "only, column 3", "қосымша, 3-баған", "приложение, гр. 3", "the annex, column 3"),
]


@pytest.mark.parametrize(("kind", "text", "kk", "ru", "en"), SAID, ids=[text for _, text, *_ in SAID])
def test_said_in_three_languages(kind: MarkKind, text: str, kk: str, ru: str, en: str) -> None:
    """A list of items or annexes is said as the acts of each language say it."""
    place = Place(marks_of(kind, text, False))
    assert [place_words(place, language) for language in Language] == [kk, ru, en]


def test_whole_place() -> None:
    """Items, annexes, the enacting act and own words follow each other; the words are those of the reader's language."""
    marks = (*marks_of(ITEM, "34", False), *marks_of(ANNEX, "6", False), *marks_of(ITEM, "2", True))
    cited = Citation("order", Place(marks, Titles((("ru", "абзац второй"), ("en", "second paragraph")))))
    assert place_words(cited.place, Language.RU) == "п. 34; прил. 6; утверждающий акт: п. 2; абзац второй"
    said = 'order, item 34; annex 6; enacting act: item 2; "second paragraph"'
    assert citation_words(cited, Language.EN) == said
    assert place_words(cited.place, Language.KK, ("ru",)).endswith("; абзац второй")
    assert str(cited) == 'order item "34" annex "6" enacting item "2" ru "абзац второй" en "second paragraph"'


def test_words_alone_and_nothing() -> None:
    """A place in words only stands behind the source as it always did; without a place there is the source alone."""
    words = Citation("thesis", Place(words=Titles(((UNTAGGED, "1.2, first block"),))))
    assert citation_words(words, Language.EN) == str(words) == 'thesis "1.2, first block"'
    assert citation_words(words, Language.KK) == "thesis «1.2, first block»"
    assert citation_words(Citation("thesis"), Language.RU) == str(Citation("thesis")) == "thesis"


@given(places)
def test_written_lists_are_read_again(place: Place) -> None:
    """The list that a place is written with is read as the same marks, item lists and annex lists each."""
    for kind, enacting, text in place.lists():
        own = tuple(mark for mark in place.marks if mark.kind is kind)
        assert marks_of(kind, text, enacting) == own
        assert list_text(own) == text


@given(places)
def test_documents_keep_all_of_a_place(place: Place) -> None:
    """What a JSON document holds of a citation gives the place back."""
    record = dict(citation_record(Citation("order", place)))
    marks = []
    for prefix, enacting in (("", False), ("enacting_", True)):
        for kind in MarkKind:
            text = record.pop(f"{prefix}{kind.value}", None)
            marks += [] if text is None else marks_of(kind, str(text), enacting)
    locator, words = record.pop("locator"), record.pop("words", None)
    assert record == {"source": "order"}
    assert tuple(marks) == place.marks
    assert words == dict(place.words.texts) if words else place.words.get(UNTAGGED) in (locator, None)


@pytest.mark.parametrize(
    ("kind", "text", "where"),
    [
        (ITEM, "35 - 36", "-"),
        (ITEM, "13.2)", ")"),
        (ITEM, "36–35", "36–35"),
        (ITEM, "34, 5–5", "5–5"),
        (ITEM, "п. 34", "п"),
        (ITEM, "1 2", "2"),
        (ITEM, "3, 2)", "2)"),
        (ITEM, "5–7 1)", "1)"),
        (ITEM, "34 table 2", "table"),
        (ITEM, "", ""),
        (ITEM, "34,", ""),
        (ANNEX, "table 2", "table"),
        (ANNEX, "6, page 2", "page"),
        (ANNEX, "6 1)", "1)"),
        (ANNEX, "6, table", ""),
    ],
)
def test_refused_where_it_goes_wrong(kind: MarkKind, text: str, where: str) -> None:
    """What cannot be read as a list is refused at the piece that does not fit."""
    with pytest.raises(Malformed) as refused:
        marks_of(kind, text, False)
    assert text[refused.value.start : refused.value.end] == where


def test_what_a_declaration_that_could_not_be_read_holds_is_not_said_to_be_missing(tmp_path: Path) -> None:
    """A list of items that cannot be read is one finding: the criterion, and the source, may stand there all the same."""
    path = tmp_path / "rules.eff"
    heading = 'methodology m version "1" { scale 0 to 100 points }\nsubject agency { x: number }\n'
    for broken, sound in (('item "x"', 'item "1"'), ('item "1"', 'item "1-"')):
        path.write_text(
            f'{heading}criterion c out of 100 points {{ score = 1 points  cite o {broken} }}\n'
            f'source o {{ title "O"  {sound} scores }}\n', "utf-8",
        )  # fmt: skip
        assert [finding.code for finding in load(path).findings] == ["E120"]


def test_all_findings_of_the_syntax_say_that_something_was_not_read() -> None:
    """Whatever of the text could not be read, nothing is said to be missing because of it."""
    folder = Path(syntax.__file__).parent
    codes = {
        code for path in folder.rglob("*.py") for code in re.findall(r'"(E1\d\d)"', path.read_text("utf-8"))
    }
    assert "E120" in codes
    assert codes <= set(UNREAD)

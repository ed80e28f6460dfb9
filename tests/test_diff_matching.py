"""Which things are taken for the same: declared renames, then names, then likeness; and how changed formulas are marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from effrules.check.build import load
from effrules.compare.applying import applied
from effrules.compare.difference import difference
from effrules.compare.edits.edit import Rename, Rests
from effrules.compare.matching import forms
from effrules.compare.matching.expressions import Mark, Piece, marked
from effrules.compare.matching.names import Space
from effrules.compare.matching.pairing import How, matched
from effrules.model.program import Program
from effrules.model.schema import Titles
from effrules.report.difference.details import Details
from effrules.report.difference.json_text import document
from effrules.words import Language
from tests.diff_programs import differing
from tests.running import program_of

RULES = """
methodology m version "1" {{ scale 0 to 100 points }}
source order {{ title en "Order" }}
subject agency {{ staff: count, above 0  gone: count  open: yes or no }}
table report of agency {{ late: count  spent: number, at least 0 }}
{nodes}
weights {{ equal throughout cite order }}
"""


def rules(nodes: str) -> Program:
    """Rules with these nodes."""
    return program_of(RULES.format(nodes=nodes))


def pairs(old: Program, new: Program, space: Space = Space.NODE) -> list[tuple[str, str, How]]:
    """What is matched in a space under another name."""
    return [(pair.old, pair.new, pair.how) for pair in matched(old, new).of(space) if pair.old != pair.new]


ONE = 'direction one "Use of budget funds" { score = 50 points cite order }'


def test_likeness_of_titles() -> None:
    """Four fifths of the words make a title alike, three quarters do not."""
    alike = rules('direction other "Use of all budget funds" { score = 10 points cite order }')
    unlike = rules('direction other "Use of new staff funds" { score = 10 points cite order }')
    assert pairs(rules(ONE), alike) == [("one", "other", How.LIKENESS)]
    assert pairs(rules(ONE), unlike) == []


def test_another_kind_is_another_thing() -> None:
    """A block is never taken for a direction, whatever it is called."""
    block = rules('block one "Use of budget funds" { score = 50 points cite order }')
    found = difference(rules(ONE), block)
    assert {edit.action.value for edit in found.edits if edit.path.endswith(" one")} == {"added", "dropped"}


def test_likeness_of_formulas() -> None:
    """A formula that is the same tells a node without a title; one of few pieces does not."""
    formula = "100 points * share of report where late > 3, if none then 0%"
    old = rules(f"direction one {{ score = {formula} cite order }}")
    new = rules(f"direction other {{ score = {formula} cite order }}")
    assert pairs(old, new) == [("one", "other", How.LIKENESS)]
    one, other = (rules(f"direction {name} {{ score = 50 points cite order }}") for name in ("one", "other"))
    assert pairs(one, other) == []


def test_declared_before_the_name() -> None:
    """What the rules say was renamed is the same thing, though another one bears the old name now."""
    old = rules(ONE)
    new = rules(
        'direction two "Quite otherwise" { score = 50 points cite order }'
        'direction one "Use of budget funds" { score = 60 points cite order }'
    )
    assert pairs(old, new) == []
    assert pairs(old, evolve(new, renamed={"one": "two"})) == [("one", "two", How.DECLARED)]
    assert pairs(evolve(new, renamed={"one": "two"}), old) == [("two", "one", How.DECLARED)]


def test_definitions_that_take_other_rows_are_others() -> None:
    """A definition is known by its formula where its name stands for one of other rows now."""
    body = "when {r}.late > 3 then 50% otherwise 100%"
    old = rules(f"define degree(r: report): share = {body.format(r='r')} cite order\n"
                "direction one { score = 100 points * average of degree(r) for each report r, if none then 0% cite order }")  # fmt: skip
    new = rules(f"define degree(a: agency): share = a.gone / a.staff cite order\n"
                f"define fulfilment(x: report): share = {body.format(r='x')} cite order\n"
                "direction one { score = 100 points * average of fulfilment(y) for each report y, if none then 0% cite order }")  # fmt: skip
    assert pairs(old, new, Space.DEFINITION) == [("degree", "fulfilment", How.LIKENESS)]
    assert not any(edit.path == "direction one" for edit in difference(old, new).edits)


def test_rows_may_be_called_otherwise() -> None:
    """Formulas that differ in what rows are called only are the same formula."""
    old = rules("direction one { score = 1 points * sum of r.late for each report r cite order }")
    new = rules("direction one { score = 1 points * sum of x.late for each report x cite order }")
    found = difference(old, new)
    assert found.edits == ()
    assert [one.path for one in found.rewritten] == ["direction one"]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            "50 points + 1 points * gone",
            "50 points + 2 points * gone",
            "50 points + [-1-]{+2+} points * gone",
        ),
        (
            "1 points * gone",
            "1 points * gone but at most 9 points",
            "1 points * gone{+ but at most 9 points+}",
        ),
        (
            "1 points * sum of r.late for each report r where r.late > 3",
            "1 points * sum of x.late for each report x where x.late > 5",
            "1 points * sum of x.late for each report x where x.late > [-3-]{+5+}",
        ),
        ("1 points * staff -- why\n * 2", "1 points  *  staff * 3", "1 points * staff * [-2-]{+3+}"),
        (
            "50 points",
            "1 points * sum of late for each report",
            "[-50 points-]{+1 points * sum of late for each report+}",
        ),
        (
            "when open then 5 points otherwise 4 points",
            "when open then 5 points when gone > 3 then 2 points otherwise 4 points",
            "when open then 5 points{+ when gone > 3 then 2 points+} otherwise 4 points",
        ),
    ],
)
def test_the_changed_part_is_marked(old: str, new: str, shown: str) -> None:
    """Only what changed in the formula is marked, in the words of the new one."""
    found = difference(*(rules(f"direction one {{ score = {text} cite order }}") for text in (old, new)))
    (edit,) = found.edits
    signs = {Mark.SAME: "{}", Mark.OLD: "[-{}-]", Mark.NEW: "{{+{}+}}"}
    assert "".join(signs[piece.mark].format(piece.text) for piece in edit.pieces) == shown


def test_marked_pieces_are_both_texts() -> None:
    """What is marked, less what came, is the old formula; less what went, the new one."""
    one, other = (rules(f"direction one {{ score = {text} cite order }}").nodes["one"].formula
                  for text in ("5 points * gone", "6 points * gone / staff"))  # fmt: skip
    pieces = marked(one, other)
    assert "".join(p.text for p in pieces if p.mark is not Mark.NEW) == "5 points * gone"
    assert "".join(p.text for p in pieces if p.mark is not Mark.OLD) == "6 points * gone / staff"
    assert marked(one, one) == (Piece(Mark.SAME, "5 points * gone"),)


def test_likeness_is_exact() -> None:
    """The share of common words, in the language in which it is highest."""
    left = Titles((("en", "one two three"), ("ru", "раз")))
    right = Titles((("en", "one two four five"), ("ru", "два")))
    assert forms.title_likeness(left, right).as_integer_ratio() == (4, 7)
    assert forms.title_likeness(left, Titles((("kk", "one two three"),))) == 0


def test_amending_is_writing_out_in_full(tmp_path: Path) -> None:
    """An amendment, consolidated, does not differ in meaning from the same rules written out in full."""
    folder = {
        "1": 'methodology m version "1" { scale 0 to 100 points }\nsource order { title en "Order" }\n'
             "subject agency { staff: count, above 0 }\n"
             "direction one { score = 50 points cite order }\ndirection two { score = 40 points cite order }\n"
             "weights { equal cite order }\n",
        "2": 'methodology m version "2" amends "1" { }\n'
             'drop direction two { because en "it was of no use" cite order }\n'
             'change direction one { score = 60 points } because en "more" cite order\n',
        "full": 'methodology m version "2" { scale 0 to 100 points }\nsource order { title en "Order" }\n'
                "subject agency { staff: count, above 0 }\ndirection one { score = 60 points cite order }\n"
                "weights { equal cite order }\n",
    }  # fmt: skip
    programs = {}
    for name, text in folder.items():
        path = tmp_path / ("apart" if name == "full" else "chain") / name
        path.mkdir(parents=True)
        (path / "rules.eff").write_text(text, "utf-8")
        program = load(path).program
        assert program is not None
        programs[name] = program
    assert not difference(programs["2"], programs["full"]).changes_meaning
    found = difference(programs["1"], programs["2"])
    (drop,) = [edit for edit in found.edits if edit.action.value == "dropped"]
    assert drop.reason.get("en") == "it was of no use"
    assert [str(citation) for citation in drop.citations] == ["order"]
    assert drop.version == "2"
    assert differing(programs["full"], programs["full"]) == []


def test_figures_that_exchange_their_basis() -> None:
    """All of it rests on the same, each figure on something else: told figure by figure, whatever the order and in each language."""
    text = """criterion one out of 100 points {{ score = 50 points cite order "9"
        times 0.5 when gone > 5 cite order "{0}"
        times 0.6 when gone > 6 cite order "{1}"
        times 0.7 when gone > 7 cite order "1" }}"""
    old, new = rules(text.format(1, 2)), rules(text.format(2, 1))
    found = difference(old, new)
    (edit,) = found.edits
    assert isinstance(edit, Rests)
    told = {
        str(figure): (str(ours.citations[0]), str(theirs.citations[0]))
        for figure, ours, theirs in edit.figures
    }
    assert told == {
        "multiplied 0.5": ('order "1"', 'order "2"'),
        "multiplied 0.6": ('order "2"', 'order "1"'),
    }
    details = list(Details(found, Language.KK).of(edit))
    assert len(details) == 2
    (stated,) = [one for one in document(found)["edits"] if one["kind"] == "rests"]
    assert [one["figure"] for one in stated["figures"]] == list(told)
    assert difference(old, old).edits == ()


FORMS = """
methodology m version "1" { title en "T" scale 0 to 100 points }
source o { title en "O" }
subject body { kind: one of central, local }
form annex_3 of body WHO { a: count  b: count, above 0  c: share, between 0% and 100% }
table report of body { code: text, unique  late: count  full: yes or no }
criterion x out of 100 points { score = 100 points * annex_3.c * (share of report where full, if none then 0%)  cite o }
total { cite o }
"""


@pytest.mark.parametrize(
    "form", ['"Annex 3"', '"Annex 3", may be missing', 'where kind is central "Annex 3"']
)
def test_a_form_that_is_renamed_is_told_once(form: str) -> None:
    """Its fields go with it: of them only what differs is told; forwards, backwards, and edit by edit."""
    old_text = FORMS.replace("WHO", form)
    if form != '"Annex 3"':
        old_text = old_text.replace(
            "100 points * annex_3.c", "when annex_3 is known then 100 points * annex_3.c otherwise 0 points"
        )
    new_text = old_text.replace("annex_3", "annex_5").replace("b: count, above 0", "b: count, above 2")
    old, new = program_of(old_text), program_of(new_text)
    new = evolve(new, renamed={"annex_3": "annex_5"})
    found = difference(old, new)
    renames = [(edit.before, edit.after, edit.declared) for edit in found.edits if isinstance(edit, Rename)]
    assert renames == [("annex_3", "annex_5", True)]
    assert [edit.place.name for edit in found.edits if edit.is_meaning] == ["annex_5", "annex_5.b"]
    assert differing(applied(found, found.edits), new) == []
    assert differing(applied(found, ()), old) == []
    for edit in found.edits:
        made = applied(found, [edit])
        named = {field.name for field in made.schema.subject.fields}
        assert ("annex_5.c" in named) is isinstance(edit, Rename)


def test_a_table_is_recognised_by_its_fields() -> None:
    """A table that is called otherwise and holds the same is renamed, and not declared to be."""
    old = FORMS.replace("WHO", "")
    (edit,) = difference(program_of(old), program_of(old.replace("report", "statement"))).edits
    assert isinstance(edit, Rename)
    assert (edit.before, edit.after, edit.declared) == ("report", "statement", False)

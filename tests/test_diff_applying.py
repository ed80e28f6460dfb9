"""Applying all edits gives the new methodology; applying any independent groups gives a well-formed one."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from effrules.check.build import load
from effrules.compare.applying import NotClosed, applied, groups, parted
from effrules.compare.difference import difference
from effrules.compare.edits.change import Bearing
from effrules.compare.edits.edit import Edit, Presence, Rename
from effrules.exact import score
from effrules.history.consolidated import consolidated_text
from effrules.model.program import Program
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from tests import drafts
from tests.diff_programs import differing, faults, relative
from tests.running import program_of
from tests.shipped import checked
from tests.strategies import methodologies
from tests.thesis import MIDDLE, VERSIONS, rules_at

PAIRS = [
    *itertools.permutations(VERSIONS, 2),
    ("monitoring-2015", "monitoring-2016"),
    ("monitoring-2016", "monitoring-2015"),
    ("2015", "monitoring-2016"),
]


def middle(name: str) -> Program:
    program = checked(rules_at(name)).program
    assert program is not None
    return program


@pytest.mark.parametrize("name", MIDDLE)
def test_nothing_differs_from_itself(name: str) -> None:
    """A methodology has no difference from itself."""
    assert difference(middle(name), middle(name)).edits == ()


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_all_edits_give_the_new_one(old: str, new: str) -> None:
    """The old methodology with all edits applied is the new one, forwards and backwards."""
    found = difference(middle(old), middle(new))
    assert differing(applied(found, found.edits), middle(new)) == []
    assert differing(applied(found, ()), middle(old)) == []


FOUND = (Phase.explicit, Phase.generate)
"""Whole methodologies shrink for minutes and stay as hard to read: what is found is shown as it was found."""


@settings(max_examples=8, deadline=None, phases=FOUND)
@given(methodologies(), methodologies(), st.integers(0, 10**6), st.booleans(), st.data())
def test_all_edits_give_any_new_one(
    text: str, other: str, seed: int, unlike: bool, data: st.DataObject
) -> None:
    """For random pairs, alike or not, all edits give the new methodology, and its scores on random data; none give the old one.

    No edit is there twice, and neither side differs from itself.
    """
    new_text = other if unlike else relative(text, other, Random(seed))
    assume(new_text is not None)
    assert new_text is not None
    old, new = program_of(text), program_of(new_text)
    found = difference(old, new)
    assert repeated(found.edits) == []
    made = applied(found, found.edits)
    assert differing(made, new) == []
    assert differing(applied(found, ()), old) == []
    assert difference(new, program_of(new_text)).edits == ()
    dataset = dataset_of(new.schema, data.draw(Agencies(new).cases))
    for one, wanted in zip(score(made, dataset).subjects, score(new, dataset).subjects, strict=True):
        assert one.key == wanted.key
        assert {n: (r.state, str(r.value)) for n, r in one.nodes.items()} == {
            n: (r.state, str(r.value)) for n, r in wanted.nodes.items()
        }
        assert (one.ratings, one.places) == (wanted.ratings, wanted.places)


def repeated(edits: Iterable[Edit]) -> list[str]:
    """Edits that say again what another one says: of one key, or of a part of what another one adds or drops whole."""
    count = Counter(edit.key for edit in edits)
    whole = {edit.at for edit in edits if isinstance(edit, Presence)}
    inside = [edit.key for edit in edits if edit.at in whole and not isinstance(edit, Presence)]
    return [*(key for key, times in count.items() if times > 1), *inside]


WHY = ' because en "for show" cite order'
BY_HAND = (
    (f"change direction budget {{ score = 20 points }}{WHY}", ('norm("a").days * 1 points', "20 points cite order")),
    (f"change direction legal {{ score = 30 points }}{WHY}", ("score = 50 points", "score = 30 points cite order")),
    (f"change penalty late {{ take 2 points for each report where late > 0 }}{WHY}", ("take 1 points", "take 2 points")),
    (f"change penalty late {{ at most 6 points in all }}{WHY}", ("from total  cite", "from total at most 6 points in all cite")),
    (f"change total {{ round total to 1 decimals, half up cite order }}{WHY}", ("total to 2 decimals", "total to 1 decimals")),
    (f"change total {{ never below 0 points }}{WHY}", ("half up  cite order }", "half up  cite order never below 0 points cite order }")),
    ('drop bonus open { because en "gone" cite order }', ("bonus open { give 2 points  to citizens  cite order }", "")),
    (f"change weights {{ goals 30%  people 30% }}{WHY}", ("goals 40%", "goals 30%", "people 20%", "people 30%")),
    (f"change weights {{ citizens {{ services 50%  appeals 50% }} }}{WHY}", ("services 60%  appeals 40%", "services 50%  appeals 50%")),
    (f'change figures norm {{ drop "c" }}{WHY}', ('| "c" 9', "")),
    (f'change figures norm {{ | "b" 3 }}{WHY}', ('"b" 7', '"b" 3')),
    (f"change table report {{ extra: yes or no }}{WHY}", ("complete: yes or no", "complete: yes or no extra: yes or no")),
    (f"replace define lateness = 2 * count of report where late > 0 cite order{WHY}", ("lateness = count", "lateness = 2 * count")),
    (f"replace rating {{ good from 45 points  bad below 45 points cite order }}{WHY}",
     ("good from 50 points  bad below 50", "good from 45 points  bad below 45")),
    (f"add penalty big {{ take 1 points when staff > 500 from total cite order }}{WHY}",
     ("property bounded", "penalty big { take 1 points when staff > 500 from total cite order }\nproperty bounded")),
)  # fmt: skip
"""Amendments, each with what it comes to in the text that is amended: pairs of a stretch and what stands there instead."""


@settings(max_examples=7, deadline=None, phases=FOUND)
@given(st.permutations(range(len(BY_HAND))), st.integers(1, len(BY_HAND)))
def test_amending_is_writing_out_in_full(order: list[int], count: int) -> None:
    """Random amendments in any order come to the base with the same stretches rewritten by hand, and differ alike from it."""
    chosen = [BY_HAND[at] for at in order[:count]]
    full = drafts.BASE
    for _, stretches in sorted(chosen, key=BY_HAND.index):
        for at in range(0, len(stretches), 2):
            assert stretches[at] in full, stretches[at]
            full = full.replace(stretches[at], stretches[at + 1])
    with TemporaryDirectory() as name:
        folder = Path(name)
        drafts.write(folder, draft=tuple(amendment for amendment, _ in chosen))
        base, amended = (load(folder / file).program for file in ("base.eff", "draft.eff"))
        text, problems = consolidated_text(folder / "draft.eff")
    assert base is not None
    assert amended is not None
    assert text is not None, problems
    written = program_of(full)
    for other in (written, program_of(text)):
        assert [part for part in differing(amended, other) if not part.startswith("header")] == []
        assert not difference(amended, other).changes_meaning
    by_amendment, in_full = difference(base, amended), difference(base, written)
    meant = [{edit.key for edit in found.edits if edit.is_meaning} for found in (by_amendment, in_full)]
    assert meant[0] == meant[1] != set()
    assert differing(applied(by_amendment, by_amendment.edits), amended) == []


@settings(max_examples=6, deadline=None, phases=FOUND, suppress_health_check=[HealthCheck.filter_too_much])
@given(drafts.edits)
def test_what_is_consolidated_differs_alike(body: tuple[str, ...]) -> None:
    """Any random amendments, also renames, moves and drops: the consolidated text differs from the base by the same edits."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        drafts.write(folder, draft=body)
        amended = load(folder / "draft.eff").program
        assume(amended is not None)
        base, (full, problems) = load(folder / "base.eff").program, consolidated_text(folder / "draft.eff")
    assert amended is not None
    assert base is not None
    assert full is not None, problems
    written = program_of(full)
    assert not difference(amended, written).changes_meaning
    by_amendment, in_full = (
        difference(base, amended),
        difference(base, evolve(written, renamed=amended.renamed)),
    )
    assert {edit.key for edit in by_amendment.edits if edit.is_meaning} == {
        edit.key for edit in in_full.edits if edit.is_meaning
    }
    assert differing(applied(by_amendment, by_amendment.edits), amended) == []


@settings(max_examples=6, deadline=None, phases=FOUND)
@given(methodologies(), methodologies(), st.integers(0, 10**6))
def test_groups_can_be_applied_in_any_combination(text: str, other: str, seed: int) -> None:
    """Whatever groups are applied, also the finer ones of ``parted``, the program in between is well-formed."""
    random = Random(seed)
    new_text = relative(text, other, random)
    assume(new_text is not None)
    assert new_text is not None
    found = difference(program_of(text), program_of(new_text))
    coarse, fine = groups(found.edits), parted(found)
    assert sorted(e.key for group in coarse for e in group) == sorted(e.key for e in found.edits)
    for _ in range(3):
        chosen = [edit for group in coarse if random.random() < 0.5 for edit in group]
        assert faults(applied(found, chosen)) == []
        chosen = [*fine.before, *(edit for group in fine.groups if random.random() < 0.5 for edit in group)]
        between = applied(found, chosen)
        assert faults(between) == []
        rows = [row for example in between.examples for row in example.rows]
        score(between, dataset_of(between.schema, rows))


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_groups_of_versions_can_be_applied_in_any_combination(old: str, new: str) -> None:
    """The same for versions of middle size, and with every single group left out or taken alone."""
    found = difference(middle(old), middle(new))
    fine = parted(found)
    for at in range(len(fine.groups)):
        alone = [*fine.before, *fine.groups[at]]
        others = [*fine.before, *(e for n, group in enumerate(fine.groups) if n != at for e in group)]
        assert faults(applied(found, alone)) == []
        assert faults(applied(found, others)) == []


def test_dropped_directions_go_with_their_weights() -> None:
    """Dropping two directions and the weights of the five that are left can only be done together."""
    found = difference(middle("2013"), middle("2015"))
    (together,) = [
        group for group in parted(found).groups if any(edit.bearing is Bearing.SCORES for edit in group)
    ]
    paths = sorted(edit.path for edit in together)
    assert paths == ["direction acts_and_instructions", "direction legal_support", "weights > total"]


def test_what_is_required_must_be_there() -> None:
    """Edits that lack what they require are refused by name."""
    found = difference(middle("2013"), middle("2015"))
    drop = next(edit for edit in found.edits if edit.path == "direction legal_support")
    with pytest.raises(NotClosed, match="node/acts_and_instructions/itself"):
        applied(found, [drop])


SMALL = """
methodology m version "1" {{ scale 0 to 100 points }}
source order {{ title en "Order" }}
subject agency {{ staff: count, above 0  {fields} }}
{define}
direction one {{ score = {one} cite order }}
direction two {{ score = {two} cite order }}
weights {{ equal cite order }}
"""


def small(one: str, two: str, define: str = "", fields: str = "") -> Program:
    """Two directions with these formulas."""
    return program_of(SMALL.format(one=one, two=two, define=define, fields=fields))


def keys(edits: Iterable[Edit]) -> set[str]:
    """The keys of edits."""
    return {edit.key for edit in edits}


def test_a_circle_is_never_made() -> None:
    """Where each of two formulas could read the other in between, they are changed together."""
    found = difference(small("50 points", "one"), small("two", "50 points"))
    assert [keys(group) for group in groups(found.edits)] == [{"node/one/score", "node/two/score"}]


def test_independent_formulas_are_independent() -> None:
    """Two formulas that read nothing of each other are two groups."""
    found = difference(small("50 points", "40 points"), small("60 points", "30 points"))
    assert [keys(group) for group in groups(found.edits)] == [{"node/one/score"}, {"node/two/score"}]


def test_what_two_need_is_brought_in_before() -> None:
    """A new definition and a new field that two formulas read are put in first; the formulas stay independent."""
    new = small(
        "50 points * part", "40 points * part", "define part: share = done / staff cite order", "done: count"
    )
    found = difference(small("50 points", "40 points"), new)
    fine = parted(found)
    assert keys(fine.before) == {"field/agency/done/itself", "definition/part/itself"}
    assert [keys(group) for group in fine.groups] == [{"node/one/score"}, {"node/two/score"}]
    assert len(groups(found.edits)) == 1


def test_what_nobody_reads_any_more_is_taken_out_last() -> None:
    """The same the other way round."""
    old = small(
        "50 points * part", "40 points * part", "define part: share = done / staff cite order", "done: count"
    )
    fine = parted(difference(old, small("50 points", "40 points")))
    assert keys(fine.after) == {"field/agency/done/itself", "definition/part/itself"}
    assert [keys(group) for group in fine.groups] == [{"node/one/score"}, {"node/two/score"}]


def test_another_signature_goes_with_its_callers() -> None:
    """A definition that takes another parameter and the formulas that call it are changed together."""
    old = small("50 points * part(1)", "40 points", "define part(a: number): share = a / staff cite order")
    new = small(
        "50 points * part(1, 2)", "30 points", "define part(a: number, b: number): share = a / b cite order"
    )
    found = difference(old, new)
    assert [keys(group) for group in groups(found.edits)] == [
        {"definition/part/signature", "node/one/score"},
        {"node/two/score"},
    ]


def test_a_name_is_given_once_it_is_free() -> None:
    """A new thing that bears the name of a renamed one needs the rename, and the names come out right in between."""
    part = "define {}: share = 1 / staff cite order"
    other = "define part: share = 1 / staff / staff cite order"
    old = small("50 points * part", "40 points", part.format("part"))
    new = small("50 points * share_of", "40 points * part", f"{part.format('share_of')} {other}")
    new = evolve(new, renamed={"part": "share_of"})
    found = difference(old, new)
    (rename,) = [edit for edit in found.edits if isinstance(edit, Rename)]
    (fresh,) = [edit for edit in found.edits if isinstance(edit, Presence)]
    assert rename.key in fresh.requires
    assert set(applied(found, [rename]).definitions) == {"share_of"}
    assert set(applied(found, [rename, fresh]).definitions) == {"share_of", "part"}
    assert differing(applied(found, found.edits), new) == []

"""Consolidation: what a chain of amendments makes of the text, beyond what the golden tests show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flint import fmpq

from effrules.check.build import Checked, load
from effrules.source import Source
from effrules.syntax.parse import parse
from effrules.syntax.printer import print_file

BASE = """methodology m version "1" { scale 0 to 100 points }
source order { title "Order" }
subject agency { staff: count, above 0 }
table report of agency { late: count }
block goals {
    cite order
    direction targets { score = 40 points }
    direction budget { score = 60 points }
    direction funds { score = 80 points }
}
block citizens { score = 70 points  cite order }
weights { goals 60% { targets 40%  budget 30%  funds 30% }  citizens 40%  cite order }
"""


def chain(folder: Path, *amendments: str) -> Checked:
    """The last of a chain of versions: the base, then each amendment on the one before."""
    texts = [BASE]
    for at, body in enumerate(amendments, 2):
        texts.append(f'methodology m version "{at}" amends "{at - 1}" {{}}\n{body}\n')
    for at, text in enumerate(texts, 1):
        (folder / str(at)).mkdir()
        (folder / str(at) / "methodology.eff").write_text(text, "utf-8")
    return load(folder / str(len(texts)))


def weights(checked: Checked, node: str) -> dict[str, fmpq]:
    """The weights of a node's parts."""
    assert checked.program is not None, checked.findings
    return {weight.part: weight.share for weight in checked.program.weights[0].weights[node]}


def codes(checked: Checked) -> list[str]:
    """The codes of the errors."""
    return [finding.code for finding in checked.findings if finding.is_error]


def test_change_of_weights_keeps_the_others(tmp_path: Path) -> None:
    """A change of some weights leaves the weights that it does not name."""
    checked = chain(tmp_path, 'change weights { goals { targets 50%  budget 20% } } because "x" cite order')
    assert weights(checked, "goals") == {"targets": fmpq(1, 2), "budget": fmpq(1, 5), "funds": fmpq(3, 10)}
    assert weights(checked, "total") == {"goals": fmpq(3, 5), "citizens": fmpq(2, 5)}


def test_weights_that_are_replaced_after_a_change_are_gone(tmp_path: Path) -> None:
    """In one amendment as in two: what a change left of the old weights goes; a second set for others stands beside the first."""
    changed = 'change weights { goals 50%  citizens 50% } because "x" cite order'
    anew = (
        'replace weights for agency where staff = 1 { equal throughout  cite order } because "x"'
        ' replace weights for agency where staff ≠ 1 { equal throughout  cite order } because "x"'
    )
    for at, amendments in enumerate(([changed, anew], [f"{changed} {anew}"])):
        (tmp_path / str(at)).mkdir()
        checked = chain(tmp_path / str(at), *amendments)
        assert checked.program is not None, checked.findings
        assert [one.origin.earlier[0] for one in checked.program.weights] == ["1", "1"]


def test_a_change_of_weights_forgets_what_was_dropped(tmp_path: Path) -> None:
    """The weight of a dropped direction is gone once the weights of its parent are changed."""
    checked = chain(
        tmp_path,
        'drop direction funds { because "x" cite order }'
        ' change weights { goals { targets 50%  budget 50% } } because "x" cite order',
    )
    assert weights(checked, "goals") == {"targets": fmpq(1, 2), "budget": fmpq(1, 2)}


def test_a_change_of_weights_that_forgets_the_dropped_share(tmp_path: Path) -> None:
    """Where the share of a dropped direction is not given to others, the sum is refused."""
    checked = chain(
        tmp_path,
        'drop direction funds { because "x" cite order }'
        ' change weights { goals { targets 50% } } because "x" cite order',
    )
    assert codes(checked) == ["E305"]


@pytest.mark.parametrize(
    "before",
    [
        'move direction funds to block citizens because "x" cite order',
        'move direction funds to block citizens because "x" cite order  rename direction money was funds because "x"',
        'rename direction money was funds because "x"  move direction money to block citizens because "x" cite order',
        'rename block aims was goals because "x"  move direction funds to block citizens because "x" cite order',
        (
            'drop direction funds { because "x" cite order }'
            ' add to block citizens direction funds { score = 1 points  cite order } because "x"'
        ),
    ],
)
def test_a_change_of_weights_forgets_what_hangs_elsewhere(tmp_path: Path, before: str) -> None:
    """The weight that a moved direction had under its old parent is gone once the weights of that parent are changed."""
    goals, funds = ("aims" if "aims" in before else "goals"), ("money" if "money" in before else "funds")
    checked = chain(
        tmp_path,
        f'change block citizens {{ score = average of its parts  cite order }} because "x"  {before}'
        f' change weights {{ {goals} {{ targets 50%  budget 50% }} }} because "x" cite order',
    )
    assert weights(checked, goals) == {"targets": fmpq(1, 2), "budget": fmpq(1, 2)}
    assert checked.program is not None
    assert checked.program.nodes["citizens"].parts == (funds,)


def test_a_weight_of_no_part_stays_an_error(tmp_path: Path) -> None:
    """A weight that stands where its part never hung is not forgotten in silence."""
    checked = chain(tmp_path, 'change weights { goals { citizens 10% } } because "x" cite order')
    assert "E306" in codes(checked)


def test_old_names_still_find_what_was_renamed(tmp_path: Path) -> None:
    """After a renaming, weights, penalties and formulas written before, with the old name, still hold."""
    checked = chain(
        tmp_path,
        'add penalty late { take 1 points for each report where late > 0  from direction budget  cite order } because "x"'
        ' change block citizens { score = budget } because "x"',
        'rename direction money was budget because "x" cite order',
        'change weights { goals { money 20%  funds 40% } } because "x" cite order',
    )
    assert weights(checked, "goals") == {"targets": fmpq(2, 5), "money": fmpq(1, 5), "funds": fmpq(2, 5)}
    assert checked.program is not None
    assert checked.program.adjustments[0].target == "money"
    assert checked.program.renamed == {"budget": "money"}


def test_renaming_twice(tmp_path: Path) -> None:
    """Names are followed through two renamings."""
    checked = chain(
        tmp_path,
        'rename direction money was budget because "x"',
        'rename direction cash was money because "x"',
    )
    assert set(weights(checked, "goals")) == {"targets", "cash", "funds"}


def test_dropped_and_added_anew(tmp_path: Path) -> None:
    """What one version dropped another may add anew: it hangs where the second one puts it, and knows who wrote it."""
    checked = chain(
        tmp_path,
        'drop direction funds { because "x" cite order }'
        ' change weights { goals { targets 50%  budget 50% } } because "x" cite order',
        'add to block citizens direction funds { score = 10 points  cite order } because "back" cite order'
        ' change block citizens { score = average of its parts } because "x" cite order',
    )
    assert checked.program is not None, checked.findings
    node = checked.program.nodes["funds"]
    assert (node.parent, node.origin.version) == ("citizens", "3")
    assert [(gone.name, gone.version) for gone in checked.program.dropped] == [("funds", "2")]


def test_changing_what_was_dropped(tmp_path: Path) -> None:
    """A dropped direction cannot be changed any more; the finding says who dropped it."""
    checked = chain(
        tmp_path,
        'drop direction funds { because "x" cite order }'
        ' change weights { goals { targets 50%  budget 50% } } because "x" cite order',
        'change direction funds { score = 1 points } because "x" cite order',
    )
    assert codes(checked) == ["E203"]
    (finding,) = [finding for finding in checked.findings if finding.is_error]
    assert [str(note.text) for note in finding.notes] == ['it was dropped by version "2"']


@pytest.mark.parametrize(
    ("amendment", "order"),
    [
        ('move direction targets to block citizens because "x"', ["budget", "funds"]),
        ('replace direction budget { score = 1 points  cite order } because "x"', ["targets", "budget", "funds"]),
        ('add to block goals direction aims { score = 1 points  cite order } because "x"',
         ["targets", "budget", "funds", "aims"]),
        (('replace block goals { direction funds { score = 1 points }  direction aims { score = 1 points }'
          ' direction targets { score = 1 points }  cite order } because "x"'), ["funds", "aims", "targets"]),
    ],
)  # fmt: skip
def test_order_of_the_text(tmp_path: Path, amendment: str, order: list[str]) -> None:
    """Replaced parts keep their place in the text, added ones come last, moved ones are gone; what is inside a replaced part stands as its new text has it."""
    checked = chain(
        tmp_path,
        f'{amendment} change block citizens {{ score = 1 points }} because "x"'
        ' replace weights { equal throughout  cite order } because "x"',
    )
    assert checked.program is not None, checked.findings
    assert list(checked.program.nodes["goals"].parts) == order


def test_origins_keep_the_history(tmp_path: Path) -> None:
    """A clause that two versions changed knows all of them, with the reason of the last."""
    checked = chain(
        tmp_path,
        'change direction targets { score = 41 points } because "first" cite order',
        'change direction targets { score = 42 points } because "second" cite order "2.1"',
    )
    assert checked.program is not None, checked.findings
    origin = checked.program.nodes["targets"].origin
    assert (origin.version, origin.earlier, origin.because.texts) == ("3", ("1", "2"), (("und", "second"),))
    assert [str(citation.place) for citation in origin.citations] == ['"2.1"']


def test_a_version_that_changes_twice_keeps_both_reasons(tmp_path: Path) -> None:
    """What one version renamed, then changed, has both reasons and both citations, and names no version twice."""
    checked = chain(
        tmp_path,
        'rename direction money was funds because en "one name" cite order "1"'
        ' change direction money { score = 70 points } because en "less" kk "аз" cite order "2"'
        ' change direction money { note "n" } because en "less" cite order "2"',
    )
    assert checked.program is not None
    origin = checked.program.nodes["money"].origin
    assert origin.because.texts == (("en", "one name; less"), ("kk", "one name; аз"))
    assert [str(citation.place) for citation in origin.citations] == ['"1"', '"2"']
    assert origin.earlier == ("1",)


def test_reasons_behind_a_change_are_no_clauses(tmp_path: Path) -> None:
    """A citation behind the closing brace belongs to the change, whatever a comment says: what it writes rests on it."""
    checked = chain(
        tmp_path,
        'change block citizens {  -- a "quote and a brace }\n    score = 1 points\n} because "x" cite order "9" cite order "8"',
    )
    assert checked.program is not None, checked.findings
    node = checked.program.nodes["citizens"]
    assert [str(citation.place) for citation in node.basis.citations] == ['"9"', '"8"']
    assert [str(citation.place) for citation in node.origin.citations] == ['"9"', '"8"']


def test_an_overlay_is_an_amendment(tmp_path: Path) -> None:
    """A file laid on top needs no heading, and is called by its file's name."""
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "methodology.eff").write_text(BASE, "utf-8")
    overlay = tmp_path / "draft.eff"
    overlay.write_text('change direction targets { score = 99 points } because "x" cite order', "utf-8")
    checked = load(tmp_path / "1", [overlay])
    assert checked.program is not None, checked.findings
    assert checked.program.nodes["targets"].origin.version == "draft.eff"


RATED = """rating of direction funds { good from 50 points  bad below 50 points  cite order }
rating of block goals { good from 50 points  bad below 50 points  cite order }
"""


def test_the_rating_of_a_node_is_dropped_by_its_name(tmp_path: Path) -> None:
    """Of several ratings the one that is named goes; the printed amendment reads back."""
    added = "".join(f'add {line} because "x"\n' for line in RATED.splitlines())
    checked = chain(tmp_path, added, 'drop rating of direction funds { because "y" cite order }')
    assert checked.program is not None, checked.findings
    assert [rating.node for rating in checked.program.ratings] == ["goals"]
    file, found = parse(Source("x.eff", 'drop rating of direction funds { because "y" }'))
    assert not found
    printed = print_file(file)
    assert printed.startswith("drop rating of funds")
    assert print_file(parse(Source("x.eff", printed))[0]) == printed


def test_a_rating_that_is_not_there_is_not_dropped(tmp_path: Path) -> None:
    """A rating of a node that has none cannot be dropped, and the only other one is not taken for it."""
    added = f'add {RATED.splitlines()[1]} because "x"'
    assert codes(chain(tmp_path, added, 'drop rating of direction funds { because "y" }')) == ["E203"]


NAMES_FUNDS = """
rating of direction funds { good from 50 points  bad below 50 points  cite order }
penalty late { take 1 points for each report where late > 0  from direction funds  cite order }
rank agency called by_funds by funds before rounding, highest first; equal scores share a place  cite order
property bounded: funds is at most 100 points
direction other { score = funds  cite order }
"""


def test_what_still_names_a_dropped_direction_is_told_at_once(tmp_path: Path) -> None:
    """One finding at the drop, whose help is what clears it, but for what has to be written anew."""
    reason = 'because "x" cite order'
    (tmp_path / "bad").mkdir()
    (tmp_path / "good").mkdir()
    base = BASE + NAMES_FUNDS.replace("direction other", "block other")
    base = base.replace("citizens 40%", "citizens 20%  other 20%")
    drop = f"drop direction funds {{ {reason} }}"
    weighed = f"change weights {{ goals {{ targets 50%  budget 50% }} }} {reason}"
    (told,) = [f for f in amended(tmp_path / "bad", base, drop, weighed).findings if f.is_error]
    assert told.code == "E228"
    (listed,) = (str(note.text) for note in told.notes)
    written = re.findall(r"`(\w+ [^`]*)`", listed)
    assert written == [
        "drop rating of direction funds", "drop penalty late", "drop rank by_funds", "drop property bounded", "change block other { ... }",
    ]  # fmt: skip
    anew = "score = 50 points  cite order"
    cleared = [f"{one} {{ {reason} }}" for one in written[:-1]]
    changed = f"{written[-1].replace('...', anew)} {reason}"
    assert codes(amended(tmp_path / "good", base, drop, weighed, *cleared, changed)) == []


def amended(folder: Path, base: str, *amendments: str) -> Checked:
    """A base with amendments of one version."""
    (folder / "1.eff").write_text(base, "utf-8")
    (folder / "2.eff").write_text(
        "\n".join(('methodology m version "2" amends "1" {}', *amendments)), "utf-8"
    )
    return load(folder / "2.eff")

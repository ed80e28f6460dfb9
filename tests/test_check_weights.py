"""Weights for each kind of subject: exactly one clause, exactly 100 %."""

from __future__ import annotations

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from effrules.check.build import load_text
from tests.running import program_of

START = """methodology m version "1" { scale 0 to 100 points }
source order { title "Order" }
subject agency { kind: one of central, local, rural  open: yes or no  staff: count, above 0 }
"""


def codes(text: str) -> list[str]:
    """The codes of the errors of some rules."""
    return [finding.code for finding in load_text(START + text).findings if finding.is_error]


def blocks(count: int) -> str:
    """So many blocks."""
    return "\n".join(f"block b{at} {{ score = {at} points  cite order }}" for at in range(count))


@pytest.mark.parametrize(("subject", "told"), [("agency", []), ("agencies", ["E301"])])
def test_weights_are_for_the_subject(subject: str, told: list[str]) -> None:
    """What else weights are said to be for is not known."""
    assert codes(f"{blocks(1)}\nweights for {subject} {{ b0 100% cite order }}") == told


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=6))
def test_any_weights_that_make_100_percent(parts: list[int]) -> None:
    """Any rationals that add up to one are accepted as weights, and kept exactly."""
    whole = sum(parts)
    entries = " ".join(f"b{at} {part}/{whole}" for at, part in enumerate(parts))
    program = program_of(START + blocks(len(parts)) + f"\nweights {{ {entries} cite order }}")
    assert [weight.share for weight in program.weights[0].weights["total"]] == [
        fmpq(part, whole) for part in parts
    ]


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=6), st.data())
def test_weights_that_miss_100_percent(parts: list[int], data: st.DataObject) -> None:
    """Weights of which one is a millionth off are refused, however near the sum is."""
    whole = sum(parts) * 1_000_000
    exact = [part * 1_000_000 for part in parts]
    exact[data.draw(st.integers(0, len(parts) - 1))] += data.draw(st.sampled_from([-1, 1]))
    entries = " ".join(f"b{at} {part}/{whole}" for at, part in enumerate(exact))
    assert codes(blocks(len(parts)) + f"\nweights {{ {entries} cite order }}") == ["E305"]


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        (["kind is central", "kind is local", "kind is rural"], []),
        (["kind is central", "kind is not central"], []),
        (["kind is central", "kind is local or kind is rural"], []),
        (["kind is one of central or local", "kind is rural"], []),
        (["kind is central and open", "kind is central and not open", "kind is not central"], []),
        (["kind is central", "kind is local"], ["E318"]),
        (["kind is central", "kind is not local"], ["E318"]),
        (["open"], ["E318"]),
        (["open", "not open", "kind is rural"], ["E318"]),
        (["staff > 5", "staff <= 5"], []),
        (["kind is central", "kind is not central and staff > 5", "kind is not central and staff <= 5"], []),
        (["nonsense"], ["E301"]),
    ],
)
def test_each_kind_of_subject_has_one_clause(clauses: list[str], expected: list[str]) -> None:
    """Weights clauses cover each kind of subject exactly once, as far as choices and yes-or-no fields tell."""
    text = "\n".join(f"weights for agency where {test} {{ equal  cite order }}" for test in clauses)
    assert codes(blocks(2) + "\n" + text) == expected


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("equal throughout", {"goals": ["1/2", "1/2"], "citizens": ["1/3", "1/3", "1/3"]}),
        ("goals 50% { equal }  citizens 50% { s 20%  a 30%  o 50% }",
         {"goals": ["1/2", "1/2"], "citizens": ["1/5", "3/10", "1/2"]}),
        ("equal  goals { t 10%  f 90% }  citizens { equal }",
         {"goals": ["1/10", "9/10"], "citizens": ["1/3", "1/3", "1/3"]}),
    ],
)  # fmt: skip
def test_weights_below(weights: str, expected: dict[str, list[str]]) -> None:
    """`equal` is about one level, `equal throughout` about all below, and braces about the parts of a part."""
    tree = """
block goals { direction t { score = 1 points  cite order }  direction f { score = 2 points  cite order } }
block citizens {
    direction s { score = 1 points  cite order }
    direction a { score = 1 points  cite order }
    direction o { score = 1 points  cite order }
}
"""
    program = program_of(START + tree + f"weights {{ {weights}  cite order }}")
    group = program.weights[0].weights
    assert {node: [str(weight.share) for weight in group[node]] for node in expected} == expected


def test_equal_throughout_is_about_every_level() -> None:
    """Blocks, directions, and those inside: each counts as much as those beside it."""
    leaf = "{ score = 1 points  cite order }"
    text = f"""block b {{ direction d {{ direction x {leaf}  direction y {leaf} }}  direction e {leaf} }}
block c {leaf}
weights {{ equal throughout  cite order }}"""
    weights = program_of(START + text).weights[0].weights
    assert {name: [str(one.share) for one in group] for name, group in weights.items()} == {
        name: ["1/2", "1/2"] for name in ("total", "b", "d")
    }


def test_maxima_are_weights() -> None:
    """A direction of criteria needs no weights: their maxima are its weights."""
    text = """direction d {
    criterion a out of 70 points { score = 1 points  cite order }
    criterion b out of 30 points { score = 1 points  cite order }
}"""
    program = program_of(START + text)
    assert [str(weight.share) for weight in program.weights[0].weights["d"]] == ["7/10", "3/10"]


PARTS_OF_SOME = """block b0 { score = 1 points cite order }
block r { only where kind is rural  score = 1 points cite order }
block c {
    only where kind is central  cite order
    direction d { score = 1 points cite order }
    direction e { score = 1 points cite order only where kind is not central }
}
"""


def test_all_that_is_wrong_with_a_clause_is_told_once() -> None:
    """Names that are not there are all told; a part that several kinds lack is told of one of them."""
    assert codes(PARTS_OF_SOME + "weights { nope 50%  neither 20%  b0 30%  cite order }") == ["E301", "E301"]
    clauses = """weights for agency where kind is central { b0 50%  c 50% { d 100% }  cite order }
    weights for agency where kind is not central { b0 50%  r 30%  c 20%  cite order }"""
    told = [
        str(finding.message)
        for finding in load_text(START + PARTS_OF_SOME + clauses).findings
        if finding.is_error
    ]
    assert [str(message).split("`")[1] for message in told] == ["r", "c"]


def test_equal_weights_are_for_parts_that_somebody_has() -> None:
    """A part counts only where a kind has it with all above it: nobody has `e`, which is not for those who have its block."""
    program = load_text(
        START
        + PARTS_OF_SOME
        + "weights { equal throughout  when not applicable: share out equally  cite order }"
    ).program
    assert program is not None
    shares = {
        node: [(one.part, one.share) for one in weights]
        for node, weights in program.weights[0].weights.items()
    }
    assert shares["c"] == [("d", 1)]
    assert [name for name, _ in shares["total"]] == ["b0", "r", "c"]


def test_two_parts_without_weights_are_told() -> None:
    """Weights of a block do not follow for its two directions: what goes without saying is only the weight of one part."""
    both = "direction d { score = 1 points cite order } direction e { score = 1 points cite order }"
    assert codes(
        f"{blocks(1)}\nblock c {{ {both} cite order }}\nweights {{ b0 50%  c 50%  cite order }}"
    ) == ["E306"]


def test_maxima_that_miss_the_scale_of_two_kinds_are_told_once() -> None:
    """Criteria that make 90 points for some bodies and 80 for the others are one mistake."""
    text = """block c { cite order
        criterion x { out of 50 points where kind is central  out of 40 points where kind is not central
                      score = 1 points  cite order }
        criterion y { out of 40 points  score = 1 points  cite order } }"""
    assert codes(text) == ["E307"]


@pytest.mark.parametrize("stated", [(False, False), (True, False), (False, True), (True, True)])
def test_every_clause_says_what_becomes_of_parts_left_out(stated: tuple[bool, bool]) -> None:
    """A clause that does not say it is found, also where another one does."""
    first, second = ("when not applicable: share out equally" * one for one in stated)
    text = f"""block b0 {{ score = 1 points  cite order }}
    block c {{ score = 1 points  not applicable when open  cite order }}
    weights for agency where kind is central {{ b0 50%  c 50%  cite order  {first} }}
    weights for agency where kind is not central {{ b0 50%  c 50%  cite order  {second} }}"""
    assert codes(text) == ([] if all(stated) else ["E317"])


def told(text: str) -> list[tuple[str, str]]:
    """The errors of some rules: their codes, and the words at which they stand."""
    return [(f.code, f.place.text) for f in load_text(START + text).findings if f.is_error]  # type: ignore[union-attr]


INSIDE = "block c { direction d { score = 1 points  cite order }  cite order }\n"


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("{ d 20%  nope 10%  b0 10%  cite order }", [("E306", "d"), ("E301", "nope")]),
        ("{ b0 50%  b0 50%  nope 10%  c 50%  cite order }", [("E321", "b0 50%"), ("E301", "nope")]),
        ("{ b0 50%  b0 50%  c 50%  cite order }", [("E321", "b0 50%")]),
        ("{ equal  b0 50%  cite order }", [("E321", "b0 50%")]),
        ("{ b0 50%  c 40%  cite order }", [("E305", "{ b0 50%  c 40%  cite order }")]),
    ],
)
def test_what_is_wrong_with_an_entry_is_told_where_it_stands(
    weights: str, expected: list[tuple[str, str]]
) -> None:
    """Each entry by itself, also behind another wrong one; a sum of the clause as a whole."""
    assert told(f"{blocks(1)}\n{INSIDE}weights {weights}") == expected


def test_kinds_with_the_same_parts_make_the_same_mistake() -> None:
    """It is told once: of weights that do not add up, and of a part that two kinds lack, of which the first is named."""
    ofsome = """block c { direction d { score = 1 points  cite order }
                direction e { score = 1 points  cite order  only where kind is central }  cite order }"""
    rest = "cite order  when not applicable: count as zero }"
    assert [
        code for code, _ in told(f"{blocks(1)}\n{ofsome}\nweights {{ b0 30%  c 20% {{ equal }} {rest}")
    ] == ["E305"]
    found = load_text(START + PARTS_OF_SOME + "weights { b0 100%  cite order }").findings
    assert [str(f.message) for f in found if f.is_error] == ["the parts of `total` have no weight: `c`"]


def test_a_weight_that_goes_without_saying_stands_where_its_node_does() -> None:
    """That of the only part of a block."""
    weights = (
        program_of(START + blocks(1) + INSIDE + "weights { b0 50%  c 50%  cite order }").weights[0].weights
    )
    (only,) = weights["c"]
    assert only.share == 1
    assert only.span is not None
    assert only.span.text.startswith("block c {")


@pytest.mark.parametrize(("scale", "wrong"), [("0 to 100", True), ("20 to 100", False)])
def test_maxima_make_the_scale_from_its_lowest_points(scale: str, wrong: bool) -> None:
    """On a scale that begins with 20 points, criteria make 80."""
    criteria = "".join(
        f"criterion c{n} out of 40 points {{ score = 30 points  cite order }}" for n in range(2)
    )
    text = START.replace("0 to 100", scale) + f"direction d {{ {criteria} }}"
    assert [f.code for f in load_text(text).findings if f.is_error] == ["E307"] * wrong


def test_maxima_of_two_blocks_are_two_mistakes() -> None:
    """Each is told at its block."""
    criteria = "".join(f"criterion {{0}}{n} out of 45 points {{{{ score = 1 points }}}}" for n in range(2))
    block = f"block {{0}} {{{{ cite order  {criteria} }}}}\n"
    found = told(block.format("x") + block.format("y") + "weights { x 50%  y 50%  cite order }")
    assert [(code, text[:7]) for code, text in found] == [("E307", "block x"), ("E307", "block y")]


def test_bodies_without_weights_are_told_at_the_last_clause() -> None:
    """Behind which the one that is lacking would stand."""
    tests = ("kind is central", "kind is local", "kind is local and kind is central")
    clauses = [f"weights for agency where {test} {{ equal  cite order }}" for test in tests]
    assert told(blocks(2) + "\n" + "\n".join(clauses)) == [("E318", clauses[-1])]


def test_a_weighted_average_inside_a_formula_needs_weights() -> None:
    """What is made of it afterwards changes nothing."""
    leaves = "direction d { score = 1 points  cite order }  direction e { score = 2 points  cite order }"
    block = (
        f"block c {{ score = (weighted average of its parts) but at most 90 points  {leaves}  cite order }}"
    )
    assert told(block + "weights { equal  cite order }") == [("E306", "weights { equal  cite order }")]
    assert told(block + "weights { equal throughout  cite order }") == []

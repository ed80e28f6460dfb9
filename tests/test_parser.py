"""The parser is total, keeps every place, and reads back what the printer writes."""

from __future__ import annotations

import inspect
import random
import re
from pathlib import Path

import pytest
from attrs import fields
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.model.node import Node
from effrules.model.schema import Titles
from effrules.resources import rules_folder
from effrules.source import Source, Span
from effrules.syntax import expression_text, printer
from effrules.syntax import tree as ast
from effrules.syntax.notation import token_words
from effrules.syntax.parse import parse
from effrules.syntax.printer import print_file
from tests.literate import cases
from tests.thesis import THESIS
from tests.tree_strategies import NOWHERE, expressions, rule_files

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.md"))
PROGRAMS = [text for path in GOLDEN for case in cases(path) for _, text in case.files]
RULES = sorted((*rules_folder().rglob("*.eff"), *THESIS.rglob("*.eff")))
WORDS = sorted({word for words in token_words().values() for word in re.split(r"[ |]", words) if word})
SOUP = [
    *WORDS,
    "x",
    "план",
    "5",
    "0.2",
    "95%",
    "2019-02-11",
    '"text"',
    '"',
    "{",
    "}",
    "(",
    ")",
    ",",
    ";",
    ":",
    "\n",
]


def answer(text: str) -> tuple[ast.RuleFile, int]:
    """The tree and how many findings there are; every finding is an error with a code and a place in the text."""
    tree, findings = parse(Source("soup.eff", text))
    for finding in findings:
        assert re.fullmatch(r"E1\d\d", finding.code)
        assert str(finding.message)
        assert isinstance(finding.place, Span)
        assert 0 <= finding.place.start <= finding.place.end <= len(text)
    return tree, len(findings)


def defined(tree: object) -> list[Node]:
    """Every node of a tree."""
    found: list[Node] = []
    stack = [tree]
    while stack:
        at = stack.pop()
        if isinstance(at, tuple):
            stack.extend(at)
        elif isinstance(at, Node):
            found.append(at)
            stack.extend(getattr(at, f.name) for f in fields(type(at)) if f.name != "span")
    return found


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """Any text whatever gives a tree and findings, never an exception."""
    answer(text)


@given(st.lists(st.sampled_from(SOUP), max_size=40).map(" ".join))
@settings(max_examples=150)
def test_words_of_the_grammar_in_any_order(text: str) -> None:
    """The language's own words in any order give a tree and findings, never an exception."""
    answer(text)


@given(st.sampled_from(PROGRAMS), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_spoiled_programs(text: str, chance: random.Random) -> None:
    """A good program with pieces cut out, doubled or swapped gives a tree and findings, never an exception."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.randint(0, 12))
        piece = chance.choice(
            ["", text[start:end] * 2, chance.choice(SOUP), chance.choice(SOUP) + text[start:end]]
        )
        text = text[:start] + piece + text[end:]
    answer(text)


@given(rule_files)
@settings(max_examples=120)
def test_printed_trees_read_back(tree: ast.RuleFile) -> None:
    """The text of any well-formed tree reads back as the same tree."""
    text = print_file(tree)
    again, findings = parse(Source("printed.eff", text))
    assert findings == (), text
    assert again == tree, text


@given(expressions)
@settings(max_examples=150)
def test_printed_expressions_read_back(formula: ast.Expression) -> None:
    """The text of any formula reads back as the same formula: no parenthesis too few."""
    define = ast.Define(ast.Name("x", span=NOWHERE), Titles(), (), None, formula, (), span=NOWHERE)
    text = printer.print_node(define)
    again, findings = parse(Source("printed.eff", text))
    assert findings == (), text
    assert again.declarations == (define,), text


@pytest.mark.parametrize(
    "formula",
    [
        "a + b * c - d",
        "(a + b) * c",
        "a - (b - c)",
        "a / b / c",
        "-a * b",
        "-(-a)",
        "a - -b",
        "not a and b or c",
        "not (a or b)",
        "(a or b) and c",
        "sum of x for each t where x > 1 but at most 5",
        "(sum of x for each t where x is above 1) + 1",
        "sum of x + 1 for each t",
        "average of x for each t, if none then 0",
        "(average of x for each t, if none then 0) * 2",
        "100 points * average of x for each t",
        "(value) by bands",
        "x is at least 5 and y is not z",
        "(x is one of a or b) or c",
        "when (no) then 1 otherwise 2",
        "f(when a then b otherwise c, -1).column",
        "any t where x is known has y is above 1",
    ],
)
def test_parentheses_that_are_needed_and_no_others(formula: str) -> None:
    """A formula that is written with as few parentheses as can be is printed as it is written."""
    if formula == "(value) by bands":
        formula = "weighted average of (value) by bands for each t"
    if formula == "sum of x for each t where x > 1 but at most 5":
        formula = "sum of x for each t where x is above 1 but at most 5"
    tree, findings = parse(Source("formula.eff", f"define x = {formula}"))
    assert findings == ()
    assert print_file(tree) == f"define x = {formula}\n"


@pytest.mark.parametrize("path", RULES, ids=["/".join(path.parts[-3:]) for path in RULES])
def test_rules_read_back(path: Path) -> None:
    """The rules that come with effrules, and those of the thesis, are printed so that they read back as the same tree."""
    tree, findings = parse(Source(path.name, path.read_text("utf-8")))
    assert findings == ()
    assert parse(Source(path.name, print_file(tree))) == (tree, ())


def test_the_printer_knows_every_kind_of_node() -> None:
    """No class of the syntax tree is forgotten by the printer, and no kind of expression by the ladder."""
    kinds = {
        kind
        for _, kind in inspect.getmembers(ast, inspect.isclass)
        if issubclass(kind, Node)
        and kind not in (Node, ast.Placed)
        and kind.__module__.startswith(ast.__name__)
    }
    assert set(printer.ARMS) - {printer.Noted} == kinds
    assert set(expression_text.KINDS) == set(ast.Expression.__args__)


@pytest.mark.parametrize(
    "text",
    [
        "define x = " + "(" * 10_000 + "1" + ")" * 10_000,
        "define x = " + " + ".join(["1"] * 10_000),
        "define x = " + "-" + " -" * 10_000 + " 1",
        "define x = " + "not " * 10_000 + "a",
        "define x = " + "when a then 1 otherwise (" * 3_000 + "1" + ")" * 3_000,
        "block a {" * 5_000 + "}" * 5_000,
    ],
    ids=["parentheses", "sum", "minus", "not", "choices", "blocks"],
)
def test_nesting_too_deep(text: str) -> None:
    """Nesting beyond all reason is one finding, E109, not a crash."""
    _, findings = parse(Source("deep.eff", text))
    assert [finding.code for finding in findings] == ["E109"]


def test_nesting_that_people_write() -> None:
    """Twenty parentheses around a sum of sixty terms are still read."""
    text = "define x = " + "(" * 20 + " + ".join(["1"] * 60) + ")" * 20
    assert answer(text)[1] == 0


@pytest.mark.parametrize("text", PROGRAMS)
def test_every_node_knows_its_place(text: str) -> None:
    """Each node of a tree has a span inside the text, inside its parent's, that starts and ends with a word."""
    source = Source("placed.eff", text)
    tree, _ = parse(source)
    for node in defined(tree):
        span = node.span  # type: ignore[attr-defined]
        assert span.source is source
        assert 0 <= span.start <= span.end <= len(text)
        if not isinstance(node, ast.RuleFile):
            assert span.start < span.end
            assert span.text == span.text.strip()


def test_all_declarations_are_the_next_declaration() -> None:
    """Where a declaration has ended, what may follow is said in one word, whatever declarations there are."""
    _, [finding] = parse(Source("a.eff", 'source order { title "Order" }\nbecause "so"'))
    assert [str(note.text) for note in finding.notes] == ["the next declaration"]


def test_one_mistake_does_not_hide_the_next() -> None:
    """A file with three broken declarations tells all three, and keeps what is sound."""
    text = "define a = \nunit visit\ndefine b = * 2\nblock c { score == 5 }\ndefine d = 1\n"
    tree, findings = parse(Source("broken.eff", text))
    assert [finding.place.line for finding in findings] == [1, 3, 4]
    assert [type(declaration) for declaration in tree.declarations] == [ast.UnitDeclaration, ast.Define]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\u3000", "\t", "\x0b"])
def test_every_white_space_is_white_space(space: str) -> None:
    """What a word processor puts between words, above all the no-break space, means what a space means."""
    text = (
        "criterion staffing out of 40 points {\n    score = 40 points * 95 % * share of report where late > 1_000,"
        ' if none then 5 %\n    round to 1 decimal, half up\n    cite order "item"\n}\n'
    )
    usual, findings = parse(Source("m.eff", text))
    assert findings == ()
    other, findings = parse(Source("m.eff", text.replace(" ", space)))
    assert findings == ()
    assert other == usual


def test_a_form_behind_an_item() -> None:
    """`form` behind an item that is cited begins a declaration; in the list of a source it is the item's class."""
    text = 'change total {}\n    cite alpha item "4"\n\nform alpha of beta {\n    a: number\n}\n'
    tree, findings = parse(Source("rules.eff", text))
    assert findings == ()
    assert print_file(tree) == text


@pytest.mark.parametrize("field", ["points", "share", "number", "value"])
def test_what_ends_in_the_word_of_a_unit_before_by(field: str) -> None:
    """`value by` would begin bands: what ends so is printed in parentheses where `by` follows it."""
    rank = f"rank body where ({field}) by total as rounded, highest first; equal totals share a place\n"
    days = f"define late = working days from sent to ({field}) by calendar c\n"
    for text in (rank, days):
        tree, findings = parse(Source("rules.eff", text))
        assert findings == ()
        assert print_file(tree) == text

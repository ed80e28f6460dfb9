"""Every table by kind of node, step or member is complete, every match names what it is about: what forgets a new kind is named here.

The sources are read, not listed: a new table or match is watched too. What leaves kinds out on purpose stands below with the reason.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from inspect import signature
from pathlib import Path
from typing import Any, get_args

from attrs import field, fields, frozen

from effrules import independent
from effrules.check.expressions import arms
from effrules.compare.edits import edit as e
from effrules.exact import evaluator
from effrules.model import program as p
from effrules.source import Source, Span
from effrules.syntax import tree
from effrules.syntax.declarations.amendments import DeclarationBuilder
from effrules.syntax.expressions import PLAIN, ExpressionBuilder
from effrules.syntax.notation import parser
from effrules.trace import steps as s
from tests.costs import shared

PACKAGE = Path(__file__).parent.parent / "effrules"

FAMILIES: dict[str, tuple[type, ...]] = {
    "expressions": get_args(p.Expression),
    "expressions as written": get_args(tree.Expression),
    "steps": get_args(s.AnyStep),
    "edits": get_args(e.Edit),
}
"""Closed unions: what a table or a match may be about, besides the members of an enum."""

PARTIAL: dict[str, tuple[str, ...]] = {
    "pieces of one table, which is complete: arms.ARMS, evaluator.ARMS": (
        "aggregates.ARMS", "conditions.ARMS", "formulas.ARMS", "literals.ARMS", "operators.ARMS", "piecewise.ARMS", "scores.ARMS",
    ),
    "what reads a row, a field or a node is there by its class; all others are known by their operands": ("keys.Keys.__init__",),
    "the others are as they are, or are not written": (
        "details.Details.of", "verdicts.TONES", "reported.SIMPLE", "kinds.TIES", "kinds.REDISTRIBUTIONS",
        "consolidate.UNNAMED", "amending._Amending._as_clauses",
    ),
    "asked of some only: the others are dealt with before, or never come there": (
        "amending._Amending._nodes", "assembling.Assembly.__init__", "assembling.Assembly.formula",
        "amendment_errors.CALLED", "procedure.CLAUSES_OF",
    ),
    "only some are shown so: the others have a value, or words of their own": (
        "step_sheets.StepSheets._number",
        "entries.Entries.item", "inline.SIGNS", "markdown_lines.STANDING_OUT", "pieces.MARKS", "ranked.why",
        "catalogue.PLURALS",
    ),
    "an English title is not declined": ("naming.ITSELF",),
}  # fmt: skip
"""Tables that leave kinds out, by the reason why a new kind need not be there."""

OPEN: dict[str, tuple[str, ...]] = {
    "looks for certain shapes; of all others nothing is told, which is sound": (
        "bands.constant_value", "facts.told", "facts.plain", "facts._opposites", "operators._is_ratio", "rows._passes", "lints.never_reached",
        "steps._Steps._of", "demands.is_spread", "demands._aggregate_in", "held.Held.part_of", "held._comparisons", "kinds.decided",
        "kinds.fields_of", "telling.told", "telling.sure", "assessing.by_key_alone.value",
    ),
    "says some expressions otherwise than the notation, which has an arm for each": ("told_formulas.Told._made",),
    "all others get brackets, unless they are written as one thing": ("binding.level",),
    "looks for certain shapes that are shown shorter; all others are shown in full": (
        "binding.is_open", "condition_math.one_of", "condition_math.opposite", "mathematics.Notation._binds",
        "expressions._inside_of", "expressions._bare",
    ),
    "collects what is named, on a walk over everything; names are held by a few classes, which a test below holds": (
        "mentions.mentioned", "demands._meant.meant", "reading.named", "renaming.Renaming._meant",
    ),
    "what is special about some steps; all others are shown by their value, text and operands": (
        "row_notes.over_rows", "step_not_taken.not_taken", "step_notes.note", "step_values.StepValues._marked",
        "step_values.StepValues.label", "step_values.StepValues._unwritten", "step_words.StepWords.did_nothing",
        "step_workings.working", "trace_below.told_with", "trace_below._below", "branches._split",
        "packing.Packer._reads", "packing._shown_by",
    ),
    "looks through what is done to a score, down to the step that makes it": (
        "trace_nodes._done", "bodies.Bodies._incidents",
        "losses._of_node", "losses._shares",
    ),
    "edits of some things; all others have nothing of the kind": (
        "applying._brings_in", "applying._takes_out", "chain._part",
        "requiring._Requiring.note", "requiring._Requiring.names", "requiring._Requiring.redistribution", "requiring._leaves_out",
    ),
    "some numbers are shown otherwise in a workbook, all others in the plain way": ("step_sheets.StepSheets.format",),
    "the rest goes to a second match, by its type, which is closed": (
        "assembling.Assembly.apply", "details.Details.of",
    ),
    "only these have values in rows of their own; all others are formulas of single cells": ("listed.listed_below",),
    "only these name other declarations": ("sides._under",),
}  # fmt: skip
"""Matches with an arm for all others, by the reason why a new kind may go there."""


MAY_HAVE_ONE = re.compile(
    r"case _:\n\s+(?!assert_never)|^\s*(?:\w+ = )?\{?\w+\.[A-Z]\w*: |\{\w+\.[A-Z]\w*: |dict\[type",
    re.MULTILINE,
)
"""What stands in every file with a table or a match by kind; the others are not parsed."""


@frozen
class Found:
    """A table or a match: where it stands, of what family its kinds are, and what it leaves out."""

    where: str
    line: str
    family: str
    lacks: tuple[str, ...] = field(converter=tuple)


WITHOUT_ANY = (
    ast.Name, ast.Constant, ast.expr_context, ast.operator, ast.cmpop, ast.arguments, ast.alias, ast.pattern,
    ast.Import, ast.ImportFrom,
)  # fmt: skip
"""What has no table and no match in it, and is not looked through."""


def _inside(node: ast.AST, around: tuple[str, ...]) -> Iterator[tuple[ast.Dict | ast.Match, tuple[str, ...]]]:
    """The tables and matches below a node, with the functions and classes around them."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        around = (*around, node.name)
    elif isinstance(node, ast.Assign | ast.AnnAssign) and not around:
        around = (ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target),)
    if isinstance(node, ast.Dict | ast.Match) and _is_by_names(node):
        yield node, around
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, WITHOUT_ANY):
            yield from _inside(child, around)


def _is_by_names(node: ast.Dict | ast.Match) -> bool:
    """Whether keys are names, or there is an arm for all others that is not ``assert_never``."""
    if isinstance(node, ast.Dict):
        return len(node.keys) > 1 and all(
            key is None or isinstance(key, ast.Attribute | ast.Name) for key in node.keys
        )
    last = node.cases[-1]
    rest = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
    return rest and not any("assert_never" in ast.dump(statement) for statement in last.body)


@shared
def _everything() -> tuple[tuple[str, dict[str, Any], ast.Dict | ast.Match, str], ...]:
    """Every table and match by names: its module, the names in it, and where it stands."""
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if MAY_HAVE_ONE.search(text) and file.name != "independent.py":  # it shares no code with all the rest
            name = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
            inside = list(_inside(ast.parse(text), ()))
            names = vars(importlib.import_module(name)) if inside else {}
            found += [
                (name, names, node, ".".join((name.rsplit(".", 1)[-1], *around))) for node, around in inside
            ]
    return tuple(found)


def _value(expression: ast.expr, names: dict[str, Any]) -> object:
    """What a dotted name stands for in its module."""
    match expression:
        case ast.Name(name):
            return names.get(name)
        case ast.Attribute(value, name):
            return getattr(_value(value, names), name, None)
        case _:
            return None


def _kinds(pattern: ast.pattern, names: dict[str, Any]) -> Iterator[object]:
    match pattern:
        case ast.MatchOr(patterns):
            for one in patterns:
                yield from _kinds(one, names)
        case ast.MatchAs(ast.pattern() as inner):
            yield from _kinds(inner, names)
        case ast.MatchValue(value):
            yield _value(value, names)
        case ast.MatchClass(kind):
            yield _value(kind, names)
        case _:
            pass


def _family(kinds: list[object]) -> tuple[str, tuple[str, ...]] | None:
    """The family that kinds are of, and which of it are not among them; ``None`` where they are of none."""
    kind = type(kinds[0]) if kinds else object
    if issubclass(kind, Enum) and all(type(one) is kind for one in kinds):
        return kind.__name__, tuple(one.name for one in kind if one not in kinds)
    for name, members in FAMILIES.items():
        if kinds and all(one in members for one in kinds):
            return name, tuple(one.__name__ for one in members if one not in kinds)
    return None


@shared
def _tables() -> tuple[Found, ...]:
    """Every dict whose keys are members of one enum, or classes of one family."""
    found = []
    for name, names, node, where in _everything():
        if isinstance(node, ast.Dict):
            kinds = [_value(key, names) for key in node.keys if key is not None]
            whole = names.get(where.rpartition(".")[2])
            if None in node.keys and isinstance(whole, dict):
                kinds = list(whole)
            family = None if None in kinds else _family(kinds)
            if family is not None:
                found.append(Found(where, f"{name}:{node.lineno}", *family))
    return tuple(found)


@shared
def _matches() -> tuple[Found, ...]:
    """Every match about members or classes that ends with an arm for all others."""
    found = []
    for name, names, node, where in _everything():
        if isinstance(node, ast.Match):
            family = _family([kind for case in node.cases for kind in _kinds(case.pattern, names)])
            if family is not None:
                found.append(Found(where, f"{name}:{node.lineno}", *family))
    return tuple(found)


def _listed(reasons: Mapping[str, tuple[str, ...]]) -> set[str]:
    listed = [where for group in reasons.values() for where in group]
    assert len(listed) == len(set(listed))
    return set(listed)


def test_every_table_is_complete() -> None:
    """A dict by member or class has all of them, or stands among the partial ones."""
    partial = _listed(PARTIAL)
    lacking = [
        f"{one.line} lacks {', '.join(one.lacks)} ({one.where})"
        for one in _tables()
        if one.lacks and one.where not in partial
    ]
    assert not lacking, "\n".join(lacking)


def test_every_match_is_closed() -> None:
    """A match about members or classes ends with assert_never, or stands among the open ones."""
    allowed = _listed(OPEN)
    lacking = [
        f"{one.line} has an arm for all other {one.family} ({one.where})"
        for one in _matches()
        if one.where not in allowed
    ]
    assert not lacking, "\n".join(lacking)


def test_what_names_something_says_so_by_its_class() -> None:
    """What reads fields, asks for nodes or runs over rows is known by its base to all who collect that."""
    for kind in FAMILIES["expressions"]:
        held = {one.name: str(one.type) for one in fields(kind)}
        reads = held.get("row") == "RowVariable" and "field" in held
        asks = "node" in held and held.get("subject") == "RowVariable"
        assert reads is issubclass(kind, p.OfField), kind
        assert asks is issubclass(kind, p.OfNode), kind
        assert (held.get("rows") == "Rows") is issubclass(kind, p.OverRows), kind
        named = {name for name, of in held.items() if of == "str"} - {"field", "column", "name"}
        assert named <= {"node"} or kind in (p.Call, p.FigureOf, p.WorkingDays), (
            f"who collects names does not know {kind}"
        )


def _made_in(pattern: str, of: str) -> set[str]:
    """The classes of a module, by the name that it goes by, that files speak of other than in the arms of a match."""
    lines = (line for file in PACKAGE.glob(pattern) for line in file.read_text(encoding="utf-8").splitlines())
    made = (line for line in lines if not line.lstrip().startswith(("case ", "|")))
    return {name for line in made for name in re.findall(rf"\b{of}\.(\w+)[(),]", line)}


AS_A_WORD = re.compile(r'\b(?:kind|verb)(?: ==| !=| in| not in) \(?"|match [\w.]*\b(?:kind|verb):\n\s+case "')
"""A kind that is compared with a word, and not with a member."""

WORDS_OF_OTHERS = {
    "amend/amendment_errors.py": "the word that stands in a sentence",
    "audit/settings.py": "what a person writes behind --set",
    "audit/tracing.py": "what a record says, which may be spoiled",
    "check/soundness/founding_words.py": "the keyword that a sentence is about",
    "cli/verify_text.py": "what a record says of itself",
    "compare/matching/expressions.py": "a word of difflib",
    "data/formats": "words of the formats of files",
    "model/calendars.py": "a row of figures as the rules have it",
    "report/drafting": "the first word of a key, by which links name a chapter of an act",
    "syntax/places.py": "a group of a regular expression",
}
"""Where that is right, and why."""


def test_no_kind_is_compared_with_a_word() -> None:
    """What kinds there are is said by an enum; a word that is spelled wrong would be equal to none of them."""
    found = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        if file.name != "independent.py" and AS_A_WORD.search(file.read_text(encoding="utf-8"))
    }
    assert {where for where in found if not where.startswith(tuple(WORDS_OF_OTHERS))} == set()
    assert {one for one in WORDS_OF_OTHERS if not any(where.startswith(one) for where in found)} == set()


def test_every_kind_is_made_somewhere() -> None:
    """The reader makes each expression as written, the checker each expression, the tracer each step."""
    made = {
        "expressions as written": _made_in("syntax/expressions.py", "ast")
        | {kind.__name__ for kind in PLAIN.values()},
        "expressions": _made_in("check/**/*.py", "p"),
        "steps": _made_in("trace/*.py", "s"),
    }
    lacking = {
        (family, kind.__name__)
        for family in made
        for kind in FAMILIES[family]
        if kind.__name__ not in made[family]
    }
    assert lacking == set()


def test_the_grammar_and_the_reader_agree() -> None:
    """Each kind of expression in the grammar has a function of the reader."""
    grammar = (PACKAGE.parent / "grammar" / "effrules.lark").read_text(encoding="utf-8")
    ladder = re.search(
        r"^\?expression: .*?(?=^rounding:|^rows:|^\?row|^if_none:)", grammar, re.MULTILINE | re.DOTALL
    )
    assert ladder is not None
    named = set(re.findall(r"-> (\w+)$", ladder[0], re.MULTILINE))
    assert named - set(ExpressionBuilder(Source("", "")).arms) == set(), "the reader lacks these"
    assert set(PLAIN) - {rule.alias for rule in parser().rules} == set(), "the grammar lacks these"


def _parts(rule: Any) -> tuple[int, bool]:
    """How many parts a node of a rule of the grammar has at least, and whether some of them can be there many times."""
    least, more = sum(rule.options.empty_indices), False
    for one in rule.expansion:
        if one.is_term:
            least += not one.filter_out
        elif one.name.startswith("_"):
            more = True
            least += min(
                _parts(other)[0]
                for other in parser().rules
                if other.origin == one and one not in other.expansion
            )
        else:
            least += 1
    return least, more


def test_each_function_of_the_reader_takes_the_parts_of_its_rule() -> None:
    """Each is called with the parts of a node, which no type sees: it takes as many as the grammar gives, and is not left over."""
    made: dict[str, set[int]] = {}
    for rule in parser().rules:
        least, more = _parts(rule)
        if least != 1 or more or rule.alias or not rule.options.expand1:  # else its one part stands for it
            numbers = (least, least + 99) if more else (least,)
            made.setdefault(rule.alias or rule.origin.name, set()).update(numbers)
    builder = DeclarationBuilder(Source("", ""))
    for name, function in (*builder.arms.items(), *builder.declaration_arms.items()):
        for number in made[name]:
            signature(function).bind(Span(builder.source, 0, 0), *[None] * number)


def test_every_step_is_known_elsewhere() -> None:
    """The independent checker replays each."""
    assert {kind.op for kind in FAMILIES["steps"]} == set(independent.OPERATIONS)  # type: ignore[attr-defined]


def test_every_expression_has_a_meaning() -> None:
    """The checker has a function for each as it is written, the engine for each."""
    unchecked = set(FAMILIES["expressions as written"]) - set(arms.ARMS)
    unknown = set(FAMILIES["expressions"]) - set(evaluator.ARMS)
    assert (unchecked, unknown) == (set(), set())


def test_no_reason_is_left_over() -> None:
    """What is listed as partial or open is there, and is so."""
    assert _listed(PARTIAL) <= {one.where for one in _tables() if one.lacks}
    assert _listed(OPEN) <= {one.where for one in _matches()}

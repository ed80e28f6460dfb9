"""The examples of docs/language.md are sound rules, and together they show every construct of the grammar."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lark import Tree

from effrules.check.build import load, load_text
from effrules.resources import grammar_folder
from effrules.syntax.notation import parser
from tests.literate import completed, options

PAGE = grammar_folder().parent / "docs" / "language.md"
FENCE = re.compile(r"^```eff([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(options(words), body) for words, body in FENCE.findall(PAGE.read_text("utf-8"))]
SNIPPETS = [(given, body) for given, body in BLOCKS if "file" not in given]
FILES = [(given["file"], body) for given, body in BLOCKS if "file" in given]


@pytest.mark.parametrize(("given", "body"), SNIPPETS, ids=[body.split("\n")[0] for _, body in SNIPPETS])
def test_examples(given: dict[str, str], body: str) -> None:
    """An example has no error, or exactly the one that it is there to show."""
    errors = [finding for finding in load_text(completed(body)).findings if finding.is_error]
    assert [finding.code for finding in errors] == ([given["error"]] if "error" in given else []), errors


@pytest.mark.parametrize("name", [name for name, _ in FILES])
def test_amendments(name: str, tmp_path: Path) -> None:
    """Each version of the chain of amendments has no error."""
    for file, body in FILES:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(body, "utf-8")
    checked = load(tmp_path / Path(name).parent)
    assert [finding for finding in checked.findings if finding.is_error] == []
    assert checked.program is not None


def constructs(tree: Tree) -> set[str]:
    """The names of all rules that a text uses."""
    return {str(node.data) for node in tree.iter_subtrees()}


def test_every_construct_is_shown() -> None:
    """No rule of the grammar is without an example."""
    shown: set[str] = set()
    for _, body in BLOCKS:
        shown |= constructs(parser().parse(body, start="start"))
    every = {
        str(rule.alias or rule.origin.name) for rule in parser().rules if not rule.origin.name.startswith("_")
    }
    inlined = {str(rule.origin.name) for rule in parser().rules if rule.options.expand1}
    assert every - shown - inlined == set()

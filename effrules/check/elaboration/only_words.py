"""What is said of a node to a body that does not have it, where the rules give no reason of their own."""

from __future__ import annotations

from effrules.model.schema import Titles
from effrules.syntax import tree as ast
from effrules.syntax.printer import print_node

WORDS = (
    ("kk", "тек мынадай органдар үшін: {who}"),
    ("ru", "только для органов, у которых {who}"),
    ("en", "only for bodies where {who}"),
)


def for_whom_only(condition: ast.Expression) -> Titles:
    """The reason that follows from `only where` by itself, in each language."""
    who = " ".join(print_node(condition).split())
    return Titles(tuple((language, words.format(who=who)) for language, words in WORDS))

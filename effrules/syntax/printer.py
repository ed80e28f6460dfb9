"""The syntax tree as text in the canonical layout: reading the text gives an equal tree.

Comments stand in no tree, so none of those that people wrote is in the text: the printer serves consolidated texts, not
the formatting of files that people keep. Comments of its own are asked for by ``Noted``.
"""

from __future__ import annotations

from collections.abc import Iterable

from effrules.syntax import tree as ast
from effrules.syntax.printing import procedure, promises, reported, scores
from effrules.syntax.printing.layout import ARMS, Noted, bare, print_node

__all__ = ["ARMS", "Noted", "bare", "print_declarations", "print_file", "print_node"]


def print_file(tree: ast.RuleFile) -> str:
    """The text of a rule file: declarations parted by empty lines, those of one line kept together by kind."""
    return print_declarations(tree.declarations)


def print_declarations(declarations: Iterable[ast.Declaration]) -> str:
    """Declarations as a rule file has them."""
    made: list[str] = []
    kind: type | None = None
    for declaration in declarations:
        text = print_node(declaration)
        if made and not (kind is type(bare(declaration)) and "\n" not in text and "\n" not in made[-1]):
            made.append("")
        made.append(text)
        kind = type(bare(declaration))
    return "\n".join(made) + ("\n" if made else "")


ARMS |= {
    **reported.ARMS,
    **scores.ARMS,
    **promises.ARMS,
    **procedure.ARMS,
    ast.RuleFile: lambda node, indent: print_declarations(node.declarations),
}

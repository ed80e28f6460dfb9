"""The prepared grammar as data: the tables of the parser in JSON, in the wheel or in the cache.

Lark gives its tables as plain values, whose mappings may have whole numbers as keys; those are written as two lists.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from effrules.disk.cache import key_of

FILE = "tables.json"
"""The file in the folder of the grammar; a wheel has it, a checkout does not."""

OPTIONS: dict[str, Any] = {
    "parser": "lalr",
    "lexer": "contextual",
    "propagate_positions": True,
    "maybe_placeholders": True,
    "start": ["start", "declaration"],
}


def text_of(folder: Path) -> str:
    """The text of the grammar in a folder."""
    return "".join((folder / name).read_text("utf-8") for name in ("effrules.lark", "keywords.en.lark"))


def key(grammar: str) -> str:
    """What the tables of a grammar depend on."""
    return key_of(lark.__version__.encode(), repr(OPTIONS).encode(), grammar.encode())


def built(grammar: str) -> lark.Lark:
    """The parser, made from the text of the grammar."""
    return lark.Lark(grammar, **OPTIONS)


def to_plain(parser: lark.Lark) -> Any:
    """The tables of a parser as a JSON value."""
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    return _plain({"data": data, "memo": memo})


def restored(item: dict[str, Any]) -> dict[Any, Any]:
    """A JSON object as the mapping that it stands for: for ``json.loads``."""
    return dict(zip(item["keys"], item["values"], strict=True)) if item.keys() == {"keys", "values"} else item


def from_plain(value: Any) -> lark.Lark:
    """The parser of restored tables. Raises KeyError, TypeError and their like for anything else."""
    return lark.Lark.load(value)


def _plain(value: Any) -> Any:
    match value:
        case dict() if all(isinstance(name, str) for name in value):
            return {name: _plain(item) for name, item in value.items()}
        case dict():
            return {"keys": list(value), "values": [_plain(item) for item in value.values()]}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value

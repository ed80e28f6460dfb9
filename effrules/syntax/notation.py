"""The notation: the parser of rule files, from tables that were prepared, and the words for its tokens."""

from __future__ import annotations

import json
import re
from functools import cache

import lark

from effrules.disk.cache import recall, retain
from effrules.resources import grammar_folder
from effrules.syntax import tables
from effrules.words import phrase


@cache
def _grammar_text() -> str:
    return tables.text_of(grammar_folder())


@cache
def parser() -> lark.Lark:
    """The parser of rule files: from the tables in the wheel, else from the cache, else made from the grammar."""
    grammar = _grammar_text()
    key = tables.key(grammar)
    prepared = _shipped(key) or recall("grammar", key, tables.restored)
    if prepared is not None:
        try:
            return tables.from_plain(prepared)
        except Exception:  # noqa: BLE001, S110 - tables that do not serve are made again, whatever is wrong with them
            pass
    built = tables.built(grammar)
    retain("grammar", key, tables.to_plain(built))
    return built


def _shipped(key: str) -> object:
    """The tables of the wheel, where they are of this grammar and this Lark."""
    try:
        with (grammar_folder() / tables.FILE).open("rb") as stream:
            if stream.readline().strip() != key.encode("ascii"):
                return None
            return json.loads(stream.read(), object_hook=tables.restored)
    except (OSError, ValueError):
        return None


DESCRIBED = {
    "NAME": phrase("a name"),
    "NUMBER": phrase("a number"),
    "PERCENT": phrase("a percentage"),
    "STRING": phrase('a text in "quotes"'),
    "DATE": phrase("a date such as 2015-12-31"),
    "LANGUAGE": phrase("a language code"),
    "COMPARISON": phrase("a comparison"),
    "$END": phrase("the end of the file"),
}
"""Tokens that have no words of their own, described."""


@cache
def yielding() -> frozenset[str]:
    """The keywords that are names where they stand as labels: those of priority 8, as the table of keywords says."""
    return frozenset(terminal.name for terminal in parser().terminals if terminal.priority == 8)


@cache
def token_words() -> dict[str, str]:
    """How each token is written, in words, for messages: ``_AT`` is ``at``, ``NAME`` is ``a name``."""
    words = {
        **{name: str(words) for name, words in DESCRIBED.items()},
        "LBRACE": "{",
        "RBRACE": "}",
        "LPAR": "(",
        "RPAR": ")",
        "COLON": ":",
        "SEMICOLON": ";",
        "COMMA": ",",
        "VBAR": "|",
        "DOT": ".",
        "EQUAL": "equal",
        "PLUS": "+",
        "MINUS": "-",
        "TIMES": "*",
        "SLASH": "/",
        "__ANON_0": "=",
    }
    for name, pattern in re.findall(r"^(\w+?)(?:\.\d+)?: /(.*)/$", _grammar_text(), re.MULTILINE):
        plain = (
            re.sub(r"\(\?[=!].*?\)$", "", pattern)
            .replace(r",?\s*", "")
            .replace(r"\b", "")
            .replace(r"\s+", " ")
        )
        if name not in words and not re.search(r"[\[\\]", plain):
            words[name] = plain.replace("(", "").replace(")", "").replace("?", "")
    return words

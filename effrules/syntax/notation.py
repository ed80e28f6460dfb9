"""The notation: the Lark grammar, built once and kept in a cache folder. The only module that builds a parser."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import lark

from effrules.resources import cache_folder, grammar_folder

START = ["start", "declaration"]


def _grammar_text() -> str:
    folder = grammar_folder()
    return "".join((folder / name).read_text("utf-8") for name in ("effrules.lark", "keywords.en.lark"))


def _options() -> dict[str, Any]:
    return {
        "parser": "lalr",
        "lexer": "contextual",
        "propagate_positions": True,
        "maybe_placeholders": True,
        "start": START,
    }


@cache
def parser() -> lark.Lark:
    """The parser of rule files, from the cache where it holds one of this very grammar and this Lark."""
    grammar = _grammar_text()
    stamp = f"{lark.__version__} {sys.version_info[:2]} {grammar}"
    folder = cache_folder()
    if folder is None:
        return lark.Lark(grammar, **_options())
    path = folder / f"grammar-{hashlib.sha256(stamp.encode()).hexdigest()[:24]}.bin"
    try:
        with path.open("rb") as stored:
            return lark.Lark.load(stored)
    except Exception:  # noqa: BLE001 - a cache that cannot be read is made again, whatever is wrong with it
        built = lark.Lark(grammar, **_options())
        _store(built, path)
        return built


def _store(built: lark.Lark, path: Path) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as stored:
            built.save(stored)
        Path(name).replace(path)
    except OSError:
        pass


@cache
def yielding() -> frozenset[str]:
    """The keywords that are names where they stand as labels: those of priority 8, as the table of keywords says."""
    return frozenset(terminal.name for terminal in parser().terminals if terminal.priority == 8)


@cache
def token_words() -> dict[str, str]:
    """How each token is written, in words, for messages: ``_AT`` is ``at``, ``NAME`` is ``a name``."""
    words = {
        "NAME": "a name",
        "NUMBER": "a number",
        "PERCENT": "a percentage",
        "STRING": 'a text in "quotes"',
        "DATE": "a date such as 2015-12-31",
        "LANGUAGE": "a language code",
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
        "COMPARISON": "a comparison",
        "$END": "the end of the file",
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

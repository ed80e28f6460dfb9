"""Where the grammar and the bundled rules lie: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(inside: str, beside: str) -> Path:
    bundled = _PACKAGE / inside
    return bundled if bundled.is_dir() else _PACKAGE.parent / beside


def grammar_folder() -> Path:
    """The folder of the Lark grammar files."""
    return _folder("_grammar", "grammar")


def rules_folder() -> Path:
    """The folder of the rules that come with effrules."""
    return _folder("_rules", "rules")

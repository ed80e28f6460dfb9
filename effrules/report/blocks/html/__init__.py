"""Pieces of HTML: text that shows as it is, and the page around a body. No script, nothing from a network."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from effrules.diagnostics.glyphs import shown
from effrules.words import Language


def text(said: str) -> str:
    """A text as HTML shows it, within an element or an attribute, without characters that steer."""
    return escape(shown(said), quote=True)


def digest_of(part: str) -> str:
    """The digest of a style or script, as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()


def page(title: str, body: str, style: str, language: Language) -> str:
    """A whole file: its policy lets in its style and nothing else."""
    return (
        f'<!doctype html>\n<html lang="{language.value}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        f"content=\"default-src 'none'; style-src '{digest_of(style)}'\">\n"
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )

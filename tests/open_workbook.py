"""A writer of small .ods workbooks for the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def cell(value: Any, more: str = "") -> str:
    """A cell; a text that begins with `<` stands as it is."""
    match value:
        case None:
            return f"<table:table-cell{more}/>"
        case bool():
            kind, text = f'"boolean" office:boolean-value="{str(value).lower()}"', str(value).upper()
        case date():
            kind, text = f'"date" office:date-value="{value}"', f"{value:%d.%m.%Y}"
        case int() | float() | Decimal():
            kind, text = f'"float" office:value="{value}"', str(value)
        case str() if value.startswith("<"):
            return value
        case _:
            lines = "</text:p><text:p>".join(escape(line) for line in str(value).split("\n"))
            return f'<table:table-cell office:value-type="string"{more}><text:p>{lines}</text:p></table:table-cell>'
    return f"<table:table-cell office:value-type={kind}{more}><text:p>{text}</text:p></table:table-cell>"


def write(path: Path, sheets: Mapping[str, Sequence[Sequence[Any] | str]], styles: str = "") -> Path:
    """A workbook with these sheets; a row that is a text stands as it is."""
    made = ""
    for name, rows in sheets.items():
        lines = (
            row if isinstance(row, str) else f"<table:table-row>{''.join(map(cell, row))}</table:table-row>"
            for row in rows
        )
        made += f"<table:table table:name={quoteattr(name)}>{''.join(lines)}</table:table>"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES} xmlns:calcext="urn:calcext" '
        f'office:version="1.3"><office:automatic-styles>{styles}</office:automatic-styles>'
        f"<office:body><office:spreadsheet>{made}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with ZipFile(path, "w") as book:
        book.writestr("mimetype", KIND)
        book.writestr("META-INF/manifest.xml", manifest)
        book.writestr("content.xml", content)
    return path

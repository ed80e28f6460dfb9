"""Pages of the report as their script makes them: unpacked, and the bodies in the place of the plain tables."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

from markupsafe import escape

from effrules.report.page.packing import COLUMNS
from effrules.words import Language

DATA = re.compile(r'<script type="text/plain" id="data">([A-Za-z0-9+/=]*)</script>')
PLAIN = re.compile(r'<div id="plain" class="plain">.*?</table></div>\s*</div>\s*(?=</section>)', re.DOTALL)
BY_NUMBER = re.compile(r'<(span|tspan) data-t="(\d+)"></\1>')


def data_in(page: str) -> dict[str, Any]:
    """What the script reads."""
    (packed,) = DATA.findall(page)
    data = json.loads(zlib.decompress(base64.b64decode(packed)))
    assert isinstance(data, dict)
    return data


def steps_in(data: dict[str, Any]) -> list[list[Any]]:
    """The steps, each with all that stands in the columns; what is below by its number, and a cell by its field and row."""
    columns = [[*column, *[0] * (data["n"] - len(column))] for column in data["s"]]
    assert len(columns) == len(COLUMNS)
    made = [list(step) for step in zip(*columns, strict=True)]
    for number, step in enumerate(made):
        for column in (COLUMNS.index("of"), COLUMNS.index("besides")):
            step[column] = [
                number - below if isinstance(below, int) else [number - below[0], below[1]]
                for below in step[column] or []
            ]
    return made


def whole(page: str) -> str:
    """The page with the bodies' sections, in which every text stands in all languages."""
    data = data_in(page)

    def said(match: re.Match[str]) -> str:
        texts = data["t"][int(match[2])]
        each = [texts] * 3 if isinstance(texts, str) else texts
        return "".join(
            f'<{match[1]} lang="{language.value}">{escape(text)}</{match[1]}>'
            for language, text in zip(Language, each, strict=True)
        )

    sections = BY_NUMBER.sub(said, data["b"])
    made, count = PLAIN.subn(lambda _: sections, page)
    assert count == bool(sections)
    return made

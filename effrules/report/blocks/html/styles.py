"""The one style of all pages: what pages of blocks and the report of a run share, and what is of pages of blocks."""

from __future__ import annotations

from functools import cache
from importlib import resources

from effrules.report.blocks.charts import html as charts


@cache
def base() -> str:
    """Colours, fonts, the bar with contents and languages, tiles, charts, sheets of paper."""
    return f"{_read('base.css')}\n{charts.style()}"


@cache
def style() -> str:
    """The style of pages of blocks."""
    return f"{base()}\n{_read('style.css')}"


def _read(name: str) -> str:
    read = resources.files("effrules.report.blocks.html").joinpath(name).read_text("utf-8")
    return read.replace("\r\n", "\n").strip()

"""Acts that are ticked off, as Markdown and as one HTML file: no network, no script, fit for a phone and for paper."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from effrules.report.blocks.html import digest_of
from effrules.report.blocks.markdown import escaped
from effrules.report.sources.telling import Told


def markdown(told: Told) -> str:
    """The acts as Markdown, a table for each."""
    return _environment().get_template("sources.md.j2").render(told=told).strip() + "\n"


def html(told: Told) -> str:
    """The acts as an HTML page."""
    style = _environment().get_template("sources.css").render()
    return (
        _environment().get_template("sources.html.j2").render(told=told, style=style, digest=digest_of(style))
        + "\n"
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("effrules.report.sources"),
        autoescape=select_autoescape(("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["md"] = escaped
    made.filters["web"] = lambda url: url if url.startswith(("https://", "http://")) else ""
    return made

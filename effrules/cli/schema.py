"""``effrules schema``: the JSON Schemas of the documents that effrules writes."""

from __future__ import annotations

import json
from typing import Any

import click

from effrules.cli.door import Command
from effrules.cli.language import in_words, spoken
from effrules.cli.speaking import say, width
from effrules.words import Template, phrase, several


@click.command(cls=Command, short_help="Print the JSON Schema of a document that effrules writes.")
@click.argument("form", metavar="[FORMAT]", required=False)
def command(form: str | None) -> None:
    """Print the JSON Schema of FORMAT, which is what `format` says in a document; without one, list the formats.

    \b
    effrules schema
    effrules schema effrules.trace/1 > trace-1.json
    """
    known = _known()
    if form is None:
        from effrules.report.blocks.lines import in_columns

        rows = [(name, Template(_first_sentence(schema)).in_(spoken())) for name, schema in known.items()]
        say("".join(f"{line}\n" for line in in_columns(rows, width=width())))
        return
    if form not in known:
        told = phrase("there is no format `{format}`. Formats: {names}.", format=form, names=several(known))
        raise click.BadParameter(in_words(told), param_hint="FORMAT")
    say(json.dumps(known[form], ensure_ascii=False, indent=1) + "\n")


def _known() -> dict[str, dict[str, Any]]:
    """The published schemas, by what ``format`` says in their documents."""
    from effrules.resources import schemas_folder

    found = {}
    for path in sorted(schemas_folder().glob("*.json")):
        schema = json.loads(path.read_text("utf-8"))
        found[schema["title"]] = schema
    return found


def sentences() -> list[str]:
    """What is said of each format, for translators."""
    return [_first_sentence(schema) for schema in _known().values()]


def _first_sentence(schema: dict[str, Any]) -> str:
    words: str = schema.get("description") or schema.get("title", "")
    return words.partition(". ")[0].rstrip(".")

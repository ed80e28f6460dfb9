"""``effrules year template``: the template of conclusions, for an office to change."""

from __future__ import annotations

from pathlib import Path

import click

from effrules.cli.door import RECORD, Command, need, write_bytes
from effrules.cli.language import in_words, spoken
from effrules.words import phrase, several


@click.command(cls=Command, short_help="Write the template of conclusions, for you to change.")
@click.argument("file", type=RECORD, metavar="FILE")
def command(file: Path) -> None:
    """Write the template of conclusions to FILE, a Word file (.docx) or a page (.html), for you to change.

    \b
    effrules year template conclusion.docx
    effrules year conclude year-2023 --stage final --template conclusion.docx

    What is in braces is filled in: `{{p lost }}`, in a paragraph of its own, is a whole section in a Word file (`{{ lost }}` in a page),
    `{{ body }}` a value, and `{% if draft %} ... {% endif %}` a condition. Unchanged, it gives what is written without a template.
    """
    from effrules.report.cycle.template import HTML, WORD, default_html, default_word

    ending = file.suffix.lower()
    if ending not in (WORD, HTML):
        told = phrase("`{file}` ends in none of {endings}.", file=file.name, endings=several((WORD, HTML)))
        raise click.BadParameter(in_words(told), param_hint="FILE")
    if ending == WORD:
        need(
            "docx",
            phrase("a Word file needs python-docx"),
            "docx",
            "FILE",
            phrase("one of .html needs nothing"),
        )
    content = default_word(spoken()) if ending == WORD else default_html()
    write_bytes(file, content)

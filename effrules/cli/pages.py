"""Reports that are pages: which formats they can be had in, and where they go.

``page_options`` gives a command ``--format`` and ``-o``; the command is called with one argument ``to`` instead of both.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from effrules.cli.door import (
    OUTPUT,
    form_of,
    need,
    refuse_terminal,
    say_bytes,
    to_file,
    write_bytes,
    write_text,
)
from effrules.cli.language import in_words, spoken
from effrules.cli.speaking import colour, say_shown, width
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.report.blocks.pieces import Page
    from effrules.words import Language

PAGE = ("text", "md", "html", "docx")
"""The formats of any page."""

ENDINGS = {
    "text": (".txt",),
    "md": (".md",),
    "html": (".html", ".htm"),
    "docx": (".docx",),
    "json": (".json",),
    "csv": (".csv",),
    "xlsx": (".xlsx",),
    "ics": (".ics",),
}
"""The endings of files by their format."""

FILE_WIDTH = 100
"""The columns of text in a file."""


@frozen
class To:
    """Where a report goes (``None``: standard output), and in which format."""

    form: str
    file: Path | None

    @property
    def language(self) -> Language:
        """The language in which the format is to speak."""
        return spoken(self.form)

    def page(self, made: Page | Callable[[Language], Page], columns: int = 0) -> None:
        """Print a page, or write it to the file, whole or not at all; text in ``columns``, by default as many as fit.

        What can be made in each language is so in HTML: its reader chooses.
        """
        from effrules.words import Language

        page = made(self.language) if callable(made) else made
        match self.form:
            case "md":
                from effrules.report.blocks.markdown import markdown

                self.text(markdown(page))
            case "docx":
                from effrules.report.blocks.docx.rendering import docx_bytes

                self.bytes(docx_bytes(page))
            case "html":
                from effrules.report.blocks.html.whole import html

                others = [made(one) for one in Language if one is not page.language] if callable(made) else []
                self.text(html(page, *others))
            case _:
                from effrules.report.blocks.terminal import terminal

                self.text(
                    terminal(page, width=columns or width(), colour=colour())
                    if self.file is None
                    else terminal(page, width=columns or FILE_WIDTH)
                )

    def only_text(self) -> None:
        """Refuse other formats of what is a text of rules. Raises click.BadParameter."""
        if self.form != "text":
            raise click.BadParameter(
                in_words(phrase("rules are printed as text only")), param_hint="--format"
            )

    def bytes(self, content: bytes) -> None:
        """Write what is no text to standard output, or to the file, whole or not at all."""
        if self.file is None:
            say_bytes(content)
        else:
            write_bytes(self.file, content)

    def text(self, text: str) -> None:
        """Print a text, or write it to the file, whole or not at all."""
        if self.file is not None:
            write_text(self.file, text)
            return
        say_shown(text)


def page_options(*forms: str, default: str = "text") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--format`` with these formats, and ``-o`` for a file whose ending tells its format; else it is the ``default``."""
    endings = {ending: form for form in forms for ending in ENDINGS[form]}

    def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option("-o", "--output", type=OUTPUT, default=None, metavar="FILE",
                      help="Write it to this file instead; its ending says the format.")  # fmt: skip
        @click.option("--format", "form", type=click.Choice(forms), default=None,
                      help=f"What to print or write. By default what the ending of -o says, else {default}.")  # fmt: skip
        @wraps(command)
        def called(*args: Any, output: Path | None, form: str | None, **options: Any) -> Any:
            file = to_file(output)
            to = To(form_of(form, file, endings, default), file)
            if to.form == "docx":
                _refuse_word(to)
            if to.form == "xlsx" and to.file is None:
                refuse_terminal(phrase("a workbook"))
            return command(*args, to=to, **options)

        return called

    return with_options


def _refuse_word(to: To) -> None:
    """A Word file that cannot be made here, or is to go to a terminal. Raises click.BadParameter."""
    need(
        "docx",
        phrase("a Word file needs python-docx"),
        "docx",
        "-o" if to.file else "--format",
        phrase(".html and .md need nothing"),
    )
    if to.file is None:
        refuse_terminal(phrase("a Word file"))

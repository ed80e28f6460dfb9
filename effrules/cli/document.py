"""``effrules document``: a methodology as a readable document."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.as_of import as_of_option, in_force
from effrules.cli.places import same_file
from effrules.cli.speaking import leave_with_findings, say, tell

if TYPE_CHECKING:
    from effrules.report.document.pieces import Document

FORMATS = ("md", "html", "docx")
ENDINGS = {".md": "md", ".html": "html", ".htm": "html", ".docx": "docx"}
"""The format of a file by its ending."""


@click.command(short_help="Write a methodology as a readable document.")
@click.argument("rules")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, metavar="FILE",
              help="Write it to FILE: .html, .md or .docx.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(FORMATS), default=None,
              help="What to print or write. By default what the ending of -o says, else md.")  # fmt: skip
@click.option("--lang", "language", type=click.Choice(("kk", "ru", "en")), default="en", show_default=True,
              help="Language of titles, reasons and of the words around them.")  # fmt: skip
@as_of_option("The version of RULES that is in force on this day, like 2014-12-31.")
@click.option("--with", "overlays", multiple=True, type=click.Path(path_type=Path), metavar="FILE.eff",
              help="What if: an amendment laid on top of the rules. May be repeated.")  # fmt: skip
def command(
    rules: str, output: Path | None, form: str | None, language: str, as_of: date | None, overlays: tuple[Path, ...]
) -> None:  # fmt: skip
    """Write RULES, as they stand after all amendments, as a document that reads like an order.

    Numbered clauses in the order of blocks and directions, formulas in mathematical notation, tables of weights, bands and
    penalties, the forms for the data, sources, and in the margin what the sources do not give and had to be assumed.

    \b
    effrules document current --lang ru -o order.html
    effrules document current --lang kk -o order.docx
    effrules document 2011 --as-of 2014-12-31 --lang ru > order.md

    A .docx file needs python-docx: pip install 'effrules[docx]'.
    """
    chosen = _form(form, output)
    _refuse(chosen, output)
    wanted = in_force(rules, as_of)
    if output is not None:
        _refuse_rules(output, wanted, overlays)
    from effrules.check.cached import load

    checked = load(wanted, overlays)
    if checked.program is None:
        leave_with_findings([f for f in checked.findings if f.is_error])
        return
    from effrules.report.document.composing import compose
    from effrules.report.wording import Language

    document = compose(checked.program, Language(language))
    if output is None:
        from effrules.report.trace_tree import plain_for

        say(plain_for(_text(chosen, document), getattr(sys.stdout, "encoding", None) or "utf-8"))
        return
    _write(output, chosen, document)


def _form(form: str | None, output: Path | None) -> str:
    if form is not None:
        return form
    if output is None:
        return "md"
    if output.suffix.lower() not in ENDINGS:
        raise click.BadParameter(
            f"`{output.name}` ends in none of {', '.join(ENDINGS)}; say --format.", param_hint="-o"
        )
    return ENDINGS[output.suffix.lower()]


def _refuse(form: str, output: Path | None) -> None:
    """A file that could not be written, before any work is done. Raises click.BadParameter."""
    if form == "docx":
        if output is None:
            raise click.BadParameter(
                "a Word file is not printed; say where with -o FILE.docx.", param_hint="--format"
            )
        from importlib.util import find_spec

        if find_spec("docx") is None:
            raise click.BadParameter(
                "a Word file needs python-docx: pip install 'effrules[docx]'; .html and .md need nothing.",
                param_hint="-o",
            )
    if output is None:
        return
    if not output.parent.is_dir():
        raise click.BadParameter(f"`{output}`: there is no folder `{output.parent}`.", param_hint="-o")
    if output.is_dir():
        raise click.BadParameter(f"`{output}` is a folder.", param_hint="-o")


def _refuse_rules(output: Path, rules: str | Path, overlays: tuple[Path, ...]) -> None:
    """A place where the rules themselves lie. Raises click.BadParameter."""
    from effrules.check.locating import locate, rule_files

    path = locate(rules)
    for read in (*(() if path is None else rule_files(path)), *overlays):
        if same_file(output, read):
            raise click.BadParameter(
                f"`{output}` holds the rules; the document would take its place.", param_hint="-o"
            )


def _text(form: str, document: Document) -> str:
    if form == "html":
        from effrules.report.document.html import html

        return html(document)
    from effrules.report.document.markdown import markdown

    return markdown(document)


def _write(output: Path, form: str, document: Document) -> None:
    """Write the file whole, or leave its place as it was."""
    from effrules.report.writing import write_all

    def put(path: Path) -> None:
        if form == "docx":
            from effrules.report.document.docx_file import docx_bytes

            path.write_bytes(docx_bytes(document))
        else:
            path.write_text(_text(form, document), encoding="utf-8", newline="\n")

    try:
        write_all({output: put})
    except OSError as why:
        tell(f"effrules: nothing was written: {why.strerror or why}: {why.filename or ''}".rstrip(": "))
        raise click.exceptions.Exit(1) from None

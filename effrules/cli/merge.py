"""``effrules merge``: two drafts' amendments combined by meaning."""

from __future__ import annotations

from pathlib import Path

import click

from effrules.cli.door import RULES, RULES_OUTPUT, Command, to_file, write_text
from effrules.cli.inputs import path_of
from effrules.cli.language import in_words
from effrules.cli.speaking import leave_with_findings, say, tell, tell_findings
from effrules.words import counted, phrase


@click.command(cls=Command, short_help="Combine two drafts' amendments by meaning.")
@click.argument("base", type=RULES)
@click.argument("ours", metavar="A", type=RULES)
@click.argument("theirs", metavar="B", type=RULES)
@click.option("-o", "--output", type=RULES_OUTPUT, default=None, metavar="OUT.eff",
              help="Write the amendment to a file instead.")  # fmt: skip
@click.option("--version", "version", default=None, metavar="NAME",
              help="The version of the amendment that comes out. By default `A's+B's`.")  # fmt: skip
def command(base: str, ours: str, theirs: str, output: Path | None, version: str | None) -> None:
    """Combine A and B, two drafts that amend BASE, into one amendment of BASE.

    A and B are amendments (files or folders, with a heading or without) or whole texts. Edits of different clauses go
    together, identical ones once. Where both change one clause, or one drops what the other changes, that is a conflict:
    each is told with both texts, nothing is written, and the exit code is 1. So it is where the amendment that comes out has
    an error on top of BASE: weights that no longer add up, say.
    """
    from effrules.history.merging import merge

    output = to_file(output)
    _refuse(output)
    if version is not None and (not version.strip() or not version.isprintable()):
        told = phrase("a version is some letters or digits.")
        raise click.BadParameter(in_words(told), param_hint="--version")
    on, left, right = path_of(base, ours, theirs)
    found = merge(on, left, right, version, output.name if output else "merged.eff")
    if found.text is None or any(finding.is_error for finding in found.findings):
        leave_with_findings(found.findings)
    tell_findings([finding for finding in found.findings if finding.defect is None])
    if output is None:
        say(found.text)
        return
    write_text(output, found.text)
    tell(
        counted(
            "{file}: {n} edit from both drafts.",
            "{file}: {n} edits from both drafts.",
            n=len(found.edits),
            file=str(output),
        )
    )


def _refuse(output: Path | None) -> None:
    """A file that could not be read as rules afterwards."""
    if output is not None and output.suffix != ".eff":
        told = phrase("`{path}`: rules are kept in .eff files.", path=str(output))
        raise click.BadParameter(in_words(told), param_hint="-o")

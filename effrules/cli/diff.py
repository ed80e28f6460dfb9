"""``effrules diff``: two methodologies compared by meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import frozen

from effrules.cli import diff_impact
from effrules.cli.door import OUTPUT, OVERLAY, RULES, Command, form_of, to_file, write_text
from effrules.cli.language import in_words, spoken
from effrules.cli.speaking import colour, leave_with_findings, say, tell_findings, width
from effrules.words import phrase, reason_of

if TYPE_CHECKING:
    from effrules.check.checked import Checked
    from effrules.cli.diff_impact import Asked
    from effrules.compare.difference import Difference
    from effrules.compare.impact.measuring import Impact
    from effrules.words import Language

CHANGED = 2
"""The exit code for a change of meaning."""

ENDINGS = {".txt": "text", ".json": "json", ".md": "md", ".html": "html", ".htm": "html"}


@click.command(cls=Command, short_help="Compare two methodologies by meaning, and whom it moves.")
@click.argument("old", type=RULES)
@click.argument("new", type=RULES, required=False)
@click.option("--format", "form", type=click.Choice(("text", "json", "md", "html")), default=None,
              help="What to print or write. By default what the ending of -o says, else text.")  # fmt: skip
@click.option("-o", "--output", type=OUTPUT, default=None, metavar="FILE",
              help="Write it to a file instead.")  # fmt: skip
@click.option("--only", type=click.Choice(("meaning", "all")), default="all", show_default=True,
              help="Leave out what changed in words, basis or examples only.")  # fmt: skip
@click.option("--set", "settings", multiple=True, metavar="WHAT=VALUE",
              help="What if, in NEW: weight.NODE=40%, penalty.NAME=0.5 or bonus.NAME=0.5 (points). May be repeated.")  # fmt: skip
@click.option("--with", "overlays", multiple=True, type=OVERLAY, metavar="FILE.eff",
              help="What if: an amendment laid on top of NEW. May be repeated.")  # fmt: skip
@diff_impact.options
def command(
    old: str,
    new: str | None,
    form: str | None,
    output: Path | None,
    only: str,
    settings: tuple[str, ...],
    overlays: tuple[Path, ...],
    data: Path | None,
    old_data: Path | None,
    new_data: Path | None,
    agencies: tuple[str, ...],
    everyone: bool,
    shortest_decimal: tuple[str, ...],
) -> None:
    """Compare OLD and NEW by meaning: names of bundled rules (`effrules list`), paths, or paths at a revision of git (`HEAD~1:rules/2015`).

    What is dropped, added, renamed, moved and changed, each with its reason where the rules give one; and what the rules
    alone show of its effect: who cannot gain, who cannot lose.

    Where NEW amends the version that OLD is, OLD is its base, wherever it lies. An amendment without a heading as NEW is laid on
    OLD. With --set and --with NEW may be left out: it is OLD then.

    \b
    effrules diff 2013 2015
    effrules diff law.eff draft.eff --data data/
    effrules diff current --set weight.goals=50% --set weight.interaction=25%

    The exit code is 0 where the meaning is the same, 2 where it is not, and 1 for an error in the rules or data. A wrong
    option ends with 2 as well; then nothing is printed but the usage, on standard error.
    """
    from effrules.cli.revisions import NotThere, laid_out

    output = to_file(output)
    shown = _Shown(
        form_of(form, output, ENDINGS), output, spoken(form_of(form, output, ENDINGS)), only == "all"
    )
    asked = diff_impact.asked_for(data, old_data, new_data, agencies, everyone, shortest_decimal)
    if new is None and not settings and not overlays:
        told = phrase("Missing argument 'NEW': with what is OLD to be compared?")
        raise click.UsageError(in_words(told))
    try:
        with laid_out((old, old if new is None else new)) as (before, after):
            _compare(before, after, _WhatIf(settings, overlays), shown, asked)
    except NotThere as why:
        raise click.UsageError(in_words(phrase("git: {reason}", reason=reason_of(why)))) from None


@frozen
class _Shown:
    """How a comparison is to be shown, and where."""

    form: str
    output: Path | None
    language: Language
    everything: bool


@frozen
class _WhatIf:
    """What is changed in NEW."""

    settings: tuple[str, ...]
    overlays: tuple[Path, ...]


def _compare(old: str, new: str, what_if: _WhatIf, shown: _Shown, asked: Asked | None) -> None:
    from effrules.check.cached import load
    from effrules.cli.inputs import refuse_settings, with_settings

    if what_if.settings:
        refuse_settings(what_if.settings)
    overlays = what_if.overlays
    if _is_overlay(new):
        new, overlays = old, (Path(new), *overlays)
    before, after = load(old, stated=(new,)), load(new, overlays, stated=(old,))
    errors = [finding for checked in (before, after) for finding in checked.findings if finding.is_error]
    if before.program is None or after.program is None:
        from effrules.diagnostics import distinct

        leave_with_findings(distinct(errors))
    from effrules.compare.chain import along, between
    from effrules.compare.difference import difference

    program = with_settings(after.program, what_if.settings) if what_if.settings else after.program
    steps = between(old, new)
    if steps and (overlays or what_if.settings):
        plain = load(new, stated=(old,)).program
        steps = (*steps, plain) if plain is not None else ()
    found = along(difference(before.program, program), steps)
    impact = None if asked is None else diff_impact.worked_out(found, asked)
    page = Page(
        found,
        shown.form,
        shown.language,
        shown.everything,
        not what_if.settings and _same_text(before, after),
        shown.output is None,
        impact,
        asked,
        (*_apart(overlays), *what_if.settings),
    )
    write(page.rendered(), shown.output)
    if impact is not None:
        problems = diff_impact.problems(impact)
        tell_findings(problems)
        if any(finding.is_error for finding in problems):
            raise click.exceptions.Exit(1)
    if found.changes_meaning:
        raise click.exceptions.Exit(CHANGED)


def _apart(overlays: tuple[Path, ...]) -> list[str]:
    """What overlays are called in a heading: by their files, and by their paths where files have one name."""
    names = [overlay.name for overlay in overlays]
    return [str(one) if names.count(one.name) > 1 else one.name for one in overlays]


def _is_overlay(name: str) -> bool:
    """Whether rules have no heading: an amendment that can only be laid on top."""
    from effrules.amend.headings import heading_in
    from effrules.amend.locating import locate, rule_files

    path = locate(name)
    return path is not None and all(heading_in(file) is None for file in rule_files(path))


def _same_text(before: Checked, after: Checked) -> bool:
    """Whether two sets of rule files say the same to the letter, whatever they are called."""
    return [source.text for source in before.sources] == [source.text for source in after.sources]


@frozen
class Page:
    """What is to be shown of a comparison, and how; ``impact`` where there are data, as ``asked`` for.

    ``laid`` is what was laid on the new side or set in it.
    """

    found: Difference
    form: str
    language: Language
    everything: bool
    same_text: bool
    to_terminal: bool
    impact: Impact | None
    asked: Asked | None
    laid: tuple[str, ...] = ()

    def rendered(self) -> str:
        """The comparison in its format: ``text``, ``json``, ``md``, ``html``."""
        if self.form == "json":
            from effrules.report.difference.json_text import json_text
            from effrules.report.impact.json_text import document

            impact = None if self.impact is None else document(self.impact)
            return json_text(self.found, everything=self.everything, what_if=self.laid, impact=impact)
        from effrules.report.difference.summary import summary

        outline = summary(
            self.found,
            self.language,
            everything=self.everything,
            same_text=self.same_text,
            laid=self.laid,
        )
        moved = self._impact()
        if self.form == "md":
            from effrules.report.difference.markdown import markdown

            return markdown(outline) + (f"\n{moved}" if moved else "")
        if self.form == "html":
            from effrules.report.difference.page import html

            return html(outline, moved, diff_impact.style() if moved else "")
        from effrules.report.difference.text import text

        columns = width() if self.to_terminal else 0
        shown = text(outline, width=columns, colour=self.to_terminal and colour())
        return shown + (f"\n{moved}" if moved else "")

    def _impact(self) -> str:
        if self.impact is None or self.asked is None:
            return ""
        return diff_impact.shown(
            self.impact,
            self.asked,
            self.form,
            self.language,
            to_terminal=self.to_terminal,
            laid=self.laid,
        )


def write(words: str, output: Path | None) -> None:
    """Print, or write to a file; where that cannot be, leave with exit code 1."""
    if output is None:
        say(words)
    else:
        write_text(output, words)

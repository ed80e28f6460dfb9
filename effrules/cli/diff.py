"""``effrules diff``: two methodologies compared by meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import evolve, frozen

from effrules.cli import diff_impact
from effrules.cli.door import OVERLAY, RULES, Command
from effrules.cli.language import in_words
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.speaking import leave_with_findings, tell_findings
from effrules.words import phrase, reason_of

if TYPE_CHECKING:
    from effrules.check.checked import Checked
    from effrules.cli.diff_impact import Asked
    from effrules.compare.difference import Difference
    from effrules.report.blocks.pieces import Page
    from effrules.words import Language

CHANGED = 2
"""The exit code for a change of meaning."""


@click.command(cls=Command, short_help="Compare two methodologies by meaning, and whom it moves.")
@click.argument("old", type=RULES)
@click.argument("new", type=RULES, required=False)
@page_options(*PAGE, "json")
@click.option("--only", type=click.Choice(("meaning", "all")), default="all", show_default=True,
              help="Leave out what changed in words, basis or examples only.")  # fmt: skip
@click.option("--set", "settings", multiple=True, metavar="WHAT=VALUE",
              help="What if, in NEW: weight.NODE=40%, penalty.NAME=0.5 or bonus.NAME=0.5 (points). May be repeated.")  # fmt: skip
@click.option("--with", "overlays", multiple=True, type=OVERLAY, metavar="FILE.eff",
              help="What if: an amendment laid on top of NEW. May be repeated.")  # fmt: skip
@click.option("--style", type=click.Choice(("edits", "table", "order")), default="edits", show_default=True,
              help="What changed by meaning, the comparison table that goes with a draft, or the order that amends.")  # fmt: skip
@click.option("--parallel", "both", is_flag=True,
              help="With --style: in Kazakh and then in Russian.")  # fmt: skip
@diff_impact.options
def command(
    old: str,
    new: str | None,
    to: To,
    only: str,
    style: str,
    both: bool,
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
    effrules diff current draft.eff --style table --lang ru -o table.docx
    effrules diff current draft.eff --style order --parallel -o order.docx

    With --style the items are those of `effrules document OLD --style order`; edits that the act does not say are told on standard error.

    The exit code is 0 where the meaning is the same, 2 where it is not, and 1 for an error in the rules or data. A wrong
    option ends with 2 as well; then nothing is printed but the usage, on standard error.
    """
    from effrules.cli.revisions import NotThere, laid_out

    paper = _paper(style, both, to, only, has_data=bool(data or old_data or new_data))
    asked = diff_impact.asked_for(data, old_data, new_data, agencies, everyone, shortest_decimal)
    if new is None and not settings and not overlays:
        told = phrase("Missing argument 'NEW': with what is OLD to be compared?")
        raise click.UsageError(in_words(told))
    try:
        with laid_out((old, old if new is None else new)) as (before, after):
            _compare(before, after, _WhatIf(settings, overlays), to, asked or paper, everything=only == "all")
    except NotThere as why:
        raise click.UsageError(in_words(phrase("git: {reason}", reason=reason_of(why)))) from None


@frozen
class _Paper:
    """That a paper is wanted instead of the edits: which one, and whether in both languages."""

    style: str
    both: bool


def _paper(style: str, both: bool, to: To, only: str, *, has_data: bool) -> _Paper | None:
    """The paper that is asked for. Raises click.BadParameter for what no paper can have, and for what only one has."""
    if style == "edits":
        if both:
            told = phrase("only a paper has it: add `--style table` or `--style order`")
            raise click.BadParameter(in_words(told), param_hint="--parallel")
        return None
    for option, is_given in (
        ("--data", has_data),
        ("--only", only != "all"),
        ("--format", to.form == "json"),
    ):
        if is_given:
            told = phrase(
                "a paper that is signed has no such thing: leave it out, or `--style {style}`", style=style
            )
            raise click.BadParameter(in_words(told), param_hint=option)
    return _Paper(style, both)


@frozen
class _WhatIf:
    """What is changed in NEW."""

    settings: tuple[str, ...]
    overlays: tuple[Path, ...]


def _compare(
    old: str, new: str, what_if: _WhatIf, to: To, asked: Asked | _Paper | None, *, everything: bool
) -> None:
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
    if isinstance(asked, _Paper):
        _write(asked, found, to)
        raise click.exceptions.Exit(CHANGED if found.changes_meaning else 0)
    impact = None if asked is None else diff_impact.worked_out(found, asked)
    is_same = not what_if.settings and _same_text(before, after)
    laid = (*_apart(overlays), *what_if.settings)
    if to.form == "json":
        from effrules.report.difference.json_text import json_text

        moved = None if impact is None else diff_impact.document(impact)
        to.text(json_text(found, everything=everything, what_if=list(laid), impact=moved))
    else:
        from effrules.report.difference.summary import page

        def told(language: Language) -> Page:
            made = page(found, language, everything=everything, same_text=is_same, laid=laid)
            if impact is None or asked is None:
                return made
            title, named, *rest = made.blocks
            more = diff_impact.blocks(impact, asked, to.form, language, laid)
            return evolve(made, blocks=(title, named, *more, *rest))

        to.page(told)
    if impact is not None:
        problems = diff_impact.problems(impact)
        tell_findings(problems)
        if any(finding.is_error for finding in problems):
            raise click.exceptions.Exit(1)
    if found.changes_meaning:
        raise click.exceptions.Exit(CHANGED)


def _write(asked: _Paper, found: Difference, to: To) -> None:
    """Write a paper, and tell of the edits that it does not say."""
    from effrules.report.drafting.findings import unsaid_findings
    from effrules.report.drafting.papers import Style, paper
    from effrules.words import Language

    languages = (Language.KK, Language.RU) if asked.both else (to.language,)
    made = paper(found, Style(asked.style), languages)
    to.page(made.page)
    tell_findings(unsaid_findings(made.apart))


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

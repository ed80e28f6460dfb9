"""``effrules year conclude``: a conclusion for each body."""

from __future__ import annotations

from pathlib import Path

import click

from effrules.cli.door import FOLDER, Command
from effrules.cli.language import languages
from effrules.cli.year.asking import folder, of_year, refusing, stage_option, year_of
from effrules.cli.year.paper import before, before_option, forms_option, paper, put, refuse_word, scored


@click.command(cls=Command, several_languages=True, short_help="Write a conclusion for each body.")
@folder
@stage_option
@click.option(
    "--body", "only", multiple=True, metavar="KEY", help="Only for this body; may be given several times."
)
@before_option
@forms_option
@click.option("-o", "--output", type=FOLDER, metavar="FOLDER",
              help="Where to write; without it papers/STAGE in the folder of the year.")  # fmt: skip
def command(
    folder: Path,
    stage: str,
    only: tuple[str, ...],
    earlier: Path | None,
    forms: tuple[str, ...],
    output: Path | None,
) -> None:
    """Write the conclusion of each body of YEAR on a stage that was scored, as DOCX and HTML.

    \b
    effrules year conclude year-2023 --stage final --earlier year-2022 --lang kk --lang ru
    effrules year conclude year-2023 --stage preliminary --body akim_abay -o outbox

    It opens with what the body reached, then says where the points were lost, what moved since the year before (performance,
    rules, corrections), incidents, what was not applicable, and what became of objections. Before the stage is approved it is
    marked as a draft.
    """
    from effrules.cycle.concluding import concluded
    from effrules.cycle.forms import file_names
    from effrules.report.cycle.conclusion import page

    refuse_word(forms)
    year = year_of(folder)
    with refusing():
        of = scored(year, stage)
        names = file_names(one.key for one in of.standing.bodies)
        for key in only:
            of_year(key, names)
        place = output or folder / "papers" / stage
        for found in concluded(of, before(earlier), only):
            for language in languages():
                put(
                    paper(page(found, language), forms), place / f"{names[found.result.key]}.{language.value}"
                )

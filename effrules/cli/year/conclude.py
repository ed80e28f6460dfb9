"""``effrules year conclude``: a conclusion for each body."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import FOLDER, TEMPLATE, Command
from effrules.cli.language import languages
from effrules.cli.speaking import speak
from effrules.cli.year.asking import (
    author,
    folder,
    of_year,
    refusing,
    stage_option,
    today,
    told_last,
    writes,
    year_of,
)
from effrules.cli.year.paper import (
    before,
    before_option,
    by_template,
    forms_option,
    paper,
    put,
    refuse_template,
    refuse_word,
    scored,
    tell_left_out,
)
from effrules.words import counted, phrase, several

if TYPE_CHECKING:
    from effrules.cycle.entries import What
    from effrules.words import Language


@click.command(cls=Command, several_languages=True, short_help="Write a conclusion for each body.")
@folder
@stage_option
@click.option(
    "--body", "only", multiple=True, metavar="KEY", help="Only for this body; may be given several times."
)
@before_option
@forms_option
@click.option(
    "--template",
    type=TEMPLATE,
    metavar="FILE",
    help="Your own template (.docx or .html) instead of the usual one; `effrules year template` writes one to begin with.",
)
@click.option("-o", "--output", type=FOLDER, metavar="FOLDER",
              help="Where to write; without it papers/STAGE in the folder of the year.")  # fmt: skip
@click.option(
    "--send",
    is_flag=True,
    help="Enter in the register that they are sent, on the day of --on; each names its last day to object, and is kept.",
)
@writes
def command(
    folder: Path, stage: str, only: tuple[str, ...], earlier: Path | None, forms: tuple[str, ...], output: Path | None,
    template: Path | None, send: bool, by: str | None, on: date | None, why: str,
) -> None:  # fmt: skip
    """Write the conclusion of each body of YEAR on a stage that was scored, as DOCX and HTML.

    \b
    effrules year conclude year-2023 --stage final --earlier year-2022 --lang kk --lang ru
    effrules year conclude year-2023 --stage preliminary --body akim_abay -o outbox --send --on 2024-05-20

    It opens with what the body reached, then says where the points were lost, what moved since the year before (performance,
    rules, corrections), incidents, what was not applicable, what is recommended, what became of objections, and how to object
    and until when. Before the stage is approved it is marked as a draft.
    """
    from effrules.cycle.concluding import concluded
    from effrules.cycle.entering import NotEntered, refuse_earlier
    from effrules.cycle.entries import Sent
    from effrules.cycle.forms import file_names
    from effrules.cycle.terms import CONCLUSION
    from effrules.report.cycle.conclusion import page

    if template is None:
        refuse_word(forms)
    else:
        refuse_template(template, forms)
        tell_left_out(template)
    who = author(by) if send else ""
    year = year_of(folder, on)
    made: dict[tuple[str, Language], Mapping[str, bytes]] = {}
    entries: list[What] = []
    with refusing():
        of = scored(year, stage)
        names = file_names(one.key for one in of.standing.bodies)
        for key in only:
            of_year(key, names)
        if send and not only and (gone := of.sent_to(CONCLUSION)):
            raise NotEntered(
                phrase(
                    "conclusions on these results went out already, and the days to object run from then: {bodies}; name with --body to whom one is sent again",
                    bodies=several(year.names.typed(key) for key in sorted(gone)),
                )
            )
        place = output or folder / "papers" / stage
        sending = (on or today()) if send else None
        if send:
            refuse_earlier(of.entry, on)
        for found in concluded(of, before(earlier, of.year.manifest.year), only, sending):
            key = found.result.key
            for language in languages():
                if template is None:
                    made[key, language] = paper(page(found, language), forms)
                else:
                    made[key, language] = by_template(template, found, language)
        called = {one: f"{names[one[0]]}.{one[1].value}" for one in made}
        put({place / called[one]: files for one, files in made.items()}, place)
        for (key, language), files in made.items() if send else ():
            ending, content = next(iter(files.items()))
            kept = year.kept_bytes(called[key, language] + ending, content)
            entries.append(Sent(key, CONCLUSION, of.stage, kept, 0))
        if entries:
            year.register.add_all(entries, who, why, sending)
            told = counted("{n} paper is entered as sent.", "{n} papers are entered as sent.", n=len(entries))
            speak(told)
            speak(told_last(year.register.entries()))
        else:
            speak(phrase("Nothing is entered as sent, and no day to object runs: --send does that."))

"""What the commands of a year ask for: its folder, who does something, when, and why."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from effrules.cli.door import DATA, EARLIER, FOLDER, Refusal, leave_unwritten
from effrules.cli.language import as_sentence, in_words, spoken
from effrules.cli.speaking import leave_with_findings, say, speak, width
from effrules.source import bytes_of
from effrules.words import Message, phrase, reason_of, several

if TYPE_CHECKING:
    from effrules.cycle import Year
    from effrules.cycle.entries import CellName, Entry, What
    from effrules.cycle.running import Held
    from effrules.cycle.scored import ScoredStage
    from effrules.cycle.standing import Standing
    from effrules.report.blocks.pieces import Line

BY = "EFFRULES_BY"
"""The environment variable that names who writes entries."""


class _Day(click.ParamType):  # type: ignore[type-arg] # generic in newer releases only
    """A day, as 2020-02-28."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            told = phrase("`{value}` is no day; write it as 2020-02-28.", value=str(value))
            self.fail(in_words(told), param, ctx)


class _Words(click.ParamType):  # type: ignore[type-arg] # generic in newer releases only
    """A text that says something."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text."""
        if not value.strip():
            self.fail(in_words(phrase("it says nothing.")), param, ctx)
        return str(value)


def _come(context: click.Context, param: click.Parameter, day: date | None) -> date | None:
    """A day that has come: nothing that is told was later."""
    if day is not None and day > today():
        raise click.BadParameter(in_words(phrase("{day} has not come yet.", day=day)))
    return day


folder = click.argument("folder", type=FOLDER, metavar="YEAR")
"""The folder of the year."""

DAY = _Day()
WORDS = _Words()


def writes(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that writes entries: who, when, why."""
    for option in (
        click.option("--why", default="", metavar="TEXT", help="Why; it stands in the register."),
        click.option("--on", type=DAY, metavar="DAY", callback=_come,
                     help="The day of what is told, where it was not today: 2020-02-28. When it was written down is kept too."),
        click.option("--by", envvar=BY, show_envvar=True, metavar="NAME",
                     help="Who writes the entry; without it the user of this computer."),
    ):  # fmt: skip
        command = option(command)
    return command


def author(by: str | None) -> str:
    """Who writes: the name that was given, else that of the user."""
    if by and by.strip():
        return by
    for name in ("USER", "LOGNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    raise Refusal(in_words(phrase("say who writes the entry: --by NAME.")))


def year_of(folder: Path, on: date | None = None) -> Year:
    """The year of a folder. Raises Refusal where it is none, was changed, or was opened later than ``on``, the day of what is told."""
    from effrules.cycle import Broken, NotAYear, opened

    try:
        year = opened(folder)
        if on is not None and on < year.register.opened_on:
            told = phrase("{day} is before {opened}, the day on which the year was opened.", day=on, opened=year.register.opened_on)  # fmt: skip
            raise click.BadParameter(in_words(told), param_hint="--on")
    except (NotAYear, Broken, OSError) as why:
        raise Refusal(as_sentence(reason_of(why))) from None
    return year


def entries_of(year: Year) -> tuple[Entry, ...]:
    """All entries of a year. Raises Refusal where the register was changed."""
    from effrules.cycle import Broken

    try:
        return year.register.entries()
    except (Broken, OSError) as why:
        raise Refusal(as_sentence(reason_of(why))) from None


def today() -> date:
    """The day of today, where this computer stands."""
    from effrules.cycle.register import today as of_register

    return of_register()


FIGURE = "TABLE[/ROW…]"
"""How a place in the data is written; `//` stands for a slash in an identifier."""

evidence = click.option("--evidence", multiple=True, type=DATA, metavar="FILE",
                        help="A file that proves it; it is kept in the folder of the year. May be repeated.")  # fmt: skip
"""The option that names files of evidence."""


def cell_of(body: str, place: str, field: str) -> CellName:
    """The figure that a place such as `service/2` and a field lead to."""
    from effrules.cycle.entries import CellName

    table, *row = (one.replace("//", "/") for one in re.split(r"(?<!/)/(?!/)", place))
    return CellName(body, table, tuple(row), field)


def pair_of(text: str, hint: str) -> tuple[str, str]:
    """A field and its value, of FIELD=VALUE. Raises click.BadParameter."""
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise click.BadParameter(in_words(phrase("`{text}`: write FIELD=VALUE.", text=text)), param_hint=hint)
    return name, value


def entered(
    year: Year,
    make: Callable[[Standing], What],
    by: str | None,
    why: str,
    on: date | None,
    *,
    quiet: bool = False,
) -> Entry:
    """Write an entry, and say so if not ``quiet``. Ends the command where it cannot be."""
    from effrules.cycle.entering import enter
    from effrules.report.cycle.register_text import register_text

    who = author(by)
    with refusing():
        entry = enter(year, make, who, why, on)
    if not quiet:
        say(register_text(year, (entry,), spoken(), width()))
        speak(told_last((entry,)))
    return entry


def told_last(entries: Sequence[Entry]) -> Message:
    """How many entries the register has, and the digest of the last one: who notes it down can show later that none was removed."""
    last = entries[-1]
    return phrase("Register: entry {number}, {digest}", number=str(last.number), digest=last.digest)


@contextmanager
def refusing() -> Iterator[None]:
    """Tell what cannot be entered or put together, and end the command."""
    from effrules.cycle import Broken, NotAYear
    from effrules.cycle.entering import NotEntered, Wrong
    from effrules.cycle.open_sheets import NotThere
    from effrules.cycle.register import Overtaken

    try:
        yield
    except Wrong as wrong:
        leave_with_findings(wrong.findings)
    except (NotEntered, NotThere, Overtaken, Broken, NotAYear) as problem:
        raise Refusal(as_sentence(reason_of(problem))) from None
    except OSError as problem:
        leave_unwritten(problem)


def refuse_later(place: Path | None, year: int) -> None:
    """Ends the command where a folder that is named as the year before ``year`` is that of another one."""
    from effrules.cycle.folder import manifest_of

    if place is None or not place.is_dir():
        return
    with refusing():
        other = manifest_of(place).year
    if other >= year:
        told = phrase(
            "{folder} is the year {other}, which is not before {year}.",
            folder=str(place),
            other=str(other),
            year=str(year),
        )
        raise click.BadParameter(in_words(told), param_hint="--earlier")


def earlier_of(place: Path, year: int) -> tuple[str, bytes]:
    """The results of the year before ``year``, by name and content: of its folder what was approved, or a file. Ends the command where there are none."""
    from effrules.cycle.stages import results_before
    from effrules.data.earlier import earlier_scores

    refuse_later(place, year)
    with refusing():
        name, path = results_before(place)
        content = bytes_of(path)
    scores, problems = earlier_scores(path)
    if scores is None:
        leave_with_findings(problems)
    return name, content


def of_year(key: str, bodies: Iterable[str]) -> str:
    """The identifier of a body of the year. Raises Refusal where there is none of that name."""
    from effrules.diagnostics.lookalikes import nearest

    known = tuple(bodies)
    if key in known:
        return key
    near = nearest(key, known)
    if not near:
        raise Refusal(in_words(phrase("`{body}` is no body of this year.", body=key)))
    told = phrase("`{body}` is no body of this year; did you mean `{near}`?", body=key, near=near[0])
    raise Refusal(in_words(told))


def refuse_institution(name: str, known: Iterable[str]) -> None:
    """Raises click.BadParameter for an institution that reports nothing."""
    from effrules.diagnostics.lookalikes import suggestion

    names = tuple(known)
    if name not in names:
        told = phrase("the rules have no `{institution}` that reports of bodies.", institution=name)
        meant = suggestion(name, names) or phrase(
            "Institutions that do: {names}.", names=several(names or ("-",))
        )
        raise click.BadParameter(in_words(told, meant), param_hint="--institution")


earlier_years = click.option("--earlier", "earlier", multiple=True, type=EARLIER, metavar="YEAR",
                             help="The folder of a year before, for what the rules say of several years running. May be repeated.")  # fmt: skip
"""The option that names years before, for what the rules say of several years."""


def held_in(of: ScoredStage, earlier: tuple[Path, ...]) -> tuple[Held, ...]:
    """What the rules say of several years running. Ends the command where a folder is no year before."""
    from effrules.cycle.running import held, results_of

    for one in earlier:
        if not one.is_dir():
            told = phrase("`{path}` is not the folder of a year.", path=str(one))
            raise click.BadParameter(in_words(told), param_hint="--earlier")
        refuse_later(one, of.year.manifest.year)
    with refusing():
        return tuple(held(of, results_of(earlier)))


def named(called: str, name: str) -> Line:
    """What something is called, and beside it, faint, the identifier that commands take."""
    from effrules.cycle.names import beside
    from effrules.report.blocks.pieces import Tone, Words

    return (Words(called), Words(beside(called, name).removeprefix(called), Tone.FAINT))


def refuse_no_reason(why: str) -> None:
    """Raises click.MissingParameter where no reason was given."""
    if not why.strip():
        raise click.MissingParameter(param_hint="--why", param_type="option")


stage_option = click.option("--stage", type=click.Choice(("preliminary", "final")), required=True,
                            help="The results before objections were decided, or after.")  # fmt: skip
"""The option that names a stage."""

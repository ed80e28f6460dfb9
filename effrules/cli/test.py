"""``effrules test``: run the examples of a methodology and try its properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from effrules.cli.door import RULES, Command, Whole, apart
from effrules.cli.inputs import checked_of
from effrules.cli.language import ENGLISH, code, in_words, spoken
from effrules.cli.speaking import say, speak, tell_findings, width
from effrules.model.program import ExpectationOf
from effrules.words import counted, phrase

if TYPE_CHECKING:
    from effrules.model.program import Program
    from effrules.prove.examples import ExampleOutcome
    from effrules.prove.properties import PropertyOutcome


@click.command(cls=Command, short_help="Try the examples and the properties of a methodology.")
@click.argument("rules", type=RULES)
@click.option("--only", multiple=True, metavar="NAME", help="This example or property only. May be repeated.")
@click.option("--examples-only", is_flag=True, help="Leave the properties out.")
@click.option("--properties-only", is_flag=True, help="Leave the examples out.")
@click.option(
    "--tries", default=200, show_default=True, type=Whole(1), help="Random cases for each property."
)
@click.option("--seed", type=int, help="Other random cases; without it every run tries the same.")
@click.option("--format", "form", type=click.Choice(("text", "json", "junit")), default="text",
              show_default=True,
              help="What to print.")  # fmt: skip
def command(
    rules: str, only: tuple[str, ...], examples_only: bool, properties_only: bool, tries: int, seed: int | None,
    form: str,
) -> None:  # fmt: skip
    """Run the examples of RULES (expected against got) and try its properties on random bodies.

    A property that does not hold is shown with the smallest counter-example, as an `example` block to paste. One that
    held was tried, not proved. The exit code is 1 when anything failed.
    """
    if examples_only and properties_only:
        told = phrase("--examples-only and --properties-only leave nothing.")
        raise click.UsageError(in_words(told))
    stated = click.get_current_context().get_parameter_source
    for name in ("tries", "seed") if examples_only else ():
        apart(f"--{name}", "--examples-only", given=stated(name) is ParameterSource.COMMANDLINE)
    from effrules.prove.examples import run_example

    _, program = checked_of(rules)
    _known(program, only)
    examples = [] if properties_only else [e for e in program.examples if not only or e.name in only]
    promises = [] if examples_only else [q for q in program.properties if not only or q.name in only]
    speaks = form == "text"
    worked: list[ExampleOutcome] = []
    tried: list[PropertyOutcome] = []
    for example in examples:
        worked.append(run_example(program, example))
        if speaks:
            _speak_of_example(worked[-1])
    if promises:
        from effrules.cli.progress import Progress
        from effrules.prove.properties import parts_to_try, try_property

        for promise, part in zip(program.properties, parts_to_try(program, program.properties), strict=True):
            if promise not in promises:
                continue
            with Progress() as progress:
                tried.append(try_property(program, promise, tries, seed, progress, part))
            if speaks:
                _speak_of_property(tried[-1], program.header.languages)
    failed = sum(not o.passed for o in worked) + sum(o.broken is not None for o in tried)
    if speaks:
        ended = phrase(
            "{examples}, {properties}: {ended}",
            examples=counted("{n} example", "{n} examples", n=len(worked)),
            properties=counted("{n} property", "{n} properties", n=len(tried)),
            ended=counted("{n} failed", "{n} failed", n=failed) if failed else phrase("all right"),
        )
        say("\n")
        speak(ended)
    else:
        from effrules.report.rules import proof

        written = proof.json_text if form == "json" else proof.junit_text
        say(written(rules, worked, tried, spoken(form)))
    if failed:
        raise click.exceptions.Exit(1)


def _known(program: Program, only: tuple[str, ...]) -> None:
    names = [example.name for example in program.examples] + [promise.name for promise in program.properties]
    for name in only:
        if name not in names:
            from effrules.diagnostics.lookalikes import suggestion

            told = phrase("there is no example or property `{name}`.", name=name)
            raise click.BadParameter(in_words(told, suggestion(name, names)), param_hint="--only")


def _speak_of_example(outcome: ExampleOutcome) -> None:
    from effrules.report.rules.proof import check_told

    name = outcome.example.name
    ended = (
        phrase("ok   example {name}", name=name)
        if outcome.passed
        else phrase("FAIL example {name}", name=name)
    )
    speak(ended, hanging=5)
    for check in outcome.checks:
        if not check.passed:
            of_rating = check.expectation.kind is ExpectationOf.RATING
            told = check_told(check, phrase("rating") if of_rating else check.expectation.what)
            place = f"  ({check.expectation.span})" if check.expectation.span else ""
            speak(f"{in_words(told)}{place}", 7)
    tell_findings(outcome.findings)


def _speak_of_property(outcome: PropertyOutcome, languages: tuple[str, ...]) -> None:
    title = outcome.property.titles.get(code(), languages)
    name = outcome.property.name if code() == ENGLISH or not title else f"«{title}»"
    if outcome.broken is not None:
        speak(phrase("FAIL property {name}", name=name), hanging=5)
        say(f"\n{outcome.example_in(spoken(), width())}\n\n")
        tell_findings(outcome.broken.findings)
        return
    told = phrase(
        "ok   property {name}: held in {tested} of {tried} random cases that fitted; tried, not proved",
        name=name,
        tested=outcome.tested,
        tried=outcome.tried,
    )
    if not outcome.tested:
        told = phrase("{told}  (never put to the test: no case fitted)", told=told)
    speak(told, hanging=5)

"""What steps of a derivation are called, and how their values are written, in one language."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Self, assert_never

from attrs import evolve, frozen
from flint import fmpq

from effrules.diagnostics.glyphs import shown as fit
from effrules.diagnostics.glyphs import shown_raw
from effrules.model.figures import figure
from effrules.model.numbers import display, exact_text, finite_places, fixed, is_finite_decimal, percent_text
from effrules.model.program import Program
from effrules.model.real import Num, Real, Undecided, known_equal, round_num
from effrules.model.rounding import Counted, Rounding, RoundingMode, places_of, round_to_places
from effrules.model.schema import Titles
from effrules.report.derivation.trace_wording import say
from effrules.report.document.told_formulas import Formulas
from effrules.report.naming import Naming
from effrules.report.wording import counted_of, when_rounded, word
from effrules.trace import steps as s
from effrules.words import Language, number

NONE = "—"
"""Stands for a value that is not there."""

BETWEEN_PLACES = 4
"""So many decimals are shown of a value on the way; scores have two, or as many as the rules round them to."""

LONGEST = 24
"""An exact text up to this length stands in a sentence; of a longer one the first decimals do."""

FIRST_PLACES = 12
"""So many of them."""

SCORES = frozenset(
    {s.Node, s.Adjust, s.Bounded, s.WeightedMean, s.OfParts, s.ScoreOf, s.Multiplied, s.MeanOfOthers}
)
"""Steps whose value is a score."""

SHARED = ("naming", "_formulas", "_briefly", "_sentences")
"""What is alike for all bodies."""

DIFFERENTLY = SCORES | {s.Place, s.Cell, s.Round}
"""Steps whose numbers are displayed in another way than in full, if that takes few decimals."""


def in_percent(rounding: Rounding) -> bool:
    """Whether the decimals of a share that is rounded are those of the percentage: then it is shown as one."""
    return rounding.counted is Counted.PERCENTAGE


@frozen(slots=False)
class StepValues:
    """Names and values of steps. With a ``subject``, its own rows and nodes are called without its name."""

    program: Program
    language: Language
    subject: str = ""

    def about(self, subject: str) -> Self:
        """The same of a body: what was told already need not be told anew."""
        made = evolve(self, subject=subject)
        vars(made).update({name: getattr(self, name) for name in SHARED})
        return made

    @cached_property
    def naming(self) -> Naming:
        """Names of nodes and grades."""
        return Naming(self.program, self.language)

    @cached_property
    def _formulas(self) -> Formulas:
        return Formulas(self.naming)

    @cached_property
    def _briefly(self) -> dict[int, tuple[Num, str]]:
        """What was said of numbers, by their identity: a value that many steps have, or are made of, is written once."""
        return {}

    @cached_property
    def _sentences(self) -> dict[tuple[str, ...], str]:
        """What was said already, by the key, the names and the values."""
        return {}

    @cached_property
    def compared(self) -> dict[int, tuple[s.Among, list[Num]]]:
        """The numbers of steps ``among``, by their identity."""
        return {}

    # -- Values ---------------------------------------------------------------------------------------------------

    def shown(self, step: s.Step) -> str:
        """The value as it is displayed: a dash where there is none, nothing for weights."""
        value = step.value
        if isinstance(value, fmpq) and type(step) not in DIFFERENTLY:
            return self.number(self._short(value))
        match value:
            case None:
                return "" if isinstance(step, s.Weighting | s.Among) else NONE
            case bool():
                return self.answer(value)
            case fmpq() if isinstance(step, s.Place):
                return exact_text(value)
            case fmpq() if isinstance(step, s.Cell):
                return self.number(percent_text(value) if step.percent else self._short(value))
            case fmpq() if (
                isinstance(step, s.Round) and in_percent(step.rounding) and is_finite_decimal(value)
            ):
                return self.number(percent_text(value))
            case fmpq() | Real():
                return self.number(self._marked(step, value))
            case date():
                return value.isoformat()
            case str() if isinstance(step, s.Cell):
                return self.titled(step.choice, value)
            case str() if isinstance(step, s.Rating):
                return self.naming.grade(step.rated, value)
            case str():
                return fit(value)
            case _:
                assert_never(value)

    def exact(self, step: s.Step) -> str:
        """The exact text of a number, where what is displayed differs from it; else nothing."""
        value = step.value
        if isinstance(value, bool) or not isinstance(value, fmpq | Real):
            return ""
        text = self.number(exact_text(value) if isinstance(value, fmpq) else figure(value).exact)
        shown = self.shown(step)
        return "" if shown.startswith(text) and "≈" not in shown else text

    def _marked(self, step: s.Step, value: Num) -> str:
        """A score with the decimals of its rounding; another number in full, if that takes few decimals."""
        match step:
            case s.Node():
                return figure(value, self.program.nodes[step.node].rounding).marked
            case s.Round():
                return figure(value, step.rounding).marked
            case _ if type(step) in SCORES:
                return figure(value).marked
            case _:
                return self._short(value)

    def _short(self, value: Num) -> str:
        known = self._briefly.get(id(value))
        if known is None:
            known = self._briefly[id(value)] = (
                value,
                short(value),
            )  # with the number, so that no other gets its identity
        return known[1]

    def amount(self, value: s.StepValue) -> str:
        """A value inside a sentence: a number in full if that takes few decimals."""
        match value:
            case None:
                return NONE
            case bool():
                return self.answer(value)
            case fmpq() | Real():
                return self.number(self._short(value))
            case date():
                return value.isoformat()
            case _:
                return fit(value)

    def full(self, value: s.StepValue, *, percent: bool = False) -> str:
        """A number in full inside a sentence (in ``percent``) or, where that is too long, its first decimals, cut off."""
        if percent and isinstance(value, fmpq):
            return self.full(value * 100) + "%"
        if isinstance(value, bool) or not isinstance(value, fmpq | Real):
            return self.amount(value)
        text = figure(value).exact
        if len(text) > LONGEST:
            text = (
                _cut(value) if isinstance(value, fmpq) else text[: text.index(".") + FIRST_PLACES + 1] + "…"
            )
        return self.number(text)

    def percent(self, share: fmpq) -> str:
        """A weight as a percentage, to two decimals at most."""
        hundred = share * 100
        places = finite_places(hundred)
        text = exact_text(hundred) if places is not None and places <= 2 else figure(hundred).marked
        return self.number(text + "%")

    def number(self, text: str) -> str:
        """A number with the decimal sign of the language."""
        return number(text, self.language)

    def answer(self, value: object) -> str:
        """Yes or no."""
        return self.say("yes" if value else "no")

    def say(self, key: str, **values: object) -> str:
        """A sentence of derivations."""
        wanted = (key, *values, *map(str, values.values()))
        known = self._sentences.get(wanted)
        if known is None:
            known = self._sentences[wanted] = say(key, self.language, **values)
        return known

    def rounding(self, rounding: Rounding) -> str:
        """To how many digits, and in which mode."""
        mode = self.say(rounding.mode.value)
        if rounding.significant:
            late = when_rounded(rounding, self.language)
            return f"{self.say('to significant', n=rounding.digits, mode=mode)}{late}"
        key = {0: "to whole", 1: "to one decimal"}.get(rounding.said, "to decimals")
        said = self.say(key, n=rounding.said, of=counted_of(rounding, self.language), mode=mode)
        return f"{said}{when_rounded(rounding, self.language)}"

    def neighbours(self, value: fmpq, rounding: Rounding) -> tuple[str, str]:
        """The two figures that a rounding of the value can give, the smaller one first."""
        places = places_of(value, rounding)
        low = round_to_places(value, places, RoundingMode.FLOOR)
        high = round_to_places(value, places, RoundingMode.CEILING)
        percent = in_percent(rounding)
        return self.full(low, percent=percent), self.full(high, percent=percent)

    def stretch(self, stretch: s.Stretch, *, percent: bool = False) -> str:
        """A stretch of values, in words; in ``percent`` where a scale is printed so."""

        def amount(value: s.StepValue) -> str:
            if percent and isinstance(value, fmpq):
                return self.number(percent_text(value)) if is_finite_decimal(value) else self.amount(value)
            return self.amount(value)

        low = high = ""
        if stretch.low is not None and stretch.low == stretch.high:
            return self.say("exactly", value=amount(stretch.low))
        if stretch.low is not None:
            low = self.say("from" if stretch.low_included else "above", low=amount(stretch.low))
        if stretch.high is not None:
            below = "to below" if stretch.low is not None else "below"
            high = self.say("to" if stretch.high_included else below, high=amount(stretch.high))
        if low and high:
            return self.say("and", low=low, high=high)
        return low or high or self.say("any value")

    # -- Names ----------------------------------------------------------------------------------------------------

    def titled(self, titles: Titles, otherwise: str) -> str:
        """A title, else the identifier."""
        return self.naming.title(titles, otherwise)

    def node(self, name: str) -> str:
        """A node's title."""
        return self.naming.node(self.program.nodes[name])

    def label(self, step: s.Step) -> str:
        """What a step is called: its title, or the text of the rules."""
        match step:
            case s.Node():
                title = self.node(step.node)
                return f"{title} ({fit(step.subject)})" if self._is_other(step) else title
            case s.Cell():
                name, row = self.titled(step.titles, step.field), self.row(step.row, step.table)
                return self.say("cell", field=name, row=row) if row else name
            case s.Definition():
                title = self.titled(step.titles, step.name)
                declared = self.program.definitions.get(step.name)
                tables = [one.table for one in declared.row_parameters] if declared is not None else []
                given = [one.row for one in step.arguments if one.step is None]
                rows = ", ".join(filter(None, map(self.row, given, [*tables, *[""] * len(given)])))
                return f"{title}: {rows}" if rows else title
            case s.Among():
                return self.say("compared with")
            case s.Weighting():
                return self.say("weights of", node=self.node(step.node))
            case s.WeightedMean():
                return self.say("sum of parts" if adds_up(step) else "weighted mean")
            case s.Incidents():
                return self.say(step.kind.value, title=self.titled(step.titles, step.adjustment))
            case s.Adjust():
                return self.say(f"after {step.kind.value}", title=self.titled(step.titles, step.adjustment))
            case s.Bounded():
                return self.say(
                    "kept at most" if step.upper else "kept at least", bound=self.amount(step.bound)
                )
            case s.Rating():
                title = word("rating", self.language)
                called = title if step.rated == "total" else f"{title}: {self.node(step.rated)}"
                return self.titled(step.titles, called)
            case s.Place():
                title = self.titled(step.titles, word("place", self.language))
                if not self.program.gives_total:
                    title = f"{word('place', self.language)}: {self.titled(step.titles, step.ranking)}"
                group = self.group(step)
                return f"{title}: {group}" if group else title
            case _:
                return self.written(step) or self._unwritten(step)

    def written(self, step: s.Step, inside: str = "") -> str:
        """What the rules write at a step, or ``inside`` of it, as readers of the language are told it."""
        return self._formulas.at(step.place, step.text, inside) if step.text else fit(inside)

    def row(self, called: str, of: str = "") -> str:
        """What a row of a table is called; nothing for the subject itself."""
        if not self.subject:
            return self.naming.row(called, of)
        own = f'{self.program.schema.subject.name} "{self.subject}"'
        return self.naming.row("" if called == own else called.removeprefix(f"{own}, "), of)

    def among(self, step: s.Place) -> str:
        """A place among how many."""
        return self.say("of among", place=self.shown(step), among=step.among)

    def _unwritten(self, step: s.Step) -> str:
        """What a step is called that stands in no rule file."""
        match step:
            case s.Round():
                return self.say("rounding")
            case s.Every():
                return self.say("by own formula")
            case s.Not():
                return self.say("no condition")
            case s.IsApplicable():
                return self.say("applicable")
            case s.ScoreOf() if step.clause is not None:
                return self.say("own score")
            case s.ScoreOf():
                return (
                    self.say("before rounding", node=NONE)
                    if step.before_rounding
                    else word("total", self.language)
                )
            case s.Failed():
                return step.operation
            case s.Written():
                return self.amount(step.value)
            case _:
                return f"{step.op} {self.say('by what if')}"

    def _is_other(self, step: s.Node) -> bool:
        return bool(self.subject) and step.subject != self.subject

    def group(self, step: s.Place) -> str:
        """The group in which a place is given; nothing where all are in one."""
        ranking = next((at for at in self.program.rankings if at.name == step.ranking), None)
        if ranking is None or not ranking.within:
            return ""
        return ", ".join(
            self._group_value(name, value) for name, value in zip(ranking.within, step.group, strict=True)
        )

    def _group_value(self, field_name: str, value: str) -> str:
        """A value of the group as it was written down: yes-no fields as such, choices by their titles."""
        field = self.program.schema.subject.field_named(field_name)
        if not value:
            return word("others", self.language)
        if field is not None and dict(field.choice_titles):
            return self.naming.value(field_name, value)
        return self.number(fit(value)) if value.replace(".", "").isdigit() else fit(value)

    def raw(self, step: s.Cell) -> str:
        """What stands in a cell, in quotes."""
        text = shown_raw(step.raw)
        return text if text.startswith('"') else f'"{text}"'


def adds_up(step: s.WeightedMean) -> bool:
    """Whether a weighted mean is the plain sum of the parts' scores: their maxima make up the node's scale."""
    scale = step.maximum - step.minimum
    return step.minimum == 0 and all(
        part.minimum == 0 and part.weight * scale == part.maximum for part in step.parts
    )


def is_one_scale(step: s.WeightedMean) -> bool:
    """Whether all parts are on the node's own scale, so that the mean is the sum of weight x score."""
    return all((part.minimum, part.maximum) == (step.minimum, step.maximum) for part in step.parts)


def short(value: Num) -> str:
    """A number in full, if that takes few decimals, else a short fraction or the number rounded for show."""
    if isinstance(value, fmpq):
        places = finite_places(value)
        if places is not None and places <= BETWEEN_PLACES:
            return fixed(value, places)
    else:
        try:
            near = round_num(value, Rounding(BETWEEN_PLACES, RoundingMode.HALF_UP))
        except Undecided:
            return figure(value).marked
        if not known_equal(value, near):
            return f"≈{display(near, BETWEEN_PLACES)}"
    return figure(value, Rounding(BETWEEN_PLACES, RoundingMode.HALF_UP)).marked


def _cut(value: fmpq) -> str:
    """The first decimals of a number, none of them rounded."""
    low = round_to_places(value, FIRST_PLACES, RoundingMode.DOWN)
    sign = "-" if value < 0 else ""
    scaled = str(abs((low * fmpq(10) ** FIRST_PLACES).p)).rjust(FIRST_PLACES + 1, "0")
    return f"{sign}{scaled[:-FIRST_PLACES]}.{scaled[-FIRST_PLACES:]}…"

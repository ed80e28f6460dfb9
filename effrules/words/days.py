"""Days inside sentences, where a language names the month: a Kazakh or Russian sentence on January 1st is what English says as ``from 2017-01-01``.

Each month has its own sentence, as its case is a matter of the language; ``{day:year}`` and ``{day:number}`` are the parts of a day.
"""

from __future__ import annotations

from datetime import date

from effrules.words.message import Message, template

_SINCE = (
    template("from {day}", context="January"),
    template("from {day}", context="February"),
    template("from {day}", context="March"),
    template("from {day}", context="April"),
    template("from {day}", context="May"),
    template("from {day}", context="June"),
    template("from {day}", context="July"),
    template("from {day}", context="August"),
    template("from {day}", context="September"),
    template("from {day}", context="October"),
    template("from {day}", context="November"),
    template("from {day}", context="December"),
)
_UNTIL = (
    template("until {day}", context="January"),
    template("until {day}", context="February"),
    template("until {day}", context="March"),
    template("until {day}", context="April"),
    template("until {day}", context="May"),
    template("until {day}", context="June"),
    template("until {day}", context="July"),
    template("until {day}", context="August"),
    template("until {day}", context="September"),
    template("until {day}", context="October"),
    template("until {day}", context="November"),
    template("until {day}", context="December"),
)

_DATED = (
    template("{day:number} January {day:year}"),
    template("{day:number} February {day:year}"),
    template("{day:number} March {day:year}"),
    template("{day:number} April {day:year}"),
    template("{day:number} May {day:year}"),
    template("{day:number} June {day:year}"),
    template("{day:number} July {day:year}"),
    template("{day:number} August {day:year}"),
    template("{day:number} September {day:year}"),
    template("{day:number} October {day:year}"),
    template("{day:number} November {day:year}"),
    template("{day:number} December {day:year}"),
)


def since(day: date) -> Message:
    """From a day on: ``from 2017-01-01``."""
    return _SINCE[day.month - 1].of(day=day)


def until(day: date) -> Message:
    """Up to and including a day: ``until 2017-12-31``."""
    return _UNTIL[day.month - 1].of(day=day)


def dated(day: date) -> Message:
    """A day with its month in words, as papers have it: ``5 January 2017``."""
    return _DATED[day.month - 1].of(day=day)

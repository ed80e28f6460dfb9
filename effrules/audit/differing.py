"""Two tables of results side by side: what only one of them has, and the first value that is another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from effrules.audit.record import Column, ResultsRecord, Row
from effrules.audit.verdict import About, Difference
from effrules.words import Number, counted, phrase, template

_GONE = template("{what} has no result now")
_GONE_AND_MORE = template("{what} has no result now (and {more} more)")
_NEW = template("{what} has a result that the record does not have")
_NEW_AND_MORE = template("{what} has a result that the record does not have (and {more} more)")
_NOT_NOW = template("{what} is not calculated now")
_NOT_NOW_AND_MORE = template("{what} is not calculated now (and {more} more)")
_NOT_THEN = template("{what} is calculated, but not in the record")
_NOT_THEN_AND_MORE = template("{what} is calculated, but not in the record (and {more} more)")


def results_differ(then: ResultsRecord, now: ResultsRecord) -> Iterator[Difference]:
    """The bodies that only one side has, the columns that only one has, and the first value that is another."""
    before = {str(row[0]): row for row in then.rows}
    after = {str(row[0]): row for row in now.rows}
    for one, several, keys in (
        (_GONE, _GONE_AND_MORE, [key for key in before if key not in after]),
        (_NEW, _NEW_AND_MORE, [key for key in after if key not in before]),
        (_NOT_NOW, _NOT_NOW_AND_MORE, [str(column) for column in then.columns if column not in now.columns]),
        (
            _NOT_THEN,
            _NOT_THEN_AND_MORE,
            [str(column) for column in now.columns if column not in then.columns],
        ),
    ):
        if keys:
            more = len(keys) - 1
            words = several.of(what=keys[0], more=Number(f"{more:,}")) if more else one.of(what=keys[0])
            yield Difference(About.RESULT, keys[0], words, more=more)
    if list(before) != list(after) and set(before) == set(after):
        yield Difference(About.RESULT, "order", phrase("the bodies come in another order"))
    if len(before) != len(then.rows):
        yield Difference(About.RESULT, "bodies", phrase("the record has a body twice"))
    changed = list(_changed(then, now, before, after))
    if changed:
        key, column, old, new = changed[0]
        bodies = len({body for body, *_ in changed})
        words = phrase("{body}, {column} has another value", body=key, column=str(column))
        if len(changed) > 1:
            of = counted("{n} body", "{n} bodies", n=bodies, context="values of")
            words = phrase(
                "{told} ({count} values differ, of {of})",
                told=words,
                count=Number(f"{len(changed):,}"),
                of=of,
            )
        yield Difference(About.RESULT, f"{key}, {column}", words, old, new, len(changed) - 1)


def _changed(
    then: ResultsRecord, now: ResultsRecord, before: Mapping[str, Row], after: Mapping[str, Row]
) -> Iterator[tuple[str, Column, str | None, str | None]]:
    place = {column: index for index, column in enumerate(now.columns, 1)}
    for key, row in before.items():
        other = after.get(key)
        if other is None:
            continue
        for index, column in enumerate(then.columns, 1):
            if column in place and row[index] != other[place[column]]:
                yield key, column, row[index], other[place[column]]

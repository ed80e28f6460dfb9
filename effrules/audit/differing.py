"""Two tables of results side by side: what only one of them has, and the first value that is another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from effrules.audit.record import Column, ResultsRecord, Row
from effrules.audit.verdict import About, Difference


def results_differ(then: ResultsRecord, now: ResultsRecord) -> Iterator[Difference]:
    """The bodies that only one side has, the columns that only one has, and the first value that is another."""
    before = {str(row[0]): row for row in then.rows}
    after = {str(row[0]): row for row in now.rows}
    for words, keys in (
        ("has no result now", [key for key in before if key not in after]),
        ("has a result that the record does not have", [key for key in after if key not in before]),
    ):
        if keys:
            yield Difference(About.RESULT, keys[0], f"{keys[0]} {words}{_more(keys)}", more=len(keys) - 1)
    for words, columns in (
        ("is not calculated now", [column for column in then.columns if column not in now.columns]),
        ("is calculated, but not in the record", [column for column in now.columns if column not in then.columns]),
    ):  # fmt: skip
        if columns:
            name = str(columns[0])
            yield Difference(About.RESULT, name, f"{name} {words}{_more(columns)}", more=len(columns) - 1)
    if list(before) != list(after) and set(before) == set(after):
        yield Difference(About.RESULT, "order", "the bodies come in another order")
    if len(before) != len(then.rows):
        yield Difference(About.RESULT, "bodies", "the record has a body twice")
    changed = list(_changed(then, now, before, after))
    if changed:
        key, column, old, new = changed[0]
        bodies = len({body for body, *_ in changed})
        words = f"{key}, {column} has another value"
        if len(changed) > 1:
            words += f" ({len(changed):,} values differ, of {bodies:,} {'body' if bodies == 1 else 'bodies'})"
        yield Difference(About.RESULT, f"{key}, {column}", words, old, new, len(changed) - 1)


def _more(things: Sequence[object]) -> str:
    return f" (and {len(things) - 1:,} more)" if len(things) > 1 else ""


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

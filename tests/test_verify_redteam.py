"""A red team: every single-field change of a record and of a trace, with and without a new seal.

Each leaf is changed, each entry of a list or an object is taken out, and each entry of a list is doubled. With rules and
data at hand, `verify` must not call any of it the same; what only a signature or a published digest tells is listed here,
and in docs/decisions/0030.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from effrules.audit import independence
from effrules.audit.independence import Given, check_trace
from effrules.audit.record import Column, own_digest, results_digest
from effrules.audit.shapes import from_plain
from effrules.audit.tracing import Anew
from effrules.cli.trace import command as trace_command
from effrules.cli.verify import Asked, of_record
from tests.test_cli_verify import office, original, run  # noqa: F401

Path_ = tuple[str | int, ...]

ONLY_SIGNED = (
    r"made",  # when it was
    r"engine\..*",  # by what: another one here is a note
    r"options\.(rules|data|earlier)\.given",  # how it was written on the command line
    r"options\.overlays\[\d+\]\.given",
    r"options\.partial",  # true where it was not needed
    r"options\.strict",  # false where it was true
    r"files\[\d+\]\.called",  # of rules, the folder before the name, where no file of results names it
    r"traces",  # null: the run was not asked for them
)
"""What only the record says; a change of it needs a signature, or a published digest, to be seen."""


def pointers(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """The place of everything in a JSON value but the whole."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*at, key)
        yield from pointers(inner, (*at, key))


def said(at: Path_) -> str:
    """A place in words."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in at).lstrip(".")


def other(value: Any) -> list[Any]:
    """Values of the same kind that are not this one."""
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1]
        case None:
            return ["x"]
        case str() if re.fullmatch(r"-?\d+(\.\d+)?", value):
            return [value[:-1] + ("1" if value[-1] != "1" else "2")]
        case str() if re.fullmatch(r"(sha256:)?[0-9a-f]{64}", value):
            return [value[:-1] + ("0" if value[-1] != "0" else "1")]
        case str():
            return [value + "x", value[:-1]] if value else ["x"]
        case _:
            return []


def mutants(document: dict[str, Any], step: int = 1) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every document that differs in one place (or every so many-th), with the words for it."""
    number = 0
    for at in pointers(document):
        if at in (("digest",), ("results", "digest")):
            continue  # what a new seal puts right
        for change in changes(document, at):
            number += 1
            if number % step == 0:
                made = copy.deepcopy(document)
                inner: Any = made
                for key in at[:-1]:
                    inner = inner[key]
                how = change(inner, at[-1])
                yield f"{said(at)}: {how}", made


def changes(document: Any, at: Path_) -> Iterator[Callable[[Any, Any], str]]:
    """What can be done to a place."""
    value = document
    for key in at:
        value = value[key]

    def taken_out(inner: Any, key: Any) -> str:
        del inner[key]
        return "taken out"

    def doubled(inner: Any, key: Any) -> str:
        inner.insert(key, copy.deepcopy(inner[key]))
        return "doubled"

    def emptied(inner: Any, key: Any) -> str:
        inner[key] = type(inner[key])()
        return "emptied"

    yield taken_out
    if isinstance(at[-1], int):
        yield doubled
    if isinstance(value, dict | list) and value:
        yield emptied
    for instead in other(value):

        def changed(inner: Any, key: Any, instead: Any = instead) -> str:
            inner[key] = instead
            return f"{value!r} is {instead!r}"

        yield changed


# -- Records ------------------------------------------------------------------------------------------------------


def resealed(document: dict[str, Any]) -> dict[str, Any]:
    """With the digests of one who knows how they are made."""
    results = document.get("results")
    try:
        columns = tuple(from_plain(Column, column) for column in results["columns"])
        results["digest"] = results_digest(columns, tuple(map(tuple, results["rows"])))
    except (ValueError, KeyError, TypeError):
        pass
    return {**document, "digest": own_digest(document)}


def passes_as_record(path: Path, document: dict[str, Any]) -> bool:
    """Whether `verify` has nothing to say against a record."""
    told = of_record(path, document, Asked(None, None, (), None, None, (), (), None, False)).told
    return not told.differences and not told.unchecked


@pytest.fixture(scope="module")
def record(original: Path) -> Path:  # noqa: F811
    """A record with all that one can have: an overlay, a setting, chosen bodies, traces."""
    (original / "half.eff").write_text(
        'change weights { services 50% complaints 50% } because en "to see"', encoding="utf-8"
    )
    run(original / "rules", original / "data", "--with", original / "half.eff", "--set", "weight.services=30%", "--set",
        "weight.complaints=70%", "--only", "D", "--only", "A", "--sort", "name", "--traces",
        "-o", original / "w.csv", "-o", original / "w.md")  # fmt: skip
    return original / "w.record.json"


@pytest.mark.parametrize("sealed", [True, False])
def test_every_change_of_a_record(record: Path, sealed: bool) -> None:
    """No single change of a record passes but those that only a signature tells; without a new seal none does."""
    document = json.loads(record.read_text("utf-8"))
    assert passes_as_record(record, document)
    passed = [
        words
        for words, made in mutants(document, 1 if sealed else 7)
        if passes_as_record(record, resealed(made) if sealed else made)
    ]
    left = [words for words in passed if not any(re.match(rf"{one}: ", words) for one in ONLY_SIGNED)]
    assert not left, "\n".join(left)
    if not sealed:
        assert passed == []


# -- Traces -------------------------------------------------------------------------------------------------------


def once(make: Callable[..., Anew]) -> Callable[..., Anew]:
    """The engine's own trace for the same question made once, since there are thousands of mutants."""
    known: dict[str, Anew] = {}

    def made(*arguments: object) -> Anew:
        question = repr(arguments)
        if question not in known:
            known[question] = make(*arguments)
        return copy.deepcopy(known[question])

    return made


@pytest.mark.parametrize(
    ("node", "every", "sealed"), [("services", 1, True), ("total", 7, True), ("total", 29, False)]
)
def test_every_change_of_a_trace(
    original: Path,  # noqa: F811
    node: str,
    every: int,
    sealed: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With rules and data at hand no single change of a trace passes, but of the version that wrote it."""
    path = original / "d.json"
    rules, data = original / "rules", original / "data"
    done = CliRunner().invoke(trace_command, [*map(str, (rules, data, "D", node, "-o", path))])
    assert done.exit_code == 0, done.output
    document = json.loads(path.read_text("utf-8"))
    given = Given(str(rules), data)
    monkeypatch.setattr(independence, "anew", once(independence.anew))
    found = check_trace(document, given)
    assert (found.differences, found.unchecked) == ((), ())
    passed = []
    for words, made in mutants(document, every):
        tried = {**made, "digest": own_digest(made)} if sealed else made
        found = check_trace(tried, given)
        if not found.differences and not found.unchecked:
            passed.append(words)
    assert [words for words in passed if not words.startswith("engine.effrules: ")] == []
    if not sealed:
        assert passed == []

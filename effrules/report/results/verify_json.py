"""What ``effrules verify`` found as JSON (``effrules.verify/1``)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Literal, TypedDict

from effrules.audit.independence import Checked
from effrules.audit.verdict import About, Compared, Difference, Unchecked
from effrules.diagnostics.document_schema import OneOf
from effrules.words import Text


class DifferenceRecord(TypedDict):
    """One thing that is not what the document says."""

    about: Annotated[str, OneOf(About)]
    what: str
    words: str
    then: Annotated[str | None, "What the document says."]
    now: Annotated[str | None, "What is there."]
    more: Annotated[int, "How many others of the same kind are not told one by one."]


class UncheckedRecord(TypedDict):
    """One thing that was not checked, and why."""

    about: Annotated[str, OneOf(About)]
    what: str
    words: str


class ComparedRecord(TypedDict):
    """How much of a record was compared."""

    rule_files: int
    data_files: int
    result_files: int
    bodies: int
    values: Annotated[int, "Scores, penalties, grades and places, of all bodies together."]


class IndependentRecord(TypedDict):
    """What the independent checker did."""

    traces: int
    confirmed: Annotated[int, "Steps worked out anew."]
    given: Annotated[int, "Cells and numbers that no step works out."]
    cells: Annotated[int, "Cells found in the data."]
    quoted: Annotated[int, "Texts found in the rules."]
    undecided: Annotated[int, "Steps that the recorded digits of irrational numbers leave open."]


class VerifyDocument(TypedDict):
    """What effrules verify found: the same where nothing differs, all of it where nothing was left unchecked."""

    format: Literal["effrules.verify/1"]
    document: str
    kind: Annotated[str, "record, trace or package"]
    same: bool
    whole: bool
    digest: str
    signed_by: list[str]
    compared: ComparedRecord | None
    differences: list[DifferenceRecord]
    unchecked: list[UncheckedRecord]
    notes: list[str]
    independent: IndependentRecord | None


def json_text(
    name: str, kind: str, digest: str, differences: Sequence[Difference], unchecked: Sequence[Unchecked],
    notes: Sequence[Text], compared: Compared | None, independent: Checked | None, signed: Sequence[str],
) -> str:  # fmt: skip
    """The document as text; ``name`` is that of the file."""
    made: VerifyDocument = {
        "format": "effrules.verify/1",
        "document": name,
        "kind": kind,
        "same": not differences,
        "whole": not unchecked,
        "digest": digest,
        "signed_by": list(signed),
        "compared": None if compared is None else _compared(compared),
        "differences": list(map(_difference, differences)),
        "unchecked": [
            {"about": one.about.value, "what": one.what, "words": str(one.words)} for one in unchecked
        ],
        "notes": [str(note) for note in notes],
        "independent": None if independent is None else _independent(independent),
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _difference(one: Difference) -> DifferenceRecord:
    return {
        "about": one.about.value,
        "what": one.what,
        "words": str(one.words),
        "then": one.then,
        "now": one.now,
        "more": one.more,
    }


def _compared(of: Compared) -> ComparedRecord:
    return {
        "rule_files": of.rule_files,
        "data_files": of.data_files,
        "result_files": of.result_files,
        "bodies": of.bodies,
        "values": of.values,
    }


def _independent(of: Checked) -> IndependentRecord:
    return {
        "traces": of.traces,
        "confirmed": of.confirmed,
        "given": of.given,
        "cells": of.cells,
        "quoted": of.quoted,
        "undecided": of.undecided,
    }

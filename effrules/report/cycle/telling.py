"""How pages and papers about a year tell scores, changes, places and entries of the register, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from attrs import frozen
from flint import fmpq

from effrules.cycle.entries import (
    Appealed,
    CellName,
    Correction,
    Decided,
    Entry,
    Incident,
    Outcome,
    Submitted,
    Verified,
    Withdrawn,
)
from effrules.data.dataset import Row
from effrules.diagnostics.glyphs import shown
from effrules.exact import Place, SubjectResult
from effrules.model.numbers import decimal_text
from effrules.model.program import Program
from effrules.model.real import Num, sign
from effrules.report.blocks.pieces import Line, Tone, words
from effrules.report.figures import figure
from effrules.report.naming import Naming
from effrules.words import Language, Message, dated, number, phrase, several

NAMES: Mapping[str, str] = MappingProxyType({})
MINUS = "\u2212"
NUMERAL = re.compile(r"-?\d+(\.\d+)?")
NONE = "-"

OUTCOMES = {
    Outcome.UPHELD: phrase("upheld", context="objection"),
    Outcome.PARTLY: phrase("partly upheld", context="objection"),
    Outcome.REJECTED: phrase("rejected", context="objection"),
    Outcome.NOT_CONSIDERED: phrase("not considered", context="objection"),
}


@frozen
class Telling:
    """Words for one program in one language."""

    program: Program
    language: Language

    def told(self, message: Message) -> str:
        """A sentence."""
        return message.in_(self.language)

    @property
    def naming(self) -> Naming:
        """Names."""
        return Naming(self.program, self.language)

    def body(self, subject: Row) -> str:
        """What a body is called."""
        return self.naming.body(subject)

    def node(self, name: str) -> str:
        """What a node is called."""
        return self.naming.node(self.program.nodes[name])

    def score(self, value: Num | None, node: str = "") -> str:
        """A score, as the rules round it; other points with two decimals."""
        if value is None:
            return NONE
        rounding = self.program.nodes[node].rounding if node else None
        return number(figure(value, rounding).text.replace("-", MINUS), self.language)

    def signed(self, value: Num | None, node: str = "") -> Line:
        """A change with its sign, by tone what is good and what is bad."""
        if value is None:
            return words(NONE)
        tone = (Tone.PLAIN, Tone.GOOD, Tone.BAD)[sign(value)] if self.is_shown(value) else Tone.PLAIN
        return words(self.change(value, node), tone)

    def change(self, value: Num, node: str = "") -> str:
        """The same as text."""
        text = self.score(value, node)
        if not any(digit in text for digit in "123456789"):
            return text.lstrip(MINUS)
        return ("+" if sign(value) > 0 else "") + text

    def points(self, value: Num | None) -> str:
        """Points such as a maximum or a share, without zeros at the end."""
        if not isinstance(value, fmpq):
            return self.score(value)
        return number(decimal_text(value, 2).lstrip("≈"), self.language)

    def is_shown(self, value: Num) -> bool:
        """Whether anything of a change is seen with two decimals."""
        return self.change(value)[:1] in ("+", MINUS)

    def place(self, result: SubjectResult | None, node: str) -> Place | None:
        """The place by the first ranking of a node."""
        rankings = self.program.rankings_of(node)[:1]
        return None if result is None or not rankings else result.places.get(rankings[0].name)

    def grade(self, result: SubjectResult, node: str) -> str:
        """The grade by a node's score; nothing where there is none."""
        name = result.ratings.get(node)
        return "" if name is None else self.naming.grade(node, name)

    def day(self, entry: Entry) -> str:
        """The day of what an entry tells, with the month in words."""
        return self.told(dated(date.fromisoformat(entry.on)))

    def where(self, cell: CellName) -> str:
        """A figure by the titles of its table and field, and the identifiers that lead to its row."""
        schema = self.program.schema
        table = next((one for one in schema.as_read if one.name == cell.table), None)
        field = None if table is None else table.field_named(cell.field)
        if table is None or field is None:
            return f"{cell.table}, {cell.field}"
        named = self.naming.title(field.titles, field.own_name)
        if table is schema.subject:
            return named
        return ", ".join((" ".join((self.naming.title(table.titles, table.name), *cell.row)), named))

    def did(self, entry: Entry, of: str = "", names: Mapping[str, str] = NAMES) -> Iterator[str]:
        """What an entry did to data, a sentence each; bodies by their ``names``, without that of the body ``of`` that reads it."""
        for body, told in self._did(entry):
            yield told if body in ("", of) else f"{names.get(body) or shown(body)}: {told}"

    def _did(self, entry: Entry) -> Iterator[tuple[str, str]]:
        match entry.what:
            case Decided(appeal, _, reason, _, corrections, struck):
                told = phrase(
                    "decision on objection {appeal}: {reason}", appeal=str(appeal), reason=shown(reason)
                )
                yield "", self.told(told)
                for one in corrections:
                    yield one.cell.body, self.corrected(one)
                if struck:
                    yield "", self.told(phrase("struck out: {entries}", entries=several(map(str, struck))))
            case Verified(cell, reported, verified):
                told = phrase(
                    "{where}: reported {reported}, verified {verified}",
                    where=self.where(cell), reported=self.value(reported), verified=self.value(verified),
                )  # fmt: skip
                yield cell.body, self.told(told)
            case Incident(body, table):
                titles = next(one.titles for one in self.program.schema.as_read if one.name == table)
                yield body, self.told(phrase("an incident: {table}", table=self.naming.title(titles, table)))
            case Submitted(body):
                yield body, self.told(phrase("data sent again"))
            case Withdrawn(number):
                yield "", self.told(phrase("entry {number} withdrawn", number=str(number)))
            case _:
                pass

    def corrected(self, one: Correction) -> str:
        """What a correction put right."""
        told = phrase(
            "{where}: {was} before, now {now}",
            where=self.where(one.cell),
            was=self.value(one.was),
            now=self.value(one.now),
        )
        return self.told(told)

    def value(self, text: str) -> str:
        """A value of data as the language writes it."""
        return number(shown(text), self.language) if NUMERAL.fullmatch(text) else shown(text) or NONE


def claim_of(entry: Entry) -> Appealed:
    """What an objection claims."""
    assert isinstance(entry.what, Appealed), "it is an objection"
    return entry.what

"""Steps as columns: every text once, numbers taken out of texts, all languages together.

The document is an object with these keys; ``script.js`` reads it, from the text that :func:`packed_text` makes of it.

``t``
    Texts: each a string (the same in all languages) or a list of the three. U+0000 stands where a number was taken out.
``n``
    How many steps there are.
``s``
    Columns, each with one item for each step: see :data:`COLUMNS`. A column is cut where all that follows is 0.
``k``
    Numbers of the texts that are the rules' own.
``p``
    Places in the rules: text, number of the clause, anchor.
``f``
    Data files: name and sheet.

A text of a step is 0 (none), a number n (text n - 1), a list of that and of the numbers taken out, joined by blanks, or a
string: a number by itself. Numbers have decimal points; in Kazakh and Russian they are shown with a comma. What is below a step
is how far before it that step stands, or a list of this and the text of a row. A cell has no label of its own: it is called by its
field and its row.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from flint import fmpq

from effrules.diagnostics.glyphs import shown as printable
from effrules.model.real import Real
from effrules.report.derivation.step_values import DIFFERENTLY, SCORES
from effrules.report.derivation.step_words import StepWords
from effrules.report.page.branches import Branch, branches
from effrules.report.page.clauses import files_of, item_words, line_id
from effrules.report.page.names import Names
from effrules.report.page.packed_texts import NO_WORDS, Packed, Texts
from effrules.trace import steps as s
from effrules.words import Language

Face = tuple[object, Packed, Packed]
"""What a step is called (a cell: which it is), its value and the exact value: all that texts of other steps say of it."""

COLUMNS = (
    "label", "value", "exact", "note", "not", "place", "of", "besides", "working", "sheet", "cell", "raw", "field", "row",
)  # fmt: skip
"""What is said of a step, in this order: what it is called, its value, the exact value where that is more, what was special, what
did not happen (a list of texts), its place in the rules (from 1), what it is made of, what was looked at besides, the operation with
its values; of a cell the data file (from 1), the cell, the text as it stands there, its field and its row."""

LEVEL = 6
"""How hard the compression tries: more takes three times as long for a hundredth of the size."""

PLAIN_TEXT = frozenset(
    {s.Written, s.Figure, s.Arithmetic, s.Negate, s.Function, s.Limit, s.Compare, s.Every, s.Some, s.Not, s.IsKnown,
     s.IsApplicable, s.IfMissing, s.Choose, s.Bands, s.Interpolate, s.CheckList, s.Aggregate, s.Count, s.Share,
     s.Quantified, s.Standing, s.WorkingDays, s.Multiplied, s.MeanOfOthers, s.OfParts}
)  # fmt: skip
"""Kinds of steps that are called by what the rules write there."""

ORDINARY = frozenset(
    {
        s.Compare,
        s.Arithmetic,
        s.Negate,
        s.Function,
        s.Not,
        s.Definition,
        s.Parameter,
        s.ScoreOf,
        s.Written,
        s.Maximum,
    }
)
"""Kinds of steps of which nothing special is said, and beside which nothing else could have happened."""

OF_ROWS = frozenset({s.Aggregate, s.Count, s.Share, s.Quantified, s.Among})
"""Kinds of steps beside which nothing could have happened but that a row was left out."""

WORKED_OUT = frozenset(
    {s.Arithmetic, s.Negate, s.Function, s.Compare, s.WeightedMean, s.OfParts, s.Aggregate, s.Share, s.Adjust,
     s.Incidents, s.Interpolate, s.CheckList}
)  # fmt: skip
"""Kinds of steps with an operation in whose text values can be put."""
SHOWN_ITS_WAY = DIFFERENTLY | {s.Rating, s.Weighting, s.Among}
"""Kinds of steps whose values are not shown as those of all others."""

NO_CELL = (0, 0, 0, 0, 0)
"""What stands in the columns of cells for other steps."""


class Packer:
    """Packs the steps of a list."""

    def __init__(
        self, steps: Sequence[s.Step], clauses: Sequence[s.Clause], step_words: Mapping[Language, StepWords],
        names: Names, texts: Texts,
    ) -> None:  # fmt: skip
        self.names = names
        self.steps = steps
        self.clauses = clauses
        self.words = [step_words[language] for language in Language]
        self.texts = texts
        self.files = files_of(clauses)
        self._labels: dict[tuple[object, ...], Packed] = {}
        self._values: dict[tuple[object, ...], tuple[Packed, Packed]] = {}
        self._same_values: dict[int, tuple[Packed, Packed]] = {}
        self._places: dict[tuple[str, s.ClauseRef], int] = {}
        self._place_list: list[list[object]] = []
        self._sheets: dict[tuple[str, str], int] = {}
        self._rows: dict[tuple[str, str], Packed] = {}
        self._faces: list[Face] = []
        self._said_of: dict[tuple[object, ...], tuple[Packed, list[Packed]]] = {}
        self._code: set[int] = set()
        self._fields: dict[tuple[str, str], Packed] = {}

    def document(
        self, lines: Mapping[str, bool], progress: Callable[[int, int], None] | None = None
    ) -> dict[str, object]:
        """The document; ``lines`` says of each anchor of a line of the rules that it is on the page.

        ``progress`` is told how many steps are packed, and of how many.
        """
        rows: list[tuple[Any, ...]] = []
        for number, step in enumerate(self.steps):
            rows.append(self._step(step, lines))
            if progress is not None and number % 500 == 0:
                progress(number, len(self.steps))
        return {
            "n": len(self.steps),
            "s": [_cut([item or 0 for item in column]) for column in zip(*rows, strict=True)]
            or [[] for _ in COLUMNS],
            "k": sorted(self._code),
            "p": self._place_list,
            "f": [list(map(printable, key)) for key in self._sheets],
        }

    def _step(self, step: s.Step, lines: Mapping[str, bool]) -> tuple[Any, ...]:
        below = branches(cast("s.AnyStep", step), self.steps)
        label = 0 if isinstance(step, s.Cell) else self._label(step)
        value, exact = self._value(step)
        called = (step.table, step.field, step.row) if isinstance(step, s.Cell) else label
        self._faces.append((called, value, exact))
        return (
            label,
            value,
            exact,
            *self._special(step),
            self._place(step, lines),
            [self._branch(step, branch) for branch in below.made_of],
            [self._branch(step, branch) for branch in below.besides],
            self._working(step),
            *(self._cell(step) if isinstance(step, s.Cell) else NO_CELL),
        )

    def _said(self, make: Callable[[StepWords], str]) -> Packed:
        """A text in all languages; what is empty in English is empty in all."""
        kk, ru, en = self.words
        english = make(en)
        return self.texts.packed(make(kk), make(ru), english) if english else 0

    def _working(self, step: s.Step) -> Packed:
        """What was worked out: most often numbers and signs alone."""
        if type(step) not in WORKED_OUT:
            return 0
        english = self.words[-1].working(step, self.steps)
        if NO_WORDS.fullmatch(english):
            return self.texts.packed_numbers(english)
        return self._said(lambda words: words.working(step, self.steps))

    def _label(self, step: s.Step) -> Packed:
        if isinstance(step, s.Node):
            return self._label_of(step, (s.Node, step.node))
        if isinstance(step, s.Definition):
            rows = (argument.row for argument in step.arguments)
            return self._label_of(step, (s.Definition, step.name, *rows))
        if type(step) not in PLAIN_TEXT:
            return self._said(lambda words: words.label(step))
        known = self._label_of(step, (type(step), step.place, step.text))
        number = known[-1] if isinstance(known, tuple) else known
        if step.text and isinstance(number, int):
            self._code.add(number)
        return known

    def _label_of(self, step: s.Step, key: tuple[object, ...]) -> Packed:
        known = self._labels.get(key)
        if known is None:
            known = self._labels[key] = self._said(lambda words: words.label(step))
        return known

    def _value(self, step: s.Step) -> tuple[Packed, Packed]:
        """The value as it is shown, and exactly where that is more; a cell's percentage is a number besides."""
        value = step.value
        if type(step) not in SHOWN_ITS_WAY:
            same = self._same_values.get(id(value))
            if same is None:
                same = self._same_values[id(value)] = self._value_of(step)
            return same
        return self._value_of(step)

    def _value_of(self, step: s.Step) -> tuple[Packed, Packed]:
        value = step.value
        if isinstance(value, Real):
            return self._number(step)
        key = (type(value), str(value), *_shown_by(step))
        known = self._values.get(key)
        if known is None:
            known = self._values[key] = (
                self._number(step)
                if type(value) is fmpq
                else (
                    self._said(lambda words: words.shown(step)),
                    self._said(lambda words: words.exact(step)),
                )
            )
        return known

    def _number(self, step: s.Step) -> tuple[Packed, Packed]:
        english = self.words[-1]
        shown = english.shown(step)
        return self.texts.packed_numbers(shown), self.texts.packed_numbers(english.exact(step))

    def _special(self, step: s.Step) -> tuple[Packed, list[Packed]]:
        """What was special, and what did not happen: worked out once for steps that say the same."""
        if step.failure:
            return self._note(step), self._untaken(step)
        if type(step) in ORDINARY:
            return 0, []
        if isinstance(step, s.Cell):
            return self._note(step) if step.value is None or step.percent else 0, []
        key = self._reads(step)
        if key is None:
            return self._note(step), self._untaken(step)
        known = self._said_of.get(key)
        if known is None:
            known = self._said_of[key] = self._note(step), self._untaken(step)
        return known

    def _reads(self, step: s.Step) -> tuple[object, ...] | None:
        """All that is said of a step by its note and by what did not happen, where many say the same."""
        faces = self._faces
        match step:
            case s.Limit():
                return s.Limit, step.upper, step.bites, faces[step.bound][1:], faces[step.operand][1:]
            case s.Every() | s.Some():
                return type(step), step.value, len(step.operands), faces[step.operands[-1]], step.unread
            case s.Choose():
                return s.Choose, step.branches, step.taken, *[faces[ref] for ref in step.tested]
            case s.IsKnown():
                return s.IsKnown, step.value
            case s.Bands() if step.place:
                return s.Bands, step.place, step.text, step.hit, faces[step.operand][1:]
            case s.Node():
                idle = [(at.node, at.reason, faces[at.condition]) for at in step.tests if not at.holds]
                return s.Node, step.state, step.reason, step.reason_titles, *idle
            case _:
                return None

    def _note(self, step: s.Step) -> Packed:
        """What was special."""
        return self._said(lambda words: words.note(step, self.steps))

    def _untaken(self, step: s.Step) -> list[Packed]:
        """What did not happen; rows that were left out are not said here, for they stand among what was looked at besides."""
        rows = getattr(step, "rows", None)
        left_out = [printable(left.row) for left in rows.left_out] if isinstance(rows, s.Selection) else []
        if type(step) in OF_ROWS and all(left_out):
            return []
        kk, ru, en = self.words
        english = en.not_taken(step, self.steps)
        if not english:
            return []
        each = (kk.not_taken(step, self.steps), ru.not_taken(step, self.steps), english)
        return [
            self.texts.packed(*said)
            for said in zip(*each, strict=True)
            if not any(row and row in said[2] for row in left_out)
        ]

    def _place(self, step: s.Step, lines: Mapping[str, bool]) -> int:
        """The number of the step's place in the rules, from 1."""
        if step.clause is None:
            return 0
        key = (step.place, step.clause)
        known = self._places.get(key)
        if known is None:
            clause = self.clauses[step.clause]
            anchor = f"c{step.clause}"
            text = f"{clause.file}:{clause.line}" if clause.file else ""
            if step.place:
                file, line = step.place.rsplit(":", 2)[:2]
                text = f"{file}:{line}"
                if file in self.files and lines.get(line_id(self.files, file, int(line))):
                    anchor = line_id(self.files, file, int(line))
            item = item_words(self.names.numbering.of_clause(clause, self.names.program))
            short = text.rsplit("/", 1)[-1]
            called = [f"{one} · {short}" if one else short for one in (item.texts if item else ("",) * 3)]
            label = self.texts.number(list(map(printable, called))) + 1
            self._place_list.append([label, int(step.clause), anchor, printable(text)])
            known = self._places[key] = len(self._place_list)
        return known

    def _branch(self, step: s.Step, branch: Branch) -> int | list[Any]:
        before = int(step.id) - int(branch.ref)
        return [before, self._row(branch.row)] if branch.row else before

    def _row(self, row: str, of: str = "") -> Packed:
        known = self._rows.get((row, of))
        if known is None:
            kk, ru, english = (printable(words.row(row, of)) for words in self.words)
            known = self._rows[row, of] = self.texts.packed(kk, ru, english)
        return known

    def _cell(self, step: s.Cell) -> tuple[Any, ...]:
        called = self._field(step), self._row(step.row, step.table)
        if not step.file:
            return 0, 0, 0, *called
        sheet = self._sheets.setdefault((step.file, step.sheet), len(self._sheets))
        return sheet + 1, printable(step.cell), printable(step.raw), *called

    def _field(self, step: s.Cell) -> Packed:
        key = (step.table, step.field)
        known = self._fields.get(key)
        if known is None:
            known = self._fields[key] = self.texts.packed(*self.names.title(step.titles, step.field).texts)
        return known


def _shown_by(step: s.Step) -> tuple[object, ...]:
    """What the display of a value depends on besides the value."""
    match step:
        case s.Cell():
            return step.percent, step.choice
        case s.Node():
            return s.Node, step.node
        case s.Round():
            return s.Round, step.rounding
        case s.Rating():
            return s.Rating, step.rated
        case s.Place() | s.Weighting() | s.Among():
            return (type(step),)
        case _:
            return (type(step) in SCORES,)


def _cut(column: list[Any]) -> list[Any]:
    """A column without the noughts at its end."""
    end = len(column)
    while end and column[end - 1] == 0:
        end -= 1
    return column[:end]


def packed_text(document: Mapping[str, object]) -> str:
    """JSON, compressed (zlib) and written in letters and digits, so that nothing in it can end the element that it stands in."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), LEVEL)).decode()

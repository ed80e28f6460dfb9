"""Formulas in the room that they have, broken where a reader would break them: office programs and browsers break none.

Widths are in thousandths of the size of the letters. They are those of a wide face, so that what fits by them fits in any that an
office has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

from effrules.report.blocks.mathematics import tree as t

SPACE, THIN, BRACKET, SMALL, BROAD, CAPITAL, SIGN = 320, 340, 520, 640, 940, 840, 860
LOWERED = 0.65
"""The size of what stands below or above a symbol."""

BRACE, APART, INDENT, LARGE = 1200, 2200, 1300, 1500
"""A brace, the room between the columns of a choice, how far in the rest of what is broken stands, the sign of a sum."""

LEAST = 6000
"""A formula is not made narrower than this, so that a word has room."""

BREAKS: tuple[Callable[[str], bool], ...] = (
    str.isalpha,
    lambda sign: sign in ",;",
    lambda sign: sign in "=≠<>≤≥∈∉→",
    lambda sign: sign in "+−",
    lambda _: True,
)
"""The operators at which a line breaks, those that hold least together first."""

EQUAL = t.Op("=")

SAFE = 88
"""The part of a room, in hundredths, that is used: programs differ in what they leave around tall brackets and between columns."""

TALL = 8
"""A formula of more lines than these is not set in a narrow column."""

SIZES = (24, 21, 18)
"""The sizes of letters in which a formula may be set, in half points; Word sets the smaller ones, LibreOffice knows the first only."""


def sized(math: t.Math, room: int) -> tuple[t.Math, int]:
    """A formula for a room in twentieths of a point: broken, and where that is not enough in smaller letters; with their size in half points."""
    tried = [(_defined(math, room * SAFE // size), size) for size in SIZES]
    return next(((made, size) for made, size in tried if width(made) <= room * 100 // size), tried[-1])


def is_legible(math: t.Math, room: int) -> bool:
    """Whether a formula fits into a room as it is, or broken into a few lines."""
    made, size = sized(math, room)
    return size == SIZES[0] and height(made) <= TALL


def pieces(math: t.Math, room: int) -> list[t.Math]:
    """A formula within a line, in a room in twentieths of a point: as pieces between which the line may break, each of them fitted."""
    room = room * SAFE // SIZES[0]
    if width(math) <= room:
        return [math]
    flowing = _flowing(math) if isinstance(math, t.Row | t.Sym) else [math]
    return [fitted(piece, room) for piece in flowing]


# -- How wide things are -----------------------------------------------------------------------------------


def _letter(letter: str) -> int:
    if letter.isspace():
        return SPACE
    if letter in ".,;:|'!il":
        return THIN
    if letter in "«»()[]{}":
        return BRACKET
    if letter in "шщжюмыфwmШЩЖЮМЫФWMД":
        return BROAD
    if letter.isdigit() or letter.islower():
        return SMALL
    return CAPITAL if letter.isalpha() else SIGN


def _text(text: str) -> int:
    return sum(map(_letter, text))


def width(math: t.Math) -> int:
    """How wide a formula is."""
    match math:
        case t.Num(text) | t.Words(text):
            return _text(text)
        case t.Op(sign):
            return _text(sign) + (2 * SPACE if sign.isalpha() else SPACE)
        case t.Sym(name, below, starred):
            return _text(name) + max(_small(below), SPACE * starred)
        case t.Row(items):
            return sum(map(width, items)) + SPACE * sum(isinstance(item, t.Words) for item in items)
        case t.Frac(top, bottom):
            return max(width(top), width(bottom)) + SPACE
        case t.Root(body, degree):
            return width(body) + SIGN + _small(degree)
        case t.Power(base, exponent):
            return width(base) + _small(exponent)
        case t.Big(_, below, body, above):
            return max(LARGE, _small(below), _small(above)) + width(body)
        case t.Over(name, below, body):
            return max(_text(name), _small(below)) + SPACE + width(body)
        case t.Func(name, arguments, below):
            return (
                width(t.Sym(name, below)) + 2 * BRACKET + sum(width(one) + THIN + SPACE for one in arguments)
            )
        case t.Fenced(start, body, end):
            return _text(start + end) * (1 + min(height(body), 4)) // 2 + width(body)
        case t.Cases(rows, word):
            return _beside(rows) + max(width(_test(test, word)) for _, test in rows)
        case t.Stack(lines):
            return max(map(width, lines))
        case _:
            assert_never(math)


def height(math: t.Math) -> int:
    """How many lines a formula takes."""
    match math:
        case t.Stack(lines):
            return sum(map(height, lines))
        case t.Cases(rows):
            return sum(max(height(value), height(test)) for value, test in rows)
        case t.Frac(top, bottom):
            return height(top) + height(bottom)
        case t.Row(items):
            return max(map(height, items), default=1)
        case t.Func(_, arguments):
            return max(map(height, arguments), default=1)
        case t.Fenced(_, body) | t.Root(body) | t.Power(body) | t.Big(_, _, body) | t.Over(_, _, body):
            return height(body)
        case t.Num() | t.Sym() | t.Words() | t.Op():
            return 1
        case _:
            assert_never(math)


def _small(math: t.Math | None) -> int:
    """The width of what stands below or above."""
    return 0 if math is None else int(LOWERED * width(math))


def _beside(rows: Sequence[tuple[t.Math, t.Math]]) -> int:
    """The width of a choice but for its conditions."""
    tall = min(max(height(value) for value, _ in rows), 4)
    return BRACE + APART * (1 + tall) // 2 + max(width(value) for value, _ in rows)


def _test(test: t.Math, word: str) -> t.Math:
    """The condition of a case with the word before it."""
    return test if isinstance(test, t.Words | t.Stack) else t.row(t.Words(word), test)


# -- Breaking ----------------------------------------------------------------------------------------------


def fitted(math: t.Math, room: int) -> t.Math:
    """A formula no wider than a room, where it can be broken so: the same with lines below each other in it."""
    if width(math) <= room:
        return math
    room = max(room, LEAST)
    match math:
        case t.Num() | t.Op() | t.Stack():
            return math
        case t.Words(text):
            return _stack([t.Words(line) for line in _lines(text, room)])
        case t.Sym(name, below, starred):
            *lines, last = _lines(name, room - _small(below))
            return _stack([*map(t.Words, lines), t.Sym(last, below, starred)])
        case t.Row(items):
            return _row(items, room)
        case t.Frac(top, bottom):
            return t.Frac(fitted(top, room - SPACE), fitted(bottom, room - SPACE))
        case t.Root(body, degree):
            return t.Root(fitted(body, room - SIGN - _small(degree)), degree)
        case t.Power(base, exponent):
            return t.Power(fitted(base, room - _small(exponent)), exponent)
        case t.Big(sign, below, body, above):
            below = fitted(below, int(room / 3 / LOWERED))
            return t.Big(sign, below, fitted(body, room - max(LARGE, _small(below), _small(above))), above)
        case t.Over(name, below, body):
            below = fitted(below, int(room / 3 / LOWERED))
            return t.Over(name, below, fitted(body, room - SPACE - max(_text(name), _small(below))))
        case t.Func(name, arguments, below):
            return _function(t.Sym(name, below), arguments, room)
        case t.Fenced(start, body, end):
            return t.Fenced(start, fitted(body, room - 2 * _text(start + end)), end)
        case t.Cases():
            return _cases(math, room)
        case _:
            assert_never(math)


def _stack(lines: list[t.Math]) -> t.Math:
    return lines[0] if len(lines) == 1 else t.Stack(tuple(lines))


def _lines(text: str, room: int) -> list[str]:
    """Words in as many lines as they need; a word is not broken."""
    made: list[str] = []
    for word in text.split(" "):
        if made and _text(f"{made[-1]} {word}") <= room:
            made[-1] += f" {word}"
        else:
            made.append(word)
    return made


def _row(items: Sequence[t.Math], room: int) -> t.Math:
    """Things beside each other, in lines that begin with an operator."""
    terms = _terms(items)
    if len(terms) == 2 and isinstance(terms[1], t.Row) and width(terms[1]) * 5 <= room * 2:
        return t.row(fitted(terms[0], room - width(terms[1])), terms[1])
    if len(terms) == 1:
        whole = width(t.Row(tuple(items)))
        return t.Row(tuple(fitted(item, room - whole + width(item)) for item in items))
    lines: list[t.Math] = []
    for term in terms:
        if lines and width(t.row(lines[-1], term)) <= room:
            lines[-1] = t.row(lines[-1], term)
        else:
            lines.append(term)
    return _stack([_after_operator(line, room) for line in lines])


def _one(items: Sequence[t.Math]) -> t.Math:
    """Things beside each other; one alone as it is."""
    return items[0] if len(items) == 1 else t.Row(tuple(items))


def _defined(math: t.Math, room: int) -> t.Math:
    """A formula that says what something is: beside it where there is room, else below it and further in."""
    items = math.items if isinstance(math, t.Row) else ()
    at = items.index(EQUAL) if EQUAL in items else 0
    if not at or width(math) <= room or any(isinstance(one, t.Op) and one.sign.isalpha() for one in items):
        return fitted(math, room)
    left, rest = t.row(*items[: at + 1]), _one(items[at + 1 :])
    if width(left) * 5 <= room * 2:
        return t.row(left, fitted(rest, room - width(left)))
    above = _of(fitted(_one(items[:at]), room - SIGN), EQUAL)
    return t.Stack((*above, _moved(fitted(rest, room - INDENT))))


def _of(made: t.Math, end: t.Op) -> tuple[t.Math, ...]:
    """Lines, the last of them with an operator behind it."""
    lines = made.lines if isinstance(made, t.Stack) else (made,)
    return (*lines[:-1], t.row(lines[-1], end))


def _moved(made: t.Math) -> t.Math:
    """Lines that stand further in."""
    lines = made.lines if isinstance(made, t.Stack) else (made,)
    room = t.Words("\u00a0" * (INDENT // SPACE))
    return _stack([t.row(room, line) for line in lines])


def _after_operator(line: t.Math, room: int) -> t.Math:
    """A line of a broken row; a term that is too wide by itself is broken behind its operator."""
    if width(line) <= room or not isinstance(line, t.Row):
        return fitted(line, room)
    first = line.items[0]
    if not isinstance(first, t.Op):
        return fitted(line, room)
    return t.row(first, fitted(_one(line.items[1:]), room - width(first)))


def _terms(items: Sequence[t.Math]) -> list[t.Math]:
    """A row in the terms of the operators that hold least together, each of them with its operator before it, a comma behind."""
    for breaks in BREAKS:
        found = [
            at
            for at, item in enumerate(items)
            if isinstance(item, t.Op) and breaks(item.sign) and at and not t.is_sign(tuple(items), at)
        ]
        if found:
            starts = [at + (items[at] in (t.Op(","), t.Op(";"))) for at in found]
            ends = [*starts, len(items)]
            made = [items[a:z] for a, z in zip([0, *starts], ends, strict=True) if a < z]
            return [_one(one) for one in made]
    return [t.Row(tuple(items))]


def _function(name: t.Sym, arguments: Sequence[t.Math], room: int) -> t.Math:
    """A function with its arguments below each other; a long name stands above them."""
    inside = room - 4 * BRACKET
    beside = inside - width(name)
    is_beside = beside >= max(LEAST, inside // 2)
    own = (beside if is_beside else inside) - THIN
    lines: list[t.Math] = []
    for at, argument in enumerate(arguments, 1):
        lines += _of(fitted(argument, own), t.Op(";")) if at < len(arguments) else (fitted(argument, own),)
    fence = t.Fenced("(", _stack(lines), ")")
    if is_beside:
        return t.Row((name, fence))
    above = fitted(name, room)
    return t.Stack((*(above.lines if isinstance(above, t.Stack) else (above,)), fence))


def _cases(math: t.Cases, room: int) -> t.Math:
    """A choice: whichever column takes less than half keeps its width."""
    inside = room - BRACE - 2 * APART
    tests = [_test(test, math.word) for _, test in math.rows]
    widest_value, widest_test = max(width(value) for value, _ in math.rows), max(map(width, tests))
    of_value = widest_value if widest_value * 2 <= inside else max(inside - widest_test, inside // 2)
    made = []
    for value, test in math.rows:
        made.append((fitted(value, of_value), _fitted_test(test, math.word, inside - of_value)))
    return t.Cases(tuple(made), math.word)


def _fitted_test(test: t.Math, word: str, room: int) -> t.Math:
    """A condition; where it takes more than a line the word stands in the first."""
    if isinstance(test, t.Words) or width(_test(test, word)) <= room:
        return fitted(test, room)
    made = fitted(test, room - _text(word) - SPACE)
    lines = made.lines if isinstance(made, t.Stack) else (made,)
    return t.Stack((t.row(t.Words(word), lines[0]), *lines[1:]))


def _flowing(math: t.Row | t.Sym) -> Iterator[t.Math]:
    """What a line may break between: terms with the operator before them, and words of a name."""
    if isinstance(math, t.Sym):
        first, is_broken, last = math.name.rpartition(" ")
        if is_broken:
            yield t.Words(first)
        yield t.Sym(last, math.below, math.starred)
        return
    terms = _terms(math.items)
    if len(terms) == 1:
        for item in math.items:
            yield from _flowing(item) if isinstance(item, t.Sym) else [item]
        return
    for term in terms:
        match term:
            case t.Row() | t.Sym():
                yield from _flowing(term)
            case _:
                yield term

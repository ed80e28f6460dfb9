"""Mathematics as it is written down, apart from how a file spells it: fractions, sums, roots, cases."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen


@frozen
class Num:
    """A number, in the spelling of the language."""

    text: str


@frozen
class Sym:
    """A symbol: a letter or a short name, perhaps with something below it; ``starred`` for a score before rounding."""

    name: str
    below: Math | None = None
    starred: bool = False


@frozen
class Words:
    """Words inside a formula: a title, a unit, a condition."""

    text: str


@frozen
class Op:
    """An operator between two operands: ``+``, ``=``, ``and``."""

    sign: str


@frozen
class Row:
    """Things beside each other."""

    items: tuple[Math, ...]


@frozen
class Frac:
    """A fraction."""

    top: Math
    bottom: Math


@frozen
class Root:
    """A root; without a degree the square root."""

    body: Math
    degree: Math | None = None


@frozen
class Power:
    """A base with an exponent."""

    base: Math
    exponent: Math


@frozen
class Big:
    """A sum or a product (``sign``) over what stands below and above it."""

    sign: str
    below: Math
    body: Math
    above: Math | None = None


@frozen
class Over:
    """A function that is named over what stands below it, such as the largest value over rows."""

    name: str
    below: Math
    body: Math


@frozen
class Func:
    """A function of arguments; ``below`` is written below its name."""

    name: str
    arguments: tuple[Math, ...]
    below: Math | None = None


@frozen
class Fenced:
    """Something in brackets."""

    start: str
    body: Math
    end: str


@frozen
class Cases:
    """Values with the condition of each, which has ``word`` (`if`) before it; one that is words only has not, nor one that is broken."""

    rows: tuple[tuple[Math, Math], ...]
    word: str


@frozen
class Stack:
    """Lines of a formula that was broken, below each other; as text they are one."""

    lines: tuple[Math, ...]


Math = Num | Sym | Words | Op | Row | Frac | Root | Power | Big | Over | Func | Fenced | Cases | Stack


def row(*items: Math) -> Row:
    """Things beside each other; rows inside a row are part of it."""
    flat: list[Math] = []
    for item in items:
        flat.extend(item.items if isinstance(item, Row) else (item,))
    return Row(tuple(flat))


def is_text(math: Math) -> bool:
    """Whether it can be set as a sentence, so that it breaks at the end of a line: words alone, or names of some words on one level."""
    found = list(_flat(math))
    return None not in found and ("" not in found or any(" " in name for name in found if name))


def _flat(math: Math) -> Iterator[str | None]:
    """The names and words of a formula on one level; "" for a letter that is set as such, None for what has several levels."""
    match math:
        case Num() | Op():
            return
        case Words(text):
            yield text
        case Sym(name, below, starred):
            yield name if " " in name else ""
            yield from () if below is None and not starred else (None,)
        case Func(name, arguments, below):
            yield name if " " in name else ""
            yield from () if below is None else (None,)
            for argument in arguments:
                yield from _flat(argument)
        case Row(items):
            for item in items:
                yield from _flat(item)
        case Fenced(_, body, _):
            yield from _flat(body)
        case _:
            yield None


def is_spaced(items: tuple[Math, ...], at: int) -> bool:
    """Whether a space stands before an item: between words and what is not an operator."""
    beside = items[at - 1 : at + 1] if at else ()
    return any(isinstance(one, Words) for one in beside) and not any(isinstance(one, Op) for one in beside)


def is_sign(items: tuple[Math, ...], at: int) -> bool:
    """Whether a minus is the sign of what follows: it stands first, or behind another operator."""
    return items[at] == Op("−") and (at == 0 or isinstance(items[at - 1], Op))


def joined(items: list[Math], separator: Op) -> Math:
    """Things with a separator between them."""
    made: list[Math] = []
    for item in items:
        made += [separator, item] if made else [item]
    return row(*made)


def fenced(body: Math) -> Fenced:
    """Something in round brackets."""
    return Fenced("(", body, ")")

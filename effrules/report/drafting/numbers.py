"""The numbers of an act, in one place: those of its chapters, sections, items and annexes, and the signs of its symbols.

A text that is amended keeps its numbers: what comes between two items bears the number of the one before it and a further one
(``6-1``), and what is dropped leaves a gap. So the act, the comparison table and the amending order name the same items.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import groupby

from attrs import frozen

from effrules.model import program as p
from effrules.report.document.numbering import Key, Numbering, Place
from effrules.report.drafting.act_words import of_act
from effrules.report.drafting.outline import FORMULAS, Level, Part, outline
from effrules.words import Language

Was = Callable[[Key], Key | None]
"""What something was in the text that is amended; nothing where it is new."""


@frozen
class Numbers:
    """The number of each part of an act, and the sign that symbols of a node or of points bear."""

    parts: tuple[Part, ...]
    of: dict[Key, str]
    signs: dict[Key, str]


def numbers(program: p.Program, before: Numbers | None = None, was: Was = lambda key: key) -> Numbers:
    """Number the act of a methodology; with ``before``, as the text that amends it."""
    parts = outline(program)
    made: dict[Key, str] = {}
    for _, series in groupby(sorted(parts, key=_series), _series):
        keys = [part.key for part in series]
        old = {} if before is None else _old(keys, parts, before)
        made.update(_numbered(keys, old, was))
    return Numbers(parts, made, _signs(program, {} if before is None else before.signs, was))


def _series(part: Part) -> tuple[str, Key]:
    """What is numbered one after the other."""
    return part.level.value, part.within or ("", "")


def _old(keys: Sequence[Key], parts: Sequence[Part], before: Numbers) -> dict[Key, str]:
    """The numbers of the same series before, in their order."""
    wanted = next(_series(part) for part in parts if part.key == keys[0])
    return {part.key: before.of[part.key] for part in before.parts if _series(part) == wanted}


def _numbered(keys: Sequence[Key], old: dict[Key, str], was: Was) -> dict[Key, str]:
    """Numbers for a series: kept where its order is, those of new parts behind the one before them."""
    order = {key: at for at, key in enumerate(old)}
    found = [(key, order[before]) for key in keys if (before := was(key)) in order]
    kept = {key: old[before] for key in _in_order(found) if (before := was(key)) is not None}
    taken = {*old.values()}
    made: dict[Key, str] = {}
    last_kept = max((at for at, key in enumerate(keys) if key in kept), default=-1)
    last, highest = "", max((int(number.partition("-")[0]) for number in taken), default=0)
    for at, key in enumerate(keys):
        if key in kept:
            number = kept[key]
        elif at > last_kept:
            highest += 1
            number = str(highest)
        else:
            stem, further = last.partition("-")[0] or "0", 1
            while f"{stem}-{further}" in taken:
                further += 1
            number = f"{stem}-{further}"
        taken.add(number)
        made[key] = last = number
    return made


def _in_order(found: Sequence[tuple[Key, int]]) -> list[Key]:
    """The most keys whose order is that of before: the longest rising row."""
    ends: list[int] = []
    tails: list[int] = []
    behind: list[int] = []
    for at, (_, place) in enumerate(found):
        length = bisect_left(ends, place)
        behind.append(tails[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        tails[length : length + 1] = [at]
    made: list[Key] = []
    at = tails[-1] if tails else -1
    while at >= 0:
        made.insert(0, found[at][0])
        at = behind[at]
    return made


def _signs(program: p.Program, before: dict[Key, str], was: Was) -> dict[Key, str]:
    """The signs of nodes by the tree, and of penalties and bonuses in their order; those of before stay."""
    made: dict[Key, str] = {("node", "total"): ""}

    def give(keys: Sequence[Key], above: str) -> None:
        own = {key: sign for key in keys if (sign := before.get(was(key) or ("", ""))) is not None}
        kept = {key: sign for key, sign in own.items() if sign.rpartition(".")[0] == above}
        used = [
            sign.rpartition(".")[2] for sign in before.values() if sign and sign.rpartition(".")[0] == above
        ]
        further = max(map(int, used), default=0)
        for key in keys:
            if key not in kept:
                further += 1
            made[key] = kept.get(key) or (f"{above}.{further}" if above else str(further))

    def below(name: str) -> None:
        parts = program.nodes[name].parts
        give([("node", part) for part in parts], made["node", name])
        for part in parts:
            below(part)

    below("total")
    points = {key: sign for key, sign in before.items() if key[0] == "adjustment"}
    before = points
    give([("adjustment", one.name) for one in program.adjustments], "")
    return made


def places(made: Numbers, language: Language) -> Numbering:
    """The places to which the clauses of an act refer, as the language names an item of an annex."""
    found: dict[Key, Place] = {}
    for part in made.parts:
        number = made.of[part.key]
        if part.within == FORMULAS:
            said = of_act("item of annex").told(language, n=number, annex=made.of[FORMULAS])
            found[part.key] = Place(said, anchor_of(part.key))
        elif part.level in (Level.ITEM, Level.ANNEX):
            found[part.key] = Place(number, anchor_of(part.key), made.signs.get(part.key, ""))
    for kind in dict.fromkeys(kind for kind, _ in found):
        own = [place.number for key, place in found.items() if key[0] == kind]
        if own:
            found.setdefault(
                (kind, ""), Place(own[0] if len(own) == 1 else f"{own[0]}–{own[-1]}", f"chapter-{kind}")
            )
    return Numbering(found)


def anchor_of(key: Key) -> str:
    """The anchor of a part."""
    return "-".join(filter(None, key)).replace("_", "-").replace(" ", "-")

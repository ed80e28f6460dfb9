"""How many steps a regular expression takes on a text: a small backtracking matcher that counts, after the tree of ``re``.

Python's own matcher does not tell its steps; this one goes the same way (leftmost alternative first, greedy
repeats give back one at a time) and counts each attempt to match one item, so that growth can be seen without
a clock.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from functools import cache
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Then = Callable[[int], "int | None"]


Known = dict[tuple[Any, int, str], bool]
"""Whether an item of a pattern fits a character, by the item's identity."""


@cache
def _parsed(pattern: str, flags: int) -> tuple[Any, Known]:
    """The tree of a pattern, which stays, and what is known of its items."""
    return _parser.parse(pattern, flags), {}


class TooMany(Exception):
    """More steps than were allowed."""


class Counter:
    """Matches one pattern against one text, and counts."""

    def __init__(self, pattern: str, text: str, flags: int = 0, most: int = 2_000_000) -> None:
        tree, self._known = _parsed(pattern, flags)
        self.items: list[Any] = tree.data
        self.flags = tree.state.flags
        self.text = text
        self.most = most
        self.steps = 0
        self.groups: dict[int, tuple[int, int]] = {}

    def match(self, at: int, whole: bool = False) -> int | None:
        """Where a match that begins at a place ends."""
        size = len(self.text)
        return self._run(self.items, 0, at, lambda end: end if not whole or end == size else None)

    def search(self) -> Iterator[tuple[int, int]]:
        """All matches, as ``finditer`` finds them."""
        at = 0
        while at <= len(self.text):
            end = self.match(at)
            if end is None:
                at += 1
                continue
            yield at, end
            at = end if end > at else at + 1

    def alike(self) -> Callable[[str], str]:
        """What makes of a text how this pattern sees it: two that are the same to it take the same steps."""
        every = list(_every(self.items))
        if any(op is c.GROUPREF for op, _ in every):
            return str
        sets = [item for item in every if item[0] in SETS]
        first: dict[tuple[bool, ...], str] = {}

        @cache
        def stands_for(one: str) -> str:
            word = re.match(r"\w", one) is not None
            return first.setdefault((one == "\n", word, *(self._one(*item, one) for item in sets)), one)

        return lambda text: "".join(map(stands_for, text))

    def _run(self, items: list[Any], index: int, at: int, then: Then) -> int | None:
        self.steps += 1
        if self.steps > self.most:
            raise TooMany
        if index == len(items):
            return then(at)
        op, value = items[index]

        def rest(place: int) -> int | None:
            return self._run(items, index + 1, place, then)

        match op:
            case _ if op in SETS:
                return rest(at + 1) if at < len(self.text) and self._one(op, value, self.text[at]) else None
            case c.AT:
                return rest(at) if self._at(value, at) else None
            case c.SUBPATTERN:
                group, _, _, inner = value
                before = self.groups.get(group)

                def closed(end: int) -> int | None:
                    if group is not None:
                        self.groups[group] = (at, end)
                    found = rest(end)
                    if found is None and group is not None and before is not None:
                        self.groups[group] = before
                    return found

                return self._run(inner.data, 0, at, closed)
            case c.BRANCH:
                for branch in value[1]:
                    found = self._run(branch.data, 0, at, rest)
                    if found is not None:
                        return found
                return None
            case c.ASSERT | c.ASSERT_NOT:
                direction, inner = value
                start = at if direction > 0 else at - inner.getwidth()[0]
                held = start >= 0 and self._run(inner.data, 0, start, lambda end: end) is not None
                return rest(at) if held is (op is c.ASSERT) else None
            case c.ATOMIC_GROUP:
                end = self._run(value.data, 0, at, lambda end: end)
                return None if end is None else rest(end)
            case c.POSSESSIVE_REPEAT:
                low, high, inner = value
                count = 0
                while high is c.MAXREPEAT or count < high:
                    end = self._run(inner.data, 0, at, lambda end: end)
                    if end is None or end == at:
                        break
                    at, count = end, count + 1
                return rest(at) if count >= low else None
            case c.MAX_REPEAT | c.MIN_REPEAT:
                low, high, inner = value
                return self._repeat(inner.data, low, high, op is c.MAX_REPEAT, at, 0, rest)
            case c.GROUPREF:
                start, end = self.groups[value]
                wanted = self.text[start:end]
                return rest(at + len(wanted)) if self.text.startswith(wanted, at) else None
            case _:
                raise AssertionError(op)

    def _repeat(
        self, inner: list[Any], low: int, high: Any, greedy: bool, at: int, count: int, rest: Then
    ) -> int | None:
        if len(inner) == 1 and inner[0][0] in SETS and greedy:
            return self._repeat_one(inner[0], low, high, at, rest)

        def again(end: int) -> int | None:
            if end == at and count >= low:
                return None
            return self._repeat(inner, low, high, greedy, end, count + 1, rest)

        more = high is c.MAXREPEAT or count < high
        if count < low:
            return self._run(inner, 0, at, again)
        if greedy:
            found = self._run(inner, 0, at, again) if more else None
            return found if found is not None else rest(at)
        found = rest(at)
        return found if found is not None or not more else self._run(inner, 0, at, again)

    def _repeat_one(self, item: tuple[Any, Any], low: int, high: Any, at: int, rest: Then) -> int | None:
        """A greedy repeat of one character, without nesting."""
        end = at
        most = len(self.text) if high is c.MAXREPEAT else min(len(self.text), at + high)
        while end < most and self._one(*item, self.text[end]):
            end += 1
            self.steps += 1
        while end >= at + low:
            found = rest(end)
            if found is not None:
                return found
            end -= 1
        return None

    def _one(self, op: Any, value: Any, character: str) -> bool:
        key = op, id(value), character
        held = self._known.get(key)
        if held is None:
            held = self._known[key] = self._fits(op, value, character)
        return held

    def _fits(self, op: Any, value: Any, character: str) -> bool:
        match op:
            case c.LITERAL:
                return ord(character) == value
            case c.NOT_LITERAL:
                return ord(character) != value
            case c.ANY:
                return character != "\n"
        negated, held = False, False
        for kind, inside in value:
            match kind:
                case c.NEGATE:
                    negated = True
                case c.LITERAL:
                    held = held or ord(character) == inside
                case c.RANGE:
                    held = held or inside[0] <= ord(character) <= inside[1]
                case c.CATEGORY:
                    held = held or re.fullmatch(CATEGORIES[inside], character) is not None
                case _:
                    raise AssertionError(kind)
        return held is not negated

    def _at(self, where: Any, at: int) -> bool:
        match where:
            case c.AT_BEGINNING:
                multi = self.flags & re.MULTILINE
                return at == 0 or (bool(multi) and self.text[at - 1] == "\n")
            case c.AT_END:
                return at >= len(self.text) - (self.text[-1:] == "\n") or (
                    bool(self.flags & re.MULTILINE) and self.text[at] == "\n"
                )
            case c.AT_END_STRING:
                return at == len(self.text)
            case c.AT_BEGINNING_STRING:
                return at == 0
            case c.AT_BOUNDARY | c.AT_NON_BOUNDARY:
                sides = [
                    0 <= i < len(self.text) and re.match(r"\w", self.text[i]) is not None
                    for i in (at - 1, at)
                ]
                return (sides[0] is not sides[1]) is (where is c.AT_BOUNDARY)
            case _:
                raise AssertionError(where)


SETS = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)
"""Items that match one character."""

CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d",
    c.CATEGORY_NOT_DIGIT: r"\D",
    c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w",
    c.CATEGORY_NOT_WORD: r"\W",
}
SAMPLES = "a1_ \n\"\\-.,:%{}|/'*x" + "Ж\u00a0" + string.punctuation
"""Characters that stand for the sets of a pattern; the first that fits is taken, and all that fit are pumped."""


def attacks(pattern: str, size: int, flags: int = 0) -> Iterator[str]:
    """Texts that are made to keep a pattern busy: each of its repeats fed long, after what leads to it, and then spoiled."""
    for bit in ('\\"', '"', "-", "- ", "\n", " ", "\n--", "x ", 'kk "x" ', "1.", "1_111", "{"):
        for start in ("", '"'):
            yield start + bit * (size // len(bit))
    matcher = Counter(pattern, "", flags)
    for lead, body in _repeats(matcher, matcher.items, ""):
        bits = [bit for bit in body if bit]
        pumps = {*bits, *(a + b for a in bits[:6] for b in bits[:6])}
        for pump in pumps:
            for end in ("", "\x00", "!", '"', ":", "\n"):
                yield lead + pump * (size // min(len(pump), 12)) + end


def _every(items: Any) -> Iterator[tuple[Any, Any]]:
    """All items of a pattern, those inside of others included."""
    for op, value in items:
        yield op, value
        for inner in value if isinstance(value, tuple) else (value,):
            for part in inner if op is c.BRANCH and isinstance(inner, list) else (inner,):
                if isinstance(part, _parser.SubPattern):
                    yield from _every(part.data)


def _repeats(matcher: Counter, items: list[Any], lead: str) -> Iterator[tuple[str, list[str]]]:
    """For each repeat of a pattern, and for the pattern itself: a text that leads to it, texts that its inside matches."""
    if items is matcher.items:
        yield "", _texts(matcher, items)
    for op, value in items:
        match op:
            case c.SUBPATTERN:
                yield from _repeats(matcher, value[3].data, lead)
            case c.ATOMIC_GROUP:
                yield from _repeats(matcher, value.data, lead)
            case c.BRANCH:
                for branch in value[1]:
                    yield from _repeats(matcher, branch.data, lead)
            case c.ASSERT | c.ASSERT_NOT:
                yield from _repeats(matcher, value[1].data, lead)
            case c.MAX_REPEAT | c.MIN_REPEAT | c.POSSESSIVE_REPEAT:
                inside = value[2].data
                yield lead, _texts(matcher, inside)
                yield from _repeats(matcher, inside, lead)
            case _:
                pass
        lead += (_texts(matcher, [(op, value)]) or [""])[0]


def _texts(matcher: Counter, items: list[Any]) -> list[str]:
    """A few texts that match some items of a pattern."""
    found = [""]
    for op, value in items:
        match op:
            case c.LITERAL:
                more = [chr(value)]
            case c.NOT_LITERAL | c.ANY | c.IN:
                more = [s for s in SAMPLES if matcher._one(op, value, s)][:8]
            case c.SUBPATTERN:
                more = _texts(matcher, value[3].data)
            case c.ATOMIC_GROUP:
                more = _texts(matcher, value.data)
            case c.BRANCH:
                more = [text for branch in value[1] for text in _texts(matcher, branch.data)[:3]]
            case c.MAX_REPEAT | c.MIN_REPEAT | c.POSSESSIVE_REPEAT:
                low = value[0]
                inside = _texts(matcher, value[2].data)
                more = [text * max(low, 1) for text in inside] + ([""] if low == 0 else [])
            case _:
                more = [""]
        found = [a + b for a in found[:4] for b in more[:8]] or found
    return found[:12]

"""What of an act is revised: each part whose text differs, with the edits that it is about.

Each edit of the comparison has one home: the part of the act that says what it changes. Edits of what an act does not say (sources of
figures, worked examples, properties) have none, and neither have those that leave no trace in its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from attrs import evolve, frozen

from effrules.compare.difference import Difference
from effrules.compare.edits.change import Bearing, Thing
from effrules.compare.edits.edit import Edit, Period
from effrules.report.blocks import pieces as b
from effrules.report.document.numbering import Key
from effrules.report.drafting.act import Act, Element
from effrules.report.drafting.acts import was_of
from effrules.report.drafting.texts import lines_of, text_of


@frozen
class Revision:
    """A part of an act before and after; one of them is lacking where it is new or gone. ``edits`` are at home in it."""

    before: Element | None
    after: Element | None
    edits: tuple[Edit, ...] = ()

    @property
    def there(self) -> Element:
        """The part, as it is now if it is there."""
        made = self.after or self.before
        assert made is not None
        return made


@frozen(eq=False)
class Revisions:
    """All that is revised, in the order of the act. ``effect`` is the edit of the days in force, ``apart`` are those without a home."""

    old: Act
    new: Act
    listed: tuple[Revision, ...]
    effect: tuple[Edit, ...]
    apart: tuple[Edit, ...]


OUTSIDE = (Bearing.BASIS, Bearing.CASES, Bearing.PROMISES)
"""What an act never says."""


def lines(element: Element) -> list[b.Line]:
    """The text of a part, its title first."""
    return [*([b.words(element.title)] if element.title else []), *lines_of(element.blocks)]


def text(element: Element) -> str:
    """The text of a part as one."""
    return text_of(lines(element))


def revisions(found: Difference, old: Act, new: Act) -> Revisions:
    """Compare two acts, the new one with the numbers that the old one has."""
    listed = list(_revised(found, old, new))
    homes: dict[Key, int] = {}
    for at, one in enumerate(listed):
        for element in (one.before, one.after):
            if element is not None:
                homes[element.key] = at
    at_home: dict[int, list[Edit]] = {}
    effect, apart = [], []
    for edit in found.edits:
        is_outside = edit.bearing in OUTSIDE and edit.place.thing is not Thing.SOURCE
        home = None if is_outside else _home(edit, homes, listed)
        if isinstance(edit, Period):
            effect.append(edit)
        elif home is None:
            apart.append(edit)
        else:
            at_home.setdefault(home, []).append(edit)
    made = tuple(evolve(one, edits=tuple(at_home.get(at, ()))) for at, one in enumerate(listed))
    return Revisions(old, new, made, tuple(effect), tuple(apart))


def _revised(found: Difference, old: Act, new: Act) -> Iterator[Revision]:
    """Every part that is new, gone or says something else; what is gone stands where it was."""
    was = was_of(found.sides)
    before = {element.key: element for element in old.elements}
    stays = {
        key
        for element in new.elements
        if (key := was(element.key)) in before and before[key].number == element.number
    }
    gone = [(at, one) for at, one in enumerate(old.elements) if one.key not in stays]
    order = {one.key: at for at, one in enumerate(old.elements)}
    for element in new.elements:
        key = was(element.key)
        if key not in stays or key is None:
            yield Revision(None, element)
            continue
        while gone and gone[0][0] < order[key]:
            yield Revision(gone.pop(0)[1], None)
        if text(before[key]) != text(element):
            yield Revision(before[key], element)
    yield from (Revision(one, None) for _, one in gone)


def _home(edit: Edit, homes: dict[Key, int], listed: Sequence[Revision]) -> int | None:
    """Where in the list the part stands that says what an edit changes."""
    for key in _keys(edit):
        if key in homes:
            return homes[key]
    if edit.place.thing is Thing.WEIGHTS:
        return next((at for at, one in enumerate(listed) if one.there.key[0] == "weights"), None)
    return None


def _keys(edit: Edit) -> Iterator[Key]:
    """The parts that may say what an edit changes, the likeliest first."""
    _, inside, name = edit.at
    names = (name, edit.place.name)
    match edit.place.thing:
        case Thing.METHODOLOGY:
            yield from (("general", what) for what in ("purpose", "scale"))
        case Thing.SOURCE:
            yield ("general", "basis")
        case Thing.SUBJECT | Thing.TABLE:
            yield from (("table", one) for one in names)
            yield ("general", "object")
        case Thing.FIELD:
            form = names[0].partition(".")[0]
            yield from (("table", one) for one in (f"{inside}.{form}", form, inside, edit.place.inside))
        case Thing.DEFINITION:
            yield from (("definition", one) for one in names)
        case Thing.FIGURES:
            yield from (("figures", one) for one in names)
        case Thing.ROW:
            yield from (("figures", one) for one in (inside, edit.place.inside))
        case Thing.TOTAL | Thing.BLOCK | Thing.DIRECTION | Thing.CRITERION:
            yield from (("node", one) for one in (*names, "total") if one)
        case Thing.PENALTY | Thing.BONUS:
            yield from (("adjustment", one) for one in names)
        case Thing.RATING:
            yield from (("rating", one) for one in (*names, "total"))
        case Thing.RANKING:
            yield from (("ranking", one) for one in names)
        case Thing.INSTITUTION | Thing.STAGE | Thing.SPOT_CHECK | Thing.RECOMMENDATION as thing:
            yield from ((thing.value, one.rpartition(" ")[2]) for one in names)
        case Thing.WEIGHTS | Thing.PROPERTY | Thing.EXAMPLE:
            pass
        case _:
            assert_never(edit.place.thing)

"""What is reported: the subject, its tables, their fields. The part of the program that data is read by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from attrs import evolve, field, frozen

from effrules.model.types import Domain, Type, YesNo
from effrules.source import Span
from effrules.words import Given, Language, Message

if TYPE_CHECKING:
    from effrules.model.program import Expression, MustHold

UNTAGGED = "und"
"""The language of a title that is written without one: it serves every language."""


_SPOKEN = {language.value: language for language in Language}


@frozen(eq=False)
class Titles:
    """A title in some languages, with the methodology's order of fallback. Two are equal that say the same, whoever says it."""

    _texts: tuple[tuple[str, str], ...] = ()
    said: Message | None = None
    """What effrules says where the rules say nothing; names stand there without marks, as the rules would have them."""

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Titles) and self.texts == other.texts)

    def __hash__(self) -> int:
        return hash(self.texts)

    @cached_property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """The texts by the codes of their languages; of what effrules says, in all that it speaks."""
        if self.said is None:
            return self._texts
        return tuple((language.value, self._told(language)) for language in Language)

    def get(self, language: str, order: tuple[str, ...] = ()) -> str | None:
        """The text in a language, else in the first language of ``order`` that has one, else any."""
        if self.said is not None:
            return self._told(_SPOKEN.get(language, Language.EN))
        known = dict(self.texts)
        for wanted in (language, *order, UNTAGGED):
            if wanted in known:
                return known[wanted]
        return self.texts[0][1] if self.texts else None

    def _told(self, language: Language) -> str:
        assert self.said is not None, "what effrules says"
        return self.said.in_(language).replace("`", "")

    def all_texts(self) -> tuple[str, ...]:
        """Every text, whatever its language."""
        return tuple(text for _, text in self.texts)


class Titled(Protocol):
    """What has a name and titles."""

    @property
    def name(self) -> str: ...
    @property
    def titles(self) -> Titles: ...


def named(one: Titled) -> Given:
    """What findings call a thing: its title; in English its name, as they speak there as the rules are written."""
    if not one.titles.texts:
        return Given(((Language.EN.value, one.name),))
    titles = ((at.value, one.titles.get(at.value) or one.name) for at in Language if at is not Language.EN)
    return Given(((Language.EN.value, one.name), *titles))


@frozen
class Form:
    """A form: a table of its own in the data, with exactly one row for each row of its owner; none where it is ``optional``.

    ``where``: only subjects for which it holds have it, which the kind of a subject decides; for others there is no row.
    """

    name: str
    titles: Titles = Titles()
    optional: bool = False
    where: Expression | None = None
    span: Span | None = field(default=None, eq=False, repr=False)

    @property
    def may_be_absent(self) -> bool:
        """Whether some row of its owner can be without it."""
        return self.optional or self.where is not None

    @property
    def who(self) -> str:
        """Who alone has it, in the words of the rules; empty where everybody does."""
        span = None if self.where is None else self.where.span
        return "" if span is None else " ".join(span.text.split())


@frozen
class Field:
    """A field of a subject or of a table.

    A field that a ``form`` holds is a field of the form's owner, called ``FORM.FIELD``; a form that may be absent is one itself,
    called ``FORM``, which is yes or missing. ``given_with_form``: it is missing only where its form is.

    ``percent_numbers``: only for shares: a bare ``95`` in the data means 95 % (``share in percent``);
    without it a bare number is the ratio itself (0.95). A cell written ``95%`` is 19/20 either way.
    ``lookup`` names the figures whose key the value must be (``text, in indicator``).
    ``earlier`` names the result of an earlier version that fills the field when one is given.
    """

    name: str
    type: Type
    titles: Titles = Titles()
    choice_titles: tuple[tuple[str, Titles], ...] = ()
    domain: Domain = Domain()
    unique: bool = False
    optional: bool = False
    percent_numbers: bool = False
    lookup: str | None = None
    earlier: str | None = None
    form: Form | None = None
    given_with_form: bool = False
    span: Span | None = field(default=None, eq=False, repr=False)

    @property
    def is_form(self) -> bool:
        """Whether it stands for a form itself: it has a value where the form is there."""
        return self.form is not None and self.form.name == self.name

    @property
    def own_name(self) -> str:
        """Its name without that of its form: as it is called in the data."""
        return self.name if self.form is None else self.name.removeprefix(f"{self.form.name}.")

    def choice_title(self, name: str, language: str, order: tuple[str, ...] = ()) -> str:
        """The title of one of the field's choices, else its name."""
        titles = dict(self.choice_titles).get(name, Titles())
        return titles.get(language, order) or name


def named_choice(field: Field, name: str) -> Given:
    """What findings call one of the choices of a field: as they call a thing."""
    return Given(
        tuple(
            (at.value, name if at is Language.EN else field.choice_title(name, at.value)) for at in Language
        )
    )


@frozen
class Table:
    """A table of rows that belong to a subject or to a row of another table (``owner``).

    The subject itself is the table without an owner. ``form`` says that it is the table of a form, as it lies in the data.
    ``demands`` is what its rows must satisfy, those of its forms among them.
    """

    name: str
    owner: str | None
    fields: tuple[Field, ...]
    titles: Titles = Titles()
    form: Form | None = None
    demands: tuple[MustHold, ...] = ()
    span: Span | None = field(default=None, eq=False, repr=False)

    @cached_property
    def own_fields(self) -> tuple[Field, ...]:
        """Its fields without those that a form holds."""
        return tuple(one for one in self.fields if one.form is None)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The forms of which each of its rows has one."""
        return tuple(dict.fromkeys(one.form for one in self.fields if one.form is not None))

    def form_named(self, name: str) -> Form | None:
        """Its form of that name."""
        return next((form for form in self.forms if form.name == name), None)

    def held_by(self, form: Form) -> tuple[Field, ...]:
        """The fields that a form holds, under their full names."""
        return self._held.get(form, ())

    @cached_property
    def _held(self) -> dict[Form, tuple[Field, ...]]:
        return {
            form: tuple(one for one in self.fields if one.form == form and not one.is_form)
            for form in self.forms
        }

    def called(self, word: str) -> tuple[Field, ...]:
        """What a word means: its own field of that name, else those of that name in its forms (one, if it is not ambiguous)."""
        own = self.field_named(word)
        if own is not None:
            return (own,)
        return tuple(one for one in self.fields if one.form is not None and one.own_name == word)

    def field_named(self, name: str) -> Field | None:
        """The field of that name, if the table has one."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {one.name: one for one in reversed(self.fields)}


@frozen
class Schema:
    """The subject and every table below it, owners before what they own; the subject comes first.

    ``figure_keys`` gives, for each table of figures that a field looks up, the keys that it has.
    """

    tables: tuple[Table, ...]
    languages: tuple[str, ...] = ()
    figure_keys: Mapping[str, frozenset[str]] = field(factory=dict)

    @property
    def subject(self) -> Table:
        """The kind of body that is assessed."""
        return self.tables[0]

    @cached_property
    def as_read(self) -> tuple[Table, ...]:
        """The tables as they lie in the data: without what forms hold, then the forms, each a table of its owner."""
        tables = tuple(evolve(one, fields=one.own_fields) if one.forms else one for one in self.tables)
        return (*tables, *(_of_form(form, one) for one in self.tables for form in one.forms))

    def owner_of_form(self, name: str) -> Table | None:
        """The table of whose rows each has the form of that name."""
        return self._by_form.get(name)

    @cached_property
    def _by_form(self) -> dict[str, Table]:
        return {form.name: one for one in reversed(self.tables) for form in one.forms}

    def above(self, name: str, levels: int) -> Table | None:
        """The table that owns a table (or the subject), so many levels up; the table itself at level 0."""
        at = self.table_named(name)
        for _ in range(levels):
            at = self.table_named(at.owner) if at is not None and at.owner is not None else None
        return at

    def table_named(self, name: str) -> Table | None:
        """The table (or the subject) of that name."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, Table]:
        return {one.name: one for one in reversed(self.tables)}


def joined(form: Form, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields that a form adds to its owner: itself where it may be absent, and all that it holds under full names."""
    itself = Field(form.name, YesNo(), form.titles, optional=True, form=form, span=form.span)
    held = tuple(
        evolve(
            one,
            name=f"{form.name}.{one.name}",
            form=form,
            optional=one.optional or form.may_be_absent,
            given_with_form=form.may_be_absent and not one.optional,
        )
        for one in fields
    )
    return (itself, *held) if form.may_be_absent else held


def _of_form(form: Form, owner: Table) -> Table:
    """A form as a table of its owner."""
    fields = tuple(
        evolve(
            one,
            name=one.own_name,
            optional=one.optional and not one.given_with_form,
            form=None,
            given_with_form=False,
        )
        for one in owner.held_by(form)
    )
    return Table(form.name, owner.name, fields, form.titles, form, span=form.span)

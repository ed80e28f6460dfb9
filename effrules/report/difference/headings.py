"""The thing that an edit is about, as people know it, and why it was changed."""

from __future__ import annotations

from typing import assert_never

from effrules.compare.difference import Difference
from effrules.compare.edits import edit as e
from effrules.compare.edits.change import Thing
from effrules.compare.edits.edit import Edit
from effrules.compare.matching.names import Space
from effrules.compare.matching.origins import Reason
from effrules.compare.matching.things import procedure
from effrules.diagnostics.glyphs import shown
from effrules.report.difference.details import Details
from effrules.report.difference.words import word
from effrules.report.document.document_words import say
from effrules.report.naming import Naming
from effrules.words import Language


class Headings:
    """Names things, in one language."""

    def __init__(self, difference: Difference, language: Language) -> None:
        self.difference = difference
        self.language = language
        self.details = Details(difference, language)
        self.meaning = {edit.at for edit in difference.edits if edit.is_meaning}

    def word(self, key: str, **values: object) -> str:
        """A word in the language."""
        return word(key, self.language, **values)

    def heading(self, edit: Edit, *, short: bool = False) -> str:
        """The thing as people know it: title, kind, name; ``short``, where it has a title, without its name."""
        place = edit.place
        space, inside, name = edit.at
        if space is Space.NODE and not inside:
            naming = self.details.new if name in self.difference.sides.right.nodes else self.details.old
            return self.node(naming, place.name, short=short)
        match place.thing:
            case Thing.WEIGHTS:
                return self.weights(edit)
            case Thing.METHODOLOGY:
                return self.word("methodology")
            case Thing.FIELD:
                return self.field(edit)
            case Thing.RATING:
                naming = self.details.new if place.name in self.difference.new.nodes else self.details.old
                return self.word("grades of", node=self.node(naming, place.name, short=short))
            case Thing.EXAMPLE:
                return f"{self.word('example')} «{shown(place.name)}»"
            case (
                Thing.SOURCE | Thing.SUBJECT | Thing.TABLE | Thing.DEFINITION | Thing.FIGURES | Thing.ROW | Thing.TOTAL
                | Thing.BLOCK | Thing.DIRECTION | Thing.CRITERION | Thing.PENALTY | Thing.BONUS | Thing.RANKING
                | Thing.PROPERTY | Thing.INSTITUTION | Thing.STAGE | Thing.SPOT_CHECK | Thing.RECOMMENDATION
            ):  # fmt: skip
                title = self.title_of(edit)
                kind = self.word("calendar" if self._is_calendar(edit) else place.thing.value)
                if short and title:
                    return f"{title} ({kind})"
                return self.details.called(kind, place.name, title).rstrip()

    def weights(self, edit: Edit) -> str:
        """The weights, with for whom they are."""
        head = shown(edit.path.split(" > ")[0])
        if " where " not in edit.path:
            return self.word("weights")
        if self.details.quotes:
            return head
        return f"{self.word('weights')}, {self.details.new.condition(head.partition(' where ')[2])}"

    def field(self, edit: Edit) -> str:
        """A field, with whose it is; of a form with the form, and a form itself as such."""
        place, whose = edit.place, self.table(edit.place.inside)
        form, dot, name = place.name.partition(".")
        title = self.title_of(edit)
        if dot:
            return f"{self.details.called(self.word('field'), name, title)}, {self.form(form)}"
        forms = self._forms(edit)
        named = self.details.called(self.word("form" if forms else "field"), place.name, title)
        if forms > 1 and isinstance(edit, e.Presence):  # the form stays, and may be missing or may not
            optional = "`may be missing`" if self.details.quotes else say("optional", self.language)
            named = f"{named}, {optional}"
        return f"{named}, {whose}"

    def _is_calendar(self, edit: Edit) -> bool:
        space, _, name = edit.at
        both = (self.difference.sides.right, self.difference.sides.left)
        there = next((one.figures[name] for one in both if name in one.figures), None)
        return space is Space.FIGURES and there is not None and there.calendar

    def _forms(self, edit: Edit) -> int:
        """On how many sides what an edit is about is a form."""
        _, inside, name = edit.at
        sides = self.difference.sides
        tables = (program.schema.table_named(inside) for program in (sides.left, sides.right))
        return sum(table is not None and table.form_named(name) is not None for table in tables)

    def node(self, naming: Naming, name: str, *, short: bool = False) -> str:
        """A node, as ``heading`` has it."""
        node = naming.program.nodes[name]
        title = naming.title(node.titles, "")
        if short and title and name != "total":
            return f"{title} ({self.word(node.kind.value)})"
        return self.details.node(naming, name)

    def form(self, name: str) -> str:
        """A form by its title; in English by its name."""
        sides = (
            (self.difference.sides.right, self.details.new),
            (self.difference.sides.left, self.details.old),
        )
        for program, naming in sides:
            declared = next((one for one in program.schema.as_read if one.name == name), None)
            if declared is not None and not self.details.quotes:
                return self.word("of form", title=f"«{naming.title(declared.titles, name)}»")
        return f"{self.word('form')} {shown(name)}"

    def user(self, path: str) -> str:
        """What reads a definition, by its path in the rules: in Kazakh and Russian by its title."""
        kind, _, name = path.rpartition(" > ")[2].rpartition(" ")
        program, naming = self.difference.new, self.details.new
        if self.details.quotes:
            return path
        if name in program.nodes:
            return self.node(naming, name, short=True)
        one = next((one for one in program.adjustments if one.name == name), None)
        return (
            path if one is None else self.details.called(self.word(kind), name, naming.title(one.titles, ""))
        )

    def table(self, name: str) -> str:
        """A table, with what people call it."""
        schema = self.difference.sides.right.schema
        declared = schema.table_named(name)
        kind = "subject" if declared is not None and declared.owner is None else "table"
        title = "" if declared is None else self.details.titles(self.details.new, declared.titles)
        if title and self.language is not Language.EN:
            return self.word(f"of {kind}", title=f"«{title}»")
        return f"{self.word(kind)} {name}"

    def title_of(self, edit: Edit) -> str:
        """The title of the thing that an edit is about, where it has one."""
        space, inside, name = edit.at
        for program, naming in (
            (self.difference.sides.right, self.details.new),
            (self.difference.sides.left, self.details.old),
        ):
            thing: object = None
            match space:
                case Space.FIELD:
                    table = program.schema.table_named(inside)
                    thing = None if table is None else table.field_named(name) or table.form_named(name)
                case Space.TABLE:
                    thing = program.schema.table_named(name)
                case Space.DEFINITION:
                    thing = program.definitions.get(name)
                case Space.FIGURES:
                    thing = program.figures.get(name)
                case Space.ADJUSTMENT:
                    thing = next((a for a in program.adjustments if a.name == name), None)
                case Space.RANKING:
                    thing = next((r for r in program.rankings if r.name == name), None)
                case Space.PROPERTY:
                    thing = next((one for one in program.properties if one.name == name), None)
                case Space.SOURCE:
                    thing = next((source for source in program.sources if source.name == name), None)
                case Space.PROCEDURE:
                    thing = procedure(program).get(name)
                case Space.NODE | Space.RATING | Space.EXAMPLE:
                    pass
                case _:
                    assert_never(space)
            if thing is not None:
                return naming.title(thing.titles, "")  # type: ignore[attr-defined]
        return ""

    def reasons(self, edit: Edit) -> tuple[str, ...]:
        """Why, where that is declared, with what it cites; of several amendments in a row each, oldest first."""
        last = Reason(edit.reason, edit.citations, edit.version)
        return tuple(said for one in (*edit.earlier, last) if (said := self._reason(one)))

    def _reason(self, one: Reason) -> str:
        because = self.details.new.title(one.because, "")
        cited = ", ".join(map(self.details.new.citation, one.citations))
        words = because + (f" ({cited})" if cited and because else cited)
        if not one.version:
            return words
        return self.word(
            "reason in version",
            reason=words or self.word("no reason"),
            version=self.details.new.version(one.version),
        )

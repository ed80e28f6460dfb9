"""What bodies, parts, groups and grades are called, in all languages."""

from __future__ import annotations

from collections.abc import Callable

from effrules.data.dataset import Row
from effrules.model.numbers import exact_text
from effrules.model.program import Program, Rating, ScoreNode
from effrules.model.schema import Field, Titles
from effrules.model.types import Choice, Value
from effrules.report.document.numbering import numbering
from effrules.report.document.told_formulas import Formulas
from effrules.report.naming import Column, Naming
from effrules.report.page.said import Said, everywhere, plain, words
from effrules.words import Language


class Names:
    """Names in all languages, each worked out once."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.naming = {language: Naming(program, language) for language in Language}
        self.formulas = {language: Formulas(naming) for language, naming in self.naming.items()}
        self.numbering = numbering(program)
        """The numbers of the clauses in the document of the rules."""
        self.nodes = {name: self.node(node) for name, node in program.nodes.items()}

    def all(self, make: Callable[[Naming], str]) -> Said:
        """What each language's naming makes."""
        return everywhere(lambda language: make(self.naming[language]))

    def title(self, titles: Titles, otherwise: str) -> Said:
        """A title, else the identifier."""
        return self.all(lambda naming: naming.title(titles, otherwise))

    def node(self, node: ScoreNode) -> Said:
        """A node's title."""
        return self.all(lambda naming: naming.node(node))

    def column(self, thing: Column) -> Said:
        """The heading of a thing's column."""
        return self.all(lambda naming: naming.column(thing))

    def rating(self, rating: Rating) -> Said:
        """What a rating is called."""
        return self.all(lambda naming: naming.rating(rating))

    def grade(self, rated: str, grade: str) -> Said:
        """The title of a grade of a node's rating."""
        return self.all(lambda naming: naming.grade(rated, grade))

    def body(self, subject: Row) -> str:
        """What people call a subject: a text of the data."""
        return self.naming[Language.EN].body(subject)

    def value(self, field: Field | None, value: Value | None) -> Said:
        """A value of a row in words; empty where nothing stands there."""
        if value is None:
            return words("empty")
        if isinstance(value, bool):
            return words("yes" if value else "no")
        if field is not None and isinstance(field.type, Choice) and isinstance(value, str):
            order = self.program.header.languages
            return everywhere(lambda language: field.choice_title(value, language.value, order))
        if isinstance(value, str):
            return plain(value)
        text = value.isoformat() if hasattr(value, "isoformat") else exact_text(value)
        return everywhere(lambda language: text if language is Language.EN else text.replace(".", ","))

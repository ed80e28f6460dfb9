"""A condition on the kind of a body, as the rules write it, in the words of its readers: «Вид» = «местный орган»."""

from __future__ import annotations

import re

from effrules.model.schema import Field, Table

_WORDS = {
    "kk": {"is": "=", "is not": "≠", "and": "және", "or": "немесе", "not": "емес:", "yes": "иә", "no": "жоқ"},
    "ru": {"is": "=", "is not": "≠", "and": "и", "or": "или", "not": "не", "yes": "да", "no": "нет"},
}
_TOKEN = re.compile(r"is not\b|\w+|\s+|.")


def condition_words(text: str, subject: Table, language: str, order: tuple[str, ...] = ()) -> str:
    """A condition over choices and yes-or-no fields of the subject; in English as the rules write it."""
    words = _WORDS.get(language)
    if words is None:
        return text
    made, last = [], None
    for token in _TOKEN.findall(text):
        field = subject.field_named(token)
        if field is not None:
            last = field
        made.append(words.get(token) or _titled(token, field, last, language, order))
    return "".join(made)


def _titled(
    token: str, field: Field | None, last: Field | None, language: str, order: tuple[str, ...]
) -> str:
    if field is not None:
        return f"«{field.titles.get(language, order) or token}»"
    if last is not None and token in dict(last.choice_titles):
        return f"«{last.choice_title(token, language, order)}»"
    return token

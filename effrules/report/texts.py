"""Which texts a result rests on: the versions with their files, and whether one of them is only a draft."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Annotated, TypedDict

from effrules.diagnostics.document_schema import OneOf
from effrules.diagnostics.glyphs import shown
from effrules.model.program import Program
from effrules.model.texts import RuleText, TextRole
from effrules.report.wording import word
from effrules.words import Language


class TextRecord(TypedDict):
    """A text that rules were made of: a version, or an amendment laid on top, with its files."""

    role: Annotated[str, OneOf(TextRole)]
    version: str
    draft: Annotated[bool, "Whether it says of itself that it is not law."]
    files: list[str]


class RulesRecord(TypedDict):
    """By which rules."""

    name: str
    version: str
    titles: dict[str, str]
    texts: list[TextRecord]
    what_if: list[str]


def texts(program: Program, language: Language) -> tuple[str, ...]:
    """Each text that the rules were made of, the standing one first: ``version 2015 (rules/2015/methodology.eff)``."""
    return tuple(_text(one, program, one.files, language) for one in program.texts)


def named_texts(program: Program, language: Language) -> tuple[str, ...]:
    """The same with names that do not tell where the rules lie: for what is kept, and made again elsewhere."""
    return tuple(_text(one, program, one.names, language) for one in program.texts)


def rules_line(program: Program, language: Language) -> str:
    """The same in a sentence; nothing where it is not known."""
    listed = "; ".join(named_texts(program, language))
    return f"{word('rules', language)}: {listed}." if listed else ""


def draft_lines(program: Program, language: Language) -> tuple[str, ...]:
    """That a text is only a draft, and so what comes of it is not a result by law; a line for each."""
    return tuple(
        word("draft", language, version=_called(one, program, language), files=_files(one.names))
        for one in program.drafts
    )


def loud_lines(program: Program, what_if: Iterable[str], language: Language) -> tuple[str, ...]:
    """What must be seen first: drafts, and what was changed for the calculation; fit for a terminal."""
    changes = tuple(map(shown, what_if))
    banner = (word("what if", language), *changes) if changes else ()
    return (*draft_lines(program, language), *banner)


def texts_record(program: Program, *, here: bool = False) -> list[TextRecord]:
    """The texts for JSON; ``here``: the files as they are found on this machine."""
    return [
        {
            "role": one.role.value,
            "version": one.version,
            "draft": one.draft,
            "files": list(one.files if here else one.names),
        }
        for one in program.texts
    ]


def rules_record(program: Program, what_if: list[str]) -> RulesRecord:
    """The rules for JSON, with what was changed in them for the calculation."""
    header = program.header
    return {
        "name": header.name,
        "version": header.version,
        "titles": dict(header.titles.texts),
        "texts": texts_record(program),
        "what_if": what_if,
    }


def texts_cell(program: Program) -> str:
    """The texts for one cell of a table: ``a: law.eff; d (draft): draft.eff``."""
    return "; ".join(
        f"{one.version}{' (draft)' if one.draft else ''}: {', '.join(one.names)}" for one in program.texts
    )


def _text(one: RuleText, program: Program, files: tuple[str, ...], language: Language) -> str:
    key = "draft text" if one.draft else "text"
    told = word(key, language, version=_called(one, program, language), files=_files(files))
    return f"{word('on top', language)} {told}" if one.role is TextRole.LAID_ON_TOP else told


def _called(one: RuleText, program: Program, language: Language) -> str:
    return shown(one.titles.get(language.value, program.header.languages) or one.version)


def _files(files: tuple[str, ...]) -> str:
    """File names; those of one folder behind its name."""
    paths = [PurePosixPath(file) for file in files]
    folder = paths[0].parent
    if len(paths) == 1 or any(path.parent != folder for path in paths) or folder == PurePosixPath():
        return shown(", ".join(files))
    return shown(f"{folder}/: {', '.join(path.name for path in paths)}")

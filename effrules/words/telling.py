"""Exceptions whose text is a sentence."""

from __future__ import annotations

from typing import cast

from effrules.words.message import Message, Text, phrase
from effrules.words.system import SAID


class Telling(Exception):
    """An exception that says what is the matter; ``told`` says it in each language."""

    def __init__(self, told: Text) -> None:
        super().__init__(str(told))
        self.told = told


def reason_of(problem: BaseException) -> Text:
    """Why something did not go: in our words where we found it, else in those of the system or the library."""
    if isinstance(problem, Telling):
        return problem.told
    said = getattr(problem, "strerror", None)
    if said:
        return SAID.get(said, _quoted(said)) if isinstance(said, str) else cast("Text", said)
    return _quoted(" ".join(str(problem).split()) or type(problem).__name__)


def _quoted(said: str) -> Message:
    """What is not ours: in English as it stands, elsewhere marked as the words of another."""
    return phrase("{said}", context="the words of a library", said=said)

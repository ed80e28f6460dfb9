"""The languages, and how each counts."""

from __future__ import annotations

from enum import Enum


class Language(Enum):
    """A language that effrules speaks."""

    KK = "kk"
    RU = "ru"
    EN = "en"


def form_of(count: int, language: Language) -> int:
    """Which of the forms of a plural a number takes, from 0, as the catalogues list them (Unicode CLDR, cardinal numbers).

    Russian has three, for 1, 2 and 5, Kazakh and English two: one, and all others.
    """
    match language:
        case Language.RU:
            last, before = count % 10, count // 10 % 10
            if before != 1 and last == 1:
                return 0
            return 1 if before != 1 and 2 <= last <= 4 else 2
        case Language.KK | Language.EN:
            return int(count != 1)


FORMS = {Language.KK: 2, Language.RU: 3, Language.EN: 2}
"""How many forms a plural has."""

"""The languages, and which one is spoken."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

VARIABLE = "EFFRULES_LANG"
"""The environment variable that names the language where no option does."""

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of the locale, in the order in which they count (POSIX.1-2017, section 8.2)."""


class Language(Enum):
    """A language that effrules speaks."""

    KK = "kk"
    RU = "ru"
    EN = "en"


def of_locale(environment: Mapping[str, str]) -> Language:
    """The language of a locale such as ``kk_KZ.UTF-8``; English where it is another one, or none is said."""
    said = next((environment[name] for name in LOCALE if environment.get(name)), "")
    code = said.partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return next((language for language in Language if language.value == code), Language.EN)


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

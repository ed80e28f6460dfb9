"""The words around results, in Kazakh, Russian and English. What the rules say in titles is theirs."""

from __future__ import annotations

from typing import assert_never

from effrules.exact import NodeState
from effrules.model.rounding import Rounding
from effrules.words import Language, Template, template

WORDS: dict[str, Template] = {
    "place": template("Place"),
    "rating": template("Rating"),
    "total": template("Total"),
    "penalties": template("Penalties"),
    "n/a": template("n/a"),
    "no score": template("no score"),
    "failed": template("failed"),
    "no total": template("No total"),
    "not applicable": template("not applicable"),
    "its condition": template("a condition of the rules holds"),
    "above": template("a condition of a part above it holds"),
    "nothing left": template("none of its parts is applicable"),
    "named": template("{name}, version {version}"),
    "bodies": template("bodies"),
    "assumptions": template("{n} assumptions; {k} of {m} scores rest on one (marked *)"),
    "one assumption": template("1 assumption; {k} of {m} scores rest on it (marked *)"),
    "no assumptions": template("No assumptions."),
    "rounded": template("≈ rounded for show only; files hold the exact values"),
    "without": template("Without a score"),
    "what if": template("WHAT IF: not the result of the rules as they stand"),
    "draft": template("DRAFT, not law: version {version} ({files})"),
    "rules": template("Rules"),
    "text": template("version {version} ({files})"),
    "draft text": template("version {version}, a draft ({files})"),
    "on top": template("on top"),
    "others": template("Others"),
    "row": template("{title}, row {n}"),
    "row called": template("row «{called}»"),
    "yes": template("yes"),
    "no": template("no"),
    "exactly": template("{title}, exact"),
    "of the percentage": template(" of the percentage"),
    "after penalties": template(", after penalties and bonuses"),
    "of the ratio": template(" of the ratio"),
    "workbook numbers": template(
        "Numbers in the sheets are as shown, with up to 15 digits; exact ones stand as text beside the total and in the sheet “Exact”."
    ),
    "workbook texts": template(
        "Numbers that Excel would not keep whole (more than {digits} digits or 30 decimals) stand as text."
    ),
    "workbook long": template(
        "Texts too long for a cell (over {longest} characters) stand in the sheet “Long”, in pieces that read from left to right."
    ),
    "list with": template("Listed by: effrules check {rules}"),
    "list of what if": template("Listed (those of the change too): --format json"),
}


def unscored(state: NodeState) -> str:
    """The key of the word for a node without a score."""
    match state:
        case NodeState.NOT_APPLICABLE:
            return "n/a"
        case NodeState.FAILED:
            return "failed"
        case NodeState.NO_SCORE | NodeState.SCORED:
            return "no score"
        case _:
            assert_never(state)


def word(key: str, language: Language, **values: object) -> str:
    """A word or a sentence in a language."""
    return WORDS[key].told(language, **values)


def counted_of(rounding: Rounding, language: Language) -> str:
    """What the decimals of a rounded share are counted of, to follow their number; nothing where it is no share."""
    return "" if rounding.counted is None else word(f"of the {rounding.counted.value}", language)


def when_rounded(rounding: Rounding, language: Language) -> str:
    """Where a rounding comes, to follow all else that is said of it; nothing where it comes as it does by itself."""
    return word("after penalties", language) if rounding.after_penalties else ""

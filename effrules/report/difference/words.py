"""The words around a comparison of two methodologies, in Kazakh, Russian and English.

What stands in the rules (names, formulas, types) is quoted as it is written there, in every language.
"""

from __future__ import annotations

from typing import assert_never

from effrules.compare.edits.change import Thing
from effrules.model.rounding import Rounding
from effrules.report.wording import counted_of, when_rounded
from effrules.words import Language, Message, Template, counted, template

WORDS: dict[str, Template] = {
    # -- Headings
    "title": template("What changes: {old} → {new}"),
    "short": template("In short"),
    "validity": template("When it holds"),
    "nodes": template("Blocks, directions, criteria"),
    "weights": template("Weights"),
    "weights of nodes": template("Weights: changed inside {n} parts of the tree."),
    "weights in": template("weights in {node}"),
    "adjustments": template("Penalties and bonuses"),
    "outcome": template("Total, grades, places"),
    "formulas": template("Shared formulas and figures"),
    "reported": template("What is reported"),
    "promises": template("Promises"),
    "year": template("The year"),
    "words": template("Changed in words or basis only"),
    "words intro": template("The meaning is as it was."),
    "cases": template("Worked examples"),
    "layout": template("Written otherwise"),
    "layout intro": template("Meaning and words are as they were; only the notation is another."),
    "verdicts": template("What it means for those assessed"),
    "verdicts intro": template(
        "What the rules alone show, without data. Stricter: nobody can gain; more lenient: nobody can lose; different: whom it moves, and which way, can only be seen on data."
    ),
    # -- Nothing
    "identical": template("Nothing differs: the texts are the same."),
    "only layout": template("Meaning and words are the same; only layout, comments or files differ."),
    "no meaning": template("The meaning does not change."),
    "only scores same": template("No change has a bearing on scores."),
    "total stricter": template("The total: nobody can gain, whatever the data."),
    "total more lenient": template("The total: nobody can lose, whatever the data."),
    "total same": template("The total: the same for everybody, whatever the data."),
    "total different": template("The total: whom it moves, and which way, can only be seen on data."),
    "total added": template(
        "The total: the rules give one now; they gave none before, so there is nothing to compare it with."
    ),
    "total dropped": template("The total: the rules give none any more."),
    "part stricter": template("{nodes}: nobody can gain, whatever the data."),
    "part more lenient": template("{nodes}: nobody can lose, whatever the data."),
    "part same": template("{nodes}: the same for everybody, whatever the data."),
    "part different": template("{nodes}: whom it moves, and which way, can only be seen on data."),
    "total given": template("total"),
    "there is one": template("there is one"),
    "there is none": template("there is none"),
    # -- Actions
    "added": template("added"),
    "dropped": template("dropped"),
    "renamed": template("renamed"),
    "moved": template("moved"),
    "changed": template("changed"),
    "reworded": template("reworded"),
    # -- Kinds
    "methodology": template("methodology"),
    "source": template("source"),
    "subject": template("subject"),
    "table": template("table"),
    "form": template("form"),
    "of form": template("form {title}"),
    "of table": template("table {title}"),
    "of subject": template("data of the body {title}"),
    "field": template("field"),
    "define": template("definition"),
    "calendar": template("calendar"),
    "figures": template("figures"),
    "row": template("row"),
    "total": template("total"),
    "block": template("block"),
    "direction": template("direction"),
    "criterion": template("criterion"),
    "penalty": template("penalty"),
    "bonus": template("bonus"),
    "rating": template("rating"),
    "rank": template("ranking"),
    "property": template("promise"),
    "example": template("example"),
    "institution": template("institution"),
    "stage": template("stage"),
    "spot check": template("spot check"),
    "recommend": template("recommendation"),
    # -- Labels
    "name": template("name"),
    "heading": template("title"),
    "formula": template("formula"),
    "amount": template("amount"),
    "for each": template("for each"),
    "once": template("once"),
    "condition": template("condition"),
    "cap": template("at most in all"),
    "lowest": template("leaving at least"),
    "highest": template("reaching at most"),
    "never below": template("never below"),
    "never above": template("never above"),
    "maximum for": template("maximum for {whom}"),
    "maximum": template("maximum"),
    "minimum": template("minimum"),
    "rounding": template("rounding"),
    "not applicable when": template("not applicable when"),
    "only where": template("only where"),
    "assessed by": template("assessed by"),
    "as above": template("{names} (as for {node})"),
    "fields": template("fields"),
    "short title": template("short title"),
    "version title": template("title of the version"),
    "note": template("note"),
    "address": template("address"),
    "edition": template("edition"),
    "not at hand": template("not at hand"),
    "inventory": template("inventory"),
    "item of it": template("items"),
    "annex of it": template("annexes"),
    "enacting item of it": template("items of the enacting act"),
    "enacting annex of it": template("annexes of the enacting act"),
    "grades of": template("grades, {node}"),
    "applicability": template("when it applies"),
    "parts of": template("{n} parts of {node}"),
    "parent": template("stands in"),
    "order": template("order"),
    "target": template("applies to"),
    "when left out": template("when a part is not applicable"),
    "clauses": template("for whom"),
    "type": template("holds"),
    "new choice": template("new choice"),
    "choice gone": template("choice no longer there"),
    "choices": template("titles of choices"),
    "must hold": template("must hold"),
    "owner": template("belongs to"),
    "parameters": template("takes and gives"),
    "parameter names": template("titles of parameters"),
    "columns": template("columns"),
    "column titles": template("titles of columns"),
    "grades": template("grades"),
    "places": template("rule of places"),
    "promise": template("promise"),
    "case": template("case"),
    "scale": template("scale"),
    "period": template("in force"),
    "version": template("version"),
    "reason in version": template("{reason} [version {version}]"),
    "standing": template("status"),
    "a draft": template("a draft"),
    "no draft": template("no draft"),
    "languages": template("languages"),
    "rests on": template("rests on"),
    "rounding rests on": template("the rounding rests on"),
    "reason shown": template("reason that is shown"),
    "items": template("items"),
    "used by": template("used by"),
    "no reason": template("not stated"),
    "reason": template("Reason"),
    "following": template("with"),
    "part": template("Part"),
    "was": template("Was"),
    "is": template("Is"),
    "grade": template("Grade"),
    # -- Values
    "none": template("none"),
    "weighted sum": template("from its parts (weighted mean)"),
    "plain sum": template("the sum of its parts"),
    "by maxima": template("the sum of its parts, by their maxima"),
    "everybody": template("everybody"),
    "open": template("open"),
    "from to": template("from {first} to {last}"),
    "any time": template("not stated"),
    "assumed": template("assumed: {reason}"),
    "with alternatives": template("{reason} (alternatives: {names})"),
    "contradicted": template("contradicted by {source}: {words}"),
    "nothing stated": template("no basis"),
    "in proportion": template("its weight is shared out in proportion"),
    "equally": template("its weight is shared out equally"),
    "count as zero": template("it counts as zero"),
    "count as full": template("it counts in full"),
    "not stated": template("not stated"),
    "share a place": template("equal ones share a place, the next one is skipped"),
    "share a place, none is skipped": template("equal ones share a place, none is skipped"),
    "by likeness": template("not declared; recognised by what it is"),
    "because parts": template("as the parts are others now"),
    "seen": template("can only be seen on data"),
    "only layout one": template("written otherwise"),
    "n added": template("{n} added"),
    "n dropped": template("{n} dropped"),
    "n changed": template("{n} changed"),
    "sources": template("Sources"),
    "new sources": template("new"),
    "sources gone": template("no longer there"),
    "only one": template("its only part {share}"),
    "each of": template("each of {n} parts {share}"),
    "decimals": template("to {n} decimals"),
    "one decimal": template("to 1 decimal"),
    "significant": template("to {n} significant digits"),
    "mode half up": template("half up"),
    "mode half even": template("half even"),
    "mode half down": template("half down"),
    "mode up": template("up", context="a rounding"),
    "mode down": template("down", context="a rounding"),
    "mode ceiling": template("ceiling", context="a rounding"),
    "mode floor": template("floor", context="a rounding"),
    # -- Verdicts
    "same": template("same"),
    "stricter": template("stricter"),
    "more lenient": template("more lenient"),
    "different": template("different"),
}


def number_of(kind: Thing, n: int) -> Message:
    """How many things of a kind."""
    match kind:
        case Thing.BLOCK:
            return counted("{n} block", "{n} blocks", n=n)
        case Thing.DIRECTION:
            return counted("{n} direction", "{n} directions", n=n)
        case Thing.CRITERION:
            return counted("{n} criterion", "{n} criteria", n=n)
        case Thing.PENALTY:
            return counted("{n} penalty", "{n} penalties", n=n)
        case Thing.BONUS:
            return counted("{n} bonus", "{n} bonuses", n=n)
        case Thing.RATING:
            return counted("the grades of {n} part", "the grades of {n} parts", n=n)
        case Thing.RANKING:
            return counted("{n} ranking", "{n} rankings", n=n)
        case Thing.DEFINITION:
            return counted("{n} definition", "{n} definitions", n=n)
        case Thing.FIGURES | Thing.ROW:
            return counted("{n} figure", "{n} figures", n=n)
        case Thing.SUBJECT | Thing.TABLE:
            return counted("{n} form", "{n} forms", n=n)
        case Thing.FIELD:
            return counted("{n} field of forms", "{n} fields of forms", n=n)
        case (
            Thing.METHODOLOGY | Thing.SOURCE | Thing.TOTAL | Thing.WEIGHTS | Thing.PROPERTY | Thing.EXAMPLE
            | Thing.INSTITUTION | Thing.STAGE | Thing.SPOT_CHECK | Thing.RECOMMENDATION
        ):  # fmt: skip
            return counted("{n} other change", "{n} other changes", n=n)
        case _:
            assert_never(kind)


def word(key: str, language: Language, **values: object) -> str:
    """A word or a sentence in a language."""
    return WORDS[key].told(language, **values)


def rounding_text(rounding: Rounding, language: Language) -> str:
    """A way of rounding."""
    key = "significant" if rounding.significant else "one decimal" if rounding.said == 1 else "decimals"
    digits = f"{word(key, language, n=rounding.said)}{counted_of(rounding, language)}"
    return f"{digits}, {word(f'mode {rounding.mode.value}', language)}{when_rounded(rounding, language)}"


def capital(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]

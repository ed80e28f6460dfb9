"""The words around an impact, in Kazakh, Russian and English."""

from __future__ import annotations

from effrules.words import Language, Template, template

WORDS: dict[str, Template] = {
    "title": template("Who is affected: {old} → {new}"),
    "changes": template("Bodies compared: {n}. Up: {up}; down: {down}; the same: {same}."),
    "nobody": template("No body has a score on both sides."),
    "crossing": template("Another grade ({rating}): {n}. Up: {up}; down: {down}."),
    "crossing otherwise": template("Another grade ({rating}): {n}; the grades themselves have changed."),
    "first": template("First place ({group}): {old} → {new}."),
    "first of all": template("First place: {old} → {new}."),
    "gained": template("Have a score only now: {names}."),
    "lost": template("Have no score any more: {names}."),
    "only old": template("Only in the old data: {names}."),
    "only new": template("Only in the new data: {names}."),
    "not reached": template("The change could not be shared out: {names}."),
    "none": template("NO EFFECT: {edit}. It changes no score, grade or place of any body in the data."),
    "no total": template("No effect on any total: {edit}."),
    "no score of": template("No effect on {node}: {edit}."),
    "no edits": template("No edit bears on scores."),
    "effects": template("What each edit does"),
    "edit": template("Edit"),
    "moves": template("Bodies", context="number affected"),
    "up": template("Up"),
    "down": template("Down"),
    "jointly": template("Jointly"),
    "mean part": template("Mean"),
    "largest gain": template("Largest gain"),
    "largest loss": template("Largest loss"),
    "grades": template("Grades"),
    "places": template("Places"),
    "bodies": template("Bodies"),
    "most moved": template("The {n} most moved of {all} bodies"),
    "old": template("Old"),
    "new": template("New"),
    "change": template("Change"),
    "causes": template("By edit"),
    "spread": template("Distribution of the change"),
    "mean": template("mean"),
    "median": template("median"),
    "quartiles": template("quartiles"),
    "extremes": template("largest loss and gain"),
    "smallest and largest": template("smallest and largest change"),
    "between": template("{low} to below {high}"),
    "nodes": template("Which parts of the rules moved"),
    "node": template("Part"),
    "came": template("Gained"),
    "went": template("Lost"),
    "fall": template("{name}: {old} → {new}"),
    "the data": template("the data"),
    "the data with": template("the data, with: {edits}"),
    "and more": template("{edit} and {n} more"),
    "together": template(" with "),
    "shapley": template(
        "Parts are Shapley values (groups of edits: {n}), worked out exactly: they add up to the change, whatever the order."
    ),
    "owen": template(
        "Parts are Owen values: groups of edits ({n}) are more than {most}, so those of one part of the rules form a union (unions: {m}); worked out exactly, they add up to the change."
    ),
    "merged": template("Counted as one: {edits}."),
    "joint": template(
        "Some edits cannot be told apart (one without the other gives no score) and are counted together; bodies: {n}."
    ),
    "standing": template(
        "Grades and places: bodies whose grade or place an edit changes when it is made alone, or made last."
    ),
    "rounded": template(
        "≈, and the parts behind №, are rounded for show only; the JSON holds the exact values"
    ),
    "all of them": template("All of them: --all; one body: --agency ID."),
    "no score": template("no score"),
    "nothing moves": template("no edit moves this body"),
    "not shared": template("not shared out"),
    "place": template("Place"),
    "added": template("added"),
    "dropped": template("dropped"),
    "moved": template("moved"),
    "renamed": template("renamed"),
    "order": template("order"),
    "formula": template("formula"),
    "amount": template("amount"),
    "condition": template("condition"),
    "cap": template("cap"),
    "only where": template("only where"),
    "maximum": template("maximum"),
    "minimum": template("minimum"),
    "floor": template("floor"),
    "ceiling": template("ceiling"),
    "rounding": template("rounding"),
    "not applicable": template("when it is not applicable"),
    "weights": template("weights"),
    "redistribution": template("what becomes of weight that falls away"),
    "incidents": template("which incidents"),
    "target": template("what it is for"),
    "bands": template("bands of the rating"),
    "ranking": template("how places are given"),
    "scale": template("scale"),
    "reported": template("what is reported"),
    "figures": template("figures"),
    "other": template("changed"),
    "total": template("Total"),
    "rating": template("Rating"),
}


def say(key: str, language: Language, **values: object) -> str:
    """A word or a sentence in a language."""
    return WORDS[key].told(language, **values)

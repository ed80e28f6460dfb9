"""The words around an act that is ticked off, in Kazakh, Russian and English."""

from __future__ import annotations

from effrules.words import Language, Template, template

WORDS: dict[str, Template] = {
    "title": template("The acts item by item: what the rules express"),
    "version": template("{name}, version {version}"),
    "scores": template("decides scores"),
    "definitions": template("definitions"),
    "procedure": template("procedure of the assessment"),
    "form": template("form"),
    "not expressed": template("not expressed"),
    "repealed": template("repealed"),
    "cited": template("cited"),
    "unlisted": template("not in the inventory of the act"),
    "gap": template("no clause cites it"),
    "assumed": template("assumed: {reason}"),
    "otherwise": template("the act says otherwise here: {reason}"),
    "otherwise at": template("{place} says otherwise: {reason}"),
    "loose": template("Citations without an item"),
    "not at hand": template("not at hand: {reason}"),
    "no inventory": template("no inventory: what is left out cannot be told"),
    "uncited": template("the rules do not cite it"),
    "in all": template("In all"),
    "acts": template("acts: {n}"),
    "acts without": template("without an inventory: {n}"),
    "acts absent": template("not at hand: {n}"),
    "n scores": template("items that decide scores: {n}, expressed: {m}"),
    "n definitions": template("definitions: {n}"),
    "n procedure": template("procedure: {n}"),
    "n form": template("forms: {n}"),
    "n not expressed": template("not expressed: {n}"),
    "n repealed": template("repealed: {n}"),
    "n cited": template("items cited: {n}"),
    "n loose": template("citations without an item: {n}"),
    "n assumed": template("assumptions at items: {n}"),
    "n otherwise": template("contradictions: {n}"),
    "left out": template("Left out: {items}"),
    "unknown": template("Cited, and not in the inventory: {items}"),
    "complete": template("By the inventories no item that decides scores is left out."),
    "nothing to tell": template("No act has an inventory: what is left out cannot be told."),
    "drop": template("dropped"),
}  # fmt: skip
"""Each word and sentence in the three languages."""


def say(key: str, language: Language, **values: object) -> str:
    """A word or a sentence."""
    return WORDS[key].told(language, **values)

"""The words of the comparison table and of the amending order, as Kazakh acts have them."""

from __future__ import annotations

from effrules.words import Language, Template, template


def say(key: str, language: Language, **values: object) -> str:
    """A word or a sentence."""
    return WORDS[key].told(language, **values)


WORDS: dict[str, Template] = {
    # -- Which part of the act
    "item": template("item {n}", context="in an order"),
    "items": template("items {n}", context="in an order"),
    "annex": template("Annex {n}", context="in an order"),
    "chapter": template("Chapter {n}", context="in an order"),
    "section": template("Section {n} of Chapter {within}", context="in an order"),
    "item of annex": template("item {n} of Annex {within}", context="in an order"),
    "items of annex": template("items {n} of Annex {within}", context="in an order"),
    "in item": template("in item {n}", context="in an order"),
    "in annex": template("in Annex {n}", context="in an order"),
    "in item of annex": template("in item {n} of Annex {within}", context="in an order"),
    "heading of chapter": template("the heading of Chapter {n}", context="in an order"),
    "heading of section": template("the heading of Section {n} of Chapter {within}", context="in an order"),
    "whole chapter": template("Chapter {n}", context="in an order"),
    "whole section": template("Section {n} of Chapter {within}", context="in an order"),
    "and": template("{most} and {last}", context="in an order"),
    # -- The comparison table
    "comparison": template("COMPARISON TABLE", context="in an order"),
    "comparison of": template("of the draft order {title}", context="in an order"),
    "about": template("On changes and additions to {title}", context="in an order"),
    "number": template("No.", context="in an order"),
    "element": template("Element of the text", context="in an order"),
    "in force": template("Text in force", context="in an order"),
    "proposed": template("Proposed text", context="in an order"),
    "reason": template("Reason", context="in an order"),
    "none yet": template("There is none.", context="in an order"),
    "to be dropped": template("To be deleted.", context="in an order"),
    "no reason": template("(no reason is given in the rules)", context="in an order"),
    "follows": template("Follows from the other changes.", context="in an order"),
    "no revisions": template("The texts are the same.", context="in an order"),
    "basis": template("{reason} ({source})", context="in an order"),
    # -- The order
    "order": template("ORDER", context="in an order"),
    "order title": template("On changes and additions to the order of ___ ________________ 20__ No. ______", context="in an order"),
    "on the basis": template("On the basis of the following acts: {sources}, I ORDER:", context="in an order"),
    "on a basis": template("In accordance with ____________________________ I ORDER:", context="in an order"),
    "make changes": template("In {title}, approved by the said order, to make the following changes and additions:", context="in an order"),
    "the act itself": template("the document {title}", context="in an order"),
    "make changes itself": template("In the {title}, approved by the said order, to make the following changes and additions:", context="in an order"),
    "provide": template("____________________________ shall, as the law provides:", context="in an order"),
    "register": template("have this order registered by the Ministry of Justice", context="in an order"),
    "publish": template("publish this order on its website", context="in an order"),
    "control": template("____________________________ supervises the execution of this order.", context="in an order"),
    "into force on": template("This order comes into force {since}.", context="in an order"),
    "into force": template("This order comes into force ten calendar days after the day of its first official publication.", context="in an order"),
    "signer": template("____________________________", context="in an order"),
    "annex to order": template("to the order", context="in an order"),
    # -- What is to be done
    "replace words": template("{where} replace the words “{old}” by the words “{new}”", context="in an order"),
    "replace figures": template("{where} replace the figures “{old}” by the figures “{new}”", context="in an order"),
    "add words": template("{where} after the words “{after}” insert the words “{new}”", context="in an order"),
    "drop words": template("{where} delete the words “{old}”", context="in an order"),
    "restate": template("restate {what} as follows:", context="in an order"),
    "restate sub-item": template("{where} restate sub-item {mark} as follows:", context="in an order"),
    "add sub-item": template("add to {what} sub-item {mark} as follows:", context="in an order"),
    "drop sub-item": template("{where} delete sub-item {mark}", context="in an order"),
    "restate row": template("{where} the row:", context="in an order"),
    "restated row": template("shall read:", context="in an order"),
    "add row first": template("{where} begin the table with the following row:", context="in an order"),
    "add row": template("{where} after the row:", context="in an order"),
    "added row": template("insert the following row:", context="in an order"),
    "drop row": template("{where} delete the row:", context="in an order"),
    "add item": template("add item {n} as follows:", context="in an order"),
    "add items": template("add items {n} as follows:", context="in an order"),
    "add item of annex": template("add to Annex {within} item {n} as follows:", context="in an order"),
    "add items of annex": template("add to Annex {within} items {n} as follows:", context="in an order"),
    "add chapter": template("add Chapter {n} as follows:", context="in an order"),
    "add section": template("add to Chapter {within} Section {n} as follows:", context="in an order"),
    "add annex": template("add Annex {n} as set out in Annex {own} to this order", context="in an order"),
    "restate annex": template("restate {what} as set out in Annex {own} to this order", context="in an order"),
    "drop": template("delete {what}", context="in an order"),
}  # fmt: skip

"""The words of the page around the results, in Kazakh, Russian and English. What the rules say in titles is theirs."""

from __future__ import annotations

from effrules.words import Template, template

PAGE_WORDS: dict[str, Template] = {
    # The page
    "report": template("Results of the assessment"),
    "derivation": template("Derivation of a score"),
    "skip": template("Skip to the content"),
    "language": template("Language"),
    "contents": template("Contents"),
    "ranking": template("Ranking"),
    "bodies": template("Bodies"),
    "rules": template("Rules"),
    "cells": template("Data"),
    "find": template("Search by name, code or score"),
    "found": template("{n} of {m} shown; Enter opens the first"),
    "not found": template("Nothing is found: {wanted}"),
    "digest": template("Digest of the files"),
    "checked by": template("Checked by"),
    "date": template("Date"),
    "no script": template(
        "Scripts are off, or the browser is from before 2023. The scores and the rules are here; the weights of each body, the derivations, the search and the cells of the data need scripts. The command “effrules trace” gives the same steps."
    ),
    "no steps": template(
        "This report was made without the derivations of the scores; the command “effrules trace” gives them."
    ),
    # Facts
    "version of rules": template("Version"),
    "replaces": template("Replaces"),
    "amends": template("Amends"),
    "texts": template("Texts"),
    "in force": template("In force"),
    "scale": template("Scale"),
    "points from to": template("{low} to {high} points"),
    "number of bodies": template("Bodies assessed"),
    "no total": template("No total"),
    "without score of": template("{n} without a score"),
    "none": template("none"),
    "made by": template("Calculated by"),
    "run": template("About these results"),
    "robustness": template("How firm the results are"),
    "files": template("Files"),
    "file": template("File"),
    "file of rules": template("rules"),
    "file of amended": template("amended rules"),
    "file of data": template("data"),
    "file of overlay": template("what-if amendment"),
    "file of earlier": template("earlier results"),
    "use": template("Use"),
    "bytes": template("Bytes"),
    "files of run": template("The files that the results rest on, with their SHA-256 digests"),
    "problems": template("Scores that failed"),
    # Ranking
    "place": template("Place"),
    "shared": template("shared"),
    "ranking of": template("Ranking: {group}"),
    "ranking of all": template("Ranking of all bodies"),
    "sorting": template("Press a column’s heading to sort by it."),
    "legend": template("The large dot is the total, the small ones are its parts"),
    # A body
    "group position": template("{group}: place {place} of {n}"),
    "place of all": template("Place {place} of {n}"),
    "position": template("Position among its kind"),
    "strip text": template(
        "The scores of all bodies of the group are dots on the scale; the large dot is this body."
    ),
    "group of": template("Group"),
    "scores": template("Scores"),
    "part": template("Part"),
    "weight": template("Weight"),
    "score": template("Score"),
    "of maximum": template("Out of"),
    "lost": template("Lost", context="points"),
    "lost means": template("“Lost”: how many points of the total were lost there and below."),
    "weight moved": template("{stated} by the rules"),
    "penalties of": template("Penalties and bonuses"),
    "penalty": template("Penalty"),
    "bonus": template("Bonus"),
    "on": template("{node}"),
    "target": template("On"),
    "incidents": template("Cases"),
    "amount": template("In all"),
    "capped": template("After the cap"),
    "taken": template("In effect"),
    "no incident": template("There was no case."),
    "case": template("Case"),
    "points": template("Points"),
    "not applicable parts": template("Parts that are not applicable"),
    "reason": template("Reason"),
    "where weight": template("Where its weight went"),
    "all applicable": template("All parts are applicable."),
    "rests on": template("Assumptions that the score rests on"),
    "rests on none": template("The score rests on no assumption."),
    "how": template("How the score came about"),
    "how open": template(
        "Open a step by a click or Enter; ← and → close and open, ↑ and ↓ move, E shows the exact value."
    ),
    "back": template("To the ranking"),
    # Steps
    "besides": template("What did not happen, and what else was looked at"),
    "exact value": template("Exact value"),
    "clause": template("clause"),
    "cell": template("cell"),
    "says otherwise": template("contradiction"),
    "is assumed": template("assumption"),
    # Rules
    "list of assumptions": template("Assumptions"),
    "assumptions intro": template("What the sources do not give, and how it was put."),
    "clauses": template("Clauses"),
    "clauses intro": template(
        "The text of the rules as they were applied: file, line, what it rests on, and the version that wrote it."
    ),
    "sources": template("Sources"),
    "cited": template("Cites"),
    "written by": template("Written by version"),
    "written before": template("before it: {versions}"),
    "because": template("Why it was changed"),
    "no basis": template("no basis is stated"),
    "kind total": template("Total"),
    "kind block": template("Block"),
    "kind direction": template("Direction"),
    "kind criterion": template("Criterion"),
    "kind definition": template("Definition"),
    "kind figures": template("Table of figures"),
    "kind weights": template("Weights"),
    "kind penalty": template("Penalty"),
    "kind bonus": template("Bonus"),
    "kind rating": template("Rating"),
    "kind ranking": template("Ranking", context="a clause"),
    # Data
    "cells intro": template("The cells that the scores read, in their places in the files."),
    "empty": template("empty"),
    "whose": template("Whose row"),
    "yes": template("yes"),
    "no": template("no"),
    "row": template("Row"),
    "colophon": template(
        "The scores were calculated in exact fractions; numbers are rounded for show, in derivations with the mark ≈. The same rules and data give the very same page."
    ),
}
"""By key: in Kazakh, in Russian, in English."""

"""The words of workbooks that recalculate, in Kazakh, Russian and English."""

from __future__ import annotations

from effrules.report.workbook.made import Why
from effrules.words import Template, template

WORKBOOK_WORDS: dict[str, Template] = {
    # Sheets
    "summary": template("Summary", context="a sheet"),
    "places": template("Places", context="a sheet"),
    "rules": template("Rules", context="a sheet"),
    "shared": template("Shared steps", context="a sheet"),
    "others": template("Other bodies", context="a sheet"),
    "long texts": template("Long texts", context="a sheet"),
    # Summary
    "about": template("A workbook that recalculates"),
    "steps": template("{formulas} of {all} steps are formulas"),
    "values": template("values, marked like this cell"),
    "live": template(
        "A change in a data sheet, or in the sheet of rules, shows in every score at once. #N/A: it leads where nothing was worked out; run effrules on the changed data."
    ),
    "not seen": template(
        "Rows that are added to a data sheet are not seen, and what groups bodies must stay as it is: for that, run effrules on the changed data."
    ),
    "doubles": template(
        "Spreadsheets calculate with binary numbers of 15 to 17 digits, effrules exactly. The column “Exactly” has the number of effrules where the cell does not show all of it."
    ),
    "folded": template("The sheets of bodies are folded to the parts; the signs + on the left open what each is made of."),
    "input": template("Letters of this colour: data and figures of the rules, which may be changed"),
    "changed": template("Differs from effrules"),
    "by effrules": template("By effrules"),
    "n/a": template("n/a"),
    # Why a step is a value
    Why.ROUNDING.value: template("a binary number might be rounded the other way"),
    Why.COMPARING.value: template("binary numbers might compare otherwise than the exact ones"),
    Why.WIDE.value: template("a number wider than a spreadsheet holds"),
    Why.DAYS.value: template("a day before 1 March 1900, which spreadsheets count differently"),
    Why.LONG.value: template("the formula would be too long"),
    Why.TEXT.value: template("a text longer than a cell holds"),
    Why.NO_FUNCTION.value: template("spreadsheets have no function for it"),
    Why.NO_ROW.value: template("there are no rows in the data"),
    Why.FAILED.value: template("it has no value"),
    # Columns
    "step": template("Step"),
    "cell value": template("Value"),
    "exactly": template("Exactly"),
    "how": template("What happened"),
    "clause": template("Clause"),
    "where": template("Where it stands"),
    "row in file": template("Row in the file"),
    "column in file": template("column {column}"),
    "file": template("From {file}"),
    "no file": template("Not from a file"),
    "what": template("Figure"),
    "body": template("Body"),
    "place": template("Place"),
    "equal": template("Equal to it"),
    "not taken": template("not taken, worked out for changes only"),
    "as a value": template("VALUE: {why}"),
    # Figures
    "maximum of": template("{node}: maximum"),
    "minimum of": template("{node}: minimum"),
    "limit": template("limit"),
    "cap": template("cap of the total"),
    "floor": template("floor of the total"),
    "day off": template("day off"),
    "worked": template("working day"),
    "first day": template("first day"),
    "last day": template("last day"),
}  # fmt: skip

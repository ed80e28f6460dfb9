"""A derivation as a workbook that recalculates: live formulas over a copy of the data and the figures of the rules.

doubles    what a spreadsheet holds of an exact number, and how far it may be off
layout     which step stands in which row of which sheet
data       the tables of the data, copied
rules      the figures of the rules, each in a cell of its own
formulas   the formula of each step; ``over_rows``, ``scored``, ``numeric`` and ``conditions`` have those of some kinds
writing    all of it as an .xlsx file
"""

__all__ = ["made", "writing"]

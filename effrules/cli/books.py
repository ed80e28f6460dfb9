"""Workbooks of live formulas, where a spreadsheet can hold them."""

from __future__ import annotations

from typing import Any

import click

from effrules.cli.language import in_words
from effrules.report.workbook.made import TooLarge
from effrules.report.workbook.writing import derivation_workbook


def book_of(*asked: Any, **options: Any) -> bytes:
    """The workbook of derivations. Raises click.BadParameter where it has more rows than a sheet."""
    try:
        return derivation_workbook(*asked, **options)
    except TooLarge as why:
        raise click.BadParameter(in_words(why.told), param_hint="-o") from None

"""What the independent checker looks things up in: the data and the rules that are at hand.

It reads most formats by itself, with nothing but the standard library. What it cannot read so (Parquet, the other kinds of
workbooks) is read for it here, by the readers of effrules.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from effrules.amend.locating import display_name
from effrules.audit.files import Inputs, candidates
from effrules.data.grid import Addressing, Grid, Offer, shown
from effrules.independent import Data, Rules, Sheet, spaced
from effrules.source import Source, text_of


def data_at_hand(path: Path) -> Data:
    """The data of a file or a folder."""
    return Data(path, {".parquet": _parquet, ".xlsb": _workbook, ".xls": _excel_97})


def rules_at_hand(inputs: Inputs) -> Rules:
    """The files that a run of these inputs reads, by all names that a trace may call them. Raises OSError."""
    texts: dict[str, str] = {}
    for one in candidates(inputs):
        texts[one.name] = texts[display_name(one.path)] = _text(one.path)
    return Rules(texts)


def rules_of(sources: Iterable[Source]) -> Rules:
    """The files that were read as sources, by the names of these, read once more. Raises OSError."""
    return Rules({source.name: _text(Path(source.path or source.name)) for source in sources})


def _text(path: Path) -> str:
    try:
        return text_of(path)
    except UnicodeDecodeError:
        return ""


def _parquet(path: Path) -> dict[str, Sheet]:
    from effrules.data.formats import parquet

    grid, _ = parquet.load(path, path.name)
    if grid is None:
        raise OSError(path)
    return {"": _sheet(grid)}


def _workbook(path: Path) -> dict[str, Sheet]:
    from effrules.data.formats import workbook

    return _sheets(workbook.offers(path, path.name, frozenset())[0])


def _excel_97(path: Path) -> dict[str, Sheet]:
    from effrules.data.formats import excel_97

    return _sheets(excel_97.offers(path, path.name, frozenset())[0])


def _sheets(offers: Iterable[Offer]) -> dict[str, Sheet]:
    grids = {offer.sheet: offer.load()[0] for offer in offers}
    return {name: _sheet(grid) for name, grid in grids.items() if grid is not None}


def _sheet(grid: Grid) -> Sheet:
    before = [""] * grid.first_column
    rows = zip(grid.row_numbers, grid.rows, strict=True)
    return Sheet(
        [*before, *map(spaced, grid.headings)],
        {number: [*before, *map(shown, row)] for number, row in rows},
        letters=grid.addressing is Addressing.SPREADSHEET,
    )

"""Parquet files: one table each."""

from __future__ import annotations

from pathlib import Path

from effrules.data import file_errors
from effrules.data.grid import Loaded


def load(path: Path, file: str) -> Loaded:
    """The table of a file."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        return None, (file_errors.missing_library(file, "pyarrow"),)
    from effrules.data.formats.frames import grid_of_table

    try:
        table = parquet.ParquetFile(path).read()
        return grid_of_table(table, file, ""), ()
    except (pa.ArrowException, OSError, ValueError) as problem:
        return None, (file_errors.unreadable(file, str(problem).partition("\n")[0]),)

"""The findings about what is analysed. E831."""

from __future__ import annotations

from effrules.diagnostics import Finding
from effrules.diagnostics.making import error
from effrules.model import program as p
from effrules.words import counted, phrase


def too_few(program: p.Program, count: int, least: int) -> Finding:
    """Fewer bodies with a score than statistics can be made of."""
    return error(
        "E831",
        counted(
            "{n} body has a score, and statistics are made of {least} at least",
            "{n} bodies have a score, and statistics are made of {least} at least",
            n=count,
            least=least,
        ),
        program.root.span,
        way_out=phrase("see why with `effrules run` on the same data"),
    )

"""What the figures of a declaration are called where each says what it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics.glyphs import shown
from effrules.history.part_keys import PartKey, PartKind
from effrules.model.grounds import Figure, FigureKind, Ground
from effrules.report.history.words import label, word
from effrules.report.naming import Naming
from effrules.words import number

OF_NODES = (FigureKind.WEIGHT, FigureKind.EQUAL)
"""Figures that are about a node."""


def figure_word(figure: Figure, naming: Naming) -> str:
    """A figure: ``amount``, ``weight Goals``."""
    language, about = naming.language, figure.about
    if figure.kind in OF_NODES:
        node = naming.program.nodes.get(about)
        about = shown(about) if node is None else naming.node(node)
    if figure.kind is FigureKind.MAXIMUM and about:
        about = f"({naming.condition(about)})"
    if figure.kind is FigureKind.EQUAL:
        return word("parts of node", language, node=about)
    if figure.kind is FigureKind.READING:
        about = word("rounding first" if about == "rounding" else about, language)
    if figure.kind is FigureKind.MULTIPLIED:
        about = number(about, language)
    return label(PartKey(PartKind(figure.kind.value), about), None, language)


def figure_words(figures: Iterable[Figure], naming: Naming) -> str:
    """Figures in a row; nothing where it is about the declaration itself."""
    return ", ".join(dict.fromkeys(figure_word(figure, naming) for figure in figures))


def own(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    """The grounds without that of a rounding, which is told with the rounding."""
    return tuple(ground for ground in grounds if not ground.is_rounding)

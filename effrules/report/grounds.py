"""What the figures of a declaration are called where each says what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from effrules.diagnostics.glyphs import shown
from effrules.history.parts import PartKey, PartKind
from effrules.model.grounds import Figure, FigureKind, Ground
from effrules.report.history.words import label, word
from effrules.words import Language, number

OF_NODES = (FigureKind.WEIGHT, FigureKind.EQUAL)
"""Figures that are about a node."""


def figure_word(figure: Figure, language: Language, node: Callable[[str], str] = shown) -> str:
    """A figure: ``amount``, ``weight Goals``; ``node`` gives the title of a node."""
    about = node(figure.about) if figure.kind in OF_NODES else figure.about
    if figure.kind is FigureKind.EQUAL:
        return word("parts of node", language, node=about)
    if figure.kind is FigureKind.READING:
        about = word("rounding first" if about == "rounding" else about, language)
    if figure.kind is FigureKind.MULTIPLIED:
        about = number(about, language)
    return label(PartKey(PartKind(figure.kind.value), about), None, language)


def figure_words(figures: Iterable[Figure], language: Language, node: Callable[[str], str] = shown) -> str:
    """Figures in a row; nothing where it is about the declaration itself."""
    return ", ".join(dict.fromkeys(figure_word(figure, language, node) for figure in figures))


def own(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    """The grounds without that of a rounding, which is told with the rounding."""
    return tuple(ground for ground in grounds if not ground.is_rounding)

"""Runs of several sets of rules as one: each has some of the draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen
from flint import fmpq

from effrules.model import program as p
from effrules.model.real import Num
from effrules.simulate import standing
from effrules.simulate.fractions import Fractions, shortened
from effrules.simulate.runs import Run, Scores

Numbers = npt.NDArray[np.int64]


@frozen(eq=False)
class Piece:
    """The run of some rules: which draws it has, and where each body of the whole stands in its data (``None``: nowhere)."""

    program: p.Program
    draws: Numbers
    bodies: Sequence[int | None]
    run: Run


def merged(program: p.Program, watched: Sequence[str], pieces: Sequence[Piece], draws: int) -> Run:
    """One run of all draws, with the nodes, grades and rankings of ``program``; what others do not have is none there."""
    if len(pieces) == 1:
        return pieces[0].run
    bodies = range(len(pieces[0].bodies))
    grades = {one.node: np.full((draws, len(bodies)), standing.NONE, np.int16) for one in program.ratings}
    places = {one.name: np.zeros((draws, len(bodies)), np.int32) for one in program.rankings}
    for piece in pieces:
        there = [(at, own) for at, own in enumerate(piece.bodies) if own is not None]
        to, of = np.array([at for at, _ in there], np.int64), [own for _, own in there]
        for rating in program.ratings:
            theirs = next((one for one in piece.program.ratings if one.node == rating.node), None)
            if theirs is not None:
                number = {one.name: at for at, one in enumerate(rating.grades)}
                named = np.array(
                    [*(number.get(one.name, standing.NONE) for one in theirs.grades), standing.NONE], np.int16
                )
                grades[rating.node][np.ix_(piece.draws, to)] = named[piece.run.grades[rating.node][:, of]]
        for name, found in places.items():
            if name in piece.run.places:
                found[np.ix_(piece.draws, to)] = piece.run.places[name][:, of]
    return Run(
        draws,
        {node: [_scores(node, at, pieces, draws) for at in bodies] for node in watched},
        grades,
        places,
        sum(piece.run.by_engine for piece in pieces),
    )  # fmt: skip


def _scores(node: str, body: int, pieces: Sequence[Piece], draws: int) -> Scores:
    """A body's scores in all draws."""
    found = [_of(piece, node, body) for piece in pieces]
    if all(one is None for one in found):
        return None
    if all(isinstance(one, fmpq) for one in found) and len(set(found)) == 1:
        return found[0]
    if any(one is None or isinstance(one, tuple) for one in found):
        listed: list[Num | None] = [None] * draws
        for piece, scores in zip(pieces, found, strict=True):
            for number, draw in enumerate(piece.draws):
                listed[draw] = scores[number] if isinstance(scores, tuple) else _at(scores, number)
        return tuple(listed)
    above = np.empty(draws, dtype=object)
    below = np.empty(draws, dtype=object)
    for piece, scores in zip(pieces, found, strict=True):
        if isinstance(scores, Fractions):
            above[piece.draws], below[piece.draws] = scores.numerators, scores.below
        elif isinstance(scores, fmpq):
            above[piece.draws], below[piece.draws] = int(scores.p), int(scores.q)
    whole = set(below)
    if len(whole) == 1:
        return Fractions(shortened(above), whole.pop())
    return Fractions(shortened(above), 1, shortened(below))


def _of(piece: Piece, node: str, body: int) -> Scores:
    own = piece.bodies[body]
    scores = piece.run.scores.get(node)
    return None if own is None or scores is None else scores[own]


def _at(scores: Fractions | fmpq | None, number: int) -> fmpq | None:
    return scores.at(number) if isinstance(scores, Fractions) else scores

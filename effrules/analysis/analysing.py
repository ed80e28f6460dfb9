"""Which scores are analysed: of each node with several parts these parts, and of each score that results stand for all criteria below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from effrules.analysis import numbers as n
from effrules.analysis.studies import Analysis, Influence, Kind, Study
from effrules.exact.results import Results
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import Num


def analysis(program: p.Program, results: Results) -> Analysis:
    """The analysis of the scores of all bodies."""
    import scipy

    columns = {name: _column(name, results) for name in program.nodes}
    studies = tuple(
        _study(program, results, columns, node, kind, names)
        for node, kind, names in _sets(program)
        if n.varies(columns[node])
    )
    scored = sum(one.has_score for one in results.subjects)
    return Analysis(program, scored, studies, f"NumPy {np.__version__}, SciPy {scipy.__version__}")


def _sets(program: p.Program) -> Iterator[tuple[str, Kind, tuple[str, ...]]]:
    """What is analysed, from the top down."""
    for head in program.heads:
        below = list(_below(program, head))
        for node in below:
            if len(program.nodes[node].parts) > 1:
                yield node, Kind.PARTS, program.nodes[node].parts
        ends = tuple(name for name in below if not program.nodes[name].parts)
        if len(ends) > 1 and ends != program.nodes[head].parts:
            yield head, Kind.CRITERIA, ends


def _below(program: p.Program, node: str) -> Iterator[str]:
    yield node
    for part in program.nodes[node].parts:
        yield from _below(program, part)


def _column(name: str, results: Results) -> n.Numbers:
    return np.array([_near(one.nodes[name].value) for one in results.subjects], dtype=np.float64)


def _near(value: Num | None) -> float:
    if value is None:
        return float("nan")
    exact = value if not isinstance(value, real.Real) else real.middle(value)
    return int(exact.p) / int(exact.q)


def _study(
    program: p.Program,
    results: Results,
    columns: dict[str, n.Numbers],
    node: str,
    kind: Kind,
    names: Sequence[str],
) -> Study:
    kept = tuple(name for name in names if n.varies(columns[name]))
    own = [columns[name] for name in kept]
    whole = columns[node]
    pearson = [[n.correlation(one, other) for other in own] for one in own]
    spearman = [[n.correlation(one, other, ranked=True)[0] for other in own] for one in own]
    rows = n.complete(own) if own else np.empty((0, 0))
    steady = len(rows) >= n.LEAST and all(n.varies(rows[:, at]) for at in range(rows.shape[1]))
    dropped = [
        n.alpha(np.delete(rows, at, axis=1)) if steady and len(kept) > 2 else None for at in range(len(kept))
    ]
    return Study(
        node,
        kind,
        kept,
        tuple(name for name in names if name not in kept),
        int((~np.isnan(whole)).sum()),
        len(rows),
        tuple(tuple(value for value, _ in row) for row in pearson),
        tuple(map(tuple, spearman)),
        tuple(tuple(count for _, count in row) for row in pearson),
        tuple((n.correlation(one, whole)[0], n.correlation(one, whole, ranked=True)[0]) for one in own),
        _influence(results, kind, kept, own, whole),
        n.alpha(rows) if steady else None,
        tuple(dropped),
        n.components(rows) if steady else None,
    )


def _influence(
    results: Results, kind: Kind, names: Sequence[str], own: Sequence[n.Numbers], whole: n.Numbers
) -> tuple[Influence, ...]:
    """Nominal and effective weights; of criteria far below there are no nominal ones."""
    linear = [None if (r := n.correlation(one, whole)[0]) is None else r * r for one in own]
    together = sum(one or 0.0 for one in linear)
    made = []
    for name, column, share in zip(names, own, linear, strict=True):
        weights = [float(_near(w)) for one in results.subjects if (w := one.nodes[name].weight) is not None and one.nodes[name].value is not None]  # fmt: skip
        nominal = sum(weights) / len(weights) if weights and kind is Kind.PARTS else None
        effective = None if share is None or not together else share / together
        made.append(Influence(nominal, share, n.ratio(column, whole), effective))
    return tuple(made)

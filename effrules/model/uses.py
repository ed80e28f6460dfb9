"""Where a program cites what: every citation with the declaration that makes it, and what is assumed beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, fields, frozen, has

from effrules.model import program as p
from effrules.model.basis import Assumption, Basis, Citation, Contradiction, Origin
from effrules.model.schema import Titles
from effrules.source import Span


@frozen
class Use:
    """A citation, and the declaration that makes it: its kind as the rules call it (``drop`` before that of one that was dropped).

    ``assumptions`` are what is assumed for the same figures, ``contradictions`` where an act says otherwise about them.
    ``is_basis``: figures rest on it; else it stands behind an amendment, or is itself a place where the act says otherwise
    (``otherwise``: in which words).
    """

    citation: Citation
    kind: str
    name: str
    titles: Titles
    span: Span | None
    assumptions: tuple[Assumption, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    is_basis: bool = True
    otherwise: Contradiction | None = None

    @property
    def place(self) -> Span | None:
        """Where it is cited."""
        return self.citation.span or self.span


def uses_of(program: p.Program) -> tuple[Use, ...]:
    """Every citation of a program in the order of the text, each once for each declaration."""
    made: list[Use] = []
    for kind, name, titles, declared in declarations(program):
        span = getattr(declared, "span", None)
        found: dict[object, Use] = {}
        for citation, beside, is_basis, otherwise in _citations(declared):
            known = found.get(_key(citation))
            own = Use(
                citation,
                kind,
                name,
                titles,
                span,
                beside.assumptions,
                beside.contradictions,
                is_basis,
                otherwise,
            )
            found[_key(citation)] = own if known is None else _both(known, own)
        made.extend(found.values())
    return tuple(made)


def _key(citation: Citation) -> object:
    place = citation.span
    return (citation.source, citation.place, None if place is None else (place.source.name, place.start))


def _both(known: Use, own: Use) -> Use:
    assumptions = tuple(dict.fromkeys((*known.assumptions, *own.assumptions)))
    contradictions = tuple(dict.fromkeys((*known.contradictions, *own.contradictions)))
    basis = known.is_basis or own.is_basis
    return evolve(known, assumptions=assumptions, contradictions=contradictions, is_basis=basis)


NOT_DECLARED = ("header", "schema", "sources", "order", "renamed", "texts")
"""The fields of a program that declare nothing which could rest on a source."""

KINDS: dict[str, str] = {
    "definitions": "define", "figures": "figures", "weights": "weights", "ratings": "rating", "rankings": "rank",
    "properties": "property", "examples": "example", "table_origins": "table", "institutions": "institution", "stages": "stage",
    "spot_checks": "spot check", "recommendations": "recommend",
}  # fmt: skip
"""What the declarations of a field are called in the rules, where they do not say so themselves."""


def declarations(program: p.Program) -> Iterator[tuple[str, str, Titles, object]]:
    """Everything that a program declares: kind, name, titles and the declaration."""
    for field in fields(p.Program):
        if field.name in NOT_DECLARED:
            continue
        value = getattr(program, field.name)
        named = value.items() if isinstance(value, Mapping) else (("", one) for one in _several(value))
        for key, declared in named:
            if has(type(declared)):
                kind, name = _called(declared, KINDS.get(field.name, field.name), str(key))
                yield kind, name, getattr(declared, "titles", Titles()), declared


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _called(declared: Any, kind: str, key: str) -> tuple[str, str]:
    match declared:
        case p.ScoreNode():
            return declared.kind.value, declared.name
        case p.Adjustment():
            return declared.kind.value, declared.name
        case p.Rating():
            return kind, declared.node
        case p.Figures() if declared.calendar:
            return "calendar", declared.name
        case p.Dropped():
            return f"drop {declared.kind}", declared.name
        case _:
            return kind, str(getattr(declared, "name", "") or key)


Found = tuple[Citation, Basis, bool, Contradiction | None]
"""A citation, what stands beside it, whether figures rest on it, and what it says otherwise, if it does."""


@frozen
class _Joined:
    """All that the grounds of a declaration state, put together: which of it belongs to which figures is told by the grounds."""

    basis: Basis


def _citations(declared: object) -> Iterator[Found]:
    """The citations anywhere inside a declaration, with what stands beside them."""
    rests = not isinstance(declared, p.Dropped)
    ahead: list[object] = [declared]
    seen: set[int] = set()
    while ahead:
        at = ahead.pop()
        if id(at) in seen:
            continue
        seen.add(id(at))
        match at:
            case _Joined(basis):
                yield from _stated(basis, Basis(), rests)
            case Basis():
                yield from _stated(at, at, rests)
            case Origin():
                yield from ((one, Basis(), False, None) for one in at.citations)
            case Citation():
                yield at, Basis(), True, None
            case tuple():
                ahead.extend(reversed(at))
            case Mapping():
                ahead.extend(reversed(list(at.values())))
            case Span() | Titles():
                pass
            case _ if has(type(at)):
                ahead.extend(reversed(_values(at)))
            case _:
                pass


def _stated(basis: Basis, beside: Basis, rests: bool) -> Iterator[Found]:
    yield from ((one, beside, rests, None) for one in basis.citations)
    yield from ((one.citation, Basis(), False, one) for one in basis.contradictions)


def _values(of: Any) -> list[object]:
    """The fields of an object; where it has grounds, its bases are those put together."""
    joined = bool(getattr(of, "grounds", ()))
    made: list[object] = []
    for field in fields(type(of)):
        value = getattr(of, field.name)
        together = joined and field.name in ("basis", "rounding_basis") and isinstance(value, Basis)
        made.append(_Joined(value) if together else value)
    return made

"""Where a program cites what: every citation with the declaration that makes it, and what is assumed beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, fields, frozen, has

from effrules.model import program as p
from effrules.model.basis import Assumption, Basis, Citation, Origin
from effrules.model.grounds import Ground
from effrules.model.schema import Titles
from effrules.source import Span


@frozen
class Use:
    """A citation, and the declaration that makes it: its kind as the rules call it (``drop`` before that of one that was dropped).

    ``assumptions`` are what is assumed for the same figures. ``is_basis``: figures rest on it; else it stands behind an amendment.
    """

    citation: Citation
    kind: str
    name: str
    titles: Titles
    span: Span | None
    assumptions: tuple[Assumption, ...] = ()
    is_basis: bool = True

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
        for citation, assumptions, is_basis in _citations(declared):
            known = found.get(_key(citation))
            own = Use(citation, kind, name, titles, span, assumptions, is_basis)
            found[_key(citation)] = own if known is None else _both(known, own)
        made.extend(found.values())
    return tuple(made)


def _key(citation: Citation) -> object:
    place = citation.span
    return (citation.source, citation.place, None if place is None else (place.source.name, place.start))


def _both(known: Use, own: Use) -> Use:
    assumptions = tuple(dict.fromkeys((*known.assumptions, *own.assumptions)))
    return evolve(known, assumptions=assumptions, is_basis=known.is_basis or own.is_basis)


NOT_DECLARED = ("header", "schema", "sources", "order", "renamed", "texts")
"""The fields of a program that declare nothing which could rest on a source."""

KINDS: dict[str, str] = {
    "definitions": "define", "figures": "figures", "weights": "weights", "ratings": "rating", "rankings": "rank",
    "properties": "property", "examples": "example", "table_origins": "table",
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
            return ("penalty" if declared.sign < 0 else "bonus"), declared.name
        case p.Rating():
            return kind, declared.node
        case p.Dropped():
            return f"drop {declared.kind}", declared.name
        case _:
            return kind, str(getattr(declared, "name", "") or key)


def _citations(declared: object) -> Iterator[tuple[Citation, tuple[Assumption, ...], bool]]:
    """The citations anywhere inside a declaration, with what is assumed beside them; what its figures rest on comes first."""
    ahead: list[object] = [declared]
    seen: set[int] = set()
    while ahead:
        at = ahead.pop()
        if id(at) in seen:
            continue
        seen.add(id(at))
        match at:
            case Ground():
                yield from ((one, at.basis.assumptions, True) for one in at.basis.citations)
            case Basis():
                basis = not isinstance(declared, p.Dropped)
                yield from ((one, (), basis) for one in at.citations)
            case Origin():
                yield from ((one, (), False) for one in at.citations)
            case Citation():
                yield at, (), True
            case tuple():
                ahead.extend(reversed(at))
            case Mapping():
                ahead.extend(reversed(list(at.values())))
            case Span() | Titles():
                pass
            case _ if has(type(at)):
                kind: Any = type(at)
                ahead.extend(getattr(at, field.name) for field in reversed(fields(kind)))
            case _:
                pass

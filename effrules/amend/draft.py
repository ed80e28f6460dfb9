"""A methodology under construction: declarations by kind and name, each with the version that wrote it."""

from __future__ import annotations

from typing import Generic, TypeVar

from attrs import define, field

from effrules.amend.layers import Layers
from effrules.model.basis import Citation, Origin
from effrules.model.program import Dropped
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax import tree as ast


@define
class NodeDraft:
    """A node of the tree of scores, taken out of its parent: its own clauses, and where it hangs."""

    kind: ast.Level
    name: ast.Name
    titles: Titles
    clauses: list[ast.NodeClause]
    parent: str
    origin: Origin
    span: Span
    layers: Layers = ()


T = TypeVar("T")


@define
class Entry(Generic[T]):
    """A declaration with its origin."""

    declared: T
    origin: Origin
    layers: Layers = ()


@define
class Draft:
    """All declarations as they stand after the versions read so far.

    ``nodes`` keeps the order in which nodes stand in the text. ``things`` holds sources, units, tables,
    figures, definitions, adjustments, ratings, rankings and properties.
    """

    headings: list[ast.Methodology] = field(factory=list)
    nodes: dict[str, NodeDraft] = field(factory=dict)
    things: dict[tuple[ast.Kept, str], Entry[ast.Declared]] = field(factory=dict)
    weights: list[Entry[ast.Weights]] = field(factory=list)
    total: list[Entry[ast.TotalClause]] = field(factory=list)
    total_span: Span | None = None
    total_layers: Layers = ()
    total_origin: Origin | None = None
    examples: list[Entry[ast.ExampleDeclaration]] = field(factory=list)
    dropped: list[Dropped] = field(factory=list)
    moved: set[str] = field(factory=set)
    """The nodes that an amendment hung elsewhere: what an older text says of their weights is over."""
    aliases: dict[str, str] = field(factory=dict)
    reasons: list[ast.Because] = field(factory=list)
    """Why each amendment was made, in the order of the texts."""
    below: dict[str, list[str]] | None = None
    """The parts of each node, once no more amendments come."""
    gone: dict[str, Dropped] = field(factory=dict)
    """By what drop a name went: its own, or that of what it stood in."""

    def parts_of(self, name: str) -> list[str]:
        """The parts of a node (or of ``total``), in the order of the text."""
        if self.below is not None:
            return list(self.below.get(name, ()))
        return [node.name.text for node in self.nodes.values() if node.parent == name]

    def settle(self) -> None:
        """Note the parts of each node, for nothing changes any more."""
        self.below = {}
        for node in self.nodes.values():
            self.below.setdefault(node.parent, []).append(node.name.text)

    def current_name(self, name: str) -> str:
        """The name that a declaration bears now, after renaming."""
        seen = set()
        while name in self.aliases and name not in seen:
            seen.add(name)
            name = self.aliases[name]
        return name

    def dropped_in(self, name: str, *kinds: ast.Kept) -> str | None:
        """The version that dropped a declaration of some kinds (of any, where none is given), if one did."""
        gone = (d for d in reversed(self.dropped) if d.name == name and (not kinds or d.kind in kinds))
        return next((d.version for d in gone), None)


def citation(cite: ast.Cite) -> Citation:
    """A citation as the program keeps it."""
    return Citation(cite.source.text, cite.place, span=cite.span)


def because(reasons: tuple[ast.Reason, ...]) -> Titles:
    """The words after ``because``."""
    texts: list[tuple[str, str]] = []
    for reason in reasons:
        if isinstance(reason, ast.Because):
            texts.extend(reason.reason.texts)
    return Titles(tuple(texts))


def citations(reasons: tuple[ast.Reason, ...]) -> tuple[Citation, ...]:
    """What the reasons cite."""
    return tuple(citation(reason) for reason in reasons if isinstance(reason, ast.Cite))


def amended(old: Origin, version: str, reasons: tuple[ast.Reason, ...]) -> Origin:
    """The origin of a declaration that a version changed; of one that it changed more than once, all reasons."""
    why, cited = because(reasons), citations(reasons)
    if old.version != version:
        return Origin(version, why, cited, (*old.earlier, old.version))
    cited = (*old.citations, *(one for one in cited if one not in old.citations))
    return Origin(version, _both(old.because, why), cited, old.earlier)


def _both(first: Titles, then: Titles) -> Titles:
    """Two reasons in one, in every language in which either is given; what was said already is not said again."""
    if all(text in (first.get(language) or "").split("; ") for language, text in then.texts):
        return first
    texts: dict[str, str] = {}
    for language, _ in (*first.texts, *then.texts):
        before, after = first.get(language), then.get(language)
        if before is None or after is None:
            texts[language] = before or after or ""
        else:
            texts[language] = before if after in before.split("; ") else f"{before}; {after}"
    return Titles(tuple(texts.items()))


def written(version: str, reasons: tuple[ast.Reason, ...] = ()) -> Origin:
    """The origin of a declaration that a version wrote."""
    return Origin(version, because(reasons), citations(reasons))


def thing_of(declared: ast.Declared) -> tuple[ast.ThingKind, str, Span]:
    """What a declaration is called, and name and place of the name (the name is empty where the kind has none)."""
    kind = ast.ThingKind
    match declared:
        case ast.SourceDeclaration():
            return kind.SOURCE, declared.name.text, declared.name.span
        case ast.UnitDeclaration():
            return kind.UNIT, declared.name.text, declared.name.span
        case ast.TableDeclaration():
            called = kind.SUBJECT if declared.owner is None else kind.FORM if declared.form else kind.TABLE
            return called, declared.name.text, declared.name.span
        case ast.FiguresDeclaration():
            return kind.FIGURES, declared.name.text, declared.name.span
        case ast.CalendarDeclaration():
            return kind.CALENDAR, declared.name.text, declared.name.span
        case ast.Define():
            called = kind.FIGURE if declared.is_figure else kind.DEFINE
            return called, declared.name.text, declared.name.span
        case ast.NodeDeclaration() | ast.AdjustmentDeclaration() | ast.ProcedureDeclaration():
            return kind(declared.kind), declared.name.text, declared.name.span
        case ast.Weights():
            return kind.WEIGHTS, "", declared.span
        case ast.TotalDeclaration():
            return kind.TOTAL, "", declared.span
        case ast.RatingDeclaration():
            return kind.RATING, declared.node.name.text if declared.node else "total", declared.span
        case ast.RankDeclaration():
            return kind.RANK, declared.name.text if declared.name else "rank", declared.span
        case ast.PropertyDeclaration():
            return kind.PROPERTY, declared.name.text, declared.name.span

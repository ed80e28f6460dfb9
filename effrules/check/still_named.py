"""What still names a thing that an amendment dropped: one finding at the drop, that lists all of it and says what to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from effrules.amend.amendment_errors import still_named
from effrules.amend.draft import Draft
from effrules.diagnostics import Finding, Related, in_order
from effrules.model import thing_words
from effrules.model.node import every
from effrules.model.program import Dropped
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.printer import print_node
from effrules.words import Message, phrase

OF_DROPPED = ("E301", "E306")
"""What the checker finds where a dropped thing is named: a name that nothing bears, a weight of it."""


def gathered(draft: Draft, found: Sequence[Finding]) -> list[Finding]:
    """The findings, those about names of dropped things brought together by what was dropped; one that only has a weight still stays."""
    named: dict[int, list[Finding]] = {}
    for finding in found:
        if finding.code in OF_DROPPED and isinstance(finding.place, Span):
            dropped = draft.gone.get(draft.current_name(finding.place.text))
            if dropped is not None:
                named.setdefault(id(dropped), []).append(finding)
    named = {drop: those for drop, those in named.items() if any(one.code == "E301" for one in those)}
    told = {id(one) for those in named.values() for one in those}
    drops = {id(dropped): dropped for dropped in draft.gone.values()}
    return [
        *(finding for finding in found if id(finding) not in told),
        *(_told(draft, drops[drop], those) for drop, those in named.items()),
    ]


def _told(draft: Draft, dropped: Dropped, named: Sequence[Finding]) -> Finding:
    places = dict.fromkeys(finding.place for finding in in_order(named) if isinstance(finding.place, Span))
    where = [(place, *_where(draft, place)) for place in places]
    related = tuple(Related(place, what) for place, what, _ in where)
    amendments = list(dict.fromkeys(amendment for *_, amendment in where if amendment))
    what = thing_words.thing(dropped.kind, dropped.name)
    return still_named(dropped.span, what, dropped.version, amendments, related)


def _where(draft: Draft, place: Span) -> tuple[Message, str]:
    """What stands at a place, and the beginning of the amendment that takes it out or writes it anew."""
    for tree, what, amendment in _declarations(draft):
        if any(getattr(node, "span", None) == place for node in every(tree)):
            return what, amendment
    return phrase("named here"), ""


def _declarations(draft: Draft) -> Iterator[tuple[object, Message, str]]:
    for (kind, name), entry in draft.things.items():
        match entry.declared:
            case ast.RatingDeclaration(rated):
                of = "" if rated is None else f" of {print_node(rated)}"
                yield entry.declared, thing_words.thing("rating", name), f"drop rating{of}"
            case ast.RankDeclaration(name=called):
                of = "" if called is None else f" {called.text}"
                yield entry.declared, thing_words.thing("rank", name), f"drop rank{of}"
            case ast.AdjustmentDeclaration(kind=adjustment):
                yield entry.declared, thing_words.thing(adjustment.value, name), f"drop {adjustment} {name}"
            case ast.PropertyDeclaration():
                yield entry.declared, thing_words.thing(kind, name), f"drop property {name}"
            case other:
                yield other, thing_words.thing(kind, name), f"change {kind} {name} {{ ... }}"
    for node in draft.nodes.values():
        name = node.name.text
        yield node.clauses, thing_words.thing(node.kind, name), f"change {node.kind} {name} {{ ... }}"
    for weights in draft.weights:
        yield weights.declared, thing_words.WEIGHTS, "change weights { ... }"
    for clause in draft.total:
        yield clause.declared, thing_words.TOTAL, "change total { ... }"
    for example in draft.examples:
        name = example.declared.name
        yield example.declared, thing_words.thing("example", name), f'drop example "{name}"'

"""Nobody assesses himself: bodies in the data that would."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from effrules.data.dataset import Dataset, Row
from effrules.diagnostics import RULE, Finding, Note
from effrules.diagnostics.making import warning
from effrules.exact.failing import Failure
from effrules.exact.nodes import Nodes
from effrules.model import program as p
from effrules.model.assessing import Conflict, assessed_by, by_key_alone, conflicts
from effrules.model.thing_words import node_called
from effrules.model.walk import walk
from effrules.words import given, phrase


def own_assessors(program: p.Program, dataset: Dataset) -> tuple[Finding, ...]:
    """A warning for each body that would be assessed by the institution that it is itself, and for each part where the rules say so."""
    keys = {one.subject for one in program.institutions.values() if one.subject is not None}
    subjects = [subject for subject in dataset.subjects if subject.key in keys] if keys else []
    if not subjects:
        return ()
    nodes = Nodes(program, dataset)
    return tuple(
        _told(program, subject, found)
        for subject in subjects
        for found in conflicts(program, subject.key, partial(_holds, nodes, subject))
    )


def assessors_of(program: p.Program, dataset: Dataset, subject: Row, node: str) -> tuple[str, ...]:
    """The institutions that assess a node for a subject, by what is known of it; none, where that does not tell."""
    found = assessed_by(program, node, partial(_holds, Nodes(program, dataset), subject))
    return () if found is None else tuple(program.renamed.get(one.name, one.name) for one in found[1])


def _holds(nodes: Nodes, subject: Row, test: p.Expression) -> bool | None:
    program = nodes.program
    if any(subject.values.get(name) is None for name in _needed(program, test)):
        return by_key_alone(program, subject.key)(test)
    nodes.evaluator.left = nodes.evaluator.allowed
    try:
        return bool(nodes.evaluator.evaluate(test, {0: subject}))
    except Failure:
        return None


def _needed(program: p.Program, test: p.Expression) -> Iterator[str]:
    """The fields of the subject that a condition reads and that must be there."""
    must = {one.name for one in program.schema.subject.fields if not one.optional}
    seen: set[str] = set()
    ahead = [test]
    while ahead:
        for one in walk(ahead.pop()):
            if isinstance(one, p.FieldOf) and one.row.slot == 0 and one.field in must:
                yield one.field
            if isinstance(one, p.Call) and one.definition not in seen:
                seen.add(one.definition)
                ahead.append(program.definitions[one.definition].body)


def _told(program: p.Program, subject: Row, found: Conflict) -> Finding:
    node = program.nodes[found.node]
    titles = dict(found.institution.titles.texts) or {"und": found.institution.name}
    place = next(iter(subject.places.values()), None)
    span = found.institution.span
    return warning(
        "W493",
        phrase(
            "{body} would assess itself: {node} is assessed by {institution}",
            body=f"`{subject.key}`",
            node=node_called(node),
            institution=given(titles),
        ),
        place,
        phrase("the institution `{name}` is this body", name=found.institution.name),
        *((Note(RULE, str(span)),) if span is not None else ()),
        way_out=phrase("say who assesses it: `assessed by ... where ...` in {node}", node=node_called(node)),
    )

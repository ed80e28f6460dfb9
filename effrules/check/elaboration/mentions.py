"""Which definitions a definition mentions, so that they are looked at before it and nothing nests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from effrules.model.node import Node, every
from effrules.syntax import tree as ast


def mentioned(body: Node) -> Iterator[str]:
    """The names that an expression may take for definitions."""
    for at in every(body):
        match at:
            case ast.Reference(parts):
                yield parts[0].text
            case ast.CallOf(name):
                yield name.text
            case _:
                pass


def in_order(name: str, bodies: Mapping[str, Node], done: Mapping[str, object]) -> list[str]:
    """The definitions below a definition and itself, what is mentioned before what mentions it; none that are ``done``.

    Those of a circle are left out: it is told where it is met.
    """
    order: list[str] = []
    depth = {name: 0}
    path = [(name, _below(bodies[name], bodies))]
    none = len(bodies)
    circle = none  # the members of the path from this depth on are in a circle
    while path:
        at, rest = path[-1]
        following = next(rest, None)
        if following is None:
            path.pop()
            if len(path) < circle:
                order.append(at)
            elif len(path) == circle:
                circle = none
        elif following in done:
            continue
        elif following not in depth:
            depth[following] = len(path)
            path.append((following, _below(bodies[following], bodies)))
        elif depth[following] < len(path) and path[depth[following]][0] == following:
            circle = min(circle, depth[following])
    return order


def _below(body: Node, bodies: Mapping[str, Node]) -> Iterator[str]:
    return (name for name in dict.fromkeys(mentioned(body)) if name in bodies)

"""What ``--set`` states, and the program with it."""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from effrules.check.what_if import changed, refuse_kind
from effrules.diagnostics import Finding
from effrules.model.numbers import parse_decimal
from effrules.model.program import Program
from effrules.words import Telling, phrase


class NotUnderstood(Telling, ValueError):
    """A setting that is not written as one; its text says how they are written."""


Adjusted = tuple[str, str]
"""``penalty`` or ``bonus``, and its name."""


def stated(settings: Iterable[str]) -> tuple[dict[str, fmpq], dict[Adjusted, fmpq]]:
    """The weights (shares of 1) by node and the points by penalty or bonus. Raises NotUnderstood."""
    weights: dict[str, fmpq] = {}
    points: dict[Adjusted, fmpq] = {}
    for setting in settings:
        what, equals, text = setting.partition("=")
        kind, _, name = what.strip().partition(".")
        text = text.strip()
        value = parse_decimal(text.removesuffix("%").strip())
        if name in weights if kind == "weight" else (kind, name) in points:
            raise NotUnderstood(phrase("`{kind}.{name}` is set twice: say it once.", kind=kind, name=name))
        match kind:
            case "weight" if equals and name and value is not None and text.endswith("%") and value >= 0:
                weights[name] = value / 100
            case "penalty" | "bonus" if equals and name and value is not None and not text.endswith("%"):
                points[kind, name] = value
            case _:
                raise NotUnderstood(
                    phrase(
                        "`{setting}` is not understood: write weight.NODE=40%, penalty.NAME=0.5 or bonus.NAME=0.5.",
                        setting=setting,
                    )
                )
    return weights, points


def with_settings(program: Program, settings: Iterable[str]) -> tuple[Program, tuple[Finding, ...]]:
    """The program with what settings state. Raises NotUnderstood, and NotPossible of ``effrules.check.what_if``."""
    weights, points = stated(settings)
    if not weights and not points:
        return program, ()
    for kind, name in points:
        refuse_kind(program, kind, name)
    return changed(program, weights, {name: amount for (_, name), amount in points.items()})

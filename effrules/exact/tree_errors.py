"""The findings about the tree of scores, and about a run as a whole. E702, E703, E713 to E724."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.data.dataset import Row
from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.lookalikes import hint
from effrules.diagnostics.making import error
from effrules.exact.failing import called, place_of, shown
from effrules.exact.value_errors import _open, _shorter, _untold, _way_out
from effrules.model import program as p
from effrules.model.basis import Assumption
from effrules.model.real import DomainError, Num, TooLong, Undecided
from effrules.model.schema import named
from effrules.words import Number, Text, given, phrase, several


def not_applicable(score: p.ScoreOf, subject: Row, assessed: Row) -> Finding:
    """A score that does not exist is used as if it did."""
    whose = () if subject is assessed else (Note("row", called(subject)),)
    return error(
        "E713", phrase("`{node}` is not applicable, and nothing says what then", node=score.node), score.span, "", *whose,
        Note("help", phrase("say `when {node} is applicable then ... otherwise ...`, or `where {node} is applicable`", node=score.node)),
    )  # fmt: skip


def no_parts(parts: p.PartsAggregate) -> Finding:
    """An aggregate of parts of which none is applicable."""
    return error(
        "E713",
        phrase("no part of `{node}` is applicable, and nothing says what then", node=parts.node),
        parts.span,
    )


def out_of_range(node: p.ScoreNode, value: Num, by: p.Expression | None) -> Finding:
    """A criterion's score that leaves its scale; ``by``: the formula or the clause around it that made it so."""
    return error(
        "E714", phrase("`{node}` comes out as {value} points, outside its range {minimum} to {maximum}", node=named(node), value=shown(value), minimum=shown(node.minimum), maximum=shown(node.maximum)),
        node.span if by is None else place_of(by), "",
        Note("help", phrase("cap it where the rules do: `but at most ...`, `but at least ...`")),
    )  # fmt: skip


def no_weights(clauses: tuple[p.WeightsClause, ...]) -> Finding:
    """A subject that no weights clause is for."""
    return error(
        "E715", phrase("no weights clause is for this subject"), clauses[-1].span if clauses else None
    )


def several_weights(clauses: tuple[p.WeightsClause, ...]) -> Finding:
    """A subject that more than one weights clause is for."""
    others = tuple(Related(clause.span, phrase("and this one")) for clause in clauses[1:])
    return error(
        "E715",
        phrase("more than one weights clause is for this subject"),
        clauses[0].span,
        "",
        related=others,
    )


def node_without_weights(node: p.ScoreNode, clause: p.WeightsClause) -> Finding:
    """A weighted node that the weights clause does not have."""
    return error(
        "E716",
        phrase("the weights do not give the parts of `{node}`", node=named(node)),
        clause.span,
        "",
        related=(Related(node.span, phrase("weighted here")),),
    )


def redistribution_not_stated(node: str, part: str, clause: p.WeightsClause) -> Finding:
    """A part is not applicable, and the rules do not say what becomes of its weight."""
    return error(
        "E717", phrase("`{part}` is not applicable, and nothing says what becomes of its weight in `{node}`", part=part, node=node), clause.span, "",
        Note("help", phrase("say `when not applicable: share out in proportion` (or `share out equally`, `count as zero`, `count as full`)")),
    )  # fmt: skip


def nothing_to_share_by(node: str, clause: p.WeightsClause) -> Finding:
    """Only parts of weight 0 are left, so the weight of the others cannot be shared out in proportion."""
    return error(
        "E718",
        phrase(
            "only parts of weight 0% are left of `{node}`: nothing can be shared out in proportion", node=node
        ),
        clause.span,
    )


def negative_adjustment(adjustment: p.Adjustment, amount: Num) -> Finding:
    """A penalty or bonus of less than nothing."""
    name, amount_ = named(adjustment), shown(amount)
    return error(
        "E719",
        phrase("the penalty `{name}` comes out as {amount} points, below 0", name=name, amount=amount_)
        if adjustment.kind is p.AdjustmentKind.PENALTY
        else phrase("the bonus `{name}` comes out as {amount} points, below 0", name=name, amount=amount_),
        place_of(adjustment.amount),
    )


def no_grade(rating: p.Rating, value: Num) -> Finding:
    """A score that no grade is for."""
    return error(
        "E720",
        phrase("no grade is for a `{node}` of {value} points", node=rating.node, value=shown(value)),
        rating.span,
    )


def rounding_undefined(node: p.ScoreNode, why: DomainError) -> Finding:
    """A score that cannot be rounded or adjusted, or that has too many digits."""
    if isinstance(why, TooLong):
        return error(
            "E724",
            phrase("the score of `{node}` has too many digits to be worked with", node=named(node)),
            node.span,
            why.told,
            _shorter(why),
        )
    return error(
        "E702", phrase("the score of `{node}` has no value: {why}", node=named(node), why=why.told), node.span
    )


def rounding_undecided(node: p.ScoreNode, why: Undecided) -> Finding:
    """A rounding, range or limit of an irrational score that no number of digits tried decides."""
    return error(
        "E703",
        phrase("the score of `{node}` cannot be decided", node=named(node)),
        node.span,
        _open(why),
        _way_out(why),
    )


def places_undecided(
    ranking: p.Ranking, group: tuple[object, ...], ones: Iterable[Row], digits: int
) -> Finding:
    """Two irrational scores that cannot be told apart or known equal."""
    whom = (Note("for", several(shown(value) for value in group)),) if group else ()
    first, second = ones
    return error(
        "E703",
        phrase("the places of `{ranking}` cannot be decided", ranking=named(ranking)),
        ranking.span,
        _untold(first, second, digits),
        *whom,
        Note("help", phrase("rank by rounded scores, or round the node that is compared")),
    )


def too_deep(node: p.ScoreNode) -> Finding:
    """Formulas nested too deeply to be followed."""
    return error(
        "E721",
        phrase("the formulas of `{node}` are nested too deeply", node=named(node)),
        node.span,
        "",
        Note("help", phrase("split the formula, or shorten the chain of definitions")),
    )


def too_many_steps(most: int) -> Finding:
    """A value that takes more steps than anything of that size should."""
    return error(
        "E361",
        phrase("this takes more than {most} steps", most=Number(f"{most:,}")),
        None,
        "",
        Note(
            "help",
            phrase(
                "look for definitions that use others twice with different arguments, and for comparisons inside comparisons"
            ),
        ),
    )


def no_such_subject(key: str, table: Text, known: Iterable[str]) -> Finding:
    """A subject that was asked for is not in the data."""
    meant = hint(key, known)
    help_notes = (Note("help", meant),) if meant else ()
    return error(
        "E722",
        phrase("there is no {table} {key} in the data", table=table, key=shown(key)),
        None,
        "",
        *help_notes,
    )


def rests_on_assumption(assumption: Assumption) -> Finding:
    """Under ``strict``: the rules rest on something that the sources do not give."""
    reason = given(dict(assumption.reason.texts))
    told = (
        phrase("the rules rest on an assumption about `{subject}`", subject=assumption.subject)
        if assumption.subject
        else phrase("the rules rest on an assumption")
    )
    return error("E723", told, assumption.span, reason if str(reason) else "")

"""Why a score is not higher: the losses of ``effrules.trace.losses`` as text and Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen
from flint import fmpq

from effrules.diagnostics.glyphs import width_of, wrapped
from effrules.diagnostics.painting import Style, painted
from effrules.model.figures import figure
from effrules.model.numbers import exact_text
from effrules.model.real import Num, add, subtract
from effrules.report.blocks.lines import paragraph, side_by_side
from effrules.report.blocks.markdown import code, escaped, table, warnings
from effrules.report.derivation.step_words import StepWords
from effrules.report.derivation.trace_tree import NARROWEST, heading, loud
from effrules.trace import steps as s
from effrules.trace.derivation import Derivation
from effrules.trace.losses import Loss, Losses, LossKind, losses

_BOLD, _DIM = (Style.BOLD,), (Style.DIM,)


@frozen
class Row:
    """A loss: the points, the score with this and all larger losses made good (empty for rounding), and where it was."""

    points: str
    then: str
    where: str
    name: str
    below: tuple[str, ...] = ()


@frozen
class WhyNot:
    """What is said: the score, the target, the rows, and their sum."""

    loud: tuple[str, ...]
    title: str
    body: str
    score: str
    target: str
    rows: tuple[Row, ...]
    sum_points: str
    sum_words: str
    notes: tuple[str, ...]


def why_not(derivation: Derivation, words: StepWords, target: fmpq, what_if: Sequence[str] = ()) -> WhyNot:
    """Why the node of a derivation is not at a target; ``what_if`` is what was changed for this calculation."""
    warning = loud(derivation, what_if, words)
    title, body = heading(derivation, words)
    found = losses(derivation)
    if found is None:
        root = derivation.step(derivation.root)
        return WhyNot(
            warning, title, body, words.label(root), words.note(root, derivation.steps), (), "", "", ()
        )
    work = _Said(derivation, words, found)
    notes = (words.say("made good exactly"),) if found.losses else (words.say("nothing lost"),)
    return WhyNot(
        loud=warning,
        title=title,
        body=body,
        score=work.score(),
        target=work.target(target),
        rows=tuple(work.rows()),
        sum_points=work.number(found.total),
        sum_words=words.say("in all", maximum=words.amount(found.maximum), value=work.value()),
        notes=notes,
    )


@frozen
class _Said:
    derivation: Derivation
    words: StepWords
    found: Losses

    def number(self, value: Num) -> str:
        """Points with two decimals, marked where they were rounded for show."""
        return self.words.number(figure(value).marked)

    def value(self) -> str:
        return self.words.shown(self.derivation.step(self.derivation.root))

    def score(self) -> str:
        found = self.found
        node = self.words.node(found.node)
        score = self.words.say(
            "score of", node=node, value=self.value(), maximum=self.words.amount(found.maximum)
        )
        return f"{score}; {self.words.say('missing', points=self.number(found.missing))}"

    def target(self, target: fmpq) -> str:
        """Whether the target is reached, else what would have to be made good."""
        words, found = self.words, self.found
        wanted = words.amount(target)
        count = found.made_good(target)
        if count == 0:
            return words.say("reached", target=wanted)
        gap = words.say("not reached", target=wanted, gap=self.number(subtract(target, found.value)))
        if count is None:
            return f"{gap}; {words.say('out of reach', maximum=words.amount(found.maximum))}"
        return f"{gap}; {words.say('one made good' if count == 1 else 'made good', n=count)}"

    def rows(self) -> Iterator[Row]:
        reached = self.found.value
        for loss in self.found.losses:
            can = loss.kind is not LossKind.ROUNDING and loss.points > fmpq(0)
            if can:
                reached = add(reached, loss.points)
            points = (
                self.words.amount(loss.points) if loss.kind is LossKind.ROUNDING else self.number(loss.points)
            )
            then = self.number(reached) if can else ""
            yield Row(points, then, self.where(loss), loss.node, tuple(self.below(loss)))

    def where(self, loss: Loss) -> str:
        key = {
            LossKind.SCORE: "lost score",
            LossKind.INSTEAD: "lost instead",
            LossKind.PENALTY: "lost penalty",
            LossKind.BONUS: "lost bonus",
            LossKind.MULTIPLIED: "lost multiplied",
            LossKind.ROUNDING: "lost rounding",
            LossKind.BOUND: "lost bound",
        }[loss.kind]
        words = self.words
        at = self.derivation.step(loss.step)
        return words.say(
            key,
            node=words.node(loss.node),
            title=words.titled(at.titles, at.adjustment) if isinstance(at, s.Adjust) else "",
            score="" if loss.score is None else self.number(loss.score),
            maximum=words.amount(loss.maximum),
            own=words.amount(loss.own),
            factor=words.number(exact_text(loss.factor)),
        )

    def below(self, loss: Loss) -> Iterator[str]:
        """The parts of a node with a formula of its own."""
        words = self.words
        if loss.below:
            yield words.say("own formula", node=words.node(loss.node))
        for part in loss.below:
            value = "—" if part.score is None else self.number(part.score)
            maximum = words.amount(part.maximum)
            yield "  " * part.depth + words.say(
                "score of", node=words.node(part.node), value=value, maximum=maximum
            )


# -- Text -----------------------------------------------------------------------------------------------------------


def why_not_text(said: WhyNot, words: StepWords, *, width: int, colour: bool) -> str:
    """The losses for a terminal, lines at most ``width`` wide (0: as long as they like)."""
    limit = max(width, NARROWEST) if width else 0
    lines: list[str] = []
    for text in (*said.loud, said.title, said.body):
        lines += paragraph(text, limit, _BOLD, colour=colour)
    lines += ["", *wrapped(said.score, limit), *wrapped(said.target, limit)]
    if said.rows:
        loss, then = words.say("loss"), words.say("then")
        first = max(width_of(text) for text in (loss, said.sum_points, *(row.points for row in said.rows)))
        second = max(width_of(text) for text in (then, *(row.then for row in said.rows)))
        room = max(limit - first - second - 4, 20) if limit else 0

        def side(points: str, then: str, where: Iterable[str]) -> list[str]:
            return side_by_side(([points], [then], [*where]), (first, second, 0), (False, False, True))

        lines += ["", *(painted(line, _BOLD, colour) for line in side(loss, then, [words.say("lost at")]))]
        for row in said.rows:
            below = (line for text in row.below for line in paragraph(text, room, _DIM, colour=colour))
            lines += side(row.points, row.then, (*wrapped(f"{row.where} ({row.name})", room), *below))
        lines += ["─" * first, *side(said.sum_points, "", wrapped(said.sum_words, room))]
    for note in said.notes:
        lines += ["", *wrapped(note, limit)]
    return "\n".join(lines) + "\n"


# -- Markdown -------------------------------------------------------------------------------------------------------


def why_not_markdown(said: WhyNot, words: StepWords) -> str:
    """The losses as Markdown: a table and their sum."""
    lines = [f"# {escaped(said.title)}", ""]
    lines += warnings(said.loud)
    lines += [f"## {escaped(said.body)}", ""]
    lines += [f"- {escaped(text)}" for text in (said.score, said.target)]
    if said.rows:
        heads = (words.say("loss"), words.say("then"), words.say("lost at"))
        rows = [
            (
                escaped(row.points),
                escaped(row.then),
                f"{'<br>'.join(map(escaped, (row.where, *row.below)))} {code(row.name)}",
            )
            for row in said.rows
        ]
        in_all = (f"**{escaped(said.sum_points)}**", "", f"**{escaped(said.sum_words)}**")
        lines += ["", *table(heads, (False, False, True), (*rows, in_all))]
    for note in said.notes:
        lines += ["", escaped(note)]
    return "\n".join(lines) + "\n"

"""Why a score is not higher: the losses of ``effrules.trace.losses`` in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen
from flint import fmpq

from effrules.model.figures import figure
from effrules.model.numbers import exact_text
from effrules.model.real import Num, add, subtract
from effrules.report.blocks import pieces as b
from effrules.report.blocks.pieces import words as line_of
from effrules.report.derivation.step_words import StepWords
from effrules.report.derivation.trace_tree import head, heading
from effrules.trace import steps as s
from effrules.trace.derivation import Derivation
from effrules.trace.losses import Loss, Losses, LossKind, losses
from effrules.words import counted


def page(derivation: Derivation, words: StepWords, target: fmpq, what_if: Sequence[str] = ()) -> b.Page:
    """Why the node of a derivation is not at a target; ``what_if`` is what was changed for this calculation."""
    above = head(derivation, words, what_if)
    found = losses(derivation)
    if found is None:
        root = derivation.step(derivation.root)
        why = (words.label(root), words.note(root, derivation.steps))
        told: tuple[b.Block, ...] = (b.listed(map(line_of, filter(None, why))),)
    else:
        told = tuple(_Said(derivation, words, found).blocks(target))
    return b.Page(words.language, heading(derivation, words)[0], (*above, *told))


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
        enough = counted(
            "making good the largest loss would reach it",
            "making good the {n} largest losses would reach it",
            n=count,
        )
        return f"{gap}; {enough.in_(words.language)}"

    def blocks(self, target: fmpq) -> Iterator[b.Block]:
        """The score and the target, the losses, and their sum."""
        yield b.listed((line_of(self.score()), line_of(self.target(target))))
        if self.found.losses:
            yield self.table()
        yield b.Note(
            line_of(self.words.say("made good exactly" if self.found.losses else "nothing lost")),
            b.Kind.SMALL,
        )

    def table(self) -> b.Table:
        """Each loss: the points, the score with this and all larger losses made good (none for rounding), and where it was."""
        words = self.words
        columns = (
            b.Column(words.say("loss")),
            b.Column(words.say("then")),
            b.Column(words.say("lost at"), is_text=True, is_long=True),
        )
        sum_words = words.say("in all", maximum=words.amount(self.found.maximum), value=self.value())
        foot = (line_of(self.number(self.found.total)), (), line_of(sum_words))
        return b.Table(columns, tuple(self.rows()), foot=foot)

    def rows(self) -> Iterator[tuple[b.Line, ...]]:
        reached = self.found.value
        for loss in self.found.losses:
            can = loss.kind is not LossKind.ROUNDING and loss.points > fmpq(0)
            if can:
                reached = add(reached, loss.points)
            points = (
                self.words.amount(loss.points) if loss.kind is LossKind.ROUNDING else self.number(loss.points)
            )
            below = (one for text in self.below(loss) for one in (b.Break(), b.Words(text, b.Tone.FAINT)))
            where = (
                b.Words(f"{self.where(loss)} ("),
                b.Words(loss.node, b.Tone.CODE),
                b.Words(f", {self.words.of_node(loss.node)})"),
                *below,
            )
            yield line_of(points), line_of(self.number(reached) if can else ""), where

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

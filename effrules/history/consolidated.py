"""The consolidated text of a methodology: one standing version, as it reads after all amendments.

It reads back as the same program. Each declaration stands below comments that say which version wrote it and which ones
changed it, with their reasons; a clause that is younger than its declaration has its version in the margin. What an
amendment renamed bears its new name everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar, assert_never

from attrs import evolve, frozen

from effrules.amend import amendment_errors, version_errors
from effrules.amend.consolidate import consolidate
from effrules.amend.draft import Draft, thing_of
from effrules.amend.locating import bundled, locate
from effrules.amend.versions import VersionText, read_chain
from effrules.check.build import check, load_text
from effrules.diagnostics import Finding, has_errors, in_order
from effrules.diagnostics.glyphs import wrapped
from effrules.history.authorship import Authorship, Step, authorship
from effrules.history.renaming import Renaming, names_used
from effrules.history.resting import figures_of, ground_text, program_thing, resting
from effrules.model.basis import Citation
from effrules.model.grounds import Figure, FigureKind, Ground
from effrules.model.program import Program
from effrules.model.schema import Titles
from effrules.model.things import PROCEDURE
from effrules.syntax import tree as ast
from effrules.syntax.printer import Noted, print_declarations

Declared = TypeVar("Declared", bound="ast.Declared | ast.ExampleDeclaration")

SECTIONS = (
    ("Sources", (ast.Kept.SOURCE,)),
    ("What is reported", (ast.Kept.UNIT, ast.Kept.TABLE)),
    ("Figures", (ast.Kept.FIGURES,)),
    ("Definitions", (ast.Kept.DEFINE,)),
    ("Blocks, directions, criteria", (ast.Kept.NODE,)),
    ("Weights", (ast.Kept.WEIGHTS,)),
    ("Penalties and bonuses", (ast.Kept.ADJUSTMENT,)),
    ("The total", (ast.Kept.TOTAL,)),
    ("Ratings and places", (ast.Kept.RATING, ast.Kept.RANK)),
    ("The year", PROCEDURE),
    ("What must always hold", (ast.Kept.PROPERTY,)),
    ("Worked cases", (ast.Kept.EXAMPLE,)),
)
"""The parts of the text, in order, and the kinds of declaration that stand in each."""

RULER = 116
"""The column up to which the line below a part's heading is drawn, unless a width is asked for."""


def consolidated_text(
    name: str | Path, language: str = "en", width: int = 0
) -> tuple[str | None, tuple[Finding, ...]]:
    """The text of a bundled name or a path; None, and why, where it cannot be put together.

    ``language`` is that of the reasons in the comments, ``width`` the column at which comments are broken (0: none).
    """
    path = locate(name)
    if path is None:
        return None, (version_errors.no_rules(str(name), bundled()),)
    chain, found = read_chain(path)
    if not chain or has_errors(found):
        return None, in_order(found)
    draft, more = consolidate(chain)
    if has_errors(more):
        return None, in_order(more)
    program, more = check(draft)
    if program is None:
        return None, in_order(finding for finding in more if finding.is_error)
    text = "\n".join(_Writer(chain, draft, program, language, width).parts())
    hidden = _hidden_names(program, draft, text) if draft.aliases else ()
    return (None, hidden) if hidden else (text, ())


def _hidden_names(program: Program, draft: Draft, text: str) -> tuple[Finding, ...]:
    """What does not read back the same: a new name that means something nearer where the old one did not."""
    again = load_text(text)
    used = names_used(program)
    read = names_used(again.program) if again.program is not None else None
    names = set(draft.aliases.values())
    lost = {name for kind, name in used if read is not None and used[kind, name] != read[kind, name]}
    if read is not None and not lost:
        return ()
    told = sorted(names & lost) or sorted(names)
    place = draft.headings[-1].span
    return tuple(
        amendment_errors.already_there(place, amendment_errors.HIDING_NAME.of(name=name), None)
        for name in told
    )


KIND_WORDS = {"adjustment": "penalty or bonus", "define": "definition", "rank": "ranking"}
"""What kinds are called in comments, where a draft calls them otherwise."""


@frozen
class _Writer:
    """Writes one text; ``chain`` is what ``draft`` was made of, and ``program`` what it was checked to."""

    chain: tuple[VersionText, ...]
    draft: Draft
    program: Program
    language: str
    width: int

    def parts(self) -> Iterator[str]:
        """The heading, the parts of the text, and a word about what was dropped."""
        by = authorship(self.chain)
        renaming = Renaming(self.draft, self.program)
        yield "".join(f"-- {line}\n" for line in self._preface()) + print_declarations([_heading(self.draft)])
        for title, kinds in SECTIONS:
            made = [
                self._noted(resting(renaming.applied(declared), self.program, (kind, name)), by, (kind, name))
                for wanted in kinds
                for kind, name, declared in _declarations(self.draft, wanted)
            ]
            if made:
                yield f"-- {title} {'-' * (min(self.width or RULER, RULER) - len(title) - 4)}\n"
                yield print_declarations(made)
        dropped = list(self._dropped())
        if dropped:
            yield "".join(f"-- {line}\n" for line in ("Dropped on the way:", *dropped))

    def _preface(self) -> Iterator[str]:
        versions = [text.heading.version for text in self.chain if text.heading is not None]
        if len(versions) == 1:
            yield f'Every clause is written by version "{versions[0]}".'
            yield from self._files()
            return
        on = ", then ".join(f'"{version}"' for version in versions[1:])
        yield from wrapped(f'Version "{versions[0]}" as it stands after {on}.', self._room)
        yield from wrapped(
            "Each clause is the version's that stands above it; a younger one has its own behind it.",
            self._room,
        )
        yield from self._files()

    def _files(self) -> Iterator[str]:
        for text in self.chain:
            if text.heading is not None:
                draft = ", a draft" if text.heading.is_draft else ""
                files = ", ".join(source.name for source in text.sources)
                yield from wrapped(f'"{text.heading.version}"{draft}: {files}', self._room)

    @property
    def _room(self) -> int:
        return max(self.width - 3, 20) if self.width else 0

    # -- Who wrote it ---------------------------------------------------------------------------------------

    def _noted(
        self, declared: Any, by: Authorship, key: tuple[ast.Kept, str], inside: tuple[str, ...] = ()
    ) -> Any:
        """A declaration with what is to be said about it, and about its clauses; ``inside``: what was just said."""
        if len(self.chain) == 1:
            return declared
        steps = by.of(*key)
        told = (*self._told(steps, declared, by), *self._without_margin(key))
        first = steps[0].origin.version if steps else by.version_of(declared.span)
        made = self._with_margins(declared, by, first, told, key)
        return made if told == inside else Noted(made, told)

    def _told(self, steps: tuple[Step, ...], declared: Any, by: Authorship) -> Iterator[str]:
        if not steps:
            yield f"written by {by.version_of(declared.span)}"
        for step in steps:
            origin = step.origin
            because = self._title(origin.because)
            cites = _cited(origin.citations)
            line = f"{step.verb.value} by {origin.version}{': ' if because else ''}{because}{cites}"
            yield from wrapped(line, self._room)

    def _without_margin(self, key: tuple[ast.Kept, str]) -> Iterator[str]:
        """What figures rest on that have no line of their own in the text."""
        thing = program_thing(self.program, key)
        grounds: tuple[Ground, ...] = () if thing is None else thing.grounds
        for ground in grounds if len(grounds) > 1 else ():
            for figure in ground.figures:
                if figure.kind is FigureKind.REDISTRIBUTION or figure == Figure(FigureKind.EQUAL, "total"):
                    yield from wrapped(f"{figure}: {ground_text(ground)}", self._room)

    def _with_margins(
        self, declared: Any, by: Authorship, first: str, told: tuple[str, ...], key: tuple[ast.Kept, str]
    ) -> Any:
        thing = program_thing(self.program, key)
        grounds: tuple[Ground, ...] = () if thing is None else thing.grounds
        several = len(grounds) > 1
        of = {figure: ground for ground in grounds for figure in ground.figures}

        def margin(clause: Any) -> Any:
            version = by.version_of(clause.span)
            found = dict.fromkeys(of[figure] for figure in figures_of(clause) if figure in of)
            if several and found and not isinstance(clause, ast.RoundClause):
                return Noted(clause, margin=" | ".join(map(ground_text, found)))
            return clause if version in ("", first) else Noted(clause, margin=version)

        match declared:
            case (
                ast.NodeDeclaration() | ast.AdjustmentDeclaration() | ast.TotalDeclaration()
                | ast.CalendarDeclaration()
            ):  # fmt: skip
                clauses = [
                    self._noted(clause, by, (ast.Kept.NODE, clause.name.text), told)
                    if isinstance(clause, ast.NodeDeclaration)
                    else margin(clause)
                    for clause in declared.clauses
                ]
                changed: dict[str, Any] = {"clauses": tuple(clauses)}
                return evolve(declared, **changed)
            case ast.TableDeclaration():
                return evolve(
                    declared,
                    fields=tuple(map(margin, declared.fields)),
                    demands=tuple(map(margin, declared.demands)),
                )
            case ast.FiguresDeclaration():
                return evolve(declared, rows=tuple(map(margin, declared.rows)))
            case ast.Weights():
                return evolve(declared, group=_with_margins(declared.group, margin))
            case _:
                return declared

    def _dropped(self) -> Iterator[str]:
        for thing in self.draft.dropped:
            because = self._title(thing.because)
            name = f"{KIND_WORDS.get(thing.kind, thing.kind)} {thing.name}".strip()
            reason = f": {because}" if because else ""
            cites = _cited(thing.citations.citations)
            yield from wrapped(f"{name}, by {thing.version}{reason}{cites}", self._room)

    def _title(self, titles: Titles) -> str:
        return " ".join((titles.get(self.language, self.program.header.languages) or "").split())


def _cited(citations: tuple[Citation, ...]) -> str:
    return f" (cite {'; '.join(map(str, citations))})" if citations else ""


def _with_margins(group: ast.WeightGroup, margin: Any) -> ast.WeightGroup:
    entries = []
    for entry in group.entries:
        below = None if entry.below is None else _with_margins(entry.below, margin)
        entries.append(margin(evolve(entry, below=below)))
    return evolve(group, entries=tuple(entries))


def _heading(draft: Draft) -> ast.Methodology:
    """The newest heading, with what it does not say taken from those that it amends."""
    newest = draft.headings[-1]
    titles: dict[str, str] = {}
    for heading in draft.headings:
        for clause in heading.clauses:
            if isinstance(clause, ast.TitleClause) and clause.kind is ast.TitleKind.TITLE:
                titles.update(clause.titles.texts)
    own = [
        c for c in newest.clauses if not (isinstance(c, ast.TitleClause) and c.kind is ast.TitleKind.TITLE)
    ]
    clauses: list[Any] = [*own]
    if titles:
        clauses.insert(
            0, ast.TitleClause(ast.TitleKind.TITLE, Titles(tuple(titles.items())), span=newest.span)
        )
    for kind in (ast.LanguagesClause, ast.Scale):
        stated = [
            clause for heading in draft.headings for clause in heading.clauses if isinstance(clause, kind)
        ]
        if stated and not any(isinstance(clause, kind) for clause in own):
            clauses.append(stated[-1])
    return evolve(newest, amends=None, replaces=draft.headings[0].replaces, clauses=tuple(clauses))


def _declarations(draft: Draft, wanted: ast.Kept) -> Iterator[tuple[ast.Kept, str, Any]]:
    """The declarations of a kind, in the order of the texts."""
    match wanted:
        case ast.Kept.NODE:
            for name in draft.parts_of("total"):
                yield wanted, name, _node(draft, name)
        case ast.Kept.WEIGHTS:
            for index, weights in enumerate(draft.weights):
                yield wanted, str(index), weights.declared
        case ast.Kept.TOTAL:
            if draft.total_span is not None:
                clauses = tuple(sorted((entry.declared for entry in draft.total), key=_place_of))
                yield wanted, "", ast.TotalDeclaration(clauses, span=draft.total_span)
        case ast.Kept.EXAMPLE:
            for example in draft.examples:
                yield wanted, example.declared.name, example.declared
        case (
            ast.Kept.SOURCE | ast.Kept.UNIT | ast.Kept.TABLE | ast.Kept.FIGURES | ast.Kept.DEFINE | ast.Kept.ADJUSTMENT
            | ast.Kept.RATING | ast.Kept.RANK | ast.Kept.PROPERTY | ast.Kept.INSTITUTION | ast.Kept.STAGE | ast.Kept.SPOT_CHECK
            | ast.Kept.RECOMMEND
        ):  # fmt: skip
            for (kind, _), entry in draft.things.items():
                if kind is wanted:
                    yield kind, thing_of(entry.declared)[1], entry.declared
        case ast.Kept.BLOCK | ast.Kept.DIRECTION | ast.Kept.CRITERION:
            raise AssertionError("nodes are asked for whatever their level")
        case _:
            assert_never(wanted)


def _node(draft: Draft, name: str) -> ast.NodeDeclaration:
    """A node with the nodes below it put back in."""
    node = draft.nodes[name]
    below = tuple(_node(draft, part) for part in draft.parts_of(name))
    clauses = (*sorted(node.clauses, key=_place_of), *below)
    return ast.NodeDeclaration(node.kind, node.name, node.titles, clauses, span=node.span)


CLAUSES: tuple[type, ...] = (
    ast.OutOf,
    ast.OnlyWhere,
    ast.TitleClause,
    ast.Assessed,
    ast.Score,
    ast.NoTotal,
    ast.NotApplicable,
    ast.Cite,
    ast.Assumed,
    ast.Contradicted,
    ast.Multiplied,
    ast.MeanOfOthers,
    ast.RoundClause,
    ast.Never,
)
"""The order of clauses: a clause that an amendment put in stands where a lawyer looks for it."""


def _place_of(clause: object) -> int:
    return CLAUSES.index(type(clause))

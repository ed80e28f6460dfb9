"""From a chain of versions to the checked program, or every reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import assert_never

from attrs import evolve
from flint import fmpq

from effrules.amend import name_errors, version_errors
from effrules.amend.bases import named
from effrules.amend.consolidate import consolidate
from effrules.amend.draft import Draft
from effrules.amend.laid_on import called, misplaced
from effrules.amend.locating import name_beside
from effrules.amend.versions import VersionText, bundled, locate, read_chain, read_version
from effrules.check.checked import Checked
from effrules.check.elaboration.definitions import Definitions
from effrules.check.elaboration.demands import with_demands
from effrules.check.elaboration.inventories import inventories
from effrules.check.elaboration.nodes import Tree
from effrules.check.elaboration.outcome import Outcomes
from effrules.check.elaboration.procedure import Procedures
from effrules.check.elaboration.promises import Promises
from effrules.check.elaboration.reported import build_schema
from effrules.check.elaboration.weighing import Weighing
from effrules.check.errors import calendar_errors, clause_errors, score_errors, type_errors, value_words
from effrules.check.expressions.arms import elaborated
from effrules.check.expressions.scope import World
from effrules.check.soundness import lints
from effrules.check.soundness.defects import defects
from effrules.check.soundness.founding import founded, left_standing
from effrules.check.soundness.maxima_said import idle_figures
from effrules.check.soundness.sound import sound
from effrules.check.still_named import gathered
from effrules.diagnostics import Finding, has_errors, in_order
from effrules.model import program as p
from effrules.model.basis import SourceText
from effrules.model.garbage import without_collecting
from effrules.model.inventory import Entry
from effrules.model.reading import nodes_read_in
from effrules.model.schema import Titles
from effrules.model.texts import RuleText, TextRole
from effrules.model.values.occurring import Occurring
from effrules.model.walk import outermost
from effrules.source import Source, can_be
from effrules.syntax import tree as ast

UNREAD = (
    "E101", "E102", "E103", "E104", "E105", "E106", "E107", "E108", "E109", "E110", "E111", "E112", "E113", "E114", "E115", "E116", "E120",
    "E200", "E202", "E207", "E213", "E214", "E215",
)  # fmt: skip
"""Findings after which parts of the text are not known: what seems to be lacking may stand there."""

CERTAIN = ("E204", "E303", "E304", "E305", "E308", "E309", "E327", "E328")
"""Findings that hold whatever stands in the parts that could not be read."""


@without_collecting()
def load(name: str | Path, overlays: Iterable[str | Path] = (), stated: Iterable[str | Path] = ()) -> Checked:
    """The checked program of a bundled name (``2015``) or a path, with amendment files laid on top.

    ``stated`` are other rules that the command line names: one of them is the base where it is the version that is amended.
    """
    path = locate(name)
    if path is None:
        return Checked(None, (version_errors.no_rules(str(name), bundled()),), ())
    chain, found = read_chain(path, named(stated))
    laid: list[tuple[Path, VersionText]] = []
    problems = list(found)
    for overlay in overlays:
        text, more = (
            read_version(Path(overlay))
            if can_be(overlay) and Path(overlay).exists()
            else (None, (version_errors.no_such_file(str(overlay)),))
        )
        problems.extend(more)
        if text is not None:
            laid.append((Path(overlay), text))
    sources = tuple(s for text in (*chain, *(t for _, t in laid)) for s in text.sources)
    if not chain:
        return Checked(None, in_order(problems), sources)
    problems.extend(misplaced(chain, (text for _, text in laid)))
    broken = any(finding.code in UNREAD for finding in problems)
    names = called((text.heading.version for text in chain if text.heading is not None), laid)
    tops = [(name, text) for name, (_, text) in zip(names, laid, strict=True)]
    draft, more = consolidate(chain, tuple(tops))
    problems.extend(finding for finding in more if not (broken and finding.code in ("E203", "E301")))
    program, more = check(draft, quiet=broken)
    problems.extend(more)
    ordered = in_order(problems)
    if program is None or has_errors(ordered):
        return Checked(None, ordered, sources)
    return Checked(evolve(program, texts=_texts(chain, tops)), ordered, sources)


def _texts(
    chain: tuple[VersionText, ...], tops: Iterable[tuple[str, VersionText]] = ()
) -> tuple[RuleText, ...]:
    """What a program was made of."""
    roles = [*([TextRole.AMENDED] * (len(chain) - 1)), TextRole.RULES]
    base = chain[-1].path
    made = [_text(role, "", text, base) for role, text in zip(roles, chain, strict=True)]
    return (*made, *(_text(TextRole.LAID_ON_TOP, name, text, base) for name, text in tops))


def _text(role: TextRole, name: str, text: VersionText, base: Path) -> RuleText:
    heading = text.heading
    version, is_draft = (name, False) if heading is None else (heading.version, heading.is_draft)
    titles = Titles() if heading is None else heading.version_titles
    paths = [Path(source.path or source.name) for source in text.sources]
    names = (name_beside(path, base) if role is TextRole.AMENDED else path.name for path in paths)
    return RuleText(
        role, version, is_draft, tuple(source.name for source in text.sources), tuple(names), titles
    )


@without_collecting()
def load_text(text: str, name: str = "rules.eff") -> Checked:
    """The checked program of a text that amends nothing: for tests and for the documentation's examples."""
    from effrules.syntax.parse import parse

    source = Source(name, text)
    tree, found = parse(source)
    headings = [d for d in tree.declarations if isinstance(d, ast.Methodology)]
    version = VersionText(
        Path(name),
        (source,),
        headings[0] if headings else None,
        tuple(d for d in tree.declarations if not isinstance(d, ast.Methodology)),
    )
    problems = list(found)
    if not headings and not found:
        from effrules.source import Span

        problems.append(version_errors.no_heading(Span(source, 0, 0)))
    problems.extend(version_errors.second_heading(extra.span, headings[0].span) for extra in headings[1:])
    draft, more = consolidate((version,))
    problems.extend(more)
    program, more = check(draft, quiet=bool(found))
    problems.extend(more)
    ordered = in_order(problems)
    if program is None or has_errors(ordered):
        return Checked(None, ordered, (source,))
    return Checked(evolve(program, texts=_texts((version,))), ordered, (source,))


def check(draft: Draft, quiet: bool = False) -> tuple[p.Program | None, tuple[Finding, ...]]:
    """Check a draft. ``quiet``: parts of the text could not be read, so what seems unknown may only be unread."""
    found: list[Finding] = []
    world = World(draft, found, elaborated)
    if not draft.headings:
        return None, ()
    header = _header(draft, world)
    if not build_schema(world, header.languages):
        place = draft.headings[-1].span
        found.append(
            clause_errors.clause_missing(place, clause_errors.THE_METHODOLOGY, clause_errors.SUBJECT_CLAUSE)
        )
        return None, () if quiet else in_order(gathered(draft, found))
    definitions = Definitions(world)
    tree = Tree(world, header.minimum, header.maximum)
    tree.build()
    weights = Weighing(world, tree).build()
    with_demands(world)
    outcomes = Outcomes(world, tree)
    adjustments = outcomes.adjustments()
    ratings = outcomes.ratings()
    rankings = outcomes.rankings()
    definitions.all()
    procedures = Procedures(world, tree)
    promises = Promises(world, tree, adjustments, rankings, ratings)
    properties = promises.properties()
    examples = promises.examples()
    order = _order(tree.nodes, weights, adjustments, world)
    program = p.Program(
        header=header,
        schema=world.schema,
        sources=_sources(draft),
        definitions=dict(world.definitions),
        figures=dict(world.figures),
        nodes=tree.nodes,
        weights=weights,
        adjustments=adjustments,
        final_floor=tree.floor,
        final_cap=tree.cap,
        ratings=ratings,
        rankings=rankings,
        properties=properties,
        examples=examples,
        renamed=dict(draft.aliases),
        dropped=tuple(draft.dropped),
        order=order,
        table_origins={
            name: entry.origin for (kind, name), entry in draft.things.items() if kind is ast.Kept.TABLE
        },
        institutions=procedures.each(ast.Kept.INSTITUTION, procedures.institution),
        stages=procedures.stages(),
        spot_checks=procedures.spot_checks(),
        recommendations=procedures.each(ast.Kept.RECOMMEND, procedures.recommendation),
    )
    occurring = Occurring(program, scores=not quiet)
    found.extend(sound(program, occurring))
    found.extend(idle_figures(program))
    if quiet:
        return None, tuple(f for f in found if f.code in CERTAIN)
    found.extend(inventories(program))
    if not has_errors(found):
        program, bare = founded(program)
        found.extend(bare)
        found.extend(left_standing(program, {heading.version for heading in draft.headings[:-1]}))
        found.extend(lints.lint(program, world, occurring))
        found.extend(defects(program, occurring))
    return (None if has_errors(found) else program), in_order(gathered(draft, found))


def _header(draft: Draft, world: World) -> p.Header:
    """The heading of the newest version, with what it does not say taken from those that it amends."""
    newest = draft.headings[-1]
    titles: dict[str, str] = {}
    languages: tuple[str, ...] = ()
    scale: ast.Scale | None = None
    for heading in draft.headings:
        for clause in heading.clauses:
            match clause:
                case ast.TitleClause() if clause.kind is ast.TitleKind.TITLE:
                    titles.update(clause.titles.texts)
                case ast.LanguagesClause():
                    languages = tuple(name.text for name in clause.languages)
                case ast.Scale():
                    scale = clause
                case _:
                    pass
    force: ast.InForce | None = next((c for c in newest.clauses if isinstance(c, ast.InForce)), None)
    first: date | None = force.first if force else None
    last: date | None = force.last if force else None
    if first is not None and last is not None and last < first:
        world.found.append(calendar_errors.last_before_first(force.span))  # type: ignore[union-attr]
    low, high = fmpq(0), fmpq(100)
    if scale is None:
        world.found.append(score_errors.no_scale(newest.span))
    else:
        low, high = scale.minimum, scale.maximum
        if scale.unit.text != "points":
            world.found.append(
                type_errors.wrong_type(
                    scale.unit.span, value_words.unit_named(scale.unit.text), value_words.POINTS
                )
            )
        if low >= high:
            world.found.append(score_errors.scale_upwards(scale.span))
            low, high = fmpq(0), fmpq(100)
    if not languages:
        languages = tuple(language for language in titles if language != "und")
    return p.Header(
        newest.name.text,
        newest.version,
        Titles(tuple(titles.items())),
        languages,
        first,
        last,
        newest.amends,
        newest.replaces,
        low,
        high,
        newest.is_draft,
        newest.version_titles,
        span=newest.span,
    )


def _sources(draft: Draft) -> tuple[SourceText, ...]:
    made = []
    for (kind, name), entry in draft.things.items():
        if kind is not ast.Kept.SOURCE:
            continue
        declared = entry.declared
        assert isinstance(declared, ast.SourceDeclaration)
        texts: dict[ast.TitleKind, list[tuple[str, str]]] = {kind: [] for kind in ast.TitleKind}
        edition: date | None = None
        not_at_hand: Titles | None = None
        inventory: list[Entry] = []
        for clause in declared.clauses:
            match clause:
                case ast.TitleClause():
                    texts[clause.kind].extend(clause.titles.texts)
                case ast.Edition():
                    edition = clause.day
                case ast.NotAtHand():
                    not_at_hand = clause.reason
                case ast.Listed():
                    inventory.append(Entry(clause.marks, clause.item_class, clause.words, span=clause.span))
                case _:
                    assert_never(clause)
        titles, notes, short, _ = (Titles(tuple(texts[kind])) for kind in ast.TitleKind)
        made.append(
            SourceText(
                name,
                titles,
                notes,
                declared.url,
                entry.origin,
                edition,
                not_at_hand,
                tuple(inventory),
                short,
                span=declared.span,
            )
        )
    return tuple(made)


# -- Order of evaluation ------------------------------------------------------------------------------------------


def dependencies(
    nodes: Mapping[str, p.ScoreNode],
    weights: tuple[p.WeightsClause, ...],
    adjustments: tuple[p.Adjustment, ...],
    world: World,
) -> dict[str, set[str]]:
    """For each node the nodes that must be known before it."""
    found: dict[str, set[str]] = {}

    def read_by(declared: object) -> set[str]:
        return nodes_read_in(outermost(declared), world.definitions, world.draft.parts_of)

    weighed = read_by(weights)
    for name, node in nodes.items():
        own = tuple(adjustment for adjustment in adjustments if adjustment.target == name)
        reads = set(node.parts) | read_by((node, own))
        if node.parts:
            reads |= weighed
        found[name] = reads
    return found


def _order(
    nodes: Mapping[str, p.ScoreNode],
    weights: tuple[p.WeightsClause, ...],
    adjustments: tuple[p.Adjustment, ...],
    world: World,
) -> tuple[str, ...]:
    reads = dependencies(nodes, weights, adjustments, world)
    done: list[str] = []
    state: dict[str, int] = {}
    for root in nodes:
        if state.get(root) == 2:
            continue
        path = [root]
        stack = [(root, iter(sorted(reads[root])))]
        state[root] = 1
        while stack:
            name, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                path.pop()
                state[name] = 2
                done.append(name)
            elif state.get(following) == 1:
                circle = [*path[path.index(following) :], following]
                finding = name_errors.cycle(nodes[following].span, circle)
                if finding not in world.found:
                    world.found.append(finding)
            elif following not in state and following in reads:
                state[following] = 1
                path.append(following)
                stack.append((following, iter(sorted(reads[following]))))
    return tuple(done)

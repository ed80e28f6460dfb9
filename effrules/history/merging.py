"""Two drafts that amend one base, combined by meaning into one amendment, or the clauses on which they do not agree.

Edits of different clauses go together, identical ones once. The amendments stand as they were written wherever that gives what
both drafts mean; otherwise they are told anew. What comes out is checked on top of the base as any amendment is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from effrules.amend.bases import named
from effrules.amend.consolidate import consolidate
from effrules.amend.draft import Draft, because, citations
from effrules.amend.neighbourhood import Candidate
from effrules.amend.versions import VersionText, read_chain
from effrules.check.build import check
from effrules.diagnostics import Finding, has_errors, in_order
from effrules.history import merge_errors as errors
from effrules.history.amending import amendments, reasons_of
from effrules.history.clauses import Key, standing
from effrules.history.conflicts import conflicts
from effrules.history.part_keys import PartKey, PartKind
from effrules.history.part_words import PARTS
from effrules.history.sides import (
    Side,
    Slots,
    draft_of,
    names_after,
    read_side,
    retargeted,
    slots_of,
    with_edits,
)
from effrules.history.three_way import JOINT, joined, together
from effrules.model.basis import Origin
from effrules.model.program import Program
from effrules.model.schema import UNTAGGED, Titles
from effrules.source import Source, Span
from effrules.syntax import tree as ast
from effrules.syntax.parse import parse
from effrules.syntax.printer import print_node
from effrules.words import Message, phrase


@frozen
class Merged:
    """What a merge gives: the text of one amendment of the base, what was found, and the program after it.

    The text is None where there is a conflict, the program where there is an error. ``edits`` is what the text holds.
    """

    text: str | None
    findings: tuple[Finding, ...]
    program: Program | None
    edits: tuple[ast.Declaration, ...] = ()


def merge(
    base: Path, ours: Path, theirs: Path, version: str | None = None, name: str = "merged.eff"
) -> Merged:
    """Combine two drafts that amend the base.

    ``version`` is that of the amendment that comes out, by default both versions with a plus between; ``name`` is what its text is
    called in the findings.
    """
    chain, found = read_chain(base)
    if not chain or has_errors(found):
        return Merged(None, in_order(found), None)
    if chain[-1].heading is None:
        return Merged(None, (errors.nothing_amended(base.as_posix()),), None)
    draft, found = draft_of(chain)
    if has_errors(found):
        return Merged(None, in_order(found), None)
    stated = named((base, ours, theirs))
    contained = _contained(base, ours, theirs, stated) or _contained(base, theirs, ours, stated)
    if contained is not None:
        return Merged(None, (contained,), None)
    left, problems = read_side(ours, chain, stated)
    right, more = read_side(theirs, chain, stated)
    if left is None or right is None:
        told = (f for f in (*problems, *more) if f.is_error)
        return Merged(None, in_order(told), None)
    return merge_sides(chain, draft, left, right, version or f"{left.version}+{right.version}", name)


def _contained(base: Path, one: Path, other: Path, stated: tuple[Candidate, ...]) -> Finding | None:
    """What is wrong where a draft of the base amends the other draft, at once or through versions between them: it has its edits already."""
    chain, found = read_chain(other, stated)
    last = chain[-1].heading if chain else None
    if last is None or has_errors(found):
        return None
    for text in reversed(chain[:-1]):
        if text.path.resolve() == base.resolve():
            return None
        if text.heading is not None and text.path.resolve() == one.resolve():
            return errors.contained(last.span, last.version, text.heading.version, text.heading.span)
    return None


def merge_sides(
    chain: tuple[VersionText, ...], draft: Draft, ours: Side, theirs: Side, version: str, name: str
) -> Merged:
    """Combine two drafts that are read already; ``draft`` is the base after its ``chain``."""
    on = chain[-1].heading
    assert on is not None
    slots, found = slots_of(draft, {key: key.name for key, _ in standing(draft)})
    against = (*conflicts(slots, ours, theirs), *_heading_conflicts(ours, theirs))
    if against:
        return Merged(None, in_order(against), None)
    whole, names = together(draft, found, ours, theirs)
    edits = _told(draft, ours, theirs, whole, names)
    heading = _heading(on, ours, theirs, version)
    text = print_node(heading) + "\n" + "".join(f"\n{_written(edit)}\n" for edit in edits)
    source = Source(name, text)
    tree, problems = parse(source)
    read = tuple(d for d in tree.declarations if not isinstance(d, ast.Methodology))
    headings = [d for d in tree.declarations if isinstance(d, ast.Methodology)]
    merged = VersionText(Path(name), (source,), headings[0] if headings else None, read)
    after, more = consolidate((*chain, merged))
    program, rest = check(after)
    findings = in_order((*problems, *more, *rest))
    return Merged(text, findings, None if has_errors(findings) else program, tuple(edits))


# -- The amendments ---------------------------------------------------------------------------------------------


def _told(
    draft: Draft, ours: Side, theirs: Side, whole: Draft, names: dict[Key, str]
) -> list[ast.Declaration]:
    """The amendments that make the base into what both drafts mean: as written, else told anew."""
    goal, _ = slots_of(whole, names)
    for first, second in ((ours, theirs), (theirs, ours)):
        if first.restated or second.restated:
            break
        edits = _one_after_the_other(draft, first, second)
        if _reaches(draft, edits, goal):
            return _in_order(edits, ours)
    anew = list(amendments(draft, whole, names, version=JOINT))
    if not _reaches(draft, anew, goal):
        raise AssertionError("what two drafts mean together cannot be told as one amendment")
    return anew


def _reaches(draft: Draft, edits: Iterable[ast.Declaration], goal: Slots) -> bool:
    edits = tuple(edits)
    after, found = with_edits(draft, edits, JOINT)
    return not has_errors(found) and slots_of(after, names_after(draft, edits))[0] == goal


def _one_after_the_other(draft: Draft, first: Side, second: Side) -> list[ast.Declaration]:
    """The edits of one draft, then those of the other that still do anything. What both do stands once, with both reasons."""
    edits = list(first.edits)
    for written in second.edits:
        twin = next((at for at, edit in enumerate(edits) if _same(edit, written)), None)
        if twin is not None:
            edits[twin] = _with_reasons(edits[twin], written)
            continue
        names = {
            key.name: name for key, name in names_after(draft, edits).items() if key.kind is ast.Kept.NODE
        }
        edit = retargeted(written, {old: new for old, new in names.items() if old != new})
        before, _ = with_edits(draft, edits, JOINT)
        after, found = with_edits(draft, (*edits, edit), JOINT)
        if not has_errors(found) and _says(before) != _says(after):
            edits.append(edit)
    return edits


def _says(draft: Draft) -> tuple[Slots, dict[str, str]]:
    return slots_of(draft, {})[0], dict(draft.aliases)


def _same(one: ast.Declaration, other: ast.Declaration) -> bool:
    """Whether two amendments do the same, whatever the reasons they give."""
    return one == other or _bare(one) == _bare(other)


def _bare(edit: Any) -> Any:
    return evolve(edit, reasons=()) if hasattr(edit, "reasons") else edit


def _with_reasons(edit: Any, other: Any) -> Any:
    """An amendment with the reasons of its twin as well."""
    if edit == other or not hasattr(edit, "reasons"):
        return edit
    words = joined(dict(because(edit.reasons).texts), because(other.reasons))
    cited = tuple(dict.fromkeys((*citations(edit.reasons), *citations(other.reasons))))
    return evolve(edit, reasons=reasons_of(Origin("", Titles(tuple(words.items())), cited), edit.span))


def _in_order(edits: list[ast.Declaration], ours: Side) -> list[ast.Declaration]:
    """Sources first, examples last; else as they came."""
    place = {ast.SourceDeclaration: 0, ast.UnitDeclaration: 0, ast.ExampleDeclaration: 2}
    return sorted(edits, key=lambda edit: place.get(type(edit), 1))


# -- The text -------------------------------------------------------------------------------------------------------


def _written(edit: ast.Declaration) -> str:
    """An amendment as it was written, with the comments above it, where it was; else in the canonical layout."""
    span = edit.span
    tree, problems = parse(Source("", span.text))
    if problems or tree.declarations != (edit,):
        return print_node(edit)
    return "".join(f"{line}\n" for line in _comments(span.source.text[: span.start])) + span.text.rstrip()


def _comments(before: str) -> Iterator[str]:
    """The comments right above a declaration."""
    lines = before.split("\n")[:-1]
    start = len(lines)
    while start and lines[start - 1].lstrip().startswith("--"):
        start -= 1
    yield from (line.strip() for line in lines[start:])


APART = (ast.TitleKind.TITLE, ast.TitleKind.VERSION)
"""Texts of a heading that are not taken over as they stand: titles are put together, the version has another name."""


def _heading(on: ast.Methodology, ours: Side, theirs: Side, version: str) -> ast.Methodology:
    """The heading of the amendment: what either draft's heading says."""
    clauses: list[Any] = []
    said = [clause for side in (ours, theirs) for clause in _said(side)]
    titles = dict(text for clause in said if _is(clause, ast.TitleKind.TITLE) for text in clause.titles.texts)
    if titles:
        clauses.append(ast.TitleClause(ast.TitleKind.TITLE, Titles(tuple(titles.items())), span=on.span))
    for kind in (ast.TitleClause, ast.LanguagesClause, ast.InForce, ast.Scale, ast.DraftClause):
        found = [clause for clause in said if isinstance(clause, kind) and not _is(clause, *APART)]
        clauses.extend(clause for at, clause in enumerate(found) if clause not in found[:at])
    return ast.Methodology(on.name, version, on.version, None, tuple(clauses), span=on.span)


def _said(side: Side) -> tuple[Any, ...]:
    return side.heading.clauses if side.heading is not None else ()


def _is(clause: Any, *kinds: ast.TitleKind) -> bool:
    return isinstance(clause, ast.TitleClause) and clause.kind in kinds


def _heading_conflicts(ours: Side, theirs: Side) -> Iterator[Finding]:
    """What the two headings say otherwise: a title in one language, the languages, the days, the scale. Notes may stand beside each other."""
    mine, others = _parts_said(ours), _parts_said(theirs)
    for part, (what, place) in mine.items():
        if part in others and others[part][0] != what:
            versions = (ours.version, theirs.version)
            told = phrase("{part} of the methodology", part=_said_in_heading(part))
            yield errors.changed_differently(place, others[part][1], versions, told, "")


def _said_in_heading(part: PartKey) -> Message:
    """A part of a heading."""
    if part.kind is PartKind.IN_FORCE:
        return phrase("the days in force")
    if part.kind is PartKind.TITLE and part.about != UNTAGGED:
        return phrase("the title in `{language}`", language=part.about)
    return PARTS[part.kind]


def _parts_said(side: Side) -> dict[PartKey, tuple[Any, Span]]:
    """What a heading says, by the part that can be said once, and where."""
    said: dict[PartKey, tuple[Any, Span]] = {}
    for clause in _said(side):
        match clause:
            case ast.TitleClause(kind=ast.TitleKind.TITLE):
                for language, text in clause.titles.texts:
                    said[PartKey(PartKind.TITLE, language)] = text, clause.span
            case ast.LanguagesClause():
                said[PartKey(PartKind.LANGUAGES)] = clause, clause.span
            case ast.InForce():
                said[PartKey(PartKind.IN_FORCE)] = clause, clause.span
            case ast.Scale():
                said[PartKey(PartKind.SCALE)] = clause, clause.span
            case _:
                continue
    return said

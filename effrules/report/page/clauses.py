"""The clauses as the page lists them: the text that each has of its own, line by line, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import assert_never

from attrs import frozen

from effrules.diagnostics.glyphs import shown
from effrules.model import program as p
from effrules.model.basis import Citation, Contradiction, SourceText
from effrules.model.grounds import Figure, FigureKind
from effrules.model.place_words import edition_words, place_words
from effrules.report.document.numbering import NUMBERED, Place, is_at
from effrules.report.grounds import figure_words
from effrules.report.naming import Naming
from effrules.report.page.names import Names
from effrules.report.page.said import Said, everywhere, phrased, plain, words
from effrules.report.page.words import PAGE_WORDS
from effrules.source import Span
from effrules.trace.steps import Clause, ClauseGround, ClauseKind
from effrules.words import Language


@frozen
class SourceLine:
    """A line of a rule file. ``id`` is its anchor, empty where another clause has the line already."""

    id: str
    number: int
    text: str


@frozen
class Cited:
    """A source, where in it, and its title and address (empty where the rules give none)."""

    title: Said
    place: Said
    url: str


@frozen
class Otherwise:
    """Where an act says otherwise, and in which words."""

    cited: Cited
    words: str


@frozen
class GroundCard:
    """What some figures of a clause rest on, and the version that last wrote them; ``figures`` are empty for the clause itself."""

    figures: Said
    version: Said
    cited: tuple[Cited, ...]
    assumptions: tuple[Said, ...]
    otherwise: tuple[Otherwise, ...]


@frozen
class Passage:
    """Lines of a rule file: of the clause itself, or of an amendment that wrote figures of it."""

    file: str
    lines: tuple[SourceLine, ...]


@frozen
class ClauseCard:
    """A clause: ``number`` is its number in the derivations, ``code`` its kind, ``assumptions`` the reasons that it gives."""

    number: int
    code: ClauseKind
    kind: Said
    title: Said
    name: str
    file: str
    line: int
    version: Said | None
    earlier: Said | None
    because: Said | None
    cited: tuple[Cited, ...]
    assumptions: tuple[Said, ...]
    otherwise: tuple[Otherwise, ...]
    grounds: tuple[GroundCard, ...]
    """Where its figures do not all rest on the same."""
    lines: tuple[SourceLine, ...]
    amended: tuple[Passage, ...]
    told: Said | None
    """The formula in the words of Kazakh and Russian readers; English ones read the rules."""
    item: Place | None
    """Where it stands in the document of the rules."""

    @property
    def is_named(self) -> bool:
        """Whether the title needs the kind beside it to be understood."""
        return self.code in (ClauseKind.DEFINITION, ClauseKind.FIGURES, ClauseKind.RATING, ClauseKind.RANKING)


@frozen
class RuleFile:
    """A rule file with its clauses in the order in which they stand there."""

    name: str
    clauses: tuple[ClauseCard, ...]


Declared = p.ScoreNode | p.Definition | p.Figures | p.WeightsClause | p.Adjustment | p.Rating | p.Ranking


def line_id(files: Sequence[str], file: str, line: int) -> str:
    """The anchor of a line of a rule file."""
    return f"L{files.index(file)}-{line}"


def rule_files(clauses: Sequence[Clause], program: p.Program, names: Names) -> tuple[RuleFile, ...]:
    """The rule files that the clauses stand in."""
    spans = [_span_of(clause, program) for clause in clauses]
    files = files_of(clauses)
    used: set[str] = set()
    made: dict[str, list[ClauseCard]] = {file: [] for file in files}
    for number in sorted(range(len(clauses)), key=lambda n: (files.index(clauses[n].file), clauses[n].line)):
        clause = clauses[number]
        lines = _own_lines(spans[number], spans, files, used)
        amended = tuple(_passages(_declared_of(clause, program), spans[number]))
        made[clause.file].append(_card(number, clause, lines, amended, program, names))
    return tuple(RuleFile(file, tuple(cards)) for file, cards in made.items())


def files_of(clauses: Sequence[Clause]) -> list[str]:
    """The names of the rule files, in the order in which clauses name them."""
    return list(dict.fromkeys(clause.file for clause in clauses))


def _passages(declared: Declared | None, span: Span | None) -> Iterator[Passage]:
    """The amendments that wrote figures of a declaration as they stand."""
    places = dict.fromkeys(ground.place for ground in (declared.grounds if declared else ()) if ground.amends)
    for place in places:
        if place is not None and place != span:
            yield Passage(shown(place.source.name), _own_lines(place, (), (), set()))


def _title(source: SourceText, names: Names) -> Said:
    """The title of a source, and which edition of it."""
    title, edition = names.title(source.titles, source.name), source.edition
    if edition is None:
        return title
    return everywhere(lambda language: f"{title.in_language(language)}, {edition_words(edition, language)}")


def _cited(citations: Iterable[Citation], program: p.Program, names: Names) -> tuple[Cited, ...]:
    sources = {source.name: source for source in program.sources}
    made = []
    for citation in citations:
        name = citation.source
        source = sources.get(name)
        title = plain(name) if source is None else _title(source, names)
        place = everywhere(partial(place_words, citation.place, order=program.header.languages))
        made.append(Cited(title, place, "" if source is None else safe_url(source.url)))
    return tuple(made)


def _otherwise(
    contradictions: Iterable[Contradiction], program: p.Program, names: Names
) -> tuple[Otherwise, ...]:
    return tuple(
        Otherwise(_cited((one.citation,), program, names)[0], shown(one.words)) for one in contradictions
    )


def _ground(ground: ClauseGround, program: p.Program, names: Names) -> GroundCard:
    figures = [Figure(FigureKind(kind), about) for kind, about in ground.figures]

    assumptions = tuple(_reason(reason, names) for reason in ground.assumptions)
    return GroundCard(
        names.all(lambda naming: figure_words(figures, naming)),
        names.all(lambda naming: naming.version(ground.version)),
        _cited(ground.citations, program, names),
        assumptions,
        _otherwise(ground.contradictions, program, names),
    )


def _card(
    number: int, clause: Clause, lines: tuple[SourceLine, ...], amended: tuple[Passage, ...], program: p.Program, names: Names
) -> ClauseCard:  # fmt: skip
    grounds = clause.grounds if clause.rests_on_several else ()
    title = (
        names.title(clause.titles, clause.name)
        if clause.name or clause.titles.texts
        else words("kind weights")
    )
    if (
        clause.kind in (ClauseKind.TOTAL, ClauseKind.RATING)
        and not clause.titles.texts
        and clause.name in names.nodes
    ):
        title = names.nodes[clause.name]
    return ClauseCard(
        number, clause.kind, words(f"kind {clause.kind}"), title, shown(clause.name), shown(clause.file), clause.line,
        names.all(lambda naming: naming.version(clause.version)) if clause.version else None,
        names.all(lambda naming: _before(clause, naming)) if clause.earlier else None,
        names.title(clause.because, "") if clause.because.texts else None,
        _cited(clause.citations, program, names), tuple(_reason(reason, names) for reason in clause.assumptions),
        _otherwise(clause.contradictions, program, names),
        tuple(_ground(ground, program, names) for ground in grounds), lines, amended,
        _told(_declared_of(clause, program), names), names.numbering.of_clause(clause, program),
    )  # fmt: skip


def _before(clause: Clause, naming: Naming) -> str:
    """The versions that wrote a clause before."""
    return PAGE_WORDS["written before"].told(
        naming.language, versions=", ".join(map(naming.version, clause.earlier))
    )


def _told(declared: Declared | None, names: Names) -> Said | None:
    """A formula in words, where there is one."""
    formula: p.Expression | None
    match declared:
        case p.ScoreNode():
            formula = declared.formula
        case p.Definition():
            formula = declared.body
        case p.Adjustment():
            formula = declared.amount
        case _:
            formula = None
    if formula is None:
        return None
    return Said(*(shown(names.formulas[language].of(formula, "")) for language in Language))


def item_words(item: Place | None) -> Said | None:
    """The number of a clause of the document."""
    return None if item is None else phrased(NUMBERED.of(number=item.number))


def _reason(reason: object, names: Names) -> Said:
    order = names.program.header.languages
    return everywhere(lambda language: shown(reason.get(language.value, order) or ""))  # type: ignore[attr-defined]


def safe_url(url: str) -> str:
    """An address that a reader may follow: of the web only."""
    return url if url.startswith(("https://", "http://")) and "\n" not in url else ""


def _span_of(clause: Clause, program: p.Program) -> Span | None:
    """Where a clause stands, in full."""
    declared = _declared_of(clause, program)
    return None if declared is None else declared.span


def _declared_of(clause: Clause, program: p.Program) -> Declared | None:
    """What a clause is of."""
    declared: Declared | None
    match clause.kind:
        case ClauseKind.DEFINITION:
            declared = program.definitions.get(clause.name)
        case ClauseKind.FIGURES:
            declared = program.figures.get(clause.name)
        case ClauseKind.WEIGHTS:
            return next((w for w in program.weights if is_at(w.span, clause)), None)
        case ClauseKind.PENALTY | ClauseKind.BONUS:
            declared = next((a for a in program.adjustments if a.name == clause.name), None)
        case ClauseKind.RATING:
            declared = next((r for r in program.ratings if r.node == clause.name), None)
        case ClauseKind.RANKING:
            declared = next((r for r in program.rankings if r.name == clause.name), None)
        case ClauseKind.TOTAL | ClauseKind.BLOCK | ClauseKind.DIRECTION | ClauseKind.CRITERION:
            declared = program.nodes.get(clause.name)
        case _:
            assert_never(clause.kind)
    return declared


def _own_lines(
    span: Span | None, spans: Sequence[Span | None], files: Sequence[str], used: set[str]
) -> tuple[SourceLine, ...]:
    """The lines of a clause without those of the clauses inside it; blanks that all lines begin with are cut off."""
    if span is None:
        return ()
    first, last = span.line, span.source.line_and_column(max(span.end - 1, span.start))[0]
    inner: set[int] = set()
    for other in spans:
        if (
            other is not None
            and other.source is span.source
            and (span.start < other.start and other.end <= span.end)
        ):
            low, high = other.line, other.source.line_and_column(max(other.end - 1, other.start))[0]
            inner.update(range(low, high + 1))
    inner -= {first}
    texts = [(line, span.source.line_text(line)) for line in range(first, last + 1) if line not in inner]
    texts = [(line, text) for line, text in texts if text.strip() or not {line - 1, line + 1} & inner]
    indent = min((len(text) - len(text.lstrip()) for _, text in texts if text.strip()), default=0)
    made = []
    for line, text in texts:
        anchor = line_id(files, span.source.name, line) if span.source.name in files else ""
        made.append(
            SourceLine("" if anchor in used else anchor, line, shown(text.expandtabs(4)[indent:].rstrip()))
        )
        used.add(anchor)
    while made and not made[-1].text:
        made.pop()
    return tuple(made)

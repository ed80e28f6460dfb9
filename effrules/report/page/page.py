"""The report as one HTML file, and the derivation of one score as another: nothing in them needs a network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve, frozen
from markupsafe import Markup, escape

from effrules import __version__
from effrules.audit.record import FileRecord, Role
from effrules.diagnostics import Finding
from effrules.diagnostics.glyphs import shown
from effrules.exact.results import Results
from effrules.model.figures import figure
from effrules.model.program import Program
from effrules.report.blocks.charts.drawn import Chart
from effrules.report.blocks.charts.html import Charts
from effrules.report.blocks.html.rendering import blocks
from effrules.report.blocks.html.styles import base
from effrules.report.derivation.step_words import StepWords
from effrules.report.document.numbering import Place
from effrules.report.page.bodies import Bodies, score_of
from effrules.report.page.body import Head, PlaceLine
from effrules.report.page.clauses import ClauseCard, RuleFile, item_words, rule_files
from effrules.report.page.facts import Fact, bare, drafts_of, facts_of
from effrules.report.page.names import Names
from effrules.report.page.opening import Earlier, Opener, Opening, starred
from effrules.report.page.packed_texts import Texts
from effrules.report.page.packing import Packer, packed_text
from effrules.report.page.plain import PlainTable, plain_tables
from effrules.report.page.ranking import RankedGroup, RankedRow, RankedTables, dots, ranked_tables
from effrules.report.page.rendering import asset, by_number, environment, policy
from effrules.report.page.said import Said, Shown, everywhere, number_html, phrased, plain, words
from effrules.report.results.ranked import why
from effrules.trace.derivation import Derivations
from effrules.trace.steps import Clause, Step
from effrules.words import Language, phrase

if TYPE_CHECKING:
    from effrules.analysis.studies import Analysis
    from effrules.simulate.study import Robustness

USES = {
    Role.RULES: "file of rules",
    Role.AMENDED: "file of amended",
    Role.OVERLAY: "file of overlay",
    Role.DATA: "file of data",
    Role.EARLIER: "file of earlier",
}

INTERFACE = {
    "found": "found", "none": "not found", "find": "find", "exact": "exact value", "cell": "cell", "besides": "besides", "keys": "how open",
    "row": "row", "empty": "empty", "whose": "whose",
}  # fmt: skip
"""Words that the script says, by its names for them."""


@frozen
class FileLine:
    """A file that the results rest on."""

    name: str
    use: Said
    size: int
    sha256: str


@frozen
class Page:
    """Everything that a template says. ``sections`` are the bodies in the order of the ranking; ``plain`` their scores without a script."""

    title: Said
    named: Said
    """What the browser calls the page: the title, the methodology and its version."""
    methodology: Said
    opening: Opening
    drafts: tuple[Said, ...]
    what_if: tuple[str, ...]
    data_on: Said | None
    facts: tuple[Fact, ...]
    problems: tuple[Finding, ...]
    tables: RankedTables
    sections: tuple[tuple[RankedGroup, RankedRow], ...]
    plain: tuple[PlainTable, ...]
    rule_files: tuple[RuleFile, ...]
    cards: Mapping[int, ClauseCard]
    assumed: tuple[ClauseCard, ...]
    files: tuple[FileLine, ...]
    document: str
    """The address of the document of the rules, relative to this page; empty where it is not known."""
    unused: tuple[Place, ...]
    """Clauses of the document on which no score of the page rests."""
    digest: str
    """The SHA-256 digest of the list of files, each with its own."""
    contents: tuple[tuple[str, str], ...]
    searchable: bool
    steps: bool
    low: Shown
    high: Shown
    studies: tuple[tuple[str, tuple[tuple[Language, Markup], ...]], ...] = ()
    """What was asked for besides, by its name (``robustness``, ``analysis``), each once for each language."""


def page(
    derivations: Derivations,
    results: Results,
    program: Program,
    *,
    language: Language = Language.EN,
    sort: str = "place",
    what_if: Sequence[str] = (),
    title: str = "",
    steps: bool = True,
    files: Sequence[FileRecord] = (),
    earlier: Earlier | None = None,
    document: str = "",
    robustness: Robustness | None = None,
    analysis: Analysis | None = None,
    of_all: bool = True,
    data_on: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> str:
    """The report: ranking, bodies, rules and data, in three languages; ``language`` is the one that is shown first.

    ``steps``: with the derivations. ``files`` are those that the results rest on, ``earlier`` the scores of an earlier run.
    ``document`` is the address of the document of the rules, to which the numbers of clauses lead. ``robustness`` is a simulation of the same, ``analysis`` statistics of the scores of all bodies.
    Not ``of_all``: on some of the bodies only. ``data_on`` is the day as of which the data stand.
    The same arguments give the same text.
    ``progress`` is told how many steps are packed, and of how many.
    """
    step_words = {each: StepWords(program, each) for each in Language}
    names = Names(program)
    maker = Bodies(derivations, names, step_words, starred(results))
    bodies = [maker.body(result, index) for index, result in enumerate(results.subjects)]
    tables = ranked_tables(bodies, results.subjects, maker, names, sort)
    written = rule_files(derivations.clauses, program, names)
    cards = {card.number: card for file in written for card in file.clauses}
    contents = [("ranking", "ranking"), ("bodies", "bodies"), ("rules", "rules"), ("run", "run")]
    studies = tuple(_studies(robustness, analysis))
    contents[1:1] = [(name, name) for name, _ in studies]
    root = program.root
    opening = Opener(results, program, names, earlier, of_all=of_all).made(tables.groups)
    methodology = names.all(lambda naming: naming.methodology())
    version = names.all(lambda naming: naming.version())
    heading = plain(title) if title else opening.finding or methodology
    made = Page(
        title=heading,
        named=everywhere(
            lambda at: _once(heading.in_language(at), methodology.in_language(at), version.in_language(at))
        ),
        methodology=methodology,
        opening=opening if title else evolve(opening, finding=None),
        drafts=drafts_of(program),
        what_if=tuple(map(shown, what_if)),
        data_on=None if data_on is None else phrased(phrase("data as of {day}", day=data_on)),
        facts=facts_of(results, program, names),
        problems=tuple(finding for finding in results.findings if finding.is_error),
        tables=tables,
        sections=tuple((group, row) for group in tables.groups for row in group.rows),
        plain=plain_tables(tables.groups),
        rule_files=written,
        cards=cards,
        assumed=tuple(card for card in cards.values() if card.assumptions),
        files=tuple(
            FileLine(shown(file.name), words(USES[file.role]), file.size, file.sha256) for file in files
        ),
        digest=hashlib.sha256(
            "".join(f"{file.sha256}  {file.role.value}  {file.name}\n" for file in files).encode()
        ).hexdigest(),
        contents=tuple(contents),
        document=document,
        unused=_unused(names, cards),
        searchable=True,
        steps=steps,
        low=bare(figure(root.minimum).exact),
        high=bare(figure(root.maximum).exact),
        studies=studies,
    )
    return _rendered(
        "page.html.j2", made, language,
        derivations.steps if steps else (), derivations.clauses, step_words, names, written, progress, "body.html.j2",
    )  # fmt: skip


def _studies(
    robustness: Robustness | None, analysis: Analysis | None
) -> Iterator[tuple[str, tuple[tuple[Language, Markup], ...]]]:
    """What was asked for besides the results."""
    if robustness is not None:
        from effrules.report.robustness import story as firmness

        yield "robustness", tuple((each, blocks(firmness.blocks(robustness, each, 2))) for each in Language)
    if analysis is not None:
        from effrules.report.analysis import story as statistics

        yield "analysis", tuple((each, blocks(statistics.blocks(analysis, each, 2))) for each in Language)


def _unused(names: Names, cards: Mapping[int, ClauseCard]) -> tuple[Place, ...]:
    """The clauses of the document, in its order, that have no card."""
    told = {card.item.anchor for card in cards.values() if card.item is not None}
    return tuple(place for place in names.numbering.scored() if place.anchor not in told)


def _once(title: str, methodology: str, version: str) -> str:
    """A title, the methodology where that is another, and the version."""
    return " · ".join(dict.fromkeys((title, methodology, version)))


@frozen
class DerivationPage:
    """What the page of one derivation says."""

    title: Said
    named: Said
    drafts: tuple[Said, ...]
    what_if: tuple[str, ...]
    methodology: Said
    score: Shown | Said
    reason: Said | None
    heads: tuple[Head, ...]
    """What stands in the place of the total of rules that give none."""
    facts: tuple[Fact, ...]
    roots: tuple[int, ...]
    rule_files: tuple[RuleFile, ...]
    cards: Mapping[int, ClauseCard]
    assumed: tuple[ClauseCard, ...]
    contents: tuple[tuple[str, str], ...]
    document: str = ""
    unused: tuple[Place, ...] = ()
    searchable: bool = False
    steps: bool = True


def derivation_page(
    derivations: Derivations,
    key: str,
    node: str = "total",
    language: Language = Language.EN,
    what_if: Sequence[str] = (),
) -> str:
    """How one score of one body came about, with the clauses and cells that it rests on.

    ``what_if`` is what was changed for this calculation. Raises KeyError for a body or node that is not there.
    """
    derivation = derivations.of(key, node)
    program = derivations.program
    result = derivations.results.of(key)
    step_words = {each: StepWords(program, each) for each in Language}
    names = Names(program)
    written = rule_files(derivation.clauses, program, names)
    cards = {card.number: card for file in written for card in file.clauses}
    outcome = result.nodes[node]
    body = names.body(result.subject)
    whole = node == program.root.name and not program.gives_total
    maker = Bodies(derivations, names, step_words) if whole else None
    roots = derivations.subjects[key]
    title = plain(body) if whole else Said(*(f"{shown(body)}: {text}" for text in names.nodes[node].texts))
    methodology = names.all(lambda naming: naming.methodology())
    version = names.all(lambda naming: naming.version())
    made = DerivationPage(
        title=title,
        named=everywhere(
            lambda at: _once(title.in_language(at), methodology.in_language(at), version.in_language(at))
        ),
        drafts=drafts_of(program),
        what_if=tuple(map(shown, what_if)),
        methodology=methodology,
        score=score_of(program.nodes[node], outcome),
        reason=None if outcome.value is not None else names.all(lambda naming: why(outcome, naming)),
        heads=() if maker is None else tuple(maker.heads(result, roots)),
        facts=facts_of(derivations.results, program, names, of_one=True),
        roots=(derivation.root, *derivation.ratings, *derivation.places),
        rule_files=written,
        cards=cards,
        assumed=tuple(card for card in cards.values() if card.assumptions),
        contents=(("steps", "how"), ("rules", "rules")),
    )
    return _rendered(
        "derivation.html.j2", made, language, derivation.steps, derivation.clauses, step_words, names, written
    )


def _rendered(
    template: str,
    page: object,
    language: Language,
    steps: Sequence[Step],
    clauses: Sequence[Clause],
    step_words: Mapping[Language, StepWords],
    names: Names,
    written: Sequence[RuleFile],
    progress: Callable[[int, int], None] | None = None,
    sections: str = "",
) -> str:
    """A page with its style, its script and their digests, and the data that the script reads.

    ``sections`` is the template of what the script puts into the page: it goes with the data, each text by its number.
    """
    texts = Texts()
    lines = {line.id: True for file in written for card in file.clauses for line in card.lines if line.id}
    document = Packer(steps, clauses, step_words, names, texts).document(lines, progress)
    interface = {
        name: texts.number(words(key, n="{n}", m="{m}", wanted="{wanted}").texts)
        for name, key in INTERFACE.items()
    }
    title: Said = page.named  # type: ignore[attr-defined]
    interface["title"] = texts.number(title.texts)
    style, script = f"{base()}\n{asset('style.css')}", asset("script.js")
    templates = environment(language)
    said = {
        "page": page,
        "language": language,
        "engine": __version__,
        "say": words,
        "t": partial(_text_number, texts),
        "position": _position,
        "stated": lambda number: _with_number("weight moved", "stated", number),
        "dots": dots,
        "chart": partial(_drawn, language, None),
        "item": item_words,
    }
    text = templates.get_template(template).render(
        **said,
        policy=policy(style, script),
        style=Markup(style),  # noqa: S704 - our own
        script=Markup(script),  # noqa: S704 - our own
        data="\uf8ff",
    )
    folded = (
        templates.get_template(sections).render(
            **{**said, "chart": partial(_drawn, language, texts)}, texts=texts
        )
        if sections
        else ""
    )
    assumed = [number for number, clause in enumerate(clauses) if clause.assumptions]
    data = packed_text({"t": texts.all, "u": interface, "a": assumed, "b": folded, **document})
    return text.replace("\uf8ff", data, 1) if text.count("\uf8ff") == 1 else _last_replaced(text, data)


def _drawn(language: Language, texts: Texts | None, drawn: Chart[Said | Shown]) -> Markup:
    """A chart; with ``texts`` each text of it is stored once."""

    def write(text: Said | Shown) -> Markup:
        if isinstance(text, Shown):
            return number_html(text, language)
        return escape(text) if texts is None else by_number(texts, text)

    return Charts(write).chart(drawn)


def _last_replaced(text: str, data: str) -> str:
    """The data stand behind everything else, so theirs is the last mark of the text."""
    before, _, after = text.rpartition("\uf8ff")
    return before + data + after


def _text_number(texts: Texts, key: str) -> Markup:
    """The attribute by which the script knows which text an element has."""
    return Markup(' data-t="{}"').format(texts.number(words(key).texts))


def _position(place: PlaceLine) -> Said:
    group = place.group
    if group is None:
        return words("place of all", place=place.number, n=place.among)
    template = words("group position", group="\0", place=place.number, n=place.among)
    return Said(*(text.replace("\0", name) for text, name in zip(template.texts, group.texts, strict=True)))


def _with_number(key: str, name: str, number: Shown) -> Said:
    texts = (number.text.replace(".", ","),) * 2 + (number.text,)
    return Said(
        *(
            words(key, **{name: text + number.unit}).in_language(at)
            for at, text in zip(Language, texts, strict=True)
        )
    )

"""The report as HTML: one whole document that needs nothing else, says exactly what the results say, and escapes all data."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field
from click.testing import CliRunner, Result
from flint import fmpq
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from effrules.audit.files import Inputs, collected
from effrules.check.cached import load
from effrules.cli.report import command
from effrules.data import from_tables, read
from effrules.exact.results import NodeState
from effrules.model.figures import figure
from effrules.model.program import Program
from effrules.model.real import compare
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from effrules.report.blocks.html.whole import html
from effrules.report.blocks.pieces import Heading
from effrules.report.derivation.step_words import StepWords
from effrules.report.document.composing import compose
from effrules.report.page import derivation_page, losing, page
from effrules.report.page.bodies import Bodies
from effrules.report.page.branches import branches
from effrules.report.page.names import Names
from effrules.report.page.packed_texts import HOLE, Texts
from effrules.report.page.packing import COLUMNS, Packer
from effrules.trace import steps as s
from effrules.trace.derivation import Derivations
from effrules.trace.losses import losses_of
from effrules.trace.referring import references
from effrules.trace.tracing import trace
from effrules.words import Language
from tests.costs import shared
from tests.report_pages import data_in, steps_in, whole
from tests.running import program_of
from tests.starting import starter
from tests.strategies import methodologies
from tests.thesis import MIDDLE, rules_at, sample_of

VOID = {"meta", "link", "br", "input", "img", "hr"}


@define(eq=False)
class Element:
    """An element: its name, attributes, and all the text in it."""

    name: str
    at: dict[str, str | None]
    above: list[Element] = field(repr=False)
    inside: list[Element] = field(factory=list, repr=False)
    pieces: list[str] = field(factory=list)

    @property
    def text(self) -> str:
        """All the text in it."""
        return "".join(self.pieces)


@define(slots=False, eq=False)
class Document(HTMLParser):
    """A document, read; every element must be closed in order."""

    elements: list[Element] = field(factory=list)
    open: list[Element] = field(factory=list)
    doctypes: list[str] = field(factory=list)
    by_id: dict[str, Element] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        super().__init__()

    def handle_decl(self, decl: str) -> None:
        """A doctype."""
        self.doctypes.append(decl)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, attrs)
        element = self._met(tag, attrs)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of a drawing that is empty."""
        self._met(tag, attrs)

    def _met(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        element = Element(tag, dict(attrs), list(self.open))
        self.elements.append(element)
        for above in self.open:
            above.inside.append(element)
        if element.at.get("id"):
            self.by_id.setdefault(element.at["id"] or "", element)
        return element

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        assert self.open, tag
        assert self.open[-1].name == tag, (tag, self.open[-1].name)
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Text."""
        for element in self.open:
            element.pieces.append(data)

    def named(self, name: str) -> list[Element]:
        """The elements of a name."""
        return [element for element in self.elements if element.name == name]

    def with_id(self, wanted: str) -> Element:
        """The element of an id."""
        return self.by_id[wanted]


def document_of(text: str) -> Document:
    """A text, read as HTML."""
    made = Document()
    made.feed(text)
    made.close()
    assert not made.open
    return made


SOME = 5
"""So many bodies of the sample data are reported in most tests."""


@shared
def middle(name: str, every: bool = False) -> Derivations:
    """The derivations of rules of middle size for some bodies of their sample data, or all."""
    program = load(rules_at(name)).program
    assert program is not None
    dataset, findings = read(sample_of(name), program.schema)
    assert dataset is not None, findings
    keys = [subject.key for subject in dataset.subjects]
    return trace(program, dataset, None if every else keys[:: max(1, len(keys) // SOME)])


@shared
def middle_page(name: str, language: Language = Language.EN, every: bool = False) -> str:
    """The report of rules of middle size for some bodies of their sample data, or all."""
    derivations = middle(name, every)
    return page(derivations, derivations.results, derivations.program, language=language)


@shared
def middle_data(name: str, every: bool = False) -> dict[str, Any]:
    """What the script of the page reads."""
    return data_in(middle_page(name, Language.EN, every))


@shared
def middle_document(name: str, every: bool = False) -> Document:
    """The same as the script makes it, read."""
    return document_of(whole(middle_page(name, Language.EN, every)))


# -- The document ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MIDDLE)
def test_one_whole_document(name: str) -> None:
    """There is one document with one title, one heading of the first level, unique ids, and labels that are there."""
    document = middle_document(name)
    assert document.doctypes == ["doctype html"]
    for once in ("html", "head", "body", "main", "h1"):
        assert len(document.named(once)) == 1, once
    ids = [element.at["id"] for element in document.elements if "id" in element.at]
    assert len(ids) == len(set(ids))
    for element in document.elements:
        for name_of in ("aria-labelledby", "for"):
            for wanted in (element.at.get(name_of) or "").split():
                assert wanted in ids, (element.name, wanted)


@pytest.mark.parametrize("name", MIDDLE)
def test_links_inside_arrive(name: str) -> None:
    """Every link of the page leads to an element of the page, or to a source on the web that the rules name."""
    document = middle_document(name)
    ids = {element.at["id"] for element in document.elements if "id" in element.at}
    urls = {source.url for source in middle(name).program.sources}
    links = [element.at["href"] for element in document.named("a")]
    assert links
    for link in links:
        assert link is not None
        assert link[1:] in ids if link.startswith("#") else link in urls


@pytest.mark.parametrize("name", MIDDLE)
def test_places_of_steps_are_on_the_page(name: str) -> None:
    """Each step of the rules has a place, and the anchor that it leads to is on the page."""
    document = middle_document(name)
    ids = {element.at["id"] for element in document.elements if "id" in element.at}
    data = middle_data(name)
    assert {anchor for _, _, anchor, _ in data["p"]} <= ids
    for step, packed in zip(middle(name).steps, steps_in(data), strict=True):
        assert (step.clause is None) is (packed[5] == 0)


@pytest.mark.parametrize("name", ["current", "2011"])
def test_nothing_is_fetched(name: str) -> None:
    """Nothing in the page refers to anything outside it, and its policy would forbid it."""
    document = middle_document(name)
    for element in document.elements:
        assert element.name not in ("link", "img", "iframe", "object", "embed", "base", "form")
        assert not {"src", "srcset", "action", "style", "xlink:href", "formaction"} & set(element.at)
        assert not [attribute for attribute in element.at if attribute.startswith("on")]
    for style in document.named("style"):
        assert "url(" not in style.text
        assert "@import" not in style.text
    for script in document.named("script"):
        if script.at.get("type") != "text/plain":
            assert not re.search(
                r"fetch|XMLHttp|WebSocket|import\(|eval|innerHTML|localStorage|cookie", script.text
            )


def test_policy_holds_the_digests_of_style_and_script() -> None:
    """The content security policy allows this style and this script, and nothing else."""
    document = middle_document("current")
    (meta,) = [e for e in document.named("meta") if e.at.get("http-equiv") == "Content-Security-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in (meta.at["content"] or "").split(";"))
    assert policy["default-src"] == "'none'"

    def digest(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    (style,) = document.named("style")
    (script,) = [e for e in document.named("script") if "type" not in e.at]
    assert policy["style-src"] == digest(style.text)
    assert policy["script-src"] == digest(script.text)
    assert all("'unsafe" not in value for value in policy.values())


def test_headings_are_in_order() -> None:
    """No heading is more than one level below the one before it."""
    levels = [int(e.name[1]) for e in middle_document("current").elements if re.fullmatch("h[1-6]", e.name)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_tables_and_drawings_are_named() -> None:
    """Tables have a caption and headings with a scope; drawings are described, or hidden from screen readers."""
    document = middle_document("current")
    tables = document.named("table")
    charts = [one for one in tables if "chart" in (one.at.get("class") or "").split()]
    assert len(tables) - len(charts) == 2 + len(middle("current").subjects)
    for table in tables:
        inside = table.inside
        assert [e.name for e in inside].count("caption") == 1
        assert all(e.at.get("scope") in ("col", "row") for e in inside if e.name == "th")
    for drawing in document.named("svg"):
        inside_names = [e.name for e in drawing.inside]
        described = drawing.at.get("role") == "img" and {"title", "desc"} <= set(inside_names)
        assert described or drawing.at.get("aria-hidden") == "true"


# -- What it says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MIDDLE)
def test_numbers_are_the_results(name: str) -> None:
    """Each body's section gives each score as it is shown and exactly, and nothing for a node that has none."""
    every = name == "current"
    document, derivations = middle_document(name, every), middle(name, every)
    program = derivations.program
    articles = document.named("article")
    assert len(articles) == len(derivations.results.subjects)
    order = list(tree_order(program))
    for index, result in enumerate(derivations.results.subjects, 1):
        article = document.with_id(f"b{index}")
        assert (result.key in article.text) or derivations.names[result.key] in article.text
        (table,) = [e for e in article.inside if e.name == "table" and e.at["class"] == "parts"]
        rows = [e for e in table.inside if e.name == "tr"][1:]
        assert len(rows) == len(order)
        for row, node in zip(rows, order, strict=True):
            (cell,) = [e for e in row.inside if e.name == "td" and "main" in (e.at.get("class") or "")]
            shown = [e for e in cell.inside if e.name == "data"]
            value = result.nodes[node].value
            if value is None:
                assert not shown
                continue
            (number,) = shown
            known = figure(value, program.nodes[node].rounding)
            assert number.at["value"] == known.exact
            assert number.text == known.text


def tree_order(program: Program, name: str = "total") -> list[str]:
    """The nodes as a reader meets them."""
    return [name, *(inner for part in program.nodes[name].parts for inner in tree_order(program, part))]


@pytest.mark.parametrize("name", MIDDLE)
def test_ranking_is_the_results(name: str) -> None:
    """The ranked tables have each body once, with its total; the order of a column is that of its exact values."""
    document, derivations = middle_document(name), middle(name)
    rows = [e for e in document.named("tr") if "data-b" in e.at]
    keys = [result.key for result in derivations.results.subjects]
    assert sorted(row.at["data-b"] or "" for row in rows) == sorted(
        f"b{at}" for at in range(1, len(keys) + 1)
    )
    totals: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        result = derivations.results.subjects[int((row.at["data-b"] or "")[1:]) - 1]
        (cell,) = [e for e in row.inside if e.name == "td" and "main" in (e.at.get("class") or "")]
        if result.total.value is None:
            assert "data-o" not in cell.at
        else:
            table = str(id(next(e for e in reversed(row.above) if e.name == "table")))
            totals.setdefault(table, []).append((int(cell.at["data-o"] or ""), result.key))
    for found in totals.values():
        for order, key in found:
            for other_order, other in found:
                mine, theirs = (derivations.results.of(k).total.value for k in (key, other))
                assert mine is not None
                assert theirs is not None
                assert (order > other_order) - (order < other_order) == compare(mine, theirs)


@pytest.mark.parametrize("name", ["current", "2011", "2015"])
def test_losses_add_up(name: str) -> None:
    """What the table of a body says was lost by its total is what is missing to the maximum; the waterfall ends at the score.

    Of a part whose score is made of its parts by weights, the losses of these and its own come to what it lost.
    """
    derivations = middle(name, every=True)
    program = derivations.program
    says = {each: StepWords(program, each) for each in Language}
    maker = Bodies(derivations, Names(program), says)
    seen = 0
    for index, result in enumerate(derivations.results.subjects):
        body = maker.body(result, index)
        if not result.has_score:
            assert body.lines[0].lost is None
            continue
        seen += 1
        assert body.lines[0].lost is not None
        missing = Fraction(str(program.root.maximum)) - Fraction(figure(result.total.value).exact)  # type: ignore[arg-type]
        assert Fraction(body.lines[0].lost.exact) == missing
        (chart,) = body.falls
        assert chart.falls[0].end == program.root.maximum
        assert all(one.end == other.start for one, other in itertools.pairwise(chart.falls[:-1]))
        assert abs(chart.falls[-2].end - chart.falls[-1].end) <= fmpq(1, 10**6)
        blocks = [line for line in body.lines if line.depth == 1 and line.lost is not None]
        own = [
            one.points
            for one in losses_of(
                derivations.subjects[result.key].nodes["total"], derivations.steps, program
            ).losses  # type: ignore[union-attr]
            if one.node == "total"
        ]
        parts = sum((Fraction(line.lost.exact) for line in blocks), Fraction(0))  # type: ignore[union-attr]
        assert parts + sum(Fraction(figure(one).exact) for one in own) == missing
    assert seen > 10


def test_few_losses_have_a_bar() -> None:
    """The largest have one each, the others one together; all begin at the same tenth of the scale."""
    derivations = middle("current", every=True)
    program = derivations.program
    maker = Bodies(derivations, Names(program), {each: StepWords(program, each) for each in Language})
    charts = [one for at, r in enumerate(derivations.results.subjects) for one in maker.body(r, at).falls]
    assert max(len(chart.falls) for chart in charts) <= losing.MOST + 3
    assert len({chart.low for chart in charts}) == 1


def test_what_is_not_applicable_is_told() -> None:
    """A part that is not applicable stands in its body's section with its reason and with where its weight went."""
    document, derivations = middle_document("current", every=True), middle("current", every=True)
    (at, _) = next(
        (at, r)
        for at, r in enumerate(derivations.results.subjects, 1)
        if r.nodes["public_services"].state is NodeState.NOT_APPLICABLE
    )
    (told,) = [e for e in document.with_id(f"b{at}").inside if e.name == "dl" and e.at["class"] == "left-out"]
    assert "the body provides no public services" in told.text
    assert "орган не оказывает государственных услуг" in told.text
    assert "50%" in told.text


def test_penalties_are_told_with_their_cases() -> None:
    """A body with a penalty lists each case with what its row says."""
    document, derivations = middle_document("current", every=True), middle("current", every=True)
    at, result = next(
        (at, r)
        for at, r in enumerate(derivations.results.subjects, 1)
        if r.adjustments["unreliable_information"].incidents > 1
    )
    cases = [
        e
        for e in document.with_id(f"b{at}").inside
        if e.name == "li" and any(above.at.get("class") == "cases" for above in e.above)
    ]
    assert len(cases) == result.adjustments["unreliable_information"].incidents
    assert all("0.2" in case.text and "Achieving goals" in case.text for case in cases)


def test_assumptions_of_a_body_are_those_of_its_steps() -> None:
    """A body's section links the clauses with an assumption that its steps belong to, no others."""
    document, derivations = middle_document("current"), middle("current")
    for at, key in enumerate(derivations.subjects, 1):
        derivation = derivations.of(key)
        wanted = {(clause.kind, clause.name) for clause in derivation.clauses if clause.assumptions}
        section = next(
            e
            for e in document.with_id(f"b{at}").inside
            if e.name == "section" and e.at.get("class") == "whole"
        )
        links = [e.at["href"] or "" for e in section.inside if e.name == "a"]
        found = {(c.kind, c.name) for link in links for c in [derivations.clauses[int(link[2:])]]}
        assert found == wanted


def test_three_languages() -> None:
    """Titles stand there in three languages, in the first language too where scripts are off; each word is in all three."""
    document = middle_document("current")
    assert document.named("html")[0].at["lang"] == "en"
    for text in ("Achieving goals", "Достижение целей", "Мақсаттарға қол жеткізу"):
        assert any(text in e.text for e in document.named("span") if e.at.get("lang"))
    russian = middle_page("current", Language.RU)
    assert '<html lang="ru">' in russian
    for text in (russian, whole(russian)):
        assert ">78,81<" in text
        assert ">78.81<" not in text


def test_rules_are_quoted() -> None:
    """The clauses stand on the page with their lines as they are in the file, their basis and their version."""
    document, derivations = middle_document("current"), middle("current")
    for number, clause in enumerate(derivations.clauses):
        card = document.with_id(f"c{number}")
        assert f"{clause.file}:{clause.line}" in card.text
        assert all((reason.get("en") or "?") in card.text for reason in clause.assumptions)
        assert all((cited.place.words.get("en") or "") in card.text for cited in clause.citations)
    lines = (rules_at("current") / "block_1_goals.eff").read_text("utf-8").splitlines()
    shown = document.with_id("L0-18")
    assert shown.text.strip() == lines[17].strip()
    quoted = [e for e in document.named("code") if "data-l" in e.at]
    assert len({(e.above[-2].at["id"], e.at["data-l"]) for e in quoted}) == len(quoted)


def test_clauses_have_the_numbers_of_the_document() -> None:
    """A clause has the number and the anchor that it has in the document; each leads to the other's file, where that is told."""
    derivations = middle("current")
    text = page(
        derivations, derivations.results, derivations.program, document="d.html", language=Language.RU
    )
    document = document_of(whole(text))
    paper = compose(derivations.program, Language.RU, "r.html")
    numbers = {
        block.anchor: block.number for block in paper.blocks if isinstance(block, Heading) and block.number
    }
    seen = 0
    for number in range(len(derivations.clauses)):
        card = document.with_id(f"c{number}")
        (link,) = [e for e in card.inside if e.name == "a" and (e.at["href"] or "").startswith("d.html#")]
        anchor = (link.at["href"] or "").removeprefix("d.html#")
        assert f"п. {numbers[anchor]}" in link.text
        assert document.with_id(anchor) in card.inside
        seen += 1
    assert seen > 10
    labels = [data_in(text)["t"][label - 1] for label, *_ in data_in(text)["p"]]
    assert all(re.match(r"п\. [\d.]+ · \w+\.eff:\d+", label[1]) for label in labels)
    assert f'<a href="r.html#{anchor}">{numbers[anchor]}.</a>' in html(paper)


def test_the_opening_is_an_answer() -> None:
    """First and last of each group, the grades, the weakest direction, what changed; a star is for exceptions only."""
    derivations = middle("current", every=True)
    results = derivations.results
    earlier = {one.key: {"total": one.total.value - 1} for one in results.subjects if one.has_score}  # type: ignore[operator]
    text = page(derivations, results, derivations.program, earlier=earlier)  # type: ignore[arg-type]
    document = document_of(text)
    (listed,) = [e for e in document.named("ul") if e.at.get("class") == "findings"]
    said = [
        "".join(e.text for e in item.inside if e.at.get("lang") == "en")
        for item in listed.inside
        if item.name == "li"
    ]
    scored = [one.total.value for one in results.subjects if one.has_score]
    assert any(
        f"({figure(max(scored), derivations.program.root.rounding).text}), last " in one for one in said
    )  # type: ignore[type-var]
    assert (
        f"Since the earlier results: {len(scored)} higher, 0 lower of {len(scored)}; +1.00 points on average"
        in said
    )
    assert sum(one.startswith(("Weakest direction: ", "All scores rest on assumptions")) for one in said) == 2
    assert not [e for e in document_of(whole(text)).named("sup") if e.at.get("class") == "as"]


# -- The steps ---------------------------------------------------------------------------------------------------------


def unpacked(data: dict[str, Any], packed: Any, language: Language) -> str:
    """A packed text, as the script puts it together."""
    at = list(Language).index(language)
    comma = language is not Language.EN
    match packed:
        case 0:
            return ""
        case str():
            return packed.replace(".", ",") if comma else packed
        case int():
            text = data["t"][packed - 1]
            return str(text if isinstance(text, str) else text[at])
        case [number, numbers]:
            text = data["t"][number - 1]
            first, *pieces = str(text if isinstance(text, str) else text[at]).split(HOLE)
            taken = (numbers.replace(".", ",") if comma else numbers).split(" ")
            return first + "".join(n + piece for n, piece in zip(taken, pieces, strict=True))
    raise AssertionError(packed)


def packed_is_whole(derivations: Derivations, data: dict[str, Any]) -> None:
    """Every step's words, values and operands are those of the derivations, in every language."""
    program = derivations.program
    says = {language: StepWords(program, language) for language in Language}
    packed_steps = steps_in(data)
    for step, full in zip(derivations.steps, packed_steps, strict=True):
        for language, speaker in says.items():
            called = [unpacked(data, full[at], language) for at in ((12, 13) if full[12] else (0,))]
            assert ", ".join(filter(None, called)) == speaker.label(step)
            assert unpacked(data, full[1], language) == speaker.shown(step)
            assert unpacked(data, full[2], language) == speaker.exact(step), step
            assert unpacked(data, full[3], language) == speaker.note(step, derivations.steps)
            assert unpacked(data, full[8], language) == speaker.working(step, derivations.steps)
            told = [unpacked(data, text, language) for text in full[4] or []]
            everything = speaker.not_taken(step, derivations.steps)
            assert set(told) <= set(everything)
            rows = getattr(step, "rows", None)
            if not isinstance(rows, s.Selection) or not rows.left_out:
                assert tuple(told) == everything
        if isinstance(step, s.Cell) and step.file:
            sheet, cell, raw = full[9:12]
            assert data["f"][sheet - 1] == [step.file, step.sheet]
            assert cell == step.cell
            assert (raw or "") == step.raw
    below = [
        {b if isinstance(b, int) else b[0] for b in [*(full[6] or []), *(full[7] or [])]}
        for full in packed_steps
    ]
    leads_to_all(derivations, below)


def leads_to_all(derivations: Derivations, below: list[set[int]]) -> None:
    """Whatever a step refers to stands somewhere below it; but for a node's score before rounding, which has a place of its own."""
    reached: list[set[int]] = []
    for step in derivations.steps:
        found = set(below[step.id])
        for ref in below[step.id]:
            found |= reached[ref]
        reached.append(found)
        wanted = set(references(step))
        if isinstance(step, s.Node) and step.before_rounding is not None:
            wanted.discard(step.before_rounding)
        if isinstance(step, s.ScoreOf) and step.before_rounding:
            node = derivations.steps[step.node]
            assert not isinstance(node, s.Node) or node.before_rounding in (None, *below[step.id])
        assert wanted <= found, step


@pytest.mark.parametrize("name", MIDDLE)
def test_steps_are_packed_whole(name: str) -> None:
    """Packing loses nothing of the derivations of rules of middle size."""
    packed_is_whole(middle(name), middle_data(name))


PERCENT = """
methodology shares version "1" { title en "Shares" scale 0 to 100 points languages en }
subject agency en "Agency" { name: text done: share in percent late: share }
block a { score = (done - late) * 100 points }
weights { a 100% }
total { round total to 2 decimals, half up }
"""


def test_percentages_are_packed_whole() -> None:
    """A share that is written in percent is shown as a percentage, in every language, beside the number that it is."""
    program = program_of(PERCENT)
    agencies = [{"id": "x", "name": "X", "done": "30.9", "late": "0.0625"}]
    dataset, findings = from_tables({"agency": agencies}, program.schema)
    assert dataset is not None, findings
    derivations = trace(program, dataset)
    packed_is_whole(derivations, data_in(page(derivations, derivations.results, program)))
    shown = {
        step.field: (StepWords(program, Language.RU).shown(step), StepWords(program, Language.RU).exact(step))
        for step in derivations.steps
        if isinstance(step, s.Cell)
    }
    assert shown["done"] == ("30,9%", "0,309")
    assert shown["late"] == ("0,0625", "")


@settings(max_examples=15, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(methodologies(), st.data())
def test_any_methodology_is_reported(text: str, data: st.DataObject) -> None:
    """Whatever the rules and the data: the page is a whole document, and its steps are packed whole."""
    program = program_of(text)
    dataset = dataset_of(program.schema, data.draw(Agencies(program).cases))
    derivations = trace(program, dataset)
    made = page(derivations, derivations.results, program)
    document_of(made)
    document = document_of(whole(made))
    ids = [element.at["id"] for element in document.elements if "id" in element.at]
    assert len(ids) == len(set(ids))
    assert len(document.named("article")) == len(derivations.subjects)
    packed_is_whole(derivations, data_in(made))


def test_each_text_is_stored_once() -> None:
    """No text is twice in the page's table of texts, and numbers are taken out of them."""
    texts = [json.dumps(text) for text in middle_data("current", every=True)["t"]]
    assert len(texts) == len(set(texts))
    assert len(texts) < len(middle("current", every=True).steps) // 20


def test_steps_below_are_not_repeated() -> None:
    """Nothing stands twice below a step, unless it is about another row."""
    derivations = middle("current")
    for step in derivations.steps:
        found = branches(step, derivations.steps)  # type: ignore[arg-type]
        all_of_them = [(branch.ref, branch.row) for branch in (*found.made_of, *found.besides)]
        assert len(all_of_them) == len(set(all_of_them))


def test_size() -> None:
    """The full report for the 40 agencies of the sample is below 5 MB."""
    assert len(middle("current", every=True).subjects) == 40
    assert len(middle_page("current", every=True).encode()) < 5_000_000


def test_same_input_same_page() -> None:
    """The same rules and data give the same file, byte for byte."""
    derivations = middle("current")
    assert page(derivations, derivations.results, derivations.program) == middle_page("current")


# -- Data that mean harm ------------------------------------------------------------------------------------------------

RULES = """
methodology hostile version "1" { title en "Names" scale 0 to 100 points languages en }
subject agency en "Agency" { name: text value: number, at least 0, at most 100 kind: text }
table case of agency { code: text, unique note: text }
block a { score = value * 1 points }
penalty p { take 1 points for each case c from total leaving at least 0 points }
weights { a 100% }
total { round total to 1 decimals, half up }
rank agency within kind by total as rounded, highest first; equal totals share a place
"""

NAMES = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--<script>",
    "]]> & &amp; &#60;b&#62; {{ 7 * 7 }} {% raw %}",
    "\u202egnp.exe\u2066 \u200fעברית",
    "a\u2028b\u2029c\x00d\ue000e\uf8fff",
    "' onmouseover='alert(1)",
    "javascript:alert(1)//&lang=ru#x0-A1",
)


def hostile() -> Derivations:
    """Derivations of agencies whose names, codes and notes mean harm."""
    program = program_of(RULES)
    agencies = [
        {"id": f"{at}{name}", "name": name, "value": 10 + at, "kind": name} for at, name in enumerate(NAMES)
    ]
    cases = [
        {"agency": agency["id"], "code": name, "note": name}
        for agency, name in zip(agencies, NAMES, strict=True)
    ]
    dataset, findings = from_tables({"agency": agencies, "case": cases}, program.schema)
    assert dataset is not None, findings
    return trace(program, dataset)


def test_data_are_escaped() -> None:
    """No name in the data adds an element, an attribute or a script; each can be read as it is written."""
    derivations = hostile()
    text = page(derivations, derivations.results, derivations.program, title=NAMES[0], what_if=NAMES)
    assert len(document_of(text).named("script")) == 2
    document = document_of(whole(text))
    assert len(document.named("script")) == 2
    assert not document.named("img")
    assert not document.named("b")
    for element in document.elements:
        assert not [attribute for attribute in element.at if attribute.startswith("on")]
    for name in NAMES[:4]:
        assert any(name in article.text for article in document.named("article")), name
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029\x00]", whole(text))
    packed_names = json.dumps(data_in(text), ensure_ascii=False)
    assert "alert(1)" in packed_names
    assert document.named("title")[0].text == f"{NAMES[0]} · Names · 1"
    packed_is_whole(derivations, data_in(text))


def test_one_derivation_is_escaped_too() -> None:
    """The page of one derivation escapes alike."""
    derivations = hostile()
    for key in derivations.subjects:
        document = document_of(derivation_page(derivations, key))
        assert len(document.named("script")) == 2
        assert not document.named("img")


# -- One derivation ------------------------------------------------------------------------------------------------------


def test_page_of_one_derivation() -> None:
    """The page of one score has its value, only the steps and clauses that it rests on, and links that arrive."""
    derivations = middle("current")
    text = derivation_page(derivations, "C01", "goals", Language.RU)
    document = document_of(text)
    derivation = derivations.of("C01", "goals")
    assert data_in(text)["n"] == len(derivation.steps)
    assert document.named("html")[0].at["lang"] == "ru"
    assert "Достижение целей" in document.named("h1")[0].text
    (value,) = document.named("data")[:1]
    assert value.text == "78,69"
    (how,) = [e for e in document.elements if "data-roots" in e.at]
    assert how.at["data-roots"] == str(derivation.root)
    assert len([e for e in document.named("section") if e.at.get("class") == "clause"]) == len(
        derivation.clauses
    )
    ids = {element.at["id"] for element in document.elements if "id" in element.at}
    assert all(
        (e.at["href"] or "")[1:] in ids for e in document.named("a") if (e.at["href"] or "").startswith("#")
    )
    with pytest.raises(KeyError):
        derivation_page(derivations, "nobody")
    with pytest.raises(KeyError):
        derivation_page(derivations, "C01", "nothing")


def test_packer_without_steps() -> None:
    """Without steps there is nothing to pack."""
    program = middle("current").program
    says = {language: StepWords(program, language) for language in Language}
    assert Packer((), (), says, Names(program), Texts()).document({}) == {
        "n": 0, "s": [[] for _ in COLUMNS], "k": [], "p": [], "f": []
    }  # fmt: skip


# -- The command ---------------------------------------------------------------------------------------------------------


def report(*arguments: object) -> Result:
    """What the command does, in this process."""
    return CliRunner().invoke(command, list(map(str, arguments)))


def test_command_writes_the_report(tmp_path: Path) -> None:
    """The command writes one file with the digests of all that it rests on, and prints nothing."""
    rules, data = starter(tmp_path)
    done = report(rules, data, "-o", tmp_path / "r.html", "--title", "Our own title")
    assert (done.exit_code, done.output) == (0, "")
    document = document_of(whole((tmp_path / "r.html").read_text("utf-8")))
    assert document.named("h1")[0].text == "Our own title"
    files = collected(Inputs(str(rules), data), load(rules).sources, tmp_path)
    assert {file.sha256 for file in files} == {
        e.text for e in document.named("code") if e.at.get("class") == "sha"
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "r.html", "rules"]


def test_command_says_what_if(tmp_path: Path) -> None:
    """A what-if report says so in a banner, and its numbers are those of the changed rules."""
    rules, data = starter(tmp_path)
    assert report(rules, data, "-o", tmp_path / "a.html").exit_code == 0
    told = ("weight.services=50%", "weight.complaints=50%")
    done = report(rules, data, "-o", tmp_path / "b.html", "--set", told[0], "--set", told[1])
    assert done.exit_code == 0, done.output
    plain, changed = ((tmp_path / file).read_text("utf-8") for file in ("a.html", "b.html"))
    assert "WHAT IF" in changed
    assert "WHAT IF" not in plain
    assert all(one in changed for one in told)
    totals = [[e.text for e in document_of(whole(text)).named("data")] for text in (plain, changed)]
    assert totals[0] != totals[1]


def test_command_without_steps(tmp_path: Path) -> None:
    """``--no-steps`` leaves the derivations out, and all else in."""
    rules, data = starter(tmp_path)
    assert report(rules, data, "-o", tmp_path / "a.html").exit_code == 0
    assert report(rules, data, "-o", tmp_path / "b.html", "--no-steps").exit_code == 0
    texts = [(tmp_path / file).read_text("utf-8") for file in ("a.html", "b.html")]
    long, short = (document_of(whole(text)) for text in texts)
    assert data_in(texts[0])["n"]
    assert not data_in(texts[1])["n"]
    assert [e.text for e in long.named("data")] == [e.text for e in short.named("data")]
    assert not [e for e in short.elements if "data-roots" in e.at]


def test_command_only(tmp_path: Path) -> None:
    """``--only`` reports that body, with its place among all."""
    rules, data = starter(tmp_path)
    done = report(rules, data, "-o", tmp_path / "r.html", "--only", "A")
    assert done.exit_code == 0, done.output
    document = document_of(whole((tmp_path / "r.html").read_text("utf-8")))
    assert len(document.named("article")) == 1
    assert "place 2 of 2" in document.named("article")[0].text
    assert "First:" not in document.named("h1")[0].text
    assert "Bodies in this report; places are among all" in document.named("dl")[0].text


def test_clause_numbers_lead_to_the_document_and_back(tmp_path: Path) -> None:
    """Each number of the one file arrives in the other."""
    rules, data = starter(tmp_path)
    assert report(rules, data, "-o", tmp_path / "r.html", "--document", "order.html").exit_code == 0
    program = load(rules).program
    assert program is not None
    there = (tmp_path / "r.html").read_text("utf-8")
    order = html(compose(program, Language.RU, "r.html"))
    for one, other, name in ((there, order, "order.html"), (order, there, "r.html")):
        wanted = set(re.findall(rf'href="{re.escape(name)}#([^"]+)"', one))
        assert len(wanted) > 5
        assert wanted <= set(re.findall(r' id="([^"]+)"', other))


def test_command_data_on(tmp_path: Path) -> None:
    """The day of the data stands at the top and above the signatures; a day that is none is refused."""
    rules, data = starter(tmp_path)
    assert report(rules, data, "-o", tmp_path / "r.html", "--data-on", "2024-01-31").exit_code == 0
    text = (tmp_path / "r.html").read_text("utf-8")
    assert text.count("31.01.2024 жағдай бойынша деректер") == text.count("data as of 2024-01-31") == 2
    assert report(rules, data, "-o", tmp_path / "s.html", "--data-on", "31.01.2024").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-o", "{tmp}/r.pdf"], "a report is an .html file"),
        (["-o", "{tmp}/none/r.html"], "there is no folder"),
        (["-o", "{tmp}/r.html", "--sort", "nothing"], "there is no node"),
        (["-o", "{tmp}/r.html", "--set", "weight"], "is not understood"),
        (["-o", "{tmp}/r.html", "--only", "nobody"], "nobody"),
        (["-o", "{tmp}/r.html", "--strict"], "assum"),
        (["-o", "{tmp}/r.html", "--with", "{tmp}/none.eff"], "none.eff"),
        ([], "-o"),
    ],
)
def test_command_refuses(tmp_path: Path, arguments: list[str], words: str) -> None:
    """What cannot be done is refused with a reason, and no file is written."""
    rules, data = starter(tmp_path)
    done = report(rules, data, *(argument.format(tmp=tmp_path) for argument in arguments))
    assert done.exit_code in (1, 2)
    assert words in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "rules"]


def test_command_tells_what_failed(tmp_path: Path) -> None:
    """Where scores fail nothing is written without ``--partial``; with it the report names what failed."""
    rules = tmp_path / "rules.eff"
    rules.write_text(
        RULES.replace("score = value * 1 points", "score = 10 points * ln(value)"), encoding="utf-8"
    )
    data = tmp_path / "data"
    data.mkdir()
    (data / "agency.csv").write_text("id,name,value,kind\nA,One,0,x\nB,Two,5,x\n", encoding="utf-8")
    (data / "case.csv").write_text("agency,code,note\n", encoding="utf-8")
    done = report(rules, data, "-o", tmp_path / "r.html")
    assert done.exit_code == 1
    assert "No file was written" in done.output
    assert not (tmp_path / "r.html").exists()
    assert report(rules, data, "-o", tmp_path / "r.html", "--partial").exit_code == 1
    document = document_of(whole((tmp_path / "r.html").read_text("utf-8")))
    (problems,) = [e for e in document.named("ul") if e.at.get("class") == "problems"]
    assert "E702" in problems.text
    assert "failed" in document.with_id("b1").text

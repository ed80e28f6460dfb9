"""A document as one HTML file: no network, no script, fit for the screen and for A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import assert_never

from attrs import define, field
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from effrules.report.blocks.html import page as whole_page
from effrules.report.blocks.mathematics.mathml import mathml
from effrules.report.blocks.mathematics.plain import letters_across
from effrules.report.document.document_words import say
from effrules.report.document.pieces import (
    Align,
    Assumed,
    Block,
    Clause,
    Display,
    Document,
    Entry,
    Formula,
    Items,
    Legend,
    Line,
    Link,
    Paragraph,
    Part,
    Reference,
    Table,
    Words,
    Written,
)
from effrules.words import Language

LONG = 90
"""A formula of more letters across than this is set smaller, so that it fits on paper."""

HEADINGS = {1: "h3", 2: "h4", 3: "h5"}
"""The heading of a clause by its level."""


def html(document: Document) -> str:
    """The whole file."""
    page = document.page
    facts = Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in page.facts)
    contents = Markup("").join(_contents(*entry) for entry in document.contents)
    body = _Writer(document.language).body(document.blocks)
    version = say("written by", document.language, version=page.version)
    shown = Markup(
        '<header class="page"><p class="kind">{kind}</p><h1>{title}</h1><p class="version">{version}</p>'
        '<dl class="facts">{facts}</dl></header>\n'
        '<nav class="contents"><h2>{contents_title}</h2><ol>{contents}</ol></nav>\n'
        "<main>\n{body}\n</main>\n<footer>{colophon}</footer>"
    ).format(
        title=page.title,
        kind=page.kind,
        version=version,
        facts=facts,
        contents_title=document.contents_title,
        contents=contents,
        body=body,
        colophon=document.colophon,
    )
    return whole_page(page.title, shown, _style(), document.language)


@cache
def _style() -> str:
    loader = PackageLoader("effrules.report.document")
    return loader.get_source(Environment(autoescape=True), "document.css")[0].replace("\r\n", "\n").strip()


def _contents(level: int, number: str, title: str, anchor: str) -> Markup:
    told = Markup('<span class="no">{}.</span> ').format(number) if number else Markup("")
    return Markup('<li class="l{}"><a href="#{}">{}{}</a></li>').format(level, anchor, told, title)


@define
class _Writer:
    """Writes blocks; a clause is closed when the next heading comes. Its margin holds its remarks."""

    language: Language
    out: list[Markup] = field(factory=list)
    text: list[Markup] = field(factory=list)
    margin: list[Markup] = field(factory=list)
    heading: Clause | Part | None = None
    seen: set[str] = field(factory=set)

    def body(self, blocks: Iterable[Block]) -> Markup:
        """All blocks."""
        entries: list[Markup] = []
        for block in blocks:
            if not isinstance(block, Entry) and entries:
                self._entries(entries)
            match block:
                case Part() | Clause():
                    self._close()
                    self.heading = block
                case Assumed() | Written():
                    self.margin.append(self._remark(block))
                case Entry():
                    entries.append(self._entry(block))
                case _:
                    self.text.append(self._block(block))
        if entries:
            self._entries(entries)
        self._close()
        return Markup("\n").join(self.out)

    def _entries(self, entries: list[Markup]) -> None:
        self.text.append(Markup('<dl class="entries">{}</dl>').format(Markup("").join(entries)))
        entries.clear()

    def _close(self) -> None:
        heading, text = self.heading, Markup("\n").join(self.text)
        margin = Markup("\n").join(self.margin)
        match heading:
            case Part():
                opened = Markup('<h2 id="{}">{}</h2>').format(heading.anchor, heading.title)
                rest = Markup('<div class="part">{}</div>').format(text) if text else Markup("")
                self.out.append(opened + rest)
            case Clause():
                self.out.append(self._clause(heading, text, margin))
            case None:
                pass
        self.text, self.margin, self.heading = [], [], None

    def _clause(self, clause: Clause, text: Markup, margin: Markup) -> Markup:
        tag = HEADINGS.get(clause.level, "h6")
        kind = Markup('<p class="kind">{}</p>').format(clause.kind) if clause.kind else Markup("")
        head = Markup('<{tag}><span class="no">{}.</span> <span>{}</span></{tag}>').format(
            clause.number,
            clause.title,
            tag=Markup(tag),  # noqa: S704 - one of h3 to h6
        )
        side = Markup('<div class="margin">{}</div>').format(margin) if margin else Markup("")
        return Markup(
            '<section class="clause l{}" id="{}"><div class="text">{}{}\n{}</div>{}</section>'
        ).format(clause.level, clause.anchor, kind, head, text, side)

    def _remark(self, remark: Assumed | Written) -> Markup:
        if isinstance(remark, Written):
            return Markup('<p class="written">{}</p>').format(self._line(remark.line))
        return Markup('<aside class="assumed"><a href="#{}">{}</a> {}</aside>').format(
            remark.anchor, remark.label, self._line(remark.line)
        )

    def _entry(self, entry: Entry) -> Markup:
        return Markup('<div id="{}"><dt>{}</dt><dd>{}</dd></div>').format(
            entry.anchor, entry.number, self._line(entry.line)
        )

    def _block(self, block: Block) -> Markup:
        match block:
            case Paragraph(line, label):
                name = Markup("<b>{}:</b> ").format(label) if label else Markup("")
                return Markup("<p>{}{}</p>").format(name, self._line(line))
            case Display(math):
                shown = mathml(math, True)
                size = Markup(" long") if letters_across(math) > LONG else Markup("")
                return Markup('<div class="display{}">{}</div>').format(size, shown)
            case Legend(title, entries):
                return self._legend(title, entries)
            case Table():
                return self._table(block)
            case Items(lines, ordered):
                tag = Markup("ol" if ordered else "ul")  # noqa: S704 - one of two tags
                inside = Markup("").join(Markup("<li>{}</li>").format(self._line(line)) for line in lines)
                return Markup("<{tag}>{}</{tag}>").format(inside, tag=tag)
            case Part() | Clause() | Assumed() | Written() | Entry():
                raise AssertionError("these are not within a clause")
            case _:
                assert_never(block)

    def _legend(self, title: str, entries: Iterable[tuple[object, Line]]) -> Markup:
        lines = Markup("").join(
            Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(mathml(symbol), self._line(line))  # type: ignore[arg-type]
            for symbol, line in entries
        )
        return Markup('<div class="legend"><span>{}</span><dl>{}</dl></div>').format(title, lines)

    def _table(self, table: Table) -> Markup:
        caption = (
            Markup("<caption>{}</caption>").format(self._line(table.caption)) if table.caption else Markup("")
        )
        right = [Markup(' class="r"') if align is Align.RIGHT else Markup("") for align in table.aligns]
        head = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(side, name)
            for side, name in zip(right, table.headings, strict=True)
        )
        rows = Markup("").join(
            Markup("<tr>{}</tr>").format(
                Markup("").join(
                    Markup("<td{}>{}</td>").format(side, self._line(cell))
                    for side, cell in zip(right, row, strict=True)
                )
            )
            for row in table.rows
        )
        return Markup(
            '<div class="scroll"><table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
        ).format(caption, head, rows)

    def _line(self, line: Line) -> Markup:
        return Markup("").join(self._inlines(line))

    def _inlines(self, line: Line) -> Iterator[Markup]:
        for inline in line:
            match inline:
                case Words(text, code=True):
                    breakable = Markup("_<wbr>").join(text.split("_"))
                    yield Markup('<code class="id">{}</code>').format(breakable)
                case Words(text, strong):
                    yield Markup("<strong>{}</strong>" if strong else "{}").format(text)  # noqa: S704 - one of two tags
                case Formula(math):
                    yield mathml(math)
                case Reference(anchor, text):
                    yield Markup('<a href="#{}">{}</a>').format(anchor, text)
                case Link(url):
                    yield _link(url)
                case _:
                    assert_never(inline)


def _link(url: str) -> Markup:
    """An address; only one of the web is made a link."""
    if not url.startswith(("http://", "https://")):
        return Markup.escape(url)
    return Markup('<a class="url" href="{}" rel="noreferrer">{}</a>').format(url, url)

"""A document as Markdown: headings, tables and quotes; formulas are readable text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from attrs import frozen

from effrules.report.blocks.markdown import code, escaped
from effrules.report.blocks.markdown import table as markdown_table
from effrules.report.blocks.mathematics.plain import case_lines, plain
from effrules.report.blocks.mathematics.tree import Cases, Math, Op, Row
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


def markdown(document: Document) -> str:
    """The whole file."""
    page = document.page
    lines = [
        f"# {escaped(page.title)}",
        "",
        f"**{escaped(page.kind)}. {escaped(say('written by', document.language, version=page.version))}**",
        "",
        *(f"- {escaped(name)}: {escaped(value)}" for name, value in page.facts),
        "",
    ]
    writer = _Writer()
    for block in document.blocks:
        lines += [*writer.block(block), ""]
    lines += ["---", "", escaped(document.colophon)]
    return "\n".join(lines) + "\n"


@frozen
class _Writer:
    """Writes blocks."""

    def block(self, block: Block) -> Iterator[str]:
        """The lines of a block."""
        match block:
            case Part(title):
                yield f"## {escaped(title)}"
            case Clause(number, _, _, _, level, named):
                yield f"{'#' * min(level + 2, 6)} {number}. {escaped(named)}"
            case Paragraph(line, label):
                yield (f"**{escaped(label)}:** " if label else "").rstrip("" if line else " ") + self.line(
                    line
                )
            case Display(math):
                yield "```text"
                yield from self.display(math)
                yield "```"
            case Legend(title, entries):
                yield f"{escaped(title)}"
                yield ""
                for symbol, line in entries:
                    yield f"- {code(plain(symbol))} – {self.line(line)}"
            case Table():
                yield from self.table(block)
            case Items(lines, ordered):
                for at, line in enumerate(lines, 1):
                    yield f"{f'{at}.' if ordered else '-'} {self.line(line)}"
            case Assumed(label, _, line):
                yield f"> **{escaped(label)}:** {self.line(line)}"
            case Written(line):
                yield f"*{self.line(line)}*"
            case Entry(_, number, line):
                yield f"{escaped(number) if number.startswith('[') else f'{number}.'} {self.line(line)}"
            case _:
                assert_never(block)

    def display(self, math: Math) -> Iterator[str]:
        """A formula; the cases of a choice stand below each other."""
        if isinstance(math, Row) and isinstance(math.items[-1], Cases):
            head = plain(Row(math.items[:-1]))
            if math.items[-2] == Op("="):
                yield f"{head}"
                yield from (f"    {line}" for line in case_lines(math.items[-1]))
                return
        yield plain(math)

    def table(self, table: Table) -> Iterator[str]:
        """A table with its caption above it."""
        if table.caption:
            yield f"**{self.line(table.caption)}**"
            yield ""
        yield from markdown_table(
            table.headings,
            [align is not Align.RIGHT for align in table.aligns],
            (map(self.line, row) for row in table.rows),
        )

    def line(self, line: Line) -> str:
        """A line."""
        return "".join(self._inlines(line))

    def _inlines(self, line: Line) -> Iterator[str]:
        for inline in line:
            match inline:
                case Words(text, strong, is_code):
                    yield f"**{escaped(text)}**" if strong else code(text) if is_code else escaped(text)
                case Formula(math):
                    yield code(plain(math))
                case Reference(_, text):
                    yield escaped(text)
                case Link(url):
                    yield (
                        f"<{url}>"
                        if url.startswith(("http://", "https://")) and "<" not in url
                        else escaped(url)
                    )
                case _:
                    assert_never(inline)

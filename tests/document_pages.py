"""Reading documents back in tests: HTML as a browser's parser sees it, Word files as their XML."""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

VOID = {"input", "meta", "wbr", "br", "hr"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Page(HTMLParser):
    """An HTML file: its ids, the places that its links lead to, its tags and texts. Refuses tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.headings: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what matters of a tag."""
        self.tags.append(tag)
        given = dict(attrs)
        self.attributes |= set(given)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if given.get("href"):
            self.links.append(str(given["href"]))
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that is closed at once, as MathML may have them."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """The innermost tag must be the one that is closed."""
        assert self.open[-1:] == [tag], f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Text, outside the style sheet."""
        if "style" in self.open:
            return
        self.texts.append(data)
        if self.headings and set(self.open) & {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings[-1] += data


class WordFile:
    """A Word file: its paragraphs, bookmarks, links and formulas. Refuses XML that is not well-formed."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            assert file.testzip() is None
            parts = {name: file.read(name) for name in file.namelist()}
        for name, part in parts.items():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(part)
        self.body = ET.fromstring(parts["word/document.xml"])
        relations = ET.fromstring(parts["word/_rels/document.xml.rels"])
        self.targets = {one.get("Id"): str(one.get("Target")) for one in relations}
        self.styles = parts["word/styles.xml"].decode("utf-8")
        self.core = parts["docProps/core.xml"].decode("utf-8")

    @property
    def bookmarks(self) -> list[str]:
        """The names of the bookmarks."""
        return [str(one.get(f"{W}name")) for one in self.body.iter(f"{W}bookmarkStart")]

    @property
    def anchors(self) -> set[str]:
        """The bookmarks that links lead to."""
        links = (one.get(f"{W}anchor") for one in self.body.iter(f"{W}hyperlink"))
        return {name for name in links if name is not None}

    @property
    def addresses(self) -> set[str]:
        """The addresses that links lead to."""
        links = (one.get(f"{R}id") for one in self.body.iter(f"{W}hyperlink"))
        return {self.targets[name] for name in links if name is not None}

    def paragraphs(self, style: str = "") -> list[str]:
        """The texts of the paragraphs, of a style or all; formulas with their letters in a row."""
        found = []
        for paragraph in self.body.iter(f"{W}p"):
            named = paragraph.find(f"{W}pPr/{W}pStyle")
            if not style or (named is not None and str(named.get(f"{W}val")).startswith(style)):
                found.append(
                    "".join(one.text or "" for one in paragraph.iter() if one.tag in (f"{W}t", f"{M}t"))
                )
        return found

    def count(self, tag: str) -> int:
        """How many elements there are of a tag."""
        return sum(1 for _ in self.body.iter(tag))

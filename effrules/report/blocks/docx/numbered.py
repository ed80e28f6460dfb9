"""The numbers of an act as Word counts them itself: items through all chapters, and the items of each list. Needs python-docx."""

from __future__ import annotations

from itertools import count
from typing import Any

from attrs import define, field
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from markupsafe import Markup

ITEMS, LISTS = ".", ")"
"""The two ways of counting: ``1.`` and ``1)``."""

FIRST_LINE = 709
"""How far in a paragraph of an act begins: 12.5 mm, in twentieths of a point."""

_WAY = (
    '<w:abstractNum {ns} w:abstractNumId="{at}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
    '<w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%1{end}"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="0" w:firstLine="{first}"/></w:pPr></w:lvl></w:abstractNum>'
)
_COUNT = '<w:num {ns} w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>'


@define
class Numbered:
    """Gives paragraphs their numbers; one that does not follow the last begins a count of its own.

    Each count has a definition of its own: counts that share one go on where another stopped.
    """

    part: Any
    """The element ``w:numbering`` of the file."""
    last: int = 0
    number: int = 0
    last_below: int = 0
    number_below: int = 0
    ids: count[int] = field(factory=lambda: count(1001))

    def item(self, mark: str) -> int:
        """The count to which an item (``6.``, ``6)``) belongs; 0 for a number that is none (``6-1.``) and stands as text."""
        if not mark[:-1].isdecimal():
            return 0
        at = int(mark[:-1])
        if mark.endswith(")"):
            if at != self.last_below + 1 or not self.number_below:
                self.number_below = self._begun(LISTS, at)
            self.last_below = at
            return self.number_below
        if at != self.last + 1 or not self.number:
            self.number = self._begun(ITEMS, at)
        self.last, self.last_below = at, 0
        return self.number

    def list(self) -> int:
        """A count for a list."""
        return self._begun(LISTS, 1)

    def _begun(self, end: str, start: int) -> int:
        at = next(self.ids)
        way = parse_xml(_WAY.format(ns=nsdecls("w"), at=at, end=end, start=start, first=FIRST_LINE))
        first = self.part.find("{*}num")
        self.part.append(way) if first is None else first.addprevious(way)
        self.part.append(parse_xml(_COUNT.format(ns=nsdecls("w"), at=at)))
        return at


def counted(number: int) -> Markup:
    """The properties of a paragraph that is counted."""
    return Markup('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>').format(number)

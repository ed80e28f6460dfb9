"""Whole pages as HTML files: one style, no script; in one language, or in all of them, of which the reader chooses one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import count

from attrs import evolve
from markupsafe import Markup

from effrules.diagnostics.glyphs import shown
from effrules.report.blocks import pieces as b
from effrules.report.blocks.html import digest_of
from effrules.report.blocks.html.rendering import blocks, is_margin, line, sections
from effrules.report.blocks.html.styles import style
from effrules.words import Language, phrase

FILE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{digest}'{policy}">
<title>{title}</title>
<style>{style}</style>{marking}
</head>
<body>
{body}
</body>
</html>
"""
"""Its policy lets in its style and nothing else."""

CHAPTER, FEW = 2, 3
"""The level of headings that are chapters, and from how many on there are links to them."""

NAMES = {Language.KK: "Қазақша", Language.RU: "Русский", Language.EN: "English"}

PLACES = re.compile(r'(<[^<>]*? (?:id="|href="#))')
"""Before the name of a place of the page, or of a link to one."""


def html(page: b.Page, *others: b.Page) -> str:
    """The whole file. A page with a title page is set like a printed paper.

    ``others`` are the same page in other languages: the reader chooses, without a script.
    """
    told = [_told(page, is_alone=not others), *(_elsewhere(one) for one in others)]
    return Markup(FILE).format(  # noqa: S704 - our own tags
        language=page.language.value,
        digest=digest_of(style()),
        title=shown(page.title),
        style=Markup(style()),  # noqa: S704 - our own file
        policy=Markup(" '{}'").format(digest_of(marking(page.mark))) if page.mark else "",
        marking=Markup("\n<style>{}</style>").format(Markup(marking(page.mark))) if page.mark else "",  # noqa: S704 - escaped there
        body=(_bar(page) if others else Markup("")) + Markup("\n").join(told),
    )


def marking(mark: str) -> str:
    """The style that puts a mark at the head of each sheet of paper; letters other than ours as CSS escapes them (CSS Syntax 3, 4.3.7)."""
    told = "".join(
        letter if letter.isalnum() or letter == " " else f"\\{ord(letter):x} " for letter in shown(mark)
    )
    return f'@page{{@top-right{{content:"{told}";font:700 11pt sans-serif}}}}'


def _told(page: b.Page, *, is_alone: bool) -> Markup:
    """A page in its language, with links to its chapters."""
    made = _with_anchors(page.blocks)
    front = [block for block in made if isinstance(block, b.Front | b.Contents)]
    rest = [block for block in made if not isinstance(block, b.Front | b.Contents)]
    chapters = [one for one in rest if isinstance(one, b.Heading) and one.level == CHAPTER]
    kinds = ["paper"] * any(isinstance(block, b.Front) for block in front)
    kinds += ["margined"] * any(map(is_margin, rest)) + ["act"] * page.is_act
    body = Markup("{}{}{}<main{}>\n{}\n</main>{}").format(
        Markup('<p class="draft">{}</p>\n').format(shown(page.mark)) if page.mark else "",
        blocks(front),
        _chapters(chapters, page.language) if len(chapters) >= FEW and not front and not page.is_act else "",
        Markup(' class="{}"').format(" ".join(kinds)) if kinds else "",
        Markup("\n").join(sections(rest)),
        Markup("\n<footer>{}</footer>").format(shown(page.colophon)) if page.colophon else "",
    )
    return (
        body if is_alone else Markup('<div class="told" lang="{}">{}</div>').format(page.language.value, body)
    )


def _with_anchors(made: Iterable[b.Block]) -> list[b.Block]:
    """Blocks whose chapters links can lead to."""
    numbers = count(1)
    return [
        evolve(one, anchor=f"s{next(numbers)}")
        if isinstance(one, b.Heading) and one.level == CHAPTER and not one.anchor
        else one
        for one in made
    ]


def parted(parts: Sequence[Sequence[b.Block]], language: Language) -> tuple[Markup, list[Markup]]:
    """For a page of somebody else: the links to the chapters of all parts, and each part in its sections."""
    made = iter(_with_anchors(block for part in parts for block in part))
    anchored = [[next(made) for _ in part] for part in parts]
    chapters = [
        one for part in anchored for one in part if isinstance(one, b.Heading) and one.level == CHAPTER
    ]
    links = _chapters(chapters, language) if len(chapters) >= FEW else Markup("")
    return links, [Markup("\n").join(sections(part)) for part in anchored]


def _elsewhere(page: b.Page) -> Markup:
    """A page in another language, whose places are not those of the first."""
    language = page.language.value
    told = _told(page, is_alone=False)
    return Markup(PLACES.sub(lambda found: f"{found[1]}{language}-", told))  # noqa: S704 - texts are escaped: no quote is theirs


def _chapters(chapters: Sequence[b.Heading], language: Language) -> Markup:
    links = (Markup('<li><a href="#{}">{}</a></li>').format(one.anchor, line(one.title)) for one in chapters)
    title = phrase("Contents").in_(language)
    return Markup('<nav aria-label="{}"><ul class="toc">{}</ul></nav>\n').format(
        title, Markup("").join(links)
    )


def _bar(page: b.Page) -> Markup:
    """The languages to choose from."""
    title = phrase("Language").in_(page.language)
    choices = (
        Markup(
            '<input type="radio" name="lang" id="lang-{code}" value="{code}"{}><label for="lang-{code}" lang="{code}">{}</label>'
        ).format(Markup(" checked") if one is page.language else "", NAMES[one], code=one.value)
        for one in Language
    )
    return Markup(
        '<div class="bar" role="banner"><span class="called">{}</span><fieldset class="langs"><legend class="vh">{}</legend>{}</fieldset></div>\n'
    ).format(shown(page.title), title, Markup("").join(choices))

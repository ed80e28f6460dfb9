"""Conclusions by an office's own template: HTML by Jinja2, Word by docxtpl. Sections and values stand in it by their names.

A template is a text of somebody else: it is rendered in a sandbox, a name that is not there is an error, and whatever goes wrong in
it is a finding.
"""

from __future__ import annotations

import io
import re
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from effrules.cycle.concluding import Findings
from effrules.diagnostics import CellPlace, Finding
from effrules.diagnostics.making import error
from effrules.model.program import Program
from effrules.report.blocks.html.styles import style
from effrules.report.blocks.html.whole import parted
from effrules.report.blocks.pieces import Block, Kind, Note, Page, Paragraph, words
from effrules.report.cycle.conclusion import SECTIONS, sections
from effrules.report.cycle.papers import colophon, mark, stage_line
from effrules.report.cycle.telling import Telling
from effrules.words import Language, Text, dated, phrase, reason_of

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

HTML, WORD = ".html", ".docx"
LARGEST = 2**27
"""Unpacked, a Word template has no more bytes than this."""

DEFAULT_HTML = """\
<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>{{ title }}: {{ body }}</title>
<style>{{ style }}</style>
{% if draft %}<style>@page{@top-right{content:"{{ draft }}";font:700 11pt sans-serif}}</style>{% endif %}
</head>
<body>
{% if draft %}<p class="draft">{{ draft }}</p>{% endif %}
{{ contents }}
<main>
SECTIONS
</main>
<footer>{{ colophon }}</footer>
</body>
</html>
"""
"""What ``effrules year template`` writes, with the sections in their order."""


class WrongTemplate(Exception):
    """What is wrong with a template: a finding."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding)


def default_html() -> bytes:
    """The HTML template that gives what is written without one."""
    named = "\n".join(f"{{{{ {name} }}}}" for name in SECTIONS)
    return DEFAULT_HTML.replace("SECTIONS", named).encode()


def default_word(language: Language) -> bytes:
    """The Word template that gives what is written without one. Needs python-docx."""
    from effrules.report.blocks.docx.rendering import docx_bytes

    tags = tuple(Paragraph(words(f"{{{{p {name} }}}}")) for name in SECTIONS)
    last = Note(words("{{ colophon }}"), Kind.SMALL)  # as a colophon it would be a property of the file, too
    return docx_bytes(Page(language, "", (*tags, last), mark="{{ draft }}"))


def filled(name: str, content: bytes, found: Findings, language: Language) -> bytes:
    """A conclusion by a template; its ``name`` says by its ending what it is. Raises WrongTemplate."""
    parts = sections(found, language)
    known = _values(found, language)
    if name.lower().endswith(WORD):
        return _word(name, content, parts, known, language)
    known["style"] = Markup(style())  # noqa: S704 - our own file
    known["contents"], made = parted(tuple(parts.values()), language)
    with _told(name):
        template = _environment().from_string(content.decode("utf-8-sig"))
        return template.render({**known, **dict(zip(parts, made, strict=True))}).encode()


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _values(found: Findings, language: Language) -> dict[str, Any]:
    """What a template can say of a body and of the run, by name; numbers as the language writes them."""
    telling = Telling(found.stage.year.program, language)
    year = str(found.stage.year.manifest.year)
    title = phrase("Conclusion on the results of the assessment for {year}", year=year)
    nodes = []
    for node in _from_the_top(telling.program, telling.program.root.name):
        outcome = found.result.nodes[node]
        if outcome.value is None:
            continue
        place, lost = telling.place(found.result, node), found.lost.get(node)
        most = telling.program.nodes[node].maximum if outcome.maximum is None else outcome.maximum
        nodes.append({
            "name": node, "title": telling.node(node), "score": telling.score(outcome.value, node),
            "maximum": telling.points(most), "grade": telling.grade(found.result, node),
            "place": "" if place is None else str(place.number), "among": "" if place is None else str(place.among),
            "lost": "" if lost is None else telling.score(lost.missing),
        })  # fmt: skip
    return {
        "language": language.value, "title": title.in_(language), "body": telling.body(found.result.subject),
        "key": found.result.key, "year": year, "stage": stage_line(found.stage, language),
        "draft": mark(found.stage, language), "members": list(found.stage.members), "nodes": nodes,
        "score_of": {one["name"]: one for one in nodes},
        "methodology": telling.naming.methodology(), "version": telling.naming.version(),
        "run": found.stage.scored.record, "data": found.stage.scored.data, "scored_on": telling.day(found.stage.entry),
        "sent_on": "" if found.sent is None else telling.told(dated(found.sent)),
        "colophon": colophon(found.stage, language),
    }  # fmt: skip


def _from_the_top(program: Program, name: str) -> Iterator[str]:
    """A node and all below it, each before its parts."""
    yield name
    for part in program.nodes[name].parts:
        yield from _from_the_top(program, part)


def _word(
    name: str,
    content: bytes,
    parts: Mapping[str, tuple[Block, ...]],
    known: dict[str, Any],
    language: Language,
) -> bytes:
    from effrules.report.blocks.docx.rendering import steady, within

    template = _opened(name, content)
    write: Callable[[tuple[Block, ...]], Markup] = within(template.docx, language)
    with _told(name):
        template.render(
            {**known, **{part: write(blocks) for part, blocks in parts.items()}},
            _environment(),
            autoescape=True,
        )
    whole = io.BytesIO()
    template.save(whole)
    return steady(whole.getvalue())


def _opened(name: str, content: bytes) -> DocxTemplate:
    """A Word template. Raises WrongTemplate: it is none, has macros, or would be larger than any file that is read."""
    from docx.opc.exceptions import OpcError
    from docxtpl import DocxTemplate

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = archive.infolist()
        if sum(one.file_size for one in inside) > LARGEST:
            raise WrongTemplate(_unreadable(name, phrase("unpacked, it is too large")))
        if any(one.filename.lower().endswith("vbaproject.bin") for one in inside):
            raise WrongTemplate(
                _unreadable(name, phrase("it has macros; save it as a Word document without them"))
            )
        template = DocxTemplate(io.BytesIO(content))
        template.init_docx()
    except zipfile.BadZipFile:
        raise WrongTemplate(_unreadable(name, phrase("it is no Word document (.docx)"))) from None
    except (OpcError, KeyError, ValueError, SyntaxError, RuntimeError, EOFError, zlib.error) as why:
        raise WrongTemplate(_unreadable(name, reason_of(why))) from None
    return template


def left_out(name: str, content: bytes) -> list[str]:
    """The sections that a template does not have, in their order. Raises WrongTemplate."""
    with _told(name):
        if name.lower().endswith(WORD):
            there = _opened(name, content).get_undeclared_template_variables(_environment())
        else:
            there = find_undeclared_variables(_environment().parse(content.decode("utf-8-sig")))
    return [one for one in SECTIONS if one not in there]


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what goes wrong in a template into a finding."""
    try:
        yield
    except UnicodeDecodeError:
        raise WrongTemplate(_unreadable(name, phrase("it is not UTF-8 text"))) from None
    except UndefinedError as why:
        line = None if name.lower().endswith(WORD) else _line_of(why)
        raise WrongTemplate(_wrong(name, _undefined(str(why)), line)) from None
    except TemplateError as why:
        line = getattr(why, "lineno", None)
        raise WrongTemplate(
            _wrong(
                name, str(why), line if isinstance(line, int) and not name.lower().endswith(WORD) else None
            )
        ) from None
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as why:
        raise WrongTemplate(_wrong(name, str(why), None)) from None


def _line_of(why: BaseException) -> int | None:
    """The line of the template in which something went wrong while it was filled in."""
    lines = [at.lineno for at in traceback.extract_tb(why.__traceback__) if at.filename == "<template>"]
    return lines[-1] if lines else None


def _undefined(said: str) -> Text:
    """A name that stands for nothing, in the language of the reader."""
    named = re.fullmatch(r"'([^']*)' is undefined", said) or re.search(r"has no attribute '([^']*)'", said)
    return phrase("`{name}` stands for nothing here", name=named[1]) if named else said


def _unreadable(name: str, reason: Text) -> Finding:
    return error("E487", phrase("the template cannot be read: {reason}", reason=reason), CellPlace(name))


def _wrong(name: str, reason: Text, line: int | None) -> Finding:
    told = phrase("the template is wrong: {reason}", reason=reason)
    if line is not None:
        told = phrase("the template is wrong in line {line}: {reason}", line=line, reason=reason)
    return error(
        "E488",
        told,
        CellPlace(name),
        way_out=phrase(
            "what may stand in it: docs/year.md; a template to begin with: effrules year template FILE"
        ),
    )

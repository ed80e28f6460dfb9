"""Mathematics as Office Math (ECMA-376, part 1, chapter 22.1), which Word sets and edits as formulas of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from markupsafe import Markup

from effrules.report.blocks.mathematics import tree as t

FIXED = "\u00a0"
FACE = Markup('<w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math" w:cs="Cambria Math"/></w:rPr>')
BOLD_FACE = str(FACE).replace("</w:rPr>", "<w:b/></w:rPr>")


def omml(math: t.Math, *, is_bold: bool = False) -> Markup:
    """A formula within a line. Prefixes: ``m`` and ``w``."""
    made = Markup("<m:oMath>{}</m:oMath>").format(_made(math))
    return _bold(made) if is_bold else made


def _bold(made: Markup) -> Markup:
    """A formula whose letters are all bold: upright ones, slanting ones and words."""
    told = (
        str(made)
        .replace("<m:nor/></m:rPr>", "<m:nor/></m:rPr><w:rPr><w:b/></w:rPr>")
        .replace(FACE, BOLD_FACE)
    )
    told = told.replace(f"<m:r>{BOLD_FACE}", f'<m:r><m:rPr><m:sty m:val="bi"/></m:rPr>{BOLD_FACE}')
    return Markup(told.replace('<m:sty m:val="p"/>', '<m:sty m:val="b"/>'))  # noqa: S704 - our own tags


def omml_display(math: t.Math) -> Markup:
    """A formula on a line of its own, in the middle."""
    middle = Markup('<m:oMathParaPr><m:jc m:val="center"/></m:oMathParaPr>')
    return Markup("<m:oMathPara>{}{}</m:oMathPara>").format(middle, omml(math))


def _made(math: t.Math) -> Markup:
    match math:
        case t.Num(text):
            return _run(text, "p")
        case t.Words(text):
            return _words(text)
        case t.Op(sign):
            return _words(f"{FIXED}{sign}{FIXED}") if sign.isalpha() else _run(sign, "p")
        case t.Sym():
            return _symbol(math)
        case t.Row(items):
            return Markup("").join(_spaced(items))
        case t.Frac(top, bottom):
            return Markup("<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>").format(_made(top), _made(bottom))
        case t.Root(body, degree):
            hidden = Markup('<m:radPr><m:degHide m:val="1"/></m:radPr>') if degree is None else Markup("")
            order = Markup("") if degree is None else _made(degree)
            return Markup("<m:rad>{}<m:deg>{}</m:deg>{}</m:rad>").format(hidden, order, _element(_made(body)))
        case t.Power(base, exponent):
            return Markup("<m:sSup>{}<m:sup>{}</m:sup></m:sSup>").format(
                _element(_made(base)), _made(exponent)
            )
        case t.Big(sign, below, body, above):
            return _big(sign, _made(below), _made(body), None if above is None else _made(above))
        case t.Over(name, below, body):
            lowered = Markup("<m:limLow>{}<m:lim>{}</m:lim></m:limLow>").format(
                _element(_run(name, "p")), _made(below)
            )
            return Markup("<m:func><m:fName>{}</m:fName>{}</m:func>").format(lowered, _element(_made(body)))
        case t.Func(name, arguments, below):
            inside = _fenced("(", tuple(map(_made, arguments)), ")")
            named = _symbol(t.Sym(name, below))
            return Markup("<m:func><m:fName>{}</m:fName>{}</m:func>").format(named, _element(inside))
        case t.Fenced(start, body, end):
            return _fenced(start, (_made(body),), end)
        case t.Cases(rows, word):
            return _cases(rows, word)
        case t.Stack(lines):
            return _matrix((_made(line),) for line in lines)
        case _:
            assert_never(math)


def _run(text: str, style: str = "") -> Markup:
    """Letters of a formula; ``p`` for upright ones, else they slant."""
    kind = Markup('<m:rPr><m:sty m:val="{}"/></m:rPr>').format(style) if style else Markup("")
    return Markup('<m:r>{}{}<m:t xml:space="preserve">{}</m:t></m:r>').format(kind, FACE, text)


def _words(text: str) -> Markup:
    """Ordinary text inside a formula."""
    return Markup('<m:r><m:rPr><m:nor/></m:rPr><m:t xml:space="preserve">{}</m:t></m:r>').format(text)


def _element(inside: Markup) -> Markup:
    return Markup("<m:e>{}</m:e>").format(inside)


def _symbol(symbol: t.Sym) -> Markup:
    """A symbol: a letter slants, a name of several letters and a title stand upright."""
    name = symbol.name
    base = _run(name) if len(name) == 1 else _run(name, "p") if name.isalnum() else _words(name)
    star = Markup("<m:sup>{}</m:sup>").format(_run("*", "p")) if symbol.starred else Markup("")
    if symbol.below is None:
        return Markup("<m:sSup>{}{}</m:sSup>").format(_element(base), star) if star else base
    below = Markup("<m:sub>{}</m:sub>").format(_made(symbol.below))
    kind = Markup("sSubSup") if star else Markup("sSub")
    return Markup("<m:{kind}>{}{}{}</m:{kind}>").format(_element(base), below, star, kind=kind)


def _big(sign: str, below: Markup, body: Markup, above: Markup | None) -> Markup:
    """A sum or product with its limits below and above."""
    hidden = Markup('<m:supHide m:val="1"/>') if above is None else Markup("")
    return Markup(
        '<m:nary><m:naryPr><m:chr m:val="{}"/><m:limLoc m:val="undOvr"/>{}</m:naryPr>'
        "<m:sub>{}</m:sub><m:sup>{}</m:sup>{}</m:nary>"
    ).format(sign, hidden, below, above or Markup(""), _element(body))


def _fenced(start: str, inside: tuple[Markup, ...], end: str) -> Markup:
    """Brackets of the height of what they hold, with semicolons between several things."""
    ends = Markup('<m:dPr><m:begChr m:val="{}"/><m:sepChr m:val=";"/><m:endChr m:val="{}"/></m:dPr>').format(
        start, end
    )
    return Markup("<m:d>{}{}</m:d>").format(ends, Markup("").join(map(_element, inside)))


def _cases(rows: tuple[tuple[t.Math, t.Math], ...], word: str) -> Markup:
    """A brace before a matrix of two columns: the values, and their conditions."""

    def told(test: t.Math) -> Markup:
        is_whole = isinstance(test, t.Words | t.Stack)
        return _made(test) if is_whole else _words(f"{word}{FIXED}") + _made(test)

    return _fenced("{", (_matrix((_made(value), told(test)) for value, test in rows),), "")


def _matrix(rows: Iterable[tuple[Markup, ...]]) -> Markup:
    """Rows of things that begin below each other."""
    made = list(rows)
    lines = (Markup("<m:mr>{}</m:mr>").format(Markup("").join(map(_element, row))) for row in made)
    return Markup(
        '<m:m><m:mPr><m:mcs><m:mc><m:mcPr><m:count m:val="{}"/><m:mcJc m:val="left"/></m:mcPr></m:mc></m:mcs></m:mPr>{}</m:m>'
    ).format(len(made[0]), Markup("").join(lines))


def _spaced(items: tuple[t.Math, ...]) -> list[Markup]:
    """Things beside each other, with a space between words and what is not an operator."""
    parts: list[Markup] = []
    for at, item in enumerate(items):
        if t.is_spaced(items, at):
            parts.append(_words(FIXED))
        parts.append(_at_an_end(item) if at in (0, len(items) - 1) else _made(item))
    return parts


def _at_an_end(item: t.Math) -> Markup:
    """What a row begins or ends with: an operator that has nothing at a side is text, since office programs look for its operand there."""
    if isinstance(item, t.Op) and item.sign != "−":
        return _words(f"{'' if item.sign in ',;' else FIXED}{item.sign}{FIXED}")
    return _made(item)

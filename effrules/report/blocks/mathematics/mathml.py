"""Mathematics as presentation MathML, which browsers set by themselves."""

from __future__ import annotations

from typing import assert_never

from markupsafe import Markup

from effrules.report.blocks.mathematics import tree as t


def mathml(math: t.Math, display: bool = False) -> Markup:
    """A formula; ``display`` for one on a line of its own."""
    kind = Markup(' display="block"') if display else Markup("")
    return Markup('<math xmlns="http://www.w3.org/1998/Math/MathML"{}><mrow>{}</mrow></math>').format(
        kind, _made(math)
    )


def _made(math: t.Math) -> Markup:
    def one(inner: t.Math) -> Markup:
        """Exactly one element, as most elements of MathML need."""
        return Markup("<mrow>{}</mrow>").format(_made(inner))

    match math:
        case t.Num(text):
            return Markup("<mn>{}</mn>").format(text)
        case t.Words(text):
            return Markup("<mtext>{}</mtext>").format(text)
        case t.Op(sign):
            return _operator(sign)
        case t.Sym():
            return _symbol(math)
        case t.Row(items):
            return Markup("").join(_spaced(items))
        case t.Frac(top, bottom):
            return Markup("<mfrac>{}{}</mfrac>").format(one(top), one(bottom))
        case t.Root(body) if math.degree is None:
            return Markup("<msqrt>{}</msqrt>").format(_made(body))
        case t.Root(body, degree):
            assert degree is not None
            return Markup("<mroot>{}{}</mroot>").format(one(body), one(degree))
        case t.Power(base, exponent):
            return Markup("<msup>{}{}</msup>").format(one(base), one(exponent))
        case t.Big(sign, below, body, above):
            mark = Markup('<mo largeop="true" movablelimits="false">{}</mo>').format(sign)
            if above is None:
                return Markup("<munder>{}{}</munder>{}").format(mark, one(below), one(body))
            return Markup("<munderover>{}{}{}</munderover>{}").format(mark, one(below), one(above), one(body))
        case t.Over(name, below, body):
            mark = Markup('<mo movablelimits="false">{}</mo>').format(name)
            gap = Markup('<mspace width="0.17em"/>')
            return Markup("<munder>{}{}</munder>{}{}").format(mark, one(below), gap, one(body))
        case t.Func(name, arguments, below):
            symbol = _symbol(t.Sym(name, below))
            inside = Markup("<mo>;</mo>").join(_made(argument) for argument in arguments)
            return Markup("{}<mo>&#x2061;</mo><mrow><mo>(</mo>{}<mo>)</mo></mrow>").format(symbol, inside)
        case t.Fenced(start, body, end):
            return Markup('<mrow><mo fence="true">{}</mo>{}<mo fence="true">{}</mo></mrow>').format(
                start, _made(body), end
            )
        case t.Cases(rows, word):
            return _cases(rows, word)
        case t.Stack(lines):
            told = (Markup("<mtr><mtd>{}</mtd></mtr>").format(_made(line)) for line in lines)
            return Markup('<mtable columnalign="left" displaystyle="true">{}</mtable>').format(
                Markup("").join(told)
            )
        case _:
            assert_never(math)


def _cases(rows: tuple[tuple[t.Math, t.Math], ...], word: str) -> Markup:
    lines = []
    for value, test in rows:
        is_whole = isinstance(test, t.Words | t.Stack)
        before = Markup("") if is_whole else Markup("<mtext>{}&#xa0;</mtext>").format(word)
        lines.append(
            Markup("<mtr><mtd>{}</mtd><mtd>{}{}</mtd></mtr>").format(_made(value), before, _made(test))
        )
    return Markup(
        '<mrow><mo stretchy="true">{{</mo><mtable columnalign="left left" displaystyle="true">{}</mtable></mrow>'
    ).format(Markup("").join(lines))


def _operator(sign: str) -> Markup:
    if sign.isalpha():
        return Markup("<mtext>&#xa0;{}&#xa0;</mtext>").format(sign)
    if sign in (",", ";"):
        return Markup('<mo separator="true">{}</mo>').format(sign)
    return Markup("<mo>{}</mo>").format(sign)


def _symbol(symbol: t.Sym) -> Markup:
    """A symbol: a letter slants, a name of several letters and a title stand upright.

    A title is not text to MathML: text counts as space, and an operator between spaces loses its own.
    """
    upright = Markup("") if symbol.name.isalnum() else Markup(' mathvariant="normal"')
    name = Markup("<mi{}>{}</mi>").format(upright, symbol.name)
    below = None if symbol.below is None else Markup("<mrow>{}</mrow>").format(_made(symbol.below))
    if below is None:
        return Markup("<msup>{}<mo>*</mo></msup>").format(name) if symbol.starred else name
    if symbol.starred:
        return Markup("<msubsup>{}{}<mo>*</mo></msubsup>").format(name, below)
    return Markup("<msub>{}{}</msub>").format(name, below)


def _spaced(items: tuple[t.Math, ...]) -> list[Markup]:
    """Things beside each other, with a space between words and what is not an operator."""
    parts: list[Markup] = []
    for at, item in enumerate(items):
        if t.is_spaced(items, at):
            parts.append(Markup("<mtext>&#xa0;</mtext>"))
        if t.is_sign(items, at):
            parts.append(Markup('<mo form="prefix">−</mo>'))
            continue
        parts.append(_made(item))
    return parts

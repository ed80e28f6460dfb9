"""Mathematics as plain text: readable in Markdown, in a terminal, and to a screen reader."""

from __future__ import annotations

from typing import assert_never

from effrules.report.document.math_tree import (
    Big,
    Cases,
    Fenced,
    Frac,
    Func,
    Math,
    Num,
    Op,
    Over,
    Power,
    Root,
    Row,
    Sym,
    Words,
    is_sign,
)

LOWERED = str.maketrans("0123456789aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
RAISED = str.maketrans("0123456789n", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ")


def plain(math: Math, condition: str = "") -> str:
    """A formula on one line. ``condition`` is the word for `if` before a case's condition."""

    def made(inner: Math) -> str:
        return plain(inner, condition)

    match math:
        case Num(text) | Words(text) | Op(text):
            return text
        case Sym(name, below, starred):
            return name + ("" if below is None else lowered(made(below))) + ("*" if starred else "")
        case Row(items):
            return _row(items, condition)
        case Frac(top, bottom):
            return f"{_whole(top, condition)} / {_whole(bottom, condition)}"
        case Root(body) if math.degree is None:
            return f"√({made(body)})"
        case Root(body, degree):
            assert degree is not None
            order = made(degree)
            sign = {"3": "∛", "4": "∜"}.get(order)
            return f"{sign}({made(body)})" if sign else f"({made(body)})^(1/{_whole(degree, condition)})"
        case Power(base, exponent):
            text = made(exponent)
            simple = all(letter in "0123456789n" for letter in text)
            return _whole(base, condition) + (text.translate(RAISED) if simple else f"^({text})")
        case Big(sign, below, body, above):
            span = made(below) if above is None else f"{made(below)}…{made(above)}"
            return f"{sign}[{span}] {_whole(body, condition) if isinstance(body, Row | Frac) else made(body)}"
        case Over(name, below, body):
            return f"{name}[{made(below)}] {_whole(body, condition)}"
        case Func(name, arguments, below):
            inside = "; ".join(made(argument) for argument in arguments)
            return f"{name}{'' if below is None else lowered(made(below))}({inside})"
        case Fenced(start, body, end):
            return f"{start}{made(body)}{end}"
        case Cases(rows):
            return "{ " + "; ".join(_case(value, test, condition) for value, test in rows) + " }"
        case _:
            assert_never(math)


def case_lines(math: Cases, condition: str = "") -> list[str]:
    """The cases of a choice, one line each."""
    return [_case(value, test, condition) for value, test in math.rows]


def letters_across(math: Math) -> int:
    """About how many letters wide a formula is that stands by itself: cases stand below each other."""
    if isinstance(math, Row) and isinstance(math.items[-1], Cases):
        return max(map(len, case_lines(math.items[-1])))
    return len(plain(math))


def _case(value: Math, test: Math, condition: str) -> str:
    said = plain(test, condition)
    word = "" if isinstance(test, Words) or not condition else f"{condition} "
    return f"{plain(value, condition)}, {word}{said}"


def lowered(text: str) -> str:
    """What stands below a symbol: in small letters where there are such, else behind an underscore."""
    small = text.replace(" ", "").translate(LOWERED)
    fits = all(letter in "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ.,()" for letter in small)
    if fits:
        return small.replace("(", "₍").replace(")", "₎")
    return f"_{text}" if text.isalnum() else f"[{text}]"


def _row(items: tuple[Math, ...], condition: str) -> str:
    """Things beside each other, with spaces between them but none behind a sign and none before a comma."""
    made = ""
    for at, item in enumerate(items):
        text = plain(item, condition)
        comma = isinstance(item, Op) and item.sign == ","
        close = not made or comma or is_sign(items, at - 1)
        made += text if close else f" {text}"
    return made


def _whole(math: Math, condition: str) -> str:
    """Something as one thing: in brackets where it is more than that."""
    text = plain(math, condition)
    return text if isinstance(math, Num | Sym | Func | Fenced | Words | Root) else f"({text})"

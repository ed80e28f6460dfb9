"""Mathematics as plain text: readable in Markdown, in a terminal, and to a screen reader."""

from __future__ import annotations

from typing import assert_never

from effrules.report.blocks.mathematics import tree as t

LOWERED = str.maketrans("0123456789aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
RAISED = str.maketrans("0123456789n", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ")


def plain(math: t.Math) -> str:
    """A formula on one line."""
    match math:
        case t.Num(text) | t.Words(text) | t.Op(text):
            return text
        case t.Sym(name, below, starred):
            return name + ("" if below is None else lowered(plain(below))) + ("*" if starred else "")
        case t.Row(items):
            return _row(items)
        case t.Frac(top, bottom):
            return f"{_whole(top)} / {_whole(bottom)}"
        case t.Root(body) if math.degree is None:
            return f"√({plain(body)})"
        case t.Root(body, degree):
            assert degree is not None
            order = plain(degree)
            sign = {"3": "∛", "4": "∜"}.get(order)
            return f"{sign}({plain(body)})" if sign else f"({plain(body)})^(1/{_whole(degree)})"
        case t.Power(base, exponent):
            text = plain(exponent)
            simple = all(letter in "0123456789n" for letter in text)
            return _whole(base) + (text.translate(RAISED) if simple else f"^({text})")
        case t.Big(sign, below, body, above):
            span = plain(below) if above is None else f"{plain(below)}…{plain(above)}"
            return f"{sign}[{span}] {_whole(body) if isinstance(body, t.Row | t.Frac) else plain(body)}"
        case t.Over(name, below, body):
            return f"{name}[{plain(below)}] {_whole(body)}"
        case t.Func(name, arguments, below):
            inside = "; ".join(plain(argument) for argument in arguments)
            return f"{name}{'' if below is None else lowered(plain(below))}({inside})"
        case t.Fenced(start, body, end):
            return f"{start}{plain(body)}{end}"
        case t.Cases():
            return "{ " + "; ".join(case_lines(math)) + " }"
        case t.Stack(lines):
            return _row(lines)
        case _:
            assert_never(math)


def case_lines(math: t.Cases) -> list[str]:
    """The cases of a choice, one line each."""
    return [_case(value, test, math.word) for value, test in math.rows]


def display_lines(math: t.Math) -> list[str]:
    """A formula on lines of its own: the cases of a choice stand below each other."""
    if isinstance(math, t.Row) and isinstance(math.items[-1], t.Cases) and math.items[-2] == t.Op("="):
        return [plain(t.Row(math.items[:-1])), *(f"    {line}" for line in case_lines(math.items[-1]))]
    return [plain(math)]


def letters_across(math: t.Math) -> int:
    """About how many letters wide a formula is that stands by itself: cases stand below each other."""
    if isinstance(math, t.Row) and isinstance(math.items[-1], t.Cases):
        return max(map(len, case_lines(math.items[-1])))
    return len(plain(math))


def _case(value: t.Math, test: t.Math, word: str) -> str:
    return (
        f"{plain(value)}, {plain(test) if isinstance(test, t.Words | t.Stack) else f'{word} {plain(test)}'}"
    )


def lowered(text: str) -> str:
    """What stands below a symbol: in small letters where there are such, else behind an underscore."""
    small = text.replace(" ", "").translate(LOWERED)
    fits = all(letter in "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ.,()" for letter in small)
    if fits:
        return small.replace("(", "₍").replace(")", "₎")
    return f"_{text}" if text.isalnum() else f"[{text}]"


def _row(items: tuple[t.Math, ...]) -> str:
    """Things beside each other, with spaces between them but none behind a sign and none before a comma."""
    made = ""
    for at, item in enumerate(items):
        text = plain(item)
        comma = isinstance(item, t.Op) and item.sign in (",", ";")
        close = not made or comma or t.is_sign(items, at - 1)
        made += text if close else f" {text}"
    return made


def _whole(math: t.Math) -> str:
    """Something as one thing: in brackets where it is more than that."""
    text = plain(math)
    return text if isinstance(math, t.Num | t.Sym | t.Func | t.Fenced | t.Words | t.Root) else f"({text})"

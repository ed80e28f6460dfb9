"""What the invented data for block 3 share, organisational development, in the years 2017 to 2019."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from samples.bodies import Body
from samples.tables import SEED, Cell, Table, decimal

STRONG = ("civil_service", "health", "astana", "karaganda")
WEAK = ("energy", "zhambyl", "mangystau")
NOBODY_LEFT = ("justice",)
ABSENT = ("zhambyl",)

Filled = dict[str, Cell]
"""What a form or row of one body holds, by field."""

Form = Callable[[Random, Body, int], Filled]
"""Fills in the form of a body with so many servants."""

Rows = Callable[[Random, Body], list[Filled]]
"""The rows of a body."""


def tables(bodies: Sequence[Body], forms: Mapping[str, Form], rows: Mapping[str, Rows]) -> dict[str, Table]:
    """The tables of forms and of rows for these bodies, whose keys are their codes. The same ones come every time."""
    random = Random(SEED)
    staff = {body.key: random.randrange(15, 60) * (10 if body.kind == "central" else 40) for body in bodies}
    made = {
        name: table([(body, fill(random, body, staff[body.key])) for body in bodies])
        for name, fill in forms.items()
    }
    return made | {
        name: table([(body, row) for body in bodies for row in of_body(random, body)])
        for name, of_body in rows.items()
    }


def table(rows: Sequence[tuple[Body, Filled]]) -> Table:
    """A table whose rows begin with the body that they are of."""
    return [["agency", *rows[0][1]], *([body.key, *filled.values()] for body, filled in rows)]


def flag(random: Random, of_ten: int) -> str:
    """Yes so many times out of ten."""
    return "yes" if random.randrange(10) < of_ten else "no"


def drawn(random: Random, body: Body, strong: range, weak: range, others: range) -> int:
    """A number that is another one with strong and with weak bodies."""
    return random.choice(strong if body.key in STRONG else weak if body.key in WEAK else others)


def means(random: Random, body: Body, number: int, *of: range) -> Filled:
    """The mean of the answers to each statement of a survey, in hundredths ``of`` strong, weak and other bodies."""
    return {f"s{n}": decimal(drawn(random, body, *of)) for n in range(1, number + 1)}


def act(late: Sequence[str]) -> Form:
    """The act on how a body reported, where those in ``late`` were late."""

    def filled(random: Random, body: Body, staff: int) -> Filled:
        absent = body.key in ABSENT
        return {
            "absent": "yes" if absent else "no",
            "late": "yes" if body.key in late else "no",
            "incomplete": "no" if absent else flag(random, 2),
            "unreliable": 0 if absent else random.choice((0, 0, 0, 1, 3, 6, 36)),
        }

    return filled


def turnover(strong: int, others: Sequence[int]) -> Form:
    """Who left, of every hundred servants of strong and of other bodies."""

    def filled(random: Random, body: Body, staff: int) -> Filled:
        share = strong if body.key in STRONG else 10 if body.key in WEAK else random.choice(others)
        of_hundred, managers = 0 if body.key in NOBODY_LEFT else share, staff // 5
        return {
            "managers_left": managers * of_hundred // 100,
            "others_left": (staff - managers) * of_hundred // 100,
        }

    return filled


def exits(of_hundred: range, interviewed_of: Callable[[Random, Body], int]) -> Form:
    """Interviews with those who left, of every hundred servants; ``interviewed_of``: of every hundred who left."""

    def filled(random: Random, body: Body, staff: int) -> Filled:
        if body.key in NOBODY_LEFT:
            return {"interviewed": 0, "not_interviewed": 0, "negative": 0}
        left = staff * random.choice(of_hundred) // 100 + 1
        interviewed = left * interviewed_of(random, body) // 100
        negative = interviewed * (80 if body.key in WEAK else random.randrange(0, 60)) // 100
        return {"interviewed": interviewed, "not_interviewed": left - interviewed, "negative": negative}

    return filled


def contests(without: Sequence[str]) -> Rows:
    """Records of contests, some of them observed; of bodies in ``without`` there are none."""

    def rows(random: Random, body: Body) -> list[Filled]:
        often = 10 if body.key in STRONG else 4 if body.key in WEAK else 8
        return [
            {"title": f"Sample record {number}", "observed": flag(random, often)}
            for number in range(1, 1 if body.key in without else random.randrange(4, 15))
        ]

    return rows

"""Writes an invented composite index: rules and data of any size, to measure and to try effrules on.

    python scripts/make_index.py FOLDER [--bodies 51] [--indicators 49] [--no-treatment]

FOLDER gets ``methodology.eff`` and ``data/*.csv``. Every body, indicator and figure is invented, from a fixed seed; only whole numbers
are drawn, so the same arguments give the same files, to the byte.

The rules are those of a usual index. Each indicator is scaled by min-max among all bodies, the other way round where less is better,
and the weighted mean of the indicators of a pillar is its score. Before that, outliers are treated step by step: as long as the
distribution of an indicator is lopsided (skewness above 2 and kurtosis above 3.5), its largest value is lowered to the next one below,
six times at most. Those steps are a chain of some fifty definitions, each of which looks at all bodies.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from random import Random

SEED = 954
ROUNDS = 6
"""So many times the largest value of an indicator may be lowered."""

PILLARS = ("economy", "people", "environment", "institutions")

HEADING = """-- An invented composite index: {bodies} bodies, {indicators} indicators{treated}. Written by scripts/make_index.py.

methodology invented_index version "1" {{
    title     en "Invented composite index"
    languages en
    scale 0 to 100 points
}}

source handbook {{ title en "Invented handbook" }}

subject body en "Body" {{
    name: text
    kind: one of large, small
}}

table value of body en "Value of an indicator" {{
    indicator: text, in indicator
    amount:    number
}}

figures indicator en "Indicators" {{
    code:   text
    pillar: one of {pillars}
    weight: share
    better: one of higher, lower
{figures}
    cite handbook "annex"
}}
"""

ROUND = """
define mean_{n}(v: value) = average of x_{n}(o) among all value o with the same indicator as v, if none then 0
    cite handbook "chapter 5"
define second_{n}(v: value) = average of power(x_{n}(o) - mean_{n}(o), 2) among all value o with the same indicator as v, if none then 0
    cite handbook "chapter 5"
define third_{n}(v: value) = average of power(x_{n}(o) - mean_{n}(o), 3) among all value o with the same indicator as v, if none then 0
    cite handbook "chapter 5"
define fourth_{n}(v: value) = average of power(x_{n}(o) - mean_{n}(o), 4) among all value o with the same indicator as v, if none then 0
    cite handbook "chapter 5"
define lopsided_{n}(v: value): yes or no =
    third_{n}(v) > 0 and power(third_{n}(v), 2) > 4 * power(second_{n}(v), 3) and fourth_{n}(v) > 3.5 * power(second_{n}(v), 2)
    cite handbook "chapter 5"
define top_{n}(v: value) = largest of x_{n}(o) among all value o with the same indicator as v, if none then 0
    cite handbook "chapter 5"
define next_{n}(v: value) = largest of x_{n}(o) among all value o with the same indicator as v where x_{n}(o) < top_{n}(v), if none then 0
    cite handbook "chapter 5"
define x_{m}(v: value) = when lopsided_{n}(v) and x_{n}(v) = top_{n}(v) then next_{n}(v) otherwise x_{n}(v)
    cite handbook "chapter 5"
"""

SCALED = """
define scaled(v: value) = min-max of x_{n}(v) among all value v with the same indicator, if all equal then 1
    cite handbook "chapter 6"
define measured(v: value) = when better is higher then scaled(v) otherwise 1 - scaled(v)
    cite handbook "chapter 6"
"""

PILLAR = """
criterion {pillar} out of 100 points {{
    title en "{title}"
    score = 100 points * weighted average of measured(v) by weight for each value v where pillar is {pillar}, if none then 0
    cite handbook "chapter {number}"
}}
"""

END = """
weights { equal  cite handbook }
total { round total to 2 decimals, half up  cite handbook }
rating { high from 60 points  medium from 40 points  low below 40 points  cite handbook }
rank body by total as rounded, highest first; equal totals share a place  cite handbook
"""


def methodology(draw: Random, bodies: int, indicators: int, rounds: int) -> str:
    """The rules. ``rounds``: so many times an outlier may be lowered; 0 leaves the treatment out."""
    figures = "\n".join(
        f'    | "i{n:03d}"  {PILLARS[n % len(PILLARS)]}  {draw.randint(1, 9)}%  {"lower" if draw.randrange(4) == 0 else "higher"}'
        for n in range(1, indicators + 1)
    )
    treated = f", outliers treated in {rounds} rounds" if rounds else ""
    pieces = [
        HEADING.format(
            bodies=bodies, indicators=indicators, treated=treated, pillars=", ".join(PILLARS), figures=figures
        ),
        "\ndefine x_0(v: value) = v.amount\n",
        *(ROUND.format(n=n, m=n + 1) for n in range(rounds)),
        SCALED.format(n=rounds),
        *(PILLAR.format(pillar=p, title=p.capitalize(), number=n) for n, p in enumerate(PILLARS, 1)),
        END,
    ]
    return "".join(pieces)


def amounts(draw: Random, bodies: int) -> list[str]:
    """The values of an indicator: mostly around a level of its own, now and then far above it."""
    level = draw.randint(5, 900)
    found = []
    for _ in range(bodies):
        value = level * 100 + draw.randint(-level * 60, level * 60)
        if draw.randrange(bodies) == 0:
            value *= draw.randint(5, 40)
        whole, part = divmod(value, 100)
        found.append(f"{whole}.{part:02d}")
    return found


def write(folder: Path, bodies: int, indicators: int, rounds: int) -> None:
    """Write rules and data."""
    draw = Random(f"{SEED} {bodies} {indicators}")
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    (folder / "methodology.eff").write_text(methodology(draw, bodies, indicators, rounds), encoding="utf-8")
    keys = [f"B{n:02d}" for n in range(1, bodies + 1)]
    columns = [amounts(draw, bodies) for _ in range(indicators)]
    with (data / "body.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["body", "name", "kind"])
        writer.writerows([key, f"Sample {key}", draw.choice(("large", "small"))] for key in keys)
    with (data / "value.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["body", "indicator", "amount"])
        writer.writerows(
            [key, f"i{n:03d}", column[row]]
            for row, key in enumerate(keys)
            for n, column in enumerate(columns, 1)
        )


def main() -> None:
    """Write what is asked for."""
    parser = argparse.ArgumentParser(description="Write an invented composite index: rules and data.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bodies", type=int, default=51)
    parser.add_argument("--indicators", type=int, default=49)
    parser.add_argument("--no-treatment", action="store_true", help="scale the values as they are")
    options = parser.parse_args()
    write(options.folder, options.bodies, options.indicators, 0 if options.no_treatment else ROUNDS)


if __name__ == "__main__":
    main()

"""A small, complete methodology to start from, with data that fit it: what ``effrules init`` writes, in the language asked for.

The comments, titles and names stand here in English; ``make words`` reads them as sentences, and the catalogues translate them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from effrules.words import Language, Template

METHODOLOGY = """\
-- A methodology to start from: it is complete, and `effrules run` scores the data beside it.
-- Two dashes start a comment. Change what you like, then run `effrules check` on this folder.

methodology my_methodology version "1" {
    title en "My methodology"
    in force from 2026-01-01
    scale 0 to 100 points
}

-- What the rules rest on: orders, decrees, publications. Clauses cite them by name.
source my_order {
    title en "Replace this with the order that you express"
    edition 2026-01-01
    item "1–4" scores   -- what the order holds, item by item: `effrules sources .` ticks it off
}

-- What is assessed, and what is reported about it ------------------------------------------

subject agency "Agency" {
    name: text
    kind: one of central "Central bodies", local "Local bodies"
}

-- Each table is a file of the data: data/service.csv has one row for each service of an agency.
table service of agency "Public service" {
    code:    text, unique
    planned: count, above 0            -- requests that were to be answered
    in_time: count                     -- requests that were answered in time
}

table complaint of agency "Justified complaint" {
    code: text, unique
}

-- How it is scored -------------------------------------------------------------------------

block services "Public services" {
    direction timeliness "Timeliness" {
        assessed by ministry "The ministry that assesses it"

        criterion in_time "Requests answered in time" out of 100 points {
            score = 100 points * average of in_time_share(s) for each service s
            not applicable when no service because en "the agency provides no services"
            cite my_order item "1"
        }
    }
}

-- A named formula. A share is a ratio: 95% is 0.95.
define in_time_share(s: service): share =
    s.in_time / s.planned but at most 100%
    assumed en "the order does not say how the share is formed"

block complaints "Complaints" {
    criterion few_complaints "Few justified complaints" out of 100 points {
        score = points by count of complaint {
            below 1:       100 points;
            1 to below 3:   50 points;
            from 3:          0 points
        }
        cite my_order item "2"
    }
}

-- Bringing it together ---------------------------------------------------------------------

weights for agency {
    services   60%
    complaints 40%
    when not applicable: share out in proportion
    assumed en "the weights are for you to state"
}

total {
    round total to 2 decimals, half up   cite my_order item "3"
    never below 0 points
}

rating {
    high   "High"   from 80 points
    medium "Medium" from 50 points to below 80 points
    low    "Low"    below 50 points
    assumed en "the grades are for you to state"
}

rank agency within kind by total as rounded, highest first; equal totals share a place
    cite my_order item "4"

-- What must always hold: `effrules test` tries to break it ----------------------------------

property on_the_scale: total is between 0 points and 100 points
property complaints_cost: one more complaint never raises total

example "nine of ten in time, no complaint" {
    agency A { name "A", kind central }
    service of A { code "1", planned 10, in_time 9 }
    expect timeliness of A is 90 points
    expect total of A is 94 points
}
"""

DATA = {
    "agency.csv": (
        "agency,name,kind\n"
        "A,Ministry of Examples,central\n"
        "B,Ministry of Drafts,central\n"
        "C,Northern akimat,local\n"
        "D,Southern akimat,local\n"
    ),
    "service.csv": ("agency,code,planned,in_time\nA,1,100,95\nA,2,40,30\nC,1,250,250\nD,1,80,60\nD,2,3,1\n"),
    "complaint.csv": "agency,code\nA,1\nD,1\nD,2\nD,3\n",
}

_SAID = re.compile(
    r'-- (?P<comment>.+?)(?P<rule> -{3,})?$|(?:(?P<tag>\ben) )?"(?P<title>[^"]*)"|,(?P<name>[A-Z]\w+(?: \w+)+)(?=,)',
    re.MULTILINE,
)
"""What is said in a file: a comment, which may be drawn out to a line across, a title with its language, a name in the data."""

_ACROSS = 93
"""The width of a comment that parts the file."""


def files(language: Language) -> dict[str, str]:
    """The files of the methodology by their names, in a language."""
    texts = {"methodology.eff": METHODOLOGY, **{f"data/{name}": text for name, text in DATA.items()}}

    def told(match: re.Match[str]) -> str:
        said = Template(_words(match)).in_(language)
        if not said:
            return match[0]
        if match["comment"]:
            return f"-- {said} ".ljust(_ACROSS, "-") if match["rule"] else f"-- {said}"
        if match["title"]:
            return f'{language.value} "{said}"' if match["tag"] else f'"{said}"'
        return f",{said}"

    return texts if language is Language.EN else {name: _SAID.sub(told, text) for name, text in texts.items()}


def sentences() -> Iterator[str]:
    """All that the files say, for translators."""
    for text in (METHODOLOGY, *DATA.values()):
        yield from filter(None, map(_words, _SAID.finditer(text)))


def _words(match: re.Match[str]) -> str:
    """What a match says; nothing where it is a number, or the code of a row."""
    title = match["title"] or ""
    return match["comment"] or match["name"] or (title if re.fullmatch(r"\D{3,}", title) else "")

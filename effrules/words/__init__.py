"""What a person reads, in Kazakh, Russian and English: sentences as data, and the catalogues that translate them.

A sentence stands in the code once, in English: ``phrase("the weights of {node} add up to {sum}", node=..., sum=...)``. The
:class:`Message` that it gives is a value like any other; ``str(message)`` is English, ``message.in_(Language.KK)`` is what the
catalogue says. docs/words.md tells translators how to correct a sentence, and authors how to write one.
"""

from effrules.words.days import dated, since, until
from effrules.words.language import Language
from effrules.words.message import (
    Given,
    Joined,
    Message,
    Number,
    Template,
    Text,
    any_of,
    both,
    counted,
    given,
    in_language,
    phrase,
    several,
    template,
)
from effrules.words.numbers import day_text, number
from effrules.words.quotation import quotation
from effrules.words.telling import Telling, reason_of

__all__ = [
    "Given",
    "Joined",
    "Language",
    "Message",
    "Number",
    "Telling",
    "Template",
    "Text",
    "any_of",
    "both",
    "catalogue",
    "counted",
    "dated",
    "day_text",
    "given",
    "in_language",
    "message",
    "number",
    "phrase",
    "quotation",
    "reason_of",
    "several",
    "since",
    "template",
    "until",
]

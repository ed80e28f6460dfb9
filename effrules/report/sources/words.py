"""The words around an act that is ticked off, in Kazakh, Russian and English."""

from __future__ import annotations

from effrules.report.wording import Language

WORDS: dict[str, tuple[str, str, str]] = {
    "title": (
        "Актілер тармақ бойынша: ереже нені өрнектейді",
        "Акты по пунктам: что выражено в правилах",
        "The acts item by item: what the rules express",
    ),
    "version": ("{name}, {version} нұсқасы", "{name}, версия {version}", "{name}, version {version}"),
    "item": ("Тармақ", "Пункт", "Item"),
    "what": ("Мәні", "Что это", "What it is"),
    "clauses": ("Ережелердегі орны", "Где в правилах", "Where in the rules"),
    "scores": ("балл айқындайды", "определяет баллы", "decides scores"),
    "definitions": ("ұғымдар", "определения", "definitions"),
    "procedure": ("бағалау тәртібі", "порядок проведения оценки", "procedure of the assessment"),
    "form": ("нысан", "форма", "form"),
    "not expressed": ("ережелерде өрнектелмеген", "не выражено в правилах", "not expressed"),
    "repealed": ("алып тасталған", "исключено", "repealed"),
    "cited": ("сілтеме бар", "есть ссылка", "cited"),
    "unlisted": ("актінің тізбесінде жоқ", "нет в перечне пунктов акта", "not in the inventory of the act"),
    "gap": (
        "ережелердің ешқайсысы сілтеме жасамайды",
        "ни одно положение правил не ссылается",
        "no clause cites it",
    ),
    "assumed": ("жорамал: {reason}", "допущение: {reason}", "assumed: {reason}"),
    "otherwise": (
        "акт мұнда басқаша айтады: {reason}",
        "акт говорит здесь иначе: {reason}",
        "the act says otherwise here: {reason}",
    ),
    "otherwise at": (
        "{place} басқаша айтады: {reason}",
        "{place} говорит иначе: {reason}",
        "{place} says otherwise: {reason}",
    ),
    "loose": ("Тармағы көрсетілмеген сілтемелер", "Ссылки без пункта", "Citations without an item"),
    "not at hand": ("мәтіні қолжетімсіз: {reason}", "текст не имелся: {reason}", "not at hand: {reason}"),
    "no inventory": (
        "тармақтар тізбесі берілмеген: ненің қалып қойғанын айту мүмкін емес",
        "перечень пунктов не приведён: что пропущено, сказать нельзя",
        "no inventory: what is left out cannot be told",
    ),
    "uncited": ("ережелерде сілтеме жоқ", "в правилах ссылок нет", "the rules do not cite it"),
    "in all": ("Барлығы", "Всего", "In all"),
    "acts": ("актілер: {n}", "актов: {n}", "acts: {n}"),
    "acts without": (
        "тармақтар тізбесі жоқ: {n}",
        "без перечня пунктов: {n}",
        "without an inventory: {n}",
    ),
    "acts absent": ("мәтіні қолжетімсіз: {n}", "текст не имелся: {n}", "not at hand: {n}"),
    "n scores": (
        "балл айқындайтын тармақтар: {n}, өрнектелгені: {m}",
        "пунктов, определяющих баллы: {n}, выражено: {m}",
        "items that decide scores: {n}, expressed: {m}",
    ),
    "n definitions": ("ұғымдар: {n}", "определений: {n}", "definitions: {n}"),
    "n procedure": ("бағалау тәртібі: {n}", "порядок проведения: {n}", "procedure: {n}"),
    "n form": ("нысандар: {n}", "форм: {n}", "forms: {n}"),
    "n not expressed": ("өрнектелмегені: {n}", "не выражено: {n}", "not expressed: {n}"),
    "n repealed": ("алып тасталғаны: {n}", "исключено: {n}", "repealed: {n}"),
    "n cited": ("сілтеме жасалған тармақтар: {n}", "пунктов со ссылками: {n}", "items cited: {n}"),
    "n loose": ("тармағы көрсетілмеген сілтемелер: {n}", "ссылок без пункта: {n}", "citations without an item: {n}"),
    "n assumed": ("осы тармақтардағы жорамалдар: {n}", "допущений при пунктах: {n}", "assumptions at items: {n}"),
    "n otherwise": ("қайшылықтар: {n}", "противоречий: {n}", "contradictions: {n}"),
    "left out": ("Қалып қойғаны: {items}", "Пропущено: {items}", "Left out: {items}"),
    "unknown": (
        "Сілтеме бар, бірақ тізбеде жоқ: {items}",
        "Есть ссылка, но нет в перечне: {items}",
        "Cited, and not in the inventory: {items}",
    ),
    "complete": (
        "Тізбелер бойынша балл айқындайтын тармақтардың ешқайсысы қалып қоймаған.",
        "По перечням ни один пункт, определяющий баллы, не пропущен.",
        "By the inventories no item that decides scores is left out.",
    ),
    "nothing to tell": (
        "Тармақтар тізбесі бірде-бір актіде жоқ: ненің қалып қойғанын айту мүмкін емес.",
        "Ни у одного акта нет перечня пунктов: что пропущено, сказать нельзя.",
        "No act has an inventory: what is left out cannot be told.",
    ),
    "drop": ("алып тасталды", "исключено", "dropped"),
}  # fmt: skip
"""Each word and sentence in the three languages."""


def say(key: str, language: Language, **values: object) -> str:
    """A word or a sentence."""
    return WORDS[key][language.at].format(**values)

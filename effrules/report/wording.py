"""The words around results, in Kazakh, Russian and English. What the rules say in titles is theirs."""

from __future__ import annotations

from effrules.model.rounding import Rounding
from effrules.words import Language, day_text, number

__all__ = ["Language", "counted_of", "day_text", "number", "when_rounded", "word"]


WORDS: dict[str, tuple[str, str, str]] = {
    "place": ("Орын", "Место", "Place"),
    "rating": ("Баға", "Оценка", "Rating"),
    "total": ("Жиыны", "Итого", "Total"),
    "penalties": ("Айыппұл балдары", "Штрафные баллы", "Penalties"),
    "n/a": ("қолд.", "н/п", "n/a"),
    "no score": ("балл жоқ", "без балла", "no score"),
    "failed": ("қате", "ошибка", "failed"),
    "no total": ("Жиынтық балл берілмейді", "Общего балла нет", "No total"),
    "not applicable": ("қолданылмайды", "не применяется", "not applicable"),
    "its condition": (
        "ережедегі шарт орындалды",
        "выполнено условие правил",
        "a condition of the rules holds",
    ),
    "above": (
        "жоғары тұрған бөліктің шарты орындалды",
        "выполнено условие вышестоящей части",
        "a condition of a part above it holds",
    ),
    "nothing left": (
        "бөліктерінің ешқайсысы қолданылмайды",
        "ни одна из частей не применяется",
        "none of its parts is applicable",
    ),
    "version": ("нұсқа", "версия", "version"),
    "bodies": ("ұйымдар саны", "организаций", "bodies"),
    "assumptions": (
        "{n} болжам; {m} балдың {k}-ы болжамға негізделген (* белгісі)",
        "допущений: {n}; на допущении основано {k} из {m} баллов (знак *)",
        "{n} assumptions; {k} of {m} scores rest on one (marked *)",
    ),
    "one assumption": (
        "1 болжам; {m} балдың {k}-ы соған негізделген (* белгісі)",
        "допущений: 1; на нём основано {k} из {m} баллов (знак *)",
        "1 assumption; {k} of {m} scores rest on it (marked *)",
    ),
    "no assumptions": ("Болжам жоқ.", "Допущений нет.", "No assumptions."),
    "rounded": (
        "≈ тек көрсету үшін дөңгелектелген; дәл мәні файлдарда",
        "≈ округлено только для показа; точные значения - в файлах",
        "≈ rounded for show only; files hold the exact values",
    ),
    "without": ("Балсыз қалғандар", "Без балла", "Without a score"),
    "what if": (
        "БОЛЖАМДЫ ЕСЕП: бұл ережелердің нәтижесі емес",
        "РАСЧЁТ «ЧТО, ЕСЛИ»: это не результат по правилам",
        "WHAT IF: not the result of the rules as they stand",
    ),
    "draft": (
        "ЖОБА, күшіндегі ереже емес: {version} нұсқасы ({files})",
        "ПРОЕКТ, не действующие правила: версия {version} ({files})",
        "DRAFT, not law: version {version} ({files})",
    ),
    "rules": ("Ережелер", "Правила", "Rules"),
    "text": ("{version} нұсқасы ({files})", "версия {version} ({files})", "version {version} ({files})"),
    "draft text": (
        "{version} нұсқасы, жоба ({files})",
        "версия {version}, проект ({files})",
        "version {version}, a draft ({files})",
    ),
    "on top": ("үстіне салынған", "поверх", "on top"),
    "others": ("Басқалар", "Прочие", "Others"),
    "of the percentage": (" (пайызбен есептегенде)", " (в процентах)", " of the percentage"),
    "after penalties": (
        ", айыппұл және үстеме балдардан кейін",
        ", после штрафных и поощрительных баллов",
        ", after penalties and bonuses",
    ),
    "of the ratio": (" (бірлік үлесімен есептегенде)", " (в долях единицы)", " of the ratio"),
    "workbook numbers": (
        "Парақтардағы сандар көрсетілген түрінде, 15 цифрға дейін; дәл сандар мәтін түрінде дәл мән бағанында және «Exact» парағында.",
        "Числа на листах - как показано, до 15 цифр; точные числа стоят текстом в столбце точного значения и на листе «Exact».",
        "Numbers in the sheets are as shown, with up to 15 digits; exact ones stand as text beside the total and in the sheet “Exact”.",
    ),
    "workbook texts": (
        "Excel толық сақтай алмайтын сандар ({digits} цифрдан немесе 30 ондық белгіден көп) мәтін түрінде тұр.",
        "Числа, которые Excel не сохранил бы полностью (больше {digits} цифр или 30 знаков после запятой), стоят текстом.",
        "Numbers that Excel would not keep whole (more than {digits} digits or 30 decimals) stand as text.",
    ),
    "workbook long": (
        "Ұяшыққа сыймайтын мәтіндер ({longest} таңбадан ұзын) «Long» парағында, бөліктері солдан оңға қарай оқылады.",
        "Тексты, которые не входят в ячейку (длиннее {longest} знаков), стоят на листе «Long», части читаются слева направо.",
        "Texts too long for a cell (over {longest} characters) stand in the sheet “Long”, in pieces that read from left to right.",
    ),
    "list with": (
        "Болжамдар тізімі: effrules check {rules}",
        "Список допущений: effrules check {rules}",
        "Listed by: effrules check {rules}",
    ),
    "list of what if": (
        "Болжамдар тізімі (өзгеріс енгізгендері де): --format json",
        "Список допущений (и внесённых изменением): --format json",
        "Listed (those of the change too): --format json",
    ),
}


def word(key: str, language: Language, **values: object) -> str:
    """A word or a sentence in a language."""
    return WORDS[key][language.at].format(**values)


def counted_of(rounding: Rounding, language: Language) -> str:
    """What the decimals of a rounded share are counted of, to follow their number; nothing where it is no share."""
    return "" if rounding.counted is None else word(f"of the {rounding.counted.value}", language)


def when_rounded(rounding: Rounding, language: Language) -> str:
    """Where a rounding comes, to follow all else that is said of it; nothing where it comes as it does by itself."""
    return word("after penalties", language) if rounding.after_penalties else ""

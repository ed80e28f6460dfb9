"""The words around a comparison of two methodologies, in Kazakh, Russian and English.

What stands in the rules (names, formulas, types) is quoted as it is written there, in every language.
"""

from __future__ import annotations

from effrules.report.wording import Language

WORDS: dict[str, tuple[str, str, str]] = {
    # -- Headings
    "title": ("Не өзгереді: {old} → {new}", "Что меняется: {old} → {new}", "What changes: {old} → {new}"),
    "short": ("Қысқаша", "Коротко", "In short"),
    "validity": ("Қашан қолданылады", "Когда действует", "When it holds"),
    "nodes": (
        "Блоктар, бағыттар, өлшемшарттар",
        "Блоки, направления, критерии",
        "Blocks, directions, criteria",
    ),
    "weights": ("Салмақтар", "Веса", "Weights"),
    "weights in": ("салмақтар: {node}", "веса: {node}", "weights in {node}"),
    "adjustments": ("Айыппұлдар мен үстемелер", "Штрафы и надбавки", "Penalties and bonuses"),
    "outcome": ("Жиыны, бағалар, орындар", "Итог, оценки, места", "Total, grades, places"),
    "formulas": (
        "Ортақ формулалар мен көрсеткіштер",
        "Общие формулы и таблицы показателей",
        "Shared formulas and figures",
    ),
    "reported": ("Есеп беру", "Отчётность", "What is reported"),
    "promises": ("Уәделер", "Обещания", "Promises"),
    "words": (
        "Тек сөзі немесе негізі өзгергендер",
        "Изменились только слова или основание",
        "Changed in words or basis only",
    ),
    "words intro": (
        "Мағынасы сол күйінде.",
        "Смысл прежний.",
        "The meaning is as it was.",
    ),
    "cases": ("Есептелген мысалдар", "Разобранные примеры", "Worked examples"),
    "layout": ("Басқаша жазылғандар", "Записано иначе", "Written otherwise"),
    "layout intro": (
        "Мағынасы мен сөздері сол күйінде, тек жазылуы басқаша.",
        "Смысл и слова прежние, иначе только запись.",
        "Meaning and words are as they were; only the notation is another.",
    ),
    "verdicts": (
        "Бағаланатындар үшін салдары",
        "Что это значит для оцениваемых",
        "What it means for those assessed",
    ),
    "verdicts intro": (
        "Дерек болмай-ақ, ережелердің өзінен көрінетіні. «Қатаңырақ»: ешкім ұта алмайды; «жеңілірек»: ешкім ұтыла алмайды; "
        "«басқаша»: кімге қалай әсер ететіні тек деректен көрінеді.",
        "То, что видно из самих правил, без данных. «Строже»: никто не может выиграть; «мягче»: никто не может проиграть; "
        "«иначе»: кого и как это затронет, видно только на данных.",
        "What the rules alone show, without data. Stricter: nobody can gain; more lenient: nobody can lose; different: "
        "whom it moves, and which way, can only be seen on data.",
    ),
    # -- Nothing
    "identical": (
        "Айырмашылық жоқ: мәтіні бірдей.",
        "Различий нет: тексты одинаковы.",
        "Nothing differs: the texts are the same.",
    ),
    "only layout": (
        "Мағынасы мен сөздері бірдей; тек орналасуы, түсініктемелері немесе файлдары басқаша.",
        "Смысл и слова одинаковы; иначе только расположение, примечания или файлы.",
        "Meaning and words are the same; only layout, comments or files differ.",
    ),
    "no meaning": (
        "Мағынасы өзгермейді.",
        "Смысл не меняется.",
        "The meaning does not change.",
    ),
    "only scores same": (
        "Балдарға ешбір өзгеріс әсер етпейді.",
        "На баллы ни одно изменение не влияет.",
        "No change has a bearing on scores.",
    ),
    "total stricter": (
        "Жиыны: деректері қандай болса да, ешкім ұта алмайды.",
        "Итог: никто не может выиграть, каковы бы ни были данные.",
        "The total: nobody can gain, whatever the data.",
    ),
    "total more lenient": (
        "Жиыны: деректері қандай болса да, ешкім ұтыла алмайды.",
        "Итог: никто не может проиграть, каковы бы ни были данные.",
        "The total: nobody can lose, whatever the data.",
    ),
    "total same": (
        "Жиыны: деректері қандай болса да, бәрінде сол күйінде.",
        "Итог: у всех прежний, каковы бы ни были данные.",
        "The total: the same for everybody, whatever the data.",
    ),
    "total different": (
        "Жиыны: кімге қалай әсер ететіні тек деректен көрінеді.",
        "Итог: кого и как это затронет, видно только на данных.",
        "The total: whom it moves, and which way, can only be seen on data.",
    ),
    # -- Actions
    "added": ("қосылды", "добавлено", "added"),
    "dropped": ("алынып тасталды", "исключено", "dropped"),
    "renamed": ("атауы ауыстырылды", "переименовано", "renamed"),
    "moved": ("көшірілді", "перенесено", "moved"),
    "changed": ("өзгертілді", "изменено", "changed"),
    "reworded": ("сөзі өзгертілді", "изменены слова", "reworded"),
    # -- Kinds
    "methodology": ("әдістеме", "методика", "methodology"),
    "source": ("дереккөз", "источник", "source"),
    "subject": ("бағаланатын", "оцениваемый", "subject"),
    "table": ("кесте", "таблица", "table"),
    "field": ("өріс", "поле", "field"),
    "define": ("анықтама", "определение", "definition"),
    "figures": ("көрсеткіштер кестесі", "таблица показателей", "figures"),
    "row": ("жол", "строка", "row"),
    "total": ("жиыны", "итог", "total"),
    "block": ("блок", "блок", "block"),
    "direction": ("бағыт", "направление", "direction"),
    "criterion": ("өлшемшарт", "критерий", "criterion"),
    "penalty": ("айыппұл", "штраф", "penalty"),
    "bonus": ("үстеме", "надбавка", "bonus"),
    "rating": ("баға", "оценка", "rating"),
    "rank": ("орындар", "места", "ranking"),
    "property": ("уәде", "обещание", "promise"),
    "example": ("мысал", "пример", "example"),
    # -- Labels
    "name": ("атауы", "имя", "name"),
    "heading": ("тақырыбы", "название", "title"),
    "formula": ("формула", "формула", "formula"),
    "amount": ("мөлшері", "размер", "amount"),
    "for each": ("әрбір", "за каждый", "for each"),
    "once": ("бір рет", "один раз", "once"),
    "condition": ("шарты", "условие", "condition"),
    "cap": ("барлығы ең көбі", "всего не более", "at most in all"),
    "lowest": ("одан төмен түсірмейді", "не ниже", "leaving at least"),
    "highest": ("одан жоғары көтермейді", "не выше", "reaching at most"),
    "never below": ("ешқашан төмен емес", "никогда не ниже", "never below"),
    "never above": ("ешқашан жоғары емес", "никогда не выше", "never above"),
    "maximum": ("ең жоғары балл", "наибольший балл", "maximum"),
    "minimum": ("ең төмен балл", "наименьший балл", "minimum"),
    "rounding": ("дөңгелектеу", "округление", "rounding"),
    "not applicable when": ("қолданылмайды, егер", "не применяется, если", "not applicable when"),
    "assessed by": ("бағалайтын", "оценивает", "assessed by"),
    "as above": ("{names} («{node}» бойынша)", "{names} (по «{node}»)", "{names} (as for {node})"),
    "fields": ("өрістері", "поля", "fields"),
    "note": ("ескертпе", "примечание", "note"),
    "address": ("мекенжайы", "адрес", "address"),
    "grades of": ("бағалар, {node}", "оценки, {node}", "grades, {node}"),
    "applicability": ("қолданылуы", "применимость", "when it applies"),
    "parts of": ("{node}: {n} бөлігі", "{node}: {n} частей", "{n} parts of {node}"),
    "parent": ("орны", "место в дереве", "stands in"),
    "order": ("реті", "порядок", "order"),
    "target": ("неге қолданылады", "к чему применяется", "applies to"),
    "when left out": (
        "бөлігі қолданылмаса",
        "если часть не применяется",
        "when a part is not applicable",
    ),
    "clauses": ("кім үшін", "для кого", "for whom"),
    "type": ("түрі", "тип", "holds"),
    "new choice": ("жаңа таңдау", "новый вариант", "new choice"),
    "choice gone": ("енді жоқ таңдау", "больше нет варианта", "choice no longer there"),
    "choices": ("таңдаулар атаулары", "названия вариантов", "titles of choices"),
    "owner": ("кімге тиесілі", "кому принадлежит", "belongs to"),
    "parameters": ("нені алады және береді", "что принимает и даёт", "takes and gives"),
    "columns": ("бағандар", "столбцы", "columns"),
    "grades": ("бағалар", "оценки", "grades"),
    "places": ("орындар ережесі", "правило мест", "rule of places"),
    "promise": ("уәде", "обещание", "promise"),
    "case": ("мысал мазмұны", "содержание примера", "case"),
    "scale": ("шкала", "шкала", "scale"),
    "period": ("күшінде", "действует", "in force"),
    "version": ("нұсқа", "версия", "version"),
    "standing": ("мәртебесі", "статус", "status"),
    "a draft": ("жоба", "проект", "a draft"),
    "no draft": ("жоба емес", "не проект", "no draft"),
    "languages": ("тілдер", "языки", "languages"),
    "rests on": ("негізі", "основание", "rests on"),
    "rounding rests on": ("дөңгелектеу негізі", "основание округления", "the rounding rests on"),
    "reason shown": ("көрсетілетін себеп", "показываемая причина", "reason that is shown"),
    "items": ("тармақтар", "пункты", "items"),
    "used by": ("қолданатындар", "используют", "used by"),
    "no reason": ("айтылмаған", "не указана", "not stated"),
    "reason": ("Себебі", "Причина", "Reason"),
    "following": ("оның бөліктері", "с частями", "with"),
    "part": ("Бөлік", "Часть", "Part"),
    "was": ("Болды", "Было", "Was"),
    "is": ("Болады", "Станет", "Is"),
    "grade": ("Баға", "Оценка", "Grade"),
    "who": ("Не", "Что", "What"),
    "verdict": ("Қорытынды", "Вывод", "Verdict"),
    # -- Values
    "none": ("жоқ", "нет", "none"),
    "weighted sum": (
        "бөліктерінен (өлшемді орташа)",
        "из частей (взвешенное среднее)",
        "from its parts (weighted mean)",
    ),
    "plain sum": ("бөліктерінің қосындысы", "сумма частей", "the sum of its parts"),
    "by maxima": (
        "бөліктерінің қосындысы, ең жоғары балдары бойынша",
        "сумма частей, по их максимумам",
        "the sum of its parts, by their maxima",
    ),
    "everybody": ("барлығы", "все", "everybody"),
    "points": ("{n} балл", "{n} балл.", "{n} points"),
    "open": ("ашық", "бессрочно", "open"),
    "from to": ("{first} – {last}", "с {first} по {last}", "from {first} to {last}"),
    "from": ("{first} бастап", "с {first}", "from {first}"),
    "any time": ("айтылмаған", "не указано", "not stated"),
    "assumed": ("болжам: {reason}", "допущение: {reason}", "assumed: {reason}"),
    "nothing stated": ("негізі жоқ", "без основания", "no basis"),
    "in proportion": (
        "салмағы басқаларға үлесіне қарай бөлінеді",
        "вес делится между остальными пропорционально",
        "its weight is shared out in proportion",
    ),
    "equally": (
        "салмағы басқаларға тең бөлінеді",
        "вес делится между остальными поровну",
        "its weight is shared out equally",
    ),
    "count as zero": ("нөл болып есептеледі", "считается нулём", "it counts as zero"),
    "count as full": ("толық балл болып есептеледі", "считается полным баллом", "it counts in full"),
    "not stated": ("айтылмаған", "не указано", "not stated"),
    "share a place": (
        "тең балдар орынды бөліседі, келесісі бос қалады",
        "равные делят место, следующее пропускается",
        "equal ones share a place, the next one is skipped",
    ),
    "share a place, none is skipped": (
        "тең балдар орынды бөліседі, орын бос қалмайды",
        "равные делят место, места не пропускаются",
        "equal ones share a place, none is skipped",
    ),
    "by likeness": (
        "ережелер айтпайды; ұқсастығы бойынша танылды",
        "правила этого не говорят; опознано по сходству",
        "not declared; recognised by what it is",
    ),
    "because parts": (
        "бөліктер өзгергендіктен",
        "так как части теперь другие",
        "as the parts are others now",
    ),
    "seen": ("деректен ғана көрінеді", "видно только на данных", "can only be seen on data"),
    "only layout one": ("басқаша жазылған", "записано иначе", "written otherwise"),
    "n added": ("{n} қосылды", "добавлено: {n}", "{n} added"),
    "n dropped": ("{n} алынып тасталды", "исключено: {n}", "{n} dropped"),
    "n changed": ("{n} өзгертілді", "изменено: {n}", "{n} changed"),
    "sources": ("Дереккөздер", "Источники", "Sources"),
    "new sources": ("жаңа", "новые", "new"),
    "sources gone": ("енді жоқ", "больше нет", "no longer there"),
    "each of": (
        "{n} бөліктің әрқайсысы {share}",
        "каждая из {n} частей {share}",
        "each of {n} parts {share}",
    ),
    "decimals": ("үтірден кейін {n} таңба", "до {n} знаков после запятой", "to {n} decimals"),
    "one decimal": ("үтірден кейін 1 таңба", "до 1 знака после запятой", "to 1 decimal"),
    "significant": ("{n} мәнді таңба", "до {n} значащих цифр", "to {n} significant digits"),
    "mode half up": ("жартысы жоғары", "половина вверх", "half up"),
    "mode half even": ("жартысы жұпқа", "половина к чётной", "half even"),
    "mode half down": ("жартысы төмен", "половина вниз", "half down"),
    "mode up": ("нөлден әрі", "от нуля", "up"),
    "mode down": ("нөлге қарай", "к нулю", "down"),
    "mode ceiling": ("жоғары", "вверх", "ceiling"),
    "mode floor": ("төмен", "вниз", "floor"),
    # -- Verdicts
    "same": ("сол күйінде", "без изменений", "same"),
    "stricter": ("қатаңырақ", "строже", "stricter"),
    "more lenient": ("жеңілірек", "мягче", "more lenient"),
    "different": ("басқаша", "иначе", "different"),
}


def word(key: str, language: Language, **values: object) -> str:
    """A word or a sentence in a language."""
    text = WORDS[key][language.at]
    return text.format(**values) if values else text


def capital(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]

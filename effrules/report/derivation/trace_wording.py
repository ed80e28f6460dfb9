"""The words of derivations, in Kazakh, Russian and English. What the rules say in titles and texts is theirs."""

from __future__ import annotations

from effrules.report.wording import Language

TRACE_WORDS: dict[str, tuple[str, str, str]] = {
    # -- What steps are called
    "yes": ("иә", "да", "yes"),
    "no": ("жоқ", "нет", "no"),
    "cell": ("{field}, {row}", "{field}, {row}", "{field}, {row}"),
    "weights of": ("Салмақтар: {node}", "Веса: {node}", "Weights: {node}"),
    "weighted mean": (
        "бөліктердің салмақты орташасы",
        "взвешенное среднее частей",
        "weighted mean of the parts",
    ),
    "sum of parts": ("бөліктердің қосындысы", "сумма частей", "sum of the parts"),
    "penalty": ("айыппұл: {title}", "штраф: {title}", "penalty: {title}"),
    "bonus": ("үстеме: {title}", "надбавка: {title}", "bonus: {title}"),
    "after penalty": ("айыппұлдан кейін: {title}", "после штрафа: {title}", "after the penalty: {title}"),
    "after bonus": ("үстемеден кейін: {title}", "после надбавки: {title}", "after the bonus: {title}"),
    "rounding": ("дөңгелектеу", "округление", "rounding"),
    "kept at least": ("жиыны, кемінде {bound}", "итог, не менее {bound}", "total, but at least {bound}"),
    "kept at most": ("жиыны, ең көбі {bound}", "итог, не более {bound}", "total, but at most {bound}"),
    "before rounding": (
        "{node}, дөңгелектеуге дейін",
        "{node}, до округления",
        "{node}, before rounding",
    ),
    "by what if": ("(болжамды есеп)", "(что, если)", "(what if)"),
    # -- Stretches and comparisons
    "from": ("≥ {low}", "от {low}", "from {low}"),
    "above": ("> {low}", "более {low}", "above {low}"),
    "to": ("≤ {high}", "до {high} включительно", "to {high}"),
    "below": ("< {high}", "менее {high}", "below {high}"),
    "to below": ("< {high}", "менее {high}", "to below {high}"),
    "and": ("{low}, {high}", "{low}, {high}", "{low} {high}"),
    "exactly": ("дәл {value}", "ровно {value}", "exactly {value}"),
    "any value": ("кез келген мән", "любое значение", "any value"),
    # -- Counts
    "one row": ("1 жол", "1 строка", "1 row"),
    "rows": ("{n} жол", "строк: {n}", "{n} rows"),
    "no rows": ("жол жоқ", "нет строк", "no rows"),
    "left out": ("алынбағаны: {n}", "не взято: {n}", "{n} left out"),
    "of all": ("барлық ұйымдардікі", "по всем организациям", "of all bodies"),
    "same": ("мәні тең өрістер: {fields}", "с теми же значениями: {fields}", "with the same {fields}"),
    "one incident": ("1 жағдай", "1 случай", "1 incident"),
    "incidents": ("{n} жағдай", "случаев: {n}", "{n} incidents"),
    "no incident": ("жағдай болған жоқ", "случаев не было", "no incident"),
    "and more": ("… және тағы {n}", "… и ещё {n}", "… and {n} more"),
    # -- Rounding
    "rounded": (
        "{value} мәнінен {how}",
        "из {value} {how}",
        "from {value} {how}",
    ),
    "nothing to round": ("{how}: дөңгелектейтін ештеңе жоқ", "{how}: округлять нечего", "{how}: nothing to round"),
    "to decimals": ("{n} ондық таңбаға дейін{of}, {mode}", "до {n} знаков после запятой{of}, {mode}", "to {n} decimals{of}, {mode}"),
    "to one decimal": ("1 ондық таңбаға дейін{of}, {mode}", "до 1 знака после запятой{of}, {mode}", "to 1 decimal{of}, {mode}"),
    "to whole": ("бүтінге дейін{of}, {mode}", "до целого{of}, {mode}", "to a whole number{of}, {mode}"),
    "to significant": ("{n} мәнді цифрға дейін, {mode}", "до {n} значащих цифр, {mode}", "to {n} significant digits, {mode}"),
    "half up": ("жақынына, дәл ортасы нөлден алысқа", "до ближайшего, ровно половина от нуля", "half up"),
    "half even": ("жақынына, дәл ортасы жұпқа", "до ближайшего, ровно половина к чётному", "half even"),
    "half down": ("жақынына, дәл ортасы нөлге қарай", "до ближайшего, ровно половина к нулю", "half down"),
    "up": ("нөлден алысқа", "от нуля", "up (away from zero)"),
    "down": ("нөлге қарай", "к нулю", "down (towards zero)"),
    "ceiling": ("үлкеніне қарай", "в бо́льшую сторону", "ceiling (to the greater)"),
    "floor": ("кішісіне қарай", "в меньшую сторону", "floor (to the smaller)"),
    "tie": (
        "{low} мен {high} дәл ортасы, сондықтан ереже шешеді: {value}",
        "ровно посередине между {low} и {high}, поэтому решает правило: {value}",
        "exactly half way between {low} and {high}, so the mode decides: {value}",
    ),
    "no tie": ("дәл ортасы емес", "не ровно посередине", "not a tie"),
    # -- Caps and floors
    "cap bit": (
        "жоғарғы шек {bound} мына мәннің орнына алынды: {value}",
        "вместо {value} взят потолок {bound}",
        "the cap of {bound} took the place of {value}",
    ),
    "floor bit": (
        "төменгі шек {bound} мына мәннің орнына алынды: {value}",
        "вместо {value} взят порог {bound}",
        "the floor of {bound} took the place of {value}",
    ),
    "cap idle": (
        "жоғарғы шекке ({bound}) жетпеді: {value}",
        "потолок {bound} не сработал: {value}",
        "the cap of {bound} did not bite: {value}",
    ),
    "floor idle": (
        "төменгі шектен ({bound}) төмен емес: {value}",
        "порог {bound} не сработал: {value}",
        "the floor of {bound} did not bite: {value}",
    ),
    # -- Conditions and choices
    "decided": ("шешкені: «{text}» - {answer}", "решило: «{text}» - {answer}", "decided by `{text}`: {answer}"),
    "all hold": ("барлық {n} шарт орындалды", "выполнены все условия: {n}", "all {n} conditions hold"),
    "none holds": ("бірде-бір шарт орындалмады", "ни одно условие не выполнено", "no condition holds"),
    "not looked at": ("қаралмады: «{text}»", "не рассматривалось: «{text}»", "not looked at: `{text}`"),
    "because": ("себебі «{text}» - {answer}", "так как «{text}» - {answer}", "because `{text}` is {answer}"),
    "otherwise": (
        "бірде-бір шарт орындалмады: әйтпесе",
        "ни одно условие не выполнено: иначе",
        "no condition holds: otherwise",
    ),
    "branch not taken": (
        "алынбады: «{branch}», себебі «{text}» - {answer}",
        "не взято: «{branch}», так как «{text}» - {answer}",
        "not taken: `{branch}`, because `{text}` is {answer}",
    ),
    "branch not reached": (
        "алынбады: «{branch}», алдыңғы шарт орындалды",
        "не взято: «{branch}», выполнено более раннее условие",
        "not taken: `{branch}`, because an earlier condition holds",
    ),
    "other branch": (
        "алынбады: «{branch}», шарт орындалды",
        "не взято: «{branch}», условие выполнено",
        "not taken: `{branch}`, because a condition holds",
    ),
    "items hold": ("{n} тармақтың {k} орындалды", "выполнено пунктов: {k} из {n}", "{k} of {n} items hold"),
    "item not": ("{title}: «{text}» - {answer}", "{title}: «{text}» - {answer}", "{title}: `{text}` is {answer}"),
    # -- Missing values
    "empty cell": ("ұяшық бос", "ячейка пуста", "the cell is empty"),
    "no value there": ("мән жоқ", "значения нет", "there is no value"),
    "instead": (
        "мән жоқ: орнына {value} алынды («{text}»)",
        "значения нет: вместо него взято {value} («{text}»)",
        "there is no value: {value} is taken instead (`{text}`)",
    ),
    "not instead": (
        "мән бар: орнына қоюдың қажеті болмады",
        "значение есть: замена не понадобилась",
        "the value is there: nothing is taken instead",
    ),
    "percent": (
        "{raw} - пайызбен берілген үлес",
        "{raw} - доля в процентах",
        "{raw} is a share in percent",
    ),
    "shortest": (
        "сұралғандай, ең қысқа ондық бөлшек ретінде оқылды: 15 мәнді цифр",
        "прочитано, как было указано, кратчайшей десятичной дробью: 15 значащих цифр",
        "read as the shortest decimal, as was asked for: 15 significant digits",
    ),
    # -- Bands and points
    "band": ("жолақ: {stretch}", "попало в полосу: {stretch}", "in the band {stretch}"),
    "printed line": ("басылған жол: {stretch}", "строка шкалы: {stretch}", "the printed line {stretch}"),
    "between lines lower": (
        "басылған жолдардың арасында; мәні төменгі жол алынады: {stretch}",
        "между напечатанными строками; берётся строка меньшего значения: {stretch}",
        "between two printed lines; the line of the lower value counts: {stretch}",
    ),
    "between lines higher": (
        "басылған жолдардың арасында; мәні жоғарғы жол алынады: {stretch}",
        "между напечатанными строками; берётся строка большего значения: {stretch}",
        "between two printed lines; the line of the higher value counts: {stretch}",
    ),
    "shared end lower": (
        "екі жолдың ортақ шегінде; мәні төменгі жол алынады: {stretch}",
        "на общей границе двух строк; берётся строка меньшего значения: {stretch}",
        "at the end that two printed lines share; the line of the lower value counts: {stretch}",
    ),
    "shared end higher": (
        "екі жолдың ортақ шегінде; мәні жоғарғы жол алынады: {stretch}",
        "на общей границе двух строк; берётся строка большего значения: {stretch}",
        "at the end that two printed lines share; the line of the higher value counts: {stretch}",
    ),
    "between grades lower": (
        "бағалардың арасында; төменгісі алынады: {stretch}",
        "между оценками; берётся низшая: {stretch}",
        "between two grades; the lower one counts: {stretch}",
    ),
    "between grades higher": (
        "бағалардың арасында; жоғарғысы алынады: {stretch}",
        "между оценками; берётся высшая: {stretch}",
        "between two grades; the higher one counts: {stretch}",
    ),
    "shared grades lower": (
        "екі бағаның ортақ шегінде; төменгісі алынады: {stretch}",
        "на общей границе двух оценок; берётся низшая: {stretch}",
        "at the end that two grades share; the lower one counts: {stretch}",
    ),
    "shared grades higher": (
        "екі бағаның ортақ шегінде; жоғарғысы алынады: {stretch}",
        "на общей границе двух оценок; берётся высшая: {stretch}",
        "at the end that two grades share; the higher one counts: {stretch}",
    ),
    "no band": ("бірде-бір жолаққа түспейді: әйтпесе", "ни в одной полосе: иначе", "in none of the bands: otherwise"),
    "other band": ("бұл жолақта емес: {stretch}: {gives}", "не в полосе: {stretch}: {gives}", "not in the band {stretch}: {gives}"),
    "between points": (
        "{x} мына екі нүктенің арасында: {low} → {low_y} және {high} → {high_y}",
        "{x} лежит между точками {low} → {low_y} и {high} → {high_y}",
        "{x} lies between the points {low} → {low_y} and {high} → {high_y}",
    ),
    "at point": ("дәл {x} нүктесінде", "ровно в точке {x}", "exactly at the point {x}"),
    "before points": (
        "{x} бірінші нүктеге ({first}) дейін: сол үшін айтылған мән",
        "{x} до первой точки ({first}): значение, указанное для этого",
        "{x} lies before the first point ({first}): the value stated for that",
    ),
    "after points": (
        "{x} соңғы нүктеден ({last}) кейін: сол үшін айтылған мән",
        "{x} после последней точки ({last}): значение, указанное для этого",
        "{x} lies after the last point ({last}): the value stated for that",
    ),
    "other points": ("басқа нүктелер: {points}", "прочие точки: {points}", "other points: {points}"),
    # -- Rows
    "if none": (
        "жол жоқ: бұл жағдайға айтылған мән алынды",
        "нет строк: взято значение, указанное для этого случая",
        "no rows: the value stated for that is taken",
    ),
    "row left out": (
        "алынбады: {row} («{text}» - {answer})",
        "не взято: {row} («{text}» - {answer})",
        "left out: {row} (`{text}` is {answer})",
    ),
    "found in": ("{row} жолында", "в строке {row}", "in the row {row}"),
    "found in several": ("{n} жолда", "в строках: {n}", "in {n} rows"),
    "hold in": ("{n} жолдың {k} орындалды", "выполнено в {k} из {n} строк", "it holds in {k} of {n} rows"),
    "compared with": ("немен салыстырылады", "с чем сравнивается", "what it is compared with"),
    "better": ("үздігі: {k}, барлығы {n}", "лучше: {k} из {n}", "{k} of {n} are better"),
    "smaller and equal": (
        "кішісі: {k}, тең: {e}, барлығы {n}",
        "меньше: {k}, равных: {e}, всего {n}",
        "{k} are smaller and {e} equal, of {n}",
    ),
    "smallest and largest": (
        "ең кішісі {low}, ең үлкені {high}",
        "наименьшее {low}, наибольшее {high}",
        "smallest {low}, largest {high}",
    ),
    "all equal": (
        "барлығы тең: бұл жағдайға айтылған мән алынды",
        "все равны: взято значение, указанное для этого случая",
        "all are equal: the value stated for that is taken",
    ),
    # -- Days
    "working days": (
        "{calendar} бойынша {first} кейін {last} дейін (қоса алғанда)",
        "по календарю «{calendar}» после {first} по {last} включительно",
        "by the calendar {calendar}, after {first} up to and including {last}",
    ),
    "holidays between": ("демалыс пен мереке: {days}", "из них выходные и праздничные по календарю: {days}", "off by the calendar: {days}"),
    "working between": ("жұмыс күндері: {days}", "рабочие по календарю: {days}", "working by the calendar: {days}"),
    # -- Clauses around a formula
    "multiplied": ("{value} x {factor}", "{value} x {factor}", "{value} x {factor}"),
    "halved": ("екі есе азайтылды: {value} / 2", "уменьшено вдвое: {value} / 2", "halved: {value} / 2"),
    "factor idle": (
        "көбейтілмеді: «{text}» - {answer}",
        "не умножено: «{text}» - {answer}",
        "not multiplied: `{text}` is {answer}",
    ),
    "mean of others": (
        "өз формуласы бойынша бағаланғандардың орташасы, органдар саны: {n}",
        "среднее по оценённым по своей формуле, органов: {n}",
        "the mean of those scored by the formula itself: {n}",
    ),
    "no others": (
        "өз формуласы бойынша бағаланғандар жоқ: бұл жағдайға айтылған мән алынды",
        "оценённых по своей формуле нет: взято значение, указанное для этого случая",
        "nobody is scored by the formula itself: the value stated for that is taken",
    ),
    "mean idle": (
        "басқалардың орташасы алынбады: «{text}» - {answer}",
        "среднее других не взято: «{text}» - {answer}",
        "not the mean of the others: `{text}` is {answer}",
    ),
    "by own formula": ("өз формуласы бойынша бағаланады", "оценивается по своей формуле", "scored by its own formula"),
    "applicable": ("қолданылады", "применяется", "applicable"),
    "own score": ("өз балы", "собственный балл", "its own score"),
    "average place": ("орта орын: тең {e}", "среднее место: равных {e}", "the average place of {e} that are equal"),
    "different better": (
        "үздігінің әртүрлі мәні: {k}; орын аттап өтілмейді",
        "различных лучших значений: {k}; места не пропускаются",
        "{k} different values are better; no place is skipped",
    ),
    # -- Weights
    "with weight": ("{part} (салмағы {weight})", "{part} (вес {weight})", "{part} (weight {weight})"),
    "shared in proportion": (
        "салмағы пропорционалды бөлінді: {others}",
        "вес распределён пропорционально: {others}",
        "weight shared out in proportion: {others}",
    ),
    "shared equally": (
        "салмағы тең бөлінді: {others}",
        "вес распределён поровну: {others}",
        "weight shared out equally: {others}",
    ),
    "counts as zero": (
        "өз салмағымен нөл (ең төменгі балл) ретінде есептеледі",
        "с этим весом считается как ноль (наименьший балл)",
        "counts as zero (its lowest score), with that weight",
    ),
    "counts in full": (
        "өз салмағымен толық (ең жоғары балл) есептеледі",
        "с этим весом считается полностью (наибольший балл)",
        "counts in full (its highest score), with that weight",
    ),
    "weights for": ("«{text}» болғандарға арналған салмақтар", "веса для тех, у кого «{text}»", "weights for those where `{text}`"),
    "weights not for": (
        "басқа салмақтар алынбады: «{text}» - {answer}",
        "другие веса не взяты: «{text}» - {answer}",
        "other weights not taken: `{text}` is {answer}",
    ),
    "counts instead": ("{part} ({value} ретінде)", "{part} (как {value})", "{part} (as {value})"),
    # -- Nodes
    "not applicable": ("қолданылмайды: {why}", "не применяется: {why}", "not applicable: {why}"),
    "no score": ("балл жоқ: {why}", "без балла: {why}", "no score: {why}"),
    "failed": ("қате: {why}", "ошибка: {why}", "failed: {why}"),
    "applies": (
        "қолданылады: «{text}» - {answer} ({reason})",
        "применяется: «{text}» - {answer} ({reason})",
        "it applies: `{text}` is {answer} ({reason})",
    ),
    "weight": ("салмағы {weight}", "вес {weight}", "weight {weight}"),
    "adds": ("қосқаны {points}", "даёт {points}", "adds {points}"),
    # -- Penalties and bonuses
    "no condition": ("шарты орындалмады", "условие не выполнено", "its condition does not hold"),
    "incidents alike": ("{n} x {amount} = {total}", "{n} x {amount} = {total}", "{n} x {amount} = {total}"),
    "capped": (
        "барлығы ең көбі {cap}: {total} орнына {cap}",
        "не более {cap} всего: вместо {total} взято {cap}",
        "at most {cap} in all: {cap} instead of {total}",
    ),
    "cap not reached": (
        "жалпы шекке ({cap}) жетпеді: {total}",
        "общий потолок {cap} не достигнут: {total}",
        "the cap of {cap} in all was not reached: {total}",
    ),
    "nothing taken": ("ештеңе алынған жоқ", "ничего не снято", "nothing was taken"),
    "nothing given": ("ештеңе қосылған жоқ", "ничего не добавлено", "nothing was added"),
    "taken": ("{amount} алынды", "снято {amount}", "{amount} taken"),
    "given": ("{amount} қосылды", "добавлено {amount}", "{amount} added"),
    "limit held": (
        "{limit} шегі ұстап қалды: {amount} орнына {actual}",
        "предел {limit} удержал: {actual} вместо {amount}",
        "the limit of {limit} held: {actual} instead of {amount}",
    ),
    "beyond limit": (
        "балл {limit} шегінен бұрыннан асып тұр: {amount} орнына ештеңе",
        "балл уже за пределом {limit}: ничего вместо {amount}",
        "the score was beyond the limit of {limit} already: nothing instead of {amount}",
    ),
    "limit idle": (
        "{limit} шегіне жетпеді",
        "предел {limit} не достигнут",
        "the limit of {limit} was not reached",
    ),
    # -- Grades and places
    "grade": ("{stretch}", "{stretch}", "{stretch}"),
    "other grade": ("{grade}: {stretch}", "не {grade}: {stretch}", "not {grade}: {stretch}"),
    "no grade": ("балсыз бағасы да жоқ", "без балла нет и оценки", "without a score there is no grade"),
    "of among": ("{among} ішінде {place}", "{place} из {among}", "{place} of {among}"),
    "shared": ("орынды бөліседі: {names}", "место разделено с: {names}", "shared with {names}"),
    "dense": ("ешқандай орын аттап өтілмейді", "места не пропускаются", "no place is skipped"),
    "equal by": (
        "«{by}» бойынша тең: {names}; шешкені: «{decider}»",
        "равны по «{by}»: {names}; решает «{decider}»",
        "equal by {by}: {names}; decided by {decider}",
    ),
    "scoreless after": ("балсыздар соңында: {k}", "без балла, в конце: {k}", "{k} without a score come last"),
    # -- Places and bases
    "written": ("ережеде жазылған", "записано в правилах", "written in the rules"),
    "figures": ("«{figures}» кестесінен, {column}", "из таблицы «{figures}», {column}", "from the table {figures}, {column}"),
    "cites": ("сілтеме: {source}", "ссылка: {source}", "cites {source}"),
    "CONTRADICTED": (
        "ҚАЙШЫЛЫҚ: {source}: {words}",
        "ПРОТИВОРЕЧИЕ: {source}: {words}",
        "CONTRADICTED by {source}: {words}",
    ),
    "ASSUMED": ("БОЛЖАМ: {reason}", "ДОПУЩЕНИЕ: {reason}", "ASSUMED: {reason}"),
    "written by": ("{version} нұсқасы жазған", "написано версией {version}", "written by version {version}"),
    "earlier": ("бұрынғылары: {versions}", "до неё: {versions}", "before it {versions}"),
    "reason": ("себебі: {reason}", "основание: {reason}", "because {reason}"),
    "as above": ("жоғарыдағыдай, [{number}]", "как выше, [{number}]", "as above, [{number}]"),
    "deeper": ("… тереңірек: {n} (--depth)", "… глубже: {n} (--depth)", "… {n} deeper (--depth)"),
    "star": ("* болжамға негізделген", "* основано на допущении", "* rests on an assumption"),
    "approximately": (
        "≈ тек көрсету үшін дөңгелектелген; дәл мәні --format json-да",
        "≈ округлено только для показа; точные значения даёт --format json",
        "≈ rounded for show only; --format json gives the exact values",
    ),
    # -- Losses
    "score of": ("{node}: {value} / {maximum}", "{node}: {value} / {maximum}", "{node}: {value} / {maximum}"),
    "missing": ("жетпейтіні {points}", "не хватает {points}", "{points} missing"),
    "reached": (
        "{target} балға жетті",
        "{target} уже достигнуто",
        "{target} is reached already",
    ),
    "not reached": (
        "{target} балға дейін {gap} жетпейді",
        "до {target} не хватает {gap}",
        "{gap} missing to {target}",
    ),
    "one made good": (
        "оған жету үшін ең үлкен шығынды толтыру жетер еді",
        "чтобы достичь, хватило бы восполнить наибольшую потерю",
        "making good the largest loss would reach it",
    ),
    "made good": (
        "оған жету үшін ең үлкен {n} шығынды толтыру керек болар еді",
        "чтобы достичь, пришлось бы восполнить наибольшие потери: {n}",
        "making good the {n} largest losses would reach it",
    ),
    "out of reach": (
        "оған барлық шығынды толтырып та жету мүмкін емес: ең көбі {maximum}",
        "этого не достичь, даже восполнив все потери: наибольшее {maximum}",
        "making good all losses would not reach it: the maximum is {maximum}",
    ),
    "loss": ("Шығын", "Потеря", "Loss"),
    "then": ("Сонда", "Тогда", "Then"),
    "lost at": ("Қайда", "Где", "Where"),
    "lost score": (
        "{node}: {score} / {maximum}, жетпейтіні {own} x {factor}",
        "{node}: {score} / {maximum}, не хватает {own} x {factor}",
        "{node}: {score} / {maximum}, {own} missing x {factor}",
    ),
    "lost instead": (
        "{node}: қолданылмайды, {score} ретінде есептеледі, {own} x {factor}",
        "{node}: не применяется, считается как {score}, {own} x {factor}",
        "{node}: not applicable, counts as {score}, {own} x {factor}",
    ),
    "lost penalty": (
        "айыппұл: {title} ({node}): {own} x {factor}",
        "штраф: {title} ({node}): {own} x {factor}",
        "penalty: {title} ({node}): {own} x {factor}",
    ),
    "lost bonus": (
        "үстеме: {title} ({node}): {own} x {factor}",
        "надбавка: {title} ({node}): {own} x {factor}",
        "bonus: {title} ({node}): {own} x {factor}",
    ),
    "lost multiplied": (
        "көбейту: {node}: {own} x {factor}",
        "умножение: {node}: {own} x {factor}",
        "multiplied: {node}: {own} x {factor}",
    ),
    "lost rounding": (
        "дөңгелектеу: {node}: {own} x {factor}",
        "округление: {node}: {own} x {factor}",
        "rounding: {node}: {own} x {factor}",
    ),
    "lost bound": (
        "жиынның шегі: {node}: {own} x {factor}",
        "предел итога: {node}: {own} x {factor}",
        "bound of the total: {node}: {own} x {factor}",
    ),
    "in all": (
        "барлығы: {maximum} - {value}",
        "всего: {maximum} - {value}",
        "in all: {maximum} - {value}",
    ),
    "own formula": (
        "бөліктері өз формуласымен қосылады, сондықтан {node} балына аударылмаған:",
        "части сведены собственной формулой и в баллы не пересчитаны ({node}):",
        "{node} has a formula of its own; its parts, not converted:",
    ),
    "nothing lost": ("Шығын жоқ.", "Потерь нет.", "Nothing was lost."),
    "made good exactly": (
        "Шығындар дәл қосылады; толтырылғаннан кейін ештеңе қайта дөңгелектелмейді.",
        "Потери складываются точно; после восполнения ничего не округляется заново.",
        "The losses add up exactly; nothing is rounded anew when some are made good.",
    ),
    "open a part": (
        "Бөлікті ашу: {command} NODE (атауы «·» белгісінің алдында)",
        "Открыть часть: {command} NODE (имя стоит перед «·»)",
        "Open a part: {command} NODE (its name stands before the `·`)",
    ),
    "from no file": ("файлдан емес", "не из файла", "not from a file"),
}  # fmt: skip
"""Each word or sentence in Kazakh, Russian and English; what is between braces is filled in."""


def say(key: str, language: Language, **values: object) -> str:
    """A word or a sentence in a language."""
    return TRACE_WORDS[key][language.at].format(**values)

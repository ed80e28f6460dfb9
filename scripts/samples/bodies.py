"""The bodies that samples are about, each with its key, name and kind: those of the decree's list and the regions, and invented ones."""

from __future__ import annotations

from attrs import frozen


@frozen
class Body:
    """A body: its key in the tables, its name, and whether it is ``central`` or ``local``."""

    key: str
    name: str
    kind: str


FORTY = tuple(
    Body(f"{letter}{n:02d}", f"Sample {letter}{n:02d}", kind)
    for letter, kind in (("C", "central"), ("L", "local"))
    for n in range(1, 21)
)
"""Twenty central and twenty local bodies that there are not."""

LISTED = (
    Body("prosecutor", "Генеральная прокуратура Республики Казахстан", "central"),
    Body("civil_service", "Агентство Республики Казахстан по делам государственной службы", "central"),
    Body("national_bank", "Национальный Банк Республики Казахстан", "central"),
    Body(
        "financial_market",
        "Агентство Республики Казахстан по регулированию и развитию финансового рынка",
        "central",
    ),
    Body("anticorruption", "Агентство Республики Казахстан по противодействию коррупции", "central"),
    Body("emergencies", "Министерство по чрезвычайным ситуациям Республики Казахстан", "central"),
    Body("information", "Министерство информации и общественного развития Республики Казахстан", "central"),
    Body("agriculture", "Министерство сельского хозяйства Республики Казахстан", "central"),
    Body("justice", "Министерство юстиции Республики Казахстан", "central"),
    Body("science", "Министерство науки и высшего образования Республики Казахстан", "central"),
    Body("education", "Министерство просвещения Республики Казахстан", "central"),
    Body("health", "Министерство здравоохранения Республики Казахстан", "central"),
    Body("labour", "Министерство труда и социальной защиты населения Республики Казахстан", "central"),
    Body("industry", "Министерство индустрии и инфраструктурного развития Республики Казахстан", "central"),
    Body("finance", "Министерство финансов Республики Казахстан", "central"),
    Body("defence", "Министерство обороны Республики Казахстан", "central"),
    Body("culture", "Министерство культуры и спорта Республики Казахстан", "central"),
    Body("trade", "Министерство торговли и интеграции Республики Казахстан", "central"),
    Body("foreign_affairs", "Министерство иностранных дел Республики Казахстан", "central"),
    Body("economy", "Министерство национальной экономики Республики Казахстан", "central"),
    Body(
        "digital",
        "Министерство цифрового развития, инноваций и аэрокосмической промышленности Республики Казахстан",
        "central",
    ),
    Body("interior", "Министерство внутренних дел Республики Казахстан", "central"),
    Body("ecology", "Министерство экологии и природных ресурсов Республики Казахстан", "central"),
    Body("energy", "Министерство энергетики Республики Казахстан", "central"),
    Body("court_administration", "Судебная администрация Республики Казахстан", "central"),
    Body("competition", "Агентство по защите и развитию конкуренции Республики Казахстан", "central"),
    Body("monitoring", "Агентство Республики Казахстан по финансовому мониторингу", "central"),
    Body(
        "strategic_planning",
        "Агентство по стратегическому планированию и реформам Республики Казахстан",
        "central",
    ),
    Body("abai", "область Абай", "local"),
    Body("akmola", "Акмолинская область", "local"),
    Body("aktobe", "Актюбинская область", "local"),
    Body("almaty_region", "Алматинская область", "local"),
    Body("atyrau", "Атырауская область", "local"),
    Body("east_kazakhstan", "Восточно-Казахстанская область", "local"),
    Body("zhambyl", "Жамбылская область", "local"),
    Body("zhetisu", "область Жетісу", "local"),
    Body("west_kazakhstan", "Западно-Казахстанская область", "local"),
    Body("karaganda", "Карагандинская область", "local"),
    Body("kostanay", "Костанайская область", "local"),
    Body("kyzylorda", "Кызылординская область", "local"),
    Body("mangystau", "Мангистауская область", "local"),
    Body("pavlodar", "Павлодарская область", "local"),
    Body("north_kazakhstan", "Северо-Казахстанская область", "local"),
    Body("turkistan", "Туркестанская область", "local"),
    Body("ulytau", "область Ұлытау", "local"),
    Body("astana", "город Астана", "local"),
    Body("almaty", "город Алматы", "local"),
    Body("shymkent", "город Шымкент", "local"),
)
"""The bodies that the decree has assessed in its edition of 29 May 2023; of the local ones the akimats of the twenty regions."""

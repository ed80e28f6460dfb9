"""The samples of the monitoring of public services, rules/monitoring-2015 and rules/monitoring-2016."""

from __future__ import annotations

from random import Random

from samples.tables import SEED, Cell, Sample, Table

WHAT = "40 services and those who were asked about them. Empty cells are marks that were not given."
HIGHEST_MARK = {"monitoring-2015": 10, "monitoring-2016": 5}


def samples() -> list[Sample]:
    """The samples of both versions."""
    return [
        Sample(f"rules/{version}", version, monitoring_sample(version, top), WHAT)
        for version, top in HIGHEST_MARK.items()
    ]


def monitoring_sample(version: str, top: int) -> dict[str, Table]:
    """Services and the marks of those who were asked; marks are whole, from 1, as on a questionnaire."""
    draw = Random(f"{SEED} {version}")
    indicators = ("accessibility", "quality", "paper_procedure", "information", "result", "e_format")
    services: Table = [["service", "name", "electronic"]]
    asked: Table = [["service", *indicators]]
    for n in range(1, 41):
        key = f"S{n:02d}"
        electronic = draw.randrange(3) > 0
        name = f"Sample S{n:02d}"
        services.append([key, name, "yes" if electronic else "no"])
        level = draw.randint(top * 6, top * 10)
        for _ in range(draw.randint(12, 40)):
            row: list[Cell] = [key]
            for indicator in indicators:
                silent = draw.randrange(12) == 0 or (indicator == "e_format" and not electronic)
                mark = (level + draw.randint(-2 * top, 2 * top)) // 10
                row.append("" if silent else min(top, max(1, mark)))
            asked.append(row)
    return {"service": services, "respondent": asked}

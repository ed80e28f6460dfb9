"""How a number is shown in reports: see ``effrules.model.figures``."""

from effrules.model.figures import IRRATIONAL_PLACES, PLACES, Figure, figure

__all__ = ["IRRATIONAL_PLACES", "PLACES", "Figure", "figure"]

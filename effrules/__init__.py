"""effrules: methodologies for assessing public bodies, as exact and traceable rules."""

TYPE_CHECKING = False  # `typing` takes time, and a signal may come before it is there

if TYPE_CHECKING:
    from effrules.api import Body, Methodology, MissingExtra, Problems, Score, Scores, Trace, load

__version__ = "0.1.0"
__all__ = [
    "Body",
    "Methodology",
    "MissingExtra",
    "Problems",
    "Score",
    "Scores",
    "Trace",
    "__version__",
    "load",
]


def __getattr__(name: str) -> object:
    """The Python interface, imported when it is used: ``import effrules`` alone costs next to nothing."""
    if name in __all__:
        from effrules import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""effrules: methodologies for assessing public bodies, as exact and traceable rules."""

__version__ = "0.1.0"

"""The assessment year: a folder with its rules, and registers of all that was sent, checked, appealed, decided and approved."""

from effrules.cycle.folder import NotAYear, Year, created, opened
from effrules.cycle.register import Broken, Register

__all__ = ["Broken", "NotAYear", "Register", "Year", "created", "opened"]

"""Reports as HTML: one file that holds everything, for a browser, for e-mail and for print."""

from effrules.report.page.opening import Earlier
from effrules.report.page.page import derivation_page, page

__all__ = ["Earlier", "derivation_page", "page"]

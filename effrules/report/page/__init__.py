"""Reports as HTML: one file that holds everything, for a browser, for e-mail and for print."""

from effrules.report.page.page import derivation_page, page

__all__ = ["derivation_page", "page"]

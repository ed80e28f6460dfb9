"""Reports as HTML: one file that holds everything, for a browser, for e-mail and for print."""

from effrules.report.html.page import page

__all__ = ["page"]

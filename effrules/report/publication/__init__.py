"""A publication package: results, data, rules and their proof in one folder, which says itself how it is checked.

columns     what a column of results or data holds, in the terms of the Data Package standard
descriptor  ``datapackage.json``: every file with its digest; the document that is signed
readme      how to check it, for people, in three languages
making      results and record of what is published, and the files that only tell of them
opening     a package from a folder or a ZIP file
checking    whether a package holds: every file, and what each must say
"""

__all__ = ["checking", "descriptor", "making", "opening"]

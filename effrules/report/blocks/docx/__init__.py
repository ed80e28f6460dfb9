"""Pages as Word files. Needs python-docx."""

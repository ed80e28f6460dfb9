"""One module for each format that tables are sent in; each imports its library only when it reads."""

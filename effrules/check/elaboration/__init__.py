"""The text as it stands, declaration by declaration, to nodes of the program."""

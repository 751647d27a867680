"""What does a `corrections.yaml` at a root say, and what does it make of an article?

`rules` reads the file, `correct` carries out what it says for one article; `actions` and `keys` are the two tables.
"""

CORRECTIONS_FILE = "corrections.yaml"
NAMES_FILE = "names.yaml"
"""Beside it: what a person says of names (`name_entries`)."""

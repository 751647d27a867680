"""What does the whole archive make of the names in it? Which type each is, and under which value it counts.

A library calls such a table an authority file. It follows from the segments of a generation and from what a person says
of names (`settle`), is published with them, and is laid over their names when they are read (`authority`).
"""

from index.authority.authority import NAME, NO_AUTHORITY, Authority
from index.authority.one_document import document_entities, own_entities, spelled_names
from index.authority.settle import articles_of_entries, living, published, settled
from index.authority.settled_names import SettledNames
from index.authority.spelt import spellings, value_of
from index.authority.vouching import withheld

__all__ = [
    "NAME",
    "NO_AUTHORITY",
    "Authority",
    "SettledNames",
    "articles_of_entries",
    "document_entities",
    "living",
    "own_entities",
    "published",
    "settled",
    "spelled_names",
    "spellings",
    "value_of",
    "withheld",
]

"""What does the whole archive make of the names in it? Which type each is, and under which value it counts.

A library calls such a table an authority file. It follows from the segments of a generation and from what a person says
of names (`settle`), is published with them, and is laid over their names when they are read (`authority`).
"""

from index.authority.authority import NAME, NO_AUTHORITY, Authority, SettledNames
from index.authority.settle import articles_of_entries, living, published, settled

__all__ = [
    "NAME",
    "NO_AUTHORITY",
    "Authority",
    "SettledNames",
    "articles_of_entries",
    "living",
    "published",
    "settled",
]

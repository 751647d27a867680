"""Which abbreviations are other words in small letters, and is a word written as one of them?"""

from __future__ import annotations

INITIALISMS = frozenset(
    """
    ad ai al am eu is it la me ms pa pm un up us
    act bat dea era ira mia mit pow sat sec spa ups vat who
    """.split()  # noqa: SIM905
)
"""Abbreviations whose letters are read one by one, in small letters, which are ordinary words or names (of English, or
articles and pronouns of its neighbours) as well.

Every newspaper writes these in capitals. What is read as a word (Aids, Nato, Isis, Swat, Start) is left out, for many
write it with one capital only and a search for AIDS would miss it; so is `ID`, which many write small. `OR` and `NOT`
are operators of the query language.
"""


def initialism(exact: str, written: str) -> str:
    """The abbreviation (`US`) that a word of exact form `exact` is where it was `written` in capitals; else empty.

    `written` has no full stops between its letters.
    """
    return written if exact in INITIALISMS and written == exact.upper() else ""

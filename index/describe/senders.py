"""Who sent a mail: a person, a publication, or a person for one? What the header's `From` tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.article import Certainty
from index.describe.claims import Claim, Origin
from index.describe.papers import likeness, paper_name, site_label
from index.describe.persons import looks_personal, tidy_person
from index.describe.titles import folded_words

_SENDER = re.compile(r"(?P<name>[^<>]*?)\s*<(?:mailto:)?(?P<user>[^<>@\s]+)@(?P<host>[^<>@\s]+)>.*")
_BARE = re.compile(r"(?P<user>[^<>@\s]+)@(?P<host>[^<>@\s]+)(?:\s+\((?P<name>[^()]*)\))?")
# "Jane Doe via The Courier", "Jane Doe at the Courier", "Jane Doe, The Courier", "The Courier | Jane Doe"
_FOR = re.compile(
    r"\s+(?:via|from|at|with|of|@|de|du|del|von|vom|bei|chez|van|da|från)\s+|\s*[|:,–—]\s+|\s+-\s+|\s+\(|\)"
)
# Users of whom no person is one; the addresses of newsletters begin with them.
_OFFICES = re.compile(
    r"(?:no-?_?reply|do-?not-?reply|news\w*|info|hello|hi|hallo|mail\w*|e-?mail\w*|contact|kontakt|editor\w*|redaktion|"
    r"redaction|support|team|letters?|alerts?|updates?|daily|weekly|digest|service|post|press\w*|brief\w*|office|"
    r"subscri\w+|members?\w*|community|notifications?|lists?|admin|abo\w*)(?:[-_.+]\w*)*",
    re.I,
)


def senders(sender: str, place: str) -> Iterator[Claim]:
    """Author and publisher by who sent a mail, as its field at `place` says; what the name does not tell is no claim.

    A name is that of a publication where it is like the host of the sender's address, or the address is an office's.
    """
    found = _SENDER.fullmatch(sender.strip()) or _BARE.fullmatch(sender.strip())
    name = " ".join((found["name"] if found else sender).strip(" \"'").split()) if not found or found["name"] else ""
    user, host = (found["user"], found["host"]) if found else ("", "")
    if not name or "@" in name:
        return
    person, publication = _divided(name, user, host)
    if person:
        yield _claim("authors", (tidy_person(person),), place, sender)
    if publication:
        yield _claim("publisher", paper_name(publication, site_label(host)), place, sender)


def _divided(name: str, user: str, host: str) -> tuple[str, str]:
    """The person and the publication that a name names, "" for none."""
    pieces = [piece.strip() for piece in _FOR.split(name) if piece and piece.strip()]
    persons = [piece for piece in pieces if looks_personal(piece) and not _names_host(piece, user, host)]
    if len(pieces) == 2 and len(persons) == 1:
        return persons[0], next(piece for piece in pieces if piece is not persons[0])
    last, comma, first = name.partition(", ")
    if comma and " " not in last + first:  # "Doe, Jane", as lists have it
        name = f"{first} {last}"
    if looks_personal(name) and not _OFFICES.fullmatch(user) and not _names_host(name, user, host):
        return name, ""
    return "", name


def _names_host(name: str, user: str, host: str) -> bool:
    """Whether a name that has the shape of a person's is that of the address's host, and not of its user."""
    own = any(len(word) > 2 and word in user.casefold() for word in folded_words(name)[:1])
    return bool(likeness(name, site_label(host))) and not own


def _claim(field: str, value: str | tuple[str, ...], place: str, sender: str) -> Claim:
    return Claim(field, value, Origin.SENDER, place, sender, Certainty.INFERRED)

"""Whom do a page's marked-up bylines name? Looked at where the head names no author."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.describe.announcing import announces_second_reader, is_mark
from index.describe.bylines import Byline, parse_byline, speaks_of_role, stated_names
from index.describe.claims import Claim, Known, Origin
from index.describe.dates import find_dates
from index.describe.persons import is_person
from index.describe.topics import topic_of

_OF_PICTURE = re.compile(
    r"(?:foto|photo|image|bild|picture|fotograf\w*|photograph\w*|illustration|video)s?\s?[:/]", re.I
)
_BARE = 30
_PLACE = "byline element"


def marked_bylines(texts: Sequence[str], known: Known, *, of_house: bool) -> Iterator[Claim]:
    """What the marked elements' texts name where `known` has neither author nor agency: one byline, that of whoever
    reviewed or edited only where the page is not `of_house`, which is where its head has an author all the same."""
    if known.authors or known.text("agency"):
        return
    readers = [text for text in texts if announces_second_reader(text)] if of_house else []
    texts = [text for text in texts if not topic_of(text) and not any(text in other for other in readers)]
    texts = [text for text in texts if not _OF_PICTURE.match(text)]
    if named := _first_named(texts, known.text("publisher")):
        byline, text = named
        for agency in byline.agencies:
            yield Claim("agency", agency, Origin.MARKED, _PLACE, text)
        yield Claim("place", byline.place, Origin.MARKED, _PLACE, text)
        yield Claim("authors", byline.authors, Origin.MARKED, _PLACE, text)


def _first_named(texts: Sequence[str], publisher: str) -> tuple[Byline, str] | None:
    """(byline, its text) of the first of the elements' texts that names a person, else of the first bare name."""
    for text in texts:
        byline = _beside(text) or parse_byline(text, publisher, marked=True)
        if byline is not None and (byline.authors or byline.agencies):
            return _without_rest(byline, texts), text
    for text in texts:
        if len(text) <= _BARE and not is_mark(text) and not find_dates(text):
            authors, agencies = stated_names(text, (publisher,))
            if authors or agencies:
                return Byline(authors, "", agencies, marked=True), text
    return None


def _beside(text: str) -> Byline | None:
    """The persons of "Jane Doe | John Roe"; None where a bar parts anything but these."""
    names = tuple(dict.fromkeys(" ".join(part.split()) for part in text.split("|")))
    whole = len(names) > 1 and all(is_person(name) and not speaks_of_role(name) for name in names)
    return Byline(names, marked=True) if whole else None


def _without_rest(byline: Byline, texts: Sequence[str]) -> Byline:
    """The byline with the one name that an element of its own holds, where the author is said to be that and more: the
    element around it holds a role or a paper too."""
    first = byline.authors[0] if byline.authors else ""
    inner = next((text for text in texts if first.startswith(f"{text} ") and is_person(text)), "")
    return replace(byline, authors=(inner,)) if inner else byline

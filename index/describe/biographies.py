"""Whom does the box about the author name? Asked where neither the head nor a byline names anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.article import Certainty
from index.describe.bylines import speaks_of_role
from index.describe.claims import Claim, Known, Origin
from index.describe.layout import Layout
from index.describe.persons import is_person, tidy_person

_LABEL = re.compile(
    r"(?:(?:about|meet) the (?:authors?|writers?)|authors?|written by|über (?:den autor|die autorin)|autor(?:in)?|"
    r"sobre (?:el autor|la autora|o autor|a autora)|(?:à propos de )?l[’']aut(?:eur|rice)|om forfatteren|"
    r"l[’']autor[ei])\s?:?",
    re.I,
)
# "Jane Doe is a reporter": what a biography says of its subject, also with the label glued to it.
_BIOGRAPHY = re.compile(
    r"(?:author\s|by\s)?((?:[^\W\d_][\w.’'-]*\s){1,4}[^\W\d_][\w.’'-]*?),?\s"
    r"(?:is|was|has|works|writes|covers|reports|joined|lives|leads|ist|schreibt|arbeitet|est|écrit|es|escribe|è|scrive)\s",
    re.I,
)
_SCHOOL = re.compile(r",.*\b(?:Universit(?:y|ät|é|à|eit)|Universi(?:dad|dade|tet)|College|Institute|School)\b")
_MOST_ABOVE = 4  # lines above the text that may name somebody with a school
_LONGEST_AFFILIATED = 120
_MOST_FOOT = 12  # lines below the text that may be a name with its biography, without a label
_MOST_LISTED = 9  # lines below a label
_MOST_BETWEEN = 1  # lines that say what somebody is
_INITIALS = 3  # characters of what a portrait is replaced by


def boxes(layout: Layout, known: Known) -> Iterator[Claim]:
    """Whom the first box about the author names, where nobody is `known`."""
    if not known.authors and (box := _box_names(layout)):
        line, names = box
        yield Claim("authors", names, Origin.BYLINE, f"line {line + 1}", layout.texts[line], Certainty.INFERRED)


def _box_names(layout: Layout) -> tuple[int, tuple[str, ...]] | None:
    """(line, names) of the first box about the author at or below the text's beginning; None where there is none.

    A box is a label with a name or a biography below it, a name with the label right below it, or a name whose
    biography follows below the text. A name with a school right above the text counts before all of these.
    """
    for n in (*layout.head[-_MOST_ABOVE:], *layout.opening[:2]):
        text = layout.texts[n]
        if len(text) < _LONGEST_AFFILIATED and _SCHOOL.search(text) and (name := _name_of(text.partition(",")[0])):
            return n, (name,)
    below = [n for n in layout.filled if n > layout.first >= 0]
    for place, n in enumerate(below):
        if len(layout.texts[n]) < 40 and _LABEL.fullmatch(layout.texts[n]):
            if names := tuple(dict.fromkeys(_listed(layout, below[place + 1 : place + 1 + _MOST_LISTED]))):
                return n, names
            if place and (name := _name_of(layout.texts[below[place - 1]])):
                return below[place - 1], (name,)
    end = layout.rank[layout.last] if layout.last >= 0 else 0
    for n, following in pairwise(layout.filled[max(0, end - 1) : end + _MOST_FOOT]):
        name = _name_of(layout.texts[n])
        if name and _subject(layout.texts[following]) == name:
            return n, (name,)
    return None


def _listed(layout: Layout, numbers: Sequence[int]) -> Iterator[str]:
    """The names right below a label, each with a role or initials behind it, else whose biography begins there."""
    between = _MOST_BETWEEN  # lines since the last name
    for n in numbers:
        text = layout.texts[n]
        if name := _name_of(text) or (_subject(text) if between == _MOST_BETWEEN else ""):
            yield name
            between = 0
        elif len(text) > _INITIALS:
            between += 1
            if between > _MOST_BETWEEN:
                return


def _name_of(text: str) -> str:
    """The person that the line names and nothing else, "" where it does not."""
    name = tidy_person(text) if len(text) < 50 else ""
    return name if name and is_person(name) and not speaks_of_role(name) else ""


def _subject(text: str) -> str:
    """Whom a biography that begins so is of, "" where it is none."""
    match = _BIOGRAPHY.match(text)
    return _name_of(match[1]) if match else ""

"""Which line names the writer? Lines that hold names, by how they are announced and what stands around them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.describe.announcing import announces_second_reader, is_mark
from index.describe.bylines import Byline, parse_byline, parse_names, speaks_of_role
from index.describe.choices import Features
from index.describe.claims import OF_HEAD, Known
from index.describe.credits import credit_line
from index.describe.dates import Found, find_dates
from index.describe.layout import Layout
from index.describe.persons import is_person
from index.describe.titles import fold

_MOST_HEAD, _MOST_FOOT = 40, 8
_LONGEST = 220
_MOST_NEXT = 10
# Other days than the article's in lines with names, from which on these are of teasers. Of 318 pages of half a one
# byline changes, for the better.
_TEASERS = 3

_FURNITURE = frozenset(
    ("share", "form", "rating", "newsletter", "cookies", "legal", "advertisement", "symbols", "caption")
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that names somebody: its place among the lines looked at, its number, what it names.

    `announced` says that the line before is nothing but a word that announces a byline.
    """

    place: int
    line: int
    byline: Byline
    announced: bool


def byline_candidates(layout: Layout, *, near_only: bool = False) -> Iterator[tuple[int, Byline, Features]]:
    """(line, what it names, features) of each line around the body, or only the headline, that could be the byline."""
    around = layout.around_title()
    numbers = (
        [n for n in around if n > layout.title]
        if near_only
        else sorted({*layout.head[-_MOST_HEAD:], *layout.opening, *around, *layout.foot[:_MOST_FOOT]})
    )
    candidates = list(_candidates(layout, numbers))
    if not candidates:
        return
    named = Counter(name for candidate in candidates for name in candidate.byline.authors)
    body = " ".join(text for n, text in enumerate(layout.texts) if layout.kept[n] and len(text) > 60)
    for candidate in candidates:
        yield candidate.line, candidate.byline, _features(layout, numbers, candidate, named, body)


def _candidates(layout: Layout, numbers: Sequence[int]) -> Iterator[_Candidate]:
    """The lines among `numbers` that name somebody."""
    for place, n in enumerate(numbers):
        text = layout.texts[n]
        before = numbers[place - 1]
        announced = place > 0 and is_mark(layout.texts[before]) and layout.rank[n] - layout.rank[before] == 1
        furniture = layout.rules[n] in _FURNITURE and not announced
        if furniture or len(text) > _LONGEST or credit_line(text)[0]:
            continue
        byline = parse_names(text, marked=True) if announced else parse_byline(text)
        if byline is not None and byline.authors:
            yield _Candidate(place, n, byline, announced)


def _features(
    layout: Layout, numbers: Sequence[int], candidate: _Candidate, named: Mapping[str, int], body: str
) -> Features:
    """What tells whether the candidate is the byline; `named` counts how often the page's candidates name each."""
    row, byline = candidate.place, candidate.byline
    n = numbers[row]
    text = layout.texts[n]
    near = [layout.texts[m] for m in numbers[max(0, row - 3) : row + 4] if m != n and len(layout.texts[m]) < 100]
    from_title = layout.rank[n] - layout.rank[layout.title] if layout.title >= 0 else 99
    to_body = layout.rank[layout.first] - layout.rank[n] if layout.first >= 0 else 99
    marked = byline.marked or candidate.announced
    return {
        "bias": 1.0,
        "marked": float(marked),
        "announced": float(candidate.announced),
        "by": float(marked and text[:3].casefold() in ("by ", "von", "par", "por", "di ", "av ")),
        "after_title": float(from_title > 0),
        "title_gap": math.log1p(abs(from_title)) if from_title < 99 else 5.0,
        "next_to_title": float(0 < from_title <= 3),
        "before_body": float(to_body > 0),
        "body_gap": math.log1p(abs(to_body)),
        "in_foot": float(-1 < layout.last < n),
        "dated": float(bool(find_dates(text))),
        "date_near": float(any(find_dates(other) for other in near)),
        "place": float(bool(byline.place)),
        "rule": float(layout.rules[n] == "byline"),
        "kept": float(layout.kept[n]),
        "comments": float(layout.rules[n] == "comments"),
        "related": float(layout.rules[n] == "related"),
        "bullet": float(text[0] in "•*-·–"),
        "several": float(len(byline.authors) > 1),
        "again": float(any(named[name] > 1 for name in byline.authors)),
        "in_text": float(any(name in body for name in byline.authors)),
        "mentioned": math.log1p(sum(body.count(name.split()[-1]) for name in byline.authors) / len(byline.authors)),
        "long_name": float(any(len(name.split()) > 3 for name in byline.authors)),
        "followed": float(any(layout.rules[m] in ("date", "byline", "share") for m in numbers[row + 1 : row + 2])),
        "words": min(3.0, math.log1p(text.count(" "))),
    }


def with_next_lines(layout: Layout, n: int, byline: Byline) -> Byline:
    """The byline with the names that stand alone in the lines right behind it, as lists of writers do in dumps."""
    authors = dict.fromkeys(byline.authors)
    for m in range(n + 1, min(len(layout.texts), n + _MOST_NEXT)):
        text = layout.texts[m].strip(" ,&")
        if not text or text in authors or layout.texts[m].casefold() in ("and", "und", "et", "y", ","):
            continue
        if not is_person(text) or speaks_of_role(text) or layout.rules[m] in ("related", "comments", "tags"):
            break
        authors[text] = None
    return replace(byline, authors=tuple(authors))


_Candidates = list[tuple[int, Byline, Features]]


def writers(layout: Layout, candidates: _Candidates, known: Known, *, others: bool = True) -> _Candidates:
    """The candidates without those whose one word is the paper, and without those that say who reviewed or edited where
    another one is announced, the head names somebody, or `others` than writers do not count."""
    paper = known.text("publisher").casefold()
    candidates = _without_teasers(layout, candidates, known)
    people = [
        one for one in candidates if not any(name.casefold() == paper and name.isalpha() for name in one[1].authors)
    ]
    first = [one for one in people if not announces_second_reader(layout.texts[one[0]])]
    if not others:
        readers = "\n".join(filter(announces_second_reader, layout.texts))
        return [one for one in first if not any(name in readers for name in one[1].authors)]
    return first if known.authors or any(byline.marked for _, byline, _ in first) else people


def _without_teasers(layout: Layout, candidates: _Candidates, known: Known) -> _Candidates:
    """The candidates without those of teasers: lines that state other days than the article's, several such."""
    day = known.date("published")
    if day is None:
        return candidates
    stated = {n: [found for found in find_dates(layout.texts[n]) if found.year and found.day] for n, _, _ in candidates}
    own = day.isoformat()[:10]
    others = {n: days for n, dates in stated.items() if (days := {_iso(found) for found in dates}) and own not in days}
    if len(frozenset().union(*others.values())) < _TEASERS:
        return candidates
    return [one for one in candidates if one[0] not in others]


def _iso(found: Found) -> str:
    return f"{found.year:04d}-{found.month:02d}-{found.day:02d}"


def is_truer(layout: Layout, byline: Byline, known: Known) -> bool:
    """Whether a byline stands against the authors that the head names: it is announced and names others, and no line
    shows those of the head, who then are the house or put the page up."""
    standing = known.claim("authors")
    if standing is None or standing.source not in OF_HEAD or not byline.marked:
        return False
    stated = {fold(name) for name in known.authors}
    if not stated.isdisjoint(map(fold, byline.authors)):
        return False
    return not any(name in text for text in map(fold, layout.texts) for name in stated)

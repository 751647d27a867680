"""What does the archive have of each line of a list? Counts and days, for `cuttings batch` and for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from index.article import ArticleDate
from search.engine import Engine
from search.query import Listing, Query, Sort


class Finding(StrEnum):
    """How the lines of a list are looked for."""

    STRICT = "strict"  # all the words as they are spelt
    PHRASE = "phrase"  # these side by side
    LOOSE = "loose"  # as the search box does: other spellings, corrections, some of the words


@dataclass(frozen=True, slots=True)
class LineCount:
    """What a line finds: so many articles, None where there was no time to look; the days of the first and the last
    that has one. `hint` is a better spelling where nothing is found, `loosely` how many articles the search box finds
    then. Where the answer is `partial` there may be more."""

    number: int
    text: str
    query: Query
    total: int | None = None
    first: ArticleDate | None = None
    last: ArticleDate | None = None
    hint: str = ""
    loosely: int = 0
    partial: bool = False


def questions(text: str) -> Iterator[tuple[int, str]]:
    """The questions of a text with one a line, each with the number of its line from 1; blank lines ask nothing."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.strip()


def asking(finding: Finding) -> Query:
    """The query that a question of a list is put into; each copy of an article counts."""
    exact = finding is not Finding.LOOSE
    return Query(all_words=exact, as_typed=exact, copies=Listing.ALL)


def question(text: str, finding: Finding) -> Query:
    """A line as it is looked for."""
    quoted = f'"{text}"' if finding is Finding.PHRASE and '"' not in text else text
    return replace(asking(finding), text=quoted)


def look_up(
    engine: Engine, lines: Iterable[tuple[int, str]], finding: Finding, late: Callable[[], bool]
) -> Iterator[LineCount]:
    """What each line finds, in order; once the time is up by `late` the rest is only named."""
    known: dict[str, LineCount] = {}
    for number, text in lines:
        query = question(text, finding)
        if text in known:
            yield replace(known[text], number=number)
        elif late():
            yield LineCount(number, text, query)
        else:
            yield known.setdefault(text, _counted(engine, number, text, query))


def _counted(engine: Engine, number: int, text: str, query: Query) -> LineCount:
    bare = replace(query, quotes=False)
    oldest, newest = (engine.export(replace(bare, sort=sort), 1) for sort in (Sort.OLDEST, Sort.NEWEST))
    first, last = (next((hit.filed_under for hits in export for hit in hits), None) for export in (oldest, newest))
    found = oldest.results
    partial = oldest.partial or newest.partial
    if found.total or partial:
        return LineCount(number, text, query, found.total, first, last, partial=partial)
    loose = engine.search(replace(question(text, Finding.LOOSE), quotes=False, per_page=1))
    hint = loose.suggestion or (loose.reading if loose.corrected_from else "")
    return LineCount(number, text, query, 0, hint=hint, loosely=loose.total)

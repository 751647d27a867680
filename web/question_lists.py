"""What does the archive have of each line of a list? Counts and days, for `cuttings batch` and for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from index.article import ArticleDate
from search.engine import Engine
from search.query import Listing, Query, Sort
from search.results import Results


class Finding(StrEnum):
    """How the lines of a list are looked for."""

    STRICT = "strict"  # all the words as they are spelt
    PHRASE = "phrase"  # these side by side
    LOOSE = "loose"  # as the search box does: other spellings, corrections, some of the words


@dataclass(frozen=True, slots=True)
class LineCount:
    """What a line finds: so many articles, None where there was no time to look; the days of the first and the last
    that has one. Where it finds nothing, `hint` is another spelling that finds `hinted` articles, and the search box
    finds `loosely`. Where the answer is `partial` there may be more."""

    number: int
    text: str
    query: Query
    total: int | None = None
    first: ArticleDate | None = None
    last: ArticleDate | None = None
    hint: str = ""
    hinted: int = 0
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
            yield known.setdefault(text, _counted(engine, number, text, finding))


def _counted(engine: Engine, number: int, text: str, finding: Finding) -> LineCount:
    query = question(text, finding)
    oldest = _first(engine, query, Sort.OLDEST)
    found, partial = oldest.results, oldest.partial
    if not found.total and not partial:
        # As an export, not a search: it counts no facets.
        loose = _first(engine, question(text, Finding.LOOSE), Sort.RELEVANCE).results
        hint = loose.suggestion or (loose.reading if loose.corrected_from else "")
        hinted = engine.count(question(hint, finding)) if hint else 0
        return LineCount(number, text, query, 0, hint=hint if hinted else "", hinted=hinted, loosely=loose.total)
    newest = _first(engine, query, Sort.NEWEST) if found.total > 1 else oldest
    return LineCount(
        number,
        text,
        query,
        found.total,
        oldest.day,
        newest.day,
        partial=partial or newest.partial,
    )


class _First(NamedTuple):
    """The first article of an answer, as far as it is dated, and the answer."""

    results: Results
    day: ArticleDate | None
    partial: bool


def _first(engine: Engine, query: Query, sort: Sort) -> _First:
    export = engine.export(replace(query, sort=sort, quotes=False), 1)
    day = next((hit.filed_under for hits in export for hit in hits), None)
    return _First(export.results, day, export.partial)

"""An archive that changes in rounds, of which every number is known without asking: each answer tells its round.

Of the articles some stay, some are written anew in each round, one is of its round alone, and each round has more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from index.article import Article, article_id
from index.store.snapshot import Snapshot, open_snapshot
from index.store.transaction import open_store
from search.engine import Engine
from search.query import Listing, Query, Selection
from tests.cluster.publications import NOW

FIRST, MORE = 40, 3  # articles of round 0 but one, and how many each round has more
PAPERS = ("AFP", "Reuters", "The Courier")
ALL = Query("harbour", copies=Listing.ALL, per_page=1_000)


@dataclass(frozen=True)
class RoundNumbers:
    """What a round holds: the titles of its articles by id, and how many are of each paper."""

    titles: dict[str, str]
    papers: dict[str, int]


def articles_of(number: int) -> list[Article]:
    """The articles of a round."""
    keys = [*(f"n{place}" for place in range(FIRST + MORE * number)), f"of-round-{number}"]
    return [_article(key, place, number) for place, key in enumerate(keys)]


def _article(key: str, place: int, number: int) -> Article:
    anew = place % 2 == 1 or key.startswith("of")
    told = f"of round {number}" if anew else "as ever"
    text = f"The harbour was described {told}."
    return Article(
        id=article_id("made", key),
        key=key,
        path="made",
        title=f"{key} {told}",
        text=text,
        publisher=PAPERS[place % 3],
        language="en",
    )


def numbers_of(number: int) -> RoundNumbers:
    """The numbers of a round, counted in its texts."""
    rows = articles_of(number)
    return RoundNumbers(
        titles={row.id: row.title for row in rows},
        papers=dict(Counter(row.publisher for row in rows)),
    )


def write_round(folder: Path, number: int) -> Snapshot:
    """The index in a folder after a round, which follows the one before."""
    before = {row.id: row for row in articles_of(number - 1)} if number else {}
    now = {row.id: row for row in articles_of(number)}
    with open_store(folder, now=NOW) as store:
        for identity in before.keys() - now.keys():
            store.remove(identity)
        for identity, row in now.items():
            if before.get(identity) != row:
                store.add(row)
        store.publish()
    return open_snapshot(folder)


class RoundReader:
    """Asks an engine in one way after the other, and says of which round each answer is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ways(self) -> Iterator[Callable[[], int]]:
        """Ways to ask, for ever. Each returns the round of what it is told, and raises AssertionError where that is of
        no round, or not all of the same."""
        return cycle((self._page, self._exported, self._facet, self._chosen))

    def _page(self) -> int:
        results = self._engine.search(ALL)
        number = _round_of(results.total)
        of = numbers_of(number)
        assert {hit.id: hit.title.text for hit in results.hits} == of.titles
        assert not results.partial
        (papers,) = [facet for facet in results.facets if facet.name == "publisher"]
        assert {each.value: each.count for each in papers.values} == of.papers
        return number

    def _facet(self) -> int:
        told = self._engine.facet(ALL, "publisher")
        counts = {each.value: each.count for each in told.values}
        number = _round_of(sum(counts.values()))
        assert counts == numbers_of(number).papers
        return number

    def _exported(self) -> int:
        export = self._engine.export(ALL)
        number = _round_of(export.results.total)
        of = numbers_of(number)
        assert {hit.id: hit.title.text for hits in export for hit in hits} == of.titles
        assert not export.partial
        return number

    def _chosen(self) -> int:
        results = self._engine.search(replace(ALL, selections=(Selection("publisher", PAPERS[1]),)))
        (papers,) = [facet for facet in results.facets if facet.name == "publisher"]
        counts = {each.value: each.count for each in papers.values}
        number = _round_of(sum(counts.values()))
        assert (counts, results.total) == (numbers_of(number).papers, counts[PAPERS[1]])
        assert len(results.hits) == results.total
        return number


def _round_of(total: int) -> int:
    number, rest = divmod(total - FIRST - 1, MORE)
    assert rest == 0 <= number, total
    return number

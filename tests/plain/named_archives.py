"""Archives of articles whose names are given, not found: what each text names is written down beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zlib import crc32

import numpy as np

from index import authority
from index.article import Article, article_id
from index.entities.person_values import block_number
from index.segment.arrays.mentions import DocumentName, DocumentNames
from index.segment.finders import Finders
from index.segment.writer import SegmentBuilder
from index.store.transaction import open_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TYPES = ("person", "organisation", "mentioned_place")


@dataclass(frozen=True)
class NamedArticle:
    """An article by its key, and the names in it by facet, in the order of their first mention."""

    key: str
    text: str
    names: tuple[tuple[str, str], ...]  # facet, name
    byline: str = ""

    @property
    def id(self) -> str:
        return article_id("told", self.key)

    def values(self, facet: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for kind, name in self.names if kind == facet))


def publish(folder: Path, told: Iterable[NamedArticle], removed: Iterable[str] = ()) -> None:
    """Add a segment of articles to the index in `folder`, and take out those with the ids `removed`."""
    told = list(told)
    with open_store(folder, now=NOW) as store:
        for gone in removed:
            store.remove(gone)
        if told:
            finders = Finders(partial(_named, {each.id: each for each in told}))
            builder = SegmentBuilder(store.workspace / "told", finders=finders)
            builder.add_many(map(_article, told))
            built = builder.finish()
            assert built
            store.adopt(built)
        store.conclude(lambda segments: {authority.NAME: authority.settled(segments).encode()})
        store.publish()


def _article(told: NamedArticle) -> Article:
    authors = (told.byline,) if told.byline else ()
    return Article(
        id=told.id, key=told.key, path="told", title=told.key, text=told.text, language="en", authors=authors
    )


def _named(by_id: dict[str, NamedArticle], articles: Sequence[Article]) -> list[tuple[Article, DocumentNames]]:
    """Each article with its names, each of them sure, so that no vote of the archive changes its type."""
    votes = np.zeros(0, np.uint32)
    return [(article, DocumentNames(tuple(_rows(by_id[article.id])), votes)) for article in articles]


def _rows(told: NamedArticle) -> Iterable[DocumentName]:
    for facet, name in dict.fromkeys(told.names):
        number = crc32(name.casefold().encode()) >> 2
        yield DocumentName(name, number, block_number(name), TYPES.index(facet), sure=True)

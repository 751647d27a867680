"""What is said of an article's copies? The group that it belongs to, with the first of the others."""

from __future__ import annotations

from typing import NamedTuple

from index.article import ArticleDate


class CopiedArticle(NamedTuple):
    """Another article of a group.

    `share` is the part of the shorter of two texts, 0 to 1, that stands in both: in this one and in that of the
    group's first article; 1 for that article itself.
    """

    id: str
    title: str
    publisher: str
    published: ArticleDate | None
    url: str
    share: float


class ArticleGroup(NamedTuple):
    """The group of an article. `id` is that of its first article, `size` the number of all its articles; `copies` are
    the first ones of those that are not the article itself, the earliest first."""

    id: str
    size: int
    copies: tuple[CopiedArticle, ...]

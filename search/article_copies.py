"""What is said of an article's copies? The group that it belongs to, with the first of the others, or with all."""

from __future__ import annotations

from typing import NamedTuple

from index.article import ArticleDate
from search.notes import Note


class CopiedArticle(NamedTuple):
    """An article of a group.

    `share` is the part of the shorter of two texts, 0 to 1, that stands in both: in this one and in that of the
    group's first article; 1 for that article itself. Of the shorter text's `words` so many are the `same`, in so many
    `runs` of twelve and more; 0 for the first article. `length` is that of its text, the first one's being 1.
    """

    id: str
    title: str
    publisher: str
    published: ArticleDate | None
    url: str
    share: float
    modified: ArticleDate | None = None
    agency: str = ""
    host: str = ""
    language: str = ""
    words: int = 0
    same: int = 0
    runs: int = 0
    length: float = 1.0

    @property
    def filed_under(self) -> ArticleDate | None:
        """The date that the order of a group goes by, as `Article.filed_under`."""
        return self.published or self.modified


class ArticleGroup(NamedTuple):
    """The group of an article. `id` is that of its first article, `size` the number of all its articles; `copies` are
    the first ones of those that are not the article itself, the earliest first."""

    id: str
    size: int
    copies: tuple[CopiedArticle, ...]


class GroupRecord(NamedTuple):
    """The `articles` of a group, the earliest first, or an article alone that has no copies; of a large group the first
    ones of so many (`size`). `notices` are those of `search.results.Results`."""

    articles: tuple[CopiedArticle, ...]
    size: int
    notices: tuple[Note, ...] = ()

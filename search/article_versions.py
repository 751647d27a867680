"""What is said of an article's versions? Which there are, which one this is, and what was changed since."""

from __future__ import annotations

from typing import NamedTuple

from index.article import ArticleDate

SEPARATOR = "."
"""Stands between the id of an article and the number of a version in the id of the version, `0123456789abcdef.2`."""


class ArticleVersion(NamedTuple):
    """A version of an article. `id` is its own, `number` counts from 1 for the oldest; `saved` is when its page was
    saved, `modified` and `published` what the page says of itself. `changed` says of a hit whether the newest version
    has another headline or text."""

    id: str
    number: int
    title: str
    saved: ArticleDate | None = None
    modified: ArticleDate | None = None
    published: ArticleDate | None = None
    changed: bool = False

    @property
    def known(self) -> ArticleDate | None:
        """The date by which versions are in order."""
        return self.saved or self.modified or self.published


class ArticleVersions(NamedTuple):
    """The versions of an article that has several, the oldest first: `number` is that of the one that is shown.

    So many `paragraphs` were cut, added or changed between the version `before`, which has another headline or text,
    and the newest one, and the `headline` is another one; where an older one is shown `before` is itself. None, 0 and
    False where all the headlines and texts are the same.
    """

    all: tuple[ArticleVersion, ...]
    number: int
    before: ArticleVersion | None = None
    paragraphs: int = 0
    headline: bool = False

    @property
    def newest(self) -> ArticleVersion:
        """The one that is the article."""
        return self.all[-1]

    @property
    def shown(self) -> ArticleVersion:
        """The one that is shown."""
        return self.all[self.number - 1]

    @property
    def is_newest(self) -> bool:
        """Whether the newest one is shown."""
        return self.number == len(self.all)


def version_id(article_id: str, number: int) -> str:
    """The id of a version."""
    return f"{article_id}{SEPARATOR}{number}"


def taken_apart(identity: str) -> tuple[str, int]:
    """The id of the article and the number of its version that an id names: 0 where it names none, -1 where what stands
    there is no number of one."""
    article_id, separator, number = identity.partition(SEPARATOR)
    if not separator:
        return article_id, 0
    usable = number.isascii() and number.isdigit() and len(number) < 10 and not number.startswith("0")
    return article_id, int(number) if usable else -1

"""Which of two versions of an article is the newer one? The one that was saved later, as far as the pages say.

Not the time at which a file was changed: copying a folder changes it, and an index that is built anew would differ.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from index.article import Article, ArticleDate
from index.segment.arrays.records import ArticleCard

_DIGITS = re.compile(r"(\d+)")
_NEVER = datetime.min.replace(tzinfo=UTC)


def version_order(article: Article | ArticleCard) -> tuple[Any, ...]:
    """What puts versions in order, the oldest first: when the page was saved, else changed, else published; of equal
    ones by the name of the file, numbers in it as numbers. A page that says none of it comes before those that do."""
    known = article.saved or article.modified or article.published
    moments = tuple(map(_moment, (known, article.modified, article.published)))
    return *moments, _parts(article.path.rpartition(".")[0] or article.path), article.path, article.key


def _moment(date: ArticleDate | None) -> datetime:
    """The beginning of what is known of a moment, one without an offset as in UTC."""
    if date is None:
        return _NEVER
    return date.moment if date.moment.tzinfo else date.moment.replace(tzinfo=UTC)


def _parts(name: str) -> tuple[Any, ...]:
    return tuple(int(part) if place % 2 else part for place, part in enumerate(_DIGITS.split(name)))

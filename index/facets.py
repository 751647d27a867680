"""Which values has an article in each facet? The meaning of the columns whose names and order are `schema.FACETS`.

Segments carry the stamp of this module, `index.schema` and `index.article` (see `index.arrays.origin`): where one of
them says something else, older segments are refused, for their columns would be read as what they are not.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.article import Article, ArticleDate, Precision
from index.schema import FACETS


def facet_values(articles: Sequence[Article]) -> tuple[list[list[str]], list[tuple[int, int, str]]]:
    """(first value of each article, "" for none, facet by facet of `FACETS`; article, facet and value of the rest)."""
    firsts = [
        [article.publisher for article in articles],
        [article.authors[0] if article.authors else "" for article in articles],
        [article.agency for article in articles],
        [article.section for article in articles],
        [article.place for article in articles],
        [article.language for article in articles],
        [_month(article.filed_under) for article in articles],
    ]
    several = [(number, dict.fromkeys(a.authors)) for number, a in enumerate(articles) if len(a.authors) > 1]
    byline = FACETS.index("byline")
    return firsts, [(number, byline, name) for number, names in several for name in list(names)[1:]]


def _month(date: ArticleDate | None) -> str:
    if date is None:
        return ""
    moment = date.moment
    return f"{moment.year:04}" if date.precision is Precision.YEAR else f"{moment.year:04}-{moment.month:02}"

"""Where does a reader go on from an article? To more by its authors, from its paper on that day, and in its section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.article import Article
from index.facets import PUBLISHER
from search.query import Query
from web import urls, words
from web.shelf import engine
from web.site.article_page.facts import BYLINE, chosen, day_of
from web.translation import gettext as _

_AUTHORS = 3  # of whom more is offered


@dataclass(frozen=True, slots=True)
class FurtherLink:
    """A list that the article is one of, and how many results it has."""

    shown: str
    href: str
    count: str


def further(article: Article) -> tuple[FurtherLink, ...]:
    """The lists that have more than the article itself, each counted as it is listed."""
    return tuple(
        FurtherLink(shown, urls.search(query), words.counted(count, words.COUNTED_RESULT))
        for shown, query in _lists(article)
        if (count := engine().count(query)) > 1
    )


def _lists(article: Article) -> Iterator[tuple[str, Query]]:
    for author in article.authors[:_AUTHORS]:
        yield _("More by %(author)s", author=author), chosen((BYLINE, author))
    paper, section, day = article.publisher, article.section, day_of(article)
    if paper and day:
        yield _("More from %(paper)s on that day", paper=paper), chosen((PUBLISHER, paper), day=day)
    if paper and section:
        shown = _("More from %(paper)s in %(section)s", paper=paper, section=section)
        yield shown, chosen((PUBLISHER, paper), ("section", section))

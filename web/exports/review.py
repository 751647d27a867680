"""What stands in a press review? Articles by their ids, in an order, whole or their beginnings; what left is told."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from index.article import Article, standfirst_above
from index.store.history import Deleted, Moved
from search.article_versions import SEPARATOR
from search.engine import Engine
from search.query import Query
from web import regional, render, urls, words
from web.exports.article_files import FileParagraph, paragraphs
from web.paths import Parameter
from web.state.article_lists import ListedArticle
from web.translation import gettext as _

_BEGINNING = 90  # words that the beginning of an article has at least, where it has as many
_MOST_BEGINNING = 4  # paragraphs of a beginning
LONGEST_HEADING = 200  # characters
_UNDATED = (True, datetime.date.max, 0)


class ReviewOrder(StrEnum):
    """In which order the articles stand: as they were picked, the oldest first, or by paper."""

    PICKED = "picked"
    DAY = "day"
    PAPER = "paper"


class Extent(StrEnum):
    """How much of each article stands there."""

    WHOLE = "whole"
    BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """What a reader asks for: ids in the order in which they were picked, how the articles stand, and the heading of
    all ("": none was given). With `apart` each begins on a printed page of its own."""

    ids: tuple[str, ...]
    order: ReviewOrder = ReviewOrder.PICKED
    extent: Extent = Extent.WHOLE
    apart: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedArticle:
    """An article of a review: its title as one line, what is known of it in words, the paragraphs that stand there,
    and whether there are more of them. `note` is what a reader wrote of it."""

    article: Article
    title: str
    standfirst: str
    paper: str
    dated: str
    rows: tuple[FileParagraph, ...]
    cut: bool
    note: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """Paper, day, authors and agency, as far as they are known."""
        article = self.article
        agency = article.agency if article.agency != self.paper else ""
        authors = regional.listed(article.authors) if article.authors else ""
        return tuple(filter(None, (self.paper, self.dated, authors, agency)))

    @property
    def short_facts(self) -> tuple[str, ...]:
        """Paper and day, as the contents name them."""
        article = self.article
        day = words.day_filed_under(article.published, article.modified, article.yearless)
        return tuple(filter(None, (self.paper, day)))

    @property
    def address(self) -> str:
        """Its address in this archive, without the host."""
        return urls.article(self.article.id, Query())

    @property
    def source(self) -> str:
        """Where it stood on the web, "" where that is no address that can be followed."""
        return self.article.url if self.article.url.startswith(("http://", "https://")) else ""


@dataclass(frozen=True, slots=True)
class GoneArticle:
    """An article that has left the archive: its title ("": not known), the day on which that was noticed (None: not
    known), and what a reader wrote of it."""

    id: str
    title: str
    since: datetime.date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PressReview:
    """The articles in their order, those that have left the archive, and the ids that no article ever had."""

    asked: ReviewRequest
    articles: tuple[ReviewedArticle, ...]
    gone: tuple[GoneArticle, ...]
    unknown: tuple[str, ...]

    @property
    def title(self) -> str:
        return render.single_line(self.asked.title) or _("Press review")

    @property
    def papers(self) -> int:
        """How many papers the articles are of."""
        return len({one.paper for one in self.articles if one.paper})

    @property
    def span(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day; None where no article has a date."""
        days = [when.moment.date() for one in self.articles if (when := one.article.filed_under)]
        return (min(days), max(days)) if days else None

    def group_of(self, one: ReviewedArticle) -> str:
        """Under which heading the contents name an article: its paper or its day, "" in the order of picking."""
        if self.asked.order is ReviewOrder.PAPER:
            return one.paper or _("No paper known")
        when = one.article.filed_under
        return words.short_day(when) if self.asked.order is ReviewOrder.DAY else ""


def requested(ids: tuple[str, ...], values: Mapping[str, str]) -> ReviewRequest:
    """What the parameters of an address ask for; what means nothing is as by default."""
    order, extent = values.get(Parameter.ORDER, ""), values.get(Parameter.EXTENT, "")
    return ReviewRequest(
        ids,
        ReviewOrder(order) if order in ReviewOrder.__members__.values() else ReviewOrder.PICKED,
        Extent(extent) if extent in Extent.__members__.values() else Extent.WHOLE,
        values.get(Parameter.APART, "") == "1",
        render.single_line(values.get(Parameter.TITLE, ""))[:LONGEST_HEADING],
    )


@dataclass(slots=True)
class _Gathered:
    articles: dict[str, ReviewedArticle] = field(default_factory=dict)
    gone: dict[str, GoneArticle] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)


def press_review(
    engine: Engine, asked: ReviewRequest, listed: Mapping[str, ListedArticle] | None = None
) -> PressReview:
    """What the archive has of the articles that are asked for; `listed` is what a list has of some, by their ids.

    A former id stands for the article that once had it; an article that is named twice stands there once.
    """
    found = _Gathered()
    for given in asked.ids:
        _gather(engine, found, asked.extent, (listed or {}).get(given) or ListedArticle(given, "", "", ""))
    articles = _ordered(found.articles.values(), asked.order)
    return PressReview(asked, articles, tuple(found.gone.values()), tuple(found.unknown))


def _gather(engine: Engine, found: _Gathered, extent: Extent, listed: ListedArticle) -> None:
    marked = engine.article(listed.article)
    if marked is None:
        identity, _sep, version = listed.article.partition(SEPARATOR)
        became = engine.former(identity)
        if isinstance(became, Deleted):
            title = became.title or listed.title
            found.gone.setdefault(listed.article, GoneArticle(identity, title, became.day, listed.note))
            return
        marked = engine.article(urls.versioned(became.id, version)) if isinstance(became, Moved) else None
    if marked is None and listed.title:
        found.gone.setdefault(listed.article, GoneArticle(listed.article, listed.title, None, listed.note))
    elif marked is None:
        found.unknown.setdefault(listed.article)
    else:
        before = found.articles.get(marked.article.id)
        notes = (before.note if before else "", listed.note)
        found.articles[marked.article.id] = _reviewed(marked.article, extent, "\n".join(filter(None, notes)))


def _reviewed(article: Article, extent: Extent, note: str) -> ReviewedArticle:
    every = paragraphs(article)
    rows = every if extent is Extent.WHOLE else list(_beginning(every))
    return ReviewedArticle(
        article=article,
        title=render.single_line(article.title) or _("Untitled"),
        standfirst=render.single_line(standfirst_above(article.standfirst, article.text)),
        paper=article.publisher or article.host,
        dated=words.filed_under(article.published, article.modified, article.yearless),
        rows=tuple(rows),
        cut=len(rows) < len(every),
        note=note.strip(),
    )


def _beginning(rows: Iterable[FileParagraph]) -> Iterator[FileParagraph]:
    """The first paragraphs."""
    told = 0
    for number, row in enumerate(rows):
        if told >= _BEGINNING or number == _MOST_BEGINNING:
            return
        told += len(row.text.split())
        yield row


def _ordered(articles: Iterable[ReviewedArticle], order: ReviewOrder) -> tuple[ReviewedArticle, ...]:
    """In their order; those without a paper or a day stand last, and those that are alike as they were picked."""
    match order:
        case ReviewOrder.PICKED:
            return tuple(articles)
        case ReviewOrder.DAY:
            return tuple(sorted(articles, key=_day))
        case ReviewOrder.PAPER:
            return tuple(sorted(articles, key=lambda one: (not one.paper, one.paper.casefold(), _day(one))))


def _day(one: ReviewedArticle) -> tuple[bool, datetime.date, int]:
    when = one.article.filed_under
    return (False, when.moment.date(), when.minute() or 0) if when else _UNDATED

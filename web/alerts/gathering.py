"""What has come into the archive since the last mail? For each saved search its number, and the articles that came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, islice

from search.engine import Engine
from search.query import Query
from search.results import Hit
from web import paths, render, urls, words
from web.public_address import PublicAddress
from web.reply.alerts_report import AlertArticle, AlertSearch, AlertsReport
from web.site.saved.search_address import query_of
from web.site.saved.search_news import newer, seconds
from web.state.saved_searches import SavedSearch

MOST_TOLD = 20
"""Articles of one search that are told one by one; the number of the others stands beside."""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article that came: what it is called, its paper ("" where none is known), its day in words, and its
    address."""

    id: str
    title: str
    publisher: str
    day: str
    address: str


@dataclass(frozen=True, slots=True)
class SearchAlert:
    """A saved search in which something is new: the number of articles that came, the address of the page that lists
    them, the first `articles` of them, and how many more results that page has."""

    id: int
    name: str
    new: int
    address: str
    articles: tuple[NewArticle, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Alerts:
    """What is new up to the moment of arrival `until` (seconds since 1970). `whole` are the ids of the searches that
    were looked at to their end, those without news as well; `cut_short` the names of the others. `page` is the address
    of the page of saved searches."""

    searches: tuple[SearchAlert, ...]
    until: int
    whole: tuple[int, ...]
    cut_short: tuple[str, ...]
    page: str

    @property
    def new(self) -> int:
        """How many articles came, each counted in every search that found it."""
        return sum(search.new for search in self.searches)


def gathered(engine: Engine, searches: Iterable[SavedSearch], since: int | None, public: PublicAddress) -> Alerts:
    """What came later than the last mail of each search told, or later than `since`; never later than the last arrival
    that the engine knows of now, so that what is published meanwhile is left to the next time."""
    until = seconds(engine.last_arrival())
    found, whole, cut_short = [], [], []
    with urls.mounted(public.prefix):
        for search in searches:
            asked = query_of(search.address)
            query = newer(asked, search.alerted if since is None else since, until)
            export = engine.export(replace(query, quotes=False), MOST_TOLD) if query else None
            if query and export and export.results.total:
                told = tuple(_told(hit, asked, public) for hit in islice(chain.from_iterable(export), MOST_TOLD))
                more = max(0, export.results.listed - len(told))
                address = public.origin + urls.search(query)
                found.append(SearchAlert(search.id, search.name, export.results.total, address, told, more))
            if export and export.results.partial:
                cut_short.append(search.name)
            else:
                whole.append(search.id)
        page = public.origin + urls.address(paths.SAVED_SEARCHES)
    return Alerts(tuple(found), until, tuple(whole), tuple(cut_short), page)


def _told(hit: Hit, asked: Query, public: PublicAddress) -> NewArticle:
    address = public.origin + urls.article(hit.id, Query(asked.text))
    title = render.single_line(hit.title.text) or hit.key
    day = words.yearless(hit.yearless) if hit.yearless and not hit.filed_under else words.date(hit.filed_under)
    return NewArticle(hit.id, title, render.single_line(hit.publisher), day, address)


def report(alerts: Alerts | None) -> AlertsReport:
    """The same for programs; None where no search is saved."""
    if alerts is None:
        return AlertsReport(until=0, searches=(), cut_short=())
    return AlertsReport(
        until=alerts.until,
        searches=tuple(
            AlertSearch(
                id=search.id,
                name=search.name,
                new=search.new,
                address=search.address,
                articles=tuple(
                    AlertArticle(id=one.id, title=one.title, publisher=one.publisher, day=one.day, address=one.address)
                    for one in search.articles
                ),
            )
            for search in alerts.searches
        ),
        cut_short=alerts.cut_short,
    )

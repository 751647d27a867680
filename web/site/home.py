"""What does the first page show? What the archive holds, what is new in it, and the ways in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, Response, render_template, request

from index.errors import Remedy
from index.facets import DATE, LANGUAGE, MENTIONED_PLACE, ORGANISATION, PERSON, PUBLISHER
from index.store.run_states import LastRun
from search.holdings import ExampleKind, ExampleQuestion, Holdings
from search.name_results import NAME_FACETS
from search.query import Arrival, Listing, Query, Selection, Sort
from search.results import FacetCounts
from web import parameters, paths, regional, urls, words
from web.advice import about
from web.shelf import engine, folder
from web.site import moves
from web.site.charts.chart import FULL, NARROW
from web.site.charts.histogram import Dating, histogram
from web.site.result_list.cards import similar
from web.site.result_list.list_tools import Link
from web.site.run_progress import running, unfinished
from web.translation import gettext as _
from web.translation import ngettext, noted

SKIPPED = "skipped"  # of the page of the service: the place of what was left out
_SECTION, _BYLINE = "section", "byline"
_HEADINGS = {
    PUBLISHER: noted("Papers"),
    PERSON: noted("People"),
    ORGANISATION: noted("Organisations"),
    MENTIONED_PLACE: noted("Places"),
    _SECTION: noted("Sections"),
    LANGUAGE: noted("Languages"),
}
_KINDS = {facet: kind for kind, facet in NAME_FACETS.items()}
routes = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class WayIn:
    """A facet to begin with: its most frequent values, each with the number that its link gives, and all of them."""

    heading: str
    values: tuple[tuple[Link, str], ...]
    all: Link


@routes.get(paths.HOME)
def page() -> str | Response:
    query, _notes = parameters.read(request.args.items(multi=True))
    if query != Query():  # an address of the time when the search stood here
        place = urls.search(query)
        return Response(f"The search stands at {place}\n", 301, {"Location": place}, mimetype="text/plain")
    held = engine().holdings()
    facets, runs = held.facets, held.runs
    updated = runs.last.at if runs.last else held.published_at
    return render_template(
        "home.html",
        held=held,
        headline=_headline(held),
        lead=[*_lead(held)],
        examples=[Link(_shown(example), urls.search(example.query)) for example in held.examples],
        histogram=histogram(
            facets.get(DATE, FacetCounts(DATE, ())),
            Query(),
            Dating(unit=words.unit(grouped=held.grouped), sizes=(FULL, NARROW)),
        ),
        ways=[way for way in (_way(facets, name) for name in _HEADINGS) if way],
        added=similar(held.added) if held.arrived < held.articles else [],
        newest=similar(held.newest) if held.last else [],
        by_arrival=urls.search(Query(sort=Sort.ADDED)),
        by_date=urls.search(Query(sort=Sort.NEWEST)),
        feed=urls.export("atom", moves.arriving(Query())),
        updated=words.day(datetime.fromisoformat(updated).date()) if updated else "",
        news=_newly(held, runs.last) if runs.last else None,
        skipped=f"{urls.address(paths.STATUS)}#{SKIPPED}",
        running=running(runs.running),
        unfinished=unfinished(runs.unfinished),
        lacking=[*_lacking(held)],
        command=str(about(Remedy("reindex", "FOLDER"), folder())),
    )


def _headline(held: Holdings) -> str:
    """How many articles, of which papers and of which years, as far as there are several."""
    articles, papers, period = regional.number(held.articles), _distinct(held.facets, PUBLISHER), _period(held)
    if papers > 1 and period:
        return ngettext(
            "%(n)s article from %(papers)s papers, %(period)s",
            "%(n)s articles from %(papers)s papers, %(period)s",
            held.articles,
            n=articles,
            papers=regional.number(papers),
            period=period,
        )
    if period:
        return ngettext(
            "%(n)s article, %(period)s",
            "%(n)s articles, %(period)s",
            held.articles,
            n=articles,
            period=period,
        )
    return words.articles(held.articles)


def _period(held: Holdings) -> str:
    """The years of the archive: "2007 to 2026", "2015" or ""."""
    if held.first is None or held.last is None:
        return ""
    first, last = held.first.year, held.last.year
    return str(last) if first == last else _("%(first)s to %(last)s", first=first, last=last)


def _distinct(facets: Mapping[str, FacetCounts], name: str) -> int:
    """How many values of a facet are stated."""
    facet = facets.get(name)
    return facet.distinct - any(not value.value for value in facet.values) if facet else 0


def _lead(held: Holdings) -> Iterator[str]:
    """Sentences on the whole archive."""
    languages, facet = _distinct(held.facets, LANGUAGE), held.facets.get(LANGUAGE)
    if facet and languages > 1:
        most = regional.language_within(facet.values[0].value)
        yield _(
            "In %(languages)s languages, most in %(language)s.", languages=regional.number(languages), language=most
        )
    undated = _without(held.facets, DATE)
    if undated:
        yield ngettext("%(n)s has no date.", "%(n)s have no date.", undated, n=regional.number(undated))
    if held.older_versions:
        yield ngettext(
            "%(n)s older version is kept, too.",
            "%(n)s older versions are kept, too.",
            held.older_versions,
            n=regional.number(held.older_versions),
        )


def _without(facets: Mapping[str, FacetCounts], name: str) -> int:
    """How many of what is listed state no value of a facet."""
    return next((value.count for value in facets[name].values if not value.value), 0) if name in facets else 0


def _shown(example: ExampleQuestion) -> str:
    """An example as a link shows it: what is typed, or which filters are set."""
    first, *others = example.values
    if example.kind is ExampleKind.PHRASE:
        return _("“%(phrase)s”", phrase=first)
    if example.kind is ExampleKind.AUTHOR:
        return _("by %(author)s", author=first)
    if example.kind is ExampleKind.SITE:
        return _("from %(site)s", site=first)
    if example.kind is ExampleKind.LANGUAGE:
        return _("in %(language)s", language=regional.language_within(first))
    if example.kind is ExampleKind.LANGUAGE_BEFORE:
        return _("in %(language)s, before %(year)s", language=regional.language_within(first), year=others[0])
    return first


def _way(facets: Mapping[str, FacetCounts], name: str) -> WayIn | None:
    """The values of a facet; None where there are none. A name leads to its page, which counts alike."""
    values = [value for value in facets[name].values if value.value] if name in facets else []
    if not values:
        return None
    kind = _KINDS.get(name)
    links = [
        Link(
            words.value(name, value.value),
            urls.name(kind, value.value) if kind else urls.search(Query(selections=(Selection(name, value.value),))),
        )
        for value in values
    ]
    number = regional.number(_distinct(facets, name))
    return WayIn(
        _(_HEADINGS[name]),
        tuple((link, regional.number(value.count)) for link, value in zip(links, values, strict=True)),
        Link(_("All %(n)s", n=number), urls.facet(name, Query()), explained=_(_HEADINGS[name])),
    )


def _newly(held: Holdings, run: LastRun) -> Link | None:
    """Leads to what the run added, counted as its page lists it; None where that is nothing, or all there is."""
    last = held.last_arrival
    came_then = run.new and last is not None and datetime.fromisoformat(run.at) == last
    if not (came_then and 0 < held.arrived < held.articles):
        return None
    added = Query(arrival=Arrival(first=last), sort=Sort.ADDED, copies=Listing.ALL)
    count = regional.number(held.arrived)
    return Link(ngettext("%(n)s new article", "%(n)s new articles", held.arrived, n=count), urls.search(added))


def _lacking(held: Holdings) -> Iterator[Link]:
    """Links to the articles that state no date, paper or author."""
    told = (
        (DATE, noted("%(n)s without a date")),
        (PUBLISHER, noted("%(n)s without a paper")),
        (_BYLINE, noted("%(n)s without an author")),
    )
    for name, said in told:
        if count := _without(held.facets, name):
            query = replace(Query(), selections=(Selection(name, ""),))
            yield Link(_(said, n=regional.number(count)), urls.search(query))

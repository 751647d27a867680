"""Which URL stands for which query, article or name? The only place that writes addresses.

`write` gives one spelling for each query, so that `web.parameters.read` gives the query again and two equal states
have one address. Every address begins with the prefix under which the request that is being answered came in
(`mounted`); the constants of paths do not, they are what routes are named by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, quote_plus

from index.entity import ENTITY_KINDS
from index.facets import FACET_NAMES, TOLD
from search.article_versions import SEPARATOR
from search.query import Listing, Query, Selection, Sort
from web.paths import (
    ADD,
    ARTICLE,
    BATCH,
    COMPARE,
    FACET,
    GROUP,
    KEEP_LINES,
    NAME,
    OWN_LISTS,
    REVIEW,
    SEARCH,
    Parameter,
)
from web.prefix import address, inner, mounted, prefix

__all__ = ["address", "inner", "mounted", "prefix"]  # handed on; all else is its own


SELECTABLE = FACET_NAMES
EXCLUDE = "-"
TICK = "tick."  # before a facet: a box that was ticked, to be kept or left out as `Parameter.TICKED` says
KEEP, LEAVE_OUT = "keep", "leave"
ALSO_TYPED = {name: facet.name for facet in TOLD for name in facet.parameters}

# What the search form shows, beside the facets.
_SHOWN = (Parameter.TEXT, Parameter.FIRST, Parameter.LAST, Parameter.ADDED, Parameter.STOOD_FIRST, Parameter.PAGE)

OF_ARTICLE = (Parameter.VERSION, Parameter.VIEW, Parameter.RANK, Parameter.NAMES, Parameter.LINE)
_LONG = 200  # characters of a part of an address that is not kept
_PER_PAGE = Query().per_page
FLAGS = {  # and the fields of `Query` that they turn on
    Parameter.UNDATED: "undated",
    Parameter.POSSIBLE: "possible",
    Parameter.ALL_WORDS: "all_words",
    Parameter.EXACT: "exact",
    Parameter.AS_TYPED: "as_typed",
    Parameter.STOOD_FIRST: "first_stood",
    Parameter.COMPACT: "compact",
}


def canonical(query: Query) -> Query:
    """`query` with its selections each once, in the facets' order, chosen before excluded, then by value."""

    def place(selection: Selection) -> tuple[int, bool, str]:
        return SELECTABLE.index(selection.facet), selection.excluded, selection.value

    if len(query.selections) < 2:
        return query
    return replace(query, selections=tuple(sorted(set(query.selections), key=place)))


def pairs(query: Query, copies: Listing = Listing.GROUP) -> list[tuple[str, str]]:
    """The parameters that stand for `query`, in canonical order; what is as by default is left out. How `copies` are
    listed by default hangs on the address: on a page as one, elsewhere each."""
    chosen = [(selecting(s.facet, excluded=s.excluded), s.value) for s in canonical(query).selections]
    return _words(query) + chosen + _settings(query, copies)


def selecting(facet: str, *, excluded: bool) -> str:
    """The name of the parameter that chooses a value of a facet, or leaves it out."""
    return EXCLUDE + facet if excluded else facet


def ticking(facet: str) -> str:
    """The name of a box for a value of a facet that is neither chosen nor left out yet."""
    return TICK + facet


def _words(query: Query) -> list[tuple[str, str]]:
    return [(Parameter.TEXT.value, query.text)] if query.text else []


def _settings(query: Query, copies: Listing) -> list[tuple[str, str]]:
    """The parameters behind the selections."""
    parameters = []
    if query.first:
        parameters.append((Parameter.FIRST.value, query.first.isoformat()))
    if query.last:
        parameters.append((Parameter.LAST.value, query.last.isoformat()))
    if query.arrival:
        parameters.append((Parameter.ADDED.value, str(query.arrival)))
    parameters += [(name.value, "1") for name, field in FLAGS.items() if getattr(query, field)]
    if query.copies is not copies:
        parameters.append((Parameter.COPIES.value, query.copies.value))
    if query.sort is not Sort.RELEVANCE:
        parameters.append((Parameter.SORT.value, query.sort.value))
    if query.per_page != _PER_PAGE:
        parameters.append((Parameter.PER_PAGE.value, str(query.per_page)))
    if query.page != 1:
        parameters.append((Parameter.PAGE.value, str(query.page)))
    return parameters


def hidden(query: Query) -> list[tuple[str, str]]:
    """The parameters that the search form sends along unseen: all but the words, the bounds and the checkboxes."""
    visible = {*_SHOWN, *(selecting(facet.name, excluded=out) for facet in TOLD for out in (False, True))}
    return [(name, value) for name, value in pairs(query) if name not in visible]


def write(path: str, query: Query, *more: tuple[Parameter, str], fragment: str = "") -> str:
    """The address of `path` with the parameters of `query`, then `more` (empty values left out), and the fragment."""
    parameters = pairs(query) + [(name.value, value) for name, value in more if value]
    tail = f"#{quote(fragment, safe='')}" if fragment else ""
    return address(path) + ("?" + _joined(parameters) if parameters else "") + tail


def _joined(parameters: Iterable[tuple[str, str]]) -> str:
    return "&".join([f"{_quoted(name)}={_quoted(value)}" for name, value in parameters])


def _quoted(value: str) -> str:
    """A part of an address; a page has dozens of addresses with the same parts, so that all but long ones are kept."""
    return _quote(value) if len(value) < _LONG else quote_plus(value, errors="replace")


@lru_cache(maxsize=4096)
def _quote(value: str) -> str:
    return quote_plus(value, errors="replace")


def search(query: Query, fragment: str = "") -> str:
    return write(SEARCH, query, fragment=fragment)


def choosing(query: Query, facet: str) -> Callable[[str], str]:
    """For a query without selections: the address of its first page with one value chosen.

    A page has fifty such addresses, and writing each from a query of its own was a sixth of it.
    """
    words, settings = _joined(_words(query)), _joined(_settings(replace(query, page=1), Listing.GROUP))
    name = _quoted(facet)
    head = f"{address(SEARCH)}?{words}&{name}=" if words else f"{address(SEARCH)}?{name}="
    tail = f"&{settings}" if settings else ""
    return lambda value: f"{head}{_quoted(value)}{tail}"


class Showing(NamedTuple):
    """How an article is shown: which view of it ("" is its text), as which of the query's results (from 1, 0: none),
    whether the names in it are marked, and which line of it is opened (from 1, 0: none)."""

    view: str = ""
    rank: int = 0
    names: bool = False
    line: int = 0


PLAIN = Showing()


def article(article_id: str, query: Query, showing: Showing = PLAIN, fragment: str = "") -> str:
    """The address of an article, or of a version of one by its id; `query` marks its matches."""
    article_id, _, version = article_id.partition(SEPARATOR)
    return write(ARTICLE + quote(article_id, safe=""), query, *_shown(showing, version), fragment=fragment)


def _shown(showing: Showing, version: str = "") -> Iterable[tuple[Parameter, str]]:
    rank, names, line = str(showing.rank or ""), "1" if showing.names else "", str(showing.line or "")
    return zip(OF_ARTICLE, (version, showing.view, rank, names, line), strict=True)


def keep(article_id: str, query: Query, showing: Showing) -> str:
    """Where the form is sent that says which lines belong to an article; it leads back to how that was shown."""
    return write(f"{ARTICLE}{quote(article_id, safe='')}{KEEP_LINES}", query, *_shown(showing))


SAVED_FRAME, SAVED_PAGE, SAVED_SOURCE = "/saved", "/page", "/source"
"""Behind the address of an article: what was saved of it in a frame that says so, as a browser shows it, and as it lies
in its file."""


def saved(article_id: str, what: str) -> str:
    """The address of what was saved of an article, or of a version of one by its id; `what` is one of the above."""
    article_id, _, version = article_id.partition(SEPARATOR)
    return write(f"{ARTICLE}{quote(article_id, safe='')}{what}", Query(), (Parameter.VERSION, version))


def file(article_id: str, kind: str) -> str:
    """The address of an article, or of a version of one by its id, as a file of a kind, one of `FILES`."""
    article_id, _, version = article_id.partition(SEPARATOR)
    return write(f"{ARTICLE}{quote(article_id, safe='')}.{kind}", Query(), (Parameter.VERSION, version))


def without_version(identity: str) -> str:
    """The id of the article whose version an id names."""
    return identity.partition(SEPARATOR)[0]


def versioned(article_id: str, version: str) -> str:
    """The id of a version of an article, as an address names it; that of the article where `version` is empty."""
    return f"{article_id}{SEPARATOR}{version}" if version else article_id


NAMED = f"<any({', '.join(ENTITY_KINDS)}):kind>/<path:value>"  # a kind of names and a name, in a rule of Flask


def name(kind: str, value: str, path: str = NAME) -> str:
    """The address of what the archive has of a name, `path` being that of the pages or of the API."""
    return f"{address(path)}{kind}/{quote(value, safe='', errors='replace')}"


def compare(first: str, second: str, path: str = COMPARE, view: str = "") -> str:
    """The address of what differs between two articles, given by their ids, `path` being that of the page or of the
    API."""
    both = ((Parameter.FIRST_ARTICLE, first), (Parameter.SECOND_ARTICLE, second), (Parameter.VIEW, view))
    return write(path, Query(), *both)


def facet(name: str, query: Query, containing: str = "", order: str = "", page: int = 1) -> str:
    """The address of a page of a facet's values that hold some text, in an order ("" is by the alphabet)."""
    more = (Parameter.FILTER, containing), (Parameter.ORDER, order)
    return write(FACET + quote(name, safe=""), replace(query, page=page), *more)


def export(kind: str, query: Query, ids: Iterable[str] = ()) -> str:
    """The address of the query's full set of results as `kind`, one of `EXPORTS`; with `ids` of these articles alone,
    in that order."""
    parameters = pairs(replace(query, page=1, per_page=Query().per_page, compact=False), Listing.ALL)
    if names := ",".join(ids):
        parameters.append((Parameter.IDS.value, names))
    return address(f"{SEARCH}.{kind}") + ("?" + _joined(parameters) if parameters else "")


def review(ids: Iterable[str], *more: tuple[Parameter, str], kind: str = "") -> str:
    """The address of a press review of articles; as a file where a `kind` (`md`, `html`) is given."""
    return write(f"{REVIEW}.{kind}" if kind else REVIEW, Query(), (Parameter.IDS, ",".join(ids)), *more)


def article_list(identity: int, article_id: str = "") -> str:
    """The page of a list, at an article of it where one is given by the id that it has there."""
    return address(f"{OWN_LISTS}/{identity}") + (f"#a-{quote(article_id, safe='')}" if article_id else "")


def group(article_id: str) -> str:
    """The page of an article's copies."""
    return address(GROUP) + quote(article_id, safe="")


def batch(lines: Iterable[str] = (), finding: str = "", kind: str = "") -> str:
    """The page that looks up a list of questions, found in some way ("" as by default); with a `kind` its table."""
    path = f"{BATCH}.{kind}" if kind else BATCH
    return write(path, Query(), (Parameter.LINES, "\n".join(lines)), (Parameter.FINDING, finding))


ADDED_KEY = "done"


def added(key: str) -> str:
    """The page of what became of files that were added, by their key."""
    return f"{address(ADD)}?{ADDED_KEY}={quote_plus(key)}"


def dates(first: date | None, last: date | None) -> tuple[str, str]:
    """What the two date inputs show."""
    return first.isoformat() if first else "", last.isoformat() if last else ""

"""What does an HTML page say about itself? JSON-LD, meta tags, marked-up elements and its address, best first."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from index.describe.address import domain, site_names, take_url
from index.describe.bylines import marked_names, stated_names
from index.describe.dates import Order, parse_stamp
from index.describe.model import Findings, Hints, Statement
from index.describe.persons import looks_personal
from index.describe.plausible import dated
from index.describe.titles import fold, without_site
from index.page import Head

_ARTICLE = re.compile(r"(?:article|posting|report|review|recipe|newsevent)", re.I)
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "itemprop:datepublished",
    "datepublished",
    "article:published",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "rnews:datepublished",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "pubdate",
    "publish-date",
    "publishdate",
    "publisheddate",
    "publish_date",
    "publication_date",
    "published_time",
    "published",
    "article_date_original",
    "originalpublicationdate",
    "displaydate",
    "shareaholic:article_published_time",
    "article.created",
    "date.created",
    "date",
    "timestamp",
    "created",
    "itemprop:datecreated",
)
_MODIFIED = (
    "article:modified_time",
    "og:article:modified_time",
    "og:modified_time",
    "og:updated_time",
    "itemprop:datemodified",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "article:modified",
    "article.updated",
    "modified_time",
    "lastmod",
    "last-modified",
    "revised",
)
_AUTHORS = (
    "author",
    "parsely-author",
    "article:author",
    "article:author_name",
    "sailthru.author",
    "byl",
    "cxenseparse:author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "authors",
    "article.author",
    "articleauthor",
    "itemprop:author",
    "rel:author",
)
_MOST_MARKED = 4  # authors of one article; longer lists came from comments and teasers
_ALIKE = 0.2  # of 0.2, 0.3 and 0.4 the best on the development pages


def take_head(head: Head, findings: Findings, hints: Hints, lines: frozenset[str], headings: Mapping[int, str]) -> None:
    """Say all that the head gives; `lines` are the page's lines above its text, folded, `headings` its `h1` lines."""
    article: Mapping[str, Any] = {}
    with findings.guarded("metadata", "JSON-LD"):
        article = next(_articles(head), {})
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("url", lambda: _take_url(head, findings)),
        ("publisher", lambda: _take_publisher(head, article, findings)),
        ("section", lambda: _take_section(head, article, findings)),
        ("title", lambda: _take_title(head, article, findings, lines, headings)),
        ("published", lambda: _take_dates(head, article, findings, hints)),
        ("authors", lambda: _take_authors(head, article, findings)),
    )
    for name, take in steps:
        with findings.guarded(name, "the head"):
            take()


def _articles(head: Head) -> Iterator[Mapping[str, Any]]:
    """The JSON-LD objects that are an article, the one with a headline first."""
    found = [item for item in head.json_ld if _ARTICLE.search(_type(item))]
    found.sort(key=lambda item: not (item.get("headline") and item.get("datePublished")))
    yield from found


def _type(item: Mapping[str, Any]) -> str:
    kind = item.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _take_url(head: Head, findings: Findings) -> None:
    take_url(head.canonical, findings, "link rel=canonical", head.canonical)
    take_url(_meta(head, "og:url"), findings, "meta og:url")


def _take_publisher(head: Head, article: Mapping[str, Any], findings: Findings) -> None:
    publisher = article.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    name = publisher.get("name") if isinstance(publisher, Mapping) else publisher
    site = _meta(head, "og:site_name") or _meta(head, "application-name")
    findings.say("publisher", site, "meta og:site_name", site)
    if isinstance(name, str):
        findings.say("publisher", name, "JSON-LD publisher", name)


def _take_section(head: Head, article: Mapping[str, Any], findings: Findings) -> None:
    section = _meta(head, "article:section") or _first_text(article.get("articleSection"))
    findings.say(
        "section", section, "meta article:section" if _meta(head, "article:section") else "JSON-LD articleSection"
    )


def _take_title(
    head: Head, article: Mapping[str, Any], findings: Findings, lines: frozenset[str], headings: Mapping[int, str]
) -> None:
    """The `h1` that shares words with a title in the head is the headline; what the head says is often shortened.

    On the development pages the headline alone is right on 89 %, the best title of the head on 80 %.
    """
    names = [findings.values.get("publisher", ""), domain(findings.values.get("url", ""))]
    candidates = (
        ("JSON-LD headline", _first_text(article.get("headline"))),
        ("meta og:title", _meta(head, "og:title")),
        ("element title", head.title),
        ("meta twitter:title", _meta(head, "twitter:title")),
    )
    cut = [(source, without_site(value, names, lines)) for source, value in candidates if value]
    whole = [(source, value) for source, value in cut if not value.endswith(("...", "…"))]
    likeness = {n: max((_likeness(text, value) for _, value in cut), default=0.0) for n, text in headings.items()}
    best = max(likeness, key=lambda n: (likeness[n], -n), default=-1)
    if best >= 0 and likeness[best] >= _ALIKE and " " in headings[best]:
        findings.say("title", headings[best], f"line {best + 1} (h1)", headings[best])
    for source, value in whole:
        if fold(value) in lines:
            findings.say("title", value, source, value)
    for source, value in whole or cut:
        findings.say("title", value, source, value)


def _likeness(text: str, title: str) -> float:
    """The cosine of two titles' words: 1 where they are the same, 0 where no word is."""
    one, other = set(fold(text).split()), set(fold(title).split())
    return len(one & other) / math.sqrt(max(1, len(one) * len(other)))


def _take_dates(head: Head, article: Mapping[str, Any], findings: Findings, hints: Hints) -> None:
    for name, key, metas in (("published", "datePublished", _PUBLISHED), ("modified", "dateModified", _MODIFIED)):
        for value in [article.get(key), *(item.get(key) for item in head.json_ld if item is not article)]:
            if isinstance(value, str) and name not in findings.dates and value.strip():
                _say_stamp(name, value, f"JSON-LD {key}", findings, hints)
        for meta in metas:
            value = _meta(head, meta)
            if value and name not in findings.dates:
                _say_stamp(name, value, f"meta {meta}", findings, hints)


def take_times(head: Head, findings: Findings, hints: Hints, lines: frozenset[str]) -> None:
    """The first `<time>` that the page shows above its text, else its first, where nothing better gave a date."""
    if "published" in findings.dates:
        return
    shown = [stamp or text for stamp, text in head.times if fold(text) in lines]
    for value in shown or [stamp or text for stamp, text in head.times[:1]]:
        _say_stamp("published", value, "element time", findings, hints)


def _say_stamp(name: str, value: str, source: str, findings: Findings, hints: Hints) -> None:
    with findings.guarded(name, source):
        found = parse_stamp(value, Order.UNKNOWN)
        if found is not None:
            statement = Statement(name, source, value)
            findings.say_date(dated(found, statement, findings, hints), statement)


def _take_authors(head: Head, article: Mapping[str, Any], findings: Findings) -> None:
    """Names of persons are taken at once; whatever else is called an author waits in case the page shows a byline."""
    site = (findings.values.get("publisher", ""), *site_names(findings.values.get("url", "")))
    for key in ("author", "creator"):
        names = tuple(dict.fromkeys(_people(article.get(key), head)))
        _say_people([stated_names(name, site) for name in names], f"JSON-LD {key}", findings)
    for meta in _AUTHORS:
        values = tuple(dict.fromkeys(head.meta.get(meta, ())))
        marked = meta.startswith(("itemprop:", "rel:"))
        if marked and len(values) > _MOST_MARKED:
            values = values[:1]  # the article's, then those of comments and teasers
        if meta.startswith(("dc", "citation")):
            values = tuple(_in_spoken_order(value) for value in values)
        _say_people(
            [marked_names(v, site) if marked else stated_names(v, site) for v in values], f"meta {meta}", findings
        )


def _say_people(named: list[tuple[tuple[str, ...], tuple[str, ...]]], source: str, findings: Findings) -> None:
    """Take the (authors, agencies) of the values of a field that is there to hold authors."""
    if findings.authors:
        return
    people = tuple(dict.fromkeys(name for names, _ in named for name in names))
    for agency in (agency for _, agencies in named for agency in agencies):
        findings.say("agency", agency, source, agency)
    if any(looks_personal(name) for name in people):
        findings.say_authors(people, source, "; ".join(people))
    elif people and findings.waiting is None:
        findings.waiting = (people, source)


def _people(value: Any, head: Head, depth: int = 0) -> Iterator[str]:
    """The names of a JSON-LD author: text, a person, a reference by @id, or a list of these."""
    if depth > 4:
        return
    if isinstance(value, list):
        for member in value[:30]:
            yield from _people(member, head, depth + 1)
    elif isinstance(value, Mapping):
        name = value.get("name") or " ".join(
            part for part in (value.get("givenName"), value.get("familyName")) if isinstance(part, str)
        )
        if not name and value.get("@id"):
            same = (item.get("name") for item in head.json_ld if item.get("@id") == value["@id"])
            name = next((found for found in same if found), None)
        yield from _people(name, head, depth + 1)
    elif isinstance(value, str) and value.strip():
        yield " ".join(value.split())


def _in_spoken_order(name: str) -> str:
    """ "Doe, Jane" as "Jane Doe", as library metadata turns names around."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first and len(last.split()) <= 2 else name


def _meta(head: Head, name: str) -> str:
    values = head.meta.get(name, ())
    return values[0] if values else ""


def _first_text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(value.split()) if isinstance(value, str) else ""

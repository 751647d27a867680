"""What does an HTML page say about itself? JSON-LD, meta tags, marked-up elements and its address, best first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from index.article import Certainty
from index.describe.agencies import agencies_in
from index.describe.bylines import is_generic, parse_names
from index.describe.dates import Order, parse_stamp
from index.describe.model import Findings, Hints
from index.describe.persons import is_person, tidy_person
from index.describe.plausible import dated
from index.describe.titles import fold, without_site
from index.page import Head

_ARTICLE = re.compile(r"(?:article|posting|report|review|recipe|newsevent)", re.I)
_PUBLISHED = (
    ("article:published_time", "og:article:published_time", "itemprop:datepublished", "datepublished", "date")
    + ("parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.date", "dcterms.created", "dc.date", "pubdate")
    + (
        "publish-date",
        "publishdate",
        "publication_date",
        "published_time",
        "cxenseparse:recs:publishtime",
        "article.published",
    )
    + (
        "citation_publication_date",
        "citation_date",
        "og:published_time",
        "publisheddate",
        "article_date_original",
        "timestamp",
    )
    + (
        "rnews:datepublished",
        "dc.date.created",
        "originalpublicationdate",
        "displaydate",
        "article:published",
        "shareaholic:article_published_time",
    )
    + (
        "last-publication-date",
        "article.created",
        "date.created",
        "dcterms.issued",
        "created",
        "ptime",
        "itemprop:datecreated",
    )
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "itemprop:datemodified",
    "datemodified",
    "lastmod",
    "last-modified",
) + ("dcterms.modified", "dc.date.modified", "article:modified", "revised", "modified_time", "article.updated", "utime")
_AUTHORS = (
    "author",
    "itemprop:author",
    "article:author",
    "rel:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
) + (
    "byl",
    "article:author_name",
    "cxenseparse:author",
    "citation_author",
    "twitter:data1",
    "authors",
    "article.author",
    "itemprop:name",
)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(0?[1-9]|1[0-2]|[a-z]{3})[/-]?(0[1-9]|[12]\d|3[01])?(?=[/_-])", re.I)
_MONTHS = {
    m: n for n, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}


def take_head(head: Head, findings: Findings, hints: Hints, lines: frozenset[str]) -> None:
    """Say all that the head gives; `lines` are the page's visible lines, folded."""
    article = next(_articles(head), {})
    _take_names(head, article, findings)
    _take_title(head, article, findings, lines)
    _take_dates(head, article, findings, hints)
    _take_authors(head, article, findings)


def _articles(head: Head) -> Iterator[Mapping[str, Any]]:
    """The JSON-LD objects that are an article, the one with a headline first."""
    found = [item for item in head.json_ld if _ARTICLE.search(_type(item))]
    found.sort(key=lambda item: not (item.get("headline") and item.get("datePublished")))
    yield from found


def _type(item: Mapping[str, Any]) -> str:
    kind = item.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _take_names(head: Head, article: Mapping[str, Any], findings: Findings) -> None:
    findings.say("url", head.canonical, "link rel=canonical", head.canonical)
    findings.say("url", _meta(head, "og:url"), "meta og:url")
    publisher = article.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    name = publisher.get("name") if isinstance(publisher, Mapping) else publisher
    site = _meta(head, "og:site_name") or _meta(head, "application-name")
    findings.say("publisher", site, "meta og:site_name", site)
    if isinstance(name, str):
        findings.say("publisher", name, "JSON-LD publisher", name)
    section = _meta(head, "article:section") or _first_text(article.get("articleSection"))
    findings.say(
        "section", section, "meta article:section" if _meta(head, "article:section") else "JSON-LD articleSection"
    )


def _take_title(head: Head, article: Mapping[str, Any], findings: Findings, lines: frozenset[str]) -> None:
    names = [findings.values.get("publisher", ""), _domain(findings.values.get("url", ""))]
    headline = _unescaped(_first_text(article.get("headline")))
    candidates = (
        ("JSON-LD headline", headline),
        ("meta og:title", _meta(head, "og:title")),
        ("element title", head.title),
        ("meta twitter:title", _meta(head, "twitter:title")),
    )
    cut = [(source, without_site(value, names, lines)) for source, value in candidates if value]
    for source, value in cut:
        if fold(value) in lines:
            findings.say("title", value, source, value)
    for source, value in cut:
        findings.say("title", value, source, value)


def _take_dates(head: Head, article: Mapping[str, Any], findings: Findings, hints: Hints) -> None:
    for name, key, metas in (("published", "datePublished", _PUBLISHED), ("modified", "dateModified", _MODIFIED)):
        for value in [article.get(key), *(item.get(key) for item in head.json_ld if item is not article)]:
            if isinstance(value, str) and name not in findings.dates and value.strip():
                _say_stamp(name, value, f"JSON-LD {key}", findings, hints)
        for meta in metas:
            value = _meta(head, meta)
            if value and name not in findings.dates:
                _say_stamp(name, value, f"meta {meta}", findings, hints)


def _say_stamp(name: str, value: str, source: str, findings: Findings, hints: Hints) -> None:
    found = parse_stamp(value, Order.UNKNOWN)
    if found is not None:
        findings.say_date(name, dated(found, name, value, source, findings, hints), source, value)


def _take_authors(head: Head, article: Mapping[str, Any], findings: Findings) -> None:
    publisher = findings.values.get("publisher", "")
    names = tuple(_people(article.get("author"), head, publisher)) or tuple(
        _people(article.get("creator"), head, publisher)
    )
    findings.say_authors(names, "JSON-LD author", "; ".join(names))
    for meta in _AUTHORS:
        if findings.authors:
            return
        values = head.meta.get(meta, ())
        people: dict[str, None] = {}
        for value in values:
            if "://" in value or value.startswith(("@", "/")) or fold(value) == fold(publisher):
                continue
            byline = parse_names(value, publisher)
            if byline:
                people.update(dict.fromkeys(byline.authors))
                for agency in byline.agencies:
                    findings.say("agency", agency, f"meta {meta}", value)
        findings.say_authors(tuple(people), f"meta {meta}", "; ".join(values))


def _people(value: Any, head: Head, publisher: str, depth: int = 0) -> Iterator[str]:
    """The names of a JSON-LD author: text, a person, a reference by @id, or a list of these."""
    if depth > 4:
        return
    if isinstance(value, list):
        for member in value[:12]:
            yield from _people(member, head, publisher, depth + 1)
    elif isinstance(value, Mapping):
        name = value.get("name")
        if name is None and value.get("@id"):
            name = next(
                (item.get("name") for item in head.json_ld if item.get("@id") == value["@id"] and item.get("name")),
                None,
            )
        if "person" in _type(value).lower() or name != publisher:
            yield from _people(name, head, publisher, depth + 1)
    elif isinstance(value, str):
        byline = parse_names(_unescaped(value), publisher)
        if byline:
            yield from byline.authors


def take_url_date(findings: Findings, hints: Hints) -> None:
    """The date in the page's address, where nothing else gave one: /2015/05/26/ or /2015/may/26/."""
    url = findings.values.get("url", "")
    match = _URL_DATE.search(urlsplit(url).path if "://" in url else url)
    if not match or "published" in findings.dates:
        return
    month = _MONTHS.get(match[2].lower()) or (int(match[2]) if match[2].isdigit() else 0)
    if month:
        stamp = f"{match[1]}-{month:02}-{match[3] or '00'}"
        found = parse_stamp(stamp)
        if found:
            findings.say_date(
                "published",
                dated(found, "published", url, "address", findings, hints, "from the address"),
                "address",
                url,
            )


def _meta(head: Head, name: str) -> str:
    values = head.meta.get(name, ())
    return values[0] if values else ""


def _first_text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _unescaped(value: str) -> str:
    import html

    return " ".join(html.unescape(value).split())


def _domain(url: str) -> str:
    host = (urlsplit(url).hostname or "") if "://" in url else ""
    parts = [part for part in host.split(".") if part != "www"]
    return max(parts[:-1], key=len, default="")

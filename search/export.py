"""How does a result list leave the program? As CSV, JSON, an Atom feed or a TREC run: values in, bytes or lines out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import orjson

from index.article import ArticleDate
from search.engine import Engine, Hit, Marked, Results
from search.query import MAX_RESULTS, Query

Cell = str | int | float

HIT_COLUMNS = (
    "rank",
    "title",
    "publisher",
    "published",
    "modified",
    "authors",
    "agency",
    "place",
    "section",
    "language",
    "matches",
    "quote",
    "key",
    "path",
    "id",
)
QUERY_COLUMNS = ("query_id", "query", "read_as", "total", "all_words", "notes")

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATOM = "http://www.w3.org/2005/Atom"


def every_hit(engine: Engine, query: Query, limit: int = MAX_RESULTS) -> Results:
    """The results of `query` from the first on, whatever its page: all of them, up to `limit`."""
    return engine.search(replace(query, page=1, per_page=min(limit, MAX_RESULTS)))


def safe_cell(value: Cell) -> Cell:
    """`value` as a cell that no spreadsheet takes for a formula: an apostrophe before what starts like one."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def quotes(hit: Hit) -> str:
    """The hit's snippets as one text."""
    return " … ".join(snippet.text for snippet in hit.snippets)


def hit_row(rank: int, hit: Hit) -> tuple[Cell, ...]:
    """The cells of `HIT_COLUMNS`."""
    authors = "; ".join(hit.authors)
    published, modified = (date.isoformat() if date else "" for date in (hit.published, hit.modified))
    return (
        *(rank, hit.title.text, hit.publisher, published, modified, authors, hit.agency, hit.place, hit.section),
        *(hit.language, hit.matches, quotes(hit), hit.key, hit.path, hit.id),
    )


def query_row(query_id: str, results: Results) -> tuple[Cell, ...]:
    """The cells of `QUERY_COLUMNS`."""
    notes = " ".join(results.said)
    return query_id, results.query.text, results.reading, results.total, results.total_all_words, notes


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The rows as lines of CSV, each with its line end, every cell made safe."""
    for row in rows:
        buffer = io.StringIO()
        csv.writer(buffer).writerow([_plain(safe_cell(cell)) for cell in row])
        yield buffer.getvalue()


def to_csv(results: Results) -> bytes:
    """A line for each hit under a line of column names; UTF-8 with the mark that spreadsheets know it by."""
    rows = (hit_row(rank, hit) for rank, hit in enumerate(results.hits, 1))
    return "".join(csv_lines([HIT_COLUMNS, *rows])).encode("utf-8-sig")


def hit_object(rank: int, hit: Hit) -> dict[str, Any]:
    """A hit as every JSON of the program has it; `quotes` hold each snippet's text and its marks as [start, end]."""
    plain = ("id", "key", "path", "publisher", "agency", "place", "section", "language", "matches", "all_words")
    return {
        "rank": rank,
        "title": hit.title.text,
        **{name: getattr(hit, name) for name in plain},
        **date_object("published", hit.published),
        **date_object("modified", hit.modified),
        "authors": list(hit.authors),
        "score": round(float(hit.score), 6),
        "quotes": [{"text": snippet.text, "marks": marks(snippet)} for snippet in hit.snippets],
    }


def date_object(name: str, date: ArticleDate | None) -> dict[str, Any]:
    """A date as three fields: ISO text or null, its precision, and from what it was inferred ("": it was stated)."""
    if date is None:
        return {name: None, f"{name}_precision": "none", f"{name}_inferred": ""}
    return {name: date.isoformat(), f"{name}_precision": date.precision.value, f"{name}_inferred": date.inferred}


def marks(value: Marked) -> list[list[int]]:
    """The matches of a text as [start, end] characters."""
    return [[span.start, span.end] for span in value.spans]


def results_object(results: Results, query_id: str | None = None) -> dict[str, Any]:
    """The answer to one query as an object."""
    return {
        **({"query_id": query_id} if query_id is not None else {}),
        "query": results.query.text,
        "read_as": results.reading or results.query.text,
        "total": results.total,
        "all_words": results.total_all_words,
        "partial": results.partial,
        "notes": list(results.said),
        "expansions": [{"word": each.word, "added": list(each.added)} for each in results.expansions],
        "offers": [{"facet": each.facet, "value": each.value, "count": each.count} for each in results.offers],
        "hits": [hit_object(rank, hit) for rank, hit in enumerate(results.hits, 1)],
    }


def to_json(results: Results) -> bytes:
    """The answer as one JSON object, UTF-8."""
    return encoded(results_object(results))


def encoded(value: Any) -> bytes:
    """`value` as JSON in UTF-8; a lone surrogate becomes a question mark."""
    return orjson.dumps(_sound(value), option=orjson.OPT_INDENT_2)


def to_atom(
    results: Results, *, title: str, page_url: str, feed_url: str, article_url: Callable[[Hit], str], updated: datetime
) -> bytes:
    """The hits as an Atom feed (RFC 4287), UTF-8.

    The URLs are absolute; `updated` (with a time zone, else UTC) is when the archive last changed, and stands in for
    the date of an undated article.
    """
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _child(feed, "id", page_url)
    _child(feed, "title", title)
    _child(feed, "updated", _moment(updated))
    _child(feed, "link", rel="self", href=feed_url)
    _child(feed, "link", rel="alternate", href=page_url)
    for hit in results.hits:
        entry = ElementTree.SubElement(feed, f"{{{_ATOM}}}entry")
        _child(entry, "id", f"urn:cuttings:article:{hit.id}")
        _child(entry, "title", hit.title.text or hit.key)
        date = hit.modified or hit.published
        _child(entry, "updated", _moment(date.moment if date else updated))
        if hit.published:
            _child(entry, "published", _moment(hit.published.moment))
        for name in hit.authors or (hit.agency or hit.publisher or "unknown",):
            author = ElementTree.SubElement(entry, f"{{{_ATOM}}}author")
            _child(author, "name", name)
        _child(entry, "link", rel="alternate", href=article_url(hit))
        _child(entry, "summary", quotes(hit))
    body: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def trec_lines(query_id: str, results: Results) -> Iterator[str]:
    """Run lines `qid Q0 docid rank score cuttings`.

    Readers of runs sort by score, so a score that would break the order (an article with all the words stands before
    one with some and a higher score) is printed as the lowest above it.
    """
    lowest = float("inf")
    for rank, hit in enumerate(results.hits, 1):
        lowest = min(lowest, float(hit.score))
        yield f"{_token(query_id)} Q0 {_token(hit.key)} {rank} {lowest:.6f} cuttings\n"


def _token(name: str) -> str:
    """`name` without white space, which would shift the columns."""
    return "_".join(_plain(name).split()) or "_"


def _moment(moment: datetime) -> str:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def _child(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
    child = ElementTree.SubElement(
        parent, f"{{{_ATOM}}}{name}", {k: _NOT_XML.sub("", v) for k, v in attributes.items()}
    )
    child.text = _NOT_XML.sub("", text) or None


def _plain(cell: Any) -> Any:
    return cell.encode("utf-8", "replace").decode("utf-8") if isinstance(cell, str) else cell


def _sound(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sound(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_sound(item) for item in value]
    return _plain(value)

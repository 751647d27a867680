"""What do the fields of a bookmark say of its page? Those of bibliographies and of lists of links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from index.page import Bookmark

_ADDRESS_NAMES = ("url", "link", "uri", "href", "source_url")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "authors": ("author", "authors", "creator"),
    "published": ("issued", "date", "published", "datePublished", "published_at", "publication_year"),
    "publisher": ("container-title", "publication_title", "site_name", "publisher"),
    "saved": (
        *("date_added", "time_added", "add_date", "saved", "createdAt", "created", "timestamp"),
        *("accessed", "access_date"),
    ),
    "language": ("language", "lang"),
}
"""Field -> its names in exports; the first that says something counts. `created` is of the bookmark, not the page."""
_OF_BIBLIOGRAPHIES = frozenset(("item_type", "container-title", "issued", "accessed"))
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][\w-]{2,20})?", re.I)
_SECONDS = re.compile(r"\d{9,13}")
_LONGEST, _MOST_NAMES = 1_000, 100
_MILLISECONDS_FROM = 1e11


def bookmark_of(fields: Mapping[str, Any]) -> Bookmark | None:
    """What fields without a text say of the page at their address; None where they have none.

    A bibliography is told by names that no list of links has: a person keeps it. What in it has no address, such as a
    book, is one of its entries, too, and says nothing of any page.
    """
    address = next((text for name in _ADDRESS_NAMES if (text := _words(fields.get(name)))), "")
    curated = not _OF_BIBLIOGRAPHIES.isdisjoint(fields)
    if not address and not (curated and fields.get("title")):
        return None
    said: dict[str, Any] = {}
    for field, names in _NAMES.items():
        value = next((read for name in names if (read := _READ[field](fields.get(name)))), None)
        if value:
            said[field] = value
    if said.get("title") == address:  # Pocket writes it where it knows no title
        del said["title"]
    return Bookmark(address, said, curated=curated)


def moment_of(value: Any) -> str | None:
    """A moment that is a text, or seconds or milliseconds since 1970; None where it is neither."""
    if isinstance(value, str):
        return value
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        seconds = value / 1000 if value > _MILLISECONDS_FROM else value
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return None


def _words(value: Any) -> str:
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""


def _day(value: Any) -> str:
    """A day as text: also as the parts that CSL has (`{"date-parts": [[2019, 3, 4]]}`)."""
    if isinstance(value, Mapping):
        parts = value.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
        numbers = [int(part) for part in first[:3] if str(part).isdecimal()]
        if not numbers:
            return _words(value.get("raw"))
        return "-".join([f"{numbers[0]:04d}", *(f"{one:02d}" for one in numbers[1:])])
    return _words(value)


def _saved(value: Any) -> str:
    if isinstance(value, str) and _SECONDS.fullmatch(value.strip()):
        value = int(value)
    return _day(value) if isinstance(value, Mapping) else _words(moment_of(value))


def _language(value: Any) -> str:
    found = _LANGUAGE.fullmatch(_words(value))
    return found[1].lower() if found else ""


def _authors(value: Any) -> list[str]:
    """Names in the order in which they are said; `Lee, Ann` is turned."""
    if isinstance(value, Mapping):
        value = [value]
    parts: Iterable[Any] = value.split(";") if isinstance(value, str) else value if isinstance(value, list) else ()
    return [name for part in list(parts)[:_MOST_NAMES] if (name := _name(part))]


def _name(part: Any) -> str:
    if isinstance(part, Mapping):
        particle, family, given = (_words(part.get(key)) for key in ("non-dropping-particle", "family", "given"))
        whole = next((text for key in ("literal", "name") if (text := _words(part.get(key)))), "")
        return " ".join(filter(None, (given, particle, family))) or whole
    family, comma, given = _words(part).partition(", ")
    return f"{given} {family}" if comma and ", " not in given else _words(part)


_READ = {
    "title": _words,
    "authors": _authors,
    "published": _day,
    "publisher": _words,
    "saved": _saved,
    "language": _language,
}

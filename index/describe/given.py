"""What do front matter, a JSON line or a correction file say? Fields by their usual names, taken as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from index.article import Certainty
from index.describe.address import addressed
from index.describe.claims import Claim
from index.describe.dates import Found, Order, parse_stamp
from index.describe.model import Hints
from index.describe.plausible import dated
from index.errors import ReadError
from index.readers.jsonl import ID_NAMES, TEXT_NAMES

NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "standfirst": ("standfirst", "description", "summary", "subtitle", "excerpt", "abstract"),
    "authors": ("authors", "author", "byline", "by", "creator"),
    "publisher": ("publisher", "site", "site_name", "source", "publication", "newspaper"),
    "agency": ("agency",),
    "place": ("place", "location", "dateline"),
    "section": ("section", "category"),
    "language": ("language", "lang"),
    "photo_credit": ("photo_credit",),
    "url": ("url", "link", "canonical", "source_url"),
    "published": ("published", "date", "published_at", "publication_date", "pubdate", "date_published", "created"),
    "modified": ("modified", "updated", "updated_at", "last_modified", "date_modified"),
    "saved": (
        *("saved", "saved_at", "date_saved", "clipped", "clipped_at", "date_clipped", "date_added", "time_added"),
        *("retrieved", "accessed", "archived", "crawled", "crawl_date"),
    ),
}
"""Field -> the names that it goes by, the first that is there counts."""
DATE_FIELDS = ("published", "modified", "saved")
"""The fields that are dates."""
SHARED = ("publisher", "agency", "section", "language")
"""The fields that a correction may give to all lines of a JSON-lines file."""
_FIELDS = {alias: name for name, aliases in NAMES.items() for alias in aliases}
_KNOWN = frozenset(_FIELDS)
_TAKEN = frozenset((*ID_NAMES, *TEXT_NAMES, "clean", "metadata"))  # what the reader of JSON lines takes itself
_ADVICE = "write one `name: value` a line, such as `published: 2015-05-26`"
_ADVICE_FOR_LINES = 'write `"the line\'s id": {title: ...}`; of all lines only ' + ", ".join(SHARED)
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_BETWEEN_NAMES = re.compile(r"\s*;\s*|\s+(?:and|&)\s+")
_BY = re.compile(r"^by\s+", re.I)
_MOST_UNREAD = 20
_LONGEST_NAME = 40  # characters of an unknown name that are shown
_MOST_NAMED = 5
_MOST_CORRECTED = 200_000  # values in the correction file of a JSON-lines file: some ten thousand ids


def read_corrections(data: bytes) -> tuple[dict[str, Any], str]:
    """The fields of a correction file (`NAME.meta.yaml`), YAML of `name: value`, and what is wrong with it or "".

    Whatever is wrong, the article is read: a slip in a correction must not take it away.
    """
    fields, problem = _fields(data)
    if problem:
        return {}, f"{problem}; the article was read without it: {_ADVICE}"
    unknown = _named(name for name in fields if name not in _KNOWN)
    if not unknown:
        return fields, ""
    return fields, f"says {unknown}, which is no field and was left out; the fields are {', '.join(NAMES)}"


@dataclass(frozen=True, slots=True)
class LineCorrections:
    """What the correction file of a JSON-lines file says of all lines and of single ones by id, and what is wrong."""

    common: Mapping[str, Any]
    lines: Mapping[str, Mapping[str, Any]]
    complaint: str = ""

    def of(self, key: str) -> Mapping[str, Any]:
        """The fields for the line with the id `key`: its own before those of all lines."""
        corrected = self.lines.get(key, {})
        said = {_FIELDS[name] for name in corrected}
        return {name: value for name, value in self.common.items() if _FIELDS.get(name) not in said} | {**corrected}


def late_line_corrections() -> LineCorrections:
    """Those of a file that took too long to read: none, and a complaint. Reading takes 0.5 ms of CPU an id."""
    return LineCorrections({}, {}, "took too long to read; the articles were read without it: correct fewer lines")


def read_line_corrections(data: bytes) -> LineCorrections:
    """The correction file of a JSON-lines file: `id: {name: value}` for a line, `name: value` for all of them.

    Only what all articles of a file may share can be said of all (`SHARED`): one title for all of them is a slip.
    """
    fields, problem = _fields(data, _MOST_CORRECTED)
    if problem:
        return LineCorrections({}, {}, f"{problem}; the articles were read without it: {_ADVICE_FOR_LINES}")
    lines = {name: value for name, value in fields.items() if isinstance(value, Mapping)}
    common = {name: value for name, value in fields.items() if name not in lines and _FIELDS.get(name) in SHARED}
    refused = _named(name for name in fields if name not in lines and name not in common)
    unknown = _named(name for corrected in lines.values() for name in corrected if name not in _KNOWN)
    known = {
        key: {name: value for name, value in corrected.items() if name in _KNOWN} for key, corrected in lines.items()
    }
    complaints = []
    if refused:
        complaints.append(f"says {refused} of all lines, which was left out: {_ADVICE_FOR_LINES}")
    if unknown:
        complaints.append(f"says {unknown}, which is no field and was left out; the fields are {', '.join(NAMES)}")
    return LineCorrections(common, known, "; ".join(complaints))


def unread_fields(given: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of a JSON line's fields that are not read, a few of them, cut where they are long."""
    return tuple(name[:_LONGEST_NAME] for name in given if name not in _KNOWN and name not in _TAKEN)[:_MOST_UNREAD]


def _fields(data: bytes, most: int = 0) -> tuple[dict[str, Any], str]:
    """The fields of YAML, or what is wrong with it; at most so many values, 0: as a page may have of its own."""
    from index.readers.decode import decode  # noqa: PLC0415
    from index.readers.markdown import MAX_VALUES, parse_fields  # noqa: PLC0415  0.1 s to load, and few pages have corrections

    try:
        return parse_fields(decode(data).text, most=most or MAX_VALUES), ""
    except (ValueError, ReadError) as error:
        return {}, str(error)


def _named(names: Iterable[str]) -> str:
    """The first of the names, quoted for a sentence."""
    return ", ".join([f"`{name[:_LONGEST_NAME]}`" for name in dict.fromkeys(names)][:_MOST_NAMED])


def given_field(name: str, fields: Mapping[str, Any], giver: Claim, hints: Hints) -> Iterator[Claim]:
    """What the fields give of one by this name; `giver` says who gives it ("front matter", "field") and how surely."""
    for alias in NAMES[name]:
        value = fields.get(alias)
        if value in (None, "", []):
            continue
        text = _text(value)
        known = _names(value) if name == "authors" else text
        claim = Claim(name, known, giver.source, f"{giver.place} {alias}", text, giver.certainty)
        if name in DATE_FIELDS:
            yield _date(claim, hints)
        else:
            yield addressed(claim) if name == "url" else claim
        return


def _date(claim: Claim, hints: Hints) -> Claim:
    text = claim.quote
    written = Found(0, 4, int(text)) if _YEAR.fullmatch(text) else parse_stamp(text, Order.UNKNOWN)
    if claim.certainty is Certainty.CORRECTED and written:  # whoever corrects may know of a date that is to come
        return claim._replace(value=written.article_date() or "")
    return dated(written, claim, hints)


def _names(value: Any) -> tuple[str, ...]:
    """Names as given: a list, or one text cut at semicolons, ampersands and the word "and"."""
    if isinstance(value, str):
        parts = _BETWEEN_NAMES.split(value)
        if len(parts) == 1 and value.count(",") and all(len(part.split()) > 1 for part in value.split(",")):
            parts = value.split(",")
    elif isinstance(value, list | tuple):
        parts = [_text(member.get("name", "")) if isinstance(member, Mapping) else _text(member) for member in value]
    elif isinstance(value, Mapping):
        parts = [_text(value.get("name", ""))]
    else:
        parts = [_text(value)]
    tidy = (" ".join(_BY.sub("", part.strip()).split()) for part in parts)
    return tuple(dict.fromkeys(name for name in tidy if name))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple):
        return ", ".join(_text(member) for member in value)
    if isinstance(value, Mapping):
        return _text(value.get("name", ""))
    return "" if value is None else str(value)

"""What do front matter, a JSON line or a correction file say? Fields by their usual names, taken as they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from index.article import Certainty
from index.describe.address import take_url
from index.describe.dates import Found, Order, parse_stamp
from index.describe.model import Findings, Hints
from index.describe.plausible import dated
from index.errors import ReadError

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
}
"""Field -> the names that it goes by, the first that is there counts."""
_LONGEST_NAME = 40  # characters of an unknown name that are shown
_MOST_NAMED = 5


def read_corrections(data: bytes) -> tuple[dict[str, Any], str]:
    """The fields of a correction file (`NAME.meta.yaml`), YAML of `name: value`, and what is wrong with it or "".

    Whatever is wrong, the article is read: a slip in a correction must not take it away.
    """
    from index.readers.decode import decode  # noqa: PLC0415
    from index.readers.markdown import parse_fields  # noqa: PLC0415  0.1 s to load, and few pages have corrections

    try:
        fields = parse_fields(decode(data).text)
    except (ValueError, ReadError) as error:
        advice = "write one `name: value` a line, such as `published: 2015-05-26`"
        return {}, f"{error}; the article was read without it: {advice}"
    known = {alias for aliases in NAMES.values() for alias in aliases}
    unknown = [f"`{name[:_LONGEST_NAME]}`" for name in fields if name not in known][:_MOST_NAMED]
    if not unknown:
        return fields, ""
    return fields, f"says {', '.join(unknown)}, which is no field and was left out; the fields are {', '.join(NAMES)}"


def take_given(
    fields: Mapping[str, Any], findings: Findings, hints: Hints, source: str, certainty: Certainty = Certainty.STATED
) -> None:
    """Say all that the fields give; `source` names them ("front matter", "field", "correction file")."""
    for name, aliases in NAMES.items():
        if fields.keys().isdisjoint(aliases):
            continue
        with findings.guarded(name, source):
            _take_field(name, aliases, fields, findings, hints, source=source, certainty=certainty)


def _take_field(
    name: str,
    aliases: tuple[str, ...],
    fields: Mapping[str, Any],
    findings: Findings,
    hints: Hints,
    *,
    source: str,
    certainty: Certainty,
) -> None:
    alias = next((alias for alias in aliases if fields.get(alias) not in (None, "", [])), None)
    if alias is None:
        return
    value = fields[alias]
    where = f"{source} {alias}"
    if name == "authors":
        findings.say_authors(_names(value), where, _text(value), certainty)
    elif name in ("published", "modified"):
        _take_date(name, value, findings, hints, where=where, certainty=certainty)
    elif name == "url":
        take_url(_text(value), findings, where, _text(value), certainty)
    else:
        findings.say(name, _text(value), where, _text(value), certainty)


def _take_date(name: str, value: Any, findings: Findings, hints: Hints, *, where: str, certainty: Certainty) -> None:
    text = _text(value)
    found = Found(0, 4, int(text)) if re.fullmatch(r"(?:1[6-9]|20)\d\d", text) else parse_stamp(text, Order.UNKNOWN)
    if certainty is Certainty.CORRECTED and found:  # whoever corrects may know of a date that is to come
        findings.say_date(name, found.article_date(), where, text, certainty)
    else:
        findings.say_date(name, dated(found, name, text, where, findings=findings, hints=hints), where, text, certainty)


def _names(value: Any) -> tuple[str, ...]:
    """Names as given: a list, or one text cut at semicolons, ampersands and the word "and"."""
    if isinstance(value, str):
        parts = re.split(r"\s*;\s*|\s+(?:and|&)\s+", value)
        if len(parts) == 1 and value.count(",") and all(len(part.split()) > 1 for part in value.split(",")):
            parts = value.split(",")
    elif isinstance(value, list | tuple):
        parts = [_text(member.get("name", "")) if isinstance(member, Mapping) else _text(member) for member in value]
    elif isinstance(value, Mapping):
        parts = [_text(value.get("name", ""))]
    else:
        parts = [_text(value)]
    tidy = (" ".join(re.sub(r"^by\s+", "", part.strip(), flags=re.I).split()) for part in parts)
    return tuple(dict.fromkeys(name for name in tidy if name))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple):
        return ", ".join(_text(member) for member in value)
    if isinstance(value, Mapping):
        return _text(value.get("name", ""))
    return "" if value is None else str(value)

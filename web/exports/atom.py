"""How does a result list leave the program as a feed? As Atom (RFC 4287), which readers ask for again and again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from xml.etree import ElementTree

from search.results import Export, Hit
from web.exports.formats import partial_told, quotes, ranked
from web.exports.reference import is_web_address

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATOM = "http://www.w3.org/2005/Atom"
_URN = "urn:cuttings:"  # of ids that stay when the archive moves to another host or prefix


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself, and the address of each of its articles. All addresses are absolute; its `id` lasts
    when they change. One that is `by_arrival` tells what came into the archive, and when: a new version of an article
    is its entry, updated."""

    title: str
    page_url: str
    feed_url: str
    article_url: Callable[[Hit], str]
    id: str
    by_arrival: bool = False


def to_atom(export: Export, source: Feed) -> Iterator[bytes]:
    """The hits as an Atom feed (RFC 4287), UTF-8; a partial one says so in its subtitle, which stands at its end, as
    the order of a feed's elements has no meaning.

    When the archive last changed stands in for the date of an undated article.
    """
    updated = _moment(changed(export.published_at))
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    _child(feed, "id", source.id)
    _child(feed, "title", source.title)
    _child(feed, "updated", updated)
    _child(feed, "generator", "Cuttings")
    _child(feed, "link", rel="self", type="application/atom+xml", href=source.feed_url)
    _child(feed, "link", rel="alternate", type="text/html", href=source.page_url)
    yield ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True).removesuffix(b"</feed>")
    for page in ranked(export):
        yield b"".join(ElementTree.tostring(_entry(hit, source, updated), "utf-8") for _, hit in page)
    if export.partial:
        end = ElementTree.Element("subtitle")
        end.text = _NOT_XML.sub("", f"Partial, {partial_told(export)}")
        yield ElementTree.tostring(end, "utf-8")
    yield b"</feed>"


def _entry(hit: Hit, source: Feed, updated: str) -> ElementTree.Element:
    entry = ElementTree.Element("entry")
    _child(entry, "id", f"{_URN}article:{hit.id}")
    _child(entry, "title", hit.title.text or hit.key)
    date = hit.modified or hit.published
    when = hit.added if source.by_arrival else date.moment if date else None
    _child(entry, "updated", _moment(when) if when else updated)
    if hit.published:
        _child(entry, "published", _moment(hit.published.moment))
    for name in hit.authors or (hit.agency or hit.publisher or "unknown",):
        _child(ElementTree.SubElement(entry, "author"), "name", name)
    _child(entry, "link", rel="alternate", type="text/html", href=source.article_url(hit))
    if is_web_address(hit.url):
        _child(entry, "link", rel="related", href=hit.url)
    _child(entry, "summary", quotes(hit))
    return entry


def feed_id(asked: str) -> str:
    """The id of the feed of a question, given as the parameters of its address; no host is in it."""
    return f"{_URN}search:{blake2b(asked.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def changed(stated: str) -> datetime:
    """When the archive last changed; 1970 where that is not known."""
    try:
        when = datetime.fromisoformat(stated)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _moment(moment: datetime) -> str:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def _child(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
    child = ElementTree.SubElement(parent, name, {k: _NOT_XML.sub("", v) for k, v in attributes.items()})
    child.text = _NOT_XML.sub("", text) or None

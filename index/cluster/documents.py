"""What does a cluster hold of a generation? A document for each version of each article, with all that is laid over it.

What a document says of its article follows from its segment, which never changes, and from what the archive makes of
it: its id, its names, its copies, its versions. The latter is told apart as the `overlay`, so that whoever publishes
sees without reading an article which documents may be other ones now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from typing import Any, NamedTuple

import orjson
from xxhash import xxh3_64_intdigest

from index.address import canonical
from index.article import Article, ArticleDate
from index.authority import SettledNames, document_entities, spelled_names
from index.authority import published as published_authority
from index.cluster.mapping import (
    BODY_FIELD,
    LENGTH,
    OPEN,
    REMOVED_FIELD,
    TITLE_FIELD,
    YEAR_FIELD,
    facet_field,
    offered_field,
    spelled_name,
)
from index.cluster.offered_names import offered_keys
from index.cluster.tokens import TokenString, TokenWriter
from index.copies.published_groups import NO_GROUP, CopyGroups
from index.copies.published_groups import published as published_groups
from index.facets import COLUMN_NAMES, DATE, SETTLED
from index.naming import id_text
from index.schema import NO_TIME
from index.segment.arrays.records import parts_of
from index.segment.reader import Segment
from index.store.snapshot import Snapshot
from index.versions.published_versions import NewestOnly, VersionPlace, newest_only

_TOGETHER = 256  # articles analysed at once
_WHOLE_YEAR = 4  # characters of a date that is known to the year alone


class DocumentPlace(NamedTuple):
    """Where a document comes from: the number of its segment in the snapshot and its document there; the `overlay` is
    a number of all that is laid over it, and `key` what it is called in the cluster but for its generation."""

    segment: int
    doc: int
    key: str
    overlay: int


@dataclass(frozen=True, slots=True)
class ClusterDocument:
    """A document as it is sent, but for the generations that have it: `fields` are JSON, `digest` is one of them."""

    place: DocumentPlace
    fields: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class _Overlay:
    """What the archive makes of a document."""

    article_id: str
    added: int
    newest: bool
    version: int
    group: int | None
    member: int
    copies: int
    same: tuple[int, int, int]
    names: tuple[tuple[int, str, bool], ...]

    @property
    def number(self) -> int:
        return xxh3_64_intdigest(repr(self).encode("utf-8", "surrogatepass"))


class ArchiveDocuments:
    """The documents of a generation, all versions of its articles."""

    def __init__(self, whole: Snapshot) -> None:
        self._whole = whole
        self._newest: NewestOnly = newest_only(whole)
        self._groups: CopyGroups = published_groups(self._newest.snapshot)
        self._authority = published_authority(self._newest.snapshot)
        self._writer = TokenWriter()

    @cached_property
    def _versions(self) -> dict[VersionPlace, tuple[str, int, int]]:
        """Of each article of several versions, by the place of each: the article's id, number, how many there are."""
        return {
            place: (article_id, number, len(places))
            for article_id, places in self._newest.versions.of_article.items()
            for number, place in enumerate(places, 1)
        }

    @cached_property
    def _names(self) -> list[SettledNames]:
        return [SettledNames(self._authority, segment.mentions) for segment in self._whole.segments]

    @cached_property
    def _offered(self) -> frozenset[int]:
        return offered_keys(self._newest.snapshot.segments, self._names)

    def places(self) -> Iterator[DocumentPlace]:
        """All documents, segment after segment."""
        for number, segment in enumerate(self._whole.segments):
            names = self._names[number]
            for doc in range(segment.doc_count):
                if segment.live is None or segment.live[doc]:
                    overlay = self._overlay(number, doc, names)
                    key = f"{overlay.article_id}.{overlay.version}" if overlay.version else overlay.article_id
                    yield DocumentPlace(number, doc, key, overlay.number)

    def documents(self, places: Sequence[DocumentPlace]) -> Iterator[ClusterDocument]:
        """The documents of some places, those of one segment side by side."""
        for number, of_segment in groupby(places, lambda place: place.segment):
            names = self._names[number]
            while some := list(islice(of_segment, _TOGETHER)):
                yield from self._written(self._whole.segments[number], names, some)

    def _written(
        self, segment: Segment, names: SettledNames, places: Sequence[DocumentPlace]
    ) -> Iterator[ClusterDocument]:
        articles = {place.doc: segment.stored(place.doc) for place in places}
        tokens = self._tokens(articles)
        for place in places:
            overlay = self._overlay(place.segment, place.doc, names)
            fields = {
                **tokens[place.doc],
                **_stated(segment, place.doc, articles[place.doc]),
                **_laid_over(overlay, self._whole.segments[place.segment], place.doc),
                **_record(segment.articles.record(place.doc)),
                **self._entities(segment, place.doc, articles[place.doc]),
            }
            digest = f"{xxh3_64_intdigest(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)):016x}"
            yield ClusterDocument(place, orjson.dumps(fields | {"digest": digest}), digest)

    def _entities(self, segment: Segment, doc: int, article: Article) -> dict[str, Any]:
        """What the article names, with the places of each name, as a row for each."""
        named = document_entities(self._authority, segment.mentions, doc, article)
        rows = [[each.kind, sendable(each.text), sendable(each.value), *each[3:]] for each in named]
        spelled = [sendable(spelled_name(*each)) for each in spelled_names(self._authority, segment.mentions, doc)]
        return ({"entities": {"rows": rows}} if rows else {}) | ({"spelled": spelled} if spelled else {})

    def _tokens(self, articles: dict[int, Article]) -> dict[int, dict[str, Any]]:
        """The text fields of articles, by document."""
        written: dict[int, dict[str, Any]] = {doc: {} for doc in articles}
        by_language = sorted(articles, key=lambda doc: articles[doc].language)
        for language, docs in groupby(by_language, lambda doc: articles[doc].language):
            row = list(docs)
            texts = {
                TITLE_FIELD: [articles[doc].title for doc in row],
                BODY_FIELD: [articles[doc].body for doc in row],
                REMOVED_FIELD: ["\n".join(dropped.text for dropped in articles[doc].dropped) for doc in row],
            }
            for field, of_field in texts.items():
                for doc, string in zip(row, self._writer.write(of_field, language), strict=True):
                    written[doc] |= _text(field, string)
        return written

    def _overlay(self, number: int, doc: int, names: SettledNames) -> _Overlay:
        segment, shown = self._whole.segments[number], self._newest.snapshot.segments[number]
        newest = shown.live is None or bool(shown.live[doc])
        own = id_text(int(segment.names.ids[doc]))
        article_id, version, _ = self._versions.get(VersionPlace(number, doc), (own, 0, 1))
        group = int(self._groups.ordinals[number][doc]) if newest else NO_GROUP
        first, member, copies, same = None, 0, 0, (0, 0, 0)
        if group != NO_GROUP:
            begin = int(self._groups.ends[group - 1]) if group else 0
            member = int(self._groups.places[number][doc]) - begin
            copies = self._groups.size(group) - 1
            same = self._sameness(begin + member)
            first = self._place_of(int(self._groups.articles[begin]))
        ordinals = names.of(doc)
        kinds, texts = names.types.take(ordinals).tolist(), names.texts(ordinals)
        offered = [key in self._offered for key in names.keys.take(ordinals).tolist()]
        told = tuple(zip(kinds, texts, offered, strict=True))
        added = int(segment.names.added[doc])
        return _Overlay(article_id, added, newest, version, first, member, copies, same, told)

    def _sameness(self, member: int) -> tuple[int, int, int]:
        """Words, how many of them are the same, in how many runs; see `GroupMember`."""
        groups = self._groups
        return int(groups.words[member]), int(groups.same[member]), int(groups.runs[member])

    def _place_of(self, article: int) -> int:
        """The place of the text of an article, whose number counts through the segments."""
        number = int(self._groups.bases.searchsorted(article, "right")) - 1
        doc = article - int(self._groups.bases[number])
        return _signed(int(self._whole.segments[number].identities.by_document[doc]))


def _text(field: str, string: TokenString) -> dict[str, Any]:
    """A text field with its length."""
    return {field: str(string), LENGTH[field]: len(string)}


def _stated(segment: Segment, doc: int, article: Article) -> dict[str, Any]:
    """What an article states of itself."""
    facets = segment.facets
    values = {facet_field(name): list(facets.values_of(doc, name)) or [""] for name in COLUMN_NAMES}
    (month,) = values[facet_field(DATE)]
    published = int(segment.published[doc])
    minute = int(segment.minutes[doc])
    address = canonical(article.url)
    return {
        **{name: list(map(sendable, row)) for name, row in values.items()},
        YEAR_FIELD: month[:_WHOLE_YEAR],
        "published": published,
        "day": 0 if len(month) == _WHOLE_YEAR else published,
        "minute": minute,
        "earliest": published or OPEN,
        "latest": minute if minute == NO_TIME else -minute,
        **({"possible": days} if (days := _possible(article)) else {}),
        **({"address": sendable(address)} if address else {}),
        "place": _signed(int(segment.identities.by_document[doc])),
    }


def _possible(article: Article) -> list[int]:
    """The days that an article without a year may be of."""
    dates: Sequence[ArticleDate | None] = (article.published, article.modified)
    return [] if article.yearless is None or any(dates) else [day.toordinal() for day in article.possible_days]


def _laid_over(overlay: _Overlay, segment: Segment, doc: int) -> dict[str, Any]:
    """The fields of an overlay."""
    named: dict[int, list[str]] = {}
    shown: dict[int, list[str]] = {}
    for kind, text, offered in overlay.names:
        named.setdefault(kind, []).append(sendable(text))
        if offered:
            shown.setdefault(kind, []).append(sendable(text))
    group = {} if overlay.group is None else _standing(overlay.group, overlay.member)
    return {
        "id": overlay.article_id,
        "published_as": _signed(int(segment.names.ids[doc])),
        "newest": overlay.newest,
        "version": overlay.version,
        "added": overlay.added,
        "copies": overlay.copies,
        "same": {"numbers": list(overlay.same)},
        **group,
        **{facet_field(facet.name): named.get(facet.settled or 0, [""]) for facet in SETTLED},
        **{offered_field(facet.name): shown[facet.settled or 0] for facet in SETTLED if facet.settled in shown},
    }


def _standing(group: int, member: int) -> dict[str, Any]:
    return {"group": group, "member": member, "standing": f"{group}:{member}"}


def _record(record: bytes) -> dict[str, Any]:
    """The stored article: the parts of its record as text. A lone surrogate in its text is written as JSON has it."""
    card, text, details = parts_of(record)
    plain = text.decode("utf-8", "surrogatepass")
    written = sendable(plain)
    escaped = {} if written == plain else {"escaped": plain.encode("unicode_escape").decode("ascii")}
    return {
        "card": {"json": card.decode("utf-8", "surrogatepass")},
        "text": escaped or {"plain": plain},
        "details": {"json": details.decode("utf-8", "surrogatepass")} if details else {},
    }


def sendable(text: str) -> str:
    """`text` as JSON can carry it: a lone surrogate, which no character is, becomes the sign for an unknown one."""
    return text.encode("utf-8", "replace").decode("utf-8") if not _is_sendable(text) else text


def _is_sendable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _signed(number: int) -> int:
    """A number of 64 bits as OpenSearch holds it, in the same order: 2**63 less."""
    return number - (1 << 63)

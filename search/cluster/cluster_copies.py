"""Which copies has an article that is shown? Fetched from the cluster, the first ones of each group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from index.article import Article
from index.cluster.page_segment import OFFSET, stored_article
from index.naming import id_text
from search.article_copies import ArticleGroup, CopiedArticle, GroupRecord
from search.cluster.cluster_archive import ClusterArchive
from search.cluster.page_archive import FetchedDocument
from search.embedded.shown_groups import MOST_COPIES, MOST_LISTED

CARD_FIELDS = ("card", "place", "published_as", "added", "group", "member", "copies", "same", "body_length")
_TOGETHER = 500  # groups whose first articles are fetched at once


def groups_of(archive: ClusterArchive, sources: Sequence[FetchedDocument]) -> dict[str, ArticleGroup]:
    """The groups of some documents by the names of these; of one without copies there is none."""
    wanted = list(dict.fromkeys(source["group"] for source in sources if "group" in source))
    members: dict[int, list[FetchedDocument]] = {}
    for first in range(0, len(wanted), _TOGETHER):
        for member in _members(archive, wanted[first : first + _TOGETHER], MOST_COPIES + 1):
            members.setdefault(member["group"], []).append(member)
    groups = {}
    for source in sources:
        if "group" in source:
            head = members[source["group"]]
            others = [member for member in head if member["_id"] != source["_id"]][:MOST_COPIES]
            copies = tuple(_told(member, head[0]) for member in others)
            groups[source["_id"]] = ArticleGroup(id_of(head[0]), source["copies"] + 1, copies)
    return groups


def group_record(archive: ClusterArchive, source: FetchedDocument) -> GroupRecord:
    """All articles of the group of a document, or the document alone."""
    members = _members(archive, [source["group"]], MOST_LISTED) if "group" in source else [source]
    return GroupRecord(tuple(_told(member, members[0]) for member in members), source["copies"] + 1, archive.notices)


def _members(archive: ClusterArchive, groups: Sequence[int], most: int) -> list[Any]:
    clause = {"bool": {"filter": [{"terms": {"group": list(groups)}}, {"range": {"member": {"lt": most}}}]}}
    size = min(most * len(groups), 10_000)
    return archive.sources(clause, sort=[{"group": "asc"}, {"member": "asc"}], size=size, fields=CARD_FIELDS)


def id_of(source: FetchedDocument) -> str:
    """The id of an article: that of its place, where it has no other."""
    if source["published_as"] == source["place"]:
        return _card(source).id
    return id_text(source["published_as"] + OFFSET)


def _card(source: FetchedDocument) -> Article:
    return stored_article({**source, "text": {"plain": ""}, "details": {}})


def _told(source: FetchedDocument, first: FetchedDocument) -> CopiedArticle:
    card = _card(source)
    words, same, runs = source["same"]["numbers"]
    share = same / words if words else 1.0
    length = source["body_length"] / max(first["body_length"], 1)
    said = id_of(source), card.title, card.publisher, card.published, card.url, share
    where = card.modified, card.agency, card.host, card.language
    return CopiedArticle(*said, *where, words, same, runs, length)

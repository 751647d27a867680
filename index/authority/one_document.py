"""Which names does one document hold, as the archive has them? Looked up for it alone: no other document is settled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from index.article import Article
from index.authority.authority import NO_AUTHORITY, NOT_A_NAME, OWN, Authority, named_everywhere, settled_rows
from index.entities.labels import EntityType
from index.entity import ENTITY_KINDS, ArticleEntity, CharacterSpan, EntityKind
from index.segment.arrays.mentions import NAME_SHIFT, DocumentNames, MentionCollector, MentionTable


class _WrittenName(NamedTuple):
    """What makes two mentions one entity."""

    kind: EntityKind
    text: str
    value: str


def document_entities(
    authority: Authority, table: MentionTable, doc: int, article: Article
) -> tuple[ArticleEntity, ...]:
    """What the article that is a document of `table` names, in the order in which it first does."""
    body = len(article.title) + 1  # where the text begins in what mentions are counted in
    whole = f"{article.title}\n{article.text}"
    places: dict[_WrittenName, tuple[list[CharacterSpan], list[CharacterSpan]]] = {}
    for start, end, kind, value in _settled(authority, table, doc, article):
        name = _WrittenName(ENTITY_KINDS[kind], whole[start:end], value)
        in_text, in_title = places.setdefault(name, ([], []))
        if end <= len(article.title):
            in_title.append((start, end))
        else:
            in_text.append((start - body, end - body))
    return tuple(
        [ArticleEntity(*name, tuple(in_text), tuple(in_title)) for name, (in_text, in_title) in places.items()]
    )


def own_entities(article: Article, names: DocumentNames) -> tuple[ArticleEntity, ...]:
    """What an article names by what it says itself, without an archive; `names` are those of its mentions."""
    collector = MentionCollector()
    collector.add(names)
    return document_entities(NO_AUTHORITY, collector.table(), 0, article)


def spelled_names(authority: Authority, table: MentionTable, doc: int) -> list[tuple[EntityType, str, str]]:
    """The type and value of each name that a document states itself, and the name as it stands there."""
    names = (table.rows_of(doc) >> NAME_SHIFT).tolist()
    settled = zip(document_rows(authority, table, doc), names, strict=True)
    return [(kind, value, table.text(name)) for (kind, value), name in settled if value]


def _settled(
    authority: Authority, table: MentionTable, doc: int, article: Article
) -> Iterator[tuple[int, int, EntityType, str]]:
    """Start, end, type and value of each mention that is a name, in order."""
    rows, voted = document_rows(authority, table, doc), document_votes(authority, table, doc)
    for mention in article.mentions:
        named = voted.get(mention.number) if mention.voted else rows[mention.number]
        if named is not None and named[1]:
            yield mention.start, mention.end, *named


def document_rows(authority: Authority, table: MentionTable, doc: int) -> list[tuple[EntityType, str]]:
    """The type and value of each of a document's rows; "" is the value of what is no name, as a person has said."""
    rows = table.rows_of(doc)
    if not rows.size:
        return []
    _, types, texts = settled_rows(authority, table, rows)
    names = (rows >> NAME_SHIFT).tolist()
    return [
        (EntityType(kind), _value(authority, table, text, name))
        for name, kind, text in zip(names, types.tolist(), texts.tolist(), strict=True)
    ]


def _value(authority: Authority, table: MentionTable, text: int, name: int) -> str:
    if text == NOT_A_NAME:
        return ""
    return table.text(name) if text == OWN else authority.texts[text]


def document_votes(authority: Authority, table: MentionTable, doc: int) -> dict[int, tuple[EntityType, str]]:
    """The type and value of those of a document's votes that the archive makes mentions, by their places."""
    votes = table.votes_of(doc)
    if not votes.size:
        return {}
    places, verdict = named_everywhere(authority, votes)
    kinds, texts = authority.voted_type[verdict].tolist(), authority.voted[verdict].tolist()
    return {
        place: (EntityType(kind), authority.texts[text])
        for place, kind, text in zip(places.tolist(), kinds, texts, strict=True)
    }

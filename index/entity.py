"""What does an article name? The persons, organisations and places in its title and text, as they are handed on."""

from __future__ import annotations

from typing import Literal, NamedTuple

EntityKind = Literal["person", "organisation", "place"]
ENTITY_KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place")
"""The kinds of names, in the order of `index.entities.labels.EntityType`."""
CharacterSpan = tuple[int, int]


class ArticleEntity(NamedTuple):
    """A name as an article writes it.

    `text` is what stands there, `value` what it counts under in the archive: an article that writes one name in two
    ways has two entities of one value. `spans` are its places in characters of the text, the end not included, and
    `title_spans` those in the title; in order, and one of the two is not empty.
    """

    kind: EntityKind
    text: str
    value: str
    spans: tuple[CharacterSpan, ...] = ()
    title_spans: tuple[CharacterSpan, ...] = ()

"""What does a document of a cluster say in its own words? Its title, standfirst and text, read back from its record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from index.article import body_of
from index.segment.arrays.records import ArticleCard, decode_card

RECORD_TEXTS = ("card.json", "text")
"""The fields of a document that these are read from."""


class RecordTexts(NamedTuple):
    """The words of an article as they are printed."""

    title: str
    standfirst: str
    text: str

    @property
    def body(self) -> str:
        """The standfirst, where it is shown above the text, and the text."""
        return body_of(self.standfirst, self.text)


def card_of(source: Mapping[str, Any]) -> ArticleCard:
    """What a list shows of the article of a document, of which `source` has the field `card`."""
    return decode_card(source["card"]["json"].encode("utf-8", "surrogatepass"))


def record_texts(source: Mapping[str, Any]) -> RecordTexts:
    """The texts of a document, of which `source` has the fields `RECORD_TEXTS`."""
    card = card_of(source)
    text = source["text"]
    plain = text["escaped"].encode("ascii").decode("unicode_escape") if "escaped" in text else text["plain"]
    return RecordTexts(card.title, card.standfirst, plain)

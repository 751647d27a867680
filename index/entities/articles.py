"""Which mentions has an article in its title and text? Batches of one language are tagged by its model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.entities.labels import EntityType
from index.entities.tagger import TaggedText, tag, voted
from index.entities.tagger_weights import load_weights
from index.entities.votes import NO_VERDICTS, Verdicts

ENGLISH = "english"
MODELS = {"en": ENGLISH, "pt": "latin", "da": "latin", "es": "latin"}
"""The model of each language that has one; the language of an article as its metadata tells it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in an article: `start` and `end` in characters of the title (`in_title`) or of the text, its `type` and
    its `surface`, which is what stands there."""

    start: int
    end: int
    type: EntityType
    surface: str
    in_title: bool


def tag_articles(articles: Sequence[tuple[str, str]], language: str) -> list[TaggedText] | None:
    """What each (title, text) says by itself, offsets as in `joined`; None for a language without a model."""
    model = MODELS.get(language.partition("-")[0].lower())
    if model is None:
        return None
    return tag([joined(*article) for article in articles], load_weights(model), abroad=model != ENGLISH)


def joined(title: str, text: str) -> str:
    """The title and the text as one."""
    return f"{title}\n{text}"


def mentions(title: str, text: str, tagged: TaggedText, verdicts: Verdicts = NO_VERDICTS) -> list[Mention]:
    """The mentions of an article in order, with what the archive says of their names."""
    spans, kinds = voted(tagged, verdicts)
    found = []
    for start, end, kind in zip(spans.start.tolist(), spans.end.tolist(), kinds.tolist(), strict=True):
        in_title = end <= len(title)
        base = 0 if in_title else len(title) + 1
        surface = joined(title, text)[start:end]
        found.append(Mention(start - base, end - base, EntityType(kind), surface, in_title))
    return found

"""Which mentions has an article in its title and text? Batches of one language are tagged by its model, or by lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Mention
from index.entities.labels import EntityType
from index.entities.name_edits import spelt
from index.entities.person_values import article_values, block_number
from index.entities.place_marks import PLACE_LANGUAGES
from index.entities.tagger import NamedSpans, TaggedText, tag, tag_places, voted
from index.entities.tagger_weights import load_weights
from index.entities.votes import NO_VERDICTS, Verdicts
from index.segment.arrays.mentions import MOST_VOUCHED, NO_NAMES, NO_TYPE, VOTE_SHIFT, DocumentName, DocumentNames

ENGLISH = "english"
MODELS = {"en": ENGLISH, "pt": "latin", "da": "latin", "es": "latin"}
"""The model of each language that has one; the language of an article as its metadata tells it."""
_ABBREVIATION = 4  # letters of a word in capitals that may be one: USSR
_INNER_WORDS = ("OF", "THE", "AND", "UPON", "ON", "DE", "DEL", "DA", "DO", "VON", "VAN", "DER", "BIN")
_BARE = (False, 0, True)  # not sure, not vouched for, bare
_RELATIVE = re.compile(
    r"\b(\w{2,40}), (?:(?:the|a|late|former) )*"
    r"(?:wife|widow|husband|widower|son|daughter|brother|sister|father|mother|nephew|niece|cousin) of "
    r"((?:[^\n,;!?.]|(?<![a-z]{4})\.){1,40})"  # a stop behind a longer word than "Sen." ends a sentence
)
_MOST_PERSONS = 500  # of an article that are told apart: each name is held against all, 0.3 s where they are so many


@dataclass(frozen=True, slots=True)
class TypedMention:
    """A name in an article: `start` and `end` in characters of the title (`in_title`) or of the text, its `type` and
    its `surface`, which is what stands there."""

    start: int
    end: int
    type: EntityType
    surface: str
    in_title: bool


def tag_articles(articles: Sequence[tuple[str, str]], language: str) -> list[TaggedText] | None:
    """What each (title, text) says by itself, offsets as in `joined`; only its places in a language that has lists of
    them and no model, None for one that has neither."""
    code = language.partition("-")[0].lower()
    texts = [joined(*article) for article in articles]
    if code in MODELS:
        return tag(texts, load_weights(MODELS[code]), abroad=MODELS[code] != ENGLISH)
    return tag_places(texts, code) if code in PLACE_LANGUAGES else None


def tagged_types(language: str) -> frozenset[EntityType]:
    """What is told of articles of a language: all types by a model, places by lists, else nothing."""
    code = language.partition("-")[0].lower()
    return frozenset(EntityType) if code in MODELS else frozenset({EntityType.PLACE} if code in PLACE_LANGUAGES else ())


def joined(title: str, text: str) -> str:
    """The title and the text as one."""
    return f"{title}\n{text}"


def mentions(title: str, text: str, tagged: TaggedText, verdicts: Verdicts = NO_VERDICTS) -> list[TypedMention]:
    """The mentions of an article in order, with what the archive says of their names."""
    spans, kinds = voted(tagged, verdicts)
    found = []
    for start, end, kind in zip(spans.start.tolist(), spans.end.tolist(), kinds.tolist(), strict=True):
        in_title = end <= len(title)
        base = 0 if in_title else len(title) + 1
        surface = joined(title, text)[start:end]
        found.append(TypedMention(start - base, end - base, EntityType(kind), surface, in_title))
    return found


def named_articles(articles: Sequence[Article]) -> list[tuple[Article, DocumentNames]]:
    """Each article with its mentions, and its names; none where its language has no model."""
    named = [(article, NO_NAMES) for article in articles]
    by_language: dict[str, list[int]] = {}
    for number, article in enumerate(articles):
        by_language.setdefault(article.language, []).append(number)
    for language, numbers in by_language.items():
        tagged = tag_articles([(articles[n].title, articles[n].text) for n in numbers], language)
        for number, text in zip(numbers, tagged or (), strict=False):
            named[number] = _named(articles[number], text)
    return named


def _named(article: Article, tagged: TaggedText) -> tuple[Article, DocumentNames]:
    """An article with what its text says by itself.

    A mention of a person counts as one of the fullest name that the article has of the person; of a name that is
    written in several ways ("UNITED NATIONS") the first stands for all. A person or place in capitals, as headlines and
    datelines have it, counts as one in small letters.
    """
    text = joined(article.title, article.text)
    tagged = _as_described(article, tagged, text)
    vouched: dict[int, int] = {}
    for number, told in sorted(zip(tagged.mentions.name.tolist(), tagged.vouched.tolist(), strict=True)):
        vouched[number] = told
    entries = [
        (_in_small_letters(" ".join(text[start:end].split()), kind), number, kind, sure)
        for (start, end, number), kind, sure in zip(
            _rows(tagged.mentions), tagged.kind.tolist(), tagged.sure.tolist(), strict=True
        )
    ]
    persons = _persons({surface for surface, _, kind, _ in entries if kind == EntityType.PERSON}, text)
    full = {entry[0]: entry for entry in reversed(entries) if entry[2] == EntityType.PERSON}
    places: dict[int, int] = {}  # by the number of a name, which of the article's names it is
    names: list[DocumentName] = []
    found: list[Mention] = []
    for entry, (start, end, _) in zip(entries, _rows(tagged.mentions), strict=True):
        surface, number, kind, sure = full[persons[entry[0]]] if entry[2] == EntityType.PERSON else entry
        place = places.setdefault(number, len(names))
        if place == len(names):
            names.append(DocumentName(surface, number, block_number(surface), kind, sure, vouched[number]))
        found.append(Mention(start, end, place))
    for start, end, number in _rows(tagged.bare):
        place = places.setdefault(number, len(names))
        if place == len(names):
            surname = _in_small_letters(text[start:end], EntityType.PERSON)
            names.append(DocumentName(surname, number, block_number(surname), EntityType.PERSON, *_BARE))
        found.append(Mention(start, end, place))
    votes = _votes(tagged)
    found += _capitalised(tagged.unmentioned, votes, places)
    return replace(article, mentions=tuple(sorted(found))), DocumentNames(tuple(names), votes)


def _in_small_letters(name: str, kind: int) -> str:
    """The name of a person or place in capitals as it stands within a sentence; abbreviations and other names as they
    are."""
    if kind == EntityType.ORGANISATION or not name.isupper() or max(map(len, name.split())) <= _ABBREVIATION:
        return name
    first, *others = name.split(" ")
    return " ".join([first.title(), *(w.lower() if w in _INNER_WORDS else w.title() for w in others)])


def _as_described(article: Article, tagged: TaggedText, text: str) -> TaggedText:
    """What an article says of its names, with what is known of it: the place that it was filed from is a place, and the
    agency in brackets, which credits it, is none of those that it is about."""
    place, agency = spelt(article.place), spelt(article.agency)
    if not place and not agency:
        return tagged
    spans = list(zip(tagged.mentions.start.tolist(), tagged.mentions.end.tolist(), strict=True))
    named = [spelt(text[start:end]) for start, end in spans]
    here = np.array([bool(place) and name == place for name in named], np.bool_)
    credit = [
        bool(agency) and name == agency and text[start - 1 : start] == "(" and text[end : end + 1] == ")"
        for name, (start, end) in zip(named, spans, strict=True)
    ]
    kept = ~np.array(credit, np.bool_)
    kind = np.where(here, np.uint8(EntityType.PLACE), tagged.kind)
    sure = (tagged.sure | here)[kept]
    return replace(
        tagged,
        mentions=tagged.mentions.of(kept),
        kind=kind[kept],
        sure=sure,
        vouched=np.where(here, MOST_VOUCHED, tagged.vouched)[kept],
    )


def without_names(named: tuple[Article, DocumentNames], refused: AbstractSet[str]) -> tuple[Article, DocumentNames]:
    """An article with its names, without those that are refused (`spelt`): by what stands there, or by the fullest name
    of the person that stands there. It gives no vote on them either."""
    (article, its), text = named, joined(named[0].title, named[0].text)
    numbers = its.votes >> VOTE_SHIFT
    kept, gone = [], set()
    for mention in article.mentions:
        name = text[mention.start : mention.end] if mention.voted else its.names[mention.number].text
        if refused.isdisjoint({spelt(text[mention.start : mention.end]), spelt(name)}):
            kept.append(mention)
        else:
            gone.add(int(numbers[mention.number]) if mention.voted else its.names[mention.number].number)
    rows = sorted({mention.number for mention in kept if not mention.voted})
    gone -= {its.names[row].number for row in rows}
    votes = np.flatnonzero(~np.isin(numbers, np.array([*gone], np.uint32)))
    places = {row: place for place, row in enumerate(rows)}, {row: place for place, row in enumerate(votes.tolist())}
    mentions = [
        mention._replace(number=places[mention.voted][mention.number])
        for mention in kept
        if mention.number in places[mention.voted]
    ]
    names = tuple(its.names[row] for row in rows)
    return replace(article, mentions=tuple(mentions)), DocumentNames(names, its.votes[votes])


def _persons(names: Collection[str], text: str) -> Mapping[str, str]:
    """Each name of a person in an article -> the fullest one there of the same person. A surname that two persons bear
    is not that of the one whose relative its bearer is said to be: "said Ode, widow of the late Jon Ode"."""
    if len(names) > _MOST_PERSONS:
        return dict(zip(names, names, strict=True))
    values = dict(article_values(sorted(names)))
    unsettled = {name for name, value in values.items() if value == name and " " not in name}
    for match in _RELATIVE.finditer(text) if unsettled else ():
        surname = match[1]
        if surname in unsettled:
            full = {value for value in values.values() if value.endswith(f" {surname}")}
            others = {value for value in full if value not in match[2]}
            if len(others) == 1 and others != full:
                values[surname] = others.pop()
    return values


def _rows(spans: NamedSpans) -> list[tuple[int, int, int]]:
    """Start, end and number of each place."""
    return list(zip(spans.start.tolist(), spans.end.tolist(), spans.name.tolist(), strict=True))


def _votes(tagged: TaggedText) -> NDArray[np.uint32]:
    """An article's ballot as it is stored."""
    ballot = tagged.ballot()
    return ballot.names.astype(np.uint32) << np.uint32(VOTE_SHIFT) | ballot.kind.astype(np.uint32)


def _capitalised(runs: NamedSpans, votes: NDArray[np.uint32], places: dict[int, int]) -> list[Mention]:
    """The places that the archive may say to be mentions."""
    untagged = {vote >> VOTE_SHIFT: row for row, vote in enumerate(votes.tolist()) if vote & NO_TYPE == NO_TYPE}
    return [
        Mention(start, end, untagged[number], voted=True)
        for start, end, number in _rows(runs)
        if number in untagged and number not in places
    ]

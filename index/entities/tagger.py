"""Which persons, organisations and places does an article name? Mentions with their places in its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.entities.common_nouns import NO_COMMON_NAMES, CommonNames, common_names
from index.entities.context import place_phrases
from index.entities.document import (
    Mentions,
    bare_mentions,
    countries,
    recalled,
    settled,
    trimmed,
    unmentioned,
    with_phrases,
    with_places,
)
from index.entities.evidence import vouched
from index.entities.features import TokenForms, forms
from index.entities.gazetteer import COUNTRIES, TITLES, NameList, load_gazetteer
from index.entities.labels import EntityType
from index.entities.listed_places import listed_places
from index.entities.name_numbers import TokenWords, words_of
from index.entities.place_marks import load_place_names
from index.entities.tagger_weights import TaggerWeights, score
from index.entities.tokenizer import Tokens, tokenise
from index.entities.viterbi import LabelPaths, spans
from index.entities.votes import DENIED, Ballot, Verdicts, ballot
from index.entities.whole_names import whole_organisations
from index.entities.written_names import as_written, dated
from index.segment.arrays.mentions import MOST_VOUCHED, NUMBER_BITS

LONGEST_TEXT = 250_000
"""How many characters of a text are read: forty pages of a newspaper. Memory is 200 bytes for each."""

_TOP = np.uint64(64 - NUMBER_BITS)
_NO_RUNS = bare_mentions(np.zeros((0, 2), np.int64), np.zeros(0, np.bool_))
_CHUNK = 250_000  # characters of the texts that are tagged together


class _Named(NamedTuple):
    """What a batch of texts says: its `words`, its `mentions`, how far it `vouched` for each, its capitalised `runs`
    that are none, its `common` nouns, and the persons of a `bare` surname."""

    words: TokenWords
    mentions: Mentions
    vouched: NDArray[np.uint8]
    runs: Mentions
    common: CommonNames
    bare: Mentions


@dataclass(frozen=True, slots=True)
class NamedSpans:
    """Places in a text: `start` and `end` (int32) in characters, and `name` (uint64, `NUMBER_BITS` of them), the
    number of what stands there, the same in all texts."""

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    name: NDArray[np.uint64]

    def of(self, chosen: NDArray[np.bool_]) -> NamedSpans:
        """Some of the places."""
        return NamedSpans(self.start[chosen], self.end[chosen], self.name[chosen])


@dataclass(frozen=True, slots=True)
class TaggedText:
    """What a text says by itself: its `mentions`, their `kind` (uint8, an `EntityType`) and whether the text itself
    decides that (`sure`, bool); its capitalised words that are none, `unmentioned`; the numbers of abbreviations in it
    that are no names, `common` (uint64); how far it `vouched` for each mention (uint8, 0 to 2); and the `bare` surnames
    among its words that nothing in it tells to be persons'."""

    mentions: NamedSpans
    kind: NDArray[np.uint8]
    sure: NDArray[np.bool_]
    unmentioned: NamedSpans
    common: NDArray[np.uint64]
    vouched: NDArray[np.uint8]
    bare: NamedSpans

    def ballot(self) -> Ballot:
        """What the text says to the archive."""
        return ballot(self.mentions.name, self.kind, self.unmentioned.name, self.common)


def tag(texts: Sequence[str], weights: TaggerWeights, *, abroad: bool) -> list[TaggedText]:
    """What each text says by itself, or its first `LONGEST_TEXT` characters; `abroad` tells whether lists of other
    languages than English count."""
    return _by_chunk(texts, lambda tokens: _named(tokens, weights, abroad=abroad))


def tag_places(texts: Sequence[str], language: str) -> list[TaggedText]:
    """The places that each text names by the lists of one of `PLACE_LANGUAGES`. No archive says otherwise of them, and
    nothing else is offered to its vote."""
    return _by_chunk(texts, lambda tokens: _places(tokens, language))


def _by_chunk(texts: Sequence[str], named: Callable[[Tokens], _Named]) -> list[TaggedText]:
    """What each text says by itself, worked out for many at a time."""
    tagged: list[TaggedText] = []
    for chunk in _chunks(texts):
        tokens = tokenise(chunk)
        tagged += _texts(tokens, named(tokens)) if len(tokens) else [_NOTHING] * len(chunk)
    return tagged


def _chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts in groups of about `_CHUNK` characters, cut where they are too long."""
    chunk: list[str] = []
    size = 0
    for text in texts:
        cut = text[:LONGEST_TEXT]
        if chunk and size + len(cut) > _CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(cut)
        size += len(cut)
    if chunk:
        yield chunk


def _named(tokens: Tokens, weights: TaggerWeights, *, abroad: bool) -> _Named:
    """The mentions of some texts by a model, and their capitalised words that are none."""
    scored = score(weights, tokens)
    paths = LabelPaths(scored.scores, weights.transition, scored.rows.length)
    first, end, kind = spans(paths.labels()).T
    words = words_of(tokens, scored.forms)
    mentions = Mentions(first, end, kind, np.zeros(len(first), np.bool_))
    mentions, bare = cleaned(mentions, words, scored.forms, tokens, abroad=abroad)
    common = NO_COMMON_NAMES if abroad else common_names(tokens)
    runs = unmentioned(mentions, words, scored.forms)
    mentions, runs, bare = (common.left_out(some, words) for some in (mentions, runs, _of_runs(bare, runs)))
    regret = paths.regrets(mentions.taken(len(tokens)))
    return _Named(words, mentions, vouched(mentions, words, scored.forms, regret), runs, common, bare)


def _of_runs(mentions: Mentions, runs: Mentions) -> Mentions:
    """The mentions of one word that are a whole run of capitalised words: of the others the archive says what the run
    is."""
    return mentions.of(np.isin(mentions.first, runs.first[runs.end - runs.first == 1]))


def _places(tokens: Tokens, language: str) -> _Named:
    """The places of some texts by lists."""
    known = forms(tokens, load_gazetteer())
    words = words_of(tokens, known)
    mentions = listed_places(words, known, load_place_names(language), language)
    mentions, _ = cleaned(mentions, words, known, tokens, abroad=True)
    places = mentions.of(mentions.kind == EntityType.PLACE)
    sure = np.ones(len(places.first), np.bool_)
    places = Mentions(places.first, places.end, places.kind, sure)
    vouched_for = np.full(len(sure), MOST_VOUCHED, np.uint8)
    return _Named(words, places, vouched_for, _NO_RUNS, NO_COMMON_NAMES, _NO_RUNS)


def cleaned(
    mentions: Mentions, words: TokenWords, forms: TokenForms, tokens: Tokens, *, abroad: bool
) -> tuple[Mentions, Mentions]:
    """The mentions with what those of one article say of each other; and the persons of a bare surname that nothing in
    their article tells to be persons, where no mention stands."""
    gazetteer = load_gazetteer()
    lists, titles = (COUNTRIES, TITLES) if abroad else (NameList.COUNTRY, NameList.TITLE)
    mentions = trimmed(mentions, words, forms, titles)
    mentions = whole_organisations(mentions, words, forms)
    mentions, bare = as_written(mentions, words, forms, tokens, abroad=abroad)
    phrases = np.array(place_phrases(tokens, forms, gazetteer), np.int64).reshape(-1, 2)
    named = countries(bare_mentions(phrases, np.ones(len(phrases), np.bool_)), words, gazetteer, lists)
    mentions = with_phrases(mentions, phrases, named, len(tokens))
    runs = unmentioned(mentions, words, forms)
    mentions = with_places(mentions, runs.of(countries(runs, words, gazetteer, lists)))
    mentions = settled(mentions, words, countries(mentions, words, gazetteer, lists))
    mentions = recalled(mentions, words, forms, tokens.end - tokens.start, dated(words, forms, tokens))
    return mentions, bare.of(~mentions.taken(len(tokens))[bare.first])


def _texts(tokens: Tokens, named: _Named) -> Iterator[TaggedText]:
    """The mentions and runs of a batch, by text."""
    inside, outside, bare = (_by_text(tokens, named.words, found) for found in (named.mentions, named.runs, named.bare))
    kind, common = named.mentions.kind.astype(np.uint8), named.common
    bounds = np.searchsorted(named.words.article[named.mentions.first], np.arange(len(tokens.base) + 1))
    for number in range(len(tokens.base)):
        part = slice(bounds[number], bounds[number + 1])
        yield TaggedText(
            inside[number],
            kind[part],
            named.mentions.sure[part],
            outside[number],
            common.name[common.text == number] >> _TOP,
            named.vouched[part],
            bare[number],
        )


def _by_text(tokens: Tokens, words: TokenWords, found: Mentions) -> list[NamedSpans]:
    """The places of some mentions, text by text."""
    spans = _spans(tokens, words, found)
    bounds = np.searchsorted(words.article[found.first], np.arange(len(tokens.base) + 1)).tolist()
    return [
        NamedSpans(spans.start[first:last], spans.end[first:last], spans.name[first:last])
        for first, last in pairwise(bounds)
    ]


def _spans(tokens: Tokens, words: TokenWords, mentions: Mentions) -> NamedSpans:
    base = tokens.base[words.article[mentions.first]]
    start, end = tokens.start[mentions.first] - base, tokens.end[mentions.end - 1] - base
    return NamedSpans(start.astype(np.int32), end.astype(np.int32), words.names(mentions.first, mentions.end) >> _TOP)


_NONE = NamedSpans(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.uint64))
_NO_ROWS = np.zeros(0, np.uint8)
_NOTHING = TaggedText(_NONE, _NO_ROWS, np.zeros(0, np.bool_), _NONE, np.zeros(0, np.uint64), _NO_ROWS, _NONE)


def voted(text: TaggedText, verdicts: Verdicts) -> tuple[NamedSpans, NDArray[np.uint8]]:
    """The mentions of a text and their types, in order, with what the archive says of their names."""
    row, run = verdicts.rows(text.mentions.name), verdicts.rows(text.unmentioned.name)
    other = (row >= 0) & ~text.sure
    kind = text.kind.copy()
    kind[other] = verdicts.kind[row[other]]
    named = kind != DENIED
    more = run >= 0
    more[more] = verdicts.everywhere[run[more]]
    extra = text.unmentioned.of(more)
    own = text.mentions.of(named)
    start = np.concatenate([own.start, extra.start])
    end = np.concatenate([own.end, extra.end])
    name = np.concatenate([own.name, extra.name])
    order = np.argsort(start, kind="stable")
    kinds = np.concatenate([kind[named], verdicts.kind[run[more]]])
    return NamedSpans(start[order], end[order], name[order]), kinds[order]

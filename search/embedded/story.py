"""Which articles go on with the story of an article? Those of its days that hold its most telling words.

The six words that say most of an article are looked for in all others. An article is as alike as the part of their
weight that it holds, less for each day between the two. What is offered is of the fortnights before and after, has four
of the words in its title or lead, and is more alike by a third than any article of another time: the words of a market
report or of a yearly feast come back, those of an event do not. A headline that comes back is that of a column. A copy,
or a form that is filled in anew, is no more of a story, and one of each group stands for it. An article without a date
has none.

The numbers below were chosen on half a of `tests/gold/stories` and on offers drawn from it, see
docs/measurements/stories.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.article import Precision
from index.copies.published_groups import NO_GROUP
from index.schema import FREQUENCY_BITS
from index.segment.reader import Postings
from search.embedded.archive import Archive
from search.embedded.article_words import ArticleTerm
from search.embedded.word_scores import SCORED_FIELDS, HeldTerms, summed
from search.rank.ranking import MatchRow
from search.rank.weights import Scores, idf
from search.words.function_words import is_function_word

MOST_OF_STORY = 6
"""How many articles of a story are told."""

DAYS = 14
"""Days before and after an article in which its story may stand."""

STORY_WORDS = 6
_FREQUENT = 6.0  # times that a word stands in an article at which it counts half of what it may
_COMMONEST = 0.1  # of the archive: what is in more says nothing, as in `search.embedded.similar`
ALIKE = 0.55  # of the weight of the words
AT_FRONT = 4  # of the six words that stand in the title or the lead: where an event is told that an article is about
AHEAD = 1.3  # times as alike as any article of another time
DAY_APART = 0.03  # of likeness, for a day between
COMES_BACK, HEADLINE = 0.75, 2  # of the words of a headline; its least words
OF_A_DAY = frozenset({Precision.DAY, Precision.MINUTE})
SAME = 0.4  # of the shorter text, word by word: the same text, or a form
_READ = 4_000  # characters of a text that is held against another


class _StoryColumns(NamedTuple):
    """Articles that are alike enough, in columns: segment, document, day (ordinal), minute, identity, group of copies,
    likeness without regard to the day."""

    segment: NDArray[np.intp]
    doc: NDArray[np.intp]
    day: NDArray[np.int32]
    minute: NDArray[np.int16]
    identity: NDArray[np.uint64]
    group: NDArray[np.int32]
    alike: Scores


def story(
    archive: Archive, place: tuple[int, int], words: Sequence[ArticleTerm], language: str, held: HeldTerms
) -> list[MatchRow]:
    """What goes on with the story of the article at a place (segment, document), in a language, which has these
    words: the earliest first. A row's score is its likeness, 0 to 1."""
    day = int(archive.segments[place[0]].published[place[1]])
    weighed = weighed_words(archive.articles, words, language) if day else []
    if len(weighed) < STORY_WORDS:  # a few words are no event
        return []
    whole = sum(weight for _, weight in weighed)
    totals = summed(archive, [(held(term), weight / whole) for term, weight in weighed])
    columns = [_candidates(archive, number, total) for number, total in enumerate(totals)]
    found = _StoryColumns(*map(np.concatenate, zip(*columns, strict=True)))
    own = int(archive.groups.ordinals[place[0]][place[1]])
    mine = (found.segment == place[0]) & (found.doc == place[1]) | (found.group == own) & (own != NO_GROUP)
    away = np.abs(found.day - day)
    elsewhen = found.alike[~mine & (away > DAYS)].max(initial=0)
    alike = found.alike - np.float32(DAY_APART) * away
    offered = np.flatnonzero(~mine & (away <= DAYS) & (alike >= ALIKE) & (alike >= AHEAD * elsewhen))
    likest = offered[np.lexsort((found.identity[offered], -alike[offered]))]
    terms = [term for term, _ in weighed]
    about = [n for n in likest.tolist() if at_front(archive, (found.segment[n], found.doc[n]), terms) >= AT_FRONT]
    chosen = np.array(list(islice(_told_anew(archive, place, found, about), MOST_OF_STORY)), np.intp)
    by_time = chosen[np.lexsort((found.identity[chosen], found.minute[chosen], found.day[chosen]))].tolist()
    return [MatchRow(int(found.segment[n]), int(found.doc[n]), float(alike[n]), all_words=True) for n in by_time]


def weighed_words(articles: int, words: Sequence[ArticleTerm], language: str) -> list[tuple[str, float]]:
    """The most telling words in an archive of so many articles, with their weights. A word that no other article holds
    is one of them: an article that shares none of what is said here alone does not tell the same."""
    most = max(_COMMONEST * articles, 2)
    weighed = [
        (-times / (times + _FREQUENT) * idf(articles, max(holding, 1)), term)
        for term, times, holding in words
        if holding <= most and not is_function_word(term, (language,))
    ]
    return [(term, -weight) for weight, term in nsmallest(STORY_WORDS, weighed)]


def _candidates(archive: Archive, number: int, total: Scores) -> _StoryColumns:
    """The dated articles of a segment that may be offered, or are of another time and as much alike."""
    segment, groups = archive.segments[number], archive.groups.ordinals[number]
    doc = np.flatnonzero(total >= ALIKE)
    doc = doc[segment.published[doc] > 0]
    days, minutes, identities = segment.published[doc], segment.minutes[doc], segment.identities.by_document[doc]
    return _StoryColumns(np.full(len(doc), number), doc, days, minutes, identities, groups[doc], total[doc])


def at_front(archive: Archive, place: tuple[int, int], terms: Sequence[str]) -> int:
    """How many of the terms stand in the title or the lead of the article at a place."""
    number, doc = place
    return sum(
        any(_leads(archive.parts[number].lists.of(field, encoded), field, doc) for field in SCORED_FIELDS)
        for encoded in (term.encode("utf-8", "surrogatepass") for term in terms)
    )


def _leads(postings: Postings | None, field: str, doc: int) -> bool:
    if postings is None:
        return False
    place = int(postings.docs.searchsorted(doc))
    held = place < len(postings) and int(postings.docs[place]) == doc
    return held and (field == "title" or bool(postings.counts[place] >> FREQUENCY_BITS))


def _told_anew(archive: Archive, place: tuple[int, int], found: _StoryColumns, numbers: Sequence[int]) -> Iterator[int]:
    """Those of the candidates, in their order, that are of no column and no form of the article's text: one of each
    group of copies."""
    if not numbers or not _is_event(archive, place):
        return
    seen: set[int] = set()
    own = triples(archive.segments[place[0]].text(place[1]))
    for number in numbers:
        group, other = int(found.group[number]), (int(found.segment[number]), int(found.doc[number]))
        if group in seen or not _is_event(archive, other):
            continue
        text = triples(archive.segments[other[0]].text(other[1]))
        if len(own & text) <= SAME * min(len(own), len(text)):
            if group != NO_GROUP:
                seen.add(group)
            yield number


def _is_event(archive: Archive, place: tuple[int, int]) -> bool:
    """Whether the article at a place is of a day, and its headline of no column: one that comes back at other times in
    three of four words, as that of a daily report does."""
    segment = archive.segments[place[0]]
    card = segment.card(place[1])
    if card.filed_under is None or card.filed_under.precision not in OF_A_DAY:
        return False
    day, own = int(segment.published[place[1]]), int(archive.groups.ordinals[place[0]][place[1]])
    told = archive.surface_terms.of(card.language, card.title)
    words = [word.term.encode("utf-8", "surrogatepass") for word in told]
    if len(words) < HEADLINE:
        return True
    for part, groups in zip(archive.parts, archive.groups.ordinals, strict=True):
        lists = [postings.docs for word in words if (postings := part.lists.of("title", word)) is not None]
        if len(lists) < COMES_BACK * len(words):
            continue
        docs, counts = np.unique(np.concatenate(lists), return_counts=True)
        docs = part.segment.alive(docs[counts >= COMES_BACK * len(words)])
        days = part.segment.published[docs]
        if ((np.abs(days - day) > DAYS) & (days > 0) & ((groups[docs] != own) | (own == NO_GROUP))).any():
            return False
    return True


def triples(text: str) -> frozenset[tuple[str, str, str]]:
    """The words of a text's beginning, three in a row, without what holds figures: two that share many are one
    text, or a form that is filled in anew."""
    words = [word for word in text[:_READ].lower().split() if word.isalpha()]
    return frozenset(zip(words, words[1:], words[2:], strict=False))

"""In which order do the matches of a question come? By what its words count, or by date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search import sets
from search.embedded.asked import Asked
from search.embedded.matched import Matched
from search.match.matching import DeadlinePassed
from search.notes import Note, NoteCode
from search.query import MAX_RESULTS, Sort
from search.query.tree import has_choice, scored
from search.rank.ordering import RowNumbers
from search.rank.preference import language_of, preferred, recency
from search.rank.ranking import MatchRow, Ranking, joined
from search.rank.standing_for import representatives
from search.rank.weights import Scores, weight
from search.sets import Docs, Mask
from search.words.function_words import function_words
from search.words.leaves import Leaf

_TOO_FAR = Note(NoteCode.RESULTS_LIMITED, limit=MAX_RESULTS)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the question's words count: `rarity` is how many live articles hold each scored leaf, `factors` what each
    occurrence's saturation is multiplied by. Both are empty where there was no time. `language` is the question's, ""
    where that is not known, and `telling` are the words that a title may hold all."""

    rarity: dict[Leaf, int]
    factors: tuple[tuple[Leaf, float], ...]
    partial: bool
    language: str = ""
    telling: tuple[Leaf, ...] = ()


def weighed(asked: Asked) -> Weighed:
    """The weights of the question's words, by the whole archive."""
    nodes = list(scored(asked.root))
    lesser = function_words(nodes, asked.leaves, asked.archive.main_languages)
    typed: dict[Leaf, float] = {}
    for node in nodes:
        leaf = asked.leaves[node]
        typed[leaf] = typed.get(leaf, 0) + (asked.archive.weights.function if node in lesser else 1)
    try:
        rarity = {leaf: sum(matcher.live(leaf) for matcher in asked.matchers) for leaf in typed}
        factors = tuple((leaf, times * _weight(asked, leaf, rarity[leaf])) for leaf, times in typed.items())
        language = language_of(asked.matchers, list(typed), asked.archive.spoken)
    except DeadlinePassed:
        return Weighed({}, (), partial=True)
    return Weighed(rarity, factors, partial=False, language=language, telling=_telling(asked))


def _telling(asked: Asked) -> tuple[Leaf, ...]:
    """The words of a question of words side by side, of which a title may hold all; none of any other question.
    Function words are among them where there are no others: they may be a name (The Who)."""
    nodes = [node for root, words in asked.telling.items() for node in words or root.wanted]
    return tuple(dict.fromkeys(asked.leaves[node] for node in nodes)) if asked.leaves.keys() >= set(nodes) else ()


def _weight(asked: Asked, leaf: Leaf, articles: int) -> float:
    scorers = zip(asked.archive.scorers, asked.matchers, strict=True)
    occurrences = sum(scorer.occurrences(matcher, leaf) for scorer, matcher in scorers)
    return weight(asked.archive.articles, articles, occurrences)


@dataclass(frozen=True, slots=True)
class Ordered:
    """The matches in order, as far as the page asked for.

    `numbers` are the matches of that page in `ranking`, which is None where nothing is to be shown; `all_words` is how
    many matches have all the words. `note` is for the reader, where there is one.
    """

    words: Weighed
    all_words: int
    ranking: Ranking | _PlacedRows | None
    numbers: RowNumbers
    note: Note | None
    partial: bool


def ordered(asked: Asked, matches: Matched) -> Ordered:
    """The order of the matches, by score or by date."""
    query, words = asked.query, weighed(asked)
    complete, late = _complete(asked, matches)
    all_words = sum(
        len(docs) if mask is None else int(np.count_nonzero(mask))
        for docs, mask in zip(matches.docs, complete, strict=True)
    )
    late = late or words.partial
    size = min(max(query.per_page, 1), MAX_RESULTS)
    stop = max(query.page, 1) * size
    if stop > MAX_RESULTS or not matches.total:
        note = _TOO_FAR if stop > MAX_RESULTS else None
        return Ordered(words, all_words, None, np.empty(0, np.intp), note, late)
    scores: Scores | None = None
    if query.sort in (Sort.RELEVANCE, Sort.RECENT):
        scored_parts = [_scores(asked, words, number, docs) for number, docs in enumerate(matches.docs)]
        scores = joined([part for part, _ in scored_parts])
        late = late or any(part_late for _, part_late in scored_parts)
    ranking = Ranking(asked.archive.segments, matches.docs, complete, scores, query.sort)
    listed = representatives(asked.groups, matches.docs, complete) if asked.groups else None
    return Ordered(words, all_words, ranking, ranking.first(stop, listed)[stop - size : stop], None, late)


def _complete(asked: Asked, matches: Matched) -> tuple[list[Mask | None], bool]:
    """For each segment, which of its matches have all the words, None where all have; and whether the time was up."""
    if asked.query.all_words or not has_choice(asked.root):
        return [None] * len(asked.matchers), False
    masks: list[Mask | None] = []
    late = False
    for matcher, docs in zip(asked.matchers, matches.docs, strict=True):
        try:
            masks.append(sets.is_in(docs, matcher.complete(asked.root), matcher.segment.doc_count))
        except DeadlinePassed:
            masks.append(np.zeros(len(docs), np.bool_))
            late = True
    return masks, late


def _scores(asked: Asked, words: Weighed, number: int, docs: Docs) -> tuple[Scores, bool]:
    """The scores of articles of a segment, 0 where the time was up; and whether it was."""
    try:
        matcher = asked.matchers[number]
        scores = asked.archive.scorers[number].score(matcher, docs, words.factors)
        scores *= preferred(matcher, docs, words.language, words.telling)
        if asked.query.sort is Sort.RECENT:
            scores *= recency(matcher.segment.published.take(docs), *asked.archive.span)
        return scores, False
    except DeadlinePassed:
        return np.zeros(len(docs), np.float32), True


class _PlacedRows:
    """Places that stand in an order already, where a ranking is asked for."""

    def __init__(self, rows: Sequence[MatchRow]) -> None:
        self._rows = rows

    def rows(self, numbers: RowNumbers, score: object = None) -> list[MatchRow]:
        return [self._rows[number] for number in numbers]


def ordered_places(asked: Asked, places: Sequence[tuple[int, int]]) -> Ordered:
    """Articles by their segment and document as an order, whether the question matches them or not."""
    words, late = weighed(asked), False
    told: dict[tuple[int, int], MatchRow] = {}
    for number, matcher in enumerate(asked.matchers):
        docs = np.array(sorted(doc for segment, doc in places if segment == number), np.int32)
        if not len(docs):
            continue
        scores, was_late = _scores(asked, words, number, docs)
        try:
            whole = sets.is_in(docs, matcher.complete(asked.root), matcher.segment.doc_count)
        except DeadlinePassed:
            whole, was_late = np.zeros(len(docs), np.bool_), True
        late = late or was_late
        for doc, score, complete in zip(docs.tolist(), scores.tolist(), whole.tolist(), strict=True):
            told[number, doc] = MatchRow(number, doc, score, complete)
    rows = [told[place] for place in places]
    all_words = sum(row.all_words for row in rows)
    return Ordered(words, all_words, _PlacedRows(rows), np.arange(len(rows)), None, late or words.partial)


def rows_of(asked: Asked, order: Ordered, numbers: RowNumbers) -> tuple[list[MatchRow], bool]:
    """Where the matches `numbers` stand, with their scores; and whether the time was up before all had one."""
    late = False

    def score(number: int, docs: Docs) -> Scores:
        nonlocal late
        scores, was_late = _scores(asked, order.words, number, docs)
        late = late or was_late
        return scores

    return (order.ranking.rows(numbers, score) if order.ranking else []), late

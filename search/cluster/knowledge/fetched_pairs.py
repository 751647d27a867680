"""Which word stands behind a word? Read in a few texts that a cluster has of both, and in the tables of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from index.analysis.characters import plain_joiners
from search.budget import STANDARD, Budget
from search.cluster.knowledge.fetched_texts import FetchedArticles, FetchedText, TermForms
from search.cluster.knowledge.table_vocabulary import TableVocabulary
from search.cluster.knowledge.word_tables import ShownWords
from search.kept import ENTRY, WORD, Kept
from search.match.levels import folded
from search.match.surfaces import PAIR_GAP, any_of, is_name, names, written
from search.words.suggest.pairs import WordPair

_FIELDS = ("body", "title")
_LETTERS = 3  # of the second word, by which pairs are looked up: further letters choose among what is kept
_MOST_SECONDS = 200  # terms of second words that are asked for: the commonest
_TEXTS = 64  # that are read of each field
_SHOWN = 12
_READ = 24  # texts that are read for names
_LEAST = 2  # articles of a name, so that no slip becomes one
_NAMED = 16  # a name comes before other words that stand in up to so many times the articles


class PairTexts(Protocol):
    """Where texts are fetched; see `PublishedTexts`."""

    def holding(self, forms: TermForms, field: str, most: int) -> FetchedArticles: ...

    def beside(self, forms: TermForms, terms: Sequence[bytes], field: str, most: int) -> FetchedArticles: ...


class FetchedPairs:
    """The pairs of words in titles and kept texts of a publication; see `WordPairs` for what each call returns.

    Their articles are those of the fetched texts, times as many as there are more.
    """

    def __init__(
        self,
        segments: Sequence[ShownWords],
        vocabulary: TableVocabulary,
        texts: PairTexts,
        budget: Budget = STANDARD,
    ) -> None:
        self._segments = segments
        self._vocabulary = vocabulary
        self._texts = texts
        self._following: Kept[tuple[str, str], tuple[tuple[str, WordPair], ...]] = Kept(budget.pairs * 3 // 4)
        self._names: Kept[str, tuple[WordPair, ...]] = Kept(budget.pairs // 8)

    def following(self, word: str, begin: str) -> Sequence[WordPair]:
        """The pairs of `word` and a word that starts with `begin` (both folded), the likeliest first."""
        key = word, begin[:_LETTERS]
        pairs = self._following.get(key)
        if pairs is None:
            pairs = tuple(sorted(self._find(*key), key=lambda pair: _rank(pair[1])))
            self._following.keep(key, pairs, ENTRY + (ENTRY + 2 * WORD) * len(pairs))
        return [pair for second, pair in pairs if second.startswith(begin)][:_SHOWN]

    def names(self, word: str) -> Sequence[WordPair]:
        """The names of two words that begin with `word` (folded), the likeliest first."""
        known = self._names.get(word)
        if known is None:
            known = tuple(self._find_names(word))
            self._names.keep(word, known, ENTRY * (1 + len(known)))
        return known

    def holds(self, word: str) -> bool:
        """Whether a title or kept text holds `word` (folded) in just this form but for accents."""
        terms = self._terms(word)
        return not terms or any(
            segment.typed(field, term, word) > 0 for segment in self._segments for term in terms for field in _FIELDS
        )

    def _find(self, word: str, begin: str) -> Iterator[tuple[str, WordPair]]:
        """(second word, folded; pair) of what stands behind a word."""
        forms = self._forms(word)
        slot, _ = self._vocabulary.starting(begin, _FIELDS) if forms else (None, 0)
        listed = {term for term, _ in slot.listed} if slot else set[bytes]()
        seconds = sorted(listed, key=lambda term: (-self._vocabulary.articles(term, _FIELDS), term))[:_MOST_SECONDS]
        if not seconds:
            return
        firsts = {form.decode("utf-8", "replace") for _, form in forms}
        articles: Counter[str] = Counter()
        places: dict[str, list[FetchedText]] = {}
        for field in _FIELDS:
            total, texts = self._texts.beside(forms, seconds, field, _TEXTS)
            for place in texts:
                for second in _behind(firsts, begin, place.text()):
                    articles[second] += 1
                    places.setdefault(second, []).append(place)
            if total > len(texts):  # what was counted in some stands for all
                for second in articles:
                    articles[second] = round(articles[second] * total / len(texts))
        for second, count in articles.items():
            if surface := written(firsts, second, places[second]):
                yield folded(second.encode()), WordPair(surface, count, is_name(surface) and count >= _LEAST)

    def _find_names(self, word: str) -> Iterator[WordPair]:
        forms = self._forms(word)
        if not forms:
            return
        _, texts = self._texts.holding(forms, "body", _READ)
        counts = names({form.decode("utf-8", "replace") for _, form in forms}, texts)
        best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        yield from (WordPair(surface, count, named=True) for surface, count in best if count >= _LEAST)

    def _forms(self, word: str) -> list[tuple[bytes, bytes]]:
        """(term, exact form) of what `word` is but for accents."""
        found: dict[tuple[bytes, bytes], None] = {}
        for term in self._terms(word):
            for segment in self._segments:
                named = (form for forms in segment.base.forms.of(term).values() for form in forms)
                found.update(dict.fromkeys((term, form) for form in (term, *named) if folded(form) == word))
        return list(found)

    def _terms(self, word: str) -> list[bytes]:
        """The plain terms of a single word; none of a compound."""
        tokens = self._vocabulary.tokens(word)
        return [term.encode("utf-8", "surrogatepass") for term in tokens[0].plain] if len(tokens) == 1 else []


def _rank(pair: WordPair) -> tuple[int, str]:
    return -pair.articles * (_NAMED if pair.named else 1), pair.written


def _behind(firsts: set[str], begin: str, text: str) -> set[str]:
    """The words, in small letters, that start with `begin` and stand right behind one of `firsts` in a text."""
    pattern = re.compile(rf"(?<!\w)(?:{any_of(firsts)}){PAIR_GAP}(\w[\w'\u2019\u02bc]*)", re.IGNORECASE)
    seconds = {plain_joiners(found).casefold() for found in pattern.findall(text)}
    return {second for second in seconds if folded(second.encode()).startswith(begin)}

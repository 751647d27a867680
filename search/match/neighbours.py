"""Which word stands behind a word? Looked up in the positions of both, and in the texts for how it is written.

No table is kept on the disk: terms that begin alike lie one after another, and so do their postings. Those in articles
that hold the first word are kept, then those whose position is the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as value

import numpy as np
from numpy.typing import NDArray

from index.analysis import analyse_query
from index.analysis.lexicon import UNNAMED_VARIANT
from index.segment.reader import Segment
from search import sets
from search.budget import STANDARD, Budget
from search.kept import ENTRY, WORD, Kept
from search.match.levels import folded
from search.match.surfaces import Place, is_name, names, written
from search.words.suggest.pairs import WordPair

_FIELDS = ("body", "title")
_LETTERS = 2, 3  # of the second word, by which pairs are looked up: further letters choose among what is kept
_MOST_ARTICLES = 4_096  # of the first word, of a field of a segment, evenly spread: "new" stands in 40,000 of 100,000
_MOST_POSTINGS = 2_000_000  # of the words that begin alike, of a field of a segment: 12 ms
_MOST_SECONDS = 128  # words that are kept behind a word
_SHOWN = 12  # pairs whose texts are looked at, 0.1 ms each
_EXAMPLES = 3  # texts that tell how a pair is written
_READ = 24  # texts that are read for names
_LEAST = 2  # articles of a name, so that no slip becomes one
_NAMED = 16  # a name comes before other words that stand in up to so many times the articles
_BYTE, _DOC = 8, 32  # bits of a variant and of a document


@dataclass(slots=True)
class _Second:
    """A second word in its exact form: in how many articles it follows the first, about, and some of them."""

    exact: str
    articles: int = 0
    places: list[Place] = value(default_factory=list)
    pair: WordPair | None = None

    @property
    def weight(self) -> int:
        return 2 * ENTRY + WORD * (2 + len(self.places))


@dataclass(frozen=True, slots=True)
class _Behind:
    """The exact forms of a first word, and what follows them, the most frequent first."""

    firsts: frozenset[str]
    seconds: tuple[_Second, ...]


class ArchivePairs:
    """The pairs of words in titles and kept texts of some segments; see `WordPairs` for what each call returns."""

    def __init__(self, segments: Sequence[Segment], languages: Sequence[str], budget: Budget = STANDARD) -> None:
        self._segments = segments
        self._languages = languages
        self._behind: Kept[tuple[str, str], _Behind] = Kept(budget.pairs * 3 // 4)
        self._names: Kept[str, tuple[WordPair, ...]] = Kept(budget.pairs // 8)
        self._held: Kept[str, bool] = Kept(budget.pairs // 8)

    def following(self, word: str, begin: str) -> Sequence[WordPair]:
        """The pairs of `word` and a word that starts with `begin` (both folded), the likeliest first."""
        keys = [(word, begin[:letters]) for letters in _LETTERS]
        behind = next(filter(None, map(self._behind.get, keys)), None)
        if behind is None:
            behind = self._find(*keys[-1])
            self._behind.keep(keys[-1], behind, ENTRY + sum(second.weight for second in behind.seconds))
        chosen = [second for second in behind.seconds if folded(second.exact.encode()).startswith(begin)][:_SHOWN]
        pairs = [self._pair(behind.firsts, second) for second in chosen]
        return sorted((pair for pair in pairs if pair.written), key=_rank)

    def names(self, word: str) -> Sequence[WordPair]:
        """The names of two words that begin with `word` (folded), the likeliest first."""
        known = self._names.get(word)
        if known is None:
            known = tuple(self._find_names(word))
            self._names.keep(word, known, ENTRY * (1 + len(known)))
        return known

    def holds(self, word: str) -> bool:
        """Whether a title or kept text holds `word` (folded) in just this form but for accents."""
        known = self._held.get(word)
        return self._held.keep(word, self._stands(word), ENTRY + WORD) if known is None else known

    def _stands(self, word: str) -> bool:
        terms = self._terms(word)
        return not terms or any(
            _stands(segment, field, _forms(segment, terms, word)) for segment in self._segments for field in _FIELDS
        )

    def _pair(self, firsts: frozenset[str], second: _Second) -> WordPair:
        if second.pair is None:
            surface = written(firsts, second.exact, second.places)
            second.pair = WordPair(surface, second.articles, is_name(surface) and second.articles >= _LEAST)
            second.places = []
        return second.pair

    def _find(self, word: str, begin: str) -> _Behind:
        terms = self._terms(word)
        seconds: dict[str, _Second] = {}
        firsts: set[str] = set()
        for segment in self._segments:
            forms = _forms(segment, terms, word)
            firsts |= {form for _, fits in forms.values() for form in fits.values()}
            for field in _FIELDS:
                docs, following, share = _places(segment, field, forms)
                for exact, count, some in _seconds(segment, field, docs, following, begin.encode()):
                    second = seconds.setdefault(exact, _Second(exact))
                    second.articles += count * share
                    second.places += [Place(segment, field, doc) for doc in some][: _EXAMPLES - len(second.places)]
        best = sorted(seconds.values(), key=lambda second: (-second.articles, second.exact))
        return _Behind(frozenset(firsts), tuple(best[:_MOST_SECONDS]))

    def _find_names(self, word: str) -> Iterator[WordPair]:
        terms = self._terms(word)
        firsts: set[str] = set()
        places: list[Place] = []
        for segment in self._segments:
            forms = _forms(segment, terms, word)
            firsts |= {form for _, fits in forms.values() for form in fits.values()}
            docs, _, _ = _places(segment, "body", forms)
            step = max(1, -(-len(docs) * len(self._segments) // _READ))
            places += [Place(segment, "body", doc) for doc in np.unique(docs)[::step].tolist()]
        counts = names(firsts, places) if firsts else {}
        best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        yield from (WordPair(surface, count, named=True) for surface, count in best if count >= _LEAST)

    def _terms(self, word: str) -> list[bytes]:
        """The plain terms of a single word; none of a compound."""
        tokens = analyse_query(word, self._languages)
        return [term.encode("utf-8", "surrogatepass") for term in tokens[0].plain] if len(tokens) == 1 else []


def _rank(pair: WordPair) -> tuple[int, str]:
    return -pair.articles * (_NAMED if pair.named else 1), pair.written


_Forms = dict[bytes, tuple[NDArray[np.bool_], dict[int, str]]]


def _forms(segment: Segment, terms: Sequence[bytes], word: str) -> _Forms:
    """Of each of the terms the variants that are `word` but for accents: bool[256], and their exact forms."""
    forms: _Forms = {}
    for term in terms:
        named = {0: (term,), **segment.forms.of(term)}
        fits = {number: form[0].decode() for number, form in named.items() if folded(form[0]) == word}
        mask = np.zeros(1 << _BYTE, np.bool_)
        mask[list(fits)] = True
        if fits:
            forms[term] = mask, fits
    return forms


def _stands(segment: Segment, field: str, forms: _Forms) -> bool:
    """Whether an article that is not deleted holds one of the forms in the field."""
    for term, (fits, _) in forms.items():
        listed = segment.postings(field, term)
        if listed is not None:
            which = None if segment.live is None else np.flatnonzero(segment.live[listed.docs])
            if fits[listed.variants(which)].any():
                return True
    return False


def _places(segment: Segment, field: str, forms: _Forms) -> tuple[NDArray[np.int32], NDArray[np.int64], int]:
    """(documents that hold the word, ascending places right behind it within them, of how many articles one was
    looked at)."""
    postings = segment.field(field)
    docs, following, share = [np.empty(0, np.int32)], [np.empty(0, np.int64)], 1
    for term, (fits, _) in forms.items():
        listed = segment.postings(field, term)
        if listed is None:
            continue
        which = np.arange(len(listed)) if segment.live is None else np.flatnonzero(segment.live[listed.docs])
        step = max(1, -(-len(which) // _MOST_ARTICLES))
        which, share = which[::step], max(step, share)
        offsets, positions = listed.positions(which)
        doc = listed.docs[which].repeat(offsets[1:] - offsets[:-1])
        place = postings.starts[doc] + positions
        keep = fits[postings.forward[place]] & (place + 1 < postings.starts[doc + 1])
        docs.append(doc[keep])
        following.append(place[keep] + 1)
    return np.concatenate(docs), np.sort(np.concatenate(following)), share


def _seconds(
    segment: Segment, field: str, docs: NDArray[np.int32], following: NDArray[np.int64], begin: bytes
) -> Iterator[tuple[str, int, list[int]]]:
    """(exact form, number of documents, some of them) of the words at the places `following` whose terms start with
    `begin`, the most frequent of them."""
    postings = segment.field(field)
    first, last = postings.terms.prefix_range(begin)
    if not len(docs) or first == last:
        return
    if int(postings.terms.first_posting[last]) - int(postings.terms.first_posting[first]) > _MOST_POSTINGS:
        return
    mask = np.zeros(segment.doc_count, np.bool_)
    mask[docs] = True
    terms, held, places = segment.occurrences(field, first, last, mask)
    nearest = following.take(following.searchsorted(places), mode="clip")
    hit = np.flatnonzero(nearest == places)
    keys = ((terms[hit] << _BYTE) | postings.forward[places[hit]]) << _DOC
    keys = sets.distinct(keys | held[hit])
    begins = np.flatnonzero(np.append(True, (keys[1:] ^ keys[:-1]) >> _DOC != 0)[: len(keys)])
    sizes = np.append(begins[1:], len(keys)) - begins
    for number in np.argsort(-sizes, kind="stable")[:_MOST_SECONDS].tolist():
        group = keys[begins[number] : begins[number] + sizes[number]]
        if exact := _exact(segment, field, int(group[0]) >> _DOC):
            chosen = dict.fromkeys((0, len(group) // 2, len(group) - 1))
            yield exact, len(group), [int(group[place]) & ((1 << _DOC) - 1) for place in chosen]


def _exact(segment: Segment, field: str, key: int) -> str:
    """The exact form of a term's number and a variant; "" where the index does not name it."""
    term, variant = segment.terms(field).term(key >> _BYTE), key & ((1 << _BYTE) - 1)
    if variant == UNNAMED_VARIANT:
        return ""
    return (segment.forms.of(term).get(variant, (b"",))[0] if variant else term).decode("utf-8", "replace")

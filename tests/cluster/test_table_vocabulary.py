"""The words of tables beside a cluster are those of the segments that the tables were written of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.analysis import EXTRA
from index.cluster.words import open_words, write_words
from index.facets import LANGUAGE
from index.schema import TEXT_FIELDS
from index.segment.reader import Segment
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from search.cluster.knowledge.fetched_texts import LoneForm
from search.cluster.knowledge.table_vocabulary import TableVocabulary
from search.cluster.knowledge.word_tables import ShownWords, word_counts
from search.embedded.archive_words import ArchiveWords
from search.embedded.everyday import EverydayWords
from search.match.levels import folded
from search.match.vocabulary import SegmentVocabulary
from search.words.inflection import ruled
from search.words.leaves import Slot, Typed
from search.words.small_words import small_words
from tests.cluster.test_word_tables import crowded
from tests.search import corpora
from tests.search.test_pattern_words import invented

LANGUAGES = ("", "en", "fr")
LOOKED_AT = 32  # articles of a segment that the embedded engine looks at
FIELDS = (("title", "body"), ("title",), ("body",), ("removed",))


def standing(segment: Segment, field: str, term: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Each shown article that holds a term in a field, with the exact form of each occurrence."""
    postings = segment.postings(field, term)
    named = {0: (term,), **segment.forms.of(term)}
    for place, doc in enumerate(postings.docs.tolist() if postings else ()):
        if segment.live is None or segment.live[doc]:
            assert postings is not None
            numbers = postings.variants(np.array([place])).tolist()
            yield doc, [named[number][0] for number in numbers if number in named]


class Occurrences:
    """How often forms stand where others do not, by going through all occurrences."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments

    def __call__(self, asked: Sequence[LoneForm]) -> list[int]:
        return [sum(self._of(segment, form) for segment in self._segments) for form in asked]

    def _of(self, segment: Segment, form: LoneForm) -> int:
        count = 0
        for doc, forms in standing(segment, form.field, form.term):
            (language,) = segment.facets.values_of(doc, LANGUAGE) or [""]
            if set(forms).isdisjoint(form.without) and (form.languages is None or language in form.languages):
                count += forms.count(form.form)
        return count


def shown(segment: Segment, folder: Path) -> ShownWords:
    """The tables of a segment as a publication writes them."""
    write_words(folder / "base", segment)
    if segment.live is None:
        return ShownWords(open_words(folder / "base"))
    write_words(folder / "gone", segment, ~segment.live)
    return ShownWords(open_words(folder / "base"), (open_words(folder / "gone"),))


class Both:
    """An archive with the words of its segments and those of their tables."""

    def __init__(self, folder: Path) -> None:
        rng = Random(11)
        words = [*invented(rng, 400), *corpora.ODD_WORDS * 8, *crowded(rng)[400:]]
        corpora.store(folder, corpora.archive(3, 300, words), 3)
        with open_store(folder, now=corpora.NOW) as store:
            for article in corpora.archive(3, 300, words)[::4]:
                store.remove(article.id)
            store.publish()
        self.segments = open_snapshot(folder).segments
        self.shown = []
        for number, segment in enumerate(self.segments):
            (folder / f"tables{number}").mkdir()
            self.shown.append(shown(segment, folder / f"tables{number}"))
        self.embedded = SegmentVocabulary(self.segments, LANGUAGES)
        self.tables = TableVocabulary(self.shown, LANGUAGES, occurrences=Occurrences(self.segments))
        self.terms = sorted(
            {term for segment in self.segments for field in TEXT_FIELDS for term in segment.terms(field)}
        )
        stems = {
            entry.partition(b"\0")[0]: entry.partition(b"\0")[2] for each in self.segments for entry, _ in each.forms
        }
        self.forms = sorted({*stems.values(), *self.terms})
        self.words = sorted({folded(form) for form in self.forms if form[:1].isalnum()})


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return Both(tmp_path_factory.mktemp("both"))


def test_patterns_find_the_same_words(both: Both) -> None:
    rng = Random(1)
    partly = limited = 0
    for _ in range(300):
        word, fields = rng.choice(both.words), rng.choice(FIELDS)
        place = rng.randint(1, len(word))
        pattern = word[:place] + rng.choice("?*") + word[place + rng.randint(0, 3) :]
        for kind, arguments in (("starting", (word[: rng.randint(1, 5)],)), ("like", (pattern,)), ("near", (word, 1))):
            found = getattr(both.tables, kind)(*arguments, fields)
            assert found == getattr(both.embedded, kind)(*arguments, fields)
            partly += bool(found[0].forms)
            limited += found[1] > 0
    assert partly > 10
    assert limited


def test_counts_and_forms_are_those_of_the_segments(both: Both) -> None:
    rng = Random(2)
    told: Counter[str] = Counter()
    for term in both.terms:
        if term[:1] < EXTRA.encode():  # marks are in no question
            continue
        fields = rng.choice(FIELDS)
        assert both.tables.articles(term, fields) == both.embedded.articles(term, fields)
        assert both.tables.stands((term,), fields) == both.embedded.stands((term,), fields)
        assert both.tables.holds(Slot((term,))) == both.embedded.holds(Slot((term,)))
        forms = {form for each in both.segments for some in each.forms.of(term).values() for form in some}
        for word in {folded(form) for form in {term, *forms}} | {rng.choice(both.words)}:
            for languages in (ruled(LANGUAGES), ()):
                typed = Typed(word, languages, strange=frozenset((term,)) if rng.random() < 0.3 else frozenset())
                inflected = both.embedded.inflected(term, typed, fields)
                assert both.tables.inflected(term, typed, fields) == inflected, (term, typed, fields)
                count = both.embedded.typed_in(term, typed, fields)
                assert both.tables.typed_in(term, typed, fields) == count, (term, typed, fields)
                told[f"inflected {inflected}"] += 1
                told[f"typed {count > 0}"] += 1
    assert min(told.values()) > 100
    assert len(told) == 4


def test_questions_are_read_alike(both: Both) -> None:
    for word in both.words[::7]:
        assert both.tables.tokens(word) == both.embedded.tokens(word)
    assert both.tables.languages == both.embedded.languages


def test_the_commonest_form_is_that_of_the_segments(both: Both) -> None:
    """Of stems that only some languages have, too; of so few articles the embedded engine looks at all."""
    rng = Random(3)
    told: Counter[bool] = Counter()
    for word in rng.sample([word for word in both.words if word.isascii() and word.isalpha()], 200):
        for fields in FIELDS:
            form = both.embedded.derived(word, fields)
            assert both.tables.derived(word, fields) == form, (word, fields)
            tokens = both.embedded.tokens(word)
            if form and len(tokens) == 1:
                told[bool(tokens[0].spoken)] += 1
    assert min(told[True], told[False]) > 20


def test_the_other_forms_are_those_of_articles_without_the_word(both: Both) -> None:
    told: Counter[str] = Counter()
    for word in [word for word in both.words if word.isascii() and word.isalpha()]:
        typed = Typed(word, ruled(LANGUAGES))
        for fields in FIELDS:
            here, there = both.embedded.others(word, typed, fields), both.tables.others(word, typed, fields)
            few = all(
                sum(1 for _ in standing(segment, field, plain.encode())) <= LOOKED_AT
                for (token, *_) in [both.embedded.tokens(word)]
                for plain in token.plain
                for segment in both.segments
                for field in fields
            )
            assert bool(here) == bool(there), (word, fields)
            if few:
                assert here == there, (word, fields)
                told["some" if here else "none"] += 1
            told["bound to languages"] += bool(both.embedded.tokens(word)[0].spoken and here)
    assert min(told.values()) > 20, told
    assert len(told) == 3


def test_a_form_of_another_language_is_not_a_words_own(both: Both, tmp_path: Path) -> None:
    """French makes `new` of `news`, English does not: of the English word `new` it is no form."""
    (token,) = both.tables.tokens("news")
    assert token.spoken
    stems = {plain: token.spoken.get(plain) for plain in token.plain}
    for stem, spoken in stems.items():
        assert spoken is None or (
            stem in {p for c in spoken for p in TableVocabulary((), (c,)).tokens("news")[0].plain}
        )


def test_the_words_as_they_are_written_are_counted_as_in_a_folder(both: Both) -> None:
    counts, expected = word_counts(both.shown), ArchiveWords(both.segments).counts
    assert counts.words == expected.words
    assert counts.counts.tolist() == expected.counts.tolist()
    sampled = ArchiveWords(both.segments).counts
    assert set(counts.words) - set(sampled.words) == set()  # of so few articles the embedded engine looks at all


def test_everyday_words_are_the_same(both: Both) -> None:
    assert small_words(each.base.cases for each in both.shown) == EverydayWords(both.segments).words
    assert EverydayWords(both.segments).words

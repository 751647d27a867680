"""The tables of words say what going through every occurrence of every article says, in whatever segments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.analysis.lexicon import UNNAMED_VARIANT
from index.cluster.words import open_words, write_words
from index.schema import TEXT_FIELDS
from index.segment.reader import Segment
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from search.match.levels import folded
from tests.search import corpora

Occurrence = tuple[bytes, int, frozenset[bytes], bool]


def occurrences(segment: Segment, field: str) -> Iterator[Occurrence]:
    """(term, document, the exact forms that may stand there, whether one has no number) of each occurrence."""
    for term in segment.terms(field):
        named = {0: (term,), **segment.forms.of(term)}
        postings = segment.postings(field, term)
        assert postings is not None
        for place, doc in enumerate(postings.docs.tolist()):
            for variant in postings.variants(np.array([place])).tolist():
                yield term, doc, frozenset(named.get(variant, ())), variant == UNNAMED_VARIANT


class Counted:
    """The documents of each term, form and unnamed form of a field of a segment."""

    def __init__(self, segment: Segment, field: str, documents: set[int]) -> None:
        self.terms: dict[bytes, set[int]] = defaultdict(set)
        self.forms: dict[tuple[bytes, bytes], set[int]] = defaultdict(set)
        for term, doc, forms, unnamed in occurrences(segment, field):
            if doc in documents:
                self.terms[term].add(doc)
                for form in forms | ({b""} if unnamed else set()):
                    self.forms[term, form].add(doc)

    def typed(self, term: bytes, word: str) -> int:
        return len(
            {doc for (t, form), docs in self.forms.items() if t == term and folded(form) == word for doc in docs}
        )


def crowded(rng: Random) -> list[str]:
    """Words of one stem in more forms than there are numbers, and forms that differ in accents alone."""
    accents = "aàáâãåā", "eèéêëē", "iìíîïī", "oòóôõō", "uùúûū"
    letters = ["".join(rng.choice(group) for group in accents) for _ in range(600)]
    return [f"qu{middle}s" for middle in letters] + ["cafe", "café", "cafes", "cafés", "pâte", "pâté", "pate"] * 20


@pytest.fixture(scope="module")
def segments(tmp_path_factory: pytest.TempPathFactory) -> tuple[Segment, ...]:
    folder = tmp_path_factory.mktemp("words")
    articles = corpora.archive(5, 240, [*corpora.ODD_WORDS, *crowded(Random(2))])
    corpora.store(folder, articles, 2)
    with open_store(folder, now=corpora.NOW) as store:
        for article in articles[::3]:
            store.remove(article.id)
        store.publish()
    return open_snapshot(folder).segments


def chosen(segment: Segment, which: str) -> tuple[np.ndarray | None, set[int]]:
    assert segment.live is not None
    if which == "all":
        return None, set(range(segment.doc_count))
    return ~segment.live, set(np.flatnonzero(~segment.live).tolist())


@pytest.mark.parametrize("which", ["all", "lost"])
def test_a_table_counts_what_every_occurrence_says(segments: tuple[Segment, ...], tmp_path: Path, which: str) -> None:
    several = 0
    for number, segment in enumerate(segments):
        mask, documents = chosen(segment, which)
        write_words(tmp_path / str(number), segment, mask)
        table = open_words(tmp_path / str(number))
        for field in TEXT_FIELDS:
            counted = Counted(segment, field, documents)
            assert list(table.terms(field)) == sorted(counted.terms)
            by_term: dict[bytes, dict[bytes, int]] = defaultdict(dict)
            for (term, form), docs in counted.forms.items():
                by_term[term][form] = len(docs)
            for term, docs in counted.terms.items():
                assert table.articles(field, term) == len(docs)
                assert table.of_forms(field, term) == by_term[term]
                words = {folded(form) for form in by_term[term] if form} | {"nowhere"}
                for word in words if term[:1] >= b" " else ():  # extra terms have no form
                    alike = [count for form, count in by_term[term].items() if form and folded(form) == word]
                    assert table.typed(field, term, word) == counted.typed(term, word), (field, term, word)
                    several += sum(alike) > counted.typed(term, word)
            assert table.articles(field, b"nowhere") == 0
            assert table.of_forms(field, b"nowhere") == {}
    assert len(segments) > 1
    assert several > 5


def test_forms_without_a_number_are_counted_as_such(segments: tuple[Segment, ...], tmp_path: Path) -> None:
    write_words(tmp_path / "words", segments[0])
    table = open_words(tmp_path / "words")
    assert any(table.of_forms("body", term).get(b"") for term in table.terms("body"))


def test_the_table_of_a_segment_has_all_its_forms(segments: tuple[Segment, ...], tmp_path: Path) -> None:
    for number, segment in enumerate(segments):
        write_words(tmp_path / str(number), segment)
        assert list(open_words(tmp_path / str(number)).forms) == list(segment.forms)


def test_the_words_as_they_are_written_are_those_of_the_whole_segment(
    segments: tuple[Segment, ...], tmp_path: Path
) -> None:
    for number, segment in enumerate(segments):
        write_words(tmp_path / str(number), segment)
        words, counts = open_words(tmp_path / str(number)).written
        expected: dict[str, int] = defaultdict(int)
        for field in ("title", "body"):
            for (term, form), docs in Counted(segment, field, set(range(segment.doc_count))).forms.items():
                if term[:1] >= b" ":
                    expected[(form or term).decode("utf-8", "replace")] += len(docs)
        assert list(words) == sorted(words)
        assert expected.keys() <= set(words)
        told = dict(zip(words, counts.tolist(), strict=True))
        rare = [word for word, articles in expected.items() if articles == 1 and told[word]]
        assert rare and all(told[word] >= 1 for word in rare)
        marked = np.zeros(segment.doc_count, np.bool_)
        write_words(tmp_path / f"some-{number}", segment, marked)
        assert open_words(tmp_path / f"some-{number}").written[0] == ()

"""Words of more than 100,000 articles are found, counted and marked as a look at the texts finds them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from index.store.snapshot import open_snapshot
from index.store.soundness import problems
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from search.results import Marked
from tests.large.conftest import PATIENT
from tests.large.long_lists import ALWAYS, FAR, NOW_AND_THEN, OFTEN, Lists, build_lists

LIST = 100_000
Words = Sequence[str]


@pytest.fixture(scope="module")
def long_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("long") / "index"


@pytest.fixture(scope="module")
def lists(long_folder: Path, seed: int) -> Lists:
    return build_lists(long_folder, seed)


@pytest.fixture(scope="module")
def searched(long_folder: Path, lists: Lists) -> Engine:
    return open_engine(long_folder, seconds=PATIENT)


QUESTIONS: dict[str, tuple[Callable[[Words], bool], str]] = {
    ALWAYS: (lambda words: True, ALWAYS),
    f"{ALWAYS} AND {NOW_AND_THEN}": (lambda words: NOW_AND_THEN in words, f"{ALWAYS}|{NOW_AND_THEN}"),
    f"{ALWAYS} AND {FAR[5]}": (lambda words: FAR[5] in words, f"{ALWAYS}|{FAR[5]}"),
    f'"{ALWAYS} {OFTEN}"': (lambda words: (ALWAYS, OFTEN) in pairwise(words), f"{ALWAYS} {OFTEN}"),
    f'"{ALWAYS} {NOW_AND_THEN}"': (lambda words: (ALWAYS, NOW_AND_THEN) in pairwise(words), f"{ALWAYS} {NOW_AND_THEN}"),
    f"{OFTEN} AND NOT {NOW_AND_THEN}": (lambda words: OFTEN in words and NOW_AND_THEN not in words, OFTEN),
    f"atleast30 {ALWAYS}": (lambda words: words.count(ALWAYS) >= 30, ALWAYS),
    f"{ALWAYS} OR {OFTEN}": (lambda words: True, f"{ALWAYS}|{OFTEN}"),
}


def stand(expression: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"\b(?:{expression})\b", text)]


def marked(text: Marked) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in text.spans]


@pytest.mark.parametrize("text", QUESTIONS)
def test_long_lists_answer_as_the_texts_do(text: str, searched: Engine, lists: Lists) -> None:
    test, expression = QUESTIONS[text]
    expected = {number for number, words in enumerate(lists.texts) if test(words)}
    for page in (1, 2, 40):
        found = searched.search(Query(text, page=page, per_page=50, as_typed=True))
        assert found.total == len(expected)
        for hit in found.hits:
            number = lists.numbers[hit.id]
            assert number in expected
            assert hit.matches == len(stand(expression, " ".join(lists.texts[number])))
            for snippet in hit.snippets:
                assert marked(snippet) == stand(expression, snippet.text)


def test_the_archive_crosses_the_limit(lists: Lists) -> None:
    held = Counter(word for words in lists.texts for word in set(words))
    assert held[ALWAYS] > LIST > held[OFTEN] > LIST * 0.9
    assert held[FAR[5]] == 2


def test_all_occurrences_are_marked_in_any_article(searched: Engine, lists: Lists) -> None:
    chosen = [*range(0, len(lists.texts), 997), *FAR, 127, 128, 129, len(lists.texts) - 1]
    for identity, number in lists.numbers.items():
        if number not in chosen:
            continue
        reading = searched.article(identity, Query(f"{ALWAYS} OR {FAR[5]}", as_typed=True))
        assert reading is not None
        assert marked(reading.body) == stand(f"{ALWAYS}|{FAR[5]}", reading.body.text)


def test_a_common_word_scores_by_how_often_it_stands(searched: Engine, lists: Lists) -> None:
    """Of articles of one length, those with more of the word come first."""
    hits = searched.search(Query(ALWAYS, per_page=10_000, as_typed=True, quotes=False)).hits
    by_length: dict[int, list[int]] = {}
    for hit in hits:
        words = lists.texts[lists.numbers[hit.id]]
        by_length.setdefault(len(words), []).append(words.count(ALWAYS))
    assert all(counts == sorted(counts, reverse=True) for counts in by_length.values())
    assert len(by_length) > 5


def test_the_index_of_long_lists_is_sound(long_folder: Path, lists: Lists) -> None:
    assert list(problems(open_snapshot(long_folder))) == []

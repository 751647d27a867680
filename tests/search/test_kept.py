"""What is kept weighs no more than it may, the latest stays, and threads may share it."""

from __future__ import annotations

import gc
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from random import Random
from types import FunctionType, ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.segment.arrays.postings import FieldPostings
from index.store.snapshot import open_snapshot
from search.embedded.engine import EmbeddedEngine
from search.facets.columns import SegmentColumns
from search.kept import Kept
from search.options import Options
from search.query import Query, Selection
from search.words.suggest.values import FacetValues
from tests.search import corpora

_OF_ALL = (type, ModuleType, FunctionType, Enum, FieldPostings, FacetValues)
SOME = st.lists(st.tuples(st.booleans(), st.integers(0, 12), st.integers(0, 30)), max_size=60)


@given(SOME, st.integers(4, 120))
def test_it_holds_what_a_list_in_order_of_use_holds(steps: list[tuple[bool, int, int]], most: int) -> None:
    kept: Kept[int, int] = Kept(most)
    model: OrderedDict[int, tuple[int, int]] = OrderedDict()
    for number, (asked, key, weight) in enumerate(steps):
        if asked:
            assert kept.get(key) == (model[key][0] if key in model else None)
            if key in model:
                model.move_to_end(key)
        elif weight * 4 <= most:
            kept.keep(key, number, weight)
            model[key] = number, weight
            model.move_to_end(key)
            if sum(each for _, each in model.values()) > most:
                while sum(each for _, each in model.values()) > most - most // 4:
                    model.popitem(last=False)
        assert kept.weight == sum(each for _, each in model.values()) <= most
        assert len(kept) == len(model)
    assert kept.several(range(13)) == [model[key][0] if key in model else None for key in range(13)]


def test_what_is_too_large_pushes_nothing_out() -> None:
    kept: Kept[str, str] = Kept(1000)
    for name in "abcd":
        kept.keep(name, name, 100)
    assert kept.keep("whole", "answer", 5000) == "answer"
    assert kept.get("whole") is None
    assert kept.several("abcd") == list("abcd")


def test_a_lower_bound_holds_at_once() -> None:
    kept: Kept[int, int] = Kept(1000)
    for number in range(10):
        kept.keep(number, number, 100)
    kept.bound(400)
    assert kept.weight <= 400
    assert kept.get(9) == 9


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_threads_may_ask_for_the_masks_of_one_segment(tmp_path: Path, hasty: None) -> None:
    corpora.store(tmp_path, corpora.archive(5))
    (segment, *_) = open_snapshot(tmp_path).segments
    columns = SegmentColumns(segment)
    columns.masks.bound(64 * (segment.doc_count + 300))
    failed: list[BaseException] = []

    def ask(seed: int) -> None:
        random = Random(seed)
        try:
            for _ in range(4000):
                columns.mask("place", f"nowhere {random.randrange(2000)}")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert columns.masks.weight <= columns.masks.most


def taken(value: object) -> int:
    """Bytes of a value and all that it leads to, but for what belongs to the segment."""
    seen: set[int] = set()
    todo, total = [value], 0
    while todo:
        each = todo.pop()
        if each is None or id(each) in seen or isinstance(each, _OF_ALL):
            continue
        seen.add(id(each))
        total += sys.getsizeof(each)
        todo += gc.get_referents(each)
    return total


def test_weights_are_what_is_taken(tmp_path: Path) -> None:
    corpora.store(tmp_path, corpora.archive(9, 400))
    engine = EmbeddedEngine(tmp_path, Options(), 60.0, lambda: 0.0)
    random = Random(4)
    for _ in range(150):
        words = random.choices(corpora.WORDS, k=random.randint(1, 3))
        engine.search(Query(" ".join(words), (Selection("place", random.choice(corpora.PLACES)),)))
        engine.search(Query(f'"{words[0]}" {words[-1][:3]}*'))
    archive = engine._current()
    (part,), (scorer,) = archive.parts, archive.scorers
    for kept in (
        *(part.lists.lists, part.lists.slots, part.lists.leaves, part.columns.masks, part.shown.kept),
        *(scorer.impacts, scorer.sums, archive.plans, archive.offers),
        *(archive.vocabulary._tokens.kept, archive.vocabulary._patterns),
    ):
        said, real = kept.weight, taken(kept._entries)
        assert 0.5 < said / real < 2.5, (next(iter(kept._entries)), said, real)

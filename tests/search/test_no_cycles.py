"""What an answer or a generation took goes as soon as nobody needs it, whenever garbage is next collected."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.store.transaction import open_store
from search.embedded.engine import EmbeddedEngine, open_engine
from search.options import Options
from search.query import Query, Selection
from tests.search import corpora

ASKED = ["peace", "peace talks", '"peace talks"', "elec*", "=talks", "US", "minster~", "peace NEAR/3 war", "pece", ""]


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.set_debug(0)
    gc.garbage.clear()
    gc.enable()


def test_answers_leave_no_cycles(tmp_path: Path, uncollected: None) -> None:
    corpora.store(tmp_path, corpora.archive(3, 40), batches=2)
    engine = open_engine(tmp_path)
    engine.warm()
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    for text in ASKED:
        found = engine.search(Query(text, (Selection("publisher", "Reuters"),)))
        found = engine.search(Query(text))
        for hit in found.hits[:1]:
            engine.article(hit.id, Query(text))
            engine.similar(hit.id)
        sum(map(len, engine.export(Query(text))))
    gc.collect()
    left = {type(each) for each in gc.garbage if type(each).__module__.startswith(("search.", "index.", "numpy"))}
    assert left == set()


def test_a_generation_goes_when_it_is_replaced(tmp_path: Path, uncollected: None) -> None:
    corpora.store(tmp_path, corpora.archive(3, 40))
    engine = EmbeddedEngine(tmp_path, Options(), 60.0, lambda: 0.0)
    engine.warm()
    for text in ASKED:
        engine.search(Query(text))
    old = weakref.ref(engine._current())
    segments = [weakref.ref(segment) for segment in engine._current().segments]
    with open_store(tmp_path, now=corpora.NOW, fresh=True) as store:
        store.add(corpora.archive(4, 1)[0])
        store.publish()
    for text in ASKED:
        engine.search(Query(text))
    assert old() is None
    assert [segment() for segment in segments] == [None]

"""An answer's steps: what counts and lists alone agrees with the whole, and time may be up in any of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from index.store.transaction import open_store
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query, Selection, Sort
from search.results import Results
from search.words.aliases import Aliases
from tests.search import corpora

ASKED = ["peace", "peace talks war", '"peace talks"', "elec*", "peace NEAR/3 war", "pecae", "pecae talks", "zzzz", ""]
ASKED += ['"peace talks" +"zzzz war"', '"peace tolks" +"zzzz war"~3 elec*', '"peace talks" +war']
FILTERS = [
    Query(),
    Query(selections=(Selection("publisher", "Reuters"),)),
    Query(first=date(2014, 1, 1), last=date(2015, 2, 1)),
    Query(sort=Sort.OLDEST, page=2, per_page=3),
    Query(all_words=True, per_page=100),
    Query(page=400, per_page=100),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("steps")
    corpora.store(folder, corpora.archive(3, 60), batches=2)
    return folder


@pytest.fixture(scope="module")
def engine(folder: Path) -> Engine:
    return open_engine(folder, aliases=Aliases(), clock=lambda: 0.0)


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("filters", FILTERS, ids=range(len(FILTERS)))
def test_counts_and_lists_what_a_search_shows(engine: Engine, text: str, filters: Query) -> None:
    query = replace(filters, text=text)
    results = engine.search(query)
    assert engine.count(query) == results.total
    assert engine.ids(query) == tuple(hit.id for hit in results.hits)


def test_a_misspelt_question_is_counted_as_it_is_answered(tmp_path: Path) -> None:
    with open_store(tmp_path, now=corpora.NOW, fresh=True) as store:
        for number in range(30):
            store.add(replace(corpora.archive(3, 1)[0], id=f"{number:016x}", text=f"The ceasefire holds {number}."))
        store.publish()
    engine = open_engine(tmp_path, aliases=Aliases(), clock=lambda: 0.0)
    results = engine.search(Query("ceasefrie"))
    assert results.corrected_from == "ceasefrie"
    assert engine.count(Query("ceasefrie")) == results.total == 30
    assert engine.ids(Query("ceasefrie")) == tuple(hit.id for hit in results.hits)


NEVER = 1 << 60


class Late:
    """A clock by which the time is never up; `start` lets it be up from its `moment`th reading on."""

    def __init__(self) -> None:
        self.start(NEVER)

    def start(self, moment: int) -> None:
        self.readings = count(1)
        self.moment = moment
        self.last = 0

    def __call__(self) -> float:
        self.last = next(self.readings)
        return 1e9 if self.last >= self.moment else 0.0


def told(results: Results) -> tuple[object, ...]:
    """What an answer says of the matches."""
    return results.total, results.total_all_words, results.term_counts, [(hit.id, hit.reasons) for hit in results.hits]


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize(
    ("shown", "counted"),
    [(Query(), False), (Query(page=400, per_page=100), False), (Query(), True), (Query(quotes=False), True)],
    ids=["first page", "no page", "counted before", "plain hits, counted before"],
)
def test_an_answer_comes_in_whatever_step_the_time_is_up(
    folder: Path, text: str, shown: Query, *, counted: bool
) -> None:
    """It is whole, or says that it is not; where only the time to respell it was too short, it is that of what was
    typed."""
    query, clock = replace(shown, text=text), Late()
    engine = open_engine(folder, aliases=Aliases(), clock=clock)
    whole = [told(engine.search(each)) for each in (query, replace(query, as_typed=True))]
    for moment in count(1):
        engine = open_engine(folder, aliases=Aliases(), clock=clock)
        if counted:
            engine.count(query)
        clock.start(moment)
        results = engine.search(query)
        assert results.partial or told(results) in whole
        if clock.last < moment:
            break
        clock.start(NEVER)
    assert moment > 3

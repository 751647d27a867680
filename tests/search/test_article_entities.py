"""What an article names is where it stands, and the same as what the whole archive counts it under."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.article import Article
from index.authority import SettledNames, published
from index.entities.labels import EntityType
from index.entity import ENTITY_KINDS, ArticleEntity
from index.segment.reader import Segment
from index.store.snapshot import open_snapshot
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from tests.reindex.archives import run

# Each place stands in every third text with nothing around it that says what it is.
TOWNS = ("Nairobi", "Lisbon", "Jakarta")
WRITTEN = [
    {
        "id": f"story-{number}",
        "title": f"Marta Lindqvist visits {town}",
        "text": f"{town.upper()} (Reuters) - The minister, Marta Lindqvist, arrived in {town} on Monday and met "
        f"officials of the World Bank.\n\nLindqvist said that talks in {town} would go on. “{town} matters,” said Adam "
        f"Okello, who leads the office of the World Bank there. Mr. Okello thanked Lindqvist.",
        "date": f"2014-03-{number + 1:02}",
        "language": "en",
    }
    for number, town in enumerate(TOWNS * 6)
]
ALONE = {
    "id": "alone",
    "title": "Okello back at his desk",
    "text": "The visitors have left, said Mr. Okello on Friday. Okello will write a report.",
    "date": "2014-05-01",
    "language": "en",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two segments: one more article came in a later run."""
    folder = tmp_path_factory.mktemp("named")
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, WRITTEN)) + "\n", "utf-8")
    (folder / "b.jsonl").write_text(json.dumps(ALONE) + "\n", "utf-8")
    for name in ("a.jsonl", "b.jsonl"):
        assert run(folder / "index", folder / name).skipped == ()
    return folder / "index"


@pytest.fixture(scope="module")
def engine(index: Path) -> Engine:
    return open_engine(index)


def documents(index: Path) -> Iterator[tuple[Segment, int, Article]]:
    for segment in open_snapshot(index).segments:
        for doc in range(segment.doc_count):
            yield segment, doc, segment.stored(doc)


def entities_of(engine: Engine, article_id: str) -> tuple[ArticleEntity, ...]:
    reading = engine.article(article_id)
    assert reading
    return reading.entities


def test_an_entity_stands_where_it_says_in_text_and_title(index: Path, engine: Engine) -> None:
    places = 0
    for _, _, article in documents(index):
        for entity in entities_of(engine, article.id):
            assert entity.spans or entity.title_spans
            assert {article.text[start:end] for start, end in entity.spans} <= {entity.text}
            assert {article.title[start:end] for start, end in entity.title_spans} <= {entity.text}
            assert sorted(entity.spans) == list(entity.spans)
            places += len(entity.spans) + len(entity.title_spans)
    assert places > 100


def test_one_value_of_all_the_spellings_of_an_article(engine: Engine) -> None:
    first = engine.ids(Query("Lindqvist Nairobi"))[0]
    said = {(entity.kind, entity.text): entity for entity in entities_of(engine, first)}
    assert said["person", "Lindqvist"].value == said["person", "Marta Lindqvist"].value == "Marta Lindqvist"
    assert said["person", "Marta Lindqvist"].title_spans == ((0, 15),)
    assert len(said["person", "Lindqvist"].spans) == 2
    assert said["organisation", "World Bank"].value == "World Bank"
    assert said["place", "NAIROBI"].value == said["place", "Nairobi"].value


def test_a_surname_by_itself_counts_under_what_the_archive_makes_of_it(engine: Engine) -> None:
    (alone,) = engine.ids(Query('"back at his desk"'))
    assert {(entity.text, entity.value) for entity in entities_of(engine, alone)} == {("Okello", "Adam Okello")}


def test_each_entity_once_in_the_order_of_its_first_place(index: Path, engine: Engine) -> None:
    for _, _, article in documents(index):
        entities = entities_of(engine, article.id)
        names = [(entity.kind, entity.text, entity.value) for entity in entities]
        assert len(set(names)) == len(names)
        first = [(0, e.title_spans[0]) if e.title_spans else (1, e.spans[0]) for e in entities]
        assert first == sorted(first)


def test_the_values_are_those_that_are_counted(index: Path, engine: Engine) -> None:
    """What one document is told to hold is what all of its segment's documents together are settled to hold."""
    snapshot = open_snapshot(index)
    authority = published(snapshot)
    assert len(snapshot.segments) == 2
    for segment in snapshot.segments:
        settled = SettledNames(authority, segment.mentions)
        for doc in range(segment.doc_count):
            counted = {
                (ENTITY_KINDS[EntityType(settled.types[ordinal])], settled.text(ordinal))
                for ordinal in settled.of(doc).tolist()
            }
            told = entities_of(engine, segment.stored(doc).id)
            assert {(entity.kind, entity.value) for entity in told} == counted
            assert counted


def test_marks_of_a_question_change_nothing_of_it(index: Path, engine: Engine) -> None:
    for _, _, article in documents(index):
        reading = engine.article(article.id, Query("Lindqvist"))
        assert reading
        assert reading.entities == entities_of(engine, article.id)


def test_an_index_without_names_names_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(WRITTEN[0]) + "\n", "utf-8")
    run(tmp_path / "index", tmp_path / "a.jsonl", entities=False)
    engine = open_engine(tmp_path / "index")
    assert entities_of(engine, engine.ids(Query())[0]) == ()
    assert np.array_equal(open_snapshot(tmp_path / "index").segments[0].mentions.rows, [])

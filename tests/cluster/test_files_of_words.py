"""The files of a generation are written once, and their words are those of its newest versions, or of all."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.cluster.word_files import generation_files
from index.store.snapshot import Snapshot, open_snapshot
from index.store.transaction import open_store
from index.versions.published_versions import newest_only
from search.cluster.knowledge.opened_words import open_published_values, open_shown_words
from search.cluster.knowledge.table_vocabulary import TableVocabulary
from search.match.vocabulary import SegmentVocabulary
from tests.cluster.local_files import written_files
from tests.reindex.archives import run
from tests.search import corpora

FIRST = "<html><head></head><body><article><h1>Flood in the valley</h1><p>{}</p></article></body></html>"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    corpora.store(tmp_path / "index", corpora.archive(8, 40), 2)
    return tmp_path / "index"


def remove(index: Path, *docs: int) -> None:
    segment = open_snapshot(index).segments[0]
    with open_store(index, now=corpora.NOW) as store:
        for doc in docs:
            store.remove(segment.article_id(doc))
        store.publish()


def test_what_is_known_is_not_written_again(index: Path) -> None:
    first = dict(generation_files(open_snapshot(index), {}))
    words = {name for name in first if name.startswith("words/")}
    assert len(words) == 2 and "values" in first
    known = {name: f"content of {name}" for name in first}
    remove(index, 0, 2)
    second = dict(generation_files(open_snapshot(index), known))
    remove(index, 3)
    third = dict(generation_files(open_snapshot(index), known | dict.fromkeys(second, "content")))
    assert {name: second[name] for name in words} == {name: known[name] for name in words}
    (gone,), (further,) = ([name for name in files if name.startswith("deleted/")] for files in (second, third))
    assert gone.partition("-")[0] == further.partition("-")[0] and gone != further  # of one segment, of other documents
    assert isinstance(second[gone], bytes) and isinstance(third[further], bytes)
    assert isinstance(second["values"], bytes)


def held(snapshot: Snapshot, term: bytes) -> int:
    return sum(
        int(segment.live[postings.docs].sum()) if segment.live is not None else len(postings.docs)
        for segment in snapshot.segments
        if (postings := segment.postings("body", term)) is not None
    )


def test_older_versions_are_told_apart(tmp_path: Path) -> None:
    source = tmp_path / "pages"
    source.mkdir()
    common = "The river rose above the old bridge at noon, and the people of the valley left their houses. " * 8
    for number, word in enumerate(("monday", "zanzibar")):
        text = FIRST.format(f"{common} They came home on {word}.")
        head = (
            f'<link rel="canonical" href="https://example.org/flood"><meta name="date" content="2015-05-0{number + 1}">'
        )
        (source / f"{number}.html").write_text(text.replace("<head>", f"<head>{head}"), "utf-8")
    run(tmp_path / "index", source)
    newest = newest_only(open_snapshot(tmp_path / "index"))
    files = written_files(tmp_path / "files", newest.whole)
    assert any(name.startswith("older/") for name in files)
    for snapshot, versions in ((newest.snapshot, False), (newest.whole, True)):
        words = open_shown_words(files, versions=versions)
        for term in (b"monday", b"zanzibar", b"river"):
            assert sum(each.articles("body", term) for each in words) == held(snapshot, term)
        vocabulary, embedded = TableVocabulary(words, ("en",)), SegmentVocabulary(snapshot.segments, ("en",))
        for term in (b"monday", b"zanzibar", b"nowhere"):
            assert vocabulary.stands((term,), ("body",)) == embedded.stands((term,), ("body",))
    assert open_published_values(files).shown == newest.snapshot.live_count == 1

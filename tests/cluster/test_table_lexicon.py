"""Spelling, completion and names of a lexicon over tables are those of the embedded engine's over the same articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from index.versions.published_versions import newest_only
from search.budget import STANDARD
from search.cluster.knowledge.opened_words import open_published_values, open_shown_words
from search.cluster.knowledge.table_words import TableWords
from search.embedded.segment_words import SegmentWords
from search.facets.columns import FacetTable, SegmentColumns
from search.match.examples import Examples
from search.match.neighbours import ArchivePairs
from search.words import lexicon
from search.words.aliases import Aliases
from search.words.lexicon import ArchiveLexicon
from tests.cluster.local_files import written_files
from tests.search import corpora

LANGUAGES = ("en", "fr", "")


class Sources:
    """The words of an index, read in its segments and in its tables; examples are fetched in the segments by both."""

    def __init__(self, index: Path, folder: Path) -> None:
        newest = newest_only(open_snapshot(index))
        segments = newest.snapshot.segments
        files = written_files(folder, newest.whole)
        examples, pairs = Examples(segments, LANGUAGES).of, ArchivePairs(segments, LANGUAGES)
        self.tables = TableWords(open_shown_words(files), open_published_values(files), examples, pairs)
        table = FacetTable([SegmentColumns(segment) for segment in segments])
        self.segments = SegmentWords(segments, LANGUAGES, table, STANDARD)


def lexicon_of(source: lexicon.WordSource, previous: ArchiveLexicon | None = None) -> ArchiveLexicon:
    return ArchiveLexicon(source, Aliases(), STANDARD, lambda: False, previous)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    folder = tmp_path_factory.mktemp("lexicon")
    corpora.store(folder / "index", corpora.archive(6, 24, corpora.ODD_WORDS), 2)
    return Sources(folder / "index", folder / "files")


def test_what_is_read_is_the_same(sources: Sources) -> None:
    tables, segments = sources.tables.read(None), sources.segments.read(None)
    assert sources.tables.articles == sources.segments.articles
    assert set(sources.tables.languages) == {"en", "fr", ""}
    assert tables.counts.words == segments.counts.words
    assert tables.counts.counts.tolist() == segments.counts.counts.tolist()
    assert tables.everyday == segments.everyday
    assert tables.values == segments.values
    assert tables.hosts == segments.hosts
    assert tables.languages == segments.languages
    assert tables.hosts and tables.values


def test_suggestions_are_the_same(sources: Sources) -> None:
    tables, segments = lexicon_of(sources.tables), lexicon_of(sources.segments)
    ours, theirs = tables.words(), segments.words()
    assert ours and theirs
    spelt = 0
    for word in ("minster", "tlaks", "electon", "ceasfire", "facde", "govrnment", "guardain", "troopes", "peace"):
        found = [each.word for each in ours.speller.suggest(word)]
        assert found == [each.word for each in theirs.speller.suggest(word)]
        spelt += bool(found)
    assert spelt > 5
    completed = 0
    for typed in ("mini", "gov", "prime mi", "mart", "publisher:gu", "the gua", "Moskau tal", "qu", "élec"):
        assert tables.completed(typed, 8) == segments.completed(typed, 8)
        completed += bool(tables.completed(typed, 8))
    assert completed > 5
    for name in ("assad", "quran", "москва", "moscow", "isis"):
        assert ours.variants.of(name) == theirs.variants.of(name)
    assert [row[:3] for row in ours.values.holding("Guardian")] == [
        row[:3] for row in theirs.values.holding("Guardian")
    ]


def test_words_of_a_generation_before_are_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "AT_ONCE", 0)  # as in a large archive: words are read beside questions
    corpora.store(tmp_path / "index", corpora.archive(6, 12))
    before = lexicon_of(Sources(tmp_path / "index", tmp_path / "files").tables)
    assert before.known is None and not before.stale
    assert before.wait(30.0)
    with open_store(tmp_path / "index", now=corpora.NOW) as store:
        for article in corpora.archive(7, 3, ["zanzibarian"]):
            store.add(article)
        store.publish()
    after = lexicon_of(Sources(tmp_path / "index", tmp_path / "files").tables, before)
    assert after.stale and after.known is before.known
    words = after.wait(30.0)
    assert words and not after.stale
    assert words.read.counts.count("zanzibarian")
    assert not before.known.read.counts.count("zanzibarian") if before.known else False


def test_words_of_deleted_articles_are_not_offered(tmp_path: Path) -> None:
    articles = [*corpora.archive(6, 12), *corpora.archive(7, 1, ["zanzibarian"])]
    corpora.store(tmp_path / "index", articles[:13])
    gone = [article.id for article in articles if "zanzibarian" in article.title + article.text.lower()]
    with open_store(tmp_path / "index", now=corpora.NOW) as store:
        for article in articles[13:]:
            store.add(article)
        store.publish()
        for name in gone:
            store.remove(name)
        store.publish()
    words = Sources(tmp_path / "index", tmp_path / "files").tables.read(None)
    assert not words.counts.count("zanzibarian")
    assert all(words.counts.counts > 0)

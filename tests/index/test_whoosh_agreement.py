"""A plain Whoosh searcher opens the published index and agrees: terms, postings, positions, totals, scores, fields."""

from __future__ import annotations

import math
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
import whoosh.index
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as wq
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser

from index.article import Article, ArticleDate, Precision
from index.codec import ProjectAnalyzer
from index.store.transaction import open_store

NOW = datetime(2024, 5, 17, 9, 30)
_words = st.sampled_from([f"w{n}" for n in range(12)])
_bodies = st.lists(st.lists(_words, min_size=1, max_size=30), min_size=1, max_size=25)
_short_bodies = st.lists(st.lists(_words, min_size=1, max_size=9), min_size=1, max_size=40)


def _articles(bodies: list[list[str]]) -> list[Article]:
    return [
        Article(
            id=f"{n:016x}", key=f"k{n}", path="p", title=f"title{n} w0", text=" ".join(body), language="en",
            publisher=f"Paper {n % 3}", authors=(f"A{n % 2}", "B"),
            published=ArticleDate(datetime(2015, 1 + n % 12, 1), Precision.DAY),
        )
        for n, body in enumerate(bodies)
    ]  # fmt: skip


def _publish(folder: Path, articles: list[Article], parts: int = 1, removed: tuple[str, ...] = ()) -> None:
    for part in range(parts):
        with open_store(folder, now=NOW) as store:
            for article in articles[part::parts]:
                store.add(article)
            store.publish()
    if removed:
        with open_store(folder, now=NOW) as store:
            for key in removed:
                store.remove(key)
            store.publish()


def _stock(articles: list[Article]) -> whoosh.index.Index:
    """The same articles in an index that Whoosh wrote itself."""
    schema = Schema(id=ID(stored=True), body=TEXT(analyzer=ProjectAnalyzer()))
    index: whoosh.index.Index = RamStorage().create_index(schema)
    writer = index.writer()
    for article in articles:
        writer.add_document(id=article.id, body=article.text)
    writer.commit()
    return index


# No AndNot: Whoosh 3.54 answers `w1 except w0` with documents that hold both.
_leaves = st.builds(wq.Term, st.just("body"), _words)
_queries = st.recursive(
    _leaves
    | st.builds(wq.Phrase, st.just("body"), st.lists(_words, min_size=2, max_size=3), st.integers(1, 3))
    | st.builds(wq.Prefix, st.just("body"), st.sampled_from(["w", "w1"])),
    lambda inner: (
        st.builds(wq.And, st.lists(inner, min_size=2, max_size=3))
        | st.builds(wq.Or, st.lists(inner, min_size=2, max_size=3))
    ),
    max_leaves=5,
)


@given(_short_bodies, st.lists(_queries, min_size=1, max_size=6), st.integers(1, 3))
@settings(max_examples=15, deadline=None)
def test_whoosh_finds_in_our_index_what_it_finds_in_its_own(
    bodies: list[list[str]], queries: list[wq.Query], parts: int
) -> None:
    articles = _articles(bodies)
    with tempfile.TemporaryDirectory() as name:
        _publish(Path(name), articles, parts)
        with whoosh.index.open_dir(name).searcher() as ours, _stock(articles).searcher() as stock:
            assert sorted(set(ours.lexicon("body"))) == sorted(set(stock.lexicon("body")))
            for term in stock.lexicon("body"):
                assert ours.doc_frequency("body", term) == stock.doc_frequency("body", term)
                assert ours.reader().frequency("body", term) == stock.reader().frequency("body", term)
            for query in queries:
                mine = {hit["id"]: hit.score for hit in ours.search(query, limit=None)}
                theirs = {hit["id"]: hit.score for hit in stock.search(query, limit=None)}
                assert mine.keys() == theirs.keys()
                # One segment, and lengths that Whoosh's one-byte lengths hold exactly: the very same scores.
                if parts == 1:
                    assert mine == pytest.approx(theirs, rel=1e-6)


@given(_bodies)
@settings(max_examples=10, deadline=None)
def test_positions_and_scores_by_the_book(bodies: list[list[str]]) -> None:
    articles = _articles(bodies)
    gone = articles[0].id if len(articles) > 2 else ""
    with tempfile.TemporaryDirectory() as name:
        _publish(Path(name), articles, removed=(gone,) if gone else ())
        with whoosh.index.open_dir(name).searcher() as searcher:
            average = sum(map(len, bodies)) / len(bodies)
            for term in searcher.lexicon("body"):
                word = term.decode()
                matcher = searcher.postings("body", term)
                df = sum(word in body for body in bodies)
                for hit in searcher.search(wq.Term("body", word), limit=None):
                    body = articles[int(hit["id"], 16)].text.split()
                    tf = body.count(word)
                    idf = math.log(len(bodies) / (df + 1)) + 1
                    weight = tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * len(body) / average))
                    assert hit.score == pytest.approx(idf * weight, rel=1e-5)
                while matcher.is_active():
                    article = articles[int(searcher.stored_fields(matcher.id())["id"], 16)]
                    assert article.id != gone
                    own = [n for n, other in enumerate(article.text.split()) if other == word]
                    assert matcher.value_as("positions") == own
                    matcher.next()


def test_stored_fields_facets_and_the_query_parser(tmp_path: Path) -> None:
    articles = _articles([["Minsk", "talks"], ["talking", "of", "Minsk"], ["other"]])
    _publish(tmp_path, articles)
    index = whoosh.index.open_dir(str(tmp_path))
    with index.searcher() as searcher:
        hits = searcher.search(QueryParser("body", index.schema).parse("minsk talk"), groupedby="publisher")
        assert {hit["id"] for hit in hits} == {articles[0].id, articles[1].id}
        assert hits[0]["body"] in {article.text for article in articles}
        assert {str(key): len(docs) for key, docs in hits.groups("publisher").items()} == {"Paper 0": 1, "Paper 1": 1}
        found = searcher.search(wq.Term("byline", "B"), limit=None)
        assert len(found) == 3
        assert searcher.document(id=articles[2].id)["title"] == "title2 w0"
        assert list(searcher.lexicon("publisher")) == [b"Paper 0", b"Paper 1", b"Paper 2"]
        assert list(searcher.reader().terms_within("body", "minst", 1)) == ["minsk"]


def test_whoosh_cannot_write(tmp_path: Path) -> None:
    _publish(tmp_path, _articles([["a"]]))
    reader = whoosh.index.open_dir(str(tmp_path)).reader()
    with pytest.raises(NotImplementedError, match="cuttings reindex"):
        reader.codec().per_document_writer(None, None)

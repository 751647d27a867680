"""No engine fails for what a reader typed, offers what is not there, or answers from nothing."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from index.article import Article, article_id
from index.errors import IndexMissing
from search.query import Query
from tests.contract.archives import Published
from tests.contract.capabilities import Can, Row
from tests.search.hostile import hostile
from tests.stories.story_corpus import others, told


@pytest.mark.needs(Can.HOSTILE)
def test_any_string_is_answered(archive: Published, rounds: int, seed: int) -> None:
    rng = Random(seed)
    articles = len(archive.records)
    for _ in range(rounds // 20):
        text = hostile(rng)
        results = archive.engine.search(Query(text, per_page=3))
        assert len(results.hits) == min(3, results.total), text[:80]
        assert 0 <= results.total_all_words <= results.total <= articles, text[:80]
        for hit in results.hits:
            record = archive.records[hit.id]
            assert hit.title.text == record.title.text
            assert archive.engine.article(hit.id, Query(text)) is not None


@pytest.mark.needs(Can.HOSTILE, Can.FACETS, Can.SUGGESTIONS)
def test_any_string_may_be_completed_and_counted(archive: Published, rounds: int, seed: int) -> None:
    rng = Random(seed + 1)
    for _ in range(rounds // 50):
        text = hostile(rng)
        assert len(archive.engine.complete(text, 3)) <= 3, text[:80]
        counts = [value.count for value in archive.engine.facet(Query(text), "publisher").values]
        assert sum(counts) == archive.engine.search(Query(text)).total, text[:80]


@pytest.mark.needs(Can.HOSTILE, Can.PAGING)
@pytest.mark.parametrize("page", [1, 2, 10**6])
def test_a_page_that_is_not_there_is_empty(archive: Published, page: int) -> None:
    results = archive.engine.search(Query("qzxkvjqzx", page=page, as_typed=True))
    assert (results.hits, results.total) == ((), 0)


@pytest.mark.needs(Can.FACETS, Can.HOSTILE)
def test_a_facet_of_no_such_name_has_no_values(archive: Published) -> None:
    assert archive.engine.facet(Query(""), "no such facet").values == ()


@pytest.mark.needs(Can.SUGGESTIONS)
def test_where_nothing_is_to_be_suggested_nothing_is(archive: Published) -> None:
    engine = archive.engine
    assert engine.complete("qzxkvj") == ()
    assert engine.similar("no such id") == engine.story("no such id") == ()
    results = engine.search(Query("qzxkvjqzx"))
    assert (results.total, results.suggestion, results.corrected_from, results.offers) == (0, "", "", ())


@pytest.mark.needs(Can.SUGGESTIONS)
def test_a_word_that_was_written_is_not_corrected(archive: Published) -> None:
    for form in ("treaties", "harbour", "talked"):
        results = archive.engine.search(Query(form))
        assert (results.corrected_from, results.expansions) == ("", ()), form


@pytest.mark.needs(Can.SUGGESTIONS)
def test_a_completion_finds_something(archive: Published) -> None:
    completions = archive.engine.complete("har")
    assert completions
    for text in completions:
        assert archive.engine.search(Query(text, as_typed=True)).total > 0, text


@pytest.mark.needs(Can.SUGGESTIONS)
def test_articles_that_share_rare_words_are_alike(changing: Published) -> None:
    articles = [
        Article(id=article_id("rare", key), key=key, path="rare", text=f"Quarantine and vaccine {key}.", language="en")
        for key in ("one", "two")
    ]
    changing.bench.publish(articles)
    engine = changing.bench.engine()
    for article, other in (articles, articles[::-1]):
        assert [hit.id for hit in engine.similar(article.id, 4)] == [other.id]


@pytest.mark.needs(Can.SUGGESTIONS)
def test_the_story_of_an_article_goes_on_in_the_days_after_it(changing: Published) -> None:
    articles = {article.key: article for article in told()}
    changing.bench.publish([*articles.values(), *others()])
    hits = changing.bench.engine().story(articles["wreck.8"].id)
    assert [hit.id for hit in hits] == [articles["wreck.9"].id, articles["wreck.10"].id]


@pytest.mark.needs(Can.ERRORS)
def test_a_folder_without_an_index_is_an_error_that_says_what_to_do(row: Row, tmp_path: Path) -> None:
    engine = row.bench(tmp_path / "none").engine()
    asked = (
        lambda: engine.search(Query("harbour")),
        lambda: engine.export(Query("harbour")),
        lambda: engine.facet(Query("harbour"), "publisher"),
        lambda: engine.article("0" * 16),
        lambda: engine.titles(["0" * 16]),
        lambda: engine.complete("har"),
        lambda: engine.similar("0" * 16),
        lambda: engine.story("0" * 16),
        engine.warm,
    )
    for ask in asked:
        with pytest.raises(IndexMissing, match="reindex"):
            ask()
    health = engine.health()
    assert (health.ok, health.articles) == (False, 0)
    assert "reindex" in str(health.error)

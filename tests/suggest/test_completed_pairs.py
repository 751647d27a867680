"""A question goes on with what stands behind its last word in the archive, names first, as the archive writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from index.article import Article, Dropped, article_id
from index.settings import Settings
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from search.engine import Engine
from search.match import neighbours
from search.match.neighbours import ArchivePairs
from search.opening import engine_for
from tests.search import corpora

TEXTS = (
    "Then Zora Quillfeather spoke of harbour dues. A quick harbour duel followed.",
    "ZORA QUILLFEATHER WINS. Critics of Zora Quillfeather wrote of harbour dues.",
    "For Zora. Quietly she left. The harbour dues rose, zora quilts sold.",
    "Harbour dues fell. In Ren\u00e9e D\u00fbmont the town had a friend, and Ren\u00e9e D\u00fbmont knew.",
    "Renee said so. Sheikh Omar al-Quadim and Sheikh Omar al-Quadim again.",
    "Quince Quibble Quill Quiver Quondam.",
)


def articles(texts: Sequence[str] = TEXTS) -> list[Article]:
    return [
        Article(id=article_id("a", str(n)), key=str(n), path="a", title=f"Number {n}", text=text, language="en")
        for n, text in enumerate(texts)
    ]


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., Engine]:
    def make(rows: list[Article], batches: int = 1) -> Engine:
        corpora.store(tmp_path, rows, batches)
        return engine_for(Settings(index=tmp_path), seconds=60.0)

    return make


@pytest.mark.parametrize("batches", [1, 3])
def test_the_next_word_is_one_that_stands_there(batches: int, opened: Callable[..., Engine]) -> None:
    engine = opened(articles(), batches)
    assert engine.complete("zora qu")[:2] == ("Zora Quillfeather", "zora quilts")
    assert engine.complete("ZORA Q")[0] == "Zora Quillfeather"
    assert engine.complete("wrote of harbour du")[:2] == ("wrote of harbour dues", "wrote of harbour duel")
    assert engine.complete('"zora quil')[0] == '"Zora Quillfeather'
    assert engine.complete("zora quilt") == ("zora quilts",)


def test_words_that_stand_nowhere_behind_it_are_left_out(opened: Callable[..., Engine]) -> None:
    engine = opened(articles())
    assert engine.complete("zora qu") == ("Zora Quillfeather", "zora quilts")
    assert "zora Quietly" not in engine.complete("zora quiet")


def test_words_are_offered_where_none_stands_behind_it(opened: Callable[..., Engine]) -> None:
    assert {"dues quick", "dues quietly", "dues quilts"} <= set(opened(articles()).complete("dues qui"))


def test_values_that_begin_as_typed_come_behind_pairs(opened: Callable[..., Engine]) -> None:
    rows = [replace(row, authors=("Quondam Vex",) if n == 1 else ("Ann Quondam",)) for n, row in enumerate(articles())]
    offers = opened(rows).complete("zora qu")
    assert offers == ("Zora Quillfeather", "zora quilts", 'zora byline:"Quondam Vex"')


def test_accents_and_joined_words_are_shown_as_they_are_written(opened: Callable[..., Engine]) -> None:
    engine = opened(articles())
    assert engine.complete("renee du")[0] == "Ren\u00e9e D\u00fbmont"
    assert engine.complete("omar al-qu")[0] == "omar al-Quadim"


def test_a_name_is_offered_for_its_first_word(opened: Callable[..., Engine]) -> None:
    engine = opened(articles())
    assert engine.complete("zor")[0] == "Zora Quillfeather"
    assert engine.complete("harbour dues zor")[0] == "harbour dues Zora Quillfeather"
    assert "Quince Quibble" not in engine.complete("quinc")  # once is no name


def test_nothing_comes_from_what_was_left_out_or_deleted(opened: Callable[..., Engine], tmp_path: Path) -> None:
    rows = articles()
    engine = opened([replace(rows[5], dropped=(Dropped(0, "Zora Quagmire and Zora Quagmire", "rule"),)), *rows[:5]])
    assert not any("uagmire" in offer for offer in engine.complete("zora qu"))
    with open_store(tmp_path, now=corpora.NOW) as store:
        for row in rows[:3]:
            store.remove(row.id)
        store.publish()
    assert not any("Quillfeather" in offer for offer in engine.complete("zora qu"))


def test_no_word_comes_from_removed_lines_alone(opened: Callable[..., Engine]) -> None:
    row = replace(articles()[2], dropped=(Dropped(0, "Quilting, quilted, quibbled", "rule"),))
    engine = opened([*articles()[:2], row, *articles()[3:]])
    for typed in ("quilti", "quilte", "quibbl"):
        assert not {"quilting", "quilted", "quibbled"} & set(engine.complete(typed)), typed
    assert engine.complete("quilt") == ("quilts",)


def test_operators_fields_and_what_is_left_out_have_no_pairs(opened: Callable[..., Engine]) -> None:
    engine = opened(articles())
    for typed in ("zora AND qu", "-zora qu", "=zora qu", "title:zora qu"):
        assert not any("Zora" in offer for offer in engine.complete(typed)), typed


def test_a_word_of_one_article_comes_behind_values(opened: Callable[..., Engine]) -> None:
    rows = [replace(row, authors=("Quondam Vex",) if n == 1 else ()) for n, row in enumerate(articles())]
    offers = opened(rows).complete("quo")
    assert offers.index('byline:"Quondam Vex"') < offers.index("quondam")


def test_pairs_stand_in_as_many_articles_as_counting_words_says(tmp_path: Path) -> None:
    rng = Random(4)
    vocabulary = ["".join(rng.choice("bdfgk") + rng.choice("aou") for _ in range(3)) for _ in range(40)]
    texts = [" ".join(rng.choice(vocabulary) for _ in range(60)) for _ in range(80)]
    corpora.store(tmp_path, [replace(row, title="") for row in articles(texts)], 3)
    segments = open_snapshot(tmp_path).segments
    counts: Counter[tuple[str, str]] = Counter()
    for text in texts:
        words = text.split()
        counts.update(set(pairwise(words)))
    told = ArchivePairs(segments, ("en",))
    assert len(segments) == 3
    for word in vocabulary:
        for begin in {word[:2] for word in vocabulary}:
            expected = {" ".join(pair): n for pair, n in counts.items() if pair[0] == word and pair[1][:2] == begin}
            found = {pair.written: pair.articles for pair in told.following(word, begin)}
            assert found == expected
            narrowed = told.following(word, begin + "b")
            assert {pair.written for pair in narrowed} == {pair for pair in expected if f" {begin}b" in pair}


def test_of_a_common_word_some_articles_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpora.store(tmp_path, articles(["Zora Quillfeather spoke."] * 40))
    monkeypatch.setattr(neighbours, "_MOST_ARTICLES", 10)
    (pair,) = ArchivePairs(open_snapshot(tmp_path).segments, ("en",)).following("zora", "qu")
    assert pair == ("Zora Quillfeather", 40, True)

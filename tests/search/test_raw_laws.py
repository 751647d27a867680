"""Laws that hold of every archive and every question, and that need nothing but the raw texts and the answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from unicodedata import combining, normalize

import pytest

from index.article import Article, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query, Selection
from search.results import Hit, Marked
from tests.plain.choices import SINGLE
from tests.plain.publishing import publish
from tests.search import corpora
from tests.search.oracle.texts import shown_body
from tests.search.questions import Writer


@dataclass(frozen=True)
class Published:
    """An engine, and the raw articles that it was given."""

    engine: Engine
    articles: dict[str, Article]

    def total(self, text: str) -> int:
        return self.engine.search(Query(text, as_typed=True)).total


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, seed: int) -> list[Published]:
    """Archives of one and of three segments, of ordinary and of odd words in several scripts."""
    return [
        _publish(tmp_path_factory.mktemp("laws"), corpora.archive(seed + number, of=words), batches)
        for number, (words, batches) in enumerate(((corpora.WORDS, 3), (corpora.ODD_WORDS, 1), (corpora.ODD_WORDS, 3)))
    ]


def _publish(folder: Path, articles: list[Article], batches: int) -> Published:
    corpora.store(folder, articles, batches)
    return Published(open_engine(folder, seconds=60.0), {article.id: article for article in articles})


def test_a_mark_stands_in_the_raw_article(published: list[Published], rounds: int, seed: int) -> None:
    writer = Writer(Random(seed))
    for number in range(rounds // 3):
        pair = published[number % len(published)]
        query = writer.query(writer.asked().text)
        for hit in pair.engine.search(query).hits[:4]:
            check_marks(pair.articles[hit.id], hit)
            reading = pair.engine.article(hit.id, query)
            assert reading is not None
            for marked in (reading.title, reading.text, reading.removed):
                check_spans(marked)


def check_marks(article: Article, hit: Hit) -> None:
    removed = "\n".join(line.text for line in article.dropped)
    assert hit.title.text == article.title
    check_spans(hit.title)
    for snippet in hit.snippets:
        check_spans(snippet)
        raw = removed if hit.removed else shown_body(article)
        assert snippet.text in raw, (hit.key, snippet)
        for start, end in snippet.spans:
            assert snippet.text[start:end].lower().strip() in raw.lower()


def check_spans(marked: Marked) -> None:
    """Marks are in order and apart, inside the text, and each of something that is more than space and points."""
    end = 0
    for span in marked.spans:
        assert end <= span.start < span.end <= len(marked.text), marked
        piece = marked.text[span.start : span.end]
        assert piece == piece.strip(), (marked, span)
        assert any(character.isalnum() for character in piece), (marked, span)
        end = span.end


def raw_words(articles: dict[str, Article]) -> list[str]:
    """What stands between the spaces of the texts, in quotation marks, so that no sign means anything."""
    return sorted({f'"{word}"' for article in articles.values() for word in searchable(shown_body(article))})


def searchable(text: str) -> list[str]:
    """The pieces between the spaces of a text that hold a letter or a number."""
    return [word for word in text.split() if '"' not in word and any(c.isalnum() for c in word)]


def told(articles: dict[str, Article]) -> str:
    """Everything beside the texts that words are looked for in, in small letters without accents."""
    rows = ((a.publisher, *a.authors, a.agency, a.section, a.place, a.host) for a in articles.values())
    return plain(" ".join(value for row in rows for value in row))


def plain(text: str) -> str:
    return "".join(char for char in normalize("NFD", text.casefold()) if not combining(char))


def test_a_question_and_its_opposite_part_the_articles(published: list[Published], rounds: int, seed: int) -> None:
    """What is excluded is looked for in the texts alone, so that a word of a value does not part the articles."""
    rng = Random(seed + 1)
    words = [raw_words(pair.articles) for pair in published]
    for number in range(rounds // 5):
        pair = published[number % len(published)]
        one, other = rng.choice(words[number % len(words)]), rng.choice(words[number % len(words)])
        if plain(other.strip('"'))[:6] in told(pair.articles):  # whatever its ending
            continue
        both, only = pair.total(f"{one} AND {other}"), pair.total(f"{one} AND NOT {other}")
        assert pair.total(one) == both + only, (one, other)
        assert pair.total(f"{one} -{other}") == only, (one, other)
        small = one.lower()  # in capitals, `US` is the abbreviation alone, and exactly `US` is any "us"
        assert pair.engine.search(Query(small, exact=True)).total <= pair.total(small), one
        assert pair.total(f"{one} OR {other}") == only + pair.total(other), (one, other)
        assert pair.engine.search(Query(f"{one} {other}", all_words=True, as_typed=True)).total == both, (one, other)


def test_what_stands_in_a_text_is_found_in_it(published: list[Published], rounds: int, seed: int) -> None:
    rng = Random(seed + 2)
    for number in range(rounds // 4):
        pair = published[number % len(published)]
        article = rng.choice(list(pair.articles.values()))
        words = searchable(shown_body(article))
        if words:
            word = rng.choice(words)
            hits = pair.engine.search(Query(f'"{word}"', per_page=100, as_typed=True)).hits
            assert article.id in {hit.id for hit in hits}, (word, article.key)


def test_the_counts_of_a_facet_sum_to_the_total(published: list[Published], rounds: int, seed: int) -> None:
    writer = Writer(Random(seed + 3))
    for number in range(rounds // 4):
        pair = published[number % len(published)]
        query = replace(writer.query(writer.asked().text), selections=(), as_typed=True)
        total = pair.engine.search(query).total
        for name in SINGLE:
            facet = pair.engine.facet(query, name)
            assert sum(value.count for value in facet.values) == total, (query, name)
            assert facet.distinct == len(facet.values), (query, name)


def test_narrowing_never_raises_a_total(published: list[Published], rounds: int, seed: int) -> None:
    rng = Random(seed + 4)
    writer = Writer(rng)
    for number in range(rounds // 4):
        pair = published[number % len(published)]
        query = replace(writer.query(writer.asked().text), selections=(), first=None, last=None, as_typed=True)
        query = replace(query, undated=False)
        total = pair.engine.search(query).total
        narrower = (
            replace(query, selections=(Selection("publisher", rng.choice(corpora.PUBLISHERS)),)),
            replace(query, selections=(Selection("place", rng.choice(corpora.PLACES), excluded=True),)),
            replace(query, first=date(2014, 1, 2)),
            replace(query, last=date(2014, 2, 2)),
            replace(query, all_words=True),
        )
        for other in narrower:
            assert pair.engine.search(other).total <= total, other


def test_an_added_article_is_found_by_a_word_that_was_made_up(tmp_path: Path, seed: int) -> None:
    rng = Random(seed + 5)
    corpora.store(tmp_path, corpora.archive(seed), 2)
    engine = open_engine(tmp_path, seconds=60.0)
    for number in range(8):
        words = rng.sample(corpora.WORDS, 5)
        made_up = "".join(rng.choice("qzxkvj") for _ in range(9)) + str(number)
        asked = [made_up, "", *(f'"{word}"' for word in {word.lower() for word in words})]
        before = [engine.search(Query(text, as_typed=True)).total for text in asked]
        assert before[0] == 0
        text = f"{made_up} {' '.join(words)}"
        added = Article(id=article_id("added", str(number)), key="added", path="added", text=text, language="en")
        publish(tmp_path, [added])
        assert [engine.search(Query(text, as_typed=True)).total for text in asked] == [n + 1 for n in before], words
        assert engine.search(Query(made_up, as_typed=True)).hits[0].id == added.id

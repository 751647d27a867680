"""Similar articles are those that a question of an article's best words would find, in its order, if they are alike."""

from __future__ import annotations

from pathlib import Path

from index.article import article_id
from index.store.snapshot import open_snapshot
from search.embedded.archive import Archive
from search.embedded.asked import ask
from search.embedded.engine import open_engine
from search.embedded.matched import matched
from search.embedded.ordered import ordered, rows_of
from search.embedded.similar import best, candidates
from search.embedded.word_scores import held_term
from search.options import Options
from search.query import Node, Or, Parsed, Query, Word
from search.words.leaves import Leaf, Slot
from tests.plain.publishing import publish_copies
from tests.stories.story_corpus import made, others, told


def asked_for(archive: Archive, terms: list[str]) -> list[tuple[int, int, float]]:
    """The places and scores of what a question of these terms finds."""
    leaves: dict[Node, Leaf] = {Word(term): Leaf(term, ((Slot((term.encode(),)),),)) for term in terms}
    query = Query(as_typed=True, per_page=22)
    asked = ask(archive, query, lambda: False, parsed=Parsed(Or(tuple(leaves))), leaves=leaves)
    order = ordered(asked, matched(asked))
    rows, _ = rows_of(asked, order, order.numbers)
    return [(row.segment, row.doc, round(row.score, 4)) for row in rows]


def test_candidates_are_what_their_words_find(tmp_path: Path) -> None:
    publish_copies(tmp_path, [*told(), *others()])
    archive = Archive(open_snapshot(tmp_path), Options())
    for doc in range(0, archive.articles, 7):
        article = archive.segments[0].stored(doc)
        words = archive.surface_terms.of(article.language, article.title, article.text)
        rows = candidates(archive, (0, doc), words, "en", lambda term: held_term(archive, term))
        found = [row for row in asked_for(archive, best(archive.articles, words)) if row[:2] != (0, doc)]
        assert [(row.segment, row.doc, round(row.score, 4)) for row in rows] == found[:14]
        assert rows


SUBJECTS = {
    "trams": "The tram line to the harbour opens in May. Drivers of trams train on the rails, and the depot has new "
    "carriages. Tickets for a tram stay as they are, said the transport office of the town on a cold morning.",
    "rails": "Carriages for the tram came by ship. The transport office tries them on the rails between depot and "
    "harbour before drivers may take passengers along. Tickets are sold on board.",
    "soup": "Peel the carrots, cut the celery and let both simmer in butter. A spoon of vinegar opens the taste. Serve "
    "the soup with bread on a cold morning.",
    "chess": "The grandmaster gave up a bishop and won in forty moves. Her rival from the town said that the opening "
    "was well prepared.",
}


def test_nothing_is_listed_that_shares_words_alone(tmp_path: Path) -> None:
    publish_copies(tmp_path, [made(key, key, text, None) for key, text in SUBJECTS.items()] + [*others()])
    engine = open_engine(tmp_path)
    listed = {key: [hit.key for hit in engine.similar(article_id("stories", key))] for key in SUBJECTS}
    assert listed == {"trams": ["rails"], "rails": ["trams"], "soup": [], "chess": []}


def test_the_terms_of_a_text_are_those_that_are_counted(tmp_path: Path) -> None:
    publish_copies(tmp_path, [*told(), *others()])
    archive = Archive(open_snapshot(tmp_path), Options())
    for article in [archive.segments[0].stored(doc) for doc in range(0, archive.articles, 3)]:
        fresh = archive.surface_terms.terms(article.language, article.title, article.text)
        counted = {word.term for word in archive.surface_terms.of(article.language, article.title, article.text)}
        assert fresh == counted == archive.surface_terms.terms(article.language, article.title, article.text)

"""Similar articles are those that a question of an article's best words would find, in its order."""

from __future__ import annotations

from pathlib import Path

from index.store.snapshot import open_snapshot
from search.embedded.archive import Archive
from search.embedded.asked import ask
from search.embedded.matched import matched
from search.embedded.ordered import ordered, rows_of
from search.embedded.similar import best, similar
from search.embedded.word_scores import held_term
from search.options import Options
from search.query import Node, Or, Parsed, Query, Word
from search.words.leaves import Leaf, Slot
from tests.plain.publishing import publish_copies
from tests.stories.story_corpus import others, told


def asked_for(archive: Archive, terms: list[str]) -> list[tuple[int, int, float]]:
    """The places and scores of what a question of these terms finds."""
    leaves: dict[Node, Leaf] = {Word(term): Leaf(term, ((Slot((term.encode(),)),),)) for term in terms}
    query = Query(as_typed=True, per_page=22)
    asked = ask(archive, query, lambda: False, parsed=Parsed(Or(tuple(leaves))), leaves=leaves)
    order = ordered(asked, matched(asked))
    rows, _ = rows_of(asked, order, order.numbers)
    return [(row.segment, row.doc, round(row.score, 4)) for row in rows]


def test_similar_articles_are_what_their_words_find(tmp_path: Path) -> None:
    publish_copies(tmp_path, [*told(), *others()])
    archive = Archive(open_snapshot(tmp_path), Options())
    for doc in range(0, archive.articles, 7):
        article = archive.segments[0].stored(doc)
        words = archive.surface_terms.of(article.language, article.title, article.text)
        rows = similar(archive, (0, doc), words, "en", lambda term: held_term(archive, term))
        found = [row for row in asked_for(archive, best(archive, words)) if row[:2] != (0, doc)]
        assert [(row.segment, row.doc, round(row.score, 4)) for row in rows] == found[:20]
        assert rows

"""Which articles belong beside an article? The similar ones and those of its story, worked out together."""

from __future__ import annotations

from functools import cache, partial
from itertools import islice

from search.embedded.archive import Archive, BesideArticle
from search.embedded.display import placed, plainly_shown
from search.embedded.similar import candidates
from search.embedded.story import story
from search.embedded.subject import alike
from search.embedded.word_scores import held_term
from search.kept import ENTRY
from search.results import Hit

MOST_SIMILAR = 5
"""How many similar articles are told at most."""

LOOKED_AT = 8  # candidates: of the first a third are alike, of the ninth one in thirty (400 of 764 pages)
_ROW = 200  # bytes


def articles_beside(archive: Archive, place: tuple[int, int]) -> BesideArticle:
    """The articles beside that at a place (segment, document)."""
    known = archive.beside.get(place)
    if known is not None:
        return known
    article = archive.segments[place[0]].stored(place[1])
    words = archive.surface_terms.of(article.language, article.title, article.text)
    held = cache(partial(held_term, archive))  # the words of a story are among those of similar articles
    told = story(archive, place, words, article.language, held)
    places = {(row.segment, row.doc) for row in told}
    near = candidates(archive, place, words, article.language, held)
    others = [row for row in near if (row.segment, row.doc) not in places][:LOOKED_AT]
    found = BesideArticle(list(islice(alike(archive, place, others), MOST_SIMILAR)), told)
    return archive.beside.keep(place, found, ENTRY + _ROW * (len(found.similar) + len(found.story)))


def similar_hits(archive: Archive, article_id: str, limit: int) -> tuple[Hit, ...]:
    """As `search.engine.Engine.similar`."""
    place = placed(archive, article_id)
    return plainly_shown(archive, articles_beside(archive, place).similar[:limit]) if place else ()


def story_hits(archive: Archive, article_id: str) -> tuple[Hit, ...]:
    """As `search.engine.Engine.story`."""
    place = placed(archive, article_id)
    return plainly_shown(archive, articles_beside(archive, place).story) if place else ()

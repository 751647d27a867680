"""Where does an article name what a reader chose? Its passages with the name, where a question's words mark nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from index.article import Article, body_of
from index.entity import ArticleEntity
from search.name_results import NAME_FACETS
from search.query import Selection
from search.results import Hit, Marked
from search.show.snippets import sentences, snippets

_NAMES = frozenset(NAME_FACETS.values())

NamingArticle = tuple[Article, Sequence[ArticleEntity]]
"""An article with what it names."""


def with_named_passages(
    hits: Sequence[Hit], selections: Iterable[Selection], read: Callable[[int], NamingArticle]
) -> list[Hit]:
    """The hits; of those in whose text nothing is marked, the passages are those with the chosen names, marked there.

    `read` gives the article of a hit by its number here, and is called for these alone. A hit whose text has none of
    the names, such as one that has them in the title, stays as it is.
    """
    chosen = {
        (each.facet, each.value) for each in selections if each.facet in _NAMES and each.value and not each.excluded
    }
    if not chosen:
        return list(hits)
    shown = []
    for number, hit in enumerate(hits):
        passages = () if hit.matches or hit.removed else _passages(*read(number), chosen)
        shown.append(hit._replace(snippets=passages) if passages else hit)
    return shown


def _passages(
    article: Article, entities: Sequence[ArticleEntity], chosen: Collection[tuple[str, str]]
) -> tuple[Marked, ...]:
    body = body_of(article.standfirst, article.text)
    above = len(body) - len(article.text)  # what stands above the text in which names are counted
    places = sorted(
        (above + start, above + end)
        for entity in entities
        if (NAME_FACETS[entity.kind], entity.value) in chosen
        for start, end in entity.spans
    )
    return snippets(body, sentences(body), places) if places else ()

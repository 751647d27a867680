"""Which articles belong beside an article? The similar ones and those of its story, worked out together."""

from __future__ import annotations

from itertools import islice

from index.article import Article
from index.cluster.page_segment import stored_article
from search.cluster.cluster_archive import ClusterArchive
from search.cluster.cluster_page import plainly_shown
from search.cluster.cluster_rows import BesideDocument
from search.cluster.cluster_similar import candidates
from search.cluster.cluster_story import story_rows
from search.cluster.cluster_versions import DocumentVersions
from search.cluster.page_archive import FetchedDocument
from search.embedded.beside import LOOKED_AT, MOST_SIMILAR
from search.embedded.subject import ArticleSubject, Beginning
from search.kept import ENTRY
from search.match.matching import Deadline
from search.results import Hit

_ROW = 400  # bytes


def similar_hits(archive: ClusterArchive, article_id: str, limit: int, deadline: Deadline) -> tuple[Hit, ...]:
    """As `search.engine.Engine.similar`."""
    source = DocumentVersions(archive, article_id).newest
    return plainly_shown(archive, _beside(archive, source, deadline).similar[:limit]) if source else ()


def story_hits(archive: ClusterArchive, article_id: str, deadline: Deadline) -> tuple[Hit, ...]:
    """As `search.engine.Engine.story`."""
    source = DocumentVersions(archive, article_id).newest
    return plainly_shown(archive, _beside(archive, source, deadline).story) if source else ()


def _beside(archive: ClusterArchive, source: FetchedDocument, deadline: Deadline) -> BesideDocument:
    known = archive.beside.get(source["_id"])
    if known is not None:
        return known
    article = stored_article(source)
    words = archive.surface_terms.of(article.language, article.title, article.text)
    story = story_rows(archive, source, words, article.language, deadline)
    told = {row.name for row in story}
    near = candidates(archive, source, words, article.language, deadline)
    others = [pair for pair in near if pair[0].name not in told][:LOOKED_AT]
    subject = ArticleSubject(archive.surface_terms, archive.articles, _beginning(article))
    alike = (row for row, other in others if subject.is_of(_beginning(stored_article(other))))
    found = BesideDocument(tuple(islice(alike, MOST_SIMILAR)), tuple(story))
    return archive.beside.keep(source["_id"], found, ENTRY + _ROW * (len(found.similar) + len(found.story)))


def _beginning(article: Article) -> Beginning:
    return Beginning.of(article.language, article.title, article.text)

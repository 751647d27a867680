"""Which versions has an article that is shown? Each is a document of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from index.article import Article
from index.cluster.documents import sendable
from index.cluster.page_segment import stored_article
from index.cluster.record_texts import card_of
from search.article_versions import ArticleVersion, ArticleVersions, taken_apart, version_id
from search.asking.version_changes import versions_shown
from search.cluster.cluster_archive import ClusterArchive
from search.cluster.cluster_asked import Clause
from search.cluster.compiler.clauses import all_of, any_of, between
from search.cluster.page_archive import FetchedDocument
from search.difference.changed_fields import other_words

_VERSIONS = 500  # that are fetched at once: whole articles
_TOGETHER = 2_000  # ids that are asked for at once


class DocumentVersions:
    """The documents of an article, the oldest version first."""

    def __init__(self, archive: ClusterArchive, identity: str) -> None:
        self._identity, self._number = taken_apart(identity)
        asked = [{"term": {"id": sendable(self._identity)}}, *([] if archive.hides_versions else archive.live)]
        clause = {"bool": {"filter": asked}}
        self._sources = list(_in_order(archive, clause)) if self._identity else []

    @property
    def shown(self) -> FetchedDocument | None:
        """The document that the id names; None where there is none."""
        if len(self._sources) == 1:
            return self._sources[0] if self._number in (0, 1) else None
        return self._sources[self._number - 1] if self._sources and 0 <= self._number <= len(self._sources) else None

    @property
    def newest(self) -> FetchedDocument | None:
        """The document that readers see of the article itself, where the id is that of an article."""
        return self._sources[-1] if self._sources and not self._number else None

    def told(self) -> ArticleVersions | None:
        """The versions of the article, None where it has one."""
        if len(self._sources) < 2:
            return None
        articles = list(map(stored_article, self._sources))
        told = [_told(self._identity, number, article) for number, article in enumerate(articles, 1)]
        return versions_shown(told, self._number, lambda number: articles[number - 1].text)


def _in_order(archive: ClusterArchive, clause: Clause) -> Iterator[FetchedDocument]:
    """The documents of an article, the oldest version first."""
    after: list[Clause] = []
    while True:
        some = archive.sources(all_of([clause, *after]), sort=[{"version": "asc"}], size=_VERSIONS)
        yield from some
        if len(some) < _VERSIONS:
            return
        after = [between("version", some[-1]["version"] + 1, None)]


def documents_of(
    archive: ClusterArchive, identities: Iterable[str], *, cards: bool = False
) -> dict[str, FetchedDocument]:
    """The documents that ids of articles and of versions name, by these; without the ids that name none. Of each its
    id and version; with `cards` what a list shows of the article, too."""
    asked = {identity: taken_apart(identity) for identity in identities}
    pairs = list(dict.fromkeys(asked.values()))
    fields = ("id", "version", "newest", *(("card",) if cards else ()))
    found: dict[tuple[str, int], FetchedDocument] = {}
    for first in range(0, len(pairs), _TOGETHER):
        ids: dict[int, list[str]] = {}
        for article_id, number in pairs[first : first + _TOGETHER]:
            ids.setdefault(number, []).append(sendable(article_id))
        clause = any_of(all_of([{"terms": {"id": some}}, _is_numbered(number)]) for number, some in ids.items())
        for source in archive.sources(clause, sort=["_doc"], size=_TOGETHER, fields=fields):
            found[source["id"], source["version"] or 1] = source
            if source["newest"]:
                found[source["id"], 0] = source
    return {identity: found[pair] for identity, pair in asked.items() if pair in found}


def _is_numbered(number: int) -> Clause:
    """The version of a number; 0: the newest."""
    if not number:
        return {"term": {"newest": True}}
    return {"terms": {"version": [0, 1] if number == 1 else [number]}}  # an article of one version has no number


def titles_of(archive: ClusterArchive, identities: Iterable[str]) -> Mapping[str, str]:
    """As `search.engine.Engine.titles`."""
    found = documents_of(archive, identities, cards=True)
    return {identity: card_of(source).title for identity, source in found.items()}


def older_versions(archive: ClusterArchive, sources: Sequence[FetchedDocument]) -> dict[str, ArticleVersion]:
    """What the documents that are older versions are, by the names of these."""
    older = [source for source in sources if not source["newest"]]
    if not older:
        return {}
    ids = list(dict.fromkeys(source["id"] for source in older))
    clause = {"bool": {"filter": [{"terms": {"id": ids}}, {"term": {"newest": True}}]}}
    newest = {source["id"]: stored_article(source) for source in archive.sources(clause, sort=["_doc"], size=len(ids))}
    told = {}
    for source in older:
        article, last = stored_article(source), newest[source["id"]]
        version = _told(source["id"], source["version"], article)
        changed = other_words(article.title, last.title) or article.text != last.text
        told[source["_id"]] = version._replace(changed=bool(changed))
    return told


def _told(article_id: str, number: int, article: Article) -> ArticleVersion:
    """What is said of a version."""
    said = article.title, article.saved, article.modified, article.published
    return ArticleVersion(version_id(article_id, number), number, *said)

"""What is shown of the matches of a question? The documents are fetched, and marked on this machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.cluster.page_segment import OFFSET
from index.cluster.state import PUBLISHED_ANEW
from index.entity import ArticleEntity
from index.errors import ClusterUnavailable
from index.schema import TEXT_FIELDS
from search.article_copies import ArticleGroup
from search.cluster.cluster_archive import ClusterArchive
from search.cluster.cluster_copies import groups_of
from search.cluster.cluster_question import ClusterQuestion
from search.cluster.cluster_rows import ClusterRow
from search.cluster.cluster_versions import older_versions
from search.cluster.page_archive import FetchedDocument, PageArchive, made_segment, names_of
from search.cluster.statistics import ClusterWeights
from search.embedded.display import Display
from search.embedded.hits import Presenter, Question
from search.embedded.shown import plain_hit
from search.marked_article import MarkedArticle
from search.match.matching import DeadlinePassed
from search.match.standing import field_text
from search.notes import Note
from search.query.tree import scored
from search.rank.ranking import MatchRow
from search.results import Hit, Marked
from search.show.named_passages import NamingArticle, with_named_passages


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The hits of some rows, in their order; `partial` says whether the time was up before all was found."""

    hits: tuple[Hit, ...] = ()
    partial: bool = False


def documents(archive: ClusterArchive, names: Sequence[str]) -> list[FetchedDocument]:
    """The documents of these names, in their order. Raises ClusterUnavailable where one is not there any more."""
    if not names:
        return []
    found = archive.sources({"ids": {"values": list(names)}}, sort=["_doc"], size=len(names))
    by_name = {source["_id"]: source for source in found}
    if len(by_name) < len(set(names)):
        raise ClusterUnavailable(PUBLISHED_ANEW)
    return [by_name[name] for name in names]


def shown_rows(
    question: ClusterQuestion, rows: Sequence[ClusterRow], weights: ClusterWeights, display: Display
) -> ShownRows:
    """What the rows show."""
    if not rows:
        return ShownRows()
    sources = documents(question.archive, [row.name for row in rows])
    if not question.query.quotes and not weights.factors:
        return ShownRows(_named(question.archive, sources, plain_hits(sources, rows)))
    page = PageArchive(question, sources)
    try:
        scores = page.scores(weights.factors, weights.language, weights.telling).tolist()
    except DeadlinePassed:
        return ShownRows(_named(question.archive, sources, plain_hits(sources, rows)), partial=True)
    placed = [MatchRow(0, doc, score, row.all_words) for doc, (score, row) in enumerate(zip(scores, rows, strict=True))]
    if not question.query.quotes:
        cards = map(page.segment.card, range(len(rows)))
        hits = [plain_hit(page.segment, doc, card) for doc, card in enumerate(cards)]
        hits = [hit._replace(score=at.score, all_words=at.all_words) for hit, at in zip(hits, placed, strict=True)]
        return ShownRows(_named(question.archive, sources, hits))
    presenter = _presenter(question, page, weights, display)

    def naming(number: int) -> NamingArticle:
        return page.segment.stored(number), _entities(sources[number])

    hits = with_named_passages(presenter.hits(placed), question.query.selections, naming)
    return ShownRows(_named(question.archive, sources, hits), presenter.partial)


def plain_hits(sources: Sequence[FetchedDocument], rows: Sequence[ClusterRow]) -> list[Hit]:
    """The hits of documents without marks, fragments and reasons."""
    segment = made_segment(sources)
    hits = [plain_hit(segment, doc, segment.card(doc)) for doc in range(len(sources))]
    return [hit._replace(score=row.score, all_words=row.all_words) for hit, row in zip(hits, rows, strict=True)]


def plainly_shown(archive: ClusterArchive, rows: Sequence[ClusterRow]) -> tuple[Hit, ...]:
    """The articles of `rows` as hits without marks, fragments and reasons."""
    sources = documents(archive, [row.name for row in rows])
    return _named(archive, sources, plain_hits(sources, rows)) if sources else ()


def question_of(question: ClusterQuestion, weights: ClusterWeights) -> Question:
    """What is looked for in the articles that are shown."""
    leaves = dict.fromkeys(question.leaves[node] for node in scored(question.root))
    return Question(question.root, weights.factors, weights.rarity, list(leaves))


def _presenter(question: ClusterQuestion, page: PageArchive, weights: ClusterWeights, display: Display) -> Presenter:
    highlighter = display.highlighter

    def read(docs: Sequence[int]) -> Any:
        return page.articles.read(docs, highlighter)

    return Presenter(page.matcher, page.scorer, read, question_of(question, weights), highlighter)


def _named(archive: ClusterArchive, sources: Sequence[FetchedDocument], hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits with the names in their texts, their copies, and what they are among the versions of their articles."""
    groups = groups_of(archive, sources)
    samples = archive.knowledge.samples
    named = []
    for source, hit in zip(sources, hits, strict=True):
        facets: Mapping[str, tuple[str, ...]] = {**hit.facets, **names_of(source)}
        named.append(
            hit._replace(facets=facets, group=groups.get(source["_id"]), sample=samples.has(source["place"] + OFFSET))
        )
    if not archive.with_versions:
        return tuple(named)
    older = older_versions(archive, sources)
    return tuple(hit.of_version(older.get(source["_id"])) for source, hit in zip(sources, named, strict=True))


def marked_article(
    archive: ClusterArchive, source: FetchedDocument, question: ClusterQuestion | None, display: Display
) -> MarkedArticle:
    """The article of a document with what it names, the question's matches marked where one is asked."""
    notes: tuple[Note, ...] = ()
    if question is None:
        segment = made_segment([source])
        article = segment.stored(0)
        title, body, removed = (Marked(field_text(article, name)) for name in TEXT_FIELDS)
    else:
        page = PageArchive(question, [source])
        article = page.segment.stored(0)
        presenter = _presenter(question, page, ClusterWeights({}, ()), display)
        title, body, removed = presenter.marks(0, article)
        notes = question.notes
    group: ArticleGroup | None = groups_of(archive, [source]).get(source["_id"])
    return MarkedArticle(
        *(article, title, body, removed, notes),
        notices=archive.notices,
        entities=_entities(source),
        group=group,
        sample=archive.knowledge.samples.has(source["place"] + OFFSET),
    )


def _entities(source: FetchedDocument) -> tuple[ArticleEntity, ...]:
    rows = source.get("entities", {}).get("rows", ())
    return tuple(
        ArticleEntity(kind, text, value, _spans(spans), _spans(title_spans))
        for kind, text, value, spans, title_spans in rows
    )


def _spans(rows: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in rows)

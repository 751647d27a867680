"""What does an engine give of one article? What a reader sees of it, with the matches of a question marked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.article import Article, standfirst_above
from index.entity import ArticleEntity
from search.article_copies import ArticleGroup
from search.article_versions import ArticleVersions
from search.notes import Note
from search.results import Marked, Span, said


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article with the matches of a query marked in its title, its body and the lines `removed` from it, joined.

    The body is the standfirst, where that is shown above the text, and the text (`index.article.body_of`). `entities`
    are the names in title and text, in the order in which each first stands there; `sample` says that it comes with the
    program; `group` is None where it has no
    copies, `versions` where it was saved once. An older version has the id of the version. `problem`, `notes`,
    `notices` and `said` are as those of `Results`.
    """

    article: Article
    title: Marked
    body: Marked
    removed: Marked
    notes: tuple[Note, ...] = ()
    problem: Note | None = None
    notices: tuple[Note, ...] = ()
    entities: tuple[ArticleEntity, ...] = ()
    group: ArticleGroup | None = None
    versions: ArticleVersions | None = None
    sample: bool = False

    @property
    def said(self) -> tuple[Note, ...]:
        return said(self.problem, self.notices, self.notes)

    @property
    def text_start(self) -> int:
        """Where the text begins in the body."""
        return len(self.body.text) - len(self.article.text)

    @property
    def standfirst(self) -> Marked:
        """The standfirst above the text with its marks; empty where none is shown there."""
        return _piece(self.body, 0, len(standfirst_above(self.article.standfirst, self.article.text)))

    @property
    def text(self) -> Marked:
        """The text with its marks; one that begins in the standfirst begins with the text."""
        return _piece(self.body, self.text_start, len(self.body.text))

    def of_version(self, versions: ArticleVersions | None, problem: Note | None) -> MarkedArticle:
        """The same as what it is among its versions, and with what is wrong with the index."""
        older = versions is not None and not versions.is_newest
        article = replace(self.article, id=versions.shown.id) if versions and older else self.article
        return replace(self, article=article, versions=versions, problem=problem)


def _piece(marked: Marked, start: int, end: int) -> Marked:
    """The characters from `start` to `end` with what is marked of them."""
    if not start and end == len(marked.text):
        return marked
    spans = [(max(span.start, start), min(span.end, end)) for span in marked.spans]
    return Marked(
        marked.text[start:end], tuple(Span(first - start, last - start) for first, last in spans if first < last)
    )

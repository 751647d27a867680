"""What is shown of a question's matches? Hits with snippets, page by page, and articles with their marks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter

import numpy as np

from index.article import Article
from index.authority import document_entities
from index.schema import TEXT_FIELDS
from index.segment.reader import Segment
from search.article_copies import GroupRecord
from search.asking.answered import TOO_LATE
from search.budget import MB
from search.embedded.archive import Archive
from search.embedded.asked import Asked
from search.embedded.hits import Presenter, Question, plain_hits
from search.embedded.ordered import Ordered, Weighed, rows_of
from search.embedded.shown_groups import ShownGroups
from search.embedded.shown_versions import ShownVersions
from search.marked_article import MarkedArticle
from search.match.standing import field_text
from search.notes import Note
from search.query.tree import scored
from search.rank.ordering import RowNumbers
from search.rank.ranking import MatchRow
from search.results import Hit, HitPage, Marked
from search.show.finder import WordFinder
from search.show.highlight import Highlighter
from search.show.named_passages import NamingArticle, with_named_passages

PAGE = 200  # hits of an export that are made at once: 2 MB; with 50 they take a fifth longer, with 1,000 no less
_PASSING_RUNS = MB  # of words that an export remembers for itself


@dataclass(frozen=True, slots=True)
class Display:
    """With what articles are shown: a highlighter, and whether they are kept for the next question that shows them."""

    highlighter: Highlighter
    keeping: bool = True


class Displays:
    """A display for each thread, with a highlighter of its own; what makes it fast, the memory of words, is that of
    all."""

    def __init__(self, finder: WordFinder) -> None:
        self._finder = finder
        self._local = threading.local()

    def own(self) -> Display:
        """That of this thread."""
        display: Display | None = getattr(self._local, "display", None)
        if display is None:
            display = self._local.display = Display(Highlighter(self._finder))
        return display


@dataclass(frozen=True, slots=True)
class Shown:
    """The hits of some matches, in their order."""

    hits: tuple[Hit, ...] = ()
    partial: bool = False


def shown(asked: Asked, order: Ordered, numbers: RowNumbers, display: Display) -> Shown:
    """What the matches `numbers` of the order show."""
    rows, late = rows_of(asked, order, numbers)
    if not asked.query.quotes:
        return Shown(_named(asked.archive, rows, plain_hits(rows, asked.archive.segments)), late)
    hits: dict[MatchRow, Hit] = {}
    for number, listed in groupby(sorted(rows), key=attrgetter("segment")):
        of_segment, presenter = list(listed), _presenter(asked, number, order.words, display)
        hits.update(zip(of_segment, presenter.hits(of_segment), strict=True))
        late = late or presenter.partial
    told = with_named_passages([hits[row] for row in rows], asked.query.selections, _naming(asked.archive, rows))
    return Shown(_named(asked.archive, rows, told), late)


def _naming(archive: Archive, rows: Sequence[MatchRow]) -> Callable[[int], NamingArticle]:
    """What gives the article of a row with what it names."""

    def read(number: int) -> NamingArticle:
        row = rows[number]
        segment = archive.segments[row.segment]
        article = segment.stored(row.doc)
        return article, document_entities(archive.authority, segment.mentions, row.doc, article)

    return read


def _named(archive: Archive, rows: Sequence[MatchRow], hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits with the names in their texts and their copies, which are not kept with them: the next publication may
    settle others."""
    facets: list[Mapping[str, tuple[str, ...]]] = [hit.facets for hit in hits]
    for number in {row.segment for row in rows}:
        places = [place for place, row in enumerate(rows) if row.segment == number]
        values = archive.table.named.of(number, np.array([rows[place].doc for place in places], np.int32))
        for place, names in zip(places, values, strict=True):
            facets[place] = {**facets[place], **names}
    groups = ShownGroups(archive)
    told = zip(hits, rows, facets, strict=True)
    samples, segments = archive.samples, archive.segments
    grouped = [
        hit._replace(facets=values, group=groups.of(*row[:2]), sample=samples.holds(segments[row.segment], row.doc))
        for hit, row, values in told
    ]
    if not archive.with_versions:
        return tuple(grouped)
    versions = ShownVersions(archive)
    return tuple(hit.of_version(versions.older(*row[:2], hit.id)) for row, hit in zip(rows, grouped, strict=True))


def ids_of(asked: Asked, order: Ordered) -> tuple[str, ...]:
    """The ids of the matches that were asked for: of an older version that of the version."""
    archive, (rows, _) = asked.archive, rows_of(asked, order, order.numbers)
    ids = [archive.segments[row.segment].card(row.doc).id for row in rows]
    if not archive.with_versions:
        return tuple(ids)
    older = [ShownVersions(archive).older(*row[:2], article_id) for row, article_id in zip(rows, ids, strict=True)]
    return tuple(each.id if each else article_id for each, article_id in zip(older, ids, strict=True))


def read_article(archive: Archive, place: tuple[Segment, int], asked: Asked | None, display: Display) -> MarkedArticle:
    """The article at a place with what it names, the question's matches marked where one is asked, and notes for the
    reader."""
    segment, doc = place
    article = segment.stored(doc)
    number = _number(archive, segment)
    entities = document_entities(archive.authority, segment.mentions, doc, article)
    notes: tuple[Note, ...] = ()
    if asked is None:
        title, body, removed = (Marked(field_text(article, name)) for name in TEXT_FIELDS)
    else:
        (title, body, removed), notes = marks_of(asked, place, article, display)
    group = ShownGroups(archive).of(number, doc)
    return MarkedArticle(
        *(article, title, body, removed, notes),
        notices=archive.notices,
        entities=entities,
        group=group,
        sample=archive.samples.holds(segment, doc),
    )


def group_record(archive: Archive, place: tuple[Segment, int]) -> GroupRecord:
    """The article at a place with its copies."""
    segment, doc = place
    return ShownGroups(archive).record(_number(archive, segment), doc)


def placed(archive: Archive, article_id: str) -> tuple[int, int] | None:
    """The number of the segment and the document of an article, or None."""
    place = archive.snapshot.find(article_id)
    return (_number(archive, place[0]), place[1]) if place else None


def plainly_shown(archive: Archive, rows: Sequence[MatchRow]) -> tuple[Hit, ...]:
    """The articles of `rows` as hits without marks, fragments and reasons."""
    return _named(archive, rows, plain_hits(rows, archive.segments))


def _number(archive: Archive, segment: Segment) -> int:
    """The number of a segment in its archive."""
    return next(number for number, candidate in enumerate(archive.segments) if candidate is segment)


def marks_of(
    asked: Asked, place: tuple[Segment, int], article: Article, display: Display
) -> tuple[tuple[Marked, ...], tuple[Note, ...]]:
    """An article's title, text and removed lines with the question's matches marked, and notes for the reader."""
    segment, doc = place
    presenter = _presenter(asked, _number(asked.archive, segment), Weighed({}, (), partial=False), display)
    marks = presenter.marks(doc, article)
    return marks, tuple(dict.fromkeys((*asked.notes, *((TOO_LATE,) if presenter.partial else ()))))


def question_of(asked: Asked, words: Weighed) -> Question:
    """What is looked for in the articles that are shown."""
    leaves = dict.fromkeys(asked.leaves[node] for node in scored(asked.root))
    return Question(asked.root, words.factors, words.rarity, list(leaves))


def _presenter(asked: Asked, number: int, words: Weighed, display: Display) -> Presenter:
    part, scorer = asked.archive.parts[number], asked.archive.scorers[number]
    read = partial(part.shown.of if display.keeping else part.shown.read, highlighter=display.highlighter)
    return Presenter(asked.matchers[number], scorer, read, question_of(asked, words), display.highlighter)


def pages(asked: Asked, order: Ordered, late: Callable[[], bool]) -> Iterator[HitPage]:
    """The hits of an order, page by page until the time is up by `late`. Nothing of them is kept: it would push out
    what readers look at."""
    asked.deadline.late = late
    display = Display(Highlighter(WordFinder(_PASSING_RUNS)), keeping=False)
    for start in range(0, len(order.numbers), PAGE):
        if late():
            return
        part = shown(asked, order, order.numbers[start : start + PAGE], display)
        yield HitPage(part.hits, not part.partial)

"""What does a result show of its articles? Titles and fragments with what matched, and why each is here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.schema import TEXT_FIELDS
from index.segment.reader import Segment
from search.embedded.shown import ShownArticle, plain_hit
from search.match.matching import DeadlinePassed, Matcher
from search.match.standing import field_text
from search.query import Node
from search.rank.explain import reasons
from search.rank.ranking import MatchRow
from search.rank.scoring import Scorer
from search.results import Hit, Marked, Reason
from search.sets import Docs
from search.show.highlight import FieldText, Highlighter, Matches, marked
from search.show.snippets import sentences, snippets
from search.spans import NO_SPANS, POSITION, Spans
from search.words.leaves import FIELDS_OF, Leaf

_BODY, _REMOVED = TEXT_FIELDS.index("body"), TEXT_FIELDS.index("removed")


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for in the articles shown.

    `leaves` are the scored ones with their factors, `rarity` the articles that hold each, and `shown` those that a
    reader may see marked.
    """

    root: Node
    leaves: Sequence[tuple[Leaf, float]]
    rarity: Mapping[Leaf, int]
    shown: Sequence[Leaf]

    def terms(self, language: str, field: str) -> Collection[str]:
        """What is looked for in a field of articles of a language."""
        return {
            term.decode("utf-8", "surrogatepass")
            for leaf in self.shown
            if field in FIELDS_OF[leaf.field]
            for slot in leaf.slots
            for term in slot.in_language(language)
        }


def plain_hits(rows: Sequence[MatchRow], segments: Sequence[Segment]) -> tuple[Hit, ...]:
    """The hits of `rows` without marks, fragments and reasons."""
    return tuple(
        plain_hit(segments[row.segment], row.doc, segments[row.segment].card(row.doc))._replace(
            score=row.score, all_words=row.all_words
        )
        for row in rows
    )


class Presenter:
    """Makes the hits of one segment, of the articles that `read` gives. Where the time is up, what was not found is not
    shown, and `partial` is true."""

    def __init__(
        self,
        matcher: Matcher,
        scorer: Scorer,
        read: Callable[[Sequence[int]], list[ShownArticle]],
        question: Question,
        highlighter: Highlighter,
    ) -> None:
        self._matcher = matcher
        self._scorer = scorer
        self._read = read
        self._question = question
        self._highlighter = highlighter
        self.partial = False

    def hits(self, rows: Sequence[MatchRow]) -> list[Hit]:
        """The hits of `rows`, which are in the order of their documents."""
        docs = np.array([row.doc for row in rows], np.int32)
        places = self._places(docs)
        why = self._reasons(docs)
        articles = self._read(docs.tolist())
        field = places.field_of()
        numbers = docs.searchsorted(places.document_of())
        cells = np.bincount(numbers * len(TEXT_FIELDS) + field, minlength=len(docs) * len(TEXT_FIELDS))
        counted = cells.reshape(-1, len(TEXT_FIELDS)).tolist()
        text_of = numbers * 2 + field
        if any(counts[_REMOVED] for counts in counted):
            inside = field < _REMOVED
            places, text_of = places.take(inside), text_of[inside]
        texts = [text for article in articles for text in (article.title, article.body)]
        marks = self._highlighter.mark(texts, _matches(places, text_of), self._question.terms)
        hits = []
        for number, (row, article, counts) in enumerate(zip(rows, articles, counted, strict=True)):
            body = marks[2 * number + 1]
            only_removed = not body and counts[_REMOVED] > 0
            if only_removed:
                fragments = self._removed_fragments(docs[number : number + 1], article.hit.language)
            else:
                fragments = snippets(article.body.text, article.ends, body)
            hits.append(
                article.hit._replace(
                    title=marked(article.title.text, marks[2 * number]),
                    snippets=fragments,
                    score=row.score,
                    all_words=row.all_words,
                    matches=len(body),
                    reasons=why[number],
                    removed=only_removed,
                )
            )
        return hits

    def marks(self, doc: int, article: Article) -> tuple[Marked, ...]:
        """An article's title, text and removed lines with the query's matches marked."""
        places = self._places(np.array([doc], np.int32))
        field = places.field_of()
        # What was removed may be a megabyte.
        names = TEXT_FIELDS if (field == _REMOVED).any() else TEXT_FIELDS[:_REMOVED]
        read = self._highlighter.read([FieldText(field_text(article, name), article.language, name) for name in names])
        marks = self._highlighter.mark(read, _matches(places, field), self._question.terms)
        plain = [Marked(field_text(article, name)) for name in TEXT_FIELDS[len(names) :]]
        return *(marked(text.text, spans) for text, spans in zip(read, marks, strict=True)), *plain

    def _removed_fragments(self, docs: Docs, language: str) -> tuple[Marked, ...]:
        """What matched in the text that was removed from an article."""
        places = self._places(docs)
        places = places.take(places.field_of() == _REMOVED)
        text = field_text(self._matcher.segment.stored(int(docs[0])), "removed")
        texts = self._highlighter.read([FieldText(text, language, "removed")])
        (marks,) = self._highlighter.mark(texts, _matches(places, places.field_of() - _REMOVED), self._question.terms)
        return snippets(text, sentences(text), marks)

    def _places(self, docs: Docs) -> Spans:
        """Where the query matches in the articles `docs`."""
        try:
            self._matcher.standing.look(self._question.shown, docs)
            return self._matcher.spans(self._question.root, docs, sides=True)
        except DeadlinePassed:
            self.partial = True
            return NO_SPANS

    def _reasons(self, docs: Docs) -> list[tuple[Reason, ...]]:
        question = self._question
        try:
            return reasons(self._matcher, self._scorer, docs, question.leaves, question.rarity)
        except DeadlinePassed:
            self.partial = True
            return [()] * len(docs)


def _matches(places: Spans, text_of: NDArray[np.intp]) -> Matches:
    return Matches(text_of, places.start & POSITION, (places.end - 1) & POSITION)

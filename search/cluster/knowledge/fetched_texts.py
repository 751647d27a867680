"""Which texts hold a word, as examples of how it is used, and how often do its forms stand? Asked by one request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from index.analysis import analyse_query, words
from index.cluster.client import ClusterClient
from index.cluster.held_documents import visible
from index.cluster.mapping import facet_field
from index.cluster.record_texts import RECORD_TEXTS, record_texts
from index.cluster.state import ClusterState
from index.cluster.tokens import encoded, with_form
from index.facets import LANGUAGE
from search.match.examples import MOST_EXAMPLES

TermForms = Sequence[tuple[bytes, bytes]]
"""Terms, each with an exact form."""


@dataclass(frozen=True, slots=True)
class FetchedText:
    """A text that was fetched: the title or the body of an article."""

    words: str

    def text(self) -> str:
        """The text."""
        return self.words


class LoneForm(NamedTuple):
    """A term in an exact `form` in a field of the articles that hold it there in none of the forms `without`; where
    `languages` are told, of those in one of them."""

    field: str
    term: bytes
    form: bytes
    without: tuple[bytes, ...]
    languages: frozenset[str] | None = None


class FetchedArticles(NamedTuple):
    """How many articles there are, and a field of some of them."""

    total: int
    texts: list[FetchedText]


class PublishedTexts:
    """The texts of a publication, of the newest versions of its articles, or of all `versions`: those of its state's
    generation. Always the same few are told, in the order of their places. Raises as `ClusterClient.search`.
    """

    def __init__(
        self, client: ClusterClient, state: ClusterState, languages: Sequence[str], *, versions: bool = False
    ) -> None:
        self._client = client
        self._articles = state.articles
        self._filters = [*visible(state.generation), *([] if versions else [{"term": {"newest": True}}])]
        self._languages = languages

    def examples(self, word: str) -> list[str]:
        """The texts of articles whose bodies hold `word` in any of its forms; none where it is not one word."""
        tokens = analyse_query(word, self._languages)
        if len(tokens) != 1 or len(words(word)) != 1:
            return []
        asked = [self._first({"term": {"body": encoded(term)}}, MOST_EXAMPLES) for term in tokens[0].plain]
        answers = self._client.searches(self._articles, asked)
        return [record_texts(hit["_source"]).text for answer in answers for hit in answer["hits"]["hits"]]

    def holding(self, forms: TermForms, field: str, most: int) -> FetchedArticles:
        """At most so many articles whose field (`body` or `title`) holds one of some terms in an exact form."""
        return self._fetched({"terms": {field: [with_form(*form) for form in forms]}}, field, most)

    def beside(self, forms: TermForms, terms: Sequence[bytes], field: str, most: int) -> FetchedArticles:
        """The same of those where one of `terms`, in any form, stands right behind."""
        first = _either(field, [with_form(*form) for form in forms])
        second = _either(field, list(map(encoded, terms)))
        return self._fetched({"span_near": {"clauses": [first, second], "slop": 0, "in_order": True}}, field, most)

    def occurrences(self, asked: Sequence[LoneForm]) -> list[int]:
        """How often each form stands in the articles that it is asked of."""
        bodies = [
            {
                "size": 0,
                "query": {
                    "bool": {
                        "must": [{"term": {form.field: with_form(form.term, form.form)}}],  # of which this is the score
                        "filter": [*self._filters, *_in_languages(form.languages)],
                        "must_not": [{"terms": {form.field: [with_form(form.term, other) for other in form.without]}}],
                    }
                },
                "aggs": {"occurrences": {"sum": {"script": {"source": "_score"}}}},
            }
            for form in asked
        ]
        answers = self._client.searches(self._articles, bodies)
        return [round(answer["aggregations"]["occurrences"]["value"]) for answer in answers]

    def _fetched(self, query: dict[str, Any], field: str, most: int) -> FetchedArticles:
        found = self._client.search(self._articles, self._first(query, most))["hits"]
        texts = [record_texts(hit["_source"]) for hit in found["hits"]]
        fetched = [FetchedText(each.title if field == "title" else each.body) for each in texts]
        return FetchedArticles(found["total"]["value"], fetched)

    def _first(self, query: dict[str, Any], most: int) -> dict[str, Any]:
        """The search for the first articles that a query lets through."""
        return {
            "size": most,
            "query": {"bool": {"filter": [*self._filters, query]}},
            "sort": [{"place": "asc"}],
            "track_total_hits": True,
            "_source": list(RECORD_TEXTS),
        }


def _in_languages(languages: frozenset[str] | None) -> list[dict[str, Any]]:
    return [] if languages is None else [{"terms": {facet_field(LANGUAGE): sorted(languages)}}]


def _either(field: str, tokens: Sequence[str]) -> dict[str, Any]:
    """Where one of some tokens stands."""
    return {"span_or": {"clauses": [{"span_term": {field: token}} for token in tokens]}}

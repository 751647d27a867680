"""What does a program get for a question? The reply of a search: a page of results with its facets."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from search import results as answered
from search.notes import Note
from web import render
from web.reply.answer import AnswerHead, Hit, NoteCodes, Notes, Partial, answer_fields, hit_fields, note_fields
from web.reply.record import described


class Reason(Struct, kw_only=True, frozen=True):
    """Why an article was found, for one word of the question."""

    word: Annotated[str, described("The word.")]
    field: Annotated[str, described("Where it stands: `body`, `title` and the like, or a facet such as `byline`.")]
    occurrences: Annotated[int, described("How often it stands there.")]
    articles: Annotated[int, described("The number of articles of the archive that hold it.")]
    share: Annotated[float, described("Its part of the article's score, 0 to 1.")]


class SearchHit(Hit, kw_only=True, frozen=True):
    """An article that was found, with what a page shows of it."""

    snippets: Annotated[
        tuple[str, ...],
        described("The `quotes` as HTML: escaped text, what is marked in `<mark>`."),
    ]
    reasons: Annotated[tuple[Reason, ...], described("Why it was found, word by word.")]


class TermCount(Struct, kw_only=True, frozen=True):
    """How many articles hold one word of the question."""

    term: Annotated[str, described("The word.")]
    count: Annotated[int, described("The number of articles.")]


class FilterGain(Struct, kw_only=True, frozen=True):
    """How many articles would be found without one filter."""

    filter: Annotated[str, described("The filter in words.")]
    count: Annotated[int, described("The number of articles.")]


class FacetValue(Struct, kw_only=True, frozen=True):
    """A value of a facet."""

    value: Annotated[str, described('The value; "" stands for "None stated", in `date` for "Undated".')]
    count: Annotated[int, described("The number of articles that selecting it gives.")]
    selected: Annotated[bool, described("Whether it is selected.")]
    excluded: Annotated[bool, described("Whether it is left out.")]


class Related(Struct, kw_only=True, frozen=True):
    """A value of a facet that is typical of the results."""

    facet: Annotated[str, described("The facet's name.")]
    value: Annotated[str, described("The value.")]
    count: Annotated[int, described("The number of results that have it.")]
    articles: Annotated[int, described("The number of articles of the archive that have it.")]


class SearchReply(AnswerHead, kw_only=True, frozen=True):
    """The reply of `/api/search`: a page of results."""

    page: Annotated[int, described("The number of this page, from 1.")]
    per_page: Annotated[int, described("How many results a page has.")]
    notes: Notes
    note_codes: NoteCodes
    partial: Partial
    suggestion: Annotated[str, described('A better spelling of the whole question; "" where there is none.')]
    corrected_from: Annotated[str, described('What was typed, where a correction was made at once; else "".')]
    term_counts: Annotated[tuple[TermCount, ...], described("Where nothing was found: the words one by one.")]
    filter_gains: Annotated[tuple[FilterGain, ...], described("Where nothing was found: the filters one by one.")]
    hits: Annotated[tuple[SearchHit, ...], described("The results of this page.")]
    facets: Annotated[
        dict[str, tuple[FacetValue, ...]],
        described(
            "The values of each facet by its name, most frequent first; of `date` years or months in order. Each facet "
            "is counted without its own selections."
        ),
    ]
    related: Annotated[tuple[Related, ...], described("Values that are typical of the results, the surest first.")]
    seconds: Annotated[float, described("How long the answer took.")]


def search_reply(results: answered.Results, notes: tuple[Note, ...] = ()) -> SearchReply:
    """The reply to a search; `notes` on its address stand before those of the engine."""
    query = results.query
    first = (query.page - 1) * query.per_page + 1
    return SearchReply(
        **answer_fields(results),
        page=query.page,
        per_page=query.per_page,
        **note_fields((*notes, *results.said)),
        partial=results.partial,
        suggestion=results.suggestion,
        corrected_from=results.corrected_from,
        term_counts=tuple(TermCount(term=term, count=count) for term, count in results.term_counts),
        filter_gains=tuple(FilterGain(filter=words, count=count) for words, count in results.filter_gains),
        hits=tuple(_search_hit(rank, hit) for rank, hit in enumerate(results.hits, first)),
        facets={facet.name: tuple(_facet_value(value) for value in facet.values) for facet in results.facets},
        related=tuple(
            Related(facet=typical.facet, value=typical.value, count=typical.count, articles=typical.articles)
            for typical in results.related
        ),
        seconds=round(results.seconds, 6),
    )


def _search_hit(rank: int, hit: answered.Hit) -> SearchHit:
    return SearchHit(
        **hit_fields(rank, hit),
        snippets=tuple(str(render.marked(snippet)) for snippet in hit.snippets),
        reasons=tuple(
            Reason(
                word=reason.word,
                field=reason.field,
                occurrences=reason.occurrences,
                articles=reason.rarity,
                share=reason.share,
            )
            for reason in hit.reasons
        ),
    )


def _facet_value(value: answered.FacetValue) -> FacetValue:
    return FacetValue(value=value.value, count=value.count, selected=value.selected, excluded=value.excluded)

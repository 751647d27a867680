"""Every check of the contract fails where an engine answers wrongly: the right answers, with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from index.article import Article
from search.engine import Engine
from search.marked_article import MarkedArticle
from search.query import Sort
from search.results import Export, FacetCounts, FacetValue, Hit, HitPage, Marked, Results, Span
from tests.contract import test_contract_arrivals as arrivals
from tests.contract import test_contract_changes as changes
from tests.contract import test_contract_copies as copies
from tests.contract import test_contract_facets as facets
from tests.contract import test_contract_hostile as hostile
from tests.contract import test_contract_marks as marks
from tests.contract import test_contract_matching as matching
from tests.contract import test_contract_order as order
from tests.contract import test_contract_versions as versions
from tests.contract.archives import Published, published
from tests.contract.capabilities import Bench, Can
from tests.contract.rows import ROWS
from tests.plain.named_archives import NamedArticle

ROUNDS = 400


@dataclass(frozen=True)
class Wrong:
    """An engine of which one method's answers are changed."""

    engine: Engine
    method: str
    change: Callable[[Any], Any]

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.engine, name)
        return method if name != self.method else lambda *args, **kwargs: self.change(method(*args, **kwargs))


def _more(results: Results) -> Results:
    return replace(results, total=results.total + 1)


def _fewer(results: Results) -> Results:
    return replace(results, hits=results.hits[:-1])


def _turned(results: Results) -> Results:
    return replace(results, hits=results.hits[::-1])


def _newest(results: Results) -> Results:
    return replace(results, hits=tuple(hit._replace(older=None) for hit in results.hits))


def _of_one_version(reading: MarkedArticle | None) -> MarkedArticle | None:
    return reading and replace(reading, versions=None)


def _none_whole(results: Results) -> Results:
    return replace(results, total_all_words=0)


def _counted_up(facet: FacetCounts) -> FacetCounts:
    return replace(facet, values=tuple(value._replace(count=value.count + 1) for value in facet.values))


def _facets_counted_up(results: Results) -> Results:
    return replace(results, facets=tuple(map(_counted_up, results.facets)))


def _shifted(marked: Marked) -> Marked:
    return Marked(marked.text, tuple(Span(span.start, span.end - 1) for span in marked.spans))


def _read_wrongly(reading: MarkedArticle | None) -> MarkedArticle | None:
    return replace(reading, body=_shifted(reading.body)) if reading else None


def _quoted_wrongly(results: Results) -> Results:
    def changed(hit: Hit) -> Hit:
        return hit._replace(snippets=tuple(map(_shifted, hit.snippets)))

    return replace(results, hits=tuple(map(changed, results.hits)))


def _exported_in_part(export: Export) -> Export:
    pages = [HitPage(hits[:-1]) for hits in export]
    return Export(export.results, pages, sum(len(page.hits) for page in pages))


def _suggested(results: Results) -> Results:
    return replace(results, suggestion="something else")


def _corrected(results: Results) -> Results:
    return replace(results, corrected_from="something else")


def _read_marked(reading: MarkedArticle | None) -> MarkedArticle | None:
    return replace(reading, body=Marked(reading.body.text, (Span(0, 1),))) if reading else None


FAULTS: dict[str, tuple[str, Callable[[Any], Any], Callable[[Published], None]]] = {
    "a total": ("search", _more, lambda a: matching.test_it_finds_what_was_written(a, Can.WORDS, ROUNDS, 1)),
    "a hit": ("search", _fewer, lambda a: matching.test_it_finds_what_was_written(a, Can.PHRASES, ROUNDS, 1)),
    "a count": (
        "count",
        lambda total: total + 1,
        lambda a: matching.test_it_finds_what_was_written(a, Can.WORDS, ROUNDS, 1),
    ),
    "a list of ids": (
        "ids",
        lambda ids: ids[:-1],
        lambda a: matching.test_it_finds_what_was_written(a, Can.WORDS, ROUNDS, 1),
    ),
    "the empty question": ("search", _more, matching.test_the_empty_question_finds_every_article),
    "a word nobody wrote": ("search", _more, matching.test_a_word_that_nobody_wrote_finds_nothing),
    "days": ("search", _fewer, matching.test_a_first_and_a_last_day_leave_the_days_between),
    "all the words": (
        "search",
        _none_whole,
        lambda a: matching.test_articles_with_all_the_words_are_counted_and_come_first(a, ROUNDS, 1),
    ),
    "some words first": (
        "search",
        _turned,
        lambda a: matching.test_articles_with_all_the_words_are_counted_and_come_first(a, ROUNDS, 1),
    ),
    "a facet": ("facet", _counted_up, lambda a: facets.test_each_value_has_the_number_of_its_articles(a, ROUNDS, 1)),
    "bylines": ("facet", _counted_up, lambda a: facets.test_an_article_counts_for_each_of_its_values(a, ROUNDS, 1)),
    "facets of a page": (
        "search",
        _facets_counted_up,
        lambda a: facets.test_a_page_shows_the_same_counts(a, ROUNDS, 1),
    ),
    "a click": (
        "search",
        _facets_counted_up,
        lambda a: facets.test_a_click_gives_the_count_that_was_shown(a, ROUNDS, 1),
    ),
    "choices": ("search", _fewer, lambda a: facets.test_chosen_values_leave_the_articles_that_have_them(a, ROUNDS, 1)),
    "newest": (
        "search",
        _turned,
        lambda a: order.test_by_date_is_the_order_of_the_dates_that_were_written(a, Sort.NEWEST, ROUNDS, 1),
    ),
    "pages": ("search", _turned, lambda a: order.test_pages_are_pieces_of_the_whole_list(a, ROUNDS, 1)),
    "an export": ("export", _exported_in_part, lambda a: order.test_an_export_is_the_whole_list(a, ROUNDS, 1)),
    "marks": (
        "article",
        _read_wrongly,
        lambda a: marks.test_an_article_is_marked_where_the_words_were_written(a, ROUNDS, 1),
    ),
    "snippets": (
        "search",
        _quoted_wrongly,
        lambda a: marks.test_a_snippet_is_a_piece_of_the_text_with_its_marks(a, ROUNDS, 1),
    ),
    "any string": ("search", _fewer, lambda a: hostile.test_any_string_is_answered(a, ROUNDS, 1)),
    "a completion of any string": (
        "complete",
        lambda _: ("x",) * 4,
        lambda a: hostile.test_any_string_may_be_completed_and_counted(a, ROUNDS, 1),
    ),
    "a page that is not there": ("search", _more, lambda a: hostile.test_a_page_that_is_not_there_is_empty(a, 2)),
    "no such facet": (
        "facet",
        lambda facet: replace(facet, values=(FacetValue("x", 1),)),
        hostile.test_a_facet_of_no_such_name_has_no_values,
    ),
    "a suggestion": ("search", _suggested, hostile.test_where_nothing_is_to_be_suggested_nothing_is),
    "a correction": ("search", _corrected, hostile.test_a_word_that_was_written_is_not_corrected),
    "a completion": ("complete", lambda _: ("qzxkvj",), hostile.test_a_completion_finds_something),
    "an export's limit": ("export", _exported_in_part, order.test_an_export_stops_at_its_limit),
    "no question": ("article", _read_marked, marks.test_an_article_that_is_read_without_a_question_has_no_marks),
    "no such article": (
        "article",
        lambda _: "an article",
        marks.test_there_is_no_article_of_an_id_that_was_never_given,
    ),
}


@dataclass(frozen=True)
class Forgetful:
    """A bench that publishes no removals, or nothing new; `wrong` changes its engine."""

    bench: Bench
    removes: bool = False
    adds: bool = False
    wrong: Callable[[Engine], Any] = lambda engine: engine

    def publish(self, added: Sequence[Article], removed: Sequence[str] = ()) -> None:
        self.bench.publish(added if self.adds else [], removed if self.removes else [])

    def publish_named(self, added: Sequence[NamedArticle], removed: Sequence[str] = ()) -> None:
        self.bench.publish_named(added if self.adds else [], removed if self.removes else [])

    def publish_copies(self, added: Sequence[Article]) -> None:
        self.bench.publish_copies(added) if self.adds else self.bench.publish([])

    def publish_versions(self, added: Sequence[Sequence[Article]]) -> None:
        self.bench.publish_versions(added) if self.adds else self.bench.publish([])

    def publish_arrivals(self, added: Sequence[tuple[Article, int]]) -> None:
        self.bench.publish_arrivals(added) if self.adds else self.bench.publish([])

    def engine(self) -> Engine:
        return cast(Engine, self.wrong(self.bench.engine()))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_answer_is_seen(archives: Callable[..., Published], fault: str) -> None:
    method, change, check = FAULTS[fault]
    right = archives(ROWS[0])
    check(right)
    wrong = replace(right, engine=cast(Engine, Wrong(right.engine, method, change)))
    with pytest.raises(AssertionError):
        check(wrong)


CHANGES: dict[str, tuple[Callable[[Bench], Bench], Callable[[Published], None]]] = {
    "removed": (partial(Forgetful, adds=True), lambda a: changes.test_removed_articles_are_found_no_more(a, ROUNDS, 1)),
    "replaced": (
        partial(Forgetful, removes=True),
        lambda a: changes.test_an_article_that_comes_again_takes_the_place_of_the_old_one(a, ROUNDS, 1),
    ),
    "newest": (Forgetful, changes.test_an_engine_that_is_open_answers_from_the_newest_publication),
    "all": (Forgetful, changes.test_an_archive_whose_articles_are_all_removed_is_empty),
    "read": (Forgetful, changes.test_a_removed_article_cannot_be_read),
    "likeness": (
        partial(Forgetful, adds=True, wrong=lambda engine: Wrong(engine, "similar", lambda hits: hits * 2)),
        hostile.test_articles_that_share_rare_words_are_alike,
    ),
    "story": (
        partial(Forgetful, adds=True, wrong=lambda engine: Wrong(engine, "story", lambda hits: hits[::-1])),
        hostile.test_the_story_of_an_article_goes_on_in_the_days_after_it,
    ),
    "copies": (
        partial(Forgetful, adds=True, wrong=lambda engine: Wrong(engine, "search", _fewer)),
        lambda a: copies.test_copies_are_told_and_listed_as_one_or_each(a, 1),
    ),
    "copies asked for": (
        partial(Forgetful, adds=True, wrong=lambda engine: Wrong(engine, "search", _more)),
        lambda a: copies.test_copies_are_asked_for(a, 1, "copies:yes", 3),
    ),
    "where it first stood": (
        partial(Forgetful, adds=True, wrong=lambda engine: Wrong(engine, "search", _more)),
        lambda a: copies.test_only_where_it_first_stood(a, 1),
    ),
    "arrival": (
        partial(Forgetful, adds=True, wrong=lambda engine: Wrong(engine, "search", _turned)),
        lambda a: arrivals.test_what_came_last_comes_first_and_together_by_their_ids(a, 1),
    ),
    "arrival asked for": (
        partial(Forgetful, adds=True, wrong=lambda engine: Wrong(engine, "search", _fewer)),
        lambda a: arrivals.test_days_in_a_question_find_what_came_on_them(a, 1),
    ),
    "versions": (
        partial(Forgetful, adds=True, wrong=lambda engine: Wrong(engine, "count", lambda number: number + 1)),
        lambda a: versions.test_the_newest_version_is_found_and_the_others_where_they_are_asked_for(a, 1),
    ),
    "a version that is read": (
        partial(Forgetful, adds=True, wrong=lambda engine: Wrong(engine, "article", _of_one_version)),
        lambda a: versions.test_each_version_can_be_read(a, 1),
    ),
    "a hit of a version": (
        partial(Forgetful, adds=True, wrong=lambda engine: Wrong(engine, "search", _newest)),
        lambda a: versions.test_a_hit_says_which_older_version_it_is(a, 1),
    ),
    "relevance": (
        partial(Forgetful, adds=True, wrong=lambda engine: Wrong(engine, "search", _turned)),
        order.test_what_says_a_word_more_often_comes_first,
    ),
}


@pytest.mark.parametrize("fault", CHANGES)
def test_a_change_that_does_not_reach_the_engine_is_seen(tmp_path: Path, fault: str) -> None:
    forgetful, check = CHANGES[fault]
    right, wrong = (published(ROWS[0], tmp_path / name, 1) for name in ("right", "wrong"))
    check(right)
    with pytest.raises(AssertionError):
        check(replace(wrong, bench=forgetful(wrong.bench)))


def test_an_engine_that_answers_from_nothing_is_seen(tmp_path: Path, archives: Callable[..., Published]) -> None:
    answering = replace(ROWS[0], bench=lambda folder: archives(ROWS[0]).bench)
    with pytest.raises(pytest.fail.Exception):
        hostile.test_a_folder_without_an_index_is_an_error_that_says_what_to_do(answering, tmp_path)

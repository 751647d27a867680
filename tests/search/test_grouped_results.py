"""Copies listed as one: totals, pages, facets and cards, against whoever wrote the articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Listing, Query, Selection, Sort
from search.results import Hit, Results
from tests.search.copied_archive import PAPERS, WRITERS, Printed, prints, published

WHOLE = 1_000  # results on a page: all
Markers = Callable[[set[str]], bool]
WORDS: dict[
    str, tuple[Markers, Markers]
] = {  # questions with what an article must have in its markers, and what of that are all the words
    "": (lambda _: True, lambda _: True),
    "copper": (lambda markers: "copper" in markers, lambda _: True),
    "copper +silver": (lambda markers: "silver" in markers, lambda markers: {"copper", "silver"} <= markers),
    "nickel OR silver": (lambda markers: bool({"nickel", "silver"} & markers), lambda _: True),
    "-nickel": (lambda markers: "nickel" not in markers, lambda _: True),
}
Test = Callable[[Printed], bool]
VALUES: dict[str, Callable[[Printed], list[str]]] = {
    "publisher": lambda article: [article.paper],
    "byline": lambda article: list(article.writers) or [""],
    "date": lambda article: (
        [f"{article.when:%Y}", f"{article.when:%Y-%m}", f"{article.when:%Y-%m-%d}"] if article.when else [""]
    ),
}


@dataclass(frozen=True)
class Bench:
    engine: Engine
    articles: Sequence[Printed]

    def matching(self, query: Query) -> list[Printed]:
        """The articles that a question of `WORDS` finds, by what was written."""
        tests: list[Test] = [lambda article: WORDS[query.text][0](set(article.markers))]
        tests += [self._chosen(query, facet) for facet in VALUES]
        if query.first or query.last:
            first, last = query.first or date.min, query.last or date.max
            tests.append(lambda article: article.when is not None and first <= article.when.date() <= last)
        if query.first_stood:
            tests.append(lambda article: article is min(self.prints(article.story), key=earliest))
        return [article for article in self.articles if all(test(article) for test in tests)]

    @staticmethod
    def _chosen(query: Query, facet: str) -> Test:
        wanted = {s.value for s in query.selections if s.facet == facet and not s.excluded}
        unwanted = {s.value for s in query.selections if s.facet == facet and s.excluded}

        def test(article: Printed) -> bool:
            values = set(VALUES[facet](article))
            return not (values & unwanted) and (not wanted or bool(values & wanted))

        return test

    def prints(self, story: int) -> list[Printed]:
        return [article for article in self.articles if article.story == story]

    def cards(self, query: Query) -> list[Printed]:
        """Of each story that is found the article that stands for it."""
        cards: dict[int, Printed] = {}
        for article in sorted(self.matching(query), key=lambda a: (not self.whole(query, a), earliest(a))):
            cards.setdefault(article.story, article)
        return list(cards.values())

    @staticmethod
    def whole(query: Query, article: Printed) -> bool:
        return WORDS[query.text][1](set(article.markers))


def earliest(article: Printed) -> tuple[datetime, int, str]:
    """What sorts the prints of a story: the earliest first, then those without a day, the longest first."""
    return article.when or datetime.max, -article.sentences, article.key


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder: Path = tmp_path_factory.mktemp("grouped")
    articles = published(folder, prints())
    return Bench(open_engine(folder / "index", seconds=60.0), articles)


SELECTIONS = st.one_of(
    st.builds(Selection, st.just("publisher"), st.sampled_from(PAPERS), st.booleans()),
    st.builds(Selection, st.just("byline"), st.sampled_from((*WRITERS, "")), st.booleans()),
    st.builds(Selection, st.just("date"), st.sampled_from(("2014", "2015", "2015-05", "2016-02", "")), st.booleans()),
)
QUERIES = st.builds(
    Query,
    text=st.sampled_from(list(WORDS)),
    selections=st.lists(SELECTIONS, max_size=2, unique=True).map(tuple),
    first=st.sampled_from((None, None, None, date(2015, 5, 31))),
    last=st.sampled_from((None, None, date(2015, 12, 31))),
    sort=st.sampled_from(tuple(Sort)),
    per_page=st.just(WHOLE),
    copies=st.just(Listing.GROUP),
    first_stood=st.sampled_from((False, False, False, True)),
    as_typed=st.sampled_from((True,)),
)


def keys(hits: Iterable[Hit]) -> list[str]:
    return [hit.key for hit in hits]


@given(QUERIES)
@settings(max_examples=150, deadline=None)
def test_each_story_is_one_card_and_totals_tell_both(bench: Bench, query: Query) -> None:
    results = bench.engine.search(query)
    matching, cards = bench.matching(query), bench.cards(query)
    assert (results.total, results.total_groups) == (len(matching), len(cards))
    assert sorted(keys(results.hits)) == sorted(card.key for card in cards)
    assert results.total_all_words == sum(bench.whole(query, article) for article in matching)
    assert bench.engine.count(query) == results.listed == len(cards)
    assert bench.engine.search(replace(query, copies=Listing.ALL)).total_groups == len(cards)


@given(QUERIES)
@settings(max_examples=60, deadline=None)
def test_a_card_is_the_result_that_it_is_among_all(bench: Bench, query: Query) -> None:
    """With the same marks and score, and in the same order as in the list of all articles."""
    every = {hit.key: hit for hit in bench.engine.search(replace(query, copies=Listing.ALL)).hits}
    cards = bench.engine.search(query).hits
    assert [every[hit.key] for hit in cards] == list(cards)
    assert keys(cards) == [key for key in every if key in set(keys(cards))]


@given(QUERIES.filter(lambda query: query.sort in (Sort.NEWEST, Sort.OLDEST)))
@settings(max_examples=40, deadline=None)
def test_cards_come_by_the_date_that_they_show(bench: Bench, query: Query) -> None:
    cards = {card.key: card for card in bench.cards(query)}
    shown = [cards[hit.key].when for hit in bench.engine.search(query).hits]
    dated = [when for when in shown if when]
    assert shown == dated + [None] * (len(shown) - len(dated)), "what has no date comes last"
    assert dated == sorted(dated, reverse=query.sort is Sort.NEWEST)


@given(QUERIES, st.integers(1, 7))
@settings(max_examples=40, deadline=None)
def test_pages_are_pieces_of_the_list(bench: Bench, query: Query, size: int) -> None:
    whole = bench.engine.search(query)
    pages = range(1, -(-whole.listed // size) + 2)
    pieces = [bench.engine.search(replace(query, per_page=size, page=page)).hits for page in pages]
    assert [hit.key for piece in pieces for hit in piece] == keys(whole.hits)
    assert all(len(piece) == size for piece in pieces[:-2])
    exported = bench.engine.export(query)
    assert [hit.key for hits in exported for hit in hits] == keys(whole.hits)
    assert exported.expected == len(whole.hits)
    assert bench.engine.ids(query) == tuple(hit.id for hit in whole.hits)


def clicked(query: Query, facet: str, value: str) -> Query:
    """The question with a value in the place of those chosen of its facet; what is left out stays out but for it."""
    kept = tuple(s for s in query.selections if s.facet != facet or (s.excluded and s.value != value))
    return replace(query, selections=(*kept, Selection(facet, value)))


def counts(results: Results) -> dict[tuple[str, str], int]:
    return {(facet.name, value.value): value.count for facet in results.facets for value in facet.values}


@given(QUERIES)
@settings(max_examples=80, deadline=None)
def test_a_count_is_what_a_click_lists(bench: Bench, query: Query) -> None:
    results = bench.engine.search(query)
    for (facet, value), count in counts(results).items():
        click = clicked(query, facet, value)
        assert bench.engine.count(click) == count, (facet, value)
        if facet in VALUES:
            assert len(bench.cards(click)) == count, (facet, value)
    for typical in results.related:
        click = clicked(query, typical.facet, typical.value)
        assert bench.engine.count(click) == typical.count
        alone = Query(copies=Listing.GROUP, selections=(Selection(typical.facet, typical.value),))
        assert bench.engine.count(alone) == typical.articles


@given(QUERIES)
@settings(max_examples=40, deadline=None)
def test_every_value_of_what_is_found_is_counted(bench: Bench, query: Query) -> None:
    counted = counts(bench.engine.search(query))
    for facet in ("publisher", "byline"):
        if any(selection.facet == facet for selection in query.selections):
            continue
        values = {value for article in bench.matching(query) for value in VALUES[facet](article)}
        if values == {""}:
            continue  # a facet of which nothing is stated is not shown
        assert {value for name, value in counted if name == facet} == values
        for value in values:
            listed = bench.engine.facet(query, facet)
            assert {row.value: row.count for row in listed.values}[value] == counted[facet, value]
            assert listed.grouped


@pytest.mark.parametrize(
    ("question", "test"),
    [
        ("copies:yes", lambda copies, first: copies > 0),
        ("copies:no", lambda copies, first: copies == 0),
        ("copies:>2", lambda copies, first: copies > 2),
        ("copies:2..4", lambda copies, first: 2 <= copies <= 4),
        ("copies:1", lambda copies, first: copies == 1),
        ("copies:first", lambda copies, first: first),
        ("copies:yes -copies:first", lambda copies, first: copies > 0 and not first),
    ],
)
def test_operators(bench: Bench, question: str, test: Callable[[int, bool], bool]) -> None:
    wanted = set()
    for article in bench.articles:
        prints = bench.prints(article.story)
        if test(len(prints) - 1, article is min(prints, key=earliest)):
            wanted.add(article.key)
    hits = bench.engine.search(Query(question, per_page=WHOLE, copies=Listing.ALL)).hits
    assert {hit.key for hit in hits} == wanted
    marked = bench.engine.search(Query(f"{question} copper", per_page=WHOLE, copies=Listing.ALL))
    copper = {article.key for article in bench.articles if "copper" in article.markers}
    assert set(keys(marked.hits)) == wanted & copper
    assert all(hit.matches for hit in marked.hits)


def test_a_group_has_all_its_articles_the_earliest_first(bench: Bench) -> None:
    hits = bench.engine.search(Query(per_page=WHOLE, copies=Listing.ALL)).hits
    names = {hit.id: hit.key for hit in hits}
    for hit in hits:
        record = bench.engine.group(hit.id)
        assert record is not None
        story = bench.prints(int(hit.key.partition("-")[0]))
        assert [names[article.id] for article in record.articles] == [a.key for a in sorted(story, key=earliest)]
        assert record.size == len(story)
        first, *others = record.articles
        assert first.share == 1
        assert all(0 < other.share <= 1 for other in others)
        assert all(12 <= other.same <= other.words and other.runs for other in others), "why they are copies"
    assert bench.engine.group("nowhere") is None


def test_the_archive_tells_the_rules_apart(bench: Bench) -> None:
    """A card that has all the words is not always the earliest print that has some of them."""
    query = Query("copper +silver")
    earliest_of: dict[int, Printed] = {}
    for article in sorted(bench.matching(query), key=earliest):
        earliest_of.setdefault(article.story, article)
    assert any(earliest_of[card.story] is not card for card in bench.cards(query))

"""An address stands for one query and back, and no address is an error."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.facets import TOLD
from search.notes import Note, NoteCode
from search.query import MAX_CHARACTERS, Arrival, Arrived, Query, Selection, Sort, parse
from web import parameters, paths, urls
from web.sentences import sentence
from web.site import moves

FACETS = [facet.name for facet in TOLD]  # all but the date, whose values are periods
periods = st.dates(min_value=date(1000, 1, 1)).flatmap(
    lambda d: st.sampled_from([f"{d:%Y}", f"{d:%Y-%m}", f"{d:%Y-%m-%d}"])
)
selections = st.one_of(
    st.builds(Selection, st.sampled_from(FACETS), st.text(max_size=40), st.booleans()),
    st.builds(Selection, st.just("date"), periods | st.just(""), st.booleans()),
)
days = st.none() | st.dates()
moments = st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0))
ends = st.none() | moments | st.dates()


@st.composite
def arrivals(draw: st.DrawFn) -> Arrival | None:
    """Any time that articles can have come in: its ends are moments or whole days, or one of them is open."""
    start, end = draw(ends), draw(ends)
    first = start if isinstance(start, datetime) else Arrival.of_days(start, None).first
    last = end if isinstance(end, datetime) else Arrival.of_days(None, end).last
    if first and last and first > last:
        first, last = last, first
    return Arrival(first, last) if first or last else None


@st.composite
def queries(draw: st.DrawFn) -> Query:
    first, last = draw(days), draw(days)
    if first and last and first > last:
        first, last = last, first
    return urls.canonical(
        Query(
            text=draw(st.text(max_size=80)),
            selections=tuple(draw(st.lists(selections, max_size=8))),
            first=first,
            last=last,
            arrival=draw(arrivals()),
            undated=draw(st.booleans()),
            sort=draw(st.sampled_from(Sort)),
            page=draw(st.integers(1, 50)),
            per_page=draw(st.integers(1, 100)),
            all_words=draw(st.booleans()),
            exact=draw(st.booleans()),
            as_typed=draw(st.booleans()),
            compact=draw(st.booleans()),
        )
    )


def read_address(address: str) -> tuple[Query, tuple[Note, ...]]:
    return parameters.read(parse_qsl(urlsplit(address).query, keep_blank_values=True))


@given(queries())
def test_an_address_reads_back_as_the_query_it_was_written_for(query: Query) -> None:
    assert read_address(urls.search(query)) == (query, ())


@given(queries(), st.randoms(use_true_random=False))
def test_one_query_has_one_address_whatever_the_order_of_its_parameters(query: Query, rng: object) -> None:
    shuffled = urls.pairs(query)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert urls.search(parameters.read(shuffled)[0]) == urls.search(query)


_PARAMETERS = [*paths.Parameter, *urls.SELECTABLE, *(f"-{n}" for n in urls.SELECTABLE), "source", "x"]
names = st.sampled_from(_PARAMETERS) | st.text() | st.text()


@given(st.lists(st.tuples(names, st.text() | st.sampled_from(["1", "-1", "99999999999", "2015-02-31", "２０", "³"]))))
def test_any_parameters_give_a_query_that_the_engine_may_be_asked(pairs: list[tuple[str, str]]) -> None:
    query, notes = parameters.read([(str(name), value) for name, value in pairs])
    assert query.page >= 1
    assert 1 <= query.per_page <= 100
    assert query.page * query.per_page <= 10_000
    assert len(query.text) <= MAX_CHARACTERS
    assert len(query.selections) <= parameters.MAX_SELECTIONS
    assert not (query.first and query.last and query.first > query.last)
    assert len(notes) <= parameters.MAX_NOTES
    assert read_address(urls.search(query)) == (query, ())


def test_what_cannot_be_used_is_said() -> None:
    query, notes = parameters.read(
        [("q", "a"), ("colour", "red"), ("page", "zero"), ("from", "soon"), ("sort", "best")]
    )
    assert query == Query("a")
    assert [
        word for word in ("colour", "zero", "soon", "best") if not any(word in sentence(note) for note in notes)
    ] == []


def test_bounds_may_be_years_and_months() -> None:
    query, notes = parameters.read([("from", "2013"), ("to", "2016-02")])
    assert (query.first, query.last, notes) == (date(2013, 1, 1), date(2016, 2, 29), ())


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("Nov 2016", "Feb 2020", date(2016, 11, 1), date(2020, 2, 29)),
        ("november 2016", "3 March 2017", date(2016, 11, 1), date(2017, 3, 3)),
        ("11/2016", "March 3, 2017", date(2016, 11, 1), date(2017, 3, 3)),
        ("26.5.2016", "20161231", date(2016, 5, 26), date(2016, 12, 31)),
        (" 2016 ", "", date(2016, 1, 1), None),
    ],
)
def test_bounds_are_typed_as_dates_are(start: str, end: str, first: date, last: date | None) -> None:
    query, notes = parameters.read([("from", start), ("to", end)])
    assert (query.first, query.last, notes) == (first, last, ())
    assert parameters.read(urls.pairs(query)) == (query, ())


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2015-5", "2015-05"),
        ("Mai 2015", "2015-05"),
        ("mai 2015", "2015-05"),
        ("21.12.2023", "2023-12-21"),
        ("2015", "2015"),
    ],
)
def test_a_date_is_typed_in_the_reader_s_language(typed: str, value: str) -> None:
    assert parameters.read([("date", typed)]) == (Query(selections=(Selection("date", value),)), ())
    query, notes = parameters.read([("from", typed), ("to", typed)])
    assert (str(query.first)[: len(value)], str(query.last)[: len(value)], notes) == (value, value, ())


def test_a_bound_that_may_mean_two_days_says_which() -> None:
    query, notes = parameters.read([("from", "3/5/2016"), ("to", "5/26/2016")])
    assert (query.first, query.last) == (date(2016, 5, 3), date(2016, 5, 26))
    assert list(map(sentence, notes)) == ["“3/5/2016” was read as 2016-05-03: the day stands before the month."]


TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("pairs", "first", "last", "told"),
    [
        ([("from", "yesterday")], date(2026, 11, 29), None, "2026-11-29.."),
        ([("from", "3 months ago"), ("to", "Today")], date(2026, 8, 30), TODAY, "..2026-11-30"),
        ([("from", "past week")], date(2026, 11, 23), None, "2026-11-23.."),
        ([("to", "last year")], None, date(2025, 12, 31), "..2025-12-31"),
    ],
)
def test_bounds_count_from_today_as_in_a_question(
    pairs: list[tuple[str, str]], first: date | None, last: date | None, told: str
) -> None:
    query, notes = parameters.read(pairs, today=lambda: TODAY)
    assert (query.first, query.last) == (first, last)
    assert notes[-1] == Note(NoteCode.RELATIVE_DATE, typed=pairs[-1][1].lower(), days=told)


@pytest.mark.parametrize(
    "words", ["today", "yesterday", "past week", "last month", "past 30 days", ">2025", "2 days ago.."]
)
def test_arrival_reads_what_a_question_reads(words: str) -> None:
    query, notes = parameters.read([("added", words)], today=lambda: TODAY)
    asked = parse(f'added:"{words}"', today=TODAY)
    assert isinstance(asked.root, Arrived)
    assert query.arrival == Arrival.of_days(asked.root.first, asked.root.last)
    assert [note.code for note in notes] == [note.code for note in asked.notes]
    assert parameters.read([("added", "tomorrowish")], today=lambda: TODAY)[0].arrival is None


def test_swapped_bounds_are_put_right_and_said() -> None:
    query, notes = parameters.read([("from", "2026-05"), ("to", "2024")])
    assert (query.first, query.last) == (date(2024, 1, 1), date(2026, 5, 31))
    assert len(notes) == 1


def test_empty_fields_of_a_plain_form_are_the_default_without_a_note() -> None:
    empty = [("q", ""), ("from", ""), ("to", ""), ("sort", ""), ("page", ""), ("all", "")]
    assert parameters.read(empty) == (Query(), ())


def test_parameters_stand_in_one_order() -> None:
    query = Query(
        "x", (Selection("place", "Oslo"), Selection("publisher", "B"), Selection("publisher", "A", excluded=True))
    )
    assert urls.search(query) == "/search?q=x&publisher=B&-publisher=A&place=Oslo"


@given(queries())
@settings(max_examples=50)
def test_every_filter_in_force_can_be_removed_by_its_own_link(query: Query) -> None:
    filters = moves.filters(query)
    for one in filters:
        assert len(moves.filters(one.rest)) == len(filters) - 1
    assert moves.filters(moves.unfiltered(query)) == []


@given(query=queries(), facet=st.sampled_from(FACETS), value=st.text(max_size=20), excluded=st.booleans())
@settings(max_examples=50)
def test_a_value_is_chosen_or_left_out_never_both(query: Query, facet: str, value: str, *, excluded: bool) -> None:
    meant = urls.LEAVE_OUT if excluded else urls.KEEP
    form = [(urls.ticking(facet), value), *urls.pairs(query), (paths.Parameter.TICKED.value, meant)]
    moved, notes = parameters.read(form, frozenset({paths.Parameter.TICKED}))
    assert [s for s in moved.selections if (s.facet, s.value) == (facet, value)] == [Selection(facet, value, excluded)]
    others = {s for s in query.selections if (s.facet, s.value) != (facet, value)}
    assert {s for s in moved.selections if (s.facet, s.value) != (facet, value)} == others
    assert (notes, replace(moved, selections=())) == ((), replace(query, selections=()))
    chosen = moves.with_value(query, facet, value)
    assert [s for s in chosen.selections if (s.facet, s.value) == (facet, value)] == [Selection(facet, value)]
    assert chosen.page == 1


def test_ticks_mean_nothing_to_programs() -> None:
    query, notes = parameters.read([("tick.publisher", "A"), ("ticked", "leave")])
    assert query == Query()
    assert [note.code for note in notes] == [NoteCode.PARAMETER_UNKNOWN] * 2


@given(query=queries(), facet=st.sampled_from(FACETS), value=st.text(max_size=20))
def test_addresses_made_from_parts_are_those_of_the_queries(query: Query, facet: str, value: str) -> None:
    plain = replace(query, selections=())
    assert urls.choosing(plain, facet)(value) == urls.search(moves.with_value(plain, facet, value))


def at(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("typed", "arrival", "written"),
    [
        ("2026-11-29", Arrival(at(2026, 11, 29), at(2026, 11, 29, 23, 59, 59)), "2026-11-29"),
        ("2026-11-29..", Arrival(at(2026, 11, 29), None), "2026-11-29.."),
        ("..2026-11-29", Arrival(None, at(2026, 11, 29, 23, 59, 59)), "..2026-11-29"),
        ("2026-11-01 .. 2026-11-30", Arrival(at(2026, 11, 1), at(2026, 11, 30, 23, 59, 59)), "2026-11"),
        ("2026", Arrival(at(2026, 1, 1), at(2026, 12, 31, 23, 59, 59)), "2026"),
        ("29 Nov 2026..", Arrival(at(2026, 11, 29), None), "2026-11-29.."),
        ("2026-11-29t14:03:20z..", Arrival(at(2026, 11, 29, 14, 3, 20), None), "2026-11-29T14:03:20.."),
        ("2026-11-29T14:03..2026", Arrival(at(2026, 11, 29, 14, 3), at(2026, 12, 31, 23, 59, 59)), None),
        ("2027..2026-12-31T00:00:01", Arrival(at(2026, 12, 31, 0, 0, 1), at(2027, 12, 31, 23, 59, 59)), None),
        ("9999-12-31", Arrival(at(9999, 12, 31), at(9999, 12, 31, 23, 59, 59)), "9999-12-31"),
    ],
)
def test_when_articles_came_is_typed_in_many_ways(typed: str, arrival: Arrival, written: str | None) -> None:
    query, notes = parameters.read([("added", typed)])
    assert (query.arrival, notes) == (arrival, ())
    assert written in (None, str(arrival))
    assert read_address(urls.search(query)) == (query, ())


@pytest.mark.parametrize(
    "typed", ["soon", "..", "...", "2026-13", "2026-11-31..", "2026..x", "２０２６", "2026-11-29T25:00"]
)
def test_a_time_that_cannot_be_read_is_left_out_and_said(typed: str) -> None:
    query, notes = parameters.read([("added", typed), ("sort", "Added")])
    assert (query.arrival, query.sort, len(notes)) == (None, Sort.ADDED, 1)

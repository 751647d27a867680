"""Which fields of two articles differ, against a comparison of what a person would read off both pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import ArticleDate, Metadata, Precision
from search.difference.changed_fields import FieldChange, changed_fields, other_words
from search.difference.pieces import Op

DAYS = st.sampled_from([None, *(ArticleDate(datetime(2016, 5, day), Precision.DAY) for day in (3, 4))])
ARTICLES = st.builds(
    Metadata,
    title=st.sampled_from(["", "Bridge closed", "Bridge  closed ", "Bridge open"]),
    standfirst=st.sampled_from(["", "A crack is found."]),
    authors=st.sampled_from([(), ("Ada Lindqvist",), ("Ada Lindqvist", "Tom Okafor"), ("Tom Okafor", "Ada Lindqvist")]),
    publisher=st.sampled_from(["The Bay", "The Quay"]),
    published=DAYS,
    modified=DAYS,
)


def read_off(article: Metadata) -> dict[str, str]:
    """The fields as a reader sees them."""
    dates = {"published": article.published, "modified": article.modified}
    return {
        "title": " ".join(article.title.split()),
        "standfirst": article.standfirst,
        "authors": ", ".join(article.authors),
        **{name: date.isoformat() if date else "" for name, date in dates.items()},
    }


@given(ARTICLES, ARTICLES)
def test_the_fields_that_a_reader_sees_differ_are_told(first: Metadata, second: Metadata) -> None:
    one, other = read_off(first), read_off(second)
    told = changed_fields(first, second)
    assert [change.name for change in told] == [name for name in one if one[name] != other[name]]
    assert changed_fields(second, first) == tuple(FieldChange(name, after, before) for name, before, after in told)
    for change in told:
        sides = [(change.before, one[change.name]), (change.after, other[change.name])]
        for value, seen in sides:
            said = value.isoformat() if isinstance(value, ArticleDate) else value or ""
            assert " ".join(said.split()) == seen
        for left_out, value in ((Op.INSERT, change.before), (Op.DELETE, change.after)):
            if isinstance(value, str):
                assert "".join(text for op, text in change.pieces if op is not left_out) == value


@pytest.mark.parametrize(("zone", "hour", "told"), [(2, 10, []), (0, 10, ["published"]), (0, 8, [])])
def test_a_moment_is_the_same_in_every_zone(zone: int, hour: int, told: list[str]) -> None:
    first = ArticleDate(datetime(2016, 5, 3, 8, tzinfo=UTC), Precision.MINUTE)
    moment = datetime(2016, 5, 3, hour, tzinfo=timezone(timedelta(hours=zone)))
    second = ArticleDate(moment, Precision.MINUTE)
    changes = changed_fields(Metadata(published=first), Metadata(published=second))
    assert [change.name for change in changes] == told


def test_a_date_that_is_known_better_differs() -> None:
    day, minute = (ArticleDate(datetime(2016, 5, 3), exactly) for exactly in (Precision.DAY, Precision.MINUTE))
    assert [change.name for change in changed_fields(Metadata(modified=day), Metadata(modified=minute))] == ["modified"]


def test_white_space_alone_makes_no_other_words() -> None:
    assert not other_words("a b", "a\n b ")
    assert not other_words("", " ")
    assert other_words("a b", "ab")

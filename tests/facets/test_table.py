"""The table of facets fits itself and the names that stand beside it, and its readers say what articles say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from index import facets
from index.article import Article, ArticleDate, Precision
from index.facets import BY_NAME, COLUMN_NAMES, FACETS, TOLD, Facet, Kind, facet_values
from search.query import FacetFilter, parse
from search.query.fields import DATES, WORD_FIELDS
from search.results import Hit
from web.paths import Parameter

BYLINE = BY_NAME["byline"]
ARTICLE = Article(id="1", key="a", path="a.txt", text="One two.")


def test_no_name_stands_for_two_things() -> None:
    asked = [name for facet in FACETS for name in facet.asked_as]
    parameters = [name for facet in FACETS for name in (facet.name, *facet.parameters)]
    assert len(set(asked)) == len(asked) and len(set(parameters)) == len(parameters)
    assert set(asked) & {*WORD_FIELDS, *DATES, "in", "wc"} == set()
    assert set(parameters) & {name.value for name in Parameter} == set()


@pytest.mark.parametrize("facet", TOLD, ids=lambda facet: facet.name)
def test_every_name_before_a_colon_is_read_as_the_facet(facet: Facet) -> None:
    value = "geneva.example" if facet.kind is Kind.HOST else "geneva"
    for name in facet.asked_as:
        asked = parse(f"{name}:{value}")
        assert (asked.root, asked.notes) == (FacetFilter(facet.name, value), ())
        assert str(asked) == f"{facet.asked_as[0]}:{value}"


def test_every_row_says_what_pages_need() -> None:
    assert [facet.name for facet in FACETS if facet.kind is Kind.DATE] == ["date"]
    for facet in TOLD:
        assert facet.label and facet.asked_as and facet.example and facet.help.endswith(".")
        assert facet.offered_as or facet.kind is not Kind.TEXT
    fields = [facet.field for facet in TOLD if facet.field]
    assert all(hasattr(ARTICLE, field) for field in fields)
    unknown = set(fields) - set(Hit._fields)
    assert not unknown, f"no hit tells {unknown}, so no export would: leave `field` empty, then the facet's name does"


def test_the_columns_hold_what_the_articles_say() -> None:
    moment = datetime(2015, 5, 26, 9, 30)
    articles = [
        ARTICLE,
        replace(ARTICLE, publisher="The Courier", authors=("A", "B", "A", "C"), agency="Reuters", section="World"),
        replace(
            ARTICLE,
            place="Geneva",
            language="de",
            url="http://WWW.A.example/b",
            authors=("D",),
            published=ArticleDate(moment, Precision.DAY),
        ),
        replace(ARTICLE, authors=("E", "F"), modified=ArticleDate(moment, Precision.YEAR)),
    ]
    firsts, others = facet_values(articles)
    assert dict(zip(COLUMN_NAMES, firsts, strict=True)) == {
        "publisher": ["", "The Courier", "", ""],
        "byline": ["", "A", "D", "E"],
        "agency": ["", "Reuters", "", ""],
        "section": ["", "World", "", ""],
        "place": ["", "", "Geneva", ""],
        "site": ["", "", "a.example", ""],
        "language": ["", "", "de", ""],
        "date": ["", "", "2015-05", "2015"],
    }
    byline = COLUMN_NAMES.index("byline")
    assert others == [(1, byline, "B"), (1, byline, "C"), (3, byline, "F")]


def test_further_values_of_several_facets_stand_by_article(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = replace(BYLINE, name="signature")
    monkeypatch.setattr(facets, "COLUMNS", (BYLINE, twice))
    articles = [replace(ARTICLE, authors=("A", "B")), replace(ARTICLE, authors=("", "C", "D"))]
    firsts, others = facet_values(articles)
    assert firsts == [["A", "C"], ["A", "C"]]
    assert others == [(0, 0, "B"), (0, 1, "B"), (1, 0, "D"), (1, 1, "D")]


def test_a_row_of_one_value_with_several_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "COLUMNS", (replace(BYLINE, several=False),))
    with pytest.raises(ValueError, match=r"several values of the facet byline"):
        facet_values([replace(ARTICLE, authors=("A", "B"))])

"""Which values the page of a facet offers."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from search.query import Query
from search.results import FacetCounts, FacetValue
from web.site.result_list.panels import panel
from web.site.result_list.value_lists import ALPHABETICAL, ValuePage, value_list

NONE, ANN, BEN = FacetValue("", 9), FacetValue("Ann Bell", 4), FacetValue("Ben Hill", 1)


@pytest.mark.parametrize(
    ("values", "containing", "offered"),
    [
        ((NONE, ANN, BEN), "", ["Ann Bell", "Ben Hill", ""]),
        ((NONE, ANN, BEN), "bell", ["Ann Bell"]),  # the only one, though most articles state none
        ((ANN, NONE, BEN), "ben", ["Ben Hill"]),
        ((NONE, ANN, BEN), "nobody", []),
        ((NONE,), "", []),  # tells nothing
        ((NONE._replace(selected=True),), "", [""]),
        ((NONE._replace(excluded=True),), "", [""]),
    ],
)
def test_the_box_leaves_the_values_that_hold_its_words(
    values: tuple[FacetValue, ...], containing: str, offered: list[str]
) -> None:
    made = value_list(FacetCounts("byline", values, len(values)), Query(), ValuePage(containing))
    rows = [*made.chosen, *(row for group in made.groups for row in group.values)]
    assert [row.box.value for row in rows] + [""] * bool(made.none) == offered


def test_the_most_frequent_stand_first_and_people_are_sorted_by_their_surnames() -> None:
    values = tuple(FacetValue(name, n) for name, n in (("Zoe Abel", 5), ("Donald Trump Jr", 3), ("Ann Moor", 1)))
    facet = FacetCounts("person", values, len(values))
    by_count, by_name = (value_list(facet, Query("x"), ValuePage(order=order)) for order in ("", ALPHABETICAL))
    shown = [[(g.letter, [row.box.shown for row in g.values]) for g in made.groups] for made in (by_count, by_name)]
    assert shown[0] == [("", ["Zoe Abel", "Donald Trump Jr", "Ann Moor"])]
    assert shown[1] == [("A", ["Zoe Abel"]), ("M", ["Ann Moor"]), ("T", ["Donald Trump Jr"])]
    (group,) = by_count.groups
    assert (group.values[0].href, group.values[0].of_name) == ("/search?q=x&person=Zoe+Abel", "/name/person/Zoe%20Abel")


def test_each_value_is_a_link_to_its_articles_within_the_question(reader: FlaskClient) -> None:
    page = reader.get("/facet/publisher?q=the").text
    found = re.findall(
        r'<a class="v" id="[^"]+" href="([^"]+)"><bdi>([^<]+)</bdi></a>.*?<span class="n">([\d,]+)</span>',
        page,
        re.DOTALL,
    )
    assert re.search(rf"<h1>{len(found)} papers with these articles</h1>", page)
    for href, _name, count in found[:4]:
        results = reader.get(f"/api{unescape(href)}").get_json()
        assert f"{results['total_groups']:,}" == count


@pytest.mark.parametrize(("about", "told"), [(True, "Show all, about 30,900<"), (False, "Show all 30,889<")])
def test_an_estimate_of_how_many_there_are_is_told_as_one(reader: FlaskClient, *, about: bool, told: str) -> None:
    counts = FacetCounts("byline", tuple(FacetValue(f"Ann {n}", 9) for n in range(20)), 30_889, about=about)
    app = reader.application
    with app.test_request_context("/search"):
        app.preprocess_request()
        macros: Any = app.jinja_env.get_template("_facets.html").make_module({})
        assert told in macros.panel(panel(counts, Query(), 5))

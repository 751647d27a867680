"""Which values the page of a facet offers."""

from __future__ import annotations

import pytest

from search.query import Query
from search.results import FacetCounts, FacetValue
from web.site.result_list.value_lists import ValuePage, value_list

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
    boxes = [*made.chosen, *(box for group in made.groups for box in group.choices)]
    assert [box.value for box in boxes] + [""] * bool(made.none) == offered

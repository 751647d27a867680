"""The ends of facets are those that a person would count, and nobody picks among equally rare values."""

from __future__ import annotations

from index.article import Article
from tools.facet_ends import FacetEnd, facet_ends


def article(number: int, section: str, *authors: str) -> Article:
    return Article(
        id=f"{number:016x}", key=f"{number:03}.html.gz", path="", text="", section=section, authors=authors, agency=""
    )


ARTICLES = [
    *(article(number, "Tides", "Ada Brook") for number in range(4)),
    *(article(number, "Knots", "Ada Brook", "Nils Hale") for number in range(4, 7)),
    article(7, "Ropes"),
    article(8, "Sails"),
    article(9, "Masts"),
    article(10, ""),
]


def ends(most: int) -> list[FacetEnd]:
    return [end for end in facet_ends(ARTICLES, most) if end.facet == "section"]


def test_the_commonest_come_first_and_the_rest_from_the_rarest_on() -> None:
    shown = [(end.end, end.value, end.articles, end.pages) for end in ends(2)]
    assert shown[:2] == [("often", "Tides", 4, ("000", "001", "002")), ("often", "Knots", 3, ("004", "005", "006"))]
    assert [(end, count) for end, _, count, _ in shown[2:]] == [("rare", 1), ("rare", 1)]


def test_no_value_is_shown_twice_nor_one_that_is_not_stated() -> None:
    values = [end.value for end in ends(4)]
    assert sorted(values) == ["Knots", "Masts", "Ropes", "Sails", "Tides"]
    assert {end.facet for end in facet_ends(ARTICLES)} >= {"byline", "section"}
    assert "agency" not in {end.facet for end in facet_ends(ARTICLES)}


def test_of_equally_rare_values_neither_order_of_articles_nor_of_letters_decides() -> None:
    drawn = [end.value for end in ends(2)][2:]
    again = [end.value for end in facet_ends(ARTICLES[::-1], 2) if end.facet == "section"][2:]
    assert drawn == again != sorted(["Ropes", "Sails", "Masts"])[:2]


def test_each_author_of_an_article_counts() -> None:
    counts = {end.value: end.articles for end in facet_ends(ARTICLES) if end.facet == "byline"}
    assert counts == {"Ada Brook": 7, "Nils Hale": 3}

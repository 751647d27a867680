"""What is said of the values of facets is counted as a person would count it on a small list."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from index.article import Article
from tools.values import faults, hosts_of_several, is_raw, measured, names_house, often_used, pages_of


def article(number: int, host: str, publisher: str, section: str = "", *authors: str) -> Article:
    return Article(
        id=f"{number:016x}",
        key=f"{number:03}.html",
        path=f"{number:03}.html",
        text="",
        url=f"https://{host}/{number}" if host else "",
        publisher=publisher,
        section=section,
        authors=authors,
    )


ARTICLES = (
    article(1, "www.harbour.example", "The Harbour", "Tides", "Ada Brook"),
    article(2, "harbour.example", "The Harbour", "Tides", "Ada Brook"),
    article(3, "lantern.example", "Lantern", "Tides"),
    article(4, "lantern.example", "Lantern - All the light, every day", "Tides"),
    article(5, "mill.example", "", "Tides"),
    article(6, "mill.example", "Mill &amp; Stream", "Grain, flour, bread"),
    article(7, "", "", "", "John Dell"),
    article(8, "lone.example", "mole.example"),
)
ROWS = pages_of(ARTICLES, {})


def test_hosts_of_several_pages() -> None:
    assert hosts_of_several(ROWS) == {
        "harbour.example": {"The Harbour": 2},
        "lantern.example": {"Lantern": 1, "Lantern - All the light, every day": 1},
        "mill.example": {"": 1, "Mill &amp; Stream": 1},
    }


@pytest.mark.parametrize(
    ("facet", "value", "wrong"),
    [
        ("publisher", "The Harbour", ""),
        ("publisher", "Rope & Sail", ""),
        ("publisher", "Rope &amp; Sail", "entity"),
        ("publisher", "Rope &#38; Sail", "entity"),
        ("publisher", "rope.example", "address"),
        ("publisher", "https://rope.example/", "address"),
        ("byline", "ada@rope.example", "address"),
        ("publisher", "Rope | Knots and hitches", "tagline"),
        ("publisher", "Everything that you ever wanted to know of knots", "tagline"),
        ("section", "Wind & Weather", ""),
        ("section", "wind, weather, tides", "tagline"),
        ("byline", "Ada Brook, Jr.", ""),
        ("byline", "Ada B. Brook", ""),
        ("byline", "Ada Brook. Quay Post", "tagline"),
    ],
)
def test_what_is_wrong_at_first_sight(facet: str, value: str, wrong: str) -> None:
    assert is_raw(facet, value) == wrong


def test_sections_that_are_often_used() -> None:
    assert often_used(ROWS) == (1, 2)
    assert often_used(ROWS[1:]) == (0, 2)


def test_each_fault_has_a_line() -> None:
    kinds = [line.partition("\t")[0] for line in faults(ROWS)]
    assert sorted(kinds) == ["address", "entity", "none", "seldom", "several", "several", "tagline", "tagline"]


def test_the_halves_part_sites_not_pages() -> None:
    halves = {row.site: set[str]() for row in ROWS}
    for row in ROWS:
        halves[row.site].add(row.half)
    assert all(len(half) == 1 for half in halves.values())
    assert set().union(*halves.values()) == {"a", "b"}


def test_numbers_of_the_pages() -> None:
    def evaluate(gold: list[dict[str, Any]], predicted: dict[str, Any]) -> dict[str, Any]:
        right = [row["authors"] == predicted[row["id"]]["authors"] for row in gold if row["authors"]]
        ghosts = [bool(predicted[row["id"]]["authors"]) for row in gold if not row["authors"]]
        return {
            "author_exact": sum(right) / len(right),
            "author_n": len(right),
            "author_ghost": sum(ghosts) / len(ghosts),
            "ghost_n": len(ghosts),
        }

    gold = [{"id": "001", "authors": ["Ada Brook"]}, {"id": "007", "authors": []}, {"id": "900", "authors": []}]
    numbers = dict(measured(ROWS, gold, SimpleNamespace(evaluate=evaluate)))
    assert numbers["hosts of several pages with one publisher"] == "1 of 3 (0.333)"
    assert numbers["pages with an address and no publisher"] == "1 of 7 (0.143)"
    assert numbers["publishers for so many hosts"] == "5 for 4"
    assert numbers["values with an entity"] == numbers["values with an address"] == "1"
    assert numbers["sections on five pages or more"] == "1 of 2 (0.500)"
    assert numbers["bylines exact"] == "1.000 of 1"
    assert numbers["of these where the gold names no house"] == "1.000 of 1"
    assert re.match("1 of 1", numbers["pages without a byline that got one"])


def names_a_house(author: str) -> bool:
    return names_house({"domain": "harbour.com", "authors": ["John Dell", author]})


def test_houses_in_the_gold() -> None:
    people = ["Ada Brook", "Amber", "Ada Brook-Mill", "John Deskey"]
    assert [author for author in people if names_a_house(author)] == []
    assert not names_house({"domain": "harbour.com", "authors": []})
    houses = ["Harbour", "HRB", "harbourhouse", "Harbour Staff", "The Lantern Editorial Team", "Brook Press Agency"]
    assert [author for author in (*houses, "ada@mill.example", "Mill.com") if not names_a_house(author)] == []

"""What leaves the program holds every hit, runs nowhere as a formula, and is read back by the readers of its format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import ArticleDate, Precision
from search.query import Query
from search.results import Export, Hit, HitPage, Marked, Results, Span
from web.exports.answer import to_json
from web.exports.atom import Feed, to_atom
from web.exports.formats import HIT_COLUMNS, safe_cell, to_csv, trec_lines

ATOM = "{http://www.w3.org/2005/Atom}"
MORNING = datetime(2015, 5, 26, 9, 25)


def hit(key: str = "a", score: float = 1.0, title: str = "Peace talks", **more: object) -> Hit:
    snippet = Marked("The talks begin.", (Span(4, 9),))
    return Hit(f"id-{key}", key, f"{key}.txt", Marked(title), (snippet,), score, **more)  # type: ignore[arg-type]


def results(*hits: Hit, pages: int = 3, expected: int | None = None) -> Export:
    """An export of the hits, so many a page."""
    total = len(hits) if expected is None else expected
    cut = [HitPage(hits[at : at + pages]) for at in range(0, len(hits), pages)]
    return Export(Results(Query(text="talks"), total, ()), cut, total, "2016-01-02T00:00:00+00:00")


def feed(found: Export) -> ElementTree.Element:
    source = Feed(
        title="talks",
        page_url="http://localhost/search?q=talks",
        feed_url="http://localhost/search.atom?q=talks",
        article_url=lambda one: f"http://localhost/article/{one.id}",
        id="urn:cuttings:search:1",
    )
    made = to_atom(found, source)
    return ElementTree.fromstring(b"".join(made))


def table(found: Export) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(to_csv(found)).decode("utf-8-sig"), newline="")))


def answer(found: Export) -> Any:
    return json.loads(b"".join(to_json(found)))


text = st.text(alphabet=st.characters(codec=None, exclude_categories=[]), max_size=20)


def test_an_article_that_says_only_when_it_was_changed_keeps_its_date() -> None:
    one = hit(modified=ArticleDate(MORNING, Precision.DAY))
    (row,) = table(results(one))
    (value,) = answer(results(one))["hits"]
    assert (row["published"], row["modified"]) == ("", "2015-05-26")
    assert (value["published"], value["modified"], value["modified_precision"]) == (None, "2015-05-26", "day")


@settings(max_examples=200, deadline=None)
@given(st.lists(text, max_size=5))
def test_every_title_comes_through_every_format(titles: list[str]) -> None:
    hits = [hit(str(n), title=title) for n, title in enumerate(titles)]
    rows, objects = table(results(*hits)), answer(results(*hits))["hits"]
    assert len(rows) == len(objects) == len(feed(results(*hits)).findall(f"{ATOM}entry")) == len(titles)
    assert [row["rank"] for row in rows] == [str(value["rank"]) for value in objects]
    for title, row, value in zip(titles, rows, objects, strict=True):
        sound = title.encode("utf-8", "replace").decode()
        assert row["title"] in (sound, f"'{sound}")
        assert value["title"] == sound


@given(text)
def test_no_cell_starts_like_a_formula(value: str) -> None:
    cell = safe_cell(value)
    assert isinstance(cell, str)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.removeprefix("'") == value.removeprefix("'")


def test_numbers_stay_numbers() -> None:
    assert safe_cell(-5) == -5


def test_the_columns_are_those_named() -> None:
    (row,) = table(results(hit(matches=3)))
    assert tuple(row) == HIT_COLUMNS
    assert row | {"rank": "1", "matches": "3", "quote": "The talks begin."} == row


def test_marks_stand_beside_their_text() -> None:
    quote = answer(results(hit()))["hits"][0]["quotes"][0]
    assert [quote["text"][start:end] for start, end in quote["marks"]] == ["talks"]


def test_the_feed_has_what_the_standard_asks_for() -> None:
    found = feed(results(hit(published=ArticleDate(MORNING, Precision.MINUTE), authors=("Ann Lee",)), hit("b")))
    assert {child.tag for child in found} >= {f"{ATOM}{name}" for name in ("id", "title", "updated", "link", "entry")}
    dated, undated = found.findall(f"{ATOM}entry")
    assert dated.findtext(f"{ATOM}updated") == "2015-05-26T09:25:00+00:00"
    assert dated.findtext(f"{ATOM}author/{ATOM}name") == "Ann Lee"
    assert undated.findtext(f"{ATOM}updated") == "2016-01-02T00:00:00+00:00"
    for entry in (dated, undated):
        assert entry.findtext(f"{ATOM}id", "").startswith("urn:cuttings:article:")
        assert entry.findtext(f"{ATOM}author/{ATOM}name")


@given(st.lists(st.floats(0, 50), max_size=20))
def test_a_run_sorted_by_score_keeps_its_order(scores: list[float]) -> None:
    lines = [line.split() for line in trec_lines("q 1", results(*(hit(f"k {n}", s) for n, s in enumerate(scores))))]
    assert all(len(line) == 6 and line[0] == "q_1" and line[1] == "Q0" and line[5] == "cuttings" for line in lines)
    ranked = sorted(lines, key=lambda line: (-float(line[4]), int(line[3])))
    assert [line[2] for line in ranked] == [f"k_{n}" for n in range(len(scores))]


def test_what_is_missing_is_said_where_its_reader_sees_it() -> None:
    hits = [hit(str(n)) for n in range(4)]
    rows = table(results(*hits, expected=9))
    assert [row["id"] for row in rows] == ["id-0", "id-1", "id-2", "id-3", ""]
    assert all(part in rows[-1]["title"] for part in ("PARTIAL", "4 of 9 articles"))
    value = answer(results(*hits, expected=9))
    assert (value["partial"], value["written"], value["total"], len(value["hits"])) == (True, 4, 9, 4)
    assert any("4 of 9 articles" in note for note in value["notes"])
    assert "4 of 9 articles" in feed(results(*hits, expected=9)).findtext(f"{ATOM}subtitle", "")


def test_what_is_whole_says_nothing_of_the_kind() -> None:
    hits = [hit(str(n)) for n in range(4)]
    assert len(table(results(*hits))) == 4
    assert (answer(results(*hits))["partial"], answer(results(*hits))["notes"]) == (False, [])
    assert feed(results(*hits)).find(f"{ATOM}subtitle") is None


def test_each_page_leaves_before_the_next_is_made() -> None:
    made = 0

    def pages() -> Iterator[HitPage]:
        nonlocal made
        for made in range(1, 6):
            yield HitPage((hit(str(made)),))

    for form in (to_csv, to_json):
        pieces = form(Export(Results(Query(), 5, ()), pages(), 5))
        begun = b""
        while b"id-1" not in begun:
            begun += next(pieces)
        assert (made, b"id-2" in begun) == (1, False)
        assert b"id-5" in begun + b"".join(pieces)


def test_a_fault_in_the_middle_never_ends_a_file() -> None:
    def pages() -> Iterator[HitPage]:
        yield HitPage((hit("a"),))
        raise OSError("the disk is gone")

    got = b""
    with pytest.raises(OSError, match="gone"):
        for piece in to_json(Export(Results(Query(), 2, ()), pages(), 2)):
            got += piece
    assert b"id-a" in got
    with pytest.raises(json.JSONDecodeError):
        json.loads(got)

"""What leaves the program holds every hit, runs nowhere as a formula, and is read back by the readers of its format."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import ArticleDate, Precision
from search.engine import Hit, Marked, Results, Span
from search.export import HIT_COLUMNS, safe_cell, to_atom, to_csv, to_json, trec_lines
from search.query import Query

ATOM = "{http://www.w3.org/2005/Atom}"
MORNING = datetime(2015, 5, 26, 9, 25)


def hit(key: str = "a", score: float = 1.0, title: str = "Peace talks", **more: object) -> Hit:
    snippet = Marked("The talks begin.", (Span(4, 9),))
    return Hit(f"id-{key}", key, f"{key}.txt", Marked(title), (snippet,), score, **more)  # type: ignore[arg-type]


def results(*hits: Hit, text: str = "talks") -> Results:
    return Results(Query(text=text), len(hits), hits)


def feed(found: Results) -> ElementTree.Element:
    made = to_atom(
        found,
        title="talks",
        page_url="http://localhost/search?q=talks",
        feed_url="http://localhost/search.atom?q=talks",
        article_url=lambda one: f"http://localhost/article/{one.id}",
        updated=datetime(2016, 1, 2, tzinfo=UTC),
    )
    return ElementTree.fromstring(made)


text = st.text(alphabet=st.characters(codec=None, exclude_categories=[]), max_size=20)


def test_an_article_that_says_only_when_it_was_changed_keeps_its_date() -> None:
    found = results(hit(modified=ArticleDate(MORNING, Precision.DAY)))
    (row,) = csv.DictReader(io.StringIO(to_csv(found).decode("utf-8-sig"), newline=""))
    (value,) = json.loads(to_json(found))["hits"]
    assert (row["published"], row["modified"]) == ("", "2015-05-26")
    assert (value["published"], value["modified"], value["modified_precision"]) == (None, "2015-05-26", "day")


@settings(max_examples=200, deadline=None)
@given(st.lists(text, max_size=5))
def test_every_title_comes_through_every_format(titles: list[str]) -> None:
    found = results(*(hit(str(n), title=title) for n, title in enumerate(titles)))
    rows = list(csv.DictReader(io.StringIO(to_csv(found).decode("utf-8-sig"), newline="")))
    objects = json.loads(to_json(found))["hits"]
    assert len(rows) == len(objects) == len(feed(found).findall(f"{ATOM}entry")) == len(titles)
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
    rows = list(csv.reader(io.StringIO(to_csv(results(hit(matches=3))).decode("utf-8-sig"))))
    assert tuple(rows[0]) == HIT_COLUMNS
    assert dict(zip(*rows, strict=True)) | {"rank": "1", "matches": "3", "quote": "The talks begin."} == dict(
        zip(*rows, strict=True)
    )


def test_marks_stand_beside_their_text() -> None:
    quote = json.loads(to_json(results(hit())))["hits"][0]["quotes"][0]
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

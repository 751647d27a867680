"""Metadata of whole pages, invented ones and the real dumps: values, evidence, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, Certainty, Precision
from index.describe import Hints, read_corrections
from index.errors import ReadError
from index.extract import extract
from index.page import RawPage
from index.readers import read

BODY = [
    "The harbour council voted on Wednesday to rebuild the old lighthouse, which a storm had damaged in the winter.",
    "Engineers told the council that the tower could stand for another century if its foundation was made new.",
    "The council expects the work to cost nine million crowns, most of which a fund for monuments will pay for it.",
    "Fishermen had asked for the light to be kept, because the new beacon is hard to see when there is fog at sea.",
]
HINTS = Hints(today=date(2020, 1, 1))


def article(
    source: str | bytes, path: str = "page.txt", hints: Hints = HINTS, corrections: Mapping[str, Any] | None = None
) -> Article:
    (page,) = read(source if isinstance(source, bytes) else source.encode(), path)
    assert isinstance(page, RawPage)
    return extract(page, hints, corrections=corrections)


def dump(*above: str, below: tuple[str, ...] = ()) -> str:
    return "\n\n".join([*above, *BODY, *below])


def html(head: str = "", above: str = "", lang: str = "en") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body><article>{above}{body}</article></body></html>'


def evidence(found: Article, field: str) -> list[tuple[str, Certainty]]:
    return [(e.value, e.certainty) for e in found.evidence if e.field == field]


class TestDumps:
    def test_title_byline_date_and_agency(self) -> None:
        found = article(
            dump(
                "Council to rebuild harbour lighthouse",
                "By Ada Brook",
                "7 June 2011 | 18:40",
                below=("Source: Agencies",),
            )
        )
        assert found.title == "Council to rebuild harbour lighthouse"
        assert found.authors == ("Ada Brook",)
        assert found.agency == "agencies"
        assert found.published is not None and found.published.isoformat() == "2011-06-07T18:40"
        assert found.published.precision is Precision.MINUTE and not found.published.inferred
        assert found.text.split("\n") == BODY

    def test_modified_is_told_from_published(self) -> None:
        found = article(dump("Council to rebuild harbour lighthouse", "Last Modified: 7 June 2011 18:40"))
        assert found.published is None
        assert found.modified is not None and found.modified.isoformat() == "2011-06-07T18:40"

    def test_byline_with_place(self) -> None:
        found = article(dump("Council to rebuild harbour lighthouse", "Ada Brook in Geneva"))
        assert (found.authors, found.place) == (("Ada Brook",), "Geneva")

    def test_a_page_without_byline_names_nobody(self) -> None:
        found = article(dump("Council to rebuild harbour lighthouse", "7 June 2011"))
        assert found.authors == ()

    def test_agency_and_paper_of_a_closing_credit(self) -> None:
        found = article(dump("Council to rebuild harbour lighthouse", below=("Daily Example And Agencies",)))
        assert (found.publisher, found.agency, found.authors) == ("Daily Example", "agencies", ())

    def test_photo_credit_is_no_byline(self) -> None:
        found = article(dump("Council to rebuild harbour lighthouse", "The lighthouse after the storm [AFP]"))
        assert (found.photo_credit, found.agency, found.authors) == ("AFP", "", ())

    def test_section_of_the_path_to_the_page(self) -> None:
        assert article(dump("Home | Culture | * * *", "Council to rebuild harbour lighthouse")).section == "Culture"

    def test_year_of_a_dateline_from_weekday_and_archive(self) -> None:
        text = dump("Council to rebuild harbour lighthouse", "CAIRO, Feb 24 – " + BODY[0])
        found = article(text, hints=Hints((2013, 2015), date(2020, 1, 1)))
        assert found.place == "Cairo"
        assert found.published is not None and found.published.isoformat() == "2016-02-24"
        assert "weekday" in found.published.inferred
        assert ("2016-02-24", Certainty.INFERRED) in evidence(found, "published")

    @pytest.mark.parametrize("years", [None, (1990, 2020), (2013, 2013)])
    def test_a_year_that_cannot_be_told_is_refused(self, years: tuple[int, int] | None) -> None:
        text = dump("Council to rebuild harbour lighthouse", "CAIRO, Feb 24 – " + BODY[0])
        found = article(text, hints=Hints(years, date(2021, 1, 1)))
        assert found.published is None
        assert ("--02-24", Certainty.REFUSED) in evidence(found, "published")

    def test_a_day_to_come_is_refused(self) -> None:
        found = article(dump("Council to rebuild harbour lighthouse", "Published 7 June 2031"))
        assert found.published is None
        assert ("2031-06-07", Certainty.REFUSED) in evidence(found, "published")

    def test_numeric_order_from_the_pages_other_dates(self) -> None:
        found = article(dump("Council to rebuild harbour lighthouse", "Published 05/06/2011", "Updated 23/06/2011"))
        assert found.published is not None and found.published.isoformat() == "2011-06-05"
        assert not found.published.inferred

    def test_an_order_that_nothing_tells_is_marked(self) -> None:
        found = article(dump("Council to rebuild harbour lighthouse", "Published 05/06/2011"))
        assert found.published is not None and "change places" in found.published.inferred

    def test_german_page(self) -> None:
        first = "Der Hafenrat hat am Mittwoch beschlossen, den Leuchtturm aufzubauen, den ein Sturm beschädigt hatte."
        second = "Fachleute sagten, der Turm könne noch hundert Jahre stehen, wenn sein Fundament erneuert werde."
        above = ["Hafenrat baut alten Leuchtturm wieder auf", "Von Jörg Weiß", "7. Juni 2011, 18:40 Uhr"]
        text = "\n\n".join([*above, first, second, second])
        found = article(text)
        assert (found.title, found.authors, found.language) == (
            "Hafenrat baut alten Leuchtturm wieder auf",
            ("Jörg Weiß",),
            "de",
        )
        assert found.published is not None and found.published.isoformat() == "2011-06-07T18:40"


class TestHtml:
    def test_json_ld(self) -> None:
        ld = (
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Council to rebuild lighthouse",'
            '"datePublished": "2011-06-07T18:40:00+02:00", "author": [{"@type": "Person", "name": "Ada Brook"}],'
            '"publisher": {"name": "Daily Example"}, "articleSection": "Culture"}</script>'
        )
        found = article(html(ld), "page.html")
        assert (found.title, found.authors) == ("Council to rebuild lighthouse", ("Ada Brook",))
        assert (found.publisher, found.section, found.language) == ("Daily Example", "Culture", "en")
        assert found.published is not None and found.published.isoformat() == "2011-06-07T18:40+02:00"
        assert {e.source for e in found.evidence} >= {"JSON-LD headline", "JSON-LD author", "JSON-LD datePublished"}

    def test_headline_without_the_site(self) -> None:
        head = "<title>Council to rebuild lighthouse | Daily Example</title>"
        head += '<meta property="og:site_name" content="Daily Example">'
        assert article(html(head), "page.html").title == "Council to rebuild lighthouse"

    def test_the_h1_that_the_head_resembles_is_the_headline(self) -> None:
        head = "<title>Lighthouse to be rebuilt, council says - Daily Example</title>"
        above = "<h1>Daily Example</h1><h1>Council says lighthouse is to be rebuilt at once</h1>"
        assert article(html(head, above), "page.html").title == "Council says lighthouse is to be rebuilt at once"

    def test_agency_in_the_author_field_is_no_author(self) -> None:
        found = article(html('<title>Lighthouse news</title><meta name="author" content="Reuters">'), "page.html")
        assert (found.authors, found.agency) == ((), "Reuters")

    def test_marked_byline_where_the_head_names_nobody(self) -> None:
        found = article(html("<title>Lighthouse news</title>", '<div class="byline">By Ada Brook</div>'), "page.html")
        assert found.authors == ("Ada Brook",)

    def test_day_in_the_address(self) -> None:
        head = '<title>Lighthouse news</title><link rel="canonical" href="https://example.org/2011/06/07/lighthouse">'
        found = article(html(head), "page.html")
        assert found.url == "https://example.org/2011/06/07/lighthouse"
        assert found.published is not None
        assert (found.published.isoformat(), found.published.inferred) == ("2011-06-07", "from the address")

    def test_the_publishers_own_day_counts_before_the_day_in_utc(self) -> None:
        head = '<title>Lighthouse news</title><meta property="article:published_time" content="2011-06-07T21:30:00Z">'
        found = article(html(head, "<h1>Lighthouse news</h1><p>June 8, 2011</p>"), "page.html")
        assert found.published is not None and found.published.isoformat()[:10] == "2011-06-08"

    @pytest.mark.parametrize(
        "value", ["[[[", '{"@type": 5}', '{"@type": "Article", "author": {"name": 3}}', "null", '"x"']
    )
    def test_strange_json_ld_is_no_error(self, value: str) -> None:
        found = article(
            html(f'<title>Lighthouse news</title><script type="application/ld+json">{value}</script>'), "p.html"
        )
        assert found.title == "Lighthouse news"


class TestGiven:
    def test_front_matter_overrides_and_is_called_corrected(self) -> None:
        found = article(
            "---\ntitle: Told\nauthor: Ada Brook\ndate: 2011-06\n---\n# Shown\n\n" + "\n\n".join(BODY), "a.md"
        )
        assert (found.title, found.authors) == ("Told", ("Ada Brook",))
        assert found.published is not None and found.published.precision is Precision.MONTH
        assert evidence(found, "title") == [("Told", Certainty.CORRECTED)]

    def test_json_lines_fields(self) -> None:
        found = article('{"id": "7", "title": "T", "text": "x y", "authors": ["A B", "C D"], "date": 2011}', "a.jsonl")
        assert (found.key, found.title, found.authors) == ("7", "T", ("A B", "C D"))
        assert found.published is not None and found.published.isoformat() == "2011"

    def test_a_correction_file_overrides_what_the_page_says(self) -> None:
        corrections, wrong = read_corrections(b"published: 2012-03-04\nauthors: [Eve Stone]\nplace: Oslo\n")
        assert wrong == ""
        found = article(
            dump("Council to rebuild harbour lighthouse", "By Ada Brook", "7 June 2011"), corrections=corrections
        )
        assert (found.authors, found.place) == (("Eve Stone",), "Oslo")
        assert found.published is not None and found.published.isoformat() == "2012-03-04"
        assert evidence(found, "published")[0] == ("2012-03-04", Certainty.CORRECTED)

    def test_a_correction_file_that_is_not_yaml_says_so(self) -> None:
        corrections, wrong = read_corrections(b"a: [b")
        assert corrections == {}
        assert "is not YAML (line 1)" in wrong

    def test_a_correction_file_names_what_is_no_field(self) -> None:
        corrections, wrong = read_corrections(b"titel: Tower\ntitle: Lantern\n")
        assert corrections["title"] == "Lantern"
        assert "`titel`" in wrong

    @settings(max_examples=60, deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(["title", "authors", "date", "modified", "url", "section"]),
            st.one_of(
                st.none(),
                st.integers(),
                st.text(max_size=30),
                st.lists(st.text(max_size=9), max_size=3),
                st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
                st.floats(allow_nan=False),
            ),
            max_size=4,
        )
    )
    def test_any_fields_give_an_article(self, corrections: dict[str, Any]) -> None:
        assert article("Some words.", corrections=corrections).title


LINES = st.lists(
    st.one_of(
        st.sampled_from(["", "By Ada Brook", "7 June 2011", "CAIRO, Feb 24 – x", "Source: AP", *BODY]),
        st.text(max_size=60),
    ),
    min_size=1,
    max_size=20,
)


@settings(max_examples=100, deadline=None)
@given(LINES, st.sampled_from(["p.txt", "p.html"]))
def test_kept_and_dropped_lines_are_the_page(lines: list[str], path: str) -> None:
    text = "\n".join(lines)
    try:
        (page,) = read(text.encode("utf-8", "replace"), path)
    except ReadError:
        return
    assert isinstance(page, RawPage)
    found = extract(page, HINTS)
    dropped = {d.line: d.text for d in found.dropped}
    kept = [line.text for n, line in enumerate(page.lines) if n not in dropped and line.text]
    assert all(page.lines[n].text == text and text for n, text in dropped.items())
    assert found.text.replace("\n", " ") == " ".join(kept)
    assert all(d.rule for d in found.dropped)
    assert (found.original or found.text).split("\n") == [line.text for line in page.lines] or not page.lines


TRUTH: dict[str, dict[str, Any]] = {
    "000": {"authors": ("Martin Jay",), "publisher": "An-Nahar", "published": "2015-05-26T09:25"},
    "001": {"authors": (), "place": "Moscow", "published": "2016-02-24"},
    "002": {
        "authors": ("Patrick Wintour",),
        "place": "Antalya",
        "section": "Politics",
        "agency": "Guardian",
        "published": None,
        "modified": None,
    },
    "003": {"publisher": "Al Jazeera", "agency": "agencies", "modified": "2013-05-11T05:46", "photo_credit": "AFP"},
    "004": {"agency": "agencies", "published": "2013-11-14T18:23", "photo_credit": "AP", "authors": ()},
}


@pytest.mark.parametrize("number", sorted(TRUTH))
def test_real_dumps(shared: Path, number: str) -> None:
    (file,) = sorted((shared / "seeds").glob(f"{number}_*.txt"))
    found = article(file.read_bytes(), file.name, Hints((2013, 2015), date(2020, 1, 1)))
    for field, value in TRUTH[number].items():
        got = getattr(found, field)
        assert (got.isoformat() if hasattr(got, "isoformat") else got) == value, field
    assert found.language == "en"
    assert found.title not in found.text.split("\n")
    if number == "001":
        assert found.photo_credit.startswith("REUTERS") and found.published and "weekday" in found.published.inferred

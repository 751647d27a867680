"""Which claim stands, what is evidence, and what is kept of those that lost: whom to believe, not who spoke first."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import ArticleDate, Certainty, Precision
from index.clean import clean
from index.describe import Hints, describe
from index.describe.claims import PART, RANKS, Claim, Known, Mark, Origin, settle, settle_marks
from index.describe.stages import hear
from index.page import Cleaned, Decision, RawPage
from index.readers import read

ROOT = Path(__file__).resolve().parents[2]
HINTS = Hints(years=(2012, 2016), today=date(2017, 1, 1))
# For each field who is asked, in the order in which they were asked when the first who spoke was believed.
BELIEVED = [
    ("title", "CORRECTION GIVEN H1 SHOWN_TITLE HEAD_TITLE BIBLIOGRAPHY CUT_TITLE HEADLINE BOOKMARK FIRST_LINE FILE"),
    ("standfirst", "CORRECTION GIVEN SUMMARY"),
    (
        "authors",
        "CORRECTION GIVEN TRUE_BYLINE JSON_LD META MARKED BIBLIOGRAPHY BYLINE DOCUMENT BOOKMARK SENDER NAMELESS",
    ),
    (
        "publisher",
        "CORRECTION GIVEN META JSON_LD BIBLIOGRAPHY TITLE_NAME MASTHEAD SENDER HOST BOOKMARK HOST_NAME CREDIT RIGHTS",
    ),
    ("agency", "CORRECTION GIVEN JSON_LD META MARKED CREDIT BYLINE DATELINE"),
    ("place", "CORRECTION GIVEN MARKED BYLINE DATELINE"),
    ("section", "CORRECTION GIVEN META JSON_LD PATH BREADCRUMB"),
    ("language", "CORRECTION GIVEN WORDS BIBLIOGRAPHY BOOKMARK"),
    ("photo_credit", "CORRECTION GIVEN CAPTION"),
    ("url", "CORRECTION GIVEN CANONICAL OG_URL SAVED_FROM BASE"),
    (
        "published",
        "CORRECTION GIVEN JSON_LD META ADDRESS_DAY TIME BIBLIOGRAPHY DATE_LINE DATELINE ADDRESS BOOKMARK DOCUMENT",
    ),
    ("modified", "CORRECTION GIVEN JSON_LD META DATE_LINE"),
    ("saved", "CORRECTION GIVEN SAVED_FROM CAPTURED BIBLIOGRAPHY BOOKMARK"),
]


def claim(field: str, value: str, source: Origin, certainty: Certainty = Certainty.STATED, score: float = 0.0) -> Claim:
    return Claim(field, value, source, f"where {source.name} speaks", value, certainty, score)


def refused(field: str, value: str, source: Origin) -> Claim:
    return claim(field, value, source, Certainty.REFUSED)


@pytest.mark.parametrize(("field", "names"), BELIEVED)
def test_the_source_that_is_believed_most_stands(field: str, names: str) -> None:
    sources = [Origin[name] for name in names.split()]
    for number in range(len(sources)):
        said = [claim(field, f"by {source.name}", source, score=n) for n, source in enumerate(sources[number:])]
        for order in (said, said[::-1]):
            settled = settle(order)
            assert settled.standing == {field: said[0]}
            assert settled.told == (said[0],)
            assert sorted(settled.others) == sorted(said[1:])
            assert Known(order).text(field) == f"by {sources[number].name}"


def test_every_field_and_source_is_asked_for() -> None:
    assert {field for field, _ in BELIEVED} == set(RANKS)
    named = {name for _, names in BELIEVED for name in names.split()}
    assert {source.name for source in Origin} - named == {"LOCAL_DAY"}


def test_a_source_that_has_no_say_in_a_field_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        settle([claim("title", "Told", Origin.CAPTION), claim("title", "Told", Origin.H1)])


def test_of_one_source_the_likeliest_stands_and_of_equals_the_first() -> None:
    said = [claim("agency", value, Origin.CREDIT, score=score) for value, score in (("A", 0.5), ("B", 2.0), ("C", 2.0))]
    settled = settle(said)
    assert settled.standing["agency"].value == "B"
    assert [one.value for one in settled.others] == ["A", "C"]
    assert settle(said[::-1]).standing["agency"].value == "C"
    assert settle([said[0], claim("agency", "D", Origin.BYLINE, score=9.0)]).standing["agency"].value == "A"


def test_a_refused_claim_never_stands_and_is_evidence_where_nothing_better_does() -> None:
    alone = settle([refused("published", "2031", Origin.META)])
    assert alone.standing == {} and [one.value for one in alone.told] == ["2031"]
    below = settle([refused("published", "2031", Origin.META), claim("published", "2014", Origin.TIME)])
    assert below.standing["published"].value == "2014"
    assert [one.value for one in below.told] == ["2031", "2014"] and below.others == ()
    above = settle([refused("published", "2031", Origin.META), claim("published", "2014", Origin.JSON_LD)])
    assert [one.value for one in above.told] == ["2014"] and [one.value for one in above.others] == ["2031"]


@pytest.mark.parametrize(("field", "source"), [("published", "GIVEN"), ("published", "DATE_LINE"), ("url", "OG_URL")])
def test_what_was_written_down_or_stands_on_top_is_told_also_where_better_is_known(field: str, source: str) -> None:
    settled = settle([refused(field, "no", Origin[source]), claim(field, "yes", Origin.CORRECTION)])
    assert sorted(str(one.value) for one in settled.told) == ["no", "yes"]


def test_the_losers_are_kept_where_they_say_something_else() -> None:
    said = [
        claim("publisher", "Harbour Post", Origin.META),
        claim("publisher", "Harbour Post", Origin.JSON_LD),
        claim("publisher", "Port Media Ltd", Origin.RIGHTS),
    ]
    assert [(one.source, one.value) for one in settle(said).others] == [(Origin.RIGHTS, "Port Media Ltd")]


def test_the_day_that_the_page_shows_takes_the_place_of_one_in_utc_and_both_are_evidence() -> None:
    utc = Claim("published", ArticleDate(datetime(2014, 3, 1), Precision.DAY), Origin.META, "meta date")
    shown = Claim("published", ArticleDate(datetime(2014, 3, 2), Precision.DAY), Origin.LOCAL_DAY, "line 3")
    later = Claim("published", ArticleDate(datetime(2014, 3, 9), Precision.DAY), Origin.DATELINE, "line 5")
    settled = settle([later, shown, utc])
    assert settled.standing["published"] == shown
    assert settled.told == (utc, shown)
    assert settled.others == (later,)


def test_a_line_is_what_is_believed_most() -> None:
    roles = ["credit", "date", "byline", "source", "title"]
    marks = [Mark(7, role) for role in roles]
    for size in range(1, len(marks) + 1):
        assert settle_marks(marks[:size]) == settle_marks(marks[:size][::-1]) == {7: roles[size - 1]}
    assert settle_marks([Mark(1, "date"), Mark(2, "byline")]) == {1: "date", 2: "byline"}


_PAIRS = [(field, Origin[name]) for field, names in BELIEVED for name in names.split()]
_CLAIMS = st.lists(
    st.tuples(
        st.sampled_from([*_PAIRS, ("published", Origin.LOCAL_DAY)]),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from([Certainty.STATED, Certainty.INFERRED, Certainty.REFUSED]),
        st.sampled_from([0.0, 1.0]),
    ).map(lambda drawn: claim(drawn[0][0], drawn[1], drawn[0][1], drawn[2], drawn[3])),
    max_size=14,
)


def shuffled(claims: list[Claim], seed: random.Random) -> list[Claim]:
    """The claims as they come where the parts of a page are asked in another order."""
    parts = [
        list(part)
        for _, part in groupby(sorted(claims, key=lambda one: PART[one.source]), lambda one: PART[one.source])
    ]
    seed.shuffle(parts)
    return [one for part in parts for one in part]


@given(_CLAIMS, st.randoms(use_true_random=False))
def test_the_order_of_asking_changes_nothing(claims: list[Claim], seed: random.Random) -> None:
    assert settle(shuffled(claims, seed)) == settle(claims)


@given(_CLAIMS)
def test_every_claim_is_evidence_or_lost_or_says_what_stands(claims: list[Claim]) -> None:
    settled = settle(claims)
    kept = [*settled.told, *settled.others]
    for one in claims:
        assert kept.count(one) == claims.count(one) or (
            one.certainty is not Certainty.REFUSED and settled.standing[one.field].value == one.value
        )
    assert all(one.certainty is not Certainty.REFUSED for one in settled.standing.values())


def _pages() -> Iterator[Cleaned]:
    for file in (*(ROOT / "seeds").iterdir(), *(ROOT / "tests" / "corpus" / "newsroom").iterdir()):
        if file.suffix not in (".html", ".htm", ".txt", ".md", ".jsonl") or file.name == "gold.jsonl":
            continue
        for page in read(file.read_bytes(), file.name):
            if isinstance(page, RawPage):
                yield clean(page) if page.clean else Cleaned(page, tuple(map(Decision, range(len(page.lines)))))


def test_on_whole_pages_the_order_of_asking_changes_nothing() -> None:
    seed = random.Random(7)
    pages = others = 0
    for cleaned in _pages():
        claims = hear(cleaned.page, cleaned, HINTS, {"section": "Ports"}).claims
        settled = settle(claims)
        for _ in range(5):
            assert settle(shuffled(claims, seed)) == settled
        pages += 1
        others += len(settled.others)
    assert pages > 30 and others > 30


HEAD = (
    '<meta property="og:title" content="Council to rebuild lighthouse">'
    '<meta property="og:site_name" content="Harbour Post">'
    '<meta name="author" content="Ada Brook"><meta property="article:published_time" content="2014-06-07T18:40">'
    '<meta name="date" content="2014-06-09"><script type="application/ld+json">'
    '{"@type": "NewsArticle", "datePublished": "2014-06-08", "author": "Bo Lind", "publisher": {"name": "Port Media"}}'
    "</script>"
)


def test_a_description_keeps_what_the_page_says_otherwise() -> None:
    lines = "".join(
        f"<p>The harbour council voted on Wednesday to rebuild tower {n} of the old light.</p>" for n in "123"
    )
    source = f"<html><head>{HEAD}</head><body><h1>Council to rebuild lighthouse</h1>{lines}</body></html>"
    (page,) = read(source.encode(), "a.html")
    assert isinstance(page, RawPage)
    description = describe(page, clean(page), HINTS)
    assert description.authors == ("Bo Lind",)
    assert description.publisher == "Harbour Post"
    assert description.published is not None and description.published.isoformat() == "2014-06-08"
    others = {(one.field, one.text, one.place) for one in description.others}
    assert others == {
        ("authors", "Ada Brook", "meta author"),
        ("publisher", "Port Media", "JSON-LD publisher"),
        ("published", "2014-06-07T18:40", "meta article:published_time"),
    }
    assert not others & {(one.field, one.value, one.source) for one in description.evidence}

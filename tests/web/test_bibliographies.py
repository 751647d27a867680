"""What leaves as RIS, BibTeX or CSL JSON is read back by programs that others wrote, whatever an article says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import rispy
from bibtexparser.entrypoint import parse_string
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import ArticleDate, Precision
from search.query import Query
from search.results import Export, Hit, HitPage, Marked, Results
from tests.web.replies import json_of
from web import render
from web.exports.bibliographies import bibtex, csl, ris, to_bibtex, to_csl, to_ris
from web.exports.cited_names import cited_name
from web.exports.reference import Reference, reference

DAY = ArticleDate(datetime(2015, 5, 26, 9, 25), Precision.MINUTE)
HIT = Hit(
    "0123456789abcdef",
    "a",
    "a.txt",
    Marked("Talks & tides: 100% of {harbours} cost $5_000 #1 ~ ^ \\ done"),
    (),
    1.0,
    publisher="Tide & Press",
    authors=("Ann Lee", "Jan van der Berg", "John Smith Jr.", "Harbour Staff"),
    language="en",
    published=DAY,
    url="https://example.org/a_b?x=1&y=%7B2%7D#z",
    added=datetime(2026, 11, 30, tzinfo=UTC),
)
LINK = "http://localhost/article/0123456789abcdef"
# Anything that a title may hold, and what means something to one of the formats.
nasty = st.text(
    alphabet=st.one_of(st.sampled_from(list("{}\\%#@,=\"'\n\r\t\u2028$&_~^-:;<> aTYER")), st.characters(codec="utf-8")),
    max_size=30,
)


def of(hit: Hit) -> Reference:
    return reference(hit, LINK)


def exported(*hits: Hit, expected: int | None = None) -> Export:
    total = len(hits) if expected is None else expected
    pages = [HitPage(hits[at : at + 2]) for at in range(0, len(hits), 2)]
    return Export(Results(Query("talks"), total, ()), pages, total, "2026-01-01T00:00:00+00:00")


def records(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rispy.loads(text)
    return found


def entries(text: str) -> list[Any]:
    library = parse_string(text)
    assert not library.failed_blocks
    return list(library.entries)


def test_ris_says_what_the_article_says() -> None:
    (one,) = records(ris(of(HIT)))
    assert (one["type_of_reference"], one["title"]) == ("NEWS", HIT.title.text)
    assert one["authors"] == ["Lee, Ann", "Berg, Jan van der", "Smith, John, Jr.", "Harbour Staff"]
    assert (one["secondary_title"], one["date"], one["year"]) == ("Tide & Press", "2015/05/26/", "2015")
    assert (one["urls"], one["access_date"], one["accession_number"]) == ([HIT.url], "2026/11/30/", HIT.id)


def test_bibtex_says_what_the_article_says() -> None:
    (one,) = entries(bibtex(of(HIT)))
    told = {field.key: field.value for field in one.fields}
    assert (one.key, one.entry_type) == ("cuttings-0123456789abcdef", "article")
    assert told["author"] == "Lee, Ann and van der Berg, Jan and Smith, Jr., John and {Harbour Staff}"
    assert told["title"] == (
        r"{Talks \& tides: 100\% of \textbraceleft{}harbours\textbraceright{} cost \$5\_000 \#1 \textasciitilde{} "
        r"\textasciicircum{} \textbackslash{} done}"
    )
    assert (told["journal"], told["date"], told["month"]) == (r"Tide \& Press", "2015-05-26", "may")
    assert told["langid"] == "english"
    assert (told["url"], told["urldate"], told["archived"]) == (HIT.url, "2026-11-30", LINK)


def test_csl_says_what_the_article_says() -> None:
    one = csl(of(HIT))
    assert one == {
        "id": "cuttings-0123456789abcdef",
        "type": "article-newspaper",
        "title": HIT.title.text,
        "author": [
            {"family": "Lee", "given": "Ann"},
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"family": "Smith", "given": "John", "suffix": "Jr."},
            {"literal": "Harbour Staff"},
        ],
        "container-title": "Tide & Press",
        "language": "en",
        "issued": {"date-parts": [[2015, 5, 26]]},
        "URL": HIT.url,
        "accessed": {"date-parts": [[2026, 11, 30]]},
        "archive_location": LINK,
    }
    guessed = csl(of(HIT._replace(published=replace(DAY, precision=Precision.MONTH, inferred="year from the weekday"))))
    assert guessed["issued"] == {"date-parts": [[2015, 5]], "circa": True}


def test_without_an_address_of_its_own_the_archive_s_is_told() -> None:
    bare = of(HIT._replace(url="javascript:alert(1)", published=None, authors=(), publisher=""))
    assert records(ris(bare))[0]["urls"] == [LINK]
    assert csl(bare)["URL"] == LINK
    assert "issued" not in csl(bare) and "author" not in csl(bare)
    (one,) = entries(bibtex(bare))
    assert {field.key for field in one.fields} >= {"title", "url"} and "date" not in one.fields_dict


@settings(max_examples=300, deadline=None)
@given(title=nasty, author=nasty, paper=nasty)
def test_no_value_ends_or_begins_a_field(title: str, author: str, paper: str) -> None:
    hit = HIT._replace(title=Marked(title), authors=(author,), publisher=paper)
    plain = of(HIT)
    one = of(hit)
    text = ris(one)
    allowed = {line[:6] for line in ris(plain).split("\r\n")}
    lines = text.split("\r\n")
    assert {line[:6] for line in lines} <= allowed
    assert [line[:6] for line in lines].count("TY  - ") == [line[:6] for line in lines].count("ER  - ") == 1
    assert not set("\n\r\x0b\x0c\u2028\u2029\x85") & set("".join(lines))
    (entry,) = entries(bibtex(one) + bibtex(plain).replace(HIT.id, "1" * 16))[:1]
    assert entry.key == f"cuttings-{HIT.id}"
    assert {field.key for field in entry.fields} <= {field.key for field in entries(bibtex(plain))[0].fields}
    assert json.loads(json.dumps(csl(one))).get("title", "") == render.single_line(title)


@given(st.lists(nasty, max_size=5))
@settings(max_examples=50, deadline=None)
def test_every_hit_comes_through_every_format(titles: list[str]) -> None:
    hits = [HIT._replace(id=f"{n:016x}", title=Marked(title)) for n, title in enumerate(titles)]
    ids = [hit.id for hit in hits]
    assert [one["accession_number"] for one in records(b"".join(to_ris(exported(*hits), of)).decode())] == ids
    assert [one.key[9:] for one in entries(b"".join(to_bibtex(exported(*hits), of)).decode())] == ids
    assert [one["id"][9:] for one in json.loads(b"".join(to_csl(exported(*hits), of)))] == ids


def test_what_is_missing_is_said_in_each() -> None:
    for form in (to_ris, to_bibtex, to_csl):
        assert b"1 articles. The time was up after 1 of 3 articles" in b"".join(form(exported(HIT, expected=3), of))
        whole = b"".join(form(exported(HIT), of))
        assert b"1 of" not in whole
    items = json.loads(b"".join(to_csl(exported(expected=3), of)))
    assert [item["type"] for item in items] == ["document"]


def test_names_are_taken_apart_by_their_form() -> None:
    told = {
        name: (cited_name(name).surname, cited_name(name).given)
        for name in (
            "Ludwig van Beethoven",
            "de Gaulle",
            "Lee, Ann",
            "Reuters",
            "Agence France-Presse",
            "Ann  B. Lee",
            "!",
            "Fund for Old Bridges and Roads",
            "bell hooks",
        )
    }
    assert told == {
        "Ludwig van Beethoven": ("van Beethoven", "Ludwig"),
        "de Gaulle": ("Gaulle", "de"),
        "Lee, Ann": ("Lee", "Ann"),
        "Reuters": ("Reuters", ""),
        "Agence France-Presse": ("Agence France-Presse", ""),
        "Ann  B. Lee": ("Lee", "Ann B."),
        "!": ("!", ""),
        "Fund for Old Bridges and Roads": ("Fund for Old Bridges and Roads", ""),
        "bell hooks": ("hooks", "bell"),
    }


@given(nasty)
def test_any_author_has_a_name_and_none_is_an_error(name: str) -> None:
    line = render.single_line(name)
    if line:
        told = cited_name(line)
        assert told.family and sorted(told.straight.replace(",", " ").split()) == sorted(line.replace(",", " ").split())


def test_the_service_hands_them_out(reader: FlaskClient) -> None:
    hits = json_of(reader.get("/search.json?q=agreement"))["hits"]
    ids = [hit["id"] for hit in hits]
    assert [one["accession_number"] for one in records(reader.get("/search.ris?q=agreement").text)] == ids
    assert [one.key[9:] for one in entries(reader.get("/search.bib?q=agreement").text)] == ids
    assert [one["id"][9:] for one in json.loads(reader.get("/search.csl.json?q=agreement").data)] == ids
    (one,) = json.loads(reader.get(f"/article/{ids[0]}.csl.json").data)
    assert one["archive_location"] == f"http://localhost/article/{ids[0]}"
    assert records(reader.get(f"/article/{ids[0]}.ris").text)[0]["accession_number"] == ids[0]
    reply = reader.get(f"/article/{ids[0]}.bib")
    assert entries(reply.text)[0].key[9:] == ids[0]
    assert reply.headers["Content-Disposition"] == f'attachment; filename="{ids[0]}.bib"'

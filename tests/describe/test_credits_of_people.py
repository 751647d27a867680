"""A byline holds people: no role, no house, no comment, no date."""

from __future__ import annotations

import pytest

from index.article import Certainty
from index.clean import clean
from index.describe import Description, describe
from index.describe.bylines import marked_names, parse_byline, stated_names
from index.page import RawPage
from index.readers import read


@pytest.mark.parametrize(
    ("stated", "people", "agencies"),
    [
        ("Nils Hale and others", ("Nils Hale",), ()),
        ("Nils Hale et al.", ("Nils Hale",), ()),
        ("Nils Hale March 3, 2014 10:43", ("Nils Hale",), ()),
        ("Nils Hale (nha)", ("Nils Hale",), ()),
        ("Nils ● Hale", ("Nils · Hale",), ()),
        ("Nils & Ingrid", ("Nils", "Ingrid"), ()),
        ("Nils Hale, Ship Engineer", ("Nils Hale",), ()),
        ("The Author", (), ()),
        ("About the author", (), ()),
        ("Nils Hale says", (), ()),
        ("Updated by Nils Hale", (), ()),
        ("Photos by Nils Hale", (), ()),
        ("Quay Post Staff", (), ()),
        ("Quay Post Editorial Team", (), ()),
        ("Quay Post", (), ()),
        ("Agence France-Presse", (), ("AFP",)),
        ("dpa", (), ("dpa",)),
        ("Nils Hale, Reuters", ("Nils Hale",), ("Reuters",)),
    ],
)
def test_a_field_for_authors_names_people_and_agencies(
    stated: str, people: tuple[str, ...], agencies: tuple[str, ...]
) -> None:
    assert stated_names(stated, ("Quay Post", "quaypost.example", "quaypost")) == (people, agencies)


@pytest.mark.parametrize(
    "line",
    [
        "By Nils E. Hale March 3, 2014",
        "By Nils E. Hale ⋅ Ship Engineer ⋅ Updated March 3, 2014",
        "by Nils E. Hale ● March 3, 2014 ● 6 min read",
        "Nils E. Hale, Attorney",
    ],
)
def test_a_line_names_the_person_alone(line: str) -> None:
    byline = parse_byline(line, marked=True)
    assert byline is not None
    assert byline.authors == ("Nils E. Hale",)


def test_an_element_of_comments_or_of_others_work_names_nobody() -> None:
    assert marked_names("Edited by Nils Hale") == ((), ())
    assert marked_names("Written by Nils Hale") == (("Nils Hale",), ())


def described(head: str, body: str) -> Description:
    lines = "".join(
        f"<p>The council voted on Wednesday to rebuild tower {n} of the old harbour light.</p>" for n in "123"
    )
    source = f"<html><head>{head}</head><body><h1>A light for the pier</h1>{body}{lines}</body></html>"
    (page,) = read(source.encode(), "a.html")
    assert isinstance(page, RawPage)
    return describe(page, clean(page))


def told(description: Description) -> list[tuple[str, str]]:
    shown = (e for e in description.evidence if e.field == "authors" and e.certainty is not Certainty.REFUSED)
    return [(e.value, e.source) for e in shown]


def test_the_field_that_a_byline_shows_is_believed_before_another() -> None:
    head = "<meta name=author content='Hull Holdings'><meta property='article:author' content='Nils Hale'>"
    assert told(described(head, "<p class=byline>Nils Hale</p>")) == [("Nils Hale", "meta article:author")]
    assert told(described(head, "")) == [("Hull Holdings", "meta author")]


def test_the_name_in_an_element_of_its_own_is_without_what_stands_beside_it() -> None:
    body = "<div class=byline><span class='byline-name'>Nils Hale</span> Harbour Desk Quay</div>"
    assert [name for name, _ in told(described("", body))] == ["Nils Hale"]


def test_the_next_line_is_no_second_author_where_it_is_a_role() -> None:
    body = "<p class=author>By Nils Hale</p><p>Former Hull Consultant</p>"
    assert [name for name, _ in told(described("", body))] == ["Nils Hale"]

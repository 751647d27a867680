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
        ("nils.e.hale", ("Nils E. Hale",), ()),
        ("hull.boats.Keel", (), ()),
        ("Nils Hale - All the boats", ("Nils Hale",), ()),
        ("Hulls – all that floats", (), ()),
        ("Nilsson. All that floats", (), ()),
        ("Everything that floats upon our tides daily", (), ()),
        ("undefined", (), ()),
        ("The Author", (), ()),
        ("About the author", (), ()),
        ("Nils Hale says", (), ()),
        ("Updated by Nils Hale", (), ()),
        ("Photos by Nils Hale", (), ()),
        ("Quay Post Staff", (), ()),
        ("From staff reports", (), ()),
        ("From staff and wire reports", (), ("agencies",)),
        ("By our staff reporter", (), ()),
        ("The Newsroom", (), ()),
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
        "Published March 3, 2014 by Nils E. Hale",
        "03/03/2014 by Nils E. Hale",
        "Contributors: Nils E. Hale",
    ],
)
def test_a_line_names_the_person_alone(line: str) -> None:
    byline = parse_byline(line, marked=True)
    assert byline is not None
    assert byline.authors == ("Nils E. Hale",)


def test_an_element_of_comments_or_of_others_work_names_nobody() -> None:
    assert marked_names("Edited by Nils Hale") == ((), ())
    assert marked_names("Written by Nils Hale") == (("Nils Hale",), ())


def described(head: str, body: str, foot: str = "") -> Description:
    lines = "".join(
        f"<p>The council voted on Wednesday to rebuild tower {n} of the old harbour light.</p>" for n in "123"
    )
    source = f"<html><head>{head}</head><body><h1>A light for the pier</h1>{body}{lines}{foot}</body></html>"
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


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("by Ingrid · March 3, 2014 at 3:00 am", ("Ingrid",)),
        ("Posted by Ingrid on March 3, 2014", ("Ingrid",)),
        ("by Ingrid", ()),
        ("by News · March 3, 2014", ()),
        ("March 3, 2014 passed by Nils Hale", ()),
        ("Blue Anchor Editorial Team", ()),
        ("By Blue Anchor Newsroom", ()),
        ("By Nils Hale Staff Writer", ("Nils Hale",)),
    ],
)
def test_one_word_is_a_name_where_a_line_announces_and_dates_it(line: str, people: tuple[str, ...]) -> None:
    byline = parse_byline(line)
    assert (byline.authors if byline else ()) == people


def linked(*names: str) -> str:
    people = ", ".join(f'{{"@type": "Person", "name": "{name}"}}' for name in names)
    data = f'{{"@type": "NewsArticle", "headline": "A light for the pier", "author": [{people}]}}'
    return f"<script type='application/ld+json'>{data}</script>"


def test_who_helped_is_no_author_beside_who_wrote() -> None:
    head = linked("Nils Hale", "Ingrid Mole")
    by = "<p class=byline>By Nils Hale</p>"
    assert told(described(head, by)) == [("Nils Hale; Ingrid Mole", "JSON-LD author")]
    for help_of in ("Contributions from", "Researched by", "Additional reporting by"):
        shown = f"{by}<p class=byline>{help_of} Ingrid Mole</p>"
        assert [name for name, _ in told(described(head, shown))] == ["Nils Hale"], help_of
    alone = "<p class=byline>Additional reporting by Ingrid Mole</p>"
    assert [name for name, _ in told(described(linked("Ingrid Mole"), alone))] == ["Ingrid Mole"]


def test_one_word_in_a_field_is_a_name_where_the_byline_begins_with_it() -> None:
    teaser = "<p class=author>Ingrid Mole May 7, 2014</p>"
    shown = described(linked("Nilsson"), f"<p class=author>Nilsson May 9, 2014</p>{teaser}")
    assert told(shown) == [("Nilsson", "JSON-LD author")]
    assert [name for name, _ in told(described(linked("Nilsson"), teaser))] == ["Ingrid Mole"]


def test_an_announced_byline_stands_against_a_name_that_the_page_shows_nowhere() -> None:
    by = "<p>By Nils Hale</p>"
    assert told(described(linked("Ingrid Mole"), by)) == [("Nils Hale", "line 2")]
    assert told(described(linked("Ingrid Mole"), f"{by}<p>Picture: Ingrid Mole</p>")) == [
        ("Ingrid Mole", "JSON-LD author")
    ]
    assert told(described(linked("Ingrid Mole"), "<p>Reviewed by Nils Hale</p>")) == [("Ingrid Mole", "JSON-LD author")]


def test_who_reviewed_is_the_byline_of_a_page_that_names_nobody_else() -> None:
    review = "<p>Reviewed by Ingrid Mole</p>"
    assert [name for name, _ in told(described("", review))] == ["Ingrid Mole"]
    assert [name for name, _ in told(described("", f"<p>Written by Nils Hale</p>{review}"))] == ["Nils Hale"]


def test_the_word_of_a_paper_is_nobodys_name() -> None:
    by = "<p>Posted by Quayside on March 3, 2014</p>"
    assert [name for name, _ in told(described("", by))] == ["Quayside"]
    assert told(described("<meta property='og:site_name' content='Quayside'>", by)) == []


def test_what_looks_like_a_form_is_a_byline_behind_the_word_that_announces_it() -> None:
    name = "<p>By</p><form><label>Nils Hale</label></form><p>March 3, 2014</p>"
    assert [name for name, _ in told(described("", name))] == ["Nils Hale"]


def test_a_dated_announced_byline_below_the_text_counts() -> None:
    lines = "".join(f"<p>The council voted on Wednesday to rebuild the tower {n} of the light.</p>" for n in range(40))
    foot = "<div class=comments><p>Posted by Nils Hale on 2014-03-03 in boats. Tags: boats, tides</p></div>"
    assert [name for name, _ in told(described("", "", lines + foot))] == ["Nils Hale"]


def supplier(body: str, head: str = "", foot: str = "") -> str:
    return described(head, body, foot).agency


def test_an_agency_that_a_line_credits_supplied_the_text() -> None:
    assert supplier("<p>By Nils Hale</p><p>Associated Press</p>") == "AP"
    assert supplier("<p>Courier And Agencies</p>") == "agencies"


@pytest.mark.parametrize(
    "body",
    [
        "<figure><figcaption>Nils Hale / Reuters</figcaption></figure>",
        "<p>AFP/Reuters/Nils Hale</p>",
        "<nav><ul><li><a href=/a>Boats</a></li><li><a href=/b>RIA</a></li><li><a href=/c>Ropes</a></li></ul></nav>",
        "<div>AA</div><div>Text size</div>",
        "<p>Hullton, PA</p>",
    ],
)
def test_credits_of_pictures_menus_buttons_and_states_name_no_supplier(body: str) -> None:
    assert supplier(body) == ""


def test_neither_the_site_nor_the_author_who_signs_supplied_the_text() -> None:
    tail = "<p>And so the council of the town voted, again, on Wednesday, for the light. /Quayside</p>"
    assert supplier("", foot=tail) == "Quayside"
    assert supplier("", "<link rel=canonical href='https://quayside.example/a'>", tail) == ""
    assert supplier("", "<meta name=author content='Nils Quayside'>", tail) == ""


def test_what_stands_below_a_byline_is_a_name_or_no_part_of_it() -> None:
    body = "<p>By Nils Hale</p><p>Table of Contents</p>"
    assert [name for name, _ in told(described("", body))] == ["Nils Hale"]

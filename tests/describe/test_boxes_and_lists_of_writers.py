"""Who wrote it where the head is short of it: boxes about the author, whole lists, and those who only read it."""

from __future__ import annotations

import pytest

from index.article import Certainty
from index.clean import clean
from index.describe import describe
from index.page import RawPage
from index.readers import read

TITLE = "A light for the pier"


def writers(head: str = "", above: str = "", below: str = "", lines: int = 3, title: str = TITLE) -> tuple[str, ...]:
    """The authors of a saved page with these elements in its head, above its text and below it."""
    text = "".join(f"<p>The council voted on Wednesday to rebuild tower {n} of the light.</p>" for n in range(lines))
    source = f"<html><head>{head}</head><body><h1>{title}</h1>{above}{text}{below}</body></html>"
    (page,) = read(source.encode(), "a.html")
    assert isinstance(page, RawPage)
    return describe(page, clean(page)).authors


def linked(*people: str) -> str:
    listed = ", ".join(f'{{"@type": "Person", "name": "{name}"}}' for name in people)
    data = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "author": [{listed}]}}'
    return f"<script type='application/ld+json'>{data}</script>"


@pytest.mark.parametrize(
    "box",
    [
        "<h3>About the author</h3><p>Nils Hale</p><p>Nils Hale keeps the light and its logs.</p>",
        "<h3>About the Author</h3><p>Nils Hale is a keeper of lights who has lived on the pier since he was ten.</p>",
        "<p>Author</p><p>NH</p><p>Nils Hale</p><p>Keeper of the pier</p>",
        "<p>Share this</p><p>Nils Hale</p><p>Author</p><p>@nilshale</p>",
        "<p>Nils Hale</p><p>Nils Hale is a keeper of lights. He has logged every ship since the great flood.</p>",
        "<h3>Über den Autor</h3><p>Nils Hale schreibt über Leuchttürme und alles, was an ihnen vorbeifährt.</p>",
    ],
)
def test_the_box_about_the_author_names_the_writer(box: str) -> None:
    assert writers(below=box) == ("Nils Hale",)
    assert writers(linked("Ingrid Mole"), below=box) == ("Ingrid Mole",)


def test_all_writers_of_a_box_are_named() -> None:
    box = "<p>Authors</p><p>NH</p><p>Nils Hale</p><p>Keeper, Pier Light</p><p>IM</p><p>Ingrid Mole</p><p>Mate</p>"
    assert writers(below=box) == ("Nils Hale", "Ingrid Mole")


@pytest.mark.parametrize(
    "below",
    [
        "<h3>Harbour Council</h3><p>The council meets each month in the old hall.</p>",
        "<p>Nils Hale</p><p>The next ship is to leave at noon.</p>",
        "<h3>About the author</h3><p>Tide tables of the week</p><p>Nils Hale</p>",
        "<h3>About the pier</h3><p>Nils Hale is a keeper of lights who has lived on it since he was ten.</p>",
    ],
)
def test_what_is_no_box_names_nobody(below: str) -> None:
    assert writers(below=below) == ()


def test_a_scholar_signs_above_the_text_with_a_school() -> None:
    assert writers(above="<p>Ingrid E. Mole, University of Quayside</p>") == ("Ingrid E. Mole",)
    assert writers(above="<p>Ingrid E. Mole, Quayside</p>") == ()


def test_a_paper_names_all_of_its_writers_in_one_field() -> None:
    papers = "".join(f"<meta name=citation_author content='{name}'>" for name in ("Hale, Nils", "Mole, Ingrid"))
    assert writers(linked("Nils Hale") + papers) == ("Nils Hale", "Ingrid Mole")
    authors = "".join(f"<meta name=citation_authors content='{name}'>" for name in ("Nils Hale", "Ingrid Mole"))
    assert writers("<meta name=dc.creator content='Nils Hale'>" + authors) == ("Nils Hale", "Ingrid Mole")


def test_links_to_authors_complete_the_head_where_one_byline_shows_them_all() -> None:
    one, other = "<a rel=author href=/n>Nils Hale</a>", "<a rel=author href=/i>Ingrid Mole</a>"
    together = f"<div class=byline>{one} {other}</div>"
    apart = f"<div class=byline>{one}</div>"
    assert writers(linked("Nils Hale"), together) == ("Nils Hale", "Ingrid Mole")
    assert writers(linked("Nils Hale"), apart, f"<p>More news {other}</p>") == ("Nils Hale",)


def test_an_announced_byline_stands_against_items_that_no_byline_shows() -> None:
    item = "<div itemscope itemtype='https://schema.org/Article'><b itemprop=author>Ingrid Mole</b> on tides</div>"
    assert writers(above="<p class=byline>by Nils Hale</p>", below=item) == ("Nils Hale",)
    assert writers(below=item) == ("Ingrid Mole",)


def test_who_comments_is_no_author() -> None:
    said = "<li id=comment-{n} class=comment><span itemprop=author>{name}</span><p>What a fine light!</p></li>"
    comments = f"<ol>{said.format(n=1, name='Ingrid Mole')}{said.format(n=2, name='Wim Quay')}</ol>"
    writer = "<p>Text: <span itemprop=author>Nils Hale</span></p>"
    assert writers(above=writer, below=comments) == ("Nils Hale",)


def test_who_reviewed_or_checked_the_text_of_a_house_did_not_write_it() -> None:
    house = "<meta name=author content='Quay Post'><meta property=og:site_name content='Quay Post'>"
    read_by = (
        "<p class=byline>Reviewed by Ingrid Mole</p><p class=byline>Fact checked by <b class=author>Wim Ek</b></p>"
    )
    assert writers(house, read_by) == ()
    assert writers(house, f"<p class=byline>By Nils Hale</p>{read_by}") == ("Nils Hale",)
    assert writers("", "<p>Reviewed by Ingrid Mole</p>") == ("Ingrid Mole",)


@pytest.mark.parametrize(
    ("shown", "people"),
    [
        ("By Nils Hale and Ingrid Mole Monday, March 3, 2014", ("Nils Hale", "Ingrid Mole")),
        ("Nils Hale and Ingrid Mole QUAY TODAY Published March 3, 2014", ("Nils Hale", "Ingrid Mole")),
        ("Nils (Nilo) Hale", ("Nils (Nilo) Hale",)),
    ],
)
def test_neither_the_weekday_nor_the_paper_hides_the_last_of_several(shown: str, people: tuple[str, ...]) -> None:
    assert writers("<meta property=og:site_name content='Quay Today'>", f"<p class=byline>{shown}</p>") == people


def test_the_owner_of_a_site_that_bears_a_persons_name_writes_there() -> None:
    def of(host: str, name: str) -> tuple[str, ...]:
        link = f"<link rel=canonical href='https://{host}/a'><meta property=og:site_name content='{name}'>"
        return writers(link + linked(name))

    assert of("nilshale.example", "Nils Hale") == ("Nils Hale",)
    assert of("quaypost.example", "Quay Post") == ()
    assert of("qp.example", "Quay Light") == ()


def test_an_entry_of_a_menu_below_the_headline_is_no_byline() -> None:
    menu = "<nav><ul><li><a href=/o>Origins Roastery</a></li><li><a href=/r>Rope Locker</a></li></ul></nav>"
    assert writers(above=menu) == ()
    assert writers(above="<p>PDF Version</p>") == ()


def test_the_headline_in_a_table_of_contents_does_not_move_the_byline() -> None:
    contents = "".join(f"<li>{n}. Kind of lamp</li>" for n in range(90))
    above = f"<div>By Nils Hale ⋅ Keeper ⋅ Updated March 3, 2014</div><ul>{contents}<li>{TITLE}</li></ul>"
    assert writers(f"<title>{TITLE}</title>", above) == ("Nils Hale",)


def test_a_box_is_told_as_inferred() -> None:
    source = f"<h1>{TITLE}</h1>" + "<p>The council voted on Wednesday to rebuild the tower of the light.</p>" * 3
    (page,) = read(f"<html><body>{source}<h3>About the author</h3><p>Nils Hale</p></body></html>".encode(), "a.html")
    assert isinstance(page, RawPage)
    (proof,) = [one for one in describe(page, clean(page)).evidence if one.field == "authors"]
    assert (proof.value, proof.certainty) == ("Nils Hale", Certainty.INFERRED)


def test_a_page_of_another_kind_has_an_author_too() -> None:
    def of(name: str, site: str) -> tuple[str, ...]:
        data = f'{{"@type": "MedicalWebPage", "author": {{"@type": "Person", "name": "{name}"}}}}'
        head = f"<script type='application/ld+json'>{data}</script><meta property=og:site_name content='{site}'>"
        return writers(head)

    assert of("Nils Hale, MS, RD", "Quay Post") == ("Nils Hale",)
    assert of("Mole &amp; Mole", "Mole &amp; Mole") == ()

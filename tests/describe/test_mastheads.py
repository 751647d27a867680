"""How a page writes the name that its host is: words apart, as the page has them, and nothing that only looks so."""

from __future__ import annotations

import pytest

from index.clean import clean
from index.describe import Description, Hints, describe
from index.describe.papers import paper_key
from index.page import RawPage
from index.readers import read

STORY = "".join(f"<p>The council voted on Wednesday to rebuild tower {n} of the old harbour light.</p>" for n in "123")


def described(head: str, lines: str = "", host: str = "quaypost.example") -> Description:
    link = f"<link rel=canonical href='https://www.{host}/a'>"
    (page,) = read(f"<html><head>{link}{head}</head><body>{STORY}{lines}</body></html>".encode(), "a.html")
    assert isinstance(page, RawPage)
    return describe(page, clean(page), Hints())


def stated(name: str) -> str:
    return f"<meta property='og:site_name' content='{name}'>"


def house(name: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "Organization", "name": "{name}"}}</script>'


@pytest.mark.parametrize(
    ("head", "lines", "host", "name"),
    [
        # What the page states is its host: it writes the name elsewhere.
        (stated("quaypost"), "<p>© 2016 Quay Post, a division of Mole Inc.</p>", "quaypost.example", "Quay Post"),
        (stated("Quaypost"), "<p>Subscribe to Quay Post</p>", "quaypost.example", "Quay Post"),
        (stated("quaypost.example"), "<p>QuayPost staff</p>", "quaypost.example", "QuayPost"),
        (stated("quaypost") + "<title>Tides | Quay Post</title>", "", "quaypost.example", "Quay Post"),
        (stated("quaypost") + house("Quay Post"), "", "quaypost.example", "Quay Post"),
        (stated("thequay"), "<p>More from The Quay</p>", "thequay.example", "The Quay"),
        (stated("moles"), "<p>A Mole’s end. Read Mole’s paper, and Mole’s news</p>", "moles.example", "Mole’s"),
        # It states nothing.
        ("", "<p>About Quay Post</p>", "quaypost.example", "Quay Post"),
        ("", "<p>Über das Börsen Blatt</p>", "boersenblatt.example", "Börsen Blatt"),
        ("", "<p>El Periódico</p>", "elperiodico.example", "El Periódico"),
        ("", "<p>© 2016 Quay Winehouse</p>", "quaywine.example", "Quay Winehouse"),
        ("", "<p>© 2016 Quaysider. All rights reserved</p>", "quaysidernews.example", "Quaysider"),
        # A page that has its host in its name.
        (stated("Tides.example"), "<p>Tides.example on tides</p>", "tides.example", "Tides.example"),
        (stated("Tides.example"), "<p>Tides</p><p>Tides</p>", "tides.example", "Tides"),
        # What is no name.
        ("", "<p>the quay post was painted</p>", "quaypost.example", "quaypost.example"),
        ("", "<p>Moored at the Quay. Post a letter there</p>", "quaypost.example", "quaypost.example"),
        ("", "<p>write to Quaypost@mole.example or @Quaypost</p>", "quaypost.example", "quaypost.example"),
        ("", "<p>see https://other.example/Quaypost/1</p>", "quaypost.example", "quaypost.example"),
        (stated("Quay Post"), "<p>QuayPost</p><p>QuayPost</p>", "quaypost.example", "Quay Post"),
        (stated("Hosted"), "", "hosted.qp.example", "QP"),
    ],
)
def test_the_name_is_as_the_page_writes_it(head: str, lines: str, host: str, name: str) -> None:
    assert described(head, lines, host).publisher == name


def test_the_evidence_is_the_place_where_it_stands() -> None:
    description = described(stated("quaypost"), "<p>© 2016 Quay Post, a division of Mole Inc.</p>")
    (told,) = [proof for proof in description.evidence if proof.field == "publisher"]
    assert (told.value, told.source, told.quote) == ("Quay Post", "line 4", "© 2016 Quay Post, a division of Mole Inc.")


def test_of_two_stated_names_the_one_without_a_word_glued_to_it() -> None:
    publisher = '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": "MOLES"}}</script>'
    assert described(stated("Molesmag") + publisher, host="moles.example").publisher == "MOLES"


def test_what_the_spellings_of_a_name_share_on_its_own_site() -> None:
    spellings = ("quaypost", "Quaypost.example", "The Quay Post", "thequaypost", "QUAY POST")
    for label in ("quaypost", "thequaypost"):
        assert len({paper_key(name, label) for name in spellings if name != "Quaypost.example"}) == 1
    assert paper_key("Quaypost.example", "quaypost") == paper_key("Quay Post", "quaypost")
    assert paper_key("Weather", "quaypost") != paper_key("Quay Post", "quaypost")

"""What a paper is called: its name alone, and of several names the one that is like its site's."""

from __future__ import annotations

import pytest

from index.article import Certainty
from index.clean import clean
from index.describe import Description, Hints, describe
from index.describe.model import HostPaper
from index.describe.papers import name_of_site, named_by_title, paper_name, site_label, tight
from index.page import RawPage
from index.readers import read


@pytest.mark.parametrize(
    ("host", "label", "name"),
    [
        ("quaypost.example", "quaypost", "quaypost.example"),
        ("www.quaypost.example", "quaypost", "quaypost.example"),
        ("news.quaypost.co.uk", "quaypost", "quaypost.co.uk"),
        ("quay-post.example", "quay-post", "quay-post.example"),
        ("quaytown.qt.gov.br", "quaytown", "quaytown.qt.gov.br"),
        ("thequay.example", "thequay", "The Quay"),
        ("m.thequay.example", "thequay", "The Quay"),
        ("qp.example", "qp", "QP"),
        ("tides.mole.gov", "mole", "MOLE"),
        ("ferryman.wordpress.com", "ferryman", "ferryman.wordpress.com"),
        ("192.168.0.1", "", ""),
        ("localhost", "", ""),
        ("", "", ""),
    ],
)
def test_the_name_that_a_host_gives(host: str, label: str, name: str) -> None:
    words = {"thequay": ("the", "quay")}
    assert (site_label(host), name_of_site(host, lambda one: words.get(one, ()))) == (label, name)


@pytest.mark.parametrize(
    ("stated", "host", "name"),
    [
        ("Quay Post", "quaypost.example", "Quay Post"),
        ("  Quay\n Post ", "quaypost.example", "Quay Post"),
        ("Rope &amp;amp; Sail", "rope.example", "Rope & Sail"),
        ("Quay Post - Every wave, every day", "quaypost.example", "Quay Post"),
        ("Every wave, every day | Quay Post", "quaypost.example", "Quay Post"),
        ("Quay Post |", "quaypost.example", "Quay Post"),
        ("Quay Post: All About Boats", "other.example", "Quay Post"),
        ("Quaypost.example", "quaypost.example", "Quaypost.example"),
        ("www.Quaypost.example - Boats", "quaypost.example", ""),
        ("Quaypost.example - Boats", "quaypost.example", "Quaypost.example"),
        ("news.Quaypost.example", "quaypost.example", "Quaypost.example"),
        ("Boats｜Quay Post", "quaypost.example", "Quay Post"),
        ("Hosted", "hosted.quaypost.example", ""),
        ("Home", "quaypost.example", ""),
        ("Mole Q.P. School of Boats and Knots", "mole.example", "Mole Q.P. School of Boats and Knots"),
        ("The Quay Post | QPost.example", "qpost.example", "The Quay Post"),
        ("“Quay Post”®", "quaypost.example", "Quay Post"),
        ("https://quaypost.example/", "quaypost.example", ""),
        ("Boats Boats Boats of wood and steel for sale and hire near you now", "quaypost.example", ""),
        ("波止場新聞", "hatoba.example", "波止場新聞"),
        ("Jean-Luc's", "jl.example", "Jean-Luc's"),
        ("|", "jl.example", ""),
        ("Quay Post. All the boats", "quaypost.example", "Quay Post"),
        ("St. Quay Post", "quaypost.example", "St. Quay Post"),
        ("Mole Blog about boats, tides and all knots", "quaypost.example", "Mole Blog"),
        ("All about Boats", "quaypost.example", "All about Boats"),
        ("Quay Post Boats for Beginners", "quaypost.example", "Quay Post"),
        ("Quay Post for Boats", "quaypost.example", "Quay Post for Boats"),
        ("Quay Post Boats and Ropes", "quaypost.example", "Quay Post Boats and Ropes"),
        ("Quay Post Website", "quaypost.example", "Quay Post"),
        ("Quay Post Official Home Page", "quaypost.example", "Quay Post"),
        ("The Website", "thewebsite.example", "The Website"),
    ],
)
def test_a_name_without_what_is_no_part_of_it(stated: str, host: str, name: str) -> None:
    assert paper_name(stated, site_label(host)) == name


@pytest.mark.parametrize(
    ("title", "host", "name"),
    [
        ("Ferry late again | Quay Post", "quaypost.example", "Quay Post"),
        ("Ferry late again - Local - Quay Post", "quaypost.example", "Quay Post"),
        ("Quay Post: Ferry late again", "quaypost.example", "Quay Post"),
        ("Ferry late again | QP", "qp.example", "QP"),
        ("Ferry late again | Local", "quaypost.example", ""),
        ("Quay Post", "quaypost.example", ""),
        ("Ferry late again | Quay Post", "", ""),
    ],
)
def test_the_name_in_a_title(title: str, host: str, name: str) -> None:
    assert named_by_title(title, site_label(host)) == name


def test_spellings_of_one_name_are_the_same() -> None:
    assert len({tight(name) for name in ("Quay Post", "QUAY POST", "quaypost", "The Quay Post", "Quay-Post")}) == 1
    assert tight("Küstenblatt") == tight("kuestenblatt")


def described(head: str, papers: dict[str, HostPaper] | None = None, foot: str = "") -> Description:
    lines = "".join(
        f"<p>The council voted on Wednesday to rebuild tower {n} of the old harbour light.</p>" for n in "123"
    )
    (page,) = read(f"<html><head>{head}</head><body><h1>A light</h1>{lines}{foot}</body></html>".encode(), "a.html")
    assert isinstance(page, RawPage)
    return describe(page, clean(page), Hints(papers=papers or {}))


ADDRESS = "<link rel=canonical href='https://www.quaypost.example/a'>"


def stated(name: str) -> str:
    return f"<meta property='og:site_name' content='{name}'>"


def linked(name: str) -> str:
    data = f'{{"@type": "NewsArticle", "headline": "A light", "publisher": {{"name": "{name}"}}}}'
    return f"<script type='application/ld+json'>{data}</script>"


def told(description: Description) -> list[tuple[str, str, str, Certainty]]:
    return [(e.value, e.source, e.quote, e.certainty) for e in description.evidence if e.field == "publisher"]


def test_of_two_names_the_one_that_is_like_the_site() -> None:
    description = described(ADDRESS + stated("Weather") + linked("Quay Post"))
    assert description.publisher == "Quay Post"
    assert told(description) == [
        ("Quay Post", "JSON-LD publisher", "Quay Post", Certainty.STATED),
        ("Weather", "meta og:site_name", "Weather", Certainty.REFUSED),
    ]
    assert described(ADDRESS + stated("Quay Post") + linked("Quay Media")).publisher == "Quay Post"
    assert described(ADDRESS + stated("Harbour Times")).publisher == "Harbour Times"


def test_where_nothing_is_stated_title_and_host_tell() -> None:
    description = described(ADDRESS + "<title>A light | Quay Post</title>")
    assert told(description) == [("Quay Post", "element title", "A light | Quay Post", Certainty.INFERRED)]
    assert told(described(ADDRESS)) == [("quaypost.example", "host", "quaypost.example", Certainty.INFERRED)]
    assert told(described("")) == []


def test_what_the_pages_of_a_host_agree_on_is_believed() -> None:
    papers = {"quaypost.example": HostPaper("Quay Post", 6, 7)}
    by_pages = ("Quay Post", "pages of the host", "6 7 quaypost.example", Certainty.INFERRED)
    assert told(described(ADDRESS, papers)) == [by_pages]
    refused = ("Weather", "meta og:site_name", "Weather", Certainty.REFUSED)
    assert told(described(ADDRESS + stated("Weather"), papers)) == [by_pages, refused]
    spelt = described(ADDRESS + stated("QUAY POST"), papers)
    assert told(spelt) == [("Quay Post", "meta og:site_name", "QUAY POST", Certainty.STATED)]
    assert described(stated("Weather"), papers).publisher == "Weather"


def test_what_a_person_gives_is_never_cleaned_away() -> None:
    papers = {"quaypost.example": HostPaper("Quay Post", 6, 7)}
    lines = "\n".join(f"The council voted on Wednesday to rebuild tower {n} of the harbour light." for n in "123")
    for given in ("Weather", "quay &amp; post - all boats"):
        front = f"---\nurl: https://quaypost.example/a\npublisher: {given}\n---\n# A light\n\n{lines}\n"
        (page,) = read(front.encode(), "a.md")
        assert isinstance(page, RawPage)
        assert describe(page, clean(page), Hints(papers=papers)).publisher == given
        corrected = describe(page, clean(page), Hints(papers=papers), {"publisher": "Mole"})
        assert corrected.publisher == "Mole"

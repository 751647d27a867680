"""In which section a page stands: what papers share, whatever it is called, and nothing that is none."""

from __future__ import annotations

import pytest

from index.article import Certainty
from index.clean import clean
from index.describe import Description, Hints, describe
from index.describe.topics import own_section, section_key, topic_of, topic_of_path
from index.page import RawPage
from index.readers import read


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Business", "Business"),
        ("BUSINESS", "Business"),
        ("Wirtschaft", "Business"),
        ("Næringsliv", "Business"),
        ("Arts & Culture", "Culture"),
        ("Arts &amp; Culture", "Culture"),
        ("arts and culture", "Culture"),
        ("Handball", ""),
        ("Rugby", "Sport"),
        ("Climate News", "Environment"),
        ("Gesundheit, Ernährung", "Health"),
        ("Tide Tables", ""),
        ("", ""),
    ],
)
def test_sections_that_papers_share(text: str, topic: str) -> None:
    assert topic_of(text) == topic


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Tide Tables", "Tide Tables"),
        ("tide-tables", "Tide tables"),
        ("Misc", ""),
        ("Long reads", ""),
        ("posts", ""),
        ("Sin categoría", ""),
        ("2014", ""),
        ("quay.example", ""),
        ("https://quay.example/tides", ""),
        ("tides, knots, ropes", ""),
        ("What the tide left on our beach this week", ""),
        ("", ""),
    ],
)
def test_sections_of_one_paper(text: str, own: str) -> None:
    assert own_section(text) == own


def test_spellings_of_a_section_share_a_key() -> None:
    assert len({section_key(text) for text in ("Tide & Time", "tide and time", "TIDE-TIME", "Tide, time")}) == 1


@pytest.mark.parametrize(
    ("path", "topic"),
    [
        ("/business/ferry-late", "Business"),
        ("/news/politics/ferry-late", "Politics"),
        ("/news/ferry-late", "News"),
        ("/nachrichten/wirtschaft/2014/faehre", "Business"),
        ("/blog/ferry-late", ""),
        ("/it/ferry-late", ""),
        ("/sport/education/rowing-club/ferry-late", "Sport"),
        ("/business", ""),
        ("", ""),
    ],
)
def test_the_folders_of_an_address(path: str, topic: str) -> None:
    assert topic_of_path(path) == topic


def described(head: str, address: str = "https://quaypost.example/a", **hints: str) -> Description:
    lines = "".join(
        f"<p>The council voted on Wednesday to rebuild tower {n} of the old harbour light.</p>" for n in "123"
    )
    link = f"<link rel=canonical href='{address}'>"
    (page,) = read(f"<html><head>{link}{head}</head><body><h1>A light</h1>{lines}</body></html>".encode(), "a.html")
    assert isinstance(page, RawPage)
    return describe(page, clean(page), Hints(sections=hints))


def meta(text: str) -> str:
    return f"<meta property='article:section' content='{text}'>"


def linked(text: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleSection": "{text}"}}</script>'


def told(description: Description) -> list[tuple[str, str, Certainty]]:
    return [(e.value, e.source, e.certainty) for e in description.evidence if e.field == "section"]


def test_what_is_stated_becomes_what_papers_share() -> None:
    assert told(described(meta("Wirtschaft"))) == [("Business", "meta article:section", Certainty.STATED)]
    assert described(meta("News") + linked("Rugby")).section == "Sport"
    assert described(meta("News")).section == "News"


def test_what_is_no_section_is_refused_and_the_address_asked() -> None:
    description = described(meta("posts"), "https://quaypost.example/business/a")
    assert description.section == "Business"
    assert told(description) == [
        ("Business", "the address", Certainty.INFERRED),
        ("posts", "meta article:section", Certainty.REFUSED),
    ]
    assert described(meta("Quay Post")).section == ""
    assert described(meta("A light") + "<meta property='og:title' content='A light'>", a_light="A light").section == ""


def test_the_room_of_a_site_is_asked_where_its_folders_tell_nothing_special() -> None:
    assert described("", "https://business.quaypost.example/news/a").section == "Business"
    assert described("", "https://business.quaypost.example/sport/a").section == "Sport"
    assert described("", "https://business.example/a").section == ""
    assert described("", "https://www.quaypost.example/a").section == ""
    assert described("", "https://canada.quaypost.example/a").section == ""


def test_a_section_of_one_paper_counts_where_the_archive_has_it_often() -> None:
    assert described(meta("tide tables")).section == ""
    page = described(meta("tide tables"), **{"tide tables": "Tide Tables"})
    assert told(page) == [("Tide Tables", "meta article:section", Certainty.STATED)]


def test_what_a_person_gives_is_never_cleaned_away() -> None:
    front = "---\nsection: tides, knots &amp; ropes\n---\n# A light\n\nThe council voted on Wednesday to rebuild it.\n"
    (page,) = read(front.encode(), "a.md")
    assert isinstance(page, RawPage)
    assert describe(page, clean(page)).section == "tides, knots &amp; ropes"
    assert describe(page, clean(page), corrections={"section": "Misc"}).section == "Misc"


def trail(*names: str) -> str:
    steps = ", ".join(f'{{"@type": "ListItem", "item": {{"name": "{name}"}}}}' for name in names)
    data = f'{{"@type": "BreadcrumbList", "itemListElement": [{steps}]}}'
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    ("head", "section", "source"),
    [
        (trail("Home", "News", "Wirtschaft", "A light"), "Business", "JSON-LD BreadcrumbList"),
        (trail("Startseite", "Sport", "Reisen"), "Sport", "JSON-LD BreadcrumbList"),
        ("<meta name=parsely-section content=Culture>", "Culture", "meta parsely-section"),
        (meta("Featured") + meta("Health"), "Health", "meta article:section"),
        ("<p itemprop=articleSection>Gesundheit</p>", "Health", "meta itemprop:articlesection"),
    ],
)
def test_what_the_head_says_in_passing_names_a_section(head: str, section: str, source: str) -> None:
    assert told(described(head))[0] == (section, source, Certainty.STATED)


def test_a_section_further_down_a_list_counts() -> None:
    data = '{"@type": "NewsArticle", "articleSection": ["Articles", "Politics"]}'
    assert described(f'<script type="application/ld+json">{data}</script>').section == "Politics"


@pytest.mark.parametrize("names", [("Home", "A light"), ("Home",), ("Home", "Rugby " * 8), ("Tide Tables",)])
def test_breadcrumbs_without_a_section_name_none(names: tuple[str, ...]) -> None:
    assert described(trail(*names)).section == ""


@pytest.mark.parametrize("step", ["7", '"Sport"', '{"item": 7}', '{"name": 7}', "null", '{"name": ["Sport"]}'])
def test_breadcrumbs_that_are_none_hurt_nobody(step: str) -> None:
    data = f'{{"@type": "BreadcrumbList", "itemListElement": [{step}]}}'
    assert described(f'<script type="application/ld+json">{data}</script>').section == ""

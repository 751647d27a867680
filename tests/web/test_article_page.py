"""What the page of an article says to a reader: facts in words, no word of the program, and where to read on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.clean.rules.catalogue import RULES
from search.embedded.engine import open_engine
from tests.reindex.archives import articles, run
from web.site.app import create_app

HEAD = """<link rel="canonical" href="https://quay.example/harbour/{number}">
<meta property="og:site_name" content="Quay Post"><meta property="article:section" content="{section}">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Harbour story {number}",
"author": {{"@type": "Person", "name": "Ada Lindqvist"}}, "datePublished": "2016-02-24T0{number}:10:00Z"}}</script>"""
TEXTS = (
    "The harbour master said on Wednesday that the quays would be rebuilt in stone, as the wooden ones had rotted "
    "below the water. The council has to agree to the plan, and the fishermen want to be asked before that is done. ",
    "Prices at the harbour auction fell for the third week, and buyers from the north stayed away because of the storm "
    "that closed the road over the hills. A crate of herring brought less than the ice that it was packed in. ",
    "The rowers of the harbour club lost by a length against a crew that had trained for a month on the lake above the "
    "mill. Their captain blamed the new oars, and then the wind, and bought everybody supper all the same. ",
)
PAGE = """<!doctype html><html lang="en"><head><title>Harbour story {number} | Quay Post</title>{head}</head><body>
<nav><a href="/">Home</a> <a href="/login">Log in</a></nav><article><h1>Harbour story {number}</h1>
<p>By Ada Lindqvist</p><p>{number}. {text}</p><h2>What it costs</h2><p>{text}{text}</p></article>
<footer>© 2016 Quay Post. All rights reserved.</footer></body></html>"""
PROGRAM_WORDS = re.compile(
    r"(?i:JSON|\bmeta\b|\bog:|\bsha-?\d|\bextract|\bevidence|\binferred|\bbyline\b|\bpublisher\b|\brel=|\bmetadata\b)"
    r"|\b[a-z]+_[a-z_]+\b|\b[a-z]+[A-Z]\w+\b|\b[0-9a-f]{12,}\b|\bNone\b|\bh1\b"
)


def saved(folder: Path) -> Path:
    """Three pages of one author and paper on one day, two of them in one section."""
    folder.mkdir()
    for number, section in enumerate(("Business", "Business", "Sport"), 1):
        page = PAGE.format(number=number, head=HEAD.format(number=number, section=section), text=TEXTS[number - 1])
        (folder / f"{number}.html").write_text(page, "utf-8")
    return folder


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("article")
    run(folder / "index", saved(folder / "pages"))
    return create_app(open_engine(folder / "index", seconds=60.0)).test_client()


@pytest.fixture(scope="module")
def ids(reader: FlaskClient) -> list[str]:
    """The ids of the articles, by their numbers."""
    hits = reader.get("/api/search?sort=oldest").get_json()["hits"]
    return [hit["id"] for hit in sorted(hits, key=lambda hit: str(hit["title"]))]


def tree(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html)


def said(node: LexborNode | None) -> str:
    assert node is not None
    return " ".join(node.text(separator=" ").split())


def visible(html: str) -> str:
    """What a reader sees of a page outside of disclosures, without what the article itself says."""
    page = tree(html)
    page.strip_tags(["script", "style", "head"], recursive=True)
    for css in (
        "details",
        ".prose",
        "h1",
        ".standfirst",
        "q",
        "bdi",
        "input",
        "[hidden]",
        ".printed .path",
        ".cite",
        ".exports",
    ):
        for node in page.css(css):
            node.decompose()
    for node in page.css(".beyond li > a, .onward b, .contents a, .dateline time"):
        node.decompose()
    return said(page.body)


def program_words(text: str) -> list[str]:
    """Codes, identifiers and names of rules in what a reader sees."""
    rules = [rule for rule in RULES if "_" in rule and re.search(rf"\b{rule}\b", text)]
    return rules + [found[0] for found in PROGRAM_WORDS.finditer(text)]


def test_the_page_reads_like_this(reader: FlaskClient, ids: list[str]) -> None:
    page = tree(reader.get(f"/article/{ids[0]}").text)
    assert said(page.css_first(".paper header")) == ("Harbour story 1 Quay Post 24 February 2016 by Ada Lindqvist")
    (facts, proven, file) = page.css("dl.known")
    assert said(facts) == (
        "Published 24 February 2016, 01:10 UTC Paper Quay Post Author Ada Lindqvist Section Business "
        "Language English Site quay.example"
    )
    assert said(proven) == (
        "Headline The headline, in line 2 of the page: Harbour story 1 "
        "Published The page states it for search engines: 2016-02-24T01:10:00Z "
        "Paper The page states it for sites that link to it: Quay Post "
        "Author The page states it for search engines: Ada Lindqvist "
        "Section The page states it for sites that link to it: Business "
        "Language The page states it: en "
        "Address The page gives this as its address: https://quay.example/harbour/1"
    )
    assert all(word in said(file) for word in ("1.html", "a web page", ids[0], "SHA-256"))
    assert [said(heading) for heading in page.css("aside > details > summary")] == [
        "How we know this",
        "About the file",
    ]


def test_a_facet_is_called_alike_on_every_page(reader: FlaskClient, ids: list[str]) -> None:
    for page in (f"/article/{ids[0]}", "/search?q=harbour", f"/compare?a={ids[0]}&b={ids[1]}", "/facet/publisher"):
        text = visible(reader.get(page).text)
        assert not re.search(r"\bPublisher\b|\bByline\b", text), page
    assert "author of these articles" in said(tree(reader.get("/facet/byline").text).css_first("h1"))


def test_one_reads_on_in_lists_that_have_what_they_promise(reader: FlaskClient, ids: list[str]) -> None:
    page = tree(reader.get(f"/article/{ids[0]}").text)
    rows = {said(row.css_first("a")): row for row in page.css(".beyond .pairs li")}
    assert list(rows) == [
        "More by Ada Lindqvist",
        "More from Quay Post on that day",
        "More from Quay Post in Business",
    ]
    for row, promised in zip(rows.values(), ("3 results", "3 results", "2 results"), strict=True):
        link = row.css_first("a")
        assert link is not None
        assert said(row.css_first(".n")) == promised
        found = reader.get(f"/api{link.attributes['href']}").get_json()
        assert f"{found['total_groups']} results" == promised


def test_a_list_of_the_article_alone_is_not_offered(reader: FlaskClient, ids: list[str]) -> None:
    assert "in Sport" not in said(tree(reader.get(f"/article/{ids[2]}").text).css_first(".beyond .pairs"))


def test_the_end_leads_to_the_results_before_and_after(reader: FlaskClient, ids: list[str]) -> None:
    hits = [hit["id"] for hit in reader.get("/api/search?q=harbour").get_json()["hits"]]
    onward = tree(reader.get(f"/article/{hits[1]}?q=harbour&at=2").text).css_first(".onward")
    assert onward is not None
    links = [(link.attributes["href"], said(link)) for link in onward.css("a")]
    titles = {one: f"Harbour story {number}" for number, one in enumerate(ids, 1)}
    assert links == [
        (f"/article/{hits[0]}?q=harbour&at=1", f"Previous result {titles[hits[0]]}"),
        (f"/article/{hits[2]}?q=harbour&at=3", f"Next result {titles[hits[2]]}"),
        (f"/search?q=harbour#a-{hits[1]}", "All results for harbour"),
    ]
    assert not tree(reader.get(f"/article/{hits[1]}").text).css(".onward")


def test_what_is_printed_names_its_source_and_addresses(reader: FlaskClient, ids: list[str]) -> None:
    page = tree(reader.get(f"/article/{ids[0]}?q=harbour").text)
    assert said(page.css_first(".printed")) == (
        "Paper Quay Post Published 24 February 2016, 01:10 UTC Stood at https://quay.example/harbour/1 "
        f"Kept at http://localhost/article/{ids[0]}"
    )


def test_the_net_for_program_words_has_no_holes() -> None:
    text = "Published JSON-LD datePublished, meta og:site_name; not_body, 41829c5559dc99e2 extractor None Paper"
    found = " ".join(program_words(text))
    assert all(word in found for word in ("JSON", "datePublished", "meta", "og:", "not_body", "41829c5559", "extract"))
    assert program_words("Published 24 February 2016 by the Paper, changed at 10:20 UTC: 3 results") == []


def test_no_word_of_the_program_stands_in_a_readers_face(reader: FlaskClient, ids: list[str]) -> None:
    for one in ids:
        for asked in ("", "?q=harbour&at=1", "?names=1"):
            assert program_words(visible(reader.get(f"/article/{one}{asked}").text)) == []


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, list[str]]]:
    """The application over some real pages, and their ids."""
    folder = tmp_path_factory.mktemp("real")
    (folder / "pages").mkdir()
    for page in sorted((shared / "extract-dev" / "pages").iterdir())[::16]:
        (folder / "pages" / page.name).write_bytes(page.read_bytes())
    run(folder / "index", folder / "pages", processes=True)
    engine = open_engine(folder / "index", seconds=60.0)
    yield create_app(engine).test_client(), list(articles(folder / "index"))


def test_nor_on_real_pages(real: tuple[FlaskClient, list[str]]) -> None:
    reader, ids = real
    assert len(ids) > 20
    wrong = {one: words for one in ids if (words := program_words(visible(reader.get(f"/article/{one}").text)))}
    assert wrong == {}
    for one in ids:
        page = tree(reader.get(f"/article/{one}").text)
        proven = page.css_first(".proof")
        assert proven is not None
        for quotation in proven.css("q"):
            quotation.decompose()
        assert not re.search(r"JSON|\bmeta\b|itemprop|[a-z]_[a-z]", said(proven)), one

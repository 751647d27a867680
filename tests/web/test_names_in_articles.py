"""The names in an article: what a program is told of them, and how a reader has them marked."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from index.entity import ArticleEntity, EntityKind
from index.settings import Settings
from search.embedded.engine import open_engine
from search.results import Marked, Span
from tests.blocks.reading import markdown, text_and_blocks
from tests.reindex.archives import run
from web import render
from web.prose import prose
from web.site.app import create_app
from web.site.article_page.name_links import linked

TEXT = (
    "Marta Lindqvist, the minister, met officials of the World Bank in Nairobi on Monday.\n\n"
    "Lindqvist said that the World Bank would help. Mr. Okello thanked Lindqvist in Nairobi."
)
STORY = {
    "id": "visit",
    "title": "Marta Lindqvist visits Nairobi",
    "text": TEXT,
    "date": "2014-03-05",
    "language": "en",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("named")
    (folder / "a.jsonl").write_text(json.dumps(STORY) + "\n", "utf-8")
    run(folder / "index", folder / "a.jsonl")
    return create_app(open_engine(folder / "index"), replace(Settings(), index=folder / "index")).test_client()


@pytest.fixture(scope="module")
def story(client: FlaskClient) -> str:
    """The id of the article."""
    found: str = client.get("/api/search?q=").get_json()["hits"][0]["id"]
    return found


def test_a_program_gets_each_name_with_its_places(client: FlaskClient, story: str) -> None:
    reply = client.get(f"/api/article/{story}").get_json()
    assert all(set(e) == {"type", "text", "value", "spans", "title_spans"} for e in reply["entities"])
    told = {(e["type"], e["text"], e["value"]): e for e in reply["entities"]}
    assert set(told) == {
        ("person", "Marta Lindqvist", "Marta Lindqvist"),
        ("person", "Lindqvist", "Marta Lindqvist"),
        ("person", "Okello", "Okello"),
        ("organisation", "World Bank", "World Bank"),
        ("place", "Nairobi", "Nairobi"),
    }
    for (_, text, _), entity in told.items():
        assert len(entity["spans"]) == reply["text"].replace(
            "Marta Lindqvist", text * (text == "Marta Lindqvist")
        ).count(text)
        assert all(reply["text"][start:end] == text for start, end in entity["spans"])
        assert all(reply["title"][start:end] == text for start, end in entity["title_spans"])
    assert told["place", "Nairobi", "Nairobi"]["title_spans"] == [[23, 30]]


class Read(HTMLParser):
    """The text of a page's article, the links of names in it with the words they hold, and the matches in those."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.names: list[tuple[dict[str, str], str]] = []
        self.marks: list[str] = []
        self.links = 0
        self._name = self._mark = False
        self._bar = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "span":
            self._bar += 1
        if tag == "a" and not self._bar:
            assert not self.links, "a link in a link"
            self.links += 1
            self._name = "name" in known.get("class", "").split()
            if self._name:
                self.names.append((known, ""))
        if tag == "a" and self._bar:
            assert not self.links, "the bar of a match in a link"
        if tag == "mark":
            self._mark = True
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._bar -= tag == "span"
        if tag == "a" and not self._bar:
            self.links -= 1
            self._name = False
        if tag == "mark":
            self._mark = False

    def handle_data(self, data: str) -> None:
        if self._bar:
            return
        self.text += data
        if self._name:
            known, text = self.names[-1]
            self.names[-1] = known, text + data
        if self._mark:
            self.marks[-1] += data


def prose_html(html: str) -> str:
    return html.split('<div class="prose"', 1)[1].split(">", 1)[1].split("</div>", 1)[0]


def marking(html: str) -> str:
    found = re.search(r'<p class="marking" id="names">(.*?)</p>', html, re.DOTALL)
    return found[1] if found else ""


def test_names_are_marked_on_demand_and_lead_to_their_pages(client: FlaskClient, story: str) -> None:
    plain = client.get(f"/article/{story}").text
    assert Read(prose_html(plain)).names == []
    link = unescape(re.findall('href="([^"]*)"', marking(plain))[0])
    assert link == f"/article/{story}?names=1#names"
    page = client.get(link).text
    read = Read(prose_html(page))
    assert "".join(read.text.split()) == "".join(TEXT.split())
    assert [(known["class"], known["href"], known["title"], text) for known, text in read.names] == [
        ("name person", "/name/person/Marta%20Lindqvist", "Person: Marta Lindqvist", "Marta Lindqvist"),
        ("name organisation", "/name/organisation/World%20Bank", "Organisation: World Bank", "World Bank"),
        ("name place", "/name/place/Nairobi", "Place: Nairobi", "Nairobi"),
        ("name person", "/name/person/Marta%20Lindqvist", "Person: Marta Lindqvist", "Lindqvist"),
        ("name organisation", "/name/organisation/World%20Bank", "Organisation: World Bank", "World Bank"),
        ("name person", "/name/person/Okello", "Person: Okello", "Okello"),
        ("name person", "/name/person/Marta%20Lindqvist", "Person: Marta Lindqvist", "Lindqvist"),
        ("name place", "/name/place/Nairobi", "Place: Nairobi", "Nairobi"),
    ]
    legend = marking(page)
    for kind in ("person", "organisation", "place"):
        plural = {"person": "people"}.get(kind, f"{kind}s")
        assert f'<span class="name {kind}">{plural}</span>' in legend
    assert f'href="/article/{story}#names"' in legend


def test_matches_stay_marked_within_names_and_the_address_keeps_both(client: FlaskClient, story: str) -> None:
    address = f"/article/{story}?q=lindqvist+bank&at=1"
    plain = client.get(address)
    link = unescape(re.findall('href="([^"]*)"', marking(plain.text))[0])
    assert link == f"{address}&names=1#names"
    page = client.get(link).text
    assert (
        Read(prose_html(page)).marks
        == Read(prose_html(plain.text)).marks
        == ["Lindqvist", "Bank", "Lindqvist", "Bank", "Lindqvist"]
    )
    assert 'Marta <mark id="m1">Lindqvist</mark></a><span class="step">' in page
    removed = re.findall('href="([^"]*view=removed[^"]*)"', page)
    assert [unescape(one) for one in removed] == [f"/article/{story}?q=lindqvist+bank&view=removed&at=1&names=1"]


def test_a_match_that_goes_beyond_a_name_is_marked_whole(client: FlaskClient, story: str) -> None:
    page = client.get(f'/article/{story}?q="okello+thanked"+"bank+in+nairobi"&names=1').text
    read = Read(prose_html(page))
    assert read.marks == ["Bank in Nairobi", "Okello thanked"]
    assert [text for known, text in read.names if "Bank" in known["title"]] == ["World", "Bank", "World Bank"]


def test_what_it_names_is_listed_whatever_the_view(client: FlaskClient, story: str) -> None:
    for view in ("", "?view=removed", "?view=original"):
        page = client.get(f"/article/{story}{view}").text
        listed = page.split('<dl class="named">')[1].split("</dl>")[0]
        assert re.findall("<dt>(.*?)</dt>", listed) == ["People", "Organisations", "Places"]
        assert re.findall('href="([^"]*)"', listed) == [
            "/name/person/Marta%20Lindqvist",
            "/name/person/Okello",
            "/name/organisation/World%20Bank",
            "/name/place/Nairobi",
        ]
        assert ('id="names"' in page) == (not view)


MARKDOWN = "The *World* **Bank** met [Marta Lindqvist](https://a.example/x), `Okello` & _Marta  Lindqvist_.\n"
NAMED: list[tuple[EntityKind, str]] = [
    ("organisation", "World Bank"),
    ("person", "Marta Lindqvist"),
    ("person", "Okello"),
]


def entities(text: str, named: list[tuple[EntityKind, str]]) -> list[ArticleEntity]:
    """The names wherever they stand in a text, with any white space between their words."""
    out = []
    for kind, name in named:
        spans = [m.span() for m in re.finditer(r"\s+".join(map(re.escape, name.split())), text)]
        out.append(ArticleEntity(kind, name, name, tuple(spans)))
    return out


def test_in_markdown_its_own_links_and_tags_stay() -> None:
    text, blocks = text_and_blocks(markdown(MARKDOWN))
    body = linked(prose(Marked(text), blocks), text, entities(text, NAMED))
    assert body
    assert [words for _, words in Read(str(body.html)).names] == ["World", "Bank", "Okello", "Marta Lindqvist"]
    assert re.search('href="https://a.example/x"[^>]*>Marta Lindqvist</a>', body.html)
    assert linked(prose(Marked("Other words."), ()), text, entities(text, NAMED)) is None


@st.composite
def named_texts(draw: st.DrawFn) -> tuple[Marked, list[ArticleEntity]]:
    """A text with matches and names that may cut one another."""
    text = draw(st.text(alphabet="ab<&\"'> \n\u0007é", max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    marks = tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if text[a:b].split() == [text[a:b]])
    found = []
    for start, end in draw(st.lists(st.tuples(st.integers(0, 39), st.integers(1, 6)), max_size=5)):
        words = text[start : start + end].strip(" \n\u0007")
        if words and "\n" not in words:
            place = text.index(words, start)
            found.append(ArticleEntity("place", words, words, ((place, place + len(words)),)))
    return Marked(text, marks), found


@given(named_texts())
def test_links_change_nothing_but_themselves(value: tuple[Marked, list[ArticleEntity]]) -> None:
    marked, found = value
    body = prose(marked, ())
    named = linked(body, marked.text, found)
    assert named
    assert re.sub('<a class="name place"[^>]*>', "", str(named.html)).count("<") >= str(body.html).count("<")
    before, after = Read(str(body.html)), Read(str(named.html))
    assert after.text == before.text
    assert after.marks == before.marks
    assert linked(body, marked.text, []) == body
    taken: list[str] = []
    free = 0
    for (start, end), entity in sorted((entity.spans[0], entity) for entity in found):
        if start >= free:
            taken.append(render.text(entity.text))
            free = end
    assert "".join("".join(words for _, words in after.names).split()) == "".join("".join(taken).split())


def test_an_archive_without_names_shows_none_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(STORY) + "\n", "utf-8")
    run(tmp_path / "index", tmp_path / "a.jsonl", entities=False)
    client = create_app(open_engine(tmp_path / "index")).test_client()
    name = client.get("/api/search?q=").get_json()["hits"][0]["id"]
    page = client.get(f"/article/{name}?names=1").text
    assert Read(prose_html(page)).names == []
    assert 'id="names"' not in page
    assert '<dl class="named">' not in page

"""The page and the reply that compare two articles hold both texts, word by word, and say what differs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import permutations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient

from search.embedded.engine import open_engine
from tests.reindex.archives import articles, run
from tests.web.replies import json_of
from web.site.app import create_app

LINES = (
    "The council of Harrow Bay voted on Monday to close the old swing bridge for good.",
    "Mayor Ingrid Solheim said the repair would cost more than the town earns in a year.",
    "Engineers had found cracks in three of the nine piers in spring.",
    "Fishermen protested in front of the town hall with forty boats.",
    "The ferry will carry cars across the bay from June on.",
    "The bridge was built in 1911 by the Nordby works. It carried trams until 1950.",
    "It carried two thousand cars a day last year.",
    "The harbour company has offered to buy the steel.",
)
CHANGED = LINES[0].replace("voted", "decided").replace("old", "historic")
NEW = "Residents called the decision a disaster for every shop on the northern shore."
TEXTS = {
    "agency": "\n\n".join(LINES),
    "paper": "\n\n".join([CHANGED, LINES[1], NEW, *LINES[3:]]),
    "moved": "\n\n".join([LINES[3], *LINES[:3], *LINES[4:]]),
    "reset": "\n\n".join(LINES).replace("works. It", "works.\n\nIt"),
    "again": "\n\n".join(LINES),
    "hebrew": "הגשר הישן נסגר ביום שני. ראש העיר אמרה שהתיקון יקר מדי.\n\nהמעבורת תפעל מיוני.",
}


def record(key: str) -> dict[str, str]:
    told = {"id": key, "title": f"{key.capitalize()} of the bridge", "text": TEXTS[key], "publisher": f"The {key}"}
    return told | {"date": "2016-05-03", "language": "he" if key == "hebrew" else "en"}


@dataclass
class Archive:
    client: FlaskClient
    ids: dict[str, str] = field(default_factory=dict)

    def address(self, first: str, second: str, path: str = "/compare", more: str = "") -> str:
        return f"{path}?a={self.ids[first]}&b={self.ids[second]}{more}"

    def page(self, first: str, second: str, more: str = "") -> str:
        reply = self.client.get(self.address(first, second, more=more))
        assert reply.status_code == 200
        return reply.text

    def told(self, first: str, second: str) -> Any:
        return json_of(self.client.get(self.address(first, second, "/api/compare")))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("compared")
    (folder / "a.jsonl").write_text("".join(json.dumps(record(key)) + "\n" for key in TEXTS), "utf-8")
    assert run(folder / "index", folder / "a.jsonl").skipped == ()
    made = Archive(create_app(open_engine(folder / "index")).test_client())
    made.ids = {article.key: article.id for article in articles(folder / "index").values()}
    assert made.ids.keys() == TEXTS.keys()
    return made


class Told(HTMLParser):
    """What the part `#text` of a page says to a reader, piece by piece: a text, and the tags that it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[tuple[str, tuple[str, ...]]] = []
        self._open: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._inside |= told.get("id") == "text"
        if tag not in {"input", "meta", "link"}:
            self._open.append(f"{tag}.{(told.get('class') or '').replace(' ', '.')}")

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open.pop().startswith("div.prose"):
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.pieces.append((data, tuple(self._open)))

    def words(self, *without: str) -> list[str]:
        """The words but for those within some tags, and what is said to those who cannot see."""
        left_out = (*without, "span.unseen", "summary.", "a.moved", "p.side")
        return "".join(" " if any(tag in left_out for tag in tags) else text for text, tags in self.pieces).split()


PAIRS = list(permutations(TEXTS, 2))


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_reply_holds_both_texts(archive: Archive, first: str, second: str) -> None:
    told = archive.told(first, second)
    texts = [json_of(archive.client.get(f"/api/article/{archive.ids[key]}"))["text"] for key in (first, second)]
    for left_out, text in zip(("insert", "delete"), texts, strict=True):
        assert "".join(piece["text"] for piece in told["pieces"] if piece["op"] != left_out) == text
    assert [told[side]["title"] for side in "ab"] == [record(key)["title"] for key in (first, second)]
    assert (told["a"]["publisher"], told["a"]["published"]) == (f"The {first}", "2016-05-03")


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_page_as_one_text_holds_both(archive: Archive, first: str, second: str) -> None:
    shown = Told(archive.page(first, second))
    assert squeezed("".join(shown.words("ins."))) == squeezed(TEXTS[first])
    assert squeezed("".join(shown.words("del."))) == squeezed(TEXTS[second])


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_side_by_side_each_side_holds_its_text(archive: Archive, first: str, second: str) -> None:
    shown = Told(archive.page(first, second, "&view=two").replace("<div>", "<div class='column'>"))
    columns: list[list[tuple[str, tuple[str, ...]]]] = [[], []]
    number = 0
    for text, tags in shown.pieces:
        if "p.side" in tags and text.strip():
            number = ("First", "Second").index(text.split(":")[0])
        elif "div.column" in tags:
            columns[number].append((text, tags))
        else:
            columns[0].append((text, tags))
            columns[1].append((text, tags))
    for pieces, key, other in zip(columns, (first, second), ("ins.", "del."), strict=True):
        assert not any(other in tags for _, tags in pieces)
        shown.pieces = pieces
        assert squeezed("".join(shown.words())) == squeezed(TEXTS[key])


@pytest.mark.parametrize(
    ("first", "second", "counts", "lead"),
    [
        ("agency", "paper", (7, 1, 1, 1, 0), "1 sentence cut, 1 added, 1 changed."),
        ("agency", "moved", (8, 0, 0, 0, 1), "1 sentence moved."),
        ("agency", "reset", (9, 0, 0, 0, 0), "The words are the same; only spaces or the ends of lines differ."),
        ("agency", "again", (9, 0, 0, 0, 0), "The two texts are the same."),
        ("agency", "agency", (9, 0, 0, 0, 0), "Both are the same article."),
        ("agency", "hebrew", (0, 0, 9, 3, 0), "0% of the shorter text is in both; 9 sentences cut, 3 added."),
    ],
)
def test_what_differs_is_said_in_a_sentence(
    archive: Archive, first: str, second: str, counts: tuple[int, ...], lead: str
) -> None:
    told = archive.told(first, second)
    assert tuple(told[name] for name in ("same", "changed", "cut", "added", "moved")) == counts
    shown = re.search(r'<p class="lead">(.*?)</p>', archive.page(first, second))
    assert shown
    assert lead in shown[1]


def test_the_share_is_that_of_words_in_runs_of_twelve(archive: Archive) -> None:
    told = archive.told("agency", "paper")
    agency, paper = (re.findall(r"\w+", TEXTS[key].lower()) for key in ("agency", "paper"))
    shorter, longer = sorted((agency, paper), key=len)
    runs = {tuple(longer[start : start + 12]) for start in range(len(longer))}
    inside = {
        place
        for start in range(len(shorter) - 11)
        if tuple(shorter[start : start + 12]) in runs
        for place in range(start, start + 12)
    }
    assert told["share"] == pytest.approx(len(inside) / len(shorter))
    assert f"{told['share']:.0%}".replace("%", "% of the shorter text") in archive.page("agency", "paper")


def test_a_moved_sentence_is_cut_and_added_and_each_leads_to_the_other(archive: Archive) -> None:
    page = archive.page("agency", "moved")
    for here, there in (("cut", "added"), ("added", "cut")):
        assert re.search(rf'id="{here}-1">.*?</(del|ins)> <a class="moved" href="#{there}-1">', page)


def test_long_unchanged_parts_are_folded_with_their_number(archive: Archive) -> None:
    page = archive.page("agency", "paper")
    folded = re.findall(r"<details><summary[^>]*>([^<]*)</summary>(.*?)</details>", page, re.DOTALL)
    assert [count for count, _ in folded] == ["4 unchanged paragraphs"]
    assert [inside.count("<p ") for _, inside in folded] == [4]
    assert all(LINES[number] in folded[0][1] for number in range(4, 8))
    assert LINES[1] not in folded[0][1]
    assert LINES[3] not in folded[0][1], "one paragraph beside a change stays"
    assert "8 unchanged paragraphs" in archive.page("agency", "again")


def test_the_heads_lead_to_the_articles_and_the_two_can_be_swapped(archive: Archive) -> None:
    page = archive.page("agency", "paper", "&view=two")
    for key in ("agency", "paper"):
        assert f'<a href="/article/{archive.ids[key]}">{record(key)["title"]}</a>' in page
        assert f"<bdi>The {key}</bdi>" in page
    (swap,) = re.findall(r'<form action="/compare" method="get">(.*?)</form>', page, re.DOTALL)
    fields = dict(re.findall(r'name="(\w+)" value="(\w*)"', swap))
    assert fields == {"a": archive.ids["paper"], "b": archive.ids["agency"], "view": "two"}


def test_what_is_cut_or_added_is_said_in_words(archive: Archive) -> None:
    page = archive.page("agency", "paper")
    assert '<del><span class="unseen">cut: </span>voted<span class="unseen"> (end)</span></del>' in page
    assert '<ins><span class="unseen">added: </span>decided<span class="unseen"> (end)</span></ins>' in page
    assert page.count("<del") == page.count('<span class="unseen">cut: </span>')
    assert page.count("<ins") == page.count('<span class="unseen">added: </span>')


def test_the_address_of_an_article_stands_for_its_id(archive: Archive) -> None:
    first, second = (archive.ids[key] for key in ("agency", "paper"))
    address = quote(f" http://localhost/article/{first}?q=bridge#m1 ", safe="")
    told = json_of(archive.client.get(f"/api/compare?a={address}&b={second}"))
    assert told["a"]["id"] == first


@pytest.mark.parametrize("missing", ["", "?a={id}", "?b={id}", "?a=&b={id}", "?a={id}&b=%20"])
def test_two_articles_are_to_be_named(archive: Archive, missing: str) -> None:
    behind = missing.format(id=archive.ids["agency"])
    told = archive.client.get(f"/api/compare{behind}")
    assert told.status_code == 400
    assert json_of(told)["error"] == "Name two articles to compare: the parameters a and b are their ids."
    page = archive.client.get(f"/compare{behind}")
    assert page.status_code == 400
    assert "Paste the addresses of two articles of this archive." in page.text
    assert page.text.count('<input type="text"') == 2
    if archive.ids["agency"] in behind:
        assert f'value="{archive.ids["agency"]}"' in page.text, "what was named stays in the form"


@pytest.mark.parametrize("path", ["/compare", "/api/compare"])
def test_an_unknown_article_is_named(archive: Archive, path: str) -> None:
    known = archive.ids["agency"]
    for ids in (("nobody-knows", known), (known, "nobody-knows")):
        reply = archive.client.get(f"{path}?a={ids[0]}&b={ids[1]}")
        assert reply.status_code == 404
        assert "There is no article with the id “nobody-knows”, and there never was one." in reply.text


@pytest.mark.parametrize("path", ["/compare", "/api/compare"])
def test_former_ids_lead_on_and_deleted_articles_are_named(tmp_path: Path, path: str) -> None:
    index, folder = tmp_path / "index", tmp_path / "archive"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.txt").write_text(f"News of {name}\n\n{LINES[0]}\n\n{LINES[1]} It was {name} who said so.\n")
    run(index, folder)
    before = {article.key: article.id for article in articles(index).values()}
    (folder / "two.txt").write_text(f"Other news\n\n{LINES[0]}\n\n{LINES[1]} It was two who said so.\n")
    (folder / "three.txt").unlink()
    run(index)
    now = {article.key: article.id for article in articles(index).values()}
    assert now["two"] != before["two"]
    client = create_app(open_engine(index)).test_client()
    moved = client.get(f"{path}?a={before['two']}&b={now['one']}&view=two")
    assert moved.status_code == 301
    place = urlsplit(moved.headers["Location"])
    assert (place.path, parse_qs(place.query)) == (path, {"a": [now["two"]], "b": [now["one"]], "view": ["two"]})
    assert client.get(moved.headers["Location"]).status_code == 200
    gone = client.get(f"{path}?a={now['one']}&b={before['three']}")
    assert gone.status_code == 410
    assert "“News of three” has left the archive" in gone.text

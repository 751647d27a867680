"""The removed lines of an article are shown by kind, each different one once, and lead to their place in the page."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from index.clean.rules.catalogue import RULES
from index.settings import Settings
from search.embedded.engine import open_engine
from tests.reindex.archives import articles, run
from tests.web.adding import BEARER, TOKEN
from web.removals import REMOVAL_KINDS, removal_kind
from web.site.app import create_app

MENU = (
    "Home",
    "World",
    "Sport",
    "Log in",
    "Share",
    "Weather",
    "Contact us",
    *(f"Section {n} of the menu" for n in "abcdefghijk"),
)
STORY = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."
PAGE = "".join(
    f"<li><a href='/{n}'>{text}</a></li>"
    for n, text in enumerate((*MENU, "Share on Facebook", *MENU, "Share on Facebook"))
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("removed") / "news"
    folder.mkdir()
    text = "".join(f"<p>{STORY} {n} people came.</p>" for n in range(4))
    markup = f"<nav><ul>{PAGE}</ul></nav><article><h1>A bridge</h1>{text}</article><p>© 2015 The Courier</p>"
    (folder / "a.html").write_text(f"<html lang=en><head><title>A bridge</title></head><body>{markup}</body></html>")
    (folder / "b.jsonl").write_text(json.dumps({"title": "A mill", "text": STORY}))
    run(folder.parent / "index", folder)
    return folder.parent / "index"


@pytest.fixture(scope="module")
def reader(index: Path) -> FlaskClient:
    return create_app(open_engine(index), replace(Settings(), index=index)).test_client()


@pytest.fixture(scope="module")
def bridge(reader: FlaskClient) -> dict[str, Any]:
    (hit,) = reader.get("/api/search?q=bridge&title=").get_json()["hits"][:1]
    found: dict[str, Any] = reader.get(f"/api/article/{hit['id']}").get_json()
    return found


def view_of(reader: FlaskClient, article: dict[str, Any], question: str = "", view: str = "removed") -> str:
    return unescape(reader.get(f"/article/{article['id']}?view={view}&q={question}").text)


def groups(page: str) -> dict[str, tuple[int, str]]:
    """By the name of each kind the number that stands beside it, and the markup of its lines."""
    parts = re.split(r'<details class="kind"[^>]*>', page)[1:]
    out = {}
    for part in parts:
        number, name = re.findall(r'<span class="n">([\d,]+)</span> <span>([^<]+)</span>', part)[0]
        out[name] = int(number.replace(",", "")), part.partition('<details class="codes">')[0]
    return out


def lines(markup: str) -> list[tuple[int, str]]:
    """The number and the text of each line."""
    found = re.findall(r'<li value="(\d+)"><p class="text" dir="auto">(.*?)</p>', markup, re.DOTALL)
    return [
        (int(number), re.sub("<[^>]+>", "", re.sub('<span class="step">.*?</a></span>', "", text)))
        for number, text in found
    ]


def test_each_line_stands_once_under_its_kind_with_how_often_it_is_there(
    reader: FlaskClient, bridge: dict[str, Any]
) -> None:
    counts: dict[str, Counter[str]] = {}
    for one in bridge["dropped"]:
        counts.setdefault(removal_kind(one["rule"]).name, Counter())[one["text"]] += 1
    page = view_of(reader, bridge)
    found = groups(page)
    assert {name: number for name, (number, _) in found.items()} == {n: c.total() for n, c in counts.items()}
    assert [*found] == sorted(found, key=lambda name: -found[name][0])
    assert len(bridge["dropped"]) > 30 and f"{len(bridge['dropped'])} lines of the page are not part" in page
    for name, (_, markup) in found.items():
        assert sorted(text for _, text in lines(markup)) == sorted(counts[name])
        times = sorted(map(int, re.findall(r"<span>(\d+) times</span>", markup)))
        assert times == sorted(n for n in counts[name].values() if n > 1)
    assert sum(len(lines(markup)) for _, markup in found.values()) < len(bridge["dropped"]) - 10


def test_the_first_lines_of_a_kind_are_shown_and_the_others_open(reader: FlaskClient, bridge: dict[str, Any]) -> None:
    (number, markup), *_ = groups(view_of(reader, bridge)).values()
    first, rest = markup.split("<details>")
    assert number > 20 and len(lines(first)) == 12
    assert f"{len(lines(rest))} more lines" in rest


def test_no_code_of_a_rule_stands_before_a_reader_opens_the_rules(reader: FlaskClient, bridge: dict[str, Any]) -> None:
    shown, codes = view_of(reader, bridge).split('<details class="codes">')
    assert "<code>" not in shown.partition('<div class="removed">')[2]
    rules = Counter(one["rule"] for one in bridge["dropped"])
    for rule, number in rules.items():
        assert f"<code>{rule}</code> {number} line" in codes


def test_each_rule_is_of_one_kind_and_a_later_one_of_the_last() -> None:
    assert sorted(rule for kind in REMOVAL_KINDS for rule in kind.rules) == sorted(RULES)
    assert (
        len({kind.code for kind in REMOVAL_KINDS}) == len({kind.name for kind in REMOVAL_KINDS}) == len(REMOVAL_KINDS)
    )
    assert removal_kind("of tomorrow") is REMOVAL_KINDS[-1]


def test_matches_are_marked_counted_numbered_in_order_and_in_open_groups(
    reader: FlaskClient, bridge: dict[str, Any]
) -> None:
    page = view_of(reader, bridge, "in:removed+(facebook+OR+menu+OR+courier)")
    numbers = [int(number) for number in re.findall(r'<mark id="m(\d+)">', page)]
    assert numbers == [*range(1, 14)] and page.count("<mark") == 13 + page.partition("</h1>")[0].count("<mark")
    assert "13 matches for" in page and page.count("of 13</span>") == 13
    for part in re.findall(r'<details class="kind"[^>]*>', page):
        with_marks = "<mark" in page.split(part, 1)[1].partition('<details class="kind"')[0]
        assert (" open" in part) is with_marks or part.count(" open") == 0
    opened = re.split(r'<details class="kind" open>', page)[1:]
    assert sum(part.partition('<details class="kind">')[0].count("<mark") for part in opened) == 13
    assert "<details open><summary>" in page, "the lines behind the first ones, too"


def test_a_line_leads_to_its_place_which_is_open_there(reader: FlaskClient, bridge: dict[str, Any]) -> None:
    page = view_of(reader, bridge)
    hrefs = dict(re.findall(r'<li value="(\d+)">.*?<a href="([^"]+)"', page, re.DOTALL))
    original = bridge["original"].split("\n")
    for number, href in list(hrefs.items())[::7]:
        assert href.endswith(f"view=original&line={number}#l{number}")
        there = unescape(reader.get(href).text)
        opened = re.search(
            rf"<details( open)?><summary>[^<]+</summary><ol>(?:(?!</ol>).)*id=\"l{number}\"", there, re.DOTALL
        )
        assert opened and opened[1]
        text = re.search(rf'<li id="l{number}">.*?<span class="text" dir="auto">([^<]*)</span>', there, re.DOTALL)
        assert text and text[1] == original[int(number) - 1]


def test_the_page_as_it_was_has_every_line_and_folds_what_was_left_out(
    reader: FlaskClient, bridge: dict[str, Any]
) -> None:
    page = view_of(reader, bridge, view="original")
    shown = dict(re.findall(r'<li id="l(\d+)">.*?<span class="text" dir="auto">([^<]*)</span>', page, re.DOTALL))
    original = dict(enumerate(bridge["original"].split("\n"), 1))
    assert {int(n): text for n, text in shown.items() if text} == {n: text for n, text in original.items() if text}
    outside = re.sub(r'<li class="out">.*?</ol></details></li>', "", page, flags=re.DOTALL)
    assert STORY in outside and "Share on Facebook" not in outside
    told = re.findall(r"<summary>(\d+) lines? left out: ([^<]+)</summary>", page)
    assert sum(int(number) for number, _ in told) == len(bridge["dropped"])
    assert any("Menus and the frame of the page" in kinds for _, kinds in told)
    assert "<code>" not in page.partition('<ol class="original">')[2].partition("</article>")[0]


@pytest.mark.parametrize(
    ("token", "address", "may"),
    [
        ("", "http://localhost", False),
        (TOKEN, "http://localhost", True),
        (TOKEN, "http://[::1]:8000", True),
        (TOKEN, "https://127.0.0.2", True),
        (TOKEN, "http://10.1.2.3", False),
        (TOKEN, "https://10.1.2.3", True),
    ],
)
def test_lines_can_be_kept_where_there_is_a_token_and_a_browser_says_who_asks(
    index: Path, bridge: dict[str, Any], token: str, address: str, *, may: bool
) -> None:
    client = create_app(open_engine(index), replace(Settings(), index=index, token=token)).test_client()
    for view in ("removed", "original"):
        page = client.get(f"/article/{bridge['id']}?view={view}", base_url=address, headers=BEARER).text
        assert "Menus and the frame" in page
        assert ("Belongs to the article" in page) is may
        assert (f'action="/article/{bridge["id"]}/keep?view={view}"' in page) is may


def test_an_article_that_is_the_whole_page_says_so(index: Path, reader: FlaskClient) -> None:
    (whole,) = [one for one in articles(index).values() if not one.dropped]
    assert "Nothing was removed: the page is the article." in reader.get(f"/article/{whole.id}?view=removed").text

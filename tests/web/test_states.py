"""In any state of the search page, each number beside a choice is the number of articles that taking it gives."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from random import Random
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from index.settings import Settings
from search.embedded.engine import open_engine
from search.query import Query, Selection, Sort
from tests.reindex.archives import run
from tests.web.replies import json_of
from web import paths, urls
from web.paths import Parameter
from web.site.app import create_app

WORDS = (
    "the",
    "agreement",
    "minister",
    "leaders",
    "talks",
    "syria",
    "police",
    "US",
    "zzyzx",
    '"prime minister"',
    "gov*",
)
FOLLOWED = 4  # promises of a page that are tried
PROMISES = {
    "bars": r'<a href="([^"]+)" class="bar"[^>]*>\s*<title>[^":]+: ([\d,]+) [ar]',
    "chosen bar": r'<a href="([^"]+)" class="bar on"[^>]*>\s*<title>[^"<]+, ([\d,]+) [ar]',
    "table of bars": r'<tr><td><a href="([^"]+)">[^<]+</a></td><td>([\d,]+)</td>',
    "chosen in the table": r'<a href="([^"]+)">take back<span class="unseen">[^<]+, ([\d,]+) [ar]',
    "chosen undated": r'<a href="([^"]+)" aria-current="true" aria-label="Undated, [^"]+, ([\d,]+) [ar]',
    "undated": r'<a href="([^"]+)">Undated \(([\d,]+)\)',
    "related": r'<li><a href="([^"]+)"><bdi>[^<]*</bdi></a> <span class="n">\w+, ([\d,]+) of',
    "without a filter": r'<li><a href="([^"]+)">Without [^\n]*?</a><span class="n">([\d,]+) [ar]',
    "one word": r'<li><a href="([^"]+)"><bdi>[^<]*</bdi></a><span class="n">([\d,]+) article',
}
OF_ARTICLES = ("related", "without a filter", "one word")  # these count each copy, the others what is listed
ALL_WORDS = re.compile(r"<a href=\"([^\"]+)\">([\d,]+) with all the words</a>")


@dataclass
class Form(HTMLParser):
    """What a page's search form would send, and the checkboxes that could be ticked: (name, value, count)."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[tuple[str, str, int]] = field(default_factory=list)

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent, self.boxes = [], []
        self._open: tuple[str, str] | None = None
        self._counting = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "input" and has.get("type") == "checkbox":
            pair = (has["name"], has["value"])
            if "checked" in has:
                self.sent.append(pair)
            else:
                self._open = pair
        elif tag == "input" and "name" in has and (has.get("type") != "radio" or "checked" in has):
            self.sent.append((has["name"], has.get("value", "")))
        self._counting = tag == "span" and has.get("class") == "n"

    def handle_data(self, data: str) -> None:
        if self._counting and self._open:
            self.boxes.append((*self._open, int(data.replace(",", ""))))
            self._open = None
        self._counting = False


def total(page: str) -> int:
    """How many articles a page says that there are."""
    found = re.search(r'<h1 id="summary">(?:([\d,]+) article|Nothing for)', page)
    assert found
    return int((found[1] or "0").replace(",", ""))


def listed(page: str) -> int:
    """How many results a page says that it lists: without copies, where it lists these as one."""
    found = re.search(r'<p class="listing">([\d,]+) without copies\. <a href="[^"]+">Show each copy', page)
    return int(found[1].replace(",", "")) if found else total(page)


Promise = tuple[str, int, Callable[[str], int]]


def promises(page: str, query: Query) -> list[Promise]:
    """Addresses that the page leads to, with the number that it says is there, and what the page there says of it."""
    form = Form(page)
    taken = {f"{urls.TICK}{name}" for name, _ in form.sent}
    sent = [pair for pair in form.sent if pair != (Parameter.TICKED, urls.LEAVE_OUT)]  # a number is of what is kept
    found: list[Promise] = [
        (f"{paths.SEARCH}?{urlencode([*sent, (name, value)])}", count, listed)
        for name, value, count in form.boxes
        if name not in taken  # a further value of a facet adds its articles to those of the values chosen
    ]
    for name, pattern in PROMISES.items():
        counted = total if name in OF_ARTICLES else listed
        found += [(unescape(href), int(count.replace(",", "")), counted) for href, count in re.findall(pattern, page)]
    if whole := ALL_WORDS.search(page):
        found.append((unescape(whole[1]), int(whole[2].replace(",", "")), total))
    return found


@pytest.fixture(scope="module")
def values(reader: FlaskClient) -> dict[str, list[str]]:
    facets = json_of(reader.get("/api/search?q="))["facets"]
    return {name: [value["value"] for value in found] for name, found in facets.items()}


def state(rng: Random, values: dict[str, list[str]]) -> Query:
    text = " ".join(rng.choice(WORDS) for _ in range(rng.choice((0, 1, 1, 2, 3))))
    chosen = [rng.choice(list(values)) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))]
    return Query(
        text,
        tuple(Selection(name, rng.choice(values[name]), rng.random() < 0.3) for name in chosen),
        first=rng.choice((None, None, None, date(2012, 5, 1), date(2016, 1, 1))),
        last=rng.choice((None, None, None, date(2015, 12, 31), date(2018, 6, 30))),
        undated=rng.random() < 0.1,
        sort=rng.choice(list(Sort)),
        all_words=rng.random() < 0.2,
        exact=rng.random() < 0.1,
        as_typed=rng.random() < 0.2,
    )


def test_every_kind_of_promise_is_seen(reader: FlaskClient, larger: FlaskClient) -> None:
    asked = (
        "q=",
        "q=&date=2015",
        "q=&date=",
        "q=agreement+leaders+talks",
        "q=agreement&publisher=Nobody",
        "q=agreement+zzyzx&all=1&typed=1",
    )
    pages = [reader.get(f"{paths.SEARCH}?{words}").text for words in asked]
    pages.append(larger.get(f"{paths.SEARCH}?q=harbour").text)
    assert [name for name, pattern in PROMISES.items() if not any(re.search(pattern, page) for page in pages)] == []
    assert any(ALL_WORDS.search(page) for page in pages)


@pytest.mark.parametrize("more", ["", "&q=the", "&q=agreement&from=2012&to=2018", "&language=en&-date=2013"])
def test_a_chosen_period_says_what_its_click_gives(reader: FlaskClient, more: str) -> None:
    """Every year, month and day, and the undated: the click takes the choice back, so as many come or more."""
    waiting, followed = [""], 0
    seen: set[str] = set()
    while waiting:
        chosen = f"&date={waiting.pop()}" if seen else ""
        values = json_of(reader.get(f"/api/search?{chosen}{more}"))["facets"]["date"]
        found = {value["value"] for value in values} - seen
        waiting += sorted(found)
        seen |= found
        page = reader.get(f"{paths.SEARCH}?{chosen}{more}").text
        names = re.findall(r'aria-current="true" aria-label="([^"]+)"(?: title="|>\s*<title>)([^"<]+)', page)
        assert [name for name, title in names if name != title or "chosen" not in name] == []
        for kind in ("chosen bar", "chosen in the table", "chosen undated"):
            for href, count in re.findall(PROMISES[kind], page):
                after = listed(reader.get(unescape(href)).text)
                assert after == int(count.replace(",", "")) >= listed(page), (chosen, kind)
                followed += 1
    assert {4, 7, 10} <= {len(period) for period in seen}
    assert followed >= len(seen)


def test_what_is_typical_of_the_results_is_counted(larger: FlaskClient) -> None:
    page = larger.get(f"{paths.SEARCH}?q=harbour").text
    found = re.findall(PROMISES["related"], page)
    assert found
    assert all(total(larger.get(unescape(href)).text) == int(count) for href, count in found)


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """An archive in which a section is typical of a word, which takes more articles than the seeds are."""
    place = tmp_path_factory.mktemp("larger")
    folder = place / "archive"
    folder.mkdir()
    records = [
        {"id": f"{n}", "section": "Shipping" if n % 5 else "Sport", "text": "The harbour is open."}
        if n % 4 == 0
        else {"id": f"{n}", "section": "Sport", "text": "The match is over."}
        for n in range(80)
    ]
    (folder / "all.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in records))
    run(place / "index", folder)
    app = create_app(lambda: open_engine(place / "index"), replace(Settings(), index=place / "index"))
    return app.test_client()


def test_what_a_page_promises_is_what_comes(
    reader: FlaskClient, values: dict[str, list[str]], rounds: int, seed: int
) -> None:
    rng = Random(seed)
    followed = 0
    for _ in range(rounds // 10):
        query = state(rng, values)
        address = urls.search(query)
        found = promises(reader.get(address).text, query)
        for href, count, counted in rng.sample(found, min(FOLLOWED, len(found))):
            assert counted(reader.get(href, follow_redirects=True).text) == count, (address, href)
            followed += 1
    assert followed > rounds // 10

"""Does a page say anything that no catalogue knows? Every message is put between marks, as if that were a language,
and what a reader sees or hears outside of marks has to be of the archive."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, unquote

import pytest
from babel import Locale
from flask import template_rendered
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.reindex.archives import run
from tests.web.adding import BEARER, TOKEN
from tests.web.saving import client_of
from tools.catalogues import begun, messages, updated, written
from web import translation

MARKED = "eo"  # a language that the CLDR knows and the service does not speak
OPEN, SHUT = "⟦", "⟧"
TEMPLATES = Path(translation.__file__).parent / "site" / "templates"

STILL_ENGLISH = "en"
"""What is English in every language is marked as such: citations, and messages for whoever runs the service."""

TEXT = (
    "Helena Brandt opened the new bridge of Grenburg on Monday, three years after the old one was closed, said the "
    "mayor.",
    "Some forty people came, and Helena Brandt spoke of the harbour, the mill and the ferry of Altenfurt.",
    "The council of Grenburg will decide in spring what the bridge may cost, and who is to pay for its lamps.",
)
ROWS = [
    {
        "id": f"qx{number}",
        "title": title,
        "text": "\n\n".join(TEXT[: 3 - number % 2])
        + f"\n\n{('Quoxone', 'Quoxtwo')[number]} stood on every door that day.",
        "publisher": paper,
        "authors": ["Qxann Qxlee"],
        "section": "Qxsection",
        "url": f"https://qx.example/qx{number}",
        "date": f"2016-03-{number + 1:02}",
        "language": "en",
    }
    for number, (title, paper) in enumerate([("Qxfirst qxtitle", "Qxpaper"), ("Qxsecond qxtitle", "Qxother")])
]
PAGE = """<html lang="en"><head><title>Qxpage qxtitle</title><meta property="og:site_name" content="Qxpaper">
<meta property="article:published_time" content="2016-03-05T10:00:00Z"><meta name="author" content="Qxann Qxlee">
<meta property="article:section" content="Qxsection"><link rel="canonical" href="https://qx.example/qxpage"></head><body>
<nav><a href="/a">Qxnavone</a> <a href="/b">Qxnavtwo</a> <a href="/c">Qxnavthree</a></nav>
<article><h1>Qxpage qxtitle</h1><p>{}</p></article><footer>© Qxpaper. Qxall qxrights.</footer></body></html>"""
UNMARKED = {
    *("cuttings", "utc", "gmt", "utf", "qx", "html", "docx", "markdown", "empty", "txt", "csv", "json", "jsonl"),
    *("atom", "ris", "bibtex", "csl", "id", "sha", "apa", "chicago", "qxpage", "none", "qxlist", "qxother", "zzyzzx"),
}
"""Names that are the same in every language, and those that the test itself gives."""


@pytest.fixture(scope="module", autouse=True)
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The service speaks a language that is its own sentences between marks."""
    folder = tmp_path_factory.mktemp("catalogues")
    catalogue = updated(begun(MARKED), messages())
    for message in catalogue:
        if message.id:
            forms = message.id if isinstance(message.id, tuple | list) else (message.id,)
            between = tuple(f"{OPEN}{form}{SHUT}" for form in forms)
            message.string = between if message.pluralizable else between[0]
    (folder / f"{MARKED}.po").write_bytes(written(catalogue))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translation, "CATALOGUES", folder)
        translation.languages.cache_clear()
        yield
    translation.languages.cache_clear()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, marked: None) -> FlaskClient:
    folder = tmp_path_factory.mktemp("qx")
    (folder / "qx.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    (folder / "qxpage.html").write_text(PAGE.format("</p><p>".join((*TEXT, "Quoxone stood on every door."))), "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    run(folder / "index", folder)
    client = client_of(folder / "index", token=TOKEN, language=MARKED)
    client.environ_base.update(HTTP_AUTHORIZATION=BEARER["Authorization"], HTTP_SEC_FETCH_SITE="same-origin")
    return client


@dataclass
class Said(HTMLParser):
    """What a page says to who sees or hears it, outside of marks and of what is typed (`code`, `kbd`)."""

    outside: list[str] = field(default_factory=list)
    depth: int = 0
    within: list[str] = field(default_factory=list)
    english: int = 0  # how many elements stand around the one that is English in every language

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        void = tag in ("input", "meta", "link", "br", "wbr", "img")
        if not void and (self.english or dict(attrs).get("lang") == STILL_ENGLISH):
            self.english += 1
        self.outside += [
            left
            for name, value in attrs
            if name in ("aria-label", "title", "placeholder", "alt") and (left := _without(value or ""))
            if "main" in self.within and not self.english
        ]
        if not void:
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.within:
            self.english = max(0, self.english - 1)
            if self.within.pop() == tag:
                break

    def handle_data(self, data: str) -> None:
        left = ""
        for sign in data:
            self.depth += (sign == OPEN) - (sign == SHUT)
            left += sign if not self.depth and sign not in OPEN + SHUT else ""
        typed = self.english or {"code", "kbd", "script", "style", "pre"} & set(self.within)
        if left.strip() and not typed and set(self.within) - {"html", "head"}:
            self.outside.append(left.strip())


def _without(value: str) -> str:
    while value != (less := re.sub(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}", "", value)):
        value = less
    return value.strip()


ADDRESS = re.compile(r"(https?:/)?/\S+")


def _words(text: str) -> set[str]:
    return set(map(str.casefold, re.findall(r"[^\W\d_]+", text)))


def _known() -> set[str]:
    """The words of the archive, and those that the CLDR has for days and languages."""
    locale = Locale.parse(MARKED)
    months = [name for width in locale.months["format"].values() for name in width.values()]
    months += [name for width in locale.months["stand-alone"].values() for name in width.values()]
    texts = (PAGE, *(str(value) for row in ROWS for value in row.values()))
    said = " ".join((*texts, *months, *locale.languages.values()))
    return UNMARKED | {word.casefold() for word in re.findall(r"[^\W\d_]+", said)}


def unknown(markup: str, asked: str = "") -> list[str]:
    """What of a page is neither between marks, nor of the archive, nor in the address that was asked for."""
    said = Said()
    said.feed(markup)
    assert not said.depth, "marks that are not closed"
    known = _known() | _words(unquote(asked))
    return [text for text in said.outside if len(text) > 1 and _words(ADDRESS.sub("", text)) - known]


def addresses(reader: FlaskClient) -> Iterator[str]:
    """Every page, in each of its states."""
    found = reader.get("/api/search?q=").get_json()
    known = {hit["title"]: hit["id"] for hit in found["hits"]}
    first, second, page = (known[f"{name} qxtitle"] for name in ("Qxfirst", "Qxsecond", "Qxpage"))
    person = quote(next(one["value"] for one in found["facets"]["person"] if one["value"]))
    yield from ("/", "/help", "/status", "/add", "/opensearch.xml", "/batch")
    for asked in (
        *("", "bridge", "bridge&view=compact", "bridge&copies=all", "quoxone", "bridge OR quoxone", "brigde"),
        *("mill ferry", "quoxone zzyzzx", "zzyzzx", "zzyzzx&publisher=Qxpaper", "helena+brandt", "Qxann Qxlee"),
        *("bridge&publisher=Qxpaper&not_section=Qxsection", "bridge&date=2016-03", "bridge&date=", "(bridge", "bri*"),
        *("bridge&from=2015&to=2017", "&added=today", "in:removed Qxnavone", "bridge&sort=added&page=2"),
        *("bridge&per_page=1&page=2", "title:qxfirst", "bridge&first=1", "brandt at:qx.example", f"&person={person}"),
    ):
        yield f"/search?q={asked}"
    for identity in (first, page):
        for view in ("", "view=removed", "view=original", "q=bridge", "q=bridge&at=1", "q=zzyzzx", "names=1"):
            yield f"/article/{identity}?{view}"
    yield from (f"/article/{page}?q=qxnavone&view=removed", f"/article/{page}/saved", f"/article/{first}/saved")
    yield from ("/facet/publisher", "/facet/person?filter=Qx", "/facet/publisher?q=bridge&filter=paper")
    yield from (f"/compare?a={first}&b={second}{view}" for view in ("", "&view=two"))
    yield from (f"/compare?a={first}&b={first}", f"/compare?a={first}&b=zzyzzx", "/compare")
    yield from (f"/group/{first}", f"/group/{page}", f"/name/person/{person}", "/name/person/Zzyzzx")
    yield from (f"/chart?q=bridge{more}" for more in ("", "&compare=publisher", "&date=2016-03&share=1", "&by=day"))
    yield from ("/chart?compare=words&value=bridge&value=ferry", "/chart?q=zzyzzx")
    yield from ("/table?q=bridge", "/table?q=zzyzzx", "/table?q=&rows=person&columns=date")
    yield from (f"/review?ids={first},{page}", f"/review?ids={first}&order=paper", "/review", "/review?ids=zzyzzx")
    yield from ("/lists", "/lists/1", "/lists/2", "/lists/9", "/saved", "/article/zzyzzx", "/facet/zzyzzx", "/zzyzzx")
    yield f"/article/{first}?version=7"


def fill(reader: FlaskClient) -> None:
    """Keep a list, a search and a line."""
    hits = reader.get("/api/search?q=").get_json()["hits"]
    ids = {hit["title"]: hit["id"] for hit in hits}
    for fields in ({"make": "Qxlist"}, {"make": "Qxother"}, {"add": "1", "ids": ",".join(ids.values())}):
        assert reader.post("/lists", data=fields).status_code == 303, fields
    for address in ("/search?q=bridge", "/search?q=ferry&publisher=Qxpaper"):
        assert reader.post("/saved", data={"do": "save", "address": address, "until": "1"}).status_code == 303


def forms(reader: FlaskClient) -> Iterator[TestResponse]:
    """What pages say to forms, those that are refused, too."""
    yield reader.post("/batch", data={"lines": "bridge\nHelena Brandt\nbrigde\nzzyzzx"})
    for data in ({"make": "Qxlist"}, {"make": ""}, {"add": "1", "ids": "zz"}, {}, {"rename": "Qxlist", "list": "2"}):
        yield reader.post("/lists", data=data)
    for saved in ({"do": "save", "address": "/help"}, {"do": "save", "address": "https://else.example/"}, {}):
        yield reader.post("/saved", data=saved)
    yield reader.post("/add", data={})
    yield reader.put("/search")


def test_no_page_says_what_no_catalogue_knows(reader: FlaskClient, tmp_path: Path) -> None:
    rendered: set[str] = set()

    def note(_app: object, template: SimpleNamespace, **_context: object) -> None:
        rendered.add(template.name)

    faults = {}
    fill(reader)
    alone = client_of(tmp_path / "none", token="", language=MARKED)
    replies: list[tuple[str, TestResponse]] = []
    with template_rendered.connected_to(note):
        replies += [(address, reader.get(address)) for address in addresses(reader)]
        replies += [(f"form {number}", reply) for number, reply in enumerate(forms(reader))]
        replies += [
            (f"without an index: {address}", alone.get(address)) for address in ("/", "/saved", "/lists", "/add")
        ]
    for address, reply in replies:
        if reply.mimetype != "text/html" and "opensearch" not in (reply.mimetype or ""):
            continue
        if left := unknown(reply.get_data(as_text=True), address):
            faults[address] = left
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
    assert {path.name for path in TEMPLATES.iterdir() if not path.name.startswith("_")} == rendered | {"base.html"}


def test_what_is_not_marked_is_noticed() -> None:
    page = (
        "<main><h1>{}</h1><a title='{}'>⟦Read ⟦12⟧ articles⟧</a> <b>Qxpaper</b>⟦A <i>⟦day⟧</i> Tuesday⟧ <code>x</code>"
    )
    assert unknown(page.format("⟦Help⟧", "⟦Help⟧ qxtitle")) == []
    assert unknown(page.format("Help", "⟦Help⟧")) == ["Help"]
    assert unknown(page.format("⟦Help⟧", "Help ⟦this⟧")) == ["Help"]

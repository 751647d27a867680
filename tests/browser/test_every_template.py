"""Every template, in every state, can be used by everyone: axe finds nothing in light, dark and forced colours, on a
phone and at 320 pixels (a window of 1280 at 400 %), and nothing scrolls sideways.

A template or a route of a page that no state here shows fails a test.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask, abort, request
from flask.testing import FlaskClient
from playwright.sync_api import Browser

import web.site
from index.settings import Settings
from index.store.run_file import RunFile
from index.store.run_states import Running
from search.embedded.engine import open_engine
from tests.browser import librarian
from tests.browser.conftest import page_of, serving
from tests.browser.test_pages_for_everyone import violations
from tests.reindex.archives import articles, run
from tests.web.adding import TOKEN
from tests.web.test_keeping_lines_over_the_web import archive as archive_with_lines
from web.site.app import create_app

TEMPLATES = Path(web.site.__file__).parent / "templates"
STATUSES = (400, 401, 404, 405, 410, 413, 415, 422, 429, 500, 503)
EVERYTHING: list[str] = []
COLOURS = ["color-contrast", "link-in-text-block"]
MEASURES = ["target-size", "scrollable-region-focusable", "css-orientation-lock", "meta-viewport"]
LOOKS = [
    ("light", "none", 1280, EVERYTHING), ("dark", "none", 1280, COLOURS), ("light", "active", 1280, COLOURS),
    ("light", "none", 360, MEASURES), ("dark", "none", 320, [*COLOURS, *MEASURES]),
]  # fmt: skip
"""Colours, whether the user forces them, the width, and which rules of axe are asked: those that a look can break."""
NO_PAGE = re.compile(r"/api/|/static/|/(opensearch|health|ready|metrics)|.*\.|/article/<article_id>/(page|source)$")
OURS = {
    "Authorization": "Basic " + b64encode(f"reader:{TOKEN}".encode()).decode(),
    "Sec-Fetch-Site": "same-origin",
}


@dataclass
class Room:
    """A server over one archive; `shown` are the routes that it answered, `known` the addresses in a reader's words."""

    app: Flask
    origin: str = ""
    shown: set[str] = field(default_factory=set)
    known: dict[str, str] = field(default_factory=dict)

    def templates(self) -> set[str]:
        """The files that its pages were made of."""
        cache = self.app.jinja_env.cache
        assert cache is not None
        return {str(key[1]) for key in cache.keys()}  # noqa: SIM118  # a cache is no mapping

    def visitor(self) -> FlaskClient:
        return self.app.test_client()


@contextmanager
def open_room(index: Path, seconds: float = 60.0, **knobs: object) -> Iterator[Room]:
    settings = replace(Settings(), index=index, **knobs)  # type: ignore[arg-type]
    room = Room(create_app(lambda: open_engine(index, seconds=seconds), settings))

    @room.app.before_request
    def note() -> None:
        if request.url_rule is not None:
            room.shown.add(request.url_rule.rule)

    @room.app.get("/fails/<int:status>")
    def fail(status: int) -> NoReturn:
        abort(status)

    with contextmanager(serving)(room.app) as room.origin:
        yield room


def library(folder: Path) -> Iterator[Room]:
    """The archive of `librarian.py`, without a token."""
    index = librarian.archive(folder)
    with open_room(index) as room:
        ids = {one.key: one.id for one in articles(index).values()}
        kettle = ids["courier-kettle-bridge"]
        room.known = {
            "kettle": kettle, "whale": ids["whale-0"], "other whale": ids["whale-1"], "wreck": next(
                one for key, one in ids.items() if key.startswith("wreck.")
            ), "both": f"{ids['dredger-0']},{ids['dredger-1']},0123456789abcdef",
        }  # fmt: skip
        yield room


def desk(folder: Path) -> Iterator[Room]:
    """An archive with a token, in which searches and lists are kept; one article of a list has left it."""
    index = archive_with_lines(folder)
    with open_room(index, token=TOKEN, state=str(folder / "state.sqlite")) as room:
        ids = {one.path: one.id for one in articles(index).values()}
        reader = room.visitor()
        for form in (
            {"star": ids["0.html"]}, {"star": ids["1.html"]},
            {"list": "1", "note": ids["0.html"], "text": "Read this."},
        ):  # fmt: skip
            assert reader.post("/lists", data={"back": "/", **form}, headers=OURS).status_code == 303
        for q in ("story", "subscribe"):
            form = {"do": "save", "address": f"/search?q={q}", "until": "2020-01-01T00:00:00"}
            assert reader.post("/saved", data=form, headers=OURS).status_code == 303
        (folder / "archive" / "1.html").unlink()
        run(index, folder / "archive")
        room.known = {"story": ids["0.html"]}
        yield room


def bare_desk(folder: Path) -> Iterator[Room]:
    """An archive with a token in which nothing is kept yet."""
    with open_room(archive_with_lines(folder), token=TOKEN, state=str(folder / "state.sqlite")) as room:
        yield room


def empty(folder: Path) -> Iterator[Room]:
    """An archive without an article."""
    (folder / "empty").mkdir()
    (folder / "empty" / "page.html").write_text("")
    run(folder / "index", folder / "empty")
    with open_room(folder / "index") as room:
        yield room


def nothing(folder: Path) -> Iterator[Room]:
    """No index yet."""
    with open_room(folder / "index") as room:
        yield room


def first_run(folder: Path) -> Iterator[Room]:
    """The first index is being made."""
    (folder / "index").mkdir()
    file = RunFile(folder / "index")
    file.say(Running("reading", 3, 40))
    with open_room(folder / "index") as room:
        yield room
    file.close(None, None)


def hurried(folder: Path) -> Iterator[Room]:
    """An archive whose time for a question is up at once."""
    (folder / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in librarian.DREDGER), "utf-8")
    run(folder / "index", folder / "a.jsonl")
    with open_room(folder / "index", seconds=0.0) as room:
        yield room


ROOMS: dict[str, Callable[[Path], Iterator[Room]]] = {
    "library": library, "desk": desk, "bare desk": bare_desk, "empty": empty, "nothing": nothing,
    "first run": first_run, "hurried": hurried,
}  # fmt: skip
STATES = {
    "library": [
        "/", "/search?q=dredger", "/search?q=dredger&compact=1", "/search?q=whale+weir", "/search?q=dredger#narrow",
        "/search?q=the&language=en&-section=Sport&from=2010&date=2015", "/search?q=zzyzx+qqxq&typed=1",
        "/search?q=Holloway+zzyzx&publisher=Nobody&all=1", "/search?q=Hollowey",
        "/article/{kettle}?q=kettle+bridge&at=1", "/article/{kettle}#m1", "/article/{kettle}?q=bridge&names=1",
        "/article/{kettle}?view=removed", "/article/{kettle}?view=original", "/article/{wreck}", "/article/{whale}",
        "/article/{kettle}/saved",
        "/group/{whale}", "/group/{kettle}", "/compare", "/compare?a=0&b=1", "/compare?a={whale}&b={other whale}",
        "/compare?a={whale}&b={other whale}&view=two", "/chart?q=dredger", "/chart?q=zzyzx",
        "/chart?q=dredger&compare=publisher&share=1", "/table?q=dredger&rows=publisher&columns=date", "/table?q=zzyzx",
        "/review?ids={both}", "/review?ids={both}&apart=1", "/review", "/name/person/Tessa%20Holloway",
        "/facet/byline?q=the", "/facet/byline?filter=zzyzx", "/batch",
        "/batch?lines=dredger%0Adredgre%0Azzyzx%0AHolloway",
        "/help", "/status", "/add", "/saved", "/lists", "/nowhere", "/name/person/Tessa%20Hollowey",
        *(f"/fails/{status}" for status in STATUSES),
    ],
    "desk": [
        "/search?q=story", "/search?q=story&compact=1", "/search?q=zzyzx+qqxq&typed=1", "/article/{story}",
        "/article/{story}?view=removed", "/article/{story}?view=original", "/saved", "/lists", "/lists/1",
        "/lists/1/review", "/add",
    ],
    "bare desk": ["/saved", "/lists"],
    "empty": ["/", "/search", "/status"],
    "nothing": ["/", "/status"],
    "first run": ["/", "/status"],
    "hurried": ["/search?q=dredger"],
}  # fmt: skip


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Room]]:
    """Each room by its name, opened when it is asked for."""
    made: dict[str, Room] = {}
    with ExitStack() as stack:

        def room(name: str) -> Room:
            if name not in made:
                folder = tmp_path_factory.mktemp("room")
                made[name] = stack.enter_context(contextmanager(ROOMS[name])(folder))
            return made[name]

        yield room


@pytest.mark.parametrize(("room", "path"), [(room, path) for room, paths in STATES.items() for path in paths])
def test_a_state_is_for_everyone(chromium: Browser, rooms: Callable[[str], Room], room: str, path: str) -> None:
    place = rooms(room)
    with page_of(chromium) as page:
        page.emulate_media(reduced_motion="reduce")  # a colour half-way to another one is none of the page
        page.goto(place.origin + path.format(**place.known))
        for scheme, forced, width, rules in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme, forced_colors=forced)  # type: ignore[arg-type]
            page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
            assert violations(page, rules=rules) == [], (scheme, forced, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (scheme, forced, width)


def test_no_template_and_no_page_is_without_a_state(rooms: Callable[[str], Room]) -> None:
    made, shown, routes = set(), set(), set()
    for name, paths in STATES.items():
        place = rooms(name)
        for path in paths:
            place.visitor().get(path.format(**place.known).split("#")[0], headers=OURS)
        made |= place.templates()
        shown |= place.shown
        routes |= {str(rule.rule) for rule in place.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert {file.name for file in TEMPLATES.glob("*.html")} - made == set()
    assert {route for route in routes if not NO_PAGE.match(route)} - shown == set()


def test_each_state_is_what_its_name_says(rooms: Callable[[str], Room]) -> None:
    def text(room: str, path: str) -> str:
        place = rooms(room)
        return place.visitor().get(path.format(**place.known), headers=OURS).get_data(as_text=True)

    assert "At least " in text("hurried", "/search?q=dredger")
    assert "The archive is empty" in text("empty", "/")
    assert "There is no archive yet" in text("nothing", "/")
    assert "The archive is being made" in text("first run", "/")
    assert "Nothing for" in text("library", "/search?q=zzyzx+qqxq&typed=1")
    assert "Left the archive on" in text("desk", "/lists/1")
    assert "Belongs to the article" in text("desk", "/article/{story}?view=removed")
    assert "Belongs to the article" not in text("library", "/article/{kettle}?view=removed")
    assert "No search is saved yet" in text("bare desk", "/saved")
    assert "There is no list yet" in text("bare desk", "/lists")
    for status in STATUSES:
        assert rooms("library").visitor().get(f"/fails/{status}").status_code == status


def test_the_gold_of_the_walks_is_not_of_the_program() -> None:
    """The records are told apart by their own words, so that what is found tells something."""
    texts = [str(record["text"]) for record in librarian.ALL]
    assert len(set(texts)) == len(texts) - 1, "one copy is word for word"
    assert sum(librarian.SUBJECT in text for text in texts) == len(librarian.DREDGER)
    assert not any(
        librarian.SUBJECT in json.dumps(one) or librarian.PERSON in json.dumps(one) for one in librarian.gold()
    )

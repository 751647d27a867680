"""Each word that an article's page shows as the article finds it, and is marked there as often as the result says.

The words are read from the HTML that a browser gets, by rules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from unicodedata import category
from urllib.parse import quote_plus

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from index.settings import Settings
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Listing, Query
from tests.conftest import ROOT
from web.site.app import create_app
from web.terminal.cli import main

# Words of letters alone that are joined to nothing; Persian joins the parts of a word by signs that are not seen.
_JOINED = r"\w'’\-\u200c\u200d"
_WORD = re.compile(rf"(?<![{_JOINED}.,])[^\W\d_]{{4,}}(?![{_JOINED}.,]*[{_JOINED}])")
_REAL_PAGES, _WORDS_OF_A_PART, _ALL = 300, 3, 1_000


class _Shown(HTMLParser):
    """What a page shows as the article: its headline, the paragraph below it and the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: dict[str, list[str]] = {"title": [], "standfirst": [], "text": []}
        self.numbers = 0  # of matches: one that a tag cuts in two has one
        self.marked: dict[str, list[str]] = {"title": [], "standfirst": [], "text": []}
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "img", "meta", "link", "input", "hr"):
            return
        given = dict(attrs)
        part = self._part
        if tag == "h1":
            part = "title"
        elif given.get("class") == "standfirst":
            part = "standfirst"
        elif given.get("id") == "text":
            part = "text"
        elif given.get("class") in ("step", "note"):
            part = ""
        self.numbers += tag == "mark" and "id" in given
        if tag == "mark":
            self.marked[part].append("")
        self._open.append((tag, part))

    @property
    def _part(self) -> str:
        return self._open[-1][1] if self._open else ""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._part:
            self.parts[self._part].append(data)
        if self._open and self._open[-1][0] == "mark":
            self.marked[self._part][-1] += data

    def words(self, part: str) -> list[str]:
        """The different words of a part, in order."""
        pieces = " ".join(self.parts[part]).split()
        plain = [piece for piece in pieces if not any(category(char)[0] == "M" for char in piece)]
        return list(dict.fromkeys(_WORD.findall(" ".join(plain))))


def _asked(folder: Path, *sources: Path) -> tuple[Engine, FlaskClient]:
    """An index of the sources, some of which hold no article, and a client of the pages over it."""
    index = folder / "index"
    result = CliRunner().invoke(main, ["reindex", *map(str, sources), "--index", str(index)])
    assert result.exit_code == 0, result.output
    engine = open_engine(index, seconds=60.0)
    return engine, create_app(engine, replace(Settings(), index=index)).test_client()


@pytest.fixture(scope="module")
def golden(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, FlaskClient]:
    tests = ROOT / "tests"
    folders = (seeds, tests / "corpus" / "newsroom", tests / "corpus" / "articles", tests / "formats")
    return _asked(tmp_path_factory.mktemp("golden"), *folders)


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, FlaskClient]:
    pages = sorted((shared / "extract-dev" / "pages").iterdir())[:_REAL_PAGES]
    return _asked(tmp_path_factory.mktemp("real"), *pages)


def _pages(engine: Engine, client: FlaskClient) -> Iterator[tuple[str, _Shown]]:
    """The id and the page of each article."""
    for article_id in engine.ids(Query(copies=Listing.ALL, per_page=_ALL)):
        yield article_id, _Shown(client.get(f"/article/{article_id}").get_data(as_text=True))


def _missed(engine: Engine, asked: dict[str, set[str]]) -> list[tuple[str, str]]:
    """The words that do not find one of the articles that show them."""
    missed = []
    for word, shown_by in asked.items():
        found = set(engine.ids(Query(text=word, as_typed=True, copies=Listing.ALL, per_page=_ALL)))
        missed += [(word, article_id) for article_id in sorted(shown_by - found)]
    return missed


def test_each_word_that_a_page_of_our_own_shows_finds_it(golden: tuple[Engine, FlaskClient]) -> None:
    asked: dict[str, set[str]] = {}
    above = 0
    for article_id, page in _pages(*golden):
        above += bool(page.words("standfirst"))
        for part in page.parts:
            for word in page.words(part):
                asked.setdefault(word, set()).add(article_id)
    assert above >= 10
    assert len(asked) > 5_000
    assert _missed(golden[0], asked) == []


def test_the_words_of_real_pages_find_them(real: tuple[Engine, FlaskClient], seed: int) -> None:
    asked: dict[str, set[str]] = {}
    above = 0
    draw = Random(seed)
    for article_id, page in _pages(*real):
        above += bool(page.words("standfirst"))
        for part in page.parts:
            words = page.words(part)
            for word in draw.sample(words, min(_WORDS_OF_A_PART, len(words))):
                asked.setdefault(word, set()).add(article_id)
    assert above >= 15
    assert len(asked) > 1_000
    assert _missed(real[0], asked) == []


@pytest.mark.parametrize("archive", ["golden", "real"])
def test_a_standfirst_is_marked_and_its_matches_are_counted(archive: str, request: pytest.FixtureRequest) -> None:
    engine, client = request.getfixturevalue(archive)
    tried = 0
    for article_id, page in _pages(engine, client):
        for word in page.words("standfirst")[:1]:
            tried += 1
            hits = engine.search(Query(text=word, copies=Listing.ALL, per_page=_ALL)).hits
            (hit,) = (hit for hit in hits if hit.id == article_id)
            marked = _Shown(client.get(f"/article/{article_id}?q={quote_plus(word)}").get_data(as_text=True))
            assert word in [text.strip(".") for text in marked.marked["standfirst"]]
            assert hit.matches == marked.numbers
            assert any(word in snippet.text for snippet in hit.snippets)
    assert tried >= 10

"""An article of more than a page shows says what it leaves out, and counts what it does not number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.article import Article, Dropped, article_id
from search.embedded.engine import open_engine
from search.words.aliases import Aliases
from tests.search.corpora import store
from web.render import MAX_STEPS
from web.site.app import create_app
from web.site.article_page.removed_view import MAX_LINE, MAX_LINES

MORE = 700  # more than any limit lets through


def article(key: str, text: str, *, dropped: int = 0, original: str = "") -> Article:
    return Article(
        id=article_id("long", key),
        key=key,
        path="long",
        title=key,
        text=text,
        language="en",
        dropped=tuple(Dropped(line, f"advert {line}", "rule") for line in range(dropped)),
        original=original,
    )


MATCHES = article("matches", "Talks and talks. " * ((MAX_STEPS + MORE) // 2))
LINES = article(
    "lines",
    "Talks were held.",
    dropped=MAX_LINES + MORE,
    original="\n".join(f"advert {line}" for line in range(MAX_LINES + MORE)) + "\nTalks were held.",
)
LINE = article("line", "Talks were held.", original="Talks were held.\n" + "x" * (MAX_LINE + MORE))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("long")
    store(folder, [MATCHES, LINES, LINE])
    return create_app(open_engine(folder, aliases=Aliases(), seconds=60.0)).test_client()


def test_all_matches_are_counted_and_marked_and_the_first_are_numbered(reader: FlaskClient) -> None:
    page = reader.get(f"/article/{MATCHES.id}?q=talks").text
    assert f"{MAX_STEPS + MORE:,} matches for" in page
    assert page.count("<mark") == MAX_STEPS + MORE
    assert len(re.findall(r'<mark id="m\d+">', page)) == MAX_STEPS


@pytest.mark.parametrize(("view", "lines"), [("removed", MAX_LINES + MORE), ("original", MAX_LINES + MORE + 1)])
def test_lines_that_are_not_shown_are_counted(view: str, lines: int, reader: FlaskClient) -> None:
    page = reader.get(f"/article/{LINES.id}?view={view}").text
    (said,) = re.findall(r"([\d,]+) more lines not shown", page)
    assert int(said.replace(",", "")) == lines - MAX_LINES
    assert len(re.findall(r'<li (?:id="l|value=")', page)) == MAX_LINES


def test_matches_in_removed_lines_are_counted_whether_shown_or_not(reader: FlaskClient) -> None:
    page = reader.get(f"/article/{LINES.id}?view=removed&q=in:removed+advert").text
    assert f"{MAX_LINES + MORE:,} matches for" in page


def test_the_characters_of_a_line_that_are_not_shown_are_counted(reader: FlaskClient) -> None:
    page = reader.get(f"/article/{LINE.id}?view=original").text
    assert f"x … ({MORE} more characters)" in page
    assert page.count("x") < MAX_LINE + 500

"""The page of an article and its reply say what goes on with its story, in order of time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.embedded.engine import open_engine
from tests.plain.publishing import publish_copies
from tests.stories.story_corpus import others, told
from web.site.app import create_app

TOLD = {article.key: article for article in told()}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("page")
    publish_copies(folder, [*TOLD.values(), *others()])
    return create_app(open_engine(folder, seconds=60.0)).test_client()


def links(html: str) -> list[str]:
    """The titles of a list, `This article` at its own place."""
    return re.findall(r"<li.*?(?:<a [^>]*>|<span>)(.*?)</", html, re.DOTALL)


@pytest.mark.parametrize(
    ("key", "expected"),
    [("wreck.8", ["This article", "wreck.9", "wreck.10"]), ("wreck.10", ["wreck.9", "This article"])],
)
def test_a_page_shows_the_story_around_its_article(reader: FlaskClient, key: str, expected: list[str]) -> None:
    page = reader.get(f"/article/{TOLD[key].id}").text
    story, similar = page.split('<ol class="story"')[1].split("Similar articles")
    names = [TOLD[name].title if name in TOLD else name for name in expected]
    assert links(story.split("</ol>")[0]) == names
    alike = links(similar.split("</ul>")[0])
    assert TOLD["wreck-later.11"].title in alike
    assert not set(alike) & set(names)


def test_a_page_without_a_story_says_nothing_of_it(reader: FlaskClient) -> None:
    assert "More on this story" not in reader.get(f"/article/{TOLD['market.15'].id}").text


def test_a_reply_holds_the_story(reader: FlaskClient) -> None:
    reply = reader.get(f"/api/article/{TOLD['wreck.10'].id}").get_json()
    assert reply["story"] == [
        {
            "id": TOLD["wreck.9"].id,
            "title": TOLD["wreck.9"].title,
            "publisher": "Orlow Gazette",
            "published": "2021-09-16",
            "url": "https://example.org/wreck.9",
        }
    ]
    assert reader.get(f"/api/article/{TOLD['market.15'].id}").get_json()["story"] == []

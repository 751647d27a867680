"""The page of a name counts stories: a text that several papers print is one, on the page and behind each link."""

from __future__ import annotations

import json
import random
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from search.embedded.engine import open_engine
from tests.reindex.archives import run
from tests.web.replies import json_of
from tests.web.test_name_pages import PAPERS, SAID, linked_numbers, main, surprise
from web.site.app import create_app

_WORDS = [f"{start}{end}" for start in ("tal", "mor", "ves", "lin", "qua") for end in ("ep", "ist", "or", "une", "ab")]
PRINTS = (1, 4, 1, 2, 3, 1)  # of each story, over and over
STORIES = 30
FACETS = {"person": "person", "organisation": "organisation", "place": "mentioned_place"}


def said(story: int) -> str:
    """What a story says of people."""
    return SAID[story % len(SAID)]


def prints() -> list[dict[str, str]]:
    lines = []
    for story in range(STORIES):
        rest = " ".join(random.Random(story).choices(_WORDS, k=80)).capitalize()
        for number in range(PRINTS[story % len(PRINTS)]):
            lines.append(
                {
                    "id": f"{story}-{number}",
                    "title": f"Story {story}",
                    "text": f"{said(story)}\n\n{rest}.",
                    "publisher": PAPERS[(story + number) % 3],
                    "language": "en",
                    "date": f"{2011 + story % 3}-05-{10 + number}",
                }
            )
    return lines


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("stories")
    lines = prints()
    for part in range(2):
        (folder / f"{part}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines[part::2]), "utf-8")
        run(folder / "index", folder / f"{part}.jsonl")
    return create_app(open_engine(folder / "index")).test_client()


VALUES = ["person/Marta Lindqvist", "person/Adam Okello", "organisation/World Bank", "place/Lisbon"]


def listed(client: FlaskClient, href: str) -> int:
    """How many cards the pages of a search have."""
    every = "copies=all" in href
    reply = json_of(client.get(f"/api{href}{'' if every else '&copies=group'}"))
    number: int = reply["total" if every else "total_groups"]
    return number


@pytest.mark.parametrize("value", VALUES)
def test_every_number_is_what_its_link_lists(client: FlaskClient, value: str) -> None:
    page = main(client, f"/name/{quote(value)}")
    numbers = linked_numbers(page)
    assert len(numbers) > 8
    for href, number in numbers:
        assert listed(client, href) == number, href
    reply = json_of(client.get(f"/api/name/{quote(value)}"))
    assert reply["stories"] < reply["articles"]
    assert f">{reply['articles']} articles</a>" in page
    assert f">{reply['stories']} without copies</a>" in page


def test_stories_are_those_of_the_texts(client: FlaskClient) -> None:
    reply = json_of(client.get("/api/name/person/Marta%20Lindqvist"))
    ours = [story for story in range(STORIES) if "Lindqvist" in said(story)]
    assert reply["stories"] == len(ours)
    assert reply["articles"] == sum(PRINTS[story % len(PRINTS)] for story in ours)
    (bank,) = (name for name in reply["together"] if name["value"] == "World Bank")
    both = [story for story in ours if "World Bank" in said(story)]
    assert (bank["stories"], bank["count"]) == (len(both), sum(PRINTS[story % len(PRINTS)] for story in both))
    every = [story for story in range(STORIES) if "World Bank" in said(story)]
    assert (bank["stories_in_all"], bank["articles"]) == (
        len(every),
        sum(PRINTS[story % len(PRINTS)] for story in every),
    )
    for name in reply["over_time"] + reply["publishers"]:
        assert 1 <= name["stories"] <= name["count"]
    years = [period for period in reply["over_time"] if len(period["value"]) == 4]
    assert sum(year["stories"] for year in years) == reply["stories"]
    assert sum(year["count"] for year in years) == reply["articles"]
    (paper, *_) = reply["publishers"]
    printers = {story: {PAPERS[(story + n) % 3] for n in range(PRINTS[story % len(PRINTS)])} for story in ours}
    assert paper["stories"] == sum(paper["value"] in papers for papers in printers.values())


@pytest.mark.parametrize("value", VALUES)
def test_company_is_rated_by_stories(client: FlaskClient, value: str) -> None:
    reply = json_of(client.get(f"/api/name/{quote(value)}"))
    every = json_of(client.get("/api/search?q="))["total_groups"]
    assert every == STORIES
    for kind in FACETS:
        rated = []
        for name in (name for name in reply["together"] if name["type"] == kind):
            other = json_of(client.get(f"/api/name/{kind}/{quote(name['value'])}"))
            assert (name["articles"], name["stories_in_all"]) == (other["articles"], other["stories"])
            rated.append(surprise(name["stories"], reply["stories"], name["stories_in_all"], every))
        assert rated == sorted(rated, reverse=True)
    assert reply["together"]

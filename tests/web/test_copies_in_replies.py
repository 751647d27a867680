"""What a program is told of an article's copies: with a result, with the article, and in an export."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.reindex.archives import run
from web.site.app import create_app

_WORDS = [f"{start}{end}" for start in ("tal", "mor", "ves", "lin", "qua") for end in ("ep", "ist", "or", "une", "ab")]
SENTENCES = [" ".join(random.Random(number).choices(_WORDS, k=30)).capitalize() + "." for number in range(30)]
MANY = 14


def story(key: str, day: str, sentences: list[str], **more: str) -> dict[str, str]:
    return {"id": key, "title": f"The {key}", "text": " ".join(sentences), "language": "en", "date": day, **more}


WIRE = SENTENCES[:6]
WRITTEN = [
    story("paper", "2014-03-02", [*WIRE[:5], SENTENCES[6]], publisher="The Barge", url="https://barge.example/a"),
    story("wire", "2014-03-01", WIRE, publisher="Tide Press"),
    story("other", "2014-03-01", SENTENCES[10:16]),
    *(story(f"widely-{number}", f"2015-05-01T10:{number:02}", SENTENCES[20:26]) for number in range(MANY)),
]
LATER = [story("cut", "2014-03-03", WIRE[:4], publisher="The Sluice")]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two segments: one more copy came in a later run."""
    folder = tmp_path_factory.mktemp("copied")
    for name, stories in (("a.jsonl", WRITTEN), ("b.jsonl", LATER)):
        (folder / name).write_text("".join(json.dumps(line) + "\n" for line in stories), "utf-8")
        run(folder / "index", folder / name)
    return folder / "index"


@pytest.fixture(scope="module")
def client(index: Path) -> FlaskClient:
    return create_app(open_engine(index), replace(Settings(), index=index)).test_client()


@pytest.fixture(scope="module")
def hits(client: FlaskClient) -> dict[str, dict[str, Any]]:
    """All the results by their keys."""
    return {hit["key"]: hit for hit in client.get("/api/search?q=&per_page=100").get_json()["hits"]}


def test_a_result_has_the_others_of_its_group_the_earliest_first(hits: dict[str, dict[str, Any]]) -> None:
    names = {hit["id"]: key for key, hit in hits.items()}
    told = {key: [names[copy["id"]] for copy in hits[key]["group"]["copies"]] for key in ("wire", "paper", "cut")}
    assert told == {"wire": ["paper", "cut"], "paper": ["wire", "cut"], "cut": ["wire", "paper"]}
    assert {hits[key]["group"]["size"] for key in told} == {3}
    assert len({hits[key]["group"]["id"] for key in told}) == 1
    assert hits["other"]["group"] is None


def test_a_copy_is_told_as_its_article_is(hits: dict[str, dict[str, Any]]) -> None:
    paper, cut = hits["wire"]["group"]["copies"]
    fields = {name: paper[name] for name in ("title", "publisher", "published", "url")}
    assert fields == {
        "title": "The paper",
        "publisher": "The Barge",
        "published": "2014-03-02",
        "url": "https://barge.example/a",
    }
    assert cut["url"] == ""
    assert cut["share"] == 1, "all that it has stands in the first article"
    assert paper["share"] == pytest.approx(5 / 6, abs=0.02)  # five of six sentences of thirty words
    assert hits["paper"]["group"]["copies"][0]["share"] == 1


def test_ten_copies_are_named_and_all_are_counted(hits: dict[str, dict[str, Any]]) -> None:
    names = {hit["id"]: key for key, hit in hits.items()}
    first = [f"widely-{number}" for number in range(MANY)]
    for key in first:
        group = hits[key]["group"]
        assert group["size"] == MANY
        assert [names[copy["id"]] for copy in group["copies"]] == [name for name in first if name != key][:10]


def test_an_article_has_the_group_of_its_result(client: FlaskClient, hits: dict[str, dict[str, Any]]) -> None:
    for hit in hits.values():
        assert client.get(f"/api/article/{hit['id']}").get_json()["group"] == hit["group"]


def test_an_export_has_the_group_of_each_result(client: FlaskClient, hits: dict[str, dict[str, Any]]) -> None:
    export = client.get("/search.json?q=").get_json()
    assert {hit["key"]: hit["group"] for hit in export["hits"]} == {key: hit["group"] for key, hit in hits.items()}


@pytest.mark.parametrize("key", ["wire", "paper", "cut"])
def test_any_article_of_a_group_leads_to_all_of_them(
    client: FlaskClient, hits: dict[str, dict[str, Any]], key: str
) -> None:
    told = client.get(f"/api/group/{hits[key]['id']}").get_json()
    assert (told["id"], told["size"]) == (hits["wire"]["id"], 3)
    assert [article["id"] for article in told["articles"]] == [hits[name]["id"] for name in ("wire", "paper", "cut")]
    page = client.get(f"/group/{hits[key]['id']}").text
    assert re.findall(r'<li id="a-(\w+)"', page) == [article["id"] for article in told["articles"]]
    first, *others = told["articles"]
    assert (first["share"], first["words"], first["same"], first["runs"]) == (1, 0, 0, 0)
    for article, copy in zip(others, hits["wire"]["group"]["copies"], strict=True):
        assert {name: article[name] for name in copy} == copy
        assert article["share"] == round(article["same"] / article["words"], 4)
        some = f"{article['same']:,} of the shorter text’s {article['words']:,} words stand in both"
        assert (some if article["share"] < 1 else f"All {article['words']:,} words of the shorter text") in page
        assert article["runs"] >= 1
        assert article["date"] == article["published"]


def test_a_large_group_is_told_whole(client: FlaskClient, hits: dict[str, dict[str, Any]]) -> None:
    told = client.get(f"/api/group/{hits['widely-9']['id']}").get_json()
    assert told["size"] == len(told["articles"]) == MANY


def test_what_is_in_no_group_is_not_found_and_says_which_of_the_two_it_is(
    client: FlaskClient, hits: dict[str, dict[str, Any]]
) -> None:
    alone, never = client.get(f"/api/group/{hits['other']['id']}"), client.get("/api/group/0123456789abcdef")
    assert (alone.status_code, never.status_code) == (404, 404)
    assert "The article is there; no copy of it is known" in alone.get_json()["error"]
    assert "There is no article with this id" in never.get_json()["error"]


def test_the_id_of_one_that_left_its_group_or_the_archive_or_is_called_otherwise(tmp_path: Path) -> None:
    folder, index = tmp_path / "archive", tmp_path / "index"
    folder.mkdir()

    def written(*stories: dict[str, str]) -> FlaskClient:
        (folder / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in stories), "utf-8")
        run(index, folder)
        return create_app(open_engine(index), replace(Settings(), index=index)).test_client()

    wire, again = story("wire", "2014-03-01", WIRE), story("again", "2014-03-02", WIRE)
    client = written(wire, again)
    ids = {hit["key"]: hit["id"] for hit in client.get("/api/search?q=").get_json()["hits"]}
    assert client.get(f"/api/group/{ids['again']}").get_json()["size"] == 2
    client = written(wire, again | {"title": "Called otherwise"})
    (now,) = (hit["id"] for hit in client.get("/api/search?q=").get_json()["hits"] if hit["key"] == "again")
    reply = client.get(f"/api/group/{ids['again']}")
    assert now != ids["again"]
    assert (reply.status_code, reply.headers["Location"]) == (301, f"/api/group/{now}")
    client = written(wire, again | {"title": "Called otherwise", "text": SENTENCES[20]})
    assert client.get(f"/api/group/{ids['wire']}").status_code == 404
    client = written(wire)
    gone = client.get(f"/api/group/{now}")
    assert (gone.status_code, gone.get_json()["title"]) == (410, "Called otherwise")


@pytest.mark.parametrize(
    "question", ["", "title:widely OR title:wire", "title:paper", "title:cut OR title:paper", "nil"]
)
def test_of_the_articles_found_copies_count_as_one(client: FlaskClient, question: str) -> None:
    for address in ("/api/search?per_page=100&q=", "/search.json?q="):
        reply = client.get(address + question).get_json()
        groups = {hit["group"]["id"] if hit["group"] else hit["id"] for hit in reply["hits"]}
        assert reply["total"] == len(reply["hits"])
        assert reply["total_groups"] == len(groups)


def test_without_copies_no_article_has_a_group(index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    run(folder, index.parent / "a.jsonl", copies=False)
    client = create_app(open_engine(folder), replace(Settings(), index=folder)).test_client()
    hits = client.get("/api/search?q=&per_page=100").get_json()["hits"]
    assert len(hits) == len(WRITTEN)
    assert all(hit["group"] is None for hit in hits)
    reply = client.get("/api/search?q=").get_json()
    assert reply["total_groups"] == reply["total"] == len(WRITTEN)

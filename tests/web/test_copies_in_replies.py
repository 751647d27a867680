"""What a program is told of an article's copies: with a result, with the article, and in an export."""

from __future__ import annotations

import json
import random
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

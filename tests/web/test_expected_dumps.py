"""Five real page dumps are found by what their articles say, and by nothing that was around them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient

from index.settings import Settings
from search.embedded.engine import open_engine
from web.site.app import create_app

OTHERS = 2_000


def client(folder: Path) -> FlaskClient:
    return create_app(open_engine(folder, seconds=60.0), replace(Settings(), index=folder)).test_client()


@pytest.fixture(scope="module")
def dumps(shared: Path) -> Path:
    folder = shared / "seeds"
    if not (folder / "expected.json").is_file():
        pytest.skip(f"needs the page dumps in {folder}")
    return folder


@pytest.fixture(scope="module")
def expected(dumps: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((dumps / "expected.json").read_text("utf-8"))
    return found


# Written for this test: what an archive tells that covered those weeks, and the same weeks of other years.
COVERAGE = {
    "2016-02-22": "Washington and Moscow have agreed on a truce for Syria that is to begin on Saturday. It leaves out "
    "Daesh and the Nusra Front. Diplomats at the Security Council spoke of a chance; the opposition wants guarantees.",
    "2016-02-26": "Mohamad Alloush, who negotiates for the Syrian opposition and leads the office of Jaish al-Islam, "
    "said that the High Negotiations Committee would keep the ceasefire. The Kremlin called it a test for all.",
    "2016-03-03": "Fewer people died in Syria in the first week of the cessation of hostilities than in any for years.",
    "2010-02-22": "The president of Syria received an envoy from Washington in Damascus. Both spoke of an ambassador.",
    "2010-02-26": "Bashar al-Assad and his guest from Tehran laughed at what the Americans had asked of Damascus.",
    "2021-02-20": "Moscow pays for vaccines that go to Damascus, papers wrote. The Kremlin did not speak of it.",
    "2021-02-26": "American planes struck a border post in eastern Syria on Thursday, the Pentagon said; all fled.",
}


@pytest.fixture(scope="module", params=["alone", "among others", "among those of the weeks"])
def reader(
    dumps: Path,
    reindexed: Callable[..., Path],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> FlaskClient:
    """A client of the five dumps: alone, or among two thousand articles of fifty years, or of twenty years of which
    some tell of the weeks of the dump that states no year."""
    sources = sorted(dumps.glob("*.txt"))
    years = {"among others": (1975, 50), "among those of the weeks": (2007, 20)}.get(request.param)
    if years:
        first, count = years
        path = tmp_path_factory.mktemp("others") / "others.jsonl"
        rows = [
            {
                "id": f"o{number}",
                "title": f"Harvest report {number}",
                "text": f"The harvest of district {number} was brought in on time, the growers said.",
                "date": f"{first + number % count}-{1 + number % 12:02}-{1 + number % 28:02}",
                "language": "en",
            }
            for number in range(OTHERS)
        ]
        if request.param == "among those of the weeks":
            rows += [
                {"id": day, "title": f"News of {day}", "text": told, "date": day} for day, told in COVERAGE.items()
            ]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        sources.append(path)
    return client(reindexed(*sources))


def files(reader: FlaskClient, text: str) -> set[str]:
    found = reader.get(f"/api/search?q={quote_plus(text)}&per_page=100").get_json()
    return {Path(hit["path"]).name for hit in found["hits"]}


def test_every_dump_is_found_by_its_words_and_by_nothing_around_them(
    reader: FlaskClient, expected: list[dict[str, Any]]
) -> None:
    lost = [
        (row["file"], text) for row in expected for text in row["found_by"] if row["file"] not in files(reader, text)
    ]
    wrong = [
        (row["file"], text) for row in expected for text in row["not_found_by"] if row["file"] in files(reader, text)
    ]
    assert (lost, wrong) == ([], [])


def test_every_dump_says_who_wrote_it_and_when(reader: FlaskClient, expected: list[dict[str, Any]]) -> None:
    """A year that no line states is known by its weekday where one of the archive's years fits, as of the five alone,
    and else by what the archive's articles of those days tell, where it has any. A photo credit holds the name; a title
    may end in the dots that the page has."""
    told = reader.get("/health").get_json()["articles"] != len(expected) + OTHERS
    wrong = []
    for row in expected:
        found = reader.get(f"/api/search?q={quote_plus(row['title'])}").get_json()
        article_id = next(hit["id"] for hit in found["hits"] if Path(hit["path"]).name == row["file"])
        article = reader.get(f"/api/article/{article_id}").get_json()
        same = ("authors", "publisher", "place", "section", "agency")
        wrong += [(row["file"], name, article[name]) for name in same if name in row and article[name] != row[name]]
        if article["title"].rstrip(". ") != row["title"].rstrip(". "):
            wrong.append((row["file"], "title", article["title"]))
        if row.get("photo_credit", "").casefold() not in article["photo_credit"].casefold():
            wrong.append((row["file"], "photo_credit", article["photo_credit"]))
        for name in ("published", "modified"):
            wanted, _, inferred = (row.get(name) or "").partition(" (")
            if name in row and (told or not inferred) and (article[name] or "") != wanted:
                wrong.append((row["file"], name, article[name]))
            if told and inferred and not article[f"{name}_inferred"].startswith("year"):
                wrong.append((row["file"], f"{name}_inferred", article[f"{name}_inferred"]))
        if not told and row["file"].startswith("001"):
            assert article["published_precision"] == "day_without_year"
            assert "2016-02-24" in article["published_possible"]
    assert not wrong


def test_words_of_removed_lines_are_offered(reader: FlaskClient) -> None:
    found = reader.get("/api/search?q=amber").get_json()
    assert (found["total"], found["corrected_from"]) == (0, "")
    assert [(offer["facet"], offer["value"]) for offer in found["offers"]] == [("removed", "amber")]
    page = reader.get("/search?q=amber").text
    assert 'href="/search?q=in%3Aremoved+amber"' in page
    assert reader.get("/api/search?q=in%3Aremoved+amber").get_json()["total"] == found["offers"][0]["count"]


def test_a_word_of_the_same_stem_is_offered(reader: FlaskClient) -> None:
    found = reader.get("/api/search?q=respectful").get_json()
    assert (found["total"], found["corrected_from"]) == (0, "")
    assert ("form", "respective") in [(offer["facet"], offer["value"]) for offer in found["offers"]]

"""Date, time and zone as the pages, the API, the exports and the terminal show them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from index.settings import Settings
from search.embedded.engine import open_engine
from web.site.app import create_app
from web.terminal.cli import main

# key, the date as a file states it, as the pages show it, its ISO text, its zone's name
DATES = (
    ("universal", "2016-03-01T15:27:00Z", "1 Mar 2016, 15:27 UTC", "2016-03-01T15:27+00:00", ""),
    ("east", "2016-03-01T15:27:00+02:00", "1 Mar 2016, 15:27 UTC+2", "2016-03-01T15:27+02:00", ""),
    ("delhi", "2016-03-01T00:27:00+05:30", "1 Mar 2016, 00:27 UTC+5:30", "2016-03-01T00:27+05:30", ""),
    ("west", "2016-03-01T23:27:00-10:00", "1 Mar 2016, 23:27 UTC−10", "2016-03-01T23:27-10:00", ""),
    ("named", "March 1, 2016 9:22 AM EST", "1 Mar 2016, 09:22 EST", "2016-03-01T09:22-05:00", "EST"),
    ("summer", "July 1, 2016 9:22 PM ET", "1 Jul 2016, 21:22 ET", "2016-07-01T21:22-04:00", "ET"),
    ("unsure", "1 March 2016, 9:22 pm IST", "1 Mar 2016, 21:22 IST", "2016-03-01T21:22", "IST"),
    ("arabic", "١ مارس ٢٠١٦ ٩:٢٢ مساءً", "1 Mar 2016, 21:22", "2016-03-01T21:22", ""),
    ("day", "2016-03-01", "1 Mar 2016", "2016-03-01", ""),
)


@pytest.fixture(scope="module")
def archive(reindexed: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dates")
    text = "A zymurgist opened the lock gate and counted the barges that lay below it until evening."
    rows = [
        {"id": key, "title": f"About {key}", "text": text, "date": date, "updated": date} for key, date, *_ in DATES
    ]
    (folder / "dates.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return reindexed(folder)


@pytest.fixture(scope="module")
def reader(archive: Path) -> FlaskClient:
    return create_app(open_engine(archive), replace(Settings(), index=archive)).test_client()


@pytest.mark.parametrize(("key", "shown", "iso", "zone"), [(key, *shown) for key, _, *shown in DATES])
def test_an_article_shows_time_and_zone(reader: FlaskClient, key: str, shown: str, iso: str, zone: str) -> None:
    hits = reader.get("/api/search?q=zymurgist&per_page=20").get_json()["hits"]
    hit = next(hit for hit in hits if hit["key"] == key)
    assert (hit["published"], hit["published_zone"]) == (iso, zone)
    assert (hit["modified"], hit["modified_zone"]) == (iso, zone)
    page = reader.get(f"/article/{hit['id']}").get_data(as_text=True)
    whole = shown.replace("Mar", "March").replace("Jul", "July")
    day = whole.partition(",")[0]
    assert f'<time datetime="{iso}">{day}</time>' in page
    assert f"<dt>Published</dt><dd><bdi>{whole}</bdi>" in page
    assert "<dt>Changed</dt>" not in page.partition("How we know this")[0], "it was changed when it was published"
    results = reader.get("/search?q=zymurgist").get_data(as_text=True)
    assert f'<time datetime="{iso}">{day}</time>' in results, "the clock is left to the article"
    lines = reader.get("/search?q=zymurgist&compact=1").get_data(as_text=True)
    assert f'<time datetime="{iso}">{shown.partition(",")[0]}</time>' in lines


def test_exports_carry_offset_and_zone(reader: FlaskClient) -> None:
    text = reader.get("/search.csv?q=zymurgist").get_data().decode("utf-8-sig")
    rows = {row["key"]: row for row in csv.DictReader(io.StringIO(text))}
    found = {key: (row["published"], row["published_zone"], row["modified_zone"]) for key, row in rows.items()}
    assert found == {key: (iso, zone, zone) for key, _, _, iso, zone in DATES}


def test_the_terminal_shows_the_zone(archive: Path) -> None:
    found = CliRunner().invoke(main, ["search", "--index", str(archive), "zymurgist"])
    assert found.exit_code == 0, found.output
    for shown in ("2016-03-01 15:27 UTC+2", "2016-03-01 09:22 EST", "2016-03-01 21:22 IST", "2016-03-01 15:27 UTC"):
        assert shown in found.output

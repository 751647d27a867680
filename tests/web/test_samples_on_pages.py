"""Samples are told apart from articles of one's own wherever they are shown, until these take their place."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.reindex.scan.samples import SAMPLES_FILE
from index.settings import Settings
from search.embedded.engine import open_engine
from search.query import Listing, Query
from tests.reindex.archives import run
from web.site.app import create_app

ROOT = Path(__file__).resolve().parents[2]
EACH = Query(copies=Listing.ALL)
LABEL = '<span class="label">Sample</span>'


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Two samples and an article of one's own, which has the text of a third sample."""
    samples, own = tmp_path / "examples", tmp_path / "own"
    for folder, *names in (
        (samples, SAMPLES_FILE, "palmyra-retaken.txt", "philae-lands-on-comet.txt", "greek-referendum.htm"),
        (own, "greek-referendum.htm"),
    ):
        folder.mkdir()
        for name in names:
            shutil.copy(ROOT / "seeds" / name, folder / name)
    run(tmp_path / "index", samples, own)
    return tmp_path / "index"


def client(index: Path) -> FlaskClient:
    return create_app(open_engine(index), replace(Settings(), index=index)).test_client()


@pytest.mark.parametrize("compact", ["", "&compact=1"])
def test_a_card_says_it_of_samples_alone(index: Path, compact: str) -> None:
    html = client(index).get(f"/search?copies=all{compact}").text
    told = {hit.id: not hit.path.startswith("own/") for hit in open_engine(index).search(EACH).hits}
    cards = {card[:16]: LABEL in card for card in html.split('<article class="card" id="a-')[1:]}
    assert len(cards) > 2 and set(cards.values()) == {True, False}
    assert cards == told


def test_the_page_of_an_article_says_it(index: Path) -> None:
    reader = client(index)
    for hit in open_engine(index).search(EACH).hits:
        head = reader.get(f"/article/{hit.id}").text.partition("</header>\n  <nav")[0]
        assert (LABEL in head) is not hit.path.startswith("own/"), hit.path


def test_an_article_of_ones_own_is_none(index: Path, tmp_path: Path) -> None:
    run(index, forget=[tmp_path / "examples"])
    html = client(index).get("/search").text
    assert '<article class="card"' in html and LABEL not in html

"""What was saved of an article is shown and handed out whatever kind of file it was saved in."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.settings import Settings
from search.embedded.engine import open_engine
from tests.conftest import ROOT
from tests.reindex.archives import articles, run
from web.site.app import create_app

PLACES = ("tests/formats", "tests/golden/forms")
ONLY_DOWNLOADED = ("pdf", "docx")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, FlaskClient]:
    folder, index = tmp_path_factory.mktemp("forms"), tmp_path_factory.mktemp("index") / "index"
    for place in PLACES:
        shutil.copytree(ROOT / place, folder, dirs_exist_ok=True)
    run(index, folder)
    return folder, index, create_app(open_engine(index), replace(Settings(), index=index)).test_client()


def test_each_article_is_shown_as_it_was_saved(archive: tuple[Path, Path, FlaskClient]) -> None:
    _, index, reader = archive
    kinds = set()
    for number, article in articles(index).items():
        kinds.add(article.format)
        reply = reader.get(f"/article/{number}/page")
        if article.format in ONLY_DOWNLOADED:
            assert (reply.status_code, reply.headers["Location"]) == (302, f"/article/{number}/source"), article.path
            continue
        assert reply.status_code == 200, (article.path, reply.text)
        assert reply.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        shown = reply.text if "text/plain" in reply.headers["Content-Type"] else re.sub(r"<[^>]*>", " ", reply.text)
        letters = set(re.findall(r"\w+", html.unescape(shown)))
        words = re.findall(r"\w{5,}", article.text)
        assert len(words) > 3 and sum(word in letters for word in words) > 0.8 * len(words), article.path
    assert kinds >= {"html", "mhtml", "email", "csv", "feed", "json", "pdf", "docx", "text"}


def test_what_is_downloaded_has_the_digest_that_was_indexed(archive: tuple[Path, Path, FlaskClient]) -> None:
    folder, index, reader = archive
    for number, article in articles(index).items():
        reply = reader.get(f"/article/{number}/source")
        assert reply.status_code == 200, (article.path, reply.text)
        assert sha256(reply.data).hexdigest() == article.sha256, article.path
        whole = folder / article.path.removeprefix(f"{folder.name}/")
        if whole.is_file() and article.format in ("mhtml", "pdf", "docx"):
            assert reply.data == whole.read_bytes()
        name = reply.headers["Content-Disposition"]
        assert name.startswith("attachment; ") and '.bin"' not in name


def test_a_record_that_has_changed_is_gone(archive: tuple[Path, Path, FlaskClient]) -> None:
    folder, index, reader = archive
    box = next(folder.rglob("letters.mbox"))
    letters = [
        number
        for number, article in articles(index).items()
        if article.path.endswith("letters.mbox") and "#" not in article.path
    ]
    data = box.read_bytes()
    try:
        box.write_bytes(data.replace(b"Subject:", b"Subject: x"))
        assert {reader.get(f"/article/{number}/page").status_code for number in letters} == {410}
        assert {reader.get(f"/article/{number}/source").status_code for number in letters} == {410}
    finally:
        box.write_bytes(data)

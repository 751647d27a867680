"""Where an older generation answers because the newest is damaged, whoever reads an answer is told."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from index.settings import Settings
from index.store.publication import generation_path
from search.embedded.engine import open_engine
from tests.reindex.archives import articles, run
from tests.web.replies import json_of
from web.site.app import create_app
from web.terminal.cli import main

STORY = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."
TOLD = "n older generation of the index is served, because generation 2 is damaged: _MAIN_2.toc: "


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two generations, the newest of which is damaged."""
    (tmp_path / "archive").mkdir()
    for name in ("one", "two"):
        (tmp_path / "archive" / f"{name}.txt").write_text(f"The story of {name}\n\n{STORY}\n\n{STORY} So {name}.\n")
        run(tmp_path / "index", tmp_path / "archive")
    newest = generation_path(tmp_path / "index", 2)
    newest.write_bytes(newest.read_bytes()[:-1])
    return tmp_path / "index"


def client(index: Path) -> FlaskClient:
    return create_app(lambda: open_engine(index), replace(Settings(), index=index)).test_client()


def text_of(page: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.replace("&#39;", "'")))


def cuttings(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_every_page_says_so_until_it_is_mended(index: Path) -> None:
    reader = client(index)
    (article_id,) = articles(index)
    paths = ["/", "/search?q=flood", "/search?q=nowhere", f"/article/{article_id}", f"/article/{article_id}?q=flood"]
    paths += [f"/article/{article_id}?view=original", "/facet/place", "/help", "/article/0"]
    for path in paths:
        words = text_of(reader.get(path).text)
        assert f"A{TOLD}" in words, path
        assert f"run cuttings reindex --index {index}." in words
    assert reader.get("/health").status_code == 503
    run(index)
    assert [path for path in paths if TOLD in text_of(reader.get(path).text)] == []
    assert reader.get("/health").status_code == 200


def test_the_notes_of_the_api_and_of_exports_say_so(index: Path) -> None:
    reader = client(index)
    (article_id,) = articles(index)
    for path in ("/api/search?q=flood", f"/api/article/{article_id}", f"/api/article/{article_id}?q=flood"):
        value = json_of(reader.get(path))
        assert value["notes"][0].startswith(f"a{TOLD}")
        assert value["note_codes"][0]["code"] == "older_generation"
        assert value["note_codes"][0]["values"]["remedy"] == "cuttings reindex"
    assert json.loads(reader.get("/search.json?q=flood").data)["notes"][0].startswith(f"a{TOLD}")


@pytest.mark.parametrize("option", [(), ("--json",)])
def test_a_search_at_the_terminal_says_so_on_stderr(index: Path, option: tuple[str, ...]) -> None:
    result = cuttings("search", "flood", "--index", index, *option)
    assert result.exit_code == 0
    assert result.stderr.startswith(f"cuttings: a{TOLD}")
    assert result.stderr.endswith(f"run `cuttings reindex --index {index}`\n")
    if option:
        assert json.loads(result.stdout)["notes"][0].startswith(f"a{TOLD}")
    else:
        assert "1 article\n" in result.stdout and TOLD not in result.stdout


@pytest.mark.parametrize("form", ["csv", "json", "trec"])
def test_a_batch_says_so_once_on_stderr(index: Path, form: str) -> None:
    (index.parent / "queries.txt").write_text("flood\nbridge\nnowhere\n")
    result = cuttings("batch", index.parent / "queries.txt", "--index", index, "--format", form)
    assert result.exit_code == 0
    assert result.stderr.count("\n") == result.stderr.count(TOLD) == 1
    assert result.stdout.count(TOLD) == (0 if form == "trec" else 3)

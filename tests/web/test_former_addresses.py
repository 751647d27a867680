"""An address that was published leads on, or says what has become of its article."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.embedded.engine import open_engine
from tests.reindex.archives import articles, run
from web.site.app import create_app

STORY = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."


def page(title: str) -> str:
    return f"{title}\n\n{STORY}\n\n{STORY} It was {title} who said so.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "one.txt").write_text(page("A bridge & a <b>ford</b>"))
    (folder / "two.txt").write_text(page("The harbour is open again"))
    (folder / "three.txt").write_text(page("Prices rise in the north"))
    run(tmp_path / "index", folder)
    return folder


def ids(index: Path) -> dict[str, str]:
    return {article.key: article.id for article in articles(index).values()}


def reader(index: Path) -> FlaskClient:
    return create_app(open_engine(index)).test_client()


def test_a_former_address_leads_to_the_article_with_all_that_stands_behind_it(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    before = ids(index)["two"]
    (folder / "two.txt").write_text(page("The harbour is open at last"))
    run(index)
    now = ids(index)["two"]
    assert now != before
    behind = "?q=%22the+bridge%22&view=removed&at=3&source=-%C3%A9%0d%0aX%3A1"
    for path in ("/article/", "/api/article/"):
        reply = reader(index).get(f"{path}{before}{behind}")
        assert (reply.status_code, reply.headers["Location"]) == (301, f"{path}{now}{behind}")
        assert "no-cache" in reply.headers["Cache-Control"], "the article may get its former id back"
        assert reader(index).get(reply.headers["Location"]).status_code == 200
    assert reader(index).get(f"/article/{before}").headers["Location"] == f"/article/{now}"


def test_a_deleted_article_is_named_and_an_unknown_one_is_not(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    gone = ids(index)["one"]
    (folder / "one.txt").unlink()
    run(index)
    shown = reader(index).get(f"/article/{gone}?view=original")
    assert shown.status_code == 410
    assert "“A bridge &amp; a &lt;b&gt;ford&lt;/b&gt;” has left the archive" in shown.text
    told = reader(index).get(f"/api/article/{gone}")
    assert told.status_code == 410
    assert told.get_json()["title"] == "A bridge & a <b>ford</b>"
    assert told.get_json()["error"] == (
        "“A bridge & a <b>ford</b>” has left the archive: its file was gone on 1 Mar 2026."
    )
    for never in ("0123456789abcdef", gone.upper(), "x", "-1", "0" * 15, "é"):
        assert reader(index).get(f"/article/{never}").status_code == 404
        assert reader(index).get(f"/api/article/{never}").get_json()["status"] == 404


def test_an_article_says_when_it_came_from_where_and_of_which_bytes(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (folder / "two.meta.yaml").write_text("url: https://www.xn--mnchen-3ya.example:443/a\n")
    run(index)
    told = reader(index).get(f"/api/article/{ids(index)['two']}").get_json()
    assert (told["added"], told["host"]) == ("2026-03-01T12:00:00+00:00", "münchen.example")
    (hit,) = (hit for hit in reader(index).get("/search.json?q=harbour").get_json()["hits"] if hit["key"] == "two")
    assert {name: hit[name] for name in ("added", "host", "sha256")} == {
        name: told[name] for name in ("added", "host", "sha256")
    }
    assert told["sha256"] == sha256((folder / "two.txt").read_bytes()).hexdigest()


def test_a_former_id_picks_its_article_for_an_export(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    before = ids(index)
    (folder / "two.txt").write_text(page("The harbour is open at last"))
    (folder / "one.txt").unlink()
    run(index)
    answer = reader(index).get(f"/search.json?ids={before['one']},{before['two']},{before['three']}").get_json()
    assert [hit["id"] for hit in answer["hits"]] == [ids(index)["two"], before["three"]]
    assert before["one"] in answer["notes"][0]

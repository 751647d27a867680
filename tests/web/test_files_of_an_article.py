"""An article as blocks in a reply, as a file of Markdown and of HTML, and as a page that shows its structure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.readers.markdown import read_markdown
from search.embedded.engine import open_engine
from tests.reindex.archives import articles, run
from tests.web.conftest import HARM, HOSTILE
from tests.web.replies import json_of
from web.site.app import create_app

SENTENCE = "The council agreed on Tuesday to rebuild the old bridge that the flood of last winter had carried away."
PAGE = f"""<!doctype html><html lang="en"><head><title>A bridge</title>
<link rel="canonical" href="https://quay.example/news/bridge"></head><body><article>
<h1>A bridge</h1><p>{SENTENCE} It has <em>three <b>arches</b></em> of stone.</p>
<h3>What it costs</h3><p>{SENTENCE} The <a href="/tolls?a=1&amp;b=2">tolls of the bridge</a> will pay for it.</p>
<ul><li>Stone for the arches of the bridge comes from the quarry.
<ul><li>It is cut by hand there, as before.</li></ul></li>
<li>Timber for the scaffold of the bridge comes by water.</li></ul>
<blockquote><p>We have waited for this bridge for longer than anybody can remember here.</p></blockquote>
<p>{SENTENCE} Nobody spoke against it, the minutes say.</p></article></body></html>"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, str]:
    folder: Path = tmp_path_factory.mktemp("bridge")
    (folder / "bridge.html").write_text(PAGE, "utf-8")
    run(folder / "index", folder / "bridge.html")
    (article,) = articles(folder / "index").values()
    return create_app(open_engine(folder / "index")).test_client(), article.id


def test_a_reply_says_what_each_paragraph_is(served: tuple[FlaskClient, str]) -> None:
    client, identity = served
    reply = json_of(client.get(f"/api/article/{identity}"))
    text, blocks = reply["text"], reply["blocks"]
    assert [text[block["start"] : block["end"]] for block in blocks] == text.split("\n")
    assert [(b["kind"], b["level"], b["number"], b["begins"]) for b in blocks] == [
        ("paragraph", 0, 0, "whole"),
        ("heading", 3, 0, "whole"),
        ("paragraph", 0, 0, "whole"),
        ("item", 1, 0, "whole"),
        ("item", 2, 0, "part"),
        ("item", 1, 0, "part"),
        ("quotation", 1, 0, "whole"),
        ("paragraph", 0, 0, "whole"),
    ]
    spans = [(s["kind"], text[s["start"] : s["end"]], s["target"]) for block in blocks for s in block["spans"]]
    assert spans == [
        ("emphasis", "three arches", ""),
        ("strong", "arches", ""),
        ("link", "tolls of the bridge", "https://quay.example/tolls?a=1&b=2"),
    ]


def test_a_page_shows_its_structure_with_its_matches(served: tuple[FlaskClient, str]) -> None:
    client, identity = served
    page = client.get(f"/article/{identity}?q=bridge+arches").text
    prose = page.split('id="text"', 1)[1].split("</div>", 1)[0]
    for tag in (">What it costs", "<blockquote>", "<ul>", "<em>three <strong><mark"):
        assert tag in prose, tag
    assert 'rel="noopener noreferrer nofollow" title="https://quay.example/tolls?a=1&amp;b=2"' in prose
    assert prose.count("<mark") == int(re.findall(r"(\d+) matches for", page)[0])
    assert f"/article/{identity}.md" in page
    assert f"/article/{identity}.html" in page


@pytest.mark.parametrize(("kind", "media_type"), [("md", "text/markdown"), ("html", "text/html")])
def test_an_article_is_taken_along_as_a_file(kind: str, media_type: str, served: tuple[FlaskClient, str]) -> None:
    client, identity = served
    reply = client.get(f"/article/{identity}.{kind}")
    assert (reply.status_code, reply.mimetype) == (200, media_type)
    assert reply.headers["Content-Disposition"] == f'attachment; filename="{identity}.{kind}"'
    assert "We have waited" in reply.text
    assert client.head(f"/article/{identity}.{kind}").status_code == 200
    assert client.get(f"/article/{'0' * 16}.{kind}").status_code == 404
    assert client.get(f"/article/{identity}.{kind}?version=7").status_code == 404
    assert client.get(f"/article/{identity}.pdf").status_code == 404


def test_a_file_of_markdown_holds_the_text_and_what_is_known(served: tuple[FlaskClient, str]) -> None:
    client, identity = served
    page = read_markdown(client.get(f"/article/{identity}.md").text, "a.md", "a")
    assert (
        page.given.items() >= {"title": "A bridge", "language": "en", "url": "https://quay.example/news/bridge"}.items()
    )
    known = json_of(client.get(f"/api/article/{identity}"))
    assert [line.text for line in page.lines] == ["A bridge", *known["text"].split("\n")]
    assert not page.clean


@pytest.mark.parametrize("kind", ["md", "html"])
def test_nothing_of_an_article_becomes_markup_in_a_file(kind: str, reader: FlaskClient) -> None:
    hits = json_of(reader.get("/api/search?q=zymurgy"))["hits"]
    for hit in hits:
        text = reader.get(f"/article/{hit['id']}.{kind}").text
        body = text.split("---\n", 2)[2] if kind == "md" else text
        assert HARM not in body
        assert "<img" not in body
        assert not re.search(r'href="(?!https?://|mailto:)', body)
        assert "](<javascript" not in body
    assert any("javascript:alert" in reader.get(f"/article/{hit['id']}.{kind}").text for hit in hits)
    assert HOSTILE["url"] == "javascript:alert(1)"

"""Evidence that is no place of the page is told in words, as what it is."""

from __future__ import annotations

from pathlib import Path

from index.article import Certainty, Evidence
from search.embedded.engine import open_engine
from search.query import Query
from tests.reindex.archives import articles, run
from tests.reindex.movers import site_name, web_page
from web import urls, words
from web.site import reader


def test_codes_become_words_and_places_stay() -> None:
    by_pages = Evidence("publisher", "Quay Post", "pages of the host", "6 7 quay.example", Certainty.INFERRED)
    assert words.evidence(by_pages).source == "by 6 of 7 pages of quay.example"
    by_host = Evidence("publisher", "Quay", "host", "quay.example", Certainty.INFERRED)
    assert (words.evidence(by_host).source, words.evidence(by_host).quote) == (
        "by the name of the host quay.example",
        "",
    )
    line = Evidence("publisher", "Quay", "line 7", "© Quay")
    assert words.evidence(line) is line


def test_an_article_says_how_many_pages_agree(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number, name in enumerate(("Quay Post", "Weather", "Quay Post")):
        (folder / f"{number}.html").write_text(web_page(number, "quay.example", site_name(name)))
    run(tmp_path / "index", folder)
    (name,) = (one.id for one in articles(tmp_path / "index").values() if one.key == "1")
    marked = open_engine(tmp_path / "index", seconds=60.0).article(name)
    assert marked is not None
    page = reader.page(marked, Query("story"), urls.PLAIN)
    (fact,) = (fact for fact in page.facts if fact.label == "Publisher")
    assert [value.shown for value in fact.values] == ["Quay Post"]
    assert [proof.source for proof in fact.evidence] == ["by 2 of 3 pages of quay.example"]
    assert [proof.value for proof in page.refused if proof.field == "publisher"] == ["Weather"]

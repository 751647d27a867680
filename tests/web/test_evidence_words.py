"""How a value is known is told in a plain sentence, whatever source an index holds of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from index.article import ArticleDate, Certainty, Evidence, Precision
from index.reasons import EvidenceCode
from search.embedded.engine import open_engine
from search.query import Query
from tests.conftest import ROOT
from tests.reindex.archives import articles, run
from tests.reindex.movers import site_name, web_page
from web import evidence_words, urls
from web.site.article_page import reader

HANDED_ON = {
    "index/describe/claims.py": "a claim's own place",
    "index/describe/marked.py": "a constant: the byline element",
    "index/describe/lines.py": "no place, for which a line takes the place where one is",
    "index/describe/publishers.py": "a constant: the title of the window",
    "index/describe/senders.py": "of a mail: the header or what it forwards",
    "index/describe/head.py": "the places that stand in its tables",
    "index/describe/address.py": "the place of the claim of an address",
    "index/describe/head_times.py": "where a page was saved or a document made: comment, header, document",
    "index/describe/given.py": "who gives a field, and its name",
    "index/describe/stages.py": "declared, identified, or the names of its tables",
    "index/corrections/settable.py": "a constant: the file of corrections",
    "index/segment/arrays/records.py": "what was stored",
}
"""Where a source is no text that stands in the call, and what it is then; each is among `FURTHER`."""
FURTHER = (
    *("byline element", "element title", "JSON-LD headline", "meta og:title", "meta twitter:title", "JSON-LD author"),
    *("header From", "header Subject", "header Date", "header Received", "header List-Id", "header Archived-At"),
    *("header X-Archive-URL", "forwarded From", "forwarded Subject", "forwarded Date", "link to view in browser"),
    *("link rel=canonical", "meta og:url", "comment saved from", "header saved from", "document saved", "element base"),
    *("declared", "identified", "document title", "document author", "document created", "comment saved"),
    *("corrected in corrections.yaml", "correction file title", "front matter author", "field published_at"),
    *("header title", "bookmark in folder/links.html: date_added", "meta rel:author", "meta dc.creator", "meta byl"),
)


def calls() -> Iterator[tuple[str, ast.expr]]:
    """Each module of the index that makes a claim or evidence, and the source in the call."""
    for path in sorted((ROOT / "index").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            at = {"Claim": 3, "Evidence": 2}.get(name)
            named = [word.value for word in node.keywords if word.arg == "place" and name in ("Claim", "_replace")]
            positional = node.args[at : at + 1] if at is not None else []
            yield from ((path.relative_to(ROOT).as_posix(), value) for value in (*positional, *named))


def written(source: ast.expr) -> str:
    """The text of a source, with a number or a name for what is filled in; "" where it is no text."""
    match source:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=[ast.Constant(), *_] as parts):
            return "".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in parts)
        case ast.Attribute(value=ast.Name(id="EvidenceCode"), attr=name):
            return EvidenceCode[name].value
    return ""


def told(source: str) -> str:
    quote = {"pages of the host": "6 7 quay.example", "host": "quay.example"}.get(source, "")
    return evidence_words.sentence(Evidence("title", "T", source, quote))


def test_no_source_that_the_index_writes_is_left_without_words() -> None:
    seen, without_text = set(), set()
    for module, source in calls():
        text = written(source)
        if not text:
            without_text.add(module)
        elif text not in ("header", "field", "front matter", "correction file") and not text.endswith(":"):
            seen.add(text)
    assert without_text <= set(HANDED_ON)
    assert len(seen) > 10
    assert [source for source in sorted({*seen, *FURTHER}) if told(source) == source] == []


def test_no_source_in_the_reviewed_extractions_is_left_without_words() -> None:
    expected = [*ROOT.glob("tests/golden/expected*/*.json")]
    sources = {source for path in expected for source in re.findall(r'"source": "([^"]+)"', path.read_text("utf-8"))}
    assert len(sources) > 20
    assert [source for source in sorted(sources) if told(source) == source] == []


def test_sentences_have_no_words_of_programs() -> None:
    for source in FURTHER:
        said = told(source).replace("links.html", "")
        assert not re.search(r"JSON|meta\b|itemprop|rel=|_|:|[a-z][A-Z]", said), source


def test_codes_become_words_and_a_quotation_is_told_once() -> None:
    by_pages = Evidence("publisher", "Quay Post", "pages of the host", "6 7 quay.example", Certainty.INFERRED)
    assert evidence_words.sentence(by_pages) == "6 of 7 pages of quay.example agree on it"
    by_host = Evidence("publisher", "Quay", "host", "quay.example", Certainty.INFERRED)
    assert (evidence_words.sentence(by_host), evidence_words.quotation(by_host)) == (
        "The name of the site, quay.example",
        "",
    )
    line = Evidence("publisher", "Quay", "line 7", "© Quay")
    assert (evidence_words.sentence(line), evidence_words.quotation(line)) == ("Line 7 of the page", "© Quay")


@pytest.mark.parametrize(
    ("inferred", "said"),
    [
        ("year from the weekday", "24 February 2016; the year is worked out from the weekday"),
        (
            "year from the weekday and the archive's years 2010 to 2021",
            "24 February 2016; the year is worked out from the weekday, among the archive’s years 2010 to 2021",
        ),
        (
            "year from what the archive's articles of those days tell",
            "24 February 2016; the year is worked out from other articles of those days",
        ),
        (
            "year from the archive's only year 2016",
            "24 February 2016; the year is worked out: it is the only one in the archive",
        ),
        ("from the address", "24 February 2016; worked out from the address of the page"),
        ("day and month could change places", "24 February 2016; day and month could change places"),
        ("", "24 February 2016"),
    ],
)
def test_a_date_says_what_was_worked_out_of_what(inferred: str, said: str) -> None:
    assert evidence_words.dated(ArticleDate(datetime(2016, 2, 24), Precision.DAY, inferred)) == said


def test_an_article_says_how_many_pages_agree(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number, name in enumerate(("Quay Post", "Weather", "Quay Post")):
        (folder / f"{number}.html").write_text(web_page(number, "quay.example", site_name(name)))
    run(tmp_path / "index", folder)
    (name,) = (one.id for one in articles(tmp_path / "index").values() if one.key == "1")
    engine = open_engine(tmp_path / "index", seconds=60.0)
    marked = engine.article(name)
    assert marked is not None
    facts = reader.page(marked, Query("story"), urls.PLAIN).facts
    assert facts.paper is not None
    assert facts.paper.shown == "Quay Post"
    (paper,) = (fact for fact in facts.proven if fact.label == "Paper")
    assert [(proof.sentence, proof.worked_out) for proof in paper.proofs] == [
        ("2 of 3 pages of quay.example agree on it", True)
    ]
    assert [fact.refused for fact in facts.refused if fact.label == "Paper"] == ["Weather"]
    assert "pages of the host" in [proof.source for proof in marked.article.evidence], "the code stays for programs"

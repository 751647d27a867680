"""A bad field costs the field, never the article: whatever a page says about itself, its text is read."""

from __future__ import annotations

import ast
import html
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.address import TypedAddress, host_of, parsed, pasted, placed
from index.article import Article, Certainty
from index.clean import site_of
from index.describe import Hints
from index.describe.model import STRICT
from index.extract import extract
from index.page import RawPage
from index.readers import read
from tests.reindex.archives import articles, run
from web.progress import ProgressLines
from web.reasons import reason_sentence

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "The harbour council voted on Wednesday to rebuild the old lighthouse, which a storm had damaged in the winter.",
    "Engineers told the council that the tower could stand for another century if its foundation was made new.",
    "The council expects the work to cost nine million crowns, most of which a fund for monuments will pay for it.",
)
BROKEN = "http://[300,600]/a"
HINTS = Hints(years=(2009, 2016), today=date(2026, 3, 1))
ADDRESSES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(["http://", "//", "[", "]", ":", "::1", "@", "?", "#", "℀", "a.b", "/2015/05/26/", "%"])
    ).map("".join),
)


def one(data: str, path: str) -> RawPage:
    (page,) = read(data.encode("utf-8", "surrogatepass"), path)
    assert isinstance(page, RawPage), page
    return page


def article(page: RawPage) -> Article:
    """The article of a page, as a reindex makes it; fails where it cannot be stored."""
    site_of(page)
    found = extract(page, HINTS)
    for value in (found.text, found.title, found.url, found.publisher, *found.authors, found.section, *found.repairs):
        value.encode()
    for proof in found.evidence:
        f"{proof.value}{proof.source}{proof.quote}".encode()
    return found


def markup(head: str) -> str:
    body = "".join(f"<p>{line}</p>" for line in TEXT)
    return (
        f"<html><head><title>Council to rebuild lighthouse</title>{head}"
        '<meta name="author" content="Ada Brook"><meta property="og:site_name" content="Harbour Post">'
        '<meta property="article:published_time" content="2011-06-07T18:40"></head>'
        f"<body><h1>Council to rebuild lighthouse</h1>{body}</body></html>"
    )


def by_source(source: str, value: str) -> RawPage:
    """A page that states `value` as its address in one of the ways there are."""
    quoted = html.escape(value, quote=True)
    lines = "\n\n".join(TEXT)
    match source:
        case "canonical":
            return one(markup(f'<link rel="canonical" href="{quoted}">'), "site/a.html")
        case "og:url":
            return one(markup(f'<meta property="og:url" content="{quoted}">'), "site/a.html")
        case "base":
            return one(markup(f'<base href="{quoted}">'), "site/a.html")
        case "JSON-LD":
            stated = json.dumps({"@type": "NewsArticle", "url": value, "mainEntityOfPage": value, "author": value})
            stated = stated.replace("<", "\\u003c")
            return one(markup(f'<script type="application/ld+json">{stated}</script>'), "site/a.html")
        case "front matter":
            front = f"title: Council to rebuild lighthouse\nauthor: Ada Brook\nurl: {json.dumps(value)}"
            return one(f"---\n{front}\n---\n{lines}\n", "site/a.md")
        case "JSON line":
            record = {"id": "a", "title": "Council", "text": lines, "url": value, "author": "Ada Brook"}
            return one(json.dumps(record) + "\n", "site/a.jsonl")
    raise AssertionError(source)


SOURCES = ["canonical", "og:url", "base", "JSON-LD", "front matter", "JSON line"]


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=60, deadline=None)
@given(value=ADDRESSES)
@example(value=BROKEN)
@example(value="http://[::1")
@example(value="//℀/")
@example(value="http://a]b/")
@example(value="http://x:99999999/")
def test_any_string_as_an_address_costs_the_address_at_most(source: str, value: str) -> None:
    found = article(by_source(source, value))
    assert all(line in found.text for line in TEXT)
    assert found.title.startswith("Council")
    assert found.authors == ("Ada Brook",) or source == "JSON-LD"


@pytest.mark.parametrize("source", ["canonical", "og:url", "front matter", "JSON line"])
def test_what_is_no_address_is_refused_with_what_stands_there(source: str) -> None:
    found = article(by_source(source, BROKEN))
    assert found.url == ""
    (refused,) = [proof for proof in found.evidence if proof.field == "url"]
    assert refused.certainty is Certainty.REFUSED and BROKEN in refused.quote


def test_the_next_best_address_counts_where_the_first_is_none() -> None:
    head = f'<link rel="canonical" href="{BROKEN}"><meta property="og:url" content="https://post.example/a">'
    assert article(one(markup(head), "a.html")).url == "https://post.example/a"


@given(ADDRESSES)
@example(BROKEN)
def test_any_string_is_taken_apart_or_is_no_address(text: str) -> None:
    address = parsed(text)
    assert host_of(text) == (address.host if address else "")
    place = placed(text)
    assert placed(place.host + place.tail) == place
    assert pasted(text) in (TypedAddress(), placed(text.strip().removeprefix("<").removesuffix(">")))


def test_addresses_are_taken_apart_in_one_module() -> None:
    takers = set()
    for package in ("index", "search", "web"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                names = {alias.name for alias in node.names} if isinstance(node, ast.Import | ast.ImportFrom) else set()
                if names & {"urlsplit", "urlparse", "urllib", "urllib.parse"}:
                    takers.add(file.relative_to(ROOT).as_posix())
    assert takers == {"index/address.py"}


class _Faulty(dict[str, Any]):
    """Fields of which one raises what nobody has foreseen."""

    def __init__(self, fields: Mapping[str, Any], bad: str) -> None:
        super().__init__(fields)
        self.bad = bad

    def get(self, name: str, default: Any = None) -> Any:
        if name == self.bad:
            raise ZeroDivisionError("unforeseen \ud800")
        return super().get(name, default)


def test_an_unforeseen_error_costs_the_field_and_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    page = by_source("JSON line", "https://post.example/a")
    faulty = replace(page, given=_Faulty({**page.given, "date": "2011-06-07"}, "title"))
    with pytest.raises(ZeroDivisionError):
        extract(faulty, HINTS)  # in tests nothing is made good
    monkeypatch.delenv(STRICT)
    found = article(faulty)
    assert (found.authors, found.url) == (("Ada Brook",), "https://post.example/a")
    assert found.published is not None and found.published.isoformat() == "2011-06-07"
    (note,) = found.repairs
    assert "title" in note and "ZeroDivisionError" in note


@pytest.mark.parametrize(
    ("bad", "name"),
    [("og:site_name", "publisher"), ("article:section", "section"), ("author", "authors")],
)
def test_an_unforeseen_error_in_the_head_costs_one_field(monkeypatch: pytest.MonkeyPatch, bad: str, name: str) -> None:
    monkeypatch.delenv(STRICT)
    page = one(markup('<meta property="article:section" content="Ports">'), "a.html")
    assert page.head is not None
    whole = article(page)
    found = article(replace(page, head=replace(page.head, meta=_Faulty(page.head.meta, bad))))
    assert [name in note for note in found.repairs] == [True]
    for field in {"title", "authors", "publisher", "section", "published", "text"} - {name}:
        assert getattr(found, field) == getattr(whole, field), field


def test_a_field_that_a_mistake_cost_is_named_in_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def mistaken(*_: object) -> None:
        raise ZeroDivisionError("unforeseen")

    monkeypatch.delenv(STRICT)
    monkeypatch.setattr("index.describe.given.addressed", mistaken)  # the fault that is injected
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.jsonl").write_text(
        '{"id": "x", "text": "One.", "url": "https://post.example/", "by": "A B"}\n'
    )
    report = run(tmp_path / "index", tmp_path / "a")
    (fault,) = report.faults
    assert fault.path == "x.jsonl" and "url" in reason_sentence(fault) and not report.skipped
    (stored,) = articles(tmp_path / "index").values()
    assert (stored.text, stored.authors) == ("One.", ("A B",))
    assert stored.repairs == (reason_sentence(fault),)
    ProgressLines().closing(report)
    assert "1 article lacks a field" in capsys.readouterr().out.splitlines()[0]

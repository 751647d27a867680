"""An address is shown in letters, and what is shown leads to the same page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from search.embedded.engine import open_engine
from tests.reindex.archives import run
from web.exports.bibliographies import bibtex, csl, ris
from web.exports.citation_styles import apa, chicago, plain
from web.exports.reference import reference
from web.shown_address import shown_address
from web.site.app import create_app

ARABIC = "https://quay.example/898682/%D8%B4%D8%B9%D8%B1-%D9%88%D8%B1%D8%AF%D9%8A/ar"


def asked(url: str) -> bytes:
    """The bytes that a server is asked for: what is beyond ASCII goes as UTF-8."""
    return unquote_to_bytes(quote(url, safe="%/:?#[]@!$&'()*+,;=-._~ "))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (ARABIC, "https://quay.example/898682/شعر-وردي/ar"),
        ("https://quay.example/caf%C3%A9?q=%c3%a4", "https://quay.example/café?q=ä"),
        ("https://quay.example/%E6%97%A5%E6%9C%AC", "https://quay.example/日本"),
        ("https://quay.example/a%20b%2Fc%3F%25%41", "https://quay.example/a%20b%2Fc%3F%25%41"),  # a meaning, or ASCII
        ("https://quay.example/caf%E9", "https://quay.example/caf%E9"),  # no UTF-8
        ("https://quay.example/%C3%A9%E9", "https://quay.example/é%E9"),
        ("https://quay.example/%E2%80%AEgpj", "https://quay.example/%E2%80%AEgpj"),  # steers what follows
        ("https://quay.example/a%C2%A0b%E3%80%80c", "https://quay.example/a%C2%A0b%E3%80%80c"),  # looks like a space
        ("https://quay.example/%EE%80%80", "https://quay.example/%EE%80%80"),  # for private use
        ("https://quay.example/cafe%CC%81", "https://quay.example/cafe%CC%81"),  # would be written anew
        ("https://quay.example/100%", "https://quay.example/100%"),
    ],
)
def test_it_is_in_letters_where_the_standard_allows(url: str, shown: str) -> None:
    assert shown_address(url) == shown


@given(st.binary(max_size=40), st.text("ab%/é日 شE2", max_size=20))
def test_what_is_shown_leads_to_the_same_page(data: bytes, text: str) -> None:
    for url in ("https://quay.example/" + quote(data), "https://quay.example/" + text, quote(data, safe="") + text):
        assert asked(shown_address(url)) == asked(url)
        assert shown_address(shown_address(url)) == shown_address(url)


def test_citations_show_it_so_and_files_have_the_address_itself() -> None:
    article = Article(id="0123456789abcdef", key="a", path="a", text="", title="شعر", url=ARABIC, language="ar")
    one = reference(article)
    assert "شعر-وردي/ar" in plain(apa(one)) and "شعر-وردي/ar." in plain(chicago(one))
    assert not any("%" in run.text for run in (*apa(one), *chicago(one)))
    apart = [run.text for run in apa(one) if run.apart]
    assert apart == ["(n.d.)", "https://quay.example/898682/شعر-وردي/ar"]
    assert ARABIC in ris(one) and ARABIC in bibtex(one) and csl(one)["URL"] == ARABIC


def test_a_page_isolates_what_reads_from_left_to_right(tmp_path: Path) -> None:
    line = {"id": "1", "title": "شعر وردي", "text": "شعر وردي يشعل السخرية. " * 9, "url": ARABIC, "date": "2026-01-08"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line | {"language": "ar", "publisher": "المدينة"}) + "\n")
    run(tmp_path / "index", tmp_path / "a.jsonl")
    reader = create_app(open_engine(tmp_path / "index")).test_client()
    (hit,) = reader.get("/api/search").get_json()["hits"]
    html = reader.get(f"/article/{hit['id']}").text
    cited = re.findall(r'<p class="cite" lang="en" dir="auto">(.*?)</p>', html)
    assert len(cited) == 2
    for one in cited:
        assert re.findall(r'<bdi dir="ltr">(.*?)</bdi>', one)[-1] == "https://quay.example/898682/شعر-وردي/ar"
    assert '<bdi dir="ltr">(2026, January 8)</bdi>' in cited[0]
    assert f'<a href="{ARABIC}"' in html

"""A page is the same article in whatever form a program saved it, and what stands inside it costs nothing."""

from __future__ import annotations

import gzip
import random
import tracemalloc
from pathlib import Path

import pytest

from index.article import Article
from index.describe.head import address_of
from index.errors import ReadError
from index.extract import extract
from index.page import Format, RawPage
from index.readers import MAX_BYTES, read
from tools.page_forms import SAVED, eml, mhtml, single_file
from web.reasons import advice_sentence, sentence

URL = "https://www.mill.example/news/weir?id=7"
PAGE = """<!DOCTYPE html><html lang=en><head><title>The weir opens</title></head><body>
<h1>The weir opens</h1><p>The weir at Holm Mill was opened on Tuesday, for the first time since the flood of 1954.</p>
<p>Nobody had expected the gate to move. It moved, and the mill pond was empty by noon.</p></body></html>"""
PAGES = 300
SAVED_ISO = "2016-05-03T12:05+02:00"


def article_of(data: bytes, path: str = "a.html") -> Article:
    (page,) = read(data, path)
    assert isinstance(page, RawPage)
    return extract(page)


def origin(article: Article) -> tuple[str, str]:
    return article.url, article.saved.isoformat() if article.saved else ""


@pytest.mark.parametrize(
    ("comment", "moment"),
    [
        (f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: {SAVED}\n-->", SAVED_ISO),
        (f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: {SAVED} \n info: mine\n-->", SAVED_ISO),
        (f"<!--\n Archive processed by SingleFile \n url: {URL} \n saved date: {SAVED}\n-->", SAVED_ISO),
        (f"<!--\r\n Page saved with SingleFile \r\n url: {URL} \r\n saved date: {SAVED}\r\n-->", SAVED_ISO),
        (f"<!--\n Page saved with SingleFile \n url: {URL}  \n info: mine\n-->", ""),
        (f"<!-- Saved from {URL} at 2016-05-03T10:05:09Z using monolith v2.8.1 -->", "2016-05-03T10:05+00:00"),
    ],
)
def test_the_comment_says_from_where_and_when(comment: str, moment: str) -> None:
    for markup in (PAGE.replace("<head>", comment + "<head>"), comment + PAGE, "\ufeff" + comment + PAGE):
        article = article_of(markup.encode())
        assert origin(article) == (URL, moment)
        assert "SingleFile" not in article.text + "".join(d.text for d in article.dropped)


def test_what_singlefile_says_on_top_of_a_page_is_no_line_of_it() -> None:
    bar = f"<single-file-infobar><div>Page saved from {URL}</div></single-file-infobar>"
    (page,) = read(PAGE.replace("<h1>", bar + "<h1>").encode(), "a.html")
    assert isinstance(page, RawPage)
    assert page.lines[0].text == "The weir opens"


def test_a_packed_page_is_refused_with_advice() -> None:
    packed = b"<!doctype html><html data-sfz><meta charset=windows-1252><title></title><body hidden>"
    packed += b"<div id=sfz-wait-message>Please wait...</div><!--PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(256)) * 9
    with pytest.raises(ReadError) as refused:
        list(read(packed, "weir.html"))
    assert "SingleFile" in sentence(refused.value.reason) and "HTML" in advice_sentence(refused.value.reason)


def test_pictures_inside_a_page_count_neither_for_its_size_nor_as_text() -> None:
    whole = single_file(PAGE.replace("<p>", "<img alt=x src='1.png'><p>"), URL)
    picture = "data:image/png;base64," + "Qk0+/9a=" * 1_900_000
    drawing = "data:image/svg+xml;utf8," + "%3Cpath d='M0 0'" * 10
    large = whole.decode().replace(
        "</h1>", f'</h1><pre>{picture}</pre><img src="{picture[:-99]}"><img src="{drawing}">'
    )
    assert len(large) > 2 * MAX_BYTES
    tracemalloc.start()
    article = article_of(large.encode())
    assert tracemalloc.get_traced_memory()[1] < 2 * len(large)
    tracemalloc.stop()
    assert article.text.removeprefix("data:image/png;base64,\n") == article_of(whole).text
    assert all(len(line.text) < 200 for line in article.dropped)
    with pytest.raises(ReadError) as refused:
        article_of(PAGE.replace("<p>", "<p>word" + " word" * (MAX_BYTES // 5)).encode())
    assert "a page may have 10 MB" in sentence(refused.value.reason)


@pytest.mark.parametrize(("base64_root", "charset"), [(False, "utf-8"), (True, "windows-1252"), (True, "shift_jis")])
def test_a_message_of_many_parts_is_the_page_in_its_root(charset: str, *, base64_root: bool) -> None:
    data = mhtml(PAGE.replace("Nobody", "“Nobody” 水車"), URL, base64_root=base64_root, charset=charset)
    article = article_of(data, "weir.mhtml")
    assert origin(article) == (URL, SAVED_ISO)
    assert article.format == Format.MHTML
    assert "“Nobody” 水車" in article.text and "advertisement" not in article.text
    assert article_of(data, "weir.txt") == article_of(data, "weir.txt")
    assert article_of(data, "weir.txt").format == Format.MHTML


def test_the_root_is_the_part_that_the_header_names() -> None:
    data = mhtml(PAGE, URL).replace(b'type="text/html";', b'type="text/html"; start="<frame-2@mhtml.blink>";')
    (page,) = read(data, "weir.mht")
    assert isinstance(page, RawPage)
    assert [line.text for line in page.lines] == ["An advertisement in a frame."]
    without = mhtml(PAGE, URL).replace(b"text/html; charset", b"image/png; charset").replace(b"/html\r", b"/css\r")
    with pytest.raises(ReadError):
        list(read(without, "weir.mht"))


def _told(article: Article) -> tuple[object, ...]:
    return article.text, article.title, article.authors, str(article.published)[:10], article.url


@pytest.mark.parametrize("form", ["single_file", "mhtml", "mht", "eml"])
def test_real_pages_are_the_same_article_in_every_form(form: str, shared: Path) -> None:
    pages = [(path, gzip.decompress(path.read_bytes())) for path in _some(shared)]
    differ = []
    count = 0
    for number, (path, data) in enumerate(pages):
        (page,) = read(data, "a.html")
        assert isinstance(page, RawPage) and page.head is not None
        if not address_of(page.head) or count == PAGES:
            continue
        count += 1
        base = extract(page)
        sent = base.published.isoformat() if base.published else ""
        made = {
            "single_file": lambda: single_file(page.markup, base.url, number),  # noqa: B023
            "mhtml": lambda: mhtml(page.markup, base.url),  # noqa: B023
            "mht": lambda: mhtml(page.markup, base.url, base64_root=True),  # noqa: B023
            "eml": lambda: eml(page.markup, base.url, base.title, sent),  # noqa: B023
        }[form]()
        article = article_of(made, f"a.{'html' if form == 'single_file' else form}")
        said = _told(article) if sent or form != "eml" else (*_told(article)[:3], "None", article.url)
        if said != _told(base):
            differ.append((path.name, [pair for pair in zip(said, _told(base), strict=True) if pair[0] != pair[1]]))
        elif form != "eml" and origin(article)[1] != SAVED_ISO:
            differ.append((path.name, [origin(article)]))
    assert not differ, f"{len(differ)} of {count}: {differ[:3]}"
    assert count == PAGES


def _some(shared: Path) -> list[Path]:
    """Pages of both folders in an order that tells nothing; enough that `PAGES` of them state their address."""
    paths = [shared / part / "pages" for part in ("extract-dev", "extract-dev-more")]
    found = sorted(path for folder in paths for path in folder.glob("*.html.gz"))
    random.Random(69).shuffle(found)
    return found[: 2 * PAGES]

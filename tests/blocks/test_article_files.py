"""An article as a file of Markdown or HTML: read again it has the same text, blocks and metadata."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings

from index.article import Article, ArticleDate, Precision
from index.block import Begins, Block, BlockKind, InlineSpan, SpanKind, blocks_beside
from index.extract import extract
from index.readers.text import read_text
from tests.blocks.reading import blocks_of, html, markdown, text_and_blocks
from tests.blocks.structures import Structure, structures
from web.exports.article_html import to_html
from web.exports.article_markdown import to_markdown

ARTICLE = Article(
    id="0" * 16,
    key="crates",
    path="crates.html",
    title='The "old" quay: 3 * 4',
    text="",
    standfirst="A tower\nwithout a lantern",
    authors=("Jonas Ekdal", "Ada Brook"),
    publisher="Port News",
    language="en",
    url="https://port.example/crates?a=1&b=2",
    published=ArticleDate(datetime(2015, 5, 26, 9, 25), Precision.MINUTE),
    modified=ArticleDate(datetime(2015, 6, 1), Precision.DAY),
)


def article(known: Structure) -> Article:
    return replace(ARTICLE, text=known.text, blocks=known.blocks)


def kinds(rows: list[tuple[str, Block]]) -> list[tuple[BlockKind, str, int, int]]:
    """The kinds, texts, numbers and nesting of blocks. Lines of one preformatted text count as one, as Markdown has it,
    and headings as one level, as files have the page's own no more."""
    out: list[tuple[BlockKind, str, int, int]] = []
    for line, block in rows:
        text = " ".join(line.split())
        if block.kind is BlockKind.PREFORMATTED and block.begins is Begins.NOTHING and out:
            out[-1] = (block.kind, f"{out[-1][1]} {text}", 0, 0)
            continue
        out.append((block.kind, text, 0 if block.kind is BlockKind.HEADING else block.level, block.number))
    return out


def marked(rows: list[tuple[str, Block]]) -> list[tuple[str, str, str]]:
    """What is marked; not in captions, which are plain in Markdown, and not what a heading is by itself."""
    out = []
    for text, block in rows:
        bold = block.kind in (BlockKind.HEADING, BlockKind.HEADER_CELL)
        for kind, start, end, target in block.spans:
            whole = bold and kind is SpanKind.STRONG and end - start == len(text)
            if block.kind is not BlockKind.CAPTION and kind is not SpanKind.BREAK and not whole:
                out.append((kind.value, text[start:end], target))
    return sorted(out)


@given(structures())
@settings(max_examples=200)
def test_markdown_is_read_again_as_the_same_blocks(known: Structure) -> None:
    before = blocks_beside(known.text, known.blocks)
    source = to_markdown(replace(article(known), title="")).split("---\n", 2)[2]
    after = blocks_of(markdown(source))
    assert kinds(after) == kinds(before), source
    assert marked(after) == marked(before), source


@given(structures())
@settings(max_examples=200)
def test_html_is_read_again_as_the_same_blocks(known: Structure) -> None:
    before = blocks_beside(known.text, known.blocks)
    source = to_html(article(known)).split("</header>", 1)[1]
    after = blocks_of(html(source))
    assert kinds(after) == kinds(before), source
    assert marked(after) == marked(before), source


def test_a_file_of_markdown_is_the_article_again() -> None:
    text, blocks = text_and_blocks(markdown("Text *with* it.\n\n## One\n\n- a\n- b"))
    known = replace(ARTICLE, text=text, blocks=blocks)
    again = extract(markdown(to_markdown(known)))
    assert (again.title, again.authors, again.publisher, again.url) == (
        known.title,
        known.authors,
        known.publisher,
        known.url,
    )
    assert again.published == known.published
    assert again.modified == known.modified
    assert again.standfirst == "A tower without a lantern"
    assert (again.text, again.blocks) == (known.text, known.blocks)


def test_a_file_of_html_states_what_is_known() -> None:
    known = replace(ARTICLE, text="One sentence that is long enough to be the text of this article, and a second one.")
    page = to_html(known)
    for stated in ('<html lang="en"', "<title>The", 'href="https://port.example/crates?a=1&amp;b=2"', "Jonas Ekdal"):
        assert stated in page
    assert "<script" not in page


def test_the_markers_of_a_dump_are_not_written_twice() -> None:
    text, blocks = text_and_blocks(read_text("Lead.\n\n* one\n* two\n\n> said\n", "a.txt", "a"))
    known = replace(ARTICLE, text=text, blocks=blocks)
    assert to_markdown(known).endswith("Lead.\n\n- one\n- two\n\n> said\n")
    assert "<li>one</li>" in to_html(known)


def test_stars_are_written_where_they_are_read_as_such() -> None:
    span = InlineSpan(SpanKind.STRONG, 2, 5)
    known = replace(ARTICLE, title="", text="a bcd *\na (c)d", blocks=(Block(spans=(span,)), Block(spans=(span,))))
    assert to_markdown(known).endswith("---\n\na **bcd** \\*\n\na <strong>(c)</strong>d\n")


def test_a_bar_is_escaped_as_markdown_does() -> None:
    written = to_markdown(replace(ARTICLE, title="", text="Year | Cost\nfoo\\|bar", blocks=()))
    assert "Year \\| Cost" in written and "foo\\\\\\|bar" in written and "&#" not in written

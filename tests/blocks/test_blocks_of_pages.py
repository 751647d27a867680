"""What is each paragraph of a page? By its elements, its Markdown or the lines of a dump; its text is never changed."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.block import Begins, BlockKind, SpanKind
from index.page import RawPage
from index.readers.text import read_text
from index.structure import structured
from tests.blocks.reading import blocks_of, html, markdown, whole

Told = list[tuple[str, str, int, int]]
"""Kind, text, level and number of each paragraph."""


def told(page: RawPage) -> Told:
    return [(block.kind.value, text, block.level, block.number) for text, block in blocks_of(page)]


def marked(page: RawPage) -> list[tuple[str, str, str]]:
    return [
        (span.kind.value, text[span.start : span.end], span.target)
        for text, block in blocks_of(page)
        for span in block.spans
    ]


def test_the_elements_of_a_page_say_what_its_paragraphs_are() -> None:
    page = html(
        "<p>Lead.<h2>The harbour</h2><p>It is old.<blockquote><p>We stay.<p>All of us.<blockquote>Do you?</blockquote>"
        "</blockquote><figure><img src=x><figcaption>The quay</figcaption></figure><pre>a = 1\nb = 2</pre><p>End."
    )
    assert told(page) == [
        ("paragraph", "Lead.", 0, 0),
        ("heading", "The harbour", 2, 0),
        ("paragraph", "It is old.", 0, 0),
        ("quotation", "We stay.", 1, 0),
        ("quotation", "All of us.", 1, 0),
        ("quotation", "Do you?", 2, 0),
        ("caption", "The quay", 0, 0),
        ("preformatted", "a = 1", 0, 0),
        ("preformatted", "b = 2", 0, 0),
        ("paragraph", "End.", 0, 0),
    ]


def test_items_know_their_list_their_depth_and_their_number() -> None:
    page = html(
        "<p>Lead.<ol start=3><li>three<ul><li>inner<li>other</ul><p>still three<li value=7>seven<li>eight</ol>"
        "<ul><li>another list</ul>"
    )
    assert told(page)[1:] == [
        ("item", "three", 1, 3),
        ("item", "inner", 2, 0),
        ("item", "other", 2, 0),
        ("item", "still three", 1, 3),
        ("item", "seven", 1, 7),
        ("item", "eight", 1, 8),
        ("item", "another list", 1, 0),
    ]
    begins = [block.begins for _, block in blocks_of(page)[1:]]
    assert begins == [Begins.WHOLE, *[Begins.PART] * 2, Begins.NOTHING, *[Begins.PART] * 2, Begins.WHOLE]


def test_a_list_whose_first_level_says_nothing_is_not_nested() -> None:
    page = html("<p>Lead.<ul><li><ul><li>one<li>two</ul><li>three</ul>")
    assert [row[2] for row in told(page)[1:]] == [1, 1, 1]


def test_a_list_of_sections_is_none() -> None:
    page = html("<ul><li><h3>First</h3><p>Text.<li><h3>Second</h3><p>Text.</ul>")
    assert [row[0] for row in told(page)] == ["heading", "paragraph", "heading", "paragraph"]


TABLE = """<p>Lead.<table><caption>Catch</caption><tr><th>Port<th>Tons<th>Share<tr><td>Aros<td><td>4 %
<tr><td colspan=2>Belt<td>9 %</table>"""


def test_the_cells_of_a_table_know_their_column() -> None:
    assert told(html(TABLE))[1:] == [
        ("caption", "Catch", 0, 0),
        ("header_cell", "Port", 0, 1),
        ("header_cell", "Tons", 0, 2),
        ("header_cell", "Share", 0, 3),
        ("cell", "Aros", 0, 1),
        ("cell", "4 %", 0, 3),
        ("cell", "Belt", 0, 1),
        ("cell", "9 %", 0, 3),
    ]
    begins = [block.begins for _, block in blocks_of(html(TABLE))[2:]]
    row = [Begins.ROW, Begins.PART]
    assert begins == [Begins.WHOLE, Begins.PART, Begins.PART, *row, *row]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>one column</td></tr><tr><td>of text</td></tr></table>",
        "<table><tr><td>a</td><td>b</td></tr></table>",
        "<table><tr><td><h2>a</h2></td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        f"<table><tr><td>{'word ' * 70}</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
    ],
)
def test_a_table_that_only_places_text_is_none(table: str) -> None:
    assert not {"cell", "header_cell"} & {row[0] for row in told(html(f"<p>Lead.{table}"))}


LONG = "This text goes on for more than the twelve words that a heading has to stand above."


def test_short_bold_paragraphs_above_a_text_are_headings() -> None:
    page = html(f"<p>Lead.<p><b>The quay</b><p>{LONG}<p><b>No heading.</b><p>{LONG}<p><b>One</b><p><b>Two</b><p>End.")
    kinds = {text: kind for kind, text, _, _ in told(page)}
    assert [text for text, kind in kinds.items() if kind == "heading"] == ["The quay"]
    assert ("strong", "The quay", "") not in marked(page)
    assert ("strong", "No heading.", "") in marked(page)


def test_a_first_heading_that_is_a_sentence_is_a_standfirst() -> None:
    page = html(
        "<h2>Eight quays that have been rebuilt in the last ten years.</h2><p>Text.<h2>Eight quays.</h2><p>Text."
    )
    assert [row[0] for row in told(page)] == ["paragraph", "paragraph", "heading", "paragraph"]


def test_emphasis_and_links_are_characters_of_their_paragraph() -> None:
    page = html(
        "<base href='https://a.example/n/'><p>\n A <em> quiet\n <b>old</b> quay </em>, <a href='b?c=1&amp;d'>here</a>."
    )
    assert [text for _, text, _, _ in told(page)] == ["A quiet old quay , here."]
    assert marked(page) == [
        ("emphasis", "quiet old quay", ""),
        ("strong", "old", ""),
        ("link", "here", "https://a.example/n/b?c=1&d"),
    ]


def test_a_link_goes_on_over_the_lines_that_it_holds() -> None:
    page = html("<a href='https://a.example/'>one<p>two</p>three</a> four<br>five")
    target = "https://a.example/"
    assert marked(page) == [("link", "one", target), ("link", "two", target), ("link", "three", target)]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "#note",
        "",
        "//",
        "relative",
        "https://a b\u0000.example/",
        "http://[",
        "file:///etc",
    ],
)
def test_only_addresses_of_pages_and_mail_are_links(address: str) -> None:
    assert marked(html(f'<p>Lead <a href="{address}">here</a>')) == []


@pytest.mark.parametrize("address", ["https://a.example/b", "http://a.example", "mailto:desk@a.example"])
def test_addresses_of_pages_and_mail_are_links(address: str) -> None:
    assert marked(html(f'<p>Lead <a href="{address}">here</a>')) == [("link", "here", address)]


def test_markdown_says_what_its_paragraphs_are() -> None:
    page = markdown(
        "Lead *with* [words](https://a.example/).\n\n## The quay\n\n> We stay.\n>\n> All.\n\n"
        "1. one\n    - inner\n2. two\n\n"
        "| Port | Tons |\n|---|---|\n| Aros | 4 |\n\n```\na = 1\nb = 2\n```\n"
    )
    assert told(page) == [
        ("paragraph", "Lead with words.", 0, 0),
        ("heading", "The quay", 2, 0),
        ("quotation", "We stay.", 1, 0),
        ("quotation", "All.", 1, 0),
        ("item", "one", 1, 1),
        ("item", "inner", 2, 0),
        ("item", "two", 1, 2),
        ("header_cell", "Port", 0, 1),
        ("header_cell", "Tons", 0, 2),
        ("cell", "Aros", 0, 1),
        ("cell", "4", 0, 2),
        ("preformatted", "a = 1 b = 2", 0, 0),
    ]
    assert marked(page) == [("emphasis", "with", ""), ("link", "words", "https://a.example/"), ("break", " ", "")]


def test_the_lines_of_a_dump_say_what_its_paragraphs_are() -> None:
    text = (
        "Lead.\n\n* one\n* two\n  * inner\n* three\n\nThe quay\n\nText.\n\n1. first\n2. second\n\n"
        "> We stay.\n> All.\n\n## Tides\n"
    )
    page = read_text(text, "a.txt", "a")
    assert told(page) == [
        ("paragraph", "Lead.", 0, 0),
        ("item", "* one", 1, 0),
        ("item", "* two", 1, 0),
        ("item", "* inner", 2, 0),
        ("item", "* three", 1, 0),
        ("paragraph", "The quay", 0, 0),
        ("paragraph", "Text.", 0, 0),
        ("item", "1. first", 1, 1),
        ("item", "2. second", 1, 2),
        ("quotation", "> We stay.", 1, 0),
        ("quotation", "> All.", 1, 0),
        ("heading", "## Tides", 2, 0),
    ]
    assert {kind for kind, _, _ in marked(page)} == {"marker"}
    assert [words for _, words, _ in marked(page)][:2] == ["* ", "* "]


def test_dashes_before_what_is_no_sentence_are_items() -> None:
    assert {row[0] for row in told(read_text("- milk\n- eggs\n- two loaves", "a.txt", "a"))} == {"item"}


@pytest.mark.parametrize(
    "text",
    [
        "Lead.\n- A line with a dash alone.\nText.",
        "1. May was warm.\n7. June was cold.",
        "1984. A year.\n1985. Another.",
        "-5 degrees\n-6 degrees",
        "* one\n- two",
        "- Nei! sa hun.\n- Jo, sa han.\n- Nei.\n- Jo da!",
        "- one\n- two",
        "#\t\tPort\t\tTons",
        "#harbour is a tag.",
    ],
)
def test_lines_that_only_look_like_items_are_paragraphs(text: str) -> None:
    assert {row[0] for row in told(read_text(text, "a.txt", "a"))} == {"paragraph"}


# fmt: off
pieces = st.sampled_from([
    "<p>", "</p>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<blockquote>", "</blockquote>", "<table>", "</table>",
    "<tr>", "<td>", "<th>", "<td></td>", "<h2>", "</h2>", "<a href='https://a.example/x'>", "</a>", "<em>", "</em>",
    "<b>", "</b>", "<br>", "<pre>", "</pre>", "<figure>", "<figcaption>", "</figure>", "one", " two. ", "\u00ad",
    "three\n", "&amp;",
])
# fmt: on


@given(st.lists(pieces, max_size=40).map("".join))
def test_blocks_stand_beside_a_text_that_is_as_it_was(body: str) -> None:
    page = html(body)
    beside = blocks_of(page)
    assert [text for text, _ in beside] == [line.text for line in page.lines]
    for text, block in beside:
        assert all(0 <= span.start < span.end <= len(text) for span in block.spans)
        assert all(text[span.start : span.end].strip() == text[span.start : span.end] for span in block.spans)
        for first, second in combinations(block.spans, 2):
            assert (first.start, -first.end) <= (second.start, -second.end)
            assert second.start >= first.end or second.end <= first.end
        assert not {span.kind for span in block.spans} & {SpanKind.MARKER, SpanKind.BREAK}
        assert block.kind is not BlockKind.ITEM or block.level > 0


marks = st.sampled_from(["* ", "- ", "1. ", "2) ", "> ", "# ", "one", "two.", "\n", "  ", "|", "`", "*", "<b>", "<p>"])


@given(st.lists(marks, max_size=30).map("".join))
def test_blocks_stand_beside_any_dump_and_markdown(text: str) -> None:
    for page in (read_text(text, "a.txt", "a"), markdown(text)):
        blocks = structured(whole(page), "")
        assert len(blocks) in (0, len([line for line in page.lines if line.text]))

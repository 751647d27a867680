"""An article's text as HTML: its blocks as elements, the same words, its matches marked in whatever holds them."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from bleach.sanitizer import Cleaner
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from index.block import Begins, Block, BlockKind, InlineSpan, SpanKind
from search.results import Marked, Span
from tests.blocks.reading import html, markdown, text_and_blocks
from tests.blocks.structures import Structure, structures
from web import prose as prose_module
from web import render
from web.prose import heading_levels, prose

HOSTILE = [
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "&lt;b&gt;",
    "<!-- -->",
    "</li></ul>",
    "'\"` onclick=x",
]


def shown(value: Marked, blocks: tuple[Block, ...]) -> str:
    return str(prose(value, blocks).html)


def of(source: str, *matches: str) -> str:
    """The HTML of a Markdown text, with the first place of each of `matches` marked."""
    text, blocks = text_and_blocks(markdown(source))
    spans = sorted(Span(text.index(match), text.index(match) + len(match)) for match in matches)
    return shown(Marked(text, tuple(spans)), blocks)


def test_each_kind_is_an_element() -> None:
    made = of("# One\n\nText *a* **b** `c`.\n\n- one\n    1. inner\n- two\n\n> said\n\n| a | b |\n|---|---|\n| c | d |")
    assert made == (
        "<h2>One</h2>\n<p>Text <em>a</em> <strong>b</strong> <code>c</code>.</p>\n"
        "<ul>\n<li>one<ol>\n<li>inner</li></ol>\n</li>\n<li>two</li></ul>\n"
        "<blockquote>\n<p>said</p>\n</blockquote>\n"
        f"{prose_module.TABLE_BOX}<table><thead><tr><th>a</th><th>b</th></tr>\n</thead>\n<tbody>"
        "<tr><td>c</td><td>d</td></tr>\n</tbody></table></div>\n"
    )


def test_numbers_and_line_breaks_stay() -> None:
    assert '<ol start="3">\n<li>three</li>' in of("3. three\n4. four")
    assert of("```\na = 1\nb = 2\n```") == "<pre>a = 1\nb = 2</pre>\n"
    assert of("one  \ntwo") == "<p>one<br>two</p>\n"


def test_empty_cells_stay_in_their_columns() -> None:
    text, blocks = text_and_blocks(html("<p>x<table><tr><td>a<td>b<td>c<tr><td><td>d<td></table>"))
    assert "<tr><td></td><td>d</td><td></td></tr>" in shown(Marked(text), blocks)


def test_a_link_shows_its_address_and_tells_its_target_nothing() -> None:
    made = of("[there](https://a.example/b?c=1&d)")
    address = "https://a.example/b?c=1&amp;d"
    assert made == f'<p><a href="{address}" rel="noopener noreferrer nofollow" title="{address}">there</a></p>\n'


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", 'https://a.example/" onclick="x', "//a", "x"]
)
def test_an_address_of_another_kind_is_no_link_whatever_is_stored(target: str) -> None:
    spans = (InlineSpan(SpanKind.LINK, 0, 5, target),)
    made = LexborHTMLParser(shown(Marked("there"), (Block(spans=spans),)))
    (link,) = made.css("a")
    assert not set(link.attributes) - {"href", "rel", "title"}
    assert (link.attributes.get("href") or "https://").startswith("https://")


def test_a_match_goes_on_through_emphasis() -> None:
    made = of("A **peace *tr*uce** held.", "peace truce held")
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", made) == ["peace ", "tr", "uce", " held"]
    assert re.findall(r'id="m(\d+)"', made) == ["1"]


def test_the_bars_of_matches_in_a_link_come_behind_it() -> None:
    made = of("[a *truce* held](https://a.example/) on", "truce", "held", "on")
    inside, behind = made.split("</a>", 1)
    assert 'id="m1"' in inside
    assert 'id="m2"' in inside
    assert "step" not in inside
    assert behind.index("#m3") < behind.index('id="m3"')
    assert behind.count('class="step"') == 3


def test_no_level_of_headings_is_skipped() -> None:
    blocks = [Block(BlockKind.HEADING, level) for level in (4, 2, 6, 4, 2)]
    assert list(heading_levels(blocks).values()) == [2, 2, 3, 3, 2]


@given(st.lists(st.integers(1, 6)))
def test_headings_stand_below_the_title_and_one_level_deeper_at_most(levels: list[int]) -> None:
    shown_levels = [1, *heading_levels(Block(BlockKind.HEADING, level) for level in levels).values()]
    assert all(2 <= second <= min(first + 1, 6) for first, second in pairwise(shown_levels))


ALLOWED = {
    "a": ["href", "rel", "title", "class", "aria-labelledby"],
    "mark": ["id"],
    "span": ["class"],
    "li": ["class", "id"],
    **{tag: ["id"] for tag in ("p", "h2", "h3", "h4", "h5", "h6")},
    "ol": ["start"],
    "div": ["class", "tabindex", "role", "aria-label"],
}
TAGS = {
    *ALLOWED,
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "blockquote",
    "pre",
    "figure",
    "figcaption",
    "table",
    "thead",
}
TAGS |= {"tbody", "tr", "th", "td", "em", "strong", "code", "br"}
CLEANER = Cleaner(tags=TAGS, attributes=ALLOWED, protocols={"http", "https", "mailto"}, strip=True)


@given(structures(), st.data())
def test_what_is_made_of_any_blocks_says_their_words_in_whole_elements(known: Structure, data: st.DataObject) -> None:
    text = known.text
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if text[a:b].strip())
    made = prose(Marked(text, spans), known.blocks, passages=data.draw(st.booleans()))
    assert CLEANER.clean(str(made.html)) == made.html
    tree = LexborHTMLParser(str(made.html))
    for bar in tree.css("span.step"):
        bar.decompose()
    body = tree.body
    assert body is not None
    assert "".join(body.text().split()) == "".join(text.split())
    marked = "".join("".join(mark.text().split()) for mark in tree.css("mark"))
    assert marked == "".join("".join(text[span.start : span.end].split()) for span in spans)
    ids = re.findall(r'id="m([0-9]+)"', made.html)
    assert len(ids) == len(set(ids)) <= made.matches


@given(
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4),
    st.lists(st.sampled_from(BlockKind), min_size=4, max_size=4),
)
def test_no_text_becomes_markup(texts: list[str], kinds: list[BlockKind]) -> None:
    span = InlineSpan(SpanKind.LINK, 0, 5, "https://a.example/?a=<b>&'c'")
    blocks = tuple(Block(kind, 1, 1, Begins.WHOLE, (span,)) for kind in kinds[: len(texts)])
    tree = LexborHTMLParser(shown(Marked("\n".join(texts)), blocks))
    assert not tree.css("script, svg, b, [onclick], [onload]")
    body = tree.body
    assert body is not None
    assert "".join(body.text().split()) == "".join("".join(render.text(text).split()) for text in texts)

"""An HTML page is read as lines of visible text with the tree above them and its head."""

from __future__ import annotations

import pytest

from index.page import RawPage
from index.readers.html import HIDDEN, HINTS, read_html, safe_markup


def _page(markup: str) -> RawPage:
    return read_html(markup, "a.html", "a")


def test_a_block_is_a_line_and_inline_elements_are_not() -> None:
    page = _page("<h1>A <em>title</em></h1><p>One<br>two <a href=x>three</a>.</p><ul><li>a<li>b</ul>")
    assert [line.text for line in page.lines] == ["A title", "One", "two three.", "a", "b"]
    assert page.lines[0].path == ("h1",)
    assert page.lines[3].path == ("ul", "li")


def test_what_a_browser_does_not_show_is_no_line() -> None:
    page = _page(
        "<script>var a</script><style>p{}</style><p>Seen</p><template><p>no</p></template><select><option>x</select>"
    )
    assert [line.text for line in page.lines] == ["Seen"]


def test_the_tree_says_which_lines_an_element_holds() -> None:
    page = _page("<div class='comments'><p>a</p><p>b <a>link</a></p></div><p hidden>c</p>")
    tree = page.tree
    assert tree is not None
    assert tree.tag == ("body", "div", "p", "p", "p")
    assert tree.parent.tolist() == [-1, 0, 1, 1, 0]
    assert [(int(a), int(b)) for a, b in zip(tree.first, tree.end, strict=True)] == [
        (0, 3),
        (0, 2),
        (0, 1),
        (1, 2),
        (2, 3),
    ]
    assert tree.look[2] == tree.look[3] != tree.look[4]
    assert tree.element.tolist() == [2, 3, 4]
    assert tree.link_chars.tolist() == [0, 4, 0]
    assert tree.hint[1] & 1 << [name for name, _ in HINTS].index("comment")
    assert tree.hint[4] & HIDDEN


def test_the_head_holds_what_the_page_says_about_itself() -> None:
    page = _page(
        '<html lang="de"><head><title> A  b </title><link rel="canonical" href="https://x.example/a">'
        '<meta property="og:title" content="A"><meta property="article:author" content="J">'
        '<meta name="article:author" content="K">'
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"H"}]}</script></head>'
        '<body><time datetime="2015-05-26">26 May</time><span itemprop="author">Jane</span>'
        '<a rel="author">Joe</a></body>'
    )
    head = page.head
    assert head is not None
    assert (head.title, head.language, head.canonical) == ("A b", "de", "https://x.example/a")
    assert head.meta["article:author"] == ("J", "K")
    assert head.meta["itemprop:author"] == ("Jane",)
    assert head.meta["rel:author"] == ("Joe",)
    assert [found["headline"] for found in head.json_ld] == ["H"]
    assert head.times == (("2015-05-26", "26 May"),)


def test_broken_json_is_left_out() -> None:
    page = _page('<script type="application/ld+json">{"a": </script><p>x</p>')
    assert page.head is not None
    assert page.head.json_ld == ()


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 20_000 + "x",
        "<b>" * 20_000 + "x",
        "<p><b>" * 10_000,
        "<p " + " ".join(f"a{n}=b" for n in range(9_000)) + ">x",
        "<" * 50_000,
        "<!--" * 20_000,
        "<table>" * 10_000 + "x",
        "\u202e" * 50_000,
        "\xa0" * 50_000,
        "<li>" * 20_000,
        "a<br>" * 20_000,
        "<p a='",
        "",
    ],
    ids=lambda markup: markup[:8] or "empty",
)
def test_hostile_markup_is_read(markup: str) -> None:
    page = _page(markup)
    assert page.tree is not None
    assert len(page.tree.element) == len(page.lines)


def test_a_page_of_many_attributes_or_deep_nesting_keeps_its_text() -> None:
    deep = _page("<div>" * 3000 + "<p>inside</p>" + "</div>" * 3000 + "<p>after</p>")
    assert [line.text for line in deep.lines] == ["inside", "after"]
    script = "<script>" + "if (a<b) { c = 'x' } " * 2000 + "</script><p>after</p>"
    assert [line.text for line in _page(script).lines] == ["after"]


@pytest.mark.parametrize("value", ['"<"', "'>'", '"<>"', "<", '"<b>"'])
def test_a_tag_of_thousands_of_attributes_is_taken_out_whatever_their_values_hold(value: str) -> None:
    attributes = " ".join(f"a{number}={value}" for number in range(3000))
    markup = f"<p>before</p><p {attributes}>inside</p><p>after</p>"
    assert safe_markup(markup) == "<p>before</p><wbr>inside</p><p>after</p>"
    few = markup.replace(attributes, " ".join(f"a{number}={value}" for number in range(300)))
    assert safe_markup(few) == few


def test_a_page_of_countless_lines_loses_no_word() -> None:
    page = read_html("<p>a" * 40_000, "", "")
    assert len(page.lines) < 40_000
    assert [word for line in page.lines for word in line.text.split()] == ["a"] * 40_000

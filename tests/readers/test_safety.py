"""Is no markup left that costs a parser quadratic time, and is every other page left alone?"""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from index.readers import html

_MANY = 3000
_NAMES = [f"a{number}" for number in range(_MANY)]


@pytest.mark.parametrize(
    "attributes",
    [
        " ".join(_NAMES),
        "/".join(_NAMES),
        "".join(f'{name}="b"' for name in _NAMES),
        " ".join(f"{name} = 'b>'" for name in _NAMES),
        " ".join(f'{name}=b"' for name in _NAMES),
        "' " + " ".join(_NAMES),
        'x" ' + " ".join(_NAMES) + ' y"',
        '="x ' + " ".join(_NAMES),
        "\n".join(f"{name}=\t{name}" for name in _NAMES),
    ],
    ids=lambda attributes: attributes[:12],
)
def test_a_tag_of_thousands_of_attributes_is_taken_out_however_they_are_written(attributes: str) -> None:
    assert html.safe_markup(f"<p>before</p><p {attributes}>inside</p>") == "<p>before</p><wbr>inside</p>"
    assert html.safe_markup(f"<!-- <p a=\" --><p {attributes}>inside <p b='\"'>") == (
        "<!-- <p a=\" --><wbr>inside <p b='\"'>"
    )
    assert html.safe_markup(f"<script>'<a'</script><p {attributes}>inside") == "<script>'<a'</script><wbr>inside"
    assert html.safe_markup(f"<script {attributes}>inside</script>") == "<wbr>inside</script>"


@pytest.mark.parametrize(
    "markup",
    [
        "<p a='" + "words " * 9000 + "'>text</p>",
        '<p a="' + "a > b < d " * 9000 + '">text</p>',
        "<script>if (a<b " + "&& c " * 9000 + ") {}</script><p>text</p>",
        '<p a="\'">' + "words " * 9000 + '<p a="\'">',
        "<!-- <a " + "b " * 9000 + "--><p>text</p>",
        "1 < 2 " * 9000,
        "a <",
        "<p a",
        '<p a="',
        "",
    ],
    ids=lambda markup: markup[:12] or "empty",
)
def test_markup_that_only_looks_like_thousands_of_attributes_is_left_alone(markup: str) -> None:
    assert html.safe_markup(markup) == markup


@pytest.mark.parametrize("unit", ["<div>", "<div></span>", "<div><!--</div>-->", "<DIV>", "<x-y>"])
def test_no_page_nests_deeper_than_a_parser_bears(unit: str) -> None:
    node = LexborHTMLParser(html.safe_markup(unit * 9000 + "text")).body
    depth = 0
    while node is not None and node.first_child is not None:
        node = node.first_child if node.first_child.tag != "wbr" else None
        depth += 1
    assert depth < 1000
    shut = (unit + ("</x-y>" if unit == "<x-y>" else "</div>")) * 4500
    assert html.safe_markup(shut) == shut

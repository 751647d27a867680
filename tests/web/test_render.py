"""What is made of a text is inert, says the same words, and marks what it was told to."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from bleach.sanitizer import Cleaner
from hypothesis import given, settings
from hypothesis import strategies as st

from search.results import Marked, Span
from web import render
from web.prose import prose

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>'",
    "</p></main><iframe src=//evil.example>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<mark onclick=alert(1)>x</mark>",
    "javascript:alert(1)",
    "{{ 7*7 }} {% raw %}",
    "<style>*{display:none}</style>",
    "<!-- --><![CDATA[<b>]]>",
]
texts = st.text(max_size=60) | st.sampled_from(HOSTILE) | st.text(alphabet="<>&\"'/ amk;\n\u202e", max_size=30)


@st.composite
def marked_texts(draw: st.DrawFn) -> Marked:
    text = "".join(draw(st.lists(texts, max_size=3)))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return Marked(text, tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)))


class _Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.marked: list[str] = []
        self._in_mark = self._in_step = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag == "mark":
            self._in_mark = True
            self.marked.append("")
        if ("class", "step") in attrs:
            self._in_step = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._in_mark = False
        if tag in {"p", "li", "strong"}:
            self._in_step = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_mark:
            self.marked[-1] += data


def shown(text: str) -> str:
    return render.text(text).replace("\r\n", "\n").replace("\r", "\n")


@given(marked_texts())
def test_a_snippet_is_its_text_and_its_marks(value: Marked) -> None:
    seen = _Seen(str(render.marked(value)))
    assert set(seen.tags) <= {"mark"}
    assert seen.attributes == []
    assert shown(seen.text) == shown(value.text)
    assert [shown(m) for m in seen.marked] == [shown(value.text[s.start : s.end]) for s in value.spans]


def bleached(html: str) -> str:
    attributes = {"mark": ["id"], "span": ["class"], "a": ["href"]}
    return Cleaner(tags={"mark", "p", "span", "a"}, attributes=attributes, strip=True).clean(html)


@given(marked_texts())
@settings(max_examples=60)
def test_a_body_that_is_not_parsed_again_is_what_bleach_leaves_as_it_is(value: Marked) -> None:
    html = str(prose(value, ()).html)
    assert bleached(html) == html


@given(st.lists(texts | st.sampled_from(["<mark>", "</mark>", "&amp;", "&lt;", "&gt;"]), max_size=6))
def test_what_is_not_parsed_again_is_what_bleach_leaves_as_it_is(parts: list[str]) -> None:
    html = str(render.marked(Marked("".join(parts), ())))
    assert Cleaner(tags={"mark"}, attributes={}, strip=True).clean(html) == html


@pytest.mark.parametrize(
    "html",
    [
        '<p style="position:fixed">a</p>',
        "<mark STYLE='color:red'>a</mark>",
        '<a href="https://example.org/" style="background:url(https://evil.example/p)">a</a>',
        '<span class="step" style=color:red>a</span>',
        '<ol start="2" style="display:none"><li style="x">a</li></ol>',
        '<table style="width:1px"><tr><td style="color:expression(alert(1))">a</td></tr></table>',
    ],
)
def test_no_style_attribute_survives(html: str) -> None:
    seen = _Seen(str(render.sanitise(html)))
    assert "style" not in {name for _, name, _ in seen.attributes}
    assert "style" not in str(render.sanitise(html))


def test_marks_side_by_side_are_what_bleach_leaves_as_it_is() -> None:
    html = str(render.marked(Marked("a <b> c", (Span(0, 1), Span(2, 5), Span(5, 7)))))
    assert Cleaner(tags={"mark"}, attributes={}, strip=True).clean(html) == html


@given(marked_texts())
@settings(max_examples=60)
def test_a_body_numbers_its_matches_and_links_each_to_the_next(value: Marked) -> None:
    within = tuple(
        s for s in value.spans if "\n" not in value.text[s.start : s.end] and value.text[s.start : s.end].strip()
    )
    made = prose(Marked(value.text, within), ())
    ids = re.findall(r'<mark id="m([0-9]+)">', made.html)
    assert ids == [str(n) for n in range(1, made.matches + 1)]
    assert set(re.findall(r'href="#m([0-9]+)"', made.html)) <= set(ids)
    seen = _Seen(str(made.html))
    assert set(seen.tags) <= {"p", "mark", "span", "a"}
    assert {(t, n) for t, n, _ in seen.attributes} <= {("mark", "id"), ("span", "class"), ("a", "href")}


def test_a_window_title_cannot_turn_its_neighbours_round() -> None:
    assert render.single_line("Peace\u202e\n\x00 talks") == "Peace talks"

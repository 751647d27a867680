"""Whatever stands around an article, who wrote it, when and under which headline is still found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.describe import describe
from index.describe.layout import layout_of
from index.page import Cleaned, Decision, Format, Line, RawPage

_SIZE = 60_000
_HEADLINE = "Keeper of the lantern crates has no room left"
_ARTICLE = (
    _HEADLINE,
    "By Jonas Ekdal",
    "26 May 2015",
    "There are ninety steps to the lantern, and a wooden crate stands on every second one of them all the way up.",
    "Ottilie Brandvold, the keeper, began to fill the crates when she was twelve, and her mother read the arrivals.",
    "When the lantern was switched off the port let her keep the tower, and two cousins carried the crates upstairs.",
)
SHAPES = {
    "line feeds": "\n",
    "lines of a letter": "a\n",
    "one line of a letter": "a",
    "digits": "1",
    "numbers": "1 ",
    "lines of a digit": "1\n",
    "dates in one line": "26 May 2015 ",
    "dates in digits": "05/06/2015 ",
    "lines of dates in digits": "05/06/2015\n",
    "stamps": "2015-05-26T09:25:00Z ",
    "announcing words": "By ",
    "lines of announcing words": "By\n",
    "names": "By Jane Doe, ",
    "joined names": "Jane Doe and ",
    "commas": ",",
    "parted commas": ", ",
    "lines of commas": ",\n",
    "colons": ":",
    "parted colons": ": ",
    "no-break spaces": "\xa0",
    "words and no-break spaces": "a\xa0",
    "bidi marks": "\u202e",
    "words and bidi marks": "a\u202e",
    "Chinese without spaces": "北京时间今天",
    "Chinese lines": "北京时间今天\n",
    "Chinese dates": "2015年5月26日",
    "slashes": "a / ",
    "bars": "a | ",
    "dashes": "a - ",
    "long dashes": "—",
    "brackets": "(",
    "agencies": "(AFP) ",
    "sources": "Source: ",
    "rights": "copyright ",
    "signs of rights": "© ",
    "crumbs": "Home > ",
    "pictures": "Photo: ",
    "credits": "REUTERS/",
    "bullets": "• a\n",
    "updates": "Updated ",
    "datelines": "MOSCOW, May 26 (Reuters) - ",
    "capitals": "Aa ",
    "glued capitals": "aA",
    "glued names": "aaaAaa",
    "months": "May ",
    "times": "12:00 ",
    "quotes": "” ",
    "lone surrogates": "\ud800",
    "combining marks": "a\u0301",
    "Arabic digits": "٢٦ ",
    "Thai": "กขคงจ",
    "numbered lines": "1. \n",
    "addresses": "a@b.c https://a.b/c ",
    "tabs": "a\t",
    "separators": "a\x1c",
}


def _page(lines: list[str], article: range) -> Cleaned:
    page = RawPage("page.txt", "page", Format.TEXT, tuple(Line(text=line.strip()) for line in lines))
    return Cleaned(page, tuple(Decision(n, "" if n in article else "related") for n in range(len(lines))))


@pytest.mark.parametrize(
    ("name", "before"),
    # Whole lines of dates right above a headline may well be the article's.
    [*((name, False) for name in SHAPES), *((name, True) for name in SHAPES if name != "lines of dates in digits")],
)
def test_an_article_beside_a_hostile_shape(name: str, *, before: bool) -> None:
    shape = (SHAPES[name] * (_SIZE // len(SHAPES[name]))).split("\n")
    lines = [*shape, "", *_ARTICLE] if before else [*_ARTICLE, "", *shape]
    first = len(lines) - len(_ARTICLE) if before else 0
    cleaned = _page(lines, range(first + 3, first + len(_ARTICLE)))
    found = describe(cleaned.page, cleaned)
    assert found.title == _HEADLINE
    assert found.authors == ("Jonas Ekdal",)
    assert found.published is not None
    assert found.published.isoformat() == "2015-05-26"


@given(st.lists(st.tuples(st.sampled_from(["", "one", "two words"]), st.booleans()), max_size=12))
def test_wrapped_lines_stand_in_the_first_of_their_paragraph(lines: list[tuple[str, bool]]) -> None:
    page = RawPage("page.txt", "page", Format.TEXT, tuple(Line(text=text) for text, _ in lines))
    joins = frozenset(n for n, (_, joined) in enumerate(lines) if joined)
    paragraphs: list[list[str]] = []
    for n, (text, joined) in enumerate(lines):
        if joined and n:
            paragraphs[-1].append(text)
        else:
            paragraphs.append([text])
    expected = [text for parts in paragraphs for text in (" ".join(parts), *[""] * (len(parts) - 1))]
    assert list(layout_of(Cleaned(page, tuple(map(Decision, range(len(lines)))), joins=joins)).texts) == expected

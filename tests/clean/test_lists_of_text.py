"""Lists of an article stay whole; menus, and lists of pictures, do not come in with them."""

from __future__ import annotations

import pytest

from index.clean import clean
from index.readers.html import read_html

_BEFORE = (
    "The harbour council met on Thursday evening to decide what becomes of the old fish market, and after four hours "
    "of talk it agreed on a plan that most of the traders in the hall could live with."
)
_AFTER = (
    "The work is to begin in March, the mayor said, and the traders will have a hall of their own until it is done, "
    "which the council pays for out of what it kept back from the sale of the ice house last year."
)
_OPENING = "Those who sell fish on the quay today may choose between these places, the clerk read from her list:"
_ITEMS = ("Stall 4", "Stall 9", "Ice house, ground floor", "Stall 9", "Quay")
_MENU = "<nav><ul><li><a href=/news>News</a></li><li><a href=/sport>Sport</a></li></ul></nav>"
_FOOT = "<footer><ul><li><a href=/about>About us</a></li><li><a href=/contact>Contact</a></li></ul></footer>"


def kept(inside: str) -> list[str]:
    """The lines that stay of a page whose article has these elements."""
    page = read_html(f"<body>{_MENU}<main><div>{inside}</div></main>{_FOOT}</body>", "", "page")
    decided = clean(page).decisions
    return [line.text for line, decision in zip(page.lines, decided, strict=True) if not decision.rule]


def listed(items: tuple[str, ...], form: str = "<li>{}</li>") -> str:
    return f"<ul>{''.join(form.format(item) for item in items)}</ul>"


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_a_list_between_paragraphs_stays_whole() -> None:
    found = kept(paragraphs(_BEFORE, _BEFORE[4:]) + listed(_ITEMS) + paragraphs(_AFTER))
    assert [line for line in found if line in _ITEMS] == list(_ITEMS)


def test_a_list_that_a_colon_opens_stays_whole_at_the_end() -> None:
    found = kept(paragraphs(_BEFORE, _AFTER, _OPENING) + listed(_ITEMS))
    assert found == [_BEFORE, _AFTER, _OPENING, *_ITEMS]


@pytest.mark.parametrize(
    "form",
    ["<li><a href=/other>{}</a></li>", "<li><img src=quay.jpg>{}</li>"],
    ids=["links", "pictures"],
)
def test_a_list_that_is_no_text_is_judged_by_its_lines(form: str) -> None:
    assert kept(paragraphs(_BEFORE, _AFTER, _OPENING) + listed(_ITEMS, form)) == [_BEFORE, _AFTER, _OPENING]


def test_a_list_after_the_last_paragraph_is_judged_by_its_lines() -> None:
    assert kept(paragraphs(_BEFORE, _AFTER) + listed(_ITEMS)) == [_BEFORE, _AFTER]

"""Whatever a page consists of, reading, cleaning and describing it finishes and loses nothing that it says."""

from __future__ import annotations

import pytest

from index.clean import RULES, clean
from index.describe import describe
from index.errors import ReadError
from index.page import RawPage
from index.readers import read
from tools.hostile import HOSTILE_TEXTS, MARKUPS, page_bytes
from web.reasons import sentence

_SIZE = 60_000
_REFUSED = ("is empty", "is not text", "holds")


@pytest.mark.parametrize("name", [*HOSTILE_TEXTS, *MARKUPS])
def test_a_hostile_page_is_decided_on_line_by_line(name: str) -> None:
    data, path = page_bytes(name, _SIZE)
    try:
        (page,) = read(data, path)
    except ReadError as refusal:
        assert sentence(refusal.reason).startswith(_REFUSED)
        return
    assert isinstance(page, RawPage)
    cleaned = clean(page)
    assert [decision.line for decision in cleaned.decisions] == list(range(len(page.lines)))
    assert {decision.rule for decision in cleaned.decisions} <= {"", *RULES}
    describe(page, cleaned)
    if name in HOSTILE_TEXTS:
        assert (
            "".join(line.text for line in page.lines).split()
            == "".join(line.strip() for line in data.decode("utf-8", "replace").replace("\0", "").splitlines()).split()
        )


@pytest.mark.parametrize(
    ("name", "letter", "least"),
    [
        ("paragraphs of one letter", "a", 14_000),
        ("line breaks", "a", 11_000),
        ("list items", "a", 11_000),
        ("nested span with text", "a", 7_000),
        ("nested a", "a", 5_000),
        ("comments", "a", 6_000),
        ("classes", "a", 4_000),
    ],
)
def test_a_hostile_page_keeps_its_text(name: str, letter: str, least: int) -> None:
    data, path = page_bytes(name, _SIZE)
    (page,) = read(data, path)
    assert isinstance(page, RawPage)
    assert sum(line.text.count(letter) for line in page.lines) >= least

"""What a heading says, without the signs that a program puts beside it."""

from __future__ import annotations

import pytest

from index.extract import extract
from index.page import RawPage
from index.readers import read


@pytest.mark.parametrize("sign", ["¶", " ¶", " #", "🔗"])
def test_the_sign_that_links_to_a_heading_is_no_part_of_the_title(sign: str) -> None:
    text = "<p>The council voted on Wednesday to rebuild the tower of the old harbour light.</p>" * 3
    source = f"<title>Ropes and knots</title><h1>Ropes and knots<a href=#r>{sign}</a></h1>{text}"
    (page,) = read(source.encode(), "a.html")
    assert isinstance(page, RawPage)
    assert extract(page).title == "Ropes and knots"

"""Is a short text given a language only where that is sure?"""

from __future__ import annotations

import pytest

from index.describe.languages import language_of


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("The minister said nothing about it yesterday", "", ("en", "identified")),
        ("Der Bundestag hat das Gesetz beschlossen", "", ("de", "identified")),
        ("Die Hard", "", ("", "")),
        ("Minsk 2", "", ("", "")),
        ("Minsk 2", "de-AT", ("de", "declared")),
        ("サイト内を検索する", "", ("ja", "identified")),
    ],
)
def test_a_short_text_has_a_language_where_it_is_sure(text: str, declared: str, expected: tuple[str, str]) -> None:
    assert language_of(text, declared) == expected

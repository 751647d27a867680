"""Where sentences and words are cut, in any script, and that nothing is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.difference.text_cuts import cut_words, sentences

ANY = st.text(st.one_of(st.sampled_from(" \n.!?。！」\"'”)aAéЖ中あกा\u0301\u200d👍"), st.characters()), max_size=40)


@given(ANY)
@settings(max_examples=500, deadline=None)
def test_nothing_is_lost(text: str) -> None:
    assert "".join(sentences(text)) == "".join(cut_words(text)) == text
    assert all(sentences(text))
    assert len(cut_words(text)) % 2 == 1


@given(ANY)
@settings(max_examples=500, deadline=None)
def test_no_letter_stands_between_words(text: str) -> None:
    parts = cut_words(text)
    assert all(parts[1::2])
    assert not re.search(r"[a-zA-Z0-9éЖ]", "".join(parts[::2]))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("One here. Two there! Three?", ["One here. ", "Two there! ", "Three?"]),
        ("One.\n\nTwo\nThree", ["One.\n\n", "Two\n", "Three"]),
        (
            "Mr. Olsen met J. Smith in the U.S. Senate. All left.",
            ["Mr. Olsen met J. Smith in the U.S. Senate. ", "All left."],
        ),
        ("It cost 3.5 million. and so on", ["It cost 3.5 million. and so on"]),
        ("“Never.” He left. ‘Why?’ she asked.", ["“Never.” ", "He left. ", "‘Why?’ she asked."]),
        ("港は閉鎖された。「いいえ。」と言った！なぜ", ["港は閉鎖された。", "「いいえ。」", "と言った！", "なぜ"]),
        ("الميناء مغلق؟ نعم.", ["الميناء مغلق؟ ", "نعم."]),
        ("Wait... What?! No", ["Wait... ", "What?! ", "No"]),
        ("", []),
        ("\n\n", ["\n\n"]),
    ],
)
def test_sentences_end_at_stops_and_lines(text: str, cut: list[str]) -> None:
    assert sentences(text) == cut


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's 3.5% of 1,200 co-operatives.", ["It's", "3.5", "of", "1,200", "co-operatives"]),
        ("港は NATO加盟", ["港", "は", "NATO", "加", "盟"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("बंदरगाह बंद", ["बंदरगाह", "बंद"]),
        ("...", []),
    ],
)
def test_words_are_cut_by_script(text: str, words: list[str]) -> None:
    assert cut_words(text)[1::2] == words

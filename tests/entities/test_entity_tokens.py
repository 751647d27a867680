"""The words and sentences of a text are those that a reader sees, wherever the text stands in a batch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.entities.tokenizer import Tokens, tokenise


def words(text: str) -> list[str]:
    tokens = tokenise([text])
    return [tokens.text[start:end] for start, end in zip(tokens.start, tokens.end, strict=True)]


def sentences(text: str) -> list[str]:
    tokens = tokenise([text])
    starts = tokens.start[tokens.sentence].tolist()
    return [tokens.text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mrs. Ng's U.K. visit", "Mrs.|Ng|'s|U.K.|visit"),
        ("J. P. Hale paid $3,500.50.", "J.|P.|Hale|paid|$|3,500.50|."),
        ("The well-known R&B singer didn’t go", "The|well-known|R&B|singer|didn’t|go"),
        ("at 10:30, in Tromsø (Norway)", "at|10:30|,|in|Tromsø|(|Norway|)"),
        ("Hale’s ‘plan’", "Hale|’s|‘|plan|’"),
        ("她去Paris了", "她|去|Paris|了"),
        ("", ""),
        (" \t\n ", ""),
        ("Ruud 's plan", "Ruud|'s|plan"),
        ("\U0001f600Ada", "\U0001f600|Ada"),
    ],
)
def test_words_are_cut_as_a_reader_cuts_them(text: str, expected: str) -> None:
    assert "|".join(words(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed! Why?", ["He left.", "She stayed!", "Why?"]),
        ("Dr. Ode spoke at 5 p.m. today. It rained", ["Dr. Ode spoke at 5 p.m. today.", "It rained"]),
        ('"We won." They did.', ['"We won."', "They did."]),
        ("A headline\nA line", ["A headline", "A line"]),
        ("Well... then. no", ["Well... then. no"]),
    ],
)
def test_sentences_end_at_their_stops_and_at_the_ends_of_lines(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_sentence_without_an_end_is_cut() -> None:
    tokens = tokenise(["word " * 1200])
    assert tokens.sentence.tolist() == [0, 500, 1000]


def _of_text(tokens: Tokens, number: int) -> list[tuple[int, int]]:
    bounds = [*tokens.base.tolist(), len(tokens.text)]
    pairs = zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)
    return [(a - bounds[number], b - bounds[number]) for a, b in pairs if bounds[number] <= a < bounds[number + 1]]


@given(st.lists(st.text(alphabet="aB.'s’-1, \n!\"é中\U0001f600", max_size=30), max_size=6))
def test_a_text_has_the_same_words_in_any_company(texts: list[str]) -> None:
    together = tokenise(texts)
    for number, text in enumerate(texts):
        alone = tokenise([text])
        assert _of_text(together, number) == list(zip(alone.start.tolist(), alone.end.tolist(), strict=True))


@given(st.text(st.characters(max_codepoint=0x2FFF), max_size=60))
def test_every_character_but_spaces_is_part_of_one_word(text: str) -> None:
    tokens = tokenise([text])
    covered = "".join(tokens.text[a:b] for a, b in zip(tokens.start, tokens.end, strict=True))
    assert "".join(covered.split()) == "".join(c for c in text if c.isprintable() and not c.isspace())
    assert (tokens.start[1:] >= tokens.end[:-1]).all()

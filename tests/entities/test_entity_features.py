"""A word has the same features wherever it stands, and what the lists say of it is said."""

from __future__ import annotations

import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.entities.context import place_phrases, rows
from index.entities.features import TokenForms, forms, word_numbers, word_numbers_of
from index.entities.gazetteer import WORD_SALT, NameList, load_gazetteer
from index.entities.letters import table
from index.entities.tokenizer import Tokens, tokenise
from index.hashing import RollingHash, key


def looked_at(*texts: str) -> tuple[Tokens, TokenForms]:
    tokens = tokenise(texts)
    return tokens, forms(tokens, load_gazetteer())


def keys_of(word: str, *texts: str) -> list[int]:
    tokens, known = looked_at(*texts)
    for number, start, end in zip(known.number, tokens.start, tokens.end, strict=True):
        if tokens.text[start:end] == word:
            keys: list[int] = known.keys[number].tolist()
            return keys
    raise AssertionError(f"{word} is no token")


def test_a_word_has_the_same_features_in_any_text() -> None:
    alone = keys_of("Quimby", "Quimby")
    assert alone == keys_of("Quimby", "A letter from 1871.", 'Then "Quimby" spoke\nand left')
    assert alone != keys_of("Quimbys", "Quimbys")
    assert alone != keys_of("quimby", "quimby")


def test_numbers_of_pieces_are_those_of_their_characters() -> None:
    codes = np.array([ord(character) for character in "abcabcab"], np.uint32)
    hashed = RollingHash(codes)
    one = hashed.of(np.array([0, 3]), np.array([3, 6]))
    assert one[0] == one[1]
    pieces = {
        "".join(map(chr, codes[a:b])): hashed.of(np.array([a]), np.array([b]))[0]
        for a in range(8)
        for b in (7, 8)
        if a < b
    }
    assert len(set(pieces.values())) == len(pieces)


@pytest.mark.parametrize(
    ("word", "listed"),
    [
        ("Norway", NameList.COUNTRY),
        ("Bergen", NameList.CITY),
        ("Tokyo", NameList.LARGE_CITY),
        ("MARY", NameList.COMMON_FIRST_NAME),
        ("Smith", NameList.COMMON_SURNAME),
        ("Dr.", NameList.TITLE),
        ("October", NameList.MONTH),
        ("Norwegen", NameList.COUNTRY_ABROAD),
        ("lördag", NameList.WEEKDAY),
    ],
)
def test_the_lists_hold_well_known_words(word: str, listed: NameList) -> None:
    gazetteer = load_gazetteer()
    row = gazetteer.rows(key(word_numbers(word), WORD_SALT))
    assert gazetteer.lists[row[0]] & listed


def test_alike_words_are_of_one_group_and_unknown_ones_of_none() -> None:
    gazetteer = load_gazetteer()
    groups = [
        int(gazetteer.group[gazetteer.rows(key(word_numbers(word), WORD_SALT))[0]])
        for word in ("tuesday", "wednesday", "qqzzkk")
    ]
    assert groups[0] == groups[1] > 0 == groups[2]


def test_the_longest_name_of_a_place_is_seen_within_its_sentence() -> None:
    tokens, known = looked_at("He saw New York and New Zealand.\nNew\nYork", "new york")
    named = [
        tokens.text[tokens.start[a] : tokens.end[b - 1]] for a, b in place_phrases(tokens, known, load_gazetteer())
    ]
    assert named == ["New York", "New Zealand"]


def test_between_sentences_stands_the_empty_form() -> None:
    tokens, known = looked_at("One two. Three.", "Four")
    row = rows(tokens, known)
    assert row.length.tolist() == [3, 2, 1]
    assert (row.form[row.slot] == known.number).all()
    assert np.count_nonzero(row.form == 0) == 2 * (len(row.length) + 1)


def test_letters_are_compared_without_case_and_accent() -> None:
    folded = table().folded
    assert folded[ord("É")] == folded[ord("e")]
    assert folded[ord("7")] == folded[ord("0")]
    assert folded[ord("ø")] != folded[ord("o")]


@given(st.text(string.ascii_letters, min_size=1))
def test_a_word_by_itself_has_the_number_that_it_has_in_a_text(word: str) -> None:
    (alone,) = word_numbers(word).tolist()
    assert word_numbers_of([f"{word} and"])[0].tolist()[0] == alone

"""What counts as the same word, and where scripts without spaces are cut."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.copies.text_words import words_of


def numbers(text: str) -> list[int]:
    hashes: list[int] = words_of([text]).hashes.tolist()
    return hashes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The harbour is closed", "the HARBOUR, is — closed!"),
        ("Don't wait", "dont wait"),
        ("l’été à Orléans", "l'ete a orleans"),
        ("co\u00adope\u200brate", "cooperate"),
        ("cafe\u0301", "café"),
        ("٣٤ بيتا", "34 بيتا"),
        ("ＡＢＣ", "abc"),
        ("Ёлка", "елка"),
        ("a\nb", "a b"),
    ],
)
def test_spellings_of_the_same_words(one: str, other: str) -> None:
    assert numbers(one) == numbers(other)


@pytest.mark.parametrize(("one", "other"), [("mole", "mule"), ("can not", "cannot"), ("12", "21"), ("ab c", "a bc")])
def test_other_words_are_other_words(one: str, other: str) -> None:
    assert numbers(one) != numbers(other)


def test_figures_and_names_are_told() -> None:
    words = words_of(["Ferry 7 leaves at 9.30 from Quay B2 with Édith"])
    assert words.figure.tolist() == [False, True, False, False, True, True, False, False, True, False, False]
    assert words.name.tolist() == [True, False, False, False, False, False, False, True, True, False, True]


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("市议会周四批准了新的渡轮码头计划并表示工程将在明年春天开始施工", 2),
        ("เทศบาลอนุมัติแผนสร้างท่าเรือข้ามฟากแห่งใหม่ในวันพฤหัสบดี", 4),
    ],
)
def test_scripts_without_spaces_are_cut_where_their_characters_say(text: str, letters: int) -> None:
    whole = numbers(text)
    bases = sum(unicodedata.category(character)[0] != "M" for character in text)
    assert bases / letters / 2 < len(whole) < bases / letters * 2
    behind = numbers(text[:1] + "Q" + text)  # a word of other letters before it moves no cut
    assert behind[-len(whole) :] == whole
    assert numbers(text[3:])[-len(whole) // 2 :] == whole[-len(whole) // 2 :]


@given(st.lists(st.text(alphabet="aB 1.'\n中文文ไท\u0301é\U0001f600", max_size=30), max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_text_has_the_same_words_in_any_company(texts: list[str]) -> None:
    together = words_of(texts)
    assert len(together) == len(texts)
    for number, text in enumerate(texts):
        alone, among = words_of([text]), together.of(number)
        assert alone.hashes.tolist() == among.hashes.tolist()
        assert alone.figure.tolist() == among.figure.tolist()
        assert alone.name.tolist() == among.name.tolist()


@given(st.lists(st.sampled_from(["sea", "Port", "41", "x9", "été"]), max_size=40), st.integers(0, 2))
def test_words_are_runs_of_letters_and_digits(words: list[str], gap: int) -> None:
    hashes = numbers((" ", ", ", " — ")[gap].join(words))
    assert len(hashes) == len(words)
    assert len({*hashes}) == len({*words})


def test_many_texts_are_more_than_a_chunk() -> None:
    texts = ["ship " * 9000, "", "quay " * 70_000, "a b c"]
    words = words_of(texts)
    assert words.ends.tolist() == [9000, 9000, 79_000, 79_003]
    assert len({*words.hashes.tolist()}) == 5

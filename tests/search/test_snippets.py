"""Fragments show most of what matched: pieces of the text as it stands, in reading order, with its marks."""

from __future__ import annotations

import random
import re

import pytest

from search.results import Marked
from search.show.snippets import sentences, snippets

FILLER = "The harbour board met again on the old quay to speak of cranes and sheds"


def places(text: str, *words: str) -> list[tuple[int, int]]:
    """Where words stand in a text."""
    return sorted(match.span() for word in words for match in re.finditer(rf"\b{word}\b", text))


def shown(text: str, *words: str, most: int = 3) -> tuple[Marked, ...]:
    return snippets(text, sentences(text), places(text, *words), most)


def texts(fragments: tuple[Marked, ...]) -> list[str]:
    return [fragment.text for fragment in fragments]


def marks(fragment: Marked) -> list[str]:
    return [fragment.text[span.start : span.end] for span in fragment.spans]


def test_without_a_match_the_beginning_is_shown_up_to_a_sentence_end() -> None:
    text = " ".join(f"{FILLER} {number}." for number in range(9))
    assert texts(shown(text)) == [" ".join(f"{FILLER} {number}." for number in range(3))]
    assert texts(shown("Short. Text.  ")) == ["Short. Text."]
    assert shown("") == shown("  \n ") == ()


def test_a_fragment_is_the_sentence_of_its_match() -> None:
    text = f"{FILLER} one. The salmon came back. {FILLER} two. {FILLER} three. {FILLER} four. {FILLER} five."
    (fragment,) = shown(text, "salmon")
    assert fragment.text == f"The salmon came back. {FILLER} two. {FILLER} three. {FILLER} four."
    assert marks(fragment) == ["salmon"]


def test_a_fragment_starts_at_its_line_or_between_words() -> None:
    line = "word " * 60
    assert shown(f"{line}\nThe salmon came", "salmon")[0].text == "The salmon came"
    (fragment,) = shown(f"{line}salmon {line}", "salmon")
    assert re.fullmatch(r"(word ){9,11}salmon( word){30,50}", fragment.text)


def test_a_fragment_ends_with_its_line() -> None:
    assert shown("The salmon came\nback to the river", "salmon")[0].text == "The salmon came"


def test_far_matches_are_shown_apart_and_in_reading_order() -> None:
    gap = " ".join(f"{FILLER} {number}." for number in range(6))
    text = f"The first salmon. {gap} The second salmon. {gap} The third salmon. {gap} The fourth salmon."
    fragments = shown(text, "salmon")
    assert [re.findall("first|second|third|fourth", fragment.text) for fragment in fragments] == [
        ["first"],
        ["second"],
        ["third"],
    ]
    assert len(shown(text, "salmon", most=2)) == 2


def test_each_of_far_groups_of_matches_is_shown() -> None:
    gap = " ".join(f"{FILLER} {number}." for number in range(6))
    rest = " ".join(f"{gap} The {word} salmon and the trout." for word in ("second", "third"))
    text = f"The first salmon, the trout, the salmon and the trout. {rest}"
    fragments = shown(text, "salmon", "trout")
    assert [re.findall("first|second|third", fragment.text) for fragment in fragments] == [
        ["first"],
        ["second"],
        ["third"],
    ]


def test_fragments_may_follow_upon_one_another() -> None:
    sentences = [f"The {word} salmon came back with {FILLER} and {FILLER}. " for word in ("first", "second", "third")]
    assert texts(shown("".join(sentences), "salmon")) == [sentence.rstrip() for sentence in sentences]


def test_matches_that_fit_one_fragment_are_all_shown() -> None:
    """Though its sentence began long before the first of them."""
    text = f"The old quay was full of people, of whom many said to the reporter that {'a ' * 13}salmon {'a ' * 78}trout"
    (fragment,) = shown(f"{FILLER}. {text}{' a' * 99}", "salmon", "trout")
    assert fragment.text == text


def test_more_different_words_are_shown_before_more_of_one_word() -> None:
    gap = " ".join(f"{FILLER} {number}." for number in range(6))
    text = f"The salmon, salmon, salmon and salmon. {gap} The salmon and the trout. {gap} The trout."
    (fragment,) = shown(text, "salmon", "trout", most=1)
    assert marks(fragment) == ["salmon", "trout"]


def test_more_matches_are_shown_before_fewer() -> None:
    gap = " ".join(f"{FILLER} {number}." for number in range(6))
    (fragment,) = shown(f"The salmon. {gap} The salmon, salmon and salmon. {gap} The salmon.", "salmon", most=1)
    assert marks(fragment) == ["salmon"] * 3


@pytest.mark.parametrize("seed", range(40))
def test_fragments_are_pieces_of_the_text_with_all_their_marks(seed: int) -> None:
    rng = random.Random(seed)
    pieces = ["salmon", "trout", "and", "the river", "rose", ".", ".", ",", "\n", '."', "a" * 30, "北京。"]
    text = " ".join(rng.choice(pieces) for _ in range(rng.randint(1, 900)))
    spans = places(text, "salmon", "trout")
    fragments = snippets(text, sentences(text), spans)
    assert len(fragments) <= 3
    reached = 0
    for fragment in fragments:
        assert 0 < len(fragment.text) <= 110 + 170  # looked back through, and from a first match to its last
        starts = [
            match.start()
            for match in re.finditer(f"(?={re.escape(fragment.text)})", text)
            if match.start() >= reached
            and [(match.start() + a, match.start() + b) for a, b in fragment.spans]
            == [(a, b) for a, b in spans if match.start() <= a and b <= match.start() + len(fragment.text)]
        ]
        assert starts, "a fragment is a piece of the text behind the one before, with all that matched in it"
        reached = starts[0] + len(fragment.text)
    if spans:
        assert all(fragment.spans for fragment in fragments)

"""The rules that overrule the line model or name what it left out, one by one."""

from __future__ import annotations

import numpy as np
import pytest

from index.clean import TemplateCounter, TemplateLines, clean
from index.clean.copies import copies
from index.clean.features.lines import measured
from index.clean.rules.sections import comment_lines, list_lines
from index.clean.rules.spot import is_place_byline, spot
from index.clean.rules.template import line_hash
from index.page import RawPage
from index.readers import read

WORDS = [f"w{number:03}" for number in range(400)]


def line(first: int, end: int) -> str:
    """A line of numbered words."""
    return " ".join(WORDS[first:end]) + "."


def left_out(texts: list[str], likely: list[float] | None = None) -> list[int]:
    """The numbers of the lines that say again what others say, all being kept so far."""
    lines = measured(texts, [""] * len(texts))
    probability = np.array(likely or [0.9] * len(texts))
    return sorted(copies(lines, np.ones(len(texts), np.bool_), probability))


@pytest.mark.parametrize(
    ("likely", "out"),
    [([0.5, 0.9, 0.8], [0]), ([0.8, 0.9, 0.5], [2]), ([0.7, 0.9, 0.7], [2])],
)
def test_of_equal_lines_the_likeliest_stays_and_the_first_of_equally_likely(
    likely: list[float], out: list[int]
) -> None:
    assert left_out([line(0, 6), line(10, 30), line(0, 6)], likely) == out


def test_of_three_equal_lines_one_stays() -> None:
    assert left_out([line(0, 6), line(0, 6), line(0, 6)], [0.5, 0.6, 0.7]) == [0, 1]
    assert left_out([line(0, 6), line(0, 6), line(0, 6)], [0.7, 0.6, 0.5]) == [1, 2]


def test_equal_lines_of_four_words_stay() -> None:
    assert left_out([line(0, 4), line(0, 4)]) == []
    assert left_out([line(0, 5), line(0, 5)]) == [1]


def test_a_line_that_holds_the_article_once_more_goes() -> None:
    pieces = [line(first, first + 30) for first in range(0, 150, 30)]
    assert left_out([*pieces, " ".join(pieces)]) == [5]
    assert left_out([" ".join(pieces), *pieces]) == [0]


def test_a_long_line_stays_that_others_hold_in_part_or_in_other_words() -> None:
    pieces = [line(first, first + 30) for first in range(0, 90, 30)]
    assert left_out([*pieces, line(0, 150)]) == []  # 90 of its 150 words
    turned = " ".join(reversed(WORDS[:150])) + "."
    assert left_out([*(line(first, first + 30) for first in range(0, 150, 30)), turned]) == []
    short = [line(first, first + 20) for first in range(0, 100, 20)]
    assert left_out([*short, line(0, 100)]) == []  # no line of 120 words


def test_a_long_line_that_stands_twice_goes_once_for_each() -> None:
    pieces = [line(first, first + 30) for first in range(0, 150, 30)]
    assert left_out([*pieces, " ".join(pieces), " ".join(pieces)]) == [5, 6]


def test_two_halves_do_not_put_a_line_out() -> None:
    assert left_out([line(0, 60), line(60, 120), line(0, 120)]) == []
    assert left_out([line(0, 59), line(60, 119), line(0, 120)]) == [2]


def test_nine_long_lines_that_hold_one_text() -> None:
    """The longest goes first, so that two long lines do not put each other out."""
    pieces = [line(first, first + 30) for first in range(0, 180, 30)]
    assert left_out([*pieces, " ".join(pieces), " ".join(pieces[:5])]) == [6, 7]


def commented(looks: list[str], words: list[int], texts: list[str] | None = None) -> list[int]:
    """The lines of the section of comments, of lines with these looks; those of more than ten words are prose."""
    count = np.array(words, np.float64)
    return np.flatnonzero(comment_lines(texts or [""] * len(words), looks, count > 10, count)).tolist()


def test_comments_begin_at_their_heading_behind_the_text() -> None:
    looks = ["", "", "", "comments", ""]
    assert commented(looks, [30, 30, 30, 1, 5]) == [3, 4]
    assert commented(looks, [30, 30, 30, 1, 22]) == [3, 4]
    assert commented(looks, [30, 30, 30, 1, 23]) == []  # more than a quarter of what stands above
    assert commented(looks, [30, 30, 9, 1, 5]) == []  # two lines of prose are no text yet
    assert commented(looks, [20, 20, 19, 1, 5]) == []  # nor are 59 words
    assert commented(["", "", "", "share", ""], [30, 30, 30, 1, 5]) == []


def test_comments_begin_where_names_with_numbers_follow() -> None:
    looks, words = ["", "", "", "comments", "", "", "", ""], [30, 30, 30, 1, 2, 60, 2, 60]
    names = ["", "", "", "", "1. Ann Lee", "", "2. Bob", ""]
    assert commented(looks, words) == []
    assert commented(looks, words, names) == []  # less than half of the prose stands above, and two names follow
    assert commented([*looks, ""], [*words, 2], [*names, "3. Jan"]) == [3, 4, 5, 6, 7, 8]
    assert commented(looks, [30, 30, 60, 1, 2, 60, 2, 60], ["", "", "", "", "1. Ann Lee", "", "", ""]) == [
        3,
        4,
        5,
        6,
        7,
    ]
    assert commented(looks, [30, 30, 60, 1, 2, 60, 2, 60], ["", "", "", "", "1. Ann " * 20, "", "", ""]) == []


def test_comments_do_not_begin_before_a_quarter_of_the_prose() -> None:
    looks, texts = ["", "", "", "comments", "", "", "", ""], [""] * 5 + ["1. Ann Lee", "2. Bob", "3. Jan"]
    assert commented(looks, [30, 30, 30, 1, 270, 2, 2, 2], texts) == [3, 4, 5, 6, 7]
    assert commented(looks, [30, 30, 30, 1, 275, 2, 2, 2], texts) == []


def test_the_first_heading_that_counts_begins_the_comments() -> None:
    looks = ["comments", "", "", "", "comments", "", "comments"]
    assert commented(looks, [1, 30, 30, 30, 1, 5, 1]) == [4, 5, 6]


def listed(looks: list[str], prose: list[bool], blank: list[bool]) -> list[int]:
    return np.flatnonzero(list_lines(looks, np.array(prose, np.bool_), np.array(blank, np.bool_))).tolist()


def test_a_list_of_other_stories_runs_to_the_end() -> None:
    looks = ["", "", "", "", "related", "", ""]
    body = [True, True, True, True, False]
    assert listed(looks, [*body, False, False], [False] * 7) == [4, 5, 6]
    assert listed(looks, [*body, True, True], [False] * 7) == [4, 5, 6]
    assert listed(looks, [*body, True, True], [False] * 5 + [True] * 2) == []  # prose with blank lines between
    assert listed(looks, [*body, False, True], [False] * 5 + [True] * 2) == [4, 5, 6]  # one line of prose
    assert listed(["related", *looks[1:4], "", "", ""], [False, *body[1:], True, True], [False] * 7) == []
    assert listed([], [], []) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", ""),
        ("***", "symbols"),
        ("26 05 2015", "date"),
        ("26 05", "symbols"),
        ("© 2015 Harbour Review", "legal"),
        ("(C) 2015 Harbour Review", "legal"),
        ("Cranes at the quay. (AP Photo/Ann Lee)", "credit"),
        ("Cranes at the quay (in the morning)", ""),
        ("By Ann Lee", "byline"),
        ("By the river they sat and they wept for it.", ""),
        ("26 May 2015", "date"),
    ],
)
def test_a_line_read_alone(text: str, name: str) -> None:
    assert spot(text) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee in Geneva", True),
        ("Ann Lee in New York", True),
        ("Ann van der Lee in Geneva", False),
        ("Ann Lee in the evening", False),
        ("the boats in New York", False),
        ("Ann Lee in Geneva.", False),
        ("Lee in Geneva", False),
        ("Ann Lee and Bob Ray of Geneva", False),
        ("Ann Lee saw New York", False),
    ],
)
def test_a_byline_names_persons_and_a_place(text: str, *, expected: bool) -> None:
    assert is_place_byline(text) is expected


def test_a_line_is_a_template_s_on_a_quarter_of_the_pages_and_a_sentence_on_half() -> None:
    sentence = "Our newsroom keeps the lights on thanks to readers who give what they can."
    for pages, least, least_of_sentences in ((4, 4, 8), (16, 4, 8), (24, 6, 12)):
        counter = TemplateCounter()
        for number in range(pages):
            held = {line_hash("Menu")} if number < least else set()
            held |= {line_hash("Other menu")} if number < least - 1 else set()
            held |= {line_hash(sentence)} if number < least_of_sentences else set()
            held |= {line_hash(f"No. {sentence}")} if number < least_of_sentences - 1 else set()
            counter.add_hashes("a.org", held)
        template = counter.template_of("a.org")
        assert ("Menu" in template, "Other menu" in template) == (True, False)
        assert (sentence in template, f"No. {sentence}" in template) == (pages >= 8, False)
    few = TemplateCounter()
    for _ in range(3):
        few.add_hashes("a.org", {line_hash("Menu")})
    assert few.template_of("a.org") == few.template_of("b.org") == TemplateLines()


def test_of_a_page_of_too_many_lines_the_sentences_are_kept() -> None:
    sentence = "The harbour board met again on the old quay to speak of cranes and sheds."
    text = "\n".join(f"{sentence}\nMenu {number}\n" for number in range(6_001))
    (page,) = read(text.encode(), "long.txt")
    assert isinstance(page, RawPage)
    kept = [page.lines[decision.line].text for decision in clean(page).decisions if not decision.rule]
    assert {line for line in kept if line} == {sentence}
    assert kept.count(sentence) == 6_001


def test_names_and_a_place_above_the_text_are_a_byline() -> None:
    sentences = [
        "The harbour board said on Monday that the ferry to the islands would sail again in spring, after two years of "
        "repairs that cost the town more than it had planned.",
        "Residents had waited for the decision since the storm of last winter, when the old pier broke and three boats "
        "were lost, said the mayor, who called the repairs overdue.",
        "The ferry will sail twice a day, and three times on market days, the board said, as it did before the storm.",
    ]
    lines = ["Ann Lee in Geneva", *sentences]
    text = f"<html><body><article>{''.join(f'<p>{text}</p>' for text in lines)}</article></body></html>"
    (page,) = read(text.encode(), "ferry.html")
    assert isinstance(page, RawPage)
    rules = {page.lines[decision.line].text: decision.rule for decision in clean(page).decisions}
    assert rules == dict.fromkeys(sentences, "") | {lines[0]: "byline"}

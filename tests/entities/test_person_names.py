"""Names of one person become one value: within an article by what stands there, across an archive by counts."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.entities.person_names import Likeness, likeness, parsed, slip_keys
from index.entities.person_values import article_values, block_of, block_values, person_values

FIRST = ("Anna", "Ana", "A", "Marius", "Maryus", "Mar", "Otto van", "Otto Karl", "Otto K.", "")
LAST = ("Brandel", "Brandell", "Brandl", "al-Ruwad", "Ruwad", "Kostiv", "Kostiw", "Brandel Jr", "RUWAD")
NAMES = st.builds(lambda first, last: f"{first} {last}".strip(), st.sampled_from(FIRST), st.sampled_from(LAST))
COUNTS = st.dictionaries(NAMES, st.integers(1, 40), max_size=25)


def same(counts: dict[str, int], one: str, other: str) -> bool:
    values = person_values(counts)
    return values[one] == values[other]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Øystein Brandél", "OYSTEIN BRANDEL"),
        ("Nadim al-Ruwad", "Nadim Ruwad"),
        ("Nadim Al-Ruwad's", "Nadim al Ruwad"),
        ("Pia Lind-Quell", "Pia Lind Quell"),
        ("JB Quell", "J. B. Quell"),
        ("Sean O\u2019Farrow", "Sean O'Farrow"),
    ],
)
def test_capitals_accents_articles_and_genitives_are_no_part_of_a_name(one: str, other: str) -> None:
    assert parsed(one) == parsed(other)


def test_small_words_behind_a_name_are_no_part_of_it() -> None:
    assert parsed("Otto Brandel in de") == parsed("Otto Brandel")
    assert parsed("Otto van Brandel") != parsed("Otto")


def test_a_suffix_is_no_surname() -> None:
    assert parsed("Carl Brandel Jr.").surname == "brandel"
    assert parsed("Carl Brandel Jr.") != parsed("Carl Brandel")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("b", "berthold", Likeness.SHORT),
        ("kostiv", "kostiw", Likeness.SOUND),
        ("brandel", "brandle", Likeness.SOUND),
        ("bert", "berthold", Likeness.BEGINNING),
        ("helmar", "helmor", Likeness.NEAR),
        ("carl", "carla", Likeness.NEAR),
        ("rickie", "ricarda", Likeness.NONE),  # a woman's name is not short for a man's
        ("winnie", "winfred", Likeness.PET),  # an ending of pet names
        ("cory", "corbin", Likeness.NONE),  # a name of its own
        ("joy", "jonas", Likeness.NONE),
        ("lette", "colette", Likeness.PET),  # the end of a name
        ("ine", "justine", Likeness.NONE),
        ("otto", "emil", Likeness.NONE),
        ("", "emil", Likeness.NONE),
    ],
)
def test_words_are_alike_by_their_letters(one: str, other: str, expected: Likeness) -> None:
    assert likeness(one, other) is likeness(other, one) is expected


WORDS = st.text(alphabet="abdehiknorstuwyz", min_size=1, max_size=7)


@given(WORDS, st.integers(0, 6), st.sampled_from(["swap", "", "a", "i", "h", "ie", "sh", "z"]))
def test_surnames_that_are_alike_are_found_by_what_they_share(word: str, place: int, letters: str) -> None:
    start, rest = word[:place], word[place:]
    other = start + (rest[:2][::-1] + rest[2:] if letters == "swap" else letters + rest[1:])
    near = likeness(word, other)
    assert near is likeness(other, word)
    if near in (Likeness.EQUAL, Likeness.SOUND, Likeness.NEAR):
        assert slip_keys(word) & slip_keys(other)


@pytest.mark.parametrize(
    ("part", "full"),
    [
        ("Brandel", "Otto Brandel"),  # the surname
        ("de Vroom", "Karel de Vroom"),  # with its particle
        ("Tan", "Tan Beng Siew"),  # a family name that comes first
        ("O Brandel", "Otto Brandel"),
        ("Otto Brandel", "Otto K. Brandel"),
        ("Otto Brandel", "Otto Brandel Jr"),
    ],
)
def test_a_part_belongs_to_the_full_name_of_its_article(part: str, full: str) -> None:
    assert article_values([part, full, "Ida Quell", part]) == {part: full, full: full, "Ida Quell": "Ida Quell"}


def test_a_surname_that_two_persons_of_an_article_bear_is_left_to_the_archive() -> None:
    names = ["Otto Brandel", "Ida Brandel", "Brandel", "O. Brandel"]
    assert article_values(names) == {name: name for name in names} | {"O. Brandel": "Otto Brandel"}


def test_a_bare_surname_is_its_dominant_bearer() -> None:
    counts = {"Otto Brandel": 8, "Ida Brandel": 2, "Brandel": 5}
    assert same(counts, "Brandel", "Otto Brandel")
    assert person_values(counts | {"Ida Brandel": 3})["Brandel"] == "Brandel"


def test_a_middle_name_may_be_absent_but_not_another() -> None:
    assert same({"Otto K. Brandel": 3, "Otto Brandel": 2}, "Otto K. Brandel", "Otto Brandel")
    assert same({"Otto K. Brandel": 3, "Otto Karl Brandel": 2}, "Otto K. Brandel", "Otto Karl Brandel")
    assert not same({"Otto K. Brandel": 3, "Otto L. Brandel": 2}, "Otto K. Brandel", "Otto L. Brandel")


def test_an_initial_is_the_only_first_name_that_it_begins() -> None:
    counts = {"Otto Brandel": 3, "O. Brandel": 1}
    assert same(counts, "O. Brandel", "Otto Brandel")
    assert not same(counts | {"Odile Brandel": 3}, "O. Brandel", "Otto Brandel")


def test_a_father_and_a_son_are_two() -> None:
    counts = {"Otto Brandel": 9, "Otto Brandel Jr": 2, "Otto Brandel Sr": 1}
    assert len(set(person_values(counts).values())) == 3


def test_a_suffix_that_is_left_out_as_often_as_not_is_one_mans() -> None:
    assert same({"Otto Brandel": 5, "Otto Brandel III": 2}, "Otto Brandel", "Otto Brandel III")
    assert not same({"Otto Brandel": 6, "Otto Brandel III": 2}, "Otto Brandel", "Otto Brandel III")
    assert not same({"Otto Brandel": 2, "Otto Brandel III": 2}, "Otto Brandel", "Otto Brandel III")
    assert not same(
        {"Otto Brandel": 5, "Otto Brandel III": 4, "Otto Brandel II": 1}, "Otto Brandel", "Otto Brandel III"
    )


def test_a_slip_in_a_surname_is_told_within_its_article() -> None:
    names = ["Otto Brandelin", "Otto Brandelin", "Otto Brandekin", "Ida Brandekin", "Otto Quell", "Otto Quill"]
    values = article_values(names)
    assert values["Otto Brandekin"] == "Otto Brandelin"
    assert values["Ida Brandekin"] == "Ida Brandekin"
    assert values["Otto Quell"] == values["Otto Quill"]
    assert article_values(["Otto Lund", "Otto Lind"]) == {"Otto Lund": "Otto Lund", "Otto Lind": "Otto Lind"}
    several = ["Otto Brandelin", "Otto Brandelin", "Otto Brandekim", "Otto Brandekim", "Otto Brandekin"]
    assert article_values(several)["Otto Brandekin"] == "Otto Brandekin"


def test_a_short_first_name_counts_where_few_bear_the_surname() -> None:
    counts = {"Berthold Quell": 4, "Bert Quell": 2}
    assert same(counts, "Bert Quell", "Berthold Quell")
    others = {f"{first} Quell": 1 for first in "Ada Cleo Dora Emil Fritz Gitta Hugo Ines Jakob".split()}  # noqa: SIM905
    assert not same(counts | others, "Bert Quell", "Berthold Quell")


def test_a_short_surname_that_sounds_alike_is_another() -> None:
    assert not same({"Otto Leed": 3, "Otto Ledd": 3}, "Otto Leed", "Otto Ledd")
    assert same({"Otto Leidmar": 3, "Otto Liedmar": 3}, "Otto Leidmar", "Otto Liedmar")


def test_a_surname_that_others_bear_is_no_misspelling() -> None:
    counts = {"Otto Kostiv": 5, "Ida Kostiv": 1, "Otto Kostiw": 1}
    assert same(counts, "Otto Kostiv", "Otto Kostiw")
    assert not same(counts | {"Emil Kostiw": 1}, "Otto Kostiv", "Otto Kostiw")
    assert not same(counts | {"Otto Kostiv": 1}, "Otto Kostiv", "Otto Kostiw")


def test_two_rare_surnames_that_differ_in_a_vowel_are_one_by_their_first_name() -> None:
    assert same({"Otto Helmarsen": 1, "Otto Helmersen": 1}, "Otto Helmarsen", "Otto Helmersen")
    assert not same({"Otto Helmarsen": 1, "Ida Helmersen": 1}, "Otto Helmarsen", "Ida Helmersen")


def test_two_surnames_that_many_bear_are_no_spellings_of_one() -> None:
    assert not same({"Otto Weiner": 1, "Otto Wiener": 1}, "Otto Weiner", "Otto Wiener")
    assert same({"Otto Weiner": 3, "Otto Wiener": 1}, "Otto Weiner", "Otto Wiener")


def test_a_first_name_alone_is_nobody_who_has_it_for_a_surname_but_of_somebody_known() -> None:
    assert not same({"Otto Charles": 1, "Charles": 1}, "Otto Charles", "Charles")
    assert same({"Otto Charles": 3, "Charles": 9}, "Otto Charles", "Charles")


def test_a_surname_alone_is_nobody_of_whom_the_archive_knows_less() -> None:
    assert same({"Otto Brandel": 1, "Brandel": 1}, "Otto Brandel", "Brandel")
    assert not same({"Otto Brandel": 1, "Brandel": 2}, "Otto Brandel", "Brandel")


def test_a_surname_that_many_bear_is_somebody_known() -> None:
    assert not same({"Otto Lund": 2, "Lund": 1}, "Otto Lund", "Lund")
    assert same({"Otto Lund": 3, "Lund": 1}, "Otto Lund", "Lund")
    counts = {f"{first} Lund": 1 for first in ("Ida", "Emil", "Hugo")}
    assert same(counts | {"Otto Lund": 12, "Lund": 1}, "Otto Lund", "Lund")
    assert not same(counts | {"Otto Lund": 11, "Lund": 1}, "Otto Lund", "Lund")


def test_a_surname_alone_is_nobody_whose_name_only_sounds_like_it() -> None:
    assert not same({"Otto Brandel": 40, "Brandell": 1}, "Otto Brandel", "Brandell")
    assert not same({"Otto Kostiv": 40, "Kostiw": 1}, "Otto Kostiv", "Kostiw")


def test_who_goes_by_two_initials_is_nobody_with_another_first_name_alone() -> None:
    assert not same({"Peter Brandel": 9, "PJ Brandel": 1}, "Peter Brandel", "PJ Brandel")
    assert same({"Peter J. Brandel": 9, "PJ Brandel": 1}, "Peter J. Brandel", "PJ Brandel")
    assert not same({"Peter K. Brandel": 9, "PJ Brandel": 1}, "Peter K. Brandel", "PJ Brandel")


def test_a_value_is_spelt_with_capitals() -> None:
    assert set(person_values({"otto brandel": 1, "Otto Brandel": 1}).values()) == {"Otto Brandel"}


def test_who_goes_by_a_middle_name_is_nobody_else_with_the_initial() -> None:
    assert not same({"Carl Brandel": 3, "C. Jonas Brandel": 1}, "Carl Brandel", "C. Jonas Brandel")
    assert same({"Carl J. Brandel": 3, "C. Jonas Brandel": 1}, "Carl J. Brandel", "C. Jonas Brandel")


def test_a_transliteration_that_stands_bare_is_its_bearer() -> None:
    counts = {"Nadim Stavrani": 6, "Nadim Istavrani": 1, "Istavrani": 2}
    assert set(person_values(counts).values()) == {"Nadim Stavrani"}


def test_the_value_is_the_fullest_common_spelling() -> None:
    counts = {"Otto Karl Brandel": 5, "OTTO BRANDEL": 1, "Otto Brandel": 9, "Brandel": 30, "Otto Karl Georg Brandel": 1}
    assert set(person_values(counts).values()) == {"Otto Karl Brandel"}


@given(COUNTS)
def test_every_name_has_a_value_that_is_its_own(counts: dict[str, int]) -> None:
    values = person_values(counts)
    assert values.keys() == counts.keys()
    assert all(values[value] == value for value in values.values())


@given(COUNTS, st.randoms(use_true_random=False))
def test_values_do_not_depend_on_the_order_of_the_names(counts: dict[str, int], random: object) -> None:
    rows = list(counts.items())
    random.shuffle(rows)  # type: ignore[attr-defined]
    assert person_values(dict(rows)) == person_values(counts)


@given(COUNTS, COUNTS)
def test_a_change_touches_its_blocks_alone(before: dict[str, int], added: dict[str, int]) -> None:
    values = person_values(before)
    after = Counter(before) + Counter(added)
    for block in {block_of(name) for name in added}:
        values.update(block_values({name: count for name, count in after.items() if block_of(name) == block}))
    assert values == person_values(after)

"""Copies, forms and strangers among invented news in six languages: what is found is the same on every machine."""

from __future__ import annotations

import random
import re
from itertools import combinations

import numpy as np
import pytest

from index.copies.candidates import NO_DAY, ArchiveState
from index.copies.copy_pairs import copy_pairs
from index.copies.prints import fingerprints
from index.segment.arrays.print_tables import print_table
from tests.conftest import ROOT

_SECTIONS = re.split(r"(?m)^# (.+)\n", (ROOT / "tests/copies/stories.txt").read_text("utf-8"))[1:]
TEXTS = dict(zip(_SECTIONS[::2], map(str.strip, _SECTIONS[1::2]), strict=True))
FILLER = TEXTS.pop("filler").splitlines()
FURNITURE = (
    "Sign in to read on. Our letter brings you the best of the week on Sunday. You can leave it whenever you like. "
    "Write to the newsroom if you have seen something. All rights are with the publisher of this paper."
)


def sentences(text: str) -> list[str]:
    return [piece for piece in re.split(r"(?<=[.!?])\s+|(?<=。)", text) if piece]


def joined(pieces: list[str]) -> str:
    return " ".join(pieces)


def cut(text: str) -> str:
    return text[: len(text) // 2]


def reworked(text: str) -> str:
    """Every third sentence is another one."""
    pieces = sentences(text)
    return joined([FILLER[number % 8] if number % 3 == 1 else piece for number, piece in enumerate(pieces)])


KINDS = {
    "cut": cut,
    "new lead": lambda text: joined([*FILLER[:2], text]),
    "furniture": lambda text: FURNITURE + "\n" + text + "\n" + FURNITURE,
    "embedded": lambda text: joined([*FILLER[:4], text, *FILLER[4:]]),
    "typography": lambda text: text.replace('"', "”").replace(" ", "\n").replace("'", "’").upper(),
    "other order": lambda text: joined(sentences(text)[4:] + sentences(text)[:4]),
    "third reworked": reworked,
}


def paired(texts: list[str], days: list[int] | None = None) -> set[tuple[int, int]]:
    state = ArchiveState(np.ones(len(texts), np.bool_), np.array(days or [NO_DAY] * len(texts), np.int32))
    table = print_table(fingerprints(texts))
    pairs = copy_pairs([table], state, np.arange(len(texts)), lambda numbers: [texts[number] for number in numbers])
    return {*zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)}


@pytest.mark.parametrize("story", TEXTS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_of_any_language_is_found_and_nothing_else(kind: str, story: str) -> None:
    if kind == "third reworked" and len(sentences(TEXTS[story])) < 5:
        pytest.skip("Thai has no full stops")
    stories = [*TEXTS.values()]
    assert paired([*stories, KINDS[kind](TEXTS[story])]) == {([*TEXTS].index(story), len(stories))}


MARKET = (
    "Shares at the Marrow Bay exchange {0} on {1}. The index of the twenty largest firms closed at {2} points after "
    "{3} the day before. Skelby Shipyards {4} by {5} percent to {6} crowns, and Vessen Cider {4} by {7} percent to {8} "
    "crowns. Some {9} thousand shares changed hands. Ten year bonds yielded {5} percent. Dealers spoke of a quiet "
    "session and looked ahead to figures on prices that the bureau of statistics will publish in the coming week."
)
COURT = (
    "The district court of Port Lorne sits in hall {0} on {1}. At {2} it hears the case of {3} against {4}, file {5}, "
    "about a sum of {6} crowns. At {7} follows the case of {8} against {9}, file {6}. Hearings are open to the public. "
    "Visitors are asked to be in their seats ten minutes before and to leave bags and telephones with the usher."
)


def filled(form: str, number: int) -> str:
    source = random.Random(number)
    surnames = ("Aro", "Brandt", "Kersting", "Hollander", "Wray", "Kivela", "Marchetti", "Stavrov")
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    figures = [f"{source.randrange(2, 990)}.{source.randrange(10, 99)}" for _ in range(10)]
    if form == MARKET:
        figures[0], figures[1], figures[4] = source.choice(("rose", "fell")), source.choice(days), "moved"
    else:
        figures[1] = source.choice(days)
        for place in (3, 4, 8, 9):
            figures[place] = source.choice(surnames)
    return form.format(*figures)


@pytest.mark.parametrize("form", [MARKET, COURT], ids=["market", "court"])
@pytest.mark.parametrize("count", [2, 4, 40])
def test_a_form_that_is_filled_in_anew_is_no_copy(form: str, count: int) -> None:
    assert paired([filled(form, number) for number in range(count)]) == set()


def test_a_form_without_figures_shows_by_the_days_that_it_comes_on() -> None:
    body = TEXTS["en orchard"]
    issues = [f"{FILLER[number]} {cut(body)}" for number in range(6)]
    same_day = paired(issues, [8] * 6)
    assert same_day == {*combinations(range(6), 2)}
    assert paired(issues, [8, 40, 71, 99, 130, 161]) == set()


def test_stories_that_share_a_quotation_or_background_are_no_copies() -> None:
    quotation, background = sentences(TEXTS["en ferry"])[3], joined(sentences(TEXTS["en museum"])[-2:])
    orchard, ferry = TEXTS["en orchard"], TEXTS["en ferry"]
    assert paired([joined([orchard, quotation]), ferry]) == set()
    assert paired([joined([orchard, background]), joined([ferry, background])]) == set()


def test_short_texts_in_the_same_furniture_are_no_copies() -> None:
    notes = [KINDS["furniture"](joined(FILLER[start : start + 2])) for start in range(0, 8, 2)]
    assert paired(notes * 6) - {(a, b) for a, b in combinations(range(24), 2) if (b - a) % 4 == 0} == set()


def test_other_figures_in_the_words_of_another_month_are_the_next_issue() -> None:
    body = TEXTS["en museum"]
    one = f"The reservoir stands at 61 metres and lacks 23, as the water board said. {body}"
    other = f"Rain brought 48 litres in 9 hours to the hills above the town of late. {body}"
    assert paired([one, other], [100, 101]) == {(0, 1)}
    assert paired([one, other], [100, 130]) == set()

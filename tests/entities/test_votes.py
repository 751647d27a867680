"""What an archive says of a name follows from its articles alone, however it came about."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.entities.labels import EntityType
from index.entities.tagger import NamedSpans, TaggedText, voted
from index.entities.votes import DENIED, NO_TALLY, NO_VERDICTS, Ballot, Tally, ballot, changed, verdicts

PERSON, ORGANISATION, PLACE = EntityType
UNSAID = 3

ARTICLES = st.lists(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 3)), max_size=8), max_size=12)


def vote(*said: tuple[int, int]) -> Ballot:
    tagged = [(name, kind) for name, kind in said if kind != UNSAID]
    return ballot(
        np.array([name for name, _ in tagged], np.uint64),
        np.array([kind for _, kind in tagged], np.uint8),
        np.array([name for name, kind in said if kind == UNSAID], np.uint64),
    )


def told(tally: Tally) -> dict[int, list[int]]:
    return dict(zip(tally.names.tolist(), tally.count.tolist(), strict=True))


def counted(articles: list[list[tuple[int, int]]]) -> dict[int, list[int]]:
    """By name, how many articles say each kind, counted plainly; untagged only where it is tagged nowhere in it."""
    votes: Counter[tuple[int, int]] = Counter()
    for article in articles:
        tagged = {name for name, kind in article if kind != UNSAID}
        votes.update({(name, kind) for name, kind in article if kind != UNSAID or name not in tagged})
    return {name: [votes[name, kind] for kind in range(4)] for name in sorted({name for name, _ in votes})}


@settings(deadline=None)
@given(ARTICLES)
def test_a_tally_counts_articles(articles: list[list[tuple[int, int]]]) -> None:
    assert told(changed(NO_TALLY, [vote(*article) for article in articles])) == counted(articles)


@settings(deadline=None)
@given(ARTICLES, ARTICLES, st.randoms())
def test_adding_and_taking_away_is_counting_what_is_left(
    kept: list[list[tuple[int, int]]], gone: list[list[tuple[int, int]]], draw: object
) -> None:
    before = changed(NO_TALLY, [vote(*article) for article in (*gone, *kept[:2])])
    now = changed(before, [vote(*article) for article in kept[2:]], [vote(*article) for article in gone])
    full = changed(NO_TALLY, [vote(*article) for article in reversed(kept)])
    assert told(now) == told(full)
    assert np.array_equal(verdicts(now).names, verdicts(full).names)


def said_of_seven(*votes: list[tuple[int, int]]) -> tuple[int, bool] | None:
    """(kind, everywhere) of the name 7."""
    said = verdicts(changed(NO_TALLY, [vote(*article) for article in votes]))
    row = int(said.rows(np.array([7], np.uint64))[0])
    return None if row < 0 else (int(said.kind[row]), bool(said.everywhere[row]))


def test_two_articles_and_three_in_five_decide() -> None:
    place, person, unsaid = ([(7, int(kind))] for kind in (PLACE, PERSON, UNSAID))
    assert said_of_seven(place) is None
    assert said_of_seven(place, place) == (PLACE, True)
    assert said_of_seven(*[place] * 5) == (PLACE, True)
    assert said_of_seven(*[place] * 3, *[person] * 2) == (PLACE, True)
    assert said_of_seven(*[place] * 3, *[person] * 3) is None
    assert said_of_seven(*[place] * 5, *[unsaid] * 5) == (PLACE, True)
    assert said_of_seven(*[place] * 5, *[unsaid] * 6) == (PLACE, False)


def places(*rows: tuple[int, int, int]) -> NamedSpans:
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    return NamedSpans(columns[0].astype(np.int32), columns[1].astype(np.int32), columns[2].astype(np.uint64))


def test_an_article_takes_the_type_of_the_archive_but_where_it_is_sure() -> None:
    said = verdicts(changed(NO_TALLY, [vote((7, PLACE), (8, ORGANISATION)) for _ in range(5)]))
    kinds = np.array([PERSON, PERSON, PERSON], np.uint8)
    mentions = places((0, 4, 7), (10, 14, 7), (20, 24, 9))
    vouched, common = np.zeros(3, np.uint8), np.zeros(0, np.uint64)
    sure, runs = np.array([False, True, False]), places((5, 9, 8), (30, 34, 6))
    text = TaggedText(mentions, kinds, sure, runs, common, vouched, places())
    spans, after = voted(text, said)
    assert list(zip(spans.start.tolist(), after.tolist(), strict=True)) == [
        (0, PLACE),
        (5, ORGANISATION),
        (10, PERSON),
        (20, PERSON),
    ]
    unchanged, before = voted(text, NO_VERDICTS)
    assert unchanged.start.tolist() == [0, 10, 20]
    assert before.tolist() == kinds.tolist()


def test_two_articles_and_one_in_twenty_say_that_a_name_is_none() -> None:
    def said(tagging: int, against: int) -> list[int]:
        none = np.zeros(0, np.uint64)
        telling = ballot(none, none.astype(np.uint8), none, np.array([7], np.uint64))
        tally = changed(NO_TALLY, [vote((7, ORGANISATION), (8, PLACE))] * tagging + [telling] * against)
        what = verdicts(tally)
        return [*map(int, what.kind[what.names == 7])]

    assert said(20, 1) == [ORGANISATION]
    assert said(20, 2) == said(40, 2) == said(1, 2) == [DENIED]
    assert said(41, 2) == [ORGANISATION]
    assert said(0, 9) == []

"""Patterns, corrections, completions and what is like or typical, over the words of a large archive."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from search.embedded.engine import open_engine
from search.engine import Engine
from search.notes import Note, NoteCode
from search.query import Query
from tests.large.conftest import PATIENT
from tests.large.questions import near
from tests.large.world import (
    EVERYWHERE,
    FAMILIES,
    GENEVA,
    LEFT,
    MANY_FORMS,
    MEANT,
    PLAIN,
    RARE,
    SLIP,
    SUMMIT,
    World,
)

MOST_WORDS = 1024


def test_a_prefix_of_too_many_words_stands_for_the_most_frequent(engine: Engine, world: World) -> None:
    """Frequent by the lists, which hold a few articles that were deleted since."""
    counts = {word: world.words[word] for word in MANY_FORMS}
    last = sorted(counts.values(), reverse=True)[MOST_WORDS - 1]
    surely = [word for word, count in counts.items() if count > last + 4]
    perhaps = [word for word, count in counts.items() if count >= last - 4]
    assert 500 < len(surely) < MOST_WORDS < len(perhaps)
    for text in ("qua*", "qua*m"):
        found = engine.search(Query(text, as_typed=True))
        assert len(world.holding(*surely)) <= found.total <= len(world.holding(*perhaps))
        assert Note(NoteCode.PATTERN_LIMITED, pattern=text, words=len(MANY_FORMS), limit=MOST_WORDS) in found.notes


@pytest.mark.parametrize(
    ("text", "expression"), [("quab*", "quab.*"), ("quabi*", "quabi.*"), ("qu?ba*m", "qu.ba.*m"), ("fewz*", "fewz.*")]
)
def test_a_pattern_of_fewer_words_stands_for_all(text: str, expression: str, engine: Engine, world: World) -> None:
    words = [word for word in world.words if re.fullmatch(expression, word)]
    assert 4 < len(words) <= MOST_WORDS
    found = engine.search(Query(text, as_typed=True))
    assert (found.total, found.notes) == (len(world.holding(*words)), ())


@pytest.mark.parametrize("name", FAMILIES)
def test_a_prefix_scores_as_one_word_that_stands_as_often(name: str, engine: Engine, world: World) -> None:
    """Beside each word of the family stands another one: in each article it comes as often as all of them."""
    words, beside, _ = FAMILIES[name]
    for number in world.holding(beside):
        counts = Counter(world.records[number].words)
        assert counts[beside] == sum(counts[word] for word in words)
    assert max(Counter(record.words)[beside] for record in world.records.values()) > 31  # more than a byte holds
    scores = [
        {hit.id: hit.score for hit in engine.search(Query(text, per_page=10_000, as_typed=True, quotes=False)).hits}
        for text in (f"{words[0][:4]}*", beside)
    ]
    assert scores[0].keys() == scores[1].keys()
    assert scores[0] == pytest.approx(scores[1], rel=1e-5)


def test_did_you_mean_is_asked_of_a_rare_slip(engine: Engine, world: World) -> None:
    assert world.words[SLIP] == 2 < world.words[MEANT] / 40
    for text in (SLIP, f"{SLIP} AND {EVERYWHERE}", f'"{SLIP}"'):
        found = engine.search(Query(text))
        assert found.corrected_from == ""
        assert found.suggestion == text.replace(SLIP, MEANT)
        assert engine.search(Query(found.suggestion)).total > found.total > 0


@pytest.mark.parametrize("word", [*RARE, MEANT, SUMMIT])
def test_a_word_with_two_letters_swapped_is_understood(word: str, engine: Engine, world: World) -> None:
    for at in range(2, len(word) - 2):
        slip = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if slip == word or slip in world.words:
            continue
        found = engine.search(Query(slip))
        if found.corrected_from:
            assert (found.corrected_from, found.reading, found.total) == (slip, word, world.words[word])
        else:
            assert (found.suggestion, found.total) == (word, 0)


def test_a_question_that_is_right_is_left_alone(engine: Engine) -> None:
    for text in (EVERYWHERE, RARE[0], f"{LEFT} {PLAIN[3]}", MEANT):
        found = engine.search(Query(text))
        assert (found.suggestion, found.corrected_from) == ("", "")


def test_the_first_question_of_all_waits_for_the_words(engine: Engine, world: World) -> None:
    """More than 5,000 articles: their words are read beside the questions."""
    for text, expected in ((RARE[1], RARE[1]), (RARE[1][:3] + RARE[1][4:], RARE[1])):
        fresh = open_engine(engine._newest.folder, seconds=PATIENT)  # type: ignore[attr-defined]
        found = fresh.search(Query(text))
        assert found.total == world.words[RARE[1]] or found.suggestion == expected


@pytest.mark.parametrize("prefix", ["quab", "sarm", "no", "tol", "zo"])
def test_completions_are_the_words_by_their_articles(prefix: str, engine: Engine, world: World) -> None:
    """By their lists, which hold a few articles that were deleted since."""
    fitting = {word: count for word, count in world.words.items() if word.startswith(prefix)}
    offered = [text for text in engine.complete(prefix, 1_000) if ":" not in text]
    assert sorted(offered) == sorted(fitting)
    counts = [fitting[word] for word in offered if fitting[word] <= 0.3 * len(world.records)]
    assert all(fitting[word] > 0.3 * len(world.records) for word in offered[len(counts) :])
    assert all(count * 1.2 + 4 > following for count, following in pairwise(counts))


def test_a_publisher_completes_as_a_filter(engine: Engine, world: World) -> None:
    counts = Counter({value: n for value, n in world.counts("publisher", world.records).items() if value})
    (first, _), *_ = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    assert any(first.casefold() in text.casefold() for text in engine.complete(f"publisher:{first[:10]}"))


def test_similar_articles_share_rare_words(engine: Engine, world: World) -> None:
    for number in sorted(world.holding(RARE[0]))[:10]:
        hits = engine.similar(world.records[number].id, 5)
        assert len(hits) == 5
        ours = set(world.records[number].words)
        for hit in hits:
            other = world.number(hit.id)
            assert other != number
            assert any(world.words[word] <= 0.1 * len(world.records) for word in ours & set(world.records[other].words))


def test_a_planted_value_is_typical(engine: Engine, world: World) -> None:
    (first, *_) = engine.search(Query(SUMMIT, as_typed=True)).related
    held = world.holding(SUMMIT)
    counts = world.counts("place", held)[GENEVA], world.counts("place", world.records)[GENEVA]
    assert (first.facet, first.value, first.count, first.articles) == ("place", GENEVA, *counts)


def test_what_is_drawn_by_chance_is_hardly_ever_typical(engine: Engine) -> None:
    """Words and metadata are drawn apart: of a thousand values that are looked at, one may seem typical."""
    looked_at = typical = 0
    for word in Random(3).sample(MANY_FORMS[:700], 200):
        found = engine.search(Query(word, as_typed=True))
        looked_at += sum(len(facet.values) for facet in found.facets if facet.name != "date")
        typical += len(found.related)
    assert looked_at > 10_000
    assert typical <= 2 * looked_at / 1_000


def test_near_with_a_prefix_is_near_one_of_its_words(engine: Engine, world: World) -> None:
    words, _, _ = FAMILIES["rarely"]
    expected = {
        number
        for word in words
        for number in world.where(near(word, EVERYWHERE, 4), world.holding(word) & world.holding(EVERYWHERE))
    }
    assert engine.search(Query(f"fyrz* NEAR/4 {EVERYWHERE}", as_typed=True)).total == len(expected)

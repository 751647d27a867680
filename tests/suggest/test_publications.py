"""Are the words of a publication those that reading all of it anew gives, whatever stood before?"""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.article import Article
from index.segment.arrays.container import Container
from index.segment.reader import Segment
from index.settings import Settings
from index.store.transaction import open_store
from search.embedded.archive_words import ArchiveWords
from search.opening import Sharing, engine_for
from search.query import Query
from search.words.suggest import Speller, WordCounts

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SYLLABLES = ("ba", "den", "ko", "lin", "mur", "sa", "ter", "vo", "wick", "zan", "pu", "tin", "ker", "ry")


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(1, 4)))


def _article(number: int, rng: random.Random) -> Article:
    text = ". ".join(" ".join(_word(rng) for _ in range(12)) for _ in range(rng.randint(1, 6)))
    return Article(id=f"{number:016x}", key=str(number), path="a.txt", title=_word(rng), text=text, language="en")


def _publications(folder: Path, rng: random.Random, rounds: int) -> list[tuple[Segment, ...]]:
    """The segments after each of some random publications, merges of eight small ones among them."""
    found, used, known = [], 0, None
    for _ in range(rounds):
        with open_store(folder, now=NOW, known=known) as store:
            for number in rng.sample(range(used), min(used, rng.randint(0, 3))):
                store.remove(f"{number:016x}")
            for _ in range(rng.choice((1, 1, 1, 40))):
                store.add(_article(used, rng))
                used += 1
            store.publish()
            known = store.snapshot
            assert known is not None
            found.append(known.segments)
    return found


@pytest.mark.parametrize("number", range(4))
def test_words_and_corrections_are_those_of_a_fresh_start(number: int, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed + number)
    before: ArchiveWords | None = None
    speller: Speller | None = None
    grown = 0
    for segments in _publications(tmp_path, rng, 20):
        found, fresh = ArchiveWords(segments, before), ArchiveWords(segments)
        assert found.counts.words == fresh.counts.words
        assert found.counts.counts.tolist() == fresh.counts.counts.tolist()
        speller, anew = Speller(found.counts, previous=speller), Speller(fresh.counts)
        speller.warm()
        grown += bool(speller._index.deletions.grown)
        for _ in range(20):
            typed = _word(rng) + rng.choice("aeiou")
            assert speller.suggest(typed) == anew.suggest(typed)
            assert speller.near(typed) == anew.near(typed)
        before = found
    assert grown, "no publication only added words to the index of corrections"


def test_a_segment_that_stays_is_not_read_again(tmp_path: Path, seed: int) -> None:
    words = ArchiveWords(())
    stayed = 0
    known: dict[Container, WordCounts] = {}
    for segments in _publications(tmp_path, random.Random(seed), 12):
        words = ArchiveWords(segments, words)
        again = [segment for segment in segments if segment.container in known]
        assert all(words.of(segment) is known[segment.container] for segment in again)
        stayed += len(again)
        known = {segment.container: words.of(segment) for segment in segments}
    assert stayed > 12


def test_the_words_of_two_are_added_up() -> None:
    one, two = WordCounts.of({"a": 1, "c": 2, "e": 3}), WordCounts.of({"b": 5, "c": 7, "f": 1, "g": 1})
    for joined in (one.joined(two), two.joined(one)):
        counted = dict(zip(joined.words, joined.counts.tolist(), strict=True))
        assert counted == {
            "a": 1,
            "b": 5,
            "c": 9,
            "e": 3,
            "f": 1,
            "g": 1,
        }
        assert list(joined.words) == sorted(joined.words)


def test_a_renewed_engine_keeps_the_words_of_before_and_shows_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.words.lexicon.AT_ONCE", 0)  # as in a large archive: words are read beside questions
    rng = random.Random(3)
    renewed = [False]
    with open_store(tmp_path, now=NOW) as store:
        store.add(_article(1, rng))
        store.publish()
    engine = engine_for(Settings(index=tmp_path), sharing=Sharing(2, lambda: renewed[0]))
    engine.warm()
    renewed[0] = True
    with open_store(tmp_path, now=NOW) as store:
        store.add(replace(_article(2, rng), title="Zanzibarian news"))
        store.publish()
    before = threading.active_count()
    assert engine.search(Query("zanzibarian")).total == 1
    assert engine.complete("zanzib") == ()
    assert threading.active_count() == before
    renewed[0] = False
    engine.warm()
    assert engine.complete("zanzib") == ("zanzibarian",)

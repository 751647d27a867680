"""A name is found in its other spellings, both ways, in any script; and only where it is the same name."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.store.snapshot import open_snapshot
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from search.words.aliases.namesakes import NEAR, Namesakes
from search.words.aliases.sounds import apart, signs_of
from search.words.aliases.spellings import across_the_sea, in_full, in_one_letter, spelt_out
from tests.suggest.named import variants_of

TEXTS = (
    ("en", "Nikolai Platonov read. He spoke of colours in Warsaw, and St. Gallen was near."),
    ("de", "Nikolaj Platonow las. Er war in Warschau, und Saint Gallen war nah."),
    ("ru", "Николай Платонов читал в Варшаве."),
    ("ar", "نيكولاي بلاتونوف قرأ."),
    ("en", "Peter Burton met Agnes. The color was red."),
    ("en", "Rosa Barton met nobody."),
    ("en", "The vendor Kamil sold rice. A vender came."),
    ("ar", "هذا مرض كبير في البلد."),  # an illness, marad, which might be a name as well
    ("en", "Yesterday Ida Morad wrote."),
    ("en", "Behind the curtain stood a chair."),
    ("en", "Yesterday Hedda Corran slept."),
    ("de", "Abends kam Vössing nach Hause."),
    ("en", "Then Voessing sang."),
    ("en", "Then Vera Kolensky sang."),
    ("en", "Then Vera Kolenskyy sang again."),
    ("en", "Yesterday Nadja Sabra wrote of the sea."),
    ("en", "A man from New York City said that the Big Apple was no isle in a city by the sea."),
    ("es", "La isla de Nueva York no es de ella."),
    ("en", "They went to Milan. Mila Hartono went with them."),
    ("de", "Danach sprach Ruth Hartanjahu."),
    ("en", "Nobody saw Benny Hartanyahu."),
    ("sv", "Sedan kom Olof Morvenskyj."),
    ("en", "Later Lisa Morvensky left."),
    ("en", "Later Edith Feilmstein sang."),
    ("en", "Later Boris Weilmstein sang."),
)


@pytest.fixture(scope="module")
def folder(reindexed: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("scripts") / "scripts.jsonl"
    rows = ({"id": str(n), "title": "Day", "text": text, "language": code} for n, (code, text) in enumerate(TEXTS))
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return reindexed(file)


@pytest.fixture(scope="module")
def engine(folder: Path) -> Engine:
    return open_engine(folder, seconds=60.0)


def keys(engine: Engine, text: str, *, as_typed: bool = False) -> set[str]:
    return {hit.key for hit in engine.search(Query(text, as_typed=as_typed)).hits if hit.all_words}


def test_a_word_that_a_language_knows_is_no_name_that_sounds_remotely_alike(engine: Engine) -> None:
    assert keys(engine, "zebra") == keys(engine, "Zebra") == set()
    assert keys(engine, "zabra") == keys(engine, "sabra") == {"15"}


@pytest.mark.parametrize("name", ["Platonov", "platonow", "Платонов", "بلاتونوف"])
def test_a_name_finds_its_spellings_in_every_script(engine: Engine, name: str) -> None:
    assert keys(engine, name) == {"0", "1", "2", "3"}
    assert len(keys(engine, name, as_typed=True)) == 1
    assert engine.search(Query(name)).expansions[0].word == name


def test_names_of_many_sounds_that_are_all_the_same_need_no_company(engine: Engine) -> None:
    assert keys(engine, "Hartanjahu") == keys(engine, "hartanyahu") == {"19", "20"}
    assert keys(engine, "Morvenskyj") == keys(engine, "morvensky") == {"21", "22"}
    assert (keys(engine, "Feilmstein"), keys(engine, "Weilmstein")) == ({"23"}, {"24"})


def test_names_that_sound_alike_stay_apart_where_nobody_stands_beside_both(engine: Engine) -> None:
    assert keys(engine, "Burton") == {"4"}
    assert keys(engine, "Barton") == {"5"}


def test_a_word_without_vowels_is_no_name_for_its_sound_alone(engine: Engine) -> None:
    assert keys(engine, "Morad") == {"8"}
    assert keys(engine, "مرض") == {"7"}
    assert keys(engine, "Murad") == {"8"}, "nobody holds it, and of the two only the one with a capital is a name"


def test_a_slip_of_a_word_is_no_other_spelling_of_a_name_that_sounds_like_it(engine: Engine) -> None:
    assert keys(engine, "Korran") == {"10"}
    assert engine.search(Query("curain")).expansions == ()
    assert keys(engine, "curain") == {"9"}, "it is respelt"


@pytest.mark.parametrize("name", ["Warsaw", "Warschau"])
def test_a_place_is_found_by_its_names(engine: Engine, name: str) -> None:
    assert {"0", "1"} <= keys(engine, name)


@pytest.mark.parametrize("name", ["St. Gallen", "saint gallen"])
def test_what_is_short_for_a_word_is_found_with_it(engine: Engine, name: str) -> None:
    assert keys(engine, name) == {"0", "1"}


@pytest.mark.parametrize("word", ["colour", "color"])
def test_british_and_american_spellings_find_each_other(engine: Engine, word: str) -> None:
    assert keys(engine, word) == {"0", "4"}


def test_the_rules_work_both_ways() -> None:
    for british, american in (("harbour", "harbor"), ("theatres", "theaters"), ("organised", "organized"),
                              ("defence", "defense"), ("travelled", "traveled"), ("dialogue", "dialog")):  # fmt: skip
        assert american in across_the_sea(british)
        assert british in across_the_sea(american)
    assert not set(across_the_sea("filled")) & {"filed"}
    assert not set(across_the_sea("four")) & {"for"}
    assert in_full("mt fuji") == ("mount fuji",)


@pytest.mark.parametrize("name", ["Vössing", "voessing", "VOESSING"])
def test_letters_that_are_spelt_out_are_the_same(engine: Engine, name: str) -> None:
    assert keys(engine, name) == {"11", "12"}


def test_pairs_of_letters_stand_for_one_letter_behind_a_consonant_only() -> None:
    assert in_one_letter("soeren") == ("sören", "søren")
    assert in_one_letter("aarhus") == ("århus",)
    assert (in_one_letter("neue"), in_one_letter("que"), spelt_out("weiß")) == ((), (), "weiß")
    assert (spelt_out("søren"), spelt_out("århus")) == ("soeren", "aarhus")


def test_a_name_is_known_in_an_archive_of_many_languages(folder: Path) -> None:
    variants = variants_of(open_snapshot(folder).segments, ("ar", "cs", "de", "en", "ru"))
    assert (variants.of("Kolensky"), variants.of("Kolenskyy")) == (("Kolenskyy",), ("Kolensky",))


def test_what_holds_of_two_names_holds_the_other_way_round(folder: Path) -> None:
    variants = variants_of(open_snapshot(folder).segments, ("en", "de", "ru", "ar"))
    names = {word for _, text in TEXTS for word in text.lower().replace(".", "").replace(",", "").split()}
    added = {name: {other.lower() for other in variants.of(name)} for name in names}
    assert sum(map(len, added.values())) >= 12
    assert all(name in added[other] for name in names for other in added[name] & names)


def test_sounds_are_as_far_apart_from_either_side(seed: int) -> None:
    rng = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    for _ in range(2000):
        one = "".join(rng.choice(letters) for _ in range(rng.randint(3, 9)))
        other = "".join(rng.choice(letters + one) for _ in range(rng.randint(3, 9)))
        a, b = signs_of([one, other])
        assert apart(a, b, NEAR) == pytest.approx(apart(b, a, NEAR))


def test_words_that_come_later_are_filed_as_those_that_were_there(seed: int) -> None:
    rng = random.Random(seed)
    words = sorted(
        {"".join(rng.choice(("mar", "ko", "v", "sch", "a", "ли", "ه")) for _ in range(4)) for _ in range(400)}
    )
    grown = Namesakes(words[::2])
    for stop in range(250, len(words) + 1, 7):
        grown = Namesakes(_of(words, stop), grown)
    anew = Namesakes(words)
    grown = Namesakes(words, grown)
    assert all(grown.of(word) == anew.of(word) for word in words)


def _of(words: Sequence[str], stop: int) -> list[str]:
    return sorted({*words[::2], *words[:stop]})


def test_names_that_brought_no_article_are_not_told(engine: Engine) -> None:
    told = engine.search(Query("new york")).expansions
    assert [(row.word, row.added) for row in told] == [("new", ("Nueva York",)), ("york", ("Nueva York",))]
    assert keys(engine, "new york") == {"16", "17"}
    assert engine.search(Query("new york", as_typed=True)).expansions == ()


def test_a_word_of_every_day_is_no_place(engine: Engine) -> None:
    assert engine.search(Query("man")).expansions == ()
    assert keys(engine, "man") == {"16"}


def test_the_name_of_somebody_is_no_other_name_of_a_place(engine: Engine) -> None:
    assert engine.search(Query("Milan")).expansions == ()
    assert keys(engine, "Mila") == {"18"}
    assert keys(engine, "Mailand") == {"18"}

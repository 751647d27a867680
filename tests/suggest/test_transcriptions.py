"""The ways by which languages write a foreign name: a name finds the articles with the others, and nobody else."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from search.words.aliases.chinese import chinese_spellings

# Each row is one person; what stands before the name is known in every script.
GROUPS = {
    "yo behind a hissing sound": ("Viktor Kalachov", "Viktor Kalatschew", "Виктор Калачёв", "Victor Kalatchev"),
    "yo": ("Anton Kozlyov", "Anton Koslew", "Антон Козлёв", "Anton Kozliov"),
    "a French yu and -ine": ("Marko Ioudine", "Marko Yudin", "Марко Юдин"),
    "a throaty h": ("Viktor Nahshonov", "Viktor Nachschonow", "Victor Nakhshonov"),
    "tz": ("Marko Zaltzer", "Marko Salzer", "Marko Zaltser"),
    "two letters with a vowel between them": ("Viktor Sarari", "ויקטור סררי"),
    "an Arabic article": ("Karim al-Rahmani", "Karim ar-Rahmani", "Карим Рахмани", "Karim Rachmani", "كريم الرحماني"),
    "a Greek y": ("Viktor Yorgakis", "Βίκτορ Γιωργάκης"),
    "a letter with a stroke": ("Marko Đermanović", "Marko Djermanovic"),
    "Chinese": ("Dong Guoxiang", "Tung Kuo-hsiang", "Дун Госян"),
}
APART = ("Rosa Tina", "Ida Dima", "Al Karlov")


@pytest.fixture(scope="module")
def engine(reindexed: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Engine:
    file = tmp_path_factory.mktemp("transcriptions") / "names.jsonl"
    names = [name for group in (*GROUPS.values(), APART) for name in group]
    rows = (
        {"id": name, "title": "1999", "text": f"1999: {name}, 17.\n\n2001: {name}.", "language": language(name)}
        for name in names
    )
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return open_engine(reindexed(file), seconds=60.0)


def language(name: str) -> str:
    script = unicodedata.name(name[0]).partition(" ")[0]
    return {"CYRILLIC": "ru", "GREEK": "el", "ARABIC": "ar", "HEBREW": "he"}.get(script, "en")


def keys(engine: Engine, text: str) -> set[str]:
    return {hit.key for hit in engine.search(Query(text, per_page=50)).hits if hit.all_words}


@pytest.mark.parametrize("kind", GROUPS)
def test_a_name_finds_the_ways_of_other_languages(engine: Engine, kind: str) -> None:
    reached = {name: keys(engine, name) for name in GROUPS[kind]}
    missing = [(name, other) for name, other in permutations(GROUPS[kind], 2) if other not in reached[name]]
    assert missing == []
    assert set().union(*reached.values()) == set(GROUPS[kind]), "and nobody else"


def test_an_article_as_a_word_of_its_own_is_part_of_an_arabic_word(engine: Engine) -> None:
    assert "كريم الرحماني" in keys(engine, "Al Rahmani")
    assert keys(engine, "Al Karlov") == {"Al Karlov"}


def test_a_word_of_chinese_syllables_is_not_chinese_for_that(engine: Engine) -> None:
    assert keys(engine, "Dina") == set(), "nobody holds it"
    assert keys(engine, "Tima") == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("guiyang", "kweiyang"),
        ("jinhua", "kinhwa"),
        ("zhanjiang", "chan-chiang"),
        ("ruiqi", "jui-chi"),
        ("shuozhi", "shuo-chih"),
        ("ziyu", "tzu-yu"),
        ("xuejun", "сюэцзюнь"),
        ("kuan-chung", "гуаньчжун"),
    ],
)
def test_chinese_is_written_both_ways(one: str, other: str) -> None:
    assert other in chinese_spellings(one)
    assert one in chinese_spellings(other)

"""The names that the file of aliases calls equal find each other, and words find the other ways to write them.

The file is read as YAML and nothing more; each article says one name in the same plain sentence. What a way of writing
finds stands in a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from index.article import Article, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from tests.conftest import ROOT
from tests.plain.publishing import publish

FILE = yaml.safe_load((ROOT / "search" / "words" / "data" / "aliases.yaml").read_text("utf-8"))

SPELLINGS = (  # ways to write one thing: each finds all
    ("S-300", "s‑300", "S300"),
    ("cease-fire", "ceasefire", "Cease‐fire"),
    ("façade", "facade", "fac\u0327ade", "FAÇADE"),
    ("O'Neill", "O’Neill", "O＇Neill"),
    ("ﬁnance", "finance", "ｆｉｎａｎｃｅ"),
    ("220,000", "220000"),
    ("straße", "STRASSE", "strasse"),
    ("co\u00adoperation", "cooperation"),
    ("Москва", "МОСКВА"),
    ("naïve", "naive", "nai\u0308ve"),
)
HYPHENED = (  # with a hyphen, in one word, in two: the first finds all, each of the others finds itself and the first
    ("S-300", "S300", "S 300"),
    ("cease-fire", "ceasefire", "cease fire"),
    ("e-mail", "email", "e mail"),
)
APART = (  # what looks alike and is something else: neither finds the other
    ("university", "universe"),
    ("news", "new"),
    ("Hamas", "Hama"),
    ("S-300", "S-400"),
    ("1999", "199"),
)


def said(folder: Path, phrases: Sequence[str]) -> Engine:
    """An engine over one article for each phrase; its key is the phrase."""
    publish(
        folder,
        [
            Article(
                id=article_id("said", phrase),
                key=phrase,
                path="said",
                text=f"Yesterday {phrase} was spoken about at length.",
                language="en",
            )
            for phrase in phrases
        ],
    )
    return open_engine(folder, seconds=60.0)


def keys(engine: Engine, text: str, *, as_typed: bool = False) -> set[str]:
    return {hit.key for hit in engine.search(Query(text, per_page=200, as_typed=as_typed)).hits}


def test_every_name_of_a_group_finds_all_of_them(tmp_path: Path) -> None:
    names = [name for group in FILE["groups"] for name in group]
    engine = said(tmp_path, [*names, "nothing of the kind"])
    for group in FILE["groups"]:
        for name in group:
            assert set(group) <= keys(engine, f'"{name}"~0'), name
            others = keys(engine, f'"{name}"', as_typed=True)
            assert name in others, name


def test_a_name_of_one_way_is_not_found_by_what_it_finds(tmp_path: Path) -> None:
    engine = said(tmp_path, [name for row in FILE["one_way"] for name in (row["word"], *row["finds"])])
    for row in FILE["one_way"]:
        assert set(row["finds"]) <= keys(engine, row["word"]), row
        for name in row["finds"]:
            assert row["word"] not in keys(engine, f'"{name}"'), row


def test_a_name_in_capitals_is_not_the_word_in_small_letters(tmp_path: Path) -> None:
    small = [f"by {name.lower()} all" for name in FILE["capitals"]]
    engine = said(tmp_path, [*FILE["capitals"], *small])
    for name, other in zip(FILE["capitals"], small, strict=True):
        assert keys(engine, name) & {name, other} == {name}, name


@pytest.mark.parametrize("spellings", SPELLINGS, ids=[spellings[0] for spellings in SPELLINGS])
def test_each_way_to_write_a_thing_finds_the_others(tmp_path: Path, spellings: tuple[str, ...]) -> None:
    engine = said(tmp_path, [*spellings, "nothing of the kind"])
    for typed in spellings:
        assert keys(engine, f'"{typed}"', as_typed=True) == set(spellings), typed


@pytest.mark.parametrize("spellings", HYPHENED, ids=[spellings[0] for spellings in HYPHENED])
def test_a_hyphen_stands_between_one_word_and_two(tmp_path: Path, spellings: tuple[str, str, str]) -> None:
    hyphened, joined, parted = spellings
    engine = said(tmp_path, [*spellings, "nothing of the kind"])
    assert keys(engine, f'"{hyphened}"', as_typed=True) == {hyphened, joined, parted}
    assert keys(engine, f'"{joined}"', as_typed=True) == {hyphened, joined}
    assert keys(engine, f'"{parted}"', as_typed=True) == {hyphened, parted}


@pytest.mark.parametrize("pair", APART, ids=[pair[0] for pair in APART])
def test_what_looks_alike_is_not_the_same(tmp_path: Path, pair: tuple[str, str]) -> None:
    engine = said(tmp_path, pair)
    for typed in pair:
        assert keys(engine, f'"{typed}"', as_typed=True) == {typed}, typed

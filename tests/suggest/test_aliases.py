"""Other names: from the file of aliases, and from the archive's own spellings."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Article, article_id
from index.store.snapshot import open_snapshot
from search.query import parse
from search.words.aliases import AliasError, Aliases, Expander, load_aliases
from search.words.aliases.namesakes import Namesakes
from tests.search.corpora import store
from tests.suggest.named import variants_of


def added(text: str, aliases: Aliases | None = None) -> dict[str, set[str]]:
    found = Expander(aliases or load_aliases()).added(parse(text).root)
    return {leaf.text: set(names) for leaf, names in found.items() if hasattr(leaf, "text")}


def test_a_name_finds_the_other_names_of_its_group() -> None:
    assert added("isis raqqa") == {"isis": {"ISIL", "Islamic State", "Daesh", "Da'esh"}}
    assert added('"Islamic State"~0') == {"Islamic State": {"ISIS", "ISIL", "Daesh", "Da'esh"}}
    assert added('"Islamic State"') == {}  # as it stands
    assert added("UK") == {"UK": {"United Kingdom", "Britain"}}
    assert added("britain") == {"britain": {"UK", "United Kingdom"}}
    assert added('"united states"~0') == {"united states": {"US", "USA"}}
    assert added("usa") == {"usa": {"US", "United States"}}


def test_words_side_by_side_are_a_name() -> None:
    assert added("islamic state raqqa") == {word: {"ISIS", "ISIL", "Daesh", "Da'esh"} for word in ("islamic", "state")}
    assert added("islamic OR state") == {}
    assert added("islamic title:state") == {}


def test_everyday_words_count_in_capitals_only() -> None:
    assert added("US troops") == {"US": {"USA", "United States"}}
    assert added("U.S. troops") == {"U.S.": {"USA", "United States"}}
    assert added("us troops is who") == {}
    assert added("Kim Jong Un") == {}
    assert added("TELL US WHO IS THERE") == {}


def test_an_everyday_word_is_added_only_where_its_capitals_tell() -> None:
    aliases = Aliases(groups=(("US", "United States"), ("START", "arms treaty")), capitals=frozenset({"US", "START"}))
    assert added('"united states"~0', aliases) == {"united states": {"US"}}
    assert added('"arms treaty"', aliases) == {}


def test_the_kremlin_is_not_russia() -> None:
    assert added("kremlin russia moscow") == {}


@pytest.mark.parametrize(
    "text", ["=isis", '="islamic state"', "isi*", "isis~", "-isis raqqa", "source:isis", '"uk isis"~4']
)
def test_what_is_asked_for_as_typed_gets_no_other_name(text: str) -> None:
    assert added(text) == {}


def test_a_one_way_alias_works_one_way(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("one_way:\n  - {word: Soviets, finds: [Soviet Union]}\n", "utf-8")
    aliases = load_aliases(file)
    assert added("soviets", aliases) == {"soviets": {"Soviet Union"}}
    assert added('"soviet union"', aliases) == {}


@pytest.mark.parametrize(
    "text",
    ["groups: [[a, b], c]", "groups: [[UK, no]]", "- a", "groups: {", "one_way: [{word: a}]", "group: []", "groups: 5"],
)
def test_a_bad_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(AliasError, match=r"own\.yaml"):
        load_aliases(file)
    with pytest.raises(AliasError, match="missing"):
        load_aliases(tmp_path / "missing.yaml")


def test_an_empty_file_means_no_aliases(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("# nothing\n", "utf-8")
    assert added("isis", load_aliases(file)) == {}


ALIKE = [
    *(("brahimi", "ibrahimi"), ("sergei", "sergey"), ("gaddafi", "qaddafi"), ("gaddafi", "gadhafi")),
    *(("mohammed", "muhammad"), ("lavrov", "lavroff"), ("hussein", "husayn"), ("alexei", "aleksey")),
    *(("osama", "usama"), ("hezbollah", "hizbullah"), ("yanukovich", "yanukovych"), ("hassan", "hasan")),
]
UNLIKE = [
    *(("maria", "mario"), ("ivan", "ivana"), ("martin", "martina"), ("karen", "koran"), ("allen", "ellen")),
    *(("quiet", "quite"), ("syria", "syrian"), ("russia", "russian"), ("minsk", "minsky"), ("paris", "parish")),
]


def alike(one: str, other: str) -> bool:
    return bool(Namesakes([other]).of(one))


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_transliterations_are_alike(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_other_names_are_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


TEXTS = (
    "He spoke of the sect Falun Gong, and of convicted felons.",
    "Sergei Lavrov met Mr Kerry.",
    "Later Sergey Lavrov left for Moscow.",
    "The name Brahimi was called out, and Lakhdar Brahimi came.",
)


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("felon", ()),  # only felons stand in the archive, which are no name
        ("felons", ()),
        ("sergei", ("Sergey",)),
        ("Ibrahimi", ("Brahimi",)),  # stands nowhere, so any name that is written alike is better
    ],
)
def test_variants_are_names_that_keep_the_same_company(tmp_path: Path, word: str, others: tuple[str, ...]) -> None:
    articles = [
        Article(id=article_id("a", str(n)), key=str(n), path="a", title="", text=text, language="en")
        for n, text in enumerate(TEXTS)
    ]
    store(tmp_path, articles)
    segments = open_snapshot(tmp_path).segments
    assert variants_of(segments).of(word) == others

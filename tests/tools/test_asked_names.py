"""The tools that ask for names ask what stands in the texts and in the pairs, and count what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Article, article_id
from search.embedded.engine import open_engine
from tests.plain.publishing import publish
from tools import completions, name_pairs

SPELLINGS = [("Tarasov", "Tarasow", "transliteration"), ("Tarasov", "Тарасов", "script")]
OTHERS = [("Burton", "Barton", "person")]


def published(folder: Path, texts: dict[str, str]) -> None:
    publish(
        folder,
        [
            Article(id=article_id("names", key), key=key, path="names", title="Day", text=text, url=key, language="en")
            for key, text in texts.items()
        ],
    )


def test_a_pair_is_together_where_each_finds_the_other(tmp_path: Path) -> None:
    published(tmp_path, {"Colour": "Colour.", "Color": "Color.", "Colon": "Colon."})
    engine = open_engine(tmp_path, seconds=60.0)
    assert name_pairs.together(engine, "Colour", "Color")
    assert not name_pairs.together(engine, "Color", "Colon")


def test_spellings_of_a_name_have_one_given_name_in_their_script() -> None:
    rows = {row["id"]: row for row in name_pairs.articles(SPELLINGS, OTHERS, given=True)}
    assert set(rows) == {"Tarasov", "Tarasow", "Тарасов", "Burton", "Barton"}
    given = {key: row["text"].split()[1] for key, row in rows.items()}
    assert given["Tarasov"] == given["Tarasow"] and given["Tarasov"].isascii()
    assert given["Тарасов"][0] in "АБВГДЕИЙКЛМНОПРСТФЯЗ"
    assert rows["Тарасов"]["language"] == "ru"
    bare = {row["id"]: row["text"] for row in name_pairs.articles(SPELLINGS, OTHERS, given=False)}
    assert bare["Burton"] == "2014: Burton, 17.\n\nBurton."


def test_every_pair_of_the_gold_is_in_one_half() -> None:
    lines = (Path(name_pairs.__file__).parents[1] / "tests/gold/pairs/spellings.tsv").read_text("utf-8").splitlines()
    assert sum(len(name_pairs.pairs("spellings", half)) for half in "ab") == len(lines) - 1


def test_a_name_is_two_capitalised_words_in_three_texts() -> None:
    rows = [completions.RawText("a", f"Then Ida Weber met {other}.") for other in ("Kurt Lang", "Kurt Lang", "nobody")]
    assert completions.names(rows) == [("Ida", "Weber"), ("Then", "Ida")]


def test_an_offer_is_nonsense_where_its_last_words_stand_nowhere_together() -> None:
    assert completions.stands("met Ida Weber", "then ida weber met")
    assert not completions.stands("Weber Ida", "then ida weber met")
    assert completions.stands("author:weber ida", "then ida weber met")


def test_completions_are_counted_by_the_half_that_a_site_is_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {
        f"https://{host}/{n}": "Then Ida Weber met people."
        for host in ("north.example", "south.example")
        for n in range(3)
    }
    texts["https://south.example/3"] = "Yesterday Ida Weber met Kurt Lang."
    published(tmp_path, texts)
    completions.main(["--index", str(tmp_path)])
    rows = capsys.readouterr().out.splitlines()[2:]
    assert [row.split(" | ")[:3] for row in rows] == [["| a", "2", "1.000"], ["| b", "2", "1.000"]], (
        "Then Ida, Ida Weber"
    )

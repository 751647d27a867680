"""Names are found in any article that there may be; what goes wrong in one costs that one its names."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.article import Article
from index.describe.model import STRICT
from index.entities import articles as naming
from index.entities.tagger import LONGEST_TEXT
from index.reasons import SkipCode
from index.reindex.read.namer import Namer
from index.segment.arrays.mentions import DocumentNames, MentionCollector
from index.segment.arrays.records import encode_article
from tests.reindex.archives import articles, run

STORY = "Foreign Minister Karin Holt met John Baker in Lisbon on Monday. Baker left for Japan, said the World Bank."
BARE = Article(id="0" * 16, key="k", path="p", title="A visit", text=STORY, language="en")
POISON = "Quince"


def _different_words() -> str:
    draw = random.Random(4)
    words = ("".join(draw.choices("abcdefgh", k=7)).capitalize() for _ in range(LONGEST_TEXT // 8))
    return " ".join(words)


HOSTILE = {
    "one word": "a" * LONGEST_TEXT,
    "one capital word": "A" * LONGEST_TEXT,
    "no space": "Ab" * (LONGEST_TEXT // 2),
    "one capitalised word": "Word " * 100_000,
    "different capitalised words": _different_words(),
    "one surname": "".join(f"Mr. {name} Lund said. " for name in _different_words()[:80_000].split()),
    "brackets": "([{<" * (LONGEST_TEXT // 4),
    "surrogates": "\ud800 \udfff Anna Berg " * 15_000,
    "NULs": "\0 Anna\0Berg \0" * 15_000,
    "initials": "J. " * 80_000,
    "lines": "A\n" * (LONGEST_TEXT // 2),
    "beyond the plane": "\U0001f600 Bo " * 50_000,
}


def named(*given: Article) -> list[tuple[Article, DocumentNames]]:
    return [*Namer()(given)]


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_named_like_any_other(kind: str) -> None:
    """With the limit of a test's time: names of one surname, each held against all, would take minutes."""
    article = replace(BARE, text=HOSTILE[kind])
    ((found, names), (after, _)) = named(article, BARE)
    joined = f"{article.title}\n{article.text}"
    assert all(0 <= mention.start < mention.end <= len(joined) for mention in found.mentions)
    assert all(mention.number < (len(names.votes) if mention.voted else len(names.names)) for mention in found.mentions)
    assert encode_article(found)
    assert after == named(BARE)[0][0], "what stands beside it in a batch makes no difference"


def test_a_batch_of_long_articles_takes_bounded_memory() -> None:
    long = replace(BARE, text="".join(f"Mr. Ode{n} Lund{n} met Karin{n} Holt{n} in Lisbon. " for n in range(800)))
    peaks = []
    for count in (10, 40):
        collector = MentionCollector()
        tracemalloc.start()
        for article, names in Namer()([long] * count):
            collector.add(names)
            encode_article(article)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0], "an article's mentions are let go before those of the next are made"


def _poisoned(given: Sequence[Article]) -> list[tuple[Article, DocumentNames]]:
    if any(POISON in article.text for article in given):
        raise ZeroDivisionError("quince")
    return _real(given)


_real = naming.named_articles


def test_a_mistake_in_one_article_costs_its_names_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STRICT)
    monkeypatch.setattr("index.reindex.read.namer.named_articles", _poisoned)
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(3):
        more = f" A {POISON} grew there." if number == 1 else ""
        (folder / f"{number}.txt").write_text(f"Visit number {number}\n\n{STORY}{more}\n\n{STORY} {number}\n", "utf-8")
    report = run(tmp_path / "index", folder)
    (fault,) = report.faults
    assert (fault.path, fault.why.code) == ("1.txt", SkipCode.FAULT)
    assert "names" in str(fault.why)
    assert "ZeroDivisionError" in str(fault.why)
    held = {article.key: article for article in articles(tmp_path / "index").values()}
    assert [bool(held[key].mentions) for key in "012"] == [True, False, True]
    assert [any("names" in note for note in held[key].repairs) for key in "012"] == [False, True, False]
    assert POISON in held["1"].text


def test_where_a_mistake_must_fail_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.reindex.read.namer.named_articles", _poisoned)
    with pytest.raises(ZeroDivisionError):
        named(replace(BARE, text=POISON))

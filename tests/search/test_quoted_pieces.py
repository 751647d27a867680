"""Does a quoted piece of an article find it? Pieces of raw text, cut without the product's idea of a word."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.article import Article
from index.store.snapshot import open_snapshot
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "languages"
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# Characters of scripts without spaces one by one; words and numbers of others as they are written, so that no piece
# begins in the middle of one. A no-break space joins the digits of a number.
_CHARACTER = re.compile(
    r"[\d\uff10-\uff19]+(?:[.,\uff0e\uff0c][\d\uff10-\uff19]+)+|[A-Za-z\d\u00c0-\u024f\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+|."
)
_SPACE = re.compile(r"[ \t\u3000]+")


def piece(line: str, rng: random.Random) -> str:
    """2 to 12 neighbouring words of a line; of a line of Chinese, Japanese, Korean or Thai as many characters."""
    by_character = len(_UNSPACED.findall(line)) * 3 > len(line) and rng.random() < 0.8
    units = _CHARACTER.findall(line) if by_character else _SPACE.split(line.strip())
    count = rng.randint(2, 12)
    start = rng.randrange(max(1, len(units) - count + 1))
    return ("" if by_character else " ").join(units[start : start + count])


def articles_of(index: Path) -> list[Article]:
    snapshot = open_snapshot(index)
    found = [segment.stored(doc) for segment in snapshot.segments for doc in range(segment.doc_count)]
    return [article for article in found if article.text.strip()]


def finds(engine: Engine, text: str, article: Article) -> bool:
    """Whether the question finds the article, wherever in the list."""
    query = Query(text=text, per_page=10, as_typed=True)
    first = engine.search(query)
    if any(hit.id == article.id for hit in first.hits):
        return True
    return first.total > 10 and any(hit.id == article.id for hit in engine.search(replace(query, per_page=2000)).hits)


def missed(engine: Engine, articles: Sequence[Article], count: int, rng: random.Random) -> list[tuple[str, str]]:
    """The pieces, out of `count` in all languages alike, whose article is not found."""
    by_language: dict[str, list[list[str]]] = {}
    owners: dict[int, Article] = {}
    for article in articles:
        lines = [line for line in article.text.splitlines() if len(line.split()) > 1 or _UNSPACED.search(line)]
        if lines:
            by_language.setdefault(article.language, []).append(lines)
            owners[id(lines)] = article
    languages = sorted(by_language)
    misses = []
    for _ in range(count):
        lines = rng.choice(by_language[rng.choice(languages)])
        text = piece(rng.choice(lines), rng)
        if any(map(str.isalnum, text)) and not finds(engine, f'"{text}"', owners[id(lines)]):
            misses.append((owners[id(lines)].key, text))
    return misses


def test_a_quoted_piece_of_our_own_pages_finds_its_page(reindexed: Callable[..., Path], rounds: int, seed: int) -> None:
    index = reindexed(*CORPUS.glob("*.txt"), *CORPUS.glob("*.html"))
    engine = open_engine(index, seconds=60.0)
    articles = articles_of(index)
    assert {article.language for article in articles} >= {"zh", "ja", "ko", "ar", "he", "ru"}
    assert missed(engine, articles, rounds, random.Random(seed)) == []


def test_a_quoted_piece_of_a_real_page_finds_it(
    shared: Path, reindexed: Callable[..., Path], rounds: int, seed: int
) -> None:
    index = reindexed(shared / "extract-dev" / "pages")
    engine = open_engine(index, seconds=60.0)
    assert missed(engine, articles_of(index), rounds, random.Random(seed)) == []


@pytest.mark.parametrize("name", ["ja-ruby", "zh-ruby"])
def test_readings_and_marks_that_nobody_sees_are_no_text(name: str, reindexed: Callable[..., Path]) -> None:
    engine = open_engine(reindexed(CORPUS / f"{name}.html"))
    expected = json.loads((CORPUS / f"{name}.expected.json").read_text(encoding="utf-8"))
    missing = [text for text in expected["phrases"] if not engine.search(Query(text=f'"{text}"')).total]
    present = [text for text in expected["absent"] if engine.search(Query(text=f'"{text}"', as_typed=True)).total]
    assert (missing, present) == ([], [])


@pytest.mark.parametrize(
    ("piece", "line"),
    [
        ("64層の3D", "積層数は64層の3D NANDを採用した。"),
        ("北京表示,会谈", "外交部长周二在北京表示,会谈富有成果。"),
        ("表示，会谈富", "外交部长周二在北京表示，会谈富有成果。"),
        ("외교부 장관은", "어제 외교부 장관은 회담이 끝났다고 말했다."),
        ("伴い、10日間", "これに伴い、10日間の停戦が始まる。"),
        ("株式会社（東証一部", "発表したのは株式会社（東証一部上場）である。"),
        ("ประชุม G20 ที่", "ผู้นำเข้าร่วมประชุม G20 ที่โอซากา"),
        ("得分是4.3分", "“海风”的得分是4.3分（满分5分）。"),
        ("跌到1.9美元", "每桶从2.4美元跌到1.9美元，跌幅不小。"),
        ("주변 1.2㎞는", "학교 주변 1.2㎞는 검토해 볼 수 있다."),
        ("등판해 4⅓이닝", "선발 등판해 4⅓이닝 8실점을 기록했다."),
        ("вагон № 5", "Старый вагон № 5 вышел на линию."),
        ("перевёз 1 860 чел", "Он перевёз 1\u00a0860 чел., не опоздав."),
        ("1 200 000 habitants", "La ville compte 1\u202f200\u202f000 habitants."),
        (
            'Projekt preist: "Bimota hat einen Ruf und -herstellung.',
            'Projekt preist: "Bimota hat einen Ruf und -herstellung."',
        ),
        ("he said “no” to it", "And he said “no” to it at once."),
        ('צה"ל הודיע', 'דובר צה"ל הודיע כי הכוחות נסוגו.'),
    ],
)
def test_a_phrase_may_cross_a_clause_or_a_script(
    piece: str, line: str, tmp_path: Path, reindexed: Callable[..., Path]
) -> None:
    (tmp_path / "page.jsonl").write_text(json.dumps({"id": "1", "text": line}), encoding="utf-8")
    engine = open_engine(reindexed(tmp_path))
    assert engine.search(Query(text=f'"{piece}"')).total == 1

"""Real page dumps through the whole product: reindex, then search. The words are those that a reader would try."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from web.terminal.cli import main

# What a search must find and must not find in each dump. Words of comments, forms, adverts and teasers are in the
# page but not in the article.
FOUND = {
    "000": ["Minsk", "220,000", "Palymra", '"peace plan"'],
    "001": ["Alloush", '"Jaish al-Islam"', '"until Friday"', "U.N.", "UN"],
    "002": ["Raqqa", '"50,000 troops"', '"willingness to die"', "G20"],
    "003": ["Qusayr", "Pillay", '"Assad sticking point"', "S-300"],
    "004": ["OPCW", '"Thursday discussed"', "Geneva-2"],
}
NOT_FOUND = {
    "000": ["respectful", '"Show Comments"'],
    "001": ["Dzidzikashvili", "Latakia", "Facebook", "cunning"],
    "002": ["Captcha", "Italic", "Advertisement", '"Rate this article"'],
    "003": ["Mogadishu", "Islamophobia", '"Email Article"', '"In-depth coverage"', "amber"],
    "004": ['"Follow us on"'],
}
ONLY = {
    "IS": ["000"],
    "US": ["001", "003", "004"],
    "May": ["000"],
    "byline:wintour": ["002"],
    "place:antalya": ["002"],
    "place:moscow": ["001"],
    '"26 May 2015"': ["000"],
    "before:2014": ["003", "004"],
    "date:2013..2015": ["000", "003", "004"],
    "putin -cameron": ["001", "004"],
    "“peace talks”": ["004"],
    "assad NEAR/5 ceasefire": [],
    "assad NEAR/20 ceasefire": ["001"],
}


@pytest.fixture(scope="module")
def engine(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    index = tmp_path_factory.mktemp("real") / "index"
    dumps = sorted(map(str, (shared / "seeds").glob("*.txt")))  # what is expected of them stands beside them
    result = CliRunner().invoke(main, ["reindex", *dumps, "--index", str(index)])
    assert result.exit_code == 0, result.output
    return open_engine(index)


def stems(engine: Engine, text: str) -> list[str]:
    """The first three characters of the names of the files that a search finds."""
    return sorted(hit.path[:3] for hit in engine.search(Query(text=text, per_page=50)).hits)


@pytest.mark.parametrize(("page", "text"), [(page, text) for page, texts in FOUND.items() for text in texts])
def test_what_the_article_says_is_found(engine: Engine, page: str, text: str) -> None:
    assert page in stems(engine, text)


@pytest.mark.parametrize(("page", "text"), [(page, text) for page, texts in NOT_FOUND.items() for text in texts])
def test_what_stands_around_the_article_is_not_found(engine: Engine, page: str, text: str) -> None:
    assert page not in stems(engine, text)


@pytest.mark.parametrize(("text", "pages"), ONLY.items())
def test_a_question_finds_exactly_its_pages(engine: Engine, text: str, pages: list[str]) -> None:
    assert stems(engine, text) == pages

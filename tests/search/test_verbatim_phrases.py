"""Several words between quotation marks are found as they stand; what has them in other forms is offered."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from index.article import Article, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query, parse
from search.results import ENDINGS
from search.words.aliases import Aliases
from search.words.offers import taken
from tests.search import corpora

TEXTS = {
    "typed": "She lit the old lanterns again. The Old LANTERNS burned, and the old lantern was mended.",
    "capitals": "The Old Lantérns were gone.",
    "singular": "He lit the old lantern.",
    "plural": "They paint older lanterns.",
    "apart": "An old, rusty lantern; old iron lanterns.",
    "name": "Mount Veld is high.",
    "other name": "The Veldberg is high.",
    "accent": "An \u00dcbersetzung der Reden.",
    "no accent": "Eine ubersetzung der Reden.",
}
ACCENTS = "a\u00e1\u00e0\u00e2\u00e4\u00e3\u00e5"
GROUP = Aliases(groups=(("Mount Veld", "Veldberg"),))


def article(name: str) -> Article:
    language = "de" if "accent" in name else "en"
    return Article(id=article_id("a", name), key=name, path="a", title="Notes", text=TEXTS[name], language=language)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verbatim")
    corpora.store(folder, list(map(article, TEXTS)), batches=2)
    return folder


@pytest.fixture(scope="module")
def engine(folder: Path) -> Engine:
    return open_engine(folder, aliases=GROUP, seconds=60.0)


def keys(engine: Engine, typed: str) -> set[str]:
    return {hit.key for hit in engine.search(Query(typed)).hits}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ('"old lanterns"', {"typed", "capitals"}),
        ('"OLD Lanterns"', {"typed", "capitals"}),
        ('"old lantern"', {"typed", "singular"}),
        ('"older lanterns"', {"plural"}),
        ('"lit the old lanterns again"', {"typed"}),
        ('"lit * old lanterns"', {"typed"}),
        ('"old * lanterns"', {"apart"}),
        ('title:"old lanterns"', set()),
        ('"old lanterns"~0', {"typed", "capitals", "singular"}),
        ('"old lanterns"~2', {"typed", "capitals", "singular", "apart"}),
        ('"lanterns"', {"typed", "capitals", "singular", "plural", "apart"}),
        ('="old lanterns"', {"typed"}),
        ('lit -"old lanterns"', {"singular"}),
        ('"old lanterns" NEAR/3 again', {"typed"}),
        ('"Mount Veld"', {"name"}),
        ('"mount veld"~0', {"name", "other name"}),
        ("mount veld", {"name", "other name"}),
        ('"ubersetzung der reden"', {"accent", "no accent"}),
        ('"\u00fcbersetzung der reden"', {"accent", "no accent"}),
    ],
)
def test_a_phrase_is_found_as_it_stands(engine: Engine, typed: str, wanted: set[str]) -> None:
    assert keys(engine, typed) == wanted


def test_marks_are_the_places_of_the_very_words(engine: Engine) -> None:
    (hit,) = [hit for hit in engine.search(Query('"old lanterns"')).hits if hit.key == "typed"]
    shown = [snippet.text[span.start : span.end] for snippet in hit.snippets for span in snippet.spans]
    assert shown == ["old lanterns", "Old LANTERNS"]
    assert hit.matches == len(re.findall("old lanterns", TEXTS["typed"], re.IGNORECASE))
    assert [(reason.occurrences, reason.rarity) for reason in hit.reasons] == [(2, 2)]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ('"old lanterns"', '"old lanterns"~0'),
        ('"mended the lanterns"', None),
        ('"burn, and the old"', '"burn, and the old"~0'),
        ('"Mount Veld" AND high', '"Mount Veld"~0 AND high'),
        ('"Mount Veld" high', None),
        ('"lit the old" lanterns', None),
        ('high -"old lanterns"', None),
        ('"old lanterns"~0', None),
        ('"lanterns"', None),
        ('="old lanterns"', None),
        ("old lanterns", None),
    ],
)
def test_its_words_in_other_forms_are_offered(engine: Engine, typed: str, offered: str | None) -> None:
    results = engine.search(Query(typed))
    offers = [offer for offer in results.offers if offer.facet == ENDINGS]
    assert [offer.value for offer in offers] == ([offered] if offered else [])
    for offer in offers:
        assert offer.count == engine.search(taken(results.query, offer.facet, offer.value)).total > results.total


def test_nothing_is_offered_beside_a_page_of_the_very_words(tmp_path: Path) -> None:
    for count, offered in ((10, [ENDINGS]), (11, [])):
        texts = [*(f"The old lanterns {number}." for number in range(count)), "An old lantern."]
        articles = [
            Article(id=article_id("a", text), key=text, path="a", title="One", text=text, language="en")
            for text in texts
        ]
        corpora.store(tmp_path / str(count), articles, batches=1)
        engine = open_engine(tmp_path / str(count), seconds=60.0)
        assert [offer.facet for offer in engine.search(Query('"old lanterns"')).offers] == offered


def test_nothing_is_offered_where_all_words_are_asked_for_as_typed(engine: Engine) -> None:
    results = engine.search(Query('"old lanterns"', exact=True))
    assert [offer for offer in results.offers if offer.facet == ENDINGS] == []


def test_a_number_behind_a_phrase_is_written_again() -> None:
    for typed in ('"old lanterns"~0', '"old lanterns"', 'title:"old lanterns"~0'):
        assert str(parse(typed)) == typed


def test_a_stem_of_more_forms_than_have_numbers(tmp_path: Path) -> None:
    """Forms without a number of their own are told apart by the text."""
    forms = ["".join(letters) for letters in product("k", ACCENTS, "l", ACCENTS, "n", ACCENTS)][:300]
    articles = [
        Article(id=article_id("a", form), key=form, path="a", title="One", text=f"The {form} road.", language="en")
        for form in (*forms, "kalanas", "k\u00e1lanas")
    ]
    corpora.store(tmp_path, articles, batches=1)
    engine = open_engine(tmp_path, seconds=60.0)
    assert engine.search(Query('"kalana road"')).total == len(forms)
    assert engine.search(Query('"kalana road"~0')).total == len(articles)

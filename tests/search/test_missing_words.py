"""What no article's text holds is not found, and what can be had instead is one click away."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Article, Dropped, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from search.results import FORM, REMOVED, Offer
from search.words.aliases import Aliases
from search.words.offers import taken
from tests.search import corpora


def made(key: str, text: str, removed: str = "", language: str = "en") -> Article:
    dropped = (Dropped(0, removed, "rule"),) if removed else ()
    return Article(id=article_id("a", key), key=key, path="a", title="", text=text, language=language, dropped=dropped)


ARTICLES = [
    made("animal", "The animal was important to their respective members.", "Show comments. Amber alert. Captcha"),
    made("nation", "The national author had authority over every member, it was animated.", "Captcha"),
    made("hugh", "Hugh sent aid and imported the aided pianists of every nation.", "Members"),
    made("crisis", "They carried on, watches stopped, and the watchmen announced skies of announcers."),
    made("la nation", "La nationalité est importante.", language="fr"),
]


@pytest.fixture(scope="module", params=[1, 3])
def engine(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Engine:
    folder: Path = tmp_path_factory.mktemp("missing")
    corpora.store(folder, ARTICLES, batches=request.param)
    return open_engine(folder, aliases=Aliases(), seconds=60.0)


def keys(engine: Engine, text: str, **more: bool) -> set[str]:
    return {hit.key for hit in engine.search(Query(text, **more)).hits}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("respectful", set()),  # only respective
        ("animation", set()),  # only animal and animated
        ("Hughes", set()),
        ("aide", {"hugh"}),  # aided may be its past
        ("aides", {"hugh"}),
        ("import", {"hugh", "animal"}),  # imported is a form of it, so that its whole English stem is found
        ("carry", {"crisis"}),
        ("carries", {"crisis"}),
        ("watch", {"crisis"}),
        ("stopping", {"crisis"}),
        ("announce", {"crisis"}),
        ("sky", {"crisis"}),
        ("pianist", {"hugh"}),
        ("nationality", set()),
        ("nationalité", {"la nation"}),
        ('"respectful members"~0', {"animal"}),  # a phrase in any form is of stems
        ('"respectful members"', set()),
        ("respect*", {"animal"}),
        ("nothing none nobody never respectful", {"animal"}),  # of five words each is a hint
    ],
)
def test_a_derived_word_is_no_match(engine: Engine, typed: str, found: set[str]) -> None:
    assert keys(engine, typed, as_typed=True) == found


def test_a_derived_word_is_offered(engine: Engine) -> None:
    results = engine.search(Query("respectful"))
    assert (results.total, results.corrected_from, results.suggestion) == (0, "", "")
    assert results.offers == (Offer(FORM, "respective", 1),)
    assert keys(engine, taken(results.query, FORM, "respective").text) == {"animal"}
    assert engine.search(Query("respectful authority")).offers[0] == Offer(FORM, "respective authority", 2)
    assert engine.search(Query("respective")).offers == ()


def test_a_word_of_removed_lines_is_offered_and_never_respelt(engine: Engine) -> None:
    results = engine.search(Query("amber"))
    assert (results.total, results.corrected_from, results.suggestion) == (0, "", "")
    assert results.offers == (Offer(REMOVED, "amber", 1),)
    assert taken(results.query, REMOVED, "amber").text == "in:removed amber"
    assert engine.search(Query("captcha")).offers == (Offer(REMOVED, "captcha", 2),)
    assert engine.search(Query('"show comments"')).offers == (Offer(REMOVED, '"show comments"', 1),)
    assert engine.search(Query("members")).offers == ()  # the text holds it, too


def test_the_other_words_of_the_question_are_still_respelt(engine: Engine) -> None:
    results = engine.search(Query("amber natoinal"))
    assert results.reading == "amber national"
    assert Offer(REMOVED, "amber", 1) in results.offers


def test_taking_an_offer_gives_what_it_says(engine: Engine) -> None:
    for typed in ("respectful", "amber", "captcha respectful", "amber animation nation", '"amber alert" captcha'):
        results = engine.search(Query(typed))
        assert results.offers
        for offer in results.offers:
            assert engine.search(taken(results.query, offer.facet, offer.value)).total == offer.count > 0

"""What a question names beside the texts is offered, and taking an offer gives as many articles as it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article, ArticleDate, Precision, article_id
from index.store.transaction import open_store
from search.embedded.engine import open_engine
from search.engine import Engine
from search.notes import NoteCode
from search.query import Query, Selection
from search.results import ADDRESS, Offer
from search.words.aliases import Aliases
from search.words.offers import taken
from tests.search import corpora

WORDS = ("Helena", "Brandt", "Lauren", "Briggs", "The", "Harbour", "Review", "Geneva", "water")


def article(number: int) -> Article:
    """One of thirty: bylines, publishers and places of the same few words, none of which the texts hold but water."""
    first, second = WORDS[number % 4], WORDS[(number // 2) % 7]
    return Article(
        id=article_id("archive", str(number)),
        key=str(number),
        path="archive",
        title=f"Article {number}",
        text="Ellen brings water to the brand of the harbours." * (1 + number % 3),
        authors=(f"{first} {second}", "Helena Brandt") if number % 5 == 0 else (f"{first} {second}",),
        publisher="The Harbour Review" if number % 3 else "Geneva",
        place="Geneva" if number % 2 else "",
        url=f"https://www.harbour.example/{number}/?page={number}"
        if number % 2
        else f"http://harbour.example/{number}",
        language="en",
        published=ArticleDate(datetime(2018, 8, 20 + number % 5), Precision.DAY if number % 4 else Precision.MONTH),
    )


ARTICLES = [article(number) for number in range(30)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("offers")
    corpora.store(folder, [*ARTICLES, ARTICLES[3], ARTICLES[10]], batches=3)  # two of them twice
    return open_engine(folder, aliases=Aliases(), seconds=60.0)


filters = st.builds(
    Query,
    selections=st.lists(
        st.builds(
            Selection,
            st.sampled_from(("publisher", "byline", "place", "date")),
            st.sampled_from(("Geneva", "The Harbour Review", "Helena Brandt", "", "2018-08-21")),
            st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    first=st.sampled_from((None, date(2018, 8, 22))),
    page=st.sampled_from((1, 2)),
    all_words=st.booleans(),
    as_typed=st.booleans(),
)
asked = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(("2018-08-21", "22 August 2018", "August 2018", "2018", "geneva", "1 May 1999")),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters, asked)
def test_taking_an_offer_gives_what_it_says(engine: Engine, query: Query, text: str) -> None:
    found = engine.search(Query(**{f: getattr(query, f) for f in query.__dataclass_fields__} | {"text": text}))
    assert len(found.offers) <= 3
    for offer in found.offers:
        assert offer.count == engine.search(taken(found.query, *offer[:2], offer.rest)).total > 0
    whole = [offer.count for offer in found.offers if not offer.rest]
    assert whole == sorted(whole, reverse=True)
    assert not whole or len(whole) == len(found.offers)  # what all the words name makes their parts needless


@pytest.mark.parametrize("value", sorted({name for one in ARTICLES for name in one.authors}))
def test_every_byline_is_found_by_its_name(engine: Engine, value: str) -> None:
    found = engine.search(Query(value))
    articles = sum(value in one.authors for one in ARTICLES)
    assert Offer("byline", value, articles) in found.offers
    assert found.corrected_from == found.suggestion == ""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("geneva", {"publisher: Geneva", "place: Geneva"}),  # a word by itself is the whole of a value
        ("harbour", {"byline: Brandt Harbour", "byline: Briggs Harbour", "byline: Helena Harbour"}),  # a surname
        ("the", set()),
        ("harbour review", {"publisher: The Harbour Review"}),
        ('"harbour review"', set()),
        ("harbour review -water", set()),
        ("title:harbour review", set()),
        ("2018-08-21", set()),  # read as that day
        ("2018", {"date: 2018"}),
        ("2018-08-21 water", set()),
        ("12 March 2021", set()),
    ],
)
def test_what_is_offered(engine: Engine, typed: str, offered: set[str]) -> None:
    found = engine.search(Query(typed))
    assert {f"{offer.facet}: {offer.value}" for offer in found.offers} == offered


def parts_of(engine: Engine, typed: str) -> list[tuple[str, str]]:
    """The value that each offer names, and what stays of the question."""
    return [(f"{offer.facet}: {offer.value}", offer.rest) for offer in engine.search(Query(typed)).offers]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("helena brandt water", [("byline: Helena Brandt", "water")]),
        ("water helena brandt", [("byline: Helena Brandt", "water")]),
        ("water harbour review brings", [("publisher: The Harbour Review", "water brings")]),
        ("water helena brandt -title:ellen", [("byline: Helena Brandt", "water -title:ellen")]),
        ("ellen title:brandt water", []),
        ("the water", []),  # stop words by themselves name nothing
        ("helena brandt nothing", []),  # no article has both
        ("review water", [(f"byline: {name} Review", "water") for name in ("Brandt", "Briggs", "Helena")]),
        ("helena brandt harbour review water", [  # the longer name first, whatever the place
            ("byline: Helena Brandt", "harbour review water"),
            ("publisher: The Harbour Review", "helena brandt water"),
        ]),
    ],
)  # fmt: skip
def test_a_part_of_a_question_that_names_a_value_is_offered_with_the_rest(
    engine: Engine, typed: str, offered: list[tuple[str, str]]
) -> None:
    assert parts_of(engine, typed) == offered


def test_a_chosen_value_is_not_offered_again(engine: Engine) -> None:
    query = Query("helena brandt water", selections=(Selection("byline", "Helena Brandt"),))
    assert engine.search(query).offers == ()


def test_the_rest_of_a_question_is_still_respelt(engine: Engine) -> None:
    found = engine.search(Query("helena brandt waetr"))
    assert (found.reading, [offer.rest for offer in found.offers]) == ("helena brandt water", ["water"])


def test_a_word_of_a_name_is_not_respelt(engine: Engine) -> None:
    found = engine.search(Query("briggs water"))
    assert found.corrected_from == ""
    assert engine.search(Query("waetr")).corrected_from == "waetr"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("https://www.harbour.example/7/?page=7", 7),
        (" http://harbour.example/7?page=7#top ", 7),
        ("HTTPS://harbour.example/8/?utm=mail", 8),
        ("https://harbour.example/10", 10),
        ("harbour.example/10/", 10),
        ("www.harbour.example/8#top", 8),
        ("<https://harbour.example/10>", 10),
        ("ftp://HARBOUR.example:80/%31%30", 10),
        ("harbour.example/7?fbclid=x&page=7", 7),
        ("https://[harbour/", None),
        ("see https://harbour.example/8", None),
        ('"https://harbour.example/8"', None),
        ("harbour.example/8 water", None),
    ],
)
def test_a_pasted_address_offers_its_article(engine: Engine, typed: str, number: int | None) -> None:
    found = engine.search(Query(typed))
    assert found.offers == (() if number is None else (Offer(ADDRESS, ARTICLES[number].id, 1),))
    if number is not None:
        assert [hit.id for hit in found.hits] == [ARTICLES[number].id]
        assert engine.count(Query(typed)) == 1 and engine.ids(Query(typed)) == (ARTICLES[number].id,)
        assert engine.search(Query(found.reading)).total == 1


def test_an_address_is_words_where_it_is_asked_for_as_typed(engine: Engine) -> None:
    found = engine.search(Query("https://harbour.example/10", as_typed=True))
    assert (found.total, found.reading, found.notes) == (0, "", ())
    assert found.offers == (Offer("site", "harbour.example", len(ARTICLES)),)


@pytest.mark.parametrize("typed", ["https://harbour.example/99", "harbour.example/99", "www.harbour.example/10/a"])
def test_of_an_unknown_address_the_site_is_offered(engine: Engine, typed: str) -> None:
    found = engine.search(Query(typed))
    assert found.offers == (Offer("site", "harbour.example", len(ARTICLES)),)
    assert [note.code for note in found.notes] == [NoteCode.ADDRESS_NOT_HELD]
    assert found.corrected_from == ""


def test_of_an_unknown_site_it_is_said_that_no_article_stands_there(engine: Engine) -> None:
    found = engine.search(Query("https://elsewhere.example/1"))
    assert (found.offers, [note.code for note in found.notes]) == ((), [NoteCode.ADDRESS_NOT_HELD])


@pytest.mark.parametrize(
    "typed", ["harbour.example", "Harbour.EXAMPLE", "www.harbour.example", "https://harbour.example/"]
)
def test_a_host_by_itself_offers_its_site(engine: Engine, typed: str) -> None:
    found = engine.search(Query(typed))
    assert found.offers == (Offer("site", "harbour.example", len(ARTICLES)),)
    assert found.notes == ()


@pytest.mark.parametrize(
    "typed", ["U.S.", "e.g.", "3.5", "Mr.Brandt", "dr.no/film", "and/or", "foo.example", "a.b@c.example"]
)
def test_what_may_be_words_is_no_address(engine: Engine, typed: str) -> None:
    found = engine.search(Query(typed))
    assert (found.offers, found.notes) == ((), ())


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("https://isles.example/sea/an-older-headline-71346502", 0),
        ("https://isles.example/sea/71346502.html?from=mail", 0),
        ("https://elsewhere.example/sea/ferry-stops-71346502", 0),  # the same path on another site
        ("https://elsewhere.example/sea/an-older-headline-71346502", None),
        ("https://isles.example/20150526/an-older-headline", None),  # a day is no number of an article
        ("https://isles.example/sea/an-older-headline-5551234", None),  # two addresses have it
        ("https://isles.example/sea/an-older-headline-99", None),  # too short
    ],
)
def test_an_article_is_known_by_its_number_where_its_headline_was_edited(
    tmp_path: Path, typed: str, number: int | None
) -> None:
    paths = ("sea/ferry-stops-71346502", "20150526/ferry-sails", "a-5551234", "b-5551234", "sea/ferry-99")
    articles = [replace(ARTICLES[n], url=f"https://isles.example/{path}") for n, path in enumerate(paths)]
    corpora.store(tmp_path, articles, batches=2)
    offers = open_engine(tmp_path, aliases=Aliases(), seconds=60.0).search(Query(typed)).offers
    expected = () if number is None else (articles[number].id,)
    assert tuple(offer.value for offer in offers if offer.facet == ADDRESS) == expected


def test_several_articles_at_one_address_are_its_results(tmp_path: Path) -> None:
    again = replace(ARTICLES[11], id=article_id("archive", "again"), key="again")
    corpora.store(tmp_path, [*ARTICLES, again], batches=2)
    engine = open_engine(tmp_path, aliases=Aliases(), seconds=60.0)
    address = "harbour.example/11?page=11"
    found = engine.search(Query(address))
    assert {hit.id for hit in found.hits} == {ARTICLES[11].id, again.id}
    assert {offer.value for offer in found.offers} == {ARTICLES[11].id, again.id}
    with open_store(tmp_path, now=corpora.NOW) as store:
        store.remove(again.id)
        store.publish()
    assert engine.search(Query(address)).offers == (Offer(ADDRESS, ARTICLES[11].id, 1),)


class _Late:
    """A clock that stands still, but for one call at which all time is up."""

    def __init__(self, late_at: int) -> None:
        self.calls = 0
        self.late_at = late_at

    def __call__(self) -> float:
        self.calls += 1
        return 1e9 if self.calls == self.late_at else 0.0


@pytest.mark.parametrize("late_at", range(1, 16))
def test_an_answer_that_was_cut_short_leaves_no_offers_behind(late_at: int, tmp_path: Path) -> None:
    corpora.store(tmp_path, ARTICLES)
    whole = open_engine(tmp_path, aliases=Aliases())
    engine = open_engine(tmp_path, aliases=Aliases(), clock=_Late(late_at))
    for author in {name for article in ARTICLES for name in article.authors}:
        offers = whole.search(Query(author)).offers
        assert offers
        engine.search(Query(author))
        assert engine.search(Query(author)).offers == offers

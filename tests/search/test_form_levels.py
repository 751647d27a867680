"""The typed form counts more than another form of the word, that more than what is derived from it; a name comes first.

Which words are forms of one another is written down here by hand; the scores are the formula, by counting raw words.
"""

from __future__ import annotations

from math import log, sqrt
from pathlib import Path
from random import Random

import pytest

from index.article import Article, article_id
from index.store.transaction import open_store
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query, parse
from search.results import FORM, OtherForms
from search.words.aliases import Aliases
from tests.search.corpora import NOW, store

EXACT, INFLECTION, DERIVATION, OTHER_NAME = 1.0, 0.875, 0.5, 1 / 256
FILLER = "quay"
LEAD = 100
# By what was typed: what each other word of the stem is to it.
COLLECT = {"collect": EXACT, "collects": INFLECTION, "collected": INFLECTION, "collecting": INFLECTION,
           "collection": DERIVATION, "collections": DERIVATION, "collective": DERIVATION}  # fmt: skip
COLLECTIONS = dict.fromkeys(COLLECT, DERIVATION) | {"collections": EXACT, "collection": INFLECTION}
POTTERS = {"potters": EXACT, "potter": OTHER_NAME}


def made(key: str, title: str, text: str, language: str = "en") -> Article:
    return Article(id=article_id("a", key), key=key, path="a", title=title, text=text, language=language)


def texts() -> dict[str, tuple[list[str], list[str]]]:
    """Titles and bodies with every mixture of the forms, some of them often."""
    rng = Random(11)
    words = [*COLLECT, *POTTERS, FILLER]
    made_up: dict[str, tuple[list[str], list[str]]] = {}
    for number in range(150):
        body = [FILLER] * rng.choice([5, 40, 140])
        for word in rng.sample(words, rng.randint(0, 3)):
            body += [word] * rng.choice([1, 1, 2, 40])
        rng.shuffle(body)
        made_up[str(number)] = ([FILLER, rng.choice([FILLER, FILLER, *words])], body)
    return made_up


TEXTS = texts()


@pytest.fixture(scope="module", params=[1, 3], ids=["one segment", "three segments"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("levels")
    articles = [made(key, " ".join(title), " ".join(body)) for key, (title, body) in TEXTS.items()]
    gone = [made(f"gone {n}", word, word) for n, word in enumerate(COLLECT)]
    store(folder, [*articles, *gone], batches=request.param)
    with open_store(folder, now=NOW) as target:
        for article in gone:
            target.remove(article.id)
        target.publish()
    return open_engine(folder, aliases=Aliases(), seconds=60.0)


def scores(worth: dict[str, float]) -> dict[str, float]:
    """What each article scores: in each field its words count as much as the best of them."""
    parts: dict[str, tuple[float, float]] = {}
    for key, (title, body) in TEXTS.items():
        best = [max((worth.get(word, 0.0) for word in words), default=0.0) for words in (title, body)]
        in_title = 3.0 * sum(word in worth for word in title)
        in_body = sum(1.25 if place < LEAD else 1.0 for place, word in enumerate(body) if word in worth)
        if in_title or in_body:
            parts[key] = (best[0] * in_title, best[1] * in_body)
    idf = log(1 + (len(TEXTS) - len(parts) + 0.5) / (len(parts) + 0.5))
    weight = idf * sqrt(sum(map(sum, parts.values())) / len(parts))
    means = [sum(len(text[field]) for text in TEXTS.values()) / len(TEXTS) for field in (0, 1)]
    scored = {}
    for key, both in parts.items():
        norms = [0.25 + 0.75 * len(TEXTS[key][field]) / means[field] for field in (0, 1)]
        frequency = sum(part / norm for part, norm in zip(both, norms, strict=True))
        scored[key] = weight * frequency / (1.2 + frequency)
    return scored


@pytest.mark.parametrize(
    ("typed", "worth"), [("collect", COLLECT), ("collections", COLLECTIONS), ("Potters", POTTERS), ("body:collect", {})]
)
def test_a_word_counts_by_its_nearest_form(engine: Engine, typed: str, worth: dict[str, float]) -> None:
    hits = engine.search(Query(typed, as_typed=True, per_page=200)).hits
    if not worth:
        assert {hit.key for hit in hits} == {key for key, (_, body) in TEXTS.items() if set(body) & set(COLLECT)}
        return
    plain = scores(worth)
    assert len(plain) > 20
    assert {hit.key: hit.score for hit in hits} == {key: pytest.approx(plain[key], rel=1e-4) for key in plain}


def test_reasons_tell_the_same_parts(engine: Engine) -> None:
    hits = engine.search(Query("collections potters", as_typed=True, per_page=200)).hits
    plain = scores(COLLECTIONS), scores({"potters": EXACT, "potter": INFLECTION})
    for hit in hits:
        shares = [scored.get(hit.key, 0.0) for scored in plain]
        for word, share in zip(("collections", "potters"), shares, strict=True):
            told = sum(reason.share for reason in hit.reasons if reason.word == word)
            assert told == pytest.approx(share / sum(shares), abs=5e-3)


def holding(word: str) -> set[str]:
    return {key for key, (title, body) in TEXTS.items() if word in (*title, *body)}


def test_a_name_comes_before_its_other_forms(engine: Engine) -> None:
    results = engine.search(Query("Potters", as_typed=True, per_page=200))
    keys = [hit.key for hit in results.hits]
    first = holding("potters")
    assert set(keys[: len(first)]) == first
    assert set(keys[len(first) :]) == holding("potter") - first != set()
    assert results.other_forms == (OtherForms("Potters", ("potter",), "=Potters"),)
    assert {hit.key for hit in engine.search(Query("=Potters", per_page=200)).hits} == first
    assert engine.search(Query("=Potters")).other_forms == ()
    assert engine.search(Query("potters")).other_forms == ()
    assert engine.search(Query("Potters", exact=True)).other_forms == ()
    assert engine.search(Query("Quay")).other_forms == ()  # no other form of it is there


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Potters", ["Potters"]),
        ("quay Potters", ["Potters"]),
        ("Potters quay", ["Potters"]),
        ("potters", []),
        ("POTTERS", []),
        ("Potters and quay", []),  # a sentence begins with a capital
        ("Collect and Potters", ["Collect", "Potters"]),
        ("Collect The Potters Quay", []),  # a headline
        ('"Potters"', []),
        ("quay -Potters", []),
        ("in:title Potters", ["Potters"]),
    ],
)
def test_which_words_are_meant_as_names(engine: Engine, typed: str, names: list[str]) -> None:
    results = engine.search(Query(typed, as_typed=True))
    assert [name.word for name in results.other_forms] == names


def test_leaving_the_other_forms_out_is_the_same_question_but_for_them(engine: Engine) -> None:
    (name,) = engine.search(Query("quay Potters", as_typed=True)).other_forms
    assert name.only == "quay =Potters" == str(parse(name.only))


DERIVED = [
    ("de", "Die Bestellung kam im Hafen an und alle holten sie am Abend dort ab.", "bestellen", "Bestellungen"),
    ("fr", "La collection est au port et tout le monde vient le soir pour la voir.", "collective", "collections"),
    ("es", "La navegación acaba en el puerto por la noche y nadie quiere salir.", "navegar", "navegaciones"),
    ("ru", "Возможность пришла в порт вечером, и никто не хотел её видеть.", "возможный", "возможности"),
]


@pytest.mark.parametrize(("language", "text", "derived", "inflected"), DERIVED, ids=[row[0] for row in DERIVED])
def test_what_is_only_derived_is_no_result_in_any_language(
    tmp_path: Path, language: str, text: str, derived: str, inflected: str
) -> None:
    store(tmp_path, [made("one", "", text, language), made("two", "", "The boats are in.", "en")])
    engine = open_engine(tmp_path, aliases=Aliases(), seconds=60.0)
    results = engine.search(Query(derived, as_typed=True))
    assert (results.total, [offer.facet for offer in results.offers]) == (0, [FORM])
    assert engine.search(Query(inflected, as_typed=True)).total == 1


def test_a_derived_word_of_another_language_is_offered(tmp_path: Path) -> None:
    text = "La collection est au port et tout le monde vient le soir pour la voir."
    store(tmp_path, [made("one", "", text, "fr")])
    engine = open_engine(tmp_path, aliases=Aliases(), seconds=60.0)
    results = engine.search(Query("collectif"))
    assert results.total == 0
    assert [(offer.facet, offer.value, offer.count) for offer in results.offers] == [(FORM, "collection", 1)]

"""A hit's score is the formula of docs/decisions/0025, worked out from raw texts by counting words."""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import log, sqrt
from pathlib import Path

import pytest

from index.article import Article, article_id
from search.embedded.engine import open_engine
from search.engine import Engine
from search.query import Query
from search.words.aliases import Aliases
from tests.search.corpora import store

FISH = ("salmon", "trout", "perch", "bream")
SALTED = ("salad", "salt", "salon", "salsa", "salute", "salvo", "salary")
LITTLE = ("the", "of", "and")
FILLER = "harbour"
LEAD = 100  # words
Text = tuple[list[str], list[str]]  # the words of a title and of a body
Asked = list[tuple[tuple[str, ...], float]]  # words taken as one, and how much they count


@dataclass(frozen=True)
class Archive:
    engine: Engine
    texts: dict[str, Text]

    def mean(self, field: int) -> float:
        return sum(len(text[field]) for text in self.texts.values()) / len(self.texts)


def made() -> list[Text]:
    """Short and long texts: some words in nearly all, some in one of fifty, some more often than a byte can say."""
    rng = random.Random(2026)
    texts = []
    for number in range(400):
        words = [FILLER] * rng.choice([3, 30, 150])
        words += [rng.choice(LITTLE) for _ in range(rng.randint(0, 9))]
        words += [rng.choice(FISH)] * rng.choice([0, 1, 2])
        if number % 40 == 0:
            words += rng.sample(SALTED, 3)
        rng.shuffle(words)
        if number in (80, 121):
            words += [SALTED[0]] * 50 + [FISH[0]] * 40
        if number == 160:
            words = [SALTED[1]] * 12 + words
        title = rng.sample((FILLER, FISH[0], FISH[1], "quay"), 2)
        texts.append((title, words))
    return texts


@pytest.fixture(scope="module", params=[1, 3], ids=["one segment", "three segments"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder: Path = tmp_path_factory.mktemp("scores")
    texts = {str(number): text for number, text in enumerate(made())}
    articles = [
        Article(
            id=article_id("a", key), key=key, path="a", title=" ".join(title), text=" ".join(body) + ".", language="en"
        )
        for key, (title, body) in texts.items()
    ]
    store(folder, articles, batches=request.param)
    return Archive(open_engine(folder, aliases=Aliases(), seconds=60.0), texts)


def frequencies(text: Text, words: tuple[str, ...]) -> tuple[float, float]:
    """The weighted frequency of some words, taken as one, in a title and in a body."""
    title, body = text
    return (
        3.0 * sum(word in words for word in title),
        sum(1.25 if place < LEAD else 1.0 for place, word in enumerate(body) if word in words),
    )


def scores(archive: Archive, asked: Asked, fields: tuple[int, ...]) -> dict[str, float]:
    """What each article scores by the formula for words that each count so much."""
    totals = dict.fromkeys(archive.texts, 0.0)
    for words, times in asked:
        every = {
            key: [value if field in fields else 0.0 for field, value in enumerate(frequencies(text, words))]
            for key, text in archive.texts.items()
        }
        holding = sum(any(parts) for parts in every.values())
        occurrences = sum(map(sum, every.values()))
        idf = log(1 + (len(every) - holding + 0.5) / (holding + 0.5))
        for key, parts in every.items():
            lengths = [len(part) for part in archive.texts[key]]
            norms = [0.25 + 0.75 * length / archive.mean(field) for field, length in enumerate(lengths)]
            frequency = sum(part / norm for part, norm in zip(parts, norms, strict=True))
            totals[key] += times * idf * sqrt(occurrences / holding) * frequency / (1.2 + frequency)
    return totals


def titled(archive: Archive, asked: Asked) -> list[str]:
    """The articles whose titles hold all the words of a question of several, but for those that hold it together."""
    telling = [words for words, _ in asked if words[0] not in LITTLE]
    titles = {key: title for key, (title, _) in archive.texts.items()}
    return [
        key
        for key, title in titles.items()
        if len(telling) > 1 and all(any(word in title for word in words) for words in telling)
    ]


QUESTIONS: dict[str, tuple[Asked, tuple[int, ...]]] = {  # with the words and the fields that count
    "salmon": ([(("salmon",), 1)], (0, 1)),
    "salmon salmon trout": ([(("salmon",), 2), (("trout",), 1)], (0, 1)),
    "salad harbour": ([(("salad",), 1), (("harbour",), 1)], (0, 1)),  # one of few articles, one of all
    "sal*": ([((*SALTED, "salmon"), 1)], (0, 1)),  # many lists
    "sala* OR salm*": ([(("salad", "salary"), 1), (("salmon",), 1)], (0, 1)),
    "body:sal*": ([((*SALTED, "salmon"), 1)], (1,)),
    "sa?*o": ([(("salvo",), 1)], (0, 1)),
    "salute AND harbour": ([(("salute",), 1), (("harbour",), 1)], (0, 1)),  # a few articles of a long list
    "salute AND sal*": ([(("salute",), 1), ((*SALTED, "salmon"), 1)], (0, 1)),
    "title:salmon": ([(("salmon",), 1)], (0,)),
    "salmon trout perch the of and": (
        [(("salmon",), 1), (("trout",), 1), (("perch",), 1), *(((word,), 0.25) for word in LITTLE)],
        (0, 1),
    ),
}


@pytest.mark.parametrize("text", QUESTIONS)
def test_scores_are_the_formula_s(archive: Archive, text: str) -> None:
    words, fields = QUESTIONS[text]
    plain = scores(archive, words, fields)
    if " AND " not in text and " OR " not in text:
        plain |= {key: 1.2 * plain[key] for key in titled(archive, words)}
    found = archive.engine.search(Query(text, as_typed=True, per_page=500))
    assert len(found.hits) == found.total > 0
    assert not found.partial
    assert [hit.score for hit in found.hits] == [pytest.approx(plain[hit.key], rel=1e-4) for hit in found.hits]
    order = [(hit.all_words, hit.score) for hit in found.hits]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("size", [1, 2, 7])
def test_pages_are_pieces_of_one_order(archive: Archive, size: int) -> None:
    whole = archive.engine.search(Query("salmon", as_typed=True, per_page=500)).hits
    for page in (1, 2, 3):
        part = archive.engine.search(Query("salmon", as_typed=True, per_page=size, page=page)).hits
        assert [hit.key for hit in part] == [hit.key for hit in whole[size * (page - 1) : size * page]]


def written(folder: Path, bodies: list[list[str]]) -> Archive:
    """An archive of articles of these words; an empty one is the second place of the words before it."""
    texts: dict[str, Text] = {str(n): (["quay"], body) for n, body in enumerate(bodies)}
    articles = [
        Article(
            id=article_id("a", key), key=key, path="a", title="quay", text=" ".join(filter(None, body)), language="en"
        )
        for key, (_, body) in texts.items()
    ]
    store(folder, articles)
    return Archive(open_engine(folder, aliases=Aliases(), seconds=60.0), texts)


def scored(archive: Archive, text: str) -> dict[str, float]:
    return {hit.key: hit.score for hit in archive.engine.search(Query(text, as_typed=True)).hits}


def test_a_compound_counts_once_in_whatever_way_it_is_written(tmp_path: Path) -> None:
    """Written apart it takes two places, of which the second is another word; some articles hold both ways."""
    apart, together = ["cease-fire", ""], ["ceasefire"]
    bodies = [together + apart, apart * 3 + together * 2 + [FILLER] * 110 + apart, together * 2, apart, [], [FILLER]]
    archive = written(tmp_path, [[*body, *[FILLER] * 9] for body in bodies])
    plain = scores(archive, [(("ceasefire", "cease-fire"), 1)], (0, 1))
    assert scored(archive, "ceasefire") == {str(n): pytest.approx(plain[str(n)], rel=1e-4) for n in range(4)}


def test_a_phrase_is_in_the_lead_where_it_begins_there(tmp_path: Path) -> None:
    phrase = ["salmon trout", ""]
    bodies = [[FILLER] * count + phrase + [FILLER] * 9 for count in (0, 98, 99, 100)]
    archive = written(tmp_path, [*bodies, [FILLER] * 9, ["trout", "salmon"]])
    plain = scores(archive, [(("salmon trout",), 1)], (0, 1))
    assert scored(archive, '"salmon trout"') == {str(n): pytest.approx(plain[str(n)], rel=1e-4) for n in range(4)}

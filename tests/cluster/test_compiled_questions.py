"""A cluster finds and orders what the engine of a folder does: the same archives are asked the same by one plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import article_id
from index.store.transaction import open_store
from search.query import AtLeast, Listing, Near, Node, Parsed, Query, Selection, Sort, Within
from tests.cluster.twin_archives import Answers, Twins, published_twins
from tests.plain.publishing import publish_versions
from tests.search import copied_archive, corpora
from tests.search.hostile import hostile
from tests.search.questions import Writer
from tools.opensearch.local_cluster import LocalCluster

QUESTIONS = 300
Publish = Callable[..., Twins]


@pytest.fixture(scope="module")
def publish(node: LocalCluster) -> Publish:
    """Publishes the archive of a folder under a name."""

    def into(folder: Path, name: str, shards: int = 1) -> Twins:
        return published_twins(folder, node.addresses[0], name, shards)

    return into


@pytest.fixture(scope="module")
def twins(publish: Publish, tmp_path_factory: pytest.TempPathFactory) -> list[Twins]:
    """An archive of one segment and shard, and one of odd words in three of each."""
    found = []
    for seed, (segments, shards, words) in enumerate(((1, 1, corpora.WORDS), (3, 3, corpora.ODD_WORDS))):
        folder = tmp_path_factory.mktemp("twin")
        corpora.store(folder, corpora.archive(seed + 30, 70, of=words), batches=segments)
        found.append(publish(folder, f"twin-{seed}", shards))
    return found


def is_nested(node: Node) -> bool:
    """Whether a side of a pair is a pair itself, or pairs are counted."""
    pairs = Near | Within
    match node:
        case Near(left, right) | Within(left, right):
            return any(_holds_pair(side) for side in (left, right))
        case AtLeast(_, operand):
            return _holds_pair(operand)
    return any(is_nested(part) for part in _parts(node)) if not isinstance(node, pairs) else False


def _parts(node: Node) -> tuple[Node, ...]:
    names = ("wanted", "required", "excluded", "operands", "operand", "left", "right")
    found: list[Node] = []
    for name in names:
        part = getattr(node, name, ())
        found += part if isinstance(part, tuple) else [part]
    return tuple(found)


def _holds_pair(node: Node) -> bool:
    return isinstance(node, Near | Within) or any(map(_holds_pair, _parts(node)))


def same(answers: Answers) -> None:
    """The two answers agree in what is found and in the order."""
    here, there = answers.here(), answers.there()
    assert (answers.known.total, answers.known.all_words, answers.known.guesses) == (
        answers.matched.total,
        answers.ordered.all_words,
        answers.matched.guesses,
    )
    assert {row[:2] for row in there} == {row[:2] for row in here}
    if answers.spread:
        return  # a sloppy phrase of many ways: how often it stands is not known
    assert [row[:2] for row in there] == [row[:2] for row in here]
    assert [row[2] for row in there] == pytest.approx([row[2] for row in here], rel=1e-5, abs=1e-9)


queries = st.builds(
    Query,
    selections=corpora.selections,
    first=st.sampled_from((None, None, None, date(2014, 1, 1))),
    last=st.sampled_from((None, None, None, date(2015, 2, 1))),
    undated=st.sampled_from((False, False, False, True)),
    possible=st.booleans(),
    sort=st.sampled_from((Sort.RELEVANCE, *Sort)),
    all_words=st.booleans(),
    per_page=st.just(100),
    as_typed=st.sampled_from((True,)),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(root=corpora.trees.filter(lambda root: not is_nested(root)), query=queries, which=st.integers(0, 1))
def test_random_trees_find_the_same(twins: list[Twins], root: Node, query: Query, which: int) -> None:
    same(twins[which].ask(query, Parsed(root)))


@pytest.mark.parametrize("which", [0, 1])
def test_questions_as_they_are_typed_find_the_same(twins: list[Twins], which: int) -> None:
    writer = Writer(Random(47 + which))
    asked = found = 0
    while asked < QUESTIONS // 2:
        query = writer.query(writer.asked().text)
        if is_nested(twins[which].archive.readings.question(query.text).root):
            continue
        answers = twins[which].ask(query)
        same(answers)
        asked += 1
        found += answers.known.total > 0
    assert found > QUESTIONS // 8


def test_hostile_questions_are_answered(twins: list[Twins]) -> None:
    rng = Random(12)
    for _ in range(15):
        answers = twins[1].ask(Query(hostile(rng), per_page=5))
        assert answers.known.total == answers.matched.total
        answers.there()


@pytest.mark.parametrize(
    "text",
    [
        "a* NEAR/1000 t*",
        "((((a* near/3 t*) near/3 w*) /s t*) /p m*) near/5 e*",
        '"talks * * war"~3',
        '"prime * minister"',
        '"\ud800 talk"',
        'inurl:"a.b|c#<>@&"',
        " OR ".join(f"word{number}" for number in range(400)),
        "in:versions NOT in:versions",
    ],
)
def test_what_is_long_or_odd_finds_the_same(twins: list[Twins], text: str) -> None:
    for pair in twins:
        answers = pair.ask(Query(text, per_page=100))
        assert answers.known.total == answers.matched.total
        answers.there()


@pytest.fixture(scope="module")
def copied(publish: Publish, tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """Stories that several papers print, some deleted since."""
    folder = tmp_path_factory.mktemp("copied")
    copied_archive.published(folder, copied_archive.prints())
    return publish(folder / "index", "copied", 2)


CHOSEN = [
    Selection("publisher", "The Barge"),
    Selection("person", "Angela Merkel"),
    Selection("byline", "Ann Lee"),
    Selection("person", "", excluded=True),
]
COPIES = ["has:copies", "copies:2..4", "-has:copies", "stood:first", "person:merkel", "about:johnson", "by:lee"]


def test_copies_are_listed_as_one(copied: Twins) -> None:
    assert len(copied.archive.groups) > 10
    rng = Random(3)
    for _ in range(40):
        words = rng.choices([*copied_archive.MARKERS, "talist", "talor", "morist", *COPIES], k=rng.randint(0, 3))
        query = Query(
            " ".join(words),
            tuple(rng.sample(CHOSEN, rng.choice((0, 0, 1, 2)))),
            sort=rng.choice((Sort.RELEVANCE, *Sort)),
            page=rng.choice((1, 1, 2)),
            per_page=rng.choice((7, 10, 100)),
            all_words=rng.random() < 0.2,
            copies=rng.choice((Listing.GROUP, Listing.GROUP, Listing.ALL)),
            first_stood=rng.random() < 0.1,
        )
        same(copied.ask(query))


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["", "copper silver talor"])
def test_pages_have_no_gaps(copied: Twins, text: str, sort: Sort) -> None:
    whole = copied.ask(Query(text, sort=sort, per_page=200)).there()
    pages: list[tuple[str, bool, float]] = []
    for page in range(1, len(whole) // 7 + 2):
        pages += copied.ask(Query(text, sort=sort, per_page=7, page=page)).there()
    assert pages == whole
    assert len({row[0] for row in whole}) == len(whole) > 7


def test_versions_are_found_where_they_are_asked_for(publish: Publish, tmp_path: Path) -> None:
    rng = Random(5)
    articles = corpora.archive(9, 40)
    lists = [articles[start : start + rng.choice((1, 1, 2, 3))] for start in range(0, 39, 3)]
    publish_versions(tmp_path, lists)
    pair = publish(tmp_path, "versions")
    assert pair.archive.hides_versions
    for text in ("", "in:versions", "peace in:versions", "peace", "NOT in:versions talks", "talks -in:versions war"):
        for sort in Sort:
            same(pair.ask(Query(text, sort=sort, per_page=100)))


def test_readers_of_a_generation_keep_it(publish: Publish, tmp_path: Path) -> None:
    articles = corpora.archive(4, 40)
    corpora.store(tmp_path, articles[:30])
    before = publish(tmp_path, "kept")
    with open_store(tmp_path, now=corpora.NOW) as target:
        for one in articles[:10]:
            target.remove(one.id)
        for one in articles[30:]:
            target.add(one)
        target.publish()
    after = publish(tmp_path, "kept")
    for pair in (before, after):
        for text in ("", "peace talks", "minist*", '"prime minister"'):
            same(pair.ask(Query(text, per_page=100)))
    assert before.ask(Query()).known.total == 30
    assert after.ask(Query()).known.total == len(articles) - 10


def pattern_words(count: int) -> Iterator[str]:
    for number in range(count):
        yield "zeta" + "".join(chr(ord("b") + int(digit)) for digit in f"{number:04}")


def test_a_pattern_of_a_thousand_words_is_answered(publish: Publish, tmp_path: Path) -> None:
    rng = Random(2)
    articles = corpora.archive(6, 40)
    words = list(pattern_words(1500))
    with open_store(tmp_path, now=corpora.NOW) as target:
        for number, one in enumerate(articles):
            some = " ".join(rng.sample(words, 120))
            text = f"{one.text} {some} talks {rng.choice(words)}"
            target.add(
                type(one)(id=article_id("zeta", str(number)), key=one.key, path="zeta", title=one.title, text=text)
            )
        target.publish()
    pair = publish(tmp_path, "zeta")
    asked = pair.ask(Query("zeta*"))
    assert max(len(slot.terms) for leaf in asked.leaves for slot in leaf.slots) > 1000
    for text in (
        "zeta*",
        "zeta* NEAR/3 talks",
        "zeta* /s zetab*",
        "zetab* zetac* -zetad*",
        '"zetabbbb"',
        "atleast3 zetabb*",
    ):
        same(pair.ask(Query(text, per_page=100)))

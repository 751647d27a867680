"""Examples of a word and words side by side are fetched from a real cluster, and are those of its texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.cluster.client import ClusterClient
from index.cluster.cluster_address import read_address
from index.cluster.publication import ClusterPublication, ClusterShape
from index.cluster.state import published_state
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from index.versions.published_versions import newest_only
from search.cluster.knowledge import fetched_pairs
from search.cluster.knowledge.fetched_texts import LoneForm, PublishedTexts
from search.cluster.knowledge.opened_words import open_shown_words
from search.cluster.knowledge.table_vocabulary import TableVocabulary
from search.match.examples import Examples
from search.match.neighbours import ArchivePairs
from tests.cluster.local_files import written_files
from tests.cluster.test_table_vocabulary import Occurrences
from tests.search import corpora
from tools.opensearch.local_cluster import LocalCluster

LANGUAGES = ("en", "fr")
SAID = [
    "Ban Ki-moon",
    "prime minister",
    "prime ministers",
    "Prime Minister",
    "primes",
    "ban kings",
    "peace",
    "café noir",
]


class Fetched:
    """A published archive, and what is fetched of it."""

    def __init__(self, folder: Path, node: LocalCluster) -> None:
        corpora.store(folder / "index", corpora.archive(5, 60, [*SAID, *corpora.WORDS]))
        snapshot = open_snapshot(folder / "index")
        client = ClusterClient(read_address(address_of(node, "fetched")))
        ClusterPublication(client, snapshot, ClusterShape(2, 0)).publish()  # of which some articles go again
        with open_store(folder / "index", now=corpora.NOW) as store:
            for doc in range(0, 60, 5):
                store.remove(snapshot.segments[0].article_id(doc))
            store.publish()
        self.newest = newest_only(open_snapshot(folder / "index"))
        self.segments = self.newest.snapshot.segments
        ClusterPublication(client, self.newest.whole, ClusterShape(2, 0)).publish()
        state = published_state(client)
        self.texts = PublishedTexts(client, state, LANGUAGES)
        self.shown = open_shown_words(written_files(folder / "files", self.newest.whole))
        self.pairs = fetched_pairs.FetchedPairs(self.shown, TableVocabulary(self.shown, LANGUAGES), self.texts)
        self.embedded = ArchivePairs(self.segments, LANGUAGES)

    def all_texts(self, field: str) -> Iterator[str]:
        for segment in self.segments:
            for doc in range(segment.doc_count):
                if segment.live is None or segment.live[doc]:
                    article = segment.stored(doc)
                    yield {"title": article.title, "body": article.body, "text": article.text}[field]


def address_of(node: LocalCluster, name: str) -> str:
    return f"opensearch://{','.join(each.removeprefix('http://') for each in node.addresses)}/{name}"


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory, node: LocalCluster) -> Fetched:
    return Fetched(tmp_path_factory.mktemp("fetched"), node)


def test_examples_are_texts_that_hold_the_word(fetched: Fetched) -> None:
    texts = Counter(fetched.all_texts("text"))
    for word in ("ministers", "peace", "noir", "talked"):
        found = fetched.texts.examples(word)
        assert len(found) > 10
        assert set(found) <= set(texts)
        assert found == Examples(fetched.segments, LANGUAGES).of(word)
    assert fetched.texts.examples("nowhere") == []
    assert fetched.texts.examples("two words") == []


def test_forms_are_counted_where_others_do_not_stand(fetched: Fetched) -> None:
    (token,) = TableVocabulary((), ("en",)).tokens("ministers")[0].plain
    asked = [
        LoneForm(field, token.encode(), form, without, languages)
        for field in ("title", "body")
        for form in (b"minister", b"ministers")
        for without in ((), (b"minister",), (b"ministers",), (b"primes",))
        for languages in (None, frozenset({"en"}), frozenset({"fr", ""}))
    ]
    counts = fetched.texts.occurrences(asked)
    assert counts == Occurrences(fetched.segments)(asked)
    assert len(set(counts)) > 5
    assert fetched.texts.occurrences([]) == []


def behind(fetched: Fetched, first: str, begin: str) -> Counter[str]:
    """The articles' fields in which words that begin so stand behind a word, in small letters."""
    counts: Counter[str] = Counter()
    for field in ("title", "body"):
        for text in fetched.all_texts(field):
            found = re.findall(rf"(?<!\w){first}[ -]({begin}\w*)", text, re.IGNORECASE)
            counts.update({word.casefold() for word in found})
    return counts


def test_what_stands_behind_a_word_is_what_the_texts_have(fetched: Fetched) -> None:
    for first, begin in (("ban", "ki"), ("prime", "mi"), ("cafe", "no"), ("prime", "minister"), ("peace", "zz")):
        spelt = first.replace("cafe", "caf[eé]")
        pairs = fetched.pairs.following(first, begin)
        told = {pair.written.replace("-", " ").split()[-1].casefold(): pair.articles for pair in pairs}
        assert told == dict(behind(fetched, spelt, begin))
        assert bool(told) == (begin != "zz")
        theirs = {pair.written.casefold() for pair in fetched.embedded.following(first, begin)}
        assert {pair.written.casefold() for pair in pairs} == theirs


def test_of_many_articles_some_are_read_for_all(fetched: Fetched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetched_pairs, "_TEXTS", 4)
    vocabulary = TableVocabulary(fetched.shown, LANGUAGES)
    (pair,) = fetched_pairs.FetchedPairs(fetched.shown, vocabulary, fetched.texts).following("cafe", "noir")
    assert pair.articles == behind(fetched, "caf[eé]", "noir")["noir"] > 8


def test_names_and_words_of_the_archive_are_known(fetched: Fetched) -> None:
    assert [pair.written for pair in fetched.pairs.names("prime")] == ["Prime Minister"]
    for word in ("ban", "minister", "primes", "cafe", "kings", "king", "zanzibar"):
        assert fetched.pairs.holds(word) == fetched.embedded.holds(word)
    assert not fetched.pairs.holds("king")

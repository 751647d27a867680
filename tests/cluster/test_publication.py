"""A cluster shows what a publication from nothing would show, whatever was published before and who was killed."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from random import Random

import pytest

from index.cluster.publishing import Replacing, publish_newest
from index.cluster.verification import verify_cluster
from index.store.snapshot import Snapshot, open_snapshot
from tests.cluster.publications import article, made, sentence, settings_for, shown, state_of
from tests.reindex.archives import run
from tools.opensearch.local_cluster import LocalCluster, ask

WRITER = """
import os, signal, sys
from elastic_transport import Transport
from index.cluster.publishing import publish_newest
from index.settings import Settings
from index.store.snapshot import open_snapshot
from pathlib import Path

address, folder, left = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
asked = Transport.perform_request

def perform_request(self, *given, **named):
    global left
    answer = asked(self, *given, **named) if left % 2 else None  # at odd numbers the request is carried out
    if left <= 1:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 2
    return answer if answer is not None else asked(self, *given, **named)

Transport.perform_request = perform_request
print(publish_newest(Settings(index=folder, cluster=address, cluster_replicas=1), open_snapshot(folder)).problem)
"""


def test_many_small_publications_show_what_one_from_nothing_does(
    cluster: LocalCluster, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    pages, index = tmp_path / "pages", tmp_path / "index"
    pages.mkdir()
    for step in range(5):
        for _ in range(random.randint(1, 6)):
            name = random.choice("abcdefghij")
            text = sentence(random) * 4
            (pages / f"{name}.txt").write_text(f"Title of {name}\n\n{text}\n", "utf-8")
            if random.random() < 0.3:
                (pages / f"copy-of-{name}.txt").write_text(f"Title of {name}\n\n{text}\n", "utf-8")
        files = sorted(pages.iterdir())
        for path in random.sample(files, min(len(files) - 1, random.randint(0, 2)) if step else 0):
            path.unlink()
        settings = settings_for(cluster, "grown", index)
        named = {"workspace": index, "cluster_shards": 3, "cluster_replicas": 1}
        report = run(settings.cluster, pages, **named)  # type: ignore[arg-type]
        assert report.cluster is not None and not report.cluster.problem
        anew = settings_for(cluster, f"anew-{step}", index, shards=1)
        assert not publish_newest(anew, open_snapshot(index)).problem
        node = cluster.addresses[0]
        assert shown(node, "grown")[1] == shown(node, f"anew-{step}")[1] != {}
        assert state_of(node, "grown")["files"] == state_of(node, f"anew-{step}")["files"]
        assert verify_cluster(settings, open_snapshot(index)) == ()


def test_a_publication_sends_what_is_new_alone(cluster: LocalCluster, tmp_path: Path) -> None:
    settings = settings_for(cluster, "little", tmp_path)
    assert publish_newest(settings, made(tmp_path, {str(n): f"Text {n}." for n in range(30)})).written == 30
    done = publish_newest(settings, made(tmp_path, {"7": "Another text.", "new": "A new one."}, gone={"3"}))
    assert (done.written, done.ended) == (2, 2)
    again = publish_newest(settings, open_snapshot(tmp_path))
    assert (again.generation, again.written, again.ended) == (done.generation, 0, 0)
    (tmp_path / "cluster-documents").unlink()  # then the cluster is asked what it has
    done = publish_newest(settings, made(tmp_path, {"8": "Changed, too."}))
    assert (done.written, done.ended) == (1, 1)


def test_a_writer_that_is_killed_leaves_one_archive_or_the_other(
    cluster: LocalCluster, tmp_path: Path, seed: int
) -> None:
    random, node = Random(seed), cluster.addresses[0]
    settings = settings_for(cluster, "killed", tmp_path, shards=1)
    snapshot = made(tmp_path, {str(n): sentence(random) for n in range(12)})
    assert not publish_newest(settings, snapshot).problem
    before, ends = shown(node, "killed"), []
    for left in random.sample(range(4, 40), 8):
        snapshot = made(tmp_path, {str(random.randrange(15)): sentence(random)}, gone={str(random.randrange(12))})
        line = [sys.executable, "-c", WRITER, settings.cluster, str(tmp_path), str(left)]
        done = subprocess.run(line, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
        ends.append(done.returncode)
        assert done.returncode == -9 or done.stdout == "\n", done.stderr
        found = shown(node, "killed")
        assert not publish_newest(settings, snapshot).problem
        after = shown(node, "killed")
        assert found == before or found[1] == after[1]
        assert verify_cluster(settings, snapshot) == ()
        hits = ask(node, "/killed-articles-1/_search", {"size": 1_000}, method="POST")["hits"]["hits"]
        assert all(hit["_source"]["since"] <= after[0] for hit in hits)
        before = after
    assert -9 in ends


def test_readers_never_see_a_mixture(cluster: LocalCluster, tmp_path: Path) -> None:
    settings, node = settings_for(cluster, "mixed", tmp_path), cluster.addresses[0]
    publish_newest(settings, made(tmp_path, {str(n): "Round 0." for n in range(40)}))
    ended, seen = threading.Event(), list[tuple[int, frozenset[str]]]()

    def read(address: str) -> None:
        while not ended.is_set():
            number = state_of(address, "mixed")["generation"]
            filters = [{"range": {"since": {"lte": number}}}, {"range": {"until": {"gt": number}}}]
            body = {"size": 1_000, "query": {"bool": {"filter": filters}}}
            hits = ask(address, "/mixed-articles-1/_search", body, method="POST")["hits"]["hits"]
            if state_of(address, "mixed")["generation"] <= number + 1:
                seen.append((number, frozenset(hit["_source"]["text"]["plain"] + hit["_id"] for hit in hits)))

    readers = [threading.Thread(target=read, args=(address,)) for address in cluster.addresses]
    for reader in readers:
        reader.start()
    for round_ in range(1, 7):
        publish_newest(settings, made(tmp_path, {str(n): f"Round {round_}." for n in range(40 + round_)}))
    ended.set()
    for reader in readers:
        reader.join()
    assert len({number for number, _ in seen}) > 2
    for number, texts in seen:
        assert len({text.partition("Round ")[2].partition(".")[0] for text in texts}) == 1
        assert len(texts) == 40 + number - 1
    assert node


def test_of_two_writers_one_is_refused(cluster: LocalCluster, tmp_path: Path) -> None:
    first, second = settings_for(cluster, "two", tmp_path / "a"), settings_for(cluster, "two", tmp_path / "b")
    one = made(tmp_path / "a", {"1": "Of the first."})
    other = made(tmp_path / "b", {"2": "Of the second."})
    problems: list[str] = []
    done = publish_newest(first, one, advanced=lambda _: problems.append(publish_newest(second, other).problem))
    assert not done.problem
    assert [problem for problem in problems if "is publishing" not in problem] == [] != problems
    assert verify_cluster(first, one) == ()
    refused = publish_newest(second, other)  # the first has come to its end
    assert refused.foreign
    assert "holds 1 articles that another working copy published" in refused.problem
    assert verify_cluster(first, one) == ()
    assert not publish_newest(second, other, replacing=Replacing.ANY).problem
    assert verify_cluster(second, other) == ()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Texts that stand in the way of separators, of JSON and of the numbers of forms."""
    from index.store.transaction import open_store
    from tests.cluster.publications import NOW

    folder = tmp_path_factory.mktemp("hostile")
    forms = " ".join(
        "".join(letter.upper() if 1 << place & number else letter for place, letter in enumerate("abcdefghi"))
        for number in range(300)
    )
    texts = {
        "surrogate": "half a \ud800 pair and \udfff another",
        "control": "a\x01b \x00 \x1f \x7f \x85 c\u2028d \ufeff\u200b",
        "signs": "a|b / c~d ~s ~p ~P talk/talks |~s|~p x~7c;y",
        "forms": forms,
        "empty": "",
        "long": "x" * 70_000 + " end",
    }
    with open_store(folder, now=NOW) as store:
        for key, text in texts.items():
            store.add(article(key, text, publisher=f"{text[:20]}|/~", authors=(text[:9],), language="en"))
        store.publish()
    return open_snapshot(folder)


def test_any_text_arrives(cluster: LocalCluster, hostile: Snapshot) -> None:
    settings = settings_for(cluster, "hostile", hostile.folder)
    done = publish_newest(settings, hostile)
    assert (done.problem, done.written) == ("", 6)
    assert verify_cluster(settings, hostile) == ()


def test_a_new_index_gets_its_copies_when_it_is_full(cluster: LocalCluster, tmp_path: Path) -> None:
    settings, node = settings_for(cluster, "copied", tmp_path, shards=2), cluster.addresses[0]
    while_filled: list[str] = []

    def look(_: int) -> None:
        (kept,) = ask(node, "/copied-articles-*/_settings").values()
        while_filled.append(kept["settings"]["index"]["number_of_replicas"])

    snapshot = made(tmp_path, {str(number): f"Text {number}." for number in range(50)})
    assert not publish_newest(settings, snapshot, advanced=look).problem
    assert set(while_filled) == {"0"}
    parts = copies_with_fields(node, state_of(node, "copied")["articles"])
    assert [copies for copies, _, _ in parts] == [2, 2]
    assert sum(least for _, least, _ in parts) == sum(most for *_, most in parts) == 50


@pytest.mark.attack
def test_a_node_that_is_lost_while_a_new_index_is_filled(cluster: LocalCluster, tmp_path: Path) -> None:
    """Two minutes, in which the lost part is waited for."""
    settings, lost = settings_for(cluster, "lost", tmp_path), list[int]()
    snapshot = made(tmp_path, {str(number): f"Text {number}." for number in range(3_000)})

    def lose(_: int) -> None:
        if not lost:
            lost.append(2)
            cluster.kill(2)

    try:
        done = publish_newest(settings, snapshot, advanced=lose)
        assert (done.problem, done.written) == ("", 3_000)
        assert verify_cluster(settings, snapshot) == ()
    finally:
        cluster.start(2)
        cluster.wait()
    assert verify_cluster(settings, snapshot) == ()


def copies_with_fields(node: str, index: str) -> list[tuple[int, int, int]]:
    """Of each part of an index how many copies it has, and the least and the most documents with text in one."""
    body = {"size": 1_000, "query": {"match_all": {}}}
    parts = []
    for copies in ask(node, f"/{index}/_search_shards")["shards"]:
        counts = []
        for copy in copies:
            where = f"_shards:{copy['shard']}%7C_only_nodes:{copy['node']}"
            hits = ask(node, f"/{index}/_search?preference={where}", body, method="POST")["hits"]["hits"]
            counts.append(sum(hit["_source"]["text"]["plain"] != "" for hit in hits))
        parts.append((len(counts), min(counts), max(counts)))
    return parts

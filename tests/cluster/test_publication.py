"""A cluster shows what a publication from nothing would show, whatever was published before and who was killed."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from index.cluster.publishing import Replacing, publish_newest
from index.cluster.verification import verify_cluster
from index.store.snapshot import Snapshot, open_snapshot
from tests.cluster.publications import article, made, sentence, settings_for, shown, state_of
from tests.reindex.archives import run
from tools.opensearch.local_cluster import LocalCluster, ask


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
    """Three minutes, in which the lost part is waited for."""
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

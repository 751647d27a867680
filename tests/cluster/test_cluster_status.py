"""What whoever runs the service is told of an archive in a cluster: its machines, its copies, runs where known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.cluster.publishing import publish_newest
from index.settings import Settings
from index.store.snapshot import open_snapshot
from search.cluster.served import served_cluster
from search.engine import Engine
from search.health import ClusterHealth
from search.options import Options
from search.words.aliases import Aliases
from search.words.lexicon import ArchiveLexicon
from tests.reindex.archives import run
from tools.opensearch.local_cluster import LocalCluster, ask
from web.site.app import create_app


def settings_of(cluster: LocalCluster, name: str, workspace: Path, replicas: int = 1) -> Settings:
    """Settings with the address of an archive in a cluster as their index."""
    hosts = ",".join(address.removeprefix("http://") for address in cluster.addresses)
    return replace(Settings(), index=workspace, cluster=f"opensearch://{hosts}/{name}", cluster_replicas=replicas)


def engine_of(settings: Settings) -> Engine:
    return served_cluster(settings, 30.0, Options(aliases=Aliases()))


def copies_of(node: str, name: str) -> dict[str, int]:
    """How many further copies each index of an archive has, by the part that it is of."""
    told = ask(node, f"/{name}-*/_settings?flat_settings=true")
    return {
        index.split("-")[-1 if index.endswith("words") else -2]: int(one["settings"]["index.number_of_replicas"])
        for index, one in told.items()
        if not index.endswith("state")
    }


@pytest.fixture(scope="module")
def published(node: LocalCluster, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive of one article in a cluster of one machine, published by a run as whoever tries it does."""
    folder = tmp_path_factory.mktemp("status")
    (folder / "pages").mkdir()
    (folder / "pages/one.txt").write_text("The harbour\n\nThe harbour of the town was opened by the mayor.\n")
    (folder / "pages/two.txt").write_bytes(b"\x00\x01")
    settings = settings_of(node, "status", folder / "workspace")
    report = run(settings.cluster, folder / "pages", workspace=settings.index)  # type: ignore[arg-type]
    assert report.cluster is not None and not report.cluster.problem
    return settings


def told(settings: Settings, path: str) -> Any:
    return create_app(engine_of(settings), settings).test_client().get(path)


def test_a_single_machine_is_asked_for_no_copies(node: LocalCluster, published: Settings) -> None:
    assert copies_of(node.addresses[0], "status") == {"articles": 0, "words": 0}
    health = told(published, "/health").json
    expected = {"ok": True, "engine": "opensearch", "nodes": 1, "green": True}
    assert expected.items() <= health.items()
    assert health["cluster"] == {"nodes": 1, "missing": 0, "green": True, "words": "newest"}
    assert engine_of(published).health().cluster == ClusterHealth(1, 0, green=True, stale=False)


def test_more_machines_hold_copies_when_it_is_published_next(cluster: LocalCluster, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The harbour\n\nThe harbour of the town was opened by the mayor.\n")
    settings = settings_of(cluster, "more", tmp_path / "workspace", replicas=0)
    run(settings.cluster, tmp_path / "one.txt", workspace=settings.index, cluster_replicas=0)  # type: ignore[arg-type]
    assert copies_of(cluster.addresses[0], "more") == {"articles": 0, "words": 0}
    for wished, has in ((1, 1), (5, 2), (0, 2)):
        assert not publish_newest(replace(settings, cluster_replicas=wished), open_snapshot(settings.index)).problem
        assert copies_of(cluster.addresses[0], "more") == {"articles": has, "words": has}
    cluster.wait()
    health = told(settings, "/health").json
    assert health["cluster"] == {"nodes": 3, "missing": 0, "green": True, "words": "newest"}


def test_the_machine_that_publishes_tells_of_runs(published: Settings) -> None:
    status = told(published, "/api/status").json
    assert (status["last_run"]["new"], len(status["skipped"])) == (1, 1)
    assert [source["state"] for source in status["sources"]] == ["present"]
    page = told(published, "/status").text
    assert "1 new" in page and "two.txt" in page
    assert "The machine that publishes to the cluster knows" not in page


def test_another_machine_says_that_it_does_not_know(published: Settings, tmp_path: Path) -> None:
    reader = replace(published, index=tmp_path / "workspace")
    status = told(reader, "/api/status").json
    assert (status["articles"], status["last_run"], status["skipped"]) == (1, None, [])
    assert [source["state"] for source in status["sources"]] == ["unreadable"]
    assert status["sources"][0]["reason"] == "it is on the machine that publishes to the cluster"
    page = told(reader, "/status").text
    assert "The machine that publishes to the cluster knows." in page
    assert "not known here" in page and "missing" not in page.replace("Copies that are missing", "")
    assert "Updated on an unknown day" not in told(reader, "/").text


def test_words_of_the_generation_before_are_named(published: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(ArchiveLexicon, "stale", property(lambda _: True))
        assert told(published, "/health").json["cluster"]["words"] == "older"
        assert "those of this one are being read" in told(published, "/status").text
    assert told(published, "/health").json["cluster"]["words"] == "newest"

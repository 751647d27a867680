"""The reader's walk, and what words are corrected and completed by, with the archive in a real cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.cluster.publishing import publish_newest
from index.settings import Settings
from index.store.snapshot import open_snapshot
from search.opening import engine_for
from tests.browser.conftest import serving
from tests.browser.test_walk import (
    test_a_misspelt_word_is_corrected_aloud_and_not_against_the_readers_will as corrected,
)
from tests.browser.test_walk import test_a_name_is_completed_from_its_first_words_and_found as name_completed
from tests.browser.test_walk import test_words_are_completed_and_only_taken_when_chosen as word_completed
from tests.browser.test_walk import walk
from tools.opensearch.local_cluster import LocalCluster
from web.site.app import create_app

if TYPE_CHECKING:
    from tests.browser.conftest import Opener


@pytest.fixture(scope="module")
def in_cluster(node: LocalCluster, seeds: Path, reindexed: Callable[..., Path]) -> Iterator[str]:
    """The address of a server that has nothing but a cluster with the seeds."""
    folder = reindexed(seeds)
    address = f"{node.addresses[0].replace('http', 'opensearch')}/walked"
    settings = replace(Settings(), index=folder, cluster=address)
    assert not publish_newest(settings, open_snapshot(folder)).problem
    elsewhere = replace(settings, index=folder.with_name("nothing"))
    yield from serving(create_app(engine_for(elsewhere, seconds=60.0), elsewhere))


@pytest.fixture
def over_cluster(opened: Opener, in_cluster: str) -> Opener:
    return partial(opened, at=in_cluster)


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (360, False)], ids=["scripts", "no scripts"])
def test_the_walk_leads_through_a_cluster(over_cluster: Opener, width: int, *, scripts: bool) -> None:
    watched = over_cluster(width=width, scripts=scripts)
    walk(watched, scripts=scripts)
    assert watched.strangers == []
    assert watched.complaints == []


@pytest.mark.parametrize("done", [word_completed, name_completed, corrected], ids=["word", "name", "misspelt"])
def test_words_of_a_cluster_are_offered(over_cluster: Opener, done: Callable[[Opener], None]) -> None:
    done(over_cluster)

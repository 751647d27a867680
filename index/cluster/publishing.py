"""How does the newest generation of a working copy come to its cluster? For whoever ran, and does not ask how."""

from __future__ import annotations

from collections.abc import Callable

from index.cluster.access import client_for
from index.cluster.cluster_report import ClusterReport
from index.cluster.publication import ClusterPublication, ClusterShape, source_of
from index.cluster.state import read_state
from index.errors import CuttingsError
from index.settings import Settings
from index.store.snapshot import Snapshot


def publish_newest(
    settings: Settings,
    snapshot: Snapshot,
    begin: Callable[[], None] = lambda: None,
    advanced: Callable[[int], None] = lambda _: None,
    *,
    anew: bool = False,
) -> ClusterReport:
    """Have the cluster of the settings hold what the snapshot holds; where it does, nothing is written. Else `begin` is
    called, and `advanced` for every so many documents that were looked at. `anew` has all written into a new index.

    Nothing is raised for a cluster that is away or refuses: what it has stays, and the report says so. Raises
    SettingInvalid and ClusterPackageMissing.
    """
    client = client_for(settings)
    shape = ClusterShape(max(settings.cluster_shards, 1), settings.cluster_replicas, anew)
    there = 0
    try:
        stored = read_state(client)
        there = stored.state.generation if stored else 0
        if stored is not None and there and not anew and stored.state.source == source_of(snapshot):
            return ClusterReport(there)
        begin()
        done = ClusterPublication(client, snapshot, shape, advanced).publish()
    except CuttingsError as error:
        return ClusterReport(there, problem=error.what)
    return ClusterReport(done.generation, done.written, done.ended)

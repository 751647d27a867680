"""How does the newest generation of a working copy come to its cluster? For whoever ran, and does not ask how."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from index.cluster.access import client_for
from index.cluster.cluster_report import ClusterReport
from index.cluster.publication import ClusterPublication, ClusterShape, source_of
from index.cluster.replicas import add_replicas, fitting_replicas
from index.cluster.state import ClusterState, read_state
from index.cluster.working_copy import known_writer
from index.errors import CuttingsError
from index.settings import Settings
from index.store.snapshot import Snapshot


class Replacing(Enum):
    """What a publication may put itself in the place of."""

    OWN = auto()
    """What was published from the same working copy."""
    ANY = auto()
    """Whatever is there under the name of the archive."""
    ANEW = auto()
    """That, too, and everything is written into a new index."""


def publish_newest(
    settings: Settings,
    snapshot: Snapshot,
    begin: Callable[[], None] = lambda: None,
    advanced: Callable[[int], None] = lambda _: None,
    *,
    replacing: Replacing = Replacing.OWN,
) -> ClusterReport:
    """Have the cluster of the settings hold what the snapshot holds; where it does, nothing is written. Else `begin` is
    called, and `advanced` for every so many documents that were looked at. What is there of another working copy stays,
    unless `replacing` says otherwise.

    Nothing is raised for a cluster that is away or refuses: what it has stays, and the report says so. Raises
    SettingInvalid and ClusterPackageMissing.
    """
    client = client_for(settings)
    anew, there = replacing is Replacing.ANEW, 0
    try:
        stored = read_state(client)
        there = stored.state.generation if stored else 0
        replicas = fitting_replicas(client, settings.cluster_replicas)
        if stored is not None and there:
            add_replicas(client, stored.state, replicas)
        if stored is not None and there and not anew and stored.state.source == source_of(snapshot):
            return ClusterReport(there)
        if stored is not None and replacing is Replacing.OWN and _is_foreign(stored.state, snapshot):
            what = f"{client.address} holds {stored.state.documents:,} articles that another working copy published"
            return ClusterReport(there, problem=what, foreign=True)
        begin()
        shape = ClusterShape(max(settings.cluster_shards, 1), replicas, anew)
        done = ClusterPublication(client, snapshot, shape, advanced).publish()
    except CuttingsError as error:
        return ClusterReport(there, problem=error.what)
    return ClusterReport(done.generation, done.written, done.ended)


def _is_foreign(state: ClusterState, snapshot: Snapshot) -> bool:
    return bool(state.generation and state.writer) and state.writer != known_writer(snapshot.folder)

"""Which generation of an archive in a cluster answers? The one that is published when a request asks."""

from __future__ import annotations

import threading
from collections.abc import Callable

from index.cluster.client import ClusterClient
from index.cluster.state import ClusterState, published_state
from search.cluster.cluster_archive import ClusterArchive, ClusterKnowledge
from search.options import Options

Knowing = Callable[[ClusterClient, ClusterState], ClusterKnowledge]
"""What is kept beside the cluster of a generation; what is the same in the one before is kept."""


class CurrentGeneration:
    """The published generation, read once a request. Safe to share between threads."""

    def __init__(self, client: ClusterClient, knowing: Knowing, options: Options) -> None:
        self.client = client
        self._knowing = knowing
        self._options = options
        self._archive: ClusterArchive | None = None
        self._lock = threading.Lock()

    def archive(self) -> ClusterArchive:
        """The generation that is published now; while another thread reads what is to be kept of it, the one before,
        which the cluster still has. Raises ClusterUnavailable, IndexMissing, IndexOutdated."""
        state = published_state(self.client).published  # who publishes the next one changes nothing
        last = self._archive
        if last is not None and last.state == state:
            return last
        if not self._lock.acquire(blocking=last is None):
            assert last is not None
            return last
        try:
            if self._archive is None or self._archive.state != state:
                with self.client.within(None):  # files of hundreds of MB, once a publication
                    knowledge = self._knowing(self.client, state)
                self._archive = ClusterArchive(self.client, state, knowledge, self._options)
            return self._archive
        finally:
            self._lock.release()

"""Which generation of an archive in a cluster answers? The one that is published when a request asks, to its end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from index.cluster.client import ClusterClient
from index.cluster.state import PUBLISHED_ANEW, ClusterState, is_held, published_state
from index.errors import ClusterUnavailable, CuttingsError, NodeLost
from search.cluster.cluster_archive import ClusterArchive, ClusterKnowledge
from search.options import Options

Knowing = Callable[[ClusterClient, ClusterState], ClusterKnowledge]
"""What is kept beside the cluster of a generation; what is the same in the one before is kept."""

WholeAnswer = TypeVar("WholeAnswer")
_ATTEMPTS = 4  # to answer: each was overtaken by two publications, or its node was lost


class _Request(threading.local):
    """What the request of a thread has seen."""

    runs: bool = False
    last: bool = False  # there is no further attempt to answer
    state: ClusterState | None = None
    archive: ClusterArchive | None = None


class CurrentGeneration:
    """The published generation, read once a request. Safe to share between threads."""

    def __init__(self, client: ClusterClient, knowing: Knowing, options: Options) -> None:
        self.client = client
        self._knowing = knowing
        self._options = options
        self._archive: ClusterArchive | None = None
        self._lock = threading.Lock()
        self._request = _Request()

    def answered(self, answer: Callable[[], WholeAnswer]) -> WholeAnswer:
        """What `answer` returns, from one generation that the cluster had to the end; it is called again where two
        publications came in between. Raises what it raises, and ClusterUnavailable."""
        request = self._request
        if request.runs:
            return answer()
        request.runs = True
        try:
            lost = ClusterUnavailable(PUBLISHED_ANEW)
            for attempt in range(1, _ATTEMPTS + 1):
                request.state = request.archive = None
                request.last = attempt == _ATTEMPTS
                try:
                    with self.client.by_one_node():
                        told = answer()
                        # Documents that were taken out meanwhile are no error, but a count that is too small.
                        if request.state is None or is_held(self.client, request.state):
                            return told
                except NodeLost as error:
                    lost = error
                except (CuttingsError, FileNotFoundError):
                    if not self._has_moved():
                        raise
            raise lost
        finally:
            request.runs = False
            request.state = request.archive = None

    def _has_moved(self) -> bool:
        """Whether another generation is published than the one that this thread has seen."""
        seen = self._request.state
        try:
            return seen is not None and published_state(self.client).generation != seen.generation
        except CuttingsError:
            return False

    def archive(self) -> ClusterArchive:
        """The generation that is published now, the same one for all of a request; while another thread reads what is
        to be kept of it, the one before, where the cluster still has that.

        Raises ClusterUnavailable, IndexMissing, IndexOutdated.
        """
        request = self._request
        if request.runs and request.archive is not None:
            return request.archive
        state = published_state(self.client).published
        self._prove(state)
        request.state = state
        archive = self._opened(state)
        request.archive, request.state = archive, archive.state
        return archive

    def _prove(self, state: ClusterState) -> None:
        """Raises NodeLost where a node has a state that others went on from: it was cut off and does not know it yet.

        Where all have it, as after a snapshot was restored, it counts.
        """
        last = self._archive and self._archive.state
        if last and self._request.runs and not self._request.last and last.follows(state):
            raise NodeLost(f"a machine of the cluster {self.client.address} is behind")

    def _opened(self, state: ClusterState) -> ClusterArchive:
        last = self._archive
        if last is not None and last.state == state:
            return last
        held = last is not None and state.holds(last.state.generation)
        left = self.client.left()
        if not self._lock.acquire(blocking=not held, timeout=-1 if held or left is None else left):
            if held and last is not None:
                return last
            raise ClusterUnavailable(f"what is known of the archive in {self.client.address} is not read yet")
        try:
            if self._archive is None or self._archive.state != state:
                with self.client.within(None):  # files of hundreds of MB, once a publication
                    knowledge = self._knowing(self.client, state)
                self._archive = ClusterArchive(self.client, state, knowledge, self._options)
            return self._archive
        finally:
            self._lock.release()

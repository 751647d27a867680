"""An archive of rounds in a cluster, and engines over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from index.cluster.access import client_for
from index.cluster.publishing import Replacing, publish_newest
from index.cluster.verification import verify_cluster
from index.store.snapshot import Snapshot
from search.cluster.current import Knowing
from search.cluster.engine import open_cluster
from search.cluster.served import KeptKnowledge
from search.engine import Engine
from search.options import Options
from search.words.aliases import Aliases
from tests.cluster.counted_rounds import write_round
from tests.cluster.every_copy import wrong_in_copies
from tests.cluster.publications import settings_for
from tools.opensearch.local_cluster import LocalCluster, ask

ENOUGH = 12.0  # seconds for an answer, which the cluster has five times: more than a busy machine needs


class PublishedRounds:
    """The rounds of `tests.cluster.counted_rounds`, one published after the other under a name. Each part has so many
    `copies`."""

    def __init__(self, cluster: LocalCluster, folder: Path, name: str, copies: int = 2) -> None:
        self.cluster = cluster
        self.name = name
        self.copies = copies
        self.settings = replace(settings_for(cluster, name, folder), cluster_replicas=copies - 1)
        self.number = -1
        self._snapshot: Snapshot | None = None

    def write(self) -> None:
        """Write the next round into the folder."""
        self.number += 1
        self._snapshot = write_round(self.settings.index, self.number)

    def next(self) -> str:
        """Publish the next round; what went wrong, "" for nothing."""
        self.write()
        return self.again()

    def again(self) -> str:
        """Publish what was written last, where that is not there yet; what went wrong, "" for nothing."""
        assert self._snapshot
        return publish_newest(self.settings, self._snapshot).problem

    def anew(self) -> str:
        """Publish it into a new index; what went wrong, "" for nothing."""
        assert self._snapshot
        return publish_newest(self.settings, self._snapshot, replacing=Replacing.ANEW).problem

    def refresh(self) -> None:
        """Let searches see at once what has left the cluster, as those of a copy that was moved do."""
        ask(self.cluster.addresses[0], f"/{self.name}-articles-*/_refresh", method="POST")

    def engine(self, seconds: float = ENOUGH, today: Callable[[], date] = date.today) -> Engine:
        """An engine over what is published; it asks `today` for the day in the midst of each answer."""
        options = Options(aliases=Aliases(), today=today)
        return open_cluster(client_for(self.settings), self.knowing(options), seconds=seconds, options=options)

    def knowing(self, options: Options) -> Knowing:
        """What a server keeps beside the cluster, in a folder that all share."""
        return KeptKnowledge(self.settings.index.with_name(f"{self.name}.words"), options)

    def wrong(self) -> list[str]:
        """What is wrong in any copy of what was published last."""
        assert self._snapshot
        found = wrong_in_copies(self.cluster, self.name, self._snapshot, self.copies)
        return [*found, *verify_cluster(self.settings, self._snapshot)]

"""How does a server come to the engine over the cluster of its settings? With the files that it keeps beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from index.cluster.access import client_for
from index.cluster.client import ClusterClient
from index.cluster.files import FileStore, forget
from index.cluster.state import ClusterState
from index.settings import Settings
from search.cluster.engine import open_cluster
from search.cluster.knowledge.server_knowledge import ServerKnowledge
from search.engine import Engine
from search.options import Options

_BESIDE = ".words"
"""Stands behind the name of the workspace in that of the folder of the files."""


class KeptKnowledge:
    """The knowledge of the generation asked for last, from files in a `folder` of this machine; those that are not
    there are fetched, those of no use any more removed. Several processes may share the folder."""

    def __init__(self, folder: Path, options: Options) -> None:
        self._folder = folder
        self._options = options
        self._last: ServerKnowledge | None = None

    def __call__(self, client: ClusterClient, state: ClusterState) -> ServerKnowledge:
        """What is known of a generation. Raises ClusterUnavailable, IndexDamaged, IndexOutdated, IndexUnreadable."""
        files = FileStore(client).fetch(state.files, self._folder)
        self._last = ServerKnowledge(client, state, files, self._options, self._last)
        forget(self._folder, state.files)
        return self._last


def served_cluster(settings: Settings, seconds: float, options: Options) -> Engine:
    """The engine over the archive in the cluster of the settings. Raises SettingInvalid and ClusterPackageMissing."""
    folder = settings.index.with_name(settings.index.name + _BESIDE)
    options = replace(options, working_copy=settings.index)
    return open_cluster(client_for(settings), KeptKnowledge(folder, options), seconds=seconds, options=options)

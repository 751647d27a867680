"""How many further copies does each part of an archive have? As many as are wished and machines can hold: a copy beside
what it is a copy of is of no use, so a single machine has none, and more come when there are more machines."""

from __future__ import annotations

from index.cluster.client import ClusterClient
from index.cluster.mapping import WORDS_INDEX, index_name
from index.cluster.state import ClusterState

_SETTING = "index.number_of_replicas"


def fitting_replicas(client: ClusterClient, wished: int) -> int:
    """Of so many further copies those that the machines of a cluster can hold. Raises as `ClusterClient`."""
    told = client.ask("GET", "/_cluster/health?filter_path=number_of_data_nodes")
    return max(0, min(wished, int(told["number_of_data_nodes"]) - 1))


def add_replicas(client: ClusterClient, state: ClusterState, replicas: int) -> None:
    """Let what is published have so many further copies where it has fewer; none is taken away: a machine that is lost
    for now comes back. Raises as `ClusterClient`."""
    names = ",".join((state.articles, index_name(client.address.name, WORDS_INDEX)))
    for name, told in client.ask("GET", f"/{names}/_settings?flat_settings=true").items():
        if int(told["settings"][_SETTING]) < replicas:
            client.ask("PUT", f"/{name}/_settings", {_SETTING: replicas})

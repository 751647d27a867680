"""An engine over a folder and one over the cluster that the folder was published to, asked the same."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from index.cluster.client import ClusterClient
from index.cluster.cluster_address import read_address
from index.cluster.publication import ClusterPublication, ClusterShape
from index.store.snapshot import open_snapshot
from search.cluster.engine import open_cluster
from search.cluster.served import KeptKnowledge
from search.embedded.engine import open_engine
from search.engine import Engine
from search.options import Options
from search.words.aliases import Aliases

SECONDS = 60.0
NO_ALIASES = Aliases()
_ROUNDING = 1e-5
_OWN = ("seconds", "runs", "published_at")


@dataclass
class EnginePair:
    """The engine over the folder, and that over the cluster."""

    here: Engine
    there: Engine


def engine_pair(folder: Path, address: str, name: str, aliases: Aliases = NO_ALIASES) -> EnginePair:
    """Publish the index in a folder to the cluster at an address under a name, and open both, with these aliases."""
    client = ClusterClient(read_address(f"opensearch://{address.removeprefix('http://')}/{name}"))
    ClusterPublication(client, open_snapshot(folder), ClusterShape(2, 0)).publish()
    options = Options(aliases=aliases)
    knowing = KeptKnowledge(folder.with_name(f"{folder.name}.words"), options)
    there = open_cluster(client, knowing, seconds=SECONDS, options=options)
    return EnginePair(open_engine(folder, seconds=SECONDS, aliases=aliases), there)


def plainly(value: Any) -> Any:
    """What an engine answers as lists and numbers, without what no two answers have alike."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value) if field.name not in _OWN]
        return {name: plainly(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [plainly(each) for each in value]
    if isinstance(value, dict):
        return {key: plainly(each) for key, each in value.items()}
    return pytest.approx(value, rel=_ROUNDING) if isinstance(value, float) else value

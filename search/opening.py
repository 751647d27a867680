"""Which engine answers for these settings? The one place that knows; commands, the server and tools ask it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from index.settings import Settings
from search.budget import Budget
from search.embedded.engine import open_engine
from search.engine import Engine
from search.options import Options
from search.words.aliases import load_aliases


@dataclass(frozen=True, slots=True)
class Sharing:
    """How many processes answer from engines of the same index, and whether the one that asks is `renewed`: replaced
    by another when something was published (`Options.renewed`)."""

    processes: int = 1
    renewed: Callable[[], bool] = lambda: False


ALONE = Sharing()


def engine_for(settings: Settings, *, seconds: float = 0.0, sharing: Sharing = ALONE) -> Engine:
    """The engine over the index of the settings, which need not be there yet.

    It answers after the settings' time for a search, or after `seconds` where that is longer. `sharing` says which
    processes share the memory of the settings. Raises AliasError where the file of aliases cannot be read, and
    SettingInvalid and ClusterPackageMissing where there is no way to the cluster of the settings.
    """
    patience = max(settings.search_seconds, seconds)
    aliases = load_aliases(settings.aliases or None)
    options = Options(budget=Budget.of(settings.memory_mb, sharing.processes), renewed=sharing.renewed)
    if settings.cluster:
        from search.cluster.served import served_cluster  # noqa: PLC0415  (what it needs is an extra)

        return served_cluster(settings, patience, replace(options, aliases=aliases))
    return open_engine(settings.index, seconds=patience, aliases=aliases, options=options)

"""Which engine answers for these settings? The one place that knows; commands, the server and tools ask it."""

from __future__ import annotations

from index.settings import Settings
from search.budget import Budget
from search.embedded.engine import open_engine
from search.engine import Engine
from search.options import Options
from search.words.aliases import load_aliases


def engine_for(settings: Settings, *, seconds: float = 0.0) -> Engine:
    """The engine over the index of the settings, which need not be there yet.

    It answers after the settings' time for a search, or after `seconds` where that is longer. Raises AliasError where
    the file of aliases cannot be read.
    """
    patience = max(settings.search_seconds, seconds)
    aliases = load_aliases(settings.aliases or None)
    options = Options(budget=Budget.of(settings.memory_mb))
    return open_engine(settings.index, seconds=patience, aliases=aliases, options=options)

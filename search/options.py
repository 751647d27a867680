"""What is an engine opened with, whatever generation of the index answers?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from search.budget import STANDARD, Budget
from search.rank.weights import Weights
from search.words.aliases import Aliases


@dataclass(frozen=True, slots=True)
class Options:
    """How matches are weighed, which names are equal, what the caches may hold, and from which day `since:yesterday`
    counts. Where it is `renewed`, another process reads the words of what is published and takes this one's place:
    until then it answers with those of the generation before. `working_copy` is the folder of that of an archive in a
    cluster, which this machine need not have."""

    weights: Weights = field(default_factory=Weights)
    aliases: Aliases = field(default_factory=Aliases)
    budget: Budget = STANDARD
    today: Callable[[], date] = date.today
    renewed: Callable[[], bool] = lambda: False
    working_copy: Path | None = None

"""What is an engine opened with, whatever generation of the index answers?"""

from __future__ import annotations

from dataclasses import dataclass, field

from search.budget import STANDARD, Budget
from search.rank.weights import Weights
from search.words.aliases import Aliases


@dataclass(frozen=True, slots=True)
class Options:
    """How matches are weighed, which names are equal, and what the caches may hold."""

    weights: Weights = field(default_factory=Weights)
    aliases: Aliases = field(default_factory=Aliases)
    budget: Budget = STANDARD

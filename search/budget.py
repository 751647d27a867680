"""How much memory may what was worked out take, and how much of that is each cache's?"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Budget:
    """The bytes that each cache of an engine may hold. The first seven are of segments, which share them.

    Where it `grows`, lists and leaves of a large archive get room for 16 common words: where 136 questions pushed each
    other out, a page at a million articles took twice as long. That room is shared by so many `processes`.
    """

    lists: int = 16 * MB
    slots: int = 16 * MB
    leaves: int = 20 * MB
    spoken: int = 4 * MB
    masks: int = 4 * MB
    levels: int = 2 * MB
    impacts: int = 20 * MB
    shown: int = 24 * MB
    occurrences: int = 2 * MB
    values: int = 20 * MB
    runs: int = 8 * MB
    questions: int = 4 * MB
    plans: int = 4 * MB
    patterns: int = 4 * MB
    added: int = 3 * MB
    company: int = 3 * MB
    variants: int = 3 * MB
    tokens: int = 2 * MB
    standing: int = 2 * MB
    inflections: int = 2 * MB
    offers: int = 2 * MB
    spellings: int = 1 * MB
    pairs: int = 2 * MB
    completions: int = 1 * MB
    names: int = 3 * MB
    counts: int = 4 * MB
    surfaces: int = 6 * MB
    beside: int = 1 * MB
    grows: bool = True
    processes: int = 1

    @classmethod
    def of(cls, megabytes: int, processes: int = 1) -> Budget:
        """What each of so many processes may keep of so many megabytes, divided as the standard is; 0 is the standard,
        which grows with the archive."""
        standard = cls()
        if not megabytes:
            return replace(standard.part(1 / processes), processes=processes)
        return replace(standard.part(megabytes * MB / standard.whole / processes), grows=False)

    @property
    def whole(self) -> int:
        """The bytes of all caches."""
        return sum(getattr(self, name) for name in CACHES)

    def part(self, share: float) -> Budget:
        """A share of it, of each cache the same; rounded down."""
        sizes: dict[str, Any] = {name: int(share * getattr(self, name)) for name in CACHES}
        return replace(self, **sizes)

    def for_articles(self, count: int) -> Budget:
        """What an archive of so many articles may keep."""
        if not self.grows:
            return self
        count //= self.processes
        return replace(
            self,
            lists=max(self.lists, 128 * count),
            slots=max(self.slots, 128 * count),
            leaves=max(self.leaves, 64 * count),
            spoken=max(self.spoken, 64 * count),
            masks=max(self.masks, 64 * count),
            impacts=max(self.impacts, 128 * count),
        )


CACHES = tuple(cache.name for cache in fields(Budget) if cache.name not in ("grows", "processes"))
STANDARD = Budget()

"""Who watches a run?"""

from __future__ import annotations

from typing import Protocol

from index.pipeline.plan import Plan


class Watcher(Protocol):
    """Whoever shows the progress."""

    def planned(self, plan: Plan) -> None:
        """The plan is made and is about to be carried out."""
        ...

    def phase(self, name: str, units: int) -> None:
        """A phase with that many pages and lines begins."""
        ...

    def advanced(self, units: int) -> None:
        """So many more are done; negative where a process died and they are read again."""
        ...

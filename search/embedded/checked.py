"""How is the index that answers? What a check of its bytes in the background has found, and what every reader meets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.errors import CuttingsError
from index.store.scrub import Scrub, told
from search.embedded.archive import Archive
from search.embedded.newest import Newest
from search.health import EngineHealth, Findings, Serving


class Checked:
    """The index in a folder, whose newest generation answers: how it is, as far as it has been looked at."""

    def __init__(self, folder: Path, newest: Newest) -> None:
        self._newest = newest
        self._scrub = Scrub(folder)

    def step(self, most: int) -> int:
        """Check so many bytes more; see `Engine.scrub`."""
        known = self._scrub.damage
        read = self._scrub.step(most)
        if (damage := self._scrub.damage) != known:
            self._newest.hear(damage)
        return read

    def findings(self) -> Findings:
        """What is known of damage; see `Engine.findings`."""
        return Findings(self._scrub.damage, proven=self._newest.is_damaged)

    def heed(self, findings: Findings) -> None:
        """Take in what another process found; see `Engine.heed`."""
        self._scrub.hear(findings.damage)
        self._newest.hear(findings.damage)
        if findings.proven and not self._newest.is_damaged:
            self._newest.find_damage()

    def health(self, current: Callable[[], Archive]) -> EngineHealth:
        """How it is, where what `current` opens answers."""
        try:
            archive = current()
        except CuttingsError as error:
            return EngineHealth(ok=False, error=error, damaged=tuple(map(told, self._scrub.damage)))
        snapshot, problem = archive.snapshot, self._newest.problem()
        return EngineHealth(
            ok=not problem,
            articles=archive.articles,
            generation=str(snapshot.generation),
            published_at=snapshot.created,
            problem=problem,
            serving=Serving.OLDER if snapshot.passed_over else Serving.NEWEST,
            damaged=tuple(told(damage, snapshot.generation) for damage in self._scrub.damage),
        )

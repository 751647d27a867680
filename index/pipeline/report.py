"""What did a run of `reindex` do? One value, drawn as lines for people and as JSON for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from index.errors import Skipped


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run.

    Counts are of articles, before (`new`, `changed`, ...) as the plan had them; `articles` is what the index holds
    now. `skipped` lists everything that is in the folders and not in the index, `hidden` counts what begins with a
    dot. `faults` are articles of this run that lack a field for a mistake of the program. `generation` is the published
    generation, 0 where nothing had to be published. `seconds` is wall time.
    """

    new: int
    changed: int
    unchanged: int
    gone: int
    renamed: int
    reread: int
    articles: int
    skipped: tuple[Skipped, ...]
    hidden: int
    generation: int
    seconds: float
    dry_run: bool = False
    faults: tuple[Skipped, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        lists = ("skipped", "faults")
        plain = {name: getattr(self, name) for name in self.__slots__ if name not in lists}
        return plain | {
            name: [{"path": item.path, "reason": item.reason} for item in getattr(self, name)] for name in lists
        }

"""What came of a publication to a cluster? For the report of a run, which need not have one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClusterReport:
    """The `generation` that the cluster has now, 0 where none or where that is not known, and how many documents were
    written and ended; none of either where it had what there is. Where it failed, `problem` says why. `foreign`: what
    is there was published from another working copy, and stays."""

    generation: int
    written: int = 0
    ended: int = 0
    problem: str = ""
    foreign: bool = False

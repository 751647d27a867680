"""The processes of a server, seen from outside by what the system says of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.web.outside import PATIENCE
from tools.bench.http import family


def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds; fails where it never does."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def name_of(process: int) -> str:
    """What a process is, such as `page-0`; "" where it is gone or dead."""
    try:
        folder = Path(f"/proc/{process}")
        state = (folder / "stat").read_text().rsplit(") ", 1)[1]
        return "" if state.startswith("Z") else (folder / "comm").read_text().strip().removeprefix("cuttings-")
    except OSError:
        return ""


def named(server: int, *names: str) -> dict[str, int]:
    """The numbers of a server's processes of these names, as far as they are there; without names those that answer
    pages."""
    # A process that was forked just now still has the name of the one that forked it, whose number is lower.
    found = {name_of(process): process for process in sorted(family(server), reverse=True)}
    return {name: process for name, process in found.items() if name in names or (not names and "page-" in name)}

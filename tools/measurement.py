"""A file of measured numbers: how were they taken, and what came out?

    python -m tools.quality --write          # over docs/measurements/quality.md
    python -m tools.quality --write FILE     # somewhere else

Whoever measures makes an `MeasurementOrigin` before it starts and hands on what it prints.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import xxhash

MEASUREMENTS = Path(__file__).resolve().parents[1] / "docs/measurements"


@dataclass(frozen=True, slots=True)
class MeasurementOrigin:
    """How numbers were taken: the command as one would type it, what it ran on, the kind of machine, the day (UTC)."""

    command: str
    corpus: str
    machine: str
    day: str

    @classmethod
    def now(cls, command: str, corpus: str) -> Self:
        """Of what starts now, on this machine. Neither its name nor a path on it is told."""
        return cls(command, corpus, machine(), datetime.now(UTC).date().isoformat())

    def text(self) -> str:
        """The lines that stand above the numbers."""
        return f"- Command: `{self.command}`\n- Corpus: {self.corpus}\n- Machine: {self.machine}\n- Date: {self.day}\n"


def machine() -> str:
    """The kind of this machine and how busy it is: processors, memory in GB, load average of a minute, Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, load {os.getloadavg()[0]:.1f} at the start, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def digest(pieces: Iterable[bytes]) -> str:
    """The digest (xxh3-128, hexadecimal) of bytes in the order given."""
    total = xxhash.xxh3_128()
    for piece in pieces:
        total.update(piece)
    return total.hexdigest()


def write_option(parser: argparse.ArgumentParser, name: str) -> None:
    """Give a tool the option `--write`; without a value it means the file `name` of `MEASUREMENTS`."""
    where = MEASUREMENTS / f"{name}.md"
    parser.add_argument(
        "--write", type=Path, nargs="?", const=where, metavar="FILE", help=f"also write docs/measurements/{where.name}"
    )


def write(path: Path, title: str, origin: MeasurementOrigin, body: str) -> None:
    """Write a file of numbers, over what stands there."""
    path.write_text(f"# {title}\n\n{origin.text()}\n{body.strip()}\n", "utf-8")

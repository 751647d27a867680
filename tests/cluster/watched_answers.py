"""Readers that ask an engine all the time, whatever happens to its cluster, and what they are told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from index.errors import ClusterUnavailable
from search.engine import Engine
from tests.cluster.counted_rounds import RoundReader

_BREATH = 0.05  # seconds between two questions, in which the nodes have the processors


@dataclass
class Told:
    """What a reader was told: the round of each answer, what was wrong in an answer, and how often there was none."""

    rounds: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    longest: float = 0.0  # seconds between two answers

    def so_far(self) -> int:
        """How many answers there were."""
        return len(self.rounds)


@contextmanager
def watched(*engines: Engine) -> Iterator[list[Told]]:
    """A reader of each engine asks until the context is left; each answer is right by then, or there was none."""
    told = [Told() for _ in engines]
    ended = threading.Event()
    readers = [
        threading.Thread(target=_read, args=(engine, of, ended)) for engine, of in zip(engines, told, strict=True)
    ]
    for reader in readers:
        reader.start()
    try:
        yield told
    finally:
        ended.set()
        for reader in readers:
            reader.join()
    wrong = [wrong for of in told for wrong in of.wrong]
    assert wrong == [], wrong


def _read(engine: Engine, told: Told, ended: threading.Event) -> None:
    last = time.monotonic()
    for ask in RoundReader(engine).ways():
        if ended.wait(_BREATH):
            return
        try:
            told.rounds.append(ask())
        except ClusterUnavailable as error:
            told.refused.append(str(error))
            continue
        except Exception as error:
            told.wrong.append(f"{getattr(ask, '__name__', '')}: {error!r}"[:1_000])
        now = time.monotonic()
        told.longest, last = max(told.longest, now - last), now

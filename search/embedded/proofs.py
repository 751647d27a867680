"""Was it damage? The bytes of the segments that answered are checked when an answer fails; what the check in the
background finds is taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, Protocol, TypeVar
from weakref import WeakKeyDictionary

from index.errors import CuttingsError, IndexDamaged
from index.segment.arrays.container import Container
from index.store.scrub import Damage, Stamp, stamp_of
from index.store.snapshot import Snapshot
from search.results import HitPage


class Answering(Protocol):
    """Whoever answers from an index."""

    def find_damage(self) -> str:
        """What is damaged in the segments that answer, as a sentence, or ""."""
        ...


Self = TypeVar("Self", bound=Answering)
P = ParamSpec("P")
R = TypeVar("R")


def proven(method: Callable[Concatenate[Self, P], R]) -> Callable[Concatenate[Self, P], R]:
    """The method; an unexpected error becomes `IndexDamaged` where the index's bytes are not what was written.

    So does what a reader of the bytes complains of, which does not know the generation and the section.
    """

    @wraps(method)
    def answer(self: Self, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except Exception as error:
            if isinstance(error, CuttingsError) and not isinstance(error, IndexDamaged):
                raise
            if damage := self.find_damage():
                raise IndexDamaged(damage) from error
            raise

    return answer


def proven_pages(engine: Answering, parts: Iterator[HitPage]) -> Iterator[HitPage]:
    """The pages of an export; an unexpected error on the way becomes `IndexDamaged` as in `proven`."""
    following = proven(lambda _: next(parts, None))
    while (part := following(engine)) is not None:
        yield part


class Proofs:
    """Which segment files were checked, and what was found. A file is read once, until it changes on the disk: 0.1 s
    at 100,000 articles, and whoever makes a question fail again and again does not pay that out of our pocket."""

    def __init__(self) -> None:
        self._found: WeakKeyDictionary[Container, tuple[Stamp, list[str]]] = WeakKeyDictionary()
        self._others: list[str] = []  # what was heard last of other files than segments
        self._lock = Lock()

    def damage(self, snapshot: Snapshot) -> str:
        """The first part of the snapshot's segments that is not what was written, as a sentence; "" for none."""
        with self._lock:
            for segment in snapshot.segments:
                self._check(segment.container)
        return self.known(snapshot)

    def hear(self, snapshot: Snapshot, damage: Iterable[Damage]) -> str:
        """Take in what was found elsewhere, in whatever files the snapshot needs; what is known of it then."""
        containers = {segment.container.shown: segment.container for segment in snapshot.segments}
        others = []
        for each in damage:
            if each.stamp != stamp_of(snapshot.folder / each.path):
                continue
            if (container := containers.get(each.path)) is not None:
                with self._lock:
                    self._found[container] = (each.stamp, [each.problem])
            elif each.concerns(snapshot.record):
                others.append(each.problem)
        self._others = others
        return self.known(snapshot)

    def known(self, snapshot: Snapshot) -> str:
        """The same of what was checked before, and of what was heard of the snapshot."""
        checked = (self._found.get(segment.container, (None, []))[1] for segment in snapshot.segments)
        problem = next((problem for damage in (*checked, self._others) for problem in damage), "")
        return f"generation {snapshot.generation} is damaged: {problem}" if problem else ""

    def _check(self, container: Container) -> None:
        stamp = stamp_of(container.path)  # of a file that a writer has removed what is mapped stays
        known, _ = self._found.get(container, (None, []))
        if known != stamp:
            self._found[container] = (stamp, container.problems())

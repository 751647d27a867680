"""What may a disk hold after the power failed? A model of a file system, fed with the calls that a command made.

Assumed is what POSIX promises and no more: bytes last once their file was synced, a name once its folder was. What
was not synced is there or not, in any order, also in parts: a write whole, cut at a sector, as zeros, or not at all. A
rename is one change, and changes of one name keep their order. What is promised by a journal that keeps all changes
of names in order (ext4, XFS) is a part of that, and every moment of it is tried: each number of changes that came
after the last sync.

A moment between two syncs can hold nothing that the moment before the later one cannot hold. So states are drawn where
a sync is about to happen, and at the end.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from tests.attack.system_calls import SystemCall

SECTOR = 512
UNREAD = frozenset({"work", "run.json", "run.new", "LOCK"})
"""What no answer of an index hangs on: states that differ only there are one."""


@dataclass(eq=False, slots=True)
class Node:
    """A file or a folder, whatever its names; `content` is what of a file lasts, None for a folder."""

    content: bytes | None


Entry = tuple[Node, str]
"""A name in a folder."""


@dataclass(eq=False, slots=True)
class Change:
    """Something that does not last yet: names given (to a node) or taken away (None), or bytes of the file `written`.

    `told` says what it is, `place` where; `after` are the changes that it cannot come before.
    """

    told: str
    place: Path
    names: tuple[tuple[Entry, Node | None], ...] = ()
    written: Node | None = None
    data: bytes | None = None
    offset: int = 0
    after: tuple[Change, ...] = ()


Fate = Callable[[Change], bytes | None]
"""What of a write has reached the disk."""


def whole(change: Change) -> bytes | None:
    return change.data


@dataclass(frozen=True)
class PowerLoss:
    """A state of the disk: the files by their paths, folders as None; `told` says how it came about."""

    files: dict[Path, bytes | None]
    told: str

    def lay(self, folder: Path) -> None:
        """Write the state into an empty folder."""
        for path, content in self.files.items():
            if content is None:
                (folder / path).mkdir(parents=True, exist_ok=True)
            else:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)

    @property
    def key(self) -> int:
        """Equal where states are equal in what a generation, and what comes after it, hangs on."""
        return hash(frozenset(item for item in self.files.items() if not UNREAD & set(item[0].parts)))


@dataclass
class Disk:
    """A disk that holds what lies below `root` now; `carry_out` brings it further.

    `lasting` are the names that last, `now` all of them; `pending` are the changes that do not last yet, in order.
    """

    root: Path
    top: Node = field(default_factory=lambda: Node(None))
    lasting: dict[Entry, Node] = field(default_factory=dict)
    now: dict[Entry, Node] = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        for path in sorted(self.root.rglob("*")):
            self.lasting[self._entry(path)] = Node(None if path.is_dir() else path.read_bytes())
            self.now = dict(self.lasting)

    def copy(self) -> Disk:
        """The disk as it is now, for another history."""
        return deepcopy(self)

    def _entry(self, path: Path) -> Entry:
        node = self.top
        *folders, name = path.relative_to(self.root).parts
        for part in folders:
            node = self.now[node, part]
        return node, name

    def _node(self, path: Path) -> Node:
        return self.now[self._entry(path)] if path != self.root else self.top

    def carry_out(self, call: SystemCall) -> None:
        """Take in a call."""
        if call.name == "fsync":
            self._sync(self._node(call.path))
        elif call.name in ("write", "truncate"):
            self._write(call)
        elif call.name in ("create", "mkdir"):
            entry = self._entry(call.path)
            if entry not in self.now:
                node = Node(b"" if call.name == "create" else None)
                self._rename(call, ((entry, node),))
        elif call.name in ("unlink", "rmdir"):
            self._rename(call, ((self._entry(call.path), None),))
        else:
            assert call.target
            source, node = self._entry(call.path), self._node(call.path)
            given = (self._entry(call.target), node)
            self._rename(call, (given,) if call.name == "link" else ((source, None), given))

    def _rename(self, call: SystemCall, names: tuple[tuple[Entry, Node | None], ...]) -> None:
        entries = {entry for entry, _ in names}
        before = [change for change in self.pending if entries & {entry for entry, _ in change.names}]
        self.pending.append(Change(call.name, call.target or call.path, names, after=tuple(before)))
        _give(self.now, names)

    def _write(self, call: SystemCall) -> None:
        if call.path.name.endswith(" (deleted)") or self._entry(call.path) not in self.now:
            return  # nobody finds it again
        node = self._node(call.path)
        data = call.data if call.name == "write" else None
        offset = call.offset if call.name == "write" else call.size
        self.pending.append(Change(call.name, call.path, written=node, data=data, offset=offset))

    def _sync(self, node: Node) -> None:
        """What was written into a file lasts, or the names that a folder was given."""
        if node.content is not None:
            kept = [change for change in self.pending if change.written is node]
        else:
            kept = with_causes(change for change in self.pending if change.names and change.names[-1][0][0] is node)
        chosen = set(kept)
        for change in [change for change in self.pending if change in chosen]:
            if change.written is not None:
                change.written.content = _changed(change.written.content or b"", change, whole)
            _give(self.lasting, change.names)
        self.pending = [change for change in self.pending if change not in chosen]

    def state(self, chosen: Iterable[Change], told: str, fate: Fate = whole) -> PowerLoss:
        """What the disk holds where of the pending changes only those came to last, and of writes what `fate` says."""
        wanted = set(chosen)
        entries: dict[Entry, Node] = dict(self.lasting)
        contents: dict[Node, bytes] = {}
        for change in self.pending:
            if change in wanted and change.written is not None:
                before = contents.get(change.written, change.written.content or b"")
                contents[change.written] = _changed(before, change, fate)
            elif change in wanted:
                _give(entries, change.names)
        below: dict[Node, list[tuple[str, Node]]] = {}
        for (folder, name), node in entries.items():
            below.setdefault(folder, []).append((name, node))
        files: dict[Path, bytes | None] = {}
        waiting = [(Path(), self.top)]
        while waiting:
            path, folder = waiting.pop()
            for name, node in below.get(folder, ()):
                files[path / name] = contents.get(node, node.content)
                waiting += [(path / name, node)] if node.content is None else []
        return PowerLoss(files, told)


def _give(entries: dict[Entry, Node], names: Iterable[tuple[Entry, Node | None]]) -> None:
    for entry, node in names:
        if node is None:
            entries.pop(entry, None)
        else:
            entries[entry] = node


def _changed(content: bytes, change: Change, fate: Fate) -> bytes:
    if change.data is None:
        return content[: change.offset].ljust(change.offset, b"\0")
    data = fate(change) or b""
    if not data:
        return content
    return content[: change.offset].ljust(change.offset, b"\0") + data + content[change.offset + len(data) :]


def with_causes(changes: Iterable[Change]) -> list[Change]:
    """The changes and all that they cannot come before."""
    found: dict[Change, None] = {}
    waiting = list(changes)
    while waiting:
        if (change := waiting.pop()) not in found:
            found[change] = None
            waiting += change.after
    return list(found)


def power_losses(disk: Disk, calls: Sequence[SystemCall], chance: random.Random, drawn: int) -> Iterator[PowerLoss]:
    """The states that a loss of power during these calls may leave, each once; `drawn` at random before every sync."""
    known: set[int] = set()
    older = 0  # pending changes that stood before the last sync, too
    for number, call in enumerate([*calls, None]):
        if call is None or call.name == "fsync":
            for state in _states(disk, older, f"before call {number}, {call and call.path.name}: ", chance, drawn):
                if state.key not in known:
                    known.add(state.key)
                    yield state
        if call is not None:
            disk.carry_out(call)
            older = len(disk.pending) if call.name == "fsync" else older


def last_states(disk: Disk, chance: random.Random, drawn: int) -> Iterator[PowerLoss]:
    """The states that a loss of power may leave after all that was carried out."""
    return _states(disk, len(disk.pending), "at the end: ", chance, drawn)


def _states(disk: Disk, older: int, told: str, chance: random.Random, drawn: int) -> Iterator[PowerLoss]:
    pending = disk.pending
    for length in range(min(older, len(pending)), len(pending) + 1):  # a journal that keeps the order of names
        state = f"{told}the first {length} of {len(pending)} changes"
        yield disk.state(pending[:length], state)
        yield disk.state(pending[:length], f"{state}, no bytes", lambda _: None)
    told_of = [change for change in pending if not UNREAD & set(change.place.parts)]
    yield disk.state((), f"{told}nothing that was not synced")
    for change in told_of:
        later = {other for other in pending if change in with_causes([other])}
        yield disk.state(with_causes([change]), f"{told}only {change.told} {change.place}")
        yield disk.state([one for one in pending if one not in later], f"{told}all but {change.told} {change.place}")
    for number in range(drawn if told_of else 0):
        chosen = with_causes(change for change in pending if chance.random() < 0.5)
        fates = {change: _fate(change, chance) for change in chosen}
        yield disk.state(chosen, f"{told}draw {number}", lambda change, fates=fates: fates[change])  # type: ignore[misc]


def _fate(change: Change, chance: random.Random) -> bytes | None:
    """What of a write reached the disk: all, none, zeros, or its first sectors."""
    data = change.data or b""
    cut = chance.randrange(0, len(data) + 1, SECTOR)
    return chance.choice((data, None, bytes(len(data)), data[:cut]))

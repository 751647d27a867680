"""Which files are there to read? Walks the roots safely and tells what was left out and why."""

# A walk of 100,000 files keeps their names as strings: Path objects double its time and memory.
# ruff: noqa: PTH100, PTH110, PTH112, PTH113, PTH116, PTH118, PTH119, PTH120, PTH122
from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import Code, CuttingsError, Reason, Skipped

CORRECTION = ".meta.yaml"
"""Ending of the name of a correction file; it corrects the sources beside it that have the rest as name or stem."""

# Files that belong to saved pages and never are pages themselves. What is not named here is judged by its bytes.
_ATTACHMENTS = re.compile(
    r"\.(?:css|js|mjs|map|png|jpe?g|gif|webp|avif|svg|ico|bmp|tiff?|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|ogg|mov|avi)",
    re.I,
)


class SourceMissing(CuttingsError):
    """A path that was named, or that the index remembers, is not there or cannot be read."""


@dataclass(frozen=True, slots=True)
class Root:
    """A folder or file that is indexed: its absolute path, and what its sources' names begin with ("" or `name/`).

    The path of one that was forgotten is "": it keeps its place, so that the numbers of the others stay.
    """

    path: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Stat:
    """A file and what tells, without reading it, that it has changed: size in bytes, modification time in ns."""

    file: str
    size: int
    mtime: int


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. `path` is its name in the archive, `/`-separated and unique; `correction` lies beside it."""

    path: str
    root: int
    stat: Stat
    correction: Stat | None = None

    @property
    def correction_path(self) -> str:
        """The correction file's name in the archive, "" where there is none."""
        folder, slash, _ = self.path.rpartition("/")
        return folder + slash + _text(os.path.basename(self.correction.file)) if self.correction else ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a walk found.

    `scopes` says where it looked: (number of the root, beginning of names that ends in `/` or is empty, or a whole
    name). `unknown` holds names, of folders ending in `/`, that could not be looked at: what the index holds of them
    is neither there nor gone. `hidden` counts files and folders that begin with a dot.
    """

    sources: tuple[Source, ...]
    scopes: tuple[tuple[int, str], ...]
    skipped: tuple[Skipped, ...] = ()
    unknown: tuple[str, ...] = ()
    hidden: int = 0


def join_roots(known: tuple[Root, ...], paths: Iterable[Path]) -> tuple[tuple[Root, ...], tuple[tuple[int, str], ...]]:
    """The roots with `paths` added where they are new, and what to scan: (number of the root, absolute path).

    A path inside a known root scans that part of it; roots inside a path are scanned with it. The first root's
    sources are named from the root itself; those of later roots begin with the root's name, so that two folders may
    hold a file of one name. Raises `SourceMissing`.
    """
    roots = list(known)
    scans: list[tuple[int, str]] = []
    for path in paths:
        absolute = os.path.realpath(path)
        if not os.path.exists(absolute) and absolute not in {root.path for root in roots}:
            raise SourceMissing(f"{path} does not exist: name a folder or file that holds articles")
        number = _owner(absolute, roots)
        if number is None:
            roots.append(Root(absolute, _prefix(absolute, roots)))
            number = len(roots) - 1
        scans.append((number, absolute))
        scans += [
            (n, root.path)
            for n, root in enumerate(roots)
            if root.path != absolute and root.path and _holds(absolute, root.path)
        ]
    return tuple(roots), tuple(scans)


def forget(roots: tuple[Root, ...], paths: Iterable[Path]) -> tuple[Root, ...]:
    """The roots without those of the paths. Raises `SourceMissing` for a path that is no root."""
    left = list(roots)
    for path in paths:
        known = {root.path: number for number, root in enumerate(left) if root.path}
        # A folder that is gone may have been a link: its name counts as well as what it leads to.
        number = next((known[p] for p in (os.path.realpath(path), os.path.abspath(path)) if p in known), None)
        if number is None:
            listed = ", ".join(known) or "nothing"
            raise SourceMissing(f"{path} is not indexed, so it cannot be forgotten; indexed are: {listed}")
        left[number] = Root("", left[number].prefix)
    return tuple(left)


def find(roots: tuple[Root, ...], scans: Iterable[tuple[int, str]], index: Path) -> Found:
    """All sources below the scanned paths, in the order of their names; the folder `index` itself is passed over.

    A link is followed only to a hidden file of the same root: everything else is read under its own name, or lies
    outside and must be named as a root. So no walk can run in circles or leave its folder.
    """
    walk = _Walk(roots, os.path.realpath(index))
    for number, path in scans:
        walk.scan(number, path)
    return walk.found()


def _owner(path: str, roots: list[Root]) -> int | None:
    """The deepest root that is `path` or holds it."""
    holding = [n for n, root in enumerate(roots) if root.path and _holds(root.path, path)]
    return max(holding, key=lambda n: len(roots[n].path), default=None)


def _holds(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _prefix(path: str, roots: list[Root]) -> str:
    if not roots:
        return ""
    taken = {root.prefix for root in roots}
    name = _text(os.path.basename(path)) or "root"
    candidates = (f"{name}/" if n == 1 else f"{name}-{n}/" for n in range(1, len(roots) + 2))
    return next(prefix for prefix in candidates if prefix not in taken)


def _text(name: str) -> str:
    """A file name as text that can be stored: bytes that are not UTF-8 become `\\xff`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


class _Walk:
    """Collects sources over several scans; a name that is taken already is skipped with the reason."""

    def __init__(self, roots: tuple[Root, ...], index: str) -> None:
        self._roots = roots
        self._index = index
        self._others = {root.path for root in roots}
        self._sources: dict[str, Source] = {}
        self._skipped: list[Skipped] = []
        self._scopes: list[tuple[int, str]] = []
        self._unknown: list[str] = []
        self._hidden = 0

    def found(self) -> Found:
        sources = sorted(self._sources.values(), key=lambda source: (source.root, source.path))
        skipped = sorted(self._skipped, key=lambda item: item.path)
        return Found(tuple(sources), tuple(self._scopes), tuple(skipped), tuple(self._unknown), self._hidden)

    def scan(self, number: int, path: str) -> None:
        root = self._roots[number]
        if not os.path.exists(path):
            raise SourceMissing(
                f"{path} is no longer there; its articles stay in the index: bring it back, or run "
                f"`cuttings reindex --forget {path}` to remove them"
            )
        if os.path.isdir(path):
            inner = os.path.relpath(path, root.path)
            name = root.prefix + ("" if inner == "." else _text(inner) + "/")
            self._scopes.append((number, name))
            self._folder(number, path, name)
        else:
            relative = os.path.basename(path) if path == root.path else os.path.relpath(path, root.path)
            self._scopes.append((number, root.prefix + _text(relative)))
            self._files(number, [(_text(relative), path)], root.prefix, _corrections_beside(path))

    def _folder(self, number: int, folder: str, name: str) -> None:
        """Walks without recursion, so that a deep tree cannot exhaust the stack."""
        waiting = [(folder, name)]
        while waiting:
            here, prefix = waiting.pop()
            try:
                with os.scandir(here) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                self._skipped.append(
                    Skipped(prefix, Reason(f"the folder cannot be read ({why(error)})", Code.UNREADABLE))
                )
                self._unknown.append(prefix)
                continue
            files = list(self._visible(number, entries, prefix, waiting))
            corrections = {n[: -len(CORRECTION)]: file for n, file in files if n.endswith(CORRECTION)}
            used = self._files(number, [(n, f) for n, f in files if not n.endswith(CORRECTION)], prefix, corrections)
            for stem in sorted(corrections.keys() - used):
                reason = f"corrects nothing: there is no {stem} beside it"
                self._skipped.append(Skipped(f"{prefix}{stem}{CORRECTION}", Reason(reason, Code.CORRECTION)))

    def _visible(
        self, number: int, entries: list[os.DirEntry[str]], prefix: str, waiting: list[tuple[str, str]]
    ) -> Iterator[tuple[str, str]]:
        """Plain files as (name, file); folders go to `waiting`, everything else is counted or skipped."""
        for entry in entries:
            name = _text(entry.name)
            if entry.name.startswith("."):
                self._hidden += 1
            elif entry.is_symlink():
                if reason := self._link(number, entry.path):
                    self._skipped.append(Skipped(prefix + name, Reason(reason, Code.PASSED_OVER)))
                else:
                    yield name, entry.path
            elif entry.is_dir():
                if entry.path != self._index and entry.path not in self._others:
                    waiting.append((entry.path, f"{prefix}{name}/"))
            elif entry.is_file():
                if entry.path not in self._others:
                    yield name, entry.path
            else:
                self._skipped.append(
                    Skipped(prefix + name, Reason("is a pipe, socket or device, not a file", Code.PASSED_OVER))
                )

    def _link(self, number: int, path: str) -> str:
        """Why a link is not followed; empty where it leads to a hidden file of the same root."""
        target = os.path.realpath(path)
        root = self._roots[number].path
        if not os.path.exists(target):
            return "is a link that leads nowhere"
        if not target.startswith(root.rstrip("/") + "/"):
            return "is a link that leads out of the folder: name its target as a folder to index"
        inner = os.path.relpath(target, root)
        if os.path.isfile(target) and any(part.startswith(".") for part in inner.split("/")):
            return ""
        return "is a link to something that is read under its own name"

    def _files(self, number: int, files: list[tuple[str, str]], prefix: str, corrections: dict[str, str]) -> set[str]:
        """Add the files; returns the names of the corrections that belong to one of them."""
        used: set[str] = set()
        for name, file in files:
            stem, suffix = os.path.splitext(name)
            if _ATTACHMENTS.fullmatch(suffix):
                reason = Reason(f"belongs to a saved page ({suffix.lower()})", Code.PASSED_OVER)
                self._skipped.append(Skipped(prefix + name, reason))
                continue
            beside = next((key for key in (name, stem) if key in corrections), None)
            used |= {key for key in (name, stem) if key in corrections}
            try:
                own = _stat(file)
                correction = _stat(corrections[beside]) if beside is not None else None
            except OSError as error:
                self._skipped.append(Skipped(prefix + name, unreadable(error)))
                self._unknown.append(prefix + name)
                continue
            self._add(Source(prefix + name, number, own, correction))
        return used

    def _add(self, source: Source) -> None:
        other = self._sources.setdefault(source.path, source)
        if other.stat.file != source.stat.file:
            taken = Reason(f"has the name of {other.stat.file} in the archive", Code.PASSED_OVER, "rename one")
            self._skipped.append(Skipped(source.path, taken))


def _corrections_beside(file: str) -> dict[str, str]:
    """The correction files of one file that was named by itself."""
    names = (os.path.basename(file), os.path.splitext(os.path.basename(file))[0])
    folder = os.path.dirname(file)
    beside = {name: os.path.join(folder, name + CORRECTION) for name in names}
    return {name: path for name, path in beside.items() if os.path.isfile(path)}


def correction_of(file: str) -> Stat | None:
    """The correction file that counts for a file by its path, None where there is none."""
    return next((_stat(path) for path in _corrections_beside(file).values()), None)


def _stat(file: str) -> Stat:
    status = os.stat(file)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(0, "not a file")
    return Stat(file, status.st_size, status.st_mtime_ns)


def why(error: OSError) -> str:
    """The system's reason in its own words, without number and path."""
    return (error.strerror or str(error)).lower()


def unreadable(error: OSError) -> Reason:
    """The reason why the system does not let a file be read."""
    return Reason(f"cannot be read ({why(error)})", Code.UNREADABLE)

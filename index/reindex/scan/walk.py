"""Which files are there to read? Walks the roots safely and tells what was left out and why."""

# A walk of 100,000 files keeps their names as strings: Path objects double its time and memory.
# ruff: noqa: PTH110, PTH112, PTH113, PTH116, PTH119, PTH122
from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR

from index.corrections import CORRECTIONS_FILE, NAMES_FILE
from index.errors import ReadError, Remedy, Skipped
from index.reasons import SkipCode, SkipReason
from index.reindex.scan.contents import MEMBER, ZIPS, member_file, members_of
from index.reindex.scan.maildir import parts_of_maildir
from index.reindex.scan.roots import Root
from index.reindex.scan.sources import (
    CORRECTION,
    FoundSources,
    Source,
    SourceMissing,
    Stat,
    corrections_beside,
    name_as_text,
    not_let_in,
    refusal,
    stat_of,
    unreadable,
    why,
)

# Files that belong to saved pages and never are pages themselves. What is not named here is judged by its bytes.
_ATTACHMENTS = re.compile(
    r"\.(?:css|js|mjs|map|png|jpe?g|gif|webp|avif|svg|ico|bmp|tiff?|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|ogg|mov|avi)",
    re.I,
)

KEPT = "its articles stay in the index"


def find(roots: tuple[Root, ...], scans: Iterable[tuple[int, str]], index: Path) -> FoundSources:
    """All sources below the scanned paths, in the order of their names; the folder `index` itself is passed over.

    A link is followed only to a hidden file of the same root: everything else is read under its own name, or lies
    outside and must be named as a root. So no walk can run in circles or leave its folder.
    """
    walk = _RootWalk(roots, os.path.realpath(index))
    for number, path in scans:
        walk.scan(number, path)
    return walk.listing()


class _RootWalk:
    """Collects sources over several scans; a name that is taken already is skipped with the reason."""

    def __init__(self, roots: tuple[Root, ...], index: str) -> None:
        self._roots = roots
        self._index = index
        self._others = {root.path for root in roots}
        self._folders = {told for root in roots if root.path and (told := _told(root.path))}
        self._sources: dict[str, Source] = {}
        self._skipped: list[Skipped] = []
        self._scopes: list[tuple[int, str]] = []
        self._unknown: list[str] = []
        self._hidden = 0

    def listing(self) -> FoundSources:
        sources = sorted(self._sources.values(), key=lambda source: (source.root, source.path))
        skipped = sorted(self._skipped, key=lambda item: item.path)
        return FoundSources(tuple(sources), tuple(self._scopes), tuple(skipped), tuple(self._unknown), self._hidden)

    def scan(self, number: int, path: str) -> None:
        root = self._roots[number]
        if not os.path.exists(path):
            if reason := refusal(path):
                raise not_let_in(path, reason, KEPT)
            raise SourceMissing(
                f"{path} is no longer there; {KEPT}",
                "bring it back, say where it is now by ",
                Remedy("reindex", "FOLDER"),
                ", or run ",
                Remedy("reindex", "--forget", path),
                " to remove them",
            )
        if os.path.isdir(path):
            inner = os.path.relpath(path, root.path)
            name = root.prefix + ("" if inner == "." else name_as_text(inner) + "/")
            self._scopes.append((number, name))
            self._folder(number, path, name)
        else:
            relative = os.path.basename(path) if path == root.path else os.path.relpath(path, root.path)
            self._scopes.append((number, root.prefix + name_as_text(relative)))
            self._files(number, [(name_as_text(relative), path)], root.prefix, corrections_beside(path))

    def _folder(self, number: int, folder: str, name: str) -> None:
        """Walks without recursion, so that a deep tree cannot exhaust the stack."""
        waiting = [(folder, name)]
        while waiting:
            here, prefix = waiting.pop()
            try:
                with os.scandir(here) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                self._skipped.append(Skipped(prefix, SkipReason(SkipCode.FOLDER_UNREADABLE, error=why(error))))
                self._unknown.append(prefix)
                continue
            if maildir := parts_of_maildir(entries):
                folders, entries = maildir
                waiting += [(f.path, f"{prefix}{name_as_text(f.name)}/") for f in folders if f.path not in self._others]
            files = list(self._visible(number, entries, prefix, waiting))
            corrections = {n[: -len(CORRECTION)]: file for n, file in files if n.endswith(CORRECTION)}
            used = self._files(number, [(n, f) for n, f in files if not n.endswith(CORRECTION)], prefix, corrections)
            for stem in sorted(corrections.keys() - used):
                reason = SkipReason(SkipCode.CORRECTS_NOTHING, name=stem)
                self._skipped.append(Skipped(f"{prefix}{stem}{CORRECTION}", reason))

    def _visible(
        self, number: int, entries: list[os.DirEntry[str]], prefix: str, waiting: list[tuple[str, str]]
    ) -> Iterator[tuple[str, str]]:
        """Plain files as (name, file); folders go to `waiting`, everything else is counted or skipped."""
        for entry in entries:
            name = name_as_text(entry.name)
            if entry.name.startswith("."):
                self._hidden += 1
            elif entry.name in (CORRECTIONS_FILE, NAMES_FILE):
                self._corrections(number, prefix, entry.name)
            elif entry.is_symlink():
                if reason := self._link(number, entry.path):
                    self._skipped.append(Skipped(prefix + name, reason))
                else:
                    yield name, entry.path
            elif entry.is_dir():
                if entry.path != self._index and entry.path not in self._others and not self._is_root(entry.path):
                    waiting.append((entry.path, f"{prefix}{name}/"))
            elif entry.is_file():
                if entry.path not in self._others:
                    yield name, entry.path
            else:
                self._skipped.append(Skipped(prefix + name, SkipReason(SkipCode.NOT_A_FILE)))

    def _is_root(self, folder: str) -> bool:
        """Whether a folder is another root by another spelling, or is mounted in two places."""
        return len(self._folders) > 1 and _told(folder) in self._folders

    def _corrections(self, number: int, prefix: str, name: str) -> None:
        """Pass over a file of corrections, which is no article; it counts in the folder that is indexed itself."""
        if prefix != self._roots[number].prefix:
            self._skipped.append(Skipped(prefix + name, SkipReason(SkipCode.CORRECTIONS_ELSEWHERE)))

    def _link(self, number: int, path: str) -> SkipReason | None:
        """Why a link is not followed; None where it leads to a hidden file of the same root."""
        target = os.path.realpath(path)
        root = self._roots[number].path
        if not os.path.exists(target):
            return SkipReason(SkipCode.LINK_DEAD)
        if not target.startswith(root.rstrip("/") + "/"):
            return SkipReason(SkipCode.LINK_OUTSIDE)
        inner = os.path.relpath(target, root)
        if os.path.isfile(target) and any(part.startswith(".") for part in inner.split("/")):
            return None
        return SkipReason(SkipCode.LINK_INSIDE)

    def _files(self, number: int, files: list[tuple[str, str]], prefix: str, corrections: dict[str, str]) -> set[str]:
        """Add the files; returns the names of the corrections that belong to one of them."""
        used: set[str] = set()
        for name, file in files:
            stem, suffix = os.path.splitext(name)
            if _ATTACHMENTS.fullmatch(suffix):
                reason = SkipReason(SkipCode.PART_OF_A_PAGE, suffix=suffix.lower())
                self._skipped.append(Skipped(prefix + name, reason))
                continue
            beside = next((key for key in (name, stem) if key in corrections), None)
            used |= {key for key in (name, stem) if key in corrections}
            try:
                if suffix.lower() in ZIPS:
                    self._zip(number, prefix + name, stat_of(file).file)
                    continue
                stat = stat_of(file)
                correction = stat_of(corrections[beside]) if beside is not None else None
            except OSError as error:
                self._skipped.append(Skipped(prefix + name, unreadable(error)))
                self._unknown.append(prefix + name)
                continue
            self._add(Source(prefix + name, number, stat, correction))
        return used

    def _zip(self, number: int, path: str, file: str) -> None:
        """Add the members of a ZIP, each a source of its own. Raises `OSError`."""
        try:
            members, refused, hidden = members_of(file)
        except ReadError as error:
            self._skipped.append(Skipped(path, error.reason))
            return
        self._hidden += hidden
        self._skipped += [Skipped(path + MEMBER + name_as_text(name), reason) for name, reason in refused]
        stats = {member.name: Stat(member_file(file, member.name), member.size, member.checksum) for member in members}
        own = stats.get(CORRECTIONS_FILE)
        for member in members:
            inner = path + MEMBER + name_as_text(member.name)
            suffix = os.path.splitext(member.name)[1]
            if _ATTACHMENTS.fullmatch(suffix):
                self._skipped.append(Skipped(inner, SkipReason(SkipCode.PART_OF_A_PAGE, suffix=suffix.lower())))
            elif member.name == CORRECTIONS_FILE:
                continue
            elif os.path.basename(member.name) in (CORRECTIONS_FILE, NAMES_FILE) or inner.endswith(CORRECTION):
                self._skipped.append(Skipped(inner, SkipReason(SkipCode.CORRECTIONS_ELSEWHERE)))
            else:  # the checksum tells, whenever the ZIP was written, whether a member is as it was
                self._add(Source(inner, number, stats[member.name], own))

    def _add(self, source: Source) -> None:
        other = self._sources.setdefault(source.path, source)
        if other.stat.file != source.stat.file:
            taken = SkipReason(SkipCode.NAME_TAKEN, file=other.stat.file.replace("\0", MEMBER))
            self._skipped.append(Skipped(source.path, taken))


def _told(folder: str) -> tuple[int, int] | None:
    """What tells a folder whatever its spelling; None for a file, which may have several names."""
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if S_ISDIR(status.st_mode) else None

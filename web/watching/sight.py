"""What is seen of a root from outside? The folders in it, and a digest of its files by what a run compares."""

# As the walk of a run, this one keeps names as strings: Path objects would double its time.
# ruff: noqa: PTH112, PTH116, PTH120
from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from web.watching.mounts import within


@dataclass(slots=True)
class Sight:
    """What was seen of a root, which is a folder or a file.

    `folders` are those that a watch has to have its eye on, each with its number on the disk. `links` are the hidden
    files that links lead to; other hidden files are none of a run's business. `unnamed` is whether a folder has a name
    that is no text, which cannot be watched. `digest` tells one state of the files from another, where it was asked
    for.
    """

    folders: dict[str, int] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    unnamed: bool = False
    digest: int = 0


def sight(root: str, index: str, *, digest: bool) -> Sight:
    """Look at a root as a run does: hidden names and the folder `index` are passed over. What is not there is not seen.

    The digest is made of names, sizes and times: that a file is another one under the same three, no run tells either.
    """
    seen = Sight()
    if not os.path.isdir(root):
        seen.folders.update(_numbered(os.path.dirname(root)))
        if digest:
            seen.digest = _state(root)
        return seen
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        seen.folders.update(_numbered(folder))
        seen.unnamed |= not _is_text(folder)
        try:
            listing = os.scandir(folder)
        except OSError as error:
            seen.folders.pop(folder, None)  # it cannot be watched either, and a run passes it over
            seen.digest += hash((folder, error.errno))
            continue
        with listing:
            for entry in visible(listing):
                if entry.is_dir(follow_symlinks=False):
                    if entry.path != index:
                        waiting.append(entry.path)
                    continue
                if entry.is_symlink():
                    _follow(entry.path, root, seen)
                if digest:
                    seen.digest += _state(entry.path)
    seen.digest &= (1 << 64) - 1
    return seen


def visible(entries: Iterator[os.DirEntry[str]]) -> Iterator[os.DirEntry[str]]:
    """The entries of a folder that a run looks at."""
    return (entry for entry in entries if not entry.name.startswith("."))


def is_there(root: str) -> bool:
    """Whether a root is a file, or a folder with anything in it: an empty one may be a disk that is not mounted."""
    try:
        with os.scandir(root) as entries:
            return next(visible(entries), None) is not None
    except NotADirectoryError:
        return True
    except OSError:
        return False


def concerns(path: str, root: str, seen: Sight) -> bool:
    """Whether a change of `path` may be one of the root, by the names alone."""
    if path in seen.links:
        return True
    return within(path, root) and not any(part.startswith(".") for part in path[len(root) :].split("/"))


def _follow(link: str, root: str, seen: Sight) -> None:
    """A run reads what a link leads to where that is hidden in the same root."""
    target = os.path.realpath(link)
    if within(target, root):
        seen.links.add(target)
        seen.folders.update(_numbered(os.path.dirname(target)))


def _numbered(folder: str) -> dict[str, int]:
    try:
        return {folder: os.stat(folder).st_ino} if _is_text(folder) else {}
    except OSError:
        return {}


def _state(file: str) -> int:
    """A number for the name, size and time of a file; its hash is of this process alone."""
    try:
        status = os.stat(file)
    except OSError as error:
        return hash((file, error.errno))
    return hash((file, status.st_size, status.st_mtime_ns))


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True

"""Which folders and files are indexed? The roots, what is added to them and forgotten."""

# Roots are compared with the names of a walk, which keeps them as strings: see `index.reindex.scan.walk`.
# ruff: noqa: PTH100, PTH110, PTH112, PTH119, PTH120, PTH121
from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from index.reindex.scan.sources import SourceMissing, name_as_text, not_let_in, refusal


@dataclass(frozen=True, slots=True)
class Root:
    """A folder or file that is indexed: its absolute path, and what its sources' names begin with ("" or `name/`).

    The path of one that was forgotten is "": it keeps its place, so that the numbers of the others stay. `samples` says
    that it is the folder of samples that come with the program (`index.reindex.scan.samples`).
    """

    path: str
    prefix: str = ""
    samples: bool = False


def join_roots(known: tuple[Root, ...], paths: Iterable[Path]) -> tuple[tuple[Root, ...], tuple[tuple[int, str], ...]]:
    """The roots with `paths` added where they are new, and what to scan: (number of the root, absolute path).

    A path inside a known root scans that part of it; roots inside a path are scanned with it. The first root's
    sources are named from the root itself; those of later roots begin with the root's name, so that two folders may
    hold a file of one name. A folder that is known by another spelling is no new one. Raises `SourceMissing`.
    """
    roots = list(known)
    scans: list[tuple[int, str]] = []
    for path in paths:
        absolute = _as_known(os.path.realpath(path), roots)
        if not os.path.exists(absolute) and absolute not in {root.path for root in roots}:
            if reason := refusal(absolute):
                raise not_let_in(str(path), reason)
            raise SourceMissing(f"{path} does not exist", "name a folder or file that holds articles")
        number = _owner(absolute, roots)
        if number is None:
            roots.append(Root(absolute, _prefix(absolute, roots)))
            number = len(roots) - 1
        scans.append((number, absolute))
        scans += [
            (n, root.path)
            for n, root in enumerate(roots)
            if root.path != absolute and root.path and holds(absolute, root.path)
        ]
    return tuple(roots), tuple(dict.fromkeys(scans))


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


def unlinked(roots: tuple[Root, ...]) -> dict[int, str]:
    """Where the roots really are in whose paths a link stands now, by their numbers: they were moved, and a link was
    left in their place."""
    real = {number: os.path.realpath(root.path) for number, root in enumerate(roots) if root.path}
    return {number: path for number, path in real.items() if path != roots[number].path and os.path.exists(path)}


def moved(roots: tuple[Root, ...], places: dict[int, str]) -> tuple[Root, ...]:
    """The roots with the paths that some have now, by their numbers. One that lies where another does already is
    forgotten: its articles are the other's."""
    after = list(roots)
    for number, path in places.items():
        taken = any(root.path == path for n, root in enumerate(after) if n != number)
        after[number] = replace(after[number], path="" if taken else path)
    return tuple(after)


def same_folder(path: str, other: str) -> bool:
    """Whether two paths are of one folder or file, whatever their spelling; a hard link is a file of its own."""
    if path == other:
        return True
    try:
        same = os.path.samefile(path, other)
    except OSError:
        return False
    if not same or os.path.isdir(path):
        return same
    one, two = os.path.basename(path), os.path.basename(other)
    return one.casefold() == two.casefold() and same_folder(os.path.dirname(path), os.path.dirname(other))


def holds(folder: str, path: str) -> bool:
    """Whether a path is that of the folder or leads into it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _as_known(path: str, roots: list[Root]) -> str:
    """The path as its root spells it: a file system that knows no upper case, or that is mounted twice, has several
    spellings of one folder."""
    known = {root.path for root in roots if root.path}
    here = path
    while here not in known:
        for root in sorted(known, key=len, reverse=True):
            if same_folder(here, root):
                return root + path[len(here.rstrip("/")) :]
        above = os.path.dirname(here)
        if above == here:
            break
        here = above
    return path


def _owner(path: str, roots: list[Root]) -> int | None:
    """The deepest root that is `path` or holds it."""
    holding = [n for n, root in enumerate(roots) if root.path and holds(root.path, path)]
    return max(holding, key=lambda n: len(roots[n].path), default=None)


def _prefix(path: str, roots: list[Root]) -> str:
    if not roots:
        return ""
    taken = {root.prefix for root in roots}
    name = name_as_text(os.path.basename(path)) or "root"
    candidates = (f"{name}/" if n == 1 else f"{name}-{n}/" for n in range(1, len(roots) + 2))
    return next(prefix for prefix in candidates if prefix not in taken)

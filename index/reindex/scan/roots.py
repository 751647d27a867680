"""Which folders and files are indexed? The roots, what is added to them and forgotten."""

# Roots are compared with the names of a walk, which keeps them as strings: see `index.reindex.scan.walk`.
# ruff: noqa: PTH100, PTH110, PTH119
from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.reindex.scan.sources import SourceMissing, name_as_text, not_let_in, refusal


@dataclass(frozen=True, slots=True)
class Root:
    """A folder or file that is indexed: its absolute path, and what its sources' names begin with ("" or `name/`).

    The path of one that was forgotten is "": it keeps its place, so that the numbers of the others stay.
    """

    path: str
    prefix: str = ""


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
    name = name_as_text(os.path.basename(path)) or "root"
    candidates = (f"{name}/" if n == 1 else f"{name}-{n}/" for n in range(1, len(roots) + 2))
    return next(prefix for prefix in candidates if prefix not in taken)

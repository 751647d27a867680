"""Which roots hold the sample articles, and when do they leave? A file in the folder that is indexed says what it is.

A folder's name says nothing: anybody may call a folder `seeds`.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from index.reindex.scan.roots import Root
from index.reindex.scan.sources import stat_of

SAMPLES_FILE = ".cuttings-samples"
SAYING = b"These are the sample articles of Cuttings."
"""Its first line."""


def marked(roots: tuple[Root, ...]) -> tuple[Root, ...]:
    """The roots, each with whether it holds samples: by its file where the folder is there, else as it was."""
    return tuple(replace(root, samples=_says_so(root.path)) if _is_there(root) else root for root in roots)


def without_samples(
    roots: tuple[Root, ...], published: int, named: Collection[int]
) -> tuple[tuple[Root, ...], tuple[int, ...]]:
    """The roots after samples have left, and the numbers of those that leave.

    Samples leave when the first root of somebody's own joins: the first `published` of the roots are indexed, behind
    them are new ones, which a run may have taken up before that was cut off. Those whose number is among the `named`,
    which this run was told to look at, stay for good.
    """
    if _has_own(roots[:published]) or not _has_own(roots):
        return roots, ()
    leaving = tuple(n for n, root in enumerate(roots) if root.path and root.samples and n not in named)
    return tuple(Root("", root.prefix) if n in leaving else root for n, root in enumerate(roots)), leaving


def _has_own(roots: tuple[Root, ...]) -> bool:
    return any(root.path and not root.samples for root in roots)


def _is_there(root: Root) -> bool:
    return bool(root.path) and os.path.isdir(root.path)  # noqa: PTH112  as the walk does


def _says_so(folder: str) -> bool:
    try:
        with Path(stat_of(f"{folder}/{SAMPLES_FILE}").file).open("rb") as stream:
            return stream.readline(2 * len(SAYING)).strip() == SAYING
    except OSError:  # there is none, or it is no file, or it cannot be read: it says nothing
        return False

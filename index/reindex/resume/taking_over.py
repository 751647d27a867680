"""What did runs leave that were cut off? Checkpoints that are whole and that today's rules have made; all else goes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from index.reindex.resume.checkpoint import UNSOUND, Checkpoint, read_checkpoint
from index.segment.arrays.disk import private_folder
from index.store.publication import CHECKPOINT, STATES

CHECKPOINTS = "checkpoints"


def take_over(
    left: Sequence[Path], orphans: Sequence[Path], into: Path, made_by: str, *, full: bool
) -> list[Checkpoint]:
    """The checkpoints that can be adopted, in the order in which they were made, moved into the folder of this run.

    `left` are folders of runs that were cut off, `orphans` segments that were placed for a publication that did not
    come. A run that is to read everything anew (`full`) takes only checkpoints of one that was, too. What is left of
    `left` is removed.
    """
    found = []
    for folder in (*_folders(left), *orphans):
        with suppress(*UNSOUND):
            found.append(read_checkpoint(folder, made_by, full=full))
    found.sort(key=lambda checkpoint: (checkpoint.head.number, checkpoint.ended))
    states = {path.name: path for run in left for path in _listed(run / STATES)}
    for name in (CHECKPOINTS, STATES) if found else ():
        private_folder(into / name)
    for name in {checkpoint.head.states for checkpoint in found} & states.keys():
        states[name].rename(into / STATES / name)
    checkpoints = [_moved(checkpoint, into / CHECKPOINTS / str(number)) for number, checkpoint in enumerate(found)]
    for run in left:
        shutil.rmtree(run, ignore_errors=True)
    return checkpoints


def _folders(left: Sequence[Path]) -> Iterator[Path]:
    for run in left:
        for pattern in (CHECKPOINT, f"*/{CHECKPOINT}"):
            yield from (path.parent for path in run.glob(f"*/{pattern}"))


def _moved(checkpoint: Checkpoint, to: Path) -> Checkpoint:
    checkpoint.folder.rename(to)
    return Checkpoint(to, checkpoint.head, checkpoint.ended)


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []

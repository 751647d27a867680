"""Which mutants are tried? Those whose names hash lowest: an edit elsewhere does not change the choice."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tools.mutants.operators import Mutation, changes

SEED = 2026
SIZE = 60  # mutants an area


@dataclass(frozen=True)
class Mutant:
    """One change of one file. `name` says it without a line number, so that it lasts while other code moves."""

    file: str
    name: str
    change: Mutation


def drawn(root: Path, files: list[str], seed: int = SEED, size: int = SIZE) -> list[Mutant]:
    """The sample of these files, in the order of the files and lines."""
    mutants = mutants_of(root, files)
    chosen = sorted(mutants, key=lambda mutant: hashlib.sha256(f"{seed} {mutant.name}".encode()).digest())[:size]
    return sorted(chosen, key=lambda mutant: (mutant.file, mutant.change.line, mutant.name))


def mutants_of(root: Path, files: list[str]) -> list[Mutant]:
    """Every mutant of the files. Equal changes of one function are told apart by a number, in the order they stand."""
    seen: Counter[str] = Counter()
    mutants = []
    for file in files:
        for change in changes((root / file).read_text("utf-8")):
            name = f"{change.scope}: {change.before} -> {change.after}"
            seen[name] += 1
            mutants.append(Mutant(file, name if seen[name] == 1 else f"{name} ({seen[name]})", change))
    return mutants

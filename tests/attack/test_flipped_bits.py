"""Bits that flip in an index that is merged next: named, or without an effect; never written anew as if sound."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.faults.laundering import Made, answers, flip_bit, law, make
from tests.reindex.archives import run

FLIPS = 120


@pytest.mark.attack
def test_any_bits(tmp_path: Path, seed: int, times: int) -> None:
    made = make(tmp_path / "made")
    twin = made.copy(tmp_path / "twin")
    run(twin, made.sources)
    undamaged = answers(twin)
    chance = random.Random(seed)
    named = sum(suffered(made, undamaged, tmp_path / "flipped", chance, seed) for _ in range(FLIPS * times))
    print(f"{named} of {FLIPS * times} named")
    assert named > FLIPS * times // 2


def suffered(made: Made, undamaged: dict[str, object], folder: Path, chance: random.Random, seed: int) -> bool:
    """Flip one to three bits of a file, run over it; whether damage was named."""
    index = made.copy(folder)
    path = chance.choice(sorted(path for path in index.rglob("*") if path.is_file() and path.stat().st_size))
    bits = [(chance.randrange(path.stat().st_size), chance.randrange(8)) for _ in range(chance.randint(1, 3))]
    for byte, bit in bits:
        flip_bit(path, byte, bit)
    try:
        return bool(law(index, made.sources, undamaged))
    except Exception as error:
        raise AssertionError(f"--seed {seed}: {path.relative_to(index)}, {bits}") from error
    finally:
        shutil.rmtree(folder)

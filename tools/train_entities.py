"""Train the models that name persons, organisations and places.

    python -m tools.train_entities CORPUS [--model NAME] [--out FOLDER] [--seed N]

CORPUS is the folder of annotated texts. One thread, one seed, sums of whole numbers: the same corpus and the same
`index/entities/data/gazetteer.npz` give the same files, byte for byte. Files that may not be in what ships are refused.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from index.entities.tagger_weights import weights_arrays
from tools.entities.arrays import write_arrays
from tools.entities.training import SOURCES, TAGGER_SEED, trained

DATA = Path(__file__).resolve().parents[1] / "index" / "entities" / "data"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--model", choices=SOURCES, action="append")
    arguments.add_argument("--out", type=Path, default=DATA)
    arguments.add_argument("--seed", type=int, default=TAGGER_SEED)
    chosen = arguments.parse_args()
    for model in chosen.model or SOURCES:
        path = chosen.out / f"{model}.npz"
        write_arrays(path, weights_arrays(trained([chosen.corpus / name for name in SOURCES[model]], chosen.seed)))
        print(f"{path}: {path.stat().st_size:,} bytes", flush=True)


if __name__ == "__main__":
    main()

"""How are the tables of the tagger written? As plain arrays in one packed file, the same bytes for the same arrays."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

_LEVEL = 9


def write_arrays(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    """Write the arrays as `numpy.load` reads them, with no word of when or where."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, array in arrays.items():
            member = ZipInfo(f"{name}.npy")
            member.compress_type = ZIP_DEFLATED
            with archive.open(member, "w") as file:
                np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)

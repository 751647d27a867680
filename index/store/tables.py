"""How does a table of arrays lie in one file beside the segments? As a zip of plain arrays, each with its checksum.

What is no array lies among them as JSON.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from index.errors import IndexDamaged

Arrays = Mapping[str, NDArray[Any]]


def encode_table(arrays: Arrays) -> bytes:
    """The arrays as bytes, by their names."""
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **arrays)
    return stream.getvalue()


@contextmanager
def opened_table(source: bytes | Path, title: str) -> Iterator[Arrays]:
    """The arrays of `encode_table`, each read when it is asked for.

    Raises `IndexDamaged`, which calls the table by its `title`, where the bytes are no table, where an array is missing
    or where what is made of them inside the context fails.
    """
    try:
        with np.load(io.BytesIO(source) if isinstance(source, bytes) else source, allow_pickle=False) as arrays:
            yield arrays
    except (OSError, ValueError, KeyError, IndexError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise IndexDamaged(f"{title} cannot be read ({error})") from None


def json_array(value: Any) -> NDArray[np.uint8]:
    """A value as JSON, as an array of bytes."""
    return np.frombuffer(orjson.dumps(value), np.uint8)


def json_of(array: NDArray[Any]) -> Any:
    """The value of `json_array`. Raises `ValueError`."""
    return orjson.loads(array.tobytes())

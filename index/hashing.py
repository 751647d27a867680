"""What number stands for a piece of text? One that follows from its characters alone, for many pieces at once."""

from __future__ import annotations

from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)
_LEAST = 1 << 16


class RollingHash:
    """The numbers of any pieces of one row of codes, each in constant time."""

    def __init__(self, codes: NDArray[np.unsignedinteger]) -> None:
        powers, _ = _powers(_size(len(codes)))
        self._sums = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum((codes.astype(np.uint64) + np.uint64(1)) * powers[: len(codes)], out=self._sums[1:])

    def of(self, start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.uint64]:
        """uint64: the number of each piece from `start` to `end`; equal pieces have equal numbers wherever they are."""
        _, inverses = _powers(_size(len(self._sums)))
        return mixed((self._sums[end] - self._sums[start]) * inverses[start])


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The values with every bit spread over all the others."""
    values = (values ^ (values >> _HALF)) * _MIX
    values = (values ^ (values >> _HALF)) * _MIX
    return cast(NDArray[np.uint64], values ^ (values >> _HALF))


def key(values: NDArray[np.uint64], salt: int) -> NDArray[np.uint32]:
    """uint32: the key of each value among those of one `salt`; never 0, which stands for nothing."""
    salted = mixed(values + np.uint64((salt + 1) * _BASE & 0xFFFFFFFFFFFFFFFF)) >> _HALF
    return cast(NDArray[np.uint32], np.maximum(salted, np.uint64(1)).astype(np.uint32))


def _size(count: int) -> int:
    return max(_LEAST, 1 << (count + 1).bit_length())


@cache
def _powers(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The powers of the base and of its inverse, modulo 2^64."""
    rows = []
    for base in (_BASE, _INVERSE):
        factors = np.full(size, base, np.uint64)
        factors[0] = 1
        rows.append(np.cumprod(factors))
    return rows[0], rows[1]

"""Which articles can still be read in a segment's file, whatever else of it is damaged?

Each article is a frame of its own with a checksum (`index.segment.arrays.stored`): one that unpacks is what was
written. So the file is searched for beginnings of frames, without its tables. What the frames of a file share, their
dictionary, is looked for by the file's directory, whose own checksum may be wrong as long as it can be read; other
files of the index may hold the same one.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import zstandard

from index.article import Article
from index.segment.arrays import sections
from index.segment.arrays.records import decode_article, parts_of

_FRAME = b"\x28\xb5\x2f\xfd"
_TRAILER = struct.Struct("<QQQQ8s")
_HEADER = 18  # bytes of the longest header of a frame
_LARGEST = 1 << 30  # bytes of a record: what claims more is no frame
_PIECE = 1 << 16


class Wreckage:
    """Reads articles out of files of segments; `paths` are all those that may share dictionaries."""

    def __init__(self, paths: list[Path]) -> None:
        self._dictionaries: dict[int, bytes] = {}
        for path in paths:
            with suppress(OSError, ValueError), path.open("rb") as file, _mapped(file) as data:
                self._dictionaries |= _dictionaries(data)
        self._decompressors: dict[int, zstandard.ZstdDecompressor] = {}

    def articles(self, path: Path) -> Iterator[Article]:
        """The whole articles in a file, in order, under the ids of their places; those deleted since among them.

        Raises OSError where the system does not let it be read.
        """
        with path.open("rb") as file:
            try:
                data = _mapped(file)
            except ValueError:  # an empty file
                return
            with data:
                place = data.find(_FRAME)
                while place >= 0:
                    with suppress(zstandard.ZstdError, KeyError, ValueError, TypeError, IndexError, struct.error):
                        yield decode_article(*parts_of(self._unpacked(data, place)))
                    place = data.find(_FRAME, place + 1)

    def _unpacked(self, data: mmap.mmap, place: int) -> bytes:
        """The record in the frame that begins there. Raises ZstdError or KeyError where none does."""
        frame = zstandard.get_frame_parameters(data[place : place + _HEADER])
        if not 0 < frame.content_size < _LARGEST:
            raise zstandard.ZstdError("no frame of an article")
        if frame.dict_id not in self._decompressors:
            shared = zstandard.ZstdCompressionDict(self._dictionaries[frame.dict_id]) if frame.dict_id else None
            self._decompressors[frame.dict_id] = zstandard.ZstdDecompressor(dict_data=shared)
        unpacking = self._decompressors[frame.dict_id].decompressobj()
        record = b""
        while not unpacking.eof and place < len(data):
            record += unpacking.decompress(data[place : place + _PIECE])
            place += _PIECE
        if not unpacking.eof:
            raise zstandard.ZstdError("the frame is cut short")
        return record


def _mapped(file: Any) -> mmap.mmap:
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _dictionaries(data: mmap.mmap) -> dict[int, bytes]:
    """The dictionaries that the file's directory tells of, by their numbers. Raises ValueError."""
    try:
        start, length, *_ = _TRAILER.unpack(data[-_TRAILER.size :])
        directory = orjson.loads(data[start : start + length])
        blob, ends = (_section(data, directory[name]) for name in (sections.DICTIONARIES, sections.DICTIONARY_ENDS))
        bounds = np.frombuffer(ends, "<u8").tolist()
        return {zstandard.ZstdCompressionDict(each).dict_id(): each for each in _cut(blob, bounds)}
    except (struct.error, KeyError, TypeError, IndexError, OverflowError, zstandard.ZstdError) as error:
        raise ValueError(str(error)) from error


def _section(data: mmap.mmap, entry: list[Any]) -> bytes:
    dtype, items, first, _ = entry
    return data[first : first + items * np.dtype(dtype).itemsize]


def _cut(blob: bytes, ends: list[int]) -> Iterator[bytes]:
    for first, last in pairwise([0, *ends]):
        yield blob[first:last]

"""How is a page parsed once in a run? The first look at it writes what the parser made of it into a folder."""

from __future__ import annotations

import os
import pickle
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import zstandard
from xxhash import xxh3_128_hexdigest

from index.page import Format, RawPage
from index.readers import markup_of
from index.segment.arrays.disk import private_file, private_folder

_MOST = 1_000_000_000  # bytes on the disk that a process writes: 80,000 real pages of 12.5 KB
_SOON_PARSED = (Format.TEXT, Format.MARKDOWN, Format.JSONL)
_SHARE = 16  # of the disk's free bytes, one part in so many is used by a process


class KeptPages:
    """Parsed pages in a folder that all processes of a run share and that goes with the run. A page that is not there,
    whatever the reason, is parsed again.

    To parse a real page takes 5.5 ms, to write and read what came of it 1.5 ms (200 pages).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._left = -1  # bytes that this process may write; -1: not asked yet

    @staticmethod
    def packed(page: RawPage) -> bytes:
        """A page as bytes for `keep`; b"" where it is parsed in no time, or has no such form."""
        if page.format in _SOON_PARSED:
            return b""
        markup = "" if page.format is Format.HTML else page.markup  # that of a page of HTML is its file
        try:
            data = pickle.dumps(replace(page, path="", key="", markup=markup), pickle.HIGHEST_PROTOCOL)
        except (RecursionError, MemoryError):  # values of the head may be nested deeply: the page itself is sound
            return b""
        return zstandard.ZstdCompressor(level=1, write_checksum=True).compress(data)

    def keep(self, packed: bytes, path: str, sha256: bytes) -> None:
        """Write a packed page; `sha256` is the digest of its file's bytes. Once the disk is full, nothing is kept."""
        file = self._file(path, sha256)
        try:
            if self._left < 0:
                private_folder(self._folder, exist_ok=True)
                self._left = min(_MOST, shutil.disk_usage(self._folder).free // _SHARE)
            if packed and len(packed) <= self._left:
                self._left -= len(packed)
                with private_file(file, "wb") as stream:
                    stream.write(packed)
        except OSError:
            self._left = 0
            with suppress(OSError):
                file.unlink()

    def page(self, path: str, key: str, data: bytes, sha256: bytes) -> RawPage | None:
        """The page of a file's bytes as it was parsed before; None where it was not kept whole."""
        try:
            packed = self._file(path, sha256).read_bytes()
            page = pickle.loads(zstandard.ZstdDecompressor().decompress(packed))  # noqa: S301  this run wrote it
        except (OSError, zstandard.ZstdError):
            return None
        assert isinstance(page, RawPage)
        return replace(page, path=path, key=key, markup=markup_of(data) if page.format is Format.HTML else page.markup)

    def _file(self, path: str, sha256: bytes) -> Path:
        return self._folder / xxh3_128_hexdigest(sha256 + os.fsencode(path))

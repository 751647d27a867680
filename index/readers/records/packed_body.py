"""Which bytes did a server pack? For the packings that the library for web archives leaves to us."""

from __future__ import annotations

import io

from index.errors import ReadError
from index.readers.decode import MAX_BYTES
from index.reasons import SkipCode, SkipReason, page_too_large

_WINDOW = 8 << 20  # bytes that Zstandard may look back, by RFC 9659; more is no page of the web
_PIECE = 1 << 16


def is_known(encoding: str) -> bool:
    """Whether `unpacked_body` unpacks it."""
    return encoding in _UNPACK


def unpacked_body(data: bytes, encoding: str) -> bytes:
    """The bytes of an answer of this content encoding, no more than a page may have. Raises `ReadError`."""
    try:
        body = _UNPACK[encoding](data)
    except Exception:  # each library has errors of its own
        raise ReadError(SkipReason(SkipCode.WARC_DAMAGED)) from None
    if len(body) > MAX_BYTES:
        raise ReadError(page_too_large(len(body), MAX_BYTES))
    return body


def _brotli(data: bytes) -> bytes:
    import brotli  # noqa: PLC0415  few archives have web archives

    unpacker = brotli.Decompressor()
    out = bytearray(unpacker.process(data, output_buffer_limit=_PIECE))
    while len(out) <= MAX_BYTES and not unpacker.is_finished():
        if not (piece := unpacker.process(b"", output_buffer_limit=_PIECE)):
            raise EOFError
        out += piece
    return bytes(out)


def _zstandard(data: bytes) -> bytes:
    import zstandard  # noqa: PLC0415

    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    with unpacker.stream_reader(io.BytesIO(data), read_across_frames=True) as stream:
        body = stream.read(MAX_BYTES + 1)
    if not body:  # the library says nothing where the end is missing
        raise EOFError
    return body


_UNPACK = {"br": _brotli, "zstd": _zstandard}

"""What does a page look like, small enough to keep? The first screen at a quarter of its size, in few colours."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode, b64encode
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

Picture = NDArray[np.uint8]  # rows, columns, three colours
SCALE = 4  # pixels of a page on a side of one of a picture
LEVEL = 15  # between two neighbouring levels of a colour: 17 levels of red, of green and of blue
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PIXELS = """async (data) => {
  const image = new Image();
  image.src = "data:image/png;base64," + data;
  await image.decode();
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const bytes = context.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return [image.width, image.height, btoa(text)];
}"""
"""Width, height and bytes (four a pixel) of a PNG: the browser that wrote it reads it."""


def taken(page: Page, screen: bytes) -> Picture:
    """The picture of a screenshot (PNG), which `page`, an empty one, decodes."""
    width, height, data = page.evaluate(_PIXELS, b64encode(screen).decode())
    pixels = np.frombuffer(b64decode(data), np.uint8).reshape(height, width, 4)[:, :, :3]
    rows, columns = height // SCALE, width // SCALE
    blocks = pixels[: rows * SCALE, : columns * SCALE].reshape(rows, SCALE, columns, SCALE, 3)
    small: Picture = (np.round(blocks.mean(axis=(1, 3)) / LEVEL) * LEVEL).astype(np.uint8)
    return small


def png(picture: Picture) -> bytes:
    """The picture as a PNG: with a palette where 256 colours are enough, else with three bytes a pixel."""
    rows, columns, _ = picture.shape
    colours, places = np.unique(picture.reshape(-1, 3), axis=0, return_inverse=True)
    few = len(colours) <= 256
    lines = places.reshape(rows, columns).astype(np.uint8) if few else picture.reshape(rows, columns * 3)
    data = np.hstack([np.zeros((rows, 1), np.uint8), lines]).tobytes()  # no filter in any row
    parts = [(b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 3 if few else 2, 0, 0, 0))]
    parts += [(b"PLTE", colours.tobytes())] if few else []
    parts += [(b"IDAT", zlib.compress(data, 9)), (b"IEND", b"")]
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


def read(path: Path) -> Picture:
    """A picture that `png` wrote."""
    data, at = path.read_bytes(), len(_SIGNATURE)
    parts: dict[bytes, bytes] = {}
    while at < len(data):
        (size,) = struct.unpack_from(">I", data, at)
        parts[data[at + 4 : at + 8]] = data[at + 8 : at + 8 + size]
        at += size + 12
    columns, rows = struct.unpack_from(">II", parts[b"IHDR"])
    lines = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(rows, -1)[:, 1:]
    if b"PLTE" not in parts:
        return lines.reshape(rows, columns, 3)
    picture: Picture = np.frombuffer(parts[b"PLTE"], np.uint8).reshape(-1, 3)[lines]
    return picture


def apart(one: Picture, other: Picture) -> NDArray[np.bool_]:
    """Which pixels of two pictures differ, by more than one level of a colour; all where their sizes do."""
    if one.shape != other.shape:
        return np.ones(other.shape[:2], np.bool_)
    different: NDArray[np.bool_] = (np.abs(one.astype(np.int16) - other) > LEVEL).any(axis=2)
    return different


def marked(picture: Picture, different: NDArray[np.bool_]) -> Picture:
    """The picture, faint, with what is different in red."""
    faint: Picture = 191 + picture // 4
    faint[different] = (220, 0, 0)
    return faint

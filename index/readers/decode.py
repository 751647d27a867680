"""Which text do these bytes hold? Compression, binary files, character sets, and what had to be repaired."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

import numpy as np

from index.errors import ReadError
from index.readers.foreign import refuse_bytes
from index.readers.invisible import visible
from index.reasons import SkipCode, SkipReason

MAX_BYTES = 10_000_000
"""The largest single page, in bytes after decompression and without the files in it; a JSON lines file may be larger,
its lines may not."""
MAX_FILE_BYTES = 50_000_000
"""The largest file of one page after decompression: pictures and fonts stand in saved pages and mails."""

# How many times as large as its gzip a JSON-lines file may be. Real articles are 2.8 times as large, one article copied
# 20,000 times under ids of its own 151 times, lines of one digit 1,019 times; gzip cannot do more than 1,032.
_TIGHTEST = 300
_SURELY_HARMLESS = 1_000_000  # bytes unpacked, below which the ratio does not count

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w:.-]{2,40})", re.I
)
_CONTROL_BYTES = bytes((*range(9), *range(14, 32), 127))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_CANDIDATES = ["cp1252", "euc_jp", "gb18030", "koi8_r", "koi8_u", "big5", "cp932", "cp949", "iso8859_2", "mac_roman"]
_CANDIDATES += [f"cp{number}" for number in (1250, 1251, *range(1253, 1259), 874, 866, 850)]
_TELLING = 6  # fewer bytes beyond ASCII tell nothing: the detector called "h\xe9llo" Urdu
_SAMPLE = 32_768  # bytes shown to the detector: it takes 1-30 ms for 4 KB, and more text does not change its answer


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with `\\n` line ends and without control and invisible characters, and what was done to get it."""

    text: str
    repairs: tuple[str, ...] = ()


def refuse_bomb(unpacked: int, packed: int) -> None:
    """ReadError where so many bytes of JSON lines out of so many packed ones are no articles."""
    if unpacked > max(_SURELY_HARMLESS, _TIGHTEST * packed):
        raise ReadError(SkipReason(SkipCode.GZIP_BOMB, times=_TIGHTEST))


def gunzip(data: bytes, limit: int = MAX_FILE_BYTES, *, lines: bool = False) -> bytes:
    """The content of gzip bytes; ReadError where it is damaged, larger than `limit` bytes, or a bomb of `lines`."""
    out: list[bytes] = []
    size, whole = 0, len(data)
    try:
        while data[:2] == b"\x1f\x8b":
            unpack = zlib.decompressobj(wbits=31)
            rest = data
            while rest and not unpack.eof:
                out.append(unpack.decompress(rest, min(limit + 1 - size, _SURELY_HARMLESS + 1)))
                size += len(out[-1])
                rest = unpack.unconsumed_tail
                if lines:
                    refuse_bomb(size, whole - len(rest) - len(unpack.unused_data))
                if size > limit:
                    raise ReadError(SkipReason(SkipCode.GZIP_TOO_LARGE, limit_megabytes=limit / 1e6))
            if not unpack.eof:
                raise ReadError(SkipReason(SkipCode.GZIP_ENDS_EARLY))
            data = unpack.unused_data
    except zlib.error:
        raise ReadError(SkipReason(SkipCode.GZIP_DAMAGED)) from None
    return b"".join(out)


def gunzipped_head(data: bytes, size: int = 64) -> bytes:
    """The first bytes of what gzip bytes hold; nothing where they are damaged."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data[:65_536], size)
    except zlib.error:
        return b""


def refuse_binary(data: bytes) -> None:
    """ReadError where the bytes are no text, with what they look like."""
    refuse_bytes(data)
    head = data[:_SAMPLE]
    if not _holds_controls(head) or _bom(head) or _utf16_without_bom(head):
        return
    # Text in any character set holds next to no control characters; escape sequences of ISO-2022 are the most.
    if _count_controls(head) - head.count(b"\x1b") > 16 + len(head) // 20:
        raise ReadError(SkipReason(SkipCode.CONTROL_CHARACTERS))


def unpacked(data: bytes) -> bytes:
    """The bytes of one page, unpacked where they are gzip. Raises ReadError as `gunzip`."""
    return gunzip(data) if data[:2] == b"\x1f\x8b" else data


def decode(data: bytes, charset: str = "") -> Decoded:
    """The bytes as text: by byte order mark, as UTF-8, as declared, by detection, else as windows-1252.

    `charset` is what stands outside the bytes, such as in the header of a mail; else what markup declares counts.
    Raises ReadError for binary data.
    """
    refuse_binary(data)
    text, repairs = _to_text(data, charset)
    nuls = controls = 0
    if _holds_controls(data) or "\uffff" in text or "\ufffe" in text:
        nuls = text.count("\0")
        controls = len(_CONTROL.findall(text)) - nuls
        text = _CONTROL.sub("", text)
    if nuls:
        repairs = (*repairs, f"{_count(nuls, 'NUL character')} removed")
    if controls:
        repairs = (*repairs, f"{_count(controls, 'control character')} removed")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = visible(text)
    if unseen := len(text) - len(seen):
        repairs = (*repairs, f"{_count(unseen, 'invisible character')} removed")
    return Decoded(seen, repairs)


def characters(data: bytes) -> str:
    """All characters of the bytes, read in the character set that `decode` takes. Raises ReadError for binary data."""
    refuse_binary(data)
    return _to_text(data)[0]


def mend_surrogates(text: str) -> str:
    """The text with pairs of surrogates joined and lone ones replaced by U+FFFD, so that it can be stored as UTF-8."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _to_text(data: bytes, charset: str = "") -> tuple[str, tuple[str, ...]]:
    for mark, name in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(name, "replace")
            return text, () if name == "utf-8" and "\ufffd" not in text else (f"decoded as {name}",)
    if guess := _utf16_without_bom(data[:_SAMPLE]):
        return data.decode(guess, "replace"), (f"decoded as {guess}",)
    declared = _charset(charset) or _declared(data)
    if declared.startswith("iso2022"):  # looks like ASCII, so UTF-8 would accept it
        return data.decode(declared, "replace"), (f"decoded as {declared}",)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if mended := _nearly_utf8(data):
        return mended
    return _by_charset(data, declared)


def _by_charset(data: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    if declared and declared != "utf-8":
        try:
            return data.decode(declared), (f"decoded as {declared}, as declared",)
        except UnicodeError:
            pass
    sample = _around_first_high_byte(data)
    few = len(re.findall(rb"[\x80-\xff]", sample)) < _TELLING
    guess = "" if few else _detected(sample)
    if guess:
        name = codecs.lookup(guess).name
        try:
            return data.decode(name), (f"decoded as {name}, by its letters",)
        except UnicodeError:
            pass
    return _windows_1252(data), ("decoded as windows-1252",)


def _detected(sample: bytes) -> str:
    """The detector's best answer, the likelier of `_CANDIDATES` where several are equally good; empty if none is."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  0.05 s to load, and few sources need it

    answers = from_bytes(sample, cp_isolation=_CANDIDATES)
    best = answers.best()
    if best is None:
        return ""
    ties = {a.encoding for a in answers if (a.chaos, a.coherence) == (best.chaos, best.coherence)}
    return next((name for name in _CANDIDATES if name in ties), best.encoding)


def _around_first_high_byte(data: bytes) -> bytes:
    """The part of the page that tells most about its character set: markup in front of it is plain ASCII."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - 1024) if first else 0
    return data[start : start + _SAMPLE]


def _windows_1252(data: bytes) -> str:
    return (
        data.decode("cp1252", "replace") if not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else data.decode("latin-1")
    )


def _nearly_utf8(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with a few foreign bytes (a template in one character set, a quotation in another), or None."""
    text = data.decode("utf-8", "surrogateescape")
    bad = len(re.findall("[\udc80-\udcff]", text))
    good = len(re.findall("[\x80-\ud7ff\ue000-\uffff\U00010000-\U0010ffff]", text))
    if bad > good:
        return None
    mended = re.sub("[\udc80-\udcff]", lambda m: _windows_1252(bytes((ord(m[0]) - 0xDC00,))), text)
    return mended, (f"{_count(bad, 'byte')} read as windows-1252 amid UTF-8",)


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data, 0, 4096)
    return _charset(found[1].decode("ascii", "ignore")) if found else ""


def _charset(name: str) -> str:
    """The codec of a character set by any of its names; "" for none, and for what only looks like one."""
    try:
        info = codecs.lookup(name)
    except (LookupError, UnicodeError, ValueError):
        return ""
    # Only character sets: codecs also knows "rot13" and "hex"; browsers read latin-1 as windows-1252.
    if not getattr(info, "_is_text_encoding", True) or info.name.startswith(("utf-7", "idna", "punycode", "unicode")):
        return ""
    if info.name.startswith(("utf-16", "utf-32", "raw")):  # a declaration in ASCII letters cannot be in UTF-16
        return "utf-8"
    return {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}.get(
        info.name, info.name
    )


def utf16_of(head: bytes) -> str:
    """The codec of text in UTF-16 by its first bytes; "" where it is no such text."""
    name = _bom(head) or _utf16_without_bom(head)
    return name if name.startswith("utf-16") else ""


def _bom(data: bytes) -> str:
    return next((name for mark, name in _BOMS if data.startswith(mark)), "")


def _utf16_without_bom(head: bytes) -> str:
    """The UTF-16 byte order where every second byte is mostly NUL, as Latin text is; else empty."""
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.6 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.05:
        return "utf-16-be"
    return ""


def _holds_controls(data: bytes) -> bool:
    """Whether `_count_controls` finds any, in a third of its time."""
    values = np.frombuffer(data, np.uint8)
    return bool(len(values)) and bool(values.min() < 9 or (values - np.uint8(14)).min() < 18 or b"\x7f" in data)


def _count_controls(data: bytes) -> int:
    return len(data) - len(data.translate(None, _CONTROL_BYTES))


def _count(n: int, thing: str) -> str:
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"

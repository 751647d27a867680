"""Which format is this text? Its first characters decide, and the suffix only where they leave it open."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from index.page import Format
from index.readers.traces import has_header, is_mail, is_mailbox, is_mhtml

COMPRESSION = frozenset((".gz", ".gzip"))
SUFFIXES: dict[str, Format] = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".shtml": Format.HTML,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".mhtml": Format.MHTML,
    ".mht": Format.MHTML,
    ".webarchive": Format.SAFARI,
    ".eml": Format.EMAIL,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
}
"""What a folder is searched for, besides the same names with a compression suffix."""

_HTML_START = re.compile(
    r"(?:\s|<!--[^>]{0,2000}-->|<\?xml[^>]{0,200}\?>){0,50}"
    r"<(?:!doctype\s+html|html|head|body|meta|title|article|main|div|section|table|p|h1|script|style|link)\b",
    re.I,
)
_HTML_ANYWHERE = re.compile(
    r"<(?:!doctype\s+html|/?(?:html|head|body|div|p|article|span|a|br|h[1-6])\b[^<>]{0,500}>)", re.I
)
_FRONT_MATTER = re.compile(r"\s{0,20}(?:---[ \t]*\n[\w-]{1,40}\s?:|\+\+\+[ \t]*\n[\w-]{1,40}\s?=)")
_JSON_OBJECT = re.compile(rb"\s{0,100}\{\s{0,100}\"[^\"\n]{1,60}\"\s{0,10}:")
_IN_MAILDIR = re.compile(r"(?:^|/)(?:cur|new)/[^/]+$")  # where mail programs keep a mail a file, without a suffix
_FLAGS = re.compile(r"[:;!]2,[A-Za-z]{0,26}$")  # what has become of it, behind its name
_KIND = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,15}")


def is_jsonl(data: bytes, path: str) -> bool:
    """Whether the bytes are JSON lines: their first line is an object, or the suffix says so and they are no markup."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    named = _suffix(path) is Format.JSONL
    if _JSON_OBJECT.match(head):
        end = data.find(b"\n")
        return named or (data if end < 0 else data[:end]).rstrip().endswith(b"}")
    return named and not _HTML_START.match(head.decode("latin-1").lstrip())


def message_format(head: str, path: str) -> Format | None:
    """The format of a MIME message by the first characters of it, each of them a byte; None where it is none.

    Fields that mail programs write tell it. A suffix or a folder of mails says so where there are only such as a
    person may type.
    """
    if begins_as_html(head):
        return None
    if is_mhtml(head):
        return Format.MHTML
    named = _suffix(path) in (Format.EMAIL, Format.MHTML) or _IN_MAILDIR.search(path)
    return Format.EMAIL if not is_mailbox(head) and (is_mail(head) or (named and has_header(head))) else None


def begins_as_html(text: str) -> bool:
    """Whether a decoded page is HTML, whatever its suffix says."""
    return bool(_HTML_START.match(text[:10_000].lstrip()))


def format_of(text: str, path: str) -> Format:
    """The format of a decoded page."""
    if begins_as_html(text):
        return Format.HTML
    if _FRONT_MATTER.match(text):
        return Format.MARKDOWN
    suffix = _suffix(path)
    if suffix is Format.HTML:
        return Format.HTML if _HTML_ANYWHERE.search(text, 0, 1_000_000) else Format.TEXT
    return Format.MARKDOWN if suffix is Format.MARKDOWN else Format.TEXT


def page_key(path: str) -> str:
    """A page's own name: its file name without suffixes.

    These are a compression suffix, the format's suffix, and one plain word between name and format that says of which
    kind the file is (`1234.w3m.txt.gz` is a dump of page `1234`), unless the name has other dots or spaces in it.
    """
    name = PurePosixPath(path).name
    if _IN_MAILDIR.search(path):
        name = _FLAGS.sub("", name)
    stem = PurePosixPath(name)
    if stem.suffix.lower() in COMPRESSION:
        stem = PurePosixPath(stem.stem)
    if stem.suffix.lower() in SUFFIXES:
        stem = PurePosixPath(stem.stem)
        head, dot, kind = stem.name.partition(".")
        if head and dot and _KIND.fullmatch(kind) and " " not in head:
            return head
    return stem.name or name


def _suffix(path: str) -> Format | None:
    name = PurePosixPath(path)
    if name.suffix.lower() in COMPRESSION:
        name = PurePosixPath(name.stem)
    return SUFFIXES.get(name.suffix.lower())

"""Mailboxes (mbox): mails one after another, each behind a line that begins with `From ` and says who and when."""

from __future__ import annotations

import re
from typing import IO

from index.page import RawPage
from index.readers.records.form import Division, Form, RecordPlace, digest_key
from index.readers.traces import is_mailbox

# A text may have a line that begins with `From ` behind a blank one. Lists write `From ann at example.org`.
_FROM = re.compile(
    rb"From \S+(?: at \S+)? {1,3}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:[A-Z][a-z]{2} +\d|\d+ +[A-Z][a-z]{2})"
)
_QUOTED = re.compile(rb"^>(>*From )", re.M)
_PIECE = 1 << 20


def _known(head: bytes, _path: str) -> bool:
    return bool(_FROM.match(head.lstrip(b"\r\n"))) and is_mailbox(head.decode("latin-1").replace("\r\n", "\n"))


def divide(stream: IO[bytes], into: Division) -> None:
    """The mails without the lines before them and the blank line behind them."""
    number = start = length = place = 0
    hasher, blank, whole = into.hasher(), b"\n", True
    while line := stream.readline(_PIECE):
        if whole and blank and _FROM.match(line):
            if number and length and not into.add(number, start, length, hasher.intdigest()):
                return
            number, start, length = number + 1, place + len(line), 0
            hasher, blank = into.hasher(), b""
        elif number:
            if blank:
                hasher.update(blank)
                length += len(blank)
            blank = line if whole and line in (b"\n", b"\r\n") else b""
            if not blank:
                hasher.update(line)
                length += len(line)
        whole = line.endswith(b"\n")
        place += len(line)
    if number and length:
        into.add(number, start, length, hasher.intdigest())


def _page(data: bytes, place: RecordPlace) -> RawPage:
    from index.readers.mail import read_mail  # noqa: PLC0415  loads what parses mails and HTML

    return read_mail(_QUOTED.sub(rb"\1", data), place.path, digest_key(data))


MAILBOX = Form("mailbox", 2, "message", _known, divide, _page, cleaned=True)

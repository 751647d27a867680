"""What is in a MIME message? Fields of its header as text, and its parts as bytes, whatever is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from index.errors import ReadError
from index.readers.decode import MAX_BYTES, Decoded, decode
from index.reasons import SkipCode, SkipReason, page_too_large

_LONGEST_FIELD = 10_000  # characters of a header's field; the longest of real mails are lists of receivers
_MOST_PARTS = 2_000  # of one message; a saved page has some hundred pictures
_MARKUP = frozenset(("text/html", "application/xhtml+xml"))
_ERRORS = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError)  # of odd parts
# What stands in a mail that only the receiver's key opens.
_SEALED = frozenset(("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"))


@dataclass(frozen=True, slots=True)
class MimePart:
    """A part of a message that holds no further parts, or a whole message in it (`kind` "message/rfc822").

    `kind` is its content type, `name` the file name it is sent under ("" for none), `attached` whether the sender
    says that it is an attachment, `identity` and `location` are its Content-ID and Content-Location.
    """

    message: Message
    kind: str
    name: str
    attached: bool

    @property
    def is_markup(self) -> bool:
        """Whether it is HTML."""
        return self.kind in _MARKUP

    @property
    def identity(self) -> str:
        """Its Content-ID, without the brackets."""
        return field(self.message, "Content-ID").strip("<>")

    @property
    def location(self) -> str:
        """Its Content-Location."""
        return field(self.message, "Content-Location")

    def content(self) -> bytes:
        """Its bytes, decoded; none where they cannot be."""
        try:
            payload = self.message.get_payload(decode=True)
        except _ERRORS:
            return b""
        return payload if isinstance(payload, bytes) else b""

    def text(self, content: bytes | None = None) -> Decoded:
        """Its characters; `content` are its bytes where they were changed. ReadError where they are none."""
        content = self.content() if content is None else content
        if len(content) > MAX_BYTES:
            raise ReadError(page_too_large(len(content), MAX_BYTES))
        return decode(content, parameter(self.message, "charset"))


def parsed(data: bytes) -> Message:
    """The message that the bytes hold. ReadError where it nests too deeply."""
    try:
        return BytesParser(policy=compat32).parsebytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    except RecursionError:
        raise ReadError(SkipReason(SkipCode.NESTED_TOO_DEEPLY)) from None


def field(message: Message, name: str) -> str:
    """The first field of the name in one line, encoded words decoded (RFC 2047); "" where there is none."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return decoded_words(raw)


def decoded_words(raw: str) -> str:
    """What stands in a field of a header, in one line, with encoded words decoded."""
    text = raw[:_LONGEST_FIELD]
    if not text.isascii():  # bytes that no header may have, nor say of which character set they are
        text = _characters(text.encode("utf-8", "surrogateescape"), "")
    try:
        pieces = decode_header(text)
    except _ERRORS:
        pieces = [(text, None)]
    out = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            out.append(piece)
        else:
            out.append(_characters(piece, charset) if charset else piece.decode("raw_unicode_escape", "replace"))
    return " ".join("".join(out).encode("utf-8", "replace").decode().replace("\0", "").split())


def parameter(message: Message, name: str) -> str:
    """A parameter of the content type, such as `charset`; "" where there is none."""
    try:
        value = message.get_param(name)
    except _ERRORS:
        return ""
    return str(value[2] if isinstance(value, tuple) else value or "").strip(" '\"")


def parts(message: Message) -> Iterator[MimePart]:
    """The parts in their order; of alternatives the last that is text, HTML before text. ReadError for what is sealed.

    A message within the message is one part.
    """
    waiting = [message]
    seen = 0
    while waiting and seen < _MOST_PARTS:
        here = waiting.pop()
        seen += 1
        kind = here.get_content_type()
        if kind in _SEALED and parameter(here, "smime-type") != "signed-data":
            raise ReadError(SkipReason(SkipCode.ENCRYPTED))
        below = [part for part in here.get_payload() if isinstance(part, Message)] if here.is_multipart() else []
        if below and kind != "message/rfc822":
            waiting += reversed(_alternative(below) if kind == "multipart/alternative" else below)
        else:
            yield _part(here, kind)


def _part(message: Message, kind: str) -> MimePart:
    try:
        name = decoded_words(message.get_filename() or "")
        attached = message.get_content_disposition() == "attachment"
    except _ERRORS:
        name, attached = "", False
    return MimePart(message, kind, name, attached)


def _alternative(below: list[Message]) -> list[Message]:
    """The part to read of several that say the same: HTML, what holds HTML, else the first."""
    for part in reversed(below):
        if part.get_content_type() in _MARKUP or (part.is_multipart() and _holds_markup(part)):
            return [part]
    return [next((part for part in below if part.get_content_maintype() == "text"), below[0])]


def _holds_markup(message: Message) -> bool:
    below = message.get_payload()
    return isinstance(below, list) and any(
        isinstance(part, Message) and part.get_content_type() in _MARKUP for part in below
    )


def _characters(data: bytes, charset: str) -> str:
    try:
        return decode(data, charset).text
    except ReadError:
        return re.sub(r"[^ -~]", "\ufffd", data.decode("latin-1"))

"""What does a mail say? Its HTML part, else its text, with what its header states of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from index.errors import ReadError
from index.page import Format, RawPage
from index.readers.decode import Decoded, decode
from index.readers.html import read_html
from index.readers.text import read_text
from index.reasons import SkipCode, SkipReason


def read_mail(data: bytes, path: str, key: str) -> RawPage:
    """The page of one mail. Raises `ReadError`, and nothing else, where it holds no text."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    parts = [part for part in message.walk() if not part.is_multipart()]
    texts = [part for part in parts if not _attached(part)]
    kinds = [part.get_content_type() for part in texts]
    kind = next((kind for kind in ("text/html", "text/plain") if kind in kinds), "")
    body = _text(texts[kinds.index(kind)]) if kind else Decoded("")
    if not body.text.strip():
        raise ReadError(SkipReason(SkipCode.NO_TEXT, fields=("text/html", "text/plain")))
    page = (read_html if kind == "text/html" else read_text)(body.text, path, key, body.repairs)
    left = len(parts) - len(texts)
    repairs = (*page.repairs, f"{left} attachment{'s' * (left != 1)} left out") if left else page.repairs
    return replace(page, format=Format.MAIL, given=_stated(message), repairs=repairs)


def _attached(part: Any) -> bool:
    return part.get_content_maintype() != "text" or "attachment" in _field(part, "content-disposition").lower()


def _text(part: Any) -> Decoded:
    return decode(part.get_payload(decode=True) or b"", _charset(part))


def _charset(part: Any) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (LookupError, ValueError):
        return ""


def _stated(message: EmailMessage) -> Mapping[str, Any]:
    """What the header states of the article."""
    given: dict[str, Any] = {"title": _field(message, "subject"), "published": _field(message, "date")}
    if any(message.get_all(name) for name in ("list-id", "list-post")):
        name = _field(message, "list-id").partition("<")[0].strip(' "')
        given["publisher"] = name or _field(message, "list-post").strip("<> ").removeprefix("mailto:")
    else:
        sender = _field(message, "from")
        given["authors"] = [sender.partition("<")[0].strip(' "')] if "<" in sender else []
    return {name: value for name, value in given.items() if value}


def _field(message: Any, name: str) -> str:
    """A field of the header as text; "" where it is not there, or is so broken that the library fails."""
    try:
        value = str(message.get(name) or "")
    except Exception:
        value = ""
    return " ".join(value.encode("utf-8", "replace").decode().split())

"""How does a mail become a page? Its HTML or its text is the page; its header says title, sender, time and address."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.message import Message
from email.utils import parsedate_to_datetime

from index.errors import ReadError
from index.page import Format, RawPage
from index.readers.embedded_files import without_files
from index.readers.forwarded import ForwardedMail, forwarded, own_subject
from index.readers.html import read_html
from index.readers.mail_links import address_in_lines, address_in_markup, says_so
from index.readers.mime import MimePart, field, parameter, parsed, parts
from index.readers.saved import is_page
from index.readers.text import lines_of, unwrapped
from index.reasons import SkipCode, SkipReason

_MOST_NAMED = 5  # attachments that are named
_DEEPEST = 10  # mails within mails
_LIST_TAG = re.compile(r"^\[[^\[\]]{1,60}\]\s+(?=\S)")
_LIST_NAME = re.compile(r'\s*"?([^"<>]*?)"?\s*<[^<>]*>\s*')
_ZONED = re.compile(r"\b(?:1[89]|20)\d\d\b.*(?:[+-]\d{4}|GMT|UTC)\b")
_PGP = "-----BEGIN PGP MESSAGE-----"


def read_mail(data: bytes, path: str, key: str) -> RawPage:
    """The page of a mail (RFC 5322); of one that does no more than carry another mail, that other one.

    HTML goes before text. What the header says is `given`: title, time, list and address, with their `places`, and the
    `sender`. Attachments are not read but counted among the repairs. Raises ReadError, and nothing else, where there
    is no text, or it is encrypted.
    """
    message, repairs = parsed(data), []
    for _ in range(_DEEPEST):
        body = _body(message)
        if body.carried is None or len(body.text()) > len(_body(body.carried).text()):
            break
        message = body.carried
        repairs.append("the mail attached to the file's mail was read")
    page = _page(body, path, key)
    page = replace(page, format=Format.EMAIL, repairs=(*page.repairs, *repairs, *body.notes()))
    return _described(page, message)


@dataclass(frozen=True, slots=True)
class _Body:
    """What of a mail is its text: its `pieces` in order, `carried` the first mail within it, `attached` what else."""

    pieces: tuple[MimePart, ...]
    carried: Message | None
    attached: tuple[MimePart, ...]

    def text(self) -> str:
        """The text or markup, to compare lengths; "" where it cannot be read."""
        try:
            return "".join(piece.text(without_files(piece.content())).text for piece in self.pieces).strip()
        except ReadError:
            return ""

    def notes(self) -> tuple[str, ...]:
        """What was not read, a sentence or none."""
        if not self.attached:
            return ()
        count = len(self.attached)
        names = [part.name or part.kind for part in self.attached[:_MOST_NAMED]]
        named = ", ".join(" ".join(name.split())[:80] for name in names) + (", …" if count > _MOST_NAMED else "")
        return (f"{count} attachment{'s' if count > 1 else ''} not read: {named}",)


def _body(message: Message) -> _Body:
    pieces: list[MimePart] = []
    attached: list[MimePart] = []
    carried: Message | None = None
    for part in parts(message):
        below = part.message.get_payload() if part.kind == "message/rfc822" else None
        if isinstance(below, list) and below and isinstance(below[0], Message) and carried is None:
            carried = below[0]
        elif not part.attached and not part.name and (part.is_markup or part.kind in ("text/plain", "text/enriched")):
            pieces.append(part)
        elif part.attached or not (part.identity or part.kind.startswith(("image/", "multipart/"))):
            attached.append(part)
    if not pieces and carried is None:
        pieces = [part for part in attached if part.is_markup or part.kind == "text/plain"][:1]
        attached = [part for part in attached if part not in pieces]
    return _Body(tuple(pieces), carried, tuple(attached))


def _page(body: _Body, path: str, key: str) -> RawPage:
    read = [(piece, piece.text(without_files(piece.content()) if piece.is_markup else None)) for piece in body.pieces]
    filled = [(piece, decoded) for piece, decoded in read if decoded.text.strip()]
    if not filled:
        raise ReadError(SkipReason(SkipCode.NO_TEXT_PART))
    repairs = tuple(dict.fromkeys(note for _, decoded in filled for note in decoded.repairs))
    texts = [(piece, decoded.text) for piece, decoded in filled]
    if any(piece.is_markup for piece, _ in texts):
        markup = "\n".join(text if piece.is_markup else _as_markup(text) for piece, text in texts)
        return read_html(markup, path, key, repairs)
    text = "\n\n".join(_unfolded(piece, text) for piece, text in texts)
    if _PGP in text[:2000]:
        raise ReadError(SkipReason(SkipCode.ENCRYPTED))
    return RawPage(path=path, key=key, format=Format.EMAIL, lines=lines_of(text), repairs=repairs)


def _as_markup(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def _unfolded(piece: MimePart, text: str) -> str:
    """The text as it was before it was cut into lines to be sent."""
    if parameter(piece.message, "format").lower() != "flowed":
        return unwrapped(text)
    joint = "" if parameter(piece.message, "delsp").lower() == "yes" else " "
    lines: list[str] = []
    flows = False  # as RFC 3676 has it
    for line in text.split("\n"):
        if flows and not line.startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
        flows = line.endswith(" ") and line != "-- " and not line.startswith(">")
        if flows:
            lines[-1] = lines[-1][:-1] + joint
    return "\n".join(lines)


def _described(page: RawPage, message: Message) -> RawPage:
    """The page with what the header says of it."""
    texts = [line.text for line in page.lines]
    subject = field(message, "Subject")
    inner = forwarded(subject, texts)
    furniture = {number: "navigation" for number, text in enumerate(texts) if text and says_so(text)}
    said = _of_inner(inner, subject) if inner else _of_header(message, subject)
    if inner:
        furniture |= {number: "mail_header" for number in range(inner.first, inner.end) if texts[number]}
    address = _address(page, message, texts)
    if address[0]:
        said["url"] = address
    given = {name: value for name, (value, _) in said.items() if value}
    sender = given.pop("sender", "")
    places = {name: place for name, (value, place) in said.items() if value}
    return replace(page, given=given, places=places, sender=sender, furniture=furniture)


def _of_header(message: Message, subject: str) -> dict[str, tuple[str, str]]:
    """What the mail's own header says: (value, place) by name."""
    list_name = _LIST_NAME.fullmatch(field(message, "List-Id"))
    said = {
        "title": (_LIST_TAG.sub("", own_subject(subject)), "header Subject"),
        "publisher": (list_name[1] if list_name else "", "header List-Id"),
        "sender": (field(message, "From"), "header From"),
    }
    if sent := field(message, "Date"):
        said["published"] = (_moment(sent), "header Date")
    elif received := field(message, "Received").rpartition(";")[2].strip():
        said["published"] = (_moment(received), "header Received")
    return said


def _of_inner(inner: ForwardedMail, subject: str) -> dict[str, tuple[str, str]]:
    """What the fields of a forwarded mail say."""
    said = {
        "title": (own_subject(inner.fields.get("subject") or subject), "forwarded Subject"),
        "sender": (inner.fields["from"], "forwarded From"),
    }
    if sent := inner.fields.get("date"):
        said["published"] = (sent.replace(" at ", " "), "forwarded Date")
    return said


def _moment(text: str) -> str:
    """A moment as it stands there; in ISO where it is one of old: two digits of the year, or a name of the zone."""
    if _ZONED.search(text):
        return text
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return text


def _address(page: RawPage, message: Message, texts: Sequence[str]) -> tuple[str, str]:
    """Where the mail stands on the web, and what says so."""
    for name in ("Archived-At", "X-Archive-URL"):
        stated = field(message, name).strip("<>")
        if is_page(stated):
            return stated, f"header {name}"
    found = address_in_markup(page.markup) if page.markup else address_in_lines(texts)
    return found, "link to view in browser"

"""Which mail was forwarded? The one whose fields stand in the text, behind words that mail programs write there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_MARK = re.compile(
    r"[\s>*_-]*(?:begin forwarded message|(?:original|forwarded) (?:message|mail)|weitergeleitete nachricht|"
    r"ursprüngliche nachricht|anfang der weitergeleiteten nachricht|message (?:transféré|transmis|d'origine)|"
    r"début du message (?:transféré|réexpédié)|mensaje (?:reenviado|original)|inicio del mensaje reenviado|"
    r"messaggio (?:inoltrato|originale)|inizio messaggio inoltrato|mensagem (?:encaminhada|original)|"
    r"doorgestuurd bericht|oorspronkelijk bericht)[\s:*_-]*",
    re.I,
)
_NAMES: Mapping[str, tuple[str, ...]] = {
    "from": ("from", "von", "de", "da", "van", "från", "fra"),
    "date": ("date", "sent", "datum", "gesendet", "envoyé", "fecha", "enviado", "data", "inviato", "verzonden"),
    "subject": ("subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "ämne", "emne"),
    "to": ("to", "an", "à", "para", "a", "aan", "till", "til", "cc", "kopie", "reply-to", "antwort an"),
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names}
_FIELD = re.compile(r"[\s>*]*([^\W\d_][\w -]{0,14}?)\s?:\*?(?:\s+(.*))?")
_PREFIX = re.compile(r"\s*(?:fwd?|wg|tr|rv|i|enc|vs|doorst)\s*:", re.I)
_MOST_FIELDS = 12  # lines that fields may take
_FAR = 40  # lines above a forwarded mail: what the one who sends it on says of it


class ForwardedMail(NamedTuple):
    """What its fields say ("from", "date", "subject", "to"), and the lines that they take, the mark among them."""

    fields: Mapping[str, str]
    first: int
    end: int


def forwarded(subject: str, lines: Sequence[str]) -> ForwardedMail | None:
    """The mail that a mail of such a subject and text forwards; None where it forwards none, or answers one."""
    if not _PREFIX.match(subject):
        return None
    mark = next((n for n, line in enumerate(lines[:_FAR]) if line and _MARK.fullmatch(line)), -1)
    if mark < 0:
        return None
    fields: dict[str, str] = {}
    end = number = mark + 1
    while number < min(len(lines), mark + 1 + _MOST_FIELDS):
        found = _FIELD.fullmatch(lines[number])
        name = _FIELD_OF.get(found[1].strip().lower()) if found else None
        if found and name:
            fields.setdefault(name, (found[2] or "").strip(" *"))
            end = number + 1
        elif lines[number].strip(" >"):
            break
        number += 1
    return ForwardedMail(fields, mark, end) if "from" in fields and len(fields) > 1 else None


def own_subject(subject: str) -> str:
    """The subject without what mail programs put before that of a mail that is sent on."""
    while (found := _PREFIX.match(subject)) is not None:
        subject = subject[found.end() :]
    return subject.strip()

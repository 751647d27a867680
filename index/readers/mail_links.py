"""Where does a newsletter stand on the web? At the address of its link "View in browser", where it says so plainly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser

from index.readers.safety import safe_bytes

_LONGEST = 100  # characters of such a link's text
_VERBS = r"(?:view|see|read|open|show|display)"
_MAIL = r"(?:(?:this|the|it|our|your|e-?mail|message|newsletter|letter|issue|edition|post|campaign)\ ){0,4}"
_SAYS = re.compile(
    rf"""[\W_]*(?:
    (?:click\ here\ to\ )?{_VERBS}\ {_MAIL}(?:in|on|with)\ (?:(?:your|a|the|my)\ )?(?:web\ ?)?browser
    | {_VERBS}\ {_MAIL}(?:on\ the\ web|online)
    | (?:view|read|see|open)?\ ?(?:the\ )?(?:online|web)[\ -]?version
    | {_VERBS}\ (?:it\ )?as\ a\ web\ ?page
    | .{{0,25}}\bim\ (?:web-?)?browser\ (?:ansehen|anzeigen|öffnen|lesen|betrachten)
    | (?:zur\ )?(?:online|web)-?(?:version|ansicht)(?:\ (?:ansehen|anzeigen|öffnen))?
    | (?:voir|afficher|lire|consulter|ouvrir|visualiser)\b.{{0,25}}\b(?:dans\ (?:votre|le|un|mon)\ navigateur|en\ ligne)
    | (?:voir\ la\ )?version\ (?:en\ ligne|web)
    | (?:ver|abrir|leer|visualizar|ler)\b.{{0,25}}\b(?:en\ (?:el|su|tu|un)|no\ (?:seu\ )?)\ ?navegador
    | (?:ver\ )?(?:la\ |a\ )?vers(?:ión|ão)\ (?:web|online|en\ línea)
    | (?:visualizza|apri|leggi|guarda)\b.{{0,25}}\bnel\ (?:tuo\ )?browser | versione\ (?:web|online)
    | (?:bekijk|lees|open)\b.{{0,25}}\b(?:in\ (?:je|uw|de)\ browser|online) | (?:web|online[ ]?)versie
    | (?:visa|läs|öppna)\b.{{0,25}}\bi\ (?:din\ )?webbläsare(?:n)? | webbversion
    | (?:zobacz|otwórz|wyświetl)\b.{{0,25}}\bw\ przeglądarce
    | (?:открыть|посмотреть|просмотреть|читать)\b.{{0,25}}\bв\ браузере | веб-версия
    )[\W_]*""",
    re.X | re.I,
)
_SPEAKS = re.compile(r"brow[sz]er|navig|online|version|versie|web|webbl|przegl|брауз", re.I)  # else no link says so
_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]]{4,2000}", re.I)
# Links that count a click and lead elsewhere, and those that name their reader.
_COUNTED = re.compile(
    r"https?://(?:[^/]*\.)?(?:clicks?|ct|trk|track(?:ing)?|redirect|redir|r|t)\.[^/]*/"
    r"|/ls/click|/(?:track|click|clicks|redirect|redir|cl0)/|@|%40",
    re.I,
)


def says_so(text: str) -> bool:
    """Whether a text says nothing but that the mail can be read in a browser."""
    return len(text) <= _LONGEST and _SAYS.fullmatch(" ".join(text.split())) is not None


def address_in_markup(markup: str) -> str:
    """The address of the first link of a mail's HTML that says so; "" where none does."""
    return next(_plain(_links(markup)), "") if _SPEAKS.search(markup) else ""


def address_in_lines(lines: Iterable[str]) -> str:
    """The same of a mail's text: the address that stands behind such words, on their line or the next."""
    return next(_plain(_pointed(lines)), "")


def _plain(addresses: Iterable[str]) -> Iterator[str]:
    return (address for address in addresses if _ADDRESS.fullmatch(address) and not _COUNTED.search(address))


def _links(markup: str) -> Iterator[str]:
    for link in LexborHTMLParser(safe_bytes(markup)).css("a[href]"):
        if says_so(link.text(deep=True)):
            yield (link.attributes.get("href") or "").strip()


def _pointed(lines: Iterable[str]) -> Iterator[str]:
    said = False
    for line in lines:
        found = _ADDRESS.search(line)
        before = line[: found.start()] if found else line
        if found and (said or says_so(before)):
            yield found[0].rstrip(".,;")
        if before.strip():
            said = says_so(before) and not found

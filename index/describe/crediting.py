"""What do fields that hold authors say beside their names? Comments, others' work, staff, initials, "and others"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_GENERIC = re.compile(
    r"^(?:(?:from|by) )?(?:our |the )?(?:admin(?:istrator)?|staff(?: writer| reporter| report)?s?|"
    r"editors?|editor team|redaktion|redaction|newsroom|"
    r"news desk|web desk|guest(?: (?:author|writer|contributor|post))?|anonymous|author|user|contributor|webmaster|"
    r"(?:meet the |about the )?authors?|full bio|bio|team|n/?a|none|null|undefined|unknown|test)$",
    re.I,
)
_STAFF = re.compile(
    r"\s+(?:(?:editorial|content|news|web)\s+)?(?:staff|team|editors?|editorial|contributors?|writers?|reporters?|newsroom|"
    r"news\s?desk|redaktion|redacción|redazione|rédaction)$",
    re.I,
)
_OF_COMMENT = re.compile(r"\s(?:says?|said|wrote|writes|sagt|schreibt|dice|dit|on)\s*:?$", re.I)
_OTHERS_WORK = re.compile(
    r"^(?:last )?(?:updated|edited|fact[ -]checked|checked|photos?|pictures?|illustrations?|translated|produced) by\b",
    re.I,
)
_HELP = re.compile(
    r"\b(?:contributions?|additional reporting|research) (?:from|by)\b|^(?:researched|edited|fact[ -]checked) by\b",
    re.I,
)
_PAIR = re.compile(r"([A-ZÀ-Þ][^\W\d_]+)\s+(?:&|and|und|et|y|och|og)\s+([A-ZÀ-Þ][^\W\d_]+)")
_INITIALS = re.compile(r"\s*\((?:[^\W\d_]{2,5}\.?|[^\W\d_]\.?[^\W\d_]\.?)\)$")  # "Jane Doe (jdo)"
_OTHERS = re.compile(r"(?:,?\s+(?:and|&|et|und|y|e)\s+(?:\d+\s+)?others?|,?\s+et al\.?|\s+u\.\s?a\.)$", re.I)
_LOGIN = re.compile(r"([a-z]{3,})\.([a-z])\.([a-z]{3,})")
_DOTS = str.maketrans(dict.fromkeys("⋅●▪∙◦■◆", "·"))


def with_one_dot(text: str) -> str:
    """The text with the same dot wherever one parts it."""
    return text if text.isascii() else text.translate(_DOTS)


def names_no_writer(text: str) -> bool:
    """Whether the text credits work on the page that is not writing it: "Updated by Jane Doe", "Jane Doe says"."""
    return _OTHERS_WORK.match(text) is not None or _OF_COMMENT.search(text) is not None


def helpers(credits: Iterable[str]) -> Iterator[str]:
    """Of each credit what it says behind words that announce help in writing: "Contributions from Jane Doe"."""
    for text in credits:
        if announced := _HELP.search(text):
            yield text[announced.end() :]


def spelt_login(name: str) -> str:
    """A login made of a name with an initial, "jane.q.doe", as the name; others as they stand."""
    login = _LOGIN.fullmatch(name)
    return f"{login[1].capitalize()} {login[2].upper()}. {login[3].capitalize()}" if login else name


def without_others(text: str) -> str:
    """The names of a credit without "and others"; two first names, "Ada and Bo", as two people."""
    text = _OTHERS.sub("", text)
    pair = _PAIR.fullmatch(text)
    return f"{pair[1]}; {pair[2]}" if pair else text


def without_initials(name: str) -> str:
    """The name without the sign that its paper gives the writer: "Jane Doe (jdo)"."""
    return _INITIALS.sub("", name)


def without_house(name: str, house: str, edges: str) -> str:
    """The name without the house that it writes for at its end, "" where it is the house; `edges` stand between."""
    ends = house and name.casefold().endswith(house.casefold())
    return name[: -len(house)].rstrip(edges) if ends else name


def without_staff(name: str) -> str:
    """What a name that ends in "Staff", "Editorial Team" or "Redaktion" is the staff of; others as they stand."""
    return _STAFF.sub("", name)


def is_generic(name: str) -> bool:
    """Whether the name says only that somebody wrote it: "admin", "Staff Writer", "Redaktion"."""
    return bool(_GENERIC.match(name.strip(" .:")))


def once(name: str) -> str:
    """ "Jane Doe Jane Doe" (a portrait's description and the name) as "Jane Doe"."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and len(words) % 2 == 0 and words[:half] == words[half:] else name

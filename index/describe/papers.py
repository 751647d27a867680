"""What is a paper called? Its name without tagline, address and entity, and how like the name of its site it is."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from index.describe.titles import folded_words

_LONGEST = 60  # characters of a name; what is longer tells what the site is for
_MOST_WORDS = 10
_WORDY = 6  # words from which a name is cut where its beginning is the site's name
_WORDY_NAMED = 8  # the same, where each has a capital but small ones: "Courier School of Boats and Knots"
_WORDY_FOR = 4  # the same, where it tells for whom the site is
_TAIL_WORDS = 6
_ADDRESS = re.compile(r"(?:https?:)?//|^www\.|^mailto:", re.I)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/?", re.I)
_PARTS = re.compile(r"\s+[-–—|:·•»/]+\s+|(?<=[a-zà-ÿ]{3})\.\s+|\s*[|»｜：]+\s*|:\s+|\s+[-–—|·•»]+$|^[-–—|·•»]+\s+")
_SUBJECT = re.compile(r"\s+(?:all about|about|über|sobre)\s.*$", re.I)  # "Courier Blog about boats, tides and knots"
_WEBSITE = re.compile(r"(?<=\w)(?<!\bthe)\s+(?:official\s+)?(?:web\s?site|home\s?page|webseite)$", re.I)
_MARKS = str.maketrans("", "", "®™©\u200b\u200e\u200f\ufeff")
_EDGES = " \t\"'“”„«»|,;:-–—•·*"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
# Second levels under which names are given out, as `co` in `example.co.uk`.
_SHARED_LEVELS = frozenset("ac co com edu go gob gov gouv gv ltd me mil ne net nic nom or org plc sch".split())  # noqa: SIM905
# Hosts that give each writer a host of his own: the paper is what stands before them.
_HOSTERS = frozenset(
    """
    bearblog blogspot blogger ghost github gitlab hashnode livejournal medium netlify pages squarespace substack
    tumblr typepad vercel webflow weebly wixsite wordpress
    """.split()  # noqa: SIM905
)
_SHORT, _SHORT_OFFICIAL = 3, 5  # letters up to which a site's name is an abbreviation: BBC, DW; USDA
_OFFICIAL = ("edu", "gov", "int", "mil")
_GOVERNED = frozenset("gov gob gouv".split())  # noqa: SIM905  below these a state may stand: `sc.gov.br`
_STATE = 2  # letters of a state there
# Words for a part of a site: alone they name no paper, whoever states them.
_PART_OF_SITE = frozenset(
    "amp blog blogs edition home homepage hosted index m mobile news startseite untitled web website".split()  # noqa: SIM905
)
_SAME = 3  # the likeness of what is the site's label
_LEAST_WORD = 4  # letters of a word that ties a name to its site


@lru_cache(maxsize=4096)
def site_label(host: str) -> str:
    """The part of a host that names its site: `courier` of `news.courier.co.uk`, "" of "" and of numbers."""
    parts = host.casefold().removeprefix("www.").split(".")
    if len(parts) < 2 or parts[-1].isdigit():
        return ""
    at = len(parts) - 2
    if at > 0 and parts[at] in _SHARED_LEVELS:
        governed = parts[at] in _GOVERNED
        at -= 1
        if governed and at > 0 and len(parts[at]) == _STATE:
            at -= 1
    if at > 0 and parts[at] in _HOSTERS:
        at -= 1
    return parts[at]


def site_domain(host: str) -> str:
    """The host from the part on that names its site: `courier.co.uk` of `news.courier.co.uk`, or all of it."""
    label = site_label(host)
    host = host.casefold().removeprefix("www.")
    return host[host.rfind(f"{label}.") :] if label else host


def name_of_site(host: str, words: Callable[[str], tuple[str, ...]] | None = None) -> str:
    """The name that a host alone gives, "" for none: an abbreviation in capitals, else the words that its label is made
    of, as far as `words` tells, else the domain as it is written. A capital alone makes no name."""
    label = site_label(host)
    if not label:
        return ""
    if len(label) <= (_SHORT_OFFICIAL if host.rpartition(".")[2] in _OFFICIAL else _SHORT):
        return label.upper()
    return " ".join(word.capitalize() for word in words(label)) if words and words(label) else site_domain(host)


def unaccented(text: str) -> str:
    """The text with its umlauts as addresses spell them."""
    return text if text.isascii() else text.translate(_UMLAUTS)


def tight(name: str) -> str:
    """The letters and digits of a name in lower case without accents and "the": what its spellings share."""
    words = folded_words(unaccented(name))
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return "".join(words).replace("_", "")


def paper_key(name: str, label: str) -> str:
    """What the spellings of a paper's name share on its own site, the site's `label` among them: `detroitnews`,
    `detroitnews.com` and "The Detroit News" are one."""
    key, of_site = tight(site_label(name) if is_host(name) else name), tight(label)
    return of_site if key in (of_site, f"the{of_site}") or f"the{key}" == of_site else key


def is_plain(name: str) -> bool:
    """Whether a name tells no words apart, as that of a host does: `detroitnews`, `Detroitnews`, `detroitnews.com`."""
    return is_host(name) or (name.isalnum() and name[1:] == name[1:].lower())


def likeness(name: str, label: str) -> int:
    """How like its site's `label` a name is: 3 the same, 2 its initials, 1 they share a word, 0 nothing tells."""
    name = site_label(name) if is_host(name) else name
    one, other = tight(name), tight(label)
    if not one or not other:
        return 0
    if other in (one, f"the{one}"):
        return _SAME
    words = folded_words(unaccented(name))
    initials = "".join(word[0] for word in words)
    capitals = "".join(letter for letter in name if letter.isupper()).casefold()
    if (len(other) > 1 and other in (initials, capitals)) or (len(words) > 1 and other in words):
        return 2
    shared = any(len(word) >= _LEAST_WORD and word in other for word in words)
    return int(shared or (len(other) >= _SHORT and other in one) or (len(one) >= _SHORT and one in other))


def paper_name(text: str, label: str = "") -> str:
    """The name that a field for one holds, in one line and without what is no part of it; "" where it holds none.

    Of parts that signs set apart the one most like the site's `label` is the name, else the first.
    """
    name = " ".join(html.unescape(html.unescape(text)).translate(_MARKS).split()).strip(_EDGES)
    if not name or _ADDRESS.search(name):
        return ""
    parts = [_WEBSITE.sub("", part.strip(_EDGES)) for part in _PARTS.split(name)]
    site = [part for part in parts if is_host(part) and likeness(part, label) == _SAME]
    parts = [part for part in parts if part and not is_host(part)] or [part for part in parts if part]
    if site and not any(likeness(part, label) for part in parts):
        parts = site
    if len(parts) > 1:
        name = max(parts, key=lambda part: likeness(part, label))
    elif parts:
        name = parts[0]
    if name.casefold() in _PART_OF_SITE:
        return ""
    if is_host(name):
        return name[name.casefold().rfind(f"{site_label(name)}.") :].rstrip("/")
    words = name.split()
    long = len(words) > _WORDY and not (len(words) <= _WORDY_NAMED and _is_spelt_as_name(words))
    if long or (len(words) > _WORDY_FOR and "for" in words):
        name = next(filter(lambda head: tight(head) == tight(label), _beginnings(words)), _SUBJECT.sub("", name))
    return name if len(name) <= _LONGEST and len(name.split()) <= _MOST_WORDS and tight(name) else ""


def _is_spelt_as_name(words: list[str]) -> bool:
    return all(not word.islower() or word in ("of", "the", "and", "de", "la") for word in words)


def is_host(name: str) -> bool:
    """Whether a name is that of a host: `courier.example`."""
    return _HOST.fullmatch(name) is not None


def _beginnings(words: list[str]) -> Iterator[str]:
    return (" ".join(words[:count]) for count in range(1, _WORDY))


def named_by_title(title: str, label: str) -> str:
    """The part of a page's title that is plainly its site's name: one that is the `label` or its initials."""
    parts = [part.strip(_EDGES) for part in _PARTS.split(" ".join(title.split()))]
    if len(parts) < 2 or not label:
        return ""
    likely = [(likeness(part, label), -n, part) for n, part in enumerate(reversed(parts[-3:])) if part]
    likely += [(likeness(parts[0], label), -9, parts[0])]
    best, _, name = max(likely)
    short = len(name.split()) <= _TAIL_WORDS
    contains = tight(label) in tight(name) and len(label) > _SHORT
    return paper_name(name, label) if short and (best >= 2 or (best and contains)) else ""

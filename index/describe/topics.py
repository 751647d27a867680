"""Which section is it? The sections that papers share, by their names in several languages, and what is none.

A section is worth a value of a facet where others use it too. Names of one section in one language or another are one
value; a league or a branch counts as the section that it belongs to.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from index.describe.titles import folded_words

_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "æ": "a", "Æ": "A", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D"})
_JOINING = frozenset("and und et y e og och en i ja the".split())  # noqa: SIM905  between the words of a name

_TABLE = json.loads((Path(__file__).parent / "section_names.json").read_text("utf-8"))
_ADDRESS = re.compile(r"https?:|www\.|@|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/?$", re.I)
_LIST = re.compile(r"\s*[,;|>»]\s*|\s[/–—-]\s")
HOME_CRUMB = re.compile(
    r"^(?:home(?:page)?|start(?:seite)?|accueil|inicio|início|hjem|hem|strona główna|главная|etusivu|الرئيسية)\b", re.I
)
"""Begins the breadcrumb of the first page of a site."""
_LONGEST, _MOST_WORDS = 40, 4  # characters and words: what is longer is a headline or a description
_MOST_LISTED = 2  # parts of a list that are looked at: what follows are keywords
_LEAST_IN_PATH = 4  # letters: shorter parts of an address are languages and countries
_SPORT = "Sport"
GENERIC = "News"
"""Where most articles of a paper stand: what is more special is told first."""


def section_key(text: str) -> str:
    """The words of a section's name in lower case, without accents and joining words: what its spellings share."""
    words = folded_words(text.translate(_LETTERS))
    return " ".join([word for word in words if word not in _JOINING] or words)


_NAMES: dict[str, str] = {
    section_key(name): topic for topic, names in _TABLE["topics"].items() for name in (topic, *names)
}
_NONE = frozenset(map(section_key, _TABLE["none"]))


@lru_cache(maxsize=4096)
def topic_of(text: str) -> str:
    """The section that papers share which the text names, alone or first in a list; "" where it names none."""
    text = html.unescape(text)
    for part in (text, *_LIST.split(text)[:_MOST_LISTED]):
        key = section_key(part)
        if key in _NAMES or key.removesuffix(" news") in _NAMES:
            return _NAMES.get(key) or _NAMES[key.removesuffix(" news")]
    return ""


def own_section(text: str) -> str:
    """The section that a paper may have for itself under that name; "" where it is a list, a headline or none."""
    name = " ".join(html.unescape(text).split())
    key = section_key(name)
    words = len(name.split())
    if not key or key in _NONE or len(name) > _LONGEST or words > _MOST_WORDS or _ADDRESS.search(name):
        return ""
    if key.isdigit() or len(_LIST.split(name)) > 1:
        return ""
    return name if name != name.lower() or "-" not in name else name.replace("-", " ").capitalize()


def topic_of_path(path: str) -> str:
    """The section that the folders of an address name, the deepest one; "" where they name none. What stands below
    sport is sport, also "college"."""
    folders = [part for part in path.split("/") if part][:-1]
    named = (topic_of(part.replace("-", " ")) for part in reversed(folders) if len(part) >= _LEAST_IN_PATH)
    return most_special(named)


def most_special(named: Iterable[str]) -> str:
    """Of topics, the deepest one first, that which says most; "" where there is none."""
    topics = [topic for topic in named if topic]
    if _SPORT in topics:
        return _SPORT
    return next((topic for topic in topics if topic != GENERIC), topics[0] if topics else "")

"""How is an author named in a bibliography? A person by the family name first, an office or an agency as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTICLE_WORDS = """
    af al av bin da dal das de dei del della den der des di do dos du el ibn la le ten ter van vom von y zu zum zur
"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_FAMILY_FIRST = frozenset({"hu", "ja", "ko", "vi", "zh"})
# Words that stand in the names of offices, in languages that newspapers of an archive are likely to be in; none that
# is a family name, too (Post, Press).
_OFFICE_WORDS = """
    agencies agency agence agencia agentur associated board bureau committee correspondent correspondents council
    department desk editor editorial editors government institute magazine ministry network news newspaper newsroom
    office organisation organization redacción redaction rédaction redaktion reporter reporters service society staff
    team the tribune union university writers
"""
_OF_OFFICES = frozenset(_OFFICE_WORDS.split())
_SCRIPTS_WITHOUT_BLANKS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class CitedName:
    """An author: `family`, `given` and `suffix` (`Jr.`) of a person, the `particle` before the family name (`van der`);
    of an office the whole name is `family`, and `given` is ""."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""

    @property
    def surname(self) -> str:
        """The family name with its particle."""
        return f"{self.particle} {self.family}".strip()

    @property
    def initials(self) -> str:
        """`J.-P. B.` of "Jean-Paul Bernd"."""
        return " ".join(_initial(part) for part in self.given.split())

    @property
    def inverted(self) -> str:
        """`Berg, Jan van der, Jr.`: for a list by the alphabet."""
        behind = f"{self.given} {self.particle}".strip()
        return ", ".join(part for part in (self.family, behind, self.suffix) if part)

    @property
    def straight(self) -> str:
        """`Jan van der Berg Jr.`"""
        return " ".join(part for part in (self.given, self.particle, self.family, self.suffix) if part)


def cited_name(name: str, language: str = "", offices: frozenset[str] = frozenset()) -> CitedName:
    """The author as the parts of a name. `language` is the article's, as some put the family first; `offices` are names
    that are no person's, in small letters. What is a name of a person is told by its form alone."""
    words = name.split()
    if _is_office(words, name, offices):
        return CitedName(" ".join(words))
    if "," in name and name.count(",") == 1 and words[-1].lower() not in _SUFFIXES:
        family, given = (part.strip() for part in name.split(","))
        return CitedName(family, given) if family and given else CitedName(family or given)
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in _SUFFIXES else ""
    words[-1] = words[-1].rstrip(",")
    if language.partition("-")[0] in _FAMILY_FIRST:
        return CitedName(words[0], " ".join(words[1:]), suffix=suffix)
    start = next((place for place in range(1, len(words) - 1) if words[place] in _PARTICLES), len(words) - 1)
    stop = next((place for place in range(start, len(words)) if words[place] not in _PARTICLES), len(words) - 1)
    return CitedName(" ".join(words[stop:]), " ".join(words[:start]), " ".join(words[start:stop]), suffix)


def _is_office(words: list[str], name: str, offices: frozenset[str]) -> bool:
    if len(words) < 2 or name.lower() in offices or any(character.isdigit() for character in name):
        return True
    if _SCRIPTS_WITHOUT_BLANKS.search(name) and len(words) > 3:
        return True
    # "Center for Drug Evaluation and Research": within a name of a person only particles are small.
    if words[0][0].isupper() and any(word.islower() and word not in _PARTICLES for word in words[1:-1]):
        return True
    return any(word.strip(".,").lower() in _OF_OFFICES for word in words)


def _initial(word: str) -> str:
    return "-".join(f"{part[0].upper()}." for part in word.split("-") if part)

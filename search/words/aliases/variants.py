"""Which spellings of one name does the archive use, in any script? Names that sound alike and keep company alike.

Precision comes first. Two words of the archive are one name where their sounds are near each other, both are written
as names, and the same names stand beside both, in any of their spellings (Sergei *Lavrov*, Sergej *Lawrow*), because
Jones and Jonas sound alike, too. Names of several consonants that sound the same need no company, nor, nearly, those
of two scripts that both write vowels. A word that the archive does not hold needs none either. What holds of two words
holds of them the other way round.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from index.analysis import fold, words
from search.budget import STANDARD
from search.kept import ENTRY, WORD, Kept
from search.words.aliases.chinese import chinese_spellings, is_surely_chinese
from search.words.aliases.groups import holds_words, least_names
from search.words.aliases.namesakes import NEAR, Namesakes
from search.words.aliases.places import names_of_place
from search.words.aliases.sounds import apart, bare, consonants, keys_of, script_of, signs_of
from search.words.aliases.spellings import across_the_sea, in_one_letter, spelt_out
from search.words.aliases.witness import Company, Witness
from search.words.suggest import WordCounts
from search.words.suggest.known import is_known
from search.words.suggest.slips import is_one_edit, one_edit_away

_ONE_SOUND = 0.25  # how far two spellings in two scripts are apart that need no company
# A word that a language knows is another word more often than another spelling: of 3,000 that 764 pages do not hold,
# 104 had names added between this and 1.0 (zebra: Sabra), nearly all wrong; .35 loses Muhammed and Taleban, too.
_KNOWN = 0.4  # how far a name that is added to such a word may be apart
# Of words of one script that sound the same (Netanyahu, Netanjahu) names need no company: on 764 real pages 82 pairs
# more are told, of which 74 are right; of 40 more that are .2 apart (Carter, Cartier) half are.
_TELLING = 4  # consonants of such a word
_NEIGHBOUR = 0.6  # ... and two neighbours of two words that are one name
_CONSONANTS = 3  # of such a neighbour where one script writes no vowels
_TOGETHER = 5  # consonants of both words where the neighbour has two
_UNWRITTEN = 0.35  # how far such a neighbour may be apart: a vowel that is not written
# Without vowels and capitals any three consonants are some name: on 1,253 real pages, of which a few are in Arabic or
# Persian, 1,600 pairs of a word of these and one of another script sounded alike.
_WITH_VOWELS = {"LATIN", "CYRILLIC", "GREEK"}
_BEGINNINGS = frozenset(map(frozenset, ("ck", "fp", "sz", "vw", "iy", "jy")))  # one sound: Falcon, Phalcon
_SHARED = 0.2  # of the neighbours of the word that has fewer are shared: half the Davises have a namesake named Davies
_MOST = 12  # spellings of one name


class NameVariants:
    """The spellings of names among the words of one publication, each name worked out once.

    `everyday` are words that are no names; `witness` tells what stands beside a word. What `previous` knows of the
    sounds of words is taken over.
    """

    def __init__(
        self,
        counts: WordCounts,
        everyday: Collection[str],
        witness: Witness,
        previous: NameVariants | None = None,
        most: int = STANDARD.variants,
    ) -> None:
        self._counts = counts
        self._everyday = everyday
        self._witness = witness
        self._before = previous.__dict__.get("_namesakes") if previous else None
        self._known: Kept[str, tuple[str, ...]] = Kept(most)

    @cached_property
    def _namesakes(self) -> Namesakes:
        former, self._before = self._before, None
        return Namesakes([word for word in self._counts.words if word not in self._everyday], former)

    def warm(self) -> None:
        """Work out the sounds of all words, 8 us a word that may be a name, and read the names of places."""
        _ = self._namesakes
        names_of_place("")

    def of(self, word: str) -> tuple[str, ...]:
        """The other spellings of the name `word`, none where it is no name or has none."""
        names = self._known.get(word)
        if names is None:
            names = self._find(fold(word)) + tuple(way.capitalize() for way in _written(word) if self._holds(way))
            self._known.keep(word, names, ENTRY + WORD * len(names))
        return names

    def of_place(self, plain: str) -> tuple[str, ...]:
        """The other names, which the archive holds as names, of the place that a folded name is of; none that holds the
        name itself or another one, as New York City does."""
        if plain in self._everyday:
            return ()
        standing = {fold(name): name for name in names_of_place(plain) if self._stands(words(name))}
        return tuple(least_names({other: name for other, name in standing.items() if not holds_words(other, plain)}))

    def _stands(self, parts: Sequence[str]) -> bool:
        """Whether the archive holds a name: each of its words, with or without accents, and a single one as a name by
        itself: "Joseph Minga" is not of Munich."""
        if not all(self._holds(part) or self._holds(fold(part)) for part in parts):
            return False
        if len(parts) > 1:
            return True
        company = self._witness.company(fold(parts[0]))
        return parts[0] not in self._everyday and company.named and company.alone

    def _holds(self, plain: str) -> bool:
        return self._counts.count(plain) > 0

    def _find(self, plain: str) -> tuple[str, ...]:
        if not plain.isalpha():
            return self._chinese(plain.replace(" ", "-"))
        american = tuple(
            way for way in across_the_sea(plain) if any(map(self._holds, (way, way + "s", way.removesuffix("s"))))
        )
        return american + self._spellings(plain) + self._chinese(plain) if plain not in self._everyday else american

    def _chinese(self, plain: str) -> tuple[str, ...]:
        """What a Chinese name is in another transcription, perhaps with hyphens."""
        near = [way for way in chinese_spellings(plain) if all(map(self._holds, way.split("-")))]
        if not near:
            return ()
        company = self._witness.company(plain)
        if company.seen:
            return tuple(way.capitalize() for way in near if self._is_one_name(plain, company, way, NEAR))
        if not is_surely_chinese(plain):
            return ()
        return tuple(way.capitalize() for way in near if self._witness.company(way).named)

    def _spellings(self, plain: str) -> tuple[str, ...]:
        near = [
            (other, distance)
            for other, distance in self._namesakes.of(plain)
            if other not in self._everyday and self._counts.count(other)
        ]
        if not near:
            return ()
        company = self._witness.company(plain)
        if not company.seen:  # it finds nothing as it is typed, so a name that sounds alike is better
            most = _KNOWN if is_known(plain) else NEAR
            spellings = [
                other
                for other, distance in near
                if distance <= most
                and script_of(fold(other)) in _WITH_VOWELS
                and (script_of(plain) in _WITH_VOWELS or distance <= _ONE_SOUND)
                and self._witness.company(fold(other)).named
            ]
            if spellings and self._is_slip(plain, {fold(other) for other, _ in near}):
                spellings = [other for other in spellings if is_one_edit(plain, fold(other))]
        else:
            spellings = [other for other, distance in near if self._is_one_name(plain, company, other, distance)]
        kept = {fold(other): other for other in reversed(spellings)}
        return tuple(other.capitalize() for other in list(reversed(kept.values()))[:_MOST])

    def _is_slip(self, plain: str, alike: Collection[str]) -> bool:
        """Whether a word that neither the archive nor a language has is one letter away from a word of the archive that
        sounds otherwise: that was meant, or a name one letter away, not one that only sounds alike.

        FNC-a's questions with a slip have nDCG@10 .677 with this, .673 without: of 37 slips that sounded like a name,
        13 were slips of other words, and seven of these are told. Pairs of `tests/gold/pairs` are told as before.
        """
        if is_known(plain):
            return False
        return any(other not in alike and self._holds(other) for other in one_edit_away(plain))

    def _is_one_name(self, one: str, company: Company, other: str, distance: float) -> bool:
        if not company.named:
            return False
        others = self._witness.company(other if "-" in other else fold(other))
        if not others.named:
            return False
        scripts = {script_of(one), script_of(other)}
        if len(scripts) > 1 and scripts <= _WITH_VOWELS and distance <= _ONE_SOUND:
            return True
        fewer, more = sorted((company.names, others.names), key=len)
        told = consonants(signs_of([one])[0])
        if len(scripts) == 1 and not distance and told >= _TELLING and _begin_alike(one, fold(other)):
            return True
        return bool(fewer) and _shared(fewer, more, told) >= max(_SHARED * len(fewer), 1)


def _begin_alike(one: str, other: str) -> bool:
    """Whether two words begin with one letter, or with two that are written for each other. A letter of several sounds
    is not enough: Feinstein is not Weinstein."""
    return one[0] == other[0] or frozenset((one[0], other[0])) in _BEGINNINGS


def _written(word: str) -> tuple[str, ...]:
    """How else a word is written with letters of German, Danish or Norwegian, or without them."""
    lower = word.lower()
    full = spelt_out(lower)
    return in_one_letter(lower) if full == lower else (full,)


def _shared(names: Collection[str], others: Collection[str], told: int) -> int:
    """How many of `names` are among the others, in any spelling; they stand beside a word of `told` consonants."""
    signs = dict(zip(others, signs_of(list(others)), strict=True))
    by_key: dict[str, list[str]] = {}
    for other, keys in zip(signs, keys_of(list(signs.values())), strict=True):
        for key in {bare(key) for key in keys}:
            by_key.setdefault(key, []).append(other)
    return sum(name in signs or _is_among(name, by_key, signs, told) for name in names)


def _is_among(name: str, by_key: dict[str, list[str]], signs: dict[str, str], told: int) -> bool:
    if not signs.keys().isdisjoint(chinese_spellings(name)):
        return True
    mine = signs_of([name])[0]
    return any(
        apart(mine, signs[other], most) <= most
        for key in keys_of([mine])[0]
        for other in by_key.get(bare(key), ())
        if (
            most := _NEIGHBOUR
            if {script_of(name), script_of(other)} <= _WITH_VOWELS
            else _told(min(consonants(mine), consonants(signs[other])), told)
        )
    )


def _told(own: int, beside: int) -> float:
    """How far a neighbour of `own` consonants without vowels may be apart, beside a word of so many; 0 where they are
    too few to tell one from another."""
    return _UNWRITTEN if own >= _CONSONANTS or (own == 2 and own + beside >= _TOGETHER) else 0.0

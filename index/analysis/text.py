"""What are the words of a whole text, of a query, and where do its sentences start? The plain statement of the rule."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from index.analysis.characters import SURFACE, normal, unaccented
from index.analysis.stemming import Stems
from index.analysis.surface import Part, parts

SENTENCE = "\x02s"
PARAGRAPH = "\x02p"
EXTRA = "\x03"

Languages = Mapping[str, frozenset[str]]
"""Terms with the languages that they belong to."""


@dataclass(frozen=True, slots=True)
class Token:
    """A term at a position. `start` to `end` are the characters of the text to mark when it matches: whole words."""

    term: str
    exact: str
    position: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QueryToken:
    """One position of a query.

    `terms` are the index terms that match it, plain and extra, over the languages asked for; `plain` those of them
    that are plain, for exact matches. `joined`, on the first token of a compound of two parts, are the terms that
    match both parts at once, at one position (`cease-fire` finds `ceasefire`); else empty. `start` and `end` are
    offsets in the query. `initials`, where the word was typed in capitals as an abbreviation that is another word in
    small letters (`US`), are the terms that match the abbreviation only; else empty. `spoken` and
    `joined_spoken` name the languages of those of `terms` and `joined` that only some of the languages give: in the
    articles of others they are the stems of other words (French makes `new` of `news`).
    """

    position: int
    surface: str
    exact: str
    terms: tuple[str, ...]
    plain: tuple[str, ...]
    joined: tuple[str, ...]
    start: int
    end: int
    initials: tuple[str, ...] = ()
    spoken: Languages = field(default_factory=dict)
    joined_spoken: Languages = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Positions where a sentence and where a paragraph starts, ascending, without the text's first position.

    Every start of a paragraph is a start of a sentence.
    """

    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]


# A stop ends a sentence where white space follows before the next word; ideographic ones need none.
_STOP = re.compile(r"[.!?\u2026\u203c\u203d\u2047-\u2049\u061f\u06d4\u0964\u0965]")
_IDEOGRAPHIC = re.compile(r"[\u3002\uff01\uff1f\uff61]")
_SPACE = re.compile(r"\s")
ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st sr jr gen col lt maj capt cpl sgt cmdr adm rep sen gov pres hon rev messrs mme mlle vs no nos
    vol jan feb mar apr jun jul aug sep sept oct nov dec approx dept est bzw nr dir ing
    """.split()  # noqa: SIM905
)


def is_abbreviation(exact: str, *, acronym: bool) -> bool:
    """Whether a full stop after the word belongs to it: initials, acronyms, titles."""
    return acronym or (len(exact) == 1 and exact.isalpha()) or exact in ABBREVIATIONS


def ends_sentence(before: str, gap: str, following: str, *, acronym: bool) -> bool:
    """Whether a sentence ends in `gap`, between a word of exact form `before` and one starting with `following`."""
    if "\n" in gap or "\r" in gap:
        return True
    if following.islower():
        return False
    stop = _STOP.search(gap, int(gap[:1] == "." and is_abbreviation(before, acronym=acronym)))
    return bool(_IDEOGRAPHIC.search(gap) or (stop and _SPACE.search(gap, stop.end())))


_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")


def with_stop(text: str, start: int, end: int) -> int:
    """The end of the word from `start` to `end` with the full stop that its dots ask for: of `U.S` the one of `U.S.`"""
    return end + 1 if text.startswith(".", end) and _DOTTED.fullmatch(text, start, end) else end


class Analyser:
    """The rule for texts of one language, with a memory of the words it has met. Not to be shared between threads.

    The memory is emptied when it holds `limit` words.
    """

    def __init__(self, language: str = "en", limit: int = 50_000) -> None:
        self._stems = Stems(language)
        self.term, self.terms = self._stems.term, self._stems.terms
        self._limit = limit
        self._memory: dict[str, tuple[list[Part], list[list[tuple[str, str, int, int]]]]] = {}

    def surface(self, text: str) -> tuple[list[Part], list[list[tuple[str, str, int, int]]]]:
        """The parts of one surface word, and for each the (term, exact, start, end) of its plain and extra terms."""
        known = self._memory.get(text)
        if known is None:
            found = parts(text)
            known = (found, [self._terms(part) for part in found])
            if len(self._memory) >= self._limit:
                self._memory.clear()
            self._memory[text] = known
        return known

    def _terms(self, part: Part) -> list[tuple[str, str, int, int]]:
        plain = self._stems.term(part.exact)
        terms = [(plain, part.exact, part.start, part.end)]
        extra = self._stems.others(part.exact)
        if part.initials:
            extra += (part.initials,)
        if part.single:
            extra += (unaccented(part.single),)
        terms += [(EXTRA + term, part.exact, part.start, part.end) for term in extra]
        if part.joined:
            whole = self._stems.term(part.joined)
            terms += [
                (EXTRA + term, part.joined, part.start, part.joined_end)
                for term in (whole, *self._stems.others(part.joined))
            ]
        return list({term[0]: term for term in reversed(terms)}.values())[::-1]

    def analyse(self, text: str) -> list[Token]:
        """The tokens of `text`: by position, at each position its plain term and then its extra ones."""
        tokens: list[Token] = []
        position = 0
        for match in SURFACE.finditer(text):
            at = match.start()
            for terms in self.surface(match.group())[1]:
                tokens += [
                    Token(term, exact, position, at + start, with_stop(text, at + start, at + end))
                    for term, exact, start, end in terms
                ]
                position += 1
        return tokens

    def bounds(self, text: str) -> Bounds:
        """Where the sentences and paragraphs of `text` start."""
        sentences: list[int] = []
        paragraphs: list[int] = []
        position = 0
        last: Part | None = None
        last_end = 0
        for match in SURFACE.finditer(text):
            found = self.surface(match.group())[0]
            if not found:
                continue
            gap = text[last_end : match.start()]
            if last is not None and ends_sentence(last.exact, gap, text[match.start()], acronym=last.acronym):
                sentences.append(position)
                if "\n" in gap or "\r" in gap:
                    paragraphs.append(position)
            position += len(found)
            last, last_end = found[-1], match.end()
        return Bounds(tuple(sentences), tuple(paragraphs))


def analyse(text: str, language: str = "en") -> list[Token]:
    """The tokens of `text` by the rule of the package; a language that is not known is not stemmed."""
    return Analyser(language).analyse(text)


def bounds(text: str, language: str = "en") -> Bounds:
    """Where the sentences and paragraphs of `text` start, as token positions; the same for every language."""
    return Analyser(language).bounds(text)


def _query_parts(text: str) -> list[tuple[int, Part, Part | None]]:
    """The offset of each surface word and its parts, each with the part after it in the word.

    Without a character of an unspaced script that ends the text: the bigram before it holds it, and in an article the
    clause may go on. One that ends a clause before the end stays, since in an article it has a position there.
    """
    found: list[tuple[int, Part, Part | None]] = []
    for match in SURFACE.finditer(text):
        word = parts(match.group())
        found += [(match.start(), part, following) for part, following in zip_longest(word, word[1:])]
    return found[:-1] if found and found[-1][1].last else found


def analyse_query(text: str, languages: Sequence[str] = ("en",)) -> list[QueryToken]:
    """The positions of a query's words, each with the terms that match it in an archive of these languages.

    Consecutive tokens of one typed word (`S-300`, Chinese) stand side by side in a text that matches.
    """
    stems = {language: Stems(language) for language in languages or ("",)}
    tokens: list[QueryToken] = []
    for offset, part, following in _query_parts(text):
        plain, given = _alternatives(part.exact, stems)
        joined = _alternatives(part.joined, stems)[1] if part.joined and following else {}
        tokens.append(
            QueryToken(
                position=len(tokens),
                surface=text[offset + part.start : offset + part.end],
                exact=part.exact,
                terms=tuple(given),
                plain=plain,
                joined=tuple(joined),
                start=offset + part.start,
                end=offset + part.end,
                initials=(EXTRA + part.initials,) if part.initials else (),
                spoken=_by_some(given, len(stems)),
                joined_spoken=_by_some(joined, len(stems)),
            )
        )
    return tokens


def _by_some(given: Mapping[str, Sequence[str]], languages: int) -> Languages:
    """The terms that not all languages give. A text of unknown language ("") may be in any of them."""
    return {term: frozenset((*by, "")) for term, by in given.items() if len(by) < languages}


def _alternatives(exact: str, stems: Mapping[str, Stems]) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """The plain terms under which `exact` may be indexed, and the plain and extra terms, each with its languages."""
    plain: dict[str, None] = {}
    given: dict[str, list[str]] = {}
    for language, stem in stems.items():
        term = stem.term(exact)
        plain[term] = None
        bare = dict.fromkeys((term, *stem.accentless(exact)))
        for found in (*bare, *(EXTRA + other for other in bare)):
            given.setdefault(found, []).append(language)
    return tuple(plain), given


def words(text: str) -> list[str]:
    """The exact forms of `text`, one for each position: what spelling and completion count."""
    return [part.exact for match in SURFACE.finditer(text) for part in parts(match.group())]


def fold(text: str) -> str:
    """`text` for comparing names and values: the words' exact forms without accents, joined by single spaces."""
    return unaccented(" ".join(words(text))) if text else normal(text)

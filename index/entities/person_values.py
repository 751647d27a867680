"""Which names are one person? Within an article by what stands there, across the archive by counts alone.

An article gives a bare surname the full name that ends in it. The archive files names by the consonants of their
surnames; the names of one such block settle among themselves, so that a change of counts touches only its blocks,
and values follow from the counts, in whatever order they came about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from xxhash import xxh3_64_intdigest

from index.entities.features import word_numbers
from index.entities.gazetteer import FIRST_NAMES, WORD_SALT, NameList, load_gazetteer
from index.entities.person_names import Likeness, PersonName, consonants, likeness, one_slip, parsed
from index.entities.surname_forms import LONG_SURNAME, NameForm, Surnames, surname_likeness
from index.hashing import key

# Measured on half `a` of tests/gold/persons with the whole archive of the gold; what is said to change nothing there
# was kept at the careful end.
_DOMINANT = 4  # times the articles of the next bearer; with 2 or 3 a singer's wife takes his name
_COMMON = 0.25  # of the articles of a person's commonest full name that a fuller one needs to be the value
_BEARERS = {
    Likeness.EQUAL: 20,  # without a middle name; with 40 two men of a very common surname are one, 30 changes nothing
    Likeness.SHORT: 1000,
    Likeness.SOUND: 40,  # 100 changes nothing
    Likeness.BEGINNING: 8,  # up to 20 changes nothing
    Likeness.NEAR: 3,  # up to 10 changes nothing
    Likeness.PET: 3,  # 8 changes nothing in the whole archive, and costs .01 of precision in a tenth of it
}
"""At how many other first names of a surname two first names that are so alike still are one person."""
_MISSPELT = 3  # times the articles of a surname that differs in a vowel; with 2 two men are one
_STATED = 3  # articles that have the commoner of a name with Jr and without; with 2 more fathers are sons
_FATHER = 3  # times the articles of a name with Jr that the same name without it has; with more, sons are fathers
_KNOWN = 3  # articles with a full name, so that a first name, or a surname that many bear, is that person elsewhere
_SURNAMES = NameList.COMMON_SURNAME | NameList.SURNAME  # two that many bear are no spellings of one
_AGAIN = 2  # articles that have the commoner of two spellings: two names that each stand once prove nothing

_Person = list[NameForm]


def block_of(name: str) -> str:
    """The key of the block that settles a name."""
    return consonants(parsed(name).surname)


@lru_cache(maxsize=1 << 16)
def block_number(name: str) -> int:
    """32 bits of the key of the block that settles a name, never 0."""
    return xxh3_64_intdigest(block_of(name).encode("utf-8", "surrogatepass")) & 0xFFFFFFFF or 1


def article_values(names: Sequence[str]) -> dict[str, str]:
    """Each name of a person in an article -> the fullest name there that is the same person.

    A part of a name belongs to the only person whose name ends in it, else to the only one whose name begins with it
    (family names that come first). Where there are several, it stays what it is, for the archive to say."""
    values = {name: name for name in names}
    if len(values) < 2:
        return values
    distinct = {name: parsed(name) for name in values}
    words = [its.words for its in distinct.values()]
    if len({row[-1] for row in words}) == len({row[0] for row in words}) == len(words):
        return values  # no two names have a first or a last word in common
    ends: dict[str, list[str]] = {}
    begins: dict[str, list[str]] = {}
    for name, its in distinct.items():
        ends.setdefault(its.words[-1], []).append(name)
        begins.setdefault(its.words[0], []).append(name)
    beginnings = [row for row in begins.values() if len(row) > 1]
    owners: dict[str, list[str]] = {}
    for row in ends.values():
        if len(row) > 1:
            owners |= {one: [other for other in row if _poorer(distinct[one], distinct[other])] for one in row}
    for row in beginnings:
        rest = [one for one in row if not owners.get(one)]
        owners |= {one: [other for other in row if _begins(distinct[one], distinct[other])] for one in rest}
    for name, several in owners.items():
        values[name] = _one_person(several) or name
    for row in beginnings:
        full = [name for name in row if values[name] == name and len(distinct[name].words) > 1]
        if len(full) > 1:
            values |= _misspellings(names, {name: distinct[name] for name in full})
    return {name: _last(values, name) for name in values} if owners else values


def _misspellings(names: Sequence[str], distinct: Mapping[str, PersonName]) -> dict[str, str]:
    """Some full names of an article whose surname is a slip away from that of one with the same words before it ->
    the one that stands there oftener; `names` are all names as often as they stand there."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, its in distinct.items():
        if len(its.words[0]) > 1:
            alike.setdefault(its.words[:-1], []).append(name)
    slips: dict[str, str] = {}
    for several in (row for row in alike.values() if len(row) > 1):
        times = Counter(names)
        several.sort(key=lambda name: (times[name], name), reverse=True)
        for place, name in enumerate(several):
            rest = [other for other in several[:place] if other not in slips]
            known = [other for other in rest if _slip(distinct[name], distinct[other])]
            if len(known) == 1:
                slips[name] = known[0]
    return slips


def _slip(name: PersonName, other: PersonName) -> bool:
    """Whether two names of one article differ in a letter of a long surname."""
    short = min(len(name.surname), len(other.surname))
    return name.suffix == other.suffix and short >= LONG_SURNAME and one_slip(name.surname, other.surname)


def person_values(articles: Mapping[str, int]) -> dict[str, str]:
    """Each name of the archive -> its value, by the articles that each stands in."""
    blocks: dict[str, dict[str, int]] = {}
    for name, count in articles.items():
        blocks.setdefault(block_of(name), {})[name] = count
    return {name: value for block in blocks.values() for name, value in block_values(block).items()}


def block_values(articles: Mapping[str, int]) -> dict[str, str]:
    """Each name of one block -> its value, by the articles that each stands in: the fullest of the person's common
    spellings. A name that is no one's for sure is its own value, but for capitals, accents and the like."""
    if len(articles) == 1:
        return {name: name for name in articles}
    forms: dict[PersonName, NameForm] = {}
    for name, count in sorted(articles.items()):
        its = parsed(name)
        if its not in forms:
            forms[its] = NameForm(its)
        forms[its].add(name, count)
    persons = _persons(forms.values()) if len(forms) > 1 else [list(forms.values())]
    values = {}
    for person in persons:
        values.update(dict.fromkeys((spelling for form in person for spelling in form.spellings), _value(person)))
    return values


def _persons(forms: Iterable[NameForm]) -> list[_Person]:
    """The forms of each person of a block."""
    order = sorted(forms, key=lambda form: (form.name.detail, form.total, form.name.words), reverse=True)
    surnames = Surnames(order)
    persons: dict[str, list[_Person]] = {}
    for form in order:
        known = [person for surname in surnames.like(form.name.surname) for person in persons.get(surname, ())]
        owner = _owner(form, known, surnames)
        if owner is None:
            owner = []
            persons.setdefault(form.name.surname, []).append(owner)
        owner.append(form)
    return [person for several in persons.values() for person in several]


def _last(values: Mapping[str, str], name: str) -> str:
    while values[name] != name:
        name = values[name]
    return name


def _one_person(names: Sequence[str]) -> str | None:
    """The fullest of some names that are one person; None where they are several, or none."""
    if not names:
        return None
    best = max(names, key=lambda name: (parsed(name).detail, name))
    full = parsed(best)
    return best if all(parsed(name) == full or _poorer(parsed(name), full) for name in names) else None


def _begins(part: PersonName, name: PersonName) -> bool:
    return not part.suffix and len(part.words) < len(name.words) and name.words[: len(part.words)] == part.words


def _ends(part: PersonName, name: PersonName) -> bool:
    return len(part.words) < len(name.words) and name.words[-len(part.words) :] == part.words


def _poorer(part: PersonName, name: PersonName) -> bool:
    """Whether a name of an article may be a shorter form of a fuller one there: its end, or without its middle."""
    if part.detail >= name.detail or (part.suffix and part.suffix != name.suffix):
        return False
    if _ends(part, name):
        return True
    if min(len(part.words), len(name.words)) < 2 or part.surname != name.surname:
        return False
    return likeness(part.words[0], name.words[0]) <= Likeness.SHORT and _middle_fits(part, name)


def _middle_fits(part: PersonName, name: PersonName) -> bool:
    """Whether the middle words of one stand among those of the other in order, whole or as initials."""
    few, several = sorted((part.words[1:-1], name.words[1:-1]), key=len)
    if not few:
        return True
    rest = iter(several)
    return all(any(likeness(word, other) <= Likeness.SOUND for other in rest) for word in few)


def _owner(form: NameForm, persons: Iterable[_Person], surnames: Surnames) -> _Person | None:
    """The person whose name a form is; None where there is none, or several of about one weight."""
    likely = [person for person in persons if any(_same(form, other, surnames) for other in person)]
    likely.sort(key=_weight, reverse=True)
    weights = [_weight(person) for person in likely]
    # Fuller forms that are all rare beside this one leave it to the commonest of them.
    if len(likely) > 1 and weights[0] < _DOMINANT * weights[1] and form.total < _DOMINANT * sum(weights):
        return None
    if likely and len(form.name.words) == 1 and not _told(form, weights):
        return None
    return likely[0] if likely else None


def _told(form: NameForm, weights: Sequence[int]) -> bool:
    """Whether the articles with the full names that a name of one word ends, the most first, tell whose it is."""
    if _listed(form.name.surname, _SURNAMES):
        return weights[0] >= max(_KNOWN, _DOMINANT * sum(weights[1:]))
    few = weights[0] < min(form.total, _AGAIN) or _listed(form.name.surname, FIRST_NAMES)
    return weights[0] >= _KNOWN or not few


@lru_cache(maxsize=1 << 16)
def _listed(word: str, lists: NameList) -> bool:
    """Whether a word of a name, folded, stands in one of some lists."""
    gazetteer = load_gazetteer()
    return bool((gazetteer.lists[gazetteer.rows(key(word_numbers(word), WORD_SALT))] & lists).any())


def _weight(person: _Person) -> int:
    return sum(form.total for form in person)


def _same(form: NameForm, fuller: NameForm, surnames: Surnames) -> bool:
    """Whether a form may be a poorer or rarer form of the name of a fuller or commoner one."""
    part, name = form.name, fuller.name
    if len(name.words) < 2 or not _suffix_fits(form, fuller, surnames):
        return False
    if _ends(part, name):
        return True
    if len(part.words) < 2:
        return False  # a surname that only sounds like another is mostly a house or a thing: Roche, Reth
    if likeness(part.words[0], name.words[0]) is Likeness.NONE or _goes_by_middle(part, name):
        return False
    return _middle_fits(part, name) and _same_in_full(form, fuller, surnames)


def _suffix_fits(form: NameForm, fuller: NameForm, surnames: Surnames) -> bool:
    """Whether no suffix tells two names apart. Only one has it: a son, where a father stands far oftener or has another
    suffix; else a man whose suffix is left out as often as not."""
    part, name = form.name, fuller.name
    if part.suffix == name.suffix or (not part.suffix and len(part.words) < 2):
        return True
    if len(surnames.suffixes(part) | surnames.suffixes(name)) > 1:
        return False
    suffixed, plain = (form, fuller) if part.suffix else (fuller, form)
    return max(plain.total, suffixed.total) >= _STATED and plain.total < _FATHER * suffixed.total


def _goes_by_middle(part: PersonName, name: PersonName) -> bool:
    """Whether one begins with an initial before a name or an initial by which its bearer goes too ("C. Jonas", "PJ"),
    and the other has a first name alone."""
    for one, other in ((part.words, name.words), (name.words, part.words)):
        if len(one[0]) == 1 and len(other[0]) > 1 and len(one) > 2:
            return len(other) < 3
    return False


def _same_in_full(form: NameForm, fuller: NameForm, surnames: Surnames) -> bool:
    """Whether two names with a first name, whose middle names fit, are one by their first names and surnames."""
    part, name = form.name, fuller.name
    first = likeness(part.words[0], name.words[0])
    if part.surname != name.surname:
        return first in (Likeness.EQUAL, Likeness.SOUND) and _misspelt(form, fuller, surnames)
    if first is Likeness.NONE:
        return False
    return part.words == name.words or (surnames.others(name.surname, part.words[0], name.words[0]) <= _BEARERS[first])


def _misspelt(form: NameForm, other: NameForm, surnames: Surnames) -> bool:
    """Whether the rarer of two surnames that are alike is another spelling: no one else bears it alone."""
    rare, common = sorted(
        (form, other), key=lambda some: (some.total, surnames.others(some.name.surname, some.name.words[0]))
    )
    if not surnames.alone(rare.name.surname, common.name.surname, rare.name.words[0]):
        return False
    if surnames.alone(common.name.surname, rare.name.surname, common.name.words[0]) and not (
        _listed(rare.name.surname, _SURNAMES) and _listed(common.name.surname, _SURNAMES)
    ):
        return True  # two surnames of one bearer each, with one first name
    sounds = surname_likeness(rare.name.surname, common.name.surname) is Likeness.SOUND
    return common.total >= (_AGAIN if sounds else _MISSPELT * rare.total)


def _value(person: _Person) -> str:
    """The fullest of a person's common spellings."""
    full = [form for form in person if len(form.name.words) > 1 and len(form.name.words[0]) > 1] or person
    spellings = [(spelling, count, form.name.detail) for form in full for spelling, count in form.spellings.items()]
    most = max(count for _, count, _ in spellings)
    common = [row for row in spellings if row[1] >= _COMMON * most]
    return max(common, key=lambda row: (row[2], row[1], not row[0].islower(), row[0]))[0]

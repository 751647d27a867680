"""How does the table of names follow from the segments of a generation? Counts of articles, votes, values.

Everything is a function of the live documents. What is costly, which names are one person, is worked out by blocks
that do not know one another: a block whose names and counts are those of the last generation keeps its values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.authority.authority import (
    NAME,
    NO_AUTHORITY,
    NOT_A_NAME,
    NOT_EDITED,
    OWN,
    Authority,
    Blocks,
    Edited,
    Texts,
    Values,
    settled_types,
    typed_keys,
)
from index.authority.name_forms import NameForms, commonest, forms_of
from index.entities.labels import EntityType
from index.entities.name_edits import NO_EDITS, Edits
from index.entities.person_values import person_values
from index.entities.state_names import numbers_of_states, numbers_without_stops, same_name
from index.entities.votes import Tally, Verdicts, verdicts
from index.hashing import mixed
from index.segment.arrays.mentions import (
    MENTIONS,
    MOST_VOUCHED,
    NAME_SHIFT,
    NO_TYPE,
    VOTE_SHIFT,
    MentionTable,
    name_key,
    sizes_of,
)
from index.segment.reader import Segment
from index.store.snapshot import Snapshot

_VOUCHED_BITS = 2
_MOST = 1_000
"""Names of a block that are told apart: 3 s of CPU where all have one surname; 2,000 take 17 s."""


def published(snapshot: Snapshot | None) -> Authority:
    """The table of a generation; of none, or of one without a table, an empty one. Raises `IndexDamaged`."""
    data = snapshot.extra(NAME) if snapshot else None  # noqa: S610
    return NO_AUTHORITY if data is None else Authority.decode(data)


def settled(segments: Sequence[Segment], last: Authority = NO_AUTHORITY, edits: Edits = NO_EDITS) -> Authority:
    """The table of a generation of these segments with what a person says of names. `last` is that of the generation
    before, by the same code: what it says of blocks that have not changed is taken from it."""
    tables = living(segments)
    said = verdicts(_tally(tables))
    forms = forms_of(tables, said)
    texts = _TextNumbers()
    persons = _persons(forms, last, texts)
    others = _spellings(forms, texts)
    keys = np.concatenate([persons.keys, others.keys])
    order = np.argsort(keys)
    values = Values(keys[order], np.concatenate([persons.text, others.text])[order])
    block_of = np.concatenate([persons.block, np.zeros(len(others.keys), np.uint32)])[order]
    edited = _edited(forms, values, texts, edits)
    voted, voted_type = _voted(forms, said, texts, _Laid(values, edited))
    in_order, place = texts.sorted()
    values = Values(values.keys, place[values.text])
    edited = replace(edited, text=place[edited.text])
    return Authority(Texts.of(in_order), said, place[voted], voted_type, values, persons.blocks, block_of, edited)


def living(segments: Sequence[Segment]) -> list[MentionTable]:
    """The names of the live documents of each segment. Raises `IndexDamaged` where they are not what was written."""
    for segment in segments:
        for section in MENTIONS:
            segment.container.check(section)
    return [s.mentions if s.live is None else s.mentions.only(s.live) for s in segments]


def articles_of_entries(tables: Sequence[MentionTable], authority: Authority, entries: int) -> NDArray[np.int64]:
    """int64[entries]: how many documents have a name of which each entry of the edits says something."""
    count = np.zeros(entries, np.int64)
    for table in tables if len(authority.edited.keys) else ():
        types = settled_types(authority.verdicts, table, table.rows)
        row = authority.edited.rows(typed_keys(table.keys[table.rows >> NAME_SHIFT], types))
        documents = np.repeat(np.arange(len(table.row_ends)), sizes_of(table.row_ends))
        pairs = np.unique(documents[row >= 0] * entries + authority.edited.entry[row[row >= 0]])
        count += np.bincount(pairs % entries, minlength=entries)
    return count


def _tally(tables: Sequence[MentionTable]) -> Tally:
    """How many documents vote for each name, by type."""
    votes, counts = np.unique(np.concatenate([np.zeros(0, np.uint32), *(t.votes for t in tables)]), return_counts=True)
    names, row = np.unique(votes >> VOTE_SHIFT, return_inverse=True)
    count = np.zeros((len(names), NO_TYPE + 1), np.int64)
    count[row, votes & NO_TYPE] = counts
    return Tally(names.astype(np.uint64), count)


class _TextNumbers:
    """Texts by their numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._in_order: list[str] = []

    def of(self, text: str) -> int:
        """The number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    def text(self, number: int) -> str:
        """The text of a number."""
        if len(self._in_order) < len(self._numbers):
            self._in_order = [*self._numbers]
        return self._in_order[number]

    def sorted(self) -> tuple[list[str], NDArray[np.int64]]:
        """The texts in order, and by its number the place (int64) of each there; `NOT_A_NAME` and `OWN` stay."""
        in_order = sorted(self._numbers)
        place = np.array([*range(len(in_order)), NOT_A_NAME, OWN])
        place[[self._numbers[text] for text in in_order]] = np.arange(len(in_order))
        return in_order, place


class _PersonValues(NamedTuple):
    """Names of persons that count under another text (`keys`, `text`), the `block` of each; and all `blocks`."""

    keys: NDArray[np.uint64]
    text: NDArray[np.int64]
    block: NDArray[np.uint32]
    blocks: Blocks


def _persons(forms: NameForms, last: Authority, texts: _TextNumbers) -> _PersonValues:
    """The values of persons: those of blocks that have not changed as they were. A name of one word counts under a full
    one only where articles vouch for that person."""
    persons = forms.of(forms.type == EntityType.PERSON)
    numbers, member = np.unique(persons.block, return_inverse=True)
    digests = np.zeros(len(numbers), np.uint64)
    counts = persons.articles << _VOUCHED_BITS | np.minimum(persons.vouched, MOST_VOUCHED)
    np.add.at(digests, member, mixed(persons.key + mixed(counts.astype(np.uint64))))
    row = np.minimum(np.searchsorted(last.blocks.numbers, numbers), max(len(last.blocks.numbers) - 1, 0))
    same = np.zeros(len(numbers), np.bool_)
    if len(last.blocks.numbers):
        same = (last.blocks.numbers[row] == numbers) & (last.blocks.digests[row] == digests)
    kept = np.flatnonzero((last.block_of != 0) & np.isin(last.block_of, numbers[same]))
    keys = [last.values.keys[kept]]
    text = [np.array([texts.of(last.texts[number]) for number in last.values.text[kept].tolist()], np.int64)]
    block = [last.block_of[kept]]
    new = np.flatnonzero(~same[member] & _commonest_of_blocks(persons, member))
    articles = {persons.text(form): int(persons.articles[form]) for form in new.tolist()}
    vouched: Counter[str] = Counter()
    values = person_values(articles)
    for form in new.tolist():
        vouched[values[persons.text(form)]] += int(persons.vouched[form])
    moved = [
        (name, value)
        for name, value in values.items()
        if value != name and (" " in name or " " not in value or vouched[value] >= MOST_VOUCHED)
    ]
    where = dict(zip(articles, persons.block[new].tolist(), strict=True))
    person = np.full(len(moved), int(EntityType.PERSON))
    keys.append(typed_keys(np.array([name_key(name) for name, _ in moved], np.uint64), person))
    text.append(np.array([texts.of(value) for _, value in moved], np.int64))
    block.append(np.array([where[name] for name, _ in moved], np.uint32))
    return _PersonValues(np.concatenate(keys), np.concatenate(text), np.concatenate(block), Blocks(numbers, digests))


def _commonest_of_blocks(persons: NameForms, member: NDArray[np.int64]) -> NDArray[np.bool_]:
    """bool[persons]: which are among the `_MOST` commonest of their block; the others are their own values."""
    order = np.lexsort((persons.key, -persons.articles, member))
    first = np.cumsum(np.bincount(member)) - np.bincount(member)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - first[member[order]]
    common: NDArray[np.bool_] = rank < _MOST
    return common


def _spellings(forms: NameForms, texts: _TextNumbers) -> Values:
    """Names of organisations and places that are another one but for capitals, stops and the like, or of one state: the
    commonest stands."""
    others = forms.of(forms.type != EntityType.PERSON)
    group, best = commonest(replace(others, number=_numbers_of_spellings(others)))
    moved = np.flatnonzero(best[group] != np.arange(len(group)))
    named = [(others.text(form), others.text(int(best[group[form]]))) for form in moved.tolist()]
    # The number of a name is too short for a proof: among a million names some hundred pairs share one by chance.
    same = np.array([same_name(one, other) for one, other in named], np.bool_)
    text = np.array([texts.of(value) for (_, value), one in zip(named, same.tolist(), strict=True) if one], np.int64)
    moved = moved[same]
    return Values(typed_keys(others.key[moved], others.type[moved]), text)


def _numbers_of_spellings(forms: NameForms) -> NDArray[np.uint32]:
    """uint32: of each form a number that its other spellings have, too: without stops, of places one for a state."""
    numbers = forms.number.copy()
    dotted = np.flatnonzero(forms.holding(ord(".")))
    numbers[dotted] = numbers_without_stops([forms.text(form) for form in dotted.tolist()])
    place = forms.type == EntityType.PLACE
    numbers[place] = numbers_of_states(numbers[place])
    return numbers


def _edited(forms: NameForms, values: Values, texts: _TextNumbers, edits: Edits) -> Edited:
    """The forms of which a person says something, in the order of their keys."""
    if not edits.said:
        return NOT_EDITED
    keys = typed_keys(forms.key, forms.type)
    known = [texts.text(number) if number >= 0 else "" for number in values.of(keys).tolist()]
    rows = []
    for form, value in enumerate(known):
        name = forms.text(form)
        if (edit := edits.of(name, value or name)) is not None:
            text = NOT_A_NAME if not edit.value else OWN if edit.value == name else texts.of(edit.value)
            kind = int(forms.type[form]) if edit.type is None else int(edit.type)
            rows.append((form, edit.entry, text, kind))
    chosen, entries, places, types = np.array(rows, np.int64).reshape(-1, 4).T
    order = np.argsort(keys[chosen])
    return Edited(keys[chosen][order], entries[order].astype(np.int32), places[order], types[order])


class _Laid(NamedTuple):
    """What is laid over forms: the values of the archive, then what a person says."""

    values: Values
    edited: Edited

    def of(self, forms: NameForms) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """int64: text and type of each form."""
        keys = typed_keys(forms.key, forms.type)
        text, kinds = self.values.of(keys), forms.type.copy()
        row = self.edited.rows(keys)
        said = row >= 0
        text[said], kinds[said] = self.edited.text[row[said]], self.edited.type[row[said]]
        return text, kinds


def _voted(
    forms: NameForms, said: Verdicts, texts: _TextNumbers, laid: _Laid
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """int64: the text under which a name counts that is one by the verdict alone, and the type."""
    _, best = commonest(forms)
    packed = (forms.number.astype(np.int64) << 2 | forms.type)[best]
    wanted = said.names.astype(np.int64) << 2 | said.kind
    text: NDArray[np.int64] = np.full(len(wanted), OWN, np.int64)
    kinds: NDArray[np.int64] = said.kind.astype(np.int64)
    row = np.searchsorted(packed, wanted)
    there = said.everywhere & (row < len(packed))
    there[there] = packed[row[there]] == wanted[there]
    chosen = forms.of(best[row[there]])
    value, kinds[there] = laid.of(chosen)
    for form in np.flatnonzero(value == OWN).tolist():
        value[form] = texts.of(chosen.text(form))
    text[there] = value
    return text, kinds

"""The table of names follows from the live documents of the segments alone, whatever came before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.authority import NO_AUTHORITY, Authority, SettledNames, settled
from index.authority.one_document import document_rows, document_votes
from index.entities.labels import EntityType
from index.entities.name_edits import Edits, NameEdit, spelt
from index.segment.arrays.mentions import (
    NO_TYPE,
    VOTE_SHIFT,
    DocumentName,
    DocumentNames,
    MentionCollector,
    MentionTable,
    merge_mentions,
)

PERSON, ORGANISATION, PLACE = EntityType

# Names with their number and block: what differs in capitals alone has one number, one surname is one block.
NAMES = {
    "Ode Brandel": (11, 1),
    "Brandel": (12, 1),
    "O. Brandel": (13, 1),
    "Vela": (14, 2),
    "VELA": (14, 2),
    "Vela Bank": (15, 3),
    "Mira Vela": (16, 2),
    "Quay": (17, 4),
    "Brandell": (18, 1),
}


@dataclass(frozen=True)
class Document:
    """`names`: text, type, sure; `votes`: by number the types that are voted for, 3 for a run that is no mention;
    `bare`: the names that are bare surnames."""

    names: tuple[tuple[str, int, bool], ...]
    votes: tuple[tuple[int, int], ...]
    bare: frozenset[str] = frozenset()

    def stored(self) -> DocumentNames:
        rows = tuple(
            DocumentName(text, *NAMES[text], kind, sure, bare=text in self.bare) for text, kind, sure in self.names
        )
        votes = [number << VOTE_SHIFT | kind for number, kind in self.votes]
        return DocumentNames(rows, np.array(votes, np.uint32))


@st.composite
def documents(draw: Any, *, bare: bool = False) -> Document:
    texts = draw(st.lists(st.sampled_from([*NAMES]), max_size=4, unique_by=lambda text: NAMES[text][0]))
    names = tuple((text, draw(st.sampled_from([0, 0, 1, 2])), draw(st.booleans())) for text in texts)
    votes = {(NAMES[text][0], kind) for text, kind, _ in names}
    named = {number for number, _ in votes}
    runs = draw(st.sets(st.sampled_from([number for number, _ in NAMES.values()]), max_size=2)) - named
    chosen = st.sets(st.sampled_from(["Brandel", "Vela", "VELA"])) if bare else st.just(set())
    alone = {text for text, kind, sure in names if kind == PERSON and not sure} & draw(chosen)
    votes = {(number, NO_TYPE if number in {NAMES[text][0] for text in alone} else kind) for number, kind in votes}
    return Document(names, tuple(sorted(votes | {(number, NO_TYPE) for number in runs})), frozenset(alone))


@dataclass
class Piece:
    """Stands where a segment stands: a table, and which documents are live."""

    mentions: MentionTable
    live: np.ndarray[Any, Any] | None

    @property
    def container(self) -> Piece:
        return self

    def check(self, section: str) -> None:
        """Nothing lies on a disk here."""


def piece(several: Sequence[Document], live: Sequence[bool] | None = None) -> Any:
    collector = MentionCollector()
    for document in several:
        collector.add(document.stored())
    return Piece(collector.table(), None if live is None else np.array(live, np.bool_))


def said(authority: Authority, *pieces: Any) -> list[tuple[list[tuple[int, str]], dict[int, tuple[EntityType, str]]]]:
    """Of each live document the type and value of its rows, and of its votes that are mentions."""
    told = []
    for part in pieces:
        for doc in range(len(part.mentions.row_ends)):
            if part.live is None or part.live[doc]:
                told.append(
                    (
                        [(int(kind), text) for kind, text in document_rows(authority, part.mentions, doc)],
                        document_votes(authority, part.mentions, doc),
                    )
                )
    return told


# The rules of the vote, in plain counts: two articles, three in five of one type; half of those where it stands.
def verdict(tally: Counter[int]) -> tuple[int, bool] | None:
    tagged = {kind: tally[kind] for kind in (0, 1, 2)}
    articles = sum(tagged.values())
    best = max(tagged, key=lambda kind: (tagged[kind], -kind))
    if articles < 2 or tagged[best] * 10 < 6 * articles:
        return None
    return best, articles * 2 >= articles + tally[NO_TYPE]


def twin_types(archive: Sequence[Document]) -> list[list[int]]:
    votes: dict[int, Counter[int]] = {}
    for document in archive:
        for number, kind in document.votes:
            votes.setdefault(number, Counter())[kind] += 1
    verdicts = {number: verdict(tally) for number, tally in votes.items()}
    out = []
    for document in archive:
        row = []
        for text, kind, sure in document.names:
            voted = verdicts.get(NAMES[text][0])
            row.append(kind if sure or voted is None else voted[0])
        out.append(row)
    return out


archives = st.lists(documents(), max_size=14)


@settings(deadline=None, max_examples=200)
@given(archives)
def test_types_are_those_of_the_vote_and_spellings_the_commonest(archive: list[Document]) -> None:
    one = piece(archive)
    authority = settled([one])
    types = twin_types(archive)
    told = said(authority, one)
    assert [[kind for kind, _ in rows] for rows, _ in told] == types
    spelt_so: dict[tuple[int, int], Counter[str]] = {}
    for document, kinds in zip(archive, types, strict=True):
        for (text, *_), kind in zip(document.names, kinds, strict=True):
            spelt_so.setdefault((NAMES[text][0], kind), Counter())[text] += 1
    for document, (rows, _) in zip(archive, told, strict=True):
        for (text, *_), (kind, value) in zip(document.names, rows, strict=True):
            if kind != PERSON:
                counts = spelt_so[NAMES[text][0], kind]
                weights = {name: count / 4 if name.isupper() else count for name, count in counts.items()}
                assert weights[value] == max(weights.values())
                assert spelt(value) == spelt(text)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(documents(bare=True), st.integers(0, 2), st.booleans()), max_size=16))
def test_however_documents_are_divided_the_table_is_one(given_documents: list[tuple[Document, int, bool]]) -> None:
    parts = [[(doc, live) for doc, part, live in given_documents if part == number] for number in range(3)]
    pieces = [piece([doc for doc, _ in part], [live for _, live in part]) for part in parts]
    living = [doc for part in parts for doc, live in part if live]
    anew = settled([piece(living)])
    assert settled(pieces).encode() == anew.encode()
    merged = merge_mentions([part.mentions.only(part.live) for part in pieces])
    assert settled([Piece(merged, None)]).encode() == anew.encode()  # type: ignore[list-item]
    assert said(settled(pieces), *pieces) == said(anew, piece(living))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(documents(bare=True), max_size=8), min_size=1, max_size=4))
def test_what_is_kept_of_the_table_before_changes_nothing(generations: list[list[Document]]) -> None:
    last = NO_AUTHORITY
    for archive in generations:
        last = settled([piece(archive)], last)
        assert last.encode() == settled([piece(archive)]).encode()
        assert Authority.decode(last.encode()).encode() == last.encode()


def test_of_a_block_without_an_end_the_commonest_names_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.authority.settle._MOST", 2)
    rows = [[("Ode Brandel", PERSON)]] * 3 + [[("O. Brandel", PERSON)]] * 2 + [[("Brandel", PERSON)]]
    part = archive_of(*rows)
    assert [value for ((_, value),) in held(settled([part]), part)] == ["Ode Brandel"] * 5 + ["Brandel"]
    monkeypatch.undo()
    assert [value for ((_, value),) in held(settled([part]), part)] == ["Ode Brandel"] * 6


def held(authority: Authority, part: Any) -> list[set[tuple[int, str]]]:
    """Of each document the values that it counts under."""
    names = SettledNames(authority, part.mentions)
    return [
        {(int(names.types[ordinal]), names.text(int(ordinal))) for ordinal in names.of(doc)}
        for doc in range(len(part.mentions.row_ends))
    ]


def archive_of(*several: Sequence[tuple[str, int]]) -> Any:
    return piece(
        [
            Document(
                tuple((text, kind, False) for text, kind in doc), tuple((NAMES[text][0], kind) for text, kind in doc)
            )
            for doc in several
        ]
    )


EDITED = archive_of(
    [("Ode Brandel", PERSON), ("Vela Bank", PERSON)],
    [("Brandel", PERSON), ("Quay", PLACE)],
    [("Mira Vela", PERSON), ("VELA", ORGANISATION)],
    [("Vela", ORGANISATION)],
    [("Vela", ORGANISATION)],
)


@pytest.mark.parametrize(
    ("edits", "values"),
    [
        (
            {},
            [
                {(0, "Ode Brandel"), (0, "Vela Bank")},
                {(0, "Ode Brandel"), (2, "Quay")},
                {(0, "Mira Vela"), (1, "Vela")},
            ],
        ),
        (
            {"vela bank": NameEdit(0, ORGANISATION, "Vela Bank")},
            [
                {(0, "Ode Brandel"), (1, "Vela Bank")},
                {(0, "Ode Brandel"), (2, "Quay")},
                {(0, "Mira Vela"), (1, "Vela")},
            ],
        ),
        (
            {
                "brandel": NameEdit(0, None, "Brandel", apart=True),
                "ode brandel": NameEdit(0, None, "Ode Brandel", apart=True),
            },
            [{(0, "Ode Brandel"), (0, "Vela Bank")}, {(0, "Brandel"), (2, "Quay")}, {(0, "Mira Vela"), (1, "Vela")}],
        ),
        (
            {"ode brandel": NameEdit(0, PERSON, "Ode H. Brandel")},  # what counts as it goes along
            [
                {(0, "Ode H. Brandel"), (0, "Vela Bank")},
                {(0, "Ode H. Brandel"), (2, "Quay")},
                {(0, "Mira Vela"), (1, "Vela")},
            ],
        ),
        (
            {"quay": NameEdit(0, None, ""), "vela": NameEdit(0, None, "")},
            [{(0, "Ode Brandel"), (0, "Vela Bank")}, {(0, "Ode Brandel")}, {(0, "Mira Vela")}],
        ),
        (
            {"quay": NameEdit(0, PERSON, "Ode Brandel"), "ode brandel": NameEdit(0, PERSON, "Ode Brandel")},
            [{(0, "Ode Brandel"), (0, "Vela Bank")}, {(0, "Ode Brandel")}, {(0, "Mira Vela"), (1, "Vela")}],
        ),
    ],
)
def test_what_a_person_says_of_names_stands(edits: Mapping[str, NameEdit], values: list[set[tuple[int, str]]]) -> None:
    authority = settled([EDITED], NO_AUTHORITY, Edits(edits, 1))
    assert held(authority, EDITED)[:3] == values
    again = settled([EDITED], authority)
    assert held(again, EDITED) == held(settled([EDITED]), EDITED), "and goes with what was said"


def test_the_keys_of_a_value_are_one_wherever_it_comes_from() -> None:
    authority = settled([EDITED], NO_AUTHORITY, Edits({"quay": NameEdit(0, PERSON, "Ode Brandel")}, 1))
    other = archive_of([("Ode Brandel", PERSON)])
    mine, theirs = SettledNames(authority, EDITED.mentions), SettledNames(authority, other.mentions)
    (key,) = theirs.keys.tolist()
    assert [mine.text(n) for n in np.flatnonzero(mine.keys == key).tolist()] == ["Ode Brandel"]
    assert sorted(mine.keys.tolist()) == mine.keys.tolist()

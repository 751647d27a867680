"""What an article is not sure of: surnames that nothing in it tells to be persons', and how far it vouches for one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from index.authority import NO_AUTHORITY, SettledNames, settled
from index.authority.one_document import document_rows
from index.entities.labels import EntityType
from index.entities.name_edits import Edits, NameEdit
from index.segment.arrays.mentions import NO_TYPE, DocumentName, DocumentNames, MentionCollector
from tests.authority.test_settling import NAMES, Document, Piece, held, piece

PERSON, _, PLACE = EntityType


def bare(*texts: str) -> Document:
    return Document(
        tuple((text, int(PERSON), False) for text in texts),
        tuple((NAMES[text][0], NO_TYPE) for text in texts),
        frozenset(texts),
    )


def full(text: str) -> Document:
    return Document(((text, int(PERSON), False),), ((NAMES[text][0], int(PERSON)),))


@pytest.mark.parametrize(
    ("archive", "value"),
    [
        ([bare("Brandel"), full("Ode Brandel")], {(0, "Ode Brandel")}),
        ([bare("Brandel"), bare("Brandel"), full("Ode Brandel")], set()),  # what stands once is too little for two
        ([bare("Brandel"), bare("Brandel"), full("Ode Brandel"), full("Ode Brandel")], {(0, "Ode Brandel")}),
        ([bare("Brandel")], set()),
        ([bare("VELA"), bare("Vela")], set()),  # another way to write it says nothing
        ([bare("Vela"), full("Mira Vela"), full("Mira Vela"), full("Mira Vela")], {(0, "Mira Vela")}),
    ],
)
def test_a_bare_surname_is_a_name_where_the_archive_knows_whose(
    archive: list[Document], value: set[tuple[int, str]]
) -> None:
    one = piece(archive)
    authority = settled([one])
    assert held(authority, one)[0] == value
    assert {(int(kind), text) for kind, text in document_rows(authority, one.mentions, 0) if text} == value


def test_a_bare_surname_that_the_archive_calls_something_else_is_that() -> None:
    place = Document((("Quay", int(PLACE), False),), ((17, int(PLACE)),))
    one = piece([bare("Quay"), place, place])
    assert held(settled([one]), one)[0] == {(2, "Quay")}


def test_a_bare_surname_is_a_name_where_a_person_says_so() -> None:
    one = piece([bare("Quay")])
    assert held(settled([one], NO_AUTHORITY, Edits({"quay": NameEdit(0, PERSON, "Ode Quay")}, 1)), one) == [
        {(0, "Ode Quay")}
    ]


def test_of_the_ways_to_write_a_name_the_one_vouched_for_counts() -> None:
    collector = MentionCollector()
    rows = [
        DocumentName(text, *NAMES[text], PERSON, sure=False, vouched=far)
        for text, far in (("Ode Brandel", 1), ("O. Brandel", 2))
    ]
    collector.add(DocumentNames(tuple(rows), np.zeros(0, np.uint32)))
    collector.add(DocumentNames((rows[0]._replace(vouched=0),), np.zeros(0, np.uint32)))
    one: Any = Piece(collector.table(), None)
    assert SettledNames(settled([one]), one.mentions).vouched.tolist() == [2, 0]


def test_of_what_a_person_says_there_is_no_doubt() -> None:
    collector = MentionCollector()
    rows = [DocumentName(text, *NAMES[text], PERSON, sure=False, vouched=0) for text in ("Quay", "Ode Brandel")]
    collector.add(DocumentNames(tuple(rows), np.zeros(0, np.uint32)))
    one: Any = Piece(collector.table(), None)
    authority = settled([one], NO_AUTHORITY, Edits({"quay": NameEdit(0, PERSON, "Ode Quay")}, 1))
    assert SettledNames(authority, one.mentions).vouched.tolist() == [2, 0]


def archive_of(*several: tuple[str, int]) -> Any:
    """Documents of one person each; how far each vouches for its person, less than 0 for a bare surname."""
    collector = MentionCollector()
    for text, far in several:
        row = DocumentName(text, *NAMES[text], PERSON, sure=False, vouched=max(far, 0), bare=far < 0)
        collector.add(DocumentNames((row,), np.zeros(0, np.uint32)))
    one: Any = Piece(collector.table(), None)
    return one


@pytest.mark.parametrize(
    ("vouched", "known"), [((2,), True), ((1, 1), True), ((1,), False), ((0, 0, 0, 0), False), ((2, 0, 0, 0), True)]
)
def test_a_person_for_whom_no_article_vouches_has_no_bare_surname(*, vouched: tuple[int, ...], known: bool) -> None:
    one = archive_of(("Brandel", -1), *(("Ode Brandel", far) for far in vouched))
    assert held(settled([one]), one)[0] == ({(0, "Ode Brandel")} if known else set())


def test_a_surname_that_sounds_like_a_persons_is_not_that_persons() -> None:
    one = archive_of(("Brandell", -1), *[("Ode Brandel", 2)] * 9)
    assert held(settled([one]), one)[0] == set()


def test_what_articles_vouch_for_now_is_not_what_they_vouched_for_before() -> None:
    before, now = (archive_of(("Brandel", -1), ("Ode Brandel", far)) for far in (0, 2))
    for last, one in ((before, now), (now, before)):
        assert settled([one], settled([last])).encode() == settled([one]).encode()


def test_ways_to_write_one_word_are_one_name_whoever_vouches() -> None:
    one = archive_of(("VELA", 0), ("Vela", 0), ("Vela", 0))
    assert held(settled([one]), one) == [{(0, "Vela")}] * 3

"""A file of results is called after its question and its day, in letters that every system takes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from search.query import Query, Selection
from web.exports.file_names import disposition, file_name

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (Query("trump"), "cuttings-trump-2026-11-30.csv"),
        (Query(), "cuttings-2026-11-30.csv"),
        (Query('  "Peace talks" AND (Geneva OR Minsk)'), "cuttings-peace-talks-and-geneva-or-minsk-2026-11-30.csv"),
        (Query("../../etc/passwd"), "cuttings-etc-passwd-2026-11-30.csv"),
        (Query('a"; filename=x.exe\r\nX: y'), "cuttings-a-filename-x-exe-x-y-2026-11-30.csv"),
        (Query("Größe"), "cuttings-größe-2026-11-30.csv"),
        (
            Query(selections=(Selection("publisher", "The Times"), Selection("place", "Oslo", excluded=True))),
            "cuttings-the-times-2026-11-30.csv",
        ),
        (Query("harbour " * 20), "cuttings-" + "-".join(["harbour"] * 7) + "-2026-11-30.csv"),
        (Query("?!"), "cuttings-2026-11-30.csv"),
    ],
)
def test_a_name_says_the_question_and_the_day(query: Query, name: str) -> None:
    assert file_name(query, DAY, "csv") == name


def test_other_letters_stand_beside_a_name_in_plain_ones() -> None:
    assert disposition("cuttings-größe-straße-2026.csv") == (
        'attachment; filename="cuttings-grosse-strasse-2026.csv"; '
        "filename*=UTF-8''cuttings-gr%C3%B6%C3%9Fe-stra%C3%9Fe-2026.csv"
    )
    assert disposition("cuttings-мир-2026.csv", "inline").startswith('inline; filename="cuttings-2026.csv"; filename*=')
    assert disposition("cuttings-a.csv") == 'attachment; filename="cuttings-a.csv"'


@given(st.text(max_size=200))
def test_any_question_gives_a_name_that_a_header_and_a_disk_hold(text: str) -> None:
    name = file_name(Query(text), DAY, "csv")
    assert name.startswith("cuttings-") and name.endswith("2026-11-30.csv") and len(name) < 90
    assert not set(name) & set('/\\:*?"<>|\0\r\n')
    header = disposition(name)
    assert header.isascii() and header.isprintable()
    assert re.search(r'filename="cuttings-[A-Za-z0-9.-]*2026-11-30\.csv"', header)
    assert parse_options_header(header)[1]["filename"] in (name, re.search('filename="([^"]*)"', header)[1])  # type: ignore[index]

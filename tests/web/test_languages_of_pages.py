"""In which language does the service answer, and how does it write dates, numbers and lists there?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from index.article import ArticleDate, Precision
from index.reasons import SkipCode, SkipReason
from index.settings import Settings
from search.embedded.engine import open_engine
from search.notes import Note, NoteCode
from web import intervals, reasons, regional, render, translation, words
from web.sentences import sentence
from web.site.app import create_app

DAY = datetime(2015, 5, 26)


@pytest.fixture(scope="module")
def index(seeds: Path, reindexed: Callable[..., Path]) -> Path:
    return reindexed(seeds)


def client(index: Path, language: str = "") -> FlaskClient:
    return create_app(open_engine(index), replace(Settings(), index=index, language=language)).test_client()


@pytest.mark.parametrize(
    ("asked", "language", "direction", "heading"),
    [
        ("", "en", "ltr", "What you can ask"),
        ("de-AT,en;q=0.5", "de", "ltr", "So lässt sich suchen"),
        ("xx, fr;q=0.9, de;q=0.1", "fr", "ltr", "Ce que vous pouvez demander"),
        ("ar", "ar", "rtl", "ما يمكن البحث عنه"),
        ("ja", "en", "ltr", "What you can ask"),
    ],
)
def test_a_page_is_in_the_language_of_its_reader(
    index: Path, asked: str, language: str, direction: str, heading: str
) -> None:
    reply = client(index).get("/help", headers={"Accept-Language": asked} if asked else {})
    markup = reply.get_data(as_text=True)
    assert f'<html lang="{language}" dir="{direction}">' in markup
    assert f"<h1>{heading}</h1>" in markup
    assert "Accept-Language" in reply.headers["Vary"]
    assert ("مسودة" in markup) == (language in translation.DRAFTS)


def test_a_setting_is_stronger_than_a_browser(index: Path) -> None:
    reply = client(index, "fr").get("/help", headers={"Accept-Language": "de"})
    assert '<html lang="fr"' in reply.get_data(as_text=True)
    assert "Accept-Language" not in reply.headers.get("Vary", "")


@pytest.mark.parametrize(
    "path",
    [
        "/api/search?q=date:soon",
        "/search.json?q=date:soon",
        "/api/status",
        "/api/nothing",
        "/health",
        "/search.csv?q=a",
    ],
)
def test_what_programs_read_is_english(index: Path, path: str) -> None:
    reader = client(index, "de")
    told = reader.get(path, headers={"Accept-Language": "de"}).get_data(as_text=True)
    plain = client(index).get(path).get_data(as_text=True)
    assert _without_time(told) == _without_time(plain)


def _without_time(reply: str) -> str:
    return reply.partition('"seconds"')[0]


def test_a_request_leaves_no_language_behind(index: Path) -> None:
    client(index).get("/help", headers={"Accept-Language": "de"})
    assert translation.language() == translation.SOURCE


WRITTEN = {
    "en": ["26 May 2015", "26 May 2015", "May 2015", "1,234.5", "45%", "a, b and c", "2 days later"],
    "de": ["26. Mai 2015", "26. Mai 2015", "Mai 2015", "1.234,5", "45\xa0%", "a, b und c", "2 Tage später"],
    "fr": ["26 mai 2015", "26 mai 2015", "mai 2015", "1\u202f234,5", "45\xa0%", "a, b et c", "2 jours plus tard"],
}


@pytest.mark.parametrize("language", WRITTEN)
def test_values_are_written_as_the_language_has_them(language: str) -> None:
    day = ArticleDate(DAY, Precision.DAY)
    with translation.spoken(language):
        assert words.day(DAY.date()) == words.date(day)
        assert [
            words.date(day),
            words.period("2015-05-26"),
            words.period("2015-05"),
            regional.number(1234.5, ",.1f"),
            regional.percent(0.45),
            regional.listed(["a", "b", "c"]),
            intervals.later(day, ArticleDate(datetime(2015, 5, 28), Precision.DAY)),
        ] == WRITTEN[language]


def test_english_days_are_as_they_always_were() -> None:
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    assert [words.day(date(2016, month, 1)) for month in range(1, 13)] == [f"1 {name} 2016" for name in names]


def test_a_day_that_no_calendar_has_is_told_by_its_parts() -> None:
    with translation.spoken("de"):
        assert words.period("2015-02-31") == "31 February 2015"


@pytest.mark.parametrize(("language", "name"), [("en", "German"), ("de", "Deutsch"), ("fr", "Allemand")])
def test_languages_are_named_in_that_of_the_page(language: str, name: str) -> None:
    with translation.spoken(language):
        assert words.language("de") == name
        assert words.language("no such code") == "no such code"


def test_notes_and_reasons_have_their_numbers_in_the_language() -> None:
    with translation.spoken("de"):
        assert sentence(Note(NoteCode.TEXT_LIMITED, limit=1024)) == (
            "Die Suchanfrage wurde nach 1.024 Zeichen abgeschnitten."
        )
        large = SkipReason(SkipCode.PAGE_TOO_LARGE, megabytes=1234.5, limit_megabytes=20)
        assert reasons.sentence(large) == "ist 1.234,5 MB groß; eine Seite darf höchstens 20 MB groß sein"
        assert reasons.advice_sentence(SkipReason(SkipCode.CHANGED)) == "`cuttings reindex` noch einmal ausführen"


@pytest.mark.parametrize("asked", ["en", "de"])
def test_a_value_in_a_message_is_text(reader: FlaskClient, asked: str) -> None:
    """In an attribute and in a text, whatever an address holds."""
    hostile = """"><script>alert(1)</script>' \x07"""
    reply = reader.get(
        "/facet/publisher", query_string={"q": hostile, "filter": hostile}, headers={"Accept-Language": asked}
    )
    markup = reply.get_data(as_text=True)
    assert "<script>alert" not in markup
    assert "\x07" not in markup
    told = str(render.message('<a title="%(value)s">%(value)s %(kept)s</a>', {"value": hostile, "kept": Markup("<b>")}))
    quoted = "&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39; "
    assert told == f'<a title="{quoted}">{quoted} <b></a>'


def test_what_stands_behind_a_colon_begins_as_the_language_has_it() -> None:
    told = {}
    for language in ("en", "de", "fr"):
        with translation.spoken(language):
            told[language] = regional.behind_colon("Datei")
    assert told == {"en": "datei", "de": "Datei", "fr": "datei"}

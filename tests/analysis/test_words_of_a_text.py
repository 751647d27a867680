"""What are the words of a text? The traps that news archives fall into, one by one, and the laws of the rule."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import EXTRA, Analyser, analyse, analyse_query, bounds, fold, words
from index.analysis.characters import IGNORED, SURFACE


def terms(text: str, language: str = "en") -> list[str]:
    """Plain terms, in order."""
    return [token.term for token in analyse(text, language) if not token.term.startswith(EXTRA)]


def extras(text: str, language: str = "en") -> set[str]:
    return {token.term[1:] for token in analyse(text, language) if token.term.startswith(EXTRA)}


def matches(query: str, text: str, language: str = "en") -> bool:
    """Whether the query's words stand side by side in the text, or its compound as one word."""
    held: dict[int, set[str]] = {}
    for token in analyse(text, language):
        held.setdefault(token.position, set()).add(token.term)
    asked = analyse_query(query, [language])
    if len(asked) == 2 and any(held[at] & set(asked[0].joined) for at in held):
        return True
    return bool(asked) and any(
        all(held.get(at + i, set()) & set(token.terms) for i, token in enumerate(asked)) for at in held
    )


@pytest.mark.parametrize("word", ["IS", "US", "May", "WHO", "IT", "will", "not", "can", "the", "a", "X", "7", "G20"])
def test_no_word_is_left_out(word: str) -> None:
    assert terms(f"So {word} it.")[1] == word.lower()


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("U.S.", "US forces"),
        ("US", "the U.S. Senate"),
        ("US", "U.S.-led"),
        ("UN", "U.N."),
        ("220,000", "220000 refugees"),
        ("220000", "some 220,000 refugees"),
        ("220000", "220\u00a0000 réfugiés"),
        ("3.5", "it rose 3.5 percent"),
        ("al-Assad", "Bashar Al Assad"),
        ("Al Assad", "Bashar al-Assad"),
        ("Assad", "Assad's forces"),
        ("Assad", "Assad\u2019s forces"),
        ("Assad's", "of Assad"),
        ("façade", "a facade"),
        ("facade", "a façade"),
        ("S-300", "the S-300 missile"),
        ("S-300", "the S300 missile"),
        ("S300", "the S-300 missile"),
        ("S 300", "the S-300 missile"),
        ("Geneva-2", "after Geneva 2"),
        ("Geneva-2", "after Geneva\u20112"),
        ("COVID-19", "Covid19"),
        ("cease-fire", "the ceasefire"),
        ("ceasefire", "two cease-fires"),
        ("Quran", "the Qur'an"),
        ("Qur'an", "the Quran"),
        ("O'Brien", "Mr OBrien"),
        ("1990s", "the 1990's"),
        ("dont", "I don't"),
        ("we", "we're here"),
        ("Lodz", "Łódź"),
        ("Aero", "Ærø"),
        ("Dordevic", "Đorđević"),
        ("strasse", "Straße"),
        ("Istanbul", "İSTANBUL"),
        ("fine", "\ufb01ne"),
        ("ABC", "ＡＢＣ"),
        ("2015", "２０１５"),
        ("2015", "٢٠١٥"),
        ("Ministerium", "Minis\u00adterium"),
        ("peace talks", "“peace—talks”"),
        ("bbc.co.uk", "www.bbc.co.uk/news"),
        ("name@example.com", "write to name@example.com."),
        ("Syria", "#Syria"),
        ("J.K. Rowling", "JK Rowling"),
        ("Rowling", "J.K.Rowling"),
        ("26 May 2015", "on 26 May 2015"),
        ("talk", "talks talked talking"),
    ],
)
def test_one_way_of_writing_finds_the_other(query: str, text: str) -> None:
    assert matches(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("IS", "I"),
        ("US", "u"),
        ("Hama", "Hamas"),
        ("ISI", "ISIS"),
        ("aid", "AIDS"),
        ("new", "the news"),
        ("ceasefire", "cease the fire"),
        ("don", "I don't"),
        ("3.5", "35"),
        ("300", "S3000"),
    ],
)
def test_words_that_only_look_alike_stay_apart(query: str, text: str) -> None:
    assert not matches(query, text)


@pytest.mark.parametrize(
    ("language", "query", "text"),
    [
        ("fr", "élection", "les élections"),
        ("fr", "elections", "une élection"),
        ("fr", "depose", "il a déposé"),
        ("fr", "accord", "l'accord"),
        ("de", "Haus", "Häuser"),
        ("de", "220000", "220.000 Menschen"),
        ("de", "Straße", "STRASSE"),
        ("es", "eleccion", "las elecciones"),
        ("ru", "президент", "президентом"),
        ("ru", "Королев", "Королёв"),
        ("el", "κυβέρνηση", "ΚΥΒΕΡΝΗΣΗΣ"),
        ("ar", "رئيس", "الرئيس"),
        ("ar", "رئيس", "والرئيس"),
        ("ar", "القرآن", "القُرْآن"),
        ("ar", "احمد", "أحمد"),
        ("he", "ירושלים", "בירושלים"),
        ("he", "ממשלה", "והממשלה"),
        ("he", "צהל", 'צה"ל'),
        ("zh", "中国", "在中国人民"),
        ("zh", "中国人民", "在中国人民的"),
        ("zh", "水", "喝水吗"),
        ("zh", "2015年", "在2015年5月"),
        ("ja", "ｶﾞ", "ガス"),
        ("ko", "대통령", "대통령은"),
        ("th", "ไทย", "ประเทศไทยวันนี้"),
        ("hi", "हिन्दी", "यह हिन्दी है।"),
        ("xx", "zzyzx", "Zzyzx"),
        ("", "word", "Word"),
    ],
)
def test_languages(language: str, query: str, text: str) -> None:
    assert matches(query, text, language)


def test_vowel_signs_stay_in_their_words() -> None:
    assert words("हिन्दी में") == ["हिन्दी", "में"]


def test_an_unknown_language_is_not_stemmed() -> None:
    assert terms("talks talking", "xx") == ["talks", "talking"]


def test_a_query_word_is_looked_for_in_every_language() -> None:
    (token,) = analyse_query("élections", ["en", "fr", "de"])
    for language in ("en", "fr", "de"):
        assert set(terms("élections", language)) <= set(token.plain)


def test_exact_forms_keep_accents_and_endings() -> None:
    assert words("Façades U.S. Assad’s 220,000 don't STRASSE") == [
        "façades",
        "us",
        "assad",
        "220000",
        "dont",
        "strasse",
    ]


def test_offsets_are_of_whole_words() -> None:
    text = "Assad’s S-300, al-Assad; 220,000 façades"
    marked = [text[token.start : token.end] for token in analyse(text) if not token.term.startswith(EXTRA)]
    assert marked == ["Assad’s", "S", "300", "al", "Assad", "220,000", "façades"]
    assert [text[t.start : t.end] for t in analyse(text) if t.term == EXTRA + "s300"] == ["S-300"]


def test_folding_for_names_and_values() -> None:
    assert fold("  Łukasz’s “Café-Bar” ") == "lukasz cafe bar"
    assert fold("") == fold("—") == ""


@pytest.mark.parametrize(
    ("text", "sentences", "paragraphs"),
    [
        ("One two. Three four", [2], []),
        ("One two. three", [], []),
        ("Mr. Smith met Dr. Jones in the U.S. Senate.", [], []),
        ("He left (at last.) “Why?” She", [4, 5], []),
        ("It cost 3.5 bn. 2015 was", [4], []),
        ("One\ntwo. Three\n\nfour", [1, 2, 3], [1, 3]),
        ("你好。再见", [2], []),
        ("J. Smith wrote", [], []),
        ("Wait ... And", [1], []),
        ("a.b. C", [], []),
        ("", [], []),
        (". \n", [], []),
    ],
)
def test_bounds(text: str, sentences: list[int], paragraphs: list[int]) -> None:
    found = bounds(text)
    assert (list(found.sentences), list(found.paragraphs)) == (sentences, paragraphs)


def test_every_letter_number_and_mark_of_unicode_is_part_of_words() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        inside = char.isalnum() or unicodedata.category(char)[0] == "M" or char in IGNORED
        assert bool(SURFACE.match(char)) == inside, hex(code)


def test_long_texts_take_linear_time() -> None:
    for piece in (".", "a-", "1,", "1.", "'s", "\u0301", "a\u0301", "\u00a0", "中", "1,111,", "a.b.", "\u200d", '"'):
        text = piece * 10_000
        analyse(text)
        bounds(f"A {text} B")


PIECES = st.sampled_from(
    [*"aeiousdtn AEIS.,'-’\u00a0\u00adéłøßİ中国水אבצקلاوयि\u0301½1２", "the ", "US", "n't", "'s", ". "]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=30), st.sampled_from(["en", "fr", "ar", "de", ""]))
def test_laws_of_the_rule(text: str, language: str) -> None:
    tokens = analyse(text, language)
    plain = [token for token in tokens if not token.term.startswith(EXTRA)]
    assert [token.position for token in plain] == list(range(len(plain)))
    assert [token.exact for token in plain] == words(text)
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert token.term.strip(EXTRA)
        assert token.term[0] == EXTRA or token.term[0] > " "
        unicodedata.normalize("NFC", token.term).encode()
    assert Analyser(language).analyse(text + "\n" + text)[: len(tokens)] == tokens


@settings(deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join), st.sampled_from(["en", "fr", "ar", "he", ""]))
def test_every_text_is_found_by_its_own_words(text: str, language: str) -> None:
    held: dict[int, set[str]] = {}
    for token in analyse(text, language):
        held.setdefault(token.position, set()).add(token.term)
    for exact, at in zip(words(text), held, strict=True):
        asked = analyse_query(exact, [language])
        assert not asked or held[at] & set(asked[0].terms)


@settings(deadline=None)
@given(st.text(alphabet="aeiouéèàüößçñłstn", min_size=1, max_size=10), st.sampled_from(["en", "fr", "de", "es", "pl"]))
def test_accents_never_matter(word: str, language: str) -> None:
    assert matches(fold(word), word, language)
    assert matches(word, fold(word), language)

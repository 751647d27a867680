"""In which language does the service speak? The catalogues of its sentences, and the one of the request at hand.

A sentence stands in English where it is used, inside `gettext` or `ngettext`; `noted` marks one that a table holds and
that is translated where it is shown. A catalogue is a file `catalogues/LANGUAGE.po`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "en"  # the language of the sentences in the code
DRAFTS = frozenset({"ar"})  # languages whose catalogue nobody has read who speaks them; pages say so
CATALOGUES = Path(__file__).parent / "catalogues"
_LANGUAGE: ContextVar[str] = ContextVar("language", default=SOURCE)


@cache
def languages() -> tuple[str, ...]:
    """The languages that the service can speak, as codes: that of the code first."""
    return (SOURCE, *sorted(path.stem for path in CATALOGUES.glob("*.po")))


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == SOURCE:
        return NullTranslations()
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        sentences = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, sentences)
    compiled.seek(0)
    return GNUTranslations(compiled)


def load() -> None:
    """Read all catalogues now: a process that is forked of this one finds them read."""
    for code in languages():
        _catalogue(code)


def chosen(accepted: Iterable[str]) -> str:
    """The first of the `accepted` languages (as `de-AT`) that the service can speak."""
    for code in accepted:
        language = code.partition("-")[0].lower()
        if language in languages():
            return language
    return SOURCE


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Let the sentences that are written meanwhile be in `language`, one of `languages`."""
    before = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def speak(language: str) -> None:
    """Let all sentences of this request be in `language`, one of `languages`."""
    _LANGUAGE.set(language)


def language() -> str:
    """The language in which sentences are written now."""
    return _LANGUAGE.get()


def gettext(message: str, **values: object) -> str:
    """`message` in the language of the request, with `values` for its `%(name)s`; without values it stays as it is."""
    told = _catalogue(_LANGUAGE.get()).gettext(message) if message else ""  # that of "" is the head of the catalogue
    return told % values if values else told


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """The form for `number` in the language of the request, with `values` for its `%(name)s`."""
    told = _catalogue(_LANGUAGE.get()).ngettext(singular, plural, number)
    return told % values if values else told


def in_each_language(message: str) -> frozenset[str]:
    """`message` in all languages of the pages: what one reader had written is what another one sees."""
    return frozenset(_catalogue(code).gettext(message) for code in languages())


def noted(message: str) -> str:
    """`message` itself, for the catalogues to know of it."""
    return message


def noted_plural(singular: str, plural: str) -> tuple[str, str]:
    """Both as they are, for the catalogues to know of them."""
    return singular, plural

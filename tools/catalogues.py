"""Which sentences do the pages say, and what is wrong with their catalogues?

`python -m tools.catalogues` (`make catalogues`) brings `web/catalogues/*.po` up to what the code says: new sentences
come in without a translation, those that nobody says any more go. `--check` writes nothing and fails where something
is missing. `--new CODE` begins a language.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from gettext import c2py
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from index.facets import FACETS
from search.query.help import HELP_ENTRIES, WORDS_AND_PHRASES
from web.translation import CATALOGUES, DRAFTS

ROOT = Path(__file__).resolve().parents[1]

_KEYWORDS: Mapping[str, Any] = {
    "_": None,
    "gettext": None,
    "noted": None,
    "ngettext": (1, 2),
    "noted_plural": (1, 2),
}
_TEMPLATES = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}  # as `web.site.app` reads them
_WIDTH = 120
_HEAD = "# How a catalogue is written: docs/translations.md."
_OF_NOBODY = re.compile(  # lines of the head that change with every run, or name people
    rb'^"(Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):.*\n',
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(r"%\(\w+\)s|\{[^{}]+\}")
_MARKUP = re.compile(r"<[^<>]+>|[\"&]")  # what a template puts on the page as it is
_NUMBERS = range(1_100)  # that tell the plural forms of a language apart


def messages(root: Path = ROOT) -> Catalog:
    """Every sentence that the pages may say: of the code and the templates of `web`, and of the tables of facets and
    of the help page, which are shown there."""
    catalogue = Catalog()
    for path in sorted((root / "web").rglob("*.py")):
        _extract(catalogue, "python", path, root, {})
    for path in sorted((root / "web" / "site" / "templates").iterdir()):
        _extract(catalogue, "jinja2", path, root, _TEMPLATES)
    for facet in FACETS:
        for said in filter(None, (facet.label, facet.offered_as, facet.help)):
            catalogue.add(said, locations=[("index/facets.py", 0)])
    for entry in HELP_ENTRIES:
        described = (
            (entry.operator,) if entry.group == WORDS_AND_PHRASES else ()
        )  # the others hold no word but operators
        for said in (entry.group, entry.sentence, *described):
            catalogue.add(said, locations=[("search/query/help.py", 0)])
    return catalogue


def _extract(catalogue: Catalog, method: str, path: Path, root: Path, options: Mapping[str, str]) -> None:
    place = path.relative_to(root).as_posix()
    for line, said, _comments, context in extract_from_file(
        method, path, keywords=_KEYWORDS, options=dict(options), strip_comment_tags=False
    ):
        if said:
            catalogue.add(said, locations=[(place, line)], context=context)


def read(language: str, folder: Path = CATALOGUES) -> Catalog:
    """The catalogue of a language."""
    with (folder / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def written(catalogue: Catalog) -> bytes:
    """A catalogue as its file: in the order of the sentences, with the files that say each, without their lines."""
    into = BytesIO()
    write_po(into, catalogue, width=_WIDTH, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return _OF_NOBODY.sub(b"", into.getvalue())


def updated(catalogue: Catalog, said: Catalog) -> Catalog:
    """The catalogue with the sentences that are `said`, those that were translated with their translation."""
    catalogue.update(said, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def begun(language: str) -> Catalog:
    """A catalogue of a language without a translation."""
    return Catalog(locale=language, project="Cuttings", version="1", header_comment=_HEAD, fuzzy=False)


def faults(catalogue: Catalog, said: Catalog, *, whole: bool = True) -> Iterator[str]:
    """What is wrong with a catalogue, in English; `whole`: every sentence has to be there and translated."""
    spoken = str(catalogue.locale)
    if catalogue.plural_expr != get_plural(spoken).plural_expr:
        yield f"{spoken}: the plural forms are not those of the language"
    expected = {(one.id, one.context) for one in said if one.id}
    held = {(one.id, one.context) for one in catalogue if one.id}
    if whole:
        yield from (f"{spoken}: missing: {one}" for one, _ in sorted(expected - held, key=str))
    yield from (f"{spoken}: nobody says: {one}" for one, _ in sorted(held - expected, key=str))
    for message in catalogue:
        if message.id:
            yield from (f"{spoken}: {fault}: {message.id}" for fault in _faults_of(message, catalogue, whole=whole))


def _faults_of(message: Message, catalogue: Catalog, *, whole: bool) -> Iterator[str]:
    forms = _forms(message)
    if message.fuzzy:
        yield "fuzzy"
    if not all(forms):
        if whole or any(forms):
            yield "not translated"
        return
    if message.pluralizable and len(forms) != catalogue.num_plurals:
        yield f"{len(forms)} forms, and the language has {catalogue.num_plurals}"
    source = message.id[1] if isinstance(message.id, tuple | list) else message.id
    for place, form in enumerate(forms):
        alone = isinstance(message.id, tuple | list) and _stands_for_one(catalogue, place)
        missing = set(_PLACEHOLDER.findall(source)) ^ set(_PLACEHOLDER.findall(form))
        if missing - ({"%(n)s"} if alone else set()):
            yield f"placeholders {sorted(missing)}"
        if sorted(_MARKUP.findall(source)) != sorted(_MARKUP.findall(form)):
            yield "markup"


def _forms(message: Message) -> tuple[str, ...]:
    """Its translation in each plural form, "" where there is none."""
    if isinstance(message.string, tuple | list):
        return tuple(form or "" for form in message.string)
    return (message.string or "",)


def _stands_for_one(catalogue: Catalog, place: int) -> bool:
    """Whether a plural form is that of one number, which it may leave out."""
    form_of = c2py(get_plural(str(catalogue.locale)).plural_expr)
    return sum(form_of(number) == place for number in _NUMBERS) == 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where something is wrong")
    parser.add_argument("--new", metavar="CODE", help="begin the catalogue of a language")
    options = parser.parse_args()
    said = messages()
    wrong = 0
    if options.new:
        (CATALOGUES / f"{options.new}.po").write_bytes(written(updated(begun(options.new), said)))
    for path in sorted(CATALOGUES.glob("*.po")):
        catalogue = read(path.stem)
        if not options.check:
            catalogue = updated(catalogue, said)
            path.write_bytes(written(catalogue))
        found = list(faults(catalogue, said, whole=path.stem not in DRAFTS))
        print(*found, sep="\n", end="\n" if found else "")
        translated = sum(all(_forms(one)) for one in catalogue if one.id)
        print(f"{path.stem}: {translated} of {len(said)} sentences, {len(found)} faults")
        wrong += len(found)
    sys.exit(bool(wrong and options.check))


if __name__ == "__main__":
    main()

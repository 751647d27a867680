"""`cuttings extract`: what do the cleaner and the metadata see in these files?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from index.article import Article, Certainty
from index.corrections import CORRECTIONS_FILE
from index.corrections.correct import corrected
from index.corrections.rulebook import Rules, read_rules
from index.describe import Hints, LineCorrections, read_corrections, read_line_corrections
from index.entity import ArticleEntity
from index.errors import ReadError, Skipped
from index.extract import DescribedPage, described
from index.facets import DERIVED
from index.naming import id_text
from index.noarticle import no_article
from index.page import OF_FIELDS, RawPage
from index.readers import MAX_BYTES, page_key, read
from index.readers.records import form_of, pages_in
from index.reasons import SkipCode, SkipReason
from index.reindex.scan.contents import MEMBER, ZIPS, bytes_of_file, member_file, members_of
from index.reindex.scan.file_records import head_of, opened
from index.reindex.scan.sources import unreadable
from index.settings import Settings
from web import evidence_words
from web.progress import printable, reason_line
from web.reply.article import extract_line
from web.reply.encoding import encoded

_LARGEST_FILE = 2_000_000_000
_FIELDS: tuple[str, ...] = (
    "title",
    "standfirst",
    "authors",
    "publisher",
    "agency",
    "published",
    "modified",
    "place",
    "section",
)
_FIELDS += ("language", "photo_credit", "url")


@dataclass(slots=True)
class _Waiting:
    """An article that can be printed, or a page whose date waits for the years that the other files will show."""

    known: DescribedPage
    page: _Page | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, the fields of its correction file, the `corrections.yaml` that holds for it, and that of its ZIP."""

    page: RawPage
    fields: Mapping[str, Any]
    rules: Rules
    within: Rules

    def described(self, hints: Hints) -> DescribedPage:
        """The article as it is with all corrections; its id is that which it gets where no other article is equal."""
        known = described(self.page, hints, corrections=self.fields)
        own = (self.page.key,) if self.page.format in OF_FIELDS else ()
        if self.within.by_key:
            known, _ = corrected(known, self.within, own, self.page.path.rpartition(MEMBER)[2])
        if not self.rules.by_key:
            return known
        return corrected(known, self.rules, (id_text(known.name("").base), *own), self.page.path)[0]


@click.command("extract")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--jsonl", is_flag=True, help="Print one JSON object a line for each article.")
def command(files: Sequence[Path], *, jsonl: bool) -> None:
    """Print what is kept of FILEs and what is dropped, by which rule, and the metadata with its evidence.

    What reindex reads is read, of a file of several articles each of them. A date without a year is resolved by the
    years of the other FILEs. Of corrections.yaml the one counts that is nearest above the FILE. A file that cannot be
    read is named on stderr with the reason, and the exit code is 1 at the end.
    """
    from index.entities.glued_words import glued_words  # loads lists of words, which no other command needs

    failed = 0
    today = date.today()
    years: list[int] = []
    waiting: list[_Waiting] = []
    rules: dict[Path, Rules] = {}
    show = _print_json if jsonl else _print_view
    for file in files:
        for reading in _pages(file, rules):
            if isinstance(reading, Skipped):
                failed += reading.why.code is not SkipCode.NO_ARTICLES_IN
                _warn(reading)
                continue
            known = reading.described(Hints(today=today, words=glued_words))
            article = known.article()
            years += _stated_years(article)
            waits = any(e.certainty is Certainty.REFUSED and e.value.startswith("--") for e in article.evidence)
            if reading.page.clean and not known.kept and (why := no_article(article)) is not None:
                _warn(Skipped(article.path, why))
            waiting.append(_Waiting(known, reading if waits else None))
            while waiting and waiting[0].page is None:
                show(waiting.pop(0).known)
    span = (min(years), max(years)) if years else None
    for one in waiting:
        show(one.page.described(Hints(span, today, words=glued_words)) if one.page else one.known)
    sys.exit(1 if failed else 0)


def _pages(file: Path, known: dict[Path, Rules]) -> Iterator[_Page | Skipped]:
    """The file's pages with their corrections, and a Skipped for each part that cannot be read; `known` are the files
    of corrections that were read."""
    try:
        if not file.is_file():
            raise ReadError(SkipReason(SkipCode.IS_A_FOLDER) if file.is_dir() else SkipReason(SkipCode.NOT_THERE))
        if file.stat().st_size > _LARGEST_FILE:
            raise ReadError(SkipReason(SkipCode.FILE_TOO_LARGE, limit_gigabytes=_LARGEST_FILE // 1_000_000_000))
        if file.suffix.lower() in ZIPS:
            yield from _members(file, known)
            return
        form = form_of(head_of(str(file)), str(file))
        corrections, complaint = _corrections(file, of_records=bool(form))
        if complaint is not None:
            yield complaint
        rules, complaints = _rules(file, known)
        yield from complaints
        for reading in _readings(str(file), str(file), form):
            yield (
                reading if isinstance(reading, Skipped) else _Page(reading, corrections.of(reading.key), rules, Rules())
            )
    except ReadError as error:
        yield Skipped(str(file), error.reason)
    except OSError as error:
        yield Skipped(str(file), unreadable(error))


def _members(file: Path, known: dict[Path, Rules]) -> Iterator[_Page | Skipped]:
    """The pages of the members of a ZIP."""
    members, refused, _ = members_of(str(file))
    rules, complaints = _rules(file, known)
    yield from complaints
    yield from (Skipped(f"{file}{MEMBER}{name}", reason) for name, reason in refused)
    own = next((member_file(str(file), member.name) for member in members if member.name == CORRECTIONS_FILE), "")
    within = read_rules(bytes_of_file(own)) if own else Rules()
    for member in members:
        if member.name == CORRECTIONS_FILE:
            continue
        inner, path = member_file(str(file), member.name), f"{file}{MEMBER}{member.name}"
        try:
            for reading in _readings(inner, path, form_of(head_of(inner), path)):
                yield reading if isinstance(reading, Skipped) else _Page(reading, {}, rules, within)
        except ReadError as error:
            yield Skipped(path, error.reason)
        except OSError as error:
            yield Skipped(path, unreadable(error))


def _readings(file: str, path: str, form: str) -> Iterator[RawPage | Skipped]:
    """The pages of a source; what holds many articles is read one by one, so that it may be larger than the memory."""
    if form in ("", "jsonl"):
        yield from read(bytes_of_file(file), path)
        return
    with opened(file, form) as stream:
        yield from pages_in(stream, path, form)


def _rules(file: Path, known: dict[Path, Rules]) -> tuple[Rules, Sequence[Skipped]]:
    """The corrections that hold for a file, and what is wrong with them where it is not `known` yet."""
    above = next((folder for folder in file.resolve().parents if (folder / CORRECTIONS_FILE).is_file()), None)
    if above is None:
        return Rules(), ()
    place = above / CORRECTIONS_FILE
    if place in known:
        return known[place], ()
    with place.open("rb") as stream:
        rules = known[place] = read_rules(stream.read(MAX_BYTES + 1))
    reasons = [(SkipReason(SkipCode.CORRECTION, text=text), line) for line, text in rules.complaints]
    return rules, [Skipped(str(place), reason, line) for reason, line in reasons]


def _corrections(file: Path, *, of_records: bool) -> tuple[LineCorrections, Skipped | None]:
    """What the correction file beside `file` says of its pages, and what is wrong with it."""
    for name in dict.fromkeys((file.name, file.stem, page_key(file.name))):
        beside = file.with_name(f"{name}.meta.yaml")
        if beside.is_file() and beside.stat().st_size <= MAX_BYTES:
            data = beside.read_bytes()
            said = read_line_corrections(data) if of_records else LineCorrections(*_of_page(data))
            reason = SkipReason(SkipCode.CORRECTION, text=said.complaint)
            return said, Skipped(str(beside), reason) if said.complaint else None
    return LineCorrections({}, {}), None


def _of_page(data: bytes) -> tuple[Mapping[str, Any], Mapping[str, Any], str]:
    fields, complaint = read_corrections(data)
    return fields, {}, complaint


def _warn(skipped: Skipped) -> None:
    click.echo(f"cuttings: {printable(skipped.path)}: {printable(reason_line(skipped))}", err=True)


def _stated_years(article: Article) -> list[int]:
    return [d.moment.year for d in (article.published, article.modified) if d is not None and not d.inferred]


def _print_json(known: DescribedPage) -> None:
    article = known.article()
    sys.stdout.buffer.write(encoded(extract_line(article, _entities(article, known.no_names))) + b"\n")
    sys.stdout.buffer.flush()


def _entities(article: Article, refused: Set[str]) -> tuple[ArticleEntity, ...]:
    """What the article names by what it says itself, without the names that its corrections refuse; nothing where the
    settings say that names are not looked for."""
    if not Settings.read(os.environ).entities:
        return ()
    from index.authority import own_entities
    from index.entities.articles import named_articles, without_names  # loads the tagger, which nothing else here needs

    (named,) = named_articles([article])
    return own_entities(*(without_names(named, refused) if refused else named))


def _print_view(known: DescribedPage) -> None:
    article = known.article()
    origin = f"({printable(article.key)}, {article.format}, by {article.extractor})"
    click.secho(f"{printable(article.path)}  {origin}", bold=True)
    for note in article.repairs:
        click.echo(f"  {printable(note)}")
    proofs = {e.field: e for e in article.evidence if e.certainty is not Certainty.REFUSED}
    shown = {name: _shown(getattr(article, name)) for name in _FIELDS}
    shown |= {facet.name: ", ".join(facet.stated(article)) for facet in DERIVED}
    for name, value in shown.items():
        if value:
            e = proofs.get(name)
            click.echo(
                f"  {name + ':':<14}{printable(value)}"
                + (click.style(f"  ({e.certainty}: {printable(evidence_words.sentence(e))})", dim=True) if e else "")
            )
    for refused in (e for e in article.evidence if e.certainty is Certainty.REFUSED):
        said = printable(f"refused {refused.value} ({refused.source}: {refused.quote})")
        click.secho(f"  {refused.field + ':':<14}{said}", dim=True)
    dropped = {d.line: d for d in article.dropped}
    for number, line in enumerate((article.original or article.text).split("\n")):
        if left := dropped.get(number):
            click.secho(f"  - {left.rule:<14}| {printable(line)}", dim=True)
        elif line:
            click.echo(f"  + {'':<14}| {printable(line)}")
    click.echo()


def _shown(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, tuple):
        return ", ".join(value)
    return " ".join(filter(None, (value.isoformat(), value.zone, f"({value.inferred})" if value.inferred else "")))

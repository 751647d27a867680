"""What does a reading process do? Looks at pages for recurring lines, or turns pages and records into a segment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from xxhash import xxh3_64_intdigest

from index.analysis.batch import BatchAnalyser
from index.article import Article, article_id
from index.describe.given import (
    LineCorrections,
    late_line_corrections,
    read_corrections,
    read_line_corrections,
    unread_fields,
)
from index.describe.model import FAULT, Hints
from index.errors import ReadError, Skipped
from index.extract import DescribedPage, described
from index.noarticle import no_article
from index.page import OF_FIELDS, RawPage
from index.readers import PLAINLY, page_key, read
from index.readers.records import form_named
from index.reasons import SkipCode, SkipReason
from index.reindex.agree.derivations import DERIVATIONS
from index.reindex.agree.texts import words_of
from index.reindex.read.kept_pages import KeptPages
from index.reindex.read.payload import CHANGED, Inputs, PageFile, Payload, ReadArticle, RecordBatch, Setup
from index.reindex.read.worker import UnitTimeout
from index.reindex.rows import FIXED, ON_EMPTY
from index.reindex.scan.contents import bytes_of_file
from index.reindex.scan.digests import digest_of
from index.reindex.scan.file_records import opened
from index.segment.arrays.origin import learn
from index.segment.finders import Finders, TakePrints, no_prints, unnamed
from index.segment.writer import VOCABULARY, Built, SegmentBuilder

if TYPE_CHECKING:
    from index.reindex.read.namer import Namer


@dataclass(slots=True)
class ReadingJob:
    """The job of a reading process.

    Without a setup it looks: what each page puts into derivations. With one, every page or record becomes
    an article of the segment.
    """

    _setup: Setup | None = None
    _arguments: list[Callable[[RawPage], Mapping[str, Any]]] = field(default_factory=list)
    _folder: Path = Path()
    _analyser: BatchAnalyser | None = None
    _builder: SegmentBuilder | None = None
    _namer: Namer | None = None
    _file: tuple[str, bool] = "", False
    _stream: IO[bytes] | None = None
    _open: ExitStack = field(default_factory=ExitStack)
    _by_record: tuple[tuple[str, int], LineCorrections] | None = None
    _finished: int = 0
    _alone: set[str] = field(default_factory=set)  # articles that are said to be copies of none
    _parsed: KeptPages = field(init=False)

    def open(self, folder: Path) -> None:
        self._folder = folder
        self._parsed = KeptPages(folder.with_name("parsed"))

    def set_up(self, value: Setup | None) -> None:
        self._setup = value
        if value is not None:
            self._arguments = [each.arguments(value.values[each.name]) for each in DERIVATIONS]
            learn(value.stamps)

    def read(self, payload: Payload, unit: int) -> tuple[Article, ReadArticle] | _Looked:
        if isinstance(payload, RecordBatch):
            source = self._record(payload, unit)
            if self._setup is None:
                return _Looked(_inputs(source.page), payload.path, source.sha256, b"")
            corrections = self._record_corrections(payload)
            return self._article(source, payload.root, corrections.of(source.page.key), corrections.complaint)
        return self._page(_page(payload[unit], self._parsed), payload[unit])

    def read_plainly(self, payload: Payload, unit: int) -> tuple[Article, ReadArticle] | _Looked | None:
        """A page of Markdown as plain text."""
        if isinstance(payload, RecordBatch):
            return None
        source = _page(payload[unit], self._parsed, plain=True)
        return self._page(source, payload[unit]) if PLAINLY in source.page.repairs else None

    def _page(self, source: _HashedPage, file: PageFile) -> tuple[Article, ReadArticle] | _Looked:
        if self._setup is None:
            return _Looked(_inputs(source.page), file.path, source.sha256, KeptPages.packed(source.page))
        return self._article(source, file.root, *_corrections(file.correction))

    def _article(
        self, source: _HashedPage, root: int, corrections: Mapping[str, Any], complaint: str
    ) -> tuple[Article, ReadArticle]:
        assert self._setup is not None
        page = source.page
        derived: dict[str, Any] = {}
        for arguments in self._arguments:
            derived |= arguments(page)
        template = derived.pop("template", None)
        sha256 = source.sha256.hex()
        known = described(page, Hints(**derived), template, corrections)
        name, article = known.name(sha256), known.article(sha256)
        refused = no_article(article) if page.clean else None
        known, keys = self._corrected(known, root)
        if keys:
            article, refused = known.article(sha256), None if known.kept else refused
            self._refuse(int(article.id, 16), known.no_names)
            if known.alone:
                self._alone.add(article.id)
        fault = next((note for note in article.repairs if note.startswith(FAULT)), "")
        unread = unread_fields(page.given) if page.format in OF_FIELDS else ()
        columns = {
            "id": int(article.id, 16),
            "digest": source.digest,
            "source": int.from_bytes(source.sha256[:8], "big"),
            "base": name.base,
            "by_address": name.by_address,
            **_columns(article, ON_EMPTY if refused else FIXED),
        }
        refused = None if self._setup.keep_empty else refused
        words = b"" if self._setup.building or not columns["day"] else words_of(article.title, article.text).tobytes()
        return article, ReadArticle(columns, complaint, fault, refused, unread, () if refused else keys, words)

    def _corrected(self, known: DescribedPage, root: int) -> tuple[DescribedPage, tuple[int, ...]]:
        """The article with the corrections of its root, and the numbers of its keys where there are any for it."""
        assert self._setup is not None
        if (rules := self._setup.corrections.get(root)) is None:
            return known, ()
        from index.corrections.correct import corrected  # noqa: PLC0415  few archives have corrections

        place = int(article_id(known.page.path, known.page.key), 16)
        own = (known.page.key,) if known.page.format in OF_FIELDS else ()
        known, keys = corrected(known, rules, (*self._setup.placed.get(place, ()), *own))
        return known, tuple(key.number for key in keys)

    def keep(self, value: tuple[Article, ReadArticle] | _Looked) -> ReadArticle | Inputs:
        if isinstance(value, _Looked):
            self._parsed.keep(value.packed, value.path, value.sha256)
            return value.inputs
        assert self._setup is not None
        if self._setup.building and value[1].refused is None:
            self._builder = self._builder or self._new_builder()
            self._builder.add(value[0])
        return value[1]

    def finish(self) -> Built | None:
        builder, self._builder = self._builder, None
        built = builder.finish() if builder is not None else None
        return replace(built, faults=self._namer.take_faults()) if built and self._namer else built

    def _new_builder(self) -> SegmentBuilder:
        assert self._setup is not None
        self._finished += 1
        folder = self._folder.with_name(f"{self._folder.name}-{self._finished}")
        self._analyser = self._analyser or BatchAnalyser(self._setup.seed, VOCABULARY)
        finders = Finders(self._its_namer() or unnamed, self._print_taker())
        return SegmentBuilder(folder, budget=self._setup.budget, analyser=self._analyser, finders=finders)

    def _its_namer(self) -> Namer | None:
        """What finds names, None where they are not looked for."""
        assert self._setup is not None
        if self._setup.entities and self._namer is None:
            from index.reindex.read.namer import Namer  # noqa: PLC0415  loads the tagger

            self._namer = Namer()
        return self._namer

    def _print_taker(self) -> TakePrints:
        """What takes fingerprints; an article without any is nobody's copy."""
        assert self._setup is not None
        if not self._setup.copies:
            return no_prints
        from index.copies.prints import fingerprints  # noqa: PLC0415  not where copies are not looked for

        alone = self._alone
        return lambda articles: fingerprints([article.text if article.id not in alone else "" for article in articles])

    def _refuse(self, place: int, names: frozenset[str]) -> None:
        """Take names off the article of a place when it is named."""
        assert self._setup is not None
        if names and self._setup.building and (namer := self._its_namer()) is not None:
            namer.refused[place] = names

    def _record_corrections(self, batch: RecordBatch) -> LineCorrections:
        """What the file's correction file says, read once: it may be long."""
        if self._by_record is None or self._by_record[0] != (batch.correction, batch.records.seed):
            file = batch.correction
            try:
                corrections = read_line_corrections(Path(file).read_bytes()) if file else LineCorrections({}, {})
            except UnitTimeout:  # the file's fault, not that of the record that was in hand
                corrections = late_line_corrections()
            self._by_record = (file, batch.records.seed), corrections
        return self._by_record[1]

    def _opened(self, file: str, *, packed: bool) -> IO[bytes]:
        """The bytes of a file of records, which stays open until those of another one are read."""
        if self._stream is None or self._file != (file, packed):
            self._stream = None
            self._open.close()
            self._stream, self._file = self._open.enter_context(opened(file, packed=packed)), (file, packed)
        return self._stream

    def _record(self, batch: RecordBatch, unit: int) -> _HashedPage:
        records = batch.records
        form = form_named(records.form)
        stream = self._opened(batch.file, packed=form.packed)
        stream.seek(int(records.start[unit]))
        data = stream.read(int(records.length[unit]))
        if xxh3_64_intdigest(data, records.seed) != int(records.digest[unit]):
            raise ReadError(CHANGED)
        page = form.page(data, records.place(batch.path))
        return _HashedPage(page, int(records.digest[unit]), sha256(data).digest())


class _HashedPage(NamedTuple):
    """A page, the digest by which its file or record is known again, and the SHA-256 of its bytes."""

    page: RawPage
    digest: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a first look at a page gives: what it puts into derivations, and the parsed page of a file, packed."""

    inputs: Inputs
    path: str
    sha256: bytes
    packed: bytes


def _page(source: PageFile, parsed: KeptPages, *, plain: bool = False) -> _HashedPage:
    data = bytes_of_file(source.file)
    correction = Path(source.correction).read_bytes() if source.correction else None
    digest = sha256(data).digest()
    page = parsed.page(source.path, page_key(source.path), data, digest) or _parsed(data, source.path, plain=plain)
    return _HashedPage(page, digest_of(data, correction), digest)


def _parsed(data: bytes, path: str, *, plain: bool) -> RawPage:
    for page in read(data, path, plain=plain):
        if isinstance(page, Skipped):
            raise ReadError(page.why)
        return page
    raise ReadError(SkipReason(SkipCode.EMPTY))


def _inputs(page: RawPage) -> Inputs:
    inputs = {derivation.name: derivation.seen(page) for derivation in DERIVATIONS}
    return {name: given for name, given in inputs.items() if given is not None}


def _columns(article: Article, bits: int) -> Mapping[str, int]:
    """What an article puts into derivations, with further `bits` of what it hangs on."""
    columns: dict[str, int] = {"hangs_on": FIXED}
    for derivation in DERIVATIONS:
        columns |= derivation.columns(article)
    columns["hangs_on"] |= bits
    return columns


def _corrections(file: str) -> tuple[Mapping[str, Any], str]:
    return read_corrections(Path(file).read_bytes()) if file else ({}, "")

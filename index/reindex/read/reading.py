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
from index.describe.given import unread_fields
from index.describe.model import FAULT, Hints
from index.errors import ReadError, Skipped
from index.extract import DescribedPage, described
from index.noarticle import no_article
from index.page import OF_FIELDS, RawPage
from index.readers import PLAINLY, page_key, read
from index.readers.records import BOOKMARK, form_named
from index.reasons import SkipCode, SkipReason
from index.reindex.agree.derivations import DERIVATIONS
from index.reindex.agree.texts import words_of
from index.reindex.read.kept_pages import KeptPages
from index.reindex.read.payload import CHANGED, Inputs, PageFile, Payload, ReadArticle, RecordBatch, Setup
from index.reindex.read.source_corrections import CorrectionReader, SourceCorrections
from index.reindex.rows import FIXED, IS_BOOKMARK, ON_EMPTY
from index.reindex.scan.contents import MEMBER, bytes_of_file
from index.reindex.scan.digests import digest_of
from index.reindex.scan.file_records import opened
from index.segment.arrays.origin import learn
from index.segment.finders import Finders, TakePrints, no_prints, unnamed
from index.segment.writer import VOCABULARY, Built, SegmentBuilder

if TYPE_CHECKING:
    from index.corrections.rulebook import Rules
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
    _file: tuple[str, str] = "", ""
    _stream: IO[bytes] | None = None
    _open: ExitStack = field(default_factory=ExitStack)
    _corrections: CorrectionReader = field(default_factory=CorrectionReader)
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

    def read(self, payload: Payload, unit: int) -> tuple[Article, ReadArticle] | ReadArticle | _Looked:
        if isinstance(payload, RecordBatch):
            source = self._record(payload, unit)
            if self._setup is None:
                return _Looked(_inputs(source.page), payload.path, source.sha256, b"")
            return self._article(source, payload.root, self._corrections.of_record(payload, source.page.key))
        return self._page(_page(payload[unit], self._parsed), payload[unit])

    def read_plainly(self, payload: Payload, unit: int) -> tuple[Article, ReadArticle] | ReadArticle | _Looked | None:
        """A page of Markdown as plain text."""
        if isinstance(payload, RecordBatch):
            return None
        source = _page(payload[unit], self._parsed, plain=True)
        return self._page(source, payload[unit]) if PLAINLY in source.page.repairs else None

    def _page(self, source: _HashedPage, file: PageFile) -> tuple[Article, ReadArticle] | ReadArticle | _Looked:
        if self._setup is None:
            return _Looked(_inputs(source.page), file.path, source.sha256, KeptPages.packed(source.page))
        return self._article(source, file.root, self._corrections.of_page(file))

    def _article(
        self, source: _HashedPage, root: int, corrections: SourceCorrections
    ) -> tuple[Article, ReadArticle] | ReadArticle:
        assert self._setup is not None
        page = source.page
        if page.bookmark is not None:
            return _bookmark(source)
        derived: dict[str, Any] = {}
        for arguments in self._arguments:
            derived |= arguments(page)
        template = derived.pop("template", None)
        sha256 = source.sha256.hex()
        known = described(page, Hints(**derived), template, corrections.fields)
        name, article = known.name(sha256), known.article(sha256)
        refused = no_article(article) if page.clean else None
        plain = known
        known, keys = self._corrected(known, root, corrections.within)
        if known is not plain:
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
        keys = () if refused else keys
        return article, ReadArticle(columns, corrections.complaint, fault, refused, unread, keys, words)

    def _corrected(
        self, known: DescribedPage, root: int, within: Rules | None
    ) -> tuple[DescribedPage, tuple[int, ...]]:
        """The article with the corrections of the ZIP that it is `within` and then with those of its root, and the
        numbers of its keys where there are any for it at the root."""
        assert self._setup is not None
        rules = self._setup.corrections.get(root)
        if rules is None and within is None:
            return known, ()
        from index.corrections.correct import corrected  # noqa: PLC0415  few archives have corrections

        path = known.page.path
        own = (known.page.key,) if known.page.format in OF_FIELDS else ()
        if within is not None:
            known, _ = corrected(known, within, own, path.partition(MEMBER)[2])
        if rules is None:
            return known, ()
        place = int(article_id(path, known.page.key), 16)
        known, keys = corrected(known, rules, (*self._setup.placed.get(place, ()), *own), path)
        return known, tuple(key.number for key in keys)

    def keep(self, value: tuple[Article, ReadArticle] | ReadArticle | _Looked) -> ReadArticle | Inputs:
        if isinstance(value, ReadArticle):
            return value
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

    def _opened(self, file: str, form: str) -> IO[bytes]:
        """The bytes of a file of records, which stays open until those of another one are read."""
        if self._stream is None or self._file != (file, form):
            self._stream = None
            self._open.close()
            self._stream, self._file = self._open.enter_context(opened(file, form)), (file, form)
        return self._stream

    def _record(self, batch: RecordBatch, unit: int) -> _HashedPage:
        records = batch.records
        form = form_named(records.form)
        data = records.bytes_in(self._opened(batch.file, records.form), unit)
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
    correction = bytes_of_file(source.correction) if source.correction else None
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


def _bookmark(source: _HashedPage) -> ReadArticle:
    """What the manifest is to hold of a bookmark, which is no article."""
    page = source.page
    columns = {"id": int(article_id(page.path, page.key), 16), "digest": source.digest, "hangs_on": IS_BOOKMARK}
    return ReadArticle(columns, refused=BOOKMARK)


def _columns(article: Article, bits: int) -> Mapping[str, int]:
    """What an article puts into derivations, with further `bits` of what it hangs on."""
    columns: dict[str, int] = {"hangs_on": FIXED}
    for derivation in DERIVATIONS:
        columns |= derivation.columns(article)
    columns["hangs_on"] |= bits
    return columns

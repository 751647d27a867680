"""How do articles become a segment? In batches of arrays, within a budget of memory.

Articles are analysed 512 at a time. Their tokens gather in an `Inverter`; when it is full its postings are written
aside as a run, and the runs are merged at the end. What needs no sorting (stored articles, word counts, facet values,
surface forms) goes straight to the segment file or a file aside.
"""

from __future__ import annotations

import shutil
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import numpy as np
from numpy.typing import NDArray

from index.analysis.batch import Batch, BatchAnalyser
from index.arrays.columns import FacetCollector, facet_values, write_columns
from index.arrays.container import Container, ContainerWriter
from index.arrays.forms import TOO_MANY, read_forms, write_forms
from index.arrays.identity import identity, write_identities
from index.arrays.inversion import Inverter
from index.arrays.merge import MappedCursor, write_field
from index.arrays.postings import FieldPostings
from index.arrays.stored import StoredWriter, encode_article
from index.article import Article, ArticleDate
from index.schema import TEXT_FIELDS
from index.segment import SEGMENT_FILE

VOCABULARY = 400_000  # runs that the analyser remembers: 420 bytes each, and a run of tokens may add 60,000 more
_BATCH = 512
_BYTES_PER_TOKEN = 28  # its key, and a share of the vocabulary and of what is worked out beside the keys


@dataclass(frozen=True, slots=True)
class Built:
    """A finished segment that no generation names yet: hand it to `Store.adopt`. Small; travels between processes."""

    path: Path
    doc_count: int


class SegmentBuilder:
    """Writes one segment into `folder`, which must not exist yet. Safe in worker processes: each has its own folder.

    `budget` bounds the memory of the inversion in bytes: what exceeds it is sorted and written as a run, and runs are
    merged at the end. `analyser` may be shared by segments built one after another, which keeps its vocabulary warm;
    else `seed` varies the hash table of a new one (see `index.analysis`). `dictionary` is one that an earlier segment
    compresses its articles with, which a small segment need not learn anew.
    """

    def __init__(
        self,
        folder: Path,
        *,
        budget: int = 256 << 20,
        seed: int = 1,
        analyser: BatchAnalyser | None = None,
        dictionary: bytes = b"",
    ) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._analyser = analyser or BatchAnalyser(seed, VOCABULARY)
        self._inverter = Inverter(budget // _BYTES_PER_TOKEN)
        self._pending: list[Article] = []
        self._runs: list[Path] = []
        self._facets = FacetCollector()
        self._identities = array("Q")
        self._removed: list[tuple[int, int]] = []  # identity, and how many documents there were then
        self._days = array("i")  # published, modified, document after document
        self._lengths: dict[str, list[NDArray[np.int32]]] = {field: [] for field in TEXT_FIELDS}
        self._forward: dict[str, IO[bytes]] = {
            field: (folder / f"{field}.forward").open("w+b") for field in TEXT_FIELDS
        }
        self._forms: list[NDArray[np.uint32]] = []  # of the run: term << 8 | variant
        self._documents = 0
        self._writer = ContainerWriter(folder / SEGMENT_FILE)
        self._stored = StoredWriter(self._writer.start("stored.frames", "u1"), dictionary)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.discard()

    def discard(self) -> None:
        """Give up: remove everything written."""
        self._writer.abandon()
        for file in self._forward.values():
            file.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, article: Article) -> None:
        """Add one article. Within a segment a later article with the same id replaces the earlier."""
        self._pending.append(article)
        if len(self._pending) == _BATCH:
            self.flush()

    def remove(self, article_id: str) -> None:
        """Leave out what was added so far under this id."""
        self._removed.append((identity(article_id), self._documents + len(self._pending)))

    def add_many(self, articles: Iterable[Article]) -> None:
        for article in articles:
            self.add(article)

    def finish(self) -> Built | None:
        """Write the segment and return it; None where nothing was added."""
        self.flush()
        if not self._documents:
            self.discard()
            return None
        self._stored.finish(self._writer)
        self._write_documents()
        self._write_sorted(self._writer, [Container(path) for path in self._runs])
        self._writer.close()
        for path in self._runs:
            path.unlink()
        return Built(self._folder, self._documents)

    def flush(self) -> None:
        """Analyse and store the articles that wait for their batch to fill."""
        articles, self._pending = self._pending, []
        for article in articles:
            self._stored.add(encode_article(article))
            self._facets.add(facet_values(article))
            self._identities.append(identity(article.id))
            self._days.extend((_day(article.filed_under), _day(article.modified)))
        groups: dict[str, list[int]] = {}
        for number, article in enumerate(articles):
            groups.setdefault(article.language, []).append(number)
        parts = [
            (np.array(numbers), self._analyse([articles[n] for n in numbers], language))
            for language, numbers in groups.items()
        ]
        if articles:
            self._invert(len(articles), parts)
        self._documents += len(articles)
        if articles and self._analyser.full:
            # The numbers of terms die with `trim`, so nothing that was analysed may wait for its run then.
            self._write_run()
            self._analyser.trim()

    def _analyse(self, articles: Sequence[Article], language: str) -> list[Any]:
        texts = (
            [article.title for article in articles],
            [article.text for article in articles],
            ["\n".join(dropped.text for dropped in article.dropped) for article in articles],
        )
        return [self._analyser.analyse(text, language) if any(text) else None for text in texts]

    def _invert(self, count: int, parts: list[tuple[NDArray[np.int64], list[Any]]]) -> None:
        """Hand a batch's tokens to the inverter. A part holds the articles of one language, field by field."""
        batches = [batch for _, fields in parts for batch in fields if batch is not None]
        tokens = sum(len(batch.term) for batch in batches)
        if not self._inverter.room(tokens, count):
            self._write_run()
            self._inverter.room(tokens, count)
        lengths = np.zeros((len(TEXT_FIELDS), count), np.int32)
        for numbers, fields in parts:
            for n, batch in enumerate(fields):
                if batch is not None:
                    lengths[n, numbers] = batch.lengths
        slots = self._inverter.start_documents(self._documents, lengths.max(axis=0))
        for n, field in enumerate(TEXT_FIELDS):
            forward = np.zeros(int(lengths[n].sum()), np.uint8)
            starts = np.cumsum(lengths[n]) - lengths[n]
            for numbers, fields in parts:
                if (batch := fields[n]) is None:
                    continue
                self._inverter.add(n, batch.term, slots[numbers][batch.document], batch.position)
                plain = len(batch.variant)
                self._forms.append(_forms_in(batch))
                forward[starts[numbers][batch.document[:plain]] + batch.position[:plain]] = batch.variant
            self._forward[field].write(forward.data)
            self._lengths[field].append(lengths[n])

    def _write_run(self) -> None:
        """Sort what the inverter holds and write it aside."""
        path = self._folder / f"run-{len(self._runs)}"
        writer = ContainerWriter(path)
        self._write_sorted(writer, [])
        writer.close()
        self._runs.append(path)

    def _write_sorted(self, writer: ContainerWriter, runs: Sequence[Container]) -> None:
        """Write the inverter's postings, and the surface forms of their terms, after those of `runs`."""
        terms, forms = self._analyser.terms, self._analyser.forms()
        for field, cursor in self._inverter.sort(terms).items():
            write_field(writer, field, [*(MappedCursor(FieldPostings(run, field), None) for run in runs), cursor])
        self._inverter.clear()
        keys = np.unique(np.concatenate([*self._forms, np.empty(0, np.uint32)])).tolist()
        entries = sorted((terms[key >> 8] + b"\0" + forms[key], key & 255) for key in keys)
        write_forms(writer, [*map(read_forms, runs), entries])
        self._forms.clear()

    def _write_documents(self) -> None:
        """What is kept once for each document."""
        writer = self._writer
        write_columns(writer, self._facets.columns())
        numbers = np.array(self._identities, np.uint64)
        gone = [np.flatnonzero(numbers[:stood] == np.uint64(number)) for number, stood in self._removed]
        write_identities(writer, numbers, np.concatenate([*gone, np.empty(0, np.int64)]))
        days = np.array(self._days, np.int32).reshape(-1, 2)
        writer.add("published", days[:, 0])
        writer.add("modified", days[:, 1])
        for field in TEXT_FIELDS:
            writer.add(f"{field}.lengths", np.concatenate(self._lengths[field]))
            file = self._forward[field]
            file.seek(0)
            with writer.section(f"{field}.variants", "u1") as section:
                while piece := file.read(1 << 22):
                    section.write(piece)
            file.close()
            Path(file.name).unlink()


def _forms_in(batch: Batch) -> NDArray[np.uint32]:
    """The surface forms of a batch that have a number of their own: analyser's term << 8 | variant."""
    variant = batch.variant.astype(np.uint32)
    own = (batch.variant > 0) & (batch.variant < TOO_MANY)
    forms: NDArray[np.uint32] = (batch.term[: len(variant)] << np.uint32(8) | variant)[own]
    forms.sort()  # numpy.unique hashes, which takes three times as long here
    first = np.ones(len(forms), bool)
    np.not_equal(forms[1:], forms[:-1], out=first[1:])
    return forms[first]


def _day(date: ArticleDate | None) -> int:
    """The ordinal of the date's day, 0 for none."""
    return date.moment.toordinal() if date else 0

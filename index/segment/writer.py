"""How do articles become a segment? In batches of arrays, within a budget of memory.

Articles are analysed 512 at a time. Their tokens gather in an `Inverter`; when it is full its postings are written
aside as a run, and the runs are merged at the end. What needs no sorting (stored articles, word counts, facet values,
surface forms) goes straight to the segment file or a file aside.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

from index.address import canonical
from index.analysis.batch import Batch, BatchAnalyser
from index.article import Article
from index.errors import Skipped
from index.facets import facet_values
from index.schema import TEXT_FIELDS
from index.segment.arrays import sections
from index.segment.arrays.addresses import entries_of, write_addresses
from index.segment.arrays.columns import FacetCollector, write_columns
from index.segment.arrays.container import Container, ContainerWriter
from index.segment.arrays.disk import private_file, private_folder
from index.segment.arrays.document_days import PossibleDays, day_number, minute_number, possible_days, write_possible
from index.segment.arrays.forms import read_forms, write_forms
from index.segment.arrays.identity import identities, identity, write_identities
from index.segment.arrays.inversion import Inverter
from index.segment.arrays.mentions import MentionCollector, write_mentions
from index.segment.arrays.merge import write_field
from index.segment.arrays.named import write_names
from index.segment.arrays.origin import write_origin
from index.segment.arrays.print_tables import PrintCollector
from index.segment.arrays.records import encode_article
from index.segment.arrays.spill import RunCursor, write_run
from index.segment.arrays.stored import StoredWriter
from index.segment.finders import NOTHING_FOUND, Finders
from index.segment.reader import SEGMENT_FILE
from index.segment.seen_forms import SeenForms

VOCABULARY = 320_000  # runs that the analyser remembers: 420 bytes each, and a run of tokens may add 60,000 more
_BATCH = 512
_RUN_FORMS, _PRINTS = "forms", "prints.gathered"
_BYTES_PER_TOKEN = 28  # its key, and a share of the vocabulary and of what is worked out beside the keys


@dataclass(frozen=True, slots=True)
class Built:
    """A finished segment that no generation names yet: hand it to `EmbeddedStore.adopt`. Small enough to travel.

    `faults` are articles that lack their names for a mistake of ours, by the ids of their places.
    """

    path: Path
    doc_count: int
    faults: tuple[tuple[int, Skipped], ...] = ()


class SegmentBuilder:
    """Writes one segment into `folder`, which must not exist yet. Safe in worker processes: each has its own folder.

    The articles are named by their own ids until the store knows better ones (`EmbeddedStore.name`).

    `budget` bounds the memory of the inversion in bytes: what exceeds it is sorted and written as a run, and runs are
    merged at the end. `analyser` may be shared by segments built one after another, which keeps its vocabulary warm.
    `dictionary` is one that an earlier segment compresses its articles with, which a small segment need not learn anew.
    `finders` are asked about each batch.
    """

    def __init__(
        self,
        folder: Path,
        *,
        budget: int = 256 << 20,
        analyser: BatchAnalyser | None = None,
        dictionary: bytes = b"",
        finders: Finders = NOTHING_FOUND,
    ) -> None:
        private_folder(folder)
        self._folder = folder
        self._finders = finders
        self._analyser = analyser or BatchAnalyser(1, VOCABULARY)
        self._inverter = Inverter(budget // _BYTES_PER_TOKEN)
        self._pending: list[Article] = []
        self._runs: list[Path] = []
        self._facets = FacetCollector()
        self._mentions = MentionCollector()
        self._prints = PrintCollector(folder / _PRINTS)
        self._identities: list[NDArray[np.uint64]] = []
        self._removed: list[tuple[int, int]] = []  # identity, and how many documents there were then
        self._addresses: list[str] = []  # of each document, "" for none
        self._days: list[NDArray[np.int32]] = []  # published, modified, minutes, batch after batch
        self._possible: list[PossibleDays] = []
        self._lengths: dict[str, list[NDArray[np.int32]]] = {field: [] for field in TEXT_FIELDS}
        self._forward: dict[str, IO[bytes]] = {
            field: private_file(folder / f"{field}.forward", "w+b") for field in TEXT_FIELDS
        }
        self._forms = SeenForms()
        self._documents = 0
        self._writer = ContainerWriter(folder / SEGMENT_FILE)
        write_origin(self._writer)
        self._stored = StoredWriter(self._writer.start(sections.FRAMES, "u1"), dictionary)

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
        self._prints.close()
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
        self._write_sorted()
        self._writer.close()
        write_names(self._folder, np.concatenate(self._identities), np.zeros(self._documents, np.int64))
        return Built(self._folder, self._documents)

    def flush(self) -> None:
        """Analyse and store the articles that wait for their batch to fill."""
        articles, self._pending = self._pending, []
        if not articles:
            return
        encoded = []
        for article, names in self._finders.name(articles):  # one at a time: mentions outweigh their text
            self._mentions.add(names)
            encoded.append(encode_article(article))
        self._stored.add(encoded)
        self._prints.add(self._finders.prints(articles))
        self._facets.add(*facet_values(articles))
        self._identities.append(identities([article.id for article in articles]))
        self._addresses += [canonical(article.url) if article.url else "" for article in articles]
        days = [(day_number(a.filed_under), day_number(a.modified), minute_number(a.filed_under)) for a in articles]
        self._days.append(np.array(days, np.int32))
        self._possible.append(possible_days(articles, self._documents))
        groups: dict[str, list[int]] = {}
        for number, article in enumerate(articles):
            groups.setdefault(article.language, []).append(number)
        self._invert(
            len(articles),
            [_Part(np.array(n), self._analyse([articles[i] for i in n], language)) for language, n in groups.items()],
        )
        self._documents += len(articles)
        if self._analyser.full:
            # The numbers of terms die with `trim`, so nothing that was analysed may wait for its run then.
            self._write_run()
            self._analyser.trim()

    def _analyse(self, articles: Sequence[Article], language: str) -> list[Batch | None]:
        texts = (
            [article.title for article in articles],
            [article.body for article in articles],
            ["\n".join([d.text for d in article.dropped]) if article.dropped else "" for article in articles],
        )
        return [self._analyser.analyse(text, language) if any(text) else None for text in texts]

    def _invert(self, count: int, parts: Sequence[_Part]) -> None:
        """Hand a batch's tokens to the inverter."""
        batches = [batch for part in parts for batch in part.fields if batch is not None]
        tokens = sum(len(batch.term) + len(batch.extra_term) for batch in batches)
        if not self._inverter.room(tokens, count):
            self._write_run()
            self._inverter.room(tokens, count)
        lengths = np.zeros((len(TEXT_FIELDS), count), np.int32)
        for part in parts:
            for n, batch in enumerate(part.fields):
                if batch is not None:
                    lengths[n, part.documents] = batch.lengths
        slots = self._inverter.start_documents(self._documents, lengths.max(axis=0))
        for n, field in enumerate(TEXT_FIELDS):
            self._lengths[field].append(lengths[n])
            for part in parts:
                if (batch := part.fields[n]) is not None:
                    self._inverter.add(n, slots[part.documents], batch)
                    self._forms.add(batch)
            self._forward[field].write(_forward(lengths[n], parts, n).data)

    def _write_run(self) -> None:
        """Sort what the inverter holds and write it aside."""
        folder = self._folder / f"run-{len(self._runs)}"
        private_folder(folder)
        for field, cursor in self._inverter.sort(self._analyser.terms).items():
            write_run(folder, field, cursor)
        writer = ContainerWriter(folder / _RUN_FORMS)
        write_forms(writer, [self._take_forms()])
        writer.close()
        self._inverter.clear()
        self._runs.append(folder)

    def _write_sorted(self) -> None:
        """Write the postings of the runs and the inverter, and the surface forms of their terms."""
        for field, cursor in self._inverter.sort(self._analyser.terms).items():
            write_field(self._writer, field, [*(RunCursor(folder, field) for folder in self._runs), cursor])
        self._inverter.clear()
        runs = [read_forms(Container(folder / _RUN_FORMS)) for folder in self._runs]
        write_forms(self._writer, [*runs, self._take_forms()])
        for folder in self._runs:
            shutil.rmtree(folder)

    def _take_forms(self) -> list[tuple[bytes, int]]:
        return self._forms.take(self._analyser.terms, self._analyser.forms())

    def _write_documents(self) -> None:
        """What is kept once for each document."""
        writer = self._writer
        write_columns(writer, self._facets.columns())
        numbers = np.concatenate(self._identities)
        gone = [np.flatnonzero(numbers[:stood] == np.uint64(number)) for number, stood in self._removed]
        write_mentions(writer, self._mentions.table())
        self._prints.write(writer)
        write_identities(writer, numbers, np.concatenate([*gone, np.empty(0, np.int64)]))
        write_addresses(writer, [entries_of(self._addresses)])
        days = np.concatenate(self._days)
        writer.add(sections.PUBLISHED, days[:, 0])
        writer.add(sections.MODIFIED, days[:, 1])
        writer.add(sections.MINUTES, days[:, 2].astype(np.int16))
        write_possible(writer, self._possible)
        for field in TEXT_FIELDS:
            writer.add(sections.of_field(field, sections.LENGTHS), np.concatenate(self._lengths[field]))
            file = self._forward[field]
            file.seek(0)
            with writer.section(sections.of_field(field, sections.VARIANTS), "u1") as section:
                while piece := file.read(1 << 22):
                    section.write(piece)
            file.close()
            Path(file.name).unlink()


@dataclass(frozen=True, slots=True)
class _Part:
    """The articles of a batch that are of one language: their numbers in it (int64), and the terms of each field."""

    documents: NDArray[np.int64]
    fields: Sequence[Batch | None]


def _forward(lengths: NDArray[np.int32], parts: Sequence[_Part], field: int) -> NDArray[np.uint8]:
    """The surface forms of a field at each position, document after document."""
    if len(parts) == 1:
        batch = parts[0].fields[field]
        return np.empty(0, np.uint8) if batch is None else batch.variant
    forward = np.empty(int(lengths.sum()), np.uint8)
    starts = np.cumsum(lengths) - lengths
    for part in parts:
        if (batch := part.fields[field]) is not None:
            shift = starts[part.documents] - (np.cumsum(batch.lengths) - batch.lengths)
            forward[np.repeat(shift, batch.lengths) + np.arange(len(batch.variant))] = batch.variant
    return forward

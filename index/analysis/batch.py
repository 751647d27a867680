"""How are many texts analysed at once? Whole buffers by array operations; the rule only sees a run once."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt
import Stemmer

from index.analysis.learning import ABBREVIATION, ODD, SMALL
from index.analysis.lexicon import Lexicon
from index.analysis.runs import Runs, gaps, split
from index.analysis.stemming import primary
from index.analysis.text import PARAGRAPH, SENTENCE, Analyser
from index.analysis.vocabulary import Vocabulary

RULE = f"1 {unicodedata.unidata_version} {Stemmer.version()}"
"""What the terms of a text depend on: raise the number with every change of the rule, and index afresh."""

_CHECKSUM = 16  # bytes, at the start of a saved vocabulary
_CHUNK = 1 << 19  # bytes analysed at once: the arrays of a chunk stay in the processor's cache
_PADDING = 48  # zero bytes after a chunk: the longest key of a run reads so far beyond its start


@dataclass(frozen=True, slots=True)
class Batch:
    """The terms of a row of texts, as flat arrays; the package's docstring tells what they hold."""

    lengths: npt.NDArray[np.int32]
    term: npt.NDArray[np.uint32]
    document: npt.NDArray[np.int32]
    position: npt.NDArray[np.int32]
    variant: npt.NDArray[np.uint8]


def _checksum(blob: memoryview) -> bytes:
    return blake2b(blob, digest_size=_CHECKSUM).digest()


class BatchAnalyser:
    """The rule of the package for batches of texts, with a vocabulary that grows as it meets words.

    `seed` is any random number: it places words in the hash tables, so that nobody can craft words that fall together.
    One object must not be shared between threads.
    """

    def __init__(self, seed: int, limit: int = 500_000) -> None:
        # A small constant would leave the upper bits of a product, which choose the slot, nearly the same.
        self._odd = int.from_bytes(blake2b(repr(seed).encode(), digest_size=8).digest()) | 1
        self._limit = limit
        self._reset()

    def _reset(self) -> None:
        self._lexicon = Lexicon()
        self._vocabularies: dict[str, Vocabulary] = {}
        self._marks = (self._lexicon.term(SENTENCE), self._lexicon.term(PARAGRAPH))

    @property
    def terms(self) -> list[bytes]:
        """The terms by number, UTF-8; grows with each batch."""
        return self._lexicon.terms

    def forms(self) -> dict[int, bytes]:
        """The exact forms by term number << 8 | variant, for variants 1 to 254."""
        return self._lexicon.forms()

    def trim(self) -> bool:
        """Forget everything where more runs or terms are known than the limit, and whether that was done.

        Numbers of terms given before mean nothing afterwards: for the moment after what was gathered is written out.
        """
        if not self.full:
            return False
        self._reset()
        return True

    @property
    def full(self) -> bool:
        """Whether more runs or terms are known than the limit, so that `trim` is due."""
        runs = sum(len(vocabulary) for vocabulary in self._vocabularies.values())
        return max(runs, len(self.terms)) > self._limit

    def save(self, path: Path) -> None:
        """Write what is known to a file, for `load` in a later run: a cold vocabulary costs 8 microseconds a word."""
        arrays = {f"lexicon.{name}": array for name, array in self._lexicon.state().items()}
        for number, vocabulary in enumerate(self._vocabularies.values()):
            arrays |= {f"{number}.{name}": array for name, array in vocabulary.state().items()}
        languages = np.array(list(self._vocabularies), np.str_)
        file = io.BytesIO()
        np.savez(file, rule=np.array(RULE), languages=languages, **arrays)  # type: ignore[arg-type]
        aside = path.with_name(path.name + ".new")
        aside.write_bytes(_checksum(file.getbuffer()) + file.getbuffer())
        aside.replace(path)

    @classmethod
    def load(cls, path: Path, seed: int, limit: int = 500_000) -> BatchAnalyser:
        """An analyser that knows what `save` wrote; one that knows nothing where the file is absent or unfit."""
        analyser = cls(seed, limit)
        try:
            blob = path.read_bytes()
        except OSError:
            return analyser
        if len(blob) > _CHECKSUM and _checksum(memoryview(blob)[_CHECKSUM:]) == blob[:_CHECKSUM]:
            with np.load(io.BytesIO(blob[_CHECKSUM:]), allow_pickle=False) as stored:
                if str(stored["rule"]) == RULE:
                    analyser._fill({name: stored[name] for name in stored.files})
        return analyser

    def _fill(self, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
        def part(head: str) -> dict[str, npt.NDArray[np.generic]]:
            return {name[len(head) + 1 :]: array for name, array in arrays.items() if name.startswith(head + ".")}

        self._lexicon.fill(part("lexicon"))
        for number, language in enumerate(arrays["languages"].tolist()):
            vocabulary = self._vocabularies[language] = Vocabulary(language, self._lexicon, self._odd)
            vocabulary.fill(part(str(number)))

    def analyse(self, texts: Sequence[str] | Sequence[bytes], language: str = "en") -> Batch:
        """The terms of `texts` (bytes are UTF-8), which are of one language."""
        code = primary(language)
        vocabulary = self._vocabularies.get(code)
        if vocabulary is None:
            vocabulary = self._vocabularies[code] = Vocabulary(code, self._lexicon, self._odd)
        pieces: list[Batch] = []
        extras: list[Batch] = []
        for first, chunk in _chunks(texts):
            plain, extra = _analyse(chunk, first, vocabulary, self._marks)
            pieces.append(plain)
            extras.append(extra)
        everything = pieces + extras
        return Batch(
            np.concatenate([np.zeros(0, np.int32), *(b.lengths for b in pieces)]),
            np.concatenate([np.zeros(0, np.uint32), *(b.term for b in everything)]),
            np.concatenate([np.zeros(0, np.int32), *(b.document for b in everything)]),
            np.concatenate([np.zeros(0, np.int32), *(b.position for b in everything)]),
            np.concatenate([np.zeros(0, np.uint8), *(b.variant for b in pieces)]),
        )


def _chunks(texts: Sequence[str] | Sequence[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """The texts as UTF-8 in groups of about `_CHUNK` bytes, each with the number of its first text."""
    chunk: list[bytes] = []
    size = first = 0
    for i, raw in enumerate(map(_utf8, texts)):
        if chunk and size + len(raw) > _CHUNK:
            yield first, chunk
            chunk, size, first = [], 0, i
        chunk.append(raw)
        size += len(raw) + 1
    if chunk:
        yield first, chunk


def _utf8(text: str | bytes) -> bytes:
    """The text as UTF-8 that decodes with `surrogatepass`; bytes that do not are replaced."""
    if isinstance(text, str):
        return text.encode("utf-8", "surrogatepass")
    if not text.isascii():
        try:
            text.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return text.decode("utf-8", "replace").encode()
    return text


def _analyse(chunk: list[bytes], first: int, vocabulary: Vocabulary, marks: tuple[int, int]) -> tuple[Batch, Batch]:
    """The plain and the extra terms of the texts of a chunk, whose first text has the number `first`."""
    sizes = np.fromiter((len(text) + 1 for text in chunk), np.int64, len(chunk))
    text_ends = np.cumsum(sizes)
    runs = split(b"\0".join([*chunk, bytes(_PADDING + 8 - int(text_ends[-1]) % 8)]))
    ids = vocabulary.ids(runs.low, runs.starts, runs.ends)
    count = np.take(vocabulary.count.values, ids)
    stop = np.cumsum(count, dtype=np.int64)
    run_bounds = np.concatenate(([0], np.searchsorted(runs.starts, text_ends)))
    stops = np.concatenate(([0], stop))
    token_bounds = stops[run_bounds]
    lengths = np.diff(token_bounds)
    total = int(stops[-1])

    at = np.take(vocabulary.first.values, ids)
    several = np.flatnonzero(count != 1)
    if len(several):
        at = np.repeat(at, count)
        several = several[count[several] > 1]
        many = count[several]
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        at[np.repeat(stop[several] - many, many) + within] += within.astype(np.int32)
    texts = np.arange(first, first + len(chunk), dtype=np.int32)
    plain = Batch(
        lengths.astype(np.int32),
        np.take(vocabulary.term.values, at),
        np.repeat(texts, lengths),
        np.arange(total, dtype=np.int32) - np.repeat(token_bounds[:-1].astype(np.int32), lengths),
        np.take(vocabulary.variant.values, at),
    )
    where, term = _extras(vocabulary, ids, stop - count)
    flags = np.take(vocabulary.flags.values, ids)
    sentences, paragraphs = _bounds(runs, flags, count, stops, run_bounds)
    vocabulary.forget()
    where = np.concatenate([where, sentences, paragraphs])
    term = np.concatenate([term, np.full(len(sentences), marks[0]), np.full(len(paragraphs), marks[1])])
    document = np.searchsorted(token_bounds, where, side="right") - 1
    position = (where - token_bounds[document]).astype(np.int32)
    extra = Batch(plain.lengths, term.astype(np.uint32), texts[document], position, plain.variant)
    return plain, extra


def _extras(
    vocabulary: Vocabulary, ids: npt.NDArray[np.int32], base: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
    """The extra terms of the runs `ids`, whose first token is `base`: token of the chunk, and term."""
    counts = np.take(vocabulary.extra_count.values, ids)
    having = np.flatnonzero(counts)
    counts = counts[having]
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    at = np.repeat(vocabulary.extra_first.values[ids[having]], counts) + within
    return np.repeat(base[having], counts) + vocabulary.extra_at.values[at], vocabulary.extra_term.values[at]


def _bounds(
    runs: Runs,
    flags: npt.NDArray[np.uint8],
    count: npt.NDArray[np.int32],
    stops: npt.NDArray[np.int64],
    run_bounds: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The tokens of the chunk that start a sentence, and those that start a paragraph.

    `count` is the number of tokens of each run and `stops[i]` the number before run i; `run_bounds` are the first
    runs of the texts.
    """
    found = gaps(runs)
    odd = (flags & ODD) != 0
    usable = np.ones(len(flags) + 1, bool)
    usable[:-1] &= ~odd
    usable[1:] &= ~odd
    usable[run_bounds] = False
    head = runs.raw[runs.starts[found.stops]]
    small = ((head >= 0x61) & (head <= 0x7A)) | ((flags[found.stops] & SMALL) != 0)
    shortened = found.dotted & ((flags[found.stops - 1] & ABBREVIATION) != 0)
    ends = found.stops[usable[found.stops] & ~small & ~shortened]
    lines = found.lines[usable[found.lines]]
    sentences, paragraphs = stops[np.union1d(ends, lines)], stops[lines]
    if odd.any():
        more = _odd_bounds(runs, odd, count, stops, run_bounds)
        sentences = np.concatenate([sentences, more[0]])
        paragraphs = np.concatenate([paragraphs, more[1]])
    return sentences, paragraphs


def _odd_bounds(
    runs: Runs,
    odd: npt.NDArray[np.bool_],
    count: npt.NDArray[np.int32],
    stops: npt.NDArray[np.int64],
    run_bounds: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """As `_bounds`, for the gaps beside and in runs that are more than words: by the rule, on their text."""
    analyser = Analyser("")
    chosen = np.flatnonzero(odd)
    text = np.searchsorted(run_bounds, chosen, side="right") - 1
    apart = np.flatnonzero((np.diff(chosen) != 1) | (np.diff(text) != 0)) + 1
    sentences: list[int] = []
    paragraphs: list[int] = []
    for group in np.split(np.arange(len(chosen)), apart):
        number = int(text[group[0]])
        first = max(int(chosen[group[0]]) - 1, int(run_bounds[number]))
        last = min(int(chosen[group[-1]]) + 1, int(run_bounds[number + 1]) - 1)
        inside = analyser.bounds(runs.text(first, last))
        base = int(stops[first])
        sentences += [base + position for position in inside.sentences]
        paragraphs += [base + position for position in inside.paragraphs]
    return np.array(sentences, np.int64), np.array(paragraphs, np.int64)

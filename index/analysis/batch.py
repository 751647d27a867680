"""How are many texts analysed at once? Whole buffers by array operations; the rule only sees a run once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from index.analysis.learning import COMPLEX, FLAG_BITS, INITIALS, VARIANT_BITS
from index.analysis.lexicon import Lexicon
from index.analysis.marks import sentence_starts
from index.analysis.runs import Runs, split
from index.analysis.stemming import primary
from index.analysis.table import Words
from index.analysis.text import PARAGRAPH, SENTENCE
from index.analysis.vocabulary import RunVocabulary

_CHUNK = 1 << 18  # bytes analysed at once: the arrays of a chunk stay in the processor's cache
_PADDING = 48  # zero bytes after a chunk: the longest key of a run reads so far beyond its start


@dataclass(frozen=True, slots=True)
class Batch:
    """The terms of a row of texts, as flat arrays; the package's docstring tells what they hold."""

    lengths: npt.NDArray[np.int32]
    term: npt.NDArray[np.uint32]
    variant: npt.NDArray[np.uint8]
    extra_term: npt.NDArray[np.uint32]
    extra_document: npt.NDArray[np.int32]
    extra_position: npt.NDArray[np.int32]


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
        self._vocabularies: dict[str, RunVocabulary] = {}
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

    def analyse(self, texts: Sequence[str] | Sequence[bytes], language: str = "en") -> Batch:
        """The terms of `texts` (bytes are UTF-8), which are of one language."""
        code = primary(language)
        vocabulary = self._vocabularies.get(code)
        if vocabulary is None:
            vocabulary = self._vocabularies[code] = RunVocabulary(code, self._lexicon, self._odd)
        pieces = [_analyse(chunk, first, vocabulary, self._marks) for first, chunk in _chunks(texts)]
        if len(pieces) == 1:
            return pieces[0]
        return Batch(
            np.concatenate([np.zeros(0, np.int32), *(b.lengths for b in pieces)]),
            np.concatenate([np.zeros(0, np.uint32), *(b.term for b in pieces)]),
            np.concatenate([np.zeros(0, np.uint8), *(b.variant for b in pieces)]),
            np.concatenate([np.zeros(0, np.uint32), *(b.extra_term for b in pieces)]),
            np.concatenate([np.zeros(0, np.int32), *(b.extra_document for b in pieces)]),
            np.concatenate([np.zeros(0, np.int32), *(b.extra_position for b in pieces)]),
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


def _analyse(chunk: list[bytes], first: int, vocabulary: RunVocabulary, marks: tuple[int, int]) -> Batch:
    """The terms of the texts of a chunk, whose first text has the number `first`."""
    sizes = np.fromiter(map(len, chunk), np.int64, len(chunk)) + 1
    text_ends = np.cumsum(sizes)
    runs = split(b"\0".join([*chunk, bytes(_PADDING + 8 - int(text_ends[-1]) % 8)]))
    numbers = vocabulary.numbers(runs.low, runs.starts, runs.ends)
    several = np.flatnonzero(numbers >= COMPLEX)
    rows = numbers[several].astype(np.uint32)
    count = vocabulary.count.values[rows].astype(np.int64)
    stops = np.arange(len(numbers) + 1)  # tokens before each run
    term, variant = numbers.astype(np.uint32), (numbers >> VARIANT_BITS).astype(np.uint8)
    if len(several):
        counts = np.ones(len(numbers), np.int64)
        counts[several] = count
        more = np.concatenate(([0], np.cumsum(count - 1)))  # tokens beyond one a run, before each such run
        stops += np.repeat(more, np.diff(several, prepend=-1, append=len(numbers)))
        term, variant = np.repeat(term, counts), np.repeat(variant, counts)
        at, token = _spread(vocabulary.first.values[rows], count, stops[several])
        term[token] = vocabulary.term.values[at]
        variant[token] = vocabulary.variant.values[at]
    run_bounds = np.concatenate(([0], np.searchsorted(runs.starts, text_ends)))
    token_bounds = stops[run_bounds]

    extra_token, extra_term = _extras(vocabulary, rows, stops[several])
    flags = (numbers >> FLAG_BITS).astype(np.uint8)
    initial_token, initial_term = _initials(runs, numbers, flags, stops, vocabulary)
    sentences, paragraphs = sentence_starts(runs, flags, stops, run_bounds)
    vocabulary.forget()
    tokens = np.concatenate([extra_token, initial_token, sentences, paragraphs])
    mark = np.repeat(np.array(marks, np.uint32), (len(sentences), len(paragraphs)))
    text = np.searchsorted(token_bounds, tokens, side="right") - 1
    return Batch(
        lengths=np.diff(token_bounds).astype(np.int32),
        term=term,
        variant=variant,
        extra_term=np.concatenate([extra_term, initial_term, mark]),
        extra_document=(text + first).astype(np.int32),
        extra_position=(tokens - token_bounds[text]).astype(np.int32),
    )


def _extras(
    vocabulary: RunVocabulary, rows: npt.NDArray[np.uint32], base: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
    """Tokens of the chunk that have extra terms, and these, for runs with `rows` whose first tokens are `base`."""
    count = vocabulary.extra_count.values[rows]
    at, _ = _spread(vocabulary.extra_first.values[rows], count, base)
    return np.repeat(base, count) + vocabulary.extra_at.values[at], vocabulary.extra_term.values[at]


def _initials(
    runs: Runs, numbers: Words, flags: npt.NDArray[np.uint8], stops: npt.NDArray[np.int64], vocabulary: RunVocabulary
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
    """Tokens of the chunk that are abbreviations by their capitals, and their terms.

    Only runs with the flag are looked at, and of those of one word only where it has no small letter at its start:
    3 words in 100 have the flag, 1 in 200 is left for the rule.
    """
    chosen = np.flatnonzero(flags & INITIALS)
    starts = runs.starts[chosen]
    small = _is_small(runs.raw[starts]) | _is_small(runs.raw[starts + 1])
    chosen = chosen[~small | (numbers[chosen] >= COMPLEX)]
    token: list[int] = []
    term: list[int] = []
    bounds = zip(runs.starts[chosen].tolist(), runs.ends[chosen].tolist(), stops[chosen].tolist(), strict=True)
    for start, end, base in bounds:
        for at, number in vocabulary.initials(runs.raw[start:end].tobytes()):
            token.append(base + at)
            term.append(number)
    return np.array(token, np.int64), np.array(term, np.uint32)


def _is_small(view: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    small: npt.NDArray[np.bool_] = (view >= 0x61) & (view <= 0x7A)
    return small


def _spread(
    first: npt.NDArray[np.int32], count: npt.NDArray[np.int64], base: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For spans of `count` entries, the numbers from `first` on and the numbers from `base` on, span after span."""
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(first, count) + within, np.repeat(base, count) + within

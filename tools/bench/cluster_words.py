"""Do servers beside a cluster know the words that the embedded engine knows? Both are asked, over one large archive.

    python -m tools.bench.cluster_words CORPUS TEXTS --work DIR [--docs 100000] [--asked 300]

CORPUS is that of the other benchmarks, of English. TEXTS are JSON lines with `lang` and `text`: sentences of those in
German and Spanish, in which some words are put together anew, become a fifth of the articles each. One article in fifty
is deleted afterwards. Told are the bytes of the tables, the CPU seconds to write and to read them, the memory that they
take, and of how many questions the answers are the same.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from index.article import Article, article_id
from index.cluster.word_files import generation_files
from index.store.snapshot import open_snapshot
from index.store.transaction import open_store
from index.versions.published_versions import NewestOnly, newest_only
from search.budget import STANDARD
from search.cluster.knowledge.opened_words import open_published_values, open_shown_words
from search.cluster.knowledge.table_vocabulary import TableVocabulary
from search.cluster.knowledge.table_words import TableWords
from search.embedded.segment_words import SegmentWords
from search.facets.columns import FacetTable, SegmentColumns
from search.match.examples import Examples
from search.match.levels import folded
from search.match.neighbours import ArchivePairs
from search.match.vocabulary import SegmentVocabulary
from search.words.inflection import ruled
from search.words.leaves import Typed
from search.words.lexicon import ReadWords
from search.words.suggest import Completer, Lookups, Speller
from search.words.suggest.pairs import NoPairs
from search.words.suggest.values import NoNames
from search.words.vocabulary import Vocabulary
from tools.bench.build import NOW, article
from tools.bench.engines import documents

_LANGUAGES = ("de", "es")
_EVERY_LANGUAGE = ("en", *_LANGUAGES)
_FIELDS = ("title", "body")
_SHARE = 5  # one article in so many is of each of the languages
_BATCHES = 4
_TOLD = 50  # questions, after which it is told how many were answered alike
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"\b\w{6,}\b")
_NEW = 0.08  # of the long words are put together of two


def invented(texts: list[str], language: str, number: int) -> Article:
    """An article of sentences of some texts, a few of whose words are new ones."""
    rng = Random(f"{language} {number}")
    sentences = [sentence for text in rng.sample(texts, 3) for sentence in _SENTENCE.split(text)]
    words = _WORD.findall(" ".join(sentences))
    chosen = " ".join(rng.sample(sentences, min(len(sentences), rng.randint(8, 24))))

    def renewed(match: re.Match[str]) -> str:
        word = match[0]
        return word[: len(word) // 2] + rng.choice(words)[3:] if rng.random() < _NEW else word

    title, _, body = _WORD.sub(renewed, chosen).partition(". ")
    key = f"{language}{number}"
    return Article(id=article_id(language, key), key=key, path=language, title=title[:90], text=body, language=language)


def articles(corpus: Path, texts: Path, count: int) -> Iterator[Article]:
    """English articles and, in between, those of the other languages."""
    rows = [json.loads(line) for line in texts.read_text("utf-8").splitlines()]
    known = {code: [row["text"] for row in rows if row.get("lang") == code and row.get("text")] for code in _LANGUAGES}
    for number, row in enumerate(documents(corpus, count)):
        place = number % _SHARE
        yield invented(known[_LANGUAGES[place]], _LANGUAGES[place], number) if place < len(_LANGUAGES) else article(row)


def build(corpus: Path, texts: Path, count: int, work: Path) -> None:
    """The archive, in several segments, without one article in fifty."""
    ids: list[str] = []
    every = articles(corpus, texts, count)
    for batch in range(_BATCHES):
        with open_store(work, now=NOW) as store:
            for _ in range(count * (batch + 1) // _BATCHES - count * batch // _BATCHES):
                one = next(every)
                ids.append(one.id)
                store.add(one)
            store.publish()
    with open_store(work, now=NOW) as store:
        for gone in ids[::50]:
            store.remove(gone)
        store.publish()


def cpu(task: Callable[[], Any]) -> tuple[float, Any]:
    """The CPU seconds of a task, and what it gives."""
    start = time.process_time()
    result = task()
    return time.process_time() - start, result


def resident() -> float:
    """MB of this process that are its own: mapped files are not counted."""
    status = Path("/proc/self/status").read_text("ascii")
    found = re.search(r"RssAnon:\s+(\d+) kB", status)
    return int(found[1]) / 1000 if found else 0.0


def written_files(newest: NewestOnly, folder: Path) -> dict[str, Path]:
    """Where the files of a generation are that were written into a folder, by their names."""
    files: dict[str, Path] = {}
    for name, data in generation_files(newest.whole, {}):
        files[name] = folder / name
        files[name].parent.mkdir(parents=True, exist_ok=True)
        files[name].write_bytes(data if isinstance(data, bytes) else b"")
    return files


def sizes(newest: NewestOnly, folder: Path) -> Iterator[str]:
    """What the files take: bytes, CPU to write and to open, memory."""
    shutil.rmtree(folder, ignore_errors=True)
    articles = newest.snapshot.live_count
    seconds, files = cpu(lambda: written_files(newest, folder))
    yield f"{articles:,} articles in {len(newest.whole.segments)} segments, files written in {seconds:.1f} s"
    for kind in ("words/", "deleted/", "older/", "values"):
        total = sum(path.stat().st_size for name, path in files.items() if name.startswith(kind))
        yield f"{kind:10} {total / 1e6:7.1f} MB, {total / articles:6.1f} bytes an article"
    before = resident()
    seconds, shown = cpu(lambda: open_shown_words(files))
    yield f"opened in {seconds * 1000:.0f} ms"
    seconds, _ = cpu(lambda: TableVocabulary(shown, _EVERY_LANGUAGE).starting("par", _FIELDS))
    yield f"first pattern {seconds * 1000:.0f} ms, {resident() - before:.0f} MB"
    before = resident()
    values = open_published_values(files)
    no_pairs = NoPairs()
    seconds, read = cpu(lambda: TableWords(shown, values, lambda _: (), no_pairs).read(None))
    yield f"words read in {seconds:.2f} s: {len(read.counts.words):,}, {resident() - before:.0f} MB"
    table = FacetTable([SegmentColumns(segment) for segment in newest.snapshot.segments])
    segments = SegmentWords(newest.snapshot.segments, _EVERY_LANGUAGE, table, STANDARD)
    before = resident()
    seconds, read = cpu(lambda: segments.read(None))
    yield f"of segments in {seconds:.2f} s: {len(read.counts.words):,}, {resident() - before:.0f} MB"


class WordQuestion(NamedTuple):
    """What is asked about a word of the archive: the word, the same without accents, the same without a letter, a
    beginning of it, and a pattern that it fits."""

    word: str
    plain: str
    slip: str
    begin: str
    pattern: str


class AskedEngine(NamedTuple):
    """One of both that are asked."""

    vocabulary: Vocabulary
    speller: Speller
    completer: Completer

    def typed(self, asked: WordQuestion) -> tuple[list[bytes], Typed]:
        """The stems of a word, and how it was typed."""
        stems = [term.encode() for token in self.vocabulary.tokens(asked.word) for term in token.plain]
        return stems, Typed(asked.plain, ruled(self.vocabulary.languages))


def _typed_in(engine: AskedEngine, asked: WordQuestion) -> list[int]:
    stems, typed = engine.typed(asked)
    return [engine.vocabulary.typed_in(stem, typed, _FIELDS) for stem in stems]


def _inflected(engine: AskedEngine, asked: WordQuestion) -> list[bool]:
    stems, typed = engine.typed(asked)
    return [engine.vocabulary.inflected(stem, typed, _FIELDS) for stem in stems]


def _others(engine: AskedEngine, asked: WordQuestion) -> tuple[str, ...]:
    return engine.vocabulary.others(asked.word, engine.typed(asked)[1], _FIELDS)


def _corrections(engine: AskedEngine, asked: WordQuestion) -> list[str]:
    return [each.word for each in engine.speller.suggest(asked.slip)]


_QUESTIONS: dict[str, Callable[[AskedEngine, WordQuestion], Any]] = {
    "prefix": lambda engine, asked: engine.vocabulary.starting(asked.begin, _FIELDS),
    "wildcard": lambda engine, asked: engine.vocabulary.like(asked.pattern, _FIELDS),
    "one edit": lambda engine, asked: engine.vocabulary.near(asked.plain, 1, _FIELDS),
    "typed in": _typed_in,
    "inflected": _inflected,
    "commonest form": lambda engine, asked: engine.vocabulary.derived(asked.word, _FIELDS),
    "other forms": _others,
    "corrections": _corrections,
    "completions": lambda engine, asked: engine.completer.complete(asked.begin, 8),
}


def asked_of(read: ReadWords, count: int) -> Iterator[WordQuestion]:
    """Questions about random words, the commoner the oftener."""
    rng = Random(17)
    weighed = zip(read.counts.words, read.counts.counts.tolist(), strict=True)
    long = [(word, articles) for word, articles in weighed if word.isalpha() and len(word) > 4]
    for word in rng.choices([word for word, _ in long], [articles for _, articles in long], k=count):
        place = rng.randrange(1, len(word) - 1)
        plain = folded(word.encode())
        pattern = plain[:place] + rng.choice("?*") + plain[place + rng.randint(0, 2) :]
        yield WordQuestion(word, plain, word[:place] + word[place + 1 :], plain[: rng.randint(2, 5)], pattern)


def agreement(newest: NewestOnly, folder: Path, count: int) -> Iterator[str]:
    """Of how many random questions the embedded engine and the tables have the same answer."""
    segments = newest.snapshot.segments
    files = written_files(newest, folder)
    shown = open_shown_words(files)
    examples, pairs = Examples(segments, _EVERY_LANGUAGE).of, ArchivePairs(segments, _EVERY_LANGUAGE)
    tables = TableWords(shown, open_published_values(files), examples, pairs).read(None)
    table = FacetTable([SegmentColumns(segment) for segment in segments])
    embedded = SegmentWords(segments, _EVERY_LANGUAGE, table, STANDARD).read(None)
    yield f"words of both {len(set(tables.counts.words) & set(embedded.counts.words)):,}"
    lookups = Lookups(pairs, NoNames())
    vocabularies: tuple[Vocabulary, ...] = (
        TableVocabulary(shown, _EVERY_LANGUAGE),
        SegmentVocabulary(segments, _EVERY_LANGUAGE),
    )
    engines = [
        AskedEngine(words, Speller(read.counts), Completer(read.counts, (), newest.snapshot.live_count, lookups))
        for words, read in zip(vocabularies, (tables, embedded), strict=True)
    ]
    alike: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rng = Random(5)
    for number, asked in enumerate(asked_of(embedded, count), 1):
        for kind, question in _QUESTIONS.items():
            answers = [None, None]
            for place in rng.sample((0, 1), 2):
                seconds, answers[place] = cpu(partial(question, engines[place], asked))
                alike[kind][f"ms {place}"] += round(seconds * 1_000_000)
            alike[kind].update(_same(*answers))
        if number % _TOLD == 0 or number == count:
            yield f"after {number} questions"
            yield from (f"{kind:15} {_told(found, number)}" for kind, found in alike.items())


def _same(ours: Any, theirs: Any) -> Iterator[str]:
    """In what two answers are the same."""
    if ours == theirs:
        yield "whole"
    listed = isinstance(ours, tuple | list) and isinstance(theirs, tuple | list)
    if ours == theirs or (listed and ours[:1] == theirs[:1]):
        yield "first"
    if ours == theirs or (listed and sorted(ours) == sorted(theirs)):
        yield "in another order"


def _told(found: Counter[str], number: int) -> str:
    same = ", ".join(f"{found[kind]} {kind}" for kind in ("whole", "in another order", "first"))
    return f"{same}; ms {found['ms 0'] / number / 1000:.2f} and {found['ms 1'] / number / 1000:.2f}"


def main() -> None:
    """Build the archive where it is not there yet, and measure."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("corpus", type=Path)
    options.add_argument("texts", type=Path)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--docs", type=int, default=100_000)
    options.add_argument("--asked", type=int, default=300)
    given = options.parse_args()
    folder = given.work / "index"
    if not folder.exists():
        build(given.corpus, given.texts, given.docs, folder)
    newest = newest_only(open_snapshot(folder))
    for line in chain(sizes(newest, given.work / "files"), agreement(newest, given.work / "files", given.asked)):
        print(line, flush=True)


if __name__ == "__main__":
    main()

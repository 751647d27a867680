"""How long does it take to tell how two texts differ? Texts of 20,000 words, alike ones and such as mean harm.

    python -m tools.differences [NAME...] [--write [FILE]]

Prints milliseconds of CPU, the least of five times, and the memory that was needed beside the texts at most. As a
yardstick for a busy machine it prints first what a loop of a million additions takes.
"""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from functools import cache
from random import Random

from search.difference.difference import difference
from search.difference.pieces import SentenceKind
from tools import measurement
from tools.docs.markdown import table

COMPARED_WORDS = 20_000
TIMES = 5
_SEED = 2026
_VOCABULARY = 20_000
_OTHER_LETTERS = str.maketrans("abcdefghijklmnopABCDEFGHIJKLMNOP", "qrstuvwxyzQRSTUVWXYZqrstuvwxyzQR")
TextPair = tuple[str, str]


def _source(name: str) -> Random:
    return Random(f"{_SEED} {name}")


@cache
def _vocabulary() -> tuple[str, ...]:
    source = _source("words")
    return tuple("".join(source.choices("abcdefghijklmnop", k=source.randint(2, 9))) for _ in range(_VOCABULARY))


def _word(source: Random) -> str:
    """A word; a few are frequent, as in any text."""
    return _vocabulary()[min(int(source.paretovariate(0.7)), _VOCABULARY) - 1]


def _sentences(name: str) -> list[str]:
    source = _source(name)
    made: list[str] = []
    count = 0
    while count < COMPARED_WORDS:
        size = source.randint(8, 32)
        made.append(" ".join(_word(source) for _ in range(size)).capitalize() + ".")
        count += size
    return made


def _text(sentences: Iterable[str]) -> str:
    """The sentences in paragraphs of three."""
    return "".join(sentence + ("\n" if place % 3 == 2 else " ") for place, sentence in enumerate(sentences))


def _edited(part: float) -> TextPair:
    """A text, and the same with three words of a part of its sentences changed; of that part a quarter each is cut and
    has a sentence put before it."""
    source = _source("edits")
    edited: list[str] = []
    for sentence in _sentences("one"):
        words = sentence.split()
        if source.random() < part:
            for _ in range(3):
                words[source.randrange(len(words))] = _word(source)
        if source.random() < part / 4:
            continue
        if source.random() < part / 4:
            edited.append(" ".join(_word(source) for _ in range(20)).capitalize() + ".")
        edited.append(" ".join(words))
    return _text(_sentences("one")), _text(edited)


def _drawn(choices: str, joined: str) -> TextPair:
    """Two rows drawn from a few words."""
    one, other = (_source(name).choices(choices.split(","), k=COMPARED_WORDS) for name in ("one", "other"))
    return joined.join(one), joined.join(other)


def _every_second(word: str) -> str:
    return " ".join(f"w{number} {word}" for number in range(COMPARED_WORDS // 2))


def _chinese() -> TextPair:
    source = _source("Chinese")
    one = [
        "。" if source.random() < 0.03 else chr(0x4E00 + min(int(source.paretovariate(0.7)), 3000))
        for _ in range(COMPARED_WORDS)
    ]
    other = [chr(0x4E00 + source.randrange(3000)) if source.random() < 0.1 else letter for letter in one]
    return "".join(one), "".join(other)


COMPARED_SHAPES: dict[str, Callable[[], TextPair]] = {
    "the same text": lambda: (_text(_sentences("one")),) * 2,
    "a tenth of the sentences edited": lambda: _edited(0.1),
    "every sentence edited": lambda: _edited(1),
    "two stories": lambda: (_text(_sentences("one")), _text(_sentences("other"))),
    "no word in common": lambda: (_text(_sentences("one")), _text(_sentences("other")).translate(_OTHER_LETTERS)),
    "sentences in reverse": lambda: (_text(_sentences("one")), _text(reversed(_sentences("one")))),
    "words in reverse": lambda: (_text(_sentences("one")), " ".join(_text(_sentences("one")).split()[::-1])),
    "one word": lambda: ("word " * COMPARED_WORDS, "word " * (COMPARED_WORDS - 10)),
    "sentences of one word": lambda: ("Word. " * COMPARED_WORDS, "Word. " * (COMPARED_WORDS - 10)),
    "two words at random": lambda: _drawn("a,b", " "),
    "two sentences at random": lambda: _drawn("Aa.,Bb.", " "),
    "every second word": lambda: (_every_second("x"), _every_second("y")),
    "Chinese, a tenth edited": _chinese,
    "stops": lambda: ("." * COMPARED_WORDS, ". " * (COMPARED_WORDS // 2)),
    "line ends": lambda: ("\n" * COMPARED_WORDS, "a\n" * (COMPARED_WORDS // 2)),
}


def _milliseconds(work: Callable[[], object]) -> float:
    least = float("inf")
    for _ in range(TIMES):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least * 1000


def _additions() -> int:
    total = 0
    for number in range(1_000_000):
        total += number
    return total


def measured(texts: TextPair) -> tuple[str, ...]:
    """Milliseconds of CPU, megabytes, and how many sentences are the same, changed, cut, added and moved."""
    spent = _milliseconds(lambda: difference(*texts))
    tracemalloc.start()
    told = difference(*texts)
    megabytes = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return f"{spent:.0f}", f"{megabytes:.0f}", *(f"{told.count(kind):,}" for kind in SentenceKind), f"{told.moved:,}"


def main() -> int:
    """Print a line for each shape."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=[*COMPARED_SHAPES], metavar="NAME", help="default: all shapes")
    measurement.write_option(parser, "difference")
    given = parser.parse_args()
    texts = {name: COMPARED_SHAPES[name]() for name in given.names}
    content = measurement.digest(text.encode() for pair in texts.values() for text in pair)
    corpus = f"{len(texts)} generated pairs of {COMPARED_WORDS:,} words, letters or marks (digest {content})"
    origin = measurement.MeasurementOrigin.now("python -m tools.differences", corpus)
    difference("a b", "a c")
    yardstick = f"A loop of a million additions takes {_milliseconds(_additions):.0f} ms."
    print(yardstick)
    rows = []
    for name, pair in texts.items():
        rows.append((name, *measured(pair)))
        print(*rows[-1], sep="  ", flush=True)
    if given.write:
        head = ("texts", "ms of CPU", "MB", *(kind.value for kind in SentenceKind), "moved")
        measurement.write(given.write, "Differences", origin, f"{yardstick}\n\n{table(head, rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

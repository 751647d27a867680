"""Make `search/words/data/known_words.bin` from the word lists of an installed wordfreq (`pip install wordfreq`).

    python -m tools.known_words [--out FILE]

Of English all words of five letters and more are taken, of eight other languages the 60,000 commonest, of each further
one 20,000.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from index.analysis import fold
from search.words.suggest.known import BITS_A_WORD, SHORTEST_RESPELT, bloom

MANY = {"en": 260_000} | dict.fromkeys(("ar", "de", "es", "fr", "it", "pt", "ru", "uk"), 60_000)
OTHERS = 20_000
NOT_SPACED = frozenset({"bn", "hi", "ja", "ko", "ta", "vi", "zh"})  # words that are not cut or not spelt as here


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    out = Path(__file__).parent.parent / "search" / "words" / "data" / "known_words.bin"
    arguments.add_argument("--out", type=Path, default=out)
    target: Path = arguments.parse_args().out
    words = known()
    target.write_bytes(bloom(sorted(words), round(len(words) * BITS_A_WORD / 8)).tobytes())
    print(f"{target}: {len(words):,} words, {target.stat().st_size:,} bytes")


def known() -> set[str]:
    """The words of all languages, folded."""
    import wordfreq

    languages = sorted(set(wordfreq.available_languages("small")) - NOT_SPACED)
    return {word for code in languages for word in islice(_commonest(code), MANY.get(code, OTHERS))}


def _commonest(language: str) -> Iterator[str]:
    """The folded words of a language that are long enough, the commonest first."""
    import wordfreq

    seen: set[str] = set()
    for word in wordfreq.iter_wordlist(language, "best"):
        folded = fold(word)
        if len(folded) >= SHORTEST_RESPELT and folded.isalpha() and folded not in seen:
            seen.add(folded)
            yield folded


if __name__ == "__main__":
    main()

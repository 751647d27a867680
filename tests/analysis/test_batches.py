"""Does the array path say what the rule says? Term, document, position and variant, on random and real texts."""

from __future__ import annotations

import gzip
import json
import lzma
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import EXTRA, PARAGRAPH, SENTENCE, Analyser, BatchAnalyser

Row = tuple[str, int, int, str | None]


def by_rule(texts: Sequence[str], language: str) -> Counter[Row]:
    """Every term with its document, position and (plain terms) exact form, from the whole-text functions."""
    analyser = Analyser(language)
    rows: Counter[Row] = Counter()
    for number, text in enumerate(texts):
        for token in analyser.analyse(text):
            exact = None if token.term.startswith(EXTRA) else token.exact
            rows[token.term, number, token.position, exact] += 1
        found = analyser.bounds(text)
        rows.update((SENTENCE, number, at, None) for at in found.sentences)
        rows.update((PARAGRAPH, number, at, None) for at in found.paragraphs)
    return rows


def by_batch(analyser: BatchAnalyser, texts: Sequence[str] | Sequence[bytes], language: str) -> Counter[Row]:
    batch = analyser.analyse(texts, language)
    rows: Counter[Row] = Counter()
    places = [(text, at) for text, length in enumerate(batch.lengths.tolist()) for at in range(length)]
    for number, variant, place in zip(batch.term.tolist(), batch.variant.tolist(), places, strict=True):
        term = analyser.terms[number].decode()
        rows[term, *place, analyser.forms()[number << 8 | variant].decode() if variant else term] += 1
    extras = zip(batch.extra_term.tolist(), batch.extra_document.tolist(), batch.extra_position.tolist(), strict=True)
    rows.update((analyser.terms[number].decode(), *place, None) for number, *place in extras)
    return rows


PIECES = [
    *'aaabbcdeESsS..,--  \n\t"!?_1234567890’‘ʼ\u00ad\u200d\u00a0\u202f\u2009\u200b—–…“”«»éÉßłİıŁøÆ',
    *"中国人。，、！？의กไย้",
    *"म्हिकाЙйכםצ״וقآلاى،؟۔।½²①ﬁ™Ａ１．－＿❤🙂\ud800\udc00\x00\x85\u2028\u0301\u0307\u066b٣\uff61・ー々〇ﾞｶ",
    *[
        "Mr. ",
        "U.S. ",
        "the ",
        ". The ",
        "220,000 ",
        "3.5 ",
        "US",
        "Us ",
        "IT ",
        "WHO-",
        "n't ",
        "'s ",
        "，",
        "\u00a0",
        "a" * 40,
        "é" * 17,
        "中" * 40,
    ],
]
TEXTS = st.lists(st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=20), max_size=6)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["en", "fr", "de", "ar", "he", "zh", ""]), st.integers(0, 2**64 - 1))
def test_batches_follow_the_rule(texts: list[str], language: str, seed: int) -> None:
    analyser = BatchAnalyser(seed)
    expected = by_rule(texts, language)
    assert by_batch(analyser, texts, language) == expected
    assert by_batch(analyser, texts, language) == expected  # and from what was remembered
    raw = [text.encode("utf-8", "surrogatepass") for text in texts]
    assert by_batch(analyser, raw, language) == expected


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.sampled_from(["en", "fr", "ru", ""])), max_size=4))
def test_one_analyser_serves_many_languages(batches: list[tuple[list[str], str]]) -> None:
    analyser = BatchAnalyser(1)
    for texts, language in batches:
        assert by_batch(analyser, texts, language) == by_rule(texts, language)


def test_no_texts_and_empty_texts() -> None:
    analyser = BatchAnalyser(1)
    assert len(analyser.analyse([], "en").lengths) == 0
    batch = analyser.analyse(["", " ", "word", "", "—"], "en")
    assert batch.lengths.tolist() == [0, 0, 1, 0, 0]
    assert len(batch.extra_term) == 0


def test_bytes_that_are_not_utf8_are_replaced() -> None:
    assert by_batch(BatchAnalyser(1), [b"caf\xe9 one \xff\xfe two"], "en") == by_rule(["caf� one �� two"], "en")


def test_texts_beyond_65535_positions_and_beyond_a_chunk() -> None:
    texts = ["one two. Three " * 24_000, "four", "中国" * 2_000, "the " * 100]
    assert by_batch(BatchAnalyser(1), texts, "en") == by_rule(texts, "en")


def test_many_words_grow_the_table() -> None:
    rng = random.Random(5)
    texts = [" ".join(f"{rng.getrandbits(60):x}"[: rng.randint(1, 15)] for _ in range(3_000)) for _ in range(5)]
    assert by_batch(BatchAnalyser(1), texts, "en") == by_rule(texts, "en")


def test_words_of_every_length() -> None:
    texts = [" ".join(char * n for n in range(1, 140)) for char in ("a", "é", "中", "𐐀")]
    assert by_batch(BatchAnalyser(1), texts, "en") == by_rule(texts, "en")


def test_what_is_not_kept_is_forgotten() -> None:
    analyser = BatchAnalyser(1)
    texts = ["x" * 300 + " short", "short"]
    for _ in range(3):
        assert by_batch(analyser, texts, "en") == by_rule(texts, "en")


def test_trimming_starts_afresh_only_over_the_limit() -> None:
    analyser = BatchAnalyser(1, limit=50)
    texts = [f"word{i}" for i in range(100)]
    analyser.analyse(texts[:10], "en")
    assert not analyser.trim()
    analyser.analyse(texts, "en")
    assert analyser.trim()
    assert len(analyser.terms) < 10
    assert by_batch(analyser, texts, "en") == by_rule(texts, "en")


def test_forms_beyond_their_number_are_told_to_be_so() -> None:
    forms = [f"talk{'s' * n}" for n in range(2)] + ["talked", "talking"]
    analyser = BatchAnalyser(1)
    batch = analyser.analyse(forms, "en")
    assert len(set(batch.term.tolist())) < len(set(zip(batch.term.tolist(), batch.variant.tolist(), strict=True)))
    again = BatchAnalyser(2).analyse(forms[::-1], "en")
    assert batch.variant.tolist() == again.variant.tolist()[::-1]


def test_real_news(shared: Path) -> None:
    with lzma.open(shared / "bench-corpus" / "sources.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["b"] for _, line in zip(range(3_000), lines, strict=False)]
    chosen = texts[::10]
    assert by_batch(BatchAnalyser(1), chosen, "en") == by_rule(chosen, "en")


def test_real_dumps(shared: Path) -> None:
    paths = sorted((shared / "extract-dev" / "dumps").glob("*.gz"))[::120]
    texts = [gzip.decompress(path.read_bytes()).decode("utf-8", "replace") for path in paths]
    if not texts:
        pytest.skip("no dumps in the reference data")
    for language in ("en", "de"):
        assert by_batch(BatchAnalyser(1), texts, language) == by_rule(texts, language)

"""A posting's byte of form bits says which exact forms of its term the document holds: as counted in the raw words."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.article import Article
from index.segment.compaction import compact
from index.segment.reader import Segment, open_segment
from index.segment.writer import SegmentBuilder
from index.store.snapshot import open_snapshot
from index.store.soundness import of_segment
from index.store.transaction import open_store
from tests.search.corpora import NOW, store

FORMS = ("paint", "paints", "painted", "painting", "paintings", "roof", "roofs", "roofing", "stay")
FIELDS = ("title", "body", "removed")


def made(rng: Random, number: int) -> Article:
    text = " ".join(rng.choices(FORMS, k=rng.randint(0, 12)))
    return Article(
        id=f"{number:016x}",
        key=str(number),
        path="p",
        title=rng.choice(FORMS),
        text=text,
        language=rng.choice(["en", ""]),
    )


def bit(number: int) -> int:
    """The bit of a form's number, as docs/format.md has it."""
    return {0: 0, 255: 7}.get(number, 1 + (number - 1) % 6)


def assert_bits_are_the_words(segment: Segment) -> None:
    """Every posting of every term has the bits of the forms that the positions hold, and no others."""
    for field in FIELDS:
        starts = np.cumsum([0, *segment.lengths(field).tolist()]).tolist()
        forward = segment.field(field).forward.tolist()
        for number, term in enumerate(segment.terms(field)):
            postings = segment.postings(field, number)
            assert postings is not None
            offsets, positions = postings.positions()
            for place, doc in enumerate(postings.docs.tolist()):
                own = positions[offsets[place] : offsets[place + 1]].tolist()
                plain = term > b"\x20"  # marks and extra terms have no forms
                bits = {bit(forward[starts[doc] + position]) if plain else 0 for position in own}
                assert int(postings.form_bits[place]) == sum(1 << each for each in bits)


def forms_of(segment: Segment, doc: int, term: bytes) -> set[str]:
    """The forms of a term that a document's body may hold by its byte."""
    postings = segment.postings("body", term)
    if postings is None or doc not in postings.docs:
        return set()
    byte = int(postings.form_bits[postings.docs.searchsorted(doc)])
    names = [(0, term), *((number, form) for number, forms in segment.forms.of(term).items() for form in forms)]
    return {form.decode() for number, form in names if byte >> bit(number) & 1}


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    rng = Random(7)
    return [made(rng, number) for number in range(120)]


@pytest.mark.parametrize("batches", [1, 3])
def test_the_bits_are_those_of_the_words(tmp_path: Path, articles: list[Article], batches: int) -> None:
    store(tmp_path, articles, batches=batches)
    segments = open_snapshot(tmp_path).segments
    assert len(segments) == batches
    for segment in segments:
        assert_bits_are_the_words(segment)
        for doc in range(segment.doc_count):
            article = segment.stored(doc)
            held = set(article.text.split())
            for term, family in ((b"paint", FORMS[:5]), (b"roof", FORMS[5:8])) if article.language else ():
                assert forms_of(segment, doc, term) >= held & set(family)


def test_runs_merges_and_deletions_keep_the_bits(tmp_path: Path, articles: list[Article]) -> None:
    store(tmp_path / "index", articles, batches=3)
    with open_store(tmp_path / "index", now=NOW) as target:
        for article in articles[::3]:
            target.remove(article.id)
        target.publish()
    built = compact(open_snapshot(tmp_path / "index").segments, tmp_path / "merged")
    assert built is not None
    assert_bits_are_the_words(open_segment(built.path))
    builder = SegmentBuilder(tmp_path / "runs", budget=28 * 60)  # a run for every batch of 60 words
    for article in articles:
        builder.add(article)
        if int(article.key) % 10 == 9:
            builder.flush()
    spilt = builder.finish()
    assert spilt is not None
    segment = open_segment(spilt.path)
    assert_bits_are_the_words(segment)
    assert list(of_segment(segment)) == []


def test_a_term_of_too_many_forms(tmp_path: Path) -> None:
    """No word has so many forms; a row of vowels with every accent has."""
    accents = "aáàâäãåāăą"
    words = [f"{one}{two}{three}" + "x" for one in accents for two in accents for three in accents][:600]
    builder = SegmentBuilder(tmp_path / "s")
    for number, word in enumerate(words):
        builder.add(Article(id=f"{number:016x}", key="k", path="p", title="", text=f"{word} aaax", language="de"))
    built = builder.finish()
    assert built is not None
    segment = open_segment(built.path)
    postings = segment.postings("body", b"aaax")
    assert postings is not None
    assert len(postings) == 600
    assert_bits_are_the_words(segment)
    unnamed = postings.form_bits >> 7
    assert 300 < int(unnamed.sum()) < 600  # 254 have a number of their own
    assert (postings.form_bits & 1).all()


def test_a_long_text_keeps_its_bits(tmp_path: Path) -> None:
    """A document that takes several slots has one byte."""
    builder = SegmentBuilder(tmp_path / "s")
    for number, text in enumerate(("roof", "roofs " * 40_000 + "roof " * 40_000, "roofing")):
        builder.add(Article(id=f"{number:016x}", key="k", path="p", title="", text=text, language="en"))
    built = builder.finish()
    assert built is not None
    segment = open_segment(built.path)
    assert_bits_are_the_words(segment)
    for doc, held in enumerate(({"roof"}, {"roof", "roofs"}, {"roofing"})):
        assert forms_of(segment, doc, b"roof") >= held
    postings = segment.postings("body", b"roof")
    assert postings is not None
    assert [int(byte).bit_count() for byte in postings.form_bits] == [1, 2, 1]
    assert postings.positions(np.array([1]))[1].tolist() == list(range(80_000))


def test_a_posting_without_a_form_is_told(tmp_path: Path, articles: list[Article]) -> None:
    store(tmp_path, articles)
    segment = open_snapshot(tmp_path).segments[0]
    bits = segment.field("body").form_bits.copy()
    bits[3] = 0
    segment.field("body").form_bits = bits
    assert any("none of its forms" in problem for problem in of_segment(segment))

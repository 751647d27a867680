"""What any two texts are held to: the pieces are both texts, and what is the same was not changed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.difference.difference import difference
from search.difference.pieces import Difference, Op, SentenceKind

SCRIPTS = (
    "The harbour was closed. Mr. Olsen said “no”!\n\tWhy? It's 3.5% — or 1,200.",
    "港は閉鎖された。市長は「いいえ」と言った！なぜ？",
    "港口關閉了。市長說：「不」！為什麼？",
    "ท่าเรือถูกปิด นายกเทศมนตรีกล่าวว่า ไม่ ทำไม",
    "الميناء مغلق. قال رئيس البلدية: لا؟ لماذا؟",
    "बंदरगाह बंद है। मेयर ने कहा नहीं।",
    "Порт закрыт. Мэр сказал: «нет»!",
    "👩‍👩‍👧‍👦🇳🇴 ok 👍🏽. \u0301\u200d \r\n\x00\u2028\ud800",
)


@st.composite
def text(draw: st.DrawFn) -> str:
    """Any text: of one script, cut out of it and put together anew, or of any characters."""
    source = draw(st.sampled_from(SCRIPTS))
    cuts = draw(st.lists(st.tuples(st.integers(0, len(source)), st.integers(0, len(source))), max_size=8))
    return "".join(source[min(cut) : max(cut)] for cut in cuts) + draw(st.text(max_size=4))


@st.composite
def pair(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts, the second of which may be made of the first."""
    first = draw(text())
    if draw(st.booleans()):
        return first, draw(text())
    second = first
    for _ in range(draw(st.integers(0, 4))):
        start, end = sorted((draw(st.integers(0, len(second))), draw(st.integers(0, len(second)))))
        second = second[:start] + draw(text()) + second[end:]
    return first, second


PAIRS = given(pair())
MANY = settings(max_examples=600, deadline=None)


def without(told: Difference, left_out: Op) -> str:
    return "".join(piece.text for piece in told.pieces if piece.op is not left_out)


@PAIRS
@MANY
@example(("", "")).via("no text")
@example(("a", "")).via("one text")
def test_the_pieces_are_both_texts(texts: tuple[str, str]) -> None:
    told = difference(*texts)
    assert (without(told, Op.INSERT), without(told, Op.DELETE)) == texts
    assert all(piece.text for piece in told.pieces)
    assert all(one.op is not other.op for one, other in pairwise(told.pieces))


@given(text())
@MANY
def test_a_text_is_the_same_as_itself(said: str) -> None:
    told = difference(said, said)
    assert [tuple(piece) for piece in told.pieces] == ([("same", said)] if said else [])
    assert {sentence.kind for sentence in told.sentences} <= {SentenceKind.SAME}


def changes(told: Difference, inserted: Op, deleted: Op) -> list[tuple[str, str, str]]:
    """Between any two same pieces what was inserted and what was deleted, and the same piece behind."""
    rows, texts = [], {inserted: "", deleted: ""}
    for op, part in told.pieces:
        if op is Op.SAME:
            rows.append((texts[inserted], texts[deleted], part))
            texts = {inserted: "", deleted: ""}
        else:
            texts[op] += part
    return [*rows, (texts[inserted], texts[deleted], "")]


@PAIRS
@MANY
def test_the_other_way_round_inserted_and_deleted_change_places(texts: tuple[str, str]) -> None:
    there, back = difference(*texts), difference(*reversed(texts))
    assert changes(there, Op.INSERT, Op.DELETE) == changes(back, Op.DELETE, Op.INSERT)
    assert there.share == back.share
    for kind, turned in zip(("same", "changed", "cut", "added"), ("same", "changed", "added", "cut"), strict=True):
        assert there.count(SentenceKind(kind)) == back.count(SentenceKind(turned))
    assert there.moved == back.moved


@PAIRS
@MANY
def test_what_is_cut_stands_before_what_is_added_in_its_place(texts: tuple[str, str]) -> None:
    ops = [piece.op for sentence in difference(*texts).sentences for piece in sentence.pieces]
    assert (Op.INSERT, Op.DELETE) not in [
        pair
        for sentence in difference(*texts).sentences
        for pair in pairwise(piece.op for piece in sentence.pieces if piece.text)
    ], ops


def sentence(number: int) -> str:
    """A sentence that has no word in common with one of another number."""
    return f"Word{number}a word{number}b word{number}c word{number}d word{number}e."


NUMBERS = st.lists(st.integers(0, 40), unique=True, max_size=15)


@given(NUMBERS, st.data())
@settings(max_examples=300, deadline=None)
def test_sentences_left_out_are_cut_and_nothing_else(numbers: list[int], data: st.DataObject) -> None:
    kept = [number for number in numbers if data.draw(st.booleans())]
    told = difference(*(" ".join(map(sentence, row)) for row in (numbers, kept)))
    counts = {kind.value: told.count(kind) for kind in SentenceKind}
    assert counts == {"same": len(kept), "changed": 0, "cut": len(numbers) - len(kept), "added": 0}
    assert told.moved == 0


@given(NUMBERS, st.data())
@settings(max_examples=300, deadline=None)
def test_a_sentence_that_stands_elsewhere_is_moved(numbers: list[int], data: st.DataObject) -> None:
    other = data.draw(st.permutations(numbers))
    told = difference(*("\n".join(map(sentence, row)) + "\n" for row in (numbers, other)))
    assert told.count(SentenceKind.SAME) + told.moved == len(numbers)
    assert told.count(SentenceKind.CUT) == told.count(SentenceKind.ADDED) == told.count(SentenceKind.CHANGED) == 0
    texts: dict[int, list[str]] = {}
    for each in told.sentences:
        if each.moved:
            texts.setdefault(each.moved, []).append(each.kind + each.pieces[0].text)
    assert sorted(texts) == list(range(1, told.moved + 1))
    for both in texts.values():
        assert sorted(word[:3] for word in both) == ["add", "cut"]
        assert len({word.removeprefix("cut").removeprefix("added") for word in both}) == 1


@pytest.mark.parametrize("script", range(len(SCRIPTS)))
def test_one_word_put_in_leaves_all_else_the_same(script: int) -> None:
    source = SCRIPTS[script] * 2
    middle = source.index(" ", len(source) // 2) if " " in source else len(source) // 2
    told = difference(source, f"{source[:middle]} Zzyzx {source[middle:]}")
    inserted = "".join(piece.text for piece in told.pieces if piece.op is Op.INSERT)
    deleted = "".join(piece.text for piece in told.pieces if piece.op is Op.DELETE)
    assert "Zzyzx" in inserted
    assert len(inserted) < 20
    assert len(deleted) < 15


def test_a_small_word_between_longer_changes_is_part_of_the_change() -> None:
    told = difference(
        "These words stand here first aa bb the cc dd and these stand here last.",
        "These words stand here first ee ff the gg hh and these stand here last.",
    )
    assert [text for op, text in told.pieces if op is Op.DELETE] == ["aa bb the cc dd"]
    assert [text for op, text in told.pieces if op is Op.INSERT] == ["ee ff the gg hh"]


def test_sentences_that_share_few_words_are_not_wordings_of_one_another() -> None:
    told = difference(
        "Storms closed the harbour of the town yesterday.", "Farmers praised the price of the grain today."
    )
    assert [(sentence.kind.value, sentence.pieces[0].op.value) for sentence in told.sentences] == [
        ("cut", "delete"),
        ("added", "insert"),
    ]

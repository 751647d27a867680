"""Kept and dropped lines together are the page, whatever the page; every reason is a rule's."""

from __future__ import annotations

import unicodedata

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Dropped
from index.clean import RULES, clean
from index.clean.features.lexicon import empty_lexicon
from index.clean.features.measure import DIGIT, UPPER, measure
from index.clean.model.trees import Explainer, Forest
from index.clean.second_opinion import ask, in_text
from index.page import RawPage
from index.readers.html import read_html
from index.readers.text import read_text
from web.removals import RULE_SENTENCES, removal_sentence

_PIECES = st.sampled_from(
    [
        "The minister said on Monday that the talks in the capital would go on until the end of the week.",
        "Share this article",
        "Comments",
        "1. Jane Reader",
        "Advertisement",
        "By Jane Writer",
        "26 May 2015 | 09:25",
        "",
        "  ",
        "• World",
        "北京时间今天上午外交部发言人在例行记者会上表示双方将继续保持沟通并妥善处理分歧。",
        "وقال الوزير يوم الاثنين إن المحادثات ستستمر حتى نهاية الأسبوع في العاصمة.",
        "\u202e\u200b",
        "* * *",
        "Read more: Another story entirely",
    ]
)
_TEXT = st.lists(st.one_of(_PIECES, st.text(max_size=40)), max_size=25).map("\n".join)
_MARKUP = st.lists(
    st.one_of(
        _PIECES,
        st.sampled_from(
            ["<p>", "</p>", "<div class='comments'>", "</div>", "<ul><li>", "<a href=x>", "</a>", "<br>", "<b>", "<!--",
             "<table><tr><td>", "<h1>", "</h1>", "<script>", "</script>", "<article>", "<time datetime='2015-05-26'>",
             "<pre>\n", "<x-y>", "<p hidden>"]
        ),
        st.text(max_size=12),
    ),
    max_size=40,
).map("".join)  # fmt: skip


def _holds(page: RawPage) -> None:
    cleaned = clean(page)
    assert [d.line for d in cleaned.decisions] == list(range(len(page.lines)))
    for line, decision in zip(page.lines, cleaned.decisions, strict=True):
        assert decision.rule == "" or decision.rule in RULES
        if not line.text:
            assert decision.rule == ""
        if decision.rule:
            dropped = Dropped(decision.line, line.text, decision.rule, " ".join(decision.traits))
            assert removal_sentence(dropped).startswith(RULE_SENTENCES[decision.rule].removesuffix("."))
        assert not decision.traits or decision.rule == "not_body"
    kept = " ".join(" ".join(cleaned.kept).split())
    assert "".join(" ".join(cleaned.paragraphs).split()) == "".join(kept.split())
    assert clean(page) == cleaned


@given(_TEXT)
@settings(max_examples=60, deadline=None)
def test_decisions_cover_any_dump(text: str) -> None:
    _holds(read_text(text, "a.txt", "a"))


@given(_MARKUP)
@settings(max_examples=60, deadline=None)
def test_decisions_cover_any_markup(markup: str) -> None:
    page = read_html(markup, "a.html", "a")
    assert all(line.text == " ".join(line.text.split()) != "" for line in page.lines)
    _holds(page)


@given(
    st.lists(st.text(min_size=1, max_size=60).map(lambda s: " ".join(s.split())).filter(bool), min_size=1, max_size=12)
)
@settings(max_examples=80, deadline=None)
def test_counts_of_all_lines_at_once_are_the_counts_of_each(lines: list[str]) -> None:
    together = measure(lines)
    for number, line in enumerate(lines):
        alone = measure([line])
        assert np.array_equal(together.classes[number], alone.classes[0])
        assert together.words[number] == alone.words[0]
        assert together.first[number] == alone.first[0]
        assert together.last[number] == alone.last[0]
        assert together.line_hash[number] == alone.line_hash[0]
        assert together.classes[number, DIGIT] == sum(
            unicodedata.category(char)[0] == "N" and ord(char) < 65536 for char in line
        )
        assert together.classes[number, UPPER] >= sum("A" <= char <= "Z" for char in line)


def test_words_are_counted_by_pairs_of_characters_where_no_spaces_are_written() -> None:
    found = measure(["two words", "北京时间今天", "ประเทศไทย"])
    assert found.words.tolist() == [2, 3, 4.5]


def test_equal_words_have_equal_hashes_whatever_their_case() -> None:
    found = measure(["Share THIS", "share this story"])
    assert found.word_hash[:2].tolist() == found.word_hash[2:4].tolist()
    assert found.line_hash[0] != found.line_hash[1]


def test_an_empty_lexicon_weighs_nothing() -> None:
    found = measure(["Share this", "story"])
    lexicon = empty_lexicon()
    assert not lexicon.word_weights(found).any()
    assert not lexicon.start_weights(found).any()
    assert not lexicon.line_weights(found).any()


def _slow(forest: Forest, row: np.ndarray) -> float:
    total = forest.bias
    for tree in range(len(forest.leaf)):
        leaf = 0
        for level in range(forest.feature.shape[1]):
            leaf += int(row[forest.feature[tree, level]] > forest.border[tree, level]) << level
        total += float(forest.leaf[tree, leaf])
    return float(1 / (1 + np.exp(-total)))


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_trees_at_once_are_trees_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    names = tuple("abcd")
    forest = Forest(
        names,
        rng.integers(0, 4, (7, 3)).astype(np.int16),
        rng.normal(size=(7, 3)).astype(np.float32),
        rng.normal(size=(7, 8)).astype(np.float32),
        0.3,
    )
    values = rng.normal(size=(11, 4)).astype(np.float32)
    fast = forest.of(names, values)
    assert np.allclose(fast, [_slow(forest, row) for row in values], atol=1e-6)
    assert np.allclose(forest.of(("d", "a", "c", "b"), values[:, [3, 0, 2, 1]]), fast)
    moved = Explainer(forest, np.array([0, 1, 2, 3]), 4).moved(forest.leaves(names, values))
    average = forest.bias + forest.leaf.mean(axis=1).sum()
    assert np.allclose(1 / (1 + np.exp(-(moved.sum(axis=1) + average))), fast, atol=1e-4)


def test_another_extractors_text_is_found_among_the_lines() -> None:
    lines = [
        "Menu",
        "The talks went on in the capital all week long",
        "Regime gains",
        "They ended on Friday with a deal",
        "x",
    ]
    text = "The talks went on in the capital all week long\nRegime gains\nThey ended on Friday with a deal"
    assert in_text(text, lines).tolist() == [False, True, True, True, False]


def test_the_second_extractor_answers() -> None:
    body = [
        f"The council of district {n} met on Tuesday and talked for {n + 2} hours about its bridges." for n in range(9)
    ]
    markup = f"<ul><li>Menu</ul><article>{''.join(f'<p>{text}</p>' for text in body)}</article>"
    kept = ask(markup, ["Menu", *body])
    assert kept is not None
    assert kept.tolist() == [False] + [True] * 9

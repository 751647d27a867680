"""The words of texts found by arrays are those that the rule finds one by one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import Analyser
from search.show.finder import WordFinder

LETTERS = "abXYZ019éßłйЖλאлم\u02bcŉİµª½²٣"
JOINERS = ".,'-\" \u2019\u2011\u00a0\u05f4\n"
OTHERS = "“”–—()!?_、。\u00ad\u0301\u200d\u0640\u3005東京한กः\ud800\x00"
pieces = st.sampled_from(
    ("U.S.", "cease-fire", "al-Assad's", "220,000", "Geneva-2", "3.5bn", "a.m.", "don't", "l’accord")
)
texts = st.lists(st.one_of(st.text(LETTERS + JOINERS + OTHERS, max_size=12), st.text(max_size=6), pieces), max_size=8)


@settings(max_examples=600, deadline=None)
@given(several=st.lists(texts.map("".join), min_size=1, max_size=4))
def test_positions_stand_where_the_rule_has_them(several: list[str]) -> None:
    found = WordFinder().find(several)
    for text, words in zip(several, found, strict=True):
        expected = {token.position: token for token in reversed(Analyser("en").analyse(text))}
        bounds = [(token.start, token.end) for _, token in sorted(expected.items())]
        ends = [end if end >= 0 else ~end for end in words.end.tolist()]
        assert list(zip(words.start.tolist(), ends, strict=True)) == bounds

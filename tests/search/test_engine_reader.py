"""What a reader meets: notes, spelling, added names, similar articles, limits, and no error whatever is typed."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, ArticleDate, Precision, article_id
from index.store.transaction import open_store
from search.embedded import segment_words
from search.embedded.engine import open_engine
from search.engine import Engine
from search.notes import Note, NoteCode
from search.query import Query, Selection, Sort
from search.results import Expansion
from search.words import lexicon
from search.words.aliases import Aliases
from tests.search import corpora


def made(key: str, title: str, text: str, **more: Any) -> Article:
    return Article(
        id=article_id("archive", key), key=key, path="archive", title=title, text=text, language="en", **more
    )


def day(year: int, month: int, number: int) -> ArticleDate:
    return ArticleDate(datetime(year, month, number), Precision.DAY)


NEWS = [
    made("raqqa", "Isis loses Raqqa", "The US and its allies said ISIS was leaving Raqqa. The prime minister spoke.",
         publisher="The Guardian", published=day(2015, 11, 16)),
    made("talks", "Peace talks open", "Peace talks about Syria opened in Geneva. The minister of trade left at once. "
         "A ceasefire was the aim of the peace talks. Talks will go on.\nPeace was not near.",
         publisher="Reuters", published=day(2014, 2, 3)),
    made("daesh", "Daesh in Palmyra", "Daesh took Palmyra. The Syrian government lost the town.",
         publisher="An-Nahar", published=day(2015, 5, 26)),
    made("trade", "Trade grows", "A minister said trade grew. The government of Syria said nothing of peace.",
         authors=("Martin Jay",)),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("news")
    with open_store(folder, now=corpora.NOW) as store:
        for article in NEWS:
            store.add(article)
        store.publish()
    return open_engine(folder, aliases=Aliases(groups=(("ISIS", "Daesh", "Islamic State"),)), seconds=60.0)


def keys(engine: Engine, text: str, **more: object) -> list[str]:
    return [hit.key for hit in engine.search(Query(text, **more)).hits]  # type: ignore[arg-type]


def shown(text: str, spans: object) -> list[str]:
    return [text[span.start : span.end] for span in spans]  # type: ignore[attr-defined]


def test_articles_with_all_the_words_come_first(engine: Engine) -> None:
    results = engine.search(Query("peace talks palmyra"))
    assert {hit.key for hit in results.hits} == {"talks", "trade", "daesh"}
    assert results.total_all_words == 0
    results = engine.search(Query("peace trade"))
    assert [hit.all_words for hit in results.hits] == [True, True]
    assert engine.search(Query("peace palmyra", all_words=True)).total == 0


def test_a_filter_does_not_make_the_words_optional(engine: Engine) -> None:
    assert keys(engine, "palmyra source:nahar") == ["daesh"]
    assert keys(engine, "geneva source:nahar") == []


def test_a_name_finds_its_other_names_and_says_so(engine: Engine) -> None:
    results = engine.search(Query("ISIS"))
    assert {hit.key for hit in results.hits} == {"raqqa", "daesh"}
    assert results.expansions[0].added == ("Daesh",)
    assert keys(engine, "ISIS", as_typed=True) == ["raqqa"]
    daesh = next(hit for hit in results.hits if hit.key == "daesh")
    assert shown(daesh.title.text, daesh.title.spans) == ["Daesh"]


def test_a_word_that_occurs_nowhere_is_corrected_at_once(engine: Engine) -> None:
    results = engine.search(Query("plamyra"))
    assert [hit.key for hit in results.hits] == ["daesh"]
    assert results.corrected_from == "plamyra"
    assert results.reading == "palmyra"
    untouched = engine.search(Query("plamyra", as_typed=True))
    assert untouched.total == 0
    assert untouched.term_counts == (("plamyra", 0),)


def test_a_word_that_some_language_knows_is_only_offered_another_spelling(engine: Engine) -> None:
    results = engine.search(Query("peach"))
    assert (results.total, results.corrected_from, results.suggestion) == (0, "", "peace")


def test_a_place_is_found_by_its_name_in_another_language(engine: Engine) -> None:
    results = engine.search(Query("palmira"))
    assert [hit.key for hit in results.hits] == ["daesh"]
    assert results.expansions == (Expansion("palmira", ("Palmyra",)),)


def test_a_phrase_is_marked_as_a_phrase(engine: Engine) -> None:
    reading = engine.article(article_id("archive", "talks"), Query('"peace talks"'))
    assert reading is not None
    assert shown(reading.text.text, reading.text.spans) == ["Peace talks", "peace talks"]
    assert engine.search(Query('"peace talks"')).hits[0].matches == 2


def test_near_marks_its_two_sides_and_what_is_excluded_is_not_marked(engine: Engine) -> None:
    reading = engine.article(article_id("archive", "talks"), Query("geneva NEAR/3 minister -palmyra"))
    assert reading is not None
    assert shown(reading.text.text, reading.text.spans) == ["Geneva", "minister"]


def test_near_marks_the_sides_of_its_sides(engine: Engine) -> None:
    for text in ("(minister NEAR/3 left) NEAR/9 ceasefire", "ceasefire NEAR/9 (minister NEAR/3 left)"):
        reading = engine.article(NEWS[1].id, Query(text))
        assert reading is not None
        assert shown(reading.text.text, reading.text.spans) == ["minister", "left", "ceasefire"]


def test_a_word_of_two_pairs_is_looked_for_where_each_pair_stands(engine: Engine) -> None:
    pairs = [("minister NEAR/3 left", {"talks"}), ("minister NEAR/3 trade", {"talks", "trade"})]
    pairs += [("minister NEAR/3 spoke", {"raqqa"}), ("minister NEAR/3 said", {"trade"})]
    for (one, first), (other, second) in permutations(pairs, 2):
        assert set(keys(engine, f"({one}) OR ({other})")) == first | second


def test_a_phrase_at_the_beginning_counts_more_than_the_same_further_down(tmp_path: Path) -> None:
    filler = "harbour " * 200
    texts = [f"The salmon ladder. {filler}", f"{filler} The salmon ladder."]
    with open_store(tmp_path, now=corpora.NOW) as store:
        for number, text in enumerate([*texts, filler]):
            store.add(made(str(number), "Fish", text, published=day(2015, 1, number + 1)))
        store.publish()
    assert keys(open_engine(tmp_path, aliases=Aliases()), '"salmon ladder"') == ["0", "1"]


def test_the_query_of_an_article_that_does_not_match_marks_nothing(engine: Engine) -> None:
    reading = engine.article(article_id("archive", "talks"), Query("palmyra AND peace"))
    assert reading is not None
    assert reading.text.spans == ()
    assert engine.article("0" * 16) is None


def test_reasons_say_where_how_often_and_how_rare(engine: Engine) -> None:
    (hit,) = engine.search(Query("geneva talks", all_words=True)).hits
    assert {(r.word, r.field, r.occurrences, r.rarity) for r in hit.reasons} == {
        ("geneva", "body", 1, 1),
        ("talks", "body", 3, 1),
        ("talks", "title", 1, 1),
    }
    assert sum(r.share for r in hit.reasons) == pytest.approx(1, abs=0.01)


def test_dates_order_and_undated_come_last(engine: Engine) -> None:
    assert keys(engine, "", sort=Sort.NEWEST) == ["raqqa", "daesh", "talks", "trade"]
    assert keys(engine, "", sort=Sort.OLDEST) == ["talks", "daesh", "raqqa", "trade"]
    assert keys(engine, "", undated=True) == ["trade"]


def test_filters_that_leave_nothing_say_what_they_cost(engine: Engine) -> None:
    results = engine.search(Query("palmyra", (Selection("publisher", "Reuters"),)))
    assert results.total == 0
    assert results.filter_gains == (("publisher: Reuters", 1),)
    assert any(value.selected and not value.count for facet in results.facets for value in facet.values)


def test_similar_articles_leave_out_the_article_itself(engine: Engine) -> None:
    found = [hit.key for hit in engine.similar(article_id("archive", "talks"))]
    assert "talks" not in found
    assert found[:1] == ["trade"]
    assert engine.similar("0" * 16) == ()


def test_completion_knows_words_and_names(engine: Engine) -> None:
    assert "palmyra" in engine.complete("pal")
    assert 'byline:"Martin Jay"' in engine.complete("mart")


def test_pages_beyond_ten_thousand_results_are_refused_in_words(engine: Engine) -> None:
    results = engine.search(Query("peace", page=2000))
    assert results.hits == ()
    assert results.notes == (Note(NoteCode.RESULTS_LIMITED, limit=10_000),)


def test_what_is_published_is_found_by_the_next_question(tmp_path: Path) -> None:
    engine = open_engine(tmp_path, aliases=Aliases())
    for number, article in enumerate(NEWS, 1):
        with open_store(tmp_path, now=corpora.NOW) as store:
            store.add(article)
            store.publish()
        assert engine.search(Query("")).total == number


def test_time_that_is_up_gives_a_partial_answer_that_says_so(tmp_path: Path) -> None:
    corpora.store(tmp_path, corpora.archive(1))
    moments = iter(range(0, 1_000_000, 3))
    engine = open_engine(tmp_path, aliases=Aliases(), seconds=2.0, clock=lambda: float(next(moments)))
    results = engine.search(Query("peace talks"))
    assert results.partial
    assert Note(NoteCode.TIME_UP) in results.notes
    facet = engine.facet(Query("peace talks"), "publisher")
    assert (facet.values, facet.notes) == ((), (Note(NoteCode.TIME_UP),))


def test_nothing_found_is_not_the_last_word_while_words_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the words do not come")

    corpora.store(tmp_path, corpora.archive(1))
    monkeypatch.setattr(lexicon, "AT_ONCE", 0)  # as in a large archive
    monkeypatch.setattr(segment_words, "ArchiveWords", fail)
    engine = open_engine(tmp_path, aliases=Aliases(), seconds=60.0)
    nothing, something = engine.search(Query("peaace")), engine.search(Query("peace"))
    assert (nothing.total, nothing.partial, nothing.notes) == (0, True, (Note(NoteCode.TIME_UP),))
    assert something.total and not something.partial


HOSTILE = [
    "(" * 500 + "peace", ")" * 500, '"' * 301, "a* " * 300, "~" * 50, "peace~2 " * 70, "NOT " * 200 + "war", "-" * 1000,
    "peace NEAR/999999999 war", "w/0 w/0", "date:9999..0000", "before:99999", "wc>99999999999999999999", "title:" * 99,
    "atleast0 peace", "atleast999999999 peace", "\x00\x01\x02", "\ud800\udfff", "٣" * 40, "\u202e" * 90 + "peace",
    " OR ".join(f"w{n}*" for n in range(64)), "pe?ce*a*a*a*a*a*a*a*", "*" * 999, "?" * 64, "peace " * 2000,
    '"' + "the of in " * 60 + '"', "(((peace OR war) NEAR/9 (talk* OR gov*)) /s minister~2)", "é" * 1024, "東" * 1024,
    "in:removed", "=", "=(peace)", '"peace talks"~99999999', "source:" + "x" * 1000, "a AND (b OR (c AND NOT (d)))" * 9,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_questions_are_answered(engine: Engine, text: str) -> None:
    results = engine.search(Query(text))
    assert results.total >= 0
    assert not results.partial


@settings(max_examples=100, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=40),
        st.lists(st.sampled_from((*corpora.WORDS, '"', "(", ")", "AND", "OR", "NOT", "-", "+", "NEAR/3", "/s", "*", "~",
                                  "?", "title:", "by:", "date:2015", "atleast2", "in:removed", "=")),
                 max_size=14).map(" ".join),
    ),
    seed=st.integers(0, 9),
)  # fmt: skip
def test_any_question_is_answered_and_marks_are_whole_words(engine: Engine, text: str, seed: int) -> None:
    choices: Any = ({}, {"all_words": True}, {"exact": True}, {"as_typed": True}, {"sort": Sort.NEWEST})
    results = engine.search(Query(text, **Random(seed).choice(choices)))
    assert results.total >= len(results.hits)
    assert results.total >= results.total_all_words
    for hit in results.hits:
        for marked in (hit.title, *hit.snippets):
            ends = 0
            for span in marked.spans:
                assert ends <= span.start < span.end <= len(marked.text)
                assert not (span.start and marked.text[span.start - 1].isalpha() and marked.text[span.start].isascii())
                ends = span.end

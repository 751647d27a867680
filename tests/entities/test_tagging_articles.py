"""Mentions of an article, by the models that ship: where they stand, in any company, in any input."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article
from index.entities.articles import MODELS, TypedMention, joined, mentions, named_articles, tag_articles
from index.entities.labels import EntityType
from index.entities.tagger import LONGEST_TEXT

ARTICLES = [
    (
        "Minister visits Lisbon",
        "LISBON (Reuters) - Foreign Minister Karin Holt met John Baker in Lisbon.\n\nBaker left for Japan.",
    ),
    ("", "The World Bank said on Monday that Anna Berg would lead its office in Nairobi. Berg’s team is small."),
    ("No names here", ""),
    ("", ""),
]


def said(articles: list[tuple[str, str]], language: str = "en") -> list[list[TypedMention]]:
    tagged = tag_articles(articles, language)
    assert tagged is not None
    return [mentions(*article, text) for article, text in zip(articles, tagged, strict=True)]


def test_names_of_well_known_shape_are_found_where_they_stand() -> None:
    first, second, *_ = said(ARTICLES)
    assert {("Karin Holt", EntityType.PERSON), ("Japan", EntityType.PLACE)} <= {(m.surface, m.type) for m in first}
    assert ("Baker", EntityType.PERSON) in {(m.surface, m.type) for m in first}
    assert ("Lisbon", True) in {(m.surface, m.in_title) for m in first}
    assert {("Nairobi", EntityType.PLACE), ("Anna Berg", EntityType.PERSON)} <= {(m.surface, m.type) for m in second}


def test_a_mention_is_what_stands_at_its_place_on_one_line() -> None:
    for (title, text), found in zip(ARTICLES, said(ARTICLES), strict=True):
        for mention in found:
            assert (title if mention.in_title else text)[mention.start : mention.end] == mention.surface
            assert "\n" not in mention.surface
            assert mention.surface == mention.surface.strip()


def test_an_article_says_the_same_in_any_company() -> None:
    together = said(ARTICLES * 3)
    assert together == [said([article])[0] for article in ARTICLES] * 3


@pytest.mark.parametrize("language", sorted(MODELS))
@settings(max_examples=25, deadline=None)
@given(text=st.text(alphabet="AbcÉ'’s .,-\n\"中\U0001f6001U.", max_size=80), title=st.text(max_size=12))
def test_any_text_is_tagged(language: str, text: str, title: str) -> None:
    (found,) = said([(title, text)], language)
    places = [(not m.in_title, m.start, m.end) for m in found]
    assert places == sorted(places)
    assert all(a[2] <= b[1] for a, b in pairwise(places) if a[0] == b[0])
    assert all(0 <= m.start < m.end <= len(title if m.in_title else text) for m in found if "\n" not in title)


def test_what_is_known_of_an_article_says_what_its_names_are() -> None:
    text = "LINTHAL (Tessin Wire) - The town of Linthal said on Monday that Tessin Wire would stay. Linthal is small."
    article = Article(id="0" * 16, key="k", path="p", title="Wires", text=text, language="en")
    ((described, names),) = named_articles([replace(article, place="Linthal", agency="Tessin Wire")])
    joined_text = joined(article.title, article.text)
    here = [name for name in names.names if name.text.casefold() == "linthal"]
    assert [(name.type, name.sure) for name in here] == [(EntityType.PLACE, True)]
    credit = joined_text.index("Tessin Wire")
    assert not [m for m in described.mentions if not m.voted and m.start <= credit < m.end]
    assert [m for m in described.mentions if m.start == joined_text.index("Tessin Wire", credit + 1)]


def test_a_language_without_a_model_is_not_tagged() -> None:
    assert tag_articles(ARTICLES, "fi") is None
    assert tag_articles(ARTICLES, "") is None
    assert tag_articles([], "en") == []
    assert said(ARTICLES, "en-GB") == said(ARTICLES)


def test_of_a_text_without_an_end_the_beginning_is_tagged() -> None:
    text = "Anna Berg slept. " * 40_000
    (found,) = said([("", text)])
    assert {m.surface for m in found} >= {"Anna Berg"}
    assert LONGEST_TEXT - 20 < max(m.end for m in found) <= LONGEST_TEXT


def test_title_and_text_are_one_text_with_a_line_between() -> None:
    assert joined("A", "b") == "A\nb"

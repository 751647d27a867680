"""Is a line that was left out told by codes, and do readers see the sentence that they know?"""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Dropped
from index.clean.rules.catalogue import RULES
from index.reasons import Trait
from tests.reindex.archives import articles, run
from web.removals import RULE_SENTENCES, TRAITS, removal_sentence

NOT_BODY = "It does not look like part of the running text"

# What stands in an article, and what a reader is told.
TOLD = [
    ("share", "", "It is a button or a link for sharing, printing or following."),
    ("not_body", "", f"{NOT_BODY}."),
    ("not_body", "short", f"{NOT_BODY}: it is short."),
    (
        "not_body",
        "neighbours links",
        f"{NOT_BODY}: its neighbours are not running text, and it stands among links.",
    ),
    ("not_body", "picture", f"{NOT_BODY}: it stands near a picture's credit or reads like one."),
    ("not_body", "echo", f"{NOT_BODY}: another line says the same."),
    ("not_body", "far", f"{NOT_BODY}: it stands far from the body."),
    ("not_body", "furniture", f"{NOT_BODY}: it stands near comments or lists of other stories."),
    ("not_body", "sparse", f"{NOT_BODY}: its part of the page holds little running text."),
    ("not_body", "alike", f"{NOT_BODY}: elements like it are repeated or hold no running text."),
    ("not_body", "marked", f"{NOT_BODY}: its element is marked as something else."),
    ("not_body", "layout", f"{NOT_BODY}: it is set off by its layout."),
    ("not_body", "menu_words", f"{NOT_BODY}: its words are those of menus and notices."),
    ("not_body", "no_sentence", f"{NOT_BODY}: it is not built like a sentence."),
    # Of an index that an earlier version made, and of one that a later version made.
    ("not_body", f"{NOT_BODY}: it is short.", f"{NOT_BODY}: it is short."),
    ("byline", "It names the author, outside the running text.", "It names the author, outside the running text."),
    ("not_body", "short crooked", "short crooked"),
    ("of_no_table", "", ""),
]


@pytest.mark.parametrize(("rule", "kept", "told"), TOLD)
def test_a_removal_is_told_in_the_known_sentence(rule: str, kept: str, told: str) -> None:
    assert removal_sentence(Dropped(3, "x", rule, kept)) == told


def test_each_rule_and_each_trait_has_its_words() -> None:
    assert set(RULE_SENTENCES) == RULES
    assert set(TRAITS) == set(Trait) == {trait for _, kept, _ in TOLD for trait in kept.split() if trait in set(Trait)}


def test_the_cleaner_keeps_codes_and_no_words(tmp_path: Path) -> None:
    menu = "\n".join(("Home", "World", "Sport", "Log in", "Share", "Weather", "Contact us"))
    story = "The council agreed on Tuesday to rebuild the bridge that the flood of last winter had carried away."
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(f"{menu}\n\nA bridge\n\n{story}\n\n{story} Twice.\n\n{menu}\n")
    run(tmp_path / "index", tmp_path / "news")
    (article,) = articles(tmp_path / "index").values()
    kept = [dropped.why.split() for dropped in article.dropped]
    assert len(kept) > 10 and any(kept)
    assert {trait for traits in kept for trait in traits} <= set(Trait)

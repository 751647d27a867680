"""Each paragraph has an anchor that lasts: by what it says, not by where it stands."""

from __future__ import annotations

import re

from search.results import Marked
from tests.blocks.reading import markdown, text_and_blocks
from web import render
from web.prose import passage_name, prose

STORY = "Ice closed the harbour.\n\n## What it costs\n\n- Two boats\n- Two boats\n\n> We wait.\n\n* *\n\nThe ice went."


def anchors(source: str) -> dict[str, str]:
    """The text of each element with an anchor, by the anchor."""
    text, blocks = text_and_blocks(markdown(source))
    body = prose(Marked(text), blocks, passages=True)
    found = re.findall(r'<(?:p|h2|li) id="([^"]+)">(.*?)<a class="pilcrow" href="#([^"]+)"', str(body.html))
    assert all(one == other for one, _, other in found)
    assert render._is_plain(str(body.html)), "what is known to be clean is not parsed again"
    return {one: said for one, said, _ in found}


def test_every_paragraph_heading_item_and_quotation_has_one() -> None:
    assert list(anchors(STORY).values()) == [
        "Ice closed the harbour.",
        "What it costs",
        "Two boats",
        "Two boats",
        "We wait.",
        "The ice went.",
    ]


def test_what_is_repeated_has_a_number() -> None:
    first, second = (one for one, said in anchors(STORY).items() if said == "Two boats")
    assert second == f"{first}-2"


def test_it_stays_when_others_come_and_go_and_signs_change() -> None:
    newer = "A new opening.\n\nIce closed  the harbour!\n\nThe *ice* went."
    before, after = anchors(STORY), anchors(newer)
    assert set(before) & set(after) == {passage_name("Ice closed the harbour."), passage_name("The ice went.")}
    assert passage_name("The ice went") != passage_name("The ice came")


def test_a_file_of_an_article_has_none() -> None:
    text, blocks = text_and_blocks(markdown(STORY))
    assert not re.search(r"id=|pilcrow", str(prose(Marked(text), blocks).html))


def test_headings_are_told_with_their_anchors() -> None:
    text, blocks = text_and_blocks(markdown("## One\n\nText.\n\n### Two\n\nText."))
    body = prose(Marked(text), blocks, passages=True)
    assert [(head.text, head.level) for head in body.subheads] == [("One", 2), ("Two", 3)]
    assert all(f'id="{head.anchor}"' in body.html for head in body.subheads)


def test_an_article_cannot_make_one() -> None:
    hostile = '<p id="p-00000000">x</p><a class="pilcrow" href="#p-00000000" aria-labelledby="q">y</a>'
    assert str(prose(Marked(hostile), (), passages=True).html).count("<p ") == 1
    assert 'aria-labelledby="q"' not in render.sanitise(hostile)
    assert 'id="q"' not in render.sanitise('<p id="q">x</p>')

"""Entities in a page's metadata are decoded once, wherever they stand; the gold was written without our code."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from index.page import RawPage
from index.readers import read

GOLD = Path(__file__).resolve().parents[1] / "gold" / "entities.tsv"
ROWS = list(csv.DictReader(GOLD.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
MARKUP = {
    "meta": "<meta name=\"section\" content='{}'>",
    "jsonld": '<script type="application/ld+json">{{"@type": "Article", "articleSection": "{}"}}</script>',
    "title": "<title>{}</title>",
    "text": "<p>{}</p>",
}


def shown(row: dict[str, str]) -> str:
    raw = row["raw"].replace("'", "&#39;") if row["where"] == "meta" else row["raw"]
    head = MARKUP[row["where"]].format(raw)
    (page,) = read(f"<!doctype html><html>{head}</html>".encode(), "a.html")
    assert isinstance(page, RawPage) and page.head is not None
    match row["where"]:
        case "meta":
            return page.head.meta["section"][0]
        case "jsonld":
            return str(page.head.json_ld[0]["articleSection"])
        case "title":
            return page.head.title
    return page.lines[0].text


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['where']} {row['raw']}" for row in ROWS])
def test_entities_are_decoded_as_the_gold_says(row: dict[str, str]) -> None:
    assert " ".join(shown(row).split()) == row["shown"]

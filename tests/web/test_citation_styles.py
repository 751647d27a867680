"""Articles are cited as two manuals ask for it, told by citations that were written by hand."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from index.article import Article, ArticleDate, Precision, YearlessDay
from web.exports.citation_styles import Citation, apa, chicago
from web.exports.reference import reference

GOLD = Path(__file__).parent.parent / "gold" / "citations" / "citations.jsonl"
CASES = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}


def when(stated: str | None, inferred: str = "") -> ArticleDate | None:
    if not stated:
        return None
    whole = stated + "0001-01-01"[len(stated) :] if len(stated) < 10 else stated
    return ArticleDate(datetime.fromisoformat(whole), PRECISIONS.get(len(stated), Precision.MINUTE), inferred)


def article(stated: dict[str, Any]) -> Article:
    fields = {name: stated[name] for name in ("title", "publisher", "agency", "language", "url") if name in stated}
    return Article(
        id="0123456789abcdef",
        key="a",
        path="a",
        text="",
        authors=tuple(stated.get("authors", ())),
        published=when(stated.get("published"), stated.get("inferred", "")),
        modified=when(stated.get("modified")),
        saved=when(stated.get("saved")),
        yearless=YearlessDay(*stated["yearless"]) if "yearless" in stated else None,
        added=datetime.fromisoformat(stated["added"]) if "added" in stated else None,
        **fields,
    )


def shown(citation: Citation) -> str:
    return "".join(f"_{run.text}_" if run.italic else run.text for run in citation)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_citation_is_as_the_manuals_ask(case: dict[str, Any]) -> None:
    cited = reference(article(case["article"]))
    assert shown(apa(cited)) == case["apa"]
    assert shown(chicago(cited)) == case["chicago"]

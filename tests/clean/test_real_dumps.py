"""The five reference dumps come out right: what must be found is kept, what must not be found is dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.clean import clean
from index.page import Cleaned
from index.readers.text import read_text

TABLE = [
    ("000", ("respectful", "Show Comments"), ("Minsk", "220,000", "Palymra")),
    ("001", ("Dzidzikashvili", "Latakia", "Facebook", "cunning"), ("Alloush", "Jaish al-Islam", "until Friday")),
    (
        "002",
        ("Captcha", "Italic", "Advertisement", "Rate this article"),
        ("Raqqa", "50,000 troops", "willingness to die"),
    ),
    (
        "003",
        ("Mogadishu", "Islamophobia", "Email Article", "In-depth coverage", "amber"),
        ("Qusayr", "Pillay", "Assad sticking point", "Regime gains"),
    ),
    ("004", ("Follow us on", "right, speaks with"), ("OPCW", "Thursday discussed")),
]


def _cleaned(folder: Path, stem: str) -> Cleaned:
    path = next(folder.glob(f"{stem}_*.txt"))
    return clean(read_text(path.read_text(encoding="utf-8"), path.name, path.stem))


@pytest.mark.parametrize(("stem", "absent", "present"), TABLE, ids=[row[0] for row in TABLE])
def test_a_real_dump_is_cleaned(shared: Path, stem: str, absent: tuple[str, ...], present: tuple[str, ...]) -> None:
    text = " ".join(" ".join(_cleaned(shared / "seeds", stem).paragraphs).split())
    assert [word for word in absent if word in text] == []
    assert [word for word in present if word not in text] == []


def test_what_is_dropped_is_called_what_it_is(shared: Path) -> None:
    def rules(stem: str) -> dict[str, set[str]]:
        cleaned = _cleaned(shared / "seeds", stem)
        found: dict[str, set[str]] = {}
        for line, decision in zip(cleaned.page.lines, cleaned.decisions, strict=True):
            if decision.rule:
                found.setdefault(decision.rule, set()).add(line.text)
        return found

    assert "by Martin Jay" in rules("000")["byline"]
    assert "26 May 2015 | 09:25" in rules("000")["date"]
    assert len(rules("000")["title"]) == 1
    assert "1. David Dzidzikashvili" in rules("001")["comments"]
    assert any("REUTERS/" in text for text in rules("001")["credit"])
    assert "Patrick Wintour in Antalya" in rules("002")["byline"]
    assert "Advertisement" in rules("002")["advertisement"]
    assert "Al Jazeera And Agencies" in rules("003")["source"]
    assert "Featured on Al Jazeera" in rules("003")["related"]
    assert "Source: Agencies" in rules("004")["source"]


def test_the_last_paragraph_stays_where_an_agency_signs_it() -> None:
    source = Path(__file__).parents[2] / "seeds" / "eu-turkey-islands-accord.txt"
    page = read_text(source.read_text(encoding="utf-8"), "eu-turkey-islands-accord.txt", "eu-turkey-islands-accord")
    assert clean(page).kept[-1].endswith("a sheet of paper.”/Reuters")

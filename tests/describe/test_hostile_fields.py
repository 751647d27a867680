"""Hostile values in every field that a page can state cost no article: real pages mutated, and pages of our own."""

from __future__ import annotations

import gzip
import html
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.describe.given import NAMES, read_corrections
from index.extract import extract
from index.page import RawPage
from index.readers import read
from tests.describe.test_bad_fields import HINTS, TEXT, article, markup

_ODD_TEXTS = [
    "", " ", "\ud800", "\ud83d\ude00 \udc00", "\0\x1b[31m\x9b", "\u202e", "a" * 20_000, "1" * 6_000, "[" * 3_000,
    "By " * 2_000, "http://[300,600]/a", "http://[", "//℀/", "javascript:alert(1)", "&amp;&#x110000;&#xd800;", "<b>",
    "2015-13-45", "0000-00-00", "9999-12-31T23:59:60Z", "2015-05-26T24:00:00+99:99", "2015-05-26T09:25:00+24:00",
    "١٩٩٩-٠٥-٢٦", "31 February 2015", "2015-W99-9", "-0001-01-01", "1e999", "²⁰¹⁵", "Feb 30, 20²5", "12:60 PM, May ²",
    "0x" + "f" * 6_000, ".nan", ".inf", "1:" * 300, "Jane Doe, " * 500, "Smith; " * 800, "|" * 500, "x@" * 300,
]  # fmt: skip
_ODD_VALUES: list[Any] = [
    None, True, False, 0, -1, 10**18, 10**4000, 1e308, -0.0, [], {}, [[]], [None], [{}], {"name": None}, {"name": []},
    {"name": {"name": {"name": "x"}}}, {"@id": []}, {"@id": {"@id": 1}}, {"@value": "x"}, ["a", ["b", ["c", [1]]]],
    {"@type": ["Person", None, 3], "name": 7}, [0.5, {"name": ["Jane Doe"]}], list(range(50)), {"": {"": ""}},
]  # fmt: skip


def _nested(depth: int) -> Any:
    value: Any = "Jane Doe"
    for n in range(depth):
        value = [value] if n % 2 else {"name": value}
    return value


def _odd(random: random.Random) -> Any:
    if random.random() < 0.6:
        return random.choice(_ODD_TEXTS)
    return _nested(random.choice([3, 20, 60])) if random.random() < 0.1 else random.choice(_ODD_VALUES)


def _mutated(value: Any, random: random.Random, left: list[int]) -> Any:
    """A JSON value with some of its members replaced by odd ones."""
    if left[0] > 0 and random.random() < 0.25:
        left[0] -= 1
        return _odd(random)
    if isinstance(value, dict):
        return {name: _mutated(member, random, left) for name, member in value.items()}
    if isinstance(value, list):
        return [_mutated(member, random, left) for member in value]
    return value


_JSON_LD = re.compile(r"(<script[^>]*ld\+json[^>]*>)(.*?)(</script>)", re.S | re.I)
_CONTENT = re.compile(r"""(\b(?:content|href|datetime|lang|title|class|itemprop|rel)=)("[^"]*"|'[^']*')""", re.I)


def mutant(page: str, random: random.Random) -> str:
    """The markup of a real page with hostile values in its JSON-LD and in the attributes that describe it."""

    def block(found: re.Match[str]) -> str:
        try:
            value = json.loads(found[2])
        except ValueError:
            return found[0]
        stated = json.dumps(_mutated(value, random, [12]), ensure_ascii=random.random() < 0.7)
        return found[1] + stated.replace("</", "<\\/") + found[3]

    def attribute(found: re.Match[str]) -> str:
        if random.random() > 0.15:
            return found[0]
        return f'{found[1]}"{html.escape(str(random.choice(_ODD_TEXTS)), quote=True)}"'

    head, body, rest = page.partition("<body")
    times = re.sub(r"""(<time[^>]*datetime=)("[^"]*")""", attribute, rest)
    return _CONTENT.sub(attribute, _JSON_LD.sub(block, head)) + body + _JSON_LD.sub(block, times)


def real_pages(shared: Path, number: int, seed: int) -> list[str]:
    files = sorted((shared / "extract-dev" / "pages").glob("*.html.gz"))
    chosen = random.Random(seed).sample(files, number)
    return [gzip.decompress(file.read_bytes()).decode("utf-8", "replace") for file in chosen]


def check(data: str, path: str, corrections: dict[str, Any] | None = None) -> None:
    """The article is made and can be stored, and each of its fields is there or not without the others' leave."""
    (page,) = read(data.encode("utf-8", "surrogatepass"), path)
    assert isinstance(page, RawPage), page
    article(page)
    if corrections is not None:
        extract(page, HINTS, corrections=corrections)


def test_real_pages_with_hostile_values_become_articles(shared: Path, seed: int, rounds: int) -> None:
    chance = random.Random(seed)
    for page in real_pages(shared, max(1, rounds // 50), seed):
        check(mutant(page, chance), "site/a.html")


def _meta(chance: random.Random) -> str:
    names = ["og:title", "author", "article:published_time", "og:url", "date", "article:section", "dc.creator", "byl"]
    tags = []
    for _ in range(chance.randint(1, 12)):
        value = html.escape(str(_odd(chance))[:8_000], quote=True)
        tags.append(
            f'<meta {chance.choice(["name", "property", "itemprop"])}="{chance.choice(names)}" content="{value}">'
        )
    return "".join(tags)


def _json_ld(chance: random.Random) -> str:
    kinds: list[Any] = ["NewsArticle", ["Article", 3], {"a": "Article"}, [["report"]]]
    fields = ["headline", "datePublished", "dateModified", "author", "creator", "publisher", "articleSection", "@id"]
    stated = {"@type": chance.choice(kinds), **{name: _odd(chance) for name in chance.sample(fields, 5)}}
    graph = {"@context": 1, "@graph": [stated, _odd(chance), {"@graph": _odd(chance)}]}
    text = json.dumps(chance.choice([stated, [stated], graph])).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def _line(chance: random.Random) -> str:
    names = [alias for aliases in NAMES.values() for alias in aliases]
    record = {"text": "\n".join(TEXT), **{name: _odd(chance) for name in chance.sample(names, 6)}}
    record |= {"metadata": _odd(chance)} if chance.random() < 0.3 else {}
    return json.dumps(record) + "\n"


def _front_matter(chance: random.Random) -> str:
    names = [alias for aliases in NAMES.values() for alias in aliases]
    plain = [text for text in _ODD_TEXTS if text.isascii() and text.isprintable() and len(text) < 7_000]
    lines = []
    for name in chance.sample(names, 4):
        value = chance.choice(plain) if chance.random() < 0.5 else json.dumps(_odd(chance))[:9_000]
        lines.append(f"{name}: {value}")
    return "---\n" + "\n".join(lines) + "\n---\n" + "\n\n".join(TEXT) + "\n"


OWN: dict[str, tuple[str, Callable[[random.Random], str]]] = {
    "meta tags": ("a.html", lambda chance: markup(_meta(chance))),
    "JSON-LD": ("a.html", lambda chance: markup(_json_ld(chance))),
    "a JSON line": ("a.jsonl", _line),
    "front matter": ("a.md", _front_matter),
}


@pytest.mark.parametrize("kind", OWN)
def test_own_pages_with_hostile_values_become_articles(kind: str, seed: int, rounds: int) -> None:
    path, make = OWN[kind]
    chance = random.Random(seed)
    for _ in range(rounds // 10):
        data = make(chance)
        corrections = None
        if kind == "front matter":
            corrections, _ = read_corrections(data.split("---\n")[1].encode("utf-8", "surrogatepass"))
        check(data, path, corrections)


BAD_VALUES = ["2015-13-45", "0x" + "f" * 5_000, "1" * 5_000, "2015-02-30 25:61:61", ".nan"]


@pytest.mark.parametrize("value", BAD_VALUES)
def test_one_bad_value_in_front_matter_leaves_the_others(value: str) -> None:
    (page,) = read(f"---\nauthor: Ada Brook\ndate: {value}\ntitle: A tower\n---\n{TEXT[0]}\n".encode(), "a.md")
    assert isinstance(page, RawPage)
    found = article(page)
    assert (found.title, found.authors, found.published, found.text) == ("A tower", ("Ada Brook",), None, TEXT[0])


@pytest.mark.parametrize("value", ["1" * 5_000, "-" + "9" * 5_000, '"\\ud800"', "NaN"])
def test_one_bad_value_in_a_json_line_leaves_the_others(value: str) -> None:
    (page,) = read(f'{{"text": "One.", "by": "Ada Brook", "date": {value}}}\n'.encode(), "a.jsonl")
    assert isinstance(page, RawPage), page
    assert article(page).authors == ("Ada Brook",)


@pytest.mark.parametrize("value", ["1" * 5_000, '"\\ud800"', "NaN", "[" * 900 + "]" * 900])
def test_one_bad_value_in_json_ld_leaves_the_others(value: str) -> None:
    stated = f'{{"@type": "NewsArticle", "articleSection": "Business", "dateModified": {value}}}'
    (page,) = read(markup(f'<script type="application/ld+json">{stated}</script>').encode(), "a.html")
    assert isinstance(page, RawPage)
    assert article(page).section == "Business"

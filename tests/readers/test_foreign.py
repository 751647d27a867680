"""What is neither text nor HTML is refused by its bytes, whatever its name, and a text that looks like it is read."""

from __future__ import annotations

import csv
import gzip
import plistlib
from pathlib import Path
from typing import Any

import pytest

from index.errors import ReadError, Skipped
from index.page import Format, RawPage
from index.readers import read
from index.reasons import Code, SkipCode
from web.reasons import advice_sentence, sentence

CORPUS = Path(__file__).parents[1] / "corpus"
# What stands in the report for each kind of the corpus.
NAMES = {
    "wacz": "ZIP",
    "rtf": "RTF",
    "sitemap": "site map",
    "xml": "XML",
    "vcard": "vCard",
    "calendar": "iCalendar",
    "source_code": "program source|SQL",
}
# Holds several articles, each of which is read.
RECORDS = {
    "mailbox-as.txt": 2,
    "wire-list.mbox": 2,
    "ferry.warc": 1,
    "ferry.warc.gz": 1,
    "articles.csv": 4,
    "articles.tsv": 3,
    "artikel-semikolon.csv": 4,
    "table-as.txt": 0,
    "feed-atom.xml": 2,
    "feed-rss1.rdf": 2,
    "feed-rss2.xml": 2,
    "feed-as.txt": 2,
    "feed-as.html": 3,
    "object-as.txt": 1,
}
# Read as what they are: HTML source is a page whatever its name, and so are JSON lines.
READ = {"page-source.txt": Format.HTML, "page-fragment.txt": Format.HTML, "lines-as.txt": Format.JSONL}


def listed(folder: str) -> list[dict[str, str]]:
    with (CORPUS / folder / "expected.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


REFUSED = [row for row in listed("not_understood") if row["file"] not in {**READ, **RECORDS}]


@pytest.mark.parametrize("row", REFUSED, ids=lambda r: r["file"])
def test_a_foreign_format_is_refused_with_its_name_and_advice(row: dict[str, str]) -> None:
    data = (CORPUS / "not_understood" / row["file"]).read_bytes()
    for name in (row["file"], "story.txt", "story.html"):
        for packed in {data, data if row["file"].endswith(".gz") else gzip.compress(data)}:
            with pytest.raises(ReadError) as refused:
                list(read(packed, name))
            assert refused.value.reason.kind is Code.NOT_UNDERSTOOD
            assert advice_sentence(refused.value.reason)
            assert any(word in sentence(refused.value.reason) for word in NAMES[row["kind"]].split("|"))


@pytest.mark.parametrize(("name", "kind"), READ.items())
def test_pages_and_lines_under_another_name_are_read_as_what_they_are(name: str, kind: Format) -> None:
    for page in read((CORPUS / "not_understood" / name).read_bytes(), name):
        assert isinstance(page, RawPage)
        assert page.format is kind
        assert not any("</p>" in line.text for line in page.lines)


@pytest.mark.parametrize(("name", "count"), RECORDS.items())
def test_files_of_several_articles_are_read_whatever_their_names(name: str, count: int) -> None:
    data = (CORPUS / "not_understood" / name).read_bytes()
    for called in (name, "story.txt", "story.html"):
        for packed in {data, data if name.endswith(".gz") or ".warc" in name else gzip.compress(data)}:
            pages = [page for page in read(packed, called) if isinstance(page, RawPage)]
            assert len(pages) == count


@pytest.mark.parametrize("row", listed("articles"), ids=lambda r: r["file"])
def test_an_article_that_looks_like_another_format_is_read(row: dict[str, str]) -> None:
    (page,) = read((CORPUS / "articles" / row["file"]).read_bytes(), row["file"])
    assert not isinstance(page, Skipped)
    assert page.lines


@pytest.mark.parametrize(
    "text",
    [
        "From: the editor\nTo: all readers\nSubject: the bridge\nDate: 3 March\n\nDear all,\n\nThe bridge is open.\n",
        "Paris, London, Rome\nBerlin, Madrid, Vienna\nOslo, Athens, Prague\n",
        "<3 is what readers send\nwho liked the story.\n",
        "{sic} is what the printer wrote.\n",
        "The minister said;\nthe mayor said;\nnobody heard;\nnobody came;\nit rained.\n",
        "WARC is a format of web archives.\n",
        "HTTP/2 is faster: a report\n\nNobody noticed.\n",
    ],
)
def test_a_short_text_with_a_trait_of_another_format_is_read(text: str) -> None:
    (page,) = read(text.encode(), "story.txt")
    assert not isinstance(page, Skipped)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"Bookmarks": [1, 2]}, SkipCode.LOOKS_BINARY),
        (["WebMainResource"], SkipCode.LOOKS_BINARY),
        (
            {"WebMainResource": {"WebResourceData": b"\x89PNG", "WebResourceMIMEType": "image/png"}},
            SkipCode.LOOKS_BINARY,
        ),
        ({"WebMainResource": {"WebResourceData": b"  ", "WebResourceMIMEType": "text/html"}}, SkipCode.EMPTY),
        ({"WebMainResource": {"WebResourceData": "no bytes", "WebResourceMIMEType": 3}}, SkipCode.LOOKS_BINARY),
    ],
)
def test_a_property_list_without_a_page_is_refused(value: dict[str, Any] | list[Any], code: SkipCode) -> None:
    with pytest.raises(ReadError) as told:
        list(read(plistlib.dumps(value, fmt=plistlib.FMT_BINARY), "x.webarchive"))
    assert told.value.reason.code is code

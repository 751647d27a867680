"""Can one trust the values of the facets? Publishers, sections and bylines of real pages, counted by plain rules.

    python -m tools.values [--index FOLDER] [--faults] [--write [FILE]]
    python -m tools.values --ends [--index FOLDER]

The pages are those of the two reference corpora. They are indexed into FOLDER where no index is there, else into a
folder that is removed again. Sites are split into halves by the hash of their names. `--faults` names what is wrong in
half `a`; of half `b` only numbers are told, as nobody tunes on it. `--ends` prints the values that most and fewest of
700 pages have (`tools.facet_ends`), for somebody to read.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from index.article import Article
from index.store.snapshot import open_snapshot
from tools import measurement
from tools.docs.markdown import table
from tools.extract_corpus import site_label
from tools.facet_ends import drawn_pages, facet_ends
from tools.quality import corpus_digest, scorer, shared_corpus
from tools.questions import indexed, page_of

_ENTITY = re.compile(r"&(?:#\w+|\w+);")
_ADDRESS = re.compile(r"https?:|www\.|@|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?$", re.I)
_PARTED = re.compile(r"\s[-–—|:·•/»]+\s|[|»:]\s|[a-zà-ÿ]{3}\.\s|\.\.\.|…")
_LIST = re.compile(r"[,;|]\s?\S")
_MOST_WORDS = {"publisher": 7, "section": 4, "byline": 6}
_NOTE = (
    "What an index of these pages says of publishers, sections and bylines. Sites are in halves by the hash of their "
    "names; half b was not looked at when rules were made. A value counts once, however many pages have it; a page "
    "without a publisher is a value of its host. How pages write the names of their papers says the gold of "
    "`tests/gold/papers`; a publisher that is its own host as it is written is not counted among the addresses. "
    "Bylines are compared with the gold by the corpus's scorer."
)
_HOUSE = re.compile(
    r"\b(?:agence|agency|agentur|anonymous|bank|contributor|desk|editors?|editorial|institute|news|press|redaktion|school|"
    r"staff|store|team|university|afp|dpa|reuters|upi)\b|@|\.[a-z]{2,3}$",
    re.I,
)
_PAPERS = Path(__file__).resolve().parents[1] / "tests/gold/papers/hosts.tsv"
_OFTEN = 5  # articles: a section that fewer are in hardly divides an archive


@dataclass(frozen=True, slots=True)
class PageValues:
    """What an index says of a page: its host, and its values of three facets."""

    page: str
    site: str
    host: str
    publisher: str
    section: str
    bylines: tuple[str, ...]

    @property
    def half(self) -> str:
        """The half that the page's site is in."""
        return "ab"[crc32(self.site.encode()) & 1]

    @property
    def values(self) -> Iterator[tuple[str, str]]:
        """(facet, value) of what is stated."""
        for name, value in (("publisher", self.publisher), ("section", self.section)):
            if value:
                yield name, value
        yield from (("byline", value) for value in self.bylines)


def pages_of(articles: Iterable[Article], domains: Mapping[str, str]) -> list[PageValues]:
    """The values of articles; `domains` are those that the gold gives to its pages, for others the host counts."""
    rows = []
    for article in articles:
        page = page_of(article.key)
        site = site_label(domains.get(page) or article.host)
        rows.append(PageValues(page, site, article.host, article.publisher, article.section, tuple(article.authors)))
    return sorted(rows, key=lambda row: row.page)


def hosts_of_several(rows: Iterable[PageValues]) -> dict[str, Counter[str]]:
    """Of each host with several pages the publishers that they have, "" among them."""
    hosts: dict[str, Counter[str]] = {}
    for row in rows:
        if row.host:
            hosts.setdefault(row.host, Counter())[row.publisher] += 1
    return {host: values for host, values in hosts.items() if values.total() > 1}


def is_raw(facet: str, value: str) -> str:
    """What is wrong with a value at first sight: "entity", "address" or "tagline"; "" for nothing."""
    if _ENTITY.search(value):
        return "entity"
    if _ADDRESS.search(value):
        return "address"
    listed = facet == "section" and _LIST.search(value)
    return "tagline" if listed or _PARTED.search(value) or len(value.split()) > _MOST_WORDS[facet] else ""


def is_only_host(row: PageValues) -> bool:
    """Whether a page's publisher is its host as it is written, for want of a name or as the page has it in its name."""
    return bool(row.host) and f".{row.host}".endswith(f".{row.publisher.casefold()}")


def papers_as_written(rows: Iterable[PageValues]) -> Counter[str]:
    """How many hosts of `tests/gold/papers` are called as their pages write it ("right"), by no more than their host
    ("host"), or something else ("wrong"); the commonest publisher of each counts."""
    lines = [line.split("\t") for line in _PAPERS.read_text("utf-8").splitlines()[1:]]
    gold = {host: names.split("; ") for host, names in lines}
    called: dict[str, Counter[str]] = {}
    hosts = set()
    for row in rows:
        if row.host in gold:
            called.setdefault(row.host, Counter())[row.publisher] += 1
            hosts |= {row.host} if is_only_host(row) else set()
    found = Counter[str]()
    for host, names in called.items():
        name = names.most_common(1)[0][0]
        right = name in gold[host] or (host in hosts and gold[host] == ["-"])
        found["right" if right else "host" if host in hosts else "wrong"] += 1
    return found


def often_used(rows: Iterable[PageValues]) -> tuple[int, int]:
    """How many sections stand on five pages or more, and how many there are."""
    counts = Counter(row.section for row in rows if row.section)
    return sum(count >= _OFTEN for count in counts.values()), len(counts)


def faults(rows: Sequence[PageValues]) -> Iterator[str]:
    """A line for each thing that is wrong."""
    for host, values in hosts_of_several(rows).items():
        if len(values) > 1:
            yield f"several\t{host}\t{dict(values)}"
    for row in rows:
        if row.host and not row.publisher:
            yield f"none\t{row.host}\t{row.page}"
    for facet, value in sorted({pair for row in rows for pair in row.values}):
        if wrong := is_raw(facet, value):
            yield f"{wrong}\t{facet}\t{value}"
    for value, count in Counter(row.section for row in rows if row.section).items():
        if count < _OFTEN:
            yield f"seldom\t{count}\t{value}"


def byline_faults(rows: Sequence[PageValues], gold: Mapping[str, Any], names: Any) -> Iterator[str]:
    """A line for each page whose byline is not the gold's, by the scorer's way to compare `names`."""
    for row in rows:
        wanted = gold.get(row.page, {}).get("authors")
        if wanted is not None and names(wanted) != names(list(row.bylines)):
            yield f"byline\t{row.host or row.site}\t{wanted}\t{list(row.bylines)}\t{row.page}"


def measured(rows: Sequence[PageValues], gold: Sequence[Mapping[str, Any]], score: Any) -> list[tuple[str, str]]:
    """(what is counted, the number) of the pages `rows`; `gold` are rows of the corpora, `score` is their scorer."""
    hosts = hosts_of_several(rows)
    addressed = [row for row in rows if row.host]
    own = {("publisher", row.publisher) for row in rows if is_only_host(row)}
    raw = Counter(filter(None, (is_raw(*pair) for pair in {pair for row in rows for pair in row.values} - own)))
    written = papers_as_written(rows)
    often, sections = often_used(rows)
    return [
        ("hosts of several pages with one publisher", _share(sum(len(v) == 1 for v in hosts.values()), len(hosts))),
        ("pages with an address and no publisher", _share(sum(not r.publisher for r in addressed), len(addressed))),
        ("publishers for so many hosts", f"{len({r.publisher for r in rows if r.publisher})} for {_hosts(rows)}"),
        ("papers called as their pages write it", _share(written["right"], written.total())),
        ("of those that have a name", _share(written["right"], written["right"] + written["wrong"])),
        ("publishers that are their host as it is written", str(len(own))),
        *((f"values with an {kind}", str(raw[kind])) for kind in ("entity", "address")),
        ("values with a tagline or a list", str(raw["tagline"])),
        ("sections on five pages or more", _share(often, sections)),
        ("pages with a section", _share(sum(bool(row.section) for row in rows), len(rows))),
        *_byline_scores(rows, gold, score),
    ]


def _byline_scores(
    rows: Sequence[PageValues], gold: Sequence[Mapping[str, Any]], score: Any
) -> Iterator[tuple[str, str]]:
    ids = {row.page for row in rows}
    predicted = {row.page: {"id": row.page, "authors": list(row.bylines)} for row in rows}
    told = [{**row, "text": None} for row in gold if row["id"] in ids]
    result = score.evaluate(told, predicted)
    people = score.evaluate([row for row in told if not names_house(row)], predicted)
    named = round((result["author_ghost"] or 0) * result["ghost_n"])
    yield "bylines exact", f"{result['author_exact'] or 0:.3f} of {result['author_n']}"
    yield "of these where the gold names no house", f"{people['author_exact'] or 0:.3f} of {people['author_n']}"
    yield "pages without a byline that got one", _share(named, result["ghost_n"])


def names_house(row: Mapping[str, Any]) -> bool:
    """Whether a row of the gold names a house, a wire or a team among its authors, by a plain rule: a word for one, or
    one word that is in capitals, in small letters, or in the site's name."""
    label = site_label(row.get("domain") or "")
    for name in row.get("authors") or ():
        single = " " not in name and name.isascii()
        if _HOUSE.search(name) or (single and (name.isupper() or name.islower() or name.lower() in label)):
            return True
    return False


def _hosts(rows: Sequence[PageValues]) -> int:
    return len({row.host for row in rows if row.host})


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.3f})" if whole else "0 of 0"


def _articles(index: Path) -> Iterator[Article]:
    for segment in open_snapshot(index).segments:
        for number in range(segment.doc_count):
            if segment.live is None or segment.live[number]:
                yield segment.stored(number)


def print_ends(folder: Path | None) -> None:
    """Print a table of the ends of all facets, of the index in a folder or of one of the drawn pages."""
    with tempfile.TemporaryDirectory() as scratch:
        pages = Path(scratch) / "pages"
        pages.mkdir()
        for file in drawn_pages():
            shutil.copy(file, pages)
        articles = list(_articles(indexed(folder or Path(scratch) / "index", (pages,))))
    print(table(("facet", "end", "value", "articles", "pages"), (end.row for end in facet_ends(articles))))


def _gold(corpus: Path) -> list[dict[str, Any]]:
    folders = (corpus, corpus.with_name("extract-dev-more"))
    return [json.loads(line) for folder in folders for line in (folder / "gold.jsonl").open(encoding="utf-8")]


def main() -> None:
    """Print the numbers of both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, help="where the index of the pages is, or is to be")
    parser.add_argument("--faults", action="store_true", help="name what is wrong in half a")
    parser.add_argument("--ends", action="store_true", help="the commonest and the rarest values of 700 pages instead")
    measurement.write_option(parser, "values")
    options = parser.parse_args()
    if options.ends:
        print_ends(options.index)
        return
    corpus = shared_corpus()
    pages = f"every [reference page](README.md#the-corpora) of both folders ({corpus_digest(corpus)})"
    origin = measurement.MeasurementOrigin.now("python -m tools.values", pages)
    with tempfile.TemporaryDirectory() as scratch:
        index = indexed(options.index or Path(scratch) / "index")
        gold, score = _gold(corpus), scorer(corpus)
        rows = pages_of(_articles(index), {row["id"]: row["domain"] for row in gold})
    halves = [[row for row in rows if row.half == half] for half in "ab"]
    columns = [measured(part, gold, score) for part in (*halves, rows)]
    lines = ((cells[0][0], *(number for _, number in cells)) for cells in zip(*columns, strict=True))
    shown = table(("", "half a", "half b", "both"), lines)
    print(shown)
    if options.write:
        measurement.write(options.write, "Values of the facets", origin, f"{_NOTE}\n\n{shown}")
    if options.faults:
        print(*faults(halves[0]), sep="\n")
        print(*byline_faults(halves[0], {row["id"]: row for row in gold}, score.names), sep="\n")


if __name__ == "__main__":
    main()

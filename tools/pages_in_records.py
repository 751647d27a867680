"""Are pages read from a web archive, a mailbox and a table as from files of their own, and in which memory?

    python -m tools.pages_in_records [CORPUS] [--every N] [--large MB]

The pages of CORPUS, `pages/ID.html.gz`, are put into one web archive, one mailbox and one table. Printed is, of the
pages that state their address, the share with the same text, title, byline and day as the file of the page alone. With
`--large`, a web archive of so many MB, of pages and of pictures, is divided, and read record by record, in a process of
its own: its memory, and CPU seconds.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from index.article import Article
from index.extract import extract
from index.page import RawPage
from index.readers import read
from index.readers.records import form_named
from index.reindex.scan.file_records import bytes_of, scan

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "extract-dev"
_PICTURE = 2_000_000  # bytes of a picture in the large archive
_LONGEST = 10_000_000

Seen = tuple[str, str, str, str]


def seen(article: Article) -> Seen:
    """Text, title, byline and day of an article."""
    day = article.published.isoformat()[:10] if article.published else ""
    return article.text, article.title, "; ".join(article.authors), day


def answer(address: str, kind: str, body: bytes) -> bytes:
    """A record of a web archive, as one gzip member."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2020-05-17T06:30:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", 1, mtime=0)


def in_web_archive(pages: list[tuple[bytes, Article]]) -> bytes:
    """The pages as answers from their addresses."""
    return b"".join(answer(article.url, "text/html", data) for data, article in pages)


def in_mailbox(pages: list[tuple[bytes, Article]]) -> bytes:
    """The pages as mails in HTML without a subject."""
    head = b"From a@b Mon Mar  4 18:20:11 2019\nContent-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n"
    quoted = (data.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ") for data, _ in pages)
    return b"".join(head + data + b"\n\n" for data in quoted)


def in_table(pages: list[tuple[bytes, Article]]) -> bytes:
    """What the pages say as rows."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["text", "title", "byline", "published", "url"])
    for _, article in pages:
        day = article.published.isoformat()[:10] if article.published else ""
        rows.writerow([article.text, article.title, "; ".join(article.authors), day, article.url])
    return out.getvalue().encode()


WRITERS: dict[str, tuple[str, Callable[[list[tuple[bytes, Article]]], bytes]]] = {
    "web archive": ("pages.warc.gz", in_web_archive),
    "mailbox": ("pages.mbox", in_mailbox),
    "table": ("pages.csv", in_table),
}


def pages_of(corpus: Path, every: int) -> list[tuple[bytes, Article]]:
    """The pages that state their address, with the article that the file of each gives."""
    found = []
    for path in sorted((corpus / "pages").glob("*.html.gz"))[::every]:
        data = gzip.decompress(path.read_bytes())
        for page in read(data, "page.html"):
            article = extract(page) if isinstance(page, RawPage) else None
            if article is not None and article.text and article.url.startswith(("http:", "https:")):
                found.append((data, article))
    return found


def shares(pages: list[tuple[bytes, Article]]) -> Iterator[str]:
    """A line for each form of records."""
    for name, (file, write) in WRITERS.items():
        articles = [extract(one) for one in read(write(pages), file) if isinstance(one, RawPage)]
        if len(articles) != len(pages):
            yield f"{name}: {len(articles)} articles of {len(pages)} pages"
            continue
        same = [
            [a == b for a, b in zip(seen(one), seen(alone), strict=True)]
            for one, (_, alone) in zip(articles, pages, strict=True)
        ]
        counts = [sum(column) for column in zip(*same, strict=True)]
        told = ", ".join(f"{part} {n}" for part, n in zip(("text", "title", "byline", "day"), counts, strict=True))
        yield f"{name}: of {len(pages)} pages the same {told}; all four {sum(map(all, same))}"


def write_large(path: Path, pages: list[tuple[bytes, Article]], megabytes: int) -> int:
    """A web archive of so many MB; how many pages are in it."""
    picture = b"\xff\xd8\xff" + bytes(range(256)) * (_PICTURE // 256)
    number = 0
    with path.open("wb") as file:
        while file.tell() < megabytes * 1_000_000:
            data, _ = pages[number % len(pages)]
            number += 1
            file.write(answer(f"https://example.org/{number}", "text/html", data))
            http = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + picture
            head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}.jpg\r\n"
            file.write(gzip.compress(f"{head}Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n", 0))
    return number


def divide_large(path: str) -> None:
    """Divide the archive, read 200 of its pages, and print what it took."""
    began = time.process_time()
    records = scan(path, "warc", _LONGEST)
    divided = time.process_time() - began
    form = form_named("warc")
    for data in bytes_of(path, records, range(0, len(records), max(len(records) // 200, 1))):
        form.page(data, records.place("large.warc.gz"))
    status = Path("/proc/self/status").read_text("utf-8").splitlines()
    peak = int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) / 1_000
    print(f"large web archive: {len(records):,} pages found in {divided:.1f} s of CPU, {peak:.0f} MB of memory at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--every", type=int, default=1, help="take each so-manieth page")
    parser.add_argument("--large", type=int, default=0, metavar="MB", help="also divide a web archive of this size")
    given = parser.parse_args()
    pages = pages_of(given.corpus, given.every)
    for line in shares(pages):
        print(line)
    if given.large:
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "large.warc.gz"
            write_large(path, pages, given.large)
            print(f"large web archive: {path.stat().st_size / 1e6:,.0f} MB")
            process = multiprocessing.get_context("spawn").Process(target=divide_large, args=(str(path),))
            process.start()
            process.join()
            sys.exit(process.exitcode)


if __name__ == "__main__":
    main()

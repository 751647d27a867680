"""Files of several articles for histories: mailboxes, web archives, tables, feeds, JSON files."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from tests.reindex.movers import BODIES, ODD, site_name, web_page

Story = tuple[int, str, str]
"""A story: a number that its title and text follow from, a line that recurs or nothing, the name of its site."""

stories = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(("", ODD)), st.sampled_from(("", "Quay Post", "Mole Times"))),
    max_size=6,
)


def mailbox(told: list[Story]) -> bytes:
    """A mail a story; every other one in HTML."""
    mails = []
    for number, line, site in told:
        text = "\n\n".join(filter(None, (BODIES[number % 4], line, BODIES[(number + 1) % 4])))
        body = f"Content-Type: text/plain\n\n{text}\n\nFrom here on nothing.\n"
        if number % 2:
            body = f"Content-Type: text/html\n\n{web_page(number, 'quay.example', site_name(site))}\n"
        mails.append(
            f"From a@quay.example Mon Mar  4 18:20:1{number} 2019\nSubject: Story number {number}\n"
            f"Date: Mon, 04 Mar 2019 18:20:1{number} +0100\nFrom: Ann Lee <a@quay.example>\n{body}\n"
        )
    return "".join(mails).encode()


def web_archive(told: list[Story]) -> bytes:
    """An answer a story, each a gzip member, with one that is no page behind every other."""
    records = []
    for number, line, site in told:
        page = web_page(number, "quay.example", site_name(site)).replace(
            "<p>", f"<p>{line}</p><p>" if line else "<p>", 1
        )
        records.append(_answer(number, "200 OK", "text/html", page.encode()))
        if number % 2:
            records.append(_answer(number, "404 Not Found", "text/html", b"<p>Gone"))
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def _answer(number: int, status: str, kind: str, body: bytes) -> bytes:
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://quay.example/story-{number}\r\n"
        f"WARC-Date: 2020-01-0{number + 1}T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def table(told: list[Story]) -> bytes:
    """A row a story; the heading hangs on the last one."""
    out = io.StringIO()
    rows = csv.writer(out)
    last = told[-1][2] if told else ""
    rows.writerow(["id", "title", "text", "publisher" if last else "note"])
    for number, line, site in told:
        rows.writerow([f"s-{number}", f"Story {number}", f"{BODIES[number % 4]}\n{line}" if number else "", site])
    return out.getvalue().encode()


def feed(told: list[Story]) -> bytes:
    """An entry a story; the feed is called as the site of the first."""
    items = "".join(
        f"<item><title>Story {number}</title><guid>g{number}</guid><link>https://quay.example/story-{number}</link>"
        f"<description>{escape(f'<p>{BODIES[number % 4]}</p><p>{line}</p>')}</description></item>"
        for number, line, _ in told
    )
    title = told[0][2] if told else ""
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>".encode()


def json_list(told: list[Story]) -> bytes:
    """An object a story; one without a text where its number is 0."""
    rows = [
        {"id": number, "title": f"Story {number}", "publisher": site, "text": BODIES[number % 4] if number else ""}
        for number, _, site in told
    ]
    return json.dumps(rows, indent=1).encode()


WRITERS: Mapping[str, Callable[[list[Story]], bytes]] = {
    "letters.mbox": mailbox,
    "crawl.warc.gz": web_archive,
    "rows.csv": table,
    "news.xml": feed,
    "export.json": json_list,
}
"""What writes a file of stories, by its name."""

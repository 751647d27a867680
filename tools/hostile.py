"""How long do hostile pages take? A megabyte of each of many shapes, read, cleaned and described.

    python -m tools.hostile [NAME...] [--write [FILE]]

Prints the CPU seconds of each step. What each page must keep is held by `tests/clean/test_hostile_pages.py`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from index.clean import clean
from index.describe import describe
from index.errors import ReadError, Skipped
from index.readers import read
from tools import measurement
from tools.docs.markdown import table

PAGE_SIZE = 1_000_000


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda size: unit * max(1, size // len(unit.encode("utf-8", "surrogateescape")))


def _wrapped(head: str, unit: str, tail: str) -> Callable[[int], str]:
    return lambda size: head + _repeated(unit)(size) + tail


def _attributes(value: str) -> Callable[[int], str]:
    return lambda size: "<p " + " ".join(f"a{n}={value}" for n in range(size // (len(value) + 8))) + ">text</p>"


HOSTILE_TEXTS: dict[str, Callable[[int], str]] = {
    "one line of a letter": _repeated("a"),
    "one line of words": _repeated("word "),
    "one line of sentences": _repeated("The talks went on. "),
    "line feeds": _wrapped("a", "\n", "a"),
    "carriage returns": _wrapped("a", "\r", "a"),
    "lines of one letter": _repeated("a\n"),
    "lines of one digit": _repeated("1\n"),
    "lines of one mark": _repeated(".\n"),
    "lines of different words": lambda size: "\n".join(f"w{n}" for n in range(size // 8)),
    "set phrases": _repeated("Comments\nRead more\nShare this\n"),
    "numbered names": _repeated("1. Name Name\n"),
    "picture credits": _repeated("(AP Photo/ "),
    "open brackets": _repeated("("),
    "dates": _repeated("26 May 2015 | 09:25\n"),
    "wrapped lines": _repeated("word " * 15 + "\n"),
    "indented lines": lambda size: "\n".join(" " * (n % 1000) + "a" for n in range(size // 500)),
    "spaces": lambda size: "a" + _repeated(" ")(size) + "a",
    "no-break spaces": lambda size: "a" + _repeated("\xa0")(size) + "a",
    "bidi marks": _repeated("\u202e"),
    "zero-width spaces": _repeated("\u200b"),
    "combining marks": lambda size: "a" + _repeated("\u0301")(size),
    "emoji": _repeated("\U0001f600"),
    "lone surrogates as bytes": _repeated("\udcff"),
    "Chinese without a space": _repeated("北京时间今天"),
    "Arabic lines": _repeated("وقال الوزير يوم الاثنين\n"),
    "NUL characters": lambda size: "text " + "\0" * 10 + _repeated("text ")(size),
}
MARKUPS: dict[str, Callable[[int], str]] = {
    "nested div": _repeated("<div>"),
    "nested div that end tags of others follow": _repeated("<div></span></p>"),
    "nested div and comments of their end": _repeated("<div><!--</div>-->"),
    "nested b": _repeated("<b>"),
    "nested p and b": _repeated("<p><b>"),
    "nested span with text": _repeated("<span>a"),
    "nested table": _repeated("<table>"),
    "nested table cells": _repeated("<table><tr><td>"),
    "nested lists": _repeated("<ul><li>"),
    "nested a": _repeated("<a href=x>a"),
    "nested custom elements": _repeated("<x-y>"),
    "nested svg": _repeated("<svg>"),
    "nested templates": _repeated("<template>"),
    "paragraphs of one letter": _repeated("<p>a"),
    "closed paragraphs": _repeated("<p>a</p>"),
    "line breaks": _repeated("a<br>"),
    "list items": _repeated("<li>a"),
    "pictures": _repeated("<img src=a>"),
    "end tags": _repeated("</p>"),
    "end tags of nothing": _repeated("</div>"),
    "misnested b and p": _repeated("<b><p></b></p>"),
    "less than": _repeated("<"),
    "less than with a letter": _repeated("<a"),
    "greater than": _wrapped("<p>", ">", "</p>"),
    "unclosed comments": _repeated("<!--"),
    "comments": _repeated("<!-- -->a"),
    "an unclosed attribute": lambda size: "<p>text</p><p a='" + _repeated("x")(size),
    "attributes": _attributes("b"),
    "attributes of marks": _attributes('"<>"'),
    "class names": lambda size: "<p>text</p><p class='" + _repeated("ad ")(size) + "'>text</p>",
    "classes": lambda size: "".join(f"<p class=c{n}>a" for n in range(size // 14)),
    "unclosed script": lambda size: "<p>text</p><script>" + _repeated("if (a<b) ")(size),
    "scripts": _repeated("<script>a</script>b"),
    "character references": _wrapped("<p>", "&amp;", "</p>"),
    "unknown character references": _wrapped("<p>", "&x", "</p>"),
    "preformatted lines": _wrapped("<pre>", "a\n", "</pre>"),
    "metadata": _repeated("<meta name=author content=a>"),
    "JSON-LD of brackets": _wrapped('<p>text</p><script type="application/ld+json">', "[", "</script>"),
    "times": _repeated("<time datetime=2015-05-26>a</time>"),
    "property names": _repeated("<p itemprop=author>a"),
}


def page_bytes(name: str, size: int = PAGE_SIZE) -> tuple[bytes, str]:
    """The bytes of a hostile page of about `size` bytes, and the path that it pretends to have."""
    if name in HOSTILE_TEXTS:
        return HOSTILE_TEXTS[name](size).encode("utf-8", "surrogateescape"), "page.txt"
    return ("<!doctype html><body>" + MARKUPS[name](size)).encode(), "page.html"


def seconds(name: str, size: int = PAGE_SIZE) -> tuple[float, float, float]:
    """CPU seconds for reading, cleaning and describing the page; zeros behind a page that is refused."""
    data, path = page_bytes(name, size)
    times = [time.process_time()]
    try:
        pages = [page for page in read(data, path) if not isinstance(page, Skipped)]
    except ReadError:
        return time.process_time() - times[0], 0.0, 0.0
    times.append(time.process_time())
    cleaned = [clean(page) for page in pages]
    times.append(time.process_time())
    for page, clean_page in zip(pages, cleaned, strict=True):
        describe(page, clean_page)
    times.append(time.process_time())
    reading, cleaning, describing = (after - before for before, after in pairwise(times))
    return reading, cleaning, describing


def _write(path: Path, origin: measurement.MeasurementOrigin, times: dict[str, tuple[float, float, float]]) -> None:
    rows = ((name, *(f"{each:.2f}" for each in (*steps, sum(steps)))) for name, steps in times.items())
    body = "CPU seconds for reading, cleaning and describing a megabyte of each shape.\n\n" + table(
        ("shape", "read", "clean", "describe", "in all"), rows
    )
    measurement.write(path, "Hostile pages", origin, body)


def main() -> int:
    """Print a line for each shape."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "names", nargs="*", default=[*HOSTILE_TEXTS, *MARKUPS], metavar="NAME", help="default: all shapes"
    )
    measurement.write_option(parser, "hostile")
    given = parser.parse_args()
    content = measurement.digest(page_bytes(name)[0] for name in given.names)
    origin = measurement.MeasurementOrigin.now(
        "python -m tools.hostile", f"{len(given.names)} shapes (digest {content})"
    )
    seconds("one line of words", 1000)
    seconds("closed paragraphs", 1000)
    print(f"{'CPU seconds':44s} {'read':>6s} {'clean':>6s} {'descr.':>6s} {'in all':>6s}")
    times: dict[str, tuple[float, float, float]] = {}
    for name in given.names:
        steps = times[name] = seconds(name)
        print(f"{name:44s} " + " ".join(f"{each:6.2f}" for each in (*steps, sum(steps))), flush=True)
    if given.write:
        _write(given.write, origin, times)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Which page does one line of a JSON-lines file hold, whatever line of the file it is?"""

from __future__ import annotations

from xxhash import xxh3_64_intdigest

from index.article import article_id
from index.errors import ReadError, Skipped
from index.page import RawPage
from index.readers.jsonl import read_jsonl
from index.reasons import SkipCode, SkipReason

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def line_id(line: bytes, path: str) -> int:
    """The id of the article in a line of a JSON-lines file; 0 where there is none."""
    try:
        page = page_of_line(line, path)
    except ReadError:
        return 0
    return int(article_id(page.path, page.key), 16)


def page_of_line(line: bytes, path: str) -> RawPage:
    """The page of one line. Where it has no id its digest names it, so that its name does not hang on its place."""
    digest = xxh3_64_intdigest(line)
    for page in read_jsonl([line.removeprefix(_BYTE_ORDER_MARK)], path, first_line=digest):
        if isinstance(page, Skipped):
            raise ReadError(page.why)
        return page
    raise ReadError(SkipReason(SkipCode.EMPTY))

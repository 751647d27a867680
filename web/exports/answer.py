"""How does a result list leave the program as JSON? In pieces, as the export makes its pages.

What is known at the end stands at the end. A fault in the middle is raised, and the piece that ends the JSON never
comes.
"""

from __future__ import annotations

from collections.abc import Iterator

from search.results import Export
from web.exports.formats import ranked
from web.reply.encoding import indented
from web.reply.export import export_end, export_head, export_hit


def to_json(export: Export, query_id: str | None = None) -> Iterator[bytes]:
    """The answer to one query as one JSON object, UTF-8: a `web.reply.export.Export`."""
    yield indented(export_head(export.results, query_id)).removesuffix(b"\n}") + b',\n  "hits": ['
    before = b"\n    "
    for page in ranked(export):
        objects = (indented(export_hit(rank, hit)).replace(b"\n", b"\n    ") for rank, hit in page)
        yield before + b",\n    ".join(objects)
        before = b",\n    "
    yield (b"\n  ]" if export.written else b"]") + b"," + indented(export_end(export)).removeprefix(b"{")

"""What may a program send with a request that adds to the archive, and what does each success say?"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from web.writing import ADDRESS_PART, FILE_PART, JSON, MULTIPART

ADDING = (
    "Add a file, or one article as JSON, with the token as `Authorization: Bearer`. It is kept in the inbox of the "
    "archive before anything is answered"
)
CREATED = HTTPStatus.CREATED.value
SUCCESSES = {
    HTTPStatus.OK.value: "The archive has the same bytes already; nothing was kept.",
    CREATED: "The article can be found.",
    HTTPStatus.ACCEPTED.value: "The file is kept and will be read: another process writes the index, or many wait.",
}
"""What each status of success says."""
LOCATION: dict[str, Any] = {"Location": {"description": "The page of the first article.", "schema": {"type": "string"}}}
_STRING = {"type": "string"}
BODIES: dict[str, dict[str, Any]] = {
    MULTIPART: {
        "type": "object",
        "required": [FILE_PART],
        "properties": {
            FILE_PART: {
                "type": "string",
                "format": "binary",
                "description": "A file of any kind that `reindex` reads.",
            },
            ADDRESS_PART: _STRING | {"description": "Where its article was on the web."},
        },
    },
    JSON: {
        "type": "object",
        "required": ["text"],
        "properties": dict.fromkeys(("id", "title", "text", "url", "published", "publisher", "language"), _STRING),
        "additionalProperties": True,
        "description": "An article with the fields of JSON lines.",
    },
}
"""What a body of each type holds."""

BIBLIOGRAPHIES = (
    ("ris", "RIS", "application/x-research-info-systems"),
    ("bib", "BibTeX", "application/x-bibtex"),
    ("csl.json", "CSL JSON", "application/vnd.citationstyles.csl+json"),
)
"""The forms of bibliographies: the ending of their addresses, their name, their media type."""

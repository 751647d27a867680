"""What may a program send with a request that writes? Schemas of bodies by their types."""

from __future__ import annotations

from typing import Any

from web.writing import ADDRESS_PART, FILE_PART, JSON, MULTIPART

BodySchema = dict[str, Any]
_STRING = {"type": "string"}
ADDED_BODIES: dict[str, BodySchema] = {
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
"""What is added."""
SEARCH_BODY: dict[str, BodySchema] = {
    JSON: {
        "type": "object",
        "required": ["address"],
        "properties": {
            "address": _STRING
            | {
                "description": "The address of a page of results, or of a name: absolute with the host of the service, "
                "or relative."
            },
            "name": _STRING | {"description": "What its reader calls it; without one, what it asks in words."},
        },
    }
}
"""A search to save."""
_IDS: BodySchema = {"type": "array", "items": _STRING | {"minLength": 1}}
NEW_LIST_BODY: dict[str, BodySchema] = {
    JSON: {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": _STRING | {"minLength": 1, "description": "Its name, which no other list has."},
            "ids": _IDS | {"description": "Articles that it has from the beginning."},
        },
    }
}
"""A list to make."""
LIST_BODY: dict[str, BodySchema] = {
    JSON: {
        "type": "object",
        "properties": {
            "name": _STRING | {"minLength": 1, "description": "Another name."},
            "ids": _IDS | {"description": "Another order: all ids that the list has, as it tells them."},
        },
    }
}
"""What changes of a list."""
LISTED_BODY: dict[str, BodySchema] = {
    JSON: {
        "type": "object",
        "required": ["ids"],
        "properties": {
            "ids": _IDS | {"minItems": 1, "description": "Articles, which are put at the end; those that it has stay."},
            "note": _STRING | {"description": "Where there is one article: its note, which is written anew."},
        },
    }
}
"""What is put into a list."""
NAME_BODY: dict[str, BodySchema] = {
    JSON: {
        "type": "object",
        "required": ["name"],
        "properties": {"name": _STRING | {"minLength": 1, "description": "What its reader calls it."}},
    }
}
"""Another name."""

BIBLIOGRAPHIES = (
    ("ris", "RIS", "application/x-research-info-systems"),
    ("bib", "BibTeX", "application/x-bibtex"),
    ("csl.json", "CSL JSON", "application/vnd.citationstyles.csl+json"),
)
"""The forms of bibliographies: the ending of their addresses, their name, their media type."""

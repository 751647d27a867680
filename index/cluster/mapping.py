"""What is an archive in a cluster? Three indices, and the fields of a document.

    NAME-articles    a document for each version of an article that some generation has, see `documents`
    NAME-words       the words of the archive, in pieces that never change, see `words`
    NAME-state       one document, which says what is published: writing it is the commit, see `state`

Tokens are ours (`index.cluster.tokens`), so that a cluster needs no plugin: it parts them at spaces and bars, and files
a plain term with its form under both, and each position under `/`. The score of a term is how often it stands; all else
is worked out from that by the question.
"""

from __future__ import annotations

from typing import Any

from index.facets import FACET_NAMES, SETTLED
from index.schema import LEAD_WORDS

ARTICLES_INDEX, WORDS_INDEX, STATE_INDEX = "articles", "words", "state"
LAYOUT = 3  # raise it whenever what is written changes: an archive of another layout is refused, then written anew

TITLE_FIELD, BODY_FIELD, LEAD_FIELD, REMOVED_FIELD = "title", "body", "lead", "removed"
TEXTS = (TITLE_FIELD, BODY_FIELD, LEAD_FIELD, REMOVED_FIELD)
LENGTH = {TITLE_FIELD: "title_length", BODY_FIELD: "body_length", REMOVED_FIELD: "removed_length"}
SINCE, UNTIL = "since", "until"
OPEN = 2**31 - 1  # `until` of a document that no generation has ended
MOST_BUCKETS = 1_000_000  # values of a facet: an archive of 10,000,000 articles has fewer authors


def facet_field(name: str) -> str:
    """The field that has the values of a facet; "" is that of an article without any."""
    return f"facet_{name}"


def offered_field(name: str) -> str:
    """The field that has those of the values of a facet of names that are offered to readers; nothing for none."""
    return f"offered_{name}"


def spelled_name(kind: int, value: str, text: str = "") -> str:
    """A name as a document spells it, behind its type and the value that it counts under."""
    return f"{kind}\x1f{value}\x1f{text}"


YEAR_FIELD = facet_field("year")


def index_name(archive: str, part: str) -> str:
    """The name of an index of an archive."""
    return f"{archive}-{part}"


def articles(shards: int, replicas: int) -> dict[str, Any]:
    """The settings and fields of the index of articles."""
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "-1",  # by the one that publishes
            "codec": "best_compression",
            "index.replication.type": "DOCUMENT",
            "index.max_terms_count": 65_536,
            "index.max_result_window": 10_000,
            "analysis": {
                "tokenizer": {
                    "positions": {"type": "char_group", "tokenize_on_chars": [" "], "max_token_length": 65_536}
                },
                "filter": {
                    "beginning": {"type": "limit", "max_token_count": LEAD_WORDS},
                    "several": {"type": "pattern_capture", "preserve_original": False, "patterns": ["([^|]+)"]},
                    # A plain term with its form, the term, and the sign between them; then what stands beside it. One
                    # filter for all: two took a tenth more of the time of a publication.
                    "filed": {
                        "type": "pattern_capture",
                        "preserve_original": False,
                        "patterns": ["^(([^/|]*)/[^|]*)", "(/)", "[|]([^|]+)"],
                    },
                },
                "analyzer": {
                    "tokens": {"type": "custom", "tokenizer": "positions", "filter": ["filed"]},
                    "lead": {"type": "custom", "tokenizer": "positions", "filter": ["beginning", "filed"]},
                    "asked": {"type": "custom", "tokenizer": "positions", "filter": ["several"]},
                },
            },
            "similarity": {"frequency": {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}},
        },
        "mappings": {"dynamic": "strict", "properties": _fields()},
    }


def _fields() -> dict[str, Any]:
    text = {"type": "text", "analyzer": "tokens", "search_analyzer": "asked", "norms": False, "similarity": "frequency"}
    keyword, integer, number = {"type": "keyword"}, {"type": "integer"}, {"type": "long"}
    read = {"index": False}  # what is sorted by behind others, or reckoned with: nobody looks for it
    sought = {"doc_values": False}  # what is looked for alone
    return {
        **dict.fromkeys(TEXTS, text),
        BODY_FIELD: text | {"copy_to": LEAD_FIELD},
        LEAD_FIELD: text | {"analyzer": "lead"},  # the beginning of the body, which counts more
        **dict.fromkeys(LENGTH.values(), integer),
        LENGTH[REMOVED_FIELD]: integer | read,
        "id": keyword,  # of the article
        "place": number,  # of the text: by it ties are put in order (`Segment.identities`)
        "published_as": number | read,  # the id as a number: by it what came together is in order
        "digest": keyword | read,  # of all fields but `since` and `until`
        SINCE: integer,
        UNTIL: integer,
        "newest": {"type": "boolean"},  # whether it is the version that readers see
        "version": integer,  # from 1; 0 for an article of one
        "published": integer,  # the day as an ordinal, 0 for none
        "day": integer,  # the same where it is known to the month at least
        "earliest": integer,  # the day, of an article without one behind all others
        "latest": integer | read,  # the minute of the day by which the newest comes first: less where it is later
        "minute": integer | read,
        "possible": integer,  # the days that an article of an unknown year may be of
        "added": number,  # seconds since 1970, 0 where it is not known
        "address": keyword | sought,  # as `index.address.canonical` spells it
        "group": number,  # of copies, by the place of its first article; missing where there are no copies
        "member": integer,  # the place in the group, from 0
        "standing": keyword | sought,  # group and member as one
        "copies": integer,  # how many others the group has
        **{facet_field(name): keyword for name in (*FACET_NAMES, "year")},
        **{offered_field(facet.name): keyword for facet in SETTLED},
        "spelled": keyword,  # each name that it states itself, as `spelled_name` writes it
        "same": {"type": "object", "enabled": False},  # of a copy: words, how many are the same, in how many runs
        "entities": {"type": "object", "enabled": False},  # a row each: kind, text, value, its places in text and title
        "card": {"type": "object", "enabled": False},
        "text": {"type": "object", "enabled": False},
        "details": {"type": "object", "enabled": False},
    }


def words(replicas: int) -> dict[str, Any]:
    """The settings and fields of the index of words: pieces of files, by what they hold."""
    return {
        "settings": {"number_of_shards": 1, "number_of_replicas": replicas, "refresh_interval": "-1"},
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "file": {"type": "keyword"},
                "piece": {"type": "integer"},
                "bytes": {"type": "binary"},
            },
        },
    }


def state(replicas: int) -> dict[str, Any]:
    """The settings of the index of the state, whose one document is read by its id."""
    return {
        "settings": {"number_of_shards": 1, "number_of_replicas": replicas, "auto_expand_replicas": "0-2"},
        "mappings": {"dynamic": False},
    }

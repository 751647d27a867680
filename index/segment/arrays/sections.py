"""What are the sections of an index's files called? Each name once, for those who write, read and check it.

What a section holds is told by the module that writes it. A name that changes is another format: see `index.schema`.
"""

from __future__ import annotations

from index.segment.arrays.gaps import DTYPES

# Of a segment.
ORIGIN = "origin"
PUBLISHED, MODIFIED, MINUTES = "published", "modified", "minutes"
POSSIBLE_DOCS, POSSIBLE_DAYS = "possible.docs", "possible.days"
IDENTITIES, IDENTITY_ORDER, SUPERSEDED = "ids", "ids.order", "ids.superseded"
FORM_ENTRIES, FORM_ENDS, FORM_NUMBERS = "forms.entries", "forms.ends", "forms.numbers"
FACET_VALUES, FACET_ENDS, FACET_BASES = "facets.values", "facets.ends", "facets.bases"
FACET_ROWS, FACET_EXTRA_DOCS, FACET_EXTRA_VALUES = "facets.rows", "facets.extra_docs", "facets.extra_values"
ADDRESSES, ADDRESS_ENDS, ADDRESS_DOCS = "addresses.entries", "addresses.ends", "addresses.docs"
MENTION_TEXTS, MENTION_ENDS, MENTION_KEYS = "mentions.texts", "mentions.ends", "mentions.keys"
MENTION_NUMBERS, MENTION_BLOCKS = "mentions.numbers", "mentions.blocks"
MENTION_ROW_ENDS, MENTION_ROWS = "mentions.row_ends", "mentions.rows"
MENTION_VOTE_ENDS, MENTION_VOTES = "mentions.vote_ends", "mentions.votes"
PRINT_VALUES, PRINT_HOLDERS, PRINT_COUNTS = "prints.values", "prints.holders", "prints.counts"
FRAMES, FRAME_ENDS = "stored.frames", "stored.ends"
DICTIONARIES, DICTIONARY_ENDS = "stored.dictionaries", "stored.dictionary_ends"

# Of each field of a segment, behind the field's name: see `of_field`.
TERMS, TERM_OFFSETS, FIRST_POSTING = "terms", "term_offsets", "first_posting"
GAPS, GAP_WIDTH, GAP_START = tuple(f"gaps_{dtype}" for dtype in DTYPES), "gap_width", "gap_start"
COUNTS, EXCEPTIONS, EXACT = "counts", "exceptions", "exact"
FORM_BITS = "form_bits"
POSITIONS, MARKS = "positions", "marks"
LENGTHS, VARIANTS = "lengths", "variants"

# Of a segment's file of ids, and of its list of deleted documents.
IDS, ID_ORDER, ADDED = "ids", "order", "added"
DELETED = "deleted"


def of_field(field: str, part: str) -> str:
    """The name of a field's own section."""
    return f"{field}.{part}"

"""`docs/format.md`: which files has an index, and what is in them?

Names and versions are the code's own. What a section holds is told here, once; `tests/docs/test_format.py` holds the
list to the sections of an index that was really written.
"""

from __future__ import annotations

from typing import NamedTuple

from index.copies import copy_table
from index.reindex import manifest
from index.schema import FORMAT_VERSION, LARGEST_FREQUENCY, LARGEST_LEAD, LEAD_WORDS, NO_TIME, TEXT_FIELDS
from index.segment.arrays import named, sections
from index.segment.arrays.container import MAGIC
from index.segment.reader import SEGMENT_FILE
from index.store import history
from index.store.publication import ATTACHED, LOCK, SEGMENTS, WORK
from tools.docs.markdown import code, codes, made_from, table


class Held(NamedTuple):
    """A section: its name, the dtypes that its items may have, what they are."""

    name: str
    dtypes: str
    what: str


_SMALLEST = "u1 u2 u4 u8"  # the writer takes the narrowest that holds the largest number
IN_A_SEGMENT = (
    Held(sections.ORIGIN, "u1", "JSON: the stamps of the analysis and of the fields that wrote the segment"),
    Held(sections.PUBLISHED, "i4", "day of publication of each document as an ordinal; 0: undated"),
    Held(sections.MODIFIED, "i4", "day of the last change, in the same way"),
    Held(sections.MINUTES, "i2", f"minutes from the day's beginning in UTC to the moment; {NO_TIME}: no time known"),
    Held(sections.POSSIBLE_DOCS, "i4", "undated documents, once for each day that they can be of, ascending"),
    Held(sections.POSSIBLE_DAYS, "i4", "these days as ordinals"),
    Held(sections.IDENTITIES, "u8", "of which place (path and key) each document is, as a 64-bit number"),
    Held(sections.IDENTITY_ORDER, "i4", "the documents in the order of these numbers"),
    Held(sections.SUPERSEDED, "i4", "documents that a later one of the same segment replaces"),
    Held(sections.FORM_ENTRIES, "u1", "exact forms: `term NUL form`, sorted, one after another"),
    Held(sections.FORM_ENDS, _SMALLEST, "where each of these starts, and where the last ends"),
    Held(sections.FORM_NUMBERS, "u1", "the number that stands for the form in `FIELD.variants`"),
    Held(sections.FACET_VALUES, "u1", "values of all facets, facet after facet, each part sorted"),
    Held(sections.FACET_ENDS, _SMALLEST, "the end of each value"),
    Held(sections.FACET_BASES, "i8", "the first value of each facet, and the number of values"),
    Held(sections.FACET_ROWS, "u2 u4", "one row a document: the first value of each facet"),
    Held(sections.FACET_EXTRA_DOCS, "i4", "documents with further values, ascending"),
    Held(sections.FACET_EXTRA_VALUES, "u4", "these values"),
    Held(sections.ADDRESSES, "u1", "addresses on the web, each in one spelling and with a line break, sorted"),
    Held(sections.ADDRESS_ENDS, _SMALLEST, "where each of these starts, and where the last ends"),
    Held(sections.ADDRESS_DOCS, "i4", "the document at each"),
    Held(
        sections.MENTION_TEXTS,
        "u1",
        "different names of persons, organisations, places, in the order of their keys",
    ),
    Held(sections.MENTION_ENDS, "u8", "the end of each name"),
    Held(sections.MENTION_KEYS, "u8", "xxh3-64 of each name, ascending"),
    Held(sections.MENTION_NUMBERS, "u4", "the number of the folded name, for which articles vote"),
    Held(sections.MENTION_BLOCKS, "u4", "the number of the consonants of its last word: names of one person share it"),
    Held(sections.MENTION_ROW_ENDS, "u4", "the end of each document's names"),
    Held(sections.MENTION_ROWS, "u4", "`name << 3 | type << 1 | sure` each; type 0: person, 1: organisation, 2: place"),
    Held(sections.MENTION_VOTE_ENDS, "u4", "the end of each document's votes"),
    Held(sections.MENTION_VOTES, "u4", "these: `number << 2 | type`, 3: capitalised and no mention"),
    Held(sections.PRINT_VALUES, "u4", "fingerprints of all documents, ascending: those of five words of a text each"),
    Held(sections.PRINT_HOLDERS, "u4", "whose each of them is, ascending where they are equal"),
    Held(sections.PRINT_COUNTS, "u4", "how many each document has"),
    Held(sections.FRAMES, "u1", "a zstandard frame a document: card (what a result shows), text, details"),
    Held(sections.FRAME_ENDS, _SMALLEST, "the end of each frame"),
    Held(sections.DICTIONARIES, "u1", "what the frames share, learnt from the first articles"),
    Held(sections.DICTIONARY_ENDS, "u8", "the end of each dictionary"),
)
IN_A_FIELD = (
    Held(sections.TERMS, "u1", "the terms, sorted by their bytes, one after another"),
    Held(sections.TERM_OFFSETS, _SMALLEST, "where each term starts"),
    Held(sections.FIRST_POSTING, _SMALLEST, "its first posting; a posting is a document that holds the term"),
    *(
        Held(name, dtype, f"document numbers as gaps, of terms whose gaps fit {8 << number} bits")
        for number, (name, dtype) in enumerate(zip(sections.GAPS, ("u1", "u2", "u4"), strict=True))
    ),
    Held(sections.GAP_WIDTH, "u1", "which of these three arrays has the term"),
    Held(sections.GAP_START, _SMALLEST, "where it starts there"),
    Held(
        sections.COUNTS,
        "u1",
        f"a byte a posting: frequency up to {LARGEST_FREQUENCY - 1} and frequency in the first {LEAD_WORDS} words up "
        f"to {LARGEST_LEAD - 1}",
    ),
    Held(
        sections.FORM_BITS,
        "u1",
        "a byte a posting: which exact forms the document holds. Bit 0: the term itself, and what has no forms, bit 7: "
        "forms without a number of their own, bits 1 to 6: the others by their number, `1 + (number - 1) % 6`",
    ),
    Held(sections.EXCEPTIONS, _SMALLEST, "postings whose counts do not fit, ascending"),
    Held(sections.EXACT, "u4", "their frequency and frequency in the first words, in pairs"),
    Held(sections.POSITIONS, "u2 u4", "positions of each posting, posting after posting"),
    Held(sections.MARKS, _SMALLEST, "where the positions of every 128th posting start"),
    Held(sections.LENGTHS, "i4", "words of each document"),
    Held(sections.VARIANTS, "u1", "the exact form at each position, document after document"),
)
IN_NAMES = (
    Held(sections.IDS, "u8", "the article's id, as it stands in its address"),
    Held(sections.ID_ORDER, "i4", "the documents in the order of their ids"),
    Held(sections.ADDED, "i8", "when the article was first published, seconds since 1970; 0: not known"),
)
IN_DELETED = (Held(sections.DELETED, "i4", "documents that are deleted as of the generation"),)

_FILES = (
    (
        "_MAIN_<n>.toc",
        "generation n. Renaming this one file is the commit. Its front is Whoosh's table of contents, behind it stands "
        "our record as JSON, with checksum and version",
    ),
    (f"{SEGMENTS}/<name>/{SEGMENT_FILE}", "a segment: a container, written once, never changed, shared by generations"),
    (f"{SEGMENTS}/<name>/{named.FILE}", "a container: under which id each document is published, and since when"),
    (f"{SEGMENTS}/<name>/deleted-<n>", "a container: its deleted documents as of generation n"),
    (f"{ATTACHED}/<n>/{manifest.NAME}", "what the index holds of which file: NumPy arrays in a zip, no pickles"),
    (f"{ATTACHED}/<n>/{history.NAME}", "former ids, and deleted articles with title and day"),
    (f"{ATTACHED}/<n>/{copy_table.NAME}", "pairs and groups of articles that are copies: NumPy arrays in a zip"),
    (f"{ATTACHED}/<n>/<table>", "tables of derivations, such as the lines that recur on a site"),
    ("<n>.publishing", "generation n is being given its files; renamed to `_MAIN_<n>.toc` at the commit"),
    ("roots.json", "the folders that were asked for, from the moment that reading begins"),
    (f"{WORK}/", "what is being built, and what a run left that was cut off; emptied by the next publication"),
    (LOCK, "held by the one process that writes; names it"),
)
_VERSIONS = (
    ("containers and generations", FORMAT_VERSION),
    (manifest.NAME, manifest.VERSION),
    (history.NAME, history.VERSION),
)


def text() -> str:
    """The document: files, versions, the container, and the sections of each kind of file."""
    parts = [
        "# The index on disk",
        made_from("tools/docs/format.py and the code that writes an index"),
        "Everything lies in the folder of the index (`CUTTINGS_INDEX`).",
        "## Files",
        table(("file", "what"), ((code(name), what) for name, what in _FILES)),
        "## Versions",
        "An index of another version is not read; `cuttings reindex` makes it anew from your files, and carries former "
        "ids along where their file is whole.",
        table(("of", "version"), ((what, str(version)) for what, version in _VERSIONS)),
        "## Containers",
        f"A container has a header (`{MAGIC.decode()}`, the version), named sections at multiples of 64 bytes, a "
        "directory as JSON `{name: [dtype, items, offset, xxh3-64]}`, and a trailer: place and checksum of the "
        "directory, length of the file, the same eight letters. Everything is little-endian. dtypes are NumPy's; where "
        "several stand, the narrowest that fits is taken.",
        f"## Sections of `{SEGMENT_FILE}`",
        _sections(IN_A_SEGMENT),
        f"Each of {codes(TEXT_FIELDS)} (the lines that cleaning left out) has, behind its name and a dot:",
        _sections(IN_A_FIELD),
        f"## Sections of `{named.FILE}`",
        _sections(IN_NAMES),
        "## Sections of `deleted-<n>`",
        _sections(IN_DELETED),
    ]
    return "\n\n".join(parts) + "\n"


def _sections(held: tuple[Held, ...]) -> str:
    rows = ((code(section.name), section.dtypes.replace(" ", ", "), section.what) for section in held)
    return table(("section", "dtype", "what"), rows)

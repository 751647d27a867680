"""Why was a source left out, or a line of a page? Codes with values; the sentences are made where they are shown
(`web.reasons`, `web.removals`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class EvidenceCode(StrEnum):
    """How is a value known that no place of the page says? Codes stand where evidence names a place, their values where
    it quotes. They are added, never renamed."""

    PAGES_OF_HOST = "pages of the host"  # "votes pages host", both numbers of at most ten
    HOST = "host"  # the host


ReasonValue = str | int | float | tuple[str, ...]


class Code(StrEnum):
    """Of which kind is the reason why a source was left out? A closed set, for programs that read the report."""

    NOT_UNDERSTOOD = "not_understood"
    NO_ARTICLE = "no_article"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    UNREADABLE = "unreadable"
    GIVEN_UP = "given_up"
    CHANGED = "changed"
    REPEATED = "repeated"
    PASSED_OVER = "passed_over"
    CORRECTION = "correction"
    FAULT = "fault"


class SkipCode(StrEnum):
    """Which reason is it? A closed set, for programs that read the report: codes are added, never renamed."""

    # What a file holds.
    CONTROL_CHARACTERS = "control_characters"
    DAMAGED = "damaged"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    FILE_TOO_LARGE = "file_too_large"
    GZIP_BOMB = "gzip_bomb"
    GZIP_DAMAGED = "gzip_damaged"
    GZIP_ENDS_EARLY = "gzip_ends_early"
    GZIP_TOO_LARGE = "gzip_too_large"
    LOOKS_BINARY = "looks_binary"
    LOOKS_FOREIGN = "looks_foreign"
    NO_TEXT_LAYER = "no_text_layer"
    NO_TEXT_PART = "no_text_part"
    PAGE_TOO_LARGE = "page_too_large"
    TOO_MANY_PAGES = "too_many_pages"

    # What is no article.
    ERROR_PAGE = "error_page"
    NO_RUNNING_TEXT = "no_running_text"
    NOTICE_PAGE = "notice_page"

    # Files of several articles.
    ID_REPEATED = "id_repeated"
    LINE_TOO_LONG = "line_too_long"
    LINES_DAMAGED = "lines_damaged"
    LINES_LIMITED = "lines_limited"
    LINES_UNNAMED = "lines_unnamed"
    ENCODING_UNKNOWN = "encoding_unknown"
    WARC_DAMAGED = "warc_damaged"
    WARC_IN_ONE = "warc_in_one"
    BOOKMARK = "bookmark"
    BOOKMARKS = "bookmarks"
    ROW_TOO_LONG = "row_too_long"
    TABLE_DAMAGED = "table_damaged"
    TABLE_WITHOUT_HEADING = "table_without_heading"
    TABLE_WITHOUT_TEXT = "table_without_text"
    FEED_DAMAGED = "feed_damaged"
    JSON_ENDS_EARLY = "json_ends_early"
    ZIP_DAMAGED = "zip_damaged"
    ZIP_ENCRYPTED = "zip_encrypted"
    ZIP_NAME = "zip_name"
    ZIP_NESTED = "zip_nested"
    NO_ARTICLES_IN = "no_articles_in"
    NO_TEXT = "no_text"
    NO_TEXT_IN_ENTRY = "no_text_in_entry"
    NOT_AN_OBJECT = "not_an_object"
    NOT_JSON = "not_json"

    # What came of reading.
    CHANGED = "changed"
    KEPT_AS_READ = "kept_as_read"
    KILLED = "killed"
    NESTED_TOO_DEEPLY = "nested_too_deeply"
    PROCESS_ENDED = "process_ended"
    READING_FAILED = "reading_failed"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_SLOW = "too_slow"
    UNREADABLE = "unreadable"

    # What lies in a folder.
    CORRECTIONS_ELSEWHERE = "corrections_elsewhere"
    CORRECTS_NOTHING = "corrects_nothing"
    FOLDER_UNREADABLE = "folder_unreadable"
    IS_A_FOLDER = "is_a_folder"
    LINK_DEAD = "link_dead"
    LINK_INSIDE = "link_inside"
    LINK_OUTSIDE = "link_outside"
    NAME_TAKEN = "name_taken"
    NOT_A_FILE = "not_a_file"
    NOT_THERE = "not_there"
    PART_OF_A_PAGE = "part_of_a_page"

    # What is known as a sentence only.
    CORRECTION = "correction"
    FAULT = "fault"
    SENTENCE = "sentence"


_KINDS: Mapping[Code, tuple[SkipCode, ...]] = {
    Code.NOT_UNDERSTOOD: (
        SkipCode.CONTROL_CHARACTERS,
        SkipCode.ENCRYPTED,
        SkipCode.LOOKS_BINARY,
        SkipCode.LOOKS_FOREIGN,
    ),
    Code.NO_ARTICLE: (
        SkipCode.ERROR_PAGE,
        SkipCode.NO_ARTICLES_IN,
        SkipCode.NO_RUNNING_TEXT,
        SkipCode.NOTICE_PAGE,
    ),
    Code.EMPTY: (
        SkipCode.BOOKMARK,
        SkipCode.BOOKMARKS,
        SkipCode.EMPTY,
        SkipCode.NO_TEXT,
        SkipCode.NO_TEXT_IN_ENTRY,
        SkipCode.NO_TEXT_LAYER,
        SkipCode.NO_TEXT_PART,
        SkipCode.TABLE_WITHOUT_HEADING,
        SkipCode.TABLE_WITHOUT_TEXT,
    ),
    Code.TOO_LARGE: (
        SkipCode.FILE_TOO_LARGE,
        SkipCode.GZIP_BOMB,
        SkipCode.GZIP_TOO_LARGE,
        SkipCode.LINE_TOO_LONG,
        SkipCode.PAGE_TOO_LARGE,
        SkipCode.TOO_MANY_PAGES,
    ),
    Code.MALFORMED: (
        SkipCode.DAMAGED,
        SkipCode.FEED_DAMAGED,
        SkipCode.JSON_ENDS_EARLY,
        SkipCode.ZIP_DAMAGED,
        SkipCode.GZIP_DAMAGED,
        SkipCode.ROW_TOO_LONG,
        SkipCode.TABLE_DAMAGED,
        SkipCode.ENCODING_UNKNOWN,
        SkipCode.WARC_DAMAGED,
        SkipCode.WARC_IN_ONE,
        SkipCode.GZIP_ENDS_EARLY,
        SkipCode.LINES_DAMAGED,
        SkipCode.LINES_LIMITED,
        SkipCode.LINES_UNNAMED,
        SkipCode.NOT_AN_OBJECT,
        SkipCode.NOT_JSON,
    ),
    Code.UNREADABLE: (
        SkipCode.FOLDER_UNREADABLE,
        SkipCode.IS_A_FOLDER,
        SkipCode.KEPT_AS_READ,
        SkipCode.NOT_THERE,
        SkipCode.UNREADABLE,
    ),
    Code.GIVEN_UP: (
        SkipCode.KILLED,
        SkipCode.NESTED_TOO_DEEPLY,
        SkipCode.PROCESS_ENDED,
        SkipCode.READING_FAILED,
        SkipCode.TOO_MUCH_MEMORY,
        SkipCode.TOO_SLOW,
    ),
    Code.CHANGED: (SkipCode.CHANGED,),
    Code.REPEATED: (SkipCode.ID_REPEATED,),
    Code.PASSED_OVER: (
        SkipCode.ZIP_ENCRYPTED,
        SkipCode.ZIP_NAME,
        SkipCode.ZIP_NESTED,
        SkipCode.LINK_DEAD,
        SkipCode.LINK_INSIDE,
        SkipCode.LINK_OUTSIDE,
        SkipCode.NAME_TAKEN,
        SkipCode.NOT_A_FILE,
        SkipCode.PART_OF_A_PAGE,
    ),
    Code.CORRECTION: (SkipCode.CORRECTION, SkipCode.CORRECTIONS_ELSEWHERE, SkipCode.CORRECTS_NOTHING),
    Code.FAULT: (SkipCode.FAULT,),
}
_KIND_OF = {code: kind for kind, codes in _KINDS.items() for code in codes}


@dataclass(frozen=True, slots=True, init=False)
class SkipReason:
    """Why a source was left out: which reason, and with what, as (name, value) pairs. Which values a code has, its
    sentence says (`web.reasons`)."""

    code: SkipCode
    values: tuple[tuple[str, ReasonValue], ...]

    def __init__(self, code: SkipCode, /, **values: ReasonValue) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "values", tuple(values.items()))

    @property
    def kind(self) -> Code:
        """Of which kind it is; a sentence of an older index says that itself."""
        if self.code is SkipCode.SENTENCE:
            return Code(str(dict(self.values)["kind"]))
        return _KIND_OF[self.code]

    def __str__(self) -> str:
        """Code and values, for whoever debugs: no reader sees it."""
        code = self.code.replace("_", " ")
        shown = ", ".join(", ".join(value) if isinstance(value, tuple) else str(value) for _, value in self.values)
        return f"{code}: {shown}" if shown else code


def sentence_of(text: str, kind: Code, advice: str = "") -> SkipReason:
    """A reason that an older version wrote down as a sentence, and what it advised ("": what the kind does)."""
    return SkipReason(SkipCode.SENTENCE, text=text, kind=str(kind), advice=advice)


def page_too_large(size: int, limit: int) -> SkipReason:
    """That a page has more bytes than a page may have."""
    return SkipReason(SkipCode.PAGE_TOO_LARGE, megabytes=size / 1e6, limit_megabytes=limit / 1e6)


class Trait(StrEnum):
    """What of a line speaks against its being running text? What weighed most with the model; stored with articles."""

    NEIGHBOURS = "neighbours"
    PICTURE = "picture"
    ECHO = "echo"
    LINKS = "links"
    FAR = "far"
    FURNITURE = "furniture"
    SPARSE = "sparse"
    ALIKE = "alike"
    MARKED = "marked"
    LAYOUT = "layout"
    MENU_WORDS = "menu_words"
    SHORT = "short"
    NO_SENTENCE = "no_sentence"

"""What is to be said to a reader of an answer? Codes with values; the sentences are made where they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from index.errors import Remedy

NoteValue = str | int | Remedy | tuple[str, ...]


class NoteCode(StrEnum):
    """Of which kind is a note? A closed set, for programs that read the API: codes are added, never renamed."""

    # How a question was read.
    ALL_CAPITALS = "all_capitals"
    ATLEAST_LEFT_OUT = "atleast_left_out"
    BRACKET_NOT_CLOSED = "bracket_not_closed"
    BRACKET_NOT_OPENED = "bracket_not_opened"
    BRACKETS_TOO_DEEP = "brackets_too_deep"
    COPIES_UNKNOWN = "copies_unknown"
    COUNT_LIMITED = "count_limited"
    DAY_BEFORE_MONTH = "day_before_month"
    DISTANCE_LIMITED = "distance_limited"
    EDITS_LIMITED = "edits_limited"
    FIELD_ABSENT = "field_absent"
    FIELD_UNKNOWN = "field_unknown"
    LONG_SENTENCE = "long_sentence"
    NO_NUMBER = "no_number"
    NO_WORD = "no_word"
    NOT_A_DATE = "not_a_date"
    NOTHING_TO_JOIN = "nothing_to_join"
    NOTHING_TO_LOOK_FOR = "nothing_to_look_for"
    QUESTION_LIMITED = "question_limited"
    QUOTATION_NOT_CLOSED = "quotation_not_closed"
    RANGE_SWAPPED = "range_swapped"
    READ_AS_AND = "read_as_and"
    RELATIVE_DATE = "relative_date"
    SCOPE_EMPTY = "scope_empty"
    SCOPE_UNKNOWN = "scope_unknown"
    SIGNS_LEFT_OUT = "signs_left_out"
    STAR_IN_WORD = "star_in_word"
    SITE_IS_PUBLISHER = "site_is_publisher"
    STAR_LEFT_OUT = "star_left_out"
    WILDCARD_TOO_SHORT = "wildcard_too_short"
    WORDS_LIMITED = "words_limited"

    # How it was answered.
    ABBREVIATION = "abbreviation"
    ADDRESS_NOT_HELD = "address_not_held"
    ARTICLES_UNKNOWN = "articles_unknown"
    EXPORT_CUT_SHORT = "export_cut_short"
    MARKS_CUT_SHORT = "marks_cut_short"
    PATTERN_LIMITED = "pattern_limited"
    RESULTS_LIMITED = "results_limited"
    TIME_UP = "time_up"

    # What is true of the archive, whatever is asked.
    INDEX_DAMAGED = "index_damaged"
    OLDER_GENERATION = "older_generation"
    OTHER_READING = "other_reading"

    # What of an address could not be used.
    ADDRESS_DATE_UNKNOWN = "address_date_unknown"
    CHOICE_UNKNOWN = "choice_unknown"
    DAYS_SWAPPED = "days_swapped"
    FILTER_TOO_LONG = "filter_too_long"
    FILTERS_LIMITED = "filters_limited"
    FLAG_UNKNOWN = "flag_unknown"
    IDS_LIMITED = "ids_limited"
    LISTING_UNKNOWN = "listing_unknown"
    NUMBER_LIMITED = "number_limited"
    NUMBER_UNKNOWN = "number_unknown"
    ORDER_UNKNOWN = "order_unknown"
    PAGE_MISSING = "page_missing"
    PAGES_LIMITED = "pages_limited"
    PARAMETER_REPEATED = "parameter_repeated"
    PARAMETER_UNKNOWN = "parameter_unknown"
    PERIODS_LIMITED = "periods_limited"
    TEXT_LIMITED = "text_limited"
    VALUES_LIMITED = "values_limited"


@dataclass(frozen=True, slots=True, init=False)
class Note:
    """One thing to be said: which, and with what, as (name, value) pairs. Which values a code has, its sentence says
    (`web.sentences`)."""

    code: NoteCode
    values: tuple[tuple[str, NoteValue], ...]

    def __init__(self, code: NoteCode, /, **values: NoteValue) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "values", tuple(values.items()))


def older_generation(cause: str, command: str = "reindex") -> Note:
    """That a newer generation is not answered from, why, and which command helps."""
    return Note(NoteCode.OLDER_GENERATION, cause=cause, remedy=Remedy(command))


NoteTaker = Callable[[Note], None]


def unheard(_: Note) -> None:
    """Takes the notes on a reading that is only tried or offered."""

"""What does a note say? One table, a sentence for each code; `{...}` is a value of the note."""

from __future__ import annotations

from pathlib import Path

from index.errors import Remedy
from search.notes import Note, NoteCode, NoteValue
from web.advice import command

SENTENCES = {
    NoteCode.ALL_CAPITALS: ("Everything is in capitals, so {operators} was read as plain text, not as an operator."),
    NoteCode.ATLEAST_LEFT_OUT: "atleast counts words and phrases only, so it was left out.",
    NoteCode.BRACKET_NOT_CLOSED: "A bracket was not closed; it was closed at the end.",
    NoteCode.BRACKET_NOT_OPENED: "A closing bracket without an opening one was left out.",
    NoteCode.BRACKETS_TOO_DEEP: "Brackets nested deeper than {limit:,} were left out.",
    NoteCode.COPIES_UNKNOWN: "“copies:” takes yes, no, first or a number, so “{typed}” was read as text.",
    NoteCode.COUNT_LIMITED: "atleast counts up to {limit:,}, so a larger number was read as {limit:,}.",
    NoteCode.DAY_BEFORE_MONTH: "“{typed}” was read as {read}: the day stands before the month.",
    NoteCode.DISTANCE_LIMITED: "A distance is {limit:,} words at most, so {typed} was read as {limit:,}.",
    NoteCode.EDITS_LIMITED: "Two edits are the most that is looked for, so “{typed}” was read as “{read}”.",
    NoteCode.FIELD_ABSENT: "There is no field “{field}” here, so its words were looked for in the whole text.",
    NoteCode.FIELD_UNKNOWN: "There is no field “{field}”, so “{typed}” was read as text.",
    NoteCode.LONG_SENTENCE: (
        "The question is a long sentence, so {operators} was read as plain text, not as an operator."
    ),
    NoteCode.NO_NUMBER: "“{typed}” needs a whole number at its end, so it was read as text.",
    NoteCode.NO_WORD: "There is no word in the question, so it finds every article.",
    NoteCode.NOT_A_DATE: (
        "“{field}:{typed}” is not a date, so it was left out. Write a date as 2015, 2015-05 or 2015-05-26, a range as "
        "2013..2015-05."
    ),
    NoteCode.NOTHING_TO_JOIN: "{operator} has nothing to join here, so it was left out.",
    NoteCode.NOTHING_TO_LOOK_FOR: "There is no letter or digit in the question, so there is nothing to look for.",
    NoteCode.QUESTION_LIMITED: "A question has {limit:,} characters at most; the rest was left out.",
    NoteCode.QUOTATION_NOT_CLOSED: "A quotation mark was not closed; it was closed at the end.",
    NoteCode.RANGE_SWAPPED: "The range “{typed}” ends before it starts, so its ends were swapped.",
    NoteCode.READ_AS_AND: "{operator} joins words and phrases only, so it was read as AND.",
    NoteCode.RELATIVE_DATE: "“{typed}” is read as {days}, counted from today.",
    NoteCode.SCOPE_EMPTY: "“in:{field}” needs words to look for.",
    NoteCode.SCOPE_UNKNOWN: "“in:” takes removed, title, lead, hlead or body, so “in:{typed}” was read as text.",
    NoteCode.SIGNS_LEFT_OUT: "Signs are not searched: “{typed}” finds what “{read}” finds.",
    NoteCode.STAR_IN_WORD: (
        "In a quotation a star by itself stands for one word; the one in “{typed}” means nothing and was left out."
    ),
    NoteCode.SITE_IS_PUBLISHER: (
        "“{typed}” is no host such as example.org, so “site:” was read as the publisher: “source:” says that, too."
    ),
    NoteCode.STAR_LEFT_OUT: "A wildcard needs {letters:,} letters before it, so the first star was left out.",
    NoteCode.WILDCARD_TOO_SHORT: ("A wildcard needs {letters:,} letters before it, so “{typed}” was read as “{read}”."),
    NoteCode.WORDS_LIMITED: "Only the first {limit:,} words were read; the rest was left out.",
    NoteCode.ABBREVIATION: "“{name}” was read as an abbreviation: type “{word}” for the word, too.",
    NoteCode.ADDRESS_NOT_HELD: "No article is known to have the address {typed}, so it was looked for in the texts.",
    NoteCode.ARTICLES_UNKNOWN: "No article here has {count:,} of the ids asked for: {ids}.",
    NoteCode.EXPORT_CUT_SHORT: "The time was up after {written:,} of {expected:,} articles: narrow the search.",
    NoteCode.MARKS_CUT_SHORT: "The time was up before all the words were marked.",
    NoteCode.PATTERN_LIMITED: "“{pattern}” fits {words:,} words; the {limit:,} most frequent were looked for.",
    NoteCode.RESULTS_LIMITED: "Only the first {limit:,} results can be paged through: narrow the search instead.",
    NoteCode.TIME_UP: "The search took too long, so this is only part of the answer: use fewer or rarer words.",
    NoteCode.INDEX_DAMAGED: "{cause}; answers may be wrong: run {remedy}",
    NoteCode.OLDER_GENERATION: "an older generation of the index is served, because {cause}; run {remedy}",
    NoteCode.OTHER_READING: "The articles were read by another version of this program: {remedy} reads them anew.",
    NoteCode.ADDRESS_DATE_UNKNOWN: "“{typed}” is no date such as 2015, 2015-05 or 2015-05-26 and was left out.",
    NoteCode.CHOICE_UNKNOWN: "“{name}” can be {choices}, not “{typed}”.",
    NoteCode.DAYS_SWAPPED: "The first day came after the last; the two were swapped.",
    NoteCode.FILTER_TOO_LONG: "A filter of more than {limit:,} characters was left out.",
    NoteCode.FILTERS_LIMITED: "Only the first {limit:,} filters were used.",
    NoteCode.FLAG_UNKNOWN: "“{name}” can be 1 or 0, not “{typed}”.",
    NoteCode.IDS_LIMITED: "Only the first {limit:,} ids were used.",
    NoteCode.LISTING_UNKNOWN: "“copies” can be group or all, not “{typed}”.",
    NoteCode.NUMBER_LIMITED: "“{name}” can be {limit:,} at most.",
    NoteCode.NUMBER_UNKNOWN: "“{name}” needs a whole number from 1, not “{typed}”.",
    NoteCode.ORDER_UNKNOWN: "There is no order “{typed}”; articles are sorted by relevance.",
    NoteCode.PAGE_MISSING: "There is no page {page:,}; this is the last one.",
    NoteCode.PAGES_LIMITED: "Only the first {limit:,} articles can be paged through; narrow the search.",
    NoteCode.PARAMETER_REPEATED: "“{name}” stood more than once in the address; the first counts.",
    NoteCode.PARAMETER_UNKNOWN: "“{name}” in the address means nothing here and was left out.",
    NoteCode.PERIODS_LIMITED: "The time is too long to be shown by {typed}; it is shown by {read}.",
    NoteCode.TEXT_LIMITED: "The question was cut after {limit:,} characters.",
    NoteCode.VALUES_LIMITED: "Only the first {limit:,} values are compared.",
}


def sentence(note: Note, index: Path | None = None) -> str:
    """The note in a sentence; a command that it advises is about the index in the folder `index`, if one is given."""
    return SENTENCES[note.code].format(**{name: _shown(value, index) for name, value in note.values})


def _shown(value: NoteValue, index: Path | None) -> str | int:
    match value:
        case Remedy():
            return command(value, index)
        case tuple():
            return ", ".join(value)
    return value

"""What does a note say? One table, a sentence for each code; `{...}` is a value of the note."""

from __future__ import annotations

from pathlib import Path

from index.errors import Remedy
from search.notes import Note, NoteCode, NoteValue
from web.advice import command
from web.regional import filled
from web.translation import gettext as _
from web.translation import noted

SENTENCES = {
    NoteCode.ALL_CAPITALS: noted(
        "Everything is in capitals, so {operators} was read as plain text, not as an operator."
    ),
    NoteCode.ATLEAST_LEFT_OUT: noted("atleast counts words and phrases only, so it was left out."),
    NoteCode.BRACKET_NOT_CLOSED: noted("A bracket was not closed; it was closed at the end."),
    NoteCode.BRACKET_NOT_OPENED: noted("A closing bracket without an opening one was left out."),
    NoteCode.BRACKETS_TOO_DEEP: noted("Brackets nested deeper than {limit:,} were left out."),
    NoteCode.COPIES_UNKNOWN: noted("“copies:” takes yes, no, first or a number, so “{typed}” was read as text."),
    NoteCode.COUNT_LIMITED: noted("atleast counts up to {limit:,}, so a larger number was read as {limit:,}."),
    NoteCode.DAY_BEFORE_MONTH: noted("“{typed}” was read as {read}: the day stands before the month."),
    NoteCode.DISTANCE_LIMITED: noted("A distance is {limit:,} words at most, so {typed} was read as {limit:,}."),
    NoteCode.EDITS_LIMITED: noted("Two edits are the most that is looked for, so “{typed}” was read as “{read}”."),
    NoteCode.FIELD_ABSENT: noted("There is no field “{field}” here, so its words were looked for in the whole text."),
    NoteCode.FIELD_UNKNOWN: noted("There is no field “{field}”, so “{typed}” was read as text."),
    NoteCode.LONG_SENTENCE: noted(
        "The question is a long sentence, so {operators} was read as plain text, not as an operator."
    ),
    NoteCode.NO_NUMBER: noted("“{typed}” needs a whole number at its end, so it was read as text."),
    NoteCode.NO_WORD: noted("There is no word in the question, so it finds every article."),
    NoteCode.NOT_A_DATE: noted(
        "“{field}:{typed}” is not a date, so it was left out. Write a date as 2015, 2015-05 or 2015-05-26, a range "
        "as 2013..2015-05."
    ),
    NoteCode.NOTHING_TO_JOIN: noted("{operator} has nothing to join here, so it was left out."),
    NoteCode.NOTHING_TO_LOOK_FOR: noted(
        "There is no letter or digit in the question, so there is nothing to look for."
    ),
    NoteCode.QUESTION_LIMITED: noted("A question has {limit:,} characters at most; the rest was left out."),
    NoteCode.QUOTATION_NOT_CLOSED: noted("A quotation mark was not closed; it was closed at the end."),
    NoteCode.RANGE_SWAPPED: noted("The range “{typed}” ends before it starts, so its ends were swapped."),
    NoteCode.READ_AS_AND: noted("{operator} joins words and phrases only, so it was read as AND."),
    NoteCode.RELATIVE_DATE: noted("“{typed}” is read as {days}, counted from today."),
    NoteCode.SCOPE_EMPTY: noted("“in:{field}” needs words to look for."),
    NoteCode.SCOPE_UNKNOWN: noted("“in:” takes removed, title, lead, hlead or body, so “in:{typed}” was read as text."),
    NoteCode.SIGNS_LEFT_OUT: noted("Signs are not searched: “{typed}” finds what “{read}” finds."),
    NoteCode.STAR_IN_WORD: noted(
        "In a quotation a star by itself stands for one word; the one in “{typed}” means nothing and was left out."
    ),
    NoteCode.SITE_IS_PUBLISHER: noted(
        "“{typed}” is no host such as example.org, so “site:” was read as the paper: “source:” says that, too."
    ),
    NoteCode.STAR_LEFT_OUT: noted("A wildcard needs {letters:,} letters before it, so the first star was left out."),
    NoteCode.WILDCARD_TOO_SHORT: noted(
        "A wildcard needs {letters:,} letters before it, so “{typed}” was read as “{read}”."
    ),
    NoteCode.WORDS_LIMITED: noted("Only the first {limit:,} words were read; the rest was left out."),
    NoteCode.ABBREVIATION: noted("“{name}” was read as an abbreviation: type “{word}” for the word, too."),
    NoteCode.ADDRESS_NOT_HELD: noted(
        "No article is known to have the address {typed}, so it was looked for in the texts."
    ),
    NoteCode.ARTICLES_UNKNOWN: noted("No article here has {count:,} of the ids asked for: {ids}."),
    NoteCode.EXPORT_CUT_SHORT: noted("The time was up after {written:,} of {expected:,} articles: narrow the search."),
    NoteCode.MARKS_CUT_SHORT: noted("The time was up before all the words were marked."),
    NoteCode.PATTERN_LIMITED: noted("“{pattern}” fits {words:,} words; the {limit:,} most frequent were looked for."),
    NoteCode.RESULTS_LIMITED: noted(
        "Only the first {limit:,} results can be paged through: narrow the search instead."
    ),
    NoteCode.TIME_UP: noted("The search took too long, so this is only part of the answer: use fewer or rarer words."),
    NoteCode.INDEX_DAMAGED: noted("{cause}; answers may be wrong: run {remedy}"),
    NoteCode.OLDER_GENERATION: noted("an older generation of the index is served, because {cause}; run {remedy}"),
    NoteCode.OTHER_READING: noted(
        "The articles were read by another version of this program: {remedy} reads them anew."
    ),
    NoteCode.ADDRESS_DATE_UNKNOWN: noted("“{typed}” is no date such as 2015, 2015-05 or 2015-05-26 and was left out."),
    NoteCode.CHOICE_UNKNOWN: noted("“{name}” can be {choices}, not “{typed}”."),
    NoteCode.DAYS_SWAPPED: noted("The first day came after the last; the two were swapped."),
    NoteCode.FILTER_TOO_LONG: noted("A filter of more than {limit:,} characters was left out."),
    NoteCode.FILTERS_LIMITED: noted("Only the first {limit:,} filters were used."),
    NoteCode.FLAG_UNKNOWN: noted("“{name}” can be 1 or 0, not “{typed}”."),
    NoteCode.IDS_LIMITED: noted("Only the first {limit:,} ids were used."),
    NoteCode.LISTING_UNKNOWN: noted("“copies” can be group or all, not “{typed}”."),
    NoteCode.NUMBER_LIMITED: noted("“{name}” can be {limit:,} at most."),
    NoteCode.NUMBER_UNKNOWN: noted("“{name}” needs a whole number from 1, not “{typed}”."),
    NoteCode.ORDER_UNKNOWN: noted("There is no order “{typed}”; articles are sorted by relevance."),
    NoteCode.PAGE_MISSING: noted("There is no page {page:,}; this is the last one."),
    NoteCode.PAGES_LIMITED: noted("Only the first {limit:,} articles can be paged through; narrow the search."),
    NoteCode.PARAMETER_REPEATED: noted("“{name}” stood more than once in the address; the first counts."),
    NoteCode.PARAMETER_UNKNOWN: noted("“{name}” in the address means nothing here and was left out."),
    NoteCode.PERIODS_LIMITED: noted("The time is too long to be shown by {typed}; it is shown by {read}."),
    NoteCode.TEXT_LIMITED: noted("The question was cut after {limit:,} characters."),
    NoteCode.VALUES_LIMITED: noted("Only the first {limit:,} values are compared."),
}


def sentence(note: Note, index: Path | None = None) -> str:
    """The note in a sentence; a command that it advises is about the index in the folder `index`, if one is given."""
    return filled(_(SENTENCES[note.code]), {name: _shown(value, index) for name, value in note.values})


def _shown(value: NoteValue, index: Path | None) -> str | int:
    match value:
        case Remedy():
            return command(value, index)
        case tuple():
            return ", ".join(value)
    return value
